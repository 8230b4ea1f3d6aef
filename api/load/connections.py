"""Connections that get nowhere are cut off: who never finishes asking, and who does not take the answer.

The server itself ends a connection that rests between two requests. It has no clock for one on which nothing was asked yet, or half
a request was, nor for one whose answer nobody reads. Here all connections are looked at once a second. Where they become so many
that the server would soon turn everybody away, those on which nothing is being answered go, the longest idle first.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Final, Protocol
from weakref import WeakKeyDictionary

HEAD_SECONDS: Final = 15.0
"""From the beginning of a connection, or the first byte of a further request, to the end of the head of the request."""
READ_SECONDS: Final = 30.0
"""In which a reader has to take something of what waits for it, and at least `LEAST_BYTES`."""
LEAST_BYTES: Final = 16_384
CROWDED: Final = 0.8
"""Above this share of the connections that there may be, idle ones are cut off."""


class Transport(Protocol):
    """What is asked of the transport of a connection."""

    def get_write_buffer_size(self) -> int: ...
    def abort(self) -> None: ...


@dataclass
class _Seen:
    """Since when a connection has been asking, has had no request, or has not taken anything, and how much then waited for it."""

    asking_since: float | None = None
    idle_since: float | None = None
    unread_since: float | None = None
    unread: int = 0


@dataclass
class Guard:
    """Remembers what each connection was doing at the last look. Connections are protocols of the server (h11).

    `most`: how many there may be; None for any number.
    """

    head_seconds: float = HEAD_SECONDS
    read_seconds: float = READ_SECONDS
    most: int | None = None
    _seen: "WeakKeyDictionary[Any, _Seen]" = field(default_factory=WeakKeyDictionary, repr=False)

    def look(self, connections: Collection[Any], now: float) -> int:
        """Cuts off whoever overstepped; `now` in seconds of any clock that only goes forward. Returns how many."""
        cut, idle = 0, []
        for one in tuple(connections):
            seen = self._seen.setdefault(one, _Seen())
            if self._asks_too_long(one, seen, now) or self._reads_too_slowly(one.transport, seen, now):
                one.transport.abort()
                cut += 1
            elif _is_idle(one, seen, now):
                idle.append((seen.idle_since, id(one), one))
        if self.most is not None:
            above = max(0, len(connections) - cut - int(CROWDED * self.most))
            for _, _, one in sorted(idle)[:above]:
                one.transport.abort()
                cut += 1
        return cut

    def _asks_too_long(self, one: Any, seen: _Seen, now: float) -> bool:
        answering = one.cycle is not None and not one.cycle.response_complete
        rests = one.timeout_keep_alive_task is not None
        if answering or rests:
            seen.asking_since = None
            return False
        if seen.asking_since is None:
            seen.asking_since = now
        return now - seen.asking_since >= self.head_seconds

    def _reads_too_slowly(self, transport: Transport, seen: _Seen, now: float) -> bool:
        unread = transport.get_write_buffer_size()
        if unread == 0:
            seen.unread_since = None
            return False
        if seen.unread_since is None or unread > seen.unread or seen.unread - unread >= LEAST_BYTES:
            seen.unread_since, seen.unread = now, unread
            return False
        return now - seen.unread_since >= self.read_seconds


def _is_idle(one: Any, seen: _Seen, now: float) -> bool:
    answering = one.cycle is not None and not one.cycle.response_complete
    if answering:
        seen.idle_since = None
    elif seen.idle_since is None:
        seen.idle_since = now
    return not answering
