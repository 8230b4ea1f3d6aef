"""Importing an uploaded file: what it brought, the rows that did not go in, and mending these one by one."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel

from api.actions.certifying import import_certification
from api.actions.errors import BadInput, Conflict, NotFound
from api.actions.importing import MEGABYTE, FaultLine, import_file
from api.actions.jobs import enqueue_job
from api.actions.upload_columns import FORM, called, choose_field, mapping_of, try_columns
from api.actions.uploads import find_upload, row_view, upload_view
from api.schemas.uploads import RowView, UploadView
from api.upload_files import remove_file, upload_path
from api.wiring import Application
from data.importers.sheets import cell_text, open_table
from data.importers.typed_rows import TypedRows
from data.stores import Stores
from data.stores.uploads import Upload
from matching.knowledge.catalogue import Text
from matching.prematch import Progress
from matching.records import Viewer

MOST_FAULTS: Final = 2_000
"""Faults of a file that are kept with it; their number is told beyond."""
MOST_ROWS: Final = 5_000
"""Rows of a file that are kept to be mended."""
ROW: Final = Text(zh="还没有导入的行（可能已处理）", en="row that did not go in (it may be settled)")
_GONE: Final = Text(
    zh="文件“{file}”已不在服务器上（导入过，或已到期删除）；请重新上传。",
    en="The file “{file}” is no longer here: it was imported, or removed on its day. Send it again.",
)
_DONE: Final = Text(
    zh="这个文件已经导入过；要再导入，请重新上传。", en="This file was imported already; send it again to import it again."
)
_GOES_ON: Final = Text(zh="这个文件正在导入。", en="This file is being imported.")
_SHEET: Final = Text(zh="待改的行", en="rows to correct")
_FAULTS_SHEET: Final = Text(zh="问题", en="faults")
_HEADS: Final = ("行 row", "列 column", "值 value", "问题 problem", "怎么改 what to do")


def change_column(app: Application, viewer: Viewer, upload: str, position: int, field: str) -> UploadView:
    """Have a column feed another field, or none where `field` is empty. Raises NotFound, BadInput, Conflict after the import."""
    with app.database.read(viewer) as stores:
        found = _waiting(find_upload(stores, viewer, upload))
    body = choose_field(found.body, found.kind, position, field)
    body |= try_columns(app, found.kind, _path(app, found), body)
    with app.database.begin(viewer) as stores:
        stores.uploads.change(viewer, upload, body=body)
    return upload_view(app, viewer, upload)


def import_upload(
    app: Application, viewer: Viewer, upload: str, progress: Progress | None = None, *, again: bool = False
) -> UploadView:
    """Import a file as its columns are chosen; what did not go in waits row by row. The file itself is removed then.

    Raises NotFound, Conflict for one that was imported or, unless `again`, is being imported, and BadInput when nothing of it can
    be read; it can be tried again then.
    """
    run_upload(app, viewer, upload, progress, again=again)
    return upload_view(app, viewer, upload)


def run_upload(
    app: Application, viewer: Viewer, upload: str, progress: Progress | None = None, *, again: bool = False
) -> Mapping[str, Any]:
    """As `import_upload`, with its numbers alone for an answer: the rows that wait are not read, and no line says they were."""
    with app.database.begin(viewer) as stores:
        found = _waiting(find_upload(stores, viewer, upload), again)
        path, name = _path(app, found), found.body["name"]
        stores.uploads.change(viewer, upload, state="importing")
    told: Mapping[str, Any] | None = None

    def settle(stores: Stores, report: BaseModel) -> Mapping[str, Any]:
        nonlocal told
        plain = report.model_dump(mode="json")
        body = dict(found.body) | {"report": _brief(plain), "rows": plain["rows"]}
        stores.uploads.change(viewer, upload, body=body, state="done")
        stores.uploads.keep_rows(viewer, upload, _kept(app, found, path, plain["faults"]))
        told = {name: value for name, value in body["report"].items() if name != "faults"}
        stores.jobs.tell(viewer, told)
        return told

    try:
        report = _run(app, viewer, found, path, progress, settle)
    except BaseException as fault:
        with app.database.begin(viewer) as stores:
            stores.uploads.change(viewer, upload, state="sent")
        if isinstance(fault, BadInput):
            raise BadInput(called(fault.detail, path.name, name)) from fault
        raise
    if told is None:  # no row of it went in
        with app.database.begin(viewer) as stores:
            told = settle(stores, report)
    remove_file(app.settings.home, upload)
    return told


def start_upload(app: Application, viewer: Viewer, upload: str) -> UploadView:
    """Have a worker import a file in the background. Again, it changes nothing. Raises NotFound, Conflict as an import does."""
    with app.database.read(viewer) as stores:
        found = find_upload(stores, viewer, upload)
        _path(app, _waiting(found, again=found.job is not None))
    job = enqueue_job(app, viewer, "upload", {"upload": upload}, f"upload-{upload}")
    with app.database.begin(viewer) as stores:
        stores.uploads.change(viewer, upload, job=job.id, state="importing" if found.state == "sent" else None)
    return upload_view(app, viewer, upload)


def show_row(app: Application, viewer: Viewer, upload: str, number: int) -> RowView:
    """A row that waits, with its cells and faults. Raises NotFound."""
    with app.database.read(viewer) as stores:
        found = find_upload(stores, viewer, upload)
        rows = stores.uploads.rows(viewer, upload, [number])
    if not rows:
        raise NotFound(ROW, str(number))
    return row_view(found.body, rows[0])


def mend_row(app: Application, viewer: Viewer, upload: str, number: int, typed: Mapping[str, str]) -> RowView:
    """Import a row again with these cells, by header. It is settled if it goes in; else it waits as typed, with its new faults.

    Raises NotFound for a row that does not wait, and what the import has against all of it.
    """
    with app.database.read(viewer) as stores:
        found = find_upload(stores, viewer, upload)
        rows = stores.uploads.rows(viewer, upload, [number])
    if not rows or rows[0].state != "open":
        raise NotFound(ROW, str(number))
    headers = tuple(found.body["headers"])
    cells = {header: _cell(header, rows[0].cells["cells"], typed) for header in headers}
    sheet = TypedRows(f"{upload}-{number}", headers, ((number, tuple(cells[header] for header in headers)),))
    report = _run(app, viewer, found, sheet, None).model_dump(mode="json")
    faults = [one for one in report["faults"] if one["row"] in (number, None)]
    if report["rejected"]:
        told = {"cells": cells, "faults": faults}
        with app.database.begin(viewer) as stores:
            stores.uploads.keep_rows(viewer, upload, [(number, told)])
        return show_row(app, viewer, upload, number)
    with app.database.begin(viewer) as stores:
        stores.uploads.settle_row(viewer, upload, number, "fixed")
    warned = tuple(FaultLine.model_validate(one) for one in faults if one["row"] == number)
    return RowView(number=number, state="fixed", cells=(), faults=warned)


def drop_row(app: Application, viewer: Viewer, upload: str, number: int) -> None:
    """Settle a row that is not to go in. Raises NotFound."""
    with app.database.begin(viewer) as stores:
        find_upload(stores, viewer, upload)
        if not stores.uploads.settle_row(viewer, upload, number, "dropped"):
            raise NotFound(ROW, str(number))


def faulty_sheet(app: Application, viewer: Viewer, upload: str) -> tuple[str, bytes]:
    """The rows that wait as a workbook to correct and send again, and its name: their cells, and on a second sheet their faults.

    Cells are text, so that none becomes a formula and no long number loses digits. That it was exported is in the log.
    """
    from data.importers.workbooks import new_workbook, put, save_workbook

    with app.database.read(viewer) as stores:
        found = find_upload(stores, viewer, upload)
        rows = [one for one in stores.uploads.rows(viewer, upload) if one.state == "open"]
        stores.log.append(viewer, "export", "upload", upload, {"what": "faulty rows", "count": len(rows)}, access=True)
    book = new_workbook(_SHEET)
    sheet, told = book.create_sheet(_SHEET.zh), book.create_sheet(_FAULTS_SHEET.zh)
    for position, header in enumerate(found.body["headers"], 1):
        put(sheet, 1, position, header)
    for at, head in enumerate(_HEADS, 1):
        put(told, 1, at, head)
    line = 2
    for number, row in enumerate(rows, 2):
        for position, header in enumerate(found.body["headers"], 1):
            put(sheet, number, position, cell_text(row.cells["cells"].get(header)))
        for fault in map(FaultLine.model_validate, row.cells["faults"]):
            both = (f"{fault.problem.zh} / {fault.problem.en}", f"{fault.advice.zh} / {fault.advice.en}")
            for at, text in enumerate((str(number), fault.column or "", fault.value or "", *both), 1):
                put(told, line, at, text)
            line += 1
    stream = BytesIO()
    save_workbook(book, stream)
    return f"{Path(found.body['name']).stem}-{_SHEET.zh}.xlsx", stream.getvalue()


# --- the import itself -----------------------------------------------------------------------------------------------------------


def _nothing(_stores: Stores, _report: BaseModel) -> None:
    """A row that is mended has no file to settle."""


def _run(
    app: Application,
    viewer: Viewer,
    found: Upload,
    source: Path | TypedRows,
    progress: Progress | None,
    settle: Callable[[Stores, BaseModel], object] = _nothing,
) -> BaseModel:
    """The report of an import whose records say which file they came from."""
    here = replace(app, database=app.database.for_upload(found.id))
    mapping = mapping_of(found.kind, found.body)
    if found.kind == "certification":
        day = found.body.get("fetched_on")
        fetched = None if day is None else date.fromisoformat(day)
        return import_certification(here, viewer, source, mapping, fetched_on=fetched, settle=settle)
    return import_file(here, viewer, found.kind, source, mapping, progress, settle)


def _brief(report: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of a report."""
    names = ("rows", "imported", "updated", "unchanged", "duplicates", "rejected")
    faults = sorted(report["faults"], key=lambda one: one["severity"] != "rejected")
    kept = sorted(faults[:MOST_FAULTS], key=lambda one: (one["row"] is not None, one["row"] or 0))
    return {name: report[name] for name in names} | {"faults": kept, "left_out": max(len(faults) - MOST_FAULTS, 0)}


