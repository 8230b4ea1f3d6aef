"""Opening the database: the right schema, the right key file, one writer at a time, and whole transactions only."""

import contextlib
import sqlite3
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, insert, inspect, make_url, select, text
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, NoSuchModuleError, OperationalError

from data.keys import Keyring
from data.stores.accounts import AccountStore
from data.stores.aggregates import AggregateStore
from data.stores.appeals import AppealStore
from data.stores.attempts import AttemptStore
from data.stores.audits import AuditStore
from data.stores.base import Session, check_viewer
from data.stores.bodies import BodyStore
from data.stores.booths import BoothStore
from data.stores.candidates import CandidateStore, fill_name_keys
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
from data.stores.errors import DatabaseUnavailable, KeyMismatch, SchemaError
from data.stores.events import EventStore
from data.stores.fairs import FairStore
from data.stores.fences import Fence, hold_fence, mark_result
from data.stores.graduates import GraduateStore
from data.stores.hires import HireStore
from data.stores.imports import ImportStore
from data.stores.interviews import InterviewStore
from data.stores.jobs import JobStore
from data.stores.ledgers import LedgerStore
from data.stores.links import LinkStore
from data.stores.listings import ListingStore
from data.stores.log import LogStore, write_notes
from data.stores.organisations import OrganisationStore
from data.stores.outbox import OutboxStore
from data.stores.outcomes import OutcomeStore
from data.stores.person_merges import PersonMergeStore
from data.stores.plans import PlanStore
from data.stores.postings import PostingStore
from data.stores.promises import PromiseStore
from data.stores.requests import RequestStore
from data.stores.retention import RetentionStore
from data.stores.reviews import ReviewStore
from data.stores.runs import RunStore
from data.stores.sent_keys import SentKeyStore
from data.stores.services import ServiceStore
from data.stores.sessions import SessionStore
from data.stores.tallies import TallyStore
from data.stores.timetables import TimetableStore
from data.stores.tokens import TokenStore
from data.stores.undoing import UndoStore
from data.stores.uploads import UploadStore
from data.stores.vault import Vault
from data.stores.visitors import VisitorStore
from data.stores.waiting_lists import WaitingListStore
from data.stores.workshops import WorkshopStore
from data.tables import HEAD, METADATA, installation
from matching.records import Viewer

_WRITES: Final = "tongtu_writes"
_NAMED: Final = "name-keys"
_WRITER_LOCK: Final = 7_411_905_223_001
_BUSY: Final = "busy_timeout=5000"
_PRAGMAS: Final = (
    _BUSY,
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "recursive_triggers=ON",
)


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
        self.listings = ListingStore(session, self.candidates)
        self.decisions = DecisionStore(session, self.listings, self.outcomes)
        self.hires = HireStore(session, self.candidates, self.outcomes)
        self.disclosures = DisclosureStore(session)
        self.reviews = ReviewStore(session)
        self.organisations = OrganisationStore(session)
        self.accounts = AccountStore(session)
        self.sessions = SessionStore(session)
        self.links = LinkStore(session)
        self.tokens = TokenStore(session)
        self.attempts = AttemptStore(session)
        self.caseloads = CaseloadStore(session)
        self.sent_keys = SentKeyStore(session)


class Database:
    """An open database. Made by `open_database`."""

    def __init__(
        self,
        engine: Engine,
        keyring: Keyring,
        clock: Callable[[], datetime],
        fence: Fence | None = None,
        upload: str | None = None,
    ) -> None:
        self._engine = engine
        self._keyring = keyring
        self._clock = clock
        self._fence = fence
        self._upload = upload

    def __repr__(self) -> str:
        return f"Database({self._engine.url.render_as_string(hide_password=True)})"

    @contextlib.contextmanager
    def begin(self, viewer: Viewer) -> Iterator[Stores]:
        """One transaction that may write: committed whole at the end, or rolled back on any error.

        One writer at a time, on both engines; another waits (SQLite: 5 seconds, then DatabaseUnavailable). What was opened
        of people's files is written to the log even when the transaction is rolled back.
        """
        check_viewer(viewer)
        with self._connect() as connection:
            connection.execution_options(**{_WRITES: True})
            with _clear_errors(self._engine.url):
                transaction = connection.begin()
            session = self._session(connection, writable=True)
            session.fence = self._fence
            try:
                if self._fence is not None:
                    hold_fence(connection, self._fence, session.now)
                yield Stores(session)
                session.closed = True
                if self._fence is not None:
                    mark_result(connection, self._fence, self._clock(), session.result)
                write_notes(connection, self._keyring, session.notes)
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
        with self._connect() as connection:
            connection.execution_options(**{_WRITES: False})
            with _clear_errors(self._engine.url):
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
        with _clear_errors(self._engine.url), self._engine.connect() as connection:
            connection.execution_options(**{_WRITES: "jobs"})
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
        with _clear_errors(self._engine.url), self._engine.connect() as connection:
            connection.execution_options(**{_WRITES: "jobs" if wait else "at once"})
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
                    connection.connection.cursor().execute(f"PRAGMA {_BUSY}").close()

    def fenced(self, fence: Fence) -> "Database":
        """The same database for the worker that claimed a job: each `begin` raises LeaseLost once the job is another's,
        and JobCancelled once it was cancelled."""
        return Database(self._engine, self._keyring, self._clock, fence)

    def for_upload(self, upload: str) -> "Database":
        """The same database for what is imported from one uploaded file: the imports say which."""
        return Database(self._engine, self._keyring, self._clock, self._fence, upload)

    def close(self) -> None:
        """Gives all connections back."""
        self._engine.dispose()

    def _connect(self) -> contextlib.AbstractContextManager[Connection]:
        with _clear_errors(self._engine.url):
            return self._engine.connect()

    def _session(self, connection: Connection, writable: bool) -> Session:
        vault = Vault(connection, self._keyring, self._clock())
        return Session(connection, self._keyring, vault, self._clock, writable, upload=self._upload)

    def _log_accesses(self, connection: Connection, session: Session, every: bool = False) -> None:
        notes = [note for note in session.notes if every or note.access]
        if not notes:
            return
        connection.execution_options(**{_WRITES: "log"})
        with _clear_errors(self._engine.url), connection.begin():
            write_notes(connection, self._keyring, notes)


