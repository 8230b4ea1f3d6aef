"""Places and attention, against slow and obvious versions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.audit import read_places
from matching.audit.places import Places, congestion, gini
from matching.shortlist import Counts, Entry, Shortlist


def entry(candidate: str, posting: str, rank: int, band: str = "fit") -> Entry:
    verdict = "eligible" if band == "fit" else "review"
    return Entry.model_validate(
        {"candidate": candidate, "posting": posting, "band": band, "rank": rank, "score": 0, "verdict": verdict}
        | {"met": 1, "arranged": 0, "demanded": 1}
    )


def shortlist(posting: str, *entries: Entry) -> Shortlist:
    return Shortlist(event="e", posting=posting, entries=entries, counts=Counts())


@pytest.fixture
def places() -> Places:
    """Lin leads one list and is second on another, Zhou has one place, He waits for an answer, Gao is not counted."""
    lists = [
        shortlist("p1", entry("lin", "p1", 1), entry("zhou", "p1", 2), entry("he", "p1", 1, "review")),
        shortlist("p2", entry("gao", "p2", 1), entry("lin", "p2", 2)),
        shortlist("p3"),
    ]
    return read_places({"lin": 0, "zhou": 1, "he": 2}, lists)


def test_places_of_people_and_postings(places: Places) -> None:
    assert places.of_people().tolist() == [2, 1, 0]
    assert places.of_postings().tolist() == [2, 1, 0]


def test_exposure_discounts_by_rank(places: Places) -> None:
    second = 1 / np.log2(3)
    assert places.exposure() == pytest.approx([1 + second, second, 0])
    assert places.exposure_of_postings() == pytest.approx([1 + second, second, 0])


@given(st.lists(st.integers(0, 20), min_size=1, max_size=15))
def test_gini_is_the_mean_difference_of_all_pairs(values: list[int]) -> None:
    if sum(values) == 0:
        assert gini(values) is None
        return
    differences = sum(abs(one - other) for one in values for other in values)
    assert gini(values) == pytest.approx(differences / (2 * len(values) * sum(values)))


def test_congestion_is_the_share_of_the_top_tenth() -> None:
    assert congestion(np.array([5, 1, 1, 1, 1, 1, 0, 0, 0, 0])) == 0.5
    assert congestion(np.array([4, 4, 1, 1, 0, 0, 0, 0, 0, 0, 0])) == 0.8  # a tenth of eleven is two
    assert congestion(np.zeros(3, np.int64)) is None
