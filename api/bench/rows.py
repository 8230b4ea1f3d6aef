"""A line of the table of measurements: what was done, what it took, what it could not take less than, and what it should take."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict

from api.bench.machine import Machine, Timing


class Row(BaseModel):
    """One figure of one piece of work. `work`, `sizes`, `figure`, `floor`, `spread` and `target` are as they are printed.

    `floor` says what was timed in the same run and cannot be avoided, with its figure; `ratio` is the work beside it (above 1:
    slower than the floor). `spread`: the fastest and the slowest run, and how many runs. `met` is None where nothing was promised.
    """

    model_config = ConfigDict(frozen=True)

    work: str
    sizes: str
    figure: str
    floor: str | None = None
    ratio: float | None = None
    spread: str | None = None
    target: str | None = None
    met: bool | None = None


class Measured(BaseModel):
    """The lines that one command measured, on one machine on one day. `seconds`: the whole command, preparation included.
    `details`: everything that the command told.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    command: str
    day: date
    machine: Machine
    seconds: float
    rows: tuple[Row, ...]
    details: dict[str, Any] = {}


def spread_of(timing: Timing) -> str:
    """The fastest and the slowest of the runs that count."""
    return f"{timing.fastest:.3g}-{timing.slowest:.3g} s, {timing.runs} runs"


def table_lines(rows: Sequence[Row]) -> list[str]:
    """The rows as a table in Markdown."""
    lines = [
        "| work | sizes | measured | floor in the same run | ratio | spread | target | met |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        met = "" if row.met is None else ("yes" if row.met else "**no**")
        cells = (row.work, row.sizes, row.figure, row.floor or "", ratio, row.spread or "", row.target or "", met)
        lines.append("| " + " | ".join(cells) + " |")
    return lines
