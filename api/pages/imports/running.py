"""One file: how its columns are read, its import with progress, what came of it, and undoing it."""

from typing import Annotated, Final, Literal

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import ApplicationOf, OrganizerOf
from api.actions import jobs, upload_imports, uploads
from api.actions.errors import ActionError, BadInput, Conflict, NotFound
from api.actions.undoing import undo_upload
from api.actions.upload_columns import field_titles
from api.origin import FromOwnPage
from api.pages.forms import Form
from api.pages.rendering import href, render
from api.routes.papers import disposition
from api.schemas.jobs import JobView
from api.schemas.uploads import UploadView
from api.wiring import Application
from matching.knowledge.catalogue import Text
from matching.records import Viewer

router = APIRouter(include_in_schema=False)

FAULTS: Final = 100
ROWS: Final = 30
UNSURE: Final = 0.8
"""Under this confidence a column asks to be looked at."""
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_COLUMN: Final = Text(zh="列", en="column")

UploadId = Annotated[str, Path(max_length=40, pattern=r"^[\w-]+$")]
Position = Annotated[int, Path(ge=1, le=20_000)]
Done = Annotated[Literal["imported", "column", "undone", "fixed", "dropped"] | None, Query()]
PageNumber = Annotated[int, Query(alias="page", ge=1, le=10_000)]


@router.get("/imports/{upload}")
def file_page(
    request: Request, app: ApplicationOf, viewer: OrganizerOf, upload: UploadId, done: Done = None, number: PageNumber = 1
) -> HTMLResponse:
    """The file as it stands: to be checked, being imported, or with what came of it."""
    return _page(request, app, viewer, uploads.upload_view(app, viewer, upload), done=done, number=number)


@router.get("/imports/{upload}/columns/{position}")
def column_page(request: Request, app: ApplicationOf, viewer: OrganizerOf, upload: UploadId, position: Position) -> HTMLResponse:
    """One column: its cells, why it is read so, and what else it may be."""
    return _column(request, uploads.upload_view(app, viewer, upload), position)


@router.post("/imports/{upload}/columns/{position}")
def change_column(
    request: Request, app: ApplicationOf, viewer: OrganizerOf, _: FromOwnPage, upload: UploadId, position: Position, form: Form
) -> Response:
    """Read a column as something else, or leave it out."""
    try:
        upload_imports.change_column(app, viewer, upload, position, form.get("field", ""))
    except BadInput as refused:
        return _column(request, uploads.upload_view(app, viewer, upload), position, form.get("field", ""), refused.detail)
    return _to(upload, "column")


@router.post("/imports/{upload}/run")
def run(request: Request, app: ApplicationOf, viewer: OrganizerOf, _: FromOwnPage, upload: UploadId, form: Form) -> Response:
    """Import the file, here and now or as a job. A second press finds the first one's page."""
    try:
        if form.get("how") == "background":
            upload_imports.start_upload(app, viewer, upload)
            return _to(upload)
        upload_imports.import_upload(app, viewer, upload, again=form.get("again") == "yes")
    except BadInput as refused:
        return _page(request, app, viewer, uploads.upload_view(app, viewer, upload), refused=refused.detail)
    except Conflict:
        return _to(upload)
    return _to(upload, "imported")


@router.post("/imports/{upload}/retry")
def retry(app: ApplicationOf, viewer: OrganizerOf, _: FromOwnPage, upload: UploadId, form: Form) -> RedirectResponse:
    """Have the job tried again that failed or was stopped."""
    view = uploads.upload_view(app, viewer, upload)
    if view.job is not None:
        jobs.retry_job(app, viewer, view.job)
    return _to(upload)


@router.post("/imports/{upload}/cancel")
def cancel(app: ApplicationOf, viewer: OrganizerOf, _: FromOwnPage, upload: UploadId, form: Form) -> RedirectResponse:
    """Stop the job; nothing of it is published then."""
    view = uploads.upload_view(app, viewer, upload)
    if view.job is not None:
        jobs.cancel_job(app, viewer, view.job)
    return _to(upload)


@router.post("/imports/{upload}/undo")
def undo(request: Request, app: ApplicationOf, viewer: OrganizerOf, _: FromOwnPage, upload: UploadId, form: Form) -> Response:
    """Put back what was there before the file was imported."""
    try:
        undo_upload(app, viewer, upload)
    except Conflict as refused:
        return _page(request, app, viewer, uploads.upload_view(app, viewer, upload), refused=refused.detail, status=409)
    return _to(upload, "undone")


@router.get("/imports/{upload}/rows.xlsx")
def faulty_rows(app: ApplicationOf, viewer: OrganizerOf, upload: UploadId) -> Response:
    """The rows that did not go in, as a sheet to correct and send again."""
    name, content = upload_imports.faulty_sheet(app, viewer, upload)
    return Response(content, media_type=XLSX, headers=disposition(name))


def _to(upload: str, done: str | None = None) -> RedirectResponse:
    return RedirectResponse(href("imports", upload, done=done), status_code=303)


def _job(app: Application, viewer: Viewer, view: UploadView) -> JobView | None:
    if view.job is None:
        return None
    try:
        return jobs.show_job(app, viewer, view.job)
    except ActionError:
        # Removed since, as jobs are that ended long ago.
        return None


def _page(
    request: Request,
    app: Application,
    viewer: Viewer,
    view: UploadView,
    *,
    done: str | None = None,
    refused: Text | None = None,
    status: int = 422,
    number: int = 1,
) -> HTMLResponse:
    job = _job(app, viewer, view)
    going = view.state == "importing" and (job is None or job.state in ("waiting", "running"))
    template = "done" if view.state == "done" else "going" if going and refused is None else "check"
    waiting = [row for row in view.rows if row.state == "open"]
    faults = () if view.report is None else view.report.faults
    others = [one for one in faults if one.row not in {row.number for row in view.rows}]
    return render(
        request,
        f"imports/{template}.html",
        status=200 if refused is None else status,
        view=view,
        job=job,
        alone=jobs.waits_unattended(app, viewer, job),
        unsure=[one for one in view.columns if one.confidence is not None and one.confidence < UNSURE],
        waiting=waiting[(number - 1) * ROWS : number * ROWS],
        all_waiting=len(waiting),
        settled=[row for row in view.rows if row.state != "open"],
        number=number,
        more=len(waiting) > number * ROWS,
        others=others[:FAULTS],
        more_faults=max(len(others) - FAULTS, 0) + (0 if view.report is None else view.report.left_out),
        done=done,
        refused=refused,
    )


def _column(
    request: Request, view: UploadView, position: int, chosen: str | None = None, fault: Text | None = None
) -> HTMLResponse:
    column = next((one for one in view.columns if one.position == position), None)
    if column is None:
        raise NotFound(_COLUMN, str(position))
    taken = {field: one.header for one in view.columns if one.position != position for field in one.fields}
    return render(
        request,
        "imports/column.html",
        status=422 if fault is not None else 200,
        view=view,
        column=column,
        fields=field_titles(view.kind),
        taken=taken,
        chosen=chosen if chosen is not None else (column.fields[0] if len(column.fields) == 1 else ""),
        fault=fault,
    )
