"""Counts, shares and ratios of groups, by hand."""

import numpy as np
import pytest

from matching.audit import GroupRow, Groups, Passage, Stage, Table
from matching.audit.table import attribute_table, crossed_table
from tests.matching.audit.people import groups_of, passage_of

WOMEN, MEN = 0, 1
SIGHT, HEARING, LIMB, MIND = 0, 1, 3, 5


def figures(table: Table) -> dict[tuple[int, ...], list[int | str | None]]:
    """By group the counts of its stages, or why they are hidden."""
    return {row.codes: [one.start.count if one.start is not None else one.hidden for one in row.stages] for row in table.rows}


def row(table: Table, *codes: int) -> GroupRow:
    return next(one for one in table.rows if one.codes == codes)


@pytest.fixture
def groups() -> Groups:
    return groups_of([(WOMEN, LIMB, 40), (MEN, LIMB, 60), (WOMEN, SIGHT, 50), (MEN, SIGHT, 50)])


@pytest.fixture
def passage() -> Passage:
    return passage_of(
        [40, 60, 50, 50],
        {Stage.ELIGIBLE: [30, 50, 30, 30], Stage.SHORTLISTED: [20, 40, 10, 20], Stage.INTERVIEWED: [10, 20, 5, 9]},
        review=[5, 5, 20, 20],
    )


def test_counts_and_shares_of_an_attribute(groups: Groups, passage: Passage) -> None:
    table = attribute_table(passage, groups, "sex")
    assert figures(table) == {(WOMEN,): [60, 30, 15], (MEN,): [80, 60, 29]}
    assert [one.people for one in table.rows] == [90, 110]
    assert [one.review for one in table.rows] == [25, 25]
    assert (table.not_recorded, table.unshown) == (0, 0)
    listed = row(table, WOMEN).stages[1]
    assert listed.start is not None
    assert listed.step is not None
    assert (listed.start.of, listed.start.share) == (90, 30 / 90)
    assert (listed.step.of, listed.step.share) == (60, 0.5)


def test_impact_ratios_against_the_best_and_against_the_rest(groups: Groups, passage: Passage) -> None:
    table = attribute_table(passage, groups, "sex")
    women, men = (one.stages[1].start for one in table.rows)
    assert women is not None
    assert men is not None
    assert women.to_best == pytest.approx((30 / 90) / (60 / 110))
    assert men.to_best == 1.0
    assert women.to_rest == pytest.approx(women.to_best)
    assert men.to_rest == pytest.approx(1 / (women.to_best or 1))
    assert (women.beyond, men.beyond) == (True, True)
    assert women.usual_low <= 90 * 90 / 200 <= women.usual_high


def test_the_ratio_to_the_rest_counts_everybody_else() -> None:
    groups = groups_of([(WOMEN, LIMB, 40), (WOMEN, SIGHT, 40), (WOMEN, HEARING, 40)])
    passage = passage_of([40] * 3, {Stage.ELIGIBLE: [10, 20, 30], Stage.SHORTLISTED: [10, 20, 30]})
    start = row(attribute_table(passage, groups, "category"), LIMB).stages[0].start
    assert start is not None
    assert (start.to_best, start.to_rest) == (pytest.approx(1 / 3), pytest.approx((10 / 40) / (50 / 80)))


def test_groups_under_thirty_are_not_judged_and_under_five_not_shown() -> None:
    groups = groups_of([(WOMEN, LIMB, 60), (WOMEN, SIGHT, 50), (WOMEN, HEARING, 29), (WOMEN, MIND, 4)])
    passage = passage_of([60, 50, 29, 4], {Stage.ELIGIBLE: [30, 25, 20, 2], Stage.SHORTLISTED: [20, 15, 10, 2]})
    table = attribute_table(passage, groups, "category")
    # The four follow from the sum if all others are shown: the smallest of these goes with them.
    assert [one.codes[0] for one in table.rows] == [SIGHT, LIMB]
    assert table.unshown == 2
    more = groups_of([(WOMEN, LIMB, 60), (WOMEN, SIGHT, 50), (WOMEN, HEARING, 29)])
    passage = passage_of([60, 50, 29], {Stage.ELIGIBLE: [30, 25, 20], Stage.SHORTLISTED: [20, 15, 10]})
    assert {one.codes[0]: one.judged for one in attribute_table(passage, more, "category").rows} == {
        SIGHT: True,
        HEARING: False,
        LIMB: True,
    }


