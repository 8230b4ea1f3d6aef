"""The words that are put before a person: the two consents and the notice of the law, each in versions with dates."""

from datetime import date
from typing import Final, Literal

from pydantic import Field

from matching.knowledge.catalogue import Text
from matching.knowledge.source import KnowledgeError, Rows, packaged, read_rows
from matching.policy import Basis, without_overlap

WordingName = Literal["listing", "identity", "notice"]
NAMES: Final[tuple[WordingName, ...]] = ("listing", "identity", "notice")


class Wording(Basis):
    """One text with its version. `full` is read or signed, `easy` says the same in plain words; one sentence an item."""

    name: WordingName
    version: str = Field(pattern=r"^[a-z]+-\d{4}-\d+$")
    full: tuple[Text, ...] = Field(min_length=1)
    easy: tuple[Text, ...] = Field(min_length=1)

    def filled(self, **values: Text | str) -> tuple[Text, ...]:
        """The full text with {event} or {employer} filled in."""
        return tuple(one.format(**values) for one in self.full)


def load_wordings(text: str) -> Rows[Wording]:
    """Parse wordings.yaml. Raises KnowledgeError, with file and line, on a wrong row, a version given twice, two rows of one name
    for one day, or a name without a row."""
    rows = without_overlap(read_rows(text, "wordings.yaml", Wording), lambda row: row.name).unique(lambda row: row.version)
    for name in NAMES:
        if not any(row.name == name for row in rows):
            raise KnowledgeError(f"wordings.yaml:1: no row is named {name!r}; add it")
    return rows


WORDINGS: Final = load_wordings(packaged("wordings.yaml"))
"""All rows, those of the past and of the future too."""


def wording_on(name: WordingName, day: date) -> Wording:
    """The text in force on a day; before the first one, that one."""
    rows = sorted((row for row in WORDINGS if row.name == name), key=lambda row: row.since)
    held = [row for row in rows if row.since <= day]
    return held[-1] if held else rows[0]


def wording_of(version: str) -> Wording | None:
    """The text of a version; None for a version that is none of ours, such as one of an older paper form."""
    return next((row for row in WORDINGS if row.version == version), None)
