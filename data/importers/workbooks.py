"""Workbooks as we write them: every cell is text, and the same workbook gives the same bytes on any day."""

import io
import re
import zipfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from matching.knowledge.catalogue import Text

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_STAMP: Final = datetime(2026, 1, 1)
_MODIFIED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def new_workbook(title: Text) -> "Workbook":
    """An empty workbook without sheets, with its title set."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    stamp(book, title)
    return book


def stamp(book: "Workbook", title: Text) -> None:
    """Set what a workbook says of itself: its title, and no moment of its own."""
    book.properties.creator = "Tongtu"
    book.properties.title = f"{title.zh} {title.en}"
    book.properties.created = _STAMP


def put(sheet: "Worksheet", row: int, column: int, text: str, style: str | None = None) -> Any:
    """Write text that stays text: a leading = + - @ never becomes a formula. Returns the cell."""
    cell = sheet.cell(row, column)
    if text:
        cell.value = text
        cell.data_type = "s"
    cell.number_format = "@"
    if style is not None:
        cell.style = style
        cell.number_format = "@"
    return cell


def save_workbook(book: "Workbook", path: Path | BinaryIO) -> None:
    """Write the workbook to a file or stream, all its times set to one fixed moment."""
    memory = io.BytesIO()
    book.save(memory)
    with zipfile.ZipFile(memory) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>" + _STAMP.isoformat().encode() + b"Z", content)
            target.writestr(zipfile.ZipInfo(name, _STAMP.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
