"""Accounts: inviting people, giving them another place, ending what they may do. Nothing is mailed: links are handed over."""

from collections.abc import Mapping
from typing import Final, Literal

from api.accounts.rules import door_rules
from api.accounts.secrets import digest_of, new_id, new_secret
from api.actions.errors import BadInput, Conflict, NotFound
from api.actions.new_passwords import WrongField, check_names
from api.actions.organisations import add_employer, check_administrator, check_district, districts_of
from api.schemas import Page
from api.schemas.accounts import AccountView, AssignInput, InviteInput, LinkView
from api.wiring import Application
from data.stores import Account, LinkKind, NewAccount, Organisation, OrganisationKind, Stores
from matching.knowledge.catalogue import Text
from matching.records import Role, Viewer

ACCOUNT: Final = Text(zh="账户", en="account")
ROLES: Final[Mapping[Role, Text]] = {
    Role.ORGANIZER: Text(zh="组织者", en="Organizer"),
    Role.COUNSELOR: Text(zh="就业辅导员", en="Counselor"),
    Role.EMPLOYER: Text(zh="用人单位", en="Employer"),
    Role.AUDITOR: Text(zh="审计员", en="Auditor"),
    Role.ADMINISTRATOR: Text(zh="管理员", en="Administrator"),
}
_STATES: Final = {
    "invited": Text(zh="已邀请，尚未设密码", en="invited, no password yet"),
    "active": Text(zh="使用中", en="in use"),
    "ended": Text(zh="已停用", en="ended"),
}
_HOUSES: Final[Mapping[Role, frozenset[OrganisationKind]]] = {
    Role.EMPLOYER: frozenset({OrganisationKind.EMPLOYER}),
    Role.COUNSELOR: frozenset(set(OrganisationKind) - {OrganisationKind.EMPLOYER}),
    Role.ORGANIZER: frozenset({OrganisationKind.CITY, OrganisationKind.DISTRICT, OrganisationKind.ZONE}),
    Role.AUDITOR: frozenset({OrganisationKind.CITY}),
    Role.ADMINISTRATOR: frozenset({OrganisationKind.CITY}),
}
"""In which kinds of organisation a role makes sense."""

_TAKEN: Final = Text(zh="这个登录名已经有人用了。", en="This sign-in name is taken.")
_WRONG_HOUSE: Final = Text(zh="{role}不能属于这类单位。", en="{role} is no role of this kind of organisation.")
_NO_ORGANISATION: Final = Text(zh="没有这个单位。", en="There is no such organisation.")
_WRONG_DISTRICT: Final = Text(zh="请选这个单位所在的区。", en="Choose a district of this organisation.")
_NO_DISTRICT_HERE: Final = Text(zh="这类账户不分区。", en="This kind of account belongs to no district.")
_LAST: Final = Text(
    zh="这是最后一个能登录的管理员账户，请先另设一个。",
    en="This is the last administrator who can sign in. Make another one first.",
)
_FIRST: Final = Text(
    zh="还没有管理员：请先打开 /first，或运行 tongtu accounts first。",
    en="There is no administrator yet: open /first, or run tongtu accounts first.",
)
_ENDED: Final = Text(zh="这个账户已停用。", en="This account has ended.")


def list_accounts(
    app: Application, viewer: Viewer, after: str | None = None, limit: int = 50, organisation: str | None = None
) -> Page[AccountView]:
    """A page of accounts in order of id. Raises NotAllowed for all but administrators."""
    check_administrator(viewer)
    with app.database.read(viewer) as stores:
        found = stores.accounts.list(viewer, after, limit + 1, organisation=organisation)
    return Page(items=tuple(map(view_of, found[:limit])), next=found[limit - 1].id if len(found) > limit else None)


def account_view(app: Application, viewer: Viewer, account: str) -> AccountView:
    """One account. Raises NotFound, NotAllowed."""
    check_administrator(viewer)
    with app.database.read(viewer) as stores:
        return view_of(_found(stores, viewer, account))


def invite(app: Application, viewer: Viewer, given: InviteInput, key: str | None = None) -> LinkView:
    """A new account that can do nothing yet, and the link with which its owner chooses a password.

    The same key again gives the same account and a new link in place of the first. Raises BadInput for a name that is taken or
    cannot be given, and a place where the role makes no sense; Conflict before there is an administrator.
    """
    check_administrator(viewer)
    name, called = check_names(given.name, given.called)
    id_ = new_id("a_") if key is None else f"a_{app.identify(f'account {viewer.account} {key}')[:12]}"
    with app.database.begin(viewer) as stores:
        if not stores.accounts.exist(viewer):
            raise Conflict(_FIRST)
        organisation, district = _placed(stores, viewer, Role(given.role), given.organisation, given.district)
        new = NewAccount(id_, name, called, Role(given.role), organisation.id, district, given.language)
        if not stores.accounts.add(viewer, new):
            there = stores.accounts.get(viewer, id_)
            if there is None or there.name != name or there.has_password:
                raise WrongField("name", _TAKEN)
        return _link(app, stores, viewer, LinkKind.INVITATION, id_)


