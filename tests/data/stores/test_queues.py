"""The queue as numbers: by kind and state, how long the oldest has been due, and how many workers look."""

from datetime import timedelta
from typing import Any

import pytest

from data.stores import Database, NotAllowed
from data.stores.queues import QueueFacts
from matching.records import Role, Viewer

ADMINISTRATOR = Viewer(account="worker", role=Role.ADMINISTRATOR)


def facts(database: Database) -> QueueFacts:
    with database.read(ADMINISTRATOR) as stores:
        return stores.queue.facts(ADMINISTRATOR)


def test_an_empty_queue(database: Database) -> None:
    assert facts(database) == QueueFacts({}, timedelta(), 0)


def test_jobs_are_counted_and_the_oldest_is_waited_for(database: Database, organizer: Viewer, clock: Any) -> None:
    began = clock.now
    with database.jobs(organizer) as jobs:
        for key, kind in (("a", "match"), ("b", "match"), ("c", "import")):
            jobs.enqueue(organizer, kind, {}, key)
    clock.now += timedelta(minutes=3)
    with database.jobs(ADMINISTRATOR) as jobs:
        assert jobs.claim(ADMINISTRATOR, ("import",), timedelta(minutes=1)) is not None
        jobs.workers.attend(ADMINISTRATOR, "w_1", timedelta(minutes=1))
    found = facts(database)
    assert found.counts == {("match", "waiting"): 2, ("import", "running"): 1}
    looks = clock.now - began
    assert (timedelta(minutes=3) < found.waited < looks, found.workers) == (True, 1)


@pytest.mark.parametrize("role", [Role.ORGANIZER, Role.COUNSELOR, Role.AUDITOR])
def test_others_do_not_see_the_whole_queue(database: Database, role: Role) -> None:
    viewer = Viewer(account="x", role=role)
    with database.read(viewer) as stores, pytest.raises(NotAllowed, match="only an administrator"):
        stores.queue.facts(viewer)
