"""The whole report of an event, and what it says in words."""

import re
from dataclasses import replace

import numpy as np
import pytest

from matching.audit import Audit, Groups, Lot, Material, Part, Passage, Places, Stage, make_audit
from matching.audit.words import ALLOCATION, CUT, INPUTS, MEASURED, TOO_FEW, headline, ratio_text
from matching.knowledge.catalogue import Text
from tests.matching.audit.people import groups_of, passage_of

WOMEN, MEN, LIMB = 0, 1, 3
CLAIMS = re.compile(r"\bfair(ly|ness)?\b|unbiased|debias|\bbias-free|discriminat|公平|公正|无偏|没有歧视|不歧视", re.IGNORECASE)


def material(passage: Passage, groups: Groups, chance: float = 0.5) -> Material:
    n = len(groups)
    listed = np.flatnonzero(passage.reached[Stage.SHORTLISTED])
    places = Places(listed, np.zeros(len(listed), np.int64), np.arange(1, len(listed) + 1), n, 2)
    lot = Lot(np.where(passage.reached[Stage.ELIGIBLE], chance, 0.0), np.tile(passage.reached[Stage.ELIGIBLE], (4, 1)))
    way = [None if there else "retirement" if row % 2 else "cut" for row, there in enumerate(passage.reached[Stage.SHORTLISTED])]
    return Material(groups, passage, places, lot, way)


@pytest.fixture
def groups() -> Groups:
    return groups_of([(WOMEN, LIMB, 60), (MEN, LIMB, 60)])


@pytest.fixture
def women_behind() -> Passage:
    return passage_of([60, 60], {Stage.ELIGIBLE: [20, 48], Stage.SHORTLISTED: [10, 36], Stage.INTERVIEWED: [5, 20]}, review=[10, 5])


def audit(passage: Passage, groups: Groups, then: tuple[Groups, Passage] | None = None) -> Audit:
    return make_audit(material(passage, groups), then)


def test_totals_and_who_waits(women_behind: Passage, groups: Groups) -> None:
    found = audit(women_behind, groups)
    assert [(one.stage, one.count, one.share, one.another_way) for one in found.totals] == [
        (Stage.ELIGIBLE, 68, 68 / 120, 0),
        (Stage.SHORTLISTED, 46, 46 / 120, 0),
        (Stage.INTERVIEWED, 25, 25 / 120, 0),
    ]
    assert (found.people, found.review_only, found.opted_out) == (120, 15, None)


def test_parts_of_every_gap_add_up(women_behind: Passage, groups: Groups) -> None:
    women = audit(women_behind, groups).sighting("sex", WOMEN)
    assert women is not None
    assert [(one.stage, one.whole) for one in women.gaps] == [
        (Stage.SHORTLISTED, pytest.approx(26 / 60)),
        (Stage.INTERVIEWED, pytest.approx(15 / 60)),
    ]
    assert [sum(one.parts.values()) for one in women.gaps] == [pytest.approx(26 / 60), pytest.approx(15 / 60)]
    assert set(women.gaps[1].parts) == {Part.NONE_OPEN, Part.FEW_OPEN, Part.RANKER, Part.INTERVIEW}


def test_with_a_timetable_the_allocation_is_told_apart(groups: Groups) -> None:
    """Ten women and thirty men on lists; eight and thirty could meet somebody, six and thirty were given an interview."""
    passage = passage_of(
        [60, 60],
        {
            Stage.ELIGIBLE: [20, 48],
            Stage.SHORTLISTED: [10, 30],
            Stage.AVAILABLE: [8, 30],
            Stage.ALLOTTED: [6, 30],
            Stage.INTERVIEWED: [5, 20],
        },
    )
    found = audit(passage, groups)
    women = found.sighting("sex", WOMEN)
    assert women is not None
    assert [one.stage for one in women.gaps] == [Stage.SHORTLISTED, Stage.ALLOTTED, Stage.INTERVIEWED]
    assert [sum(one.parts.values()) for one in women.gaps] == pytest.approx([20 / 60, 24 / 60, 15 / 60])
    given = women.gaps[1].parts
    assert set(given) == {Part.NONE_OPEN, Part.FEW_OPEN, Part.RANKER, Part.AVAILABLE, Part.ALLOCATION}
    assert (given[Part.AVAILABLE] > 0, given[Part.ALLOCATION] > 0) == (True, True)
    where = headline(found, groups)[2]
    assert "; " not in where.en
    assert "the allocation +" in where.en
    assert ALLOCATION.en not in where.en


def test_a_small_number_of_interviews_is_hidden_and_splits_nothing(groups: Groups) -> None:
    passage = passage_of(
        [60, 60], {Stage.ELIGIBLE: [20, 48], Stage.SHORTLISTED: [10, 30], Stage.AVAILABLE: [8, 30], Stage.ALLOTTED: [3, 30]}
    )
    found = audit(passage, groups)
    women = found.sighting("sex", WOMEN)
    assert women is not None
    shown = {row.codes[0]: [one.start for one in row.stages] for row in found.table("sex").rows}
    assert [one is None for one in shown[WOMEN]] == [False, False, False, True]
    assert [one is None for one in shown[MEN]] == [False, False, False, True]
    assert [one.stage for one in women.gaps] == [Stage.SHORTLISTED, Stage.AVAILABLE]
    assert all(Part.ALLOCATION not in one.parts for one in women.gaps)


