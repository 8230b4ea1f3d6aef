"""The shelf of sealed files: one a job, whole or not at all, until its last day."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from data.exports import ExportShelf

DAY = date(2027, 3, 18)
NEXT = DAY + timedelta(days=1)


@pytest.fixture
def shelf(tmp_path: Path) -> ExportShelf:
    return ExportShelf(tmp_path / "files" / "exports")


def test_a_file_is_there_to_the_end_of_its_last_day(shelf: ExportShelf) -> None:
    assert (shelf.get("j_ab2", DAY), shelf.forget(DAY)) == (None, 0)
    shelf.put("j_ab2", b"sealed", DAY)
    assert [shelf.get("j_ab2", day) for day in (DAY, NEXT)] == [b"sealed", None]
    assert [shelf.forget(day) for day in (DAY, NEXT, NEXT)] == [0, 1, 0]
    assert list(shelf.folder.iterdir()) == []


def test_another_attempt_takes_the_place_of_the_first(shelf: ExportShelf) -> None:
    shelf.put("j_ab2", b"first", DAY)
    shelf.put("j_cd3", b"other", DAY)
    shelf.put("j_ab2", b"second", NEXT)
    assert [path.name for path in sorted(shelf.folder.iterdir())] == ["2027-03-18_j_cd3.sealed", "2027-03-19_j_ab2.sealed"]
    assert (shelf.get("j_ab2", DAY), shelf.get("j_cd3", DAY)) == (b"second", b"other")
    shelf.remove("j_ab2")
    shelf.remove("j_ab2")
    assert (shelf.get("j_ab2", DAY), shelf.get("j_cd3", DAY)) == (None, b"other")


def test_nobody_else_can_read_the_file(shelf: ExportShelf) -> None:
    shelf.put("j_ab2", b"sealed", DAY)
    (path,) = shelf.folder.iterdir()
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("job", ["../j_ab2", "j_", "J_AB2", "j_ab2/x", ""])
def test_what_is_no_job_is_not_kept(shelf: ExportShelf, job: str) -> None:
    with pytest.raises(ValueError, match="no file is kept under it"):
        shelf.put(job, b"sealed", DAY)
    assert list(shelf.folder.iterdir()) == []
    assert shelf.get(job, DAY) is None


def test_other_files_in_the_folder_are_left_alone(shelf: ExportShelf) -> None:
    shelf.put("j_ab2", b"sealed", DAY)
    (shelf.folder / "读我.txt").write_text("x", "utf-8")
    assert shelf.forget(NEXT) == 1
    assert [path.name for path in shelf.folder.iterdir()] == ["读我.txt"]
