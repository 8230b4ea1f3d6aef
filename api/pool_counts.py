"""The day's figures of the pool: counted once a day and district, stored, and answered from there by every process.

That is what the design asks of such figures (a fresh one would let two of them be compared), and it spares opening every
sealed person on every page. A fresh count is one access in the log; showing it again is none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data.stores import Database
    from matching.lint import ExcludedCount, Exclusion
    from matching.lint.published import Published
    from matching.records import Viewer


@dataclass
class PoolCounts:
    """The published groups by district; those of another day are dropped."""

    _day: date | None = None
    _known: dict[str, "Published"] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock, repr=False, compare=False)

    def excluded(
        self, database: "Database", viewer: "Viewer", today: date, exclusions: Iterable["Exclusion"], purpose: str
    ) -> Mapping["Exclusion", "ExcludedCount"]:
        """The count of each condition, from the groups of the day. Nothing asked is nothing counted. Raises NotAllowed."""
        from data.stores.aggregates import scope_of
        from matching.lint.published import answer

        asked = dict.fromkeys(exclusions)
        if not asked:
            return {}
        scope = scope_of(viewer)
        with self._lock:
            if self._day != today:
                self._day, self._known = today, {}
            if scope not in self._known:
                self._known[scope] = _published(database, viewer, today, purpose)
            published = self._known[scope]
        return {exclusion: answer(published, exclusion) for exclusion in asked}


def _published(database: "Database", viewer: "Viewer", today: date, purpose: str) -> "Published":
    """The groups of the day as stored; counted and stored if nobody did yet. Whoever stores first stands."""
    with database.read(viewer) as stores:
        found = stores.aggregates.published(viewer, today)
        if found is not None:
            return found
        fresh = stores.aggregates.count(viewer, today, purpose)
    with database.begin(viewer) as stores:
        return stores.aggregates.publish(viewer, today, fresh)
