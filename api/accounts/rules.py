"""How long things last at the door and how often something may fail, from rules.yaml: dated rows with their sources."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Final, Literal

from matching.knowledge.source import KnowledgeError, Row, read_rows

_FILE: Final = "rules.yaml"


class DoorRow(Row):
    """One figure from a day on. Lengths of time are in seconds."""

    name: str
    value: int
    since: date
    status: Literal["proposed", "signed"]
    source: str


@dataclass(frozen=True)
class Waiting:
    """How failures slow down: `free` of them cost nothing, then the wait doubles from one second up to `most`."""

    free: int
    most: timedelta

    def after(self, failures: int) -> timedelta:
        """How long to wait after the last of so many failures."""
        over = failures - self.free
        return timedelta(0) if over < 0 else min(timedelta(seconds=2 ** min(over, 20)), self.most)


@dataclass(frozen=True)
class DoorRules:
    """The figures of one day."""

    password_least: int
    password_most: int
    session_idle: timedelta
    session_whole: timedelta
    session_touch: timedelta
    invitation_valid: timedelta
    reset_valid: timedelta
    first_valid: timedelta
    token_longest: timedelta
    failures_forgotten: timedelta
    pair: Waiting
    name: Waiting
    address: Waiting


@cache
def door_rules(day: date) -> DoorRules:
    """The figures that hold on a day; before the first of a name, its first. Raises KnowledgeError for one that is missing."""
    values: dict[str, int] = {}
    for row in sorted(_rows(), key=lambda row: row.since):
        if row.since <= day or row.name not in values:
            values[row.name] = row.value
    try:
        return DoorRules(
            password_least=values["password_least"],
            password_most=values["password_most"],
            pair=_waiting(values, "pair"),
            name=_waiting(values, "name"),
            address=_waiting(values, "address"),
            **{name: timedelta(seconds=values[name]) for name in _LENGTHS},
        )
    except KeyError as missing:
        raise KnowledgeError(f"{_FILE}:1: there is no row {missing.args[0]}; add one") from None


_LENGTHS: Final = (
    "session_idle",
    "session_whole",
    "session_touch",
    "invitation_valid",
    "reset_valid",
    "first_valid",
    "token_longest",
    "failures_forgotten",
)


def _waiting(values: dict[str, int], name: str) -> Waiting:
    return Waiting(values[f"{name}_free"], timedelta(seconds=values[f"{name}_wait_most"]))


@cache
def _rows() -> tuple[DoorRow, ...]:
    text = (resources.files("api.accounts") / _FILE).read_text("utf-8")
    return read_rows(text, _FILE, DoorRow).unique(lambda row: (row.name, row.since))
