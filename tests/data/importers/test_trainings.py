"""Training records from sheets: who took part is found among the stored people and never told in a report."""

import csv
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from data.importers.columns_trainings import STATE_WORDS, TRAINING_COLUMNS
from data.importers.faults import HIDDEN, Fault, ImportRefused, TrainingBatch
from data.importers.trainings import read_trainings
from matching.records import Course, Training

TODAY = date(2026, 6, 1)
HEADERS = {column.field: column.header for column in TRAINING_COLUMNS}
TYPING = Course(id="k_typing", external_id="K1", name="打字班", provider="江城示例学校")
SPRING = Course(id="k_spring", external_id="K2", name="缝纫班", provider="江城示例学校", starts_on=date(2026, 3, 1))
AUTUMN = Course(id="k_autumn", external_id="K3", name="缝纫班", provider="江城示例学校", starts_on=date(2026, 9, 1))
CERTIFICATE = "42019919940506002521"
"""Of Lin, whose number says woman, born in 1994; the area does not exist."""
CITIZEN = CERTIFICATE[:18]
BASE = {"candidate": "A-17", "course": "K1", "state": "已结业", "on": "2026-05-15"}


def identify(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:16]


LIN = "c_" + identify(f"citizen:{CITIZEN}")
PEOPLE = {
    "A-17": (LIN,),
    LIN: (LIN,),
    CERTIFICATE: (LIN,),
    "B-2": ("c_gao",),
    "17": ("c_one", "c_two"),
}


class Asked:
    """Finds the people of `PEOPLE`, and remembers each question."""

    def __init__(self) -> None:
        self.questions: list[set[str]] = []

    def __call__(self, names: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        self.questions.append(set(names))
        return {name: PEOPLE[name] for name in self.questions[-1] if name in PEOPLE}


def read(path: Path, asked: Asked | None = None) -> TrainingBatch:
    return read_trainings(path, identify, asked or Asked(), (TYPING, SPRING, AUTUMN), None, TODAY)


def sheet(path: Path, rows: Sequence[Mapping[str, Any]]) -> Path:
    names = list(dict.fromkeys(field for row in rows for field in row))
    table: list[list[Any]] = [[HEADERS.get(name, name) for name in names], *([row.get(name) for name in names] for row in rows)]
    if path.suffix == ".xlsx":
        book = Workbook()
        for line in table:
            book.active.append(line)
        book.save(path)
    else:
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            csv.writer(stream).writerows(table)
    return path


def one(tmp_path: Path, **cells: Any) -> tuple[Training, TrainingBatch]:
    batch = read(sheet(tmp_path / "a.xlsx", [BASE | cells]))
    assert [fault for fault in batch.faults if fault.severity == "rejected"] == []
    ((training, row),) = batch.records
    assert row == 2
    return training, batch


def fault(tmp_path: Path, **cells: Any) -> Fault:
    """The only fault of the second row of a sheet; the right rows around it go in."""
    rows = [BASE, BASE | {"candidate": "B-2"} | cells, BASE | {"candidate": "B-2", "course": "K2"}]
    batch = read(sheet(tmp_path / "a.xlsx", rows))
    assert [(training.candidate, training.course) for training, _ in batch.records] == [(LIN, "k_typing"), ("c_gao", "k_spring")]
    (found,) = batch.faults
    assert (found.row, found.severity, batch.rows) == (3, "rejected", 3)
    return found


# --- right rows ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "person",
    [
        {},
        {"candidate": LIN},
        {"candidate": CERTIFICATE},
        {"candidate": CITIZEN},
        {"candidate": None, "certificate_number": CERTIFICATE},
        {"candidate": None, "certificate_number": f"{CERTIFICATE}B1"},
        {"candidate": None, "citizen_number": CITIZEN},
        {"certificate_number": CERTIFICATE, "citizen_number": CITIZEN},
        {"candidate": "number of the school", "certificate_number": CERTIFICATE},
    ],
    ids=lambda cells: "+".join(cells) or "number",
)
def test_a_person_is_known_by_any_of_their_numbers(tmp_path: Path, person: dict[str, str | None]) -> None:
    training, batch = one(tmp_path, **person)
    assert training == Training(candidate=LIN, course="k_typing", state="completed", on=date(2026, 5, 15))
    assert batch.faults == ()


