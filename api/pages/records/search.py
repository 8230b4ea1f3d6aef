"""The search over everything. It is sent in the body of a request, so that no name or number stands in an address or a log."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from api.access import ApplicationOf, StaffOf
from api.actions.errors import BadInput
from api.actions.searching import LONGEST, search
from api.origin import FromOwnPage
from api.pages.forms import Form
from api.pages.rendering import render
from api.schemas.records import FoundView
from matching.geography import DISTRICTS
from matching.knowledge.catalogue import Text

router = APIRouter(include_in_schema=False)


@router.get("/search")
def search_page(request: Request, viewer: StaffOf) -> HTMLResponse:
    """An empty question."""
    return _page(request, "", None, None)


@router.post("/search")
def found_page(request: Request, app: ApplicationOf, viewer: StaffOf, _: FromOwnPage, form: Form) -> HTMLResponse:
    """What was found."""
    words = form.get("words", "")
    try:
        return _page(request, words, search(app, viewer, words), None)
    except BadInput as refused:
        return _page(request, words, None, refused.detail)


def _page(request: Request, words: str, found: FoundView | None, fault: Text | None) -> HTMLResponse:
    districts = {code: area.text for code, area in DISTRICTS.items()}
    return render(
        request,
        "records/search.html",
        status=200 if fault is None else 422,
        asked=words,
        found=found,
        fault=fault,
        longest=LONGEST,
        districts=districts,
    )
