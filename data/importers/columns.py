"""One column of a sheet that people fill in: its header, what it feeds and how it is explained to them."""

from dataclasses import dataclass
from typing import Final

from matching.kinds import KINDS
from matching.knowledge.catalogue import Text
from matching.records import PostingKind

YES: Final = "是"
NO: Final = "否"
YES_NO: Final = (YES, NO)
POSTING_KINDS: Final[dict[str, PostingKind]] = {row.zh: name for name, row in KINDS.items()}


@dataclass(frozen=True)
class Column:
    """A column of a template.

    `header` is what the template writes, `aliases` other headers that mean the same, `field` the importer's name for it,
    `example` one cell as it may look, `choices` the only words allowed (empty: anything).
    """

    header: str
    aliases: tuple[str, ...]
    field: str
    meaning: Text
    example: str
    choices: tuple[str, ...] = ()


def column(
    header: str, field: str, zh: str, en: str, example: str = "", *, aliases: str = "", choices: tuple[str, ...] = ()
) -> Column:
    """A column whose `aliases` are parted by blanks; its field is one more alias."""
    return Column(header, (*aliases.split(), field), field, Text(zh=zh, en=en), example, choices)
