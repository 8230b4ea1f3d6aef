"""Imports that went in, and undoing one, as JSON."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Path
from pydantic import BaseModel
from starlette.responses import Response

from api.access import ApplicationOf, OrganizerOf
from api.actions import imports
from api.once import IdempotencyKey
from api.origin import FromProgram
from api.routes import sent_rows
from api.routes.parameters import LONGEST, PRINTABLE, After, Limit
from api.schemas.base import Page
from api.schemas.imports import ImportLine, ImportView
from api.schemas.uploads import UndoneView
from matching.knowledge.catalogue import Text

router = APIRouter()

ImportId = Annotated[
    str,
    Path(
        alias="import", max_length=LONGEST, pattern=PRINTABLE, description="Id of the import", examples=["i_0123456789abcdef0123"]
    ),
]
_LINE: Final = ImportLine(
    id="i_0123456789abcdef0123",
    kind="candidates",
    kind_text=Text(zh="求职者", en="candidates"),
    state="published",
    rows=120,
    made_at=datetime(2027, 3, 18, 1, 30, tzinfo=UTC),
    made_by="local",
    undo_until=date(2027, 4, 17),
    undone_at=None,
    upload=None,
)
EXAMPLES: Final[Mapping[str, BaseModel]] = {
    "listImports": Page[ImportLine](items=(_LINE,), next=None),
    "importRows": sent_rows.EXAMPLES["importRows"],
    "getImport": ImportView(**dict(_LINE), obstacles=()),
    "undoImport": UndoneView(removed=96, restored=24, left=0),
}


def _answer(view: BaseModel) -> Response:
    return Response(view.model_dump_json(), media_type="application/json")


@router.get(
    "/imports",
    operation_id="listImports",
    tags=["imports"],
    summary="Imports",
    response_description="Imports that went in, newest first",
    response_model=Page[ImportLine],
)
def get_imports(app: ApplicationOf, viewer: OrganizerOf, after: After = None, limit: Limit = 50) -> Response:
    """What was imported when, by whom, and until when it can be undone."""
    return _answer(imports.list_imports(app, viewer, after, limit))


@router.get(
    "/imports/{import}",
    operation_id="getImport",
    tags=["imports"],
    summary="One import",
    response_description="The import, with what keeps it from being undone",
    response_model=ImportView,
)
def get_import(app: ApplicationOf, viewer: OrganizerOf, name: ImportId) -> Response:
    """One import, and whether something that came later stands in the way of undoing it."""
    return _answer(imports.import_view(app, viewer, name))


@router.post(
    "/imports/{import}/undo",
    operation_id="undoImport",
    tags=["imports"],
    summary="Undo an import",
    response_description="How much was removed, put back, and left as it is",
    response_model=UndoneView,
)
def post_undo(app: ApplicationOf, viewer: OrganizerOf, _: FromProgram, name: ImportId, key: IdempotencyKey) -> Response:
    """Put back what was there before. A file that was sent through a page is undone whole. Refused, with the reason, where
    something changed or rests on it since."""
    return _answer(imports.undo_import(app, viewer, name))