@pytest.mark.parametrize(
    "cells",
    [
        {},
        {"course": "k_typing"},
        {"course": "打 字班"},
        {"course": None, "course_name": "打字班"},
        {"course": "X", "course_name": "打字班"},
    ],
)
def test_a_course_is_known_by_id_number_or_name(tmp_path: Path, cells: dict[str, str | None]) -> None:
    assert one(tmp_path, **cells)[0].course == "k_typing"


@pytest.mark.parametrize(("word", "state"), STATE_WORDS.items())
def test_states_by_their_words(tmp_path: Path, word: str, state: str) -> None:
    assert one(tmp_path, state=word)[0].state == state


def test_people_are_looked_up_once_for_a_whole_file(tmp_path: Path) -> None:
    asked = Asked()
    read(sheet(tmp_path / "a.csv", [BASE, BASE | {"candidate": "B-2"}, BASE | {"candidate": CERTIFICATE, "course": "K2"}]), asked)
    assert asked.questions == [{"A-17", "B-2", CERTIFICATE, LIN}]


def test_names_of_people_are_not_read_and_not_complained_about(tmp_path: Path) -> None:
    batch = read(sheet(tmp_path / "a.csv", [BASE | {"姓名": "林小满", "班主任": "某"}]))
    assert [found.column for found in batch.faults] == ["班主任"]


def test_a_day_that_lies_ahead_or_is_none_is_left_out(tmp_path: Path) -> None:
    for day, told in ((date(2026, 6, 2), "the date lies ahead; left out"), ("五月", "not a whole date; left out")):
        training, batch = one(tmp_path, on=day)
        assert training.on is None
        assert [(found.severity, found.problem.en) for found in batch.faults] == [("warning", told)]


def test_the_same_again_is_a_duplicate_and_a_contradiction_stays_out(tmp_path: Path) -> None:
    rows = [BASE, BASE, BASE | {"state": "在读"}, BASE | {"candidate": CERTIFICATE}]
    batch = read(sheet(tmp_path / "a.csv", rows))
    assert ([training.state for training, _ in batch.records], batch.rows, batch.duplicates) == (["completed"], 4, 2)
    assert [(found.row, found.severity, found.problem.en) for found in batch.faults] == [
        (3, "warning", "the same as row 2; this row was left out"),
        (4, "rejected", "row 2 tells another state of the same person and course"),
        (5, "warning", "the same as row 2; this row was left out"),
    ]


# --- wrong rows ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "column", "value", "told"),
    [
        ({"candidate": "Z-9"}, "求职者编号", HIDDEN, "there is no such candidate"),
        ({"candidate": None}, "求职者编号", None, "does not say who it is about"),
        ({"candidate": 17}, "求职者编号", HIDDEN, "several candidates have this number"),
        ({"candidate": "B-2", "certificate_number": CERTIFICATE}, "残疾人证号", HIDDEN, "the columns name different people"),
        (
            {"candidate": None, "certificate_number": CERTIFICATE[:17] + "021"},
            "残疾人证号",
            HIDDEN,
            "the check character (18th) does not fit",
        ),
        (
            {"candidate": None, "certificate_number": 4.2019919940506e19},
            "残疾人证号",
            HIDDEN,
            "the number was stored as a numeric cell, its last digits are lost",
        ),
        ({"course": "K9"}, "课程编号", "K9", "there is no such course"),
        ({"course": None, "course_name": "缝纫班"}, "课程名称", "缝纫班", "2 courses have this name or number"),
        ({"course": None}, "课程编号", None, "does not say which course"),
        ({"state": "很好"}, "状态", "很好", "not one of the words for this column"),
        ({"state": None}, "状态", None, "the state is empty"),
    ],
)
def test_a_wrong_cell_keeps_its_row_out_and_says_nobodys_number(
    tmp_path: Path, cells: dict[str, object], column: str, value: str | None, told: str
) -> None:
    found = fault(tmp_path, **cells)
    assert (found.column, found.value, found.problem.en) == (column, value, told)
    assert found.advice.zh
    text = f"{found.problem} {found.advice}"
    assert [number for number in (CERTIFICATE, CITIZEN, "Z-9", "A-17", "B-2") if number in text] == []


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("求职者编号,状态", "none of the columns 课程编号 / 课程名称 is there"),
        ("课程编号,状态", "none of the columns 求职者编号 / 残疾人证号 / 身份证号 is there"),
        ("求职者编号,课程编号", "missing columns: 状态"),
    ],
)
def test_a_sheet_that_cannot_name_people_courses_and_states_is_refused(tmp_path: Path, header: str, told: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{header}\na,b\n", "utf-8")
    with pytest.raises(ImportRefused, match=told):
        read(path)
