"""Nobody stands out of a crowd: the words of each line are shared by k lines, and are true of each of them."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.geography import AREAS
from matching.knowledge.catalogue import Text
from matching.privacy.cohorts import crowd_words
from matching.privacy.outlines import Coarse, Outline, exact
from matching.records import Education

OUTLINES = st.lists(
    st.builds(
        Outline,
        education=st.none() | st.sampled_from(Education),
        area=st.none() | st.sampled_from(AREAS[:4]),
        hours=st.none() | st.sampled_from([4.0, 6.0, 8.0, 10.0]),
        pay=st.none() | st.integers(0, 8_000),
    ),
    max_size=25,
)


def generalise(outlines: list[Outline], k: int) -> tuple[Coarse, ...]:
    """The words of people who came together, in the order given."""
    told = crowd_words([{f"{place:03}": one for place, one in enumerate(outlines)}], {}, k)
    return tuple(told[name] for name in sorted(told))


@settings(deadline=None)
@given(OUTLINES, st.integers(1, 6))
def test_every_line_reads_as_k_do(outlines: list[Outline], k: int) -> None:
    shown = generalise(outlines, k)
    if len(outlines) >= k:
        assert [one for one in shown if shown.count(one) < k] == []
    elif k > 1:
        assert set(shown) <= {Coarse()}


@settings(deadline=None)
@given(OUTLINES, st.integers(1, 6))
def test_what_is_told_is_true(outlines: list[Outline], k: int) -> None:
    for one, told in zip(outlines, generalise(outlines, k), strict=True):
        if told.wage is not None:
            assert one.pay is not None
            bounds = [int(number.replace(",", "")) for number in re.findall(r"[\d,]+", told.wage.en)]
            low, high = (0, bounds[0]) if "less" in told.wage.en else (bounds[0], bounds[1] if len(bounds) > 1 else one.pay + 1)
            assert low <= one.pay < high
        if told.education is not None:
            assert one.education is not None
            schools = {"高中（中专）及以下": range(4), "大专及以上": range(4, 8)}
            assert told.education == exact(one).education or one.education.rank in schools[told.education.zh]
        if told.district is not None:
            assert one.area is not None
            assert told.district.zh in (one.area.names[0], "武汉市")
        if told.hours is not None:
            assert one.hours is not None
            assert one.hours < 8 or told.hours == exact(one).hours


@settings(deadline=None)
@given(OUTLINES, st.integers(1, 4), st.randoms(use_true_random=False))
def test_the_order_of_a_list_changes_nothing(outlines: list[Outline], k: int, random: object) -> None:
    places = list(range(len(outlines)))
    random.shuffle(places)  # type: ignore[attr-defined]
    mixed = generalise([outlines[place] for place in places], k)
    assert sorted(map(str, mixed)) == sorted(map(str, generalise(outlines, k)))


def test_the_finest_words_that_a_crowd_shares_are_kept() -> None:
    wuchang, hongshan = AREAS[0], AREAS[1]
    crowd = [Outline(Education.BACHELOR, wuchang, None, 4_000)] * 3
    other = [Outline(Education.COLLEGE, hongshan, None, pay) for pay in (4_100, 4_200, 4_900)]
    shown = generalise([*crowd, *other], 3)
    assert shown[:3] == tuple(map(exact, crowd))
    assert {str(one.district) for one in shown[3:]} == {str(hongshan.text)}
    assert {None if one.wage is None else one.wage.zh for one in shown[3:]} == {"期望月薪在 4,000 至 5,000 元之间"}


def test_one_who_is_left_over_joins_where_least_is_lost() -> None:
    crowd = [Outline(Education.BACHELOR, pay=4_000)] * 3
    larger = [Outline(pay=9_000)] * 4
    shown = generalise([*crowd, *larger, Outline(Education.DOCTOR)], 3)
    assert shown == (*map(exact, crowd), *(Coarse(),) * 5)
    between = Text(zh="期望月薪在 9,000 至 12,000 元之间", en="hopes for between 9,000 and 12,000 yuan a month")
    assert generalise([*crowd, *larger, Outline(Education.DOCTOR, pay=10_000)], 3)[3:] == (Coarse(wage=between),) * 5


def test_a_crowd_of_none_is_refused() -> None:
    with pytest.raises(ValueError, match="a crowd of 0 is none"):
        generalise([], 0)
