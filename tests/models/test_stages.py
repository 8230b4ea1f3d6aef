"""The finished stages of an unfinished training: whole or not there."""

from pathlib import Path

from models.stages import Stages

RUN = {"data": "abc", "seed": 1, "settings": {"rounds": 5}}


def test_what_was_kept_is_there_again_for_the_same_run_only(tmp_path: Path) -> None:
    one = Stages.of(tmp_path, RUN)
    assert one.done() == {}
    one.keep("order", b"\x00first\nsecond\xff")
    one.keep("empty", b"")
    assert Stages.of(tmp_path, dict(reversed(RUN.items()))).done() == {"order": b"\x00first\nsecond\xff", "empty": b""}
    assert Stages.of(tmp_path, RUN | {"seed": 2}).done() == {}


def test_a_torn_or_foreign_file_does_not_count(tmp_path: Path) -> None:
    one = Stages.of(tmp_path, RUN)
    one.keep("order", b"all of it")
    one.keep("offer", b"this one stays")
    path = one.folder / "order.stage"
    path.write_bytes(path.read_bytes()[:-1])
    (one.folder / ".half-written").write_bytes(b"abc")
    (one.folder / "note.txt").write_text("not ours")
    assert one.done() == {"offer": b"this one stays"}
    one.keep("order", b"again")
    assert one.done()["order"] == b"again"


def test_a_finished_run_leaves_nothing_and_others_stay(tmp_path: Path) -> None:
    one, other = Stages.of(tmp_path / "training", RUN), Stages.of(tmp_path / "training", RUN | {"seed": 2})
    for run in (one, other):
        run.keep("order", b"x")
    one.clear()
    assert (one.done(), other.done()) == ({}, {"order": b"x"})
    other.clear()
    other.clear()
    assert list(tmp_path.iterdir()) == []
