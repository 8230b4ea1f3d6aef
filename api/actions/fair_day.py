"""The day of a fair: who came, who did not, what went otherwise; each entry changes as little as it can, and says what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pydantic import ValidationError

from api.actions.errors import BadInput, Conflict, NotFound
from api.actions.fair_state import check_act
from api.actions.interviews import TIMETABLE
from api.actions.lists import CANDIDATE, find_event
from api.actions.walk_ins import offered_to
from api.schemas.interviews import ACT_WORDS, STATE_WORDS, DayChangeView, DayEntryView, DayInput, DayLogView
from api.wiring import Application
from data.stores import Moved, StoredEntry, Stores
from matching.fair.clock import clock_of, slot_at, slots_of_hall
from matching.fair.day import Losses, Replanner, day_sheet, moves_of, person_of
from matching.fair.states import Act
from matching.knowledge.catalogue import Text
from matching.records import STANDING, DayAct, DayEntry, Event, Hall, Interview, InterviewState, Viewer, Visitor
from matching.timetable import (
    BoothLost,
    EmployerLeft,
    Late,
    Overrun,
    TimetableConflict,
    UnitGone,
    WalkIn,
    replan,
)
from matching.timetable import Event as TimetableEvent
from matching.timetable.windows import everything, mask_of, span, windows_of

_KEY_USED: Final = Text(
    zh="这个幂等键已经用于另一条记录；请换一个。", en="This idempotency key was used for another entry; take a new one."
)
_NO_CODE: Final = Text(
    zh="没有这个签到码；请核对，或用求职者编号。", en="Nobody has this code; compare it with the sheet, or use the person's id."
)
_INCOMPLETE: Final = Text(zh="这条记录缺少内容或写法不对：{fault}", en="Something is missing or wrong in this entry: {fault}")
_NO_INTERVIEW: Final = Text(
    zh="{who} 在这场活动没有面谈；如果人已到场，请登记为现场来人。",
    en="{who} has no interview at this event; if the person is here, record a walk-in.",
)
_HAS_INTERVIEWS: Final = Text(
    zh="{who} 已经有面谈安排；请登记签到。", en="{who} has interviews already; record the check-in instead."
)
_CANCELLED: Final = Text(
    zh="面谈 {number} 是“{state}”，不能登记为已进行；如果确实进行了，请先登记现场来人。",
    en="Interview {number} is {state} and cannot have been held; if it was, record a walk-in first.",
)
_NO_BOOTH: Final = Text(zh="会场没有 {booth} 号展位。", en="The hall has no booth {booth}.")
_NO_UNIT: Final = Text(zh="会场没有这一名（间）支持：{kind} {unit}。", en="The hall has no such unit: {kind} {unit}.")
_NOWHERE: Final = Text(
    zh="没有 {who} 可以去谈的岗位：要么规则不允许，要么没有展位。",
    en="There is no posting that {who} could be sent to: the rules allow none, or none has a booth.",
)
_CHECKED_IN: Final = Text(zh="本人已到场", en="the person is here")
_LATE: Final = Text(zh="本人晚到", en="the person comes later")
_NO_SHOW: Final = Text(zh="本人没有来", en="the person did not come")
_HELD: Final = Text(zh="面谈已进行", en="the interview was held")
_ON_PAPER: Final = Text(zh="当天记在纸上", en="written down on paper that day")
_TAKES_AWAY: Final = (DayAct.EMPLOYER_LEFT, DayAct.BOOTH_LOST, DayAct.SUPPORT_GONE)
_EXPECTED: Final = (InterviewState.PLANNED, InterviewState.LATE)


@dataclass(frozen=True)
class _Day:
    """Everything that an entry may change."""

    event: Event
    visitors: Mapping[str, Visitor]
    interviews: Mapping[int, Interview]
    lost: Losses
    entry: DayEntry
    slot: int

    @property
    def hall(self) -> Hall:
        return self.event.hall

    def of_person(self, *states: InterviewState) -> dict[int, Interview]:
        return {
            number: one for number, one in self.interviews.items() if one.candidate == self.entry.candidate and one.state in states
        }


def tell(app: Application, viewer: Viewer, event_id: str, told: DayInput, key: str, planner: Replanner = replan) -> DayEntryView:
    """Record what happened and what follows from it, in one transaction; the timetable changes as little as the rules allow.

    What comes from paper is recorded as it was: nothing is planned anew. The same `key` again changes nothing. Raises NotFound,
    Conflict (the event is not running; an interview that was cancelled), BadInput.
    """
    with app.database.begin(viewer) as stores:
        event = find_event(stores, viewer, event_id)
        made = stores.days.made(viewer, key)
        if made is not None:
            if (made.event, made.entry.act) != (event_id, told.act):
                raise BadInput(_KEY_USED)
            return _view(event, made)
        check_act(stores, viewer, event_id, Act.LOAD if told.origin == "paper" else Act.DAY)
        if stores.interviews.current(viewer, event_id) is None:
            raise NotFound(TIMETABLE, event_id)
        entry = _entry(stores, viewer, event_id, told, app.clock())
        visitors, interviews = stores.interviews.sheet(viewer, event_id)
        people = {one.candidate: one for one in visitors}
        lost = _lost_before(stores, viewer, event_id)
        day = _Day(event, people, interviews, lost, entry, slot_at(event.hall, entry.at))
        _check_place(day)
        try:
            moves, now = _consequences(app, stores, viewer, day, planner)
        except TimetableConflict as fault:
            raise Conflict(Text(zh=f"排不下去：{fault}", en=f"This cannot be planned: {fault}")) from None
        try:
            saved = stores.days.record(viewer, event_id, entry, day.slot, key, moves, now)
        except ValueError:
            raise BadInput(_KEY_USED) from None
        return _view(event, saved)


def day_log(app: Application, viewer: Viewer, event_id: str, after: int = 0, limit: int = 100) -> DayLogView:
    """The entries of the day in the order in which they were made, with what each changed. Raises NotFound."""
    with app.database.read(viewer) as stores:
        event = find_event(stores, viewer, event_id)
        found = stores.days.list(viewer, event_id, after, limit)
        return DayLogView(
            event=event_id,
            items=tuple(_view(event, one) for one in found),
            next=found[-1].id if len(found) == limit else None,
        )


def _entry(stores: Stores, viewer: Viewer, event: str, told: DayInput, now: datetime) -> DayEntry:
    candidate = told.candidate
    if told.code is not None:
        candidate = stores.interviews.who_has_code(viewer, event, told.code)
        if candidate is None:
            raise BadInput(_NO_CODE)
    values = told.model_dump(exclude={"code", "candidate", "at"}, exclude_none=True)
    try:
        return DayEntry(**values, candidate=candidate, at=told.at or now)
    except ValidationError as fault:
        said = "; ".join(str(one["msg"]).removeprefix("Value error, ") for one in fault.errors(include_input=False))
        raise BadInput(_INCOMPLETE.format(fault=said)) from None


def _check_place(day: _Day) -> None:
    """Names of the entry that the hall or the timetable does not have."""
    entry, numbers = day.entry, {booth.number for booth in day.hall.booths}
    for booth in (entry.booth, entry.to):
        if booth is not None and booth not in numbers:
            raise BadInput(_NO_BOOTH.format(booth=booth))
    if entry.support is not None:
        units = sum(support.count for support in day.hall.supports if support.kind is entry.support)
        if entry.unit is None or entry.unit >= units:
            raise BadInput(_NO_UNIT.format(kind=entry.support.value, unit=entry.unit))
    if entry.interview is not None and entry.interview not in day.interviews:
        raise NotFound(Text(zh="面谈", en="interview"), str(entry.interview))


def _consequences(
    app: Application, stores: Stores, viewer: Viewer, day: _Day, planner: Replanner
) -> tuple[tuple[Moved, ...], tuple[Visitor, ...]]:
    """What the entry changes: interviews, and visitors whose day is another one since."""
    match day.entry.act:
        case DayAct.CHECK_IN:
            return _checked_in(day, planner)
        case DayAct.LATE:
            return _late(day, planner)
        case DayAct.NO_SHOW:
            there = _expect(day.of_person(*STANDING - {InterviewState.DONE}), day)
            return _marked(there, InterviewState.NO_SHOW, _NO_SHOW), ()
        case DayAct.WALK_IN:
            if day.of_person(*STANDING - {InterviewState.DONE}):
                raise Conflict(_HAS_INTERVIEWS.format(who=day.entry.candidate))
            return _walked_in(app, stores, viewer, day, planner)
        case DayAct.HELD:
            return _held(day), ()
        case _:
            return _planned(day, [_event_of(day)], planner), ()


def _checked_in(day: _Day, planner: Replanner) -> tuple[tuple[Moved, ...], tuple[Visitor, ...]]:
    """Whoever was taken for absent and comes after all is planned anew, for the same postings."""
    there = day.of_person(*_EXPECTED, InterviewState.CHECKED_IN, InterviewState.WALK_IN)
    missed = day.of_person(InterviewState.NO_SHOW)
    if not there and missed and day.entry.origin == "screen":
        # That these may be met was decided with the timetable; it is not judged once more.
        return _added(day, {one.posting: one.booth for one in missed.values()}, planner)
    found = there or missed
    expected = {number: one for number, one in _expect(found, day).items() if one.state in (*_EXPECTED, InterviewState.NO_SHOW)}
    return _marked(expected, InterviewState.CHECKED_IN, _CHECKED_IN), ()


def _late(day: _Day, planner: Replanner) -> tuple[tuple[Moved, ...], tuple[Visitor, ...]]:
    there = _expect(day.of_person(*_EXPECTED), day)
    marked = _marked(there, InterviewState.LATE, _LATE)
    if day.entry.origin == "paper":
        return marked, ()
    person, slots = day.entry.candidate or "", slots_of_hall(day.hall)
    row = sorted(day.visitors).index(person)
    changed = _planned(day, [Late(row, day.entry.slots or 1)], planner)
    moved = {move.interview: move for move in changed}
    both = []
    for move in marked:
        other = moved.pop(move.interview, None)
        if other is None or other.became.state is InterviewState.CANCELLED:
            both.append(move if other is None else other)
        else:
            both.append(Moved(move.interview, other.became.model_copy(update={"state": InterviewState.LATE}), other.why))
    visitor = day.visitors[person]
    left = mask_of(visitor.windows, slots) & (everything(slots) & ~span(day.slot, day.slot + (day.entry.slots or 1)))
    return (*both, *moved.values()), (visitor.model_copy(update={"windows": windows_of(left)}),)


def _walked_in(
    app: Application, stores: Stores, viewer: Viewer, day: _Day, planner: Replanner
) -> tuple[tuple[Moved, ...], tuple[Visitor, ...]]:
    person = day.entry.candidate or ""
    offered = offered_to(app, stores, viewer, day.event, person, day.entry.postings)
    if offered is None:
        raise NotFound(CANDIDATE, person)
    if not offered:
        raise BadInput(_NOWHERE.format(who=person))
    return _added(day, offered, planner)


def _added(day: _Day, offered: Mapping[str, str], planner: Replanner) -> tuple[tuple[Moved, ...], tuple[Visitor, ...]]:
    """New interviews of the person of the entry, at these postings and booths."""
    person = day.entry.candidate or ""
    visitor = day.visitors.get(person, Visitor(candidate=person))
    if day.entry.origin == "paper":
        start = min(day.slot, slots_of_hall(day.hall) - 1)
        became = [
            Interview(candidate=person, posting=posting, booth=booth, start=start, state=InterviewState.WALK_IN)
            for posting, booth in offered.items()
        ]
        return tuple(Moved(None, one, _ON_PAPER) for one in became), (visitor,)
    others = tuple(day.visitors[name] for name in sorted(day.visitors) if name != person)
    kept = {number: one for number, one in day.interviews.items() if one.candidate != person}
    sheet = day_sheet(day.hall, others, kept, offered, day.lost)
    rows = tuple(sheet.postings[posting] for posting in offered)
    event = WalkIn(person_of(visitor), rows, (1.0,) * len(rows))
    moves = moves_of(sheet, kept, day.slot, [event], planner)
    return tuple(Moved(move.interview, move.became, move.why) for move in moves), (visitor,)


def _held(day: _Day) -> tuple[Moved, ...]:
    number = day.entry.interview or 0
    one = day.interviews[number]
    if one.state in (InterviewState.CANCELLED, InterviewState.NO_SHOW):
        raise Conflict(_CANCELLED.format(number=number, state=STATE_WORDS[one.state]))
    return _marked({number: one}, InterviewState.DONE, _HELD) if one.state is not InterviewState.DONE else ()


def _planned(day: _Day, events: Sequence[TimetableEvent], planner: Replanner) -> tuple[Moved, ...]:
    """What a re-plan of everybody changes; from paper, nothing: what was done that day was done."""
    if day.entry.origin == "paper":
        return ()
    people = tuple(day.visitors[name] for name in sorted(day.visitors))
    sheet = day_sheet(day.hall, people, day.interviews, None, day.lost)
    moves = moves_of(sheet, day.interviews, day.slot, events, planner)
    return tuple(Moved(move.interview, move.became, move.why) for move in moves)


def _event_of(day: _Day) -> TimetableEvent:
    entry = day.entry
    rows = {booth.number: row for row, booth in enumerate(day.hall.booths)}
    match entry.act:
        case DayAct.EMPLOYER_LEFT:
            return EmployerLeft(rows[entry.booth or ""])
        case DayAct.BOOTH_LOST:
            return BoothLost(rows[entry.booth or ""], None if entry.to is None else rows[entry.to])
        case DayAct.OVERRUN:
            return Overrun(rows[entry.booth or ""], entry.slots or 1)
        case _:
            kinds = sorted({support.kind for support in day.hall.supports})
            return UnitGone(kinds.index(entry.support) if entry.support else 0, entry.unit or 0, entry.slots)


def _losses(entries: Sequence[StoredEntry]) -> Losses:
    """What earlier entries took from the hall, by slot."""
    closed: dict[str, int] = {}
    moved: dict[str, str] = {}
    gone = []
    for one in entries:
        entry = one.entry
        if entry.act is DayAct.EMPLOYER_LEFT or (entry.act is DayAct.BOOTH_LOST and entry.to is None):
            closed[entry.booth or ""] = min(one.slot, closed.get(entry.booth or "", one.slot))
        elif entry.act is DayAct.BOOTH_LOST and entry.to is not None:
            moved[entry.booth or ""] = entry.to
        elif entry.act is DayAct.SUPPORT_GONE and entry.support is not None:
            until = 10_000 if entry.slots is None else one.slot + entry.slots
            gone.append((entry.support, entry.unit or 0, one.slot, until))
    return Losses(closed, moved, tuple(gone))


def _marked(there: Mapping[int, Interview], state: InterviewState, why: Text) -> tuple[Moved, ...]:
    return tuple(Moved(number, one.model_copy(update={"state": state}), why) for number, one in sorted(there.items()))


def _expect(there: dict[int, Interview], day: _Day) -> dict[int, Interview]:
    if not there:
        raise Conflict(_NO_INTERVIEW.format(who=day.entry.candidate))
    return there


def _lost_before(stores: Stores, viewer: Viewer, event: str) -> Losses:
    found: tuple[StoredEntry, ...] = ()
    while page := stores.days.list(viewer, event, found[-1].id if found else 0, 1_000, acts=_TAKES_AWAY):
        found += page
    return _losses(found)


def _view(event: Event, saved: StoredEntry) -> DayEntryView:
    clock = clock_of(event.hall)

    def at(one: Interview | None) -> str | None:
        return None if one is None or one.start is None else clock.at(one.start)

    return DayEntryView(
        id=saved.id,
        act=saved.entry.act,
        text=ACT_WORDS[saved.entry.act],
        candidate=saved.entry.candidate,
        booth=saved.entry.booth,
        happened_at=saved.entry.at,
        entered_at=saved.at,
        by=saved.by,
        origin=saved.entry.origin,
        unplaced=saved.entry.act is DayAct.WALK_IN and not saved.changes,
        changes=tuple(
            DayChangeView(
                interview=change.interview,
                candidate=change.became.candidate,
                posting=change.became.posting,
                booth=change.became.booth,
                was=None if change.was is None else change.was.state.value,
                became=change.became.state.value,
                was_at=at(change.was),
                at=at(change.became),
                why=change.why,
            )
            for change in saved.changes
        ),
    )
