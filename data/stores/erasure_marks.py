"""A mark that every erasure of a person replaces: what was kept outside the database under an earlier one is not used again."""

import secrets
from typing import Final

from sqlalchemy import Connection, insert, select, update

from data.tables import installation

_NAME: Final = "erasure-mark"
_MARK: Final = select(installation.c.value).where(installation.c.name == _NAME)
_RENEW: Final = update(installation).where(installation.c.name == _NAME)


def mark_of(connection: Connection) -> str | None:
    """The mark as this transaction sees it; None before the first."""
    return connection.execute(_MARK).scalar()


def renew_mark(connection: Connection) -> None:
    """A new mark, drawn at random (32 hexadecimal digits); the one before is gone with the transaction."""
    fresh = secrets.token_hex(16)
    if connection.execute(_RENEW.values(value=fresh)).rowcount == 0:
        connection.execute(insert(installation).values(name=_NAME, value=fresh))
