"""Rows of a pre-match and the plan for the country, from made-up figures whose sums are easy."""

from datetime import date

import pytest

from api.actions.errors import BadInput
from api.bench.country import country_lines
from api.bench.machine import this_machine, timing_of
from api.bench.prematch_rows import prematch_rows
from api.bench.prematching import PrematchBench, PrematchRow
from api.bench.rows import Measured

TODAY = date(2026, 11, 1)


def size(people: int, postings: int, seconds: float, recall: float | None = None) -> PrematchRow:
    return PrematchRow(
        people=people,
        postings=postings,
        dimensions=192,
        threads=2,
        depth=300,
        keep=50,
        ranked=300 * postings,
        entries=50 * postings,
        total=timing_of([seconds]),
        stages={"verdicts": seconds / 4, "retrieval": seconds / 4, "ranking": seconds / 2},
        floor_product=timing_of([1.0]),
        floor_prediction=timing_of([1.0]),
        ratio=seconds / 2,
        left_out=0,
        left_out_seconds=0.0,
        recall=recall,
        recall_lists=0 if recall is None else 10,
        built_seconds=1.0,
    )


BENCH = PrematchBench(
    machine=this_machine(),
    ranker="r",
    trees=1,
    rows=(size(200_000, 1_000, 4.0, 0.97), size(100_000, 1_000, 2.0), size(200_000, 250, 0.8)),
    growth={},
    estimated_megabytes=2_000.0,
    peak_megabytes=2_097.152,
)


def measured(name: str, details: dict[str, object]) -> Measured:
    return Measured(name=name, command="", day=TODAY, machine=this_machine(), seconds=1.0, rows=(), details=details)


def test_each_row_of_a_pre_match_says_whether_it_is_met() -> None:
    rows = [(row.work, row.figure, row.met) for row in prematch_rows(BENCH)]
    assert [(work, met) for work, _, met in rows] == [
        ("pre-match from built indexes to lists with reasons", False),
        ("the full ranking's top 50 found at depth 300", True),
        ("pre-match from built indexes to lists with reasons", None),
        ("growth of the pre-match in people", True),
        ("pre-match from built indexes to lists with reasons", None),
        ("growth of the pre-match in postings", False),
        ("memory of the pre-match", True),
    ]
    assert rows[3][1] == "2.00 times as long for 2.0 times the people"
    assert rows[6][1] == "2.00 GiB"


def test_the_plan_multiplies_what_was_measured() -> None:
    imported = {"files": [{"kind": "candidates", "rows": 1_000, "database_megabytes": 3.0}]}
    lines = list(country_lines([measured("prematch", BENCH.model_dump()), measured("import", imported)]))
    cells = {row[0]: row[1:] for row in (line.strip("| ").split(" | ") for line in lines if line.startswith("| "))}
    # 2 s of the 4 s look at pairs, on 2 cores: 4 core-s for 2e8 pairs; the other 4 core-s belong to 1,000 postings.
    assert cells["stored candidates"] == ["38,000,000 x 3,000 bytes", "114 GB"]
    assert cells["core-seconds of lists"] == ["1,000,000 x 0.0040 core-s (all its other stages)", "4,000"]
    assert cells["core-seconds of pairs"][1] == "40,168"
    assert cells["one machine alone"] == ["44,168 / 32 s", "0.4 h"]
    assert cells["money of one run"] == ["12 core-hours x 0.4 yuan", "a few yuan"]


def test_without_the_measurements_there_is_no_plan() -> None:
    with pytest.raises(BadInput, match="run tongtu bench all --only prematch --only import first"):
        list(country_lines([measured("prematch", BENCH.model_dump())]))
