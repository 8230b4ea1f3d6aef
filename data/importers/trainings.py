"""Training records from a sheet: every row becomes one person's part in one course, or a fault that does not say who it is."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from data.importers.columns_trainings import STATE_WORDS, TRAINING_COLUMNS
from data.importers.course_row import Identify
from data.importers.faults import ImportRefused, TrainingBatch, unread_column
from data.importers.mapping import Mapping as SheetMapping
from data.importers.mapping import Plan, check_whole_columns, choose_mapping, known_headers
from data.importers.named_people import PERSON_FIELDS, Asked, FindPeople, ask_names, choose_person
from data.importers.people_row import PeopleRow, say
from data.importers.sheets import LIMIT_BYTES, open_table, plain_header
from matching.knowledge.catalogue import Text
from matching.records import Course, Training

_COURSE: Final = ("course", "course_name")
_OPEN: Final = frozenset({"course", "course_name", "state", "on"})
_IGNORED: Final = frozenset({"", "序号", "no", "no.", "姓名", "学员姓名"})


class TrainingRow(PeopleRow):
    """The cells of a training record: course, state and day may be shown in a report, who it is about may not."""

    def _may_show(self, field: str, value: str) -> bool:
        return field in _OPEN and len(value) <= 40 and re.search(r"\d{7}", value) is None


def read_trainings(
    path: Path,
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
    table = open_table(path, known_headers("trainings", TRAINING_COLUMNS, mapping), limit_bytes)
    chosen = choose_mapping(path.name, "trainings", table.headers, TRAINING_COLUMNS, ("state",), mapping)
    check_whole_columns(path.name, chosen)
    plan = Plan(chosen, table.headers, {}, TRAINING_COLUMNS)
    _check_columns(path, plan)
    headers = {column.field: plan.column(column.field) for column in TRAINING_COLUMNS}
    faults = [unread_column(header) for header in table.headers if plain_header(header) not in chosen.headers | _IGNORED]
    asked = [ask_names(TrainingRow(number, plan.fields(cells), headers), identify, today) for number, cells in table.rows]
    known = people({name for one in asked for names in one.names.values() for name in names})
    offers = _Offers(courses)
    first: dict[tuple[str, str], tuple[Training, int]] = {}
    duplicates = 0
    for one in asked:
        row = one.row
        found = _training(one, known, offers, today)
        if found is not None:
            earlier, line = first.setdefault((found.candidate, found.course), (found, row.number))
            if line != row.number and earlier == found:
                duplicates += 1
                row.warn("state", *_repeated(line))
            elif line != row.number:
                row.reject("state", *_contradicted(line))
        faults += row.faults
    lost = sum(fault.severity == "rejected" for fault in table.faults)
    return TrainingBatch(len(asked) + lost, tuple(first.values()), duplicates, (*table.faults, *faults))


def _check_columns(path: Path, plan: Plan) -> None:
    titles = {column.field: column.header for column in TRAINING_COLUMNS}
    for needed in (PERSON_FIELDS, _COURSE):
        if plan.fed.isdisjoint(needed):
            names = " / ".join(titles[field] for field in needed)
            raise ImportRefused(
                Text(
                    zh=f"{path.name}：缺少列“{names}”中的任何一个；请加上，或用对照文件写明是哪一列",
                    en=f"{path.name}: none of the columns {names} is there; add one, or say in a mapping file which column it is",
                )
            )


# --- the course, the state, the day ----------------------------------------------------------------------------------------------


class _Offers:
    """The stored courses by what a sheet may call them."""

    def __init__(self, courses: Sequence[Course]) -> None:
        self._numbered: dict[str, list[str]] = {}
        self._named: dict[str, list[str]] = {}
        for course in courses:
            for number in dict.fromkeys(filter(None, (course.id, course.external_id))):
                self._numbered.setdefault(number, []).append(course.id)
            self._named.setdefault(_key(course.name), []).append(course.id)

    def called(self, number: str, name: str) -> Sequence[str]:
        """The ids of the courses of this number; else of those of that name. Names do for numbers: sheets mix the two."""
        return self._numbered.get(number) or self._named.get(_key(number)) or self._named.get(_key(name)) or ()


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


def _key(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).lower().split())


def _repeated(line: int) -> tuple[Text, Text]:
    return (
        say("与第 {row} 行相同，本行未采用", "the same as row {row}; this row was left out").format(row=line),
        say("删去一行", "delete one of the two"),
    )


def _contradicted(line: int) -> tuple[Text, Text]:
    return (
        say("第 {row} 行写了同一人同一门课的另一种状态", "row {row} tells another state of the same person and course").format(
            row=line
        ),
        say("只留最新的一行", "keep the newest of the two"),
    )
