"""How long fresh processes take: the whole of it, or one statement inside."""

import subprocess
import sys
from collections.abc import Sequence

from api.bench.machine import Timing, timed, timing_of


def timed_process(arguments: Sequence[str], runs: int) -> Timing:
    """From the start of a process of this Python with these arguments to its end, after one run that warms up the disk.

    Raises CalledProcessError when it fails.
    """
    command = [sys.executable, *arguments]
    return timed(lambda: subprocess.run(command, check=True, capture_output=True), runs)[1]


def timed_statement(statement: str, runs: int) -> Timing:
    """One statement in fresh processes, without the start of Python itself, after one run that warms up the disk."""
    code = f"from time import perf_counter as now; began = now()\n{statement}\nprint(now() - began)"
    found = [_printed(code) for _ in range(runs + 1)]
    return timing_of(found[1:])


def _printed(code: str) -> float:
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return float(done.stdout.split()[-1])
