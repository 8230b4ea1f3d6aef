"""The books as they were last opened, kept while no record changes: to count five thousand people opens every file."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from api.actions.books import OpenBooks
    from data.stores.receipts import Standing
    from matching.records import Viewer

_KEPT: Final = 2


@dataclass
class KeptBooks:
    """The books of the last few readers, all of one standing: once a record is another, none of them is kept."""

    _standing: "Standing | None" = None
    _kept: "OrderedDict[tuple[Viewer, date], OpenBooks]" = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock, repr=False, compare=False)

    def get(self, standing: "Standing", viewer: "Viewer", today: date) -> "OpenBooks | None":
        """What this viewer found of this day under this standing; None where it is not kept."""
        with self._lock:
            if standing != self._standing:
                self._standing = standing
                self._kept.clear()
            if (viewer, today) in self._kept:
                self._kept.move_to_end((viewer, today))
            return self._kept.get((viewer, today))

    def keep(self, standing: "Standing", viewer: "Viewer", today: date, found: "OpenBooks") -> None:
        """Keeps what was found under a standing, unless another stands by now."""
        with self._lock:
            if standing == self._standing:
                self._kept[viewer, today] = found
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)

    def forget(self) -> None:
        """Keep no books."""
        with self._lock:
            self._kept.clear()
