"""Folders of learned things: written whole or not at all."""

from pathlib import Path

import pytest

from models.folders import ArtefactError, read_manifest, write_atomically, write_folder


def test_a_failed_write_leaves_the_former_folder_and_nothing_else(tmp_path: Path) -> None:
    write_folder(tmp_path / "it", {"a.txt": b"one"}, {"kind": "test"}, "card")
    with pytest.raises(FileNotFoundError):
        write_folder(tmp_path / "it", {"a.txt": b"two", "no/such/folder.txt": b""}, {"kind": "test"}, "card")
    assert [path.name for path in tmp_path.iterdir()] == ["it"]
    assert (tmp_path / "it" / "a.txt").read_bytes() == b"one"
    assert read_manifest(tmp_path / "it", "test")["kind"] == "test"


def test_a_folder_of_another_kind_is_refused(tmp_path: Path) -> None:
    write_folder(tmp_path / "it", {}, {"kind": "cake"}, "card")
    with pytest.raises(ArtefactError, match="does not describe a ranker"):
        read_manifest(tmp_path / "it", "ranker")


def test_a_small_file_is_replaced_in_one_step(tmp_path: Path) -> None:
    write_atomically(tmp_path / "deep" / "pointer", "one\n")
    write_atomically(tmp_path / "deep" / "pointer", "two\n")
    assert (tmp_path / "deep" / "pointer").read_text("utf-8") == "two\n"
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["pointer"]
