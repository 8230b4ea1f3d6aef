"""Pay as real postings write it: read whole, or left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.importers.pay import read_pay
from matching.records import Pay, PayUnit

MONTH, DAY, HOUR, YEAR, PIECE = PayUnit.MONTH, PayUnit.DAY, PayUnit.HOUR, PayUnit.YEAR, PayUnit.PIECE

UNDERSTOOD: list[tuple[str, float | None, float | None, PayUnit, float]] = [
    ("6-8千·13薪", 6_000, 8_000, MONTH, 13),
    ("1-1.6万·14薪", 10_000, 16_000, MONTH, 14),
    ("1-1.5万/月", 10_000, 15_000, MONTH, 12),
    ("0.8-1万/月", 8_000, 10_000, MONTH, 12),
    ("7千-1.2万", 7_000, 12_000, MONTH, 12),
    ("6000-1.2万", 6_000, 12_000, MONTH, 12),
    ("15k-25k", 15_000, 25_000, MONTH, 12),
    ("15-25K·14薪", 15_000, 25_000, MONTH, 14),
    ("4,500-6,000", 4_500, 6_000, MONTH, 12),
    ("4500元~6000元/月", 4_500, 6_000, MONTH, 12),
    ("４５００－６０００", 4_500, 6_000, MONTH, 12),
    ("月薪5000元", 5_000, 5_000, MONTH, 12),
    ("￥5000", 5_000, 5_000, MONTH, 12),
    ("4000+提成", 4_000, None, MONTH, 12),
    ("100元/天", 100, 100, DAY, 12),
    ("120-150元/天", 120, 150, DAY, 12),
    ("1千/天", 1_000, 1_000, DAY, 12),
    ("30-60万/年", 300_000, 600_000, YEAR, 12),
    ("年薪10-20万", 100_000, 200_000, YEAR, 12),
    ("10万以下/年", None, 100_000, YEAR, 12),
    ("15元/小时", 15, 15, HOUR, 12),
    ("0.5元/件", 0.5, 0.5, PIECE, 12),
    ("3000以下", None, 3_000, MONTH, 12),
    ("3千及以下", None, 3_000, MONTH, 12),
    ("2万以上", 20_000, None, MONTH, 12),
    ("100万以上/年", 1_000_000, None, YEAR, 12),
]


@pytest.mark.parametrize(("text", "low", "high", "unit", "months"), UNDERSTOOD)
def test_pay_is_read_to_the_yuan(text: str, low: float | None, high: float | None, unit: PayUnit, months: float) -> None:
    assert read_pay(text) == Pay(minimum=low, maximum=high, unit=unit, months=months, text=text)


@pytest.mark.parametrize("text", ["面议", "薪资面议", "无", "不限", "", "  ", "待遇从优", "/"])
def test_words_without_a_sum_give_no_bounds(text: str) -> None:
    assert read_pay(text) == Pay(text=text.strip())


@pytest.mark.parametrize(
    "text",
    [
        "-3000",
        "8000-3000",
        "1-30万",
        "150",
        "3000到面议",
        "试用期3000，转正后4000",
        "6-8千·99薪",
        "10-20万/年·13薪",
        "#REF!",
        "五千左右",
        "3000-4000-5000",
        "99999999999999999999",
        pytest.param("9" * 400, id="400 digits"),
        "1001万/年",
    ],
)
def test_what_is_not_certain_is_not_guessed(text: str) -> None:
    assert read_pay(text) is None


def test_a_number_without_a_unit_means_what_the_sheet_says() -> None:
    assert read_pay("150-200", DAY) == Pay(minimum=150, maximum=200, unit=DAY, text="150-200")


@given(st.integers(3, 90), st.integers(0, 60), st.sampled_from(["千", "千/月", "k", "千元/月"]), st.sampled_from([12, 13, 14, 16]))
def test_a_range_in_thousands_is_read_back(low: int, wider: int, unit: str, months: int) -> None:
    high = low + wider
    text = f"{low}-{high}{unit}" + (f"·{months}薪" if months > 12 else "")
    if high > low * 20:
        assert read_pay(text) is None
    else:
        assert read_pay(text) == Pay(minimum=low * 1_000, maximum=high * 1_000, unit=MONTH, months=months, text=text)


@given(st.text(alphabet="0123456789.-~万千百元k/月天年小时件薪·+以上下面议, ", max_size=16))
def test_any_words_give_ordered_bounds_or_none(text: str) -> None:
    pay = read_pay(text)
    if pay is None:
        return
    assert pay.text == text.strip()
    bounds = [bound for bound in (pay.minimum, pay.maximum) if bound is not None]
    assert bounds == sorted(bounds)
    assert (pay.unit is None) == (bounds == [])
