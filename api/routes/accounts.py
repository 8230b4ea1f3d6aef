"""Accounts, organisations and caseloads, as JSON."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel
from starlette.responses import Response

from api.access import AdministratorOf, ApplicationOf, MemberOf, OrganizerOf, scopes_on
from api.actions import accounts, assigning, organisations
from api.once import IdempotencyKey
from api.origin import FromProgram
from api.pages.rooms import account_on
from api.routes.parameters import LONGEST, PRINTABLE, After, Limit
from api.schemas import Page
from api.schemas.accounts import (
    AccountView,
    AssignedView,
    AssignInput,
    CaseloadsInput,
    CaseloadsView,
    CaseloadView,
    IdentityInput,
    InviteInput,
    LinkView,
    OrganisationInput,
    OrganisationView,
    OwnAccountView,
    PeopleInput,
)
from matching.knowledge.catalogue import Text
from matching.records import Role

router = APIRouter()

_DEFAULT: Final = 50
AccountId = Annotated[
    str, Path(alias="account", max_length=LONGEST, pattern=PRINTABLE, description="Id of the account", examples=["a_ab12cd34ef56"])
]
OrganisationId = Annotated[
    str, Path(alias="organisation", max_length=LONGEST, pattern=PRINTABLE, description="Id of the organisation", examples=["city"])
]
OfOrganisation = Annotated[
    str | None,
    Query(alias="organisation", max_length=LONGEST, pattern=PRINTABLE, description="Only accounts of this organisation"),
]


def _answer(view: BaseModel) -> Response:
    return Response(view.model_dump_json(), media_type="application/json")


@router.get(
    "/account",
    operation_id="getOwnAccount",
    tags=["accounts"],
    summary="Who is asking",
    response_description="The account behind the session or key, and what the key may do",
    response_model=OwnAccountView,
)
def get_own_account(request: Request, viewer: MemberOf) -> Response:
    """The account that a session or key belongs to; none on an installation without accounts."""
    account = account_on(request)
    scopes = scopes_on(request)
    return _answer(
        OwnAccountView(
            account=None if account is None else accounts.view_of(account),
            role=viewer.role.value,
            district=viewer.district,
            scopes=None if scopes is None else tuple(sorted(scopes)),
        )
    )


@router.get(
    "/accounts",
    operation_id="listAccounts",
    tags=["accounts"],
    summary="Accounts",
    response_description="One page of accounts",
    response_model=Page[AccountView],
)
def get_accounts(
    app: ApplicationOf,
    viewer: AdministratorOf,
    organisation: OfOrganisation = None,
    after: After = None,
    limit: Limit = _DEFAULT,
) -> Response:
    """Everybody who may sign in, those who were invited and those whose account has ended among them."""
    return _answer(accounts.list_accounts(app, viewer, after, limit, organisation))


@router.post(
    "/accounts",
    operation_id="inviteAccount",
    tags=["accounts"],
    summary="Invite somebody",
    response_description="The link to hand over, shown this once",
    response_model=LinkView,
)
def post_account(app: ApplicationOf, viewer: AdministratorOf, _: FromProgram, given: InviteInput, key: IdempotencyKey) -> Response:
    """Makes an account that can do nothing until its owner chose a password with the link. The same key gives the same account and
    a new link in place of the first."""
    return _answer(accounts.invite(app, viewer, given, key))


@router.get(
    "/accounts/{account}",
    operation_id="getAccount",
    tags=["accounts"],
    summary="An account",
    response_description="The account",
    response_model=AccountView,
)
def get_account(app: ApplicationOf, viewer: AdministratorOf, account: AccountId) -> Response:
    """One account with its role, organisation, district and state."""
    return _answer(accounts.account_view(app, viewer, account))


@router.post(
    "/accounts/{account}/reset",
    operation_id="resetAccount",
    tags=["accounts"],
    summary="Make a link for a new password",
    response_description="The link to hand over, shown this once",
    response_model=LinkView,
)
def post_reset(app: ApplicationOf, viewer: AdministratorOf, _: FromProgram, account: AccountId, key: IdempotencyKey) -> Response:
    """The link takes the place of an older one. Until it is used, the old password works."""
    return _answer(accounts.make_reset(app, viewer, account))


@router.put(
    "/accounts/{account}/place",
    operation_id="assignAccount",
    tags=["accounts"],
    summary="Give an account another role, organisation or district",
    response_description="The account as it is now",
    response_model=AccountView,
)
def put_place(
    app: ApplicationOf, viewer: AdministratorOf, _: FromProgram, account: AccountId, given: AssignInput, key: IdempotencyKey
) -> Response:
    """Its sessions and keys end, so that nothing is seen by the old rights."""
    return _answer(accounts.assign_account(app, viewer, account, given))


@router.put(
    "/accounts/{account}/identity",
    operation_id="connectIdentity",
    tags=["accounts"],
    summary="Connect an identity of the common sign-in service",
    response_description="The account as it is now",
    response_model=AccountView,
)
def put_identity(
    app: ApplicationOf, viewer: AdministratorOf, _: FromProgram, account: AccountId, given: IdentityInput, key: IdempotencyKey
) -> Response:
    """From now on whoever the service calls so opens this account. Nobody registers by themselves."""
    return _answer(accounts.link_identity(app, viewer, account, given.subject))


@router.post(
    "/accounts/{account}/end",
    operation_id="endAccount",
    tags=["accounts"],
    summary="End an account for good",
    response_description="The account as it is now",
    response_model=AccountView,
)
def post_end(app: ApplicationOf, viewer: AdministratorOf, _: FromProgram, account: AccountId, key: IdempotencyKey) -> Response:
    """Its password is forgotten, its sessions and keys end. What it did stays in the log."""
    return _answer(accounts.end_account(app, viewer, account))


@router.get(
    "/organisations",
    operation_id="listOrganisations",
    tags=["accounts"],
    summary="Organisations",
    response_description="One page of organisations",
    response_model=Page[OrganisationView],
)
def get_organisations(app: ApplicationOf, viewer: AdministratorOf, after: After = None, limit: Limit = _DEFAULT) -> Response:
    """The city, its districts and zones, schools, and employers that have accounts."""
    return _answer(organisations.list_organisations(app, viewer, after, limit))


@router.post(
    "/organisations",
    operation_id="addOrganisation",
    tags=["accounts"],
    summary="Add a school or an employer",
    response_description="The organisation",
    response_model=OrganisationView,
)
def post_organisation(
    app: ApplicationOf, viewer: AdministratorOf, _: FromProgram, given: OrganisationInput, key: IdempotencyKey
) -> Response:
    """A school by its name, an employer by the id of a stored one."""
    return _answer(organisations.add_organisation(app, viewer, given, key))


@router.put(
    "/organisations/{organisation}/caseloads",
    operation_id="setCaseloads",
    tags=["accounts"],
    summary="Say whether an organisation assigns people to its counselors",
    response_description="The organisation as it is now",
    response_model=OrganisationView,
)
def put_caseloads(
    app: ApplicationOf,
    viewer: AdministratorOf,
    _: FromProgram,
    organisation: OrganisationId,
    given: CaseloadsInput,
    key: IdempotencyKey,
) -> Response:
    """Where it does, its counselors see exactly the people assigned to them; where not, the people of their district."""
    return _answer(organisations.set_caseloads(app, viewer, organisation, given.caseloads))


@router.get(
    "/caseloads",
    operation_id="listCaseloads",
    tags=["candidates"],
    summary="Who looks after whom",
    response_description="The counselors of the asker's district, with their people",
    response_model=CaseloadsView,
)
def get_caseloads(app: ApplicationOf, viewer: OrganizerOf) -> Response:
    """The counselors whom the asker may assign people, each with the ids of theirs."""
    return _answer(CaseloadsView(items=assigning.list_caseloads(app, viewer)))


@router.post(
    "/caseloads/{account}/people",
    operation_id="assignPeople",
    tags=["candidates"],
    summary="Assign people to a counselor",
    response_description="How many were added, and which names stand for nobody",
    response_model=AssignedView,
)
def post_people(
    app: ApplicationOf, viewer: OrganizerOf, _: FromProgram, account: AccountId, given: PeopleInput, key: IdempotencyKey
) -> Response:
    """People by id, by the office's own number, or by the number of their certificate. Again, it changes nothing."""
    return _answer(assigning.assign_people(app, viewer, account, given.people))


