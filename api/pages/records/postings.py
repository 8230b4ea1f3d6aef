"""Postings as records: the list, one posting, its status, and the forms in which one is entered and edited."""

from functools import partial
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import ApplicationOf, StaffOf
from api.actions import posting_records, postings_entry
from api.actions.entering import AlreadyThere, ChangedMeanwhile, EntryRefused
from api.actions.postings import set_status
from api.entry_fields import POSTING_GROUPS, POSTINGS, fields_of
from api.origin import FromOwnPage
from api.pages.forms import Form, LongForm
from api.pages.records.entry import cells_of, entry_page, sent_marks, typed_of
from api.pages.rendering import href, render
from api.routes.parameters import LONGEST, PRINTABLE, After, PostingId
from matching.records import PostingStatus

router = APIRouter(include_in_schema=False)

ROWS: Final = 50
NEW: Final = fields_of(POSTING_GROUPS, POSTINGS)
EDIT: Final = fields_of(POSTING_GROUPS, POSTINGS, frozenset({"employer", "employer_code"}))

Done = Annotated[Literal["saved", "added", "there", "status"] | None, Query()]
Status = Annotated[PostingStatus | None, Query()]
OfEmployer = Annotated[str, Query(max_length=LONGEST, pattern=PRINTABLE)]


@router.get("/postings")
def list_page(request: Request, app: ApplicationOf, viewer: StaffOf, after: After = None, status: Status = None) -> HTMLResponse:
    """All postings, or those of one status."""
    page = posting_records.list_postings(app, viewer, after, ROWS, None if status is None else status.value)
    return render(request, "records/postings.html", page=page, after=after, chosen=status, statuses=posting_records.STATUSES)


@router.get("/postings/new")
def new_page(request: Request, app: ApplicationOf, viewer: StaffOf, employer: OfEmployer | None = None) -> HTMLResponse:
    """An empty form, or one of an employer that is stored."""
    line = None if employer is None else posting_records.employer_record(app, viewer, employer).line
    cells = {} if line is None else {"employer": line.name, "employer_code": line.code or ""}
    return entry_page(request, "records/posting_new.html", NEW, cells)


@router.post("/postings/new")
def add(request: Request, app: ApplicationOf, viewer: StaffOf, _: FromOwnPage, form: LongForm) -> Response:
    """Enter the posting; one that is stored already is opened instead."""
    try:
        made = postings_entry.add_posting(app, viewer, cells_of(form, NEW), accepted="accepted" in form)
    except AlreadyThere as there:
        return RedirectResponse(href("postings", there.id, done="there"), status_code=303)
    except EntryRefused as refused:
        return entry_page(request, "records/posting_new.html", NEW, typed_of(form, NEW), refused=refused)
    return RedirectResponse(href("postings", made.id, done="added"), status_code=303)


@router.get("/postings/{posting}")
def posting_page(request: Request, app: ApplicationOf, viewer: StaffOf, posting: PostingId, done: Done = None) -> HTMLResponse:
    """One posting, and what is to be done about it."""
    view = posting_records.posting_record(app, viewer, posting)
    return render(request, "records/posting.html", view=view, line=view.line, done=done, statuses=posting_records.STATUSES)


@router.post("/postings/{posting}/status")
def change_status(app: ApplicationOf, viewer: StaffOf, _: FromOwnPage, posting: PostingId, form: Form) -> RedirectResponse:
    """Open, close or fill a posting; lists stop showing it at once when it is not open."""
    set_status(app, viewer, posting, form.get("status", ""))
    return RedirectResponse(href("postings", posting, done="status"), status_code=303)


@router.get("/postings/{posting}/edit")
def edit_page(request: Request, app: ApplicationOf, viewer: StaffOf, posting: PostingId) -> HTMLResponse:
    """The posting in a form."""
    view = postings_entry.posting_form(app, viewer, posting)
    return entry_page(request, "records/posting_edit.html", EDIT, view.cells, was=view.was, posting=posting, called=view.called)


@router.post("/postings/{posting}/edit")
def save(request: Request, app: ApplicationOf, viewer: StaffOf, _: FromOwnPage, posting: PostingId, form: LongForm) -> Response:
    """Save what was changed. Who is second to save is told, and finds both versions."""
    was = sent_marks(form, len(postings_entry.EDITED))
    page = partial(entry_page, request, "records/posting_edit.html", EDIT, posting=posting, called=form.get("title", ""))
    try:
        postings_entry.change_posting(app, viewer, posting, cells_of(form, EDIT), was, accepted="accepted" in form)
    except ChangedMeanwhile as meanwhile:
        return page(meanwhile.cells, meanwhile=meanwhile)
    except EntryRefused as refused:
        return page(typed_of(form, EDIT), was=was, refused=refused)
    return RedirectResponse(href("postings", posting, done="saved"), status_code=303)
