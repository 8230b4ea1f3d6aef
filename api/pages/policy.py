"""The page of what is in force on a day."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from api.access import ApplicationOf, MemberOf
from api.actions.policy import policy_view
from api.pages.rendering import render
from api.routes.policy import On

router = APIRouter(include_in_schema=False)


@router.get("/policy")
def policy_page(request: Request, app: ApplicationOf, viewer: MemberOf, on: On = None) -> HTMLResponse:
    """Figures and wages of the day with their sources, and the rules that rest on them."""
    return render(request, "policy.html", view=policy_view(on or app.today))