def open_database(url: str, keys: Keyring, clock: Callable[[], datetime], *, migrate: bool = True) -> Database:
    """The database at a SQLAlchemy URL (`sqlite:///file` or `postgresql://...`), brought to the newest schema.

    `clock` gives the present moment with its time zone. With `migrate=False` an older schema is an error too.
    Raises DatabaseUnavailable, SchemaError (a newer or foreign schema), KeyMismatch (made with another key file).
    """
    engine = _engine(url)
    try:
        with _clear_errors(engine.url):
            _bring_to_head(engine, migrate)
            _check_keys(engine, keys)
            _fill_name_keys(engine, keys, clock)
    except BaseException:
        engine.dispose()
        raise
    return Database(engine, keys, clock)


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise DatabaseUnavailable("the database URL cannot be read; write it as sqlite:///path or postgresql://...") from None
    backend = parsed.get_backend_name()
    if backend not in ("sqlite", "postgresql"):
        raise DatabaseUnavailable(f"{backend} databases are not supported; use sqlite:///path or postgresql://...")
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    if backend == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise DatabaseUnavailable("a database in memory is lost between two commands; name a file: sqlite:///path")
    try:
        engine = create_engine(parsed, hide_parameters=True)
    except (ModuleNotFoundError, NoSuchModuleError):
        raise DatabaseUnavailable(f"the driver of {parsed.drivername} is not installed; pip install 'tongtu[postgres]'") from None
    event.listen(engine, "begin", _begin)
    if backend == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(driver: Any, _record: Any) -> None:
    driver.isolation_level = None
    for pragma in _PRAGMAS:
        driver.execute(f"PRAGMA {pragma}").close()
    for attempt in range(100):
        try:
            driver.execute("PRAGMA journal_mode=WAL").close()
        except sqlite3.OperationalError:  # a new file is being switched by somebody else, which no busy timeout covers
            if attempt == 99:
                raise
            time.sleep(0.05)
        else:
            return


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES)
    if connection.dialect.name == "sqlite":
        if writes == "at once":
            connection.connection.cursor().execute("PRAGMA busy_timeout=0").close()
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
    elif writes in ("jobs", "at once"):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{'5s' if writes == 'jobs' else '50ms'}'")
    elif writes is True:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITER_LOCK})")
    elif writes is False:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


@contextlib.contextmanager
def _clear_errors(url: URL) -> Iterator[None]:
    try:
        yield
    except DatabaseError as fault:
        if not isinstance(fault, OperationalError) and type(fault) is not DatabaseError:
            raise
        shown = url.render_as_string(hide_password=True)
        cause = str(fault.orig).strip().partition("\n")[0]
        raise DatabaseUnavailable(f"the database {shown} does not answer: {cause}") from None


def _bring_to_head(engine: Engine, migrate: bool) -> None:
    tables = set(inspect(engine).get_table_names())
    found = _revision(engine)  # looked up second: our tables never appear before their revision
    if found == HEAD:
        return
    if found is None and tables & set(METADATA.tables):
        raise SchemaError("the database holds tables of these names that Tongtu did not make; use another database")
    if not migrate:
        raise SchemaError(f"the database is at schema {found or 'none'}, this version needs {HEAD}; migrate it first")
    from data.migrations import upgrade

    upgrade(engine, found)


def _revision(engine: Engine) -> str | None:
    """The stored revision, or None for an empty database."""
    if not inspect(engine).has_table("alembic_version"):
        return None
    with engine.connect() as connection:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _check_keys(engine: Engine, keys: Keyring) -> None:
    query = select(installation.c.value).where(installation.c.name == "key")
    with engine.connect() as connection:
        found = connection.execute(query).scalar()
    if found is None:
        with engine.connect().execution_options(**{_WRITES: True}) as connection, connection.begin():
            found = connection.execute(query).scalar()
            if found is None:
                connection.execute(insert(installation).values(name="key", value=keys.fingerprint))
                return
    if found != keys.fingerprint:
        raise KeyMismatch(
            f"this database was made with another key file (key {found}, this one is {keys.fingerprint}); "
            "put the backup of its key file in place, or use another database"
        )


def _fill_name_keys(engine: Engine, keys: Keyring, clock: Callable[[], datetime]) -> None:
    """Once an installation: people stored before names could be looked up get the hash of their name, which needs the key file."""
    done = select(installation.c.value).where(installation.c.name == _NAMED)
    with engine.connect() as connection:
        if connection.execute(done).scalar() is not None:
            return
    with engine.connect().execution_options(**{_WRITES: True}) as connection, connection.begin():
        if connection.execute(done).scalar() is None:
            fill_name_keys(connection, keys, Vault(connection, keys, clock()))
            connection.execute(insert(installation).values(name=_NAMED, value="1"))


def _scrub(connection: Connection) -> None:
    """Empties SQLite's write-ahead log after an erasure, as far as no reader holds it; freed pages are zeroed already."""
    if connection.dialect.name == "sqlite":
        with contextlib.suppress(DBAPIError):
            connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
