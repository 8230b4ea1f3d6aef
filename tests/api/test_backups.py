"""Backups as the one who looks after the machine meets them: made while others work, checked, and put back after a disaster."""

import json
import os
import shutil
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from api.actions import backing_up, lists, restoring, trail
from api.actions.errors import BadInput, Conflict, NotFound
from api.actions.sessions import open_session
from api.settings import Settings
from api.wiring import Application, open_application
from data.archives import ArchiveError
from data.keys import KeyFileError
from data.stores import StoreError
from matching.records import LOCAL_ADMINISTRATOR, LOCAL_ORGANIZER, Role
from tests.api.command import tongtu
from tests.api.conftest import CHEAP, CLERK, NOW, SPRING, a_member, open_copy


@pytest.fixture
def office(built_town: Path, tmp_path: Path) -> Application:
    """The town in a home of its own, with one account that is signed in."""
    app = open_copy(built_town, tmp_path / "home")
    open_session(app, a_member(app, Role.ORGANIZER), "test", "password")
    (app.settings.files / "f1").parent.mkdir(parents=True, exist_ok=True)
    (app.settings.files / "f1").write_bytes(b"sealed")
    return app


@pytest.fixture
def key(office: Application, tmp_path: Path) -> Path:
    backing_up.make_recovery_key(office, LOCAL_ADMINISTRATOR, tmp_path / "recovery.key")
    return tmp_path / "recovery.key"


def back_up(app: Application, folder: Path) -> Path:
    return backing_up.make_backup(app, LOCAL_ADMINISTRATOR, folder).file


def empty_home(tmp_path: Path) -> Settings:
    home = tmp_path / "new"
    return Settings(home=home, database_url=f"sqlite:///{home / 'tongtu.db'}", **CHEAP)


def test_what_was_destroyed_stands_again(office: Application, key: Path, tmp_path: Path) -> None:
    before = lists.shortlist_view(office, LOCAL_ORGANIZER, SPRING, CLERK)
    made = backing_up.make_backup(office, LOCAL_ADMINISTRATOR, tmp_path / "kept")
    assert backing_up.check_backup(made.file, key) == made
    office.database.close()
    shutil.rmtree(office.settings.home)

    settings = empty_home(tmp_path)
    found = restoring.restore_backup(settings, LOCAL_ADMINISTRATOR, made.file, key, lambda: NOW)
    assert (found.rows, found.files, found.sessions) == (made.rows, made.files, 1)
    assert found.lines == made.rows["log"] + 1  # the sign-in that was ended
    app = open_application(settings, lambda: NOW)
    assert lists.shortlist_view(app, LOCAL_ORGANIZER, SPRING, CLERK) == before
    assert trail.prove_trail(app, LOCAL_ADMINISTRATOR).holds
    assert (settings.files / "f1").read_bytes() == b"sealed"
    assert [path.name for path in settings.home.iterdir() if path.name.startswith(".")] == []


def test_the_machine_that_makes_backups_cannot_open_them(office: Application, key: Path, tmp_path: Path) -> None:
    secret = key.read_text("ascii").strip()
    assert key.stat().st_mode & 0o777 == 0o600
    assert [path for path in office.settings.home.rglob("*") if path.is_file() and secret.encode() in path.read_bytes()] == []
    with pytest.raises(ArchiveError):
        backing_up.check_backup(back_up(office, tmp_path / "kept"), office.settings.keys / "backup.pub")


def test_the_recovery_key_is_kept_elsewhere_and_never_changed_unasked(office: Application, key: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"cannot lie in Tongtu's own folder"):
        backing_up.make_recovery_key(office, LOCAL_ADMINISTRATOR, office.settings.home / "recovery.key", again=True)
    with pytest.raises(Conflict, match=r"There is a recovery key already"):
        backing_up.make_recovery_key(office, LOCAL_ADMINISTRATOR, tmp_path / "another.key")
    with pytest.raises(Conflict, match=r"exists already"):
        backing_up.make_recovery_key(office, LOCAL_ADMINISTRATOR, key, again=True)
    backing_up.make_recovery_key(office, LOCAL_ADMINISTRATOR, tmp_path / "another.key", again=True)
    made = back_up(office, tmp_path / "kept")
    with pytest.raises(ArchiveError, match="made for another recovery key"):
        backing_up.check_backup(made, key)
    assert backing_up.check_backup(made, tmp_path / "another.key").file == made


def test_without_a_recovery_key_there_is_no_backup(office: Application, tmp_path: Path) -> None:
    with pytest.raises(Conflict, match="tongtu backup key FILE"):
        back_up(office, tmp_path / "kept")