def test_a_gap_goes_no_further_than_what_is_shown(groups: Groups) -> None:
    passage = passage_of([60, 60], {Stage.ELIGIBLE: [20, 48], Stage.SHORTLISTED: [10, 36], Stage.INTERVIEWED: [2, 20]})
    women = audit(passage, groups).sighting("sex", WOMEN)
    assert women is not None
    assert [one.stage for one in women.gaps] == [Stage.SHORTLISTED]


def test_where_it_is_hidden_who_can_do_a_post_the_rules_have_one_part(groups: Groups) -> None:
    passage = passage_of([60, 60], {Stage.ELIGIBLE: [57, 40], Stage.SHORTLISTED: [20, 30]})
    women = audit(passage, groups).sighting("sex", WOMEN)
    assert women is not None
    assert set(women.gaps[0].parts) == {Part.RULES, Part.RANKER}


def test_reasons_are_rounded_and_small_ones_left_away(women_behind: Passage, groups: Groups) -> None:
    men = audit(women_behind, groups).sighting("sex", MEN)
    assert men is not None
    assert men.reasons == (("cut", 10), ("retirement", 10))
    few = replace(material(women_behind, groups), in_the_way=["retirement" if row == 50 else None for row in range(120)])
    women = make_audit(few).sighting("sex", WOMEN)
    assert women is not None
    assert women.reasons == ()


def test_opted_out_people_are_told_where_they_are_many(women_behind: Passage, groups: Groups) -> None:
    marked = np.arange(120) % 6 == 0
    found = audit(replace(women_behind, opted_out=marked), groups)
    assert found.opted_out == (20, int((marked & women_behind.reached[Stage.SHORTLISTED]).sum()))


def test_changes_since_the_last_event(women_behind: Passage, groups: Groups) -> None:
    then = passage_of([60, 60], {Stage.ELIGIBLE: [40, 48], Stage.SHORTLISTED: [30, 36]})
    changes = {(one.attribute, one.code, one.stage): one for one in audit(women_behind, groups, (groups, then)).changes}
    women = changes[("sex", WOMEN, Stage.SHORTLISTED)]
    assert (women.now, women.then) == (10 / 60, 30 / 60)
    assert women.high < 0
    assert changes[("sex", MEN, Stage.SHORTLISTED)].low < 0 < changes[("sex", MEN, Stage.SHORTLISTED)].high
    assert ("sex", WOMEN, Stage.INTERVIEWED) not in changes


def test_headline_names_the_widest_gap_and_its_parts(women_behind: Passage, groups: Groups) -> None:
    came, widest, where = headline(audit(women_behind, groups), groups)
    assert came.en == (
        "Of 120 people 68 (56.7%) can do a post and 46 (38.3%) are on a list; for 15 (12.5%) every post that may fit waits for an "
        "answer; 25 interviewed; not recorded: offered, hired, still there after 3 months."
    )
    assert widest.zh.startswith("与其他人差距最大的一组是女（性别），在“面试”这一步：8.3%，其他人 33.3%，是其他人的 0.25 倍")
    assert where.en.startswith("Of the 25.0 points by which women fall behind at “interviewed”: the rules: no post at all ")
    assert where.en.endswith("; no timetable was saved, so the allocation is not told apart.")


def test_headline_without_a_gap_claims_nothing(groups: Groups) -> None:
    level = passage_of([60, 60], {Stage.ELIGIBLE: [30, 30], Stage.SHORTLISTED: [20, 20]})
    _, widest, where = headline(audit(level, groups), groups)
    assert widest.en.startswith("No group is further behind than chance explains; with few people a gap cannot be seen")
    assert where.zh == "没有可以拆分的差距；各组的数字在下面的表里。"


def test_headline_without_lots_says_what_to_do(women_behind: Passage, groups: Groups) -> None:
    found = make_audit(replace(material(women_behind, groups), lot=None))
    assert headline(found, groups)[2].zh.endswith("请重新匹配。")
    assert {one.gaps for one in found.sightings} == {()}


def test_no_sentence_claims(women_behind: Passage, groups: Groups) -> None:
    texts: list[Text] = [CUT, INPUTS, MEASURED, ALLOCATION, TOO_FEW, *headline(audit(women_behind, groups), groups)]
    assert CLAIMS.search("this list is unbiased")
    assert [text for text in texts if CLAIMS.search(text.zh) or CLAIMS.search(text.en)] == []


def test_a_ratio_under_four_fifths_never_reads_as_four_fifths() -> None:
    assert [ratio_text(value) for value in (0.5, 0.7994, 0.79999, 0.8, 0.8004, 1.0)] == [
        "0.50",
        "0.799",
        "0.79999",
        "0.80",
        "0.80",
        "1.00",
    ]


def test_nobody_is_refused(groups: Groups) -> None:
    nobody = passage_of([0], {Stage.ELIGIBLE: [0], Stage.SHORTLISTED: [0]})
    with pytest.raises(ValueError, match="nobody took part"):
        audit(nobody, groups_of([(0, 0, 0)]))


def test_the_headline_names_no_group_that_stands_alone() -> None:
    """Of the men too few took part to be judged: that women come less often than the rest is told in the table alone."""
    groups = groups_of([(WOMEN, LIMB, 100), (MEN, LIMB, 20)])
    found = audit(passage_of([100, 20], {Stage.ELIGIBLE: [20, 15], Stage.SHORTLISTED: [10, 10]}), groups)
    women = found.table("sex").rows[0].stages[0].start
    assert women is not None
    assert (women.beyond, women.to_best) == (True, None)
    assert headline(found, groups)[1].en.startswith("No group is further behind")
