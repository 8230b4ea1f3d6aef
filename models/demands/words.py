"""Rows of words that a text is searched for: how they are written in the YAML tables, and how they are found fast.

A row says words ("接听(来)?电话"); what any match must contain ("接听") is looked for first, which costs almost nothing, and only
then the words themselves. A place that is denied, that is a mere wish (优先) or that stands in an excepted context is told apart.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.lint.plain import plain
from models.demands.characters import CODE_POINTS, code_points

Sense = Literal["said", "denied"]

_BOUNDARY: Final = re.compile(r"[,。;!?\n\r]|[、.)](?=\d)|\d[、.)](?!\d)")
_DENIAL: Final = re.compile(
    r"(?:无需|无须|不需要?|不用|不必|不要求|不要(?!紧)|不含|不涉及|不安排|不接触|不提供|不是|不会(?!差|少)|不接受|不收|免(?!费)|没有|没(?!问题)|无(?!论|限|障碍)|非(?!常|遗|标)"
    r"|不(?!仅|但|断|限|同|错|少|超|低|足|良|定|等|管|论|得|能|可|锈|动|一|如|止|间|变|赶|便|善))(?P<between>[^,。;!?\n]{0,10})$"
)
_FILLER: Final = re.compile(
    r"(?:接|打|做|承担|任何|进行|经常|频繁|频繁地|每天|再|去|有|要|安排|与|和|跟|上|值|长时间|长期|额外|具备|会|懂|要求|需要|用|参与|面对|提供|任务|的|外出|你|能|是|到|支持|直接|主动|大量)*"
)
_LIST: Final = re.compile(r"[、/或和及]")
_DENIED_AFTER: Final = re.compile(r"(?:等)?(?:工作)?(?:都|也|均|一概|一律|全部|全)?(?:不用|无需|不需要?|不要求|不作要求|不做要求)")
_WISH: Final = re.compile(r"[^,。;!?\n]{0,16}?(?:优先|加分|更佳|尤佳|为佳|者佳|优选|可选|最好)")
_DENYING: Final = re.compile("[无不没免非]")
_WISHING: Final = re.compile("[先分佳选好]")
"""Without one of these characters there is no denial and no wish, which is soon seen."""
_OR: Final = r"(?:或者?|/|、或|和/或|均可|都可)"
_REACH: Final = 12
_SHORTEST: Final = 2
_LONGEST: Final = 32
"""No words of a table are longer: around a trigger only so much of the text is searched."""
_AT_ONCE: Final = 128
"""Texts that are looked through in one pass: more would take room and no less time."""


class Found(NamedTuple):
    """Words of a row at `start:end` of the text; `sense` is "denied" where the text says that they do not apply."""

    row: int
    start: int
    end: int
    sense: Sense


class _Exceptions(NamedTuple):
    """Where the words of a row do not count: inside or beside other words, and joined by 或 to another way before or after."""

    unless: re.Pattern[str] | None
    other_before: re.Pattern[str] | None
    other_after: re.Pattern[str] | None


class _Search(NamedTuple):
    """How a row's words are found once a trigger stands at a place: from there (`match`), or around it (`search`)."""

    row: int
    match: Callable[[str, int], re.Match[str] | None] | None
    search: Callable[[str, int, int], re.Match[str] | None] | None


class WordTable:
    """The words of all rows, ready to be searched. `says`, `unless` and `alternatives` run parallel, one entry a row."""

    def __init__(
        self, says: Sequence[Sequence[str]], unless: Sequence[Sequence[str]], alternatives: Sequence[Sequence[str]]
    ) -> None:
        self._exceptions = [_exceptions(*row) for row in zip(unless, alternatives, strict=True)]
        searches: dict[str, list[_Search]] = {}
        for row, words in enumerate(says):
            for pattern in map(readable_pattern, words):
                compiled = re.compile(pattern)
                for trigger in needed_words(pattern):
                    begins = pattern.startswith(trigger)
                    search = _Search(row, compiled.match if begins else None, None if begins else compiled.search)
                    searches.setdefault(trigger, []).append(search)
        self._by_begin: dict[str, list[tuple[str, list[_Search]]]] = {}
        for trigger, found in searches.items():
            self._by_begin.setdefault(trigger[:_SHORTEST], []).append((trigger, found))
        # One pass over the pairs of characters of all texts finds the places where any trigger can begin.
        firsts = {begin[0]: number for number, begin in enumerate(self._by_begin, 1)}
        seconds = {begin[1]: number for number, begin in enumerate(self._by_begin, 1)}
        self._first, self._second = _numbers(firsts), _numbers(seconds)
        self._begins = np.zeros((len(self._by_begin) + 1,) * 2, dtype=np.bool_)
        for begin in self._by_begin:
            self._begins[firsts[begin[0]], seconds[begin[1]]] = True

    def find(self, text: str) -> list[Found]:
        """All places of all rows in a readable text, row by row; of places of a row that overlap, the first and longest."""
        return self.find_all([text])[0]

    def find_all(self, texts: Sequence[str]) -> list[list[Found]]:
        """`find` of each text."""
        found: list[list[Found]] = []
        for start in range(0, len(texts), _AT_ONCE):
            part = texts[start : start + _AT_ONCE]
            found += [list(self._found(text, places)) for text, places in zip(part, self._places(part), strict=True)]
        return found

    def _places(self, texts: Sequence[str]) -> Iterator[list[int]]:
        """Where in each text a trigger can begin."""
        codes = code_points(texts)
        hits = np.flatnonzero(self._begins[self._first[codes[:-1]], self._second[codes[1:]]])
        begins = np.cumsum([0, *(len(text) + 1 for text in texts)])
        cuts = np.searchsorted(hits, begins).tolist()
        for begin, first, last in zip(begins.tolist(), cuts, cuts[1:], strict=False):
            yield (hits[first:last] - begin).tolist()

    def _found(self, text: str, begins: Sequence[int]) -> Iterator[Found]:
        places: list[tuple[int, int, int]] = []
        for at in begins:
            for trigger, searches in self._by_begin[text[at : at + _SHORTEST]]:
                if text.startswith(trigger, at):
                    for row, match, search in searches:
                        if match is not None:
                            found = match(text, at)
                        elif search is not None:
                            found = search(text, max(0, at - _LONGEST), at + _LONGEST)
                        if found is not None:
                            places.append((row, found.start(), -found.end()))
        places.sort()
        last, free = -1, 0
        for row, start, mirrored in places:
            if row != last or start >= free:
                last, free = row, -mirrored
                sense = _sense(text, start, free, self._exceptions[row])
                if sense is not None:
                    yield Found(row, start, free, sense)


