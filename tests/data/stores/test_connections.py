"""A process opens no more connections than it may; who comes when all are in use waits, and a restarted server is survived."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import psycopg
import pytest
from sqlalchemy import make_url

from data.keys import Keyring
from data.stores import DatabaseUnavailable, open_database
from data.stores.engines import open_engine
from matching.records import Candidate, Viewer
from tests.data.stores.conftest import Clock

pytestmark = pytest.mark.postgres
LIMIT = 4
APART = "tongtu_app"


@pytest.fixture(scope="module")
def plain(postgres_url: str) -> Callable[[str], str]:
    """The libpq form of a URL."""

    def make(url: str) -> str:
        return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)

    return make


@pytest.fixture
def limited_url(reset_url: Callable[[], str], plain: Callable[[str], str]) -> Iterator[str]:
    """The shared database, for a role that owns nothing there, may read and write rows, and may have `LIMIT` connections."""
    url = reset_url()
    with psycopg.connect(plain(url)) as connection:
        connection.execute(f"CREATE ROLE {APART} LOGIN CONNECTION LIMIT {LIMIT}")
        connection.execute(f"GRANT USAGE ON SCHEMA public TO {APART}")
        connection.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APART}")
        connection.execute(f"REVOKE UPDATE, DELETE ON log, alembic_version FROM {APART}")
        connection.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APART}")
    yield make_url(url).set(username=APART).render_as_string(hide_password=False)
    with psycopg.connect(plain(url)) as connection:
        connection.execute(f"DROP OWNED BY {APART}")
        connection.execute(f"DROP ROLE {APART}")


def test_three_times_as_many_as_there_are_connections_wait_and_none_fails(
    limited_url: str, plain: Callable[[str], str], postgres_url: str, keyring: Keyring, organizer: Viewer, lin: Candidate
) -> None:
    """The role could not open one more: a process that opened five would be refused by the server."""
    database = open_database(limited_url, keyring, Clock(), connections=LIMIT)
    entered, open_now, faults, seen = threading.Barrier(LIMIT + 1), threading.Event(), [], []

    def work(number: int) -> None:
        try:
            with database.read(organizer) as stores:
                if number < LIMIT:
                    entered.wait(30)
                    open_now.wait(30)
                stores.candidates.count(organizer)
            with database.begin(organizer) as stores:
                stores.candidates.upsert_many(organizer, [(lin.model_copy(update={"id": f"c_{number:02}"}), None)])
        except Exception as fault:  # the thread's fault is the test's
            faults.append(fault)

    def count() -> None:
        with psycopg.connect(plain(postgres_url)) as connection:
            query = "SELECT count(*) FROM pg_stat_activity WHERE usename = %s AND application_name = 'tongtu'"
            seen.append(connection.execute(query, (APART,)).fetchone())

    threads = [threading.Thread(target=work, args=(number,)) for number in range(3 * LIMIT)]
    for thread in threads:
        thread.start()
    entered.wait(30)
    count()
    open_now.set()
    for thread in threads:
        thread.join()
    count()
    assert faults == []
    assert seen == [(LIMIT,), (LIMIT,)]
    with database.read(organizer) as stores:
        assert stores.candidates.count(organizer) == 3 * LIMIT
    database.close()


def test_the_role_of_the_application_changes_no_shape_and_no_line_of_the_log(
    limited_url: str, plain: Callable[[str], str], keyring: Keyring, organizer: Viewer, lin: Candidate
) -> None:
    database = open_database(limited_url, keyring, Clock(), migrate=False, connections=LIMIT)
    with database.begin(organizer) as stores:
        assert stores.candidates.upsert_many(organizer, [(lin, None)]).inserted == 1
    database.close()
    denied = (
        "ALTER TABLE candidates ADD COLUMN more text",
        "DROP TABLE log",
        "ALTER TABLE log DISABLE TRIGGER USER",
        "DELETE FROM log",
    )
    for statement in denied:
        with psycopg.connect(plain(limited_url)) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement)


def test_connections_that_the_server_dropped_are_replaced(
    reset_url: Callable[[], str], plain: Callable[[str], str], keyring: Keyring, organizer: Viewer
) -> None:
    url = reset_url()
    database = open_database(url, keyring, Clock(), connections=LIMIT)
    with database.read(organizer), database.read(organizer):
        pass
    assert database.pool().idle == 2
    with psycopg.connect(plain(url), autocommit=True) as connection:
        ended = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'tongtu'"
        assert connection.execute(ended).fetchone() == (2,)
    with database.read(organizer) as stores, database.read(organizer) as others:
        assert (stores.candidates.count(organizer), others.candidates.count(organizer)) == (0, 0)
    database.close()


def test_what_the_url_says_of_the_connection_counts(reset_url: Callable[[], str]) -> None:
    url = reset_url()
    named = make_url(url).update_query_dict({"application_name": "night-import", "connect_timeout": "3"})
    for given, expected in ((url, "tongtu"), (named.render_as_string(hide_password=False), "night-import")):
        engine = open_engine(given)
        with engine.connect() as connection:
            assert connection.exec_driver_sql("SHOW application_name").scalar() == expected
        engine.dispose()


def test_a_server_that_is_full_is_one_clear_line(limited_url: str, keyring: Keyring, organizer: Viewer) -> None:
    one = open_database(limited_url, keyring, Clock(), connections=LIMIT)
    two = open_database(limited_url, keyring, Clock(), connections=LIMIT)
    two.close()
    with ExitStack() as held:
        for _ in range(LIMIT):
            held.enter_context(one.read(organizer))
        with pytest.raises(DatabaseUnavailable) as caught:
            held.enter_context(two.read(organizer))
    shown = make_url(limited_url).set(query={}).render_as_string(hide_password=True)
    line = str(caught.value)
    assert line.startswith(f"the database {shown} does not answer: connection failed: ")
    assert line.endswith(f'FATAL:  too many connections for role "{APART}"')
    one.close()
    two.close()
