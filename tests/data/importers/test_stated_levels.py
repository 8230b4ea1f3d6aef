"""Abilities and levels in one cell, as people write them."""

import pytest

from data.importers.columns_courses import DOUBTFUL, dimension_words
from data.importers.people_row import PeopleRow
from data.importers.stated_levels import read_levels
from matching.knowledge import CATALOGUE


def read(cell: str | None) -> tuple[dict[str, int], list[str]]:
    """The levels of a cell, and what was wrong in English."""
    row = PeopleRow(2, {"raises": cell}, {"raises": "提升能力"})
    found = dict(read_levels(row, "raises"))
    assert all(fault.severity == "rejected" and fault.column == "提升能力" for fault in row.faults)
    return found, [fault.problem.en for fault in row.faults]


@pytest.mark.parametrize(
    ("cell", "levels"),
    [
        ("键盘/触屏录入=3;书面表达=2", {"keyboard_input": 3, "writing": 2}),
        ("键盘/触屏录入＝３；书面表达：2级", {"keyboard_input": 3, "writing": 2}),
        ("U6=3、h5:2", {"keyboard_input": 3, "writing": 2}),
        ("keyboard_input=3, Written expression=2", {"keyboard_input": 3, "writing": 2}),
        ("打字 = 3\n口语表达 → 2", {"keyboard_input": 3, "speaking": 2}),
        ("弯腰、蹲、跪=2、平地移动(含轮椅)=3", {"bending": 2, "level_mobility": 3}),
        ("平地移动（含轮椅）达到3 通勤提升到2", {"level_mobility": 3, "commute": 2}),
        ("阅读=2.0", {"reading": 2}),
        ("Bending, crouching, kneeling=1", {"bending": 1}),
        ("阅读=2;阅读理解=2;", {"reading": 2}),
        ("", {}),
        ("无", {}),
        (None, {}),
    ],
)
def test_levels_as_people_write_them(cell: str | None, levels: dict[str, int]) -> None:
    assert read(cell) == (levels, [])


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("打字=5", "Keyboard or touch input: level 5 is outside 1 to 4"),
        ("打字=0", "Keyboard or touch input: level 0 is outside 1 to 4"),
        ("打字=-1", "Keyboard or touch input: level -1 is outside 1 to 4"),
        ("打字=2.5", "Keyboard or touch input: level 2.5 is outside 1 to 4"),
        ("打字", "Keyboard or touch input has no level"),
        ("打字=高", "Keyboard or touch input has no level"),
        ("打字=1;键盘=2", "Keyboard or touch input has two levels"),
        ("书法=2", "there is no ability 书法"),
        ("沟通交流=2", "沟通交流 may mean several abilities"),
    ],
)
def test_what_cannot_be_read_is_told(cell: str, told: str) -> None:
    assert read(cell)[1] == [told]


def test_a_wrong_entry_leaves_the_others_readable() -> None:
    assert read("书法=2;阅读=2") == ({"reading": 2}, ["there is no ability 书法"])


def test_advice_names_what_may_be_meant() -> None:
    row = PeopleRow(2, {"raises": "键盘录人=2;沟通=2"}, {})
    read_levels(row, "raises")
    near, several = (fault.advice.zh for fault in row.faults)
    assert near.startswith("是不是“键盘录入”？")
    assert several == "写明是哪一项：口语表达、与公众交往、同事协作"


def test_a_number_somebody_typed_is_not_repeated() -> None:
    row = PeopleRow(2, {"raises": "13912345678=2"}, {})
    read_levels(row, "raises")
    assert [fault.problem.zh for fault in row.faults] == ["没有“…”这项能力"]


def test_every_dimension_can_be_named_in_four_ways_and_no_doubtful_word_is_taken() -> None:
    words = dimension_words()
    for row in CATALOGUE.dimensions:
        assert {words[name.lower()] for name in (row.name, row.code, row.zh, row.en)} == {row.name}
    assert set(DOUBTFUL) & set(words) == set()
    assert {name for meant in DOUBTFUL.values() for name in meant} <= set(CATALOGUE.position)
