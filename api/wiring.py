"""One installation put together: settings, database, keys, encoder, ranker, clock. Every door works on this."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from errno import ENOSPC
from functools import cached_property
from typing import TYPE_CHECKING

from api.accounts.passwords import Passwords
from api.audit_reports import AuditReports
from api.event_pools import EventPools
from api.kept_books import KeptBooks
from api.kept_lists import KeptLists
from api.linted import LintedPostings
from api.load.memory import Memory, fresh_memory
from api.person_verdicts import KeptVerdicts
from api.pool_counts import PoolCounts
from api.posting_tasks import PostingTasks
from api.refused_requests import RefusedRequests
from api.run_memory import RunMemory
from api.settings import DATABASE_FILE, Settings, SettingsError
from matching.china_time import day_in_china
from matching.protocols import Encoder, Float32, Matcher
from matching.records import Viewer

if TYPE_CHECKING:
    from data.keys import Keyring
    from data.stores import Database

_SPARE = 3
"""Connections beside those of requests: one that records readings, one that looks whether all is well, one to be safe."""


def now() -> datetime:
    """The one clock of the product, in UTC; `matching.china_time` says which day and hour that is in an office."""
    return datetime.now(UTC)


def today() -> date:
    """The day of the one clock, for what works without an installation."""
    return day_in_china(now())


@dataclass
class Application:
    """An opened installation. Learned parts are loaded when first asked for."""

    settings: Settings
    database: "Database"
    keys: "Keyring"
    clock: Callable[[], datetime] = field(default=now)
    pool_counts: PoolCounts = field(default_factory=PoolCounts)
    linted: LintedPostings = field(default_factory=LintedPostings)
    event_pools: EventPools = field(default_factory=EventPools)
    audit_reports: AuditReports = field(default_factory=AuditReports)
    posting_tasks: PostingTasks = field(default_factory=PostingTasks)
    person_verdicts: KeptVerdicts = field(default_factory=KeptVerdicts)
    books: KeptBooks = field(default_factory=KeptBooks)
    listed: KeptLists = field(default_factory=KeptLists)
    run_memory: RunMemory = field(default_factory=RunMemory)

    refused_requests: RefusedRequests = field(default_factory=RefusedRequests)

    erasures: str | None = None
    """The mark of the last erasure of anybody that this process knows of."""

    has_accounts: bool = False
    """Whether there is known to be an account. Accounts end but never go, so that this is asked only until it is true."""

    @cached_property
    def passwords(self) -> Passwords:
        return Passwords(self.settings.hash_memory_kib, self.settings.hash_rounds)

    @cached_property
    def load(self) -> Memory:
        """What this process remembers of who asks. Some connections stay free for the door, the trail and the probes."""
        at_once = min(self.settings.at_once, max(1, self.database.pool().most - _SPARE))
        return fresh_memory(at_once, self.settings.rate)

    @property
    def today(self) -> date:
        """The day it is in China: an office at seven in the morning there is a day ahead of UTC."""
        return day_in_china(self.clock())

    @cached_property
    def encoder(self) -> Encoder:
        from models.encoder_registry import serving_encoder

        return serving_encoder(self.settings.encoder, self.settings.models)

    @property
    def ranker(self) -> Matcher:
        """The ranker in use: the promoted one of this home, else the hand-weighted table."""
        from models.registry import load_ranker

        return load_ranker(self.settings.models)

    def identify(self, natural_key: str) -> str:
        return self.keys.identify(natural_key)

    def forget_people(self) -> None:
        """Keep nobody in the memory of this process; whatever is asked for next is read anew."""
        for one in (self.event_pools, self.person_verdicts, self.books, self.listed, self.run_memory, self.load.lists):
            one.forget()


def make_home(settings: Settings) -> None:
    """The folder of the installation, if it is not there yet. Raises SettingsError where none can be made."""
    home = settings.home
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as fault:
        if fault.errno == ENOSPC:
            raise
        raise SettingsError(
            f"TONGTU_HOME: {home} cannot be made ({fault.strerror}); set a folder that this account may write to",
            f"TONGTU_HOME：{home} 不能建立；请设为这个账号可以写入的文件夹",
        ) from None


def open_application(
    settings: Settings,
    clock: Callable[[], datetime] = now,
    *,
    migrate: bool = True,
    leases: Callable[[], datetime] | None = None,
) -> Application:
    """Open the home, creating it on first use; without `migrate` an older schema is refused. `leases`: see `open_database`.

    Raises a one-line error when keys, database or schema do not fit.
    """
    from data.keys import Keyring
    from data.stores import open_database

    make_home(settings)
    # A new key beside an old database could read nothing in it: only an empty home gets one.
    fresh = not (settings.home / DATABASE_FILE).exists()
    keys = Keyring.create_or_load(settings.keys) if fresh else Keyring.load(settings.keys)
    database = open_database(
        settings.database_url, keys, clock, migrate=migrate, leases=leases, connections=settings.database_connections
    )
    return Application(settings, database, keys, clock)


@dataclass
class CachedEncoder:
    """An encoder that keeps its vectors in the store, by text hash and encoder version."""

    app: Application
    viewer: Viewer

    @property
    def version(self) -> str:
        return self.app.encoder.version

    @property
    def dimensions(self) -> int:
        return self.app.encoder.dimensions

    def encode(self, texts: Sequence[str]) -> Float32:
        """As the encoder itself. No transaction is open while texts are encoded: other writers need not wait."""
        from models.encoder import encode_cached

        return encode_cached(self.app.encoder, list(texts), self._load, self._save)

    def _load(self, hashes: list[str]) -> dict[str, bytes]:
        with self.app.database.read(self.viewer) as stores:
            return stores.embeddings.load(self.viewer, self.version, hashes)

    def _save(self, vectors: dict[str, bytes]) -> None:
        with self.app.database.begin(self.viewer) as stores:
            stores.embeddings.save(self.viewer, self.version, vectors)
