"""A synthetic city as the spreadsheets that an office would hand in, in the layout of the project's own templates.

The cells are words of the sheet, written through the column tables that the importer reads, so that a demo takes the real road.
What a sheet cannot hold is not written: sources and dates of single abilities (a sheet has one of each a person), and demands
that nobody stated or confirmed (they are read from the text or guessed from the occupation after the import, not handed in).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from data.importers.columns import Column
from data.importers.columns_candidates import CANDIDATE_COLUMNS
from data.importers.columns_consents import CONSENT_COLUMNS
from data.importers.columns_courses import COURSE_COLUMNS
from data.importers.columns_postings import POSTING_COLUMNS
from data.importers.columns_trainings import TRAINING_COLUMNS
from data.synthetic.candidate_cells import candidate_cells
from data.synthetic.course_cells import course_cells, training_cells
from data.synthetic.posting_cells import posting_cells

if TYPE_CHECKING:
    from data.synthetic.city import City

SheetKind = Literal["csv", "xlsx"]


def write_city(city: "City", folder: Path, kind: SheetKind = "csv") -> dict[str, Path]:
    """Write candidates, postings, courses and trainings into an existing folder and return the four paths by name.

    CSV is UTF-8 with a byte order mark; xlsx holds every cell as text. Files of the same name are replaced.
    """
    files = {name: folder / f"{name}.{kind}" for name in ("candidates", "postings", "courses", "trainings")}
    write = _write_csv if kind == "csv" else _write_xlsx
    write(files["candidates"], CANDIDATE_COLUMNS, candidate_cells(city.candidates, city.certificates, city.employers))
    write(files["postings"], POSTING_COLUMNS, posting_cells(city.postings, city.employers, city.intermediaries))
    write(files["courses"], COURSE_COLUMNS, course_cells(city.courses))
    write(files["trainings"], TRAINING_COLUMNS, training_cells(city.trainings, city.courses, city.candidates))
    return files


def write_sheet(path: Path, columns: Sequence[Column], rows: Iterable[Mapping[str, str]]) -> None:
    """Write rows (by column field) under the headers of these columns, as CSV or xlsx by the end of the name; replaces the file."""
    (_write_xlsx if path.suffix == ".xlsx" else _write_csv)(path, columns, rows)


def write_consents(path: Path, rows: Iterable[Mapping[str, str]]) -> None:
    """Write a list of consents (rows by column field) as CSV; a file of the same name is replaced."""
    _write_csv(path, CONSENT_COLUMNS, rows)


def _lines(columns: Sequence[Column], rows: Iterable[Mapping[str, str]]) -> Iterator[list[str]]:
    """The header and one line a row; raises KeyError when a row holds a field that no column has."""
    position = {column.field: i for i, column in enumerate(columns)}
    yield [column.header for column in columns]
    for row in rows:
        line = [""] * len(columns)
        for field, cell in row.items():
            line[position[field]] = cell
        yield line


def _write_csv(path: Path, columns: Sequence[Column], rows: Iterable[Mapping[str, str]]) -> None:
    import csv

    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, lineterminator="\r\n").writerows(_lines(columns, rows))


def _write_xlsx(path: Path, columns: Sequence[Column], rows: Iterable[Mapping[str, str]]) -> None:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Sheet1")
    for line in _lines(columns, rows):
        cells = []
        for text in line:
            cell = WriteOnlyCell(sheet, text or None)
            if text:
                cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    book.save(path)
