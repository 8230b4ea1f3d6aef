"""The knowledge behind the verdicts, for the expert who signs it. It holds nothing about anybody, so no store is read."""

from pathlib import Path
from typing import Final

from api.actions.errors import NotFound
from api.knowledge import SECTIONS, section
from api.knowledge.contents import NOTE, TITLE
from api.knowledge.markdown import documents
from api.languages import LANGUAGES
from api.schemas.knowledge import KnowledgeSection, KnowledgeSummary, KnowledgeView, UnsignedRow
from matching.knowledge import knowledge_hash
from matching.knowledge.catalogue import Text

SECTION: Final = Text(zh="章节", en="section")


def knowledge_view() -> KnowledgeView:
    """The contents: every section with the number of rows that can be signed and that are."""
    sections = [section(name) for name in SECTIONS]
    return KnowledgeView(
        version=knowledge_hash(),
        title=TITLE,
        text=NOTE,
        sections=tuple(KnowledgeSummary(name=one.name, title=one.title, rows=one.signable, signed=one.signed) for one in sections),
    )


def knowledge_section(name: str) -> KnowledgeSection:
    """The tables of one section. Raises NotFound for a section that is not there."""
    if name not in SECTIONS:
        raise NotFound(SECTION, name)
    return section(name)


def unsigned_rows() -> tuple[UnsignedRow, ...]:
    """Every row that waits for a signature, in the order of the sections."""
    return tuple(
        UnsignedRow(file=table.file, row=row.id, text=row.cells[0])
        for name in SECTIONS
        for table in section(name).tables
        for row in table.rows
        if table.file is not None and row.status == "proposed"
    )


def write_documents(folder: Path) -> tuple[Path, ...]:
    """Write the documents of every language into an existing folder. Raises OSError when that cannot be done."""
    made = {folder / name: text for language in LANGUAGES for name, text in documents(language).items()}
    for path, text in made.items():
        path.write_text(text, "utf-8")
    return tuple(made)
