"""The day of a fair as its desk sees it: who is next at each booth, and what was entered, in names."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from api.actions.fair_day import day_log, foresee
from api.actions.lists import find_event
from api.actions.timetable_sheets import Seats, read_sheet
from api.actions.views import candidate_name, candidates_by_id, employer_names
from api.schemas.desk import BoothNowView, ChangeLineView, DeskView, EntryLineView
from api.schemas.interviews import ACT_WORDS, STATE_WORDS, DayChangeView, DayEntryView, DayInput
from api.wiring import Application
from data.stores import StoredInterview, Stores
from matching.china_time import in_china, time_in_china
from matching.records import STANDING, Event, InterviewState, Viewer

_HERE: Final = frozenset({InterviewState.CHECKED_IN, InterviewState.DONE, InterviewState.WALK_IN})
_OVER: Final = frozenset({InterviewState.DONE})
_DAY: Final = 24 * 60


def desk_view(app: Application, viewer: Viewer, event_id: str, first: int, limit: int) -> DeskView:
    """The fair now, with `limit` booths from the place `first` on. Raises NotFound."""
    now = app.clock()
    with app.database.read(viewer) as stores:
        sheet = read_sheet(stores, viewer, event_id)
        hall, clock = sheet.event.hall, sheet.clock
        minutes = _minutes(now, sheet.event)
        standing = [row for row in sheet.rows if row.interview.start is not None and row.interview.state in STANDING - _OVER]
        here: dict[str, list[StoredInterview]] = defaultdict(list)
        after: dict[str, list[StoredInterview]] = defaultdict(list)
        earlier: Counter[str] = Counter()
        for row in standing:
            starts = clock.opens + (row.interview.start or 0) * clock.minutes
            ends = starts + sheet.span(row) * clock.minutes
            if ends <= minutes:
                earlier[row.interview.booth] += 1
            else:
                (here if starts <= minutes else after)[row.interview.booth].append(row)
        page = hall.booths[first : first + limit]
        shown = [row for booth in page for row in (*here[booth.number], *after[booth.number][: booth.interviewers])]
        seats = Seats(stores, viewer, sheet, shown)
        employers = employer_names(stores, viewer, {booth.employer for booth in page if booth.employer})
        people = Counter(_standing_of({row.interview.state for row in rows}) for rows in sheet.by_person().values())
        return DeskView(
            event=event_id,
            at=now,
            clock=time_in_china(now),
            arrived=people["arrived"],
            late=people["late"],
            missing=people["missing"],
            expected=people["expected"],
            left=len(standing),
            booths=tuple(
                BoothNowView(
                    booth=booth.number,
                    employer=employers.get(booth.employer or "", ""),
                    now=tuple(seats.of(row) for row in here[booth.number]),
                    following=tuple(seats.of(row) for row in after[booth.number][: booth.interviewers]),
                    unmarked=earlier[booth.number],
                )
                for booth in page
            ),
            total=len(hall.booths),
            first=first,
        )


def latest_entries(app: Application, viewer: Viewer, event_id: str, limit: int) -> tuple[EntryLineView, ...]:
    """What was entered last, the last entry first. Raises NotFound."""
    with app.database.read(viewer) as stores:
        find_event(stores, viewer, event_id)
        last = stores.days.latest(viewer, event_id, limit)
    if not last:
        return ()
    log = day_log(app, viewer, event_id, last[-1].id - 1, limit)
    with app.database.read(viewer) as stores:
        return _lines(stores, viewer, log.items[::-1], {})


def entry_page(
    app: Application, viewer: Viewer, event_id: str, after: int, limit: int
) -> tuple[tuple[EntryLineView, ...], int | None]:
    """A page of the log in the order of the day, with the notes; and where the next one begins. Raises NotFound."""
    log = day_log(app, viewer, event_id, after, limit)
    with app.database.read(viewer) as stores:
        notes = stores.days.notes(viewer, event_id)
        return _lines(stores, viewer, log.items, dict(notes)), log.next


def foreseen_lines(app: Application, viewer: Viewer, event_id: str, told: DayInput) -> tuple[EntryLineView, str, datetime]:
    """An entry as it would be, with names; the digest of what it would change; and its moment. Raises as `foresee` does."""
    found = foresee(app, viewer, event_id, told)
    entry = DayEntryView(
        id=0,
        act=told.act,
        text=ACT_WORDS[told.act],
        candidate=found.candidate,
        booth=told.booth,
        happened_at=found.at,
        entered_at=found.at,
        by=viewer.account,
        origin=told.origin,
        unplaced=found.unplaced,
        changes=found.changes,
        redirect=found.redirect,
    )
    with app.database.read(viewer) as stores:
        (line,) = _lines(stores, viewer, [entry], {0: told.note})
    return line, found.seen, found.at


def _lines(stores: Stores, viewer: Viewer, entries: Sequence[DayEntryView], notes: dict[int, str]) -> tuple[EntryLineView, ...]:
    changes = [change for entry in entries for change in entry.changes]
    concerned = {change.candidate for change in changes} | {entry.candidate for entry in entries if entry.candidate}
    names = {one: candidate_name(person) for one, person in candidates_by_id(stores, viewer, concerned).items()}
    titles = {one.id: one.title for one in stores.postings.outlines(viewer, {change.posting for change in changes})}

    def change_line(change: DayChangeView) -> ChangeLineView:
        return ChangeLineView(
            name=names.get(change.candidate, change.candidate),
            candidate=change.candidate,
            title=titles.get(change.posting, change.posting),
            booth=change.booth,
            was=None if change.was is None else STATE_WORDS[InterviewState(change.was)],
            was_at=change.was_at,
            became=STATE_WORDS[InterviewState(change.became)],
            at=change.at,
            why=change.why,
        )

    return tuple(
        EntryLineView(
            id=entry.id,
            text=entry.text,
            about=names.get(entry.candidate, entry.candidate) if entry.candidate else _place(entry),
            happened_at=entry.happened_at,
            entered_at=entry.entered_at,
            by=entry.by,
            on_paper=entry.origin == "paper",
            unplaced=entry.unplaced,
            note=notes.get(entry.id, ""),
            changes=tuple(change_line(change) for change in entry.changes),
        )
        for entry in entries
    )


def _place(entry: DayEntryView) -> str:
    """The booth of an entry, and where it goes on."""
    return entry.booth or "" if entry.redirect is None else f"{entry.redirect.booth} → {entry.redirect.to}"


def _standing_of(states: set[InterviewState]) -> str:
    if states & _HERE:
        return "arrived"
    if InterviewState.LATE in states:
        return "late"
    return "missing" if InterviewState.NO_SHOW in states else "expected"


def _minutes(moment: datetime, event: Event) -> int:
    """Minutes of the day of the event; before it none have passed, after it all of them."""
    local = in_china(moment)
    if event.on is not None and event.on != local.date():
        return -1 if local.date() < event.on else _DAY
    return local.hour * 60 + local.minute
