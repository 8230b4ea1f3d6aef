"""The graduates' ledger from sheets: an empty cell says nothing, and a report never says who it is about."""

from datetime import date
from pathlib import Path

import pytest

from data.importers import GraduateBatch, ImportRefused, read_graduates
from data.importers.columns_graduates import GRADUATE_COLUMNS
from data.importers.faults import HIDDEN
from matching.records import GraduateTold
from tests.data.importers.ledger_sheets import GAO, LIN, identify, people, sheet

TODAY = date(2027, 3, 18)
DAY = date(2027, 3, 5)


def read(tmp_path: Path, *rows: dict[str, str | None]) -> GraduateBatch:
    return read_graduates(sheet(tmp_path / "a.csv", GRADUATE_COLUMNS, rows), identify, people, None, TODAY)


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({}, {}),
        ({"entered_on": "2027-03-05"}, {"entered_on": DAY}),
        ({"refused": "2027-03-05"}, {"refuses": True, "refused_on": DAY}),
        ({"refused": "2027-03-05", "reason": "先读研"}, {"refuses": True, "refused_on": DAY, "reason": "先读研"}),
        ({"refused": "否"}, {"refuses": False}),
        ({"refused": "-"}, {}),
    ],
)
def test_what_is_told_of_a_graduate(tmp_path: Path, cells: dict[str, str | None], told: dict[str, object]) -> None:
    batch = read(tmp_path, {"candidate": "A-17", "姓名": "林一", "毕业院校": "江城示例大学"} | cells)
    assert batch.records == ((GraduateTold.model_validate({"candidate": LIN, **told}), 2),)
    assert (batch.rows, batch.faults) == (1, ())


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"entered_on": "2027-03-19"}, "the day of entry lies ahead"),
        ({"refused": "是"}, "does not say on which day they refused"),
        ({"refused": "去年"}, "not a whole date; left out"),
        ({"refused": "2027-03-19"}, "the day of the refusal lies ahead"),
        ({"reason": "先读研"}, "there is a reason and no day of a refusal"),
        ({"candidate": "17"}, "several candidates have this number"),
    ],
)
def test_a_wrong_row_keeps_no_other_one_out(tmp_path: Path, cells: dict[str, str | None], problem: str) -> None:
    batch = read(tmp_path, {"candidate": "A-17", "refused": None, "reason": None}, {"candidate": "B-2"} | cells)
    assert [one.candidate for one, _ in batch.records] == [LIN]
    assert [(one.row, one.severity, one.problem.en) for one in batch.faults] == [(3, "rejected", problem)]


def test_the_same_person_twice(tmp_path: Path) -> None:
    batch = read(tmp_path, {"candidate": "B-2", "refused": "否"}, {"candidate": "B-2", "refused": "否"}, {"candidate": "B-2"})
    assert ([one.candidate for one, _ in batch.records], batch.duplicates) == ([GAO], 1)
    assert [(one.row, one.severity) for one in batch.faults] == [(3, "warning"), (4, "rejected")]


def test_a_reason_stands_in_no_report_and_in_no_repr(tmp_path: Path) -> None:
    batch = read(tmp_path, {"candidate": "A-17", "refused": None, "reason": "家里有变故"})
    assert [one.value for one in batch.faults] == [HIDDEN]
    kept = GraduateTold(candidate=LIN, refuses=True, refused_on=DAY, reason="家里有变故")
    assert "变故" not in repr(kept)


def test_a_sheet_that_names_nobody_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="残疾人证号"):
        read(tmp_path, {"entered_on": "2027-03-05", "姓名": "林一"})
