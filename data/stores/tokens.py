"""Keys of programs for the JSON API: each acts for its account, within its scopes, until it expires or is taken back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import orjson
from sqlalchemy import Row, bindparam, delete, insert, select, update

from data.stores.accounts import Account, account_columns, account_of, require_door
from data.stores.base import Store
from data.stores.canonical import canonical, check_key
from data.tables import accounts, organisations, tokens
from matching.records import Role, Viewer


@dataclass(frozen=True)
class StoredToken:
    """One key. `scopes` are words such as `read:events`."""

    id: str
    account: str
    label: str
    scopes: frozenset[str]
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True)
class Bearer:
    """A key with its account, in one read."""

    token: StoredToken
    account: Account = field(repr=False)


_NAMES: Final = ("id", "account", "label", "scopes", "created_at", "expires_at", "used_at", "revoked_at")
_BEARERS: Final = select(
    *account_columns(), tokens.c.hash.label("token_hash"), *(tokens.c[name].label(f"token_{name}") for name in _NAMES)
).select_from(
    tokens.join(accounts, accounts.c.id == tokens.c.account).join(organisations, organisations.c.id == accounts.c.organisation)
)
_FOUND: Final = _BEARERS.where(tokens.c.hash == bindparam("digest"))
_FOUND_ALL: Final = _BEARERS.where(tokens.c.hash.in_(bindparam("digests", expanding=True)))
"""Put together once: they are asked at every request of a program."""


class TokenStore(Store):
    """Keys of programs. The door finds them; everybody makes, lists and takes back their own."""

    kind = "token"

    def add(self, viewer: Viewer, digest: bytes, token: str, label: str, scopes: frozenset[str], expires_at: datetime) -> None:
        """Stores a new key of the viewer's own account, and forgets those that expired."""
        self._require(viewer, frozenset(Role))
        self._connection.execute(delete(tokens).where(tokens.c.expires_at < self.session.now))
        self._connection.execute(
            insert(tokens).values(
                id=check_key(token, "the id of a key"),
                hash=digest,
                account=viewer.account,
                label=check_key(label, "the label of a key"),
                scopes=canonical(sorted(scopes)).decode(),
                created_at=self.session.now,
                expires_at=expires_at,
            )
        )
        self._note(viewer, "add", token, scopes=len(scopes))

    def find(self, viewer: Viewer, digest: bytes) -> Bearer | None:
        """The key of a hash, expired and revoked ones included, or None. One read by a unique index. For the door."""
        require_door(viewer)
        row = self._connection.execute(_FOUND, {"digest": digest}).one_or_none()
        return None if row is None else Bearer(_token(row, "token_"), account_of(row))

    def find_all(self, viewer: Viewer, digests: Sequence[bytes]) -> dict[bytes, Bearer]:
        """`find` for several hashes at once; those of nobody are absent. For the door."""
        require_door(viewer)
        if not digests:
            return {}
        rows = self._connection.execute(_FOUND_ALL, {"digests": list(digests)})
        return {row.token_hash: Bearer(_token(row, "token_"), account_of(row)) for row in rows}

    def touch(self, viewer: Viewer, digest: bytes) -> None:
        """Records that a key was just used. For the door."""
        require_door(viewer)
        self._connection.execute(update(tokens).where(tokens.c.hash == digest).values(used_at=self.session.now))

    def list(self, viewer: Viewer, account: str) -> tuple[StoredToken, ...]:
        """The keys of an account in use, newest first: one's own, or for administrators anybody's."""
        if not self._may(viewer, account):
            return ()
        query = select(*(column for column in tokens.c if column.name != "hash")).where(
            tokens.c.account == account, tokens.c.revoked_at.is_(None), tokens.c.expires_at > self.session.now
        )
        return tuple(_token(row, "") for row in self._connection.execute(query.order_by(tokens.c.created_at.desc(), tokens.c.id)))

    def revoke(self, viewer: Viewer, account: str, token: str) -> bool:
        """Takes a key back: one's own, or for administrators anybody's. False if there is no such key in use."""
        if not self._may(viewer, account):
            return False
        if self._revoke((tokens.c.account == account) & (tokens.c.id == token)) == 0:
            return False
        self._note(viewer, "revoke", token)
        return True

    def revoke_all(self, viewer: Viewer, account: str) -> int:
        """Takes back every key of an account; how many there were."""
        if not self._may(viewer, account):
            return 0
        count = self._revoke(tokens.c.account == account)
        if count:
            self._note(viewer, "revoke-all", account, count=count)
        return count

    def _may(self, viewer: Viewer, account: str) -> bool:
        return viewer.account == account or viewer.role is Role.ADMINISTRATOR

    def _revoke(self, where: object) -> int:
        still = update(tokens).where(where, tokens.c.revoked_at.is_(None))  # type: ignore[arg-type]
        return self._connection.execute(still.values(revoked_at=self.session.now)).rowcount


def _token(row: Row[*tuple[object, ...]], prefix: str) -> StoredToken:
    values = {name: getattr(row, f"{prefix}{name}") for name in _NAMES}
    return StoredToken(**values | {"scopes": frozenset(orjson.loads(values["scopes"]))})
