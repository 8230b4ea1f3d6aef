"""The answer of a route whose list is kept in memory, so that the next reading of it need not be made anew."""

from typing import TYPE_CHECKING, Any, Final

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from api.accounts.areas import scope_of_request
from api.load.credentials import credential_of
from api.load.kept_lists import KeptList, render_list
from api.load.stored_lists import answer_list
from api.wiring import Application
from matching.records import Viewer

if TYPE_CHECKING:
    from data.stores import Receipt

UNCHANGED: Final[dict[int | str, dict[str, Any]]] = {304: {"description": "The list is the one whose tag was sent"}}


def answer_kept(request: Request, app: Application, viewer: Viewer, view: BaseModel, receipt: "Receipt") -> Response:
    """The list as JSON with its tag; it is kept for the account that it was read for, under the receipt of its reading."""
    rendered = render_list(view)
    credential = credential_of(app, request.scope)
    if credential is not None and app.load.holders.of(credential) == viewer.account:
        scope, route = scope_of_request(request), request.scope["route"]
        app.load.lists.keep(KeptList(request.scope["path"], viewer, scope, route, rendered, receipt))
    return answer_list(request, rendered.body(app.clock()), rendered.etag)
