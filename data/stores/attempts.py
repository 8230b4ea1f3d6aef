"""Failed sign-ins, counted by keyed hashes: what was written at the door is not kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update

from data.stores.accounts import require_door
from data.stores.base import Store
from data.tables import attempts
from matching.records import Viewer


@dataclass(frozen=True)
class Failures:
    """How often it failed, and when last."""

    count: int
    last_at: datetime


class AttemptStore(Store):
    """Counters of failed sign-ins. For the door."""

    kind = "attempt"

    def counted(self, viewer: Viewer, digests: Iterable[bytes]) -> dict[bytes, Failures]:
        """The counters that there are."""
        require_door(viewer)
        rows = self._connection.execute(select(attempts).where(attempts.c.digest.in_(sorted(digests))))
        return {row.digest: Failures(row.failures, row.last_at) for row in rows}

    def fail(self, viewer: Viewer, digests: Iterable[bytes], forget: timedelta) -> None:
        """Counts one failure for each; a counter that stood still for longer than `forget` starts anew, and others go."""
        require_door(viewer)
        now = self.session.now
        self._connection.execute(delete(attempts).where(attempts.c.last_at < now - forget))
        for digest in digests:
            more = update(attempts).where(attempts.c.digest == digest)
            if self._connection.execute(more.values(failures=attempts.c.failures + 1, last_at=now)).rowcount == 0:
                self._connection.execute(insert(attempts).values(digest=digest, failures=1, last_at=now))

    def clear(self, viewer: Viewer, digests: Iterable[bytes]) -> None:
        """Forgets counters: somebody signed in."""
        require_door(viewer)
        self._connection.execute(delete(attempts).where(attempts.c.digest.in_(sorted(digests))))
