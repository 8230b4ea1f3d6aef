"""Who is served now and who waits: so many at once, a short line behind them, and no caller ahead of its turn."""

import asyncio
from collections import Counter, OrderedDict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Lock


class Full(Exception):
    """There is no room to wait, or the wait took too long."""


@dataclass(eq=False)
class _Waiter:
    loop: asyncio.AbstractEventLoop
    told: "asyncio.Future[None]"
    has_place: bool = False

    def tell(self, has_place: bool) -> None:
        self.has_place = has_place
        self.loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        if not self.told.done():
            self.told.set_result(None)


@dataclass
class Turns:
    """`places` at once, of which one caller holds at most `share`; `line` may wait, at most `patience` seconds each.

    A place that becomes free goes round the waiting callers, one request each. When the line is full, whoever has most in it gives
    up its last one for a caller who has less there.
    """

    places: int
    share: int
    line: int
    patience: float
    _inside: Counter[str] = field(default_factory=Counter)
    _lines: OrderedDict[str, deque[_Waiter]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock, repr=False)

    @property
    def inside(self) -> int:
        """How many are served now."""
        return self._inside.total()

    @property
    def waiting(self) -> int:
        """How many wait."""
        return sum(map(len, self._lines.values()))

    async def enter(self, caller: str) -> None:
        """Returns once the caller has a place, which it gives back with `leave`. Raises Full."""
        with self._lock:
            if self._has_room(caller):
                self._inside[caller] += 1
                return
            waiter = self._queue(caller)
        try:
            async with asyncio.timeout(self.patience):
                await waiter.told
        except TimeoutError:
            self._withdraw(caller, waiter)
        except asyncio.CancelledError:
            self._withdraw(caller, waiter)
            if waiter.has_place:
                self.leave(caller)
            raise
        if not waiter.has_place:
            raise Full

    def leave(self, caller: str) -> None:
        """Gives a place back."""
        with self._lock:
            self._inside[caller] -= 1
            if not self._inside[caller]:
                del self._inside[caller]
            for waiter in self._next():
                waiter.tell(True)

    def _has_room(self, caller: str) -> bool:
        return self.inside < self.places and self._inside[caller] < self.share

    def _queue(self, caller: str) -> _Waiter:
        if self.waiting >= self.line:
            longest = max(self._lines, key=lambda name: len(self._lines[name]), default=None)
            if longest is None or len(self._lines[longest]) <= len(self._lines.get(caller, ())) + 1:
                raise Full
            last = self._lines[longest][-1]
            self._drop(longest, last)
            last.tell(False)
        loop = asyncio.get_running_loop()
        waiter = _Waiter(loop, loop.create_future())
        self._lines.setdefault(caller, deque()).append(waiter)
        return waiter

    def _drop(self, caller: str, waiter: _Waiter) -> None:
        self._lines[caller].remove(waiter)
        if not self._lines[caller]:
            del self._lines[caller]

    def _withdraw(self, caller: str, waiter: _Waiter) -> None:
        """Takes somebody out of the line who still stands in it."""
        with self._lock:
            if waiter in self._lines.get(caller, ()):
                self._drop(caller, waiter)

    def _next(self) -> Iterator[_Waiter]:
        """Those whose turn it is, as long as there is room; each caller goes to the end of the round."""
        while self.inside < self.places:
            caller = next((name for name in self._lines if self._inside[name] < self.share), None)
            if caller is None:
                return
            waiter = self._lines[caller].popleft()
            if self._lines[caller]:
                self._lines.move_to_end(caller)
            else:
                del self._lines[caller]
            self._inside[caller] += 1
            yield waiter
