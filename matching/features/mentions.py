"""Which occupations of the classification words name: a pure look-up of names, aliases and everyday titles, nothing learned."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from matching.features.wording import squeeze, stem
from matching.occupation_titles import titles_by_code

Codes = frozenset[str]

_NONE: Final[Codes] = frozenset()
_KEY: Final = 2
# fmt: off
_VAGUE: Final = frozenset((
    "助理", "总助", "助教", "助手", "服务", "服务员", "操作", "操作员", "操作工", "加工", "技术", "管理", "管理员", "管家", "主管",
    "代表", "顾问", "职员", "培训", "招聘", "结算", "英语", "消防", "老师",
))
# fmt: on
"""Names and stems that mean their occupation only where nothing else is said: a 照护助理 is no secretary, and who took part in a
培训 is no trainer."""


@dataclass(frozen=True)
class _Names:
    """`codes` of each name and stem, and the names that each pair of first characters begins, longest first."""

    codes: Mapping[str, Codes]
    starting: Mapping[str, tuple[str, ...]]

    def at(self, text: str, start: int) -> str | None:
        """The longest name that begins here; a Latin end of a name must be the end of a word."""
        for name in self.starting.get(text[start : start + _KEY], ()):
            if text.startswith(name, start) and _whole(name, text[start - 1 : start], text[start + len(name) :][:1]):
                return name
        return None


@lru_cache(maxsize=65_536)
def occupations_of(phrase: str) -> Codes:
    """The codes that a title or a wish in lower case means: those of the longest name in it, of equally long ones the last.

    Chinese puts the head at the end: "夜班保安员" is a guard. Empty where no name is known.
    """
    names, best = _names(), ""
    for start in range(len(phrase) - 1):
        name = names.at(phrase, start)
        if name is not None and len(name) >= len(best) and (name == phrase or name not in _VAGUE):
            best = name
    return names.codes.get(best, _NONE)


def occupations_in(text: str) -> Codes:
    """The codes of all names in a running text in lower case, of overlapping names the one that begins first; not kept."""
    names, found, free = _names(), set[str](), 0
    for start in range(len(text) - 1):
        name = names.at(text, start) if start >= free else None
        if name is not None:
            free = start + len(name)
            if name not in _VAGUE:
                found |= names.codes[name]
    return frozenset(found)


@lru_cache(maxsize=1)
def _names() -> _Names:
    """A name means its occupation; its stem ("保洁" of "保洁员") too, where no other name says otherwise."""
    named: dict[str, set[str]] = {}
    stems: dict[str, set[str]] = {}
    for code, titles in titles_by_code().items():
        for title in map(squeeze, titles):
            named.setdefault(title, set()).add(code)
            stems.setdefault(stem(title), set()).add(code)
    codes = {name: frozenset(named.get(name, found)) for name, found in (stems | named).items() if len(name) >= _KEY}
    starting: dict[str, list[str]] = {}
    for name in sorted(codes, key=lambda name: (-len(name), name)):
        starting.setdefault(name[:_KEY], []).append(name)
    return _Names(codes, {key: tuple(names) for key, names in starting.items()})


def _whole(name: str, before: str, after: str) -> bool:
    return not (_latin(name[0]) and _latin(before)) and not (_latin(name[-1]) and _latin(after))


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
