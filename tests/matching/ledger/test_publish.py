"""What may leave the house: no group under five, and no figure from which one follows."""

from hypothesis import given
from hypothesis import strategies as st

from matching.indicators import INDICATORS
from matching.ledger import Figure, Part, publish

TIMES, SHARE, EVENTS = INDICATORS["employment.times"], INDICATORS["four.needs"], INDICATORS["events.held"]


def test_a_count_of_people_is_rounded_or_kept_back() -> None:
    shown = [publish(Figure(TIMES, count)).count for count in (0, 4, 5, 7, 8, 1_203)]
    assert shown == [None, None, 5, 5, 10, 1_205]


def test_a_share_keeps_back_the_few_on_either_side() -> None:
    shown = [publish(Figure(SHARE, count, 20)).count for count in (3, 5, 12, 15, 16, 20)]
    assert shown == [None, 5, 10, 15, None, None]


def test_parts_are_rounded_each_and_leave_with_their_sum() -> None:
    parts = (Part("kind", "courier", 3), Part("kind", "ecommerce", 9))
    assert publish(Figure(TIMES, 12, parts=parts)).parts == (Part("kind", "courier", None), Part("kind", "ecommerce", 10))
    assert publish(Figure(TIMES, 4, parts=(Part("kind", "courier", 4),))).parts == ()


def test_what_counts_no_people_stays() -> None:
    figure = Figure(EVENTS, 3, parts=(Part("kind", "专场招聘会", 3),))
    assert publish(figure).count == 3
    assert publish(figure).parts == figure.parts


def test_what_is_kept_back_is_said() -> None:
    assert publish(Figure(TIMES, 2)).text.en == "New employment: kept back (a group under 5)"


@given(
    count=st.integers(0, 60), rest=st.integers(0, 60), unknown=st.integers(0, 20), parts=st.lists(st.integers(0, 30), max_size=4)
)
def test_no_small_group_is_ever_shown_and_publishing_twice_changes_nothing(
    count: int, rest: int, unknown: int, parts: list[int]
) -> None:
    exact = Figure(SHARE, count, count + rest, unknown, tuple(Part("standing", str(i), n) for i, n in enumerate(parts)))
    figure = publish(exact)
    numbers = [figure.count, figure.of, *(part.count for part in figure.parts)]
    assert all(number is None or (number >= 5 and number % 5 == 0) for number in numbers)
    if min(count, rest) < 5:
        assert figure.count is None
    assert publish(figure) == figure
