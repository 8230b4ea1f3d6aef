"""A timetable read once for the pages that show it: its rows, how long each takes, and what people and postings are called."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from api.actions.errors import NotFound
from api.actions.interviews import TIMETABLE
from api.actions.lists import find_event
from api.actions.views import candidate_name, candidates_by_id
from api.schemas.interviews import STATE_WORDS
from api.schemas.timetables import SeatView
from data.stores import SavedTimetable, StoredInterview, Stores
from matching.fair.clock import clock_of
from matching.records import SUPPORT_TEXTS, Event, Viewer
from matching.timetable.clock import Clock


@dataclass(frozen=True)
class Sheet:
    """The timetable in force as its viewer may see it."""

    event: Event
    saved: SavedTimetable
    rows: tuple[StoredInterview, ...]
    takes: Mapping[str, int]
    clock: Clock

    def span(self, row: StoredInterview) -> int:
        """How many slots an interview takes."""
        return self.takes.get(row.interview.candidate, 1) + row.interview.extra

    def by_person(self) -> Mapping[str, list[StoredInterview]]:
        """The interviews of each person, by time."""
        mine: dict[str, list[StoredInterview]] = defaultdict(list)
        for row in self.rows:
            mine[row.interview.candidate].append(row)
        return mine


def read_sheet(stores: Stores, viewer: Viewer, event_id: str) -> Sheet:
    """Raises NotFound without an event or a timetable."""
    event = find_event(stores, viewer, event_id)
    saved = stores.timetables.current(viewer, event_id)
    if saved is None:
        raise NotFound(TIMETABLE, event_id)
    takes = {one.candidate: one.takes for one in stores.visitors.list(viewer, event_id)}
    return Sheet(event, saved, stores.interviews.list(viewer, event_id), takes, clock_of(event.hall))


class Seats:
    """Names and titles of the interviews that are shown, and of no others: opening a person's file is an access."""

    def __init__(self, stores: Stores, viewer: Viewer, sheet: Sheet, rows: Iterable[StoredInterview]) -> None:
        shown = list(rows)
        people = candidates_by_id(stores, viewer, (row.interview.candidate for row in shown))
        postings = stores.postings.outlines(viewer, {row.interview.posting for row in shown})
        self._names = {name: candidate_name(one) for name, one in people.items()}
        self._titles = {one.id: one.title for one in postings}
        self._codes = stores.visitors.codes(viewer, sheet.event.id) if shown else {}
        self._sheet = sheet

    def of(self, row: StoredInterview) -> SeatView:
        one = row.interview
        return SeatView(
            id=row.id,
            candidate=one.candidate,
            name=self._names.get(one.candidate, one.candidate),
            code=self._codes.get(one.candidate, ""),
            posting=one.posting,
            title=self._titles.get(one.posting, one.posting),
            booth=one.booth,
            at="" if one.start is None else self._sheet.clock.at(one.start),
            minutes=self._sheet.span(row) * self._sheet.event.hall.slot_minutes,
            supports=tuple(SUPPORT_TEXTS[kind] for kind in sorted(one.units)),
            state=one.state.value,
            state_text=STATE_WORDS[one.state],
        )
