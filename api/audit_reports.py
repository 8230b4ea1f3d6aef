"""Audits as they were made: a fresh one opens every file, and two of one day that differ by a person would tell of that person."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

from api.kept import Kept

if TYPE_CHECKING:
    from api.schemas.audit import AuditView

Key = tuple[str, str, date]
"""The digest of the event, its run and its recorded outcomes, and of those it is compared with; whose people; the day."""
_KEPT: Final = 8


@dataclass
class AuditReports:
    """The last audits. One is made anew on another day, after another run, or when an outcome was recorded."""

    _kept: "Kept[Key, AuditView]" = field(default_factory=lambda: Kept(_KEPT))

    def get(self, key: Key, make: "Callable[[], AuditView]") -> "AuditView":
        """The audit of this key, made when it is not kept; by one caller, for all who ask at once."""
        return self._kept.get(key, make)
