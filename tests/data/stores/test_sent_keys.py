"""Idempotency keys: the same again is the same request, something else is refused, and an old key is free again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from data.stores import Database, ReadOnly
from data.stores.sent_keys import KEPT, KeyTaken
from matching.records import Viewer
from tests.data.stores.conftest import Clock


def test_a_key_stands_for_what_was_sent_first(database: Database, organizer: Viewer) -> None:
    with database.begin(organizer) as stores:
        assert stores.sent_keys.claim(organizer, "day", "k1", b"one") is True
        assert stores.sent_keys.claim(organizer, "day", "k1", b"one") is False
        assert stores.sent_keys.claim(organizer, "fair", "k1", b"two") is True
        with pytest.raises(KeyTaken):
            stores.sent_keys.claim(organizer, "day", "k1", b"two")
    with database.read(organizer) as stores:
        assert stores.sent_keys.is_known(organizer, "day", "k1", b"one") is True
        assert stores.sent_keys.is_known(organizer, "day", "k2", b"one") is False
        with pytest.raises(KeyTaken):
            stores.sent_keys.is_known(organizer, "day", "k1", b"two")
        with pytest.raises(ReadOnly):
            stores.sent_keys.claim(organizer, "day", "k2", b"one")


def test_of_many_who_send_a_key_at_once_one_is_the_first(database: Database, organizer: Viewer) -> None:
    """At the door, where on PostgreSQL no writer waits for the others; one who sends something else is refused as always."""
    together = Barrier(6)

    def claim(told: bytes) -> bool | None:
        together.wait()
        try:
            with database.door(organizer) as stores:
                return stores.sent_keys.claim(organizer, "day", "k1", told)
        except KeyTaken:
            return None

    with ThreadPoolExecutor(6) as senders:
        first = list(senders.map(claim, [b"one"] * 6))
        later = list(senders.map(claim, [b"one"] * 3 + [b"two"] * 3))
    assert sorted(first, key=bool) == [False] * 5 + [True]
    assert later == [False] * 3 + [None] * 3


def test_what_came_to_nothing_leaves_its_key_free(database: Database, organizer: Viewer) -> None:
    with database.begin(organizer) as stores:
        stores.sent_keys.claim(organizer, "day", "k1", b"one")
        stores.sent_keys.release(organizer, "day", "k1")
        assert stores.sent_keys.claim(organizer, "day", "k1", b"two") is True


def test_a_key_is_forgotten_after_its_time(database: Database, organizer: Viewer, clock: Clock) -> None:
    with database.begin(organizer) as stores:
        stores.sent_keys.claim(organizer, "day", "k1", b"one")
    clock.now += KEPT - timedelta(minutes=1)
    with database.begin(organizer) as stores, pytest.raises(KeyTaken):
        stores.sent_keys.claim(organizer, "day", "k1", b"two")
    clock.now += timedelta(minutes=2)
    with database.begin(organizer) as stores:
        assert stores.sent_keys.claim(organizer, "day", "k1", b"two") is True
