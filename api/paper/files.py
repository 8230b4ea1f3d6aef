"""A document as a file: PDF, workbook, text or JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from api.paper.blocks import Paper, Style, Table, Words
from api.paper.layout import in_language, lay_out, stamp_texts
from api.paper.names import file_name
from api.schemas.papers import PaperTableView, PaperView
from data.exporters import Sheet, csv_bytes, tables_csv_bytes, workbook_bytes
from matching.knowledge.catalogue import Text

Format = Literal["pdf", "xlsx", "csv", "json"]
MEDIA_TYPES: Final[Mapping[str, str]] = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "ics": "text/calendar; charset=utf-8",
}
_ABOUT: Final = Text(zh="说明", en="about")
_WHAT: Final = Text(zh="项目", en="what")
_SAYS: Final = Text(zh="内容", en="says")
_TITLE: Final = Text(zh="文件", en="document")
_EVENT: Final = Text(zh="活动", en="event")
_HANDLING: Final = Text(zh="谁可以用", en="who may have it")
_MADE: Final = Text(zh="来源和时间", en="made from and when")


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A file ready to be saved or sent."""

    name: str
    content: bytes
    media_type: str


def paper_file(paper: Paper, event: str, style: Style, kind: Format) -> PaperFile:
    """The document of the event (by its name) in one format; equal documents give equal bytes. Raises TypesettingError."""
    return PaperFile(file_name(paper, event, style, kind), _content(paper, event, style, kind), MEDIA_TYPES[kind])


def paper_view(paper: Paper, event: str, style: Style) -> PaperView:
    """The document as it goes over the wire, which is a JSON file, too."""
    return PaperView(
        kind=paper.kind,
        title=paper.title,
        event=event,
        on=paper.on,
        file=file_name(paper, event, style, "json"),
        version=version_of(paper, style),
        made_at=paper.stamp.made_at,
        run=paper.stamp.run,
        run_at=paper.stamp.run_at,
        software=paper.stamp.software,
        handling=paper.handling,
        tables=tuple(
            PaperTableView(title=table.title, columns=tuple(one.title for one in table.columns), rows=_rows(table, style))
            for table in paper.tables
        ),
    )


def version_of(paper: Paper, style: Style) -> str:
    """The eight characters that stand on the paper as its version."""
    return str(lay_out(paper, style)["version"]).rpartition(" ")[2]


def _content(paper: Paper, event: str, style: Style, kind: Format) -> bytes:
    if kind == "pdf":
        from api.paper.typesetting import pdf_bytes

        return pdf_bytes(paper, style)
    if kind == "json":
        return paper_view(paper, event, style).model_dump_json(indent=2).encode()
    sheets = [_sheet(table, style) for table in paper.tables]
    if kind == "csv":
        return tables_csv_bytes(sheets) if paper.whole_text else csv_bytes(sheets[0])
    return workbook_bytes(paper.title, [*sheets, _about(paper, style)])


def _sheet(table: Table, style: Style) -> Sheet:
    return Sheet(
        title=Text(zh=in_language(table.title, style.language), en=table.title.en),
        headers=[column.title for column in table.columns],
        widths=[column.width for column in table.columns],
        rows=_rows(table, style),
    )


def _about(paper: Paper, style: Style) -> Sheet:
    """The last sheet: what this is, who may have it, and what made it."""
    facts: list[tuple[Words, Words]] = [(_TITLE, paper.title), (_EVENT, paper.over), *paper.facts, (_HANDLING, paper.handling)]
    facts += [(_MADE, text) for text in stamp_texts(paper.stamp)]
    return Sheet(
        title=Text(zh=in_language(_ABOUT, style.language), en=_ABOUT.en),
        headers=(_WHAT, _SAYS),
        widths=(20, 60),
        rows=[(in_language(name, style.language), in_language(value, style.language)) for name, value in facts],
    )


def _rows(table: Table, style: Style) -> tuple[tuple[str | int, ...], ...]:
    return tuple(tuple(cell if isinstance(cell, int) else in_language(cell, style.language) for cell in row) for row in table.rows)
