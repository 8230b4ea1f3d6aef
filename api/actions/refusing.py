"""Keep in the trail what was refused: which operation, by whom or from where, and never about whom."""

from contextlib import suppress

from api.accounts.secrets import origin_of
from api.actions.sessions import has_accounts
from api.wiring import Application
from data.stores import DatabaseUnavailable
from matching.records import DOOR


def note_refused(app: Application, account: str | None, address: str, status: int, operation: str) -> None:
    """A line of the trail: the status and the operation with the names of its parameters alone; by whom, or from where.

    Without accounts there is nobody to refuse anything to. Nothing waits for it: a database that is busy keeps no line.
    """
    if not has_accounts(app):
        return
    who = account or origin_of(app, address)
    if not app.refused_requests.is_due((who, str(status), operation), app.clock()):
        return
    origin = None if account else who
    with suppress(DatabaseUnavailable), app.database.door(DOOR, wait=False) as stores:
        stores.accounts.note_refused_request(DOOR, account, status, operation, origin)
