"""Where a row comes from, how sure that is, and when it holds, as cells."""

from collections.abc import Mapping
from datetime import date
from typing import Final, Literal

from api.knowledge.tables import lines
from matching.knowledge.catalogue import Text

BASIS: Final = Text(zh="出处", en="Source")
IN_FORCE: Final = Text(zh="有效期", en="In force")
_MARKS: Final[Mapping[Literal["F", "K", "P"], Text]] = {
    "F": Text(zh="查到公开来源", en="found in a public source"),
    "K": Text(zh="凭知识写下，未核实；依据待确认", en="from knowledge, not verified; to be confirmed"),
    "P": Text(zh="本项目的建议；依据待确认", en="proposed by this project; to be confirmed"),
}


def basis(source: str, mark: Literal["F", "K", "P"]) -> Text:
    """The source as it is written, and what its mark means. Laws and notices keep their Chinese names."""
    return lines([Text(zh=source, en=source), _MARKS[mark]])


def in_force(since: date, until: date | None) -> Text:
    """From one day to another, both included, or open."""
    if until is None:
        return Text(zh="{since} 起", en="from {since}").format(since=since)
    return Text(zh="{since} 至 {until}", en="{since} to {until}").format(since=since, until=until)
