"""One thing kept in memory for an hour at most: what is personal does not lie about in a process that nobody asks any more."""

from datetime import timedelta
from threading import Lock, Timer
from typing import Final, Generic, TypeVar
from weakref import ReferenceType, finalize, ref

KEPT_FOR: Final = timedelta(hours=1)

ValueT = TypeVar("ValueT")


class KeptHour(Generic[ValueT]):
    """The last thing that was put here, until it is taken, forgotten, or an hour old."""

    def __init__(self) -> None:
        self._value: ValueT | None = None
        self._timers: list[Timer] = []
        self._lock = Lock()
        # The clock ends with whoever keeps: it holds nothing itself.
        finalize(self, _stop, self._timers)

    def put(self, value: ValueT) -> None:
        """Keep this in place of what was there."""
        timer = Timer(KEPT_FOR.total_seconds(), _forget, [ref(self)])
        timer.daemon = True
        with self._lock:
            _stop(self._timers)
            self._value = value
            self._timers.append(timer)
            timer.start()

    def look(self) -> ValueT | None:
        """What is there, which stays."""
        return self._value

    def take(self) -> ValueT | None:
        """What is there, which nobody else gets then."""
        with self._lock:
            _stop(self._timers)
            value, self._value = self._value, None
            return value

    def forget(self) -> None:
        self.take()


def _forget(kept: "ReferenceType[KeptHour[ValueT]]") -> None:
    there = kept()
    if there is not None:
        there.forget()


def _stop(timers: list[Timer]) -> None:
    while timers:
        timers.pop().cancel()
