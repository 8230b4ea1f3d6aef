"""Postings as they were linted last: reading a thousand postings takes a second, and they seldom change between two pages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

from api.kept import Kept

if TYPE_CHECKING:
    from matching.lint import Flag
    from matching.records import Posting

Key = tuple[str, tuple[str, ...], date]
"""The digest of all postings the viewer sees, the postings that were asked for (none: all), the day of the policy."""
_KEPT: Final = 8


@dataclass(frozen=True)
class Linted:
    """What was found: how many postings were read, and those with flags."""

    postings: int
    flagged: "Sequence[tuple[Posting, tuple[Flag, ...]]]"


@dataclass
class LintedPostings:
    """The last results, by everything they depend on; nothing else can make one stale."""

    _kept: "Kept[Key, Linted]" = field(default_factory=lambda: Kept(_KEPT))

    def get(self, key: Key, make: Callable[[], Linted]) -> Linted:
        """The result of this key, made when it is not kept; by one caller, for all who ask at once."""
        return self._kept.get(key, make)
