"""How an employer kept its promises reaches the lists: the two features of its postings, and nothing else."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

import numpy as np
import pytest

from api.actions.matching import match_event
from api.settings import Settings
from api.wiring import Application, open_application
from data.stores import Promise
from matching.features import FEATURE_NAMES, features_hash, unpack_features
from matching.protocols import Float64
from matching.records import LOCAL_ORGANIZER
from tests.api.conftest import CLERK, HALL, SPRING, build_world

NOW = datetime(2027, 3, 19, 1, 30, tzinfo=UTC)


@pytest.fixture
def app(tmp_path: Path) -> Application:
    """The town on the eve of its fair."""
    build_world(tmp_path).database.close()
    ticks = count()
    settings = Settings(home=tmp_path, database_url=f"sqlite:///{tmp_path / 'tongtu.db'}")
    return open_application(settings, lambda: NOW + timedelta(seconds=next(ticks)))


def match(app: Application) -> tuple[str, dict[tuple[str, str], Float64]]:
    """(version of the postings, (posting, person) -> what the ranker saw) of a fresh run."""
    summary = match_event(app, LOCAL_ORGANIZER, SPRING)
    with app.database.read(LOCAL_ORGANIZER) as stores:
        (run,) = stores.runs.shown(LOCAL_ORGANIZER, "test", [SPRING])
    assert (run.run.id, run.run.versions.features) == (summary.run, features_hash())
    rows = unpack_features([pair.features for pair in run.pairs if pair.features is not None])
    return summary.versions.postings, {(pair.posting, pair.candidate): row for pair, row in zip(run.pairs, rows, strict=True)}


def check(app: Application, posting: str, key: str, on: date, kept: bool) -> None:
    with app.database.begin(LOCAL_ORGANIZER) as stores:
        promise = Promise(posting=posting, accommodation="ramp", promised_on=date(2027, 1, 1))
        stores.promises.check(LOCAL_ORGANIZER, stores.promises.save(LOCAL_ORGANIZER, promise, key).id, on, kept)


def test_a_broken_promise_moves_the_promises_of_that_employers_postings(app: Application) -> None:
    version, before = match(app)
    assert match(app)[0] == version
    check(app, HALL, "k1", date(2027, 3, 1), kept=False)
    after_version, after = match(app)
    assert after_version != version
    assert after.keys() == before.keys()
    moved = {
        (posting, FEATURE_NAMES[column])
        for posting, person in before
        for column in np.flatnonzero(~np.isclose(before[posting, person], after[posting, person], equal_nan=True))
    }
    assert moved == {(HALL, "promises_checked"), (HALL, "promises_kept")}
    assert {posting for posting, _ in before} >= {CLERK, HALL}


def test_a_check_of_the_day_of_the_fair_comes_too_late(app: Application) -> None:
    version, _ = match(app)
    check(app, HALL, "k1", date(2027, 3, 20), kept=False)
    assert match(app)[0] == version
