"""Opening the database: the right schema, the right key file, one writer at a time, and whole transactions only."""

import contextlib
import functools
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from data.keys import Keyring
from data.stores.accounts import AccountStore
from data.stores.aggregates import AggregateStore
from data.stores.appeals import AppealStore
from data.stores.askers import check_asker
from data.stores.attempts import AttemptStore
from data.stores.audits import AuditStore
from data.stores.base import Session, check_viewer
from data.stores.bodies import BodyStore
from data.stores.booths import BoothStore
from data.stores.candidates import CandidateStore
from data.stores.caseloads import CaseloadStore
from data.stores.cases import CaseStore
from data.stores.confirmations import ConfirmationStore
from data.stores.consents import ConsentStore
from data.stores.counts import CountStore
from data.stores.courses import CourseStore
from data.stores.days import DayStore
from data.stores.decisions import DecisionStore
from data.stores.disclosures import DisclosureStore
from data.stores.embeddings import EmbeddingStore
from data.stores.employers import EmployerStore
from data.stores.engine_facts import EngineFacts, PoolFacts, look_at, pool_facts, server_time
from data.stores.engines import BUSY, CONNECTIONS, SECONDS, WRITES, clear_errors, open_engine, shown
from data.stores.events import EventStore
from data.stores.fairs import FairStore
from data.stores.fences import Fence, hold_fence, mark_result
from data.stores.graduates import GraduateStore
from data.stores.hires import HireStore
from data.stores.impacts import ImpactStore
from data.stores.imports import ImportStore
from data.stores.integrity import Integrity, look_for_damage
from data.stores.interviews import InterviewStore
from data.stores.jobs import JobStore
from data.stores.ledgers import LedgerStore
from data.stores.links import LinkStore
from data.stores.listings import ListingStore
from data.stores.log import LogStore, write_notes
from data.stores.orders import OrderStore
from data.stores.organisations import OrganisationStore
from data.stores.outbox import OutboxStore
from data.stores.outcomes import OutcomeStore
from data.stores.person_merges import PersonMergeStore
from data.stores.plans import PlanStore
from data.stores.postings import PostingStore
from data.stores.promises import PromiseStore
from data.stores.queues import QueueStore
from data.stores.receipts import ReceiptStore, renew_epoch
from data.stores.requests import RequestStore
from data.stores.retention import RetentionStore
from data.stores.reviews import ReviewStore
from data.stores.runs import RunStore
from data.stores.schema import bring_to_head, check_keys, fill_names, revision_of, set_mark
from data.stores.sent_keys import SentKeyStore
from data.stores.services import ServiceStore
from data.stores.sessions import SessionStore
from data.stores.snapshots import take_snapshot
from data.stores.tallies import TallyStore
from data.stores.timetables import TimetableStore
from data.stores.tokens import TokenStore
from data.stores.undoing import UndoStore
from data.stores.uploads import UploadStore
from data.stores.vault import Vault
from data.stores.visitors import VisitorStore
from data.stores.waiting_lists import WaitingListStore
from data.stores.workshops import WorkshopStore
from data.tables import HEAD
from matching.records import Viewer


class Stores:
    """All stores of one transaction."""

    def __init__(self, session: Session) -> None:
        self.candidates = CandidateStore(session)
        self.postings = PostingStore(session)
        self.employers = EmployerStore(session)
        self.events = EventStore(session)
        self.runs = RunStore(session)
        self.embeddings = EmbeddingStore(session)
        self.outcomes = OutcomeStore(session)
        self.consents = ConsentStore(session)
        self.log = LogStore(session)
        self.courses = CourseStore(session)
        self.services = ServiceStore(session)
        self.aggregates = AggregateStore(session)
        self.counts = CountStore(session, self.candidates)
        self.requests = RequestStore(session)
        self.confirmations = ConfirmationStore(session, self.postings)
        self.promises = PromiseStore(session)
        self.fairs = FairStore(session)
        self.outbox = OutboxStore(session)
        self.visitors = VisitorStore(session)
        self.waiting_lists = WaitingListStore(session)
        self.timetables = TimetableStore(session, self.visitors, self.waiting_lists)
        self.interviews = InterviewStore(session)
        self.booths = BoothStore(session)
        self.orders = OrderStore(session)
        self.days = DayStore(session, self.visitors, self.waiting_lists)
        self.graduates = GraduateStore(session)
        self.plans = PlanStore(session)
        self.appeals = AppealStore(session)
        self.cases = CaseStore(session)
        self.retention = RetentionStore(session)
        self.tallies = TallyStore(session)
        self.workshops = WorkshopStore(session)
        self.bodies = BodyStore(session)
        self.ledgers = LedgerStore(session, self.candidates, self.postings, self.outcomes)
        self.audits = AuditStore(session, self.candidates, self.postings, self.runs)
        self.imports = ImportStore(
            session,
            self.candidates,
            self.employers,
            self.postings,
            self.courses,
            self.services,
            self.outcomes,
            self.bodies,
            self.graduates,
        )
        self.undo = UndoStore(session)
        self.uploads = UploadStore(session)
        self.person_merges = PersonMergeStore(session)
        self.jobs = JobStore(session, self.imports)
        self.queue = QueueStore(session)
        self.listings = ListingStore(session, self.candidates)
        self.decisions = DecisionStore(session, self.listings, self.outcomes)
        self.hires = HireStore(session, self.candidates, self.outcomes)
        self.disclosures = DisclosureStore(session)
        self.reviews = ReviewStore(session)
        self.impacts = ImpactStore(session)
        self.organisations = OrganisationStore(session)
        self.accounts = AccountStore(session)
        self.sessions = SessionStore(session)
        self.links = LinkStore(session)
        self.tokens = TokenStore(session)
        self.attempts = AttemptStore(session)
        self.caseloads = CaseloadStore(session)
        self.sent_keys = SentKeyStore(session)
        self.receipts = ReceiptStore(session)


