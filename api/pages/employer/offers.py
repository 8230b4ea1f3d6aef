"""What one change would open at an employer's postings, and the button that promises it."""

from hashlib import sha256
from typing import Annotated, Final, Literal
from uuid import uuid4

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import ApplicationOf, EmployerOf
from api.actions.errors import BadInput
from api.actions.offers import offer
from api.actions.public_unlock import employer_unlock
from api.origin import FromOwnPage
from api.pages.forms import Form
from api.pages.rendering import href, render
from api.routes.parameters import LONGEST
from matching.knowledge.catalogue import Text

router = APIRouter(include_in_schema=False)

SHOWN: Final = 15
Done = Annotated[Literal["offered"] | None, Query()]
_MISSING: Final = Text(zh="表单缺了内容；请回到页面再试。", en="The form lacks something; go back to the page and try again.")


@router.get("/employer/unlock")
def unlock_page(request: Request, app: ApplicationOf, viewer: EmployerOf, done: Done = None) -> HTMLResponse:
    """Changes, those that open most posts first; counts of the day, rounded."""
    return render(request, "employer/unlock.html", view=employer_unlock(app, viewer), done=done, key=str(uuid4()), shown=SHOWN)


@router.post("/employer/offers")
def save_offer(request: Request, app: ApplicationOf, viewer: EmployerOf, _: FromOwnPage, form: Form) -> Response:
    """Promise a change at one posting, or at all that the page lists; a second press promises nothing twice."""
    change, posting, key = (form.get(name, "") for name in ("change", "posting", "key"))
    if not key or max(map(len, (change, posting, key))) > LONGEST or not key.isascii() or not (change + posting).isprintable():
        raise BadInput(_MISSING)
    if posting:
        offer(app, viewer, posting, change, key)
        return RedirectResponse(href("employer", "postings", posting, done="offered"), status_code=303)
    rows = [one for one in employer_unlock(app, viewer).items if one.key == change]
    for one in rows:
        for place in one.posts:
            if not place.offered:
                offer(app, viewer, place.posting, change, sha256(f"{key}\0{place.posting}".encode()).hexdigest()[:40])
    return RedirectResponse(href("employer", "unlock", done="offered" if rows else None), status_code=303)
