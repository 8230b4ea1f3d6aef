"""The last few results of slow work, by everything they depend on; nothing else can make one stale."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

KeyT = TypeVar("KeyT", bound=Hashable)
ValueT = TypeVar("ValueT")


@dataclass
class Kept(Generic[KeyT, ValueT]):
    """At most `most` results; the one asked for longest ago goes first."""

    most: int
    _kept: "OrderedDict[KeyT, ValueT]" = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock, repr=False, compare=False)

    def get(self, key: KeyT, make: Callable[[], ValueT]) -> ValueT:
        """The result of this key, made when it is not kept. Two who ask at once may both make it; both get an equal one."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self.most:
                self._kept.popitem(last=False)
        return made
