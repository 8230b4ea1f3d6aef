"""Links with which somebody chooses a password once: invitations and resets, handed over by an administrator."""

from typing import Final

from api.accounts.names import plain_password
from api.accounts.secrets import digest_of
from api.actions.accounts import view_of
from api.actions.errors import ActionError
from api.actions.new_passwords import check_password
from api.schemas.accounts import AccountView
from api.wiring import Application
from data.stores import Account, Link, LinkKind, Stores
from matching.knowledge.catalogue import Text
from matching.records import DOOR

_GONE: Final = Text(
    zh="这个链接无效、已用过或已过期。请向管理员要一个新的。",
    en="This link is unknown, used or expired. Ask the administrator for a new one.",
)


class LinkGone(ActionError):
    """A link that opens nothing, whatever the reason."""

    status = 404
    title = Text(zh="链接不能用", en="This link does not work")

    def __init__(self) -> None:
        super().__init__(_GONE)


def look_at_link(app: Application, kind: LinkKind, secret: str) -> AccountView | None:
    """Whose link this is; None for the first administrator's. Raises LinkGone."""
    with app.database.read(DOOR) as stores:
        found = _open_link(app, stores, kind, secret)
        account = None if found.account is None else stores.accounts.get(DOOR, found.account)
    return None if account is None else view_of(account)


def accept_link(app: Application, kind: LinkKind, secret: str, password: str, again: str) -> AccountView:
    """Sets the password of a link's account and uses the link up; a reset ends what the account is signed in with.

    Raises LinkGone, WrongField, TooBusy.
    """
    with app.database.read(DOOR) as stores:
        account = _owner(stores, _open_link(app, stores, kind, secret))
    check_password(app, password, again, (account.name, account.called, account.organisation_name))
    hashed = app.passwords.hash(plain_password(password))
    with app.database.begin(DOOR) as stores:
        if not stores.links.use(DOOR, digest_of(app, "link", secret)):
            raise LinkGone
        action = "accept-invitation" if kind is LinkKind.INVITATION else "reset-password"
        if not stores.accounts.set_password(DOOR, account.id, hashed, action=action):
            raise LinkGone
        stores.sessions.end_all(DOOR, account.id)
        stores.links.close_all(DOOR, account.id)
    return view_of(account)


def _open_link(app: Application, stores: Stores, kind: LinkKind, secret: str) -> Link:
    found = stores.links.find(DOOR, digest_of(app, "link", secret))
    if found is None or found.kind is not kind or found.used_at is not None or app.clock() >= found.expires_at:
        raise LinkGone
    return found


def _owner(stores: Stores, link: Link) -> Account:
    found = None if link.account is None else stores.accounts.get(DOOR, link.account)
    if found is None or found.ended_at is not None:
        raise LinkGone
    return found
