"""Bodies that must employ at least somebody, what was certified of employers, and the calculator of quota and levy."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import Allow, ApplicationOf, OrganizerOf
from api.actions import obligations, quotas
from api.actions.errors import ActionError, BadInput, NotFound
from api.languages import language_of
from api.origin import FromOwnPage
from api.pages.fair.sent import sent_id
from api.pages.forms import Form
from api.pages.records.fields import Fields
from api.pages.records.indicators import PLACES
from api.pages.rendering import href, render
from api.paper.blocks import Style
from api.routes.papers import disposition
from api.schemas.quota import BodyInput, QuotaView
from api.wiring import Application
from matching.knowledge.catalogue import Text
from matching.quota.workforce import CLASS_TEXTS, CountingClass
from matching.records import Role, Viewer

router = APIRouter(include_in_schema=False)

ReaderOf = Annotated[Viewer, Depends(Allow(Role.ORGANIZER, Role.COUNSELOR, Role.AUDITOR))]
Done = Annotated[Literal["reported"] | None, Query()]
EXEMPT: Final[Mapping[str, Text]] = {
    "": Text(zh="不是", en="neither"),
    "school": Text(zh="中小学", en="a school"),
    "kindergarten": Text(zh="幼儿园", en="a kindergarten"),
}
_NUMBER: Final = Text(zh="要填数字", en="write a number")


@router.get("/indicators/bodies")
def bodies_page(request: Request, app: ApplicationOf, viewer: ReaderOf, done: Done = None) -> HTMLResponse:
    """How the bodies stand, open ones first; the federations; the certified counts."""
    return _bodies(request, app, viewer, done=done)


@router.post("/indicators/bodies")
def report(request: Request, app: ApplicationOf, viewer: OrganizerOf, _: FromOwnPage, form: Form) -> Response:
    """Record what a body reported of a day."""
    fields = Fields(form)
    on = fields.day("on", needed=True)
    numbers = {name: fields.number(name) for name in ("establishment", "people", "cadres", "cadres_with_disability")}
    exempt = fields.text("exempt")
    if fields.faults or on is None:
        return _bodies(request, app, viewer, form, fields.faults)
    told = BodyInput(on=on, exempt=exempt if exempt in EXEMPT and exempt else None, federation="federation" in form, **numbers)
    try:
        obligations.report_body(app, viewer, sent_id(form, "employer"), told)
    except (BadInput, NotFound) as refused:
        return _bodies(request, app, viewer, form, {"employer": refused.detail})
    return RedirectResponse(href("indicators", "bodies", done="reported"), status_code=303)


@router.get("/indicators/notice")
def notice(
    request: Request,
    app: ApplicationOf,
    viewer: ReaderOf,
    form: Annotated[Literal["pdf", "xlsx", "csv", "json"], Query(alias="format")] = "pdf",
) -> Response:
    """The public notice (公示) as a file."""
    made = obligations.notice_file(app, viewer, form, Style(language=language_of(request)))
    return Response(made.content, media_type=made.media_type, headers=disposition(made.name))


@router.get("/indicators/quota")
def quota_page(request: Request, viewer: ReaderOf) -> HTMLResponse:
    """An empty calculator."""
    return _quota(request, {}, {}, None)


@router.post("/indicators/quota")
def calculate(request: Request, app: ApplicationOf, viewer: ReaderOf, _: FromOwnPage, form: Form) -> HTMLResponse:
    """What the quota asks and the levy costs, step by step. Nothing is stored."""
    values: dict[str, Any] = {"name": " ".join(form.get("name", "").split())[:120] or "-", "months": {}}
    faults: dict[str, Text] = {}
    for name in ("staff", "wage", "local_wage"):
        words = form.get(name, "").strip()
        if words or name == "staff":
            values[name] = _decimal(words, name, faults)
    for one in CountingClass:
        words = form.get(one.value, "").strip()
        if words:
            values["months"][one.value] = _decimal(words, one.value, faults)
    if faults:
        return _quota(request, form, faults, None)
    try:
        view = quotas.quota_view(app, quotas.WorkforceInput.model_validate(values))
    except (ActionError, ValueError) as refused:
        detail = refused.detail if isinstance(refused, ActionError) else _NUMBER
        return _quota(request, form, {"staff": detail}, None)
    return _quota(request, form, {}, view)


def _decimal(words: str, name: str, faults: dict[str, Text]) -> float:
    try:
        value = float(words.replace(",", ""))
    except ValueError:
        faults[name] = _NUMBER
        return 0.0
    if not 0 <= value < 1e12:
        faults[name] = _NUMBER
        return 0.0
    return int(value) if value.is_integer() else value


def _bodies(
    request: Request,
    app: Application,
    viewer: Viewer,
    given: Mapping[str, str] | None = None,
    faults: Mapping[str, Text] | None = None,
    done: str | None = None,
) -> HTMLResponse:
    return render(
        request,
        "records/bodies.html",
        status=422 if faults else 200,
        view=obligations.obligations_view(app, viewer),
        districts=PLACES,
        exempt=EXEMPT,
        given=given or {"on": app.today.isoformat()},
        faults=faults or {},
        done=done,
    )


def _quota(request: Request, given: Mapping[str, str], faults: Mapping[str, Text], view: QuotaView | None) -> HTMLResponse:
    return render(
        request,
        "records/quota.html",
        status=422 if faults else 200,
        given=given,
        faults=faults,
        view=view,
        classes={one.value: CLASS_TEXTS[one] for one in CountingClass},
    )
