"""What a measurement ran on, and how a stage is timed."""

import platform
import resource
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final, TypeVar

from pydantic import BaseModel, ConfigDict

from api.actions.errors import BadInput
from api.threads import own_cores
from matching.knowledge.catalogue import Text

S = TypeVar("S")
T = TypeVar("T")

_SPARE: Final = 0.9
"""Share of the free memory that a measurement may plan with: the rest of the machine needs some too."""
_TOO_LARGE: Final = Text(
    zh="{what}约需 {needed:.1f} GiB 内存，这台机器现在可用 {free:.1f} GiB；请{cure}，或换一台内存更大的机器。",
    en="{what} needs about {needed:.1f} GiB of memory and {free:.1f} GiB are free here; {cure}, or take a machine with more.",
)


class Machine(BaseModel):
    model_config = ConfigDict(frozen=True)

    processor: str
    cores: int
    python: str
    system: str

    @property
    def line(self) -> str:
        return f"{self.processor}, {self.cores} cores, Python {self.python}, {self.system}"


class Timing(BaseModel):
    """Seconds of the runs that count, after one that does not."""

    model_config = ConfigDict(frozen=True)

    median: float
    fastest: float
    slowest: float
    runs: int


def this_machine() -> Machine:
    return Machine(processor=_processor(), cores=own_cores(), python=platform.python_version(), system=platform.system())


def timed(work: Callable[[], T], runs: int = 5) -> tuple[T, Timing]:
    """The result of the last run and the timing of `runs` runs after a first one that warms up."""
    return timed_with(lambda: None, lambda _: work(), runs)


def timed_with(prepare: Callable[[], S], work: Callable[[S], T], runs: int = 5) -> tuple[T, Timing]:
    """As `timed`, for work that needs something new for each run; preparing it is not counted."""
    result = work(prepare())
    seconds = []
    for _ in range(runs):
        given = prepare()
        started = perf_counter()
        result = work(given)
        seconds.append(perf_counter() - started)
    return result, timing_of(seconds)


def timing_of(seconds: Sequence[float]) -> Timing:
    """What so many runs took, one figure each."""
    return Timing(median=median(seconds), fastest=min(seconds), slowest=max(seconds), runs=len(seconds))


def once(work: Callable[[], T]) -> tuple[T, float]:
    """The result and the seconds of one run."""
    started = perf_counter()
    return work(), perf_counter() - started


def peak_megabytes() -> float:
    """The most memory this process held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000


def free_bytes() -> int | None:
    """Memory that this process can still take: of the machine, or of its control group where that leaves less; None if unknown."""
    found = [size for size in (_free_of_machine(), _free_of_group()) if size is not None]
    return min(found) if found else None


def check_room(needed: float, what: Text, cure: Text) -> None:
    """Refuse a measurement that would not fit. `needed` is in bytes; `what` and `cure` go into one sentence: "200,000 people x
    1,000 postings" and "give fewer with --people" (zh: 「用 --people 减少人数」).

    Raises BadInput, which every command turns into one line and exit code 2, where `needed` is more than 0.9 of the free memory.
    """
    free = free_bytes()
    if free is not None and needed > _SPARE * free:
        raise BadInput(_TOO_LARGE.format(what=what, cure=cure, needed=needed / 2**30, free=free / 2**30))


def _free_of_machine() -> int | None:
    try:
        lines = Path("/proc/meminfo").read_text("utf-8").splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:")), None)


def _free_of_group(folder: Path = Path("/sys/fs/cgroup")) -> int | None:
    """What the limit of a control group leaves, of either version; pages of files that can be dropped count as free."""
    old = folder / "memory"
    names = ("memory.limit_in_bytes", "memory.usage_in_bytes") if old.is_dir() else ("memory.max", "memory.current")
    where = old if old.is_dir() else folder
    try:
        most, held = ((where / name).read_text("utf-8").strip() for name in names)
        kept = (where / "memory.stat").read_text("utf-8").splitlines()
    except OSError:
        return None
    files = next((int(line.split()[1]) for line in kept if line.startswith(("inactive_file ", "total_inactive_file "))), 0)
    return None if most == "max" else max(int(most) - int(held) + files, 0)


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())
    except OSError:
        return platform.machine()
