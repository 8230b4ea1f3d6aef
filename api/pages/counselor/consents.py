"""The consents of one person: all of them, a new one in the wording in force, taking one back, refusing an employer."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import ApplicationOf, StaffOf
from api.actions.consents import asked_view, consents_view, give_consent, refuse_employer, withdraw_consent
from api.actions.errors import BadInput, NotFound
from api.actions.lists import list_events
from api.origin import FromOwnPage
from api.pages.counselor.fields import CHOSEN, MISSING, Faults, read_choice, read_day, read_text, ticked
from api.pages.counselor.rendering import show
from api.pages.counselor.words import EXPLAINED, SCOPES
from api.pages.forms import Form, LongForm
from api.pages.rendering import href
from api.routes.parameters import LONGEST, PRINTABLE, CandidateId
from api.schemas.consents import ConsentInput, ExplainedName, ScopeName
from api.wiring import Application
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Text
from matching.records import Viewer

router = APIRouter(include_in_schema=False)

EVENTS: Final = 200
_EXPLAINED: Final[Mapping[str, ExplainedName]] = {
    "read": "read",
    "easy_text": "easy_text",
    "signed": "signed",
    "read_aloud": "read_aloud",
}
_NO_EMPLOYER: Final = Text(zh="请选一个单位；都不同意就不用登记。", en="Choose an employer. Who agrees to none needs no record.")

Number = Annotated[int, Path(ge=1, le=2_147_483_647)]
Scope = Annotated[ScopeName, Query()]
AtEvent = Annotated[str | None, Query(alias="event", max_length=LONGEST, pattern=PRINTABLE)]
Done = Annotated[Literal["given", "withdrawn", "refused", "refused-no-more"] | None, Query()]


@router.get("/people/{candidate}/consents")
def consents_page(request: Request, app: ApplicationOf, viewer: StaffOf, candidate: CandidateId, done: Done = None) -> HTMLResponse:
    """What was agreed to and taken back, newest first, and whom the person refuses."""
    return _page(request, app, viewer, candidate, done=done)


@router.get("/people/{candidate}/consents/new")
def ask_page(
    request: Request,
    app: ApplicationOf,
    viewer: StaffOf,
    candidate: CandidateId,
    scope: Scope = "listing",
    event: AtEvent = None,
) -> HTMLResponse:
    """The wording to go through with the person, in full and in plain words, and the form."""
    return _ask_page(request, app, viewer, candidate, scope, event or None)


@router.post("/people/{candidate}/consents")
def save_consent(
    request: Request, app: ApplicationOf, viewer: StaffOf, _: FromOwnPage, candidate: CandidateId, form: LongForm
) -> Response:
    """Record a consent as it was given."""
    faults: Faults = {}
    scope: ScopeName = "identity" if form.get("scope") == "identity" else "listing"
    event = form.get("event") or None
    if event is not None and len(event) > LONGEST:
        raise BadInput(MISSING)
    employers = _listed(form) if scope == "listing" else tuple(filter(None, [form.get("employer", "")[:LONGEST]]))
    explained = read_choice(form, "explained", faults, EXPLAINED, needed=True)
    given_on = read_day(form, "given_on", faults, needed=True)
    ends_on = read_day(form, "ends_on", faults)
    guardian = read_text(form, "guardian", faults, LONGEST)
    if not employers:
        faults["employers"] = _NO_EMPLOYER
    if explained is not None and given_on is not None and not faults:
        told = ConsentInput(
            scope=scope,
            event=event,
            employers=employers[:1_000],
            explained=_EXPLAINED[explained],
            given_on=given_on,
            ends_on=ends_on,
            guardian=guardian or None,
            wording=form.get("wording", "")[:LONGEST] or None,
            stated=ticked(form, "stated")[:60] if scope == "identity" else (),
        )
        try:
            give_consent(app, viewer, candidate, told)
        except BadInput as fault:
            faults["given_on"] = fault.detail
        else:
            return RedirectResponse(href("people", candidate, "consents", done="given"), status_code=303)
    return _ask_page(request, app, viewer, candidate, scope, event, form, faults)


@router.post("/people/{candidate}/consents/{number}/withdraw")
def withdraw(app: ApplicationOf, viewer: StaffOf, _: FromOwnPage, candidate: CandidateId, number: Number) -> RedirectResponse:
    """Take a consent back; it ends at once."""
    withdraw_consent(app, viewer, candidate, number)
    return RedirectResponse(href("people", candidate, "consents", done="withdrawn"), status_code=303)


@router.post("/people/{candidate}/refusals")
def save_refusal(
    request: Request, app: ApplicationOf, viewer: StaffOf, _: FromOwnPage, candidate: CandidateId, form: Form
) -> Response:
    """Refuse an employer altogether, or no longer."""
    employer, refused = form.get("employer", "").strip()[:LONGEST], form.get("refused") == CHOSEN
    try:
        if not employer:
            raise BadInput(_NO_EMPLOYER)
        refuse_employer(app, viewer, candidate, employer, refused)
    except (BadInput, NotFound) as fault:
        return _page(request, app, viewer, candidate, form, {"employer": fault.detail})
    done = "refused" if refused else "refused-no-more"
    return RedirectResponse(href("people", candidate, "consents", done=done), status_code=303)


def _listed(form: Mapping[str, str]) -> tuple[str, ...]:
    """The employers ticked one by one, or all of those that the page showed; one that came later was not asked about."""
    return tuple(filter(None, form.get("shown", "").split(","))) if form.get("every") == CHOSEN else ticked(form, "employer")


def _page(
    request: Request,
    app: Application,
    viewer: Viewer,
    candidate: str,
    form: Mapping[str, str] | None = None,
    faults: Faults | None = None,
    done: str | None = None,
) -> HTMLResponse:
    view = consents_view(app, viewer, candidate)
    return show(
        request,
        "consents.html",
        status=422 if faults else 200,
        who=view,
        view=view,
        events=list_events(app, viewer, None, EVENTS).items,
        form=form or {},
        faults=faults or {},
        done=done,
        scopes=SCOPES,
        explained=EXPLAINED,
    )


def _ask_page(
    request: Request,
    app: Application,
    viewer: Viewer,
    candidate: str,
    scope: ScopeName,
    event: str | None,
    form: Mapping[str, str] | None = None,
    faults: Faults | None = None,
) -> HTMLResponse:
    view = consents_view(app, viewer, candidate)
    return show(
        request,
        "consent.html",
        status=422 if faults else 200,
        who=view,
        asked=asked_view(app, viewer, candidate, scope, event),
        guardian_needed=view.guardian_needed,
        today=app.today,
        form=form,
        faults=faults or {},
        explained=EXPLAINED,
        arrangements=[(row.name, row.text) for row in CATALOGUE.accommodations],
    )
