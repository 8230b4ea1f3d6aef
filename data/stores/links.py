"""Links that let somebody choose a password once: the first administrator's, invitations, and resets. Nothing is mailed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, insert, select, update

from data.stores.accounts import require_door
from data.stores.base import Store
from data.stores.canonical import check_key
from data.stores.organisations import ADMINISTRATORS
from data.tables import links
from matching.records import Viewer


class LinkKind(StrEnum):
    FIRST = "first"
    INVITATION = "invitation"
    RESET = "reset"


@dataclass(frozen=True)
class Link:
    """One link. `account`: whose password it sets; None for the first administrator's, who has no account yet."""

    kind: LinkKind
    account: str | None
    expires_at: datetime
    used_at: datetime | None


class LinkStore(Store):
    """Links, by the keyed hash of their token: the token itself is shown once and stored nowhere."""

    kind = "link"

    def add(self, viewer: Viewer, token: bytes, kind: LinkKind, account: str | None, expires_at: datetime) -> None:
        """Stores a new link, takes back the open ones of the same kind for the same account, and forgets those that expired."""
        self._require(viewer, ADMINISTRATORS)
        self._connection.execute(delete(links).where(links.c.expires_at < self.session.now))
        self._close((links.c.kind == kind.value) & links.c.account.is_not_distinct_from(account))
        self._connection.execute(
            insert(links).values(
                hash=token,
                kind=kind.value,
                account=account,
                created_at=self.session.now,
                created_by=check_key(viewer.account, "the account"),
                expires_at=expires_at,
            )
        )
        self._note(viewer, f"make-{kind.value}", account or "")

    def find(self, viewer: Viewer, token: bytes) -> Link | None:
        """The link of a token's hash, used and expired ones included, or None. For the door."""
        require_door(viewer)
        row = self._connection.execute(select(links).where(links.c.hash == token)).one_or_none()
        return None if row is None else Link(LinkKind(row.kind), row.account, row.expires_at, row.used_at)

    def use(self, viewer: Viewer, token: bytes) -> bool:
        """Uses a link up; False if it is not there, is used or has expired. For the door."""
        require_door(viewer)
        return self._close((links.c.hash == token) & (links.c.expires_at > self.session.now)) == 1

    def close_all(self, viewer: Viewer, account: str) -> None:
        """Takes back every open link of an account."""
        self._require(viewer, ADMINISTRATORS)
        self._close(links.c.account == account)

    def _close(self, where: object) -> int:
        still = update(links).where(where, links.c.used_at.is_(None))  # type: ignore[arg-type]
        return self._connection.execute(still.values(used_at=self.session.now)).rowcount
