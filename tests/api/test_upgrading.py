"""A database that does not fit is refused in one line with what to do; `tongtu upgrade` makes an older one fit."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from data.keys import FILE
from data.tables import HEAD
from tests.api.command import tongtu
from tests.data.stores.test_upgrading import DUMP, FORMER

KEY = "tongtu-master-key-1 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"
"""The key of 32 bytes 0 to 31, with which the database of the earlier release was made."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The home of an earlier release."""
    made = tmp_path / "home"
    (made / "keys").mkdir(parents=True)
    (made / "keys" / FILE).write_text(KEY, "ascii")
    connection = sqlite3.connect(made / "tongtu.db")
    connection.executescript(DUMP.read_text("utf-8"))
    connection.close()
    return made


def revision(home: Path) -> str:
    connection = sqlite3.connect(home / "tongtu.db")
    (found,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    connection.close()
    return str(found)


def test_an_older_home_is_upgraded_by_the_command_and_once_only(home: Path) -> None:
    lines = [tongtu("upgrade", home=home) for _ in range(2)]
    assert [(one.returncode, one.stderr) for one in lines] == [(0, ""), (0, "")]
    assert [one.stdout for one in lines] == [
        f"The database was upgraded from schema {FORMER} to {HEAD}.\n",
        f"The database has the schema of this version already: {HEAD}.\n",
    ]
    assert revision(home) == HEAD


def test_the_database_of_a_later_release_is_left_alone(home: Path) -> None:
    connection = sqlite3.connect(home / "tongtu.db")
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    kept = shutil.copy(home / "tongtu.db", home / "kept.db")
    done = tongtu("upgrade", home=home)
    line = "the database is at schema 9999, which this version does not know; upgrade Tongtu, or restore a backup"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"{line}\n")
    assert (revision(home), Path(kept).read_bytes()[100:]) == ("9999", (home / "tongtu.db").read_bytes()[100:])


def test_where_nothing_is_nothing_is_made(tmp_path: Path) -> None:
    """As when TONGTU_HOME was forgotten."""
    done = tongtu("upgrade", home=tmp_path / "home")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert f"{tmp_path / 'home'} (TONGTU_HOME)" in done.stderr
    assert list(tmp_path.rglob("*")) == []


@pytest.mark.parametrize(
    ("url", "line"),
    [
        ("tongtu.db", "the database URL cannot be read; write it as sqlite:///path or postgresql://..."),
        ("mysql://db/tongtu", "mysql databases are not supported; use sqlite:///path or postgresql://..."),
        ("sqlite://", "a database in memory is lost between two commands; name a file: sqlite:///path"),
        (
            "sqlite:////nowhere/at/all/tongtu.db",
            "the database sqlite:////nowhere/at/all/tongtu.db does not answer: unable to open database file; "
            "look at the disk, and at who may write to the file and its folder",
        ),
    ],
)
def test_a_wrong_address_is_one_line(tmp_path: Path, url: str, line: str) -> None:
    done = tongtu("upgrade", home=tmp_path / "home", TONGTU_DATABASE_URL=url)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"{line}\n")


def test_a_host_that_nobody_knows_and_a_port_where_nobody_listens_are_one_line_without_the_password(tmp_path: Path) -> None:
    for place in ("db.invalid:5432", "127.0.0.1:1"):
        url = f"postgresql://tongtu:geheim@{place}/tongtu"
        done = tongtu("upgrade", home=tmp_path / "home", TONGTU_DATABASE_URL=url)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
        assert done.stderr.startswith(f"the database postgresql+psycopg://tongtu:***@{place}/tongtu does not answer: ")
        assert "geheim" not in done.stderr
