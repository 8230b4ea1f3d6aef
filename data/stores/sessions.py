"""Who is signed in: one row a session, found by the keyed hash of its token."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Row, bindparam, delete, insert, select, update

from data.stores.accounts import Account, account_columns, account_of, require_door
from data.stores.base import Store
from data.stores.canonical import check_key
from data.tables import accounts, organisations, sessions
from matching.records import Viewer


@dataclass(frozen=True)
class StoredSession:
    """One session. `device` is a rough word for the browser; `refused_at`: its token was shown again after the end."""

    id: str
    account: str
    device: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    refused_at: datetime | None


@dataclass(frozen=True)
class SignedIn:
    """A session with its account, in one read."""

    session: StoredSession
    account: Account = field(repr=False)


REMEMBERED: Final = timedelta(days=7)
"""How long after its end a session is known, so that a token that comes back is noticed."""
_NAMES: Final = ("id", "account", "device", "created_at", "seen_at", "expires_at", "ended_at", "refused_at")
_SIGNED_IN: Final = select(
    *account_columns(), sessions.c.hash.label("session_hash"), *(sessions.c[name].label(f"session_{name}") for name in _NAMES)
).select_from(
    sessions.join(accounts, accounts.c.id == sessions.c.account).join(organisations, organisations.c.id == accounts.c.organisation)
)
_FOUND: Final = _SIGNED_IN.where(sessions.c.hash == bindparam("token"))
_FOUND_ALL: Final = _SIGNED_IN.where(sessions.c.hash.in_(bindparam("tokens", expanding=True)))
"""Put together once: they are asked at every request."""


class SessionStore(Store):
    """Sessions. The door finds and opens them; everybody lists and ends their own; administrators end those of an account."""

    kind = "session"

    def find(self, viewer: Viewer, token: bytes) -> SignedIn | None:
        """The session of a token's hash, ended and expired ones included, or None. One read by the primary key. For the door."""
        require_door(viewer)
        row = self._connection.execute(_FOUND, {"token": token}).one_or_none()
        return None if row is None else _signed_in(row)

    def find_all(self, viewer: Viewer, tokens: Sequence[bytes]) -> dict[bytes, SignedIn]:
        """`find` for several hashes at once; those of nobody are absent. For the door."""
        require_door(viewer)
        if not tokens:
            return {}
        return {row.session_hash: _signed_in(row) for row in self._connection.execute(_FOUND_ALL, {"tokens": list(tokens)})}

    def open(self, viewer: Viewer, token: bytes, session: str, account: str, device: str, expires_at: datetime) -> None:
        """Stores a new session, and forgets those that expired long ago. For the door."""
        require_door(viewer)
        self._connection.execute(delete(sessions).where(sessions.c.expires_at < self.session.now - REMEMBERED))
        self._connection.execute(
            insert(sessions).values(
                hash=token,
                id=check_key(session, "the id of a session"),
                account=account,
                device=check_key(device, "a device"),
                created_at=self.session.now,
                seen_at=self.session.now,
                expires_at=expires_at,
            )
        )

    def touch(self, viewer: Viewer, token: bytes) -> None:
        """Records that a session was just used. For the door."""
        require_door(viewer)
        self._connection.execute(update(sessions).where(sessions.c.hash == token).values(seen_at=self.session.now))

    def refuse(self, viewer: Viewer, token: bytes) -> bool:
        """Records that the token of an ended session was shown, once a session; False if that is known already. For the door."""
        require_door(viewer)
        still = update(sessions).where(sessions.c.hash == token, sessions.c.refused_at.is_(None))
        if self._connection.execute(still.values(refused_at=self.session.now)).rowcount == 0:
            return False
        account = self._connection.execute(select(sessions.c.account).where(sessions.c.hash == token)).scalar_one()
        self._note(viewer, "refuse-ended-session", account)
        return True

    def end(self, viewer: Viewer, account: str, session: str) -> bool:
        """Ends one session of an account: one's own, or anybody's for administrators. False if there is no such open session."""
        if not self._may(viewer, account):
            return False
        if self._end((sessions.c.account == account) & (sessions.c.id == session)) == 0:
            return False
        self._note(viewer, "sign-out", account)
        return True

    def end_all(self, viewer: Viewer, account: str, keep: str | None = None) -> int:
        """Ends every session of an account but `keep`; how many there were."""
        if not self._may(viewer, account):
            return 0
        ended = self._end((sessions.c.account == account) & (sessions.c.id != (keep or "")))
        if ended:
            self._note(viewer, "end-sessions", account, count=ended)
        return ended

    def list(self, viewer: Viewer, account: str) -> tuple[StoredSession, ...]:
        """The open sessions of an account, newest first: one's own, or for administrators anybody's."""
        if not self._may(viewer, account):
            return ()
        query = select(*(column for column in sessions.c if column.name != "hash")).where(
            sessions.c.account == account, sessions.c.ended_at.is_(None), sessions.c.expires_at > self.session.now
        )
        rows = self._connection.execute(query.order_by(sessions.c.created_at.desc(), sessions.c.id))
        return tuple(StoredSession(**row) for row in rows.mappings())

    def _may(self, viewer: Viewer, account: str) -> bool:
        return viewer.account == account or viewer.role.value == "administrator"

    def _end(self, where: object) -> int:
        still = update(sessions).where(where, sessions.c.ended_at.is_(None))  # type: ignore[arg-type]
        return self._connection.execute(still.values(ended_at=self.session.now)).rowcount


def _signed_in(row: Row[*tuple[Any, ...]]) -> SignedIn:
    return SignedIn(StoredSession(*(getattr(row, f"session_{name}") for name in _NAMES)), account_of(row))
