"""Quota certifications from files: counts by employer with source and day; a file of people is not read."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from data.importers import CertificationBatch, ImportRefused, read_certification
from matching.quota import CertifiedCount
from matching.records import Employer

DAY = date(2026, 5, 1)
SOURCE = "全国按比例联网认证"
CODE = "91420100MA0000000X"
TECH = Employer(id="e_tech", name="江城示例科技有限公司")
OFFICE = Employer(id="e_office", name="江城示例区某局")
TWINS = (Employer(id="e_one", name="示例食品厂"), Employer(id="e_two", name="示例食品厂"))
PLATFORM = "用人单位信用代码,用人单位全称,认证所属年度,年均在职职工数,申报安排残疾人数,审核认定人数,审核通过时间"


def read(tmp_path: Path, *lines: str, employers: Sequence[Employer] = (TECH, OFFICE, *TWINS)) -> CertificationBatch:
    path = tmp_path / "认证.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return read_certification(path, employers, SOURCE, DAY)


def test_our_own_headers_are_read(tmp_path: Path) -> None:
    found = read(tmp_path, "单位名称,年度,认证人数", "江城示例科技有限公司,2025,2.5", "江城示例区某局,2025,1")
    assert [count for count, _ in found.records] == [
        CertifiedCount(employer="e_tech", year=2025, source=SOURCE, fetched_on=DAY, counted=2.5),
        CertifiedCount(employer="e_office", year=2025, source=SOURCE, fetched_on=DAY, counted=1),
    ]
    assert (found.rows, found.duplicates, found.faults, found.layout, found.proposed) == (2, 0, (), "template", False)


def test_the_proposed_layout_of_the_platform_is_read_and_said_to_be_proposed(tmp_path: Path) -> None:
    found = read(tmp_path, PLATFORM, ",江城示例科技有限公司,2025,180,2,3,2026-04-20")
    assert [count for count, _ in found.records] == [
        CertifiedCount(
            employer="e_tech",
            year=2025,
            source=SOURCE,
            fetched_on=DAY,
            counted=3,
            staff=180,
            people=2,
            certified_on=date(2026, 4, 20),
        )
    ]
    assert (found.layout, found.proposed) == ("certification_platform_proposed", True)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("没有这家,2025,1,", "库里没有这个单位"),
        ("示例食品厂,2025,1,", "有 2 个单位叫这个名称或代码"),
        ("江城示例区某局,,1,", "没有填写"),
        ("江城示例区某局,2025,,", "没有填写"),
        ("江城示例区某局,2027,1,", "超出范围 2000 至 2026"),
        ("江城示例区某局,2025,-1,", "超出范围 0 至 10000000"),
        ("江城示例区某局,2025,1,1.5", "应为整数"),
    ],
)
def test_a_wrong_row_keeps_no_other_one_out(tmp_path: Path, line: str, problem: str) -> None:
    found = read(tmp_path, "单位名称,年度,认证人数,安排人数", "江城示例科技有限公司,2025,2,2", line)
    assert [count.employer for count, _ in found.records] == ["e_tech"]
    assert {fault.row for fault in found.faults if fault.severity == "rejected"} == {3}
    assert problem in {fault.problem.zh for fault in found.faults}


def test_a_code_decides_and_is_checked(tmp_path: Path) -> None:
    found = read(tmp_path, "统一社会信用代码,单位名称,年度,认证人数", f"{CODE},江城示例科技有限公司,2025,2")
    assert [fault.problem.zh for fault in found.faults] == ["信用代码的校验位不符"]
    assert found.records == ()


def test_the_same_row_twice_counts_once_and_two_numbers_are_refused(tmp_path: Path) -> None:
    header, row = "单位名称,年度,认证人数", "江城示例区某局,2025,1"
    again = read(tmp_path, header, row, row)
    assert (len(again.records), again.duplicates) == (1, 1)
    other = read(tmp_path, header, row, "江城示例区某局,2025,2")
    assert [(count.counted, line) for count, line in other.records] == [(1, 2)]
    assert [fault.problem.en for fault in other.faults] == ["row 2 tells another number of the same employer and year"]


@pytest.mark.parametrize("header", ["姓名", "残疾人证号", "身份证号码"])
def test_a_file_that_lists_people_is_not_read(tmp_path: Path, header: str) -> None:
    with pytest.raises(ImportRefused, match="lists people") as caught:
        read(tmp_path, f"单位名称,年度,认证人数,{header}", "江城示例区某局,2025,1,x")
    assert "请导出按单位汇总的人数" in caught.value.text.zh


def test_a_certification_after_the_file_is_left_out(tmp_path: Path) -> None:
    found = read(tmp_path, "单位名称,年度,认证人数,认证日期", "江城示例区某局,2025,1,2026-05-02")
    assert [count.certified_on for count, _ in found.records] == [None]
    assert [fault.severity for fault in found.faults] == ["warning"]


def test_a_file_that_names_no_employer_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="there is neither a column"):
        read(tmp_path, "年度,认证人数", "2025,1")