def _kept(app: Application, found: Upload, path: Path, faults: Iterable[Mapping[str, Any]]) -> list[tuple[int, dict[str, Any]]]:
    """The rows that did not go in, read from the file once more, each with its faults."""
    of_rows: dict[int, list[Mapping[str, Any]]] = {}
    for fault in faults:
        if fault["row"] is not None:
            of_rows.setdefault(fault["row"], []).append(fault)
    wanted = {number for number, some in of_rows.items() if any(one["severity"] == "rejected" for one in some)}
    if not wanted or found.kind == FORM:
        return []
    headers = found.body["headers"]
    table = open_table(path, [header for header in headers if header], app.settings.upload_limit_mb * MEGABYTE)
    kept: list[tuple[int, dict[str, Any]]] = []
    for number, cells in table.rows:
        if number in wanted:
            told = {header: cell for header, cell in zip(table.headers, cells, strict=False) if header}
            kept.append((number, {"cells": told, "faults": of_rows[number]}))
        if len(kept) == MOST_ROWS:
            break
    return kept


def _cell(header: str, stored: Mapping[str, Any], typed: Mapping[str, str]) -> Any:
    """What was typed; or the stored cell itself where its words were left as they stood, so that a number stays what it was."""
    was = stored.get(header)
    words = typed.get(header)
    if words is None or words.strip() == cell_text(was):
        return was
    return words.replace("\r\n", "\n").strip() or None


def _waiting(found: Upload, again: bool = False) -> Upload:
    if found.state == "done":
        raise Conflict(_DONE)
    if found.state == "importing" and not again:
        raise Conflict(_GOES_ON)
    return found


def _path(app: Application, found: Upload) -> Path:
    path = upload_path(app.settings.home, found.id, found.body["ending"])
    if not path.is_file():
        raise Conflict(_GONE.format(file=found.body["name"]))
    return path
