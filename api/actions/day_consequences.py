"""What an entry of the day changes: interviews of one person, or a re-plan of everybody that moves as few as it can."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from api.actions.addressees import employers_of
from api.actions.day_state import Day, Followed
from api.actions.errors import BadInput, Conflict, NotFound
from api.actions.lists import CANDIDATE
from api.actions.redirects import redirected
from api.actions.views import employer_names
from api.actions.walk_ins import Openings, offered_to
from api.schemas.interviews import STATE_WORDS
from api.wiring import Application
from data.stores import Moved, NewPlace, Stores
from matching.fair.clock import slots_of_hall
from matching.fair.day import Replanner, day_sheet, moves_of, person_of
from matching.fair.losses import losses_after
from matching.fair.waiting import LOST
from matching.knowledge.catalogue import Text
from matching.records import STANDING, DayAct, Interview, InterviewState, Viewer, Visitor
from matching.timetable import BoothLost, EmployerLeft, Late, Overrun, UnitGone, WalkIn
from matching.timetable import Event as TimetableEvent
from matching.timetable.windows import everything, mask_of, span, windows_of
from matching.verdicts.wording import join

_NO_INTERVIEW: Final = Text(
    zh="{who} 在这场活动没有面试；如果人已到场，请登记为现场来人。",
    en="{who} has no interview at this event; if the person is here, record a walk-in.",
)
_MISSED: Final = Text(
    zh="{who} 已经登记为没有来；后来到场了的，请登记签到。",
    en="{who} is recorded as a no-show already; if they came after all, record the check-in.",
)
_HAS_INTERVIEWS: Final = Text(
    zh="{who} 已经有面试安排；请登记签到。", en="{who} has interviews already; record the check-in instead."
)
_CANCELLED: Final = Text(
    zh="面试 {number} 是“{state}”，不能登记为已进行；如果确实进行了，请先登记现场来人。",
    en="Interview {number} is {state} and cannot have been held; if it was, record a walk-in first.",
)
_NOT_THEIRS: Final = Text(
    zh="面试 {number} 不是 {who} 还没进行的面试；请核对编号。",
    en="Interview {number} is none that {who} still has; compare its number.",
)
_NOWHERE: Final = Text(zh="没有 {who} 可以去谈的岗位。{why}", en="There is no posting that {who} could be sent to. {why}")
_LEFT: Final = Text(
    zh="{who} 可以去谈的单位已经不在：{which}。请看本场还有没有别的岗位。",
    en="Those whom {who} could talk to are gone: {which}. See whether the event has another posting.",
)
_EMPLOYER_LEFT: Final = Text(zh="{employer}（{booth} 号展位）已提前离场", en="{employer} (booth {booth}) has left")
_BOOTH_LOST: Final = Text(zh="{employer} 的 {booth} 号展位已不能用", en="booth {booth} of {employer} cannot be used any more")
_NOT_AGREED: Final = Text(
    zh="{who} 还没同意向这些单位展示：{employers}。先登记本人的同意（本人档案的“同意书”，或 tongtu consent record），再登记一次。",
    en="{who} has not agreed to be listed to {employers}. Record the person's consent first (the consents of the person's file, or "
    "tongtu consent record), then record this again.",
)
_CHECKED_IN: Final = Text(zh="本人已到场", en="the person is here")
_LATE: Final = Text(zh="本人晚到", en="the person comes later")
_NO_SHOW: Final = Text(zh="本人没有来", en="the person did not come")
_WITHDRAWN: Final = Text(zh="本人不谈了", en="the person does not want it any more")
_HELD: Final = Text(zh="面试已进行", en="the interview was held")
_ON_PAPER: Final = Text(zh="当天记在纸上", en="written down on paper that day")
_WAITS: Final = "现场来人，还没有时间 / walk-in without a time yet"
_EXPECTED: Final = (InterviewState.PLANNED, InterviewState.LATE)
_AHEAD: Final = tuple(sorted(STANDING - {InterviewState.DONE}))


def consequences_of(app: Application, stores: Stores, viewer: Viewer, day: Day, planner: Replanner) -> Followed:
    """What the entry changes. Whoever loses their time for somebody else's reason comes first where another falls free.

    Raises Conflict and BadInput for an entry that cannot be, TimetableConflict for a plan that cannot.
    """
    match day.entry.act:
        case DayAct.CHECK_IN:
            return _checked_in(app, stores, viewer, day, planner)
        case DayAct.LATE:
            return _with_places(day, _late(day, planner))
        case DayAct.NO_SHOW:
            return Followed(_marked(_expect(day.of_person(*_AHEAD), day), InterviewState.NO_SHOW, _NO_SHOW))
        case DayAct.WITHDRAWN:
            return _withdrawn(day)
        case DayAct.WALK_IN:
            if day.of_person(*_AHEAD):
                raise Conflict(_HAS_INTERVIEWS.format(who=day.called))
            return _walked_in(app, stores, viewer, day, planner)
        case DayAct.HELD:
            return Followed(_held(day))
        case DayAct.BOOTH_LOST if day.entry.to is not None:
            return _with_places(day, Followed(redirected(day, _planned(day, [_event_of(day)], planner))))
        case _:
            return _with_places(day, Followed(_planned(day, [_event_of(day)], planner)))


def _checked_in(app: Application, stores: Stores, viewer: Viewer, day: Day, planner: Replanner) -> Followed:
    """Whoever was taken for absent and comes after all is planned anew, for the same postings. Who only waits is there from now."""
    there = day.of_person(*_AHEAD)
    missed = day.of_person(InterviewState.NO_SHOW)
    if not there and missed and not day.on_paper:
        # That these may be met was decided with the timetable; it is not judged once more.
        person = day.entry.candidate or ""
        openings = Openings(day.visitors[person], {one.posting: one.booth for one in missed.values()})
        return _added(day, _agreed(app, stores, viewer, day, openings), planner)
    found = there or missed
    if not found and not day.on_paper:
        return _only_waiting(app, stores, viewer, day)
    expected = {number: one for number, one in _expect(found, day).items() if one.state in (*_EXPECTED, InterviewState.NO_SHOW)}
    return Followed(_marked(expected, InterviewState.CHECKED_IN, _CHECKED_IN))


def _only_waiting(app: Application, stores: Stores, viewer: Viewer, day: Day) -> Followed:
    """Somebody without an interview who has a place on a waiting list."""
    person = day.entry.candidate or ""
    places = stores.waiting_lists.list(viewer, day.event.id, person)
    if not places:
        raise Conflict(_NO_INTERVIEW.format(who=day.called))
    if person in day.visitors:
        return Followed()
    openings = offered_to(app, stores, viewer, day.event, person, sorted({one.posting for one in places}))
    return Followed() if openings is None or not openings.booths else Followed(visitors=(openings.visitor,))


def _late(day: Day, planner: Replanner) -> Followed:
    there = _expect(day.of_person(*_EXPECTED), day)
    marked = _marked(there, InterviewState.LATE, _LATE)
    if day.on_paper:
        return Followed(marked)
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
    return Followed((*both, *moved.values()), (visitor.model_copy(update={"windows": windows_of(left)}),))


def _withdrawn(day: Day) -> Followed:
    """The person does not want one interview any more, or none of those still to come. Their times fall free."""
    there = _expect(day.of_person(*_AHEAD), day)
    number = day.entry.interview
    if number is not None and number not in there:
        raise Conflict(_NOT_THEIRS.format(number=number, who=day.called))
    chosen = there if number is None else {number: there[number]}
    freed = {name: one.model_copy(update={"start": None, "units": {}}) for name, one in chosen.items()}
    return Followed(_marked(freed, InterviewState.CANCELLED, _WITHDRAWN))


def _walked_in(app: Application, stores: Stores, viewer: Viewer, day: Day, planner: Replanner) -> Followed:
    person = day.entry.candidate or ""
    openings = offered_to(app, stores, viewer, day.event, person, day.entry.postings)
    if openings is None:
        raise NotFound(CANDIDATE, person)
    if not openings.booths:
        raise BadInput(_NOWHERE.format(who=day.called, why=openings.why_none()))
    openings = _agreed(app, stores, viewer, day, _not_left(stores, viewer, day, openings))
    made = _added(day, openings, planner)
    if day.on_paper:
        return made
    placed = {move.became.posting for move in made.moves if move.interview is None}
    waits = tuple(NewPlace(posting, person, _WAITS) for posting in openings.booths if posting not in placed)
    return Followed(made.moves, made.visitors, waits)


def _not_left(stores: Stores, viewer: Viewer, day: Day, openings: Openings) -> Openings:
    """Of the openings those at booths where somebody still interviews. Raises Conflict where there is none, naming who left."""
    booths = {posting: booth for posting, booth in openings.booths.items() if day.on_paper or booth not in day.lost.closed}
    if not booths:
        employers = employers_of(stores, viewer, openings.booths)
        names = employer_names(stores, viewer, employers.values())
        left = {one.entry.booth for one in stores.days.list(viewer, day.event.id, 0, 1_000, acts=(DayAct.EMPLOYER_LEFT,))}
        gone = sorted({(booth, names.get(employers.get(posting, ""), "")) for posting, booth in openings.booths.items()})
        which = [(_EMPLOYER_LEFT if booth in left else _BOOTH_LOST).format(employer=name, booth=booth) for booth, name in gone]
        raise Conflict(_LEFT.format(who=day.called, which=join(which)))
    return replace(openings, booths=booths)


def _agreed(app: Application, stores: Stores, viewer: Viewer, day: Day, openings: Openings) -> Openings:
    """Of the openings those whose employers the person agreed to be listed to. Raises Conflict where there is none."""
    employers = {one.id: one.employer for one in stores.postings.iterate(viewer, sorted(openings.booths))}
    agreed = stores.consents.listing(viewer, day.event.id, app.today)
    booths = {
        posting: booth
        for posting, booth in openings.booths.items()
        if (openings.visitor.candidate, employers.get(posting, "")) in agreed
    }
    if not booths:
        names = sorted(employer_names(stores, viewer, employers.values()).values())
        told = Text(zh="、".join(names), en=", ".join(names))
        raise Conflict(_NOT_AGREED.format(who=day.called, employers=told))
    return replace(openings, booths=booths)


def _added(day: Day, openings: Openings, planner: Replanner) -> Followed:
    """New interviews of the person of the entry, at these postings and booths."""
    person = openings.visitor.candidate
    visitor = _still_there(day, openings.visitor)
    if day.on_paper:
        start = min(day.slot, slots_of_hall(day.hall) - 1)
        became = [
            Interview(candidate=person, posting=posting, booth=booth, start=start, state=InterviewState.WALK_IN)
            for posting, booth in openings.booths.items()
        ]
        return Followed(tuple(Moved(None, one, _ON_PAPER) for one in became), (visitor,))
    others = tuple(day.visitors[name] for name in sorted(day.visitors) if name != person)
    kept = {number: one for number, one in day.interviews.items() if one.candidate != person}
    sheet = day_sheet(day.hall, others, kept, openings.booths, day.lost)
    rows = tuple(sheet.postings[posting] for posting in openings.booths)
    event = WalkIn(person_of(visitor), rows, (1.0,) * len(rows), day.most)
    moves = moves_of(sheet, kept, day.slot, [event], planner)
    return Followed(tuple(Moved(move.interview, move.became, move.why) for move in moves), (visitor,))


def _still_there(day: Day, visitor: Visitor) -> Visitor:
    """The person as the day knows them: who came late once is there from then on."""
    known = day.visitors.get(visitor.candidate)
    return visitor if known is None else visitor.model_copy(update={"windows": known.windows})


def _held(day: Day) -> tuple[Moved, ...]:
    number = day.entry.interview or 0
    one = day.interviews[number]
    if one.state in (InterviewState.CANCELLED, InterviewState.NO_SHOW):
        raise Conflict(_CANCELLED.format(number=number, state=STATE_WORDS[one.state]))
    return _marked({number: one}, InterviewState.DONE, _HELD)


def _planned(day: Day, events: Sequence[TimetableEvent], planner: Replanner) -> tuple[Moved, ...]:
    """What a re-plan of everybody changes; from paper, nothing: what was done that day was done."""
    if day.on_paper:
        return ()
    people = tuple(day.visitors[name] for name in sorted(day.visitors))
    sheet = day_sheet(day.hall, people, day.interviews, None, day.lost)
    moves = moves_of(sheet, day.interviews, day.slot, events, planner)
    return tuple(Moved(move.interview, move.became, move.why) for move in moves)


def _with_places(day: Day, followed: Followed) -> Followed:
    """Who lost their time by it waits for another, unless nobody interviews at that booth any more."""
    closed = losses_after(day.lost, day.entry, day.slot).closed
    waits = tuple(
        NewPlace(move.became.posting, move.became.candidate, LOST)
        for move in followed.moves
        if move.became.state is InterviewState.CANCELLED and move.became.booth not in closed
    )
    return Followed(followed.moves, followed.visitors, (*followed.waiting, *waits))


def _event_of(day: Day) -> TimetableEvent:
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


def _marked(there: Mapping[int, Interview], state: InterviewState, why: Text) -> tuple[Moved, ...]:
    return tuple(Moved(number, one.model_copy(update={"state": state}), why) for number, one in sorted(there.items()))


def _expect(there: dict[int, Interview], day: Day) -> dict[int, Interview]:
    if not there and day.of_person(InterviewState.NO_SHOW):
        raise Conflict(_MISSED.format(who=day.called))
    if not there:
        raise Conflict(_NO_INTERVIEW.format(who=day.called))
    return there
