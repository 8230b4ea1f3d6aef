"""A real fair from stored data to saved shortlists and a saved timetable, through the actions that an organizer's click calls."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from api.bench.fair import FairSizes
from api.bench.machine import Machine, Timing, check_room, once, peak_megabytes, this_machine, timed, timing_of
from api.bench.rows import Row, spread_of
from api.bench.stored_fair import EVENT, settings_of, store_fair
from matching.knowledge.catalogue import Text

_WARM, _COLD, _GIBIBYTES = 10.0, 20.0, 1.5
_MEGABYTES_A_GIBIBYTE: Final = 1_048.576
"""Of the megabytes that `peak_megabytes` counts: thousands of KiB."""
_BYTES_A_PERSON: Final = 250_000
"""Generously, with what a posting adds: the target itself is 1.5 GiB for 5,000 people."""
_FEWER: Final = Text(zh="用 --people 减少人数", en="give fewer with --people")
_CHILD: Final = "import sys; from api.bench.whole_fair import play; play(*sys.argv[1:])"


class Played(BaseModel):
    """One fair played. `seconds`: the whole of it; of the first in a process, from the start of that process on. `stages`: seconds
    of each stage, in order.
    """

    model_config = ConfigDict(frozen=True)

    seconds: float
    stages: dict[str, float]
    listed: int
    interviews: int
    served: int
    gap: float
    ranker: str


class Process(BaseModel):
    """The fairs that one process played, the first one cold, and the most memory it held."""

    model_config = ConfigDict(frozen=True)

    played: tuple[Played, ...]
    peak_megabytes: float


class WholeFairBench(BaseModel):
    """`cold`: the first fair of each fresh process over a home without kept vectors; `warm`: every other one, matched anew in full.

    `floor`: reading the database file once and writing as many bytes as one fair added, made safe against power loss.
    """

    model_config = ConfigDict(frozen=True)

    machine: Machine
    seed: int
    sizes: dict[str, int | bool]
    prepare_seconds: float
    processes: tuple[Process, ...]
    cold: Timing
    warm: Timing
    stored_megabytes: float
    added_megabytes: float
    floor: Timing
    peak_megabytes: float
    rows: tuple[Row, ...]


def bench_whole_fair(
    sizes: FairSizes, seed: int, trained: bool, runs: int = 3, processes: int = 2, folder: Path | None = None
) -> WholeFairBench:
    """Store a fair, then play it in fresh processes: pre-match, confirm, allocate, put on the clock, save; once cold and `runs`
    times warm in each of `processes`, every process over a fresh copy of the home.

    Raises BadInput when it would not fit into memory, ValueError for sizes that no fair can have.
    """
    told = Text(zh=f"{sizes.people:,} 人 x {sizes.postings:,} 岗位", en=f"{sizes.people:,} people x {sizes.postings:,} postings")
    check_room(sizes.people * _BYTES_A_PERSON, told, _FEWER)
    with TemporaryDirectory(prefix="tongtu-bench-", dir=folder) as made:
        home = Path(made) / "home"
        _, prepared = once(lambda: store_fair(home, sizes, seed, trained))
        before = _bytes(home)
        found, after = [], before
        for number in range(processes):
            copy = Path(made) / f"copy-{number}"
            shutil.copytree(home, copy)
            found.append(_process(copy, runs))
            after = _bytes(copy)
            _, floor = timed(lambda: _floor(copy, max(after - before, 1) // (runs + 1)), 3)  # noqa: B023 (called at once)
            shutil.rmtree(copy)
    cold = timing_of([one.played[0].seconds for one in found])
    warm = timing_of([played.seconds for one in found for played in one.played[1:]])
    peak = max(one.peak_megabytes for one in found)
    return WholeFairBench(
        machine=this_machine(),
        seed=seed,
        sizes={name: getattr(sizes, name) for name in FairSizes.__dataclass_fields__},
        prepare_seconds=prepared,
        processes=tuple(found),
        cold=cold,
        warm=warm,
        stored_megabytes=before / 1e6,
        added_megabytes=(after - before) / (runs + 1) / 1e6,
        floor=floor,
        peak_megabytes=peak,
        rows=_rows(sizes, found[0].played[0], cold, warm, floor, peak),
    )


def _process(home: Path, runs: int) -> Process:
    # The child counts from the moment it was asked for, so that starting Python and importing are in its first fair.
    command = [sys.executable, "-c", _CHILD, str(home), str(runs), repr(time.time())]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return Process.model_validate_json(done.stdout.splitlines()[-1])


def play(home: str, runs: str, asked_at: str) -> None:
    """What a fresh process does: one fair cold and `runs` warm, told as one line of JSON. `asked_at`: when the process was asked
    for, in seconds of the clock.
    """
    from api.actions.rematching import forget_runs
    from api.wiring import open_application

    started = float(asked_at)
    app = open_application(settings_of(Path(home)))
    played = []
    for number in range(int(runs) + 1):
        if number:
            # The whole pre-match again, not only what changed since the fair before.
            forget_runs(app)
            started = time.time()
        played.append(_play(app, number, started))
    app.database.close()
    print(json.dumps({"played": played, "peak_megabytes": peak_megabytes()}))


def _play(app: Any, number: int, started: float) -> dict[str, Any]:
    from api.actions.allocating import allocate_event
    from api.actions.fairs import move_event
    from api.actions.matching import match_event
    from api.schemas.allocation import AllocationInput
    from matching.records import LOCAL_ORGANIZER

    viewer = LOCAL_ORGANIZER
    began = [("start", started)]

    def stage(name: str) -> None:
        began.append((name, time.time()))

    stage("pre-match")
    if number:
        move_event(app, viewer, EVENT, "pre_matched", f"bench-back-{number}")
    summary = match_event(app, viewer, EVENT)
    stage("confirm")
    for state in ("confirmed",) if number else ("pre_matched", "confirmed"):
        move_event(app, viewer, EVENT, state, f"bench-{state}-{number}", named="王芳")
    view = allocate_event(app, viewer, EVENT, AllocationInput(), f"bench-{number}", stage)
    stage("end")
    report = view.report
    return {
        "seconds": began[-1][1] - started,
        "stages": {name: after - before for (name, before), (_, after) in pairwise(began)},
        "listed": summary.listed,
        "interviews": report.interviews,
        "served": report.met,
        "gap": report.gap,
        "ranker": summary.versions.ranker,
    }


def _bytes(home: Path) -> int:
    return sum(path.stat().st_size for path in home.glob("tongtu.db*"))


def _floor(home: Path, added: int) -> int:
    """Read the database once, write what a fair adds, and wait until it is on the disk."""
    size = len((home / "tongtu.db").read_bytes())
    with (home / "floor").open("wb") as file:
        file.write(bytes(added))
        file.flush()
        os.fsync(file.fileno())
    return size


def _rows(sizes: FairSizes, first: Played, cold: Timing, warm: Timing, floor: Timing, peak: float) -> tuple[Row, ...]:
    size = f"{sizes.people:,} people x {sizes.postings:,} postings, {sizes.booths} booths, ranker {first.ranker}"
    work = "a real fair, from stored data to saved shortlists and timetable"
    bare = f"reading the database and writing what is added {1e3 * floor.median:.0f} ms"

    def row(kind: str, timing: Timing, target: float) -> Row:
        return Row(
            work=f"{work}, {kind}",
            sizes=size,
            figure=f"{timing.median:.1f} s",
            floor=bare,
            ratio=timing.median / floor.median,
            spread=spread_of(timing),
            target=f"<= {target:.0f} s",
            met=timing.median <= target,
        )

    memory = Row(
        work=f"{work}, memory",
        sizes=size,
        figure=f"{peak / _MEGABYTES_A_GIBIBYTE:.2f} GiB",
        target=f"<= {_GIBIBYTES} GiB",
        met=peak / _MEGABYTES_A_GIBIBYTE <= _GIBIBYTES,
    )
    return row("warm", warm, _WARM), row("cold", cold, _COLD), memory


def whole_fair_lines(found: WholeFairBench) -> Iterator[str]:
    """What a bench found, in lines for a terminal."""
    yield found.machine.line
    sizes, first = found.sizes, found.processes[0].played[0]
    yield (
        f"{sizes['people']:,} people x {sizes['postings']:,} postings, {sizes['booths']} booths, ranker {first.ranker}; stored in "
        f"{found.prepare_seconds:.0f} s, {found.stored_megabytes:.0f} MB, a fair adds {found.added_megabytes:.1f} MB"
    )
    yield f"cold {found.cold.median:.2f} s ({spread_of(found.cold)}), warm {found.warm.median:.2f} s ({spread_of(found.warm)})"
    for process in found.processes:
        for number, one in enumerate(process.played):
            stages = ", ".join(f"{name} {seconds:.2f}" for name, seconds in one.stages.items())
            yield f"  {'warm' if number else 'cold'} {one.seconds:6.2f} s: {stages}"
    served = f"{first.interviews:,} interviews for {first.served:,} people"
    yield f"{first.listed:,} people listed, {served}, gap {100 * first.gap:.3f} %"
    yield f"reading the database and writing what is added: {1e3 * found.floor.median:.0f} ms"
    yield f"peak memory {found.peak_megabytes:.0f} MB"
