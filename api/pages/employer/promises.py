"""An employer's promises: made, checked, contested."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Final, Literal
from uuid import uuid4

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import ApplicationOf, EmployerOf
from api.actions.employer_postings import postings_view
from api.actions.errors import BadInput
from api.actions.offers import offer
from api.actions.own_organisation import organisation_of
from api.actions.promises import contest_check, list_promises
from api.origin import FromOwnPage
from api.pages.forms import Form
from api.pages.rendering import render
from api.routes.parameters import LONGEST
from api.wiring import Application
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Text
from matching.records import Viewer
from matching.unlock.change import ON_SITE, ChangeKind

router = APIRouter(include_in_schema=False)

CheckNumber = Annotated[int, Path(alias="check", ge=1, le=2**53)]
Done = Annotated[Literal["promised", "contested"] | None, Query()]
SHOWN: Final = 100
ARRANGEMENTS: Final[Mapping[str, Text]] = {row.name: row.text for row in CATALOGUE.accommodations if {*row.provider} & ON_SITE}
"""What an employer can promise, in the order of the catalogue."""
STATES: Final[Mapping[str, Text]] = {
    "recorded": Text(zh="已记录", en="recorded"),
    "contested": Text(zh="您提出了异议，等就业服务机构处理", en="contested by you; the employment service is looking at it"),
    "upheld": Text(zh="处理结果：核查有效", en="settled: the check stands"),
    "withdrawn": Text(zh="处理结果：核查已撤销，不算", en="settled: the check was withdrawn and does not count"),
}
_MISSING: Final = Text(zh="表单缺了内容；请回到页面再试。", en="The form lacks something; go back to the page and try again.")
_CHOOSE: Final = Text(zh="请选一个", en="choose one")


@router.get("/employer/promises")
def promises_page(request: Request, app: ApplicationOf, viewer: EmployerOf, done: Done = None) -> HTMLResponse:
    """Newest first, with what each check found."""
    return _page(request, app, viewer, done=done)


@router.post("/employer/promises")
def save_promise(request: Request, app: ApplicationOf, viewer: EmployerOf, _: FromOwnPage, form: Form) -> Response:
    """Promise an arrangement for whoever comes to one posting."""
    posting, name, key = (form.get(field, "") for field in ("posting", "accommodation", "key"))
    if not key or len(key) > LONGEST or not key.isascii():
        raise BadInput(_MISSING)
    known = {one.id for one in postings_view(app, viewer).items if one.status == "open"}
    faults = {}
    if posting not in known:
        faults["posting"] = _CHOOSE
    if name not in ARRANGEMENTS:
        faults["accommodation"] = _CHOOSE
    if faults:
        return _page(request, app, viewer, form, faults)
    offer(app, viewer, posting, f"{ChangeKind.ACCOMMODATION.value}:{name}", key)
    return RedirectResponse("/employer/promises?done=promised", status_code=303)


@router.post("/employer/checks/{check}/contest")
def contest(app: ApplicationOf, viewer: EmployerOf, _: FromOwnPage, check: CheckNumber) -> Response:
    """Say that a check is wrong; it does not count until it is settled."""
    organisation_of(viewer)
    contest_check(app, viewer, check)
    return RedirectResponse("/employer/promises?done=contested", status_code=303)


def _page(
    request: Request,
    app: Application,
    viewer: Viewer,
    form: Mapping[str, str] | None = None,
    faults: Mapping[str, Text] | None = None,
    done: str | None = None,
) -> HTMLResponse:
    postings = postings_view(app, viewer).items
    items = list_promises(app, viewer, limit=1_000).items
    with app.database.read(viewer) as stores:
        record = stores.promises.record_of(viewer, [organisation_of(viewer)], app.today + timedelta(days=1))
    return render(
        request,
        "employer/promises.html",
        status=422 if faults else 200,
        items=items[::-1][:SHOWN],
        total=len(items),
        record=record.get(organisation_of(viewer)),
        titles={one.id: one.title for one in postings},
        postings={one.id: one.title for one in postings if one.status == "open"},
        accommodations=ARRANGEMENTS,
        states=STATES,
        given=form or {},
        faults=faults or {},
        done=done,
        key=str(uuid4()),
    )
