"""From typed rows to tables of cells in both languages."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Final, TypeVar

from api.schemas.knowledge import KnowledgeRow, KnowledgeTable
from matching.knowledge.catalogue import Signable, Text

RowT = TypeVar("RowT", bound=Signable)

STATUS: Final = Text(zh="状态", en="Status")


def signable_table(
    name: str,
    title: Text,
    file: str,
    columns: Iterable[Text],
    rows: Iterable[RowT],
    key: Callable[[RowT], str],
    cells: Callable[[RowT], Iterable[Text]],
) -> KnowledgeTable:
    """A table of rows of a knowledge file, in the order of the file."""
    made = tuple(KnowledgeRow(id=key(row), cells=tuple(cells(row)), status=row.status, signed_by=row.signed_by) for row in rows)
    return KnowledgeTable(id=name, title=title, file=file, columns=tuple(columns), rows=made)


def plain_table(name: str, title: Text, columns: Iterable[Text], rows: Iterable[tuple[str, Iterable[Text]]]) -> KnowledgeTable:
    """A table of what follows from other rows or from the code: nobody signs it by itself."""
    made = tuple(KnowledgeRow(id=key, cells=tuple(cells)) for key, cells in rows)
    return KnowledgeTable(id=name, title=title, columns=tuple(columns), rows=made)


def same(value: object) -> Text:
    """A number, a code or a name that is the same in both languages."""
    return Text(zh=str(value), en=str(value))


def lines(texts: Iterable[Text]) -> Text:
    """Several texts under each other in one cell; a dash when there is none."""
    rows = list(texts)
    return Text(zh="\n".join(row.zh for row in rows), en="\n".join(row.en for row in rows)) if rows else same("–")


def yes_no(value: bool) -> Text:
    return Text(zh="是", en="yes") if value else Text(zh="否", en="no")


def status_text(row: KnowledgeRow) -> Text:
    """Whether somebody stands behind a row, and who."""
    if row.signed_by is None:
        return Text(zh="建议稿，未经专家签署", en="proposed, not signed by an expert")
    return Text(zh="{name}已签署，{day_zh}", en="signed by {name}, {day_en}").format(
        name=row.signed_by.name, day_zh=_day_zh(row.signed_by.on), day_en=row.signed_by.on.isoformat()
    )


def _day_zh(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
