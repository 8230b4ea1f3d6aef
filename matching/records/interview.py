"""An interview of a fair as it was published, and what happened to it on the day."""

from collections.abc import Mapping
from enum import StrEnum

from pydantic import Field

from matching.records.base import Record
from matching.records.hall import SupportKind


class InterviewState(StrEnum):
    """`late` and `checked_in`: the person is on the way, or there. `walk_in`: added on the day for somebody who is there."""

    PLANNED = "planned"
    CHECKED_IN = "checked_in"
    LATE = "late"
    NO_SHOW = "no_show"
    WALK_IN = "walk_in"
    DONE = "done"
    CANCELLED = "cancelled"


STANDING = frozenset(
    {InterviewState.PLANNED, InterviewState.CHECKED_IN, InterviewState.LATE, InterviewState.WALK_IN, InterviewState.DONE}
)
"""Interviews that were held or may still be."""


class Visitor(Record):
    """One person of a published fair: how their interviews are held.

    `takes`: slots of one interview; `rest`: free slots after each; `pace`: how many times as long as others a walk takes;
    `windows`: half-open runs of slots in which the person is there (None: all day).
    """

    candidate: str
    takes: int = Field(default=1, ge=1, le=100)
    rest: int = Field(default=0, ge=0, le=100)
    pace: float = Field(default=1.0, gt=0, le=20)
    needs: tuple[SupportKind, ...] = ()
    windows: tuple[tuple[int, int], ...] | None = None


class Interview(Record):
    """One person at one booth for one posting. `start`: slot of the fair; None: it has no time (any more).

    `units`: which unit of each support it takes. `extra`: slots that it takes beyond what the person needs. `group`: how many
    people one interview of this posting holds at once. `pinned`: why the organizer fixed it, if so.
    """

    candidate: str
    posting: str
    booth: str
    start: int | None = Field(default=None, ge=0, le=2_000)
    interviewer: int = Field(default=0, ge=0, le=1_000)
    units: Mapping[SupportKind, int] = Field(default_factory=dict)
    value: float = Field(default=1.0, gt=0)
    extra: int = Field(default=0, ge=0, le=2_000)
    group: int = Field(default=1, ge=1, le=1_000)
    pinned: str | None = None
    state: InterviewState = InterviewState.PLANNED


class Waiting(Record):
    """A place on the waiting list of a posting, from 1, and why there was no interview: "coach capacity"."""

    posting: str
    candidate: str
    position: int = Field(ge=1)
    cause: str = Field(min_length=1, max_length=120)
