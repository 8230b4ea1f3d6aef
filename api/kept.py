"""The last few results of slow work, by everything they depend on; nothing else can make one stale."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock, RLock
from typing import Generic, TypeVar

KeyT = TypeVar("KeyT", bound=Hashable)
ValueT = TypeVar("ValueT")


@dataclass
class Kept(Generic[KeyT, ValueT]):
    """At most `most` results; the one asked for longest ago goes first."""

    most: int
    _kept: "OrderedDict[KeyT, ValueT]" = field(default_factory=OrderedDict)
    _making: dict[KeyT, RLock] = field(default_factory=dict, repr=False, compare=False)
    _lock: Lock = field(default_factory=Lock, repr=False, compare=False)

    def get(self, key: KeyT, make: Callable[[], ValueT]) -> ValueT:
        """The result of this key, made when it is not kept.

        Who asks while somebody else makes it waits for that one, instead of doing the same work beside it; where making it fails,
        the next who waits tries.
        """
        with self._lock:
            if key in self._kept:
                return self._found(key)
            making = self._making.setdefault(key, RLock())
        with making:
            with self._lock:
                if key in self._kept:
                    return self._found(key)
            try:
                made = make()
                with self._lock:
                    self._kept[key] = made
                    while len(self._kept) > self.most:
                        self._kept.popitem(last=False)
            finally:
                with self._lock:
                    self._making.pop(key, None)
        return made

    def peek(self, key: KeyT) -> ValueT | None:
        """The result of this key if it is kept."""
        with self._lock:
            return self._found(key) if key in self._kept else None

    def forget(self) -> None:
        """Keep nothing of what was made until now."""
        with self._lock:
            self._kept.clear()

    def _found(self, key: KeyT) -> ValueT:
        self._kept.move_to_end(key)
        return self._kept[key]
