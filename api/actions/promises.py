"""The promise tracker: what an employer promised, whether it was kept, and what follows when it is taken back."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from api.actions.arrangements import check_arrangement
from api.actions.counselors import counselor_names
from api.actions.days import rules_day
from api.actions.drafts import draft_notices
from api.actions.errors import BadInput, Conflict, NotFound
from api.actions.event_rolls import unnamed
from api.actions.keys import KEY_USED
from api.actions.lists import POSTING
from api.actions.pools import check_staff
from api.actions.views import candidate_name, candidates_by_id
from api.confirmable import STATUSES
from api.schemas.promises import CheckView, PromisesView, PromiseView, RefusedView, ToTellView
from api.wiring import Application
from data.stores import Change, CheckState, Promise, PromiseCheck, StoredPromise, Stores
from matching.judgement import applicant, judge, opening
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Text
from matching.policy import policy_on
from matching.records import AccommodationStatus, Posting, Provenance, Role, Viewer
from matching.verdicts.wording import VERDICTS

PROMISE: Final = Text(zh="承诺", en="promise")
CHECK: Final = Text(zh="核查", en="check")
_HELD: Final = (AccommodationStatus.IN_PLACE, AccommodationStatus.COMMITTED)
_AHEAD: Final = Text(zh="日期 {day} 在今天之后。", en="The day {day} lies ahead.")
_NO_PERSON: Final = Text(zh="没有这位求职者：{said}。", en="There is no such candidate: {said}.")
_NO_POSTING: Final = Text(zh="没有这个岗位：{said}。", en="There is no such posting: {said}.")
_NO_EVENT: Final = Text(zh="没有这场活动：{said}。", en="There is no such event: {said}.")
_FOR_ALL: Final = Text(
    zh="单位只能对所有应聘者作出承诺；请不要写求职者和活动。",
    en="An employer promises for whoever comes to its posting; leave out candidate and event.",
)
_OTHER_ANSWER: Final = Text(
    zh="这一天已有另一个核查结果，或早于承诺的日期；请改用别的日期，或对原结果提出异议。",
    en="That day has another answer already, or is before the promise; check on another day, or contest the answer.",
)
_NOT_OPEN: Final = Text(
    zh="这条核查现在不能这样处理：已提出异议的才能裁定，没有异议过的才能提异议。",
    en="This check cannot take that now: only a contested one is settled, and only a recorded one is contested.",
)
_CHANGED: Final = Text(zh="{title}：原来“{before}”，现在“{after}”", en="{title}: {before} before, now {after}")


def record_promise(app: Application, viewer: Viewer, promise: Promise, key: str) -> PromiseView:
    """Record what an employer promised. For whoever comes (no candidate), the posting has it committed from now on.

    Staff record any; an employer promises for whoever comes to a posting of its own, which confirms it there too. The same `key`
    again changes nothing. Raises BadInput, NotAllowed.
    """
    if viewer.role is not Role.EMPLOYER:
        check_staff(viewer)
    if promise.promised_on > app.today:
        raise BadInput(_AHEAD.format(day=promise.promised_on))
    with app.database.begin(viewer) as stores:
        _check_named(stores, viewer, promise)
        try:
            saved = stores.promises.save(viewer, promise, key)
        except ValueError:
            # What is named was there a line before: what is left is a key of another promise.
            raise BadInput(KEY_USED) from None
        posting = stores.postings.get(viewer, promise.posting)
        if promise.candidate is None and posting is not None:
            status = posting.workplace.statuses.get(promise.accommodation)
            if status not in _HELD and not _refused_since(saved):
                _commit(stores, viewer, posting, promise.accommodation, key)
        return _view(saved)


def list_promises(
    app: Application,
    viewer: Viewer,
    after: int = 0,
    limit: int = 100,
    *,
    employer: str | None = None,
    posting: str | None = None,
    candidate: str | None = None,
) -> PromisesView:
    """A page of promises: staff see those to their people and for postings, an employer its own without names."""
    with app.database.read(viewer) as stores:
        found = stores.promises.list(viewer, after, limit, employer=employer, posting=posting, candidate=candidate)
    return PromisesView(items=tuple(_view(one) for one in found), next=found[-1].id if len(found) == limit else None)


def check_promise(app: Application, viewer: Viewer, number: int, kept: bool, on: date | None = None, note: str = "") -> PromiseView:
    """Record whether a promise was found kept on a day. The same again changes nothing. Raises NotFound, BadInput, Conflict."""
    check_staff(viewer)
    day = on or app.today
    if day > app.today:
        raise BadInput(_AHEAD.format(day=day))
    with app.database.begin(viewer) as stores:
        _find(stores, viewer, number)
        try:
            stores.promises.check(viewer, number, day, kept, note)
        except ValueError:
            raise Conflict(_OTHER_ANSWER) from None
        return _view(_find(stores, viewer, number))


def contest_check(app: Application, viewer: Viewer, check: int) -> None:
    """Say, for the employer, that a check is wrong; it does not count until it is settled.

    Raises NotFound (another employer's check as none), Conflict (contested or settled already).
    """
    with app.database.begin(viewer) as stores:
        if not stores.promises.contest(viewer, check):
            if stores.promises.has_check(viewer, check):
                raise Conflict(_NOT_OPEN)
            raise NotFound(CHECK, str(check))


def settle_check(app: Application, viewer: Viewer, check: int, upheld: bool) -> None:
    """Say of a contested check that it stands, or that it does not. Raises Conflict."""
    check_staff(viewer)
    with app.database.begin(viewer) as stores:
        if not stores.promises.settle(viewer, check, upheld=upheld):
            raise Conflict(_NOT_OPEN)


def refuse_promise(app: Application, viewer: Viewer, number: int, on: date | None = None, note: str = "") -> RefusedView:
    """The employer takes the arrangement back: it counts as not kept, the posting no longer has it, and whoever has to do with the
    posting is judged anew. What comes back is whom to tell, each with their counselor where one is known; to them, and to the
    employer where the promise was made at an event, it is written as well, and waits in the outbox.

    Concerned are the person it was promised to, those on the newest list of the posting at each event, those with an interview
    for it, and those with a step towards it. The same again changes nothing. Raises NotFound, BadInput,
    Conflict.
    """
    check_staff(viewer)
    day = on or app.today
    if day > app.today:
        raise BadInput(_AHEAD.format(day=day))
    with app.database.begin(viewer) as stores:
        promise = _find(stores, viewer, number)
        posting = stores.postings.get(viewer, promise.promise.posting)
        if posting is None:
            raise NotFound(POSTING, promise.promise.posting)
        try:
            stores.promises.check(viewer, number, day, False, note)
        except ValueError:
            raise Conflict(_OTHER_ANSWER) from None
        name = promise.promise.accommodation
        before = _with_status(posting, name, AccommodationStatus.COMMITTED)
        if posting.workplace.statuses.get(name) in _HELD:
            before = posting
        after = _with_status(posting, name, AccommodationStatus.REFUSED)
        fresh = posting.workplace.statuses.get(name) is not AccommodationStatus.REFUSED
        if fresh:
            stores.postings.revise(viewer, [after])
        concerned = _concerned(stores, viewer, promise)
        changed = _changed(app, stores, viewer, concerned, before, after)
        at = promise.promise.event
        written = draft_notices(stores, viewer, posting.id, posting.employer, _events_of(stores, viewer, promise, changed), at)
        return RefusedView(
            promise=_view(_find(stores, viewer, number)), looked_at=len(concerned), to_tell=changed, written_to=written
        )


def _check_named(stores: Stores, viewer: Viewer, promise: Promise) -> None:
    """Raises BadInput for the first of arrangement, posting, person and event that is not there for the viewer, by its name."""
    if viewer.role is Role.EMPLOYER and (promise.candidate is not None or promise.event is not None):
        raise BadInput(_FOR_ALL)
    check_arrangement(promise.accommodation)
    if stores.postings.get(viewer, promise.posting) is None:
        raise BadInput(_NO_POSTING.format(said=promise.posting))
    who = promise.candidate
    if who is not None and who not in stores.candidates.find_named(viewer, [who]).get(who, ()):
        raise BadInput(_NO_PERSON.format(said=who))
    if promise.event is not None and stores.events.get(viewer, promise.event) is None:
        raise BadInput(_NO_EVENT.format(said=promise.event))


def _commit(stores: Stores, viewer: Viewer, posting: Posting, name: str, key: str) -> None:
    """The posting has the arrangement committed: what its own employer says of it is a confirmation as well."""
    after = _with_status(posting, name, AccommodationStatus.COMMITTED)
    if viewer.role is not Role.EMPLOYER:
        stores.postings.revise(viewer, [after])
        return
    before = posting.workplace.statuses.get(name)
    was_from = Provenance.UNKNOWN if before is None else Provenance.STATED
    change = Change(f"{STATUSES}.{name}", None if before is None else before.value, was_from, AccommodationStatus.COMMITTED.value)
    stores.confirmations.confirm(viewer, after, [change], key)


def _concerned(stores: Stores, viewer: Viewer, promise: StoredPromise) -> dict[str, tuple[str, ...]]:
    """Person -> the events by which they have to do with the posting."""
    posting = promise.promise.posting
    found: dict[str, set[str]] = {}
    if promise.promise.candidate is not None:
        found.setdefault(promise.promise.candidate, set()).update(filter(None, [promise.promise.event]))
    for event in stores.events.list(viewer):
        run = stores.runs.latest(viewer, event.id)
        shortlist = None if run is None else stores.runs.shortlist(viewer, run.id, posting)
        for entry in () if shortlist is None else shortlist.entries:
            found.setdefault(entry.candidate, set()).add(event.id)
        for one in stores.interviews.list(viewer, event.id, posting=posting):
            found.setdefault(one.interview.candidate, set()).add(event.id)
    for outcome in stores.outcomes.list(viewer, posting=posting):
        found.setdefault(outcome.candidate, set()).update(filter(None, [outcome.event]))
    return {name: tuple(sorted(events)) for name, events in sorted(found.items())}


def _changed(
    app: Application, stores: Stores, viewer: Viewer, concerned: dict[str, tuple[str, ...]], before: Posting, after: Posting
) -> tuple[ToTellView, ...]:
    people = candidates_by_id(stores, viewer, concerned)
    counselors = counselor_names(stores, viewer, people)
    events = {event.id: event for event in stores.events.list(viewer)}
    found = []
    for name, at in concerned.items():
        if name not in people:
            continue
        # The rules of the latest day that is still to come for this person, today's where there is none.
        policy = policy_on(max([app.today, *(rules_day(app, events[event]) for event in at if event in events)]))
        person = applicant(unnamed(people[name]), policy)
        was, now = (judge(person, opening(posting), policy).verdict for posting in (before, after))
        if was == now:
            continue
        text = _CHANGED.format(title=after.title, before=VERDICTS[was], after=VERDICTS[now])
        district = people[name].home.district
        called = candidate_name(people[name])
        found.append(
            ToTellView(
                candidate=name,
                name=called,
                counselor=counselors.get(name),
                district=district,
                before=was,
                after=now,
                text=text,
                events=at,
            )
        )
    return tuple(found)


def _events_of(stores: Stores, viewer: Viewer, promise: StoredPromise, told: Sequence[ToTellView]) -> dict[str, str]:
    """Person -> the event that a message to them is of: the promise's where they have to do with it, else the latest of theirs."""
    days = {event.id: event.on or date.min for event in stores.events.list(viewer)}
    found: dict[str, str] = {}
    for one in told:
        at = [event for event in one.events if event in days]
        if at:
            own = promise.promise.event
            found[one.candidate] = own if own is not None and own in at else max(at, key=lambda event: (days[event], event))
    return found


def _with_status(posting: Posting, accommodation: str, status: AccommodationStatus) -> Posting:
    statuses = {**posting.workplace.statuses, accommodation: status}
    return posting.model_copy(
        update={"workplace": posting.workplace.model_copy(update={"statuses": dict(sorted(statuses.items()))})}
    )


def _refused_since(promise: StoredPromise) -> bool:
    """Whether a check that counts found it not kept: sent again, the promise must not bring it back."""
    return any(not check.kept and check.state in (CheckState.RECORDED, CheckState.UPHELD) for check in promise.checks)


def _find(stores: Stores, viewer: Viewer, number: int) -> StoredPromise:
    found = stores.promises.list(viewer, number - 1, 1)
    if not found or found[0].id != number:
        raise NotFound(PROMISE, str(number))
    return found[0]


def _view(one: StoredPromise) -> PromiseView:
    promise = one.promise
    text = next(row.text for row in CATALOGUE.accommodations if row.name == promise.accommodation)
    return PromiseView(
        id=one.id,
        employer=one.employer,
        posting=promise.posting,
        accommodation=promise.accommodation,
        text=text,
        candidate=promise.candidate,
        event=promise.event,
        promised_on=promise.promised_on,
        recorded_at=one.at,
        by=one.by,
        checks=tuple(_check(check) for check in one.checks),
    )


def _check(one: PromiseCheck) -> CheckView:
    return CheckView(id=one.id, on=one.on, kept=one.kept, state=one.state.value, by=one.by)
