"""What became of the kept versions: one line an act, only ever added to."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal, get_args

import orjson

from models.folders import ArtefactError, sync_folder

FILE: Final = "history.jsonl"
Action = Literal["kept", "promoted", "rolled_back"]


@dataclass(frozen=True, slots=True)
class Act:
    """`before` and `version` are what was in use and what the act is about; None is the hand-weighted table.

    Keeping a challenger leaves `before` in use. `seal` is the hash of the manifest of `version` at that moment, `key` the sender's
    own name for a request, so that one sent twice is done once.
    """

    at: datetime
    by: str
    action: Action
    before: str | None
    version: str | None
    why: str
    seal: str | None = None
    key: str | None = None

    def plain(self) -> dict[str, Any]:
        return {
            "at": self.at.isoformat(),
            "by": self.by,
            "action": self.action,
            "from": self.before,
            "to": self.version,
            "why": self.why,
            "manifest_sha256": self.seal,
            "key": self.key,
        }


def read_history(folder: Path) -> tuple[Act, ...]:
    """All acts in the history of a shelf, oldest first. Raises ArtefactError naming the line that cannot be read."""
    path = folder / FILE
    if not path.is_file():
        return ()
    return tuple(_act(line, path, number) for number, line in enumerate(path.read_bytes().splitlines(), start=1) if line.strip())


def add_act(folder: Path, act: Act) -> None:
    """Add one line, and let the disk have it before going on. A line torn by a power cut stays a line of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    torn = path.is_file() and path.stat().st_size > 0 and not path.read_bytes().endswith(b"\n")
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        os.write(handle, b"\n" * torn + orjson.dumps(act.plain()) + b"\n")
        os.fsync(handle)
    finally:
        os.close(handle)
    sync_folder(folder)


def last_in_use(acts: tuple[Act, ...]) -> str | None:
    """What the last promotion or return let serve; None is the hand-weighted table."""
    return next((act.version for act in reversed(acts) if act.action != "kept"), None)


def in_turn(acts: tuple[Act, ...], current: str | None) -> tuple[str | None, ...]:
    """What was in use, oldest first and without what was rolled back, down to `current`, which comes last.

    A home begins with the hand-weighted table (None). The pointer has the last word: moved by hand to what was in use before, it
    went back; to anything else, it is one more step; and an act whose pointer never moved, because the machine stopped, is no step.
    """
    turn: list[str | None] = [None]
    for act in acts:
        if act.action == "promoted":
            _come_to(turn, act.before)
            turn.append(act.version)
        elif act.action == "rolled_back":
            _come_to(turn, act.version)
    _come_to(turn, current)
    return tuple(turn)


def _come_to(turn: list[str | None], version: str | None) -> None:
    """Let that version be the last: drop what came after the last time it was in use, or add it where it never was."""
    if version in turn:
        del turn[len(turn) - turn[::-1].index(version) :]
    else:
        turn.append(version)


def _act(line: bytes, path: Path, number: int) -> Act:
    try:
        row: Mapping[str, Any] = orjson.loads(line)
        if row["action"] not in get_args(Action):
            raise ValueError(row["action"])
        return Act(
            datetime.fromisoformat(row["at"]),
            row["by"],
            row["action"],
            row["from"],
            row["to"],
            row["why"],
            row["manifest_sha256"],
            row["key"],
        )
    except (ValueError, KeyError, TypeError) as fault:
        raise ArtefactError(f"{path}: line {number} is no act of this history; remove it or take the file from a backup") from fault
