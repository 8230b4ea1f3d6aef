"""What others may know a person by from outside, and what a line tells of it: only as finely as a crowd shares all of it.

Education, home, hours, wage wish, skills and papers are one whole: it is the line, not each of its words, that has to be shared.
No posting has a say in it: the line of a person is the same on every list of an employer.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from matching.geography import Area
from matching.knowledge.catalogue import Text
from matching.privacy.likeness import Statement
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
    skills: tuple[str, ...] = ()
    certificates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coarse:
    """The same in words for readers; None, and what is absent: not told, or too rare to be told."""

    education: Text | None = None
    district: Text | None = None
    hours: Text | None = None
    wage: Text | None = None
    skills: tuple[str, ...] = ()
    certificates: tuple[str, ...] = ()


def exact(one: Outline) -> Coarse:
    """The values as the person gave them."""
    return Coarse(
        education=None if one.education is None else _EDUCATIONS[one.education],
        district=None if one.area is None else one.area.text,
        hours=None if one.hours is None else _HOURS.format(n=f"{one.hours:g}"),
        wage=None if one.pay is None else _WAGE.format(n=f"{one.pay:,}"),
        skills=one.skills,
        certificates=one.certificates,
    )


def statements(one: Outline) -> Mapping[Statement, float]:
    """What is true of somebody, each with what an employer gains by knowing it, > 0, the same for everybody.

    Of education the level, and school or higher; the district, and the city; the hours, and a part of the day; the wage, by
    thousands, and by three thousands; each skill and paper.
    """
    return dict(_statements(one))


def _statements(one: Outline) -> Iterator[tuple[Statement, float]]:
    told = exact(one)
    if one.education is not None and told.education is not None:
        yield _said("education", 0, told.education), 1.0
        yield _said("education", 1, _HIGHER if one.education.rank >= Education.COLLEGE.rank else _SCHOOL), 1.0
    if told.district is not None:
        yield _said("district", 0, told.district), 1.0
        yield _said("district", 1, _CITY), 0.25
    if one.hours is not None and told.hours is not None:
        yield _said("hours", 0, told.hours), 0.5
        if one.hours < _FULL_DAY:
            yield _said("hours", 1, _PART_DAY.format(n=_FULL_DAY)), 0.5
    if one.pay is not None and told.wage is not None:
        yield _said("wage", 0, told.wage), 0.25
        yield _said("wage", 1, _band(one.pay, _NARROW)), 0.5
        yield _said("wage", 2, _band(one.pay, _WIDE)), 0.5
    for name in one.skills:
        yield Statement("skills", 0, name), 2.0
    for name in one.certificates:
        yield Statement("certificates", 0, name), 1.0


def words_of(told: frozenset[Statement]) -> Coarse:
    """The finest words of each field among what is told.

    Names stand in alphabetical order: the order of a file could tell whose it is.
    """
    finest: dict[str, Text] = {}
    for one in sorted(told, reverse=True):
        finest[one.field] = Text(zh=one.zh, en=one.en)
    return Coarse(
        education=finest.get("education"),
        district=finest.get("district"),
        hours=finest.get("hours"),
        wage=finest.get("wage"),
        skills=tuple(sorted(one.zh for one in told if one.field == "skills")),
        certificates=tuple(sorted(one.zh for one in told if one.field == "certificates")),
    )


def _said(field: str, step: int, words: Text) -> Statement:
    return Statement(field, step, words.zh, words.en)


def _band(pay: int, width: int) -> Text:
    low = pay // width * width
    words = _BETWEEN if low else _BELOW
    return words.format(low=f"{low:,}", high=f"{low + width:,}")
