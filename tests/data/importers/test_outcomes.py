"""Outcomes from sheets: read beside what is recorded, contradictions kept out, and nobody named in a report."""

import csv
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from data.importers.columns_outcomes import ENDING_WORDS, OUTCOME_COLUMNS, REASON_WORDS
from data.importers.faults import HIDDEN, Fault, ImportRefused, OutcomeBatch
from data.importers.outcomes import read_outcomes
from matching.records import Event, Outcome, Step, Story

TODAY = date(2027, 12, 1)
HEADERS = {column.field: column.header for column in OUTCOME_COLUMNS}
CERTIFICATE = "42019919940506002521"
FAIR = Event(id="ev_fair", name="春季专场", on=date(2027, 3, 20))
TWINS = [Event(id="ev_1", name="同名专场", on=date(2027, 3, 1)), Event(id="ev_2", name="同名专场", on=date(2027, 9, 1))]
BASE = {"candidate": "A-17", "posting": "G-1", "event": "ev_fair", "interviewed": "2027-03-20", "hired": "2027-04-01"}
POSTINGS = {"G-1": ("p_clerk",), "p_clerk": ("p_clerk",), "G-2": ("p_baker",), "7": ("p_x", "p_y")}


def identify(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:16]


LIN = "c_" + identify(f"citizen:{CERTIFICATE[:18]}")
PEOPLE = {"A-17": (LIN,), LIN: (LIN,), CERTIFICATE: (LIN,), "B-2": ("c_gao",)}


def outcome(step: Step, on: date | None = None, reason: str = "", **fields: Any) -> Outcome:
    plain: dict[str, Any] = {"candidate": LIN, "posting": "p_clerk", "event": "ev_fair"}
    return Outcome(step=step, on=on, reason=reason, **plain | fields)


INTERVIEWED = outcome(Step.INTERVIEWED, date(2027, 3, 20))
HIRED = outcome(Step.HIRED, date(2027, 4, 1))


