"""One row of a sheet entered by form: a placement, a service, an outcome; read and stored exactly as the sheet would be."""

from typing import Final

from api.actions.entering import Cells, EntryRefused
from api.actions.errors import BadInput, NotFound
from api.actions.importing import ImportReport, import_file
from api.actions.upload_columns import field_titles
from api.entry_fields import EntryField, word_text
from api.wiring import Application
from data.importers.templates import sheet_columns
from data.importers.typed_rows import TypedRows
from matching.knowledge.catalogue import Text
from matching.records import Viewer

KINDS: Final = ("placements", "services", "graduates", "outcomes", "trainings")
SHEET: Final = Text(zh="登记表", en="kind of entry")


def row_fields(kind: str) -> tuple[EntryField, ...]:
    """The fields of the form for one kind. Raises NotFound."""
    if kind not in KINDS:
        raise NotFound(SHEET, kind)
    titles = field_titles(kind)
    return tuple(
        EntryField(one.field, titles[one.field], one.meaning, tuple((word, word_text(word)) for word in one.choices))
        for one in sheet_columns(kind)
    )


def enter_row(app: Application, viewer: Viewer, kind: str, typed: Cells, key: str) -> ImportReport:
    """Store what was typed. Again it changes nothing. Raises NotFound, and EntryRefused with what is wrong beside each field."""
    fields = row_fields(kind)
    columns = sheet_columns(kind)
    names = {column.header: column.field for column in columns}
    row = TypedRows(
        f"form-{key}", tuple(column.header for column in columns), ((1, tuple(typed.get(one.name) or None for one in fields)),)
    )
    try:
        report = import_file(app, viewer, kind, row, None)
    except BadInput as refused:
        raise EntryRefused({fields[0].name: refused.detail}, {}) from refused
    if report.rejected:
        wrong = [one for one in report.faults if one.severity == "rejected"]
        told = {
            names.get(one.column or "", fields[0].name): Text(
                zh=f"{one.problem.zh}；{one.advice.zh}", en=f"{one.problem.en}; {one.advice.en}"
            )
            for one in reversed(wrong)
        }
        raise EntryRefused(told, {})
    return report
