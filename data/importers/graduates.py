"""The graduates' ledger from a sheet: who is kept in it, and who refused to be served; a fault never says who it is."""

import re
from datetime import date
from typing import Final

from data.importers.columns_graduates import GRADUATE_COLUMNS
from data.importers.course_row import Identify
from data.importers.faults import GraduateBatch, repeated
from data.importers.mapping import Mapping as SheetMapping
from data.importers.named_people import Asked, FindPeople, choose_person
from data.importers.people_row import PeopleRow, say
from data.importers.people_sheet import IGNORED, open_people_sheet
from data.importers.sheets import LIMIT_BYTES
from data.importers.typed_rows import Source
from data.importers.words import NO_WORDS, YES_WORDS
from matching.records import GraduateTold

_OPEN: Final = frozenset({"entered_on", "refused"})
_ASIDE: Final = frozenset({"毕业院校", "学校", "毕业学校", "毕业时间", "毕业日期", "专业", "学历"})
"""Columns of other sheets that such a list often has, too: the sheet of candidates reads them."""


class GraduateRow(PeopleRow):
    """The cells of one graduate: the days may be shown in a report, who it is and why they refused may not."""

    def _may_show(self, field: str, value: str) -> bool:
        return field in _OPEN and len(value) <= 40 and re.search(r"\d{7}", value) is None


def read_graduates(
    path: Source,
    identify: Identify,
    people: FindPeople,
    mapping: SheetMapping | None,
    today: date,
    *,
    limit_bytes: int = LIMIT_BYTES,
) -> GraduateBatch:
    """What a sheet tells of the graduates' ledger, checked row by row; a wrong row keeps no other one out.

    A row takes the person into the ledger; an empty cell says nothing of a refusal. The same person a second time is a duplicate
    where it says the same, else it stays out. `people` is asked once. Raises ImportRefused when the file cannot be read or has no
    column that tells people.
    """
    sheet = open_people_sheet(
        path,
        "graduates",
        GRADUATE_COLUMNS,
        (),
        GraduateRow,
        identify,
        people,
        mapping,
        today,
        limit_bytes=limit_bytes,
        ignored=IGNORED | _ASIDE,
    )
    first: dict[str, tuple[GraduateTold, int]] = {}
    faults = [*sheet.faults]
    duplicates = 0
    for one in sheet.asked:
        row = one.row
        found = _graduate(one, choose_person(one, sheet.known), today)
        if found is not None:
            earlier, line = first.setdefault(found.candidate, (found, row.number))
            if line != row.number and earlier == found:
                duplicates += 1
                row.warn("candidate", *repeated(line))
            elif line != row.number:
                row.reject(
                    "candidate",
                    say("第 {row} 行写了同一人的另一种情况", "row {row} tells something else of the same person").format(row=line),
                    say("把两行合成一行", "make one row of the two"),
                )
        faults += row.faults
    return GraduateBatch(sheet.rows, tuple(first.values()), duplicates, tuple(faults))


def _graduate(one: Asked[GraduateRow], person: str | None, today: date) -> GraduateTold | None:
    row = one.row
    entered = row.day("entered_on")
    if entered is not None and entered > today:
        row.reject("entered_on", say("登记日期在今天之后", "the day of entry lies ahead"), say("核对日期", "check the date"))
    refuses, refused_on = _refusal(row, today)
    reason = row.told("reason")
    if reason and refuses is not True:
        row.reject(
            "reason",
            say("写了原因，却没有拒绝的日期", "there is a reason and no day of a refusal"),
            say("补上日期，或清空原因", "add the day, or empty the reason"),
        )
    if row.rejected or person is None:
        return None
    return GraduateTold(candidate=person, entered_on=entered, refuses=refuses, refused_on=refused_on, reason=reason)


def _refusal(row: GraduateRow, today: date) -> tuple[bool | None, date | None]:
    """(whether the person refuses, since when); None where nothing is said."""
    word = row.text("refused").lower()
    if not word:
        return None, None
    if word in NO_WORDS:
        return False, None
    if word in YES_WORDS:
        row.reject(
            "refused",
            say("没有写是哪一天拒绝的", "does not say on which day they refused"),
            say("写拒绝那一天，如 2027-03-05；不再拒绝写“否”", "write the day, like 2027-03-05, or 否 if they refuse no longer"),
        )
        return None, None
    on = row.day("refused", note=row.reject)
    if on is not None and on > today:
        row.reject("refused", say("拒绝的日期在今天之后", "the day of the refusal lies ahead"), say("核对日期", "check the date"))
        return None, None
    return (None if on is None else True), on
