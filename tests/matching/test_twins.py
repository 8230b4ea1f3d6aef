"""Which postings look like one and the same."""

import pytest

from matching.records import Pay, PayUnit, Place, Posting, SourceRef
from matching.twins import find_twins, firm

NAMES = {"e_1": "江城文印社有限公司", "e_2": "江城文印社", "e_3": "滨江展厅"}


def post(
    name: str,
    title: str = "文字录入员",
    employer: str = "e_1",
    pay: float | None = 4_000,
    district: str | None = "420111",
    text: str = "",
) -> Posting:
    money = Pay() if pay is None else Pay(minimum=pay, maximum=pay, unit=PayUnit.MONTH)
    where = Place(city="武汉", district=district)
    return Posting(id=name, employer=employer, title=title, text=text, source=SourceRef(name="test"), pay=money, place=where)


def pairs(*postings: Posting, parted: frozenset[frozenset[str]] = frozenset()) -> list[tuple[str, str]]:
    return [(one.one.id, one.other.id) for one in find_twins(postings, NAMES, parted)]


def test_the_same_title_of_one_employer_is_one_posting() -> None:
    assert pairs(post("a"), post("b")) == [("a", "b")]


def test_one_employer_stored_twice_is_one() -> None:
    assert pairs(post("a"), post("b", employer="e_2", title="文字录入员（急招）")) == [("a", "b")]
    assert firm("江城文印社（武昌店）有限责任公司") == firm("江城文印社")


@pytest.mark.parametrize(
    "other",
    [
        post("b", employer="e_3"),
        post("b", title="保洁员"),
        post("b", district="420106"),
        post("b", pay=9_000, text="完全不同的工作").model_copy(update={"text": "完全不同的工作"}),
    ],
)
def test_what_differs_is_two_postings(other: Posting) -> None:
    assert pairs(post("a", text="录入档案"), other) == []


def test_a_near_title_needs_the_same_terms() -> None:
    assert pairs(post("a"), post("b", title="文字录入")) == [("a", "b")]
    assert pairs(post("a"), post("b", title="文字录入", pay=5_000)) == []
    assert pairs(post("a", pay=None, district=None), post("b", title="文字录入", pay=None, district=None)) == []


def test_the_fuller_one_is_kept_and_what_is_shared_is_named() -> None:
    found = next(iter(find_twins([post("a"), post("b", text="把纸质档案扫描并录入系统")], NAMES)))
    assert (found.one.id, found.other.id) == ("b", "a")
    assert [text.en for text in found.same] == ["the same employer", "the same title", "the same place", "the same pay"]


def test_a_pair_that_was_parted_stays_parted() -> None:
    assert pairs(post("a"), post("b"), parted=frozenset({frozenset({"a", "b"})})) == []
