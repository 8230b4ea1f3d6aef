"""A page of the counselor's room: as any page, with the names of the room's own fixed things."""

from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from api.pages.counselor import words
from api.pages.rendering import render


def show(request: Request, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """The template of this room; `cw` are its words."""
    return render(request, f"counselor/{template}", status=status, cw=words, **context)