def read(path: Path, *recorded: Outcome) -> OutcomeBatch:
    def people(names: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        return {name: PEOPLE[name] for name in names if name in PEOPLE}

    def postings(names: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        return {name: POSTINGS[name] for name in names if name in POSTINGS}

    def stored(ids: Iterable[str]) -> Sequence[Outcome]:
        wanted = set(ids)
        return [one for one in recorded if one.candidate in wanted]

    return read_outcomes(path, identify, people, postings, [FAIR, *TWINS], stored, None, TODAY)


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


def one(tmp_path: Path, *recorded: Outcome, **cells: Any) -> tuple[Story, OutcomeBatch]:
    batch = read(sheet(tmp_path / "a.xlsx", [BASE | cells]), *recorded)
    assert [fault for fault in batch.faults if fault.severity == "rejected"] == []
    ((story, row),) = batch.records
    assert row == 2
    return story, batch


def fault(tmp_path: Path, *recorded: Outcome, **cells: Any) -> Fault:
    """The only fault of the second row of a sheet; the right rows around it go in."""
    gao = BASE | {"candidate": "B-2"}
    batch = read(sheet(tmp_path / "a.xlsx", [gao, BASE | cells, gao | {"posting": "G-2"}]), *recorded)
    assert [(story.candidate, story.posting) for story, _ in batch.records] == [("c_gao", "p_clerk"), ("c_gao", "p_baker")]
    (found,) = batch.faults
    assert (found.row, found.severity, batch.rows) == (3, "rejected", 3)
    return found


# --- right rows ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cells",
    [
        {},
        {"candidate": LIN},
        {"candidate": None, "certificate_number": CERTIFICATE},
        {"candidate": None, "citizen_number": CERTIFICATE[:18]},
        {"posting": "p_clerk"},
        {"event": "春季 专场"},
        {"interviewed": date(2027, 3, 20), "hired": 46478},
    ],
    ids=str,
)
def test_people_postings_events_and_days_by_any_of_their_names(tmp_path: Path, cells: dict[str, Any]) -> None:
    story, batch = one(tmp_path, **cells)
    assert story == Story(candidate=LIN, posting="p_clerk", event="ev_fair", steps=(HIRED, INTERVIEWED))
    assert batch.faults == ()


def test_yes_without_a_day_and_no(tmp_path: Path) -> None:
    story, _ = one(tmp_path, invited="否", attended=True, interviewed="是", hired="")
    assert {step.step: step.on for step in story.steps} == {Step.ATTENDED: None, Step.INTERVIEWED: None}


@pytest.mark.parametrize(("word", "step"), ENDING_WORDS.items())
def test_endings_by_their_words(tmp_path: Path, word: str, step: Step) -> None:
    hired = {"hired": "2027-04-01" if step is Step.LEFT else None}
    story, _ = one(tmp_path, ended=word, ended_on="2027-05-02", reason="工资", **hired)
    assert [(found.on, found.reason) for found in story.steps if found.step is step] == [(date(2027, 5, 2), "pay")]
    assert {found.reason for found in story.steps if found.step is not step} == {""}


@pytest.mark.parametrize(("word", "code"), REASON_WORDS.items())
def test_reasons_by_their_words(tmp_path: Path, word: str, code: str) -> None:
    story, _ = one(tmp_path, hired=None, ended="rejected", reason=word)
    assert story.steps[-1].reason == code


def test_a_reason_in_own_words_is_not_kept(tmp_path: Path) -> None:
    story, batch = one(tmp_path, hired=None, ended="declined", reason="母亲住院")
    assert story.steps[0].reason == "other"
    assert [(found.severity, found.column) for found in batch.faults] == [("warning", "原因")]


@pytest.mark.parametrize(
    ("cells", "steps"),
    [
        ({"retained_1": "2027-05-01", "retained_3": "否"}, {Step.RETAINED_1: date(2027, 5, 1), Step.LEFT: None}),
        ({"retained_3": "是", "retained_6": "否"}, {Step.RETAINED_3: None, Step.LEFT: None}),
        ({"retained_6": "否", "ended_on": "2027-08-01"}, {Step.LEFT: date(2027, 8, 1)}),
    ],
)
def test_no_under_a_follow_up_means_that_the_person_left(tmp_path: Path, cells: dict[str, Any], steps: dict[Step, Any]) -> None:
    story, _ = one(tmp_path, **cells)
    assert {found.step: found.on for found in story.steps if found.step not in (Step.INTERVIEWED, Step.HIRED)} == steps


def test_no_under_interest_alone_means_that_the_person_declined(tmp_path: Path) -> None:
    story, _ = one(tmp_path, interested="否", interviewed=None, hired=None)
    assert [found.step for found in story.steps] == [Step.DECLINED]


def test_a_row_that_says_no_to_everything_records_nothing(tmp_path: Path) -> None:
    story, _ = one(tmp_path, attended="否", interviewed=None, hired=None)
    assert story.steps == ()


def test_without_an_event_it_is_told_that_nothing_is_learnt(tmp_path: Path) -> None:
    story, batch = one(tmp_path, event=None)
    assert story.event is None
    told = [(found.row, found.severity, found.problem.en) for found in batch.faults]
    assert told == [(2, "warning", "no event is named; recorded, but not learnt from")]
    rows = [{name: value for name, value in BASE.items() if name != "event"}]
    batch = read(sheet(tmp_path / "b.csv", rows))
    assert [(found.row, found.problem.en) for found in batch.faults] == [(None, told[0][2])]


def test_the_same_again_is_a_duplicate_and_another_story_stays_out(tmp_path: Path) -> None:
    batch = read(sheet(tmp_path / "a.csv", [BASE, BASE | {"candidate": LIN}, BASE | {"hired": "2027-04-02"}]))
    assert (len(batch.records), batch.rows, batch.duplicates) == (1, 3, 1)
    assert [(found.row, found.severity, found.problem.en) for found in batch.faults] == [
        (3, "warning", "the same as row 2; this row was left out"),
        (4, "rejected", "row 2 tells another story of the same pair"),
    ]


# --- beside what is recorded -----------------------------------------------------------------------------------------------------


def test_a_later_sheet_goes_on_from_what_is_recorded(tmp_path: Path) -> None:
    rows = [{"candidate": "A-17", "posting": "G-1", "event": "ev_fair", "retained_3": "2027-07-05"}]
    path = sheet(tmp_path / "a.csv", rows)
    assert [found.problem.en for found in read(path).faults] == ["in the job after 3 months without hired"]
    assert [found.problem.en for found in read(path, INTERVIEWED).faults] == ["in the job after 3 months without hired"]
    batch = read(path, INTERVIEWED, HIRED)
    assert ([step.step for step in batch.records[0][0].steps], batch.faults) == ([Step.RETAINED_3], ())


def test_a_day_told_for_a_step_without_one_is_no_contradiction(tmp_path: Path) -> None:
    story, _ = one(tmp_path, INTERVIEWED, outcome(Step.HIRED))
    assert story.steps == (HIRED, INTERVIEWED)


@pytest.mark.parametrize(
    ("cells", "column"),
    [({"hired": "2027-04-02"}, "入职日期"), ({"hired": "否"}, "入职日期"), ({"interviewed": "否", "hired": None}, "面试日期")],
)
def test_what_is_recorded_is_not_written_over(tmp_path: Path, cells: dict[str, Any], column: str) -> None:
    found = fault(tmp_path, INTERVIEWED, HIRED, **cells)
    assert found.column == column
    assert found.problem.en.endswith("something else is recorded")
    assert "更正" in found.advice.zh


def test_a_correction_tells_the_whole_story(tmp_path: Path) -> None:
    shown = outcome(Step.SHOWN, rank=1)
    left = outcome(Step.LEFT, date(2027, 5, 1))
    story, batch = one(tmp_path, shown, INTERVIEWED, HIRED, left, corrects="是", interviewed="2027-03-21", hired=None, ended="")
    assert story == Story(
        candidate=LIN,
        posting="p_clerk",
        event="ev_fair",
        steps=(outcome(Step.INTERVIEWED, date(2027, 3, 21)),),
        withdrawn=(Step.HIRED, Step.LEFT),
        corrects=True,
    )
    assert batch.faults == ()


def test_a_correction_leaves_steps_that_the_sheet_has_no_column_for(tmp_path: Path) -> None:
    story, _ = one(tmp_path, outcome(Step.INVITED), INTERVIEWED, HIRED, corrects="是", hired="2027-04-02")
    assert story.withdrawn == ()
    found = fault(tmp_path, INTERVIEWED, HIRED, outcome(Step.RETAINED_1, date(2027, 5, 1)), corrects="是", hired=None)
    assert found.problem.en == "in the job after 1 month without hired"


# --- wrong rows ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "column", "value", "told"),
    [
        ({"candidate": "Z-9"}, "求职者编号", HIDDEN, "there is no such candidate"),
        ({"posting": "G-9"}, "岗位编号", "G-9", "there is no such posting"),
        ({"posting": 7}, "岗位编号", "7", "2 postings have this number"),
        ({"posting": None}, "岗位编号", None, "does not say which posting"),
        ({"event": "ev_no"}, "活动编号", "ev_no", "there is no such event"),
        ({"event": "同名专场"}, "活动编号", "同名专场", "several events have this name"),
        ({"interviewed": None}, "入职日期", "2027-04-01", "hired without interviewed"),
        (
            {"hired": "2027-03-19", "interviewed": "是"},
            "入职日期",
            "2027-03-19",
            "the day for: hired is before the event (2027-03-20)",
        ),
        ({"hired": date(2027, 12, 2)}, "入职日期", "2027-12-02", "the day for: hired lies ahead"),
        ({"hired": "四月"}, "入职日期", "四月", "neither a whole date nor 是 or 否"),
        ({"interviewed": None, "hired": None}, "面试日期", None, "says nothing that happened"),
        ({"ended": "挺好"}, "结束方式", "挺好", "not one of the words for this column"),
        ({"ended": "未录用"}, "结束方式", "未录用", "not taken by the employer and hired cannot both be"),
        ({"retained_6": "否"}, "在岗满3个月", None, "gone after 6 months; not told whether still there after 3"),
    ],
)
def test_a_wrong_cell_keeps_its_row_out_and_names_nobody(
    tmp_path: Path, cells: dict[str, Any], column: str, value: str | None, told: str
) -> None:
    found = fault(tmp_path, **cells)
    assert (found.column, found.value, found.problem.en) == (column, value, told)
    assert found.advice.zh
    text = f"{found.problem} {found.advice}"
    assert [number for number in (CERTIFICATE, "A-17", "B-2", "Z-9") if number in text] == []


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("求职者编号,岗位编号", "none of the columns 有意向 / 邀请日期"),
        ("岗位编号,入职日期", "none of the columns 求职者编号 / 残疾人证号 / 身份证号 is there"),
        ("求职者编号,入职日期", "missing columns: 岗位编号"),
    ],
)
def test_a_sheet_that_cannot_say_who_where_and_what_is_refused(tmp_path: Path, header: str, told: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{header}\na,b\n", "utf-8")
    with pytest.raises(ImportRefused, match=told):
        read(path)
