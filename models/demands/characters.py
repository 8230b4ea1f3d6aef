"""What the characters of a posting are read as: plain and simplified, mark-up blanked. One text, or very many in one pass."""

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.lint.plain import plain
from matching.texts import simplified

CODE_POINTS: Final = 0x110000
_TAG: Final = re.compile(
    r"<(script|style)\b.*?(?:</\1\s*>|$)|<!--.*?(?:-->|$)|<[^<>]{1,300}>|&[a-z]{2,6};|&#\d{1,6};", re.DOTALL | re.IGNORECASE
)
_UNMET: Final = 0xFFFFFFFF


class _Readable(dict[int, str]):
    """Code point -> the plain simplified character it is read as, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = found = plain(simplified(chr(code)))
        return found


_READABLE: Final = _Readable()
_TABLE: Final = np.full(CODE_POINTS, _UNMET, dtype=np.uint32)
"""The same by code point, for a whole row of characters at once; `_UNMET` where none was met yet."""


def readable(text: str) -> str:
    """The text as the patterns see it: plain simplified characters, mark-up blanked; each character stays where it was."""
    return _blanked(text).translate(_READABLE)


def readable_all(texts: Sequence[str]) -> list[str]:
    """`readable` of each text, many times as fast where they are many."""
    codes = code_points(texts)
    read = _TABLE[codes]
    unmet = read == _UNMET
    if unmet.any():
        for code in set(codes[unmet].tolist()):
            _TABLE[code] = ord(_READABLE[code])
        read = _TABLE[codes]
    whole = read.tobytes().decode("utf-32-le", "surrogatepass")
    found, begin = [], 0
    for text in texts:
        end = begin + len(text)
        own = whole[begin:end]
        found.append(readable(text) if "<" in own or "&" in own else own)
        begin = end + 1
    return found


def code_points(texts: Sequence[str]) -> NDArray[np.uint32]:
    """The code points of all texts in a row, a line feed between one and the next."""
    return np.frombuffer("\n".join(texts).encode("utf-32-le", "surrogatepass"), dtype="<u4")


def _blanked(text: str) -> str:
    if "<" in text or "&" in text:
        return _TAG.sub(lambda tag: " " * len(tag.group()), text)
    return text