def test_small_counts_are_hidden_with_what_they_follow_from() -> None:
    groups = groups_of([(WOMEN, LIMB, 60), (WOMEN, SIGHT, 50), (WOMEN, HEARING, 40)])
    passage = passage_of(
        [60, 50, 40], {Stage.ELIGIBLE: [40, 30, 37], Stage.SHORTLISTED: [20, 12, 3], Stage.INTERVIEWED: [10, 7, 0]}
    )
    table = attribute_table(passage, groups, "category")
    assert figures(table) == {
        (SIGHT,): ["covered", "covered", "covered"],
        (HEARING,): ["most", "few", "few"],
        (LIMB,): [40, 20, 10],
    }
    bounds = [one.bound for one in row(table, HEARING).stages]
    assert bounds == [pytest.approx(36 / 40), pytest.approx(4 / 40), pytest.approx(4 / 40)]
    # A share of those at the stage before would tell how many these were.
    assert [one.step for one in row(table, SIGHT).stages] == [None] * 3


def test_who_did_not_come_further_is_guarded_in_categories_but_not_in_what_anybody_can_read() -> None:
    cells = [(WOMEN, LIMB, 60), (MEN, SIGHT, 60)]
    passage = passage_of([60, 60], {Stage.ELIGIBLE: [30, 40], Stage.SHORTLISTED: [28, 20]})
    category = attribute_table(passage, groups_of(cells), "category")
    assert figures(category) == {(LIMB,): [30, "most"], (SIGHT,): [40, "covered"]}
    assert row(category, LIMB).stages[1].bound == pytest.approx(26 / 60)
    sex = attribute_table(passage, groups_of(cells), "sex")
    assert figures(sex) == {(WOMEN,): [30, 28], (MEN,): [40, 20]}


def test_people_whose_group_is_not_known_are_counted_apart() -> None:
    groups = groups_of([(WOMEN, LIMB, 40), (-1, LIMB, 3), (MEN, LIMB, 40)])
    passage = passage_of([40, 3, 40], {Stage.ELIGIBLE: [20, 1, 30], Stage.SHORTLISTED: [10, 1, 20]})
    table = attribute_table(passage, groups, "sex")
    assert table.not_recorded == 3
    # How far the three came would follow from the sum.
    assert figures(table) == {(WOMEN,): ["covered", "covered"], (MEN,): [30, 20]}


def test_crossing_shows_groups_that_can_be_judged(groups: Groups, passage: Passage) -> None:
    table = crossed_table(passage, groups, "category", "sex")
    assert figures(table) == {
        (SIGHT, WOMEN): [30, 10, 5],
        (SIGHT, MEN): [30, 20, 9],
        (LIMB, WOMEN): [30, 20, 10],
        (LIMB, MEN): [50, 40, 20],
    }
    assert [one.zh for one in row(table, LIMB, WOMEN).names] == ["肢体障碍", "女"]


def test_a_crossing_gives_no_hidden_count_of_its_sides_away() -> None:
    """Three of forty women with hearing impairment are hidden in the category, and so are all cells that would add up to them."""
    groups = groups_of([(WOMEN, LIMB, 40), (MEN, LIMB, 40), (WOMEN, HEARING, 40), (MEN, HEARING, 40), (WOMEN, SIGHT, 40)])
    came = {Stage.ELIGIBLE: [20, 20, 2, 1, 20], Stage.SHORTLISTED: [10, 10, 2, 1, 10]}
    table = crossed_table(passage_of([40] * 5, came), groups, "category", "sex")
    assert figures(table)[(HEARING, WOMEN)] == ["few", "few"]
    assert figures(table)[(HEARING, MEN)] == ["few", "few"]
    whole = attribute_table(passage_of([40] * 5, came), groups, "category")
    for place in range(2):
        hidden = {one.codes[0] for one in whole.rows if one.stages[place].start is None}
        shown = {one.codes[0] for one in table.rows if one.stages[place].start is not None}
        assert hidden & shown == set()


def test_walk_ins_are_no_part_of_the_stages() -> None:
    came = np.array([True, True, False, False])
    late = np.array([True, False, True, False])
    passage = Passage({Stage.ELIGIBLE: came, Stage.SHORTLISTED: came, Stage.INTERVIEWED: late}, ~came, ~came)
    assert passage.through[Stage.INTERVIEWED].tolist() == [True, False, False, False]
    assert passage.another_way(Stage.INTERVIEWED) == 1


def test_a_passage_without_its_beginning_is_refused() -> None:
    nobody = np.zeros(2, np.bool_)
    with pytest.raises(ValueError, match="an audit begins with these"):
        Passage({Stage.ELIGIBLE: nobody}, nobody, nobody)
    with pytest.raises(ValueError, match="shape"):
        Passage({Stage.ELIGIBLE: nobody, Stage.SHORTLISTED: np.zeros(3, np.bool_)}, nobody, nobody)