class Database:
    """An open database. Made by `open_database`."""

    def __init__(
        self,
        engine: Engine,
        keyring: Keyring,
        clock: Callable[[], datetime],
        fence: Fence | None = None,
        upload: str | None = None,
        leases: Callable[[], datetime] | None = None,
    ) -> None:
        self._engine = engine
        self._keyring = keyring
        self._clock = clock
        self._leases = leases
        self._fence = fence
        self._upload = upload
        self._read_seconds: float | None = None

    def __repr__(self) -> str:
        return f"Database({shown(self._engine.url)})"

    @contextlib.contextmanager
    def begin(self, viewer: Viewer) -> Iterator[Stores]:
        """One transaction that may write: committed whole at the end, or rolled back on any error.

        One writer at a time, on both engines; another waits (SQLite: 5 seconds, then DatabaseUnavailable). What was opened
        of people's files is written to the log even when the transaction is rolled back.
        """
        check_viewer(viewer)
        with clear_errors(self._engine.url), self._engine.connect() as connection:
            connection.execution_options(**{WRITES: True})
            transaction = connection.begin()
            session = self._session(connection, writable=True)
            session.fence = self._fence
            try:
                if self._fence is not None:
                    hold_fence(connection, self._fence, session.shared_now)
                    check_asker(connection, self._fence.job)
                yield Stores(session)
                session.closed = True
                if self._fence is not None:
                    mark_result(connection, self._fence, self._lease_moment(connection), session.result)
                write_notes(connection, self._keyring, session.notes)
                renew_epoch(connection)
                transaction.commit()
            except BaseException:
                session.closed = True
                transaction.rollback()
                self._log_accesses(connection, session)
                raise
            if session.scrub:
                _scrub(connection)

    @contextlib.contextmanager
    def read(self, viewer: Viewer) -> Iterator[Stores]:
        """One reading transaction: everything is seen as of its first read.

        Lines for the log are written when it ends: hand nothing out before. If they cannot be written, this raises.
        """
        check_viewer(viewer)
        with clear_errors(self._engine.url), self._engine.connect() as connection:
            connection.execution_options(**{WRITES: False, SECONDS: self._read_seconds})
            transaction = connection.begin()
            session = self._session(connection, writable=False)
            try:
                yield Stores(session)
            finally:
                session.closed = True
                transaction.rollback()
                self._log_accesses(connection, session, every=True)

    @contextlib.contextmanager
    def jobs(self, viewer: Viewer) -> Iterator[JobStore]:
        """A short transaction about jobs alone, under no fence. On PostgreSQL it does not wait for whoever publishes.

        It waits at most 5 seconds for the row it needs (on SQLite: for its turn to write), then raises DatabaseUnavailable.
        """
        check_viewer(viewer)
        with clear_errors(self._engine.url), self._engine.connect() as connection:
            connection.execution_options(**{WRITES: "jobs"})
            with connection.begin():
                session = self._session(connection, writable=True)
                try:
                    yield Stores(session).jobs
                finally:
                    session.closed = True
                write_notes(connection, self._keyring, session.notes)

    @contextlib.contextmanager
    def door(self, viewer: Viewer, *, wait: bool = True) -> Iterator[Stores]:
        """A short transaction about who is signed in, under no fence. On PostgreSQL it does not wait for whoever publishes.

        It waits at most 5 seconds (with `wait=False`: not at all) for what another writes, then raises DatabaseUnavailable.
        """
        check_viewer(viewer)
        with clear_errors(self._engine.url), self._engine.connect() as connection:
            connection.execution_options(**{WRITES: "jobs" if wait else "at once"})
            try:
                with connection.begin():
                    session = self._session(connection, writable=True)
                    try:
                        yield Stores(session)
                    finally:
                        session.closed = True
                    write_notes(connection, self._keyring, session.notes)
            finally:
                if not wait and connection.dialect.name == "sqlite":
                    connection.connection.cursor().execute(f"PRAGMA {BUSY}").close()

    def fenced(self, fence: Fence) -> "Database":
        """The same database for the worker that claimed a job: each `begin` raises LeaseLost once the job is another's,
        and JobCancelled once it was cancelled."""
        return Database(self._engine, self._keyring, self._clock, fence, leases=self._leases)

    def for_upload(self, upload: str) -> "Database":
        """The same database for what is imported from one uploaded file: the imports say which."""
        return Database(self._engine, self._keyring, self._clock, self._fence, upload, self._leases)

    def snapshot(self, path: Path) -> dict[str, int]:
        """Every row as of one moment in a new SQLite file; see `take_snapshot`."""
        with clear_errors(self._engine.url):
            return take_snapshot(self._engine, path)

    def facts(self) -> EngineFacts:
        """What the engine says of itself; raises DatabaseUnavailable."""
        with clear_errors(self._engine.url), self._engine.connect() as connection:
            return look_at(connection)

    def integrity(self, seconds: float) -> Integrity:
        """Whether what is stored can be read, as far as that is seen within a time; raises DatabaseDamaged, DatabaseUnavailable."""
        with clear_errors(self._engine.url), self._engine.connect() as connection:
            return look_for_damage(connection, seconds)

    def pool(self) -> PoolFacts:
        """How many connections of this process are in use and at rest; asks nobody."""
        return pool_facts(self._engine)

    def is_current(self) -> bool:
        """Whether the database answers and has the schema of this version. Raises DatabaseUnavailable."""
        with clear_errors(self._engine.url):
            return revision_of(self._engine) == HEAD

    def limit_reads(self, seconds: float) -> None:
        """From now on the database ends each statement of a reading transaction of this object after so long (PostgreSQL)."""
        self._read_seconds = seconds

    def close(self) -> None:
        """Gives all connections back."""
        self._engine.dispose()

    def _session(self, connection: Connection, writable: bool) -> Session:
        vault = Vault(connection, self._keyring, self._clock())
        shared = functools.partial(self._lease_moment, connection)
        return Session(connection, self._keyring, vault, self._clock, writable, upload=self._upload, shared=shared)

    def _lease_moment(self, connection: Connection) -> datetime:
        """A file is on one machine, and has no clock but that machine's."""
        if self._leases is not None:
            return self._leases()
        return server_time(connection) or self._clock()

    def _log_accesses(self, connection: Connection, session: Session, every: bool = False) -> None:
        notes = [note for note in session.notes if every or note.access]
        if not notes:
            return
        connection.execution_options(**{WRITES: "log"})
        with connection.begin():
            write_notes(connection, self._keyring, notes)


