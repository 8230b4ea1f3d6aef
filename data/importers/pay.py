"""Pay as postings write it: 6-8千·13薪, 1-1.5万/月, 7千-1.2万, 100元/天, 30-60万/年, 4,500-6,000, 3000以下, 0.5元/件, 面议."""

import re
from functools import lru_cache
from typing import Final

from data.importers.compatible import compatible
from matching.records import Pay, PayUnit

_MULTIPLIERS: Final = {
    "万": 10_000.0,
    "万元": 10_000.0,
    "w": 10_000.0,
    "千": 1_000.0,
    "千元": 1_000.0,
    "k": 1_000.0,
    "百": 100.0,
    "元": 1.0,
    "块": 1.0,
}
_NOTHING: Final = re.compile(r"(?:薪资|薪酬|工资|待遇|价格)?(?:面议|面谈|可议|电议|详谈|保密|不限|未填写?|暂无|无|另议|从优|/|-+)")
_SILENT: Final = re.compile(r"税前|税后|综合|薪资|薪酬|底薪|工资|收入|待遇|人民币|rmb|cny|¥|大约|约|左右|不等|[:。]$|^:")
_MONTHS: Final = re.compile(r"[·•*x,、/+]?\(?(\d{1,2}(?:\.\d)?)(?:薪|个月(?:工资|薪))\)?")
_NUMBER: Final = r"(\d+(?:\.\d+)?)(万元|千元|万|千|百|元|块|k|w)?"
_RANGE: Final = re.compile(rf"{_NUMBER}(?:-{_NUMBER})?(以上|及以上|起|以下|及以下|以内|封顶)?")
_COMMISSION: Final = re.compile(
    r"\+(?:高额|高|绩效|业绩|全勤|各种|销售)?(?:提成|奖金|绩效|补贴|奖励|分红|佣金|社保|五险一?金?|餐补|全勤)+.*"
)
_DASH: Final = re.compile(r"(?<=[\d万千百元块kw])(?:[-~—–至到]|--)+(?=\d)")
_UNIT_BEFORE_EDGE: Final = re.compile(r"((?:元?/|每|一)(?:个?月|年|天|日|个?小时|时))(及?以上|起|及?以下|以内)$")
_UNIT_TWICE: Final = re.compile(r"((?:元?/|每)(?:个?月|年|天|日|个?小时|时))(?=[-~—–至到]+\d.*\1$)")
_THOUSANDS: Final = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_UNITS: Final = (
    (PayUnit.YEAR, re.compile(r"(?:元?/|每|一)年$|^年薪|^每年")),
    (PayUnit.MONTH, re.compile(r"(?:元?/|每|一)个?月$|^每?个?月薪?|^每月")),
    (PayUnit.DAY, re.compile(r"(?:元?/|每|一)[天日]$|^日[薪结]|^[每一][天日]|^按天")),
    (PayUnit.HOUR, re.compile(r"(?:元?/|每|一)个?(?:小时|时|h|hour)$|^时薪|^小时工?|^每小时")),
    (PayUnit.PIECE, re.compile(r"(?:元?/|每|一)[件单张个条份套只双块篇幅]$|^计件|^每[件单张个条份套只双篇幅]")),
)
_LEAST_MONTHLY: Final = 300.0
_MOST_SPREAD: Final = 20.0
_MOST: Final = 10_000_000.0


@lru_cache(maxsize=16_384)
def read_pay(text: str, unit: PayUnit | None = PayUnit.MONTH) -> Pay | None:
    """Pay from its words; None when they are not understood. `unit` is what a number without a unit means in this sheet.

    Words that state no sum (面议) give a Pay without bounds. A number without its own 千 or 万 shares the one after the dash if it
    is the smaller figure (6-8千), else it is in yuan (8000-1.2万). 13薪 counts months only beside a monthly sum. Not understood,
    and so never guessed: a lower bound above the upper, bounds more than 20 times apart, a sum over ten million, a sum
    without a unit under 300 a month.
    """
    plain = _THOUSANDS.sub("", re.sub(r"\s+", "", compatible(text)).lower())
    if not plain or _NOTHING.fullmatch(plain):
        return Pay(text=text.strip())
    plain = _COMMISSION.sub("+", plain)
    open_end, plain = plain.endswith("+"), _SILENT.sub("", plain.rstrip("+"))
    months = 12.0
    extra = _MONTHS.search(plain)
    if extra is not None:
        months, plain = float(extra[1]), plain[: extra.start()] + plain[extra.end() :]
    stated, plain = _unit(_UNIT_TWICE.sub("", _UNIT_BEFORE_EDGE.sub(r"\2\1", plain)))
    found = _RANGE.fullmatch(_DASH.sub("-", _SILENT.sub("", plain)))
    if found is None or not 1 <= months <= 36:
        return None
    low, high = _bounds(found)
    if open_end and low == high:
        high = None
    if low is not None and high is not None and not low <= high <= max(low, 1) * _MOST_SPREAD:
        return None
    if max(low or 0.0, high or 0.0) > _MOST:
        return None
    least = high if low is None else low
    if stated is None and unit is PayUnit.MONTH and (least is None or least < _LEAST_MONTHLY):
        return None
    chosen = stated or unit
    if extra is not None and chosen is not PayUnit.MONTH:
        return None
    return Pay(minimum=low, maximum=high, unit=chosen, months=months, text=text.strip())


def _unit(plain: str) -> tuple[PayUnit | None, str]:
    for unit, pattern in _UNITS:
        found = pattern.search(plain)
        if found is not None:
            rest = plain[: found.start()] + plain[found.end() :]
            return unit, f"{rest}元" if found[0].startswith("元") and rest[-1:].isdigit() else rest
    return None, plain


def _bounds(found: re.Match[str]) -> tuple[float | None, float | None]:
    first, first_unit, second, second_unit, edge = found.groups()
    high = None if second is None else float(second) * _MULTIPLIERS.get(second_unit or first_unit or "元", 1.0)
    if first_unit is None and second_unit is not None and float(first) <= float(second):
        first_unit = second_unit
    low = float(first) * _MULTIPLIERS.get(first_unit or "元", 1.0)
    if high is not None:
        return round(low, 4), round(high, 4)
    if edge in ("以下", "及以下", "以内", "封顶"):
        return None, round(low, 4)
    return round(low, 4), None if edge else round(low, 4)
