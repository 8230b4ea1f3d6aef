"""The posts of one person by verdict, the profile of a pair as one picture, and what a change would open."""

from typing import Annotated, Final, Literal
from uuid import uuid4

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse

from api.access import ApplicationOf, StaffOf
from api.actions import requests
from api.actions.courses import list_courses
from api.actions.errors import BadInput
from api.actions.person_posts import VERDICTS, pair_view, person_posts
from api.actions.unlock_places import person_unlock
from api.origin import FromOwnPage
from api.pages.counselor import words as names
from api.pages.counselor.fields import MISSING
from api.pages.counselor.rendering import show
from api.pages.forms import Form
from api.pages.rendering import href
from api.routes.parameters import LONGEST, PRINTABLE, CandidateId, PostingId
from api.schemas.unlock import UnlockRowView
from matching.shortlist import VerdictName
from matching.unlock.change import ChangeKind

router = APIRouter(include_in_schema=False)

ROWS: Final = 12
LEVERS: Final = 20
COURSES: Final = 500

AtEvent = Annotated[str | None, Query(alias="event", max_length=LONGEST, pattern=PRINTABLE)]
Shown = Annotated[VerdictName | None, Query(alias="show")]
From = Annotated[int, Query(alias="from", ge=0, le=100_000)]
Done = Annotated[Literal["asked", "taken-back"] | None, Query()]


@router.get("/people/{candidate}/posts")
def posts_page(
    request: Request,
    app: ApplicationOf,
    viewer: StaffOf,
    candidate: CandidateId,
    event: AtEvent = None,
    shown: Shown = None,
    start: From = 0,
) -> HTMLResponse:
    """The posts with one verdict, each with its reason and what opens it."""
    view = person_posts(app, viewer, candidate, event or None, shown, start, ROWS)
    return show(request, "posts.html", who=view, view=view, verdicts=VERDICTS, rows=ROWS, words_of=names.VERDICTS)


@router.get("/people/{candidate}/posts/{posting}")
def pair_page(
    request: Request, app: ApplicationOf, viewer: StaffOf, candidate: CandidateId, posting: PostingId, event: AtEvent = None
) -> HTMLResponse:
    """One person at one post: the picture, and the same as a table."""
    view = pair_view(app, viewer, candidate, posting, event or None)
    return show(request, "pair.html", who=view, view=view)


@router.get("/people/{candidate}/unlock")
def unlock_page(
    request: Request, app: ApplicationOf, viewer: StaffOf, candidate: CandidateId, event: AtEvent = None, done: Done = None
) -> HTMLResponse:
    """Levers by what they open, courses with their days and seats, and the button that asks an employer."""
    at = person_posts(app, viewer, candidate, event or None, limit=1)
    if at.event is None:
        return show(request, "unlock.html", who=at, at=at, view=None, rows=(), courses={}, most=0, done=done)
    view = person_unlock(app, viewer, at.event.id, candidate)
    levers = sorted((*view.person, *view.employer, *view.service), key=_opened)
    courses = {one.id: one for one in list_courses(app, viewer, None, COURSES).items}
    return show(
        request,
        "unlock.html",
        who=at,
        at=at,
        view=view,
        rows=levers[:LEVERS],
        courses=courses,
        course=ChangeKind.COURSE,
        most=max((row.posts for row in (*levers, *view.questions)), default=0),
        done=done,
    )


@router.post("/people/{candidate}/unlock/ask")
def ask(app: ApplicationOf, viewer: StaffOf, _: FromOwnPage, candidate: CandidateId, form: Form) -> RedirectResponse:
    """Record that an employer is asked for a change at a post; the person is not named to it."""
    event, change, posting = _asked(form)
    requests.ask_employer(app, viewer, event, change, str(uuid4()), posting=posting, candidate=candidate)
    return RedirectResponse(href("people", candidate, "unlock", event=event, done="asked"), status_code=303)


@router.post("/people/{candidate}/unlock/take-back")
def take_back(app: ApplicationOf, viewer: StaffOf, _: FromOwnPage, candidate: CandidateId, form: Form) -> RedirectResponse:
    """Take a request back."""
    event, change, posting = _asked(form)
    requests.take_back(app, viewer, event, change, posting=posting, candidate=candidate)
    return RedirectResponse(href("people", candidate, "unlock", event=event, done="taken-back"), status_code=303)


def _opened(row: UnlockRowView) -> tuple[int, int, int, str]:
    """What opens most wanted posts first, then most posts, then most that are to be looked at."""
    return -row.wanted, -row.posts, -row.review_posts, row.change.key


def _asked(form: Form) -> tuple[str, str, str]:
    values = [form.get(name, "") for name in ("event", "change", "posting")]
    if not all(values) or max(map(len, values)) > LONGEST:
        raise BadInput(MISSING)
    return values[0], values[1], values[2]
