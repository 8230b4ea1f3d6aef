"""Whom a posting admits by its own conditions, as its row states them."""

import re
from typing import Any, Final

from data.importers.posting_row import PostingRow
from data.importers.terms import split_list
from matching.geography import DISTRICTS, find_area
from matching.knowledge.catalogue import Text
from matching.records import Eligibility

_FLAGS: Final = ("recognised_only", "unemployed_only", "zero_employment_household_only")
_NO_CONDITION: Final = Eligibility()
_ANYWHERE: Final = frozenset({"不限", "无", "全国", "无要求"})
_WHOLE_CITY: Final = re.compile("(?:湖北省?)?武汉市?(?:户籍|户口)?|本市(?:户籍|户口)?|全市")


def read_eligibility(row: PostingRow) -> Eligibility:
    """The posting's own conditions; what nobody wrote is no condition.

    A zone stands for the districts it lies on, the city for all of them. A place that is no district of the city is left out with a
    warning: a condition that nobody can check holds nothing against anybody.
    """
    told: dict[str, Any] = {name: row.flag(name) for name in _FLAGS if name in row.cells}
    if "graduated_within_years" in row.cells:
        told["graduated_within_years"] = row.whole("graduated_within_years", 0, 50, "年(?:以?内)?")
    if "residence" in row.cells:
        told["residence"] = _residence(row)
    return Eligibility(**told) if told else _NO_CONDITION


def _residence(row: PostingRow) -> tuple[str, ...]:
    found: set[str] = set()
    for name in split_list(row.line("residence")):
        area = find_area(name)
        if area is not None:
            found.update(area.districts if area.code is None else (area.code,))
        elif _WHOLE_CITY.fullmatch(name):
            found.update(DISTRICTS)
        elif name not in _ANYWHERE:
            row.warn(
                "residence",
                Text(zh="不是武汉的区，没有采用", en="no district of Wuhan; left out"),
                Text(zh="写区名，例如“青山区”", en="write the district, such as 青山区"),
            )
    return tuple(sorted(found))
