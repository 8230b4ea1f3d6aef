"""What may be told of an error: its type, where in the code it arose, and what caused it. Never its message, nor a value.

A message holds whatever was at hand: a name in a KeyError, a row in a driver's complaint, a phone number in a validation error.
"""

import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_HOUSE: Final = Path(__file__).resolve().parents[2]
_FRAMES: Final = 12
_CAUSES: Final = 4


def fault_lines(error: BaseException) -> tuple[str, ...]:
    """`Type at file:line function < ...`, innermost frame first, one entry for the error and one for each of its causes."""
    return tuple(_line(one) for one in _chain(error))


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    found: BaseException | None = error
    while found is not None and id(found) not in seen and len(seen) < _CAUSES:
        seen.add(id(found))
        yield found
        found = found.__cause__ or (None if found.__suppress_context__ else found.__context__)


def _line(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in reversed(frames[-_FRAMES:]))
    return type(error).__qualname__ + (f" at {places}" if places else "")


def _short(file: str) -> str:
    """Our own files by their place in the house, those of libraries from their package on: a home's path can hold a name."""
    path = Path(file)
    if "site-packages" in path.parts:
        return Path(*path.parts[path.parts.index("site-packages") + 1 :]).as_posix()
    if path.is_relative_to(_HOUSE):
        return path.relative_to(_HOUSE).as_posix()
    return path.name
