"""Accounts as administrators see them: list, invite, give another place, reset, end. No files of people are behind these pages."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, TypeVar

from fastapi import APIRouter, Path, Query, Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import AdministratorOf, ApplicationOf
from api.actions.accounts import ROLES, account_view, assign_account, end_account, invite, link_identity, list_accounts, make_reset
from api.actions.errors import ActionError, BadInput, Conflict
from api.actions.new_passwords import WrongField
from api.actions.organisations import find_employer, list_organisations
from api.origin import FromOwnPage
from api.pages.forms import Form
from api.pages.rendering import href, render
from api.routes.parameters import LONGEST, PRINTABLE, After
from api.schemas.accounts import AssignInput, InviteInput, LinkView, OrganisationView
from api.wiring import Application
from matching.geography import DISTRICTS
from matching.knowledge.catalogue import Text
from matching.records import Role, Viewer

router = APIRouter(include_in_schema=False)

GivenT = TypeVar("GivenT", InviteInput, AssignInput)

ROWS: Final = 50
_MANY: Final = 200
Done = Annotated[Literal["assigned", "ended", "identity"] | None, Query()]
AccountId = Annotated[str, Path(alias="account", max_length=LONGEST, pattern=PRINTABLE)]
_UNREADABLE: Final = Text(zh="请填写所有必填项。", en="Fill in everything that is asked for.")


@router.get("/accounts")
def accounts_page(request: Request, app: ApplicationOf, viewer: AdministratorOf, after: After = None) -> HTMLResponse:
    """Everybody who may sign in."""
    return render(request, "accounts/list.html", page=list_accounts(app, viewer, after, ROWS), after=after)


@router.get("/accounts/invite")
def invite_page(request: Request, app: ApplicationOf, viewer: AdministratorOf) -> HTMLResponse:
    """The form of an invitation."""
    return _invitation(request, app, viewer, {})


@router.post("/accounts/invite")
def invite_here(request: Request, app: ApplicationOf, viewer: AdministratorOf, _: FromOwnPage, form: Form) -> HTMLResponse:
    """Makes the account and shows its link, once."""
    try:
        link = invite(app, viewer, _invited(app, viewer, form))
    except BadInput as fault:
        return _invitation(
            request, app, viewer, form, {fault.field if isinstance(fault, WrongField) else "organisation": fault.detail}
        )
    return _show(request, link)


@router.get("/accounts/{account}")
def account_page(
    request: Request, app: ApplicationOf, viewer: AdministratorOf, account: AccountId, done: Done = None
) -> HTMLResponse:
    """One account, and what can be done with it."""
    return _account(request, app, viewer, account, done=done)


@router.post("/accounts/{account}/assign")
def assign_here(
    request: Request, app: ApplicationOf, viewer: AdministratorOf, _: FromOwnPage, account: AccountId, form: Form
) -> Response:
    """Gives the account another role, organisation or district, and signs it out."""
    try:
        assign_account(app, viewer, account, _read(AssignInput, form, "role", "organisation", "district"))
    except (BadInput, Conflict) as fault:
        return _account(request, app, viewer, account, fault=fault)
    return RedirectResponse(href("accounts", account, done="assigned"), 303)


@router.post("/accounts/{account}/reset")
def reset_here(request: Request, app: ApplicationOf, viewer: AdministratorOf, _: FromOwnPage, account: AccountId) -> HTMLResponse:
    """Makes a link to set a new password, and shows it once."""
    return _show(request, make_reset(app, viewer, account))


@router.post("/accounts/{account}/identity")
def identity_here(
    request: Request, app: ApplicationOf, viewer: AdministratorOf, _: FromOwnPage, account: AccountId, form: Form
) -> Response:
    """Lets an identity of the common sign-in service open the account."""
    try:
        link_identity(app, viewer, account, form.get("subject", "").strip()[:LONGEST])
    except (BadInput, Conflict) as fault:
        return _account(request, app, viewer, account, fault=fault)
    return RedirectResponse(href("accounts", account, done="identity"), 303)


@router.post("/accounts/{account}/end")
def end_here(request: Request, app: ApplicationOf, viewer: AdministratorOf, _: FromOwnPage, account: AccountId) -> Response:
    """Ends the account for good."""
    try:
        end_account(app, viewer, account)
    except Conflict as fault:
        return _account(request, app, viewer, account, fault=fault)
    return RedirectResponse(href("accounts", account, done="ended"), 303)


def every_organisation(app: Application, viewer: Viewer) -> tuple[OrganisationView, ...]:
    """All organisations, for a choice."""
    found: tuple[OrganisationView, ...] = ()
    after: str | None = None
    while True:
        page = list_organisations(app, viewer, after, _MANY)
        found += page.items
        if page.next is None:
            return found
        after = page.next


def _invited(app: Application, viewer: Viewer, form: Mapping[str, str]) -> InviteInput:
    """What the form says; the organisation of an employer's account is the employer, by its name or id."""
    given = dict(form)
    if form.get("role") == Role.EMPLOYER:
        try:
            given |= {"organisation": find_employer(app, viewer, form.get("employer", "")), "district": ""}
        except BadInput as fault:
            raise WrongField("employer", fault.detail) from None
    return _read(InviteInput, given, "name", "called", "role", "organisation", "district", "language")


def _read(kind: type[GivenT], form: Mapping[str, str], *names: str) -> GivenT:
    try:
        return kind.model_validate({name: form[name] for name in names if form.get(name)})
    except ValidationError as fault:
        raise WrongField(str(fault.errors()[0]["loc"][0]), _UNREADABLE) from None


def _invitation(
    request: Request, app: Application, viewer: Viewer, form: Mapping[str, str], faults: Mapping[str, Text] | None = None
) -> HTMLResponse:
    return render(
        request,
        "accounts/invite.html",
        status=422 if faults else 200,
        given=form,
        faults=faults or {},
        roles=ROLES,
        organisations=every_organisation(app, viewer),
        districts=tuple(DISTRICTS),
    )


def _account(
    request: Request,
    app: Application,
    viewer: Viewer,
    account: str,
    done: str | None = None,
    fault: ActionError | None = None,
) -> HTMLResponse:
    context: dict[str, Any] = {"roles": ROLES, "organisations": every_organisation(app, viewer), "districts": tuple(DISTRICTS)}
    return render(
        request,
        "accounts/account.html",
        status=200 if fault is None else fault.status,
        account=account_view(app, viewer, account),
        done=done,
        fault=fault,
        issuer=app.settings.oidc_issuer,
        **context,
    )


def _show(request: Request, link: LinkView) -> HTMLResponse:
    return render(request, "accounts/shown_link.html", link=link, address=f"{str(request.base_url).rstrip('/')}{link.path}")
