"""Bodies that are arriving: so many at once, so many of one caller, so many bytes; who comes above that is sent away."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

from api.bodies import MOST_BYTES
from api.load.turns import Full

STRANGER_BYTES: Final = 128_000
"""The most that somebody may send who is not known here: a name and a password, or a form whose
sender was signed out meanwhile, which is kept if it is not too large and is told so if it is."""


@dataclass
class Intake:
    """`places` for bodies that are on their way, of which strangers have at most `strangers` and one caller `share`; and room for
    `budget` bytes of those that arrived and are worked on. A body that comes with its head takes its place for no time at all."""

    places: int = 256
    strangers: int = 128
    share: int = 32
    budget: int = 32 * MOST_BYTES
    _arriving: Counter[str] = field(default_factory=Counter)
    _of_strangers: int = 0
    _bytes: int = 0
    _lock: Lock = field(default_factory=Lock, repr=False)

    @property
    def arriving(self) -> int:
        """How many bodies are on their way."""
        return self._arriving.total()

    @property
    def bytes(self) -> int:
        """How many bytes are held."""
        return self._bytes

    @contextmanager
    def place(self, caller: str, is_account: bool) -> Iterator[None]:
        """A place while a body arrives. Raises Full."""
        with self._lock:
            crowded = self.arriving >= self.places or self._arriving[caller] >= self.share
            if crowded or (not is_account and self._of_strangers >= self.strangers):
                raise Full
            self._arriving[caller] += 1
            self._of_strangers += not is_account
        try:
            yield
        finally:
            with self._lock:
                self._arriving[caller] -= 1
                self._of_strangers -= not is_account
                if not self._arriving[caller]:
                    del self._arriving[caller]

    def take(self, size: int) -> None:
        """Room for so many bytes more. Raises Full."""
        with self._lock:
            if self._bytes + size > self.budget:
                raise Full
            self._bytes += size

    def give_back(self, size: int) -> None:
        with self._lock:
            self._bytes -= size
