"""Weights, hours and times of day in figures."""

import pytest

from models.demands.characters import readable
from models.demands.figures import floor, hours_a_day, hours_level, lifted_weights, lifting_level, number, shift_times


@pytest.mark.parametrize(
    ("text", "value"), [("25", 25), ("7.5", 7.5), ("两", 2), ("十", 10), ("十二", 12), ("二十", 20), ("三十五", 35), ("八", 8)]
)
def test_numbers_are_read_in_digits_and_in_words(text: str, value: float) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    ("text", "weights"),
    [
        ("搬运25公斤的货物", [25]),
        ("单件不超过20KG", [20]),
        ("一筐二十斤左右", [10]),
        ("负重10-20kg", [20]),
        ("每桶约19千克,扛上楼", [19]),
        ("体重50公斤以上", []),
        ("日产20公斤", []),
        ("单件多在15公斤以内,偶尔抬30公斤", [15, 30]),
        ("按斤计价", []),
        ("搬东西", []),
    ],
)
def test_weights_that_are_carried_are_found(text: str, weights: list[float]) -> None:
    assert [figure.value for figure in lifted_weights(readable(text))] == weights


@pytest.mark.parametrize(("kilograms", "level"), [(0.5, 1), (4.5, 1), (5, 2), (11, 2), (11.5, 3), (23, 3), (23.5, 4), (50, 4)])
def test_a_weight_has_the_level_of_its_anchor(kilograms: float, level: int) -> None:
    assert lifting_level(kilograms) == level


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("每天4小时", 4),
        ("每天上午四小时", 4),
        ("7.5小时工作制", 7.5),
        ("每班六个小时", 6),
        ("每天两个时段各一个半小时", 3),
        ("工作时间：8小时", 8),
        ("24小时内回复", None),
        ("每天响应24小时营业", None),
    ],
)
def test_stated_hours_are_found(text: str, hours: float | None) -> None:
    found = hours_a_day(readable(text))
    assert (None if found is None else found.value) == hours


@pytest.mark.parametrize(("hours", "level"), [(1, 1), (2, 1), (2.5, 2), (4, 2), (6, 3), (6.5, 4), (8, 4), (12, 4)])
def test_hours_have_the_level_of_their_anchor(hours: float, level: int) -> None:
    assert hours_level(hours) == level


@pytest.mark.parametrize(
    ("text", "hours", "night"),
    [
        ("早八晚六", 9, 0),
        ("朝九晚五", 7, 0),
        ("8:30-17:30", 8, 0),
        ("9:00-12:00,13:30-18:00", 7.5, 0),
        ("上午10点到晚上8点", 9, 1),
        ("上午七点到下午两点半", 6.5, 0),
        ("下午两点到晚上十一点", 8, 2),
        ("晚上七点到十一点", 4, 2),
        ("晚九点到早六点", 8, 4),
        ("凌晨三点到上午十一点", 7, 4),
        ("中午十二点到夜里十二点", 11, 2),
        ("早六点到下午五点中午休息三小时", 8, 0),
        ("中午12点-2点午休,8:30-18:30", 9, 0),
        ("9:00-12:00休息,13:30-18:00", 7.5, 0),
    ],
)
def test_a_shift_has_its_hours_and_its_part_of_the_night(text: str, hours: float, night: int) -> None:
    shift = shift_times(readable(text))
    assert shift is not None
    assert (shift.hours, shift.night_level) == (hours, night)


@pytest.mark.parametrize(
    "text", ["2016-2018", "10-15个工作日", "3-5万", "25-40", "一到两点建议", "80-90分", "中午12点-2点休息", "12:00-13:30午休"]
)
def test_other_pairs_of_numbers_are_no_shift(text: str) -> None:
    shift = shift_times(readable(text))
    assert shift is None or shift.hours <= 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("门店一楼，有座椅", 1),
        ("展厅在二楼，有电梯", 2),
        ("安静的小车间，一楼，有社工", 1),
        ("办公室位于18层。", 18),
        ("负责18到20层公共区域", None),
        ("楼房七层无电梯", None),
        ("打扫三楼走廊", None),
        ("首层门面", None),
    ],
)
def test_the_floor_of_the_workplace_is_told_from_other_floors(text: str, expected: int | None) -> None:
    found = floor(readable(text))
    assert (None if found is None else found.value) == expected
