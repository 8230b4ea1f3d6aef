"""Writes come from our own pages or from programs: a page of another site cannot make somebody's browser write here."""

from typing import Annotated, Final

from fastapi import Depends
from starlette.requests import Request

from api.actions.errors import NotAllowed
from matching.knowledge.catalogue import Text

KEY_HEADER: Final = "idempotency-key"

_FOREIGN: Final = Text(zh="这项操作要从本系统的页面发出。", en="This has to be sent from a page of this service.")


def check_own_page(request: Request) -> None:
    """For forms: the browser must say that the request comes from a page of this site (Sec-Fetch-Site, else Origin).

    Raises NotAllowed when it says otherwise, or nothing.
    """
    if not is_own_page(request):
        raise NotAllowed(_FOREIGN)


def is_own_page(request: Request) -> bool:
    """Whether the browser says that the request comes from a page of this site."""
    return _is_own(request, unsaid=False)


def check_program(request: Request) -> None:
    """For JSON: a browser must say the same; a program says nothing, but sends a header that no form of another site can send."""
    if not _is_own(request, unsaid=KEY_HEADER in request.headers):
        raise NotAllowed(_FOREIGN)


def _is_own(request: Request, unsaid: bool) -> bool:
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("origin")
    return unsaid if origin is None else origin.lower() == f"{request.url.scheme}://{request.headers.get('host', '').lower()}"


FromOwnPage = Annotated[None, Depends(check_own_page)]
FromProgram = Annotated[None, Depends(check_program)]