def _numbers(characters: Mapping[str, int]) -> NDArray[np.int16]:
    """The number of each character by its code point, 0 for all others."""
    numbers = np.zeros(CODE_POINTS, dtype=np.int16)
    for character, number in characters.items():
        numbers[ord(character)] = number
    return numbers


def _exceptions(unless: Sequence[str], alternatives: Sequence[str]) -> _Exceptions:
    either = "|".join(re.escape(plain(other)) for other in alternatives)
    return _Exceptions(
        re.compile("|".join(map(readable_pattern, unless))) if unless else None,
        re.compile(f"(?:{either}).{{0,4}}{_OR}.{{0,3}}$") if alternatives else None,
        re.compile(f".{{0,3}}{_OR}.{{0,4}}(?:{either})") if alternatives else None,
    )


def _sense(text: str, start: int, end: int, words: _Exceptions) -> Sense | None:
    before, after = text[max(0, start - _REACH) : start], text[end : end + 2 * _REACH]
    if words.unless is not None:
        for exception in words.unless.finditer(text, max(0, start - _REACH), end + _REACH):
            # It covers the place when it stands around it or at its edge.
            if exception.start() <= end and exception.end() >= start:
                return None
    if words.other_before is not None and words.other_before.search(before):
        return None
    if words.other_after is not None and words.other_after.match(after):
        return None
    if _WISHING.search(after) and _WISH.match(after):
        return None
    if (_DENYING.search(before) and _denied(before)) or (_DENYING.search(after, 0, _REACH) and _DENIED_AFTER.match(after)):
        return "denied"
    return "said"


def _denied(before: str) -> bool:
    boundaries = [found.end() for found in _BOUNDARY.finditer(before)]
    clause = before[boundaries[-1] :] if boundaries else before
    denial = _DENIAL.search(clause)
    if denial is None:
        return False
    between = denial["between"]
    return not between or _FILLER.fullmatch(between) is not None or _LIST.search(between) is not None


def readable_pattern(words: str) -> str:
    """The words of a table as a pattern over readable text: groups do not capture."""
    return re.sub(r"\((?!\?)", "(?:", plain(words))


def needed_words(pattern: str) -> tuple[str, ...]:
    """Words of two characters or more, one of which every match of the pattern contains: the longer, the faster the search.

    Raises ValueError for a pattern of which nothing so long is certain.
    """
    best = _certain(pattern)
    if not best or min(map(len, best)) < _SHORTEST:
        raise ValueError(f"{pattern!r} has no word of two characters that is certain; write one out")
    return best


def _certain(pattern: str) -> tuple[str, ...]:
    """The longest run of plain characters outside groups, or those of a group that may not miss: whichever is longer at worst."""
    outside, groups = _split(pattern)
    runs = [run for run in re.split(r".\?|\.(?:\{[\d,]+\})?|[\\\[\]+*^$]", outside) if run]
    choices: list[tuple[str, ...]] = [(max(runs, key=len),)] if runs else []
    for group, optional in groups:
        branches = [() if optional else _certain(branch) for branch in _branches(group)]
        if all(branches):
            choices.append(tuple(trigger for triggers in branches for trigger in triggers))
    return max(choices, key=lambda triggers: min(map(len, triggers)), default=())


def _split(pattern: str) -> tuple[str, list[tuple[str, bool]]]:
    """What stands outside top-level groups, each group marked by a "." there; and the groups, with whether they may miss."""
    outside, groups, depth, begun = [], [], 0, 0
    for at, sign in enumerate(pattern):
        if sign == "(":
            depth += 1
            begun = at if depth == 1 else begun
        elif sign == ")":
            depth -= 1
            if depth == 0:
                groups.append((pattern[begun + 1 : at].removeprefix("?:"), pattern[at + 1 : at + 2] in ("?", "*")))
                outside.append(".")
        elif depth == 0 and not (sign in "?*" and pattern[at - 1 : at] == ")"):
            outside.append(sign)
    return "".join(outside), groups


def _branches(group: str) -> Iterator[str]:
    depth, begun = 0, 0
    for at, sign in enumerate(group):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and depth == 0:
            yield group[begun:at]
            begun = at + 1
    yield group[begun:]
