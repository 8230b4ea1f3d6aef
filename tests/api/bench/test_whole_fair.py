"""A small fair from stored data to a saved timetable, cold and warm, in a process of its own."""

from pathlib import Path

from api.bench.fair import FairSizes
from api.bench.whole_fair import bench_whole_fair, whole_fair_lines

SIZES = FairSizes(people=60, postings=12, booths=5, slots=8, walk_ins=0)


def test_a_fair_is_played_cold_and_warm_with_the_same_outcome(tmp_path: Path) -> None:
    found = bench_whole_fair(SIZES, 5, trained=False, runs=1, processes=1, folder=tmp_path)
    cold, warm = found.processes[0].played
    assert list(cold.stages) == ["start", "pre-match", "confirm", "loading", "allocating", "timetabling", "comparing", "saving"]
    assert cold.interviews > 0
    assert (warm.listed, warm.interviews, warm.served, warm.gap) == (cold.listed, cold.interviews, cold.served, cold.gap)
    assert [row.target for row in found.rows] == ["<= 10 s", "<= 20 s", "<= 1.5 GiB"]
    assert list(whole_fair_lines(found))[2].startswith("cold ")
    assert list(tmp_path.iterdir()) == []
