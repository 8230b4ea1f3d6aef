"""What a measurement ran on, and how a stage is timed."""

import os
import platform
import resource
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

T = TypeVar("T")


class Machine(BaseModel):
    model_config = ConfigDict(frozen=True)

    processor: str
    cores: int
    python: str
    system: str


class Timing(BaseModel):
    """Seconds of the runs that count, after one that does not."""

    model_config = ConfigDict(frozen=True)

    median: float
    fastest: float
    slowest: float
    runs: int


def this_machine() -> Machine:
    return Machine(
        processor=_processor(), cores=len(os.sched_getaffinity(0)), python=platform.python_version(), system=platform.system()
    )


def timed(work: Callable[[], T], runs: int = 5) -> tuple[T, Timing]:
    """The result of the last run and the timing of `runs` runs after a first one that warms up."""
    result = work()
    seconds = []
    for _ in range(runs):
        started = perf_counter()
        result = work()
        seconds.append(perf_counter() - started)
    return result, Timing(median=median(seconds), fastest=min(seconds), slowest=max(seconds), runs=runs)


def once(work: Callable[[], T]) -> tuple[T, float]:
    """The result and the seconds of one run."""
    started = perf_counter()
    return work(), perf_counter() - started


def peak_megabytes() -> float:
    """The most memory this process held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())
    except OSError:
        return platform.machine()
