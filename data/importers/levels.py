"""The 45 ability levels of a row or of a form."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final, cast

from data.importers.columns_candidates import ABILITY, SOURCES
from data.importers.people_row import Note, PeopleRow, say
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Level
from matching.records import AbilityProfile, Assessment, AssessmentSource, assessment

_SOURCES: Final = {**SOURCES, **{one.value: one for one in AssessmentSource}}
_LEVELS: Final[Mapping[object, Level]] = cast(
    Mapping[object, Level], {n: n for n in range(5)} | {str(n): n for n in range(5)} | {f"{n}级": n for n in range(5)}
)
_LEVELS_IN_ORDER: Final[tuple[Level, ...]] = (0, 1, 2, 3, 4)
# True is no level 1, and a date no level at all, though both would pass as numbers.
_LEVEL_TYPES: Final = (str, int, float)
_LEVEL: Final = re.compile(r"([0-4])(?:\.0+)?\s*[级分]?")
_ABILITY_FIELDS: Final = tuple(ABILITY + row.name for row in CATALOGUE.dimensions)


def read_profile(row: PeopleRow, today: date, note: Note) -> AbilityProfile:
    """The 45 ability levels of a row with their one source, date and confidence; what is none or out of range goes to `note`."""
    source = row.choice("assessment_source", _SOURCES, row.warn)
    on = row.day("assessment_date")
    if on is not None and on > today:
        on = None
        row.warn(
            "assessment_date", say("日期在今天之后，未采用", "the date lies ahead; left out"), say("核对日期", "check the date")
        )
    confidence = row.number_in("assessment_confidence", 0, 1, outside=note)
    graded = [assessment(level, source or AssessmentSource.IMPORT, on, confidence) for level in _LEVELS_IN_ORDER]
    levels: list[Assessment | None] = []
    for field in _ABILITY_FIELDS:
        cell = row.cell(field)
        level = _LEVELS.get(cell) if type(cell) in _LEVEL_TYPES else None
        if level is None and cell is not None:
            level = _odd_level(row, field, note)
        levels.append(None if level is None else graded[level])
    return AbilityProfile(assessments=tuple(levels))


def _odd_level(row: PeopleRow, field: str, note: Note) -> Level | None:
    if not row.is_level(field):
        return None
    found = _LEVEL.fullmatch(row.text(field))
    if found is not None and type(row.cell(field)) in _LEVEL_TYPES:
        return _LEVELS[found[1]]
    note(
        field,
        say("能力等级只有 0、1、2、3、4", "an ability level is 0, 1, 2, 3 or 4"),
        say("按等级说明改正；未评估请留空", "correct it by the anchors; leave it empty if nobody assessed it"),
    )
    return None
