"""Which refusals were written into the trail lately: whoever repeats the same fills no trail."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

EVERY: Final = timedelta(minutes=1)
"""The same refusal of the same sender is written down once in this time."""
_MOST: Final = 10_000


@dataclass
class RefusedRequests:
    """When each refusal was last written down, the latest of them, in this process."""

    _last: OrderedDict[tuple[str, ...], datetime] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def is_due(self, what: tuple[str, ...], now: datetime) -> bool:
        """Whether it is to be written down now; it then counts as written."""
        with self._lock:
            last = self._last.get(what)
            if last is not None and last <= now < last + EVERY:
                return False
            self._last[what] = now
            self._last.move_to_end(what)
            while len(self._last) > _MOST:
                self._last.popitem(last=False)
            return True
