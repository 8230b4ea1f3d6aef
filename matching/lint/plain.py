"""A text as the patterns see it: half-width, lower case, one kind of dash; every character stays where it was."""

import re
from typing import Final

_DASHES: Final = "‐‑‒–—―−~～〜﹣－"  # every sign that people write between two numbers
_PLAIN: Final = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | {code - 0x20 + 0xFEE0: code for code in range(ord("a"), ord("z") + 1)}
    | {code: code + 0x20 for code in range(ord("A"), ord("Z") + 1)}
    | {0x3000: 0x20, 0xA0: 0x20, 0x09: 0x20}
    | {ord(dash): ord("-") for dash in _DASHES}
)
_BREAK: Final = re.compile(r"[,;。!?、\n\r|]|\d ?[.)](?!\d)|  |(?:要求|资格|条件|职责|福利|待遇) ?:")
"""Where one part of a sentence ends and the next begins, in plain characters: a mark, a number of a list, a heading."""


def plain(text: str) -> str:
    """The text with one plain character for each of its own, so that places found in it are places of the text."""
    return text.translate(_PLAIN)


def part_around(text: str, start: int, end: int, reach: int) -> str:
    """The part of the sentence of a plain text that holds `start:end`, at most `reach` characters to each side."""
    before = text[max(0, start - reach) : start]
    first = max((found.end() for found in _BREAK.finditer(before)), default=0)
    after = text[end : end + reach]
    last = _BREAK.search(after)
    return before[first:] + text[start:end] + (after if last is None else after[: last.start()])
