"""Which workers are there: by what they said, or by the job that they have in hand."""

from datetime import timedelta
from typing import Any

import pytest

from data.stores import Database, NotAllowed
from matching.records import Role, Viewer
from tests.data.stores.test_jobs import WORKER, claim, enqueue, finish, jump

SPAN = timedelta(seconds=30)


def there(database: Database, viewer: Viewer) -> bool:
    with database.read(viewer) as stores:
        return stores.jobs.workers.any_there(viewer)


def attend(database: Database, worker: str, span: timedelta = SPAN) -> None:
    with database.jobs(WORKER) as jobs:
        jobs.workers.attend(WORKER, worker, span)


def test_a_worker_is_there_until_it_falls_silent(database: Database, organizer: Viewer, clock: Any) -> None:
    assert not there(database, organizer)
    attend(database, "w_1")
    attend(database, "w_1")
    assert there(database, organizer)
    jump(clock, SPAN + timedelta(seconds=1))
    assert not there(database, organizer)


def test_a_worker_that_leaves_is_gone_and_others_stay(database: Database, organizer: Viewer) -> None:
    attend(database, "w_1")
    attend(database, "w_2")
    for worker, left in (("w_1", True), ("w_2", False)):
        with database.jobs(WORKER) as jobs:
            jobs.workers.leave(WORKER, worker)
        assert there(database, organizer) is left


def test_whoever_has_a_job_in_hand_is_there(database: Database, organizer: Viewer) -> None:
    enqueue(database, organizer)
    assert not there(database, organizer)
    claimed = claim(database)
    assert there(database, organizer)
    finish(database, claimed)
    assert not there(database, organizer)


def test_only_a_worker_says_that_it_is_there(database: Database, organizer: Viewer) -> None:
    with pytest.raises(NotAllowed), database.jobs(organizer) as jobs:
        jobs.workers.attend(organizer, "w_1", SPAN)
    with database.read(Viewer(account="e", role=Role.EMPLOYER, organisation="e_1")) as stores:
        assert not stores.jobs.workers.any_there(organizer)
