"""An employer's own postings, and one of them with everything that is to be done about it."""

from typing import Annotated, Literal
from uuid import uuid4

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse

from api.access import ApplicationOf, EmployerOf
from api.actions.employer_postings import is_promised, posting_view, postings_view
from api.actions.own_organisation import own_posting
from api.actions.public_unlock import public_unlock
from api.pages.rendering import render
from api.routes.parameters import PostingId

router = APIRouter(include_in_schema=False)

Done = Annotated[Literal["offered"] | None, Query()]


@router.get("/employer/postings")
def postings_page(request: Request, app: ApplicationOf, viewer: EmployerOf) -> HTMLResponse:
    """All postings, open ones first."""
    return render(request, "employer/postings.html", view=postings_view(app, viewer))


@router.get("/employer/postings/{posting}")
def posting_page(request: Request, app: ApplicationOf, viewer: EmployerOf, posting: PostingId, done: Done = None) -> HTMLResponse:
    """What to repair, what was asked for, how far its lists are, and what one change would open."""
    view = posting_view(app, viewer, posting)
    counted = view.status == "open" and not view.repair
    unlock = public_unlock(app, viewer, posting) if counted else None
    with app.database.read(viewer) as stores:
        record = own_posting(stores, viewer, posting)
    return render(
        request,
        "employer/posting.html",
        view=view,
        unlock=unlock,
        held={} if unlock is None else {one.key: is_promised(record, one.key) for one in unlock.changes},
        done=done,
        key=str(uuid4()),
    )
