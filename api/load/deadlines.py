"""Waits that all may last as long: one timer for the oldest of them, instead of one each, which is cheaper where they are short."""

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Deadlines:
    """The waits of one event loop, in the order in which they began."""

    loop: asyncio.AbstractEventLoop
    _due: "deque[tuple[float, asyncio.Future[Any]]]" = field(default_factory=deque)
    _timer: asyncio.TimerHandle | None = None

    def watch(self, answer: "asyncio.Future[Any]", seconds: float) -> None:
        """The answer raises TimeoutError if it is not there after so long. `seconds` is the same for all."""
        while self._due and self._due[0][1].done():
            self._due.popleft()
        self._due.append((self.loop.time() + seconds, answer))
        if self._timer is None:
            self._timer = self.loop.call_later(seconds, self._look)

    def _look(self) -> None:
        now = self.loop.time()
        while self._due and (self._due[0][0] <= now or self._due[0][1].done()):
            answer = self._due.popleft()[1]
            if not answer.done():
                answer.set_exception(TimeoutError())
        self._timer = self.loop.call_at(self._due[0][0], self._look) if self._due else None
