"""The posting's own conditions, from the cells of a row."""

import csv
from datetime import date
from pathlib import Path

import pytest

from data.importers.faults import PostingBatch
from data.importers.postings import read_postings
from matching.geography import DISTRICTS
from matching.records import Eligibility

TODAY = date(2026, 11, 26)


def read(tmp_path: Path, **cells: str) -> PostingBatch:
    columns = {"岗位名称": "文员", "单位名称": "样例公司", **cells}
    path = tmp_path / "posting.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([tuple(columns), tuple(columns.values())])
    return read_postings(path, str, None, TODAY)


def eligibility(tmp_path: Path, **cells: str) -> Eligibility:
    ((posting, *_),) = read(tmp_path, **cells).records
    return posting.eligibility


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("青山区", ("420107",)),
        ("武昌、青山", ("420106", "420107")),
        ("东湖高新区", ("420111", "420115")),
        ("武汉市", tuple(sorted(DISTRICTS))),
        ("本市户籍", tuple(sorted(DISTRICTS))),
        ("不限", ()),
        ("", ()),
    ],
)
def test_the_register_is_read_by_district(tmp_path: Path, cell: str, codes: tuple[str, ...]) -> None:
    batch = read(tmp_path, 户籍要求=cell)
    ((posting, *_),) = batch.records
    assert posting.eligibility == Eligibility(residence=codes)
    assert batch.faults == ()


def test_a_register_elsewhere_is_left_out_with_a_warning(tmp_path: Path) -> None:
    batch = read(tmp_path, 户籍要求="青山区、黄冈市")
    ((posting, *_),) = batch.records
    assert posting.eligibility.residence == ("420107",)
    (fault,) = batch.faults
    assert (fault.severity, fault.problem.zh, fault.advice.zh) == ("warning", "不是武汉的区，没有采用", "写区名，例如“青山区”")


@pytest.mark.parametrize(("cell", "years"), [("2", 2), ("2年", 2), ("3年以内", 3), ("5年内", 5), ("0", 0), ("", None)])
def test_the_window_is_a_number_of_years(tmp_path: Path, cell: str, years: int | None) -> None:
    assert eligibility(tmp_path, 毕业年限=cell).graduated_within_years == years


def test_a_window_that_is_no_number_keeps_the_row_out(tmp_path: Path) -> None:
    batch = read(tmp_path, 毕业年限="两三年")
    assert (batch.records, [fault.severity for fault in batch.faults]) == ((), ["rejected"])


def test_yes_no_and_silence_are_three_answers(tmp_path: Path) -> None:
    found = eligibility(tmp_path, 限就业困难人员="是", 限登记失业="否", 限零就业家庭="")
    assert (found.recognised_only, found.unemployed_only, found.zero_employment_household_only) == (True, False, None)


def test_a_sheet_without_these_columns_sets_no_condition(tmp_path: Path) -> None:
    assert eligibility(tmp_path) == Eligibility()
