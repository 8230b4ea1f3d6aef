"""The timetable of an event as a grid of booths and times, and what in it cannot be."""

from datetime import datetime

from api.schemas.base import View
from api.schemas.interviews import StateWord
from matching.knowledge.catalogue import Text


class SlotView(View):
    """A column of the grid: when it begins, and whether interviews are held in it."""

    at: str
    open: bool


class SeatView(View):
    """One interview. `code` is the one on the person's sheet; empty where there is none (any more), as is `at` without a time."""

    id: int
    candidate: str
    name: str
    code: str
    posting: str
    title: str
    booth: str
    at: str
    minutes: int
    supports: tuple[Text, ...]
    state: StateWord
    state_text: Text


class CellView(View):
    """Slots [start, start + span) of a row: one interview, a group, or (`clash`) several that cannot be held at once."""

    start: int
    span: int
    seats: tuple[SeatView, ...]
    clash: bool


class LaneView(View):
    """A row of the grid: one interviewer of a booth."""

    booth: str
    interviewer: int
    interviewers: int
    employer: str
    cells: tuple[CellView, ...]


class ConflictView(View):
    """A rule that the timetable breaks, with the interviews concerned."""

    text: Text
    seats: tuple[SeatView, ...]


class GridView(View):
    """A page of the grid: `booths` are the numbers of all booths, `first` the place of the first one here."""

    event: str
    version: int
    made_at: datetime
    made_by: str
    people: int
    interviews: int
    slots: tuple[SlotView, ...]
    lanes: tuple[LaneView, ...]
    booths: tuple[str, ...]
    first: int
    conflicts: tuple[ConflictView, ...]
    checked: bool


class PersonLineView(View):
    """One person of the timetable with all interviews, by time."""

    candidate: str
    name: str
    code: str
    seats: tuple[SeatView, ...]


class BoothLineView(View):
    """One booth with all its interviews, by time."""

    booth: str
    employer: str
    seats: tuple[SeatView, ...]


class PeoplePageView(View):
    event: str
    items: tuple[PersonLineView, ...]
    total: int
    first: int


class WaitingLineView(View):
    """A place in the list of a posting, and what was in the way."""

    posting: str
    title: str
    candidate: str
    name: str
    position: int
    cause: Text


class WaitingPageView(View):
    """Places on waiting lists from the place `first` on, of `total`."""

    items: tuple[WaitingLineView, ...]
    total: int
    first: int
