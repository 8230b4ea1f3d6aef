"""The days that a report is about."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both included. Raises ValueError when the last is before the first."""

    since: date
    until: date

    def __post_init__(self) -> None:
        if self.until < self.since:
            raise ValueError(f"the period ends on {self.until}, before it begins on {self.since}; swap the days")

    @classmethod
    def year(cls, year: int) -> "Period":
        return cls(date(year, 1, 1), date(year, 12, 31))

    def holds(self, day: date | None) -> bool:
        """Whether the day lies in it; an unknown day does not."""
        return day is not None and self.since <= day <= self.until

    def covers(self, since: date, until: date) -> bool:
        """Whether all days from one to another lie in it."""
        return self.since <= since and until <= self.until
