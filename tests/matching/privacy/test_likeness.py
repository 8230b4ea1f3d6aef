"""Groups of those most alike: large enough, no more told than is true of each, and more kept than by chance."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.privacy.likeness import Statement, agreed

LINES = st.lists(st.frozensets(st.sampled_from("abcdefg"), max_size=6), max_size=20)


def lines_of(held: list[frozenset[str]]) -> list[dict[Statement, float]]:
    return [{Statement("skills", 0, name): 1.0 for name in names} for names in held]


@settings(deadline=None)
@given(LINES, st.integers(1, 6))
def test_each_line_shares_all_it_tells_with_k_and_it_is_true(held: list[frozenset[str]], k: int) -> None:
    lines = lines_of(held)
    shown = agreed(lines, k)
    assert [told for line, told in zip(lines, shown, strict=True) if not told <= line.keys()] == []
    if len(held) >= k:
        assert [told for told in shown if shown.count(told) < k] == []
    else:
        assert set(shown) <= {frozenset()}


@settings(deadline=None)
@given(LINES, st.integers(1, 4), st.randoms(use_true_random=False))
def test_the_order_of_lines_changes_nothing(held: list[frozenset[str]], k: int, random: object) -> None:
    mixed = list(held)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert sorted(map(sorted, agreed(lines_of(mixed), k))) == sorted(map(sorted, agreed(lines_of(held), k)))


def test_equal_lines_lose_nothing() -> None:
    held = [frozenset("ab")] * 3 + [frozenset("cd")] * 4
    assert agreed(lines_of(held), 3) == tuple(frozenset(line) for line in lines_of(held))


def test_what_is_worth_more_is_kept() -> None:
    asked, other, third = Statement("skills", 0, "面点"), Statement("wage", 0, "3000"), Statement("wage", 0, "9000")
    lines = [{asked: 2.0, other: 1.0}, {asked: 2.0, third: 1.0}, {other: 1.0}, {third: 1.0}]
    assert agreed(lines, 2) == (frozenset({asked}), frozenset({asked}), frozenset(), frozenset())


@pytest.mark.parametrize("k", [0, -1])
def test_a_crowd_of_none_is_refused(k: int) -> None:
    with pytest.raises(ValueError, match="is none; give 1 or more"):
        agreed([], k)
