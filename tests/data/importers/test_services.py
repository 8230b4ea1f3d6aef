"""Services (四个一) from sheets: who was served is found among the stored people and never told in a report."""

from datetime import date
from pathlib import Path

import pytest

from data.importers import ImportRefused, ServiceBatch, read_services
from data.importers.columns_services import SERVICE_COLUMNS, SERVICE_WORDS
from data.importers.faults import HIDDEN, Fault
from matching.records import Service, ServiceKind
from tests.data.importers.ledger_sheets import CERTIFICATE, GAO, LIN, identify, people, sheet

TODAY = date(2027, 3, 18)
BASE: dict[str, str | None] = {"candidate": "A-17", "kind": "能力评估", "on": "2027-03-05", "by": "洪山区服务所"}
ASSESSED = Service(candidate=LIN, kind=ServiceKind.ASSESSMENT, on=date(2027, 3, 5), by="洪山区服务所")


def read(tmp_path: Path, *rows: dict[str, str | None]) -> ServiceBatch:
    return read_services(sheet(tmp_path / "a.csv", SERVICE_COLUMNS, rows), identify, people, None, TODAY)


def fault(tmp_path: Path, **cells: str | None) -> Fault:
    """The only fault of the second row of a sheet; the right rows around it go in."""
    batch = read(tmp_path, BASE, BASE | {"candidate": "B-2"} | cells, BASE | {"candidate": "B-2", "kind": "需求登记"})
    assert [(one.candidate, one.kind) for one, _ in batch.records] == [(LIN, ServiceKind.ASSESSMENT), (GAO, ServiceKind.NEEDS)]
    (found,) = batch.faults
    assert (found.row, found.severity, batch.rows) == (3, "rejected", 3)
    return found


@pytest.mark.parametrize("person", [{}, {"candidate": CERTIFICATE}, {"candidate": None, "certificate_number": CERTIFICATE}])
def test_a_service_is_read_whatever_number_tells_the_person(tmp_path: Path, person: dict[str, str | None]) -> None:
    batch = read(tmp_path, BASE | person | {"note": "上门，约一小时"})
    assert batch.records == ((ASSESSED.model_copy(update={"note": "上门，约一小时"}), 2),)
    assert (batch.rows, batch.duplicates, batch.faults) == (1, 0, ())


def test_every_word_for_a_service_is_known(tmp_path: Path) -> None:
    batch = read(tmp_path, *(BASE | {"kind": word, "by": f"第 {number} 所"} for number, word in enumerate(SERVICE_WORDS)))
    assert [found.kind for found, _ in batch.records] == list(SERVICE_WORDS.values())


@pytest.mark.parametrize(
    ("cells", "column", "problem"),
    [
        ({"candidate": "Z-9"}, "求职者编号", "there is no such candidate"),
        ({"candidate": "17"}, "求职者编号", "several candidates have this number"),
        ({"kind": None}, "服务类别", "does not say which service"),
        ({"kind": "聚餐"}, "服务类别", "not one of the words for this column"),
        ({"on": None}, "服务日期", "the day of the service is empty"),
        ({"on": "三月初"}, "服务日期", "not a whole date; left out"),
        ({"on": "2027-03-19"}, "服务日期", "the day of the service lies ahead"),
        ({"by": None}, "服务单位", "does not say who gave it, or says too much"),
        ({"by": "所" * 121}, "服务单位", "does not say who gave it, or says too much"),
    ],
)
def test_a_wrong_row_keeps_no_other_one_out(tmp_path: Path, cells: dict[str, str | None], column: str, problem: str) -> None:
    found = fault(tmp_path, **cells)
    assert (found.column, found.problem.en) == (column, problem)


def test_a_report_tells_neither_who_nor_what_was_noted(tmp_path: Path) -> None:
    secret = BASE | {"candidate": "B-2", "kind": "聚餐", "note": "家里有变故", "by": "张三"}
    batch = read(tmp_path, secret, secret | {"candidate": "Z-9", "on": "2028-01-01"})
    assert {one.value for one in batch.faults} == {"聚餐", HIDDEN, "2028-01-01"}
    assert [one for one in batch.faults if any(word in repr(one) for word in ("B-2", "Z-9", "变故", "张三"))] == []


def test_the_same_service_twice_is_one(tmp_path: Path) -> None:
    batch = read(tmp_path, BASE | {"note": "甲"}, BASE, BASE | {"note": "甲"}, BASE | {"note": "乙"})
    assert ([row for _, row in batch.records], batch.duplicates) == ([2], 2)
    assert [(one.row, one.severity) for one in batch.faults] == [(3, "warning"), (4, "warning"), (5, "rejected")]


def test_a_sheet_without_its_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="服务日期"):
        read(tmp_path, {"candidate": "A-17", "kind": "能力评估", "by": "所"})
    with pytest.raises(ImportRefused, match="残疾人证号"):
        read(tmp_path, {"kind": "能力评估", "on": "2027-03-05", "by": "所"})
