"""The unlock board of an event, the same for a posting, an employer and a person, and the button that asks an employer."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal
from urllib.parse import quote
from uuid import uuid4

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse

from api.access import ApplicationOf, StaffOf
from api.actions import requests, unlock, unlock_places
from api.actions.errors import BadInput
from api.origin import FromOwnPage
from api.pages.forms import Form
from api.pages.rendering import href, render
from api.routes.parameters import LONGEST, After, CandidateId, EventId, PostingId
from api.routes.unlock import AskedShow, Budget, EmployerId
from api.schemas.unlock import PlaceUnlockView, UnlockRowView
from matching.knowledge.catalogue import Text
from matching.unlock.bundles import BUDGET, MOST_POINTS

router = APIRouter(include_in_schema=False)

ROWS: Final = 20
SEATS: Final = 12
PLACE_ROWS: Final = 12
PERSON_ROWS: Final = 9
"""Most rows, people with a seat, and rows of each sort on a page."""

Done = Annotated[Literal["asked", "taken-back"] | None, Query()]
_MISSING: Final = Text(zh="表单缺了内容；请回到页面再试。", en="The form lacks something; go back to the page and try again.")


@router.get("/events/{event}/unlock")
def board_page(
    request: Request,
    app: ApplicationOf,
    viewer: StaffOf,
    event: EventId,
    show: AskedShow = "changes",
    after: After = None,
    done: Done = None,
) -> HTMLResponse:
    """The board: rows are changes, bars are people and posts."""
    view = unlock.event_unlock(app, viewer, event, show, after, ROWS)
    return render(
        request, "unlock.html", event=view.event, view=view, after=after, done=done, most=_most(view.items), back=_here(request)
    )


@router.get("/events/{event}/unlock/courses")
def courses_page(request: Request, app: ApplicationOf, viewer: StaffOf, event: EventId) -> HTMLResponse:
    """Which course to fund, within its seats."""
    view = unlock.course_unlock(app, viewer, event)
    most = max((one.gainers for one in view.items), default=0)
    return render(request, "unlock_courses.html", event=view.event, view=view, most=most, seats=SEATS)


@router.get("/events/{event}/postings/{posting}/unlock")
def posting_page(
    request: Request,
    app: ApplicationOf,
    viewer: StaffOf,
    event: EventId,
    posting: PostingId,
    budget: Budget = None,
    done: Done = None,
) -> HTMLResponse:
    """What one change would open at a posting."""
    view = unlock_places.posting_unlock(app, viewer, event, posting, budget)
    return _place(request, view, done)


@router.get("/events/{event}/employers/{employer}/unlock")
def employer_page(
    request: Request,
    app: ApplicationOf,
    viewer: StaffOf,
    event: EventId,
    employer: EmployerId,
    budget: Budget = None,
    done: Done = None,
) -> HTMLResponse:
    """The same over all postings of an employer."""
    view = unlock_places.employer_unlock(app, viewer, event, employer, budget)
    return _place(request, view, done)


@router.get("/events/{event}/candidates/{candidate}/unlock")
def candidate_page(
    request: Request, app: ApplicationOf, viewer: StaffOf, event: EventId, candidate: CandidateId, budget: Budget = None
) -> HTMLResponse:
    """What one change would open for a person, by who would make it."""
    view = unlock_places.candidate_unlock(app, viewer, event, candidate, budget)
    return render(
        request,
        "unlock_person.html",
        event=view.event,
        view=view,
        rows=PERSON_ROWS,
        most=max((row.posts for rows in (view.person, view.employer, view.service, view.questions) for row in rows), default=0),
        budget=BUDGET,
        most_points=MOST_POINTS,
    )


@router.post("/events/{event}/unlock/ask")
def ask(request: Request, app: ApplicationOf, viewer: StaffOf, _: FromOwnPage, event: EventId, form: Form) -> RedirectResponse:
    """Record that an employer is asked for a change; a second press records nothing more."""
    change, where = _asked(form)
    requests.ask_employer(app, viewer, event, change, str(uuid4()), **where)
    return _return(event, form, "asked")


@router.post("/events/{event}/unlock/take-back")
def take_back(
    request: Request, app: ApplicationOf, viewer: StaffOf, _: FromOwnPage, event: EventId, form: Form
) -> RedirectResponse:
    """Take a request back."""
    change, where = _asked(form)
    requests.take_back(app, viewer, event, change, **where)
    return _return(event, form, "taken-back")


def _place(request: Request, view: PlaceUnlockView, done: str | None) -> HTMLResponse:
    return render(
        request,
        "unlock_place.html",
        event=view.event,
        view=view,
        done=done,
        rows=PLACE_ROWS,
        most=_most((*view.changes, *view.questions)),
        back=_here(request),
        budget=BUDGET,
        most_points=MOST_POINTS,
    )


def _most(rows: tuple[UnlockRowView, ...]) -> dict[str, int]:
    """What the longest bar of a page stands for."""
    return {"people": max((row.people for row in rows), default=0), "posts": max((row.posts for row in rows), default=0)}


def _asked(form: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The change of a form, and the posting or the employer it is for. Raises BadInput."""
    where = {name: form[name] for name in ("posting", "employer") if form.get(name)}
    change = form.get("change", "")
    if not change or len(where) != 1 or max(map(len, (change, *where.values()))) > LONGEST:
        raise BadInput(_MISSING)
    return change, where


def _here(request: Request) -> str:
    """The address of the page, to come back to after a button."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name in ("show", "after", "budget")]
    asked = "&".join(f"{name}={quote(value, safe='')}" for name, value in kept)
    return f"{request.url.path}?{asked}" if asked else request.url.path


def _return(event: str, form: Mapping[str, str], done: str) -> RedirectResponse:
    """Back to the page that was left, if it is one of this event; the board otherwise."""
    board = href("events", event, "unlock")
    back = form.get("back", "")
    if not back.startswith(href("events", event) + "/") or "\\" in back or not back.isprintable():
        back = board
    mark = "&" if "?" in back else "?"
    return RedirectResponse(f"{back}{mark}done={done}", status_code=303)
