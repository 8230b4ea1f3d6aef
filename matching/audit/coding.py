"""From what is known of a person to the codes of groups: the same for an office's store and for a synthetic city."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from matching.audit.groups import AGE_BANDS, CATEGORIES, GRADE_BANDS, GRADUATES, SEXES, Attribute, age_band
from matching.geography import DISTRICTS
from matching.knowledge.catalogue import Text
from matching.policy import Policy, month_shifted
from matching.records import Education

NOT_KNOWN: Final = -1
NAMES: Final[Mapping[Attribute, tuple[Text, ...]]] = {
    "category": CATEGORIES,
    "grade": GRADE_BANDS,
    "sex": SEXES,
    "age": AGE_BANDS,
    "district": (*(area.text for area in DISTRICTS.values()), Text(zh="其他地区", en="elsewhere")),
    "graduate": GRADUATES,
}
"""Attribute -> its groups; a code is a place among them."""
_DISTRICTS: Final = {code: place for place, code in enumerate(DISTRICTS)}
_ELSEWHERE: Final = len(_DISTRICTS)
_SEX_CODES: Final = {"female": 0, "male": 1}


@dataclass(frozen=True, slots=True)
class Known:
    """What groups are made of; None: not told."""

    category: int | None
    grade: int | None
    birth: date | None
    sex: str | None
    district: str | None
    education: Education | None
    graduated_on: date | None


def group_codes(known: Known, today: date, policy: Policy) -> dict[Attribute, int]:
    """Attribute -> the person's code in `NAMES`; an attribute of which nothing is known is absent. Ages are those of `today`."""
    codes: dict[Attribute, int] = {}
    if known.category is not None and 1 <= known.category <= len(CATEGORIES):
        codes["category"] = known.category - 1
        # The grades of veterans and of work injuries, which have no category, are others.
        if known.grade is not None and 1 <= known.grade <= 4:
            codes["grade"] = (known.grade - 1) // 2
    if known.sex in _SEX_CODES:
        codes["sex"] = _SEX_CODES[known.sex]
    if known.birth is not None:
        birth = known.birth
        codes["age"] = age_band(today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day)))
    if known.district is not None:
        codes["district"] = _DISTRICTS.get(known.district, _ELSEWHERE)
    graduate = _graduate(known, today, policy)
    if graduate is not None:
        codes["graduate"] = graduate
    return codes


def _graduate(known: Known, today: date, policy: Policy) -> int | None:
    """Within the years after leaving college that the policy of the day counts; others; or not known."""
    if known.graduated_on is not None:
        months = int(policy.number("graduate.window_years") * 12)
        return 0 if today <= month_shifted(known.graduated_on, months) else 1
    below_college = known.education is not None and known.education.rank < Education.COLLEGE.rank
    return 1 if below_college else None
