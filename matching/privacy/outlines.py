"""What others may know a person by from outside: education, home, hours and wage wish, told only as finely as a crowd shares it.

k-anonymity (Sweeney, International Journal of Uncertainty, Fuzziness and Knowledge-Based Systems 10(5), 2002, 557-570) by local
recoding: a line keeps the finest words that at least k lines of the list have in common.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from matching.geography import Area
from matching.knowledge.catalogue import Text
from matching.records import Education

_EDUCATIONS: Final = {
    Education.NONE: Text(zh="初中及以下", en="junior secondary or below"),
    Education.PRIMARY: Text(zh="初中及以下", en="junior secondary or below"),
    Education.JUNIOR: Text(zh="初中及以下", en="junior secondary or below"),
    Education.SENIOR: Text(zh="高中或中专", en="senior secondary"),
    Education.COLLEGE: Text(zh="大专", en="college"),
    Education.BACHELOR: Text(zh="本科", en="bachelor"),
    Education.MASTER: Text(zh="研究生", en="postgraduate"),
    Education.DOCTOR: Text(zh="研究生", en="postgraduate"),
}
_SCHOOL: Final = Text(zh="高中（中专）及以下", en="senior secondary or below")
_HIGHER: Final = Text(zh="大专及以上", en="college or above")
_CITY: Final = Text(zh="武汉市", en="Wuhan")
_HOURS: Final = Text(zh="每天最多 {n} 小时", en="at most {n} hours a day")
_PART_DAY: Final = Text(zh="每天不到 {n} 小时", en="less than {n} hours a day")
_FULL_DAY: Final = 8
_WAGE: Final = Text(zh="期望月薪 {n} 元以上", en="hopes for {n} yuan a month or more")
_BETWEEN: Final = Text(zh="期望月薪在 {low} 至 {high} 元之间", en="hopes for between {low} and {high} yuan a month")
_BELOW: Final = Text(zh="期望月薪不到 {high} 元", en="hopes for less than {high} yuan a month")
_NARROW: Final = 1_000
_WIDE: Final = 3_000


@dataclass(frozen=True, slots=True)
class Outline:
    """The exact values. `pay` is the least wage in yuan a month, `hours` the most hours a day; None: the person did not say."""

    education: Education | None = None
    area: Area | None = None
    hours: float | None = None
    pay: int | None = None


@dataclass(frozen=True, slots=True)
class Coarse:
    """The same in words for readers; None: not told, or too rare to be told."""

    education: Text | None = None
    district: Text | None = None
    hours: Text | None = None
    wage: Text | None = None


def exact(one: Outline) -> Coarse:
    """The values as the person gave them."""
    return Coarse(
        education=None if one.education is None else _EDUCATIONS[one.education],
        district=None if one.area is None else one.area.text,
        hours=None if one.hours is None else _HOURS.format(n=f"{one.hours:g}"),
        wage=None if one.pay is None else _WAGE.format(n=f"{one.pay:,}"),
    )


def generalise(outlines: Sequence[Outline], k: int) -> tuple[Coarse, ...]:
    """Each outline in the finest words that at least `k` of them share, in the order given.

    1. Each line starts with its exact values. 2. Lines whose words fewer than k share go one step further: wage by thousands and
    hours as a part of the day; then education as school or higher; then the city for the district; then wage by three thousands;
    then nothing. 3. If fewer than k are left with nothing, the smallest other group joins them.
    So with k lines or more every line is one of at least k that read the same; with fewer, nothing is told of anybody.
    Raises ValueError for k < 1.
    """
    if k < 1:
        raise ValueError(f"a crowd of {k} is none; give 1 or more")
    shown = [exact(one) for one in outlines]
    going = set(range(len(outlines)))
    groups: dict[Coarse, list[int]] = {}
    for step in (exact, *_STEPS):
        words: dict[Coarse, list[int]] = {}
        for row in going:
            shown[row] = step(outlines[row])
            words.setdefault(shown[row], []).append(row)
        for value, rows in words.items():
            if len(rows) + len(groups.get(value, ())) >= k:
                groups.setdefault(value, []).extend(rows)
                going -= set(rows)
    if going and groups:
        smallest = min(groups, key=lambda value: (len(groups[value]), _in_order(value)))
        going |= set(groups[smallest])
    for row in going:
        shown[row] = Coarse()
    return tuple(shown)


def shared(held: Sequence[Iterable[Hashable]], k: int) -> frozenset[Hashable]:
    """What at least `k` of the lines hold: a skill or a paper that fewer hold could tell who somebody is."""
    counted = Counter(value for values in held for value in set(values))
    return frozenset(value for value, holders in counted.items() if holders >= k)


def _by_thousands(one: Outline) -> Coarse:
    return Coarse(
        education=exact(one).education,
        district=exact(one).district,
        hours=_PART_DAY.format(n=_FULL_DAY) if one.hours is not None and one.hours < _FULL_DAY else None,
        wage=_band(one.pay, _NARROW),
    )


def _school_or_higher(one: Outline) -> Coarse:
    finer = _by_thousands(one)
    return Coarse(_wide_education(one), finer.district, finer.hours, finer.wage)


def _by_city(one: Outline) -> Coarse:
    finer = _school_or_higher(one)
    return Coarse(finer.education, None if one.area is None else _CITY, finer.hours, finer.wage)


def _by_three_thousands(one: Outline) -> Coarse:
    finer = _by_city(one)
    return Coarse(finer.education, finer.district, finer.hours, _band(one.pay, _WIDE))


def _nothing(one: Outline) -> Coarse:
    return Coarse()


_STEPS: Final[tuple[Callable[[Outline], Coarse], ...]] = (
    _by_thousands,
    _school_or_higher,
    _by_city,
    _by_three_thousands,
    _nothing,
)


def _wide_education(one: Outline) -> Text | None:
    if one.education is None:
        return None
    return _HIGHER if one.education.rank >= Education.COLLEGE.rank else _SCHOOL


def _band(pay: int | None, width: int) -> Text | None:
    if pay is None:
        return None
    low = pay // width * width
    words = _BETWEEN if low else _BELOW
    return words.format(low=f"{low:,}", high=f"{low + width:,}")


def _in_order(value: Coarse) -> tuple[str, ...]:
    parts = (value.education, value.district, value.hours, value.wage)
    return tuple("" if part is None else part.zh for part in parts)
