"""Training records from a sheet: every row becomes one person's part in one course, or a fault that does not say who it is."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from data.importers.certificate import (
    CertificateNumber,
    CitizenNumber,
    NumberFault,
    plain_number,
    read_certificate_number,
    read_citizen_number,
)
from data.importers.columns_trainings import STATE_WORDS, TRAINING_COLUMNS
from data.importers.course_row import Identify
from data.importers.faults import ImportRefused, TrainingBatch, unread_column
from data.importers.mapping import Mapping as SheetMapping
from data.importers.mapping import Plan, check_whole_columns, choose_mapping, known_headers
from data.importers.people_row import PeopleRow, say
from data.importers.sheets import LIMIT_BYTES, open_table, plain_header
from data.importers.terms import holds_document
from matching.knowledge.catalogue import Text
from matching.records import Course, Training

FindPeople = Callable[[Iterable[str]], Mapping[str, tuple[str, ...]]]
"""From names (ids, an office's own numbers, numbers of certificates) to the ids of the stored people that they stand for."""

_PERSON: Final = ("candidate", "certificate_number", "citizen_number")
_COURSE: Final = ("course", "course_name")
_OPEN: Final = frozenset({"course", "course_name", "state", "on"})
_IGNORED: Final = frozenset({"", "序号", "no", "no.", "姓名", "学员姓名"})
_CITIZEN_LENGTH: Final = 18
_DOCUMENT: Final = re.compile(r"\d{17}[\dX][\dXB]{0,4}")


class TrainingRow(PeopleRow):
    """The cells of a training record: course, state and day may be shown in a report, who it is about may not."""

    def _may_show(self, field: str, value: str) -> bool:
        return field in _OPEN and len(value) <= 40 and re.search(r"\d{7}", value) is None


@dataclass(frozen=True)
class _Asked:
    """A row whose cells were read, and the names by which each of its columns calls the person."""

    row: TrainingRow
    names: Mapping[str, tuple[str, ...]]


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
    asked = [_ask(TrainingRow(number, plan.fields(cells), headers), identify, today) for number, cells in table.rows]
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
    for needed in (_PERSON, _COURSE):
        if plan.fed.isdisjoint(needed):
            names = " / ".join(titles[field] for field in needed)
            raise ImportRefused(
                Text(
                    zh=f"{path.name}：缺少列“{names}”中的任何一个；请加上，或用对照文件写明是哪一列",
                    en=f"{path.name}: none of the columns {names} is there; add one, or say in a mapping file which column it is",
                )
            )


# --- the person ------------------------------------------------------------------------------------------------------------------


def _ask(row: TrainingRow, identify: Identify, today: date) -> _Asked:
    names = {
        "candidate": _own_number(row, identify, today),
        "certificate_number": _document(row, "certificate_number", row.document("certificate_number"), identify, today),
        "citizen_number": _document(row, "citizen_number", row.document("citizen_number"), identify, today),
    }
    return _Asked(row, {field: found for field, found in names.items() if found})


def _own_number(row: TrainingRow, identify: Identify, today: date) -> tuple[str, ...]:
    text = row.external("candidate")
    if not text:
        return ()
    if _DOCUMENT.fullmatch(plain_number(text)) or holds_document(text):
        return _document(row, "candidate", text, identify, today)
    return (text,)


def _document(row: TrainingRow, field: str, text: str, identify: Identify, today: date) -> tuple[str, ...]:
    """What the person of a certificate or citizen number may be called: by the number, and by the id that follows from it."""
    if not text:
        return ()
    try:
        found = _read_number(field, plain_number(text), today)
    except NumberFault as fault:
        row.reject(field, fault.problem, fault.advice)
        return ()
    citizen = found.citizen if isinstance(found, CertificateNumber) else found
    return found.number, "c_" + identify(f"citizen:{citizen.number}")


def _read_number(field: str, number: str, today: date) -> CertificateNumber | CitizenNumber:
    if field == "citizen_number" or (field == "candidate" and len(number) == _CITIZEN_LENGTH):
        return read_citizen_number(number, today)
    return read_certificate_number(number, today)


def _person(one: _Asked, known: Mapping[str, tuple[str, ...]]) -> str | None:
    row = one.row
    if not one.names:
        if not row.rejected:
            row.reject(
                "candidate",
                say("没有写是哪一位求职者", "does not say who it is about"),
                say("填求职者编号、残疾人证号或身份证号中的一个", "fill in your number, a certificate number or a citizen number"),
            )
        return None
    told = {field: {found for name in names for found in known.get(name, ())} for field, names in one.names.items()}
    meant = {field: ids for field, ids in told.items() if ids}
    column = next(iter(meant or told))
    if not meant:
        row.reject(
            column,
            say("库里没有这位求职者", "there is no such candidate"),
            say("先导入求职者名单，或核对编号、证件号码", "import the candidates first, or check the number"),
        )
        return None
    ids = set.intersection(*meant.values())
    if len(ids) == 1:
        return ids.pop()
    if ids:
        row.reject(
            column,
            say("几位求职者都用这个编号", "several candidates have this number"),
            say("改写残疾人证号或系统里的编号", "write the number of the certificate, or the id of this system"),
        )
    else:
        row.reject(
            list(meant)[-1],
            say("各列指的不是同一个人", "the columns name different people"),
            say("核对编号和证件号码", "compare the numbers with the documents"),
        )
    return None


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


def _training(one: _Asked, known: Mapping[str, tuple[str, ...]], offers: _Offers, today: date) -> Training | None:
    row = one.row
    person = _person(one, known)
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
