"""The page on which a named person settles the question about somebody on a list, so that the employer may see them."""

from collections.abc import Mapping
from typing import Final
from uuid import uuid4

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import ApplicationOf, StaffOf
from api.actions import lists, reviews
from api.actions.errors import BadInput, NotFound
from api.origin import FromOwnPage
from api.pages.fair.sent import sent_key
from api.pages.forms import Form
from api.pages.rendering import href, render
from api.routes.parameters import CandidateId, EventId, PostingId
from api.wiring import Application
from matching.knowledge.catalogue import Text
from matching.records import Viewer

router = APIRouter(include_in_schema=False)

ADDRESS: Final = "/events/{event}/postings/{posting}/candidates/{candidate}/review"
LONGEST: Final[Mapping[str, int]] = {"note": 400, "named": 120}
MISSING: Final[Mapping[str, Text]] = {
    "note": Text(zh="请写明了解到了什么", en="say what was found out"),
    "named": Text(zh="请写明由谁负责（姓名）", en="say who answers for it, by name"),
}


@router.get(ADDRESS)
def review_page(
    request: Request, app: ApplicationOf, viewer: StaffOf, event: EventId, posting: PostingId, candidate: CandidateId
) -> HTMLResponse:
    """The questions about a person, and the form that says how they were settled."""
    return _page(request, app, viewer, event, posting, candidate)


@router.post(ADDRESS)
def settle(
    request: Request,
    app: ApplicationOf,
    viewer: StaffOf,
    _: FromOwnPage,
    event: EventId,
    posting: PostingId,
    candidate: CandidateId,
    form: Form,
) -> Response:
    """Say what was found out and who answers for it; or take that back."""
    if form.get("act") == "undo":
        reviews.undo_clearing(app, viewer, event, posting, candidate)
        return _to(event, posting, "undone")
    given = {name: form.get(name, "").strip()[:most] for name, most in LONGEST.items()}
    faults = {name: text for name, text in MISSING.items() if not given[name]}
    if not faults:
        try:
            reviews.clear_review(app, viewer, event, posting, candidate, given["named"], given["note"], sent_key(form))
        except BadInput as refused:
            faults = {"note": refused.detail}
    if faults:
        return _page(request, app, viewer, event, posting, candidate, form, faults)
    return _to(event, posting, "settled")


def _to(event: str, posting: str, done: str) -> RedirectResponse:
    return RedirectResponse(href("events", event, "postings", posting, done=done), 303)


def _page(
    request: Request,
    app: Application,
    viewer: Viewer,
    event: str,
    posting: str,
    candidate: str,
    given: Mapping[str, str] | None = None,
    faults: Mapping[str, Text] | None = None,
) -> HTMLResponse:
    view = lists.shortlist_view(app, viewer, event, posting)
    entry = next((one for one in view.review if one.candidate == candidate), None)
    if entry is None:
        raise NotFound(reviews.REVIEW, candidate)
    standing = {one.candidate: one for one in reviews.cleared_reviews(app, viewer, event, posting).items}
    return render(
        request,
        "review.html",
        status=422 if faults else 200,
        event=view.event,
        posting=view.posting,
        entry=entry,
        settled=standing.get(candidate),
        given=given or {},
        faults=faults or {},
        longest=LONGEST,
        key=str(uuid4()),
    )
