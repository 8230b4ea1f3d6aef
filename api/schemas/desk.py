"""The desk of a fair: who is here, who is next where, and what was entered, with names."""

from datetime import datetime

from api.schemas.base import View
from api.schemas.timetables import SeatView
from matching.knowledge.catalogue import Text


class BoothNowView(View):
    """A booth at this moment: the interviews that should be going on, and those that come next. `unmarked`: earlier ones of which
    nobody said that they were held."""

    booth: str
    employer: str
    now: tuple[SeatView, ...]
    following: tuple[SeatView, ...]
    unmarked: int


class DeskView(View):
    """The fair at a moment. `arrived`, `late`, `missing` and `expected` count people; `left` interviews that are still to come."""

    event: str
    at: datetime
    clock: str
    arrived: int
    late: int
    missing: int
    expected: int
    left: int
    booths: tuple[BoothNowView, ...]
    total: int
    first: int


class ChangeLineView(View):
    """What an entry changed of one interview, in words; `was_at` and `was` are null for a new one."""

    name: str
    candidate: str
    title: str
    booth: str
    was: Text | None
    was_at: str | None
    became: Text
    at: str | None
    why: Text


class EntryLineView(View):
    """One entry of the day with names. `about`: the person or booth it is about; empty where there is none."""

    id: int
    text: Text
    about: str
    happened_at: datetime
    entered_at: datetime
    by: str
    on_paper: bool
    unplaced: bool
    note: str
    changes: tuple[ChangeLineView, ...]
