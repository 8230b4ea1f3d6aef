"""What was sent under an idempotency key: the same again is the same request, something else is a mistake of the sender."""

from datetime import timedelta
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from data.stores.base import Store
from data.stores.canonical import check_key
from data.stores.errors import ReadOnly
from data.tables import sent_keys
from matching.records import Viewer

KEPT: Final = timedelta(days=30)
"""How long a key stands for what was sent under it; long after any sender stopped trying again."""


class KeyTaken(ValueError):
    """A key was sent with something else before."""


class SentKeyStore(Store):
    """Keys by their scope (who or what they are keys of), each with a keyed hash of what was sent; anybody may claim one."""

    kind = "key"

    def claim(self, viewer: Viewer, scope: str, key: str, told: bytes) -> bool:
        """Keeps what was sent (equal bytes for equal requests) under a key; whether it is the first time.

        Keys older than `KEPT` are forgotten. Raises KeyTaken where the key stands for something else.
        """
        if not self.session.writable:
            raise ReadOnly("a key is claimed in a transaction that writes: open the database with begin()")
        self._connection.execute(delete(sent_keys).where(sent_keys.c.claimed_at < self.session.now - KEPT))
        values = {"scope": check_key(scope, "the scope of a key"), "key": check_key(key, "the key")}
        stamp = {"content": self._content(told), "claimed_at": self.session.now}
        insert = sqlite.insert if self._connection.dialect.name == "sqlite" else postgresql.insert
        # One statement: of several at once the first inserts, and the others wait until it is seen or gone.
        fresh = insert(sent_keys).on_conflict_do_nothing().values(**values, **stamp).returning(sent_keys.c.key)
        return self._connection.execute(fresh).scalar() is not None or not self.is_known(viewer, scope, key, told)

    def is_known(self, viewer: Viewer, scope: str, key: str, told: bytes) -> bool:
        """Whether this was sent under the key before. Raises KeyTaken where something else was."""
        same = (sent_keys.c.scope == scope) & (sent_keys.c.key == key)
        known = self._connection.execute(select(sent_keys.c.content).where(same)).scalar()
        if known is not None and known != self._content(told):
            raise KeyTaken("this key was used for something else; take a new one")
        return known is not None

    def release(self, viewer: Viewer, scope: str, key: str) -> None:
        """Forgets a key of a request that came to nothing, so that it can be sent again in another way."""
        if not self.session.writable:
            raise ReadOnly("a key is released in a transaction that writes: open the database with begin()")
        self._connection.execute(delete(sent_keys).where(sent_keys.c.scope == scope, sent_keys.c.key == key))

    def _content(self, told: bytes) -> bytes:
        return self.session.keyring.digest("sent-key", told)
