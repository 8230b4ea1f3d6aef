"""One column of a sheet that people fill in: its header, what it feeds and how it is explained to them."""

from dataclasses import dataclass

from matching.knowledge.catalogue import Text


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
