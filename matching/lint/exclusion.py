"""Whom a clause keeps out or puts last, as far as its words say it and it is recorded of people."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

CATEGORIES: Final[Mapping[str, int]] = {
    "视": 1,
    "盲": 1,
    "听": 2,
    "聋": 2,
    "言语": 3,
    "语言": 3,
    "语障": 3,
    "言残": 3,
    "哑": 3,
    "肢": 4,
    "智": 5,
    "精神": 6,
    "精残": 6,
    "多重": 7,
}
"""Words of the seven categories of GB/T 26341-2010."""
_ALL_CATEGORIES: Final = frozenset(range(1, 8))
_ALL_GRADES: Final = frozenset(range(1, 5))
_DIGITS: Final[Mapping[str, int]] = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
_GRADE: Final = re.compile(r"[一二三四1-4]")
_SPAN: Final = re.compile(r"([一二三四1-4])级? ?(?:至|到|-) ?([一二三四1-4])")
_MILD: Final = re.compile(r"轻")
_SEVERE: Final = re.compile(r"重度")


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Whom a clause asks for, on one attribute that is recorded of people; everybody else of the pool is kept out.

    `keeps` holds categories 1-7, grades 1-4 or sexes; ages are completed years from `minimum` to `maximum`, None: no bound.
    """

    attribute: Literal["category", "grade", "age", "sex"]
    keeps: frozenset[int] | frozenset[str] = frozenset()
    minimum: int | None = None
    maximum: int | None = None

    def excludes(self, value: int | str) -> bool:
        """Whether somebody with this category, grade, sex or age is kept out."""
        if self.attribute == "age":
            years = int(value)
            return (self.minimum is not None and years < self.minimum) or (self.maximum is not None and years > self.maximum)
        return value not in self.keeps


def exclusion_of(excludes: str, words: str, groups: Mapping[str, str | None]) -> Exclusion | None:
    """Whom these (plain) words keep out; None when nothing is recorded by which it could be counted, or the words do not say."""
    if excludes == "category":
        return _category(groups)
    if excludes == "grade":
        return _grade(words, groups)
    if excludes == "age":
        low, high, below = (number(groups.get(name)) for name in ("min", "max", "below"))
        high = below - 1 if below is not None else high
        return None if low is None and high is None else Exclusion("age", minimum=low, maximum=high)
    if excludes == "sex":
        return Exclusion("sex", frozenset({"male" if groups.get("male") else "female"}))
    return None


def number(written: str | None) -> int | None:
    """35 of "35", "三十五" or "十八"; None of None."""
    if written is None or written.isdecimal():
        return None if written is None else int(written)
    tens, _, ones = written.partition("十")
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def _category(groups: Mapping[str, str | None]) -> Exclusion | None:
    only, without = groups.get("only"), groups.get("without")
    if only:
        return _keeping("category", _named(only), _ALL_CATEGORIES)
    return _keeping("category", _ALL_CATEGORIES - _named(without), _ALL_CATEGORIES) if without else None


def _grade(words: str, groups: Mapping[str, str | None]) -> Exclusion | None:
    only = groups.get("only")
    if only is None:
        if _MILD.search(words):
            return Exclusion("grade", frozenset({3, 4}))
        return Exclusion("grade", frozenset({1, 2})) if _SEVERE.search(words) else None
    span = _SPAN.search(only)
    found = {_grade_number(digit) for digit in _GRADE.findall(only)}
    if span is not None:
        ends = sorted((_grade_number(span[1]), _grade_number(span[2])))
        found |= set(range(ends[0], ends[1] + 1))
    # Grade 1 is the most severe, and people read “三级以上” both ways: what cannot be told is not counted.
    return None if "以上" in words or "以下" in words else _keeping("grade", found, _ALL_GRADES)


def _grade_number(digit: str) -> int:
    return int(digit) if digit.isdecimal() else _DIGITS[digit]


def _named(words: str) -> frozenset[int]:
    return frozenset(code for word, code in CATEGORIES.items() if word in words)


def _keeping(attribute: Literal["category", "grade"], keeps: Iterable[int], whole: frozenset[int]) -> Exclusion | None:
    kept = frozenset(keeps)
    return Exclusion(attribute, kept) if kept and kept != whole else None
