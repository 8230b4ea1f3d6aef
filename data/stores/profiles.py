"""Ability profiles in a few dozen characters: one a dimension, and a palette of who assessed when.

The text says `layout`: the order of the dimensions at the time of writing. A profile of an older layout is read by name.
"""

import hashlib
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Final

import orjson

from matching.knowledge import CATALOGUE
from matching.records import AbilityProfile, Assessment, AssessmentSource, assessment

DIMENSIONS: Final = tuple(dimension.name for dimension in CATALOGUE.dimensions)
_MARKS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_NONE: Final = "-"
_NOT_ASSESSED: Final = (_NONE, _NONE)
_Kind = tuple[str, str | None, float | None]


def layout_id(dimensions: tuple[str, ...] = DIMENSIONS) -> str:
    """The name of one order of dimensions."""
    return hashlib.sha256("\n".join(dimensions).encode()).hexdigest()[:16]


def pack_profile(profile: AbilityProfile) -> str:
    """`levels|palette|marks`: a digit or - a dimension; JSON list of [source, date, confidence]; the palette's index of each.

    Marks are left out where all assessments share one row of the palette.
    """
    palette: dict[_Kind, str] = {}
    # Assessments are shared between dimensions and people: each is looked into once.
    signs: dict[int, tuple[str, str]] = {}
    pairs: list[tuple[str, str]] = []
    for found in profile.assessments:
        if found is None:
            pairs.append(_NOT_ASSESSED)
            continue
        pair = signs.get(id(found))
        if pair is None:
            kind = (found.source.value, None if found.on is None else found.on.isoformat(), found.confidence)
            pair = signs[id(found)] = str(found.level), palette.setdefault(kind, _MARKS[len(palette)])
        pairs.append(pair)
    levels, marks = map("".join, zip(*pairs, strict=True))
    return f"{levels}|{orjson.dumps(list(palette)).decode()}|{marks if len(palette) > 1 else ''}"


def unpack_profile(text: str, dimensions: tuple[str, ...] = DIMENSIONS) -> AbilityProfile:
    """The profile of `pack_profile`, written when the dimensions stood in this order; a dimension it lacks is not assessed."""
    levels, palette, marks = text.split("|")
    if marks:
        tables = {mark: _table(*kind) for mark, kind in zip(_MARKS, orjson.loads(palette), strict=False)}
        tables[_NONE] = {_NONE: None}
        found = tuple(tables[mark][level] for mark, level in zip(marks, levels, strict=True))
    else:
        found = tuple(map(_only(palette).__getitem__, levels))
    if dimensions is not DIMENSIONS:
        by_name = dict(zip(dimensions, found, strict=True))
        found = tuple(by_name.get(name) for name in DIMENSIONS)
    return AbilityProfile(assessments=found)


@lru_cache(maxsize=4_096)
def _only(palette: str) -> Mapping[str, Assessment | None]:
    kinds = orjson.loads(palette)
    return _table(*kinds[0]) if kinds else {_NONE: None}


@lru_cache(maxsize=4_096)
def _table(source: str, on: str | None, confidence: float | None) -> Mapping[str, Assessment | None]:
    when = None if on is None else date.fromisoformat(on)
    who = AssessmentSource(source)
    return {_NONE: None} | {str(level): assessment(level, who, when, confidence) for level in (0, 1, 2, 3, 4)}
