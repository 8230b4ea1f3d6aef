"""The figures of the plan and of the year report by name, from indicators.yaml."""

from collections.abc import Mapping
from typing import Final, Literal

from matching.knowledge.catalogue import Signable, Text
from matching.knowledge.source import KnowledgeError, Rows, packaged, read_rows
from matching.records import PostingKind

Unit = Literal["people", "times", "share", "jobs", "events", "projects", "pools", "contacts", "bases", "places", "days"]

"""What is counted; a share is a part of a denominator."""

UNIT_TEXTS: Final[Mapping[Unit, Text]] = {
    "people": Text(zh="人", en=""),
    "times": Text(zh="人次", en="person-times"),
    "share": Text(zh="", en=""),
    "jobs": Text(zh="个岗位", en=""),
    "events": Text(zh="场次", en=""),
    "projects": Text(zh="个项目", en=""),
    "pools": Text(zh="个", en=""),
    "contacts": Text(zh="对", en=""),
    "bases": Text(zh="个", en=""),
    "places": Text(zh="个名额", en=""),
    "days": Text(zh="人日", en="person-days"),
}
"""The word after a number. In English the name of a figure says what it counts, except for person-times and person-days."""


class Indicator(Signable):
    """One figure. `kinds` limits an employment figure to some kinds of posting; `about` says whether it counts people."""

    name: str
    zh: str
    en: str
    unit: Unit
    about: Literal["people", "service"]
    kinds: tuple[PostingKind, ...] = ()

    @property
    def text(self) -> Text:
        return Text(zh=self.zh, en=self.en)


def load_indicators(text: str) -> Rows[Indicator]:
    """Parse indicators.yaml. Raises KnowledgeError, with file and line, on a wrong or doubled row, kinds where no employment is
    counted, or a kind counted under two employment figures."""
    rows = read_rows(text, "indicators.yaml", Indicator).unique(lambda row: row.name)
    counted: dict[PostingKind, Indicator] = {}
    for row in rows:
        if row.kinds and not row.name.startswith("employment."):
            raise rows.fault(row, "kinds limit employment figures only; take them out", "kinds")
        for kind in row.kinds:
            if counted.setdefault(kind, row) is not row:
                raise rows.fault(row, f"{kind.value} is counted under {counted[kind].name} already; keep it in one row", "kinds")
    return rows


INDICATOR_ROWS: Final = load_indicators(packaged("indicators.yaml"))
INDICATORS: Final[Mapping[str, Indicator]] = {row.name: row for row in INDICATOR_ROWS}


def indicator(name: str) -> Indicator:
    """The indicator of this name. Raises KnowledgeError for one that is not there."""
    found = INDICATORS.get(name)
    if found is None:
        raise KnowledgeError(f"indicators.yaml:1: no row is named {name!r}; add it")
    return found
