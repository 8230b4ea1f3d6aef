"""Audits as they were made: a fresh one opens every file, and two of one day that differ by a person would tell of that person."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from api.schemas.audit import AuditView

Key = tuple[str, str, date]
"""The digest of the event, its run and its recorded outcomes, and of those it is compared with; whose people; the day."""
_KEPT: Final = 8


@dataclass
class AuditReports:
    """The last audits. One is made anew on another day, after another run, or when an outcome was recorded."""

    _kept: "OrderedDict[Key, AuditView]" = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock, repr=False, compare=False)

    def get(self, key: Key, make: "Callable[[], AuditView]") -> "AuditView":
        """The audit of this key, made when it is not kept."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return made
