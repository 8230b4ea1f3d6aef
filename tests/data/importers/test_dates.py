"""Dates as sheets hold them."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.importers.dates import DateFault, read_date, read_month

DAY = date(1990, 3, 5)


@pytest.mark.parametrize(
    "cell",
    [
        DAY,
        datetime(1990, 3, 5, 14, 30),
        "1990年3月5日",
        "1990年03月05日",
        "1990/3/5",
        "1990-03-05",
        "1990.3.5",
        "19900305",
        19900305,
        19900305.0,
        " 1990-03-05 00:00:00 ",
        "1990-03-05T08:00",
        "１９９０年３月５日",
        32937,
        32937.0,
        "32937",
    ],
)
def test_one_day_in_many_ways(cell: object) -> None:
    assert read_date(cell) == DAY


@pytest.mark.parametrize(
    "cell",
    [
        "1990-02-30",
        "1990年13月1日",
        "1990年3月",
        "1990",
        "三月五日",
        "",
        None,
        True,
        "5/3/1990",
        "03-05",
        "#REF!",
        -3,
        0,
        1899_12_31,
        "99999999",
        1990,
        2024.6,
    ],
)
def test_what_is_no_whole_day_is_a_fault(cell: object) -> None:
    with pytest.raises(DateFault):
        read_date(cell)


@pytest.mark.parametrize("cell", ["2024年6月", "2024-06", "2024/6", "202406", "2024.6", "2024年6月份"])
def test_a_month_is_its_first_day_where_a_month_is_enough(cell: str) -> None:
    assert read_month(cell) == date(2024, 6, 1)
    with pytest.raises(DateFault):
        read_date(cell)


@given(st.dates(date(1906, 2, 1), date(2099, 12, 31)))
def test_serials_and_words_agree(day: date) -> None:
    assert read_date((day - date(1899, 12, 30)) / timedelta(days=1)) == day
    assert read_date(f"{day.year}年{day.month}月{day.day}日") == day
    assert read_date(f"{day:%Y%m%d}") == day
    assert read_month(day.isoformat()) == day


@given(st.text(max_size=14))
def test_any_text_is_a_date_or_a_date_fault(text: str) -> None:
    try:
        found = read_date(text)
    except DateFault as fault:
        assert len(text.strip()) < 3 or text.strip() not in str(fault)  # noqa: PT017
    else:
        assert date(1900, 1, 1) <= found < date(2200, 1, 1)
