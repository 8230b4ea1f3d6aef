"""Accesses to kept lists, written together: each answer waits for the one commit that holds its line, and many share one.

In that transaction it is also looked up whether the credential still opens the list and whether any record changed since the list
was read: what is answered is what a reading of its own would have found, rights and consents included.
"""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event, Lock
from typing import TYPE_CHECKING, Final

from api.load.deadlines import Deadlines
from api.load.holders import Credential
from api.load.kept_lists import KeptList
from api.load.turns import Full

if TYPE_CHECKING:
    from api.wiring import Application
    from data.stores import Bearer, SignedIn, Stores

BATCH: Final = 256
"""At most so many readings share a commit."""
WAITING: Final = 1_000
"""At most so many wait for the next ones."""
GATHER_SECONDS: Final = 0.005
ENOUGH: Final = 64
"""While readings keep coming, a batch is given so long to gather, or until it is so large: a commit costs as much as many lines."""


@dataclass(frozen=True, eq=False, slots=True)
class Reading:
    """Somebody asks for a kept list."""

    credential: Credential
    kept: KeptList


@dataclass(frozen=True, eq=False, slots=True)
class _Waiting:
    reading: Reading
    loop: asyncio.AbstractEventLoop
    answer: "asyncio.Future[datetime | None]"


@dataclass
class Recorder:
    """Records readings in batches, on one thread of its own. While one commit is on its way, the next batch gathers."""

    _waiting: list[_Waiting] = field(default_factory=list)
    _at_work: bool = False
    _enough: Event = field(default_factory=Event, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)
    _deadlines: Deadlines | None = field(default=None, repr=False)
    _thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "accesses"), repr=False)

    async def record(self, app: "Application", reading: Reading) -> datetime | None:
        """The moment under which the reading stands in the log, durably; None if it has to be read anew, and nothing was logged.

        Raises Full, DatabaseUnavailable; TimeoutError where it does not come about within the time of a request.
        """
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[datetime | None] = loop.create_future()
        waiting = _Waiting(reading, loop, answer)
        with self._lock:
            if len(self._waiting) >= WAITING:
                raise Full
            self._waiting.append(waiting)
            start, self._at_work = not self._at_work, True
            if len(self._waiting) >= ENOUGH:
                self._enough.set()
        if start:
            self._thread.submit(self._work, app)
        if self._deadlines is None or self._deadlines.loop is not loop:
            self._deadlines = Deadlines(loop)
        self._deadlines.watch(answer, app.settings.request_seconds)
        try:
            return await answer
        except BaseException:
            with self._lock, suppress(ValueError):  # nobody waits for it any more, unless it was taken already
                self._waiting.remove(waiting)
            raise

    def _work(self, app: "Application") -> None:
        while batch := self._take():
            try:
                found: Sequence[datetime | None] | Exception = record_readings(app, [one.reading for one in batch])
            except Exception as fault:
                found = fault
            for loop in {one.loop for one in batch}:
                with suppress(RuntimeError):  # its loop has ended: nobody is there to be answered
                    loop.call_soon_threadsafe(_tell, batch, found, loop)
            self._enough.wait(GATHER_SECONDS)

    def _take(self) -> list[_Waiting]:
        with self._lock:
            batch, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
            self._at_work = bool(batch)
            if len(self._waiting) < ENOUGH:
                self._enough.clear()
            return batch


def record_readings(app: "Application", readings: Sequence[Reading]) -> list[datetime | None]:
    """Records those of the readings that stand, in one transaction; see `Recorder.record`. Raises DatabaseUnavailable."""
    from matching.records import DOOR

    with app.database.door(DOOR) as stores:
        rights = _Rights(app, stores, {one.credential for one in readings})
        standing, now = stores.receipts.standing(DOOR), app.clock()
        stands = [one.kept.receipt.standing == standing and rights.open(one) for one in readings]
        stores.receipts.repeat(DOOR, [one.kept.receipt for one, good in zip(readings, stands, strict=True) if good])
    if not all(stands):
        app.load.lists.end_other_epochs(standing.epoch)
    return [now if good else None for good in stands]


class _Rights:
    """What these credentials open, as this transaction finds it. Their last use is noted at most once a minute."""

    def __init__(self, app: "Application", stores: "Stores", credentials: set[Credential]) -> None:
        from api.accounts.rules import door_rules
        from api.actions.sessions import is_open
        from api.actions.tokens import opens
        from matching.records import DOOR

        now, rules = app.clock(), door_rules(app.today)
        keys = sorted(one.digest for one in credentials if one.kind == "token")
        tokens = sorted(one.digest for one in credentials if one.kind == "session")
        self._bearers: dict[bytes, Bearer] = {
            digest: found for digest, found in stores.tokens.find_all(DOOR, keys).items() if opens(found, now)
        }
        self._sessions: dict[bytes, SignedIn] = {
            digest: found for digest, found in stores.sessions.find_all(DOOR, tokens).items() if is_open(found, now, rules)
        }
        self._viewers = {digest: one.account.viewer for digest, one in (self._bearers | self._sessions).items()}
        for digest, bearer in self._bearers.items():
            if bearer.token.used_at is None or now - bearer.token.used_at >= rules.session_touch:
                stores.tokens.touch(DOOR, digest)
        for digest, signed in self._sessions.items():
            if now - signed.session.seen_at >= rules.session_touch:
                stores.sessions.touch(DOOR, digest)

    def open(self, reading: Reading) -> bool:
        """Whether the credential still is of the account that the list was read for, in the same role and place, and suffices."""
        digest = reading.credential.digest
        if reading.credential.kind == "token":
            bearer = self._bearers.get(digest)
            suffices = bearer is not None and reading.kept.scope in bearer.token.scopes
        else:
            suffices = digest in self._sessions
        return suffices and self._viewers[digest] == reading.kept.viewer


def _tell(batch: Sequence[_Waiting], found: Sequence[datetime | None] | Exception, loop: asyncio.AbstractEventLoop) -> None:
    for place, one in enumerate(batch):
        if one.loop is not loop or one.answer.done():
            continue
        if isinstance(found, Exception):
            one.answer.set_exception(found)
        else:
            one.answer.set_result(found[place])
