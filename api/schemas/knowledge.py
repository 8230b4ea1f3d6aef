"""The knowledge behind the verdicts as tables for the expert who signs it."""

from api.schemas.base import View
from matching.knowledge.catalogue import Signature, Status, Text


class KnowledgeRow(View):
    """One row of knowledge; `id` is its name in the file. A row that nobody signs (it follows from the code) has no status."""

    id: str
    cells: tuple[Text, ...]
    status: Status | None = None
    signed_by: Signature | None = None


class KnowledgeTable(View):
    """Rows of one kind. `file` is where they stand and are signed; null when they follow from other rows or from the code."""

    id: str
    title: Text
    file: str | None = None
    columns: tuple[Text, ...]
    rows: tuple[KnowledgeRow, ...]


class KnowledgeSection(View):
    """Tables on one subject, with the words an expert needs before them."""

    name: str
    title: Text
    text: tuple[Text, ...] = ()
    tables: tuple[KnowledgeTable, ...]

    @property
    def signable(self) -> int:
        return sum(row.status is not None for table in self.tables for row in table.rows)

    @property
    def signed(self) -> int:
        return sum(row.status == "signed" for table in self.tables for row in table.rows)


class KnowledgeSummary(View):
    """One section in the contents: how many of its rows can be signed, and how many are."""

    name: str
    title: Text
    rows: int
    signed: int


class KnowledgeView(View):
    """The contents of the knowledge. `version` changes whenever a knowledge file changes."""

    version: str
    title: Text
    text: tuple[Text, ...]
    sections: tuple[KnowledgeSummary, ...]


class UnsignedRow(View):
    """A row that waits for a signature: the file, its name there, and what it says first."""

    file: str
    row: str
    text: Text
