"""The posting kinds by the words people use, from kinds.yaml."""

from matching.knowledge.catalogue import Signable, Text
from matching.knowledge.source import KnowledgeError, packaged, read_rows
from matching.records import PostingKind


class Kind(Signable):
    """One kind of posting; `item` is its item of the plan."""

    name: PostingKind
    item: int
    zh: str
    en: str

    @property
    def text(self) -> Text:
        return Text(zh=self.zh, en=self.en)


def load_kinds(text: str) -> dict[PostingKind, Kind]:
    """Parse kinds.yaml. Raises KnowledgeError on a wrong or doubled row, or a kind without its row."""
    kinds = {row.name: row for row in read_rows(text, "kinds.yaml", Kind).unique(lambda row: row.name)}
    missing = [name.value for name in PostingKind if name not in kinds]
    if missing:
        raise KnowledgeError(f"kinds.yaml:1: no row for {', '.join(missing)}; add it")
    return kinds


KINDS = load_kinds(packaged("kinds.yaml"))
