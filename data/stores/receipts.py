"""Showing again what was just shown, without reading it again: whether it still is what it was, and the lines that it leaves.

Every transaction that may change a record gives the installation a new epoch, as its last statement. What was read under an epoch
is what would be read under it today: nothing that was committed since could have changed it.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date
from typing import Final

from sqlalchemy import Connection, insert, select, update

from data.stores.base import Note, Store
from data.tables import installation
from matching.china_time import day_in_china
from matching.records import Viewer

_NAME: Final = "epoch"
_NEVER: Final = ""
_EPOCH: Final = select(installation.c.value).where(installation.c.name == _NAME)
_RENEW: Final = update(installation).where(installation.c.name == _NAME)


@dataclass(frozen=True)
class Standing:
    """On what every reading rests: two of equal standing find the same. The epoch of the records; the day in China, by which
    consents begin and end; the day in UTC, by which a file is noted as opened once a day."""

    epoch: str
    china: date
    utc: date


@dataclass(frozen=True)
class Receipt:
    """What a reading rests on and what it left in the log: `lines` are the accesses that the same reading leaves each time, which
    is all but those that are noted once a day."""

    standing: Standing
    lines: tuple[Note, ...]


class ReceiptStore(Store):
    """Receipts of readings of this transaction; and readings repeated by them, which is for the door."""

    kind = "receipt"

    def take(self, viewer: Viewer) -> Receipt:
        """The receipt of everything that this transaction read so far."""
        lines = tuple(note for note in self.session.notes if note.access and not note.daily)
        return Receipt(self._standing(), lines)

    def standing(self, viewer: Viewer) -> Standing:
        """On what a reading rests that is made now."""
        return self._standing()

    def repeat(self, viewer: Viewer, receipts: Sequence[Receipt]) -> None:
        """Leaves the lines of these readings once more, now. The caller has seen to it that they stand."""
        now = self.session.clock().astimezone(UTC)
        self.session.notes += [
            Note(now, line.account, line.role, line.action, line.kind, line.object, line.detail, line.access)
            for receipt in receipts
            for line in receipt.lines
        ]

    def _standing(self) -> Standing:
        now = self.session.now
        return Standing(epoch_of(self._connection), day_in_china(now), now.astimezone(UTC).date())


def epoch_of(connection: Connection) -> str:
    """The epoch as this transaction sees it; empty before the first change."""
    found = connection.execute(_EPOCH).scalar()
    return _NEVER if found is None else found


def renew_epoch(connection: Connection) -> None:
    """A new epoch, drawn at random: a database that was put back from a backup never meets one that was used since."""
    fresh = secrets.token_hex(16)
    if connection.execute(_RENEW.values(value=fresh)).rowcount == 0:
        connection.execute(insert(installation).values(name=_NAME, value=fresh))
