"""The history of kept versions: only ever added to, and who serves follows from it together with the pointer."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from models.folders import ArtefactError
from models.history import Act, Action, add_act, in_turn, read_history

AT = datetime(2027, 3, 18, 9, 30, tzinfo=UTC)


def act(action: Action, before: str | None, version: str | None) -> Act:
    return Act(AT, "local", action, before, version, "理由")


UP = (act("promoted", None, "a"), act("kept", "a", "x"), act("promoted", "a", "b"), act("promoted", "b", "c"))


def test_what_was_added_is_read_again_in_order(tmp_path: Path) -> None:
    acts = [replace(UP[0], seal="ab", key="k"), *UP[1:]]
    for one in acts:
        add_act(tmp_path / "ranker", one)
    assert read_history(tmp_path / "ranker") == tuple(acts)
    assert read_history(tmp_path) == ()


def test_a_torn_line_is_named_and_does_not_spoil_the_next(tmp_path: Path) -> None:
    add_act(tmp_path, UP[0])
    path = tmp_path / "history.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:30])
    add_act(tmp_path, UP[2])
    with pytest.raises(ArtefactError, match="line 2 is no act of this history"):
        read_history(tmp_path)
    lines = path.read_bytes().splitlines()
    path.write_bytes(b"\n".join([lines[0], lines[2], b""]))
    assert read_history(tmp_path) == (UP[0], UP[2])


@pytest.mark.parametrize("line", [b"[1]", b'{"action": "sold"}', b"\xff", b'{"at": "soon", "action": "kept"}'])
def test_what_is_no_act_is_refused(tmp_path: Path, line: bytes) -> None:
    (tmp_path / "history.jsonl").write_bytes(line + b"\n")
    with pytest.raises(ArtefactError, match="line 1"):
        read_history(tmp_path)


@pytest.mark.parametrize(
    ("acts", "current", "turn"),
    [
        ((), None, (None,)),
        (UP, "c", (None, "a", "b", "c")),
        ((*UP, act("rolled_back", "c", "b")), "b", (None, "a", "b")),
        ((*UP, act("rolled_back", "c", "a"), act("promoted", "a", "c")), "c", (None, "a", "c")),
        ((*UP, act("rolled_back", "c", None)), None, (None,)),
        ((*UP, act("promoted", "c", "a")), "a", (None, "a", "b", "c", "a")),
        ((*UP, act("promoted", "c", "a"), act("rolled_back", "a", "c")), "c", (None, "a", "b", "c")),
    ],
)
def test_the_turn_leaves_out_what_was_rolled_back(acts: tuple[Act, ...], current: str | None, turn: tuple[str | None, ...]) -> None:
    assert in_turn(acts, current) == turn


def test_the_pointer_has_the_last_word() -> None:
    assert in_turn(UP, "by-hand") == (None, "a", "b", "c", "by-hand")
    assert in_turn(UP, "b") == (None, "a", "b")
    assert in_turn(UP[:1], None) == (None,)
    assert in_turn((*UP, act("promoted", "by-hand", "d")), "d") == (None, "a", "b", "c", "by-hand", "d")
