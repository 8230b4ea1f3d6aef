"""A reading that rests on the same finds the same: what gives the records a new epoch, and what a repeated reading leaves."""

import pytest

from data.stores import Consent, Database, DatabaseUnavailable, Receipt
from data.stores.receipts import Standing
from matching.records import DOOR, LOCAL_ORGANIZER, Candidate, Employer, Event, Posting, Viewer
from tests.data.stores.listed_fair import MILL, TODAY, store_fair


@pytest.fixture
def ready(database: Database, lin: Candidate, gao: Candidate, mill: Employer, clerk: Posting, fair: Event) -> Database:
    return store_fair(database, lin, gao, mill, clerk, fair)


def read(database: Database) -> Receipt:
    """The mill reads its list."""
    with database.read(MILL) as stores:
        assert stores.listings.list(MILL, "ev_fair", "p_clerk", TODAY, 1) is not None
        return stores.receipts.take(MILL)


def standing(database: Database) -> Standing:
    with database.door(DOOR) as stores:
        return stores.receipts.standing(DOOR)


def consents(database: Database) -> list[tuple[int, Consent]]:
    with database.read(LOCAL_ORGANIZER) as stores:
        return [(one.id, one.consent) for one in stores.consents.list(LOCAL_ORGANIZER, "c_lin")]


def test_reading_and_the_door_leave_the_epoch_and_every_change_renews_it(ready: Database) -> None:
    receipt = read(ready)
    with ready.door(DOOR) as stores:
        stores.accounts.note_refusal(DOOR, None, "unknown-name", "00000000")
    assert read(ready).standing == receipt.standing == standing(ready)
    ((number, _),) = consents(ready)
    with ready.begin(LOCAL_ORGANIZER) as stores:
        stores.consents.withdraw(LOCAL_ORGANIZER, number)
        assert stores.receipts.standing(LOCAL_ORGANIZER) == receipt.standing
    assert standing(ready).epoch != receipt.standing.epoch


def test_what_was_rolled_back_changed_nothing(ready: Database) -> None:
    receipt = read(ready)
    ((number, _),) = consents(ready)

    def change_your_mind() -> None:
        with ready.begin(LOCAL_ORGANIZER) as stores:
            stores.consents.withdraw(LOCAL_ORGANIZER, number)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change_your_mind()
    assert standing(ready) == receipt.standing


def test_a_repeated_reading_leaves_what_each_reading_leaves(ready: Database, auditor: Viewer) -> None:
    receipt = read(ready)
    assert [(line.action, line.object) for line in receipt.lines] == [("list", "")]
    again = read(ready)
    assert [(line.action, line.detail) for line in again.lines] == [(line.action, line.detail) for line in receipt.lines]
    with ready.door(DOOR) as stores:
        stores.receipts.repeat(DOOR, [receipt, receipt])
    with ready.read(auditor) as stores:
        lines = [line for line in stores.log.list(auditor, limit=1_000, kind="candidate") if line.action == "list"]
        verified = stores.log.verify(auditor)
    assert verified is not None
    assert verified.holds
    assert [(line.account, line.detail) for line in lines] == 4 * [("zhao", lines[0].detail)]
    assert len({line.at for line in lines}) == 3


def test_a_statement_of_a_reading_that_takes_too_long_is_ended_where_the_engine_can(database: Database) -> None:
    from sqlalchemy import text

    database.limit_reads(0.05)
    slow = "SELECT pg_sleep(20)" if database._engine.dialect.name == "postgresql" else "SELECT 1"

    def wait() -> None:
        with database.read(LOCAL_ORGANIZER) as stores:
            stores.runs.session.connection.execute(text(slow))

    if database._engine.dialect.name == "sqlite":
        wait()
        return
    from data.stores.engines import clear_errors

    with pytest.raises(DatabaseUnavailable, match="timeout"), clear_errors(database._engine.url):
        wait()
    with database.begin(LOCAL_ORGANIZER) as stores:
        stores.runs.session.connection.execute(text("SELECT pg_sleep(0.1)"))


def test_a_statement_at_the_door_and_about_jobs_has_a_time_where_the_engine_can(database: Database) -> None:
    from sqlalchemy import text

    if database._engine.dialect.name == "sqlite":
        pytest.skip("SQLite has no clock for a statement")
    for wait in (True, False):
        with database.door(DOOR, wait=wait) as stores:
            assert stores.receipts.session.connection.execute(text("SHOW statement_timeout")).scalar() == "30s"
    with database.jobs(LOCAL_ORGANIZER) as jobs:
        connection = jobs.session.connection
        assert connection.execute(text("SHOW statement_timeout")).scalar() == "30s"
        assert connection.connection.driver_connection.info.get_parameters()["tcp_user_timeout"] == "30000"
    with database.begin(LOCAL_ORGANIZER) as stores:
        assert stores.runs.session.connection.execute(text("SHOW statement_timeout")).scalar() == "0"
