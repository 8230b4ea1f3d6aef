"""Whether somebody whom this process has not met is known to the database: before a large body of theirs is let in."""

from typing import TYPE_CHECKING

from api.load.holders import Credential

if TYPE_CHECKING:
    from api.wiring import Application


def recognise(app: "Application", credential: Credential | None, is_local: bool) -> bool:
    """Whether the credential opens something now, which is remembered, or a visitor on this machine is the organizer of an
    installation without accounts. This lets nobody in. Raises DatabaseUnavailable."""
    from api.accounts.rules import door_rules
    from api.actions.sessions import has_accounts, is_open
    from api.actions.tokens import opens
    from matching.records import DOOR

    if not has_accounts(app):
        return is_local
    if credential is None:
        return False
    now, digest = app.clock(), credential.digest
    with app.database.read(DOOR) as stores:
        if credential.kind == "token":
            bearer = stores.tokens.find_all(DOOR, [digest]).get(digest)
            account = bearer.account.id if bearer is not None and opens(bearer, now) else None
        else:
            signed = stores.sessions.find_all(DOOR, [digest]).get(digest)
            account = signed.account.id if signed is not None and is_open(signed, now, door_rules(app.today)) else None
    if account is not None:
        app.load.holders.remember(credential, account)
    return account is not None