def test_old_backups_go_so_that_the_erased_do_not_stay(office: Application, key: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    others = [kept / f"tongtu-20260101-00000{number}.tongtu-backup" for number in range(3)]
    for path in [*others, kept / "notes.txt"]:
        path.write_bytes(b"old")
    made = backing_up.make_backup(office, LOCAL_ADMINISTRATOR, kept, keep=2).file
    assert sorted(kept.iterdir()) == sorted([kept / "notes.txt", others[2], made])
    with pytest.raises(BadInput, match="at least one backup stays"):
        backing_up.make_backup(office, LOCAL_ADMINISTRATOR, kept, keep=0)


@pytest.mark.parametrize("there", ["tongtu.db", "notes.txt"])
def test_nothing_is_put_over_anything(office: Application, key: Path, tmp_path: Path, there: str) -> None:
    made, settings = back_up(office, tmp_path / "kept"), empty_home(tmp_path)
    settings.home.mkdir()
    (settings.home / there).write_bytes(b"mine")
    with pytest.raises(Conflict, match="only put into an empty folder"):
        restoring.restore_backup(settings, LOCAL_ADMINISTRATOR, made, key)
    assert [(path.name, path.read_bytes()) for path in settings.home.iterdir()] == [(there, b"mine")]


def test_a_damaged_backup_puts_nothing_in_place(office: Application, key: Path, tmp_path: Path) -> None:
    made, settings = back_up(office, tmp_path / "kept"), empty_home(tmp_path)
    made.write_bytes(made.read_bytes()[:-1])
    with pytest.raises(ArchiveError, match="damaged"):
        restoring.restore_backup(settings, LOCAL_ADMINISTRATOR, made, key)
    assert list(settings.home.iterdir()) == []
    with pytest.raises(NotFound, match="There is no such backup"):
        restoring.restore_backup(settings, LOCAL_ADMINISTRATOR, tmp_path / "nothing", key)


def test_a_backup_whose_trail_was_changed_is_found_by_the_check_and_puts_nothing_in_place(
    office: Application, key: Path, tmp_path: Path
) -> None:
    with sqlite3.connect(office.settings.home / "tongtu.db") as raw:
        raw.execute("DROP TRIGGER log_no_update")
        raw.execute("UPDATE log SET account = 'nobody' WHERE sequence = 2")
    raw.close()
    made, settings = back_up(office, tmp_path / "kept"), empty_home(tmp_path)
    for doing in (
        lambda: backing_up.check_backup(made, key),
        lambda: restoring.restore_backup(settings, LOCAL_ADMINISTRATOR, made, key),
    ):
        with pytest.raises(StoreError, match=r"its trail was changed before the backup was made; nothing was put in place\."):
            doing()
    assert list(settings.home.iterdir()) == []


def test_what_a_backup_that_was_killed_left_goes_with_the_next(office: Application, key: Path, tmp_path: Path) -> None:
    kept, home = tmp_path / "kept", office.settings.home
    kept.mkdir()
    ages = {"old": 25, "new": 23}
    for name, hours in ages.items():
        (home / f".backup-{name}").mkdir()
        (home / f".backup-{name}" / "database.db").write_bytes(b"rows")
        (kept / f".tongtu-{name}.tongtu-backup.part").write_bytes(b"half")
        for path in (home / f".backup-{name}", kept / f".tongtu-{name}.tongtu-backup.part"):
            moment = (NOW - timedelta(hours=hours)).timestamp()
            os.utime(path, (moment, moment))
    back_up(office, kept)
    assert [path.name for path in home.glob(".backup-*")] == [".backup-new"]
    assert [path.name for path in kept.glob(".*")] == [".tongtu-new.tongtu-backup.part"]


def test_several_are_checked_and_a_cut_one_is_told_in_both_languages(office: Application, key: Path, tmp_path: Path) -> None:
    one = back_up(office, tmp_path / "kept")
    cut = tmp_path / "cut.tongtu-backup"
    cut.write_bytes(one.read_bytes()[:-1])
    office.database.close()
    words = ("backup", "check", str(one), str(cut), "--key", str(key))
    english, chinese = (tongtu(*words, home=office.settings.home, TONGTU_LANG=language) for language in ("en", "zh"))
    assert (english.returncode, chinese.returncode) == (2, 2)
    assert (english.stdout.startswith("whole: "), chinese.stdout.startswith("完好：")) == (True, True)
    assert english.stderr.startswith("cut.tongtu-backup does not open (")
    assert chinese.stderr.startswith("cut.tongtu-backup 打不开（")
    assert (english.stderr.count("\n"), chinese.stderr.count("\n")) == (1, 1)


def test_a_home_whose_key_file_is_gone_is_no_fresh_one(office: Application) -> None:
    office.database.close()
    shutil.rmtree(office.settings.keys)
    with pytest.raises(KeyFileError, match="put the backup of the installation's key file there"):
        open_application(office.settings)


def test_the_way_by_commands(office: Application, tmp_path: Path) -> None:
    office.database.close()
    home, key = office.settings.home, tmp_path / "recovery.key"
    refused = tongtu("backup", "make", str(tmp_path / "kept"), home=home)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.startswith("There is no recovery key yet.")
    public = tongtu("backup", "key", str(key), home=home)
    assert (public.returncode, public.stdout[:4]) == (0, "age1")
    made = json.loads(tongtu("backup", "make", str(tmp_path / "kept"), "--json", home=home).stdout)
    told = tongtu("backup", "check", made["file"], "--key", str(key), home=home)
    rows = sum(made["rows"].values())
    assert told.stdout.endswith(f"{rows} rows, {made['files']} files\n")
    found = tongtu("restore", made["file"], "--key", str(key), "--json", home=tmp_path / "new")
    assert (json.loads(found.stdout)["rows"], found.returncode) == (made["rows"], 0)
    again = tongtu("restore", made["file"], "--key", str(key), home=tmp_path / "new")
    assert (again.returncode, again.stdout) == (2, "")
    assert "only put into an empty folder" in again.stderr
