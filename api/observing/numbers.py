"""The numbers of requests: 128 random bits each, drawn many at a time, since asking the system for them costs more than they do."""

import os
from collections import deque
from typing import Final

_BYTES: Final = 16
_AT_ONCE: Final = 256
_drawn: deque[str] = deque()


def new_number() -> str:
    """32 hexadecimal digits that no other request has."""
    while True:
        try:
            return _drawn.popleft()
        except IndexError:
            bits = os.urandom(_AT_ONCE * _BYTES).hex()
            _drawn.extend(bits[start : start + 2 * _BYTES] for start in range(0, len(bits), 2 * _BYTES))


# A process that begins as the copy of another draws its own.
os.register_at_fork(after_in_child=_drawn.clear)
