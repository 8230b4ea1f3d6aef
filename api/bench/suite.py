"""All measurements of the design, one after another, each in a process of its own, kept in files as they end."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any, Final

import orjson
from pydantic import ValidationError

from api.actions.errors import BadInput
from api.bench.rows import Measured, Row, table_lines
from matching.knowledge.catalogue import Text

MARKS: Final = {
    "table": ("<!-- measured: written by tongtu bench table -->", "<!-- end of measured -->"),
    "country": ("<!-- country: written by tongtu bench country -->", "<!-- end of country -->"),
}
"""Between these lines of a document stands what a command writes."""
_RUN: Final = "import sys; sys.argv[0] = 'tongtu'; from api.cli.program import main; main()"
_NO_RESULTS: Final = Text(
    zh="{folder} 里没有测量结果；先运行 tongtu bench all --out {folder}。",
    en="There are no results in {folder}; run tongtu bench all --out {folder} first.",
)
_UNREADABLE: Final = Text(
    zh="{file} 不是 tongtu bench all 写的结果；删去它再测一次。",
    en="{file} is no result of tongtu bench all; delete it and measure again.",
)
_NO_MARKS: Final = Text(
    zh="{file} 里没有放表格的两行标记：{start} 和 {end}",
    en="{file} lacks the two lines between which the table stands: {start} and {end}",
)


@dataclass(frozen=True)
class Step:
    """One command of `tongtu bench`, in full and for a first look; without arguments for that it is left out of one."""

    name: str
    arguments: tuple[str, ...]
    small: tuple[str, ...]

    def command(self, small: bool) -> tuple[str, ...]:
        return ("bench", *(self.small if small else self.arguments))


STEPS: Final = (
    Step("verdicts", ("verdicts", "--growth"), ("verdicts", "--small")),
    Step("prematch", ("prematch", "--growth", "--recall", "40"), ("prematch", "--small")),
    Step("whole-fair", ("whole-fair",), ("whole-fair", "--small")),
    Step("serving", ("serving",), ("serving", "--small")),
    Step("encode", ("encode",), ("encode", "--small")),
    Step("import", ("import",), ("import", "--small")),
    Step("startup", ("startup",), ("startup", "--small")),
    Step("selectivity", ("selectivity",), ("selectivity", "--small")),
    Step("against", ("against",), ("against", "--small")),
    Step("millions", ("prematch", "--people", "2000000"), ()),
)
"""In the order of the design; then what it depends on, what others do, and ten times the people of a large city."""


@dataclass(frozen=True)
class Ended:
    """How a step ended. `measured` is None where it failed, and `fault` says why; `kept`: it was measured before, and stays."""

    step: Step
    measured: Measured | None
    kept: bool = False
    fault: str = ""


def run_steps(steps: Sequence[Step], folder: Path, small: bool, today: date) -> Iterator[Ended]:
    """Run each step that has no result of this very command in the folder, and keep its result there as soon as it ends.

    What was interrupted goes on with the next step that is missing; delete a file to measure it again.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for step in steps:
        if small and not step.small:
            continue
        file = folder / f"{step.name}.json"
        command = f"tongtu {' '.join(step.command(small))}"
        before = read_result(file) if file.is_file() else None
        if before is not None and before.command == command:
            yield Ended(step, before, kept=True)
            continue
        yield _run(step, command, small, file, today)


def _run(step: Step, command: str, small: bool, file: Path, today: date) -> Ended:
    started = perf_counter()
    done = subprocess.run([sys.executable, "-c", _RUN, *step.command(small), "--json"], capture_output=True, text=True)
    seconds = perf_counter() - started
    told = _last_object(done.stdout)
    if done.returncode or told is None:
        lines = done.stderr.strip().splitlines()
        return Ended(step, None, fault=lines[-1] if lines else f"ended with {done.returncode} and said nothing")
    measured = Measured(
        name=step.name,
        command=command,
        day=today,
        machine=told["machine"],
        seconds=seconds,
        rows=_rows(step, told, small),
        details=told,
    )
    part = file.with_suffix(".part")
    part.write_bytes(orjson.dumps(measured.model_dump(mode="json"), option=orjson.OPT_INDENT_2) + b"\n")
    os.replace(part, file)
    return Ended(step, measured)


def _rows(step: Step, told: dict[str, Any], small: bool) -> tuple[Row, ...]:
    """What a command told, as rows; a first look keeps no promise and breaks none, for promises are made for the full sizes."""
    found = _told(step, told)
    return tuple(row.model_copy(update={"target": None, "met": None}) for row in found) if small else found


def _told(step: Step, told: dict[str, Any]) -> tuple[Row, ...]:
    if step.arguments[0] == "prematch":
        from api.bench.prematch_rows import prematch_rows
        from api.bench.prematching import PrematchBench

        return tuple(prematch_rows(PrematchBench.model_validate(told)))
    return tuple(Row.model_validate(one) for one in told["rows"])


def _last_object(text: str) -> dict[str, Any] | None:
    for line in reversed(text.splitlines()):
        if line.startswith("{"):
            found: dict[str, Any] = orjson.loads(line)
            return found
    return None


def read_result(file: Path) -> Measured:
    """Raises BadInput for a file that no measurement wrote."""
    try:
        return Measured.model_validate_json(file.read_bytes())
    except ValidationError as fault:
        raise BadInput(_UNREADABLE.format(file=file)) from fault


def results_in(folder: Path) -> list[Measured]:
    """The results of a folder in the order of the design. Raises BadInput where there are none, or a file is no result."""
    order = {step.name: place for place, step in enumerate(STEPS)}
    found = [read_result(file) for file in sorted(folder.glob("*.json"))]
    if not found:
        raise BadInput(_NO_RESULTS.format(folder=folder))
    return sorted(found, key=lambda one: (order.get(one.name, len(order)), one.name))


def report_lines(found: Sequence[Measured]) -> list[str]:
    """One table of all rows, then on what and when each command was measured."""
    lines = table_lines([row for one in found for row in one.rows])
    lines += ["", "| command | day | machine | in all |", "|---|---|---|---|"]
    lines += [f"| `{one.command}` | {one.day} | {one.machine.line} | {one.seconds:.0f} s |" for one in found]
    return lines


def put_into(file: Path, what: str, lines: Sequence[str]) -> None:
    """Replace what stands between the two marks of a document. `what`: table or country. Raises BadInput where it has none."""
    first, last = MARKS[what]
    text = file.read_text("utf-8")
    head, start, rest = text.partition(first)
    _, end, tail = rest.partition(last)
    if not start or not end:
        raise BadInput(_NO_MARKS.format(file=file, start=first, end=last))
    file.write_text("\n".join([head + first, "", *lines, "", last + tail]), "utf-8")
