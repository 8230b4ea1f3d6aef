"""A command that is typed twice records once, unless it is said to be meant twice."""

from pathlib import Path

import pytest

from api.actions.dispatching import add_batch, report_workshop
from api.actions.errors import BadInput, Conflict
from api.actions.promises import list_promises
from api.actions.tallies import list_tallies, record_tally, withdraw_tally
from api.cli.keys import key_of
from api.schemas.ledgers import TallyInput
from api.schemas.workshops import BatchInput, WorkshopInput
from api.wiring import Application
from matching.ledger import TallyKind
from matching.records import LOCAL_ORGANIZER as ME
from tests.api.conftest import CLERK, open_copy
from tests.api.fair.test_fair_cli import run

PROMISE = ("promise", "record", CLERK, "ramp", "--on", "2026-11-01")
TALLY = ("ledger", "tally", "incubation.projects", "手作工坊", "--on", "2026-03-02", "--district", "420106")
PROJECT = TallyInput(kind=TallyKind.PROJECT, title="手作工坊", on=None)


@pytest.fixture
def app(built_town: Path, tmp_path: Path) -> Application:
    return open_copy(built_town, tmp_path / "home")


def test_the_same_words_are_recorded_once(app: Application) -> None:
    home = app.settings.home
    for words in (PROMISE, TALLY):
        assert run(home, *words) == run(home, *words)
    assert len(list_promises(app, ME).items) == len(list_tallies(app, ME)) == 1
    assert run(home, *TALLY, "--again") != run(home, *TALLY)
    assert [one.title for one in list_tallies(app, ME)] == ["手作工坊", "手作工坊"]


def test_what_was_taken_back_is_recorded_anew_only_on_purpose(app: Application) -> None:
    made = record_tally(app, ME, PROJECT, "k1")
    withdraw_tally(app, ME, made.id)
    with pytest.raises(Conflict, match=f"recorded as number {made.id} and taken back since"):
        record_tally(app, ME, PROJECT, "k1")
    assert record_tally(app, ME, PROJECT, "k2").withdrawn is False


def test_a_district_that_is_none_is_refused(app: Application) -> None:
    for record in (
        lambda: record_tally(app, ME, PROJECT.model_copy(update={"district": "999"}), "k3"),
        lambda: add_batch(app, ME, BatchInput(id="b_1", title="礼盒", work="包装", days=4, district="999")),
        lambda: report_workshop(app, ME, WorkshopInput(id="w_1", name="阳光家园", places=2, district="999", reported_on=app.today)),
    ):
        with pytest.raises(BadInput, match="There is no such district"):
            record()


def test_a_key_tells_words_apart() -> None:
    assert key_of("a", "b", "c") == key_of("a", "b", "c")
    assert len({key_of("a", "bc"), key_of("a", "b", "c"), key_of("ab", "c"), key_of("a", "b", "c", again=True)}) == 4
