"""Files that somebody sends to be imported: kept privately until they are imported, looked at, and forgotten on their day."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from api.actions.errors import BadInput, NotFound
from api.actions.importing import FaultLine
from api.actions.undoing import obstacles_of
from api.actions.upload_columns import column_views, inspect, kind_text
from api.schemas.base import Page
from api.schemas.uploads import RowView, UploadLine, UploadReport, UploadView
from api.upload_files import ending_of, files_left, place_file, remove_file, shown_name, upload_path
from api.wiring import Application
from data.importers.sheets import cell_text
from data.importers.templates import sheet_kinds
from data.stores import Stores
from data.stores.uploads import FaultyRow, Upload
from matching.knowledge.catalogue import Text
from matching.policy import policy_on
from matching.records import Viewer

UPLOAD: Final = Text(zh="上传的文件（可能已到期删除）", en="uploaded file (it may have been removed on its day)")
KINDS: Final = ("candidates", "postings", *(kind for kind in sheet_kinds() if kind not in ("candidates", "postings")), "assessment")
NO_KIND: Final = Text(zh="请选择要导入的是什么。", en="Choose what the file holds.")
_AHEAD: Final = Text(zh="文件的日期 {day} 在今天之后；请改正。", en="The day of the file, {day}, lies ahead: correct it.")


def keep_upload(
    app: Application, viewer: Viewer, upload: str, kind: str, part: Path, given_name: str, fetched_on: date | None = None
) -> UploadView:
    """Take in a file that lies at `part`, under the id `upload`, and look at its columns; nothing is imported yet.

    Raises BadInput for an unknown kind, an ending that cannot be read, a day ahead, and whatever the reader has against the file;
    it is removed then.
    """
    name = shown_name(given_name)
    try:
        if kind not in KINDS:
            raise BadInput(NO_KIND)
        if fetched_on is not None and fetched_on > app.today:
            raise BadInput(_AHEAD.format(day=fetched_on))
        ending = ending_of(name)
        path = upload_path(app.settings.home, upload, ending)
        place_file(part, path)
        body: dict[str, Any] = {
            "name": name,
            "ending": ending,
            "fetched_on": None if fetched_on is None else fetched_on.isoformat(),
        }
        body |= inspect(app, kind, path, name)
        with app.database.begin(viewer) as stores:
            stores.uploads.add(viewer, upload, kind, body, _forget_on(app))
    except BaseException:
        part.unlink(missing_ok=True)
        remove_file(app.settings.home, upload)
        raise
    return upload_view(app, viewer, upload)


def list_uploads(app: Application, viewer: Viewer, after: str | None = None, limit: int = 50) -> Page[UploadLine]:
    """The files that the viewer may see, newest first."""
    with app.database.read(viewer) as stores:
        found = stores.uploads.list(viewer, after, limit)
        waiting = stores.uploads.count_open(viewer)
        undone = {one.upload for one in stores.imports.list(viewer) if one.state == "undone"}
        items = tuple(
            UploadLine(
                id=one.id,
                kind=one.kind,
                kind_text=kind_text(one.kind),
                name=one.body.get("name", ""),
                state=one.state,
                made_by=one.made_by,
                made_at=one.made_at,
                report=_report(one.body, brief=True),
                open_rows=waiting.get(one.id, 0),
                undone=one.id in undone,
            )
            for one in found
        )
    return Page[UploadLine](items=items, next=found[-1].id if len(found) == limit else None)


def upload_view(app: Application, viewer: Viewer, upload: str) -> UploadView:
    """One file with its columns, or with what came of it. Raises NotFound."""
    with app.database.read(viewer) as stores:
        found = find_upload(stores, viewer, upload)
        rows = stores.uploads.rows(viewer, upload)
        made = [one for one in stores.imports.list(viewer, upload) if one.published_at is not None]
        standing = [one for one in made if one.undone_at is None]
        obstacles = obstacles_of(stores, viewer, [one.id for one in standing])
    body = found.body
    day = body.get("fetched_on")
    return UploadView(
        id=found.id,
        kind=found.kind,
        kind_text=kind_text(found.kind),
        name=body.get("name", ""),
        state=found.state,
        made_by=found.made_by,
        made_at=found.made_at,
        forget_on=found.forget_on,
        job=found.job,
        columns=column_views(found.kind, body),
        known=body.get("known", False),
        first_rows=tuple(map(tuple, body.get("first_rows", ()))),
        more_rows=body.get("more_rows", False),
        counted=body.get("counted", 0),
        tried=body.get("tried"),
        readable=body.get("readable"),
        missing=tuple(map(Text.model_validate, body.get("missing", ()))),
        notes=tuple(map(Text.model_validate, body.get("notes", ()))),
        fetched_on=None if day is None else date.fromisoformat(day),
        report=_report(body),
        rows=tuple(row_view(body, one) for one in rows),
        imports=tuple(one.id for one in standing),
        undo_until=min((one.undo_until for one in standing if one.undo_until is not None), default=None),
        undone_at=max((one.undone_at for one in made if one.undone_at is not None), default=None) if not standing else None,
        obstacles=obstacles,
    )


def remove_upload(app: Application, viewer: Viewer, upload: str) -> None:
    """Remove a file and the rows that wait; what was imported stays. Raises NotFound."""
    with app.database.begin(viewer) as stores:
        if not stores.uploads.remove(viewer, upload):
            raise NotFound(UPLOAD, upload)
    remove_file(app.settings.home, upload)


def forget_uploads(app: Application, viewer: Viewer) -> int:
    """Remove what is kept of files and imports whose day has passed. Where somebody was killed: files that were imported already,
    and those of before yesterday that nobody wrote down; none of them is still being sent. Returns of how many uploads."""
    with app.database.begin(viewer) as stores:
        over = stores.uploads.forget(viewer, app.today)
        stores.undo.forget(viewer, app.today)
    for upload in over:
        remove_file(app.settings.home, upload)
    left, before = files_left(app.settings.home), app.today - timedelta(days=1)
    with app.database.read(viewer) as stores:
        states = stores.uploads.states(viewer, left)
    for upload, written in left.items():
        if states.get(upload) == "done" or (upload not in states and written < before):
            remove_file(app.settings.home, upload)
    return len(over)


def find_upload(stores: Stores, viewer: Viewer, upload: str) -> Upload:
    """The upload, or NotFound."""
    found = stores.uploads.get(viewer, upload)
    if found is None:
        raise NotFound(UPLOAD, upload)
    return found


def row_view(body: Mapping[str, Any], row: FaultyRow) -> RowView:
    """A row with its faults, in the order of the file's columns."""
    faults = (FaultLine.model_validate(one) for one in row.cells.get("faults", ()))
    told = row.cells.get("cells", {})
    cells = tuple((header, cell_text(told.get(header))) for header in body.get("headers", ()) if row.cells)
    return RowView.model_validate({"number": row.number, "state": row.state, "cells": cells, "faults": tuple(faults)})


def _report(body: Mapping[str, Any], brief: bool = False) -> UploadReport | None:
    told = body.get("report")
    if told is None:
        return None
    return UploadReport.model_validate(told | {"faults": ()} if brief else told)


def _forget_on(app: Application) -> date:
    return app.today + timedelta(days=policy_on(app.today).number("import.upload_days"))
