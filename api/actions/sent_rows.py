"""Rows that a program sends: read by the importers of files, so that nothing goes in that a file could not bring."""

from collections.abc import Mapping, Sequence

from api.actions.certifying import SOURCE, CertificationReport, import_certification
from api.actions.day_files import load_day
from api.actions.importing import ImportReport, import_file
from api.schemas.interviews import LoadReport
from api.schemas.sent_rows import Cell, RowsInput
from api.wiring import Application
from data.importers.typed_rows import TypedRows
from matching.records import Viewer


def import_rows(app: Application, viewer: Viewer, given: RowsInput) -> ImportReport | CertificationReport:
    """Import the right ones of the rows at once, and say of each other one what is wrong. The same again changes nothing.

    Raises BadInput where nothing can be read, NotAllowed.
    """
    rows = rows_of(given.kind, given.rows)
    if given.kind == "certification":
        return import_certification(app, viewer, rows, None, given.source or SOURCE, given.fetched_on)
    return import_file(app, viewer, given.kind, rows, None)


def load_day_rows(app: Application, viewer: Viewer, event_id: str, given: Sequence[Mapping[str, Cell]]) -> LoadReport:
    """Enter what was written on paper on the day, as `load_day` does with a sheet. Raises NotFound, BadInput, Conflict."""
    return load_day(app, viewer, event_id, rows_of("day", given))


def rows_of(name: str, given: Sequence[Mapping[str, Cell]]) -> TypedRows:
    """The rows as a sheet, numbered from 1; its headers in the order in which the rows name them."""
    headers = tuple(dict.fromkeys(header for row in given for header in row))
    return TypedRows(
        name, headers, tuple((number, tuple(row.get(header) for header in headers)) for number, row in enumerate(given, start=1))
    )
