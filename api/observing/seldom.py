"""A line of the log that many requests would write at once: one now and then tells as much."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic
from typing import Final

EVERY: Final = 10.0
"""Seconds from one line to the next of the same event."""


@dataclass
class Seldom:
    """Which events were told lately in this process. `clock` gives seconds that never go back."""

    clock: Callable[[], float] = monotonic
    _told: dict[str, float] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def is_due(self, event: str) -> bool:
        """Whether the event is to be told now; who asks tells it. Some stable names only: each is remembered."""
        with self._lock:
            now = self.clock()
            if event in self._told and now < self._told[event] + EVERY:
                return False
            self._told[event] = now
            return True
