"""What is hidden cannot be worked out from what is shown."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.audit.cells import cover, hide_counts, hide_people
from matching.audit.groups import Bool, Int64

NONE = np.zeros((1, 4), np.bool_)


def row(*values: int) -> Int64:
    return np.array([values], np.int64)


def hidden(counts: Int64, people: Int64, left: Int64 | None = None) -> list[bool]:
    unguarded = np.zeros(counts.shape, np.bool_)
    found = hide_counts(counts, people, people - counts if left is None else left, unguarded)
    return list(found.ravel())


def test_a_small_count_takes_the_smallest_other_with_it() -> None:
    assert hidden(row(3, 20, 40, 12), row(30, 60, 80, 40)) == [True, False, False, True]


def test_large_counts_stay() -> None:
    assert hidden(row(10, 20, 40, 12), row(30, 60, 80, 40)) == [False] * 4


def test_a_count_that_leaves_few_out_is_hidden() -> None:
    assert hidden(row(28, 20, 40, 12), row(30, 60, 80, 40)) == [True, False, False, True]


def test_a_step_that_few_did_not_take_is_hidden_but_not_one_that_all_took() -> None:
    counts, people = row(10, 20, 40, 12), row(30, 60, 80, 40)
    assert hidden(counts, people, row(2, 9, 9, 9)) == [True, False, False, True]
    assert hidden(counts, people, row(0, 9, 9, 9)) == [False] * 4


def test_an_empty_group_hides_nothing_and_covers_nothing() -> None:
    assert hidden(row(3, 0, 40, 12), row(30, 0, 80, 40)) == [True, False, False, True]


def test_what_is_not_shown_anyway_covers() -> None:
    counts, people = row(3, 20, 40, 12), row(30, 60, 80, 40)
    within = np.array([[False, True, False, False]])
    found = hide_counts(counts, people, people - counts, within)
    assert found.tolist() == [[True, True, False, False]]


def test_a_small_count_that_is_not_shown_anyway_needs_cover() -> None:
    counts, people = row(10, 20, 40, 2), row(30, 60, 80, 40)
    unknown = np.array([[False, False, False, True]])
    assert hide_counts(counts, people, people - counts, unknown).tolist() == [[True, False, False, True]]
    assert hide_people(row(10, 20, 40, 2), 5, unknown, NONE).tolist() == [[False] * 4]


def test_sizes_of_small_groups_are_hidden_with_another() -> None:
    assert hide_people(row(3, 20, 40, 12), 5, NONE, NONE).tolist() == [[True, False, False, True]]
    assert hide_people(row(0, 20, 40, 12), 5, NONE, NONE).tolist() == [[False] * 4]


def test_several_small_ones_cover_each_other() -> None:
    assert hidden(row(3, 4, 40, 12), row(30, 60, 80, 40)) == [True, True, False, False]
    assert hidden(row(1, 2, 40, 12), row(30, 60, 80, 40)) == [True, True, False, True]


tables = st.integers(1, 4).flatmap(
    lambda rows: st.integers(2, 5).flatmap(
        lambda columns: st.lists(st.lists(st.integers(0, 30), min_size=columns, max_size=columns), min_size=rows, max_size=rows)
    )
)


@given(tables)
@settings(deadline=None)
def test_every_line_with_a_small_count_hides_enough(cells: list[list[int]]) -> None:
    counts = np.array(cells, np.int64)
    small, empty = (counts > 0) & (counts < 5), counts == 0
    found = cover(small, small, counts[None], empty)
    for lines in (zip(counts, found, small, empty, strict=True), zip(counts.T, found.T, small.T, empty.T, strict=True)):
        for line in lines:
            assert_covered(*line)


def assert_covered(counts: Int64, found: Bool, small: Bool, empty: Bool) -> None:
    assert (found | ~small).all()
    if small.any():
        all_hidden = (found | empty).all()
        assert all_hidden or (found.sum() >= 2 and counts[found].sum() >= 5)


@given(tables)
@settings(deadline=None)
def test_nothing_small_follows_from_the_sums(cells: list[list[int]]) -> None:
    """Solving for one hidden cell after another, as an attacker with all sums would, never gives a small one."""
    counts = np.array(cells, np.int64)
    small, empty = (counts > 0) & (counts < 5), counts == 0
    if min(counts.shape) == 1:
        found = cover(small, small, counts[None], empty)
        unknown = found.ravel()
        assert not small.any() or unknown.sum() != 1 or (~empty).sum() == 1
        return
    unknown = cover(small, small, counts[None], empty)
    solved = True
    while solved:
        solved = False
        for axis in (0, 1):
            for line in np.flatnonzero(unknown.sum(axis=1 - axis) == 1):
                at = (line, slice(None)) if axis == 0 else (slice(None), line)
                if (unknown[at] | empty[at]).all():
                    continue  # the only cell of its line is the sum itself
                unknown[at] = False
                solved = True
    open_lines = [(unknown[r] | empty[r]).all() or (unknown[:, c] | empty[:, c]).all() for r, c in np.argwhere(small & ~unknown)]
    assert all(open_lines)


@pytest.mark.parametrize("shape", [(1, 1), (1, 2)])
def test_tiny_tables_end(shape: tuple[int, int]) -> None:
    counts = np.ones(shape, np.int64)
    assert cover(counts < 5, counts < 5, counts[None], counts == 0).all()
