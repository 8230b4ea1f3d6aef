"""What employers and staff confirmed or corrected of a posting: it wins over every later reading, and the reader learns from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import orjson
from sqlalchemy import ColumnElement, Row, insert, select

from data.stores.base import CHUNK, STAFF, Session, Store, slices
from data.stores.canonical import check_key
from data.stores.postings import PostingStore, visible_postings
from data.tables import confirmations, postings
from matching.records import Posting, Provenance, Role, Viewer

Value = bool | int | str
CONFIRMERS: Final = STAFF | {Role.EMPLOYER}


@dataclass(frozen=True)
class Change:
    """One thing that was confirmed: `demands.lifting`, `workplace.floor`, `facts.seated_possible`, `statuses.lift`.

    `was` is the value before (None: not known) and `was_from` where it came from; `confirmed` may be the same value.
    """

    name: str
    was: Value | None
    was_from: Provenance
    confirmed: Value


@dataclass(frozen=True)
class Confirmation:
    """A change as it was recorded. `key` is the sender's own and stands for all changes sent together."""

    id: int
    posting: str
    change: Change
    key: str
    at: datetime
    by: str
    role: Role


class ConfirmationStore(Store):
    """Confirmations, by staff and by the employer itself."""

    kind = "posting"

    def __init__(self, session: Session, records: PostingStore) -> None:
        super().__init__(session)
        self._postings = records

    def confirm(self, viewer: Viewer, posting: Posting, changes: Sequence[Change], key: str) -> tuple[Confirmation, ...]:
        """Stores the demands and the workplace of `posting`, in which the changes were made, and records the changes.

        Logged as `confirm-demands`, in counts. Raises ValueError without changes, for a key that was used before, or if there
        is no such posting of the viewer's.
        """
        self._require(viewer, CONFIRMERS)
        if not changes:
            raise ValueError("nothing was confirmed; give at least one change")
        if self._fetch(confirmations.c.key == check_key(key, "the key of a confirmation")):
            raise ValueError("this key was used for another confirmation; take a new one")
        there = select(postings.c.id).where(visible_postings(viewer), postings.c.id == posting.id)
        if self._connection.execute(there).scalar() is None:
            raise ValueError(f"there is no posting {posting.id}; store it first")
        self._postings._revise(viewer, [posting])
        stamp = {
            "posting": posting.id,
            "key": key,
            "confirmed_at": self.session.now,
            "confirmed_by": check_key(viewer.account, "the account"),
            "role": viewer.role.value,
        }
        rows = [
            {
                "name": check_key(change.name, "the name of a change"),
                "was": orjson.dumps(change.was).decode(),
                "was_from": change.was_from.value,
                "confirmed": orjson.dumps(change.confirmed).decode(),
                **stamp,
            }
            for change in changes
        ]
        self._connection.execute(insert(confirmations), rows)
        corrected = sum(change.was != change.confirmed for change in changes)
        self._note(viewer, "confirm-demands", posting.id, confirmed=len(changes), corrected=corrected)
        return self._fetch(confirmations.c.key == key)

    def made(self, viewer: Viewer, key: str) -> tuple[Confirmation, ...]:
        """The confirmations that were sent under a key, of postings that the viewer sees."""
        return self._fetch(self._seen(viewer) & (confirmations.c.key == key))

    def standing(self, viewer: Viewer, names: Sequence[str]) -> Mapping[str, Mapping[str, Value]]:
        """Posting -> name -> the value confirmed last, of these postings; those without a confirmation are absent."""
        found: dict[str, dict[str, Value]] = {}
        for part in slices(sorted(set(names))):
            for one in self._fetch(self._seen(viewer) & confirmations.c.posting.in_(part)):
                found.setdefault(one.posting, {})[one.change.name] = one.change.confirmed
        return found

    def list(self, viewer: Viewer, after: int = 0, limit: int = 100) -> tuple[Confirmation, ...]:
        """A page in the order in which they were recorded: at most `limit` (1..1,000) after the id `after`."""
        if not 1 <= limit <= CHUNK:
            raise ValueError(f"limit is {limit}; a page holds 1 to {CHUNK:,} confirmations")
        return self._fetch(self._seen(viewer) & (confirmations.c.id > after), limit)

    def _seen(self, viewer: Viewer) -> ColumnElement[bool]:
        return confirmations.c.posting.in_(select(postings.c.id).where(visible_postings(viewer)))

    def _fetch(self, where: ColumnElement[bool], limit: int | None = None) -> tuple[Confirmation, ...]:
        query = select(confirmations).where(where).order_by(confirmations.c.id).limit(limit)
        return tuple(_confirmation(row) for row in self._connection.execute(query))


def _confirmation(row: Row[*tuple[Any, ...]]) -> Confirmation:
    change = Change(row.name, orjson.loads(row.was), Provenance(row.was_from), orjson.loads(row.confirmed))
    return Confirmation(row.id, row.posting, change, row.key, row.confirmed_at, row.confirmed_by, Role(row.role))
