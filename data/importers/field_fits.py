"""How well the cells of a column fit each field of a kind of sheet, and how often a foreign sheet has the field at all."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from data.importers.candidate_fits import candidate_fits
from data.importers.column_profiles import Profile
from data.importers.columns import YES_NO, Column
from data.importers.columns_candidates import ABILITY
from data.importers.columns_postings import ARRANGEMENTS, DEMAND, FACT, UNKNOWN
from data.importers.fit_evidence import Fit, Fitting, named, read, strict
from data.importers.posting_fits import posting_fits
from data.importers.terms import plain
from data.importers.words import NO_WORDS, YES_WORDS


def fittings(kind: str, columns: Sequence[Column], today: date) -> Mapping[str, Fitting]:
    """Field -> how well a column fits it, for every field of this kind of sheet."""
    special = posting_fits(today) if kind == "postings" else candidate_fits(today)
    return {column.field: special.get(column.field) or _by_choices(column) for column in columns}


def _yes_no(text: str) -> bool:
    return plain(text) in YES_WORDS or plain(text) in NO_WORDS


def _level(text: str) -> bool:
    return plain(text).removesuffix("级").removesuffix("分").removesuffix(".0") in frozenset("01234") | {UNKNOWN, "未评估"}


def _by_choices(column: Column) -> Fitting:
    if column.field.startswith((ABILITY, DEMAND)):
        return strict(_level, 0.5, -6.0)
    if column.choices == YES_NO:
        return read(_yes_no, 0.5, -4.0)
    if column.choices:
        return named(column.choices, 2.5, -4.5)
    return _any_text


def _any_text(profile: Profile) -> Fit:
    return Fit(0.0)


RARE: Final = frozenset(
    {"assumed", "marginal", "confirmed", *ARRANGEMENTS, "intermediary_code", "intermediary", "establishment", "commute",
     "entrance_steps", "floor", "household", "assessment_confidence", "refused_employers", "refused_accommodations", "contact_note",
     "graduated_within_years", "residence", "hours_per_day", "days_per_week", "minutes_max", "hours_max", "retirement_track",
     "profiling", "source"}
)  # fmt: skip
"""Fields that few foreign sheets have."""

COMMON: Final = frozenset({"title", "employer", "pay", "place", "education", "text", "name", "certificate_number", "phone", "sex"})
"""Fields that most sheets have."""

FREQUENT: Final = frozenset(
    {"experience", "headcount", "welfare", "industry", "staff", "employer_kind", "published_on", "contact", "address", "hours",
     "skills", "birth", "citizen_number", "category", "grade", "home", "occupations"}
)  # fmt: skip
"""Fields that many sheets have."""


def prior(field: str) -> float:
    """The log-odds that some column of a foreign sheet feeds the field, before header and cells are looked at."""
    if field.startswith((ABILITY, DEMAND, FACT)) or field in RARE:
        return -2.5
    return -0.7 if field in COMMON else -1.0 if field in FREQUENT else -1.5
