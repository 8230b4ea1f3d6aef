"""Which course to fund: everybody who gains is counted, and the seats go to those who gain most."""

import numpy as np
import pytest

from matching.bitmaps import VerdictIndex
from matching.judgement import applicant, opening
from matching.knowledge.catalogue import Level
from matching.records import Course
from matching.unlock import Funding, Offer, Table, fund, survey, tabulate
from matching.unlock.wishes import Bool
from tests.matching.personas import person, post
from tests.matching.unlock.pools import POLICY

TYPING = Course(id="k_typing", name="打字班", provider="江城示例学校", raises={"keyboard_input": 3}, needs={"reading": 2}, cost=0)
COUNTING = Course(id="k_counting", name="记账班", provider="江城示例学校", raises={"numeracy": 3}, cost=900)
IDS = ("c_a", "c_b", "c_c", "c_d", "c_e")


def town(*offers: Offer) -> Table:
    """a and b gain two posts from typing, c one; d cannot take the course, e takes part already. c also lacks numbers."""
    slow: dict[str, Level | None] = {"keyboard_input": 1}
    people = [
        person("a", slow),
        person("b", slow),
        person("c", {**slow, "numeracy": 1}),
        person("d", {**slow, "reading": 1}),
        person("e", slow),
    ]
    posts = [
        post("录入", "录入员", {"keyboard_input": 3}),
        post("记账", "记账员", {"keyboard_input": 3, "numeracy": 3}),
        post("出纳", "出纳员", {"numeracy": 3}),
    ]
    index = VerdictIndex.build([applicant(one, POLICY) for one in people], POLICY)
    for one in posts:
        index.put_posting(one.id, opening(one))
    return tabulate(survey(index, {one.id: one.employer for one in posts}, offers))


def shown(found: list[Funding]) -> list[tuple[str, list[tuple[str, int, int]], int, int, int]]:
    return [
        (
            one.offer.course.id,
            [(IDS[seat.person], seat.posts, seat.wanted) for seat in one.gainers],
            one.seated,
            one.pairs,
            one.wanted,
        )
        for one in found
    ]


def test_seats_go_to_those_who_gain_most_then_to_those_who_want_it() -> None:
    offer = Offer(TYPING, seats_left=2, taken_by=frozenset({4}))
    wanted = np.array([[True, True, True, True, True], [False, True, True, True, True], [True] * 5])
    (found,) = fund(town(offer), [offer], wanted, "seed", IDS)
    assert shown([found]) == [("k_typing", [("c_b", 2, 2), ("c_a", 2, 1), ("c_c", 1, 1)], 2, 4, 3)]
    assert [IDS[seat.person] for seat in found.chosen] == ["c_b", "c_a"]


@pytest.mark.parametrize("seed", ["one", "two", "three", "four"])
def test_a_tie_is_drawn_the_same_for_everybody_and_every_time(seed: str) -> None:
    offer = Offer(TYPING, seats_left=1)
    table, wanted = town(offer), np.ones((3, 5), np.bool_)
    (first,) = fund(table, [offer], wanted, seed, IDS)
    (again,) = fund(table, [offer], wanted, seed, IDS)
    assert shown([first]) == shown([again])


def test_the_draw_favours_nobody() -> None:
    offer = Offer(TYPING, seats_left=1)
    table, wanted = town(offer), np.ones((3, 5), np.bool_)
    firsts = {IDS[fund(table, [offer], wanted, str(seed), IDS)[0].gainers[0].person] for seed in range(40)}
    assert firsts == {"c_a", "c_b", "c_e"}


def test_without_a_number_of_seats_everybody_counts_and_with_none_nobody() -> None:
    wanted = np.ones((3, 5), np.bool_)
    for seats, seated, pairs in ((None, 4, 7), (0, 0, 0)):
        offer = Offer(TYPING, seats_left=seats)
        (found,) = fund(town(offer), [offer], wanted, "seed", IDS)
        assert (found.seated, found.pairs, len(found.gainers)) == (seated, pairs, 4)


def test_courses_are_ordered_by_wanted_posts_within_their_seats() -> None:
    offers = [Offer(COUNTING, seats_left=20), Offer(TYPING, seats_left=20)]
    table, everything = town(*offers), np.ones((3, 5), np.bool_)

    def order(wanted: Bool) -> list[tuple[str, int, int]]:
        return [(one.offer.course.id, one.wanted, one.pairs) for one in fund(table, offers, wanted, "seed", IDS)]

    assert order(everything) == [("k_typing", 7, 7), ("k_counting", 1, 1)]
    only_counting = np.array([[False] * 5, [False] * 5, [True] * 5])
    assert order(only_counting) == [("k_counting", 1, 1), ("k_typing", 0, 7)]


def test_a_caseload_has_its_own_choice() -> None:
    offer = Offer(TYPING, seats_left=20)
    mine = np.array([False, True, True, True, False])
    (found,) = fund(town(offer), [offer], np.ones((3, 5), np.bool_), "seed", IDS, mine)
    assert sorted(IDS[seat.person] for seat in found.gainers) == ["c_b", "c_c"]
    nobody = np.zeros(5, np.bool_)
    assert fund(town(offer), [offer], np.ones((3, 5), np.bool_), "seed", IDS, nobody) == []


def test_a_course_that_opens_nothing_is_not_listed() -> None:
    idle = Offer(TYPING.model_copy(update={"raises": {"speaking": 4}}))
    assert fund(town(idle), [idle], np.ones((3, 5), np.bool_), "seed", IDS) == []
