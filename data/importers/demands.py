"""What a posting's row demands, and which arrangements it names."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from data.importers.columns_postings import ARRANGEMENTS, DEMAND, UNKNOWN
from data.importers.posting_row import PostingRow, Vocabulary, word
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Level, Text
from matching.records import AccommodationStatus, Demand, Provenance


def _accommodation_words() -> dict[str, str]:
    """Every accommodation by its Chinese and its catalogue name, and by the parts of 电梯/升降平台 that no other name holds."""
    whole = {name: row.name for row in CATALOGUE.accommodations for name in (row.zh, word(row.zh), row.name)}
    parts = [(part, row.name) for row in CATALOGUE.accommodations for part in re.sub(r"\(.*\)", "", word(row.zh)).split("/")]
    holders = {part: {name for words, name in whole.items() if part in words} for part, _ in parts}
    return {**{part: name for part, name in parts if part and len(holders[part]) == 1}, **whole}


_ACCOMMODATIONS: Final = Vocabulary(_accommodation_words(), Text(zh="便利措施", en="accommodation"))
_DIMENSIONS: Final = Vocabulary(
    {name: row.name for row in CATALOGUE.dimensions for name in (row.zh, word(row.zh), row.name, row.code, row.code.lower())},
    Text(zh="能力名称", en="dimension"),
)
_LEVELS: Final[Mapping[str, Level]] = {
    text: level for level in (0, 1, 2, 3, 4) for text in (str(level), f"{level}级", f"{level}.0")
}
_UNSTATED: Final = frozenset({UNKNOWN, "未知", "不清楚", "unknown", "?"})


def read_statuses(row: PostingRow) -> dict[str, AccommodationStatus]:
    """The arrangements that the row names, each with its status here; one named under two statuses rejects the row."""
    found: dict[str, AccommodationStatus] = {}
    for field, status in ARRANGEMENTS.items():
        for name in row.names(field, _ACCOMMODATIONS) if field in row.cells else ():
            if name in found:
                row.reject(
                    field,
                    Text(zh="{name}同时写在两种状态里", en="{name} is listed under two statuses").format(
                        name=CATALOGUE.accommodation(name).text
                    ),
                    Text(zh="只留一处", en="keep one of them"),
                )
            found[name] = status
    return found


def read_demands(row: PostingRow) -> tuple[Demand, ...]:
    """What the row asks, dimension by dimension; a level outside 0..4 rejects the row, an empty cell asks nothing."""
    marginal = frozenset(row.names("marginal", _DIMENSIONS)) if "marginal" in row.cells else frozenset()
    confirmed = frozenset(row.names("confirmed", _DIMENSIONS)) if "confirmed" in row.cells else frozenset()
    found: list[Demand] = []
    cells = row.cells
    for name, field in _asked(row.fed):
        cell = cells.get(field)
        if cell is None and name not in marginal:
            continue
        text = cell if isinstance(cell, str) and cell in _LEVELS else row.line(field)
        if text in _UNSTATED or not text:
            if text or name in marginal:
                found.append(_demand(name, None, Provenance.UNKNOWN, name in marginal))
            continue
        level = _LEVELS.get(text)
        if level is None:
            row.reject(field, *_NO_LEVEL)
            continue
        found.append(_demand(name, level, Provenance.CONFIRMED if name in confirmed else Provenance.STATED, name in marginal))
    return tuple(found)


@lru_cache(maxsize=256)
def _asked(fed: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """The dimensions that the sheet can say anything about, with their fields, in catalogue order."""
    return tuple((name, DEMAND + name) for name in CATALOGUE.position if DEMAND + name in fed or "marginal" in fed)


_NO_LEVEL: Final = (
    Text(zh="要求只能是 0 到 4", en="a demand is 0 to 4"),
    Text(
        zh="对照“填写说明”改正；没有问过请留空，说不清写“未知”",
        en="see the explanation sheet; empty: not asked, 未知: nobody knows",
    ),
)


@lru_cache(maxsize=2_048)
def _demand(dimension: str, level: Level | None, provenance: Provenance, marginal: bool) -> Demand:
    return Demand(dimension=dimension, level=level, provenance=provenance, marginal=marginal)
