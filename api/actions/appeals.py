"""Record what a person asks for, objects to or complains about; list what waits; answer it, by name and in time."""

from datetime import date, timedelta
from typing import Final, Literal

from api.actions.consents import AHEAD
from api.actions.errors import BadInput, Conflict, NotFound
from api.actions.lists import POSTING
from api.actions.person_verdicts import find_person
from api.actions.pools import check_staff
from api.actions.views import candidate_name, candidates_by_id
from api.schemas.appeals import AnswerInput, AppealInput, AppealsView, AppealView
from api.wiring import Application
from data.stores import Answer, Appeal, AppealKind, AppealResult, StoredAppeal, Stores
from matching.knowledge.catalogue import Text
from matching.policy import policy_on
from matching.records import Viewer

APPEAL: Final = Text(zh="异议、投诉或申请", en="objection, complaint or request")
_MOST: Final = 1_000
_EMPTY: Final = Text(zh="请写下本人说了什么。", en="Write what the person said.")
_NO_ANSWER: Final = Text(zh="请写答复，和答复人的姓名。", en="Write the answer, and the name of who answers.")
_KEY_USED: Final = Text(
    zh="这个幂等键已经用于另一项申请；请换一个。", en="This idempotency key was used for another request; take a new one."
)
_ANSWERED: Final = Text(
    zh="这一项已经答复过了，答复不再改动。要补充，请另登一项。",
    en="This was answered before, and the answer stays as it is. To add something record another one.",
)


def appeals_view(
    app: Application, viewer: Viewer, shown: Literal["waiting", "answered"] = "waiting", after: int = 0, limit: int = 25
) -> AppealsView:
    """What people asked for, without their words, oldest first. Raises NotAllowed."""
    check_staff(viewer)
    with app.database.read(viewer) as stores:
        waiting = stores.appeals.list(viewer, waiting=True, limit=_MOST)
        answered = stores.appeals.list(viewer, waiting=False, limit=_MOST)
        found = stores.appeals.list(viewer, waiting=shown == "waiting", after=after, limit=limit + 1)
        people = candidates_by_id(stores, viewer, (one.candidate for one in found[:limit]))
        items = tuple(_view(app, stores, viewer, one, candidate_name(people[one.candidate])) for one in found[:limit])
    return AppealsView(
        on=app.today,
        all=len(waiting) + len(answered),
        waiting=len(waiting),
        late=sum(one.due_on < app.today for one in waiting),
        shown=shown,
        items=items,
        next=items[-1].id if len(found) > limit else None,
    )


def appeal_view(app: Application, viewer: Viewer, number: int) -> AppealView:
    """One request with its words, which is recorded as an access. Raises NotFound, NotAllowed."""
    check_staff(viewer)
    with app.database.read(viewer) as stores:
        return _whole(app, stores, viewer, number)


def appeals_of(app: Application, stores: Stores, viewer: Viewer, candidate: str, name: str) -> tuple[AppealView, ...]:
    """All requests of one person with their words, newest first."""
    found = stores.appeals.list(viewer, candidate=candidate, limit=_MOST)
    return tuple(_view(app, stores, viewer, one, name, stores.appeals.words(viewer, one.id)) for one in reversed(found))


def lodge_appeal(app: Application, viewer: Viewer, candidate: str, told: AppealInput, key: str) -> AppealView:
    """Record what a person asks for; the day by which it is answered follows from the policy. The same `key` again changes nothing.

    Raises NotFound, NotAllowed, BadInput (no words, a day ahead, a key that stands for something else).
    """
    check_staff(viewer)
    on = told.on or app.today
    if not told.text.strip():
        raise BadInput(_EMPTY)
    if on > app.today:
        raise BadInput(AHEAD.format(day=on))
    due = on + timedelta(days=_days_to_answer(app, on))
    with app.database.begin(viewer) as stores:
        find_person(stores, viewer, candidate)
        if told.posting is not None and stores.postings.get(viewer, told.posting) is None:
            raise NotFound(POSTING, told.posting)
        appeal = Appeal(
            candidate=candidate, kind=AppealKind(told.kind), text=told.text.strip(), on=on, due_on=due, posting=told.posting
        )
        try:
            number = stores.appeals.lodge(viewer, appeal, key).id
        except ValueError:
            raise BadInput(_KEY_USED) from None
        return _whole(app, stores, viewer, number)


def answer_appeal(app: Application, viewer: Viewer, number: int, told: AnswerInput) -> AppealView:
    """Answer a request, once. The same again changes nothing. Raises NotFound, NotAllowed, BadInput, Conflict (answered before)."""
    check_staff(viewer)
    if not told.text.strip() or not told.named.strip():
        raise BadInput(_NO_ANSWER)
    answer = Answer(result=AppealResult(told.result), text=told.text.strip(), named=told.named.strip())
    with app.database.begin(viewer) as stores:
        try:
            if not stores.appeals.answer(viewer, number, answer):
                raise NotFound(APPEAL, str(number))
        except ValueError:
            raise Conflict(_ANSWERED) from None
        return _whole(app, stores, viewer, number)


def _days_to_answer(app: Application, said_on: date) -> int:
    """By the policy of the day on which it was said; what was said before there was such a rule, by today's."""
    policy = policy_on(said_on)
    if policy.find("appeal.answer_days") is None:
        policy = policy.on(app.today)
    return int(policy.number("appeal.answer_days"))


def _whole(app: Application, stores: Stores, viewer: Viewer, number: int) -> AppealView:
    found = stores.appeals.get(viewer, number)
    if found is None:
        raise NotFound(APPEAL, str(number))
    person = candidates_by_id(stores, viewer, [found.candidate])[found.candidate]
    return _view(app, stores, viewer, found, candidate_name(person), stores.appeals.words(viewer, number))


def _view(
    app: Application, stores: Stores, viewer: Viewer, one: StoredAppeal, name: str, words: tuple[str, str] = ("", "")
) -> AppealView:
    posting = None if one.posting is None else stores.postings.get(viewer, one.posting)
    return AppealView(
        id=one.id,
        candidate=one.candidate,
        name=name,
        kind=one.kind.value,
        posting=one.posting,
        title=None if posting is None else posting.title,
        text=words[0],
        on=one.on,
        due_on=one.due_on,
        late=one.result is None and one.due_on < app.today,
        recorded_at=one.recorded_at,
        result=None if one.result is None else one.result.value,
        answer=words[1],
        named=one.named,
        answered_at=one.answered_at,
    )
