"""The pages of the knowledge: the contents, and each section in as many pages as it needs to stay small."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import HTMLResponse

from api.access import ANY_MEMBER
from api.actions.errors import NotFound
from api.actions.knowledge import knowledge_section, knowledge_view
from api.knowledge.tables import status_text
from api.pages.rendering import render
from api.routes.knowledge import SectionName
from api.schemas.knowledge import KnowledgeRow, KnowledgeSection, KnowledgeTable
from matching.knowledge.catalogue import Text

router = APIRouter(include_in_schema=False, dependencies=[Depends(ANY_MEMBER)])

PAGE: Final = Text(zh="页", en="page")
_BYTES: Final = 50_000
"""Of rows on one page, in the longer language; with everything around them a page stays under 60 kB."""
_AROUND_ROW: Final = 160
_AROUND_CELL: Final = 20

PageNumber = Annotated[int, Query(alias="page", ge=1, le=1_000)]


@router.get("/knowledge")
def contents_page(request: Request) -> HTMLResponse:
    """What the verdicts rest on, how much of it is signed, and how to sign."""
    return render(request, "knowledge.html", view=knowledge_view())


@router.get("/knowledge/{section}")
def section_page(request: Request, section: SectionName, number: PageNumber = 1) -> HTMLResponse:
    """The tables of one section, or a part of them."""
    whole = knowledge_section(section)
    parts = list(split(whole))
    if number > len(parts):
        raise NotFound(PAGE, str(number))
    return render(
        request,
        "knowledge_section.html",
        sections=knowledge_view().sections,
        whole=whole,
        tables=parts[number - 1],
        begins=_begins(parts),
        number=number,
        pages=len(parts),
        status_text=status_text,
    )


def split(section: KnowledgeSection) -> Iterator[tuple[KnowledgeTable, ...]]:
    """The tables of a section in parts small enough for a page, in order; a table may go on in the next part."""
    part: list[KnowledgeTable] = []
    taken = 0
    for table in section.tables:
        rows: list[KnowledgeRow] = []
        for row in table.rows:
            size = _size(row)
            if taken and taken + size > _BYTES:
                if rows:
                    part.append(table.model_copy(update={"rows": tuple(rows)}))
                yield tuple(part)
                part, rows, taken = [], [], 0
            rows.append(row)
            taken += size
        if rows:
            part.append(table.model_copy(update={"rows": tuple(rows)}))
    yield tuple(part)


def _begins(parts: Sequence[Sequence[KnowledgeTable]]) -> list[tuple[KnowledgeTable, int]]:
    """Each table with the number of the page on which it begins."""
    found: dict[str, tuple[KnowledgeTable, int]] = {}
    for number, part in enumerate(parts, start=1):
        for table in part:
            found.setdefault(table.id, (table, number))
    return list(found.values())


def _size(row: KnowledgeRow) -> int:
    """About how many bytes a row takes, in the language in which it is longer."""
    languages = ([cell.zh for cell in row.cells], [cell.en for cell in row.cells])
    texts = max(sum(len(text.encode()) for text in language) for language in languages)
    return texts + _AROUND_ROW + _AROUND_CELL * len(row.cells)
