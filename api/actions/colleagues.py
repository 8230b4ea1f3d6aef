"""Who did what, as colleagues call each other: accounts are kept by their ids."""

from typing import Final

from api.wiring import Application
from matching.knowledge.catalogue import Text
from matching.records import LOCAL_ORGANIZER, Viewer

_HERE: Final = Text(zh="本机", en="this machine")


def colleague(app: Application, viewer: Viewer, account: str) -> str | Text:
    """What an account is called; its id where there is none, as for a name that somebody wrote by hand."""
    if account == LOCAL_ORGANIZER.account:
        return _HERE
    with app.database.read(viewer) as stores:
        return stores.accounts.called(viewer, [account]).get(account, account)
