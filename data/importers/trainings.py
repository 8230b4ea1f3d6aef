"""Training records from a sheet: every row becomes one person's part in one course, or a fault that does not say who it is."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from data.importers.columns_trainings import STATE_WORDS, TRAINING_COLUMNS
from data.importers.course_row import Identify
from data.importers.faults import TrainingBatch, repeated
from data.importers.mapping import Mapping as SheetMapping
from data.importers.named_people import PERSON_FIELDS, Asked, FindPeople, choose_person
from data.importers.people_row import PeopleRow, say
from data.importers.people_sheet import IGNORED, open_people_sheet
from data.importers.sheets import LIMIT_BYTES
from data.importers.typed_rows import Source
from data.importers.words import folded
from matching.knowledge.catalogue import Text
from matching.records import Course, Training

_COURSE: Final = ("course", "course_name")
_OPEN: Final = frozenset({"course", "course_name", "state", "on"})


class TrainingRow(PeopleRow):
    """The cells of a training record: course, state and day may be shown in a report, who it is about may not."""

    def _may_show(self, field: str, value: str) -> bool:
        return field in _OPEN and len(value) <= 40 and re.search(r"\d{7}", value) is None


def read_trainings(
    path: Source,
    identify: Identify,
    people: FindPeople,
    courses: Sequence[Course],
    mapping: SheetMapping | None,
    today: date,
    *,
    limit_bytes: int = LIMIT_BYTES,
) -> TrainingBatch:
    """The training records of a sheet, checked row by row; a wrong row keeps no other one out.

    1. A person is named by an id, an office's own number or the number of a certificate or citizen; columns that name different
       people, a name of several people and a name of nobody keep the row out.
    2. A course is named by its id or number, else by its name if only one course has it.
    3. The same person and course a second time is a duplicate where it says the same, else it stays out.

    `people` is asked once, for the whole file. Raises ImportRefused when the file cannot be read or a column is missing.
    """
    sheet = open_people_sheet(
        path,
        "trainings",
        TRAINING_COLUMNS,
        ("state",),
        TrainingRow,
        identify,
        people,
        mapping,
        today,
        limit_bytes=limit_bytes,
        one_of=(PERSON_FIELDS, _COURSE),
        ignored=IGNORED | {"学员姓名"},
    )
    offers = _Offers(courses)
    first: dict[tuple[str, str], tuple[Training, int]] = {}
    faults = [*sheet.faults]
    duplicates = 0
    for one in sheet.asked:
        row = one.row
        found = _training(one, sheet.known, offers, today)
        if found is not None:
            earlier, line = first.setdefault((found.candidate, found.course), (found, row.number))
            if line != row.number and earlier == found:
                duplicates += 1
                row.warn("state", *repeated(line))
            elif line != row.number:
                row.reject("state", *_contradicted(line))
        faults += row.faults
    return TrainingBatch(sheet.rows, tuple(first.values()), duplicates, tuple(faults))


# --- the course, the state, the day ----------------------------------------------------------------------------------------------


class _Offers:
    """The stored courses by what a sheet may call them."""

    def __init__(self, courses: Sequence[Course]) -> None:
        self._numbered: dict[str, list[str]] = {}
        self._named: dict[str, list[str]] = {}
        for course in courses:
            for number in dict.fromkeys(filter(None, (course.id, course.external_id))):
                self._numbered.setdefault(number, []).append(course.id)
            self._named.setdefault(folded(course.name), []).append(course.id)

    def called(self, number: str, name: str) -> Sequence[str]:
        """The ids of the courses of this number; else of those of that name. Names do for numbers: sheets mix the two."""
        return self._numbered.get(number) or self._named.get(folded(number)) or self._named.get(folded(name)) or ()


def _training(one: Asked[TrainingRow], known: Mapping[str, tuple[str, ...]], offers: _Offers, today: date) -> Training | None:
    row = one.row
    person = choose_person(one, known)
    course = _course(row, offers)
    state = row.choice("state", STATE_WORDS)
    if not row.text("state"):
        row.reject(
            "state",
            say("没有写状态", "the state is empty"),
            say("填已报名、在读、已结业或已退出", "write 已报名, 在读, 已结业 or 已退出"),
        )
    on = row.day("on")
    if on is not None and on > today:
        on = None
        row.warn("on", say("日期在今天之后，未采用", "the date lies ahead; left out"), say("核对日期", "check the date"))
    if row.rejected or person is None or course is None or state is None:
        return None
    return Training(candidate=person, course=course, state=state, on=on)


def _course(row: TrainingRow, offers: _Offers) -> str | None:
    number, name = row.external("course"), row.text("course_name")
    column = "course" if number else "course_name"
    if not number and not name:
        row.reject(
            "course",
            say("没有写是哪门课", "does not say which course"),
            say("填课程编号或课程名称", "fill in the course's number or name"),
        )
        return None
    found = offers.called(number, name)
    if len(found) == 1:
        return found[0]
    if found:
        row.reject(
            column,
            say("有 {n} 门课叫这个名称或编号", "{n} courses have this name or number").format(n=len(found)),
            say("写课程列表里的系统编号（k_ 开头）", "write the id of this system (k_...), from the list of courses"),
        )
    else:
        row.reject(
            column,
            say("库里没有这门课", "there is no such course"),
            say("先导入课程，或核对编号", "import the courses first, or check the number"),
        )
    return None


def _contradicted(line: int) -> tuple[Text, Text]:
    return (
        say("第 {row} 行写了同一人同一门课的另一种状态", "row {row} tells another state of the same person and course").format(
            row=line
        ),
        say("只留最新的一行", "keep the newest of the two"),
    )
