"""The list of a posting for its employer: people at the stage that they agreed to, to invite or not."""

from collections.abc import Mapping
from itertools import groupby
from typing import Annotated, Final, Literal
from uuid import uuid4

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import ApplicationOf, EmployerOf
from api.actions.employer_lists import decide, list_view, take_back
from api.actions.errors import BadInput, Conflict
from api.origin import FromOwnPage
from api.pages.forms import Form
from api.pages.rendering import href, render
from api.routes.employer import PersonAlias
from api.routes.parameters import LONGEST, EventId, PostingId
from api.schemas.employer_lists import EmployerListView, ListedView
from api.wiring import Application
from matching.knowledge.catalogue import Text
from matching.privacy import DECLINES
from matching.records import Viewer

router = APIRouter(include_in_schema=False)

Done = Annotated[Literal["invited", "declined", "undone"] | None, Query()]
Whom = Annotated[str | None, Query(alias="person", max_length=20, pattern=r"^[A-Z2-7-]+$")]
_MISSING: Final = Text(zh="表单缺了内容；请回到页面再试。", en="The form lacks something; go back to the page and try again.")
_CHOOSE: Final = Text(zh="请选一个与岗位有关的原因", en="choose a reason that has to do with the job")


@router.get("/employer/events/{event}/postings/{posting}")
def list_page(
    request: Request,
    app: ApplicationOf,
    viewer: EmployerOf,
    event: EventId,
    posting: PostingId,
    done: Done = None,
    person: Whom = None,
) -> HTMLResponse:
    """Groups of ranks; within a group the order means nothing."""
    return _page(request, app, viewer, event, posting, done=done, person=person)


@router.post("/employer/events/{event}/postings/{posting}/people/{person}")
def save_decision(
    request: Request,
    app: ApplicationOf,
    viewer: EmployerOf,
    _: FromOwnPage,
    event: EventId,
    posting: PostingId,
    person: PersonAlias,
    form: Form,
) -> Response:
    """Invite, decline with a reason, or take the decision back."""
    act, reason, key = (form.get(name, "") for name in ("act", "reason", "key"))
    if act not in ("invite", "decline", "undo") or not key or len(key) > LONGEST or not key.isascii():
        raise BadInput(_MISSING)
    if act == "undo":
        take_back(app, viewer, event, posting, person)
        return _back(event, posting, person, "undone")
    if act == "decline" and reason not in DECLINES:
        return _page(request, app, viewer, event, posting, faults={f"reason-{person}": _CHOOSE})
    try:
        decide(app, viewer, event, posting, person, act, reason if act == "decline" else None, key)
    except Conflict as refused:
        return _page(request, app, viewer, event, posting, faults={f"person-{person}": refused.detail}, status=409)
    return _back(event, posting, person, "invited" if act == "invite" else "declined")


def _back(event: str, posting: str, person: str, done: str) -> Response:
    address = href("employer", "events", event, "postings", posting, done=done, person=person)
    return RedirectResponse(f"{address}#person-{person}", status_code=303)


def _page(
    request: Request,
    app: Application,
    viewer: Viewer,
    event: str,
    posting: str,
    *,
    done: str | None = None,
    person: str | None = None,
    faults: Mapping[str, Text] | None = None,
    status: int = 422,
) -> HTMLResponse:
    view: EmployerListView = list_view(app, viewer, event, posting)
    bands: list[tuple[Text, list[ListedView]]] = [
        (rows[0].band_text, rows) for _, group in groupby(view.items, lambda one: one.band) if (rows := list(group))
    ]
    return render(
        request,
        "employer/list.html",
        status=status if faults else 200,
        view=view,
        bands=bands,
        reasons=DECLINES,
        done=done,
        person=person if any(one.person == person for one in view.items) else None,
        faults=faults or {},
        key=str(uuid4()),
    )
