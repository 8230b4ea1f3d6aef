"""What an employer is told: rounded, small groups kept back, changes of its own only."""

import pytest

from matching.bitmaps import VerdictIndex
from matching.judgement import applicant, opening
from matching.suppression import rounded, shown
from matching.unlock import ChangeKind, PublicCounts, public_counts
from tests.matching.personas import person, post
from tests.matching.unlock.pools import POLICY


def told(deaf: int, able: int, unclear: int = 0) -> PublicCounts:
    """About an assembly post, over so many people who do not hear signals, who can do it, and whose hearing nobody assessed."""
    people = [person(f"{n}", {"hearing_signals": 0}) for n in range(deaf)]
    people += [person(f"{n}", {}) for n in range(able)]
    people += [person(f"{n}", {"hearing_signals": None}) for n in range(unclear)]
    index = VerdictIndex.build([applicant(one, POLICY) for one in people], POLICY)
    index.put_posting("p", opening(post("p", "装配工", {"hearing_signals": 2})))
    return public_counts(index, "p", "e_demo")


def test_counts_are_rounded_to_five() -> None:
    found = told(deaf=13, able=21)
    assert (found.pool, found.fit) == (35, 20)
    assert [(row.change.name, row.people) for row in found.rows] == [("vibrating_pager", 15), ("visual_alarm", 15)]


@pytest.mark.parametrize("deaf", range(5))
def test_none_and_few_look_the_same(deaf: int) -> None:
    assert told(deaf=deaf, able=20).rows == ()


@pytest.mark.parametrize("able", range(5))
def test_all_but_few_are_kept_back_too(able: int) -> None:
    found = told(deaf=20, able=able)
    assert (found.fit, found.rows) == (None, ())


def test_a_small_pool_tells_nothing() -> None:
    assert told(deaf=2, able=2) == PublicCounts(None, None, ())


def test_only_what_the_employer_can_change_is_named() -> None:
    found = told(deaf=10, able=10, unclear=10)
    assert {row.change.kind for row in found.rows} == {ChangeKind.ACCOMMODATION}
    assert [row.change.at_most for row in found.rows] == [False, False]


def test_equal_figures_are_in_an_order_that_tells_nothing() -> None:
    assert told(deaf=12, able=20).rows == told(deaf=11, able=21).rows


@pytest.mark.parametrize(
    ("people", "of", "figure"), [(0, 50, None), (4, 50, None), (5, 50, 5), (7, 50, 5), (8, 50, 10), (46, 50, None), (45, 50, 45)]
)
def test_a_shown_figure(people: int, of: int, figure: int | None) -> None:
    assert shown(people, of) == figure


def test_a_rounded_figure() -> None:
    assert [rounded(n) for n in (0, 4, 5, 12, 13)] == [None, None, 5, 10, 15]
