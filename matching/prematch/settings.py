"""How deep a pre-matching looks and how much it keeps."""

from collections.abc import Callable
from datetime import date
from typing import Self

from pydantic import Field, model_validator

from matching.exploration import MOST_EXPLORED
from matching.records.base import Record

Progress = Callable[[int, int], None]
"""Called with (postings done, postings in all)."""


class PrematchSettings(Record):
    """How deep to look and how much to keep. `depth` pairs a posting are ranked, `keep` of each band are listed.

    `today` is the day of the rules: which law is in force, who is how old, which licence is still valid. `exploration` is the share
    of the places of a fitting band that is given to people just below it, 0 for none.
    """

    today: date
    depth: int = Field(default=200, ge=1)
    keep: int = Field(default=20, ge=1)
    reasons: int = Field(default=3, ge=0)
    seed: int = Field(default=20_230_004, ge=0)
    exploration: float = Field(default=0.0, ge=0, le=MOST_EXPLORED)

    @model_validator(mode="after")
    def _deep_enough(self) -> Self:
        if self.depth < self.keep:
            raise ValueError(f"depth is {self.depth} and keep {self.keep}: rank at least as many as are listed")
        return self


class RuleBrokenError(RuntimeError):
    """A pair that a rule blocks reached a list. This is a fault of the program; nothing is saved."""
