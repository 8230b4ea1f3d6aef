"""Imports that went in, by page or by command: look at them, and undo one."""

from typing import Any, Final

from api.actions.errors import Conflict, NotFound
from api.actions.undoing import obstacles_of, refuse_if_resting, undo_upload
from api.actions.upload_columns import kind_text
from api.schemas.base import Page
from api.schemas.imports import ImportLine, ImportView
from api.schemas.uploads import UndoneView
from api.wiring import Application
from data.stores import Import, NotAllowed, Stores
from matching.knowledge.catalogue import Text
from matching.records import Role, Viewer

IMPORT: Final = Text(zh="导入记录", en="import")
_ORGANIZER_ONLY: Final = "only an organizer sees and undoes imports"
_SOMEBODY_ELSES: Final = Text(
    zh="这是别人的导入；请导入的人或市级组织者撤销。",
    en="This import is somebody else's: ask them, or an organizer of the city, to undo it.",
)


def list_imports(app: Application, viewer: Viewer, after: str | None = None, limit: int = 50) -> Page[ImportLine]:
    """Imports that were published, newest first. Raises NotAllowed."""
    _check(viewer)
    with app.database.read(viewer) as stores:
        found = [one for one in reversed(stores.imports.list(viewer)) if one.published_at is not None]
    if after is not None:
        ids = [one.id for one in found]
        found = found[ids.index(after) + 1 :] if after in ids else []
    items = tuple(ImportLine(**_line(one)) for one in found[:limit])
    return Page[ImportLine](items=items, next=items[-1].id if len(found) > limit else None)


def import_view(app: Application, viewer: Viewer, import_id: str) -> ImportView:
    """One import, with what keeps it from being undone. Raises NotFound, NotAllowed."""
    _check(viewer)
    with app.database.read(viewer) as stores:
        found = _find(stores, viewer, import_id)
        obstacles = () if found.undone_at is not None else obstacles_of(stores, viewer, [import_id])
    return ImportView(**_line(found), obstacles=obstacles)


def undo_import(app: Application, viewer: Viewer, import_id: str) -> UndoneView:
    """Put back what was there before an import; of a file that was sent through a page, all its imports together.

    Raises NotFound, NotAllowed, and Conflict with what stands in the way: nothing changes then.
    """
    _check(viewer)
    with app.database.read(viewer) as stores:
        found = _find(stores, viewer, import_id)
    if found.upload is not None:
        return undo_upload(app, viewer, found.upload)
    with app.database.begin(viewer) as stores:
        refuse_if_resting(stores, viewer, import_id)
        if found.staged_by != viewer.account and viewer.district is not None:
            raise Conflict(_SOMEBODY_ELSES)
        done = stores.undo.undo(viewer, import_id)
    return UndoneView(removed=done.removed, restored=done.restored, left=done.left)


def _check(viewer: Viewer) -> None:
    if viewer.role is not Role.ORGANIZER:
        raise NotAllowed(_ORGANIZER_ONLY)


def _find(stores: Stores, viewer: Viewer, import_id: str) -> Import:
    found = stores.imports.get(viewer, import_id)
    if found is None or found.published_at is None:
        raise NotFound(IMPORT, import_id)
    return found


def _line(one: Import) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "kind_text": kind_text(one.kind),
        "state": "published" if one.undone_at is None else "undone",
        "rows": one.rows,
        "made_at": one.published_at,
        "made_by": one.staged_by,
        "undo_until": one.undo_until,
        "undone_at": one.undone_at,
        "upload": one.upload,
    }
