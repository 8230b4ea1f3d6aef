"""Whom a request is counted for: the account behind it where it is known, else the network it comes from."""

from typing import TYPE_CHECKING

from starlette.types import Scope

from api.accounts.throttle import network_of
from api.load.credentials import credential_of

if TYPE_CHECKING:
    from api.wiring import Application


def caller_of(app: "Application", scope: Scope) -> tuple[str, bool]:
    """A name to count by, and whether it is an account. A credential that nobody showed before counts for its network: whoever
    makes them up gains nothing."""
    credential = credential_of(app, scope)
    account = None if credential is None else app.load.holders.of(credential)
    if account is not None:
        return f"account {account}", True
    client = scope.get("client")
    return f"network {network_of(client[0]) if client else ''}", False
