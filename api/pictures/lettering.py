"""How much room words take, without asking a font: enough to break lines, and the same on every machine."""

import re
from typing import Final

_WIDE: Final = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_PIECE: Final = re.compile(rf"[{_WIDE}]|[^\s{_WIDE}]+\s*|\s+")
_SIGN: Final = re.compile(rf"[{_WIDE}]")
_LATIN: Final = 0.56
"""The width of a letter, as a part of its size; a little more than most fonts need."""


def extent(text: str, letters: int) -> float:
    """About how many pixels a line takes in letters of that size; a Chinese sign takes its whole size."""
    return sum(letters if _SIGN.match(one) else _LATIN * letters for one in text)


def fold(text: str, length: float, letters: int) -> str:
    """The text in lines of at most about `length` pixels, parted by line feeds: between words, or anywhere in Chinese."""
    lines, line = [], ""
    for piece in _PIECE.findall(text):
        if line and extent((line + piece).rstrip(), letters) > length:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return "\n".join([*lines, line.rstrip()])
