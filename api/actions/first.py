"""The first administrator of an installation, made by whoever sits at its machine or can run commands on it."""

from typing import Final

from api.accounts.names import plain_password
from api.accounts.rules import door_rules
from api.accounts.secrets import digest_of, new_id, new_secret
from api.actions.accounts import view_of
from api.actions.errors import Conflict, NotAllowed
from api.actions.links import LinkGone, look_at_link
from api.actions.new_passwords import check_names, check_password
from api.actions.organisations import CITY, found_city
from api.actions.sessions import has_accounts
from api.schemas.accounts import AccountView, LinkView
from api.wiring import Application
from data.stores import LinkKind, NewAccount
from matching.knowledge.catalogue import Text
from matching.records import DOOR, LOCAL_ADMINISTRATOR, Role

_NOT_FIRST: Final = Text(zh="已经有账户了，请登录。", en="There are accounts already. Sign in.")


def make_first_link(app: Application) -> LinkView:
    """A link to make the first administrator, for whoever runs commands on the machine. Raises Conflict once there are accounts."""
    if has_accounts(app):
        raise Conflict(_NOT_FIRST)
    secret = new_secret()
    expires = app.clock() + door_rules(app.today).first_valid
    with app.database.begin(LOCAL_ADMINISTRATOR) as stores:
        stores.links.add(LOCAL_ADMINISTRATOR, digest_of(app, "link", secret), LinkKind.FIRST, None, expires)
    return LinkView(account=None, kind="first", path=f"/first/{secret}", expires_at=expires)


def make_first(app: Application, name: str, called: str, password: str, again: str, secret: str | None = None) -> AccountView:
    """The first administrator, with the link of `make_first_link`, or without one for whoever sits at the machine (the page checks
    that). The city, its districts and zones are stored with it.

    Raises WrongField, LinkGone, NotAllowed once there are accounts, TooBusy.
    """
    if has_accounts(app):
        raise NotAllowed(_NOT_FIRST)
    name, called = check_names(name, called)
    check_password(app, password, again, (name, called))
    if secret is not None:
        look_at_link(app, LinkKind.FIRST, secret)
    hashed = app.passwords.hash(plain_password(password))
    account = new_id("a_")
    viewer = LOCAL_ADMINISTRATOR
    with app.database.begin(viewer) as stores:
        if stores.accounts.exist(viewer):
            raise NotAllowed(_NOT_FIRST)
        if secret is not None and not stores.links.use(DOOR, digest_of(app, "link", secret)):
            raise LinkGone
        found_city(stores)
        stores.accounts.add(viewer, NewAccount(account, name, called, Role.ADMINISTRATOR, CITY))
        stores.accounts.set_password(DOOR, account, hashed, action="make-first")
        made = stores.accounts.get(viewer, account)
    assert made is not None
    app.has_accounts = True
    return view_of(made)
