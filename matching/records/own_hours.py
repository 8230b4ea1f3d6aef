"""When one person can be at a fair, in their own words of time."""

from itertools import pairwise
from typing import Self

from pydantic import Field, model_validator

from matching.records.base import Record
from matching.records.hall import TimeWindow


class OwnHours(Record):
    """The times of the day at which a person can be at a fair, in order. Whoever said nothing can be there all day."""

    candidate: str
    windows: tuple[TimeWindow, ...] = Field(min_length=1, max_length=10)

    @model_validator(mode="after")
    def _apart(self) -> Self:
        for before, after in pairwise(self.windows):
            if after.starts < before.ends:
                raise ValueError(
                    f"{before.starts:%H:%M} to {before.ends:%H:%M} and {after.starts:%H:%M} to {after.ends:%H:%M}: "
                    "these overlap or are not in order; write one after the other"
                )
        return self
