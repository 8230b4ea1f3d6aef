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


def test_a_manifest_that_is_not_as_it_was_written_is_refused(tmp_path: Path) -> None:
    write_folder(
        tmp_path / "it", {"a.txt": b"one"}, {"kind": "test", "seed": 1, "share": 0.1, "empty": None, "days": ("a", "b")}, "card"
    )
    path = tmp_path / "it" / "manifest.json"
    assert read_manifest(tmp_path / "it", "test")["days"] == ["a", "b"]
    path.write_text(path.read_text("utf-8").replace('"seed": 1', '"seed": 2'), "utf-8")
    with pytest.raises(ArtefactError, match="its own hash differs"):
        read_manifest(tmp_path / "it", "test")


def test_a_manifest_from_before_there_was_a_hash_of_its_own_is_read(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"kind": "test", "files": {}}', "utf-8")
    assert read_manifest(tmp_path, "test") == {"kind": "test", "files": {}}


def test_a_read_manifest_can_be_written_again_and_gives_equal_bytes(tmp_path: Path) -> None:
    write_folder(tmp_path / "one", {"a.txt": b"one"}, {"kind": "test", "seed": 1}, "card")
    write_folder(tmp_path / "two", {"a.txt": b"one"}, read_manifest(tmp_path / "one", "test"), "card")
    assert (tmp_path / "one" / "manifest.json").read_bytes() == (tmp_path / "two" / "manifest.json").read_bytes()


def test_a_card_may_be_written_from_the_finished_manifest(tmp_path: Path) -> None:
    write_folder(tmp_path / "it", {"a.txt": b"one"}, {"kind": "test"}, lambda manifest: ", ".join(sorted(manifest)))
    assert (tmp_path / "it" / "card.md").read_text("utf-8") == "files, kind, manifest_sha256"


def test_a_small_file_is_replaced_in_one_step(tmp_path: Path) -> None:
    write_atomically(tmp_path / "deep" / "pointer", "one\n")
    write_atomically(tmp_path / "deep" / "pointer", "two\n")
    assert (tmp_path / "deep" / "pointer").read_text("utf-8") == "two\n"
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["pointer"]
