"""What employers raised, for the organizer to approve or to refuse."""

from typing import Annotated, Final, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import ApplicationOf, OrganizerOf
from api.actions import raised_demands
from api.actions.errors import BadInput
from api.origin import FromOwnPage
from api.pages.forms import Form
from api.pages.rendering import render
from api.routes.raised_demands import RaisedId
from matching.knowledge.catalogue import Text
from matching.records import Viewer

router = APIRouter(include_in_schema=False)

MOST_REASON: Final = 400
DECISIONS: Final = {"approve": True, "refuse": False}
Done = Annotated[Literal["approved", "refused"] | None, Query()]
_MISSING: Final = Text(zh="表单缺了内容；请回到页面再试。", en="The form lacks something; go back to the page and try again.")
_LONG: Final = Text(zh="理由太长；请写 400 字以内。", en="The reason is too long; give 400 characters at most.")


@router.get("/postings/raised")
def raised_page(request: Request, app: ApplicationOf, viewer: OrganizerOf, done: Done = None) -> HTMLResponse:
    """Postings with raised demands that wait, and postings that look like a probe."""
    return _page(request, app, viewer, done=done)


@router.post("/postings/raised/{raised}")
def decide_raised(
    request: Request, app: ApplicationOf, viewer: OrganizerOf, _: FromOwnPage, raised: RaisedId, form: Form
) -> Response:
    """Approve or refuse one; a refusal without a reason comes back with the fault beside its field."""
    approved, reason = DECISIONS.get(form.get("decision", "")), form.get("reason", "").strip()
    if approved is None:
        raise BadInput(_MISSING)
    if len(reason) > MOST_REASON:
        return _page(request, app, viewer, raised, _LONG, reason)
    if not approved and not reason:
        return _page(request, app, viewer, raised, raised_demands.NO_REASON)
    raised_demands.decide(app, viewer, raised, approved, reason)
    return RedirectResponse(f"/postings/raised?done={'approved' if approved else 'refused'}", status_code=303)


def _page(
    request: Request,
    app: ApplicationOf,
    viewer: Viewer,
    wrong: int | None = None,
    fault: Text | None = None,
    reason: str = "",
    done: str | None = None,
) -> HTMLResponse:
    return render(
        request,
        "raised_demands.html",
        status=200 if fault is None else 422,
        view=raised_demands.raised_postings(app, viewer),
        wrong=wrong,
        fault=fault,
        reason=reason,
        longest=MOST_REASON,
        done=done,
    )
