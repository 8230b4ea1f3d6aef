"""How near two occupations are, and which occupations words name."""

import numpy as np
import pytest

from matching.features.mentions import occupations_in, occupations_of
from matching.occupation_names import occupations_by_code
from matching.occupation_nearness import code_numbers, nearness
from matching.occupation_titles import near_occupations


def names(codes: frozenset[str]) -> list[str]:
    return sorted(occupations_by_code()[code].name for code in codes)


@pytest.mark.parametrize(
    ("one", "other", "value"),
    [
        ("4-09-08-01", "4-09-08-01", 1.0),
        ("4-09-08-01", "4-09-08-02", 0.75),
        ("4-09-08-01", "4-03-01-02", 0.75),
        ("4-09-08-01", "4-09-10-01", 0.5),
        ("4-09-08-01", "4-07-05-01", 0.25),
        ("4-09-08-01", "6-31-01-01", 0.0),
    ],
)
def test_nearness_climbs_the_classification(one: str, other: str, value: float) -> None:
    rows = code_numbers()
    assert nearness()[rows[one], rows[other]] == value


def test_nearness_is_symmetric_and_full_only_for_the_same() -> None:
    table = nearness()
    assert table.shape == (len(occupations_by_code()),) * 2
    np.testing.assert_array_equal(table, table.T)
    np.testing.assert_array_equal(np.argwhere(table == 1), np.stack([np.arange(len(table))] * 2, axis=1))
    assert set(np.unique(table)) == {0, 0.25, 0.5, 0.75, 1}
    for group in near_occupations():
        rows = [code_numbers()[code] for code in group]
        assert table[np.ix_(rows, rows)].min() == 0.75


@pytest.mark.parametrize(
    ("phrase", "named"),
    [
        ("保洁员", ["保洁员"]),
        ("保洁", ["保洁员"]),
        ("公园里扫地", ["保洁员"]),
        ("夜班保安员", ["保安员"]),
        ("养鸡场会计", ["会计专业人员"]),
        ("助理", ["秘书"]),
        ("照护助理", []),
        ("随便做点什么", []),
        ("", []),
    ],
)
def test_a_phrase_means_its_longest_and_last_name(phrase: str, named: list[str]) -> None:
    assert names(occupations_of(phrase)) == named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("做过两年保洁,后来当保安", ["保安员", "保洁员"]),
        ("参加过培训", []),
        ("看过thrift店", []),
        ("", []),
    ],
)
def test_a_running_text_names_what_it_holds(text: str, named: list[str]) -> None:
    assert names(occupations_in(text)) == named
