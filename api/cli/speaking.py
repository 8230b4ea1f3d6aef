"""`--lang` wherever somebody types it: before the command or after it."""

from collections.abc import Sequence
from typing import Final

_OPTION: Final = "--lang"


def language_first(words: Sequence[str]) -> list[str]:
    """The words with `--lang X` (or `--lang=X`) put first, as an option of the program; what comes after `--` stays."""
    end = words.index("--") if "--" in words else len(words)
    found: list[str] = []
    left: list[str] = []
    place = 0
    while place < end:
        word = words[place]
        taken = 2 if word == _OPTION else int(word.startswith(f"{_OPTION}="))
        (found if taken else left).extend(words[place : min(place + max(taken, 1), end)])
        place += max(taken, 1)
    return [*found, *left, *words[end:]]