def open_database(
    url: str,
    keys: Keyring,
    clock: Callable[[], datetime],
    *,
    migrate: bool = True,
    leases: Callable[[], datetime] | None = None,
    connections: int = CONNECTIONS,
) -> Database:
    """The database at a SQLAlchemy URL (`sqlite:///file` or `postgresql://...`), brought to the newest schema.

    `clock` gives the present moment with its time zone. `leases` gives the moment that all workers agree on; without it that is the
    clock of the database server, so that a worker whose own clock is wrong takes nobody's job. With `migrate=False` an older schema
    is an error too.
    This process opens at most `connections`; who comes when all are in use waits for one.
    Raises DatabaseUnavailable, SchemaError (a newer or foreign schema), KeyMismatch (made with another key file).
    """
    engine = open_engine(url, connections)
    try:
        with clear_errors(engine.url):
            bring_to_head(engine, migrate)
            check_keys(engine, keys)
            fill_names(engine, keys, clock)
            set_mark(engine)
    except BaseException:
        engine.dispose()
        raise
    return Database(engine, keys, clock, leases=leases)


def _scrub(connection: Connection) -> None:
    """Empties SQLite's write-ahead log after an erasure, as far as no reader holds it; freed pages are zeroed already."""
    if connection.dialect.name == "sqlite":
        with contextlib.suppress(DBAPIError):
            connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
