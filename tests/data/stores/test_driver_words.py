"""What drivers say is told where it is known to hold nothing of what is stored, and each line says what to do."""

import sqlite3
from collections.abc import Callable

import psycopg
import pytest
from sqlalchemy import make_url

from data.keys import Keyring
from data.stores import DatabaseDamaged, DatabaseUnavailable, open_database
from data.stores.driver_words import refusal
from data.stores.errors import DiskFull
from tests.data.stores.conftest import Clock

SECRET = "林小满 13912345678"
URL = make_url("postgresql://office@db/tongtu")
HEAD = "the database X does not answer: "


@pytest.mark.parametrize(
    ("said", "line"),
    [
        (
            psycopg.errors.QueryCanceled("canceling statement due to statement timeout"),
            "canceling statement due to statement timeout",
        ),
        (
            psycopg.OperationalError("server closed the connection unexpectedly\n\tmore"),
            "server closed the connection unexpectedly",
        ),
        (psycopg.errors.ProgramLimitExceeded(f"row {SECRET} is too large"), "ProgramLimitExceeded"),
        (psycopg.OperationalError(f"something about {SECRET}"), "OperationalError"),
        (sqlite3.OperationalError(f"cannot make sense of {SECRET}"), "OperationalError"),
    ],
)
def test_only_known_words_are_told(said: Exception, line: str) -> None:
    assert str(refusal(URL, "X", said, dialling=False)) == HEAD + line


def test_a_page_that_a_server_finds_damaged_is_damage() -> None:
    said = psycopg.errors.DataCorrupted(f"invalid page of {SECRET}")
    found = refusal(URL, "X", said, dialling=False)
    assert (type(found), str(found)) == (
        DatabaseDamaged,
        "the database X is damaged; put a backup back (tongtu restore, how-to/backup)",
    )


def test_a_server_without_room_is_full() -> None:
    said = psycopg.errors.DiskFull('could not extend file "base/1/2": No space left on device')
    assert type(refusal(URL, "X", said, dialling=False)) is DiskFull


@pytest.mark.postgres
def test_who_asks_for_what_is_not_there_is_told_what_to_make(reset_url: Callable[[], str], keyring: Keyring, clock: Clock) -> None:
    there = make_url(reset_url())
    for url, words in (
        (there.set(database="nowhere"), "; create the database, or correct TONGTU_DATABASE_URL"),
        (there.set(username="nobody"), "; create that user, or correct TONGTU_DATABASE_URL"),
        (
            make_url("postgresql://me:secret@no-such-host.invalid/x?connect_timeout=2"),
            "; look at the name of the host and at the network, or correct TONGTU_DATABASE_URL",
        ),
    ):
        with pytest.raises(DatabaseUnavailable) as refused:
            open_database(url.render_as_string(hide_password=False), keyring, clock)
        assert str(refused.value).endswith(words)
