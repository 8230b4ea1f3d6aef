"""A row that did not go in: its cells to correct, each fault beside its field, and another try."""

from collections.abc import Mapping
from typing import Annotated, Final

from fastapi import APIRouter, Path, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import ApplicationOf, OrganizerOf
from api.actions import upload_imports, uploads
from api.actions.importing import FaultLine
from api.origin import FromOwnPage
from api.pages.forms import Form, LongForm
from api.pages.imports.running import UploadId
from api.pages.rendering import href, render
from api.schemas.uploads import RowView, UploadView

router = APIRouter(include_in_schema=False)

RowNumber = Annotated[int, Path(ge=1, le=2**31 - 1)]
_CELL: Final = "cell."
"""Before the position of a column: the field that holds its cell."""


@router.get("/imports/{upload}/rows/{number}")
def row_page(request: Request, app: ApplicationOf, viewer: OrganizerOf, upload: UploadId, number: RowNumber) -> HTMLResponse:
    """The row with what was wrong."""
    return _page(request, uploads.upload_view(app, viewer, upload), upload_imports.show_row(app, viewer, upload, number))


@router.post("/imports/{upload}/rows/{number}")
def mend(
    request: Request, app: ApplicationOf, viewer: OrganizerOf, _: FromOwnPage, upload: UploadId, number: RowNumber, form: LongForm
) -> Response:
    """Try the row again as corrected; what is still wrong comes back beside its field."""
    headers = [header for header, _ in upload_imports.show_row(app, viewer, upload, number).cells]
    typed = {header: form[f"{_CELL}{at}"] for at, header in enumerate(headers, 1) if f"{_CELL}{at}" in form}
    row = upload_imports.mend_row(app, viewer, upload, number, typed)
    if row.state == "open":
        return _page(request, uploads.upload_view(app, viewer, upload), row, again=True)
    return RedirectResponse(href("imports", upload, done="fixed"), status_code=303)


@router.post("/imports/{upload}/rows/{number}/drop")
def drop(
    app: ApplicationOf, viewer: OrganizerOf, _: FromOwnPage, upload: UploadId, number: RowNumber, form: Form
) -> RedirectResponse:
    """Settle a row that is not to go in."""
    upload_imports.drop_row(app, viewer, upload, number)
    return RedirectResponse(href("imports", upload, done="dropped"), status_code=303)


def _page(request: Request, view: UploadView, row: RowView, again: bool = False) -> HTMLResponse:
    at_cell: dict[str, list[FaultLine]] = {}
    headers = [header for header, _ in row.cells]
    for fault in row.faults:
        if fault.column in headers:
            at_cell.setdefault(fault.column, []).append(fault)
    titles: Mapping[str, tuple[object, ...]] = {one.header: one.titles for one in view.columns}
    cells = [(f"{_CELL}{at}", header, cell) for at, (header, cell) in enumerate(row.cells, 1) if header]
    return render(
        request,
        "imports/row.html",
        status=422 if again else 200,
        view=view,
        row=row,
        faulty=[one for one in cells if one[1] in at_cell],
        filled=[one for one in cells if one[1] not in at_cell and one[2]],
        empty=[one for one in cells if one[1] not in at_cell and not one[2]],
        at_cell=at_cell,
        of_row=[fault for fault in row.faults if fault.column not in headers],
        titles=titles,
        again=again,
    )
