"""A table as .xlsx or .csv. Text stays text in both: a leading = + - @ never becomes a formula."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from data.importers.workbooks import save_workbook, stamp
from matching.knowledge.catalogue import Text

if TYPE_CHECKING:
    from openpyxl import Workbook

Cell = str | int

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_UNSAFE: Final = {code: None for code in range(32) if chr(code) not in "\n\t"}
_NO_TAB: Final = re.compile(r"[\[\]:*?/\\]")
_LONGEST_TAB: Final = 31
_LONGEST: Final = 32_767
"""More characters than this do not fit into a cell of a workbook."""


@dataclass(frozen=True)
class Sheet:
    """A table with its title. `headers` and `widths` (in characters) are those of the columns; every row is as long as they are.

    `groups` gives for each row what belongs together: in print a page ends where it changes. Empty: no such ends.
    """

    title: Text
    headers: Sequence[Text]
    widths: Sequence[int]
    rows: Sequence[Sequence[Cell]]
    groups: Sequence[str] = ()


def csv_bytes(sheet: Sheet) -> bytes:
    """UTF-8 with a byte order mark. A text that a spreadsheet would read as a formula gets an apostrophe before it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([f"{header.zh} {header.en}" for header in sheet.headers])
    writer.writerows([_plain(cell) for cell in row] for row in sheet.rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def tables_csv_bytes(sheets: Sequence[Sheet]) -> bytes:
    """Several tables one under another, each below its title and after an empty line; cells as in `csv_bytes`."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    for number, sheet in enumerate(sheets):
        if number:
            writer.writerow([])
        writer.writerow([f"{sheet.title.zh} {sheet.title.en}"])
        writer.writerow([f"{header.zh} {header.en}" for header in sheet.headers])
        writer.writerows([_plain(cell) for cell in row] for row in sheet.rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def xlsx_bytes(sheet: Sheet) -> bytes:
    """A workbook of one sheet whose header stays in view and is printed on every page; equal sheets give equal bytes."""
    return workbook_bytes(sheet.title, [sheet])


def workbook_bytes(title: Text, sheets: Sequence[Sheet]) -> bytes:
    """A workbook of several sheets, each named by its own Chinese title, in this order; equal sheets give equal bytes."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    stamp(book, title)
    for sheet in sheets:
        _fill(book, sheet)
    return _saved(book)


def _fill(book: "Workbook", sheet: Sheet) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.pagebreak import Break, RowBreak

    page = book.create_sheet(_tab(sheet.title.zh))
    for column, width in enumerate(sheet.widths, start=1):
        page.column_dimensions[get_column_letter(column)].width = width
    page.freeze_panes = "A2"
    page.print_title_rows = "1:1"
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.row_breaks = RowBreak()
    page.append([_header(page, header) for header in sheet.headers])
    for row in sheet.rows:
        page.append([_cell(page, value, width) for value, width in zip(row, sheet.widths, strict=True)])
    for number in _ends(sheet.groups):
        page.row_breaks.append(Break(id=number + 1))


def _tab(title: str) -> str:
    """A name that a sheet may have: at most 31 characters, none of them one that formulas use."""
    return _NO_TAB.sub(" ", title)[:_LONGEST_TAB].strip("' ") or "1"


def _ends(groups: Sequence[str]) -> Iterator[int]:
    """The numbers (from 1) of rows after which another group begins."""
    return (place for place in range(1, len(groups)) if groups[place] != groups[place - 1])


def _header(page: Any, header: Text) -> Any:
    from openpyxl.styles import Font

    cell = _cell(page, f"{header.zh}\n{header.en}", 0)
    cell.font = Font(bold=True)
    return cell


def _cell(page: Any, value: Cell, width: int) -> Any:
    """A number, or a text that stays one; it is broken into lines where it is wider than its column.

    A style costs more than the rest of a cell, so that only those cells have one.
    """
    from openpyxl.cell import WriteOnlyCell

    if isinstance(value, int):
        return WriteOnlyCell(page, value)
    text = value.translate(_UNSAFE)[:_LONGEST]
    cell = WriteOnlyCell(page, text or None)
    if text:
        cell.data_type = "s"
    if 2 * len(text) > width or "\n" in text:
        cell.alignment = _wrapped()
    return cell


@lru_cache(maxsize=1)
def _wrapped() -> Any:
    from openpyxl.styles import Alignment

    return Alignment(wrap_text=True, vertical="top")


def _saved(book: "Workbook") -> bytes:
    memory = io.BytesIO()
    save_workbook(book, memory)
    return memory.getvalue()


def _plain(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
