"""The forms in which a person is entered and edited."""

from functools import partial
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import ApplicationOf, StaffOf
from api.actions import people_entry
from api.actions.entering import AlreadyThere, ChangedMeanwhile, EntryRefused
from api.entry_fields import PEOPLE, PERSON_GROUPS, fields_of
from api.origin import FromOwnPage
from api.pages.forms import LongForm
from api.pages.records.entry import cells_of, entry_page, sent_marks, typed_of
from api.pages.rendering import href
from api.routes.parameters import CandidateId

router = APIRouter(include_in_schema=False)

NEW: Final = fields_of(PERSON_GROUPS, PEOPLE)
EDIT: Final = fields_of(PERSON_GROUPS, PEOPLE, frozenset({"citizen_number", "external_id"}))

Done = Annotated[Literal["saved", "added", "there"] | None, Query()]


@router.get("/people/new")
def new_page(request: Request, viewer: StaffOf) -> HTMLResponse:
    """An empty form."""
    return entry_page(request, "records/person_new.html", NEW, {"profiling": "是"})


@router.post("/people/new")
def add(request: Request, app: ApplicationOf, viewer: StaffOf, _: FromOwnPage, form: LongForm) -> Response:
    """Enter the person; somebody who is stored already is opened instead."""
    try:
        made = people_entry.add_person(app, viewer, cells_of(form, NEW), accepted="accepted" in form)
    except AlreadyThere as there:
        return RedirectResponse(href("people", there.id, "edit", done="there"), status_code=303)
    except EntryRefused as refused:
        return entry_page(request, "records/person_new.html", NEW, typed_of(form, NEW), refused=refused)
    return RedirectResponse(href("people", made.id, "edit", done="added"), status_code=303)


@router.get("/people/{candidate}/edit")
def edit_page(request: Request, app: ApplicationOf, viewer: StaffOf, candidate: CandidateId, done: Done = None) -> HTMLResponse:
    """The file in a form; opening it is in the log."""
    view = people_entry.person_form(app, viewer, candidate)
    return entry_page(
        request, "records/person.html", EDIT, view.cells, was=view.was, person=candidate, called=view.called, done=done
    )


@router.post("/people/{candidate}/edit")
def save(request: Request, app: ApplicationOf, viewer: StaffOf, _: FromOwnPage, candidate: CandidateId, form: LongForm) -> Response:
    """Save what was changed. Who is second to save is told, and finds both versions."""
    was = sent_marks(form, len(people_entry.EDITED))
    page = partial(entry_page, request, "records/person.html", EDIT, person=candidate, called="", done=None)
    try:
        typed = cells_of(form, EDIT)
        people_entry.change_person(app, viewer, candidate, typed, was, accepted="accepted" in form)
    except ChangedMeanwhile as meanwhile:
        return page(meanwhile.cells, meanwhile=meanwhile)
    except EntryRefused as refused:
        return page(typed_of(form, EDIT), was=was, refused=refused)
    return RedirectResponse(href("people", candidate, "edit", done="saved"), status_code=303)
