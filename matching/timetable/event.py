"""What happens on the day of the fair. Rows are those of the problem; `now` is the slot that is about to begin."""

from dataclasses import dataclass

from matching.timetable.problem import Person


@dataclass(frozen=True, slots=True)
class NoShow:
    """This person did not come, or went home: nothing from now on."""

    person: int


@dataclass(frozen=True, slots=True)
class Late:
    """This person will be there `slots` slots from now."""

    person: int
    slots: int


@dataclass(frozen=True, slots=True)
class WalkIn:
    """Somebody new, who would meet these postings (rows) with these values, at most `most` of them (None: as many as fit).

    The rules decided before that each may be met."""

    person: Person
    postings: tuple[int, ...]
    values: tuple[float, ...]
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Offered:
    """A time that is free is offered to somebody who is there (row) and waits for this posting (row), unless the person has `most`
    interviews already (None: no limit). Nobody moves for it, and of several the one that is named first comes first."""

    person: int
    posting: int
    value: float
    most: int | None = None


@dataclass(frozen=True, slots=True)
class EmployerLeft:
    """The employer of this booth left: nobody interviews there from now on; a running interview comes to its end."""

    booth: int


@dataclass(frozen=True, slots=True)
class BoothLost:
    """This booth cannot be used from now on; its interviewers go on at the place of booth `to`, or nowhere (None)."""

    booth: int
    to: int | None = None


@dataclass(frozen=True, slots=True)
class Overrun:
    """The interviews now running at this booth take `slots` slots more."""

    booth: int
    slots: int


@dataclass(frozen=True, slots=True)
class UnitGone:
    """This unit of a resource is away for `slots` slots from now (None: for the day); a running interview comes to its end."""

    resource: int
    unit: int
    slots: int | None = None


Event = NoShow | Late | WalkIn | Offered | EmployerLeft | BoothLost | Overrun | UnitGone
