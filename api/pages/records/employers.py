"""Employers as records: the list, one employer with its postings, and the forms in which one is entered and edited."""

from functools import partial
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import ApplicationOf, StaffOf
from api.actions import employers_entry, posting_records
from api.actions.entering import AlreadyThere, ChangedMeanwhile, EntryRefused
from api.entry_fields import EMPLOYER_GROUPS, EMPLOYERS, fields_of, word_text
from api.origin import FromOwnPage
from api.pages.forms import LongForm
from api.pages.records.entry import cells_of, entry_page, sent_marks, typed_of
from api.pages.rendering import href, render
from api.routes.parameters import LONGEST, PRINTABLE, After
from data.importers.columns_postings import EMPLOYER_KINDS

router = APIRouter(include_in_schema=False)

ROWS: Final = 50
FORM: Final = fields_of(EMPLOYER_GROUPS, EMPLOYERS)
KINDS: Final = {kind.value: word_text(word) for word, kind in EMPLOYER_KINDS.items()}

EmployerId = Annotated[str, Path(max_length=LONGEST, pattern=PRINTABLE)]
Done = Annotated[Literal["saved", "added", "there"] | None, Query()]


@router.get("/employers")
def list_page(request: Request, app: ApplicationOf, viewer: StaffOf, after: After = None) -> HTMLResponse:
    """All employers."""
    page = posting_records.list_employers(app, viewer, after, ROWS)
    return render(request, "records/employers.html", page=page, after=after, kinds=KINDS)


@router.get("/employers/new")
def new_page(request: Request, viewer: StaffOf) -> HTMLResponse:
    """An empty form."""
    return entry_page(request, "records/employer_new.html", FORM, {})


@router.post("/employers/new")
def add(request: Request, app: ApplicationOf, viewer: StaffOf, _: FromOwnPage, form: LongForm) -> Response:
    """Enter the employer; one that is stored already is opened instead."""
    try:
        made = employers_entry.add_employer(app, viewer, cells_of(form, FORM), accepted="accepted" in form)
    except AlreadyThere as there:
        return RedirectResponse(href("employers", there.id, done="there"), status_code=303)
    except EntryRefused as refused:
        return entry_page(request, "records/employer_new.html", FORM, typed_of(form, FORM), refused=refused)
    return RedirectResponse(href("employers", made.id, done="added"), status_code=303)


@router.get("/employers/{employer}")
def employer_page(request: Request, app: ApplicationOf, viewer: StaffOf, employer: EmployerId, done: Done = None) -> HTMLResponse:
    """One employer and its postings."""
    view = posting_records.employer_record(app, viewer, employer)
    return render(request, "records/employer.html", view=view, line=view.line, done=done, kinds=KINDS)


@router.get("/employers/{employer}/edit")
def edit_page(request: Request, app: ApplicationOf, viewer: StaffOf, employer: EmployerId) -> HTMLResponse:
    """The employer in a form."""
    view = employers_entry.employer_form(app, viewer, employer)
    return entry_page(request, "records/employer_edit.html", FORM, view.cells, was=view.was, employer=employer, called=view.called)


@router.post("/employers/{employer}/edit")
def save(request: Request, app: ApplicationOf, viewer: StaffOf, _: FromOwnPage, employer: EmployerId, form: LongForm) -> Response:
    """Save what was changed. Who is second to save is told, and finds both versions."""
    was = sent_marks(form, len(employers_entry.EDITED))
    page = partial(entry_page, request, "records/employer_edit.html", FORM, employer=employer, called=form.get("employer", ""))
    try:
        employers_entry.change_employer(app, viewer, employer, cells_of(form, FORM), was, accepted="accepted" in form)
    except ChangedMeanwhile as meanwhile:
        return page(meanwhile.cells, meanwhile=meanwhile)
    except EntryRefused as refused:
        return page(typed_of(form, FORM), was=was, refused=refused)
    return RedirectResponse(href("employers", employer, done="saved"), status_code=303)
