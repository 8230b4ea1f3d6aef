"""How much each caller may ask: a bucket of tokens each (Turner 1986), in the memory of this process."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

_MOST: Final = 20_000
BURST_SECONDS: Final = 10
"""A full bucket holds what flows into it in this time."""
NETWORK: Final = 4
"""A network may ask for as much as so many accounts: a whole office may share it while it signs in."""


@dataclass
class Rates:
    """Buckets that fill at `rate` requests a second and hold ten seconds' worth. `clock` gives seconds. At most 20,000 callers are
    remembered; whoever asked longest ago is forgotten first, and starts full."""

    rate: float
    clock: Callable[[], float] = time.monotonic
    _buckets: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def take(self, caller: str, times: int = 1) -> float:
        """Takes one request out of a caller's bucket, of `times` the size. 0 if there was one, else the seconds until there is."""
        now, rate = self.clock(), self.rate * times
        with self._lock:
            left, then = self._buckets.pop(caller, (rate * BURST_SECONDS, now))
            left = min(rate * BURST_SECONDS, left + (now - then) * rate)
            granted = left >= 1
            self._buckets[caller] = (left - granted, now)
            if len(self._buckets) > _MOST:
                self._buckets.popitem(last=False)
        return 0.0 if granted else (1 - left) / rate
