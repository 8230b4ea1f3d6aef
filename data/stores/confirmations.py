"""What employers and staff confirmed or corrected of a posting: it wins over every later reading, and the reader learns from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

import orjson
from sqlalchemy import ColumnElement, Row, exists, func, insert, select, update

from data.stores.base import CHUNK, STAFF, Session, Store, slices
from data.stores.canonical import check_key
from data.stores.postings import PostingStore, visible_postings
from data.tables import confirmations, postings
from matching.records import Posting, Provenance, Role, Viewer

Value = bool | int | str
CONFIRMERS: Final = STAFF | {Role.EMPLOYER}
OFFICE: Final = frozenset({Role.ORGANIZER})


class RaiseState(StrEnum):
    """How a raised demand stands. `replaced`: something else was said of it before anybody decided."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    REPLACED = "replaced"


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
    """A change as it was recorded. `key` is the sender's own and stands for all changes sent together.

    `state` is None for what counted at once; what was held back never counts itself: approved, it is confirmed again by the office.
    """

    id: int
    posting: str
    change: Change
    key: str
    at: datetime
    by: str
    role: Role
    state: RaiseState | None = None
    reason: str = ""


_COUNTS: Final = confirmations.c.state.is_(None)
_WAITS: Final = confirmations.c.state == RaiseState.WAITING.value


class ConfirmationStore(Store):
    """Confirmations, by staff and by the employer itself."""

    kind = "posting"

    def __init__(self, session: Session, records: PostingStore) -> None:
        super().__init__(session)
        self._postings = records

    def confirm(
        self, viewer: Viewer, posting: Posting, changes: Sequence[Change], key: str, held: Sequence[Change] = ()
    ) -> tuple[Confirmation, ...]:
        """Stores the demands and the workplace of `posting`, in which the changes were made, and records the changes.

        `held` are changes that were not made: they are recorded and wait. What waited of the same names is replaced.
        Logged as `confirm-demands`, in counts. Raises ValueError without changes, for a key that was used before, or if there
        is no such posting of the viewer's.
        """
        self._require(viewer, CONFIRMERS)
        if not changes and not held:
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
                "state": state,
            }
            for state, part in ((None, changes), (RaiseState.WAITING.value, held))
            for change in part
        ]
        replaced = (confirmations.c.posting == posting.id) & confirmations.c.name.in_([row["name"] for row in rows]) & _WAITS
        self._connection.execute(update(confirmations).where(replaced).values(state=RaiseState.REPLACED.value))
        self._connection.execute(insert(confirmations), rows)
        corrected = sum(change.was != change.confirmed for change in changes)
        waits: dict[str, Any] = {"held": len(held)} if held else {}
        self._note(viewer, "confirm-demands", posting.id, confirmed=len(changes), corrected=corrected, **waits)
        return self._fetch(confirmations.c.key == key)

    def made(self, viewer: Viewer, key: str) -> tuple[Confirmation, ...]:
        """The confirmations that were sent under a key, of postings that the viewer sees."""
        return self._fetch(self._seen(viewer) & (confirmations.c.key == key))

    def standing(self, viewer: Viewer, names: Sequence[str]) -> Mapping[str, Mapping[str, Value]]:
        """Posting -> name -> the value confirmed last that counts, of these postings; those without a confirmation are absent."""
        found: dict[str, dict[str, Value]] = {}
        for part in slices(sorted(set(names))):
            for one in self._fetch(self._seen(viewer) & confirmations.c.posting.in_(part) & _COUNTS):
                found.setdefault(one.posting, {})[one.change.name] = one.change.confirmed
        return found

    def list(self, viewer: Viewer, after: int = 0, limit: int = 100) -> tuple[Confirmation, ...]:
        """A page of what counts, in the order in which it was recorded: at most `limit` (1..1,000) after the id `after`."""
        if not 1 <= limit <= CHUNK:
            raise ValueError(f"limit is {limit}; a page holds 1 to {CHUNK:,} confirmations")
        return self._fetch(self._seen(viewer) & (confirmations.c.id > after) & _COUNTS, limit)

    def waiting(self, viewer: Viewer, limit: int = 100) -> tuple[Confirmation, ...]:
        """What waits for the office, oldest first: at most `limit`."""
        return self._fetch(self._seen(viewer) & _WAITS, limit)

    def get(self, viewer: Viewer, confirmation: int) -> Confirmation | None:
        """One confirmation of a posting that the viewer sees, whatever its state."""
        return next(iter(self._fetch(self._seen(viewer) & (confirmations.c.id == confirmation))), None)

    def held(self, viewer: Viewer, posting: str) -> Mapping[str, Confirmation]:
        """Name -> what waits or was refused at a posting, where nothing was said of the name since."""
        last = {one.change.name: one for one in self._fetch(self._seen(viewer) & (confirmations.c.posting == posting))}
        return {name: one for name, one in last.items() if one.state in (RaiseState.WAITING, RaiseState.REFUSED)}

    def settle(self, viewer: Viewer, confirmation: int, approved: bool, reason: str) -> bool:
        """Approves or refuses what waits; False where it waits no longer. An approval changes no posting: confirm it then.

        Logged as `approve-demand` or `refuse-demand`, without the reason.
        """
        self._require(viewer, OFFICE)
        found = self.get(viewer, confirmation)
        if found is None:
            return False
        state = RaiseState.APPROVED if approved else RaiseState.REFUSED
        decided = {"decided_at": self.session.now, "decided_by": check_key(viewer.account, "the account")}
        waits = update(confirmations).where(confirmations.c.id == confirmation, _WAITS)
        if self._connection.execute(waits.values(state=state.value, reason=reason, **decided)).rowcount != 1:
            return False
        self._note(viewer, "approve-demand" if approved else "refuse-demand", found.posting)
        return True

    def put_at_zero(self, viewer: Viewer, least: int) -> Mapping[str, int]:
        """Posting -> how many demands its employer put at 0 since staff last confirmed one there; only with `least` or more."""
        other = confirmations.alias("of_staff")
        seen_by_staff = (
            select(func.coalesce(func.max(other.c.id), 0))
            .where(other.c.posting == confirmations.c.posting, other.c.role != Role.EMPLOYER.value)
            .scalar_subquery()
        )
        names = func.count(confirmations.c.name.distinct())
        query = (
            select(confirmations.c.posting, names.label("zeros"))
            .where(self._seen(viewer), _COUNTS, confirmations.c.role == Role.EMPLOYER.value, confirmations.c.confirmed == "0")
            .where(confirmations.c.name.startswith("demands."), confirmations.c.id > seen_by_staff)
            .group_by(confirmations.c.posting)
            .having(names >= least)
        )
        return {row.posting: row.zeros for row in self._connection.execute(query)}

    def _seen(self, viewer: Viewer) -> ColumnElement[bool]:
        return exists().where(postings.c.id == confirmations.c.posting, visible_postings(viewer)).correlate(confirmations)

    def _fetch(self, where: ColumnElement[bool], limit: int | None = None) -> tuple[Confirmation, ...]:
        query = select(confirmations).where(where).order_by(confirmations.c.id).limit(limit)
        return tuple(_confirmation(row) for row in self._connection.execute(query))


def _confirmation(row: Row[*tuple[Any, ...]]) -> Confirmation:
    change = Change(row.name, orjson.loads(row.was), Provenance(row.was_from), orjson.loads(row.confirmed))
    state = None if row.state is None else RaiseState(row.state)
    return Confirmation(
        row.id, row.posting, change, row.key, row.confirmed_at, row.confirmed_by, Role(row.role), state, row.reason or ""
    )
