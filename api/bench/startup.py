"""How soon the command line answers, beside a bare Python and what it is built on."""

import subprocess
import sys
from collections.abc import Iterator
from typing import Final

from pydantic import BaseModel, ConfigDict

from api.bench.machine import Machine, Timing, this_machine
from api.bench.processes import timed_process
from api.bench.rows import Row, spread_of

_TARGET: Final = 0.5
_HELP: Final = "import sys; sys.argv = ['tongtu', '--help']; from api.cli.program import main; main()"


class StartupBench(BaseModel):
    """Whole processes from start to end. `ratio`: the help beside a Python that only imports typer. `imported`: the project's own
    modules that the help imports.
    """

    model_config = ConfigDict(frozen=True)

    machine: Machine
    help: Timing
    python: Timing
    typer: Timing
    ratio: float
    imported: tuple[str, ...]
    rows: tuple[Row, ...]


def bench_startup(runs: int = 10) -> StartupBench:
    """`tongtu --help` in fresh processes, `python -c pass` and `import typer` likewise."""
    shown = timed_process(["-c", _HELP], runs)
    python = timed_process(["-c", "pass"], runs)
    typer = timed_process(["-c", "import typer"], runs)
    ratio = shown.median / typer.median
    row = Row(
        work="`tongtu --help`",
        sizes=f"Python {sys.version_info.major}.{sys.version_info.minor}, a fresh process",
        figure=f"{shown.median:.2f} s",
        floor=f"`import typer` alone {typer.median:.2f} s, Python alone {python.median:.2f} s",
        ratio=ratio,
        spread=spread_of(shown),
        target=f"< {_TARGET} s",
        met=shown.median < _TARGET,
    )
    return StartupBench(
        machine=this_machine(), help=shown, python=python, typer=typer, ratio=ratio, imported=tuple(sorted(_modules())), rows=(row,)
    )


def _modules() -> list[str]:
    """The project's own modules that the help imports."""
    code = "import sys; from api.cli.program import app; print(*(n for n in sys.modules if n.split('.')[0] in {packages!r}))"
    packages = ("api", "data", "matching", "models")
    done = subprocess.run([sys.executable, "-c", code.format(packages=packages)], check=True, capture_output=True, text=True)
    return done.stdout.split()


def startup_lines(found: StartupBench) -> Iterator[str]:
    """What a bench found, in lines for a terminal."""
    yield found.machine.line
    yield f"tongtu --help: {found.help.median:.3f} s ({spread_of(found.help)}), {len(found.imported)} modules of the project"
    yield f"  import typer {found.typer.median:.3f} s ({found.ratio:.2f} times that), bare Python {found.python.median:.3f} s"
