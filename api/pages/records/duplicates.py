"""Records that look the same: postings side by side, files of people when they are asked for; merge, and take it back."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import ApplicationOf, OrganizerOf
from api.actions import duplicates, merging
from api.actions.errors import ActionError
from api.origin import FromOwnPage
from api.pages.fair.sent import sent_id, sent_number
from api.pages.forms import Form
from api.pages.rendering import href, render
from api.schemas.records import TwinPeopleView
from api.wiring import Application
from matching.geography import DISTRICTS
from matching.knowledge.catalogue import Text
from matching.records import Viewer

router = APIRouter(include_in_schema=False)

Done = Annotated[Literal["merged", "parted", "people", "people-parted"] | None, Query()]
Number = Annotated[int | None, Query(alias="merge", ge=1, le=2**31 - 1)]


@router.get("/duplicates")
def duplicates_page(
    request: Request, app: ApplicationOf, viewer: OrganizerOf, done: Done = None, merge: Number = None
) -> HTMLResponse:
    """Postings that look the same, and the merges so far."""
    return _page(request, app, viewer, done=done, merge=merge)


@router.post("/duplicates/people")
def people_page(request: Request, app: ApplicationOf, viewer: OrganizerOf, _: FromOwnPage, form: Form) -> HTMLResponse:
    """Files that may be of one person: looked for only when asked, since files are opened for it."""
    return _page(request, app, viewer, people=duplicates.twin_people(app, viewer))


@router.post("/duplicates/postings/merge")
def merge_postings(request: Request, app: ApplicationOf, viewer: OrganizerOf, _: FromOwnPage, form: Form) -> Response:
    """Take one posting for another."""
    try:
        made = duplicates.merge_postings(app, viewer, sent_id(form, "kept"), sent_id(form, "merged"))
    except ActionError as refused:
        return _page(request, app, viewer, refused=refused)
    return RedirectResponse(href("duplicates", done="merged", merge=made), status_code=303)


@router.post("/duplicates/postings/part")
def part_postings(request: Request, app: ApplicationOf, viewer: OrganizerOf, _: FromOwnPage, form: Form) -> Response:
    """Part two postings again, for good."""
    try:
        merging.undo(app, viewer, str(sent_number(form, "merge")))
    except ActionError as refused:
        return _page(request, app, viewer, refused=refused)
    return RedirectResponse(href("duplicates", done="parted"), status_code=303)


@router.post("/duplicates/people/merge")
def merge_people(request: Request, app: ApplicationOf, viewer: OrganizerOf, _: FromOwnPage, form: Form) -> Response:
    """Hide a second file of somebody."""
    try:
        made = duplicates.merge_people(app, viewer, sent_id(form, "kept"), sent_id(form, "merged"))
    except ActionError as refused:
        return _page(request, app, viewer, refused=refused)
    return RedirectResponse(href("duplicates", done="people", merge=made), status_code=303)


@router.post("/duplicates/people/part")
def part_people(request: Request, app: ApplicationOf, viewer: OrganizerOf, _: FromOwnPage, form: Form) -> Response:
    """Show a second file again, for good."""
    try:
        duplicates.part_people(app, viewer, sent_number(form, "merge"))
    except ActionError as refused:
        return _page(request, app, viewer, refused=refused)
    return RedirectResponse(href("duplicates", done="people-parted"), status_code=303)


def _page(
    request: Request,
    app: Application,
    viewer: Viewer,
    *,
    people: tuple[TwinPeopleView, ...] | None = None,
    done: str | None = None,
    merge: int | None = None,
    refused: ActionError | None = None,
) -> HTMLResponse:
    detail: Text | None = None if refused is None else refused.detail
    return render(
        request,
        "records/duplicates.html",
        status=200 if refused is None else refused.status,
        view=duplicates.duplicates_view(app, viewer),
        people=people,
        districts={code: area.text for code, area in DISTRICTS.items()},
        done=done,
        merge=merge,
        refused=detail,
    )
