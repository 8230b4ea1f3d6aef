"""The measurement of pre-matching on a small city: it counts what was done, and refuses what does not fit."""

from datetime import date

import pytest
from typer.testing import CliRunner

from api.actions.errors import BadInput
from api.bench.prematching import STAGES, bench_prematch, prematch_lines
from api.cli.program import app
from tests.models.small import small_ranker

TODAY = date(2026, 11, 26)


def test_it_measures_every_stage_and_both_floors() -> None:
    found = bench_prematch(small_ranker(1), 130, 8, 20, 5, 2, 7, TODAY, growth=True, recall=3)
    first, half, quarter = found.rows
    assert [(row.people, row.postings) for row in found.rows] == [(130, 8), (65, 8), (130, 2)]
    assert first.ranked >= first.entries > 0
    assert first.entries <= 8 * 2 * 5
    assert list(first.stages) == list(STAGES)
    assert first.recall is not None
    assert 0 < first.recall <= 1
    assert (half.recall, quarter.recall) == (None, None)
    assert set(found.growth) == {"people x 2", "postings x 4"}
    text = "\n".join(prematch_lines(found))
    assert "pre-match 130 people x 8 postings, d = 192, 2 threads" in text
    assert "ratio" in text


def test_what_does_not_fit_into_memory_is_refused_before_anything_is_built() -> None:
    with pytest.raises(BadInput, match=r"40,000,000 people x 1,000 postings needs about .* GiB .* give fewer with --people"):
        bench_prematch(None, 40_000_000, 1_000, 300, 50, 2, 7, TODAY)


def test_a_list_longer_than_what_is_ranked_is_refused() -> None:
    result = CliRunner().invoke(app, ["bench", "prematch", "--depth", "5", "--keep", "6"])
    assert result.exit_code == 2
    assert "--depth is 5 and --keep 6" in result.output
