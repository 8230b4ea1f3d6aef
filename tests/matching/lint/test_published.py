"""Published groups: whatever is asked, and however often, tells no more than the groups do."""

from collections import Counter
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.lint import Exclusion
from matching.lint.published import BAND, OLDEST, VALUES, YOUNGEST, Cell, ExcludedCount, Published, answer, band_of, publish

POOLS = st.dictionaries(st.integers(14, 90), st.integers(0, 12), max_size=40)
BOUNDS = [None, *range(14, 92)]
WINDOWS = [Exclusion("age", minimum=low, maximum=high) for low, high in product(BOUNDS, BOUNDS)]
"""Every range of age that anybody may ask for, upside-down ones too."""


def by_age(years: dict[int, int]) -> Published:
    bands: Counter[int | str] = Counter()
    for age, people in years.items():
        bands[band_of(age)] += people
    return {"age": publish("age", bands)}


def figures(published: Published) -> list[ExcludedCount]:
    return [answer(published, window) for window in WINDOWS]


def another(published: Published, data: st.DataObject) -> dict[int, int]:
    """Other people with the same published groups: all of a group of one age, of any number that is rounded to its figure."""
    years = {}
    for place, cell in enumerate(published["age"]):
        last = place == len(published["age"]) - 1
        band = int(data.draw(st.sampled_from(cell.values)) if last else cell.values[-1])
        years[data.draw(st.integers(band - BAND + 1, band))] = data.draw(st.integers(max(5, cell.people - 2), cell.people + 2))
    return years


@settings(max_examples=25, deadline=None)
@given(POOLS, st.data())
def test_all_windows_together_tell_no_more_than_the_published_groups(years: dict[int, int], data: st.DataObject) -> None:
    """A pool in which everybody of a group is of one single age, drawn at will, gives the same answer to every window: so no
    part of a group can be bounded better than by nobody and by everybody of it, and no group better than by its rounded figure."""
    published = by_age(years)
    other = by_age(another(published, data))
    assert other == published
    assert figures(other) == figures(published)


@given(POOLS)
def test_differences_of_windows_are_sums_of_groups_of_five(years: dict[int, int]) -> None:
    """The attack on figures that were rounded one by one: the window up to an age, less the window up to the year before."""
    published = by_age(years)
    shown = [answer(published, Exclusion("age", maximum=age)).people for age in range(14, 92)]
    steps = {(before or 0) - (after or 0) for before, after in pairwise(shown) if before is not None}
    assert steps - {0} <= {cell.people for cell in published["age"]} | {0}


@given(POOLS)
def test_every_group_holds_five_people_and_they_hold_everybody(years: dict[int, int]) -> None:
    cells = by_age(years)["age"]
    if sum(years.values()) < 5:
        assert cells == ()
        return
    assert [value for cell in cells for value in cell.values] == list(VALUES["age"])
    for cell in cells:
        people = sum(count for age, count in years.items() if band_of(age) in cell.values)
        assert people >= 5
        assert cell.people == 5 * round(people / 5)


@given(st.sampled_from(["category", "grade", "sex"]), st.lists(st.integers(0, 20), min_size=7, max_size=7))
def test_groups_of_the_other_attributes_hold_five_people_too(attribute: str, sizes: list[int]) -> None:
    found: Counter[int | str] = Counter(dict(zip(VALUES[attribute], sizes, strict=False)))  # type: ignore[index]
    cells = publish(attribute, found)  # type: ignore[arg-type]
    if found.total() < 5:
        assert cells == ()
        return
    assert sorted(value for cell in cells for value in cell.values) == sorted(VALUES[attribute])  # type: ignore[index]
    assert all(sum(found[value] for value in cell.values) >= 5 for cell in cells)


@pytest.mark.parametrize(
    ("low", "high", "answered", "people"),
    [
        (None, 35, (None, 35), 60),
        (18, 35, (16, 35), 80),
        (18, 36, (16, 40), 70),
        (21, 40, (21, 40), 90),
        (30, 34, (26, 35), 120),
        (41, None, (41, None), 90),
        (44, 46, (41, 50), 120),
    ],
)
def test_a_range_is_answered_for_the_whole_bands_it_touches(
    low: int | None, high: int | None, answered: tuple[int | None, int | None], people: int
) -> None:
    """20 people in the first two bands, 10 in each other, 60 in the last that is not empty."""
    bands: Counter[int | str] = Counter({15: 20, 20: 20, 25: 20, 30: 10, 35: 10, 40: 10, 45: 10, 50: 10, OLDEST: 30})
    published: Published = {"age": publish("age", bands)}
    found = answer(published, Exclusion("age", minimum=low, maximum=high))
    assert found.answered == Exclusion("age", minimum=answered[0], maximum=answered[1])
    assert (found.people, found.of) == (people, 140)


def test_small_bands_are_merged_with_a_neighbour() -> None:
    assert publish("age", Counter({20: 3, 25: 3, 30: 30, 60: 4})) == (
        Cell((15, 20, 25), 5),
        Cell((30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85), 35),
    )


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ({4: 3}, (None, None)),
        ({4: 30, 2: 4}, (None, 35)),
        ({4: 4, 2: 30}, (None, 35)),
        ({4: 30}, (None, 30)),
        ({4: 5, 2: 5}, (5, 10)),
        ({4: 6, 2: 7}, (5, 10)),
        ({4: 12, 2: 13}, (15, 25)),
        ({4: 12, 2: 13, 5: 2, 6: 2}, (15, 30)),
        ({4: 12, 2: 13, 5: 3, 6: 3}, (20, 30)),
    ],
)
def test_a_condition_on_a_category(found: dict[int | str, int], expected: tuple[int | None, int | None]) -> None:
    count = answer({"category": publish("category", Counter(found))}, Exclusion("category", frozenset({4})))
    assert (count.people, count.of) == expected


def test_a_small_category_is_answered_for_the_group_it_was_put_into() -> None:
    published: Published = {"category": publish("category", Counter({2: 20, 4: 40, 5: 3, 6: 3}))}
    count = answer(published, Exclusion("category", frozenset({5})))
    assert count == ExcludedCount(60, 65, Exclusion("category", frozenset({1, 3, 5, 6, 7})))


@pytest.mark.parametrize(("years", "band"), [(3, 15), (15, 15), (16, 20), (20, 20), (35, 35), (36, 40), (81, 85), (99, OLDEST)])
def test_bands_end_where_upper_bounds_are_usual(years: int, band: int) -> None:
    assert band_of(years) == band
    assert {VALUES["age"][0], VALUES["age"][-1]} == {YOUNGEST, OLDEST}