@router.post(
    "/caseloads/{account}/releases",
    operation_id="releasePeople",
    tags=["candidates"],
    summary="Take people out of a caseload",
    response_description="How many were taken out, and which names stand for nobody",
    response_model=AssignedView,
)
def post_releases(
    app: ApplicationOf, viewer: OrganizerOf, _: FromProgram, account: AccountId, given: PeopleInput, key: IdempotencyKey
) -> Response:
    """The counselor no longer sees them from the next read on. Again, it changes nothing."""
    return _answer(assigning.release_people(app, viewer, account, given.people))


_AT: Final = datetime(2027, 3, 1, 1, 0, tzinfo=UTC)
_WANG: Final = AccountView(
    id="a_ab12cd34ef56",
    name="wangfang",
    called="王芳",
    role="organizer",
    role_text=accounts.ROLES[Role.ORGANIZER],
    organisation="d_420111",
    organisation_name="洪山区",
    district="420111",
    caseload=False,
    state="active",
    state_text=Text(zh="使用中", en="in use"),
    identity=None,
    created_at=_AT,
    signed_in_at=_AT,
    ended_at=None,
)
_LINK: Final = LinkView(
    account=_WANG.model_copy(
        update={"state": "invited", "state_text": Text(zh="已邀请，尚未设密码", en="invited, no password yet")}
    ),
    kind="invitation",
    path="/invitation/shown-once",
    expires_at=datetime(2027, 3, 8, 1, 0, tzinfo=UTC),
)
_SCHOOL: Final = OrganisationView(
    id="o_ab12cd34ef56",
    kind="school",
    kind_text=Text(zh="学校", en="School"),
    name="江城示例学校",
    district="420106",
    caseloads=True,
)
_DONE: Final = AssignedView(changed=2, unknown=(3,))
EXAMPLES: Final[Mapping[str, BaseModel]] = {
    "getOwnAccount": OwnAccountView(account=_WANG, role="organizer", district="420111", scopes=("read:events",)),
    "listAccounts": Page[AccountView](items=(_WANG,)),
    "inviteAccount": _LINK,
    "getAccount": _WANG,
    "resetAccount": _LINK.model_copy(update={"account": _WANG, "kind": "reset", "path": "/reset/shown-once"}),
    "assignAccount": _WANG,
    "connectIdentity": _WANG.model_copy(update={"identity": "https://sso.example.cn"}),
    "endAccount": _WANG.model_copy(update={"state": "ended", "state_text": Text(zh="已停用", en="ended"), "ended_at": _AT}),
    "listOrganisations": Page[OrganisationView](items=(_SCHOOL,)),
    "addOrganisation": _SCHOOL,
    "setCaseloads": _SCHOOL,
    "listCaseloads": CaseloadsView(items=(CaseloadView(account="a_cd34ef56gh78", called="李强", people=("c_ab12cd34",)),)),
    "assignPeople": _DONE,
    "releasePeople": _DONE,
}
"""One answer of each operation, for the OpenAPI document. Everybody and everything in them is invented."""
