"""A sealed file opens whole with its own key, and not at all otherwise."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.archives import ArchiveError, new_recovery_key, read_archive, write_archive

SECRET, PUBLIC = new_recovery_key()
ABOUT = {"version": "1", "rows": {"log": 3}}


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    made = {"keys/master.key": b"m" * 60, "models/a/forest.txt": bytes(range(256)) * 3_000, "空.txt": b""}
    for name, content in made.items():
        path = tmp_path / "home" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return {name: tmp_path / "home" / name for name in made}


@pytest.fixture
def archive(tmp_path: Path, files: dict[str, Path]) -> Path:
    out = tmp_path / "a.tongtu-backup"
    write_archive(out, PUBLIC, files, ABOUT)
    return out


def test_what_went_in_comes_out(archive: Path, files: dict[str, Path], tmp_path: Path) -> None:
    assert read_archive(archive, SECRET, tmp_path / "out") == ABOUT
    found = {
        path.relative_to(tmp_path / "out").as_posix(): path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()
    }
    assert found == {name: path.read_bytes() for name, path in files.items()}
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "out").rglob("*") if path.is_file()} == {0o600}


def test_it_can_be_checked_without_being_written(archive: Path) -> None:
    before = sorted(archive.parent.rglob("*"))
    assert read_archive(archive, SECRET, None) == ABOUT
    assert sorted(archive.parent.rglob("*")) == before


def test_only_its_owner_may_read_it_and_nothing_in_it_can_be_read(archive: Path) -> None:
    assert archive.stat().st_mode & 0o777 == 0o600
    assert b"master" not in archive.read_bytes()


def test_another_key_does_not_open_it(archive: Path) -> None:
    with pytest.raises(ArchiveError, match="made for another recovery key"):
        read_archive(archive, new_recovery_key()[0], None)


def test_what_is_no_recovery_key_is_told(archive: Path) -> None:
    with pytest.raises(ArchiveError, match="begins with AGE-SECRET-KEY-1"):
        read_archive(archive, PUBLIC, None)


def test_a_damaged_public_half_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="tongtu backup key"):
        write_archive(tmp_path / "a", "age1nonsense", {}, {})
    assert list(tmp_path.iterdir()) == []


@settings(max_examples=40, deadline=None)
@given(place=st.floats(0, 0.999_999), cut=st.booleans())
def test_any_damage_is_seen(place: float, cut: bool, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("damage")
    (folder / "one").write_bytes(b"1" * 100_000)
    write_archive(folder / "a", PUBLIC, {"one": folder / "one"}, ABOUT)
    whole = (folder / "a").read_bytes()
    at = int(place * len(whole))
    (folder / "a").write_bytes(whole[:at] if cut else whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    with pytest.raises(ArchiveError):
        read_archive(folder / "a", SECRET, folder / "out")


def test_a_failure_in_the_middle_leaves_the_old_file_alone(archive: Path, files: dict[str, Path]) -> None:
    before = archive.read_bytes()
    with pytest.raises(IsADirectoryError):
        write_archive(archive, PUBLIC, files | {"folder": archive.parent}, ABOUT)
    assert archive.read_bytes() == before
    assert [path.name for path in archive.parent.iterdir() if path.name.endswith(".part")] == []


def test_a_file_that_vanished_is_left_out(archive: Path, files: dict[str, Path], tmp_path: Path) -> None:
    write_archive(archive, PUBLIC, files | {"gone": tmp_path / "gone"}, ABOUT)
    assert read_archive(archive, SECRET, None) == ABOUT
