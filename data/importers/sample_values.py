"""Cells shown beside a proposal so that a person can check it: up to three a column, none that tells who somebody is."""

import re
from collections.abc import Mapping
from typing import Final

from data.importers.column_profiles import CELL, Profile
from data.importers.columns_candidates import CANDIDATE_COLUMNS
from data.importers.fit_evidence import Fitting
from data.importers.people_row import OPEN_FIELDS
from data.importers.terms import mask_contacts, unmasked
from data.importers.value_shapes import holds_personal_number, is_short_chinese, looks_like_name
from matching.geography import AREAS

MOST: Final = 3
_LONGEST: Final = 24
_LEAST_LETTERS: Final = 3
_OFTEN: Final = 10
_OFTEN_SHARE: Final = 0.05
_DIGITS: Final = re.compile(r"\d(?:[\s()-]{0,2}\d){6,}")
_PERSONAL: Final = frozenset({"contact"})
_ANY_WORDS: Final = frozenset({"tags"})
_FIGURES: Final = frozenset({"pay", "pay_min", "pay_max", "published_on", "closes_on", "hours", "staff", "age"})
_FIGURE: Final = re.compile(r"\d{1,6}(?:\.\d{1,2})?(?:元|元/月|分钟|小时|年)?")
_OPEN_WORDS: Final = frozenset(
    {"有", "无", "中专", "专科", "职高", "技校", "研究生", *(name for area in AREAS for name in area.names)}
    | {word for column in CANDIDATE_COLUMNS if column.field in OPEN_FIELDS for word in column.choices}
)


def shown(profile: Profile, kind: str, field: str | None, certain: bool, fitting: Mapping[str, Fitting]) -> tuple[str, ...]:
    """Up to three different cells of a column, cut to 24 characters; what may be personal is shown as its shape.

    Of people only words of our own lists and short figures are shown, and only of open fields (`OPEN_FIELDS`). Of postings no
    contact, no number of seven digits, nothing that reads like a name where the field's reader does not know it, and, unless the
    column is `certain` to feed its field, no two to four characters that are rare in it.
    """
    seen: list[str] = []
    for text, rows in sorted(profile.sample, key=lambda one: -one[1]):
        often = rows >= max(_OFTEN, _OFTEN_SHARE * profile.told)
        people = kind == "candidates"
        told = _told_of_people(text, field) if people else _told_of_offers(text, field, certain, often, fitting)
        words = printable(told) if told else ""
        cell = (words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…") or shape(text)
        if cell not in seen:
            seen.append(cell)
        if len(seen) == MOST:
            break
    return tuple(seen)


def _told_of_people(text: str, field: str | None) -> str | None:
    return text if field in OPEN_FIELDS and (text in _OPEN_WORDS or _FIGURE.fullmatch(text)) else None


def _told_of_offers(text: str, field: str | None, certain: bool, often: bool, fitting: Mapping[str, Fitting]) -> str | None:
    if field in _PERSONAL or holds_personal_number(text):
        return None
    if looks_like_name(text) and (field is None or field in _ANY_WORDS or fitting[field](Profile(0, "", (text,))).share != 1.0):
        return None
    if not certain and is_short_chinese(text) and not often:
        return None
    if field in _FIGURES and fitting[field](Profile(0, "", (text,))).share == 1.0:
        return text
    told = unmasked(mask_contacts(text[:CELL]).text)
    masked = _DIGITS.sub("…", told)
    return masked if masked == told or sum(map(str.isalpha, masked)) >= _LEAST_LETTERS else None


def shape(text: str) -> str:
    """How a hidden cell looks: ‹11 位数字/digits›, ‹3 字/characters›."""
    digits = sum(character.isdigit() for character in text)
    return f"‹{digits} 位数字/digits›" if digits == len(text) else f"‹{len(text)} 字/characters›"


def printable(text: str) -> str:
    """On one line, without characters that a file of YAML may not hold."""
    return " ".join("".join(c if c.isprintable() else " " for c in text if c != "\ufeff").split())
