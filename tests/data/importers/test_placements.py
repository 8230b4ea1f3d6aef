"""Placements from sheets: by number or by employer and title, beside what is recorded already."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from data.importers import ImportRefused, OutcomeBatch, read_placements
from data.importers.columns_placements import PLACEMENT_COLUMNS
from data.importers.faults import Fault
from matching.records import Event, Outcome, Step, Story
from tests.data.importers.ledger_sheets import GAO, LIN, identify, people, sheet

TODAY = date(2027, 9, 1)
BEGAN = date(2027, 4, 1)
SPRING = Event(id="spring", name="春季专场", on=date(2027, 3, 20))
EVENTS = (SPRING, Event(id="twin-1", name="同名"), Event(id="twin-2", name="同名"))
NUMBERED = {"G-012": ("p_clerk",), "p_clerk": ("p_clerk",), "7": ("p_a", "p_b")}
CALLED = {("江城示例科技有限公司", "文字录入员"): ("p_clerk",), ("江城示例超市", "收银员"): ("p_a", "p_b")}
BASE: dict[str, str | None] = {"candidate": "A-17", "posting": "G-012", "hired": "2027-04-01"}
MET = Outcome(candidate=LIN, posting="p_clerk", event="spring", step=Step.INTERVIEWED, on=date(2027, 3, 20))
HIRED = Outcome(candidate=LIN, posting="p_clerk", event="spring", step=Step.HIRED, on=BEGAN)


def postings(names: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    return {name: NUMBERED[name] for name in names if name in NUMBERED}


def jobs(names: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], tuple[str, ...]]:
    return {name: CALLED[name] for name in names if name in CALLED}


def read(tmp_path: Path, *rows: dict[str, str | None], recorded: Sequence[Outcome] = ()) -> OutcomeBatch:
    path = sheet(tmp_path / "a.csv", PLACEMENT_COLUMNS, rows)
    return read_placements(path, identify, people, postings, jobs, EVENTS, lambda ids: recorded, None, TODAY)


def one(tmp_path: Path, recorded: Sequence[Outcome] = (), **cells: str | None) -> Story:
    batch = read(tmp_path, BASE | cells, recorded=recorded)
    assert batch.faults == ()
    ((story, row),) = batch.records
    assert row == 2
    return story


def fault(tmp_path: Path, recorded: Sequence[Outcome] = (), **cells: str | None) -> Fault:
    """The only fault of the second row of a sheet; the right rows around it go in."""
    batch = read(tmp_path, BASE | {"candidate": "B-2"}, BASE | cells, recorded=recorded)
    assert [story.candidate for story, _ in batch.records] == [GAO]
    (found,) = batch.faults
    assert (found.row, found.severity) == (3, "rejected")
    return found


def steps(story: Story) -> list[tuple[Step, date | None]]:
    return [(step.step, step.on) for step in story.steps]


@pytest.mark.parametrize(
    "cells",
    [
        {},
        {"posting": "p_clerk"},
        {"posting": None, "employer": "江城示例 科技有限公司", "title": "文字录入员"},
        {"employer": "别的写法也行", "title": "有编号时不看名称"},
    ],
)
def test_a_job_begun_at_no_event_is_a_hire_of_its_own(tmp_path: Path, cells: dict[str, str | None]) -> None:
    story = one(tmp_path, **cells)
    assert (story.candidate, story.posting, story.event, steps(story)) == (LIN, "p_clerk", None, [(Step.HIRED, BEGAN)])


def test_a_job_that_ended_is_told_with_both_days(tmp_path: Path) -> None:
    assert steps(one(tmp_path, left="2027-07-01")) == [(Step.HIRED, BEGAN), (Step.LEFT, date(2027, 7, 1))]


def test_a_hire_at_an_event_stands_beside_its_interview(tmp_path: Path) -> None:
    assert one(tmp_path, [MET], event="春季专场").event == "spring"
    assert fault(tmp_path, event="spring").column == "入职日期"


@pytest.mark.parametrize("known", [HIRED, HIRED.model_copy(update={"on": None})])
def test_a_hire_that_is_recorded_is_told_again_at_its_event(tmp_path: Path, known: Outcome) -> None:
    assert one(tmp_path, [MET, known]).event == "spring"


def test_another_hire_of_the_pair_is_one_of_its_own(tmp_path: Path) -> None:
    assert one(tmp_path, [MET, HIRED], hired="2027-08-01").event is None


@pytest.mark.parametrize(
    ("cells", "column", "problem"),
    [
        ({"posting": None}, "岗位编号", "does not say which posting"),
        ({"posting": None, "title": "文字录入员"}, "岗位编号", "does not say which posting"),
        ({"posting": "7"}, "岗位编号", "2 postings have this name or number"),
        ({"posting": "G-9"}, "岗位编号", "there is no such posting"),
        ({"posting": None, "employer": "江城示例超市", "title": "收银员"}, "岗位名称", "2 postings have this name or number"),
        ({"posting": None, "employer": "没有这家", "title": "收银员"}, "岗位名称", "there is no such posting"),
        ({"hired": None}, "入职日期", "the first day of work is empty"),
        ({"hired": "四月"}, "入职日期", "not a whole date; left out"),
        ({"left": "夏天"}, "离职日期", "not a whole date; left out"),
        ({"event": "没有这场"}, "活动编号", "there is no such event"),
        ({"event": "同名"}, "活动编号", "several events have this name"),
        ({"candidate": "Z-9"}, "求职者编号", "there is no such candidate"),
    ],
)
def test_a_wrong_row_keeps_no_other_one_out(tmp_path: Path, cells: dict[str, str | None], column: str, problem: str) -> None:
    found = fault(tmp_path, **cells)
    assert (found.column, found.problem.en) == (column, problem)


@pytest.mark.parametrize("cells", [{"hired": "2027-09-02"}, {"left": "2027-03-01"}, {"event": "spring", "hired": "2027-03-01"}])
def test_days_that_cannot_be_are_refused(tmp_path: Path, cells: dict[str, str | None]) -> None:
    batch = read(tmp_path, BASE | cells, recorded=[MET])
    assert (batch.records, {(found.row, found.severity) for found in batch.faults}) == ((), {(2, "rejected")})


def test_another_day_than_the_recorded_one_is_no_correction(tmp_path: Path) -> None:
    own = HIRED.model_copy(update={"event": None, "on": date(2027, 4, 2)})
    assert fault(tmp_path, [own]).problem.en == "another day is recorded"


def test_the_same_placement_twice(tmp_path: Path) -> None:
    batch = read(tmp_path, BASE, BASE, BASE | {"hired": "2027-05-01"})
    assert ([row for _, row in batch.records], batch.duplicates) == ([2], 1)
    assert [(found.row, found.severity) for found in batch.faults] == [(3, "warning"), (4, "rejected")]


def test_a_sheet_without_its_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="入职日期"):
        read(tmp_path, {"candidate": "A-17", "posting": "G-012"})
    with pytest.raises(ImportRefused, match="岗位名称"):
        read(tmp_path, {"candidate": "A-17", "hired": "2027-04-01"})
