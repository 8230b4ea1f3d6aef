"""Other programs on the same work: the lists of those that can do it are equal to ours, and what they cannot do is said."""

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from api.bench.against import PEERS, AgainstBench, against_lines, bench_against
from api.bench.peers.task import INSTALL, Lists, Peer, Task
from api.bench.peers.tongtu import TONGTU
from models.encoder import load_encoder

TODAY = date(2026, 11, 1)


@cache
def bench() -> AgainstBench:
    return bench_against(("pandas", "published"), 120, 6, 3, TODAY, load_encoder(), keep=10, runs=1)


def test_pandas_finds_the_same_people() -> None:
    programs = {one.name: one for one in bench().programs}
    ours, pandas = programs["tongtu"], programs["pandas + scikit-learn"]
    assert (pandas.entries, pandas.shared, pandas.blocked) == (ours.entries, 1.0, ours.blocked)
    assert ours.entries > 0


def test_the_published_score_is_measured_on_a_part_and_knows_no_rule() -> None:
    published = next(one for one in bench().programs if one.name == "published per-pair score")
    assert (published.postings, published.entries) == (2, 20)
    assert published.cannot.startswith("any rule")
    assert any("cannot: any rule" in line for line in against_lines(bench()))


def test_the_last_row_is_the_whole_pre_match_of_the_same() -> None:
    found = bench()
    assert [row.work for row in found.rows][-1] == "tongtu: the whole pre-match of the same people and postings"
    assert found.rows[-1].sizes.startswith("120 people x 6 postings")
    assert f"; {found.whole_entries:,} entries with reasons" in found.rows[-1].figure


def test_what_is_not_installed_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "duckdb", None)
    found = bench_against(("duckdb",), 40, 4, 3, TODAY, load_encoder(), keep=5, runs=1)
    assert [(one.name, one.missing) for one in found.programs[1:]] == [("DuckDB", INSTALL)]
    assert f"  DuckDB: not installed; {INSTALL}" in list(against_lines(found))


def task() -> Task:
    draw = np.random.Generator(np.random.PCG64(4))
    vectors = draw.standard_normal((200, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    limits = draw.integers(0, 4, (5, 45)).astype(np.int8) * (draw.random((5, 45)) < 0.05)
    return Task(
        levels=draw.integers(0, 5, (200, 45)).astype(np.int8),
        limits=limits.astype(np.int8),
        vectors=vectors[:200],
        wanted=vectors[:5].copy(),
        profiles=("",) * 200,
        texts=("",) * 5,
        places=np.full((200, 2), np.nan),
        sites=np.full((5, 2), np.nan),
        keep=7,
    )


def plain(given: Task) -> Lists:
    """The same, slowly."""
    found = []
    for limits, wanted in zip(given.limits, given.wanted, strict=True):
        able = [row for row in range(len(given.levels)) if (given.levels[row] >= limits).all()]
        near = given.vectors.astype(np.float64) @ wanted.astype(np.float64)
        found.append(sorted(able, key=lambda row: (-near[row], row))[: given.keep])
    return found


@pytest.mark.parametrize("peer", [TONGTU, *(PEERS[name] for name in ("pandas", "duckdb", "lancedb"))], ids=lambda peer: peer.name)
def test_each_program_does_the_work_it_is_timed_on(peer: Peer, tmp_path: Path) -> None:
    pytest.importorskip({"DuckDB": "duckdb", "LanceDB, exact": "lancedb"}.get(peer.name, "numpy"))
    given = task()
    with peer.open(given, tmp_path) as work:
        assert work() == plain(given)
    with peer.open(replace(given, limits=np.zeros_like(given.limits)), tmp_path / "all") as work:
        assert work() == plain(replace(given, limits=np.zeros_like(given.limits)))
