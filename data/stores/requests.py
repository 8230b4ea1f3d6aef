"""What employers were asked to change at a posting: an arrangement, or an answer to a question."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, insert, select, update

from data.stores.base import STAFF, Store, slices
from data.stores.canonical import check_key
from data.stores.events import visible_events
from data.stores.postings import visible_postings
from data.tables import events, postings, requests
from matching.records import Role, Viewer


@dataclass(frozen=True)
class Request:
    """One change that an employer was asked for. `change` is KIND:NAME; `key` the sender's own; `undone_at`: taken back."""

    id: int
    posting: str
    change: str
    event: str
    key: str
    asked_at: datetime
    asked_by: str
    undone_at: datetime | None


class RequestStore(Store):
    """Requests to employers: staff make them, and an employer reads those to itself."""

    kind = "posting"

    def ask(self, viewer: Viewer, event: str, posting: str, change: str, key: str) -> Request:
        """Records that the employer is asked for the change. The same key again, or a change that is asked for already, gives the
        request that is there.

        Logged as `ask-employer` on the posting. Raises ValueError if event or posting is not there, or the key stands for another
        request.
        """
        self._require(viewer)
        self._check(viewer, event, posting)
        check_key(change, "a change")
        known = self._first(requests.c.key == check_key(key, "the key of a request"))
        if known is not None:
            if (known.posting, known.change, known.event) != (posting, change, event):
                raise ValueError("this key was used for another request; take a new one")
            return known
        standing = self._first((requests.c.posting == posting) & (requests.c.change == change) & requests.c.undone_at.is_(None))
        if standing is not None:
            return standing
        values = {"posting": posting, "change": change, "event": event, "key": key}
        stamp = {"asked_at": self.session.now, "asked_by": check_key(viewer.account, "the account")}
        self._connection.execute(insert(requests).values(**values, **stamp))
        self._note(viewer, "ask-employer", posting, change=change, event=event)
        made = self._first(requests.c.key == key)
        assert made is not None
        return made

    def take_back(self, viewer: Viewer, posting: str, change: str) -> bool:
        """Takes a request back. False if none stands."""
        self._require(viewer)
        standing = (requests.c.posting == posting) & (requests.c.change == change) & requests.c.undone_at.is_(None)
        there = select(postings.c.id).where(visible_postings(viewer), postings.c.id == posting)
        if self._connection.execute(there).scalar() is None:
            return False
        done = {"undone_at": self.session.now, "undone_by": check_key(viewer.account, "the account")}
        if self._connection.execute(update(requests).where(standing).values(**done)).rowcount == 0:
            return False
        self._note(viewer, "take-back-request", posting, change=change)
        return True

    def standing(self, viewer: Viewer, names: Iterable[str]) -> tuple[Request, ...]:
        """The requests to these postings that stand, oldest first; to an employer those to its own."""
        if viewer.role not in STAFF | {Role.EMPLOYER}:
            return ()
        found = [
            _request(row)
            for part in slices(sorted(set(names)))
            for row in self._connection.execute(
                select(requests)
                .join(postings, postings.c.id == requests.c.posting)
                .where(visible_postings(viewer), requests.c.posting.in_(part), requests.c.undone_at.is_(None))
            )
        ]
        return tuple(sorted(found, key=lambda one: one.id))

    def _first(self, where: ColumnElement[bool]) -> Request | None:
        row = self._connection.execute(select(requests).where(where)).first()
        return None if row is None else _request(row)

    def _check(self, viewer: Viewer, event: str, posting: str) -> None:
        for table, visible, name in ((events, visible_events(viewer), event), (postings, visible_postings(viewer), posting)):
            if self._connection.execute(select(table.c.id).where(visible, table.c.id == name)).scalar() is None:
                raise ValueError(f"there is no {table.name[:-1]} {name}; store it first")


def _request(row: Row[*tuple[Any, ...]]) -> Request:
    return Request(row.id, row.posting, row.change, row.event, row.key, row.asked_at, row.asked_by, row.undone_at)
