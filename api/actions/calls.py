"""The organizer's call list of an event, and what to assess next for one person."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from api.actions.errors import BadInput, NotFound
from api.actions.lists import CANDIDATE, find_event
from api.actions.pools import check_staff, event_pool, pool_at_hand
from api.actions.views import candidate_name, candidates_by_id, employer_names
from api.event_pools import EventPool
from api.schemas.calls import (
    AddresseeName,
    AskedView,
    CallCounts,
    CallListView,
    CallView,
    NextAssessmentsView,
    NextAssessmentView,
    PostingRef,
)
from api.wiring import Application
from data.stores import Stores
from matching.bitmaps import VERDICT_CODES
from matching.constraints import Addressee
from matching.knowledge.catalogue import Text
from matching.questions import Call, NextAssessments, next_assessments
from matching.records import Viewer

_REVIEW: Final = VERDICT_CODES.index("review")
_ALL: Final = 10_000_000


def call_list(
    app: Application,
    viewer: Viewer,
    event_id: str,
    addressee: AddresseeName | None = None,
    after: str | None = None,
    limit: int = 50,
    most_lines: int | None = None,
) -> CallListView:
    """The calls of an event to one kind of addressee or to all, those first that settle most pairs.

    A page holds `limit` calls, or fewer once it holds `most_lines` questions. Raises NotFound, NotAllowed, BadInput (a cursor
    that is none).
    """
    check_staff(viewer)
    with app.database.read(viewer) as stores:
        event = find_event(stores, viewer, event_id)
        pool = event_pool(app, viewer, stores, event)
        found = pool.calls
        wanted = [call for call in found.calls if addressee is None or call.addressee.value == addressee]
        start = 0 if after is None else _after(wanted, after)
        shown = _page(wanted[start:], limit, most_lines)
        items = tuple(_call_views(shown, pool, stores, viewer))
    counts = Counter(call.addressee.value for call in found.calls)
    more = start + len(shown) < len(wanted)
    return CallListView(
        event=event_id,
        review=found.review,
        pairs=found.pairs,
        counts=CallCounts(**{one.value: counts[one.value] for one in Addressee}),
        addressee=addressee,
        before=start,
        items=items,
        next=_cursor(shown[-1]) if more and shown else None,
    )


def whole_call_list(app: Application, viewer: Viewer, event_id: str, addressee: AddresseeName | None = None) -> CallListView:
    """All calls on one page, for a file."""
    return call_list(app, viewer, event_id, addressee, None, _ALL)


def next_to_assess(app: Application, viewer: Viewer, event_id: str, candidate_id: str) -> NextAssessmentsView:
    """The abilities of one person to assess next, by the postings of the event that each would settle.

    Raises NotFound (also for a person who takes no part), NotAllowed.
    """
    check_staff(viewer)
    with app.database.read(viewer) as stores:
        event = find_event(stores, viewer, event_id)
        person = stores.candidates.get(viewer, candidate_id)
        pool = event_pool(app, viewer, stores, event)
        if person is None or candidate_id not in pool.rows:
            raise NotFound(CANDIDATE, candidate_id)
    return _next_view(event_id, candidate_id, candidate_name(person), pool)


def next_at_hand(app: Application, viewer: Viewer, event_id: str, candidate_id: str, name: str) -> NextAssessmentsView | None:
    """The same where the event is in memory already; None otherwise."""
    check_staff(viewer)
    with app.database.read(viewer) as stores:
        pool = pool_at_hand(app, viewer, stores, find_event(stores, viewer, event_id))
    return None if pool is None or candidate_id not in pool.rows else _next_view(event_id, candidate_id, name, pool)


def _next_view(event_id: str, candidate_id: str, name: str, pool: EventPool) -> NextAssessmentsView:
    row = pool.rows[candidate_id]
    codes = pool.index.decide_for(row)
    openings = [pool.index.opening(posting.id) for posting, code in zip(pool.postings, codes, strict=True) if code == _REVIEW]
    found: NextAssessments = next_assessments(pool.people[row][1], openings, pool.index.policy)
    return NextAssessmentsView(
        event=event_id,
        candidate=candidate_id,
        name=name,
        postings=len(pool.postings),
        review=found.review,
        waiting=found.waiting,
        abilities=tuple(
            NextAssessmentView(
                dimension=one.dimension, text=one.text, postings=one.postings, settles=one.settles, together=one.together
            )
            for one in found.abilities
        ),
    )


def _page(calls: Sequence[Call], limit: int, most_lines: int | None) -> list[Call]:
    shown: list[Call] = []
    lines = 0
    for call in calls[:limit]:
        lines += len(call.lines)
        if shown and most_lines is not None and lines > most_lines:
            break
        shown.append(call)
    return shown


def _place(call: Call) -> tuple[int, int, str]:
    return -call.settles, -call.pairs, call.key


def _cursor(call: Call) -> str:
    """Where a call stands in the order: it stays right when calls before it are gone."""
    return f"{call.settles}.{call.pairs}.{call.key}"


def _after(calls: Sequence[Call], cursor: str) -> int:
    settles, _, rest = cursor.partition(".")
    pairs, _, key = rest.partition(".")
    if not (settles.isdecimal() and pairs.isdecimal() and key):
        raise BadInput(
            Text(zh="翻页位置不对；请从第一页开始。", en="This place in the list cannot be read; start at the first page.")
        )
    place = -int(settles), -int(pairs), key
    return sum(_place(call) <= place for call in calls)


def _call_views(calls: Sequence[Call], pool: EventPool, stores: Stores, viewer: Viewer) -> Iterator[CallView]:
    people = candidates_by_id(stores, viewer, (call.candidate for call in calls if call.candidate is not None))
    employers = employer_names(stores, viewer, (call.employer for call in calls if call.employer is not None))
    titles = {posting.id: posting.title for posting in pool.postings}
    for call in calls:
        named = people.get(call.candidate or "")
        name = employers.get(call.employer or "", call.employer or "") if named is None else candidate_name(named)
        yield CallView(
            key=call.key,
            addressee=call.addressee.value,
            name=name or call.candidate or "",
            employer=call.employer,
            candidate=call.candidate,
            postings=tuple(PostingRef(id=one, title=titles[one]) for one in call.postings),
            pairs=call.pairs,
            settles=call.settles,
            questions=tuple(
                AskedView(
                    key=line.question.key,
                    text=line.question.text,
                    postings=tuple(PostingRef(id=one, title=titles[one]) for one in line.postings),
                    pairs=line.pairs,
                    settles=line.settles,
                )
                for line in call.lines
            ),
        )
