"""What is to be asked at one, three and six months, and the answers."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from api.actions.errors import BadInput
from api.actions.pools import check_staff
from api.actions.telling import check_reason, pair_view, recorded_steps, take_back_step, tell_steps
from api.actions.views import candidate_name, candidates_by_id, employer_names
from api.schemas.follow_ups import FollowedUpView, FollowUpsView, FollowUpView
from api.wiring import Application
from data.stores import Stores
from matching.fair.follow_ups import FollowUp, follow_ups_due, hires_without_a_day
from matching.knowledge.catalogue import Text
from matching.records import Mistake, Outcome, Step, Viewer

_SEVERAL: Final = Text(
    zh="此人在 {n} 场活动上入职过这个岗位，请写明哪一场：{events}",
    en="This person was hired for this posting at {n} events; say at which: {events}",
)
_STEPS: Final = {1: Step.RETAINED_1, 3: Step.RETAINED_3, 6: Step.RETAINED_6}
_STAYED: Final = Text(
    zh="{months} 个月的回访已在 {day} 登记为 yes（还在岗）。记错了的，先撤回："
    "tongtu follow-up 姓名 岗位 {months} yes --withdraw mistyped；后来才离职的，用 --on 写明离职日期，要晚于 {day}。",
    en="The {months}-month follow-up was recorded as yes (still in the job) on {day}. If that was wrong, take it back first: "
    "tongtu follow-up PERSON POSTING {months} yes --withdraw mistyped. If the person left later, tell that day, after {day}, "
    "with --on.",
)
_HAD_LEFT: Final = Text(
    zh="已在 {day} 登记为 no（已离职），不能再登记为还在岗。记错了的，先撤回："
    "tongtu follow-up 姓名 岗位 {months} no --withdraw mistyped。",
    en="It was recorded as no (left the job) on {day}. If that was wrong, take it back first: tongtu follow-up PERSON POSTING "
    "{months} no --withdraw mistyped.",
)
_NOT_HIRED: Final = Text(
    zh="没有这一入职记录；先登记入职，再登记回访。", en="There is no such hire on record; record the hire before its follow-up."
)


def follow_ups(app: Application, viewer: Viewer, event: str | None = None) -> FollowUpsView:
    """What is due today, of the people that staff may see, the oldest first. Raises NotAllowed."""
    check_staff(viewer)
    with app.database.read(viewer) as stores:
        recorded = stores.outcomes.list(viewer, event=event)
        due = follow_ups_due(recorded, app.today)
        people = candidates_by_id(stores, viewer, (one.candidate for one in due))
        wanted = sorted({one.posting for one in due})
        postings = {one.id: one for one in stores.postings.iterate(viewer, wanted)} if wanted else {}
        employers = employer_names(stores, viewer, (one.employer for one in postings.values()))
        items = []
        for one in due:
            posting = postings.get(one.posting)
            items.append(
                FollowUpView(
                    candidate=one.candidate,
                    name=candidate_name(people[one.candidate]) if one.candidate in people else one.candidate,
                    posting=one.posting,
                    title=one.posting if posting is None else posting.title,
                    employer="" if posting is None else employers.get(posting.employer, posting.employer),
                    event=one.event,
                    hired_on=one.hired_on,
                    months=one.months,
                    due=one.due,
                    promises=_unchecked(stores, viewer, one),
                )
            )
        return FollowUpsView(on=app.today, items=tuple(items), without_a_day=len(hires_without_a_day(recorded)))


def record_follow_up(
    app: Application,
    viewer: Viewer,
    candidate: str,
    posting: str,
    event: str | None,
    months: int,
    in_the_job: bool,
    on: date | None = None,
    reason: str = "",
) -> FollowedUpView:
    """Record that the person is still in the job after so many months, or has left it. The same again changes nothing.

    `event` None: the hire at no event, or the only one there is. Raises BadInput (no hire on record or several, a day that cannot
    be, an unknown reason), NotAllowed.
    """
    check_staff(viewer)
    step = _STEPS[months] if in_the_job else Step.LEFT
    code = check_reason(reason, step)
    with app.database.begin(viewer) as stores:
        event = _event_of_hire(stores, viewer, candidate, posting, event)
        told = Outcome(candidate=candidate, posting=posting, event=event, step=step, on=on or app.today, reason=code)
        _check_other_answer(recorded_steps(stores, viewer, candidate, posting, event), months, in_the_job, on or app.today)
        tell_steps(app, stores, viewer, [told])
        return pair_view(stores, viewer, candidate, posting, event)


def withdraw_follow_up(
    app: Application, viewer: Viewer, candidate: str, posting: str, event: str | None, months: int, in_the_job: bool, why: Mistake
) -> FollowedUpView:
    """Take back an answer that was recorded by mistake; it is kept among the corrections, with why.

    Raises BadInput (no such answer is recorded), NotAllowed.
    """
    check_staff(viewer)
    step = _STEPS[months] if in_the_job else Step.LEFT
    with app.database.begin(viewer) as stores:
        event = _event_of_hire(stores, viewer, candidate, posting, event)
        take_back_step(app, stores, viewer, candidate, posting, event, step, why)
        return pair_view(stores, viewer, candidate, posting, event)


def _check_other_answer(known: Mapping[Step, date | None], months: int, in_the_job: bool, day: date) -> None:
    """Raises BadInput where another answer is recorded that this one cannot stand beside, with its day and how to take it back."""
    if in_the_job:
        left = known.get(Step.LEFT)
        if left is not None and left <= day and _STEPS[months] not in known:
            raise BadInput(_HAD_LEFT.format(day=left, months=months))
        return
    for other, step in reversed(_STEPS.items()):
        stayed = known.get(step)
        if stayed is not None and (stayed >= day) and Step.LEFT not in known:
            raise BadInput(_STAYED.format(day=stayed, months=other))


def _event_of_hire(stores: Stores, viewer: Viewer, candidate: str, posting: str, event: str | None) -> str | None:
    """The event of the hire that is meant: the one that was named; else a hire at no event, else the only one there is."""
    found = stores.outcomes.list(viewer, candidate=candidate, posting=posting)
    hired = {one.event for one in found if one.step is Step.HIRED}
    if event in hired:
        return event
    if event is not None or not hired:
        raise BadInput(_NOT_HIRED)
    if len(hired) > 1:
        raise BadInput(_SEVERAL.format(n=len(hired), events=", ".join(sorted(filter(None, hired)))))
    return hired.pop()


def _unchecked(stores: Stores, viewer: Viewer, one: FollowUp) -> tuple[int, ...]:
    """The promises of this pair, or for the posting, that nobody checked since the follow-up became due."""
    found = stores.promises.list(viewer, limit=1_000, posting=one.posting)
    return tuple(
        promise.id
        for promise in found
        if promise.promise.candidate in (None, one.candidate)
        and promise.promise.promised_on <= one.due
        and not any(check.on >= one.due for check in promise.checks)
    )
