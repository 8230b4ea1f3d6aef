"""What is only counted: talent pools, projects, pairings, bases, evaluations; recorded by form, and taken back."""

from typing import Annotated, Final, Literal
from uuid import uuid4

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import ApplicationOf, StaffOf
from api.actions import tallies
from api.actions.errors import BadInput
from api.origin import FromOwnPage
from api.pages.fair.sent import sent_key, sent_number
from api.pages.forms import LongForm
from api.pages.records.fields import Fields
from api.pages.records.indicators import PLACES
from api.pages.rendering import href, render
from api.schemas.ledgers import TallyInput
from api.wiring import Application
from matching.indicators import INDICATORS
from matching.knowledge.catalogue import Text
from matching.ledger import TallyKind
from matching.records import Viewer

router = APIRouter(include_in_schema=False)

KINDS: Final = {kind.value: INDICATORS[kind.value].text for kind in TallyKind}
MOST_PEOPLE: Final = 500
_NO_KIND: Final = Text(zh="请选择登记的是什么", en="choose what it is")
_TOO_MANY: Final = Text(zh="最多 {most} 个人", en="at most {most} people")

Done = Annotated[Literal["recorded", "withdrawn"] | None, Query()]


@router.get("/indicators/tallies")
def tallies_page(request: Request, app: ApplicationOf, viewer: StaffOf, done: Done = None) -> HTMLResponse:
    """All records, newest first, and a form for the next one."""
    return _page(request, app, viewer, {}, {}, done=done)


@router.post("/indicators/tallies")
def record(request: Request, app: ApplicationOf, viewer: StaffOf, _: FromOwnPage, form: LongForm) -> Response:
    """Record something to count; the same once more changes nothing."""
    fields = Fields(form)
    kind, title, on = fields.text("kind"), fields.text("title", needed=True), fields.day("on")
    people = tuple(dict.fromkeys(form.get("people", "").replace("，", " ").replace("、", " ").replace(",", " ").split()))
    if kind not in KINDS:
        fields.faults["kind"] = _NO_KIND
    if len(people) > MOST_PEOPLE:
        fields.faults["people"] = _TOO_MANY.format(most=MOST_PEOPLE)
    if fields.faults:
        return _page(request, app, viewer, form, fields.faults)
    district = fields.text("district") or None
    told = TallyInput(
        kind=TallyKind(kind), title=title, on=on, district=district, people=people, note=fields.text("note", most=500)
    )
    try:
        tallies.record_tally(app, viewer, told, sent_key(form))
    except BadInput as refused:
        return _page(request, app, viewer, form, {"people": refused.detail})
    return RedirectResponse(href("indicators", "tallies", done="recorded"), status_code=303)


@router.post("/indicators/tallies/withdraw")
def withdraw(app: ApplicationOf, viewer: StaffOf, _: FromOwnPage, form: LongForm) -> RedirectResponse:
    """Take a record back, so that it counts no more."""
    tallies.withdraw_tally(app, viewer, sent_number(form, "tally"))
    return RedirectResponse(href("indicators", "tallies", done="withdrawn"), status_code=303)


def _page(
    request: Request,
    app: Application,
    viewer: Viewer,
    given: LongForm | dict[str, str],
    faults: dict[str, Text],
    done: str | None = None,
) -> HTMLResponse:
    return render(
        request,
        "records/tallies.html",
        status=422 if faults else 200,
        items=tuple(reversed(tallies.list_tallies(app, viewer))),
        kinds=KINDS,
        districts={"": Text(zh="全市", en="the city"), **PLACES},
        given=given,
        faults=faults,
        done=done,
        key=str(uuid4()),
    )