def make_reset(app: Application, viewer: Viewer, account: str) -> LinkView:
    """A link with which the owner of an account chooses a new password; for one who never chose any, the invitation anew.

    The old password opens the account until the link is used. Raises NotFound, Conflict for an account that has ended.
    """
    check_administrator(viewer)
    with app.database.begin(viewer) as stores:
        found = _found(stores, viewer, account)
        if found.ended_at is not None:
            raise Conflict(_ENDED)
        return _link(app, stores, viewer, LinkKind.RESET if found.has_password else LinkKind.INVITATION, account)


def assign_account(app: Application, viewer: Viewer, account: str, given: AssignInput) -> AccountView:
    """Another role, organisation or district. What it is signed in with ends, so that nothing is seen by the old rights.

    Raises NotFound, BadInput for a place where the role makes no sense, Conflict for the last administrator or an ended account.
    """
    check_administrator(viewer)
    with app.database.begin(viewer) as stores:
        found = _found(stores, viewer, account)
        role = Role(given.role)
        organisation, district = _placed(stores, viewer, role, given.organisation, given.district)
        if role is not Role.ADMINISTRATOR:
            _keep_one(stores, viewer, found)
        if not stores.accounts.assign(viewer, account, role, organisation.id, district):
            raise Conflict(_ENDED)
        stores.sessions.end_all(viewer, account)
        stores.tokens.revoke_all(viewer, account)
        return view_of(_found(stores, viewer, account))


def end_account(app: Application, viewer: Viewer, account: str) -> AccountView:
    """Ends an account for good, with its sessions, keys and links. Ending it twice changes nothing.

    Raises NotFound, Conflict for the last administrator who can sign in.
    """
    check_administrator(viewer)
    with app.database.begin(viewer) as stores:
        found = _found(stores, viewer, account)
        if found.ended_at is None:
            _keep_one(stores, viewer, found)
            stores.accounts.end(viewer, account)
            stores.sessions.end_all(viewer, account)
            stores.tokens.revoke_all(viewer, account)
            stores.links.close_all(viewer, account)
        return view_of(_found(stores, viewer, account))


def link_identity(app: Application, viewer: Viewer, account: str, subject: str) -> AccountView:
    """Lets an identity of the sign-in service of the settings open an account. Raises NotFound, BadInput, Conflict."""
    check_administrator(viewer)
    issuer = app.settings.oidc_issuer
    if issuer is None:
        raise BadInput(Text(zh="没有设置统一登录服务。", en="No sign-in service is set (TONGTU_OIDC_ISSUER)."))
    with app.database.begin(viewer) as stores:
        _found(stores, viewer, account)
        if not stores.accounts.link_identity(viewer, account, issuer, subject.strip()):
            raise Conflict(
                Text(
                    zh="这个身份已经对应另一个账户，或账户已停用。",
                    en="This identity opens another account, or the account has ended.",
                )
            )
        return view_of(_found(stores, viewer, account))


def view_of(account: Account) -> AccountView:
    """An account as administrators and its owner see it."""
    state: Literal["invited", "active", "ended"] = (
        "ended" if account.ended_at is not None else "active" if account.can_sign_in else "invited"
    )
    return AccountView(
        id=account.id,
        name=account.name,
        called=account.called,
        role=account.role.value,
        role_text=ROLES[account.role],
        organisation=account.organisation,
        organisation_name=account.organisation_name,
        district=account.district,
        caseload=account.caseload,
        state=state,
        state_text=_STATES[state],
        identity=account.issuer,
        created_at=account.created_at,
        signed_in_at=account.signed_in_at,
        ended_at=account.ended_at,
    )


def _placed(stores: Stores, viewer: Viewer, role: Role, organisation: str, district: str | None) -> tuple[Organisation, str | None]:
    """Where an account of a role belongs, and the district it is limited to."""
    check_district(district)
    if role is Role.EMPLOYER:
        return add_employer(stores, viewer, organisation), None
    found = stores.organisations.get(viewer, organisation)
    if found is None:
        raise WrongField("organisation", _NO_ORGANISATION)
    if found.kind not in _HOUSES[role]:
        raise WrongField("organisation", _WRONG_HOUSE.format(role=ROLES[role]))
    if role in (Role.AUDITOR, Role.ADMINISTRATOR):
        if district is not None:
            raise WrongField("district", _NO_DISTRICT_HERE)
        return found, None
    possible = districts_of(found)
    if possible is None:
        return found, district
    if district is None and len(possible) == 1:
        return found, possible[0]
    if district not in possible:
        raise WrongField("district", _WRONG_DISTRICT)
    return found, district


def _keep_one(stores: Stores, viewer: Viewer, account: Account) -> None:
    if account.role is Role.ADMINISTRATOR and account.can_sign_in and stores.accounts.count_administrators(viewer) == 1:
        raise Conflict(_LAST)


def _found(stores: Stores, viewer: Viewer, account: str) -> Account:
    found = stores.accounts.get(viewer, account)
    if found is None:
        raise NotFound(ACCOUNT, account)
    return found


def _link(app: Application, stores: Stores, viewer: Viewer, kind: LinkKind, account: str) -> LinkView:
    secret = new_secret()
    rules = door_rules(app.today)
    expires = app.clock() + (rules.invitation_valid if kind is LinkKind.INVITATION else rules.reset_valid)
    stores.links.add(viewer, digest_of(app, "link", secret), kind, account, expires)
    made = view_of(_found(stores, viewer, account))
    return LinkView(account=made, kind=kind.value, path=f"/{kind.value}/{secret}", expires_at=expires)
