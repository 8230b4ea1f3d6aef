"""Popularity counts what was seen before, and nothing else."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.features import FEATURES
from models.lists import Lists
from models.popularity import popularity

ROWS = st.lists(
    st.tuples(*[st.integers(0, 3)] * 4, st.integers(0, 2), st.integers(0, 5)),
    min_size=1,
    max_size=40,
)


def lists_of(rows: Sequence[tuple[int, ...]]) -> Lists:
    """One list a row: (event, posting, employer, person, place, steps taken)."""
    event, posting, employer, person, position, steps = np.array(rows, np.int64).T
    count = len(rows)
    interested, interviewed, offered, hired, retained = (steps >= least for least in range(1, 6))
    return Lists(
        np.zeros((count, len(FEATURES))),
        np.ones(count, np.int64),
        position,
        event,
        posting,
        employer,
        person,
        interested,
        interviewed,
        offered,
        hired,
        retained,
        np.ones(count, np.bool_),
        np.ones(count),
        "rows of a test",
    )


@given(asked=ROWS, past=ROWS)
@settings(max_examples=60)
def test_popularity_equals_counting_row_by_row(asked: list[tuple[int, ...]], past: list[tuple[int, ...]]) -> None:
    of_people, of_postings = [], []
    for event, posting, employer, person, _, _ in asked:
        earlier = [row for row in past if row[0] < event and row[4] > 0]
        of_people.append(sum((row[5] >= 2) + (row[5] >= 3) for row in earlier if row[3] == person))
        interested = [row for row in earlier if row[5] >= 1]
        of_postings.append(sum(row[2] == employer for row in interested) + sum(row[1] == posting for row in interested))
    assert popularity(lists_of(asked), lists_of(past), "employer").tolist() == of_people
    assert popularity(lists_of(asked), lists_of(past), "candidate").tolist() == of_postings


def test_nothing_of_the_same_or_a_later_event_is_known() -> None:
    rows = [(event, 0, 0, 0, 1, 4) for event in (0, 1, 2)]
    assert popularity(lists_of(rows), lists_of(rows), "employer").tolist() == [0, 2, 4]
    assert popularity(lists_of(rows), lists_of(rows), "candidate").tolist() == [0, 2, 4]


def test_a_pair_that_stood_on_no_list_counts_for_nothing() -> None:
    past = lists_of([(0, 0, 0, 0, 1, 4)])
    unseen = replace(past, position=np.zeros(1, np.int64))
    asked = lists_of([(1, 0, 0, 0, 1, 0)])
    assert (popularity(asked, past, "employer").tolist(), popularity(asked, unseen, "employer").tolist()) == ([2], [0])
