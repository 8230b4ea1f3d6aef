"""The timetable of an event by booth and slot, and every rule that it breaks."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from api.actions.fair_state import is_own
from api.actions.timetable_sheets import Seats, Sheet, read_sheet
from api.actions.views import employer_names
from api.schemas.timetables import CellView, ConflictView, GridView, LaneView, SlotView
from api.wiring import Application
from data.stores import StoredInterview, Stores
from matching.china_time import day_in_china
from matching.fair.clock import slot_at, slots_of_hall, windows_in
from matching.fair.day import day_sheet
from matching.knowledge.catalogue import Text
from matching.records import STANDING, Booth, Role, Viewer
from matching.timetable import FaultKind, check_timetable

MOST_CONFLICTS: Final = 50

CONFLICTS: Final[Mapping[FaultKind, Text]] = {
    FaultKind.TABLE: Text(zh="时间表与会场对不上", en="the timetable does not fit the hall"),
    FaultKind.UNKNOWN: Text(zh="时间或支持在会场里不存在", en="the hall has no such time, interviewer or support"),
    FaultKind.AWAY: Text(zh="那时本人、面试官或支持人员不在", en="the person, the interviewer or a support is away then"),
    FaultKind.PERSON: Text(zh="同一个人要同时参加两场面试", en="one person has two interviews at once"),
    FaultKind.INTERVIEWER: Text(zh="同一名面试官要同时见两个人", en="one interviewer meets two people at once"),
    FaultKind.RESOURCE: Text(zh="同一名（间）支持同时用在两处", en="one support is used at two places at once"),
    FaultKind.REST: Text(zh="两场面试之间休息不够", en="too little rest between two interviews"),
    FaultKind.WALK: Text(zh="两个展位之间来不及走", en="too little time to walk from one booth to the next"),
    FaultKind.GROUP: Text(zh="小组面试的人数或时间不对", en="a group interview has too many people or too little time"),
    FaultKind.PIN: Text(zh="指定的时间没有照办", en="a pinned time was not kept"),
}


def grid_view(app: Application, viewer: Viewer, event_id: str, first: int, limit: int) -> GridView:
    """The rows of `limit` booths from the place `first` on, and every conflict of the whole timetable. Raises NotFound.

    Conflicts are judged for whoever sees everybody: the organizer of the event. What already began today is past.
    """
    with app.database.read(viewer) as stores:
        sheet = read_sheet(stores, viewer, event_id)
        hall = sheet.event.hall
        there = hall.booths[first : first + limit]
        standing = [row for row in sheet.rows if row.interview.start is not None and row.interview.state in STANDING]
        numbers = {booth.number for booth in there}
        here = [row for row in standing if row.interview.booth in numbers]
        whole = viewer.role is Role.ORGANIZER and is_own(viewer, sheet.event)
        faults = _faults(app, stores, viewer, sheet) if whole else ()
        by_id = {row.id: row for row in sheet.rows}
        named = [by_id[number] for _, ids in faults for number in ids if number in by_id]
        seats = Seats(stores, viewer, sheet, {row.id: row for row in (*here, *named)}.values())
        employers = employer_names(stores, viewer, {booth.employer for booth in there if booth.employer})
        clashing = {number for kind, ids in faults if kind is FaultKind.INTERVIEWER for number in ids}
        lanes = [lane for booth in there for lane in _lanes(sheet, booth, here, seats, employers, clashing)]
        open_now = {slot for start, end in windows_in(hall) for slot in range(start, end)}
        return GridView(
            event=event_id,
            version=sheet.saved.version,
            made_at=sheet.saved.at,
            made_by=sheet.saved.by,
            people=len({row.interview.candidate for row in standing}),
            interviews=len(standing),
            slots=tuple(SlotView(at=sheet.clock.at(slot), open=slot in open_now) for slot in range(slots_of_hall(hall))),
            lanes=tuple(lanes),
            booths=tuple(booth.number for booth in hall.booths),
            first=first,
            conflicts=tuple(_conflict(kind, [by_id[number] for number in ids if number in by_id], seats) for kind, ids in faults),
            checked=whole,
        )


def _faults(app: Application, stores: Stores, viewer: Viewer, sheet: Sheet) -> tuple[tuple[FaultKind, tuple[int, ...]], ...]:
    visitors, interviews = stores.timetables.sheet(viewer, sheet.event.id)
    day = day_sheet(sheet.event.hall, visitors, interviews)
    now = app.clock()
    began = sheet.event.on is not None and sheet.event.on <= day_in_china(now)
    found = check_timetable(day.problem, day.timetable, slot_at(sheet.event.hall, now) if began else 0)
    return tuple((one.kind, tuple(day.rows[row] for row in one.interviews)) for one in found[:MOST_CONFLICTS])


def _conflict(kind: FaultKind, rows: Sequence[StoredInterview], seats: Seats) -> ConflictView:
    return ConflictView(text=CONFLICTS[kind], seats=tuple(seats.of(row) for row in rows))


def _lanes(
    sheet: Sheet,
    booth: Booth,
    here: Sequence[StoredInterview],
    seats: Seats,
    employers: Mapping[str, str],
    clashing: set[int],
) -> list[LaneView]:
    mine: dict[int, list[StoredInterview]] = defaultdict(list)
    for row in here:
        if row.interview.booth == booth.number:
            mine[row.interview.interviewer].append(row)
    lanes = sorted({*range(booth.interviewers), *mine})
    return [
        LaneView(
            booth=booth.number,
            interviewer=number + 1,
            interviewers=len(lanes),
            employer=employers.get(booth.employer or "", ""),
            cells=tuple(_cells(sheet, mine[number], seats, clashing)),
        )
        for number in lanes
    ]


def _cells(sheet: Sheet, rows: Sequence[StoredInterview], seats: Seats, clashing: set[int]) -> list[CellView]:
    """Interviews that touch share a cell: a group, or a clash."""
    ordered = sorted(rows, key=lambda row: (row.interview.start or 0, row.id))
    joined: list[tuple[int, int, list[StoredInterview]]] = []
    for row in ordered:
        start = row.interview.start or 0
        end = start + sheet.span(row)
        if joined and start < joined[-1][1]:
            first, last, together = joined[-1]
            joined[-1] = (first, max(last, end), [*together, row])
        else:
            joined.append((start, end, [row]))
    slots = slots_of_hall(sheet.event.hall)
    return [
        CellView(
            start=first,
            span=max(1, min(last, slots) - first),
            seats=tuple(seats.of(row) for row in together),
            clash=len({row.id for row in together} & clashing) > 0,
        )
        for first, last, together in joined
        if first < slots
    ]
