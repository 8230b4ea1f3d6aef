"""Courses from sheets: right rows go in, each wrong cell is one line, and the same course twice is one course."""

import csv
import hashlib
import json
from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from data.importers.columns_courses import COURSE_COLUMNS
from data.importers.courses import read_courses
from data.importers.faults import HIDDEN, CourseBatch, Fault, ImportRefused
from data.importers.mapping import Mapping, Sorted
from matching.records import Course, Place

TODAY = date(2026, 3, 1)
HEADERS = {column.field: column.header for column in COURSE_COLUMNS}
BASE = {"name": "打字班", "provider": "江城示例学校"}


def identify(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def read(path: Path, mapping: Mapping | None = None) -> CourseBatch:
    return read_courses(path, identify, mapping, TODAY)


def sheet(path: Path, rows: Sequence[AnyMapping[str, Any]]) -> Path:
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


def one(tmp_path: Path, **cells: Any) -> tuple[Course, CourseBatch]:
    batch = read(sheet(tmp_path / "a.xlsx", [BASE | cells]))
    assert [fault for fault in batch.faults if fault.severity == "rejected"] == []
    ((course, row),) = batch.records
    assert row == 2
    return course, batch


def faults(tmp_path: Path, **cells: Any) -> list[Fault]:
    """The faults of a row between two right ones, which go in."""
    rows = [BASE, BASE | {"name": "受测课程"} | cells, BASE | {"name": "另一课程"}]
    batch = read(sheet(tmp_path / "a.xlsx", rows))
    assert [course.name for course, _ in batch.records] == ["打字班", "另一课程"]
    assert (batch.rows, batch.duplicates) == (3, 0)
    assert {(fault.row, fault.severity) for fault in batch.faults} == {(3, "rejected")}
    return list(batch.faults)


# --- right rows ------------------------------------------------------------------------------------------------------------------


def test_every_column_of_the_template_is_read(tmp_path: Path) -> None:
    examples = {column.field: column.example for column in COURSE_COLUMNS} | {"source": "市残联"}
    course, batch = one(tmp_path, **examples)
    assert batch.faults == ()
    assert batch.fields == frozenset(Course.model_fields) - {"id"}
    assert course == Course(
        id="k_" + identify("course:市残联:K-2026-01"),
        external_id="K-2026-01",
        name="读屏软件办公应用班",
        provider="江城示例职业培训学校",
        place=Place(text="武昌区", city="武汉", district="420106"),
        starts_on=date(2026, 4, 1),
        ends_on=date(2026, 5, 15),
        register_by=date(2026, 3, 25),
        seats=20,
        cost=1200,
        subsidy="full",
        raises={"keyboard_input": 3, "writing": 2},
        teaches=("screen_reader", "办公软件"),
        licences=("health_massage",),
        needs={"hearing_speech": 2, "finger_dexterity": 2},
        arrangements=frozenset({"sign_interpreter", "ramp"}),
        conditions="16 周岁以上，需本人到场",
    )


def test_a_bare_row_leaves_everything_else_unknown(tmp_path: Path) -> None:
    course, batch = one(tmp_path)
    assert course == Course(id=course.id, name="打字班", provider="江城示例学校")
    assert batch.fields == {"name", "provider"}


@pytest.mark.parametrize(
    ("field", "cell", "told"),
    [
        ("seats", "30人", 30),
        ("seats", 30, 30),
        ("seats", "不限", None),
        ("seats", 0, 0),
        ("cost", "免费", 0.0),
        ("cost", "1,200元", 1200.0),
        ("cost", 0, 0.0),
        ("subsidy", "无", "none"),
        ("subsidy", "部分", "part"),
        ("subsidy", "FULL", "full"),
        ("starts_on", "2026年4月1日", date(2026, 4, 1)),
        ("starts_on", "待定", None),
        ("register_by", date(2026, 3, 2), date(2026, 3, 2)),
        ("teaches", "手语、盲文，缝纫", ("csl", "braille", "缝纫")),
        ("licences", "C5驾驶证；保健按摩师证、焊工证", ("car", "health_massage", "焊工证")),
        ("arrangements", "手语翻译、安静工位、降噪", frozenset({"sign_interpreter", "quiet_space"})),
        ("external_id", 17, "17"),
    ],
)
def test_words_and_numbers_as_offices_write_them(tmp_path: Path, field: str, cell: object, told: object) -> None:
    course, batch = one(tmp_path, **{field: cell})
    assert getattr(course, field) == told
    assert batch.faults == ()


@pytest.mark.parametrize(
    ("cell", "place", "online"),
    [
        ("青山区", Place(text="青山区", city="武汉", district="420107"), False),
        ("武汉市洪山区珞喻路1号", Place(text="武汉市洪山区珞喻路1号", city="武汉", district="420111"), False),
        ("线上直播", Place(text="线上直播"), True),
        ("线上+线下面授（武昌区）", Place(text="线上+线下面授(武昌区)", city="武汉", district="420106"), False),
        ("武汉", Place(text="武汉", city="武汉"), False),
    ],
)
def test_places(tmp_path: Path, cell: str, place: Place, online: bool) -> None:
    course, _ = one(tmp_path, place=cell)
    assert (course.place.city, course.online, course.place.text) == (place.city, online, place.text)
    if place.district is not None and not cell.startswith("线上"):
        assert course.place.district == place.district


def test_a_place_nobody_knows_is_kept_in_words_with_a_warning(tmp_path: Path) -> None:
    course, batch = one(tmp_path, place="老地方二楼")
    assert course.place == Place(text="老地方二楼")
    assert [(fault.severity, fault.problem.en) for fault in batch.faults] == [("warning", "no known district or city")]


def test_other_headers_and_formats_say_the_same(tmp_path: Path) -> None:
    expected = (Course(id=one(tmp_path, seats=12)[0].id, name="打字班", provider="江城示例学校", seats=12), 2)
    gb = tmp_path / "gb.csv"
    gb.write_bytes("培训项目,承办单位,招生人数\n打字班,江城示例学校,12\n".encode("gb18030"))
    tab = tmp_path / "a.tsv"
    tab.write_text("name\tprovider\tseats\n打字班\t江城示例学校\t12\n", "utf-8")
    lines = tmp_path / "a.jsonl"
    lines.write_text("\n" + json.dumps({"课程名称": "打字班", "培训机构": "江城示例学校", "名额": 12}, ensure_ascii=False), "utf-8")
    for path in (gb, tab, lines):
        assert read(path).records == (expected,)
        assert read(path).faults == ()


def test_a_mapping_reads_a_foreign_layout(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Class,School,Money\n打字班,江城示例学校,800\n", "utf-8")
    mapping = Mapping(
        name="school",
        kind="courses",
        columns={"Class": "name", "School": "provider", "Money": "cost"},
        constants={"subsidy": "不补贴"},
    )
    ((course, _),) = read(path, mapping).records
    assert (course.cost, course.subsidy) == (800, "none")


def test_a_mapping_that_parts_a_column_is_refused(tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.csv", [BASE | {"mixed": "x"}])
    columns = {"课程名称": "name", "培训机构": "provider"}
    mapping = Mapping(name="odd", kind="courses", columns=columns, sorted={"mixed": Sorted(into=("cost", "conditions"))})
    with pytest.raises(ImportRefused, match="parts a column among several fields: mixed"):
        read(path, mapping)


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.csv", [BASE | {"arrangements": "坡道、电梯/升降平台"}, BASE | {"name": "会计"}])
    assert read(path) == read(path)


# --- ids and repetitions ---------------------------------------------------------------------------------------------------------


def test_a_number_makes_the_id_and_without_one_provider_name_day_and_place_do(tmp_path: Path) -> None:
    rows = [
        BASE | {"external_id": "K1"},
        BASE | {"external_id": "K2"},
        BASE,
        BASE | {"starts_on": "2026-05-01"},
        BASE | {"place": "武昌区"},
        BASE | {"provider": "另一学校"},
        BASE | {"external_id": "K1", "source": "区"},
    ]
    batch = read(sheet(tmp_path / "a.csv", rows))
    ids = [course.id for course, _ in batch.records]
    assert len(set(ids)) == len(ids) == 7
    assert ids[0] == "k_" + identify("course:local:K1")
    renamed = read(sheet(tmp_path / "b.csv", [BASE | {"external_id": "K1", "name": "打字速成班", "seats": 9}]))
    assert renamed.records[0][0].id == ids[0]
    spaced = read(sheet(tmp_path / "c.csv", [{"name": "打字 班", "provider": "江城示例学校"}]))
    assert spaced.records[0][0].id == ids[2]


def test_the_same_row_again_is_a_duplicate(tmp_path: Path) -> None:
    batch = read(sheet(tmp_path / "a.csv", [BASE | {"seats": 3}, BASE | {"seats": 3}]))
    assert (batch.rows, len(batch.records), batch.duplicates) == (2, 1, 1)
    assert [(fault.row, fault.severity, fault.problem.en) for fault in batch.faults] == [
        (3, "warning", "the same as row 2; this row was left out")
    ]


@pytest.mark.parametrize("number", [None, "K1"])
def test_the_same_course_with_other_contents_stays_out(tmp_path: Path, number: str | None) -> None:
    batch = read(sheet(tmp_path / "a.csv", [BASE | {"external_id": number, "seats": n} for n in (3, 4)]))
    assert [course.seats for course, _ in batch.records] == [3]
    ((fault),) = batch.faults
    assert (fault.row, fault.severity, fault.column) == (3, "rejected", "课程编号" if number else "课程名称")
    assert fault.problem.en == "the same course as in row 2, with other contents"


# --- wrong rows ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "column", "value", "told"),
    [
        ({"raises": "打字=5"}, "提升能力", "打字=5", "Keyboard or touch input: level 5 is outside 1 to 4"),
        ({"raises": "书法=2"}, "提升能力", "书法=2", "there is no ability 书法"),
        ({"needs": "阅读"}, "报名要求能力", "阅读", "Understanding written language has no level"),
        ({"starts_on": "2026-05-02", "ends_on": "2026-05-01"}, "结课日期", "2026-05-01", "the course ends before it starts"),
        ({"starts_on": "下月初"}, "开课日期", "下月初", "not a whole date"),
        ({"ends_on": "2026-13-01"}, "结课日期", "2026-13-01", "not a whole date"),
        ({"seats": -3}, "名额", "-3", "outside 0 to 100000"),
        ({"seats": "几十"}, "名额", "几十", "not a number"),
        ({"seats": 2.5}, "名额", "2.5", "must be a whole number"),
        ({"cost": "八百"}, "费用", "八百", "not a number"),
        ({"cost": -1}, "费用", "-1", "outside 0 to 1000000"),
        ({"subsidy": "看情况"}, "补贴", "看情况", "not one of the words for this column"),
        ({"arrangements": "坡道、气球"}, "现场便利", "坡道、气球", "entry 2 is no known name"),
        ({"provider": ""}, "培训机构", None, "is empty"),
        ({"cost": "#REF!"}, "费用", "#REF!", "the cell holds a formula error"),
        (
            {"external_id": 4.2011119940506e19},
            "课程编号",
            HIDDEN,
            "the number was stored as a numeric cell, its last digits are lost",
        ),
    ],
)
def test_a_wrong_cell_keeps_its_row_out_and_no_other(
    tmp_path: Path, cells: dict[str, object], column: str, value: str | None, told: str
) -> None:
    (found,) = faults(tmp_path, **cells)
    assert (found.column, found.value, found.problem.en) == (column, value, told)
    assert found.advice.zh
    assert found.advice.en


def test_every_fault_of_a_row_is_told(tmp_path: Path) -> None:
    found = faults(tmp_path, raises="书法=2;打字=9", cost="许多", seats=-1)
    assert [fault.column for fault in found] == ["提升能力", "提升能力", "名额", "费用"]


def test_a_contact_is_taken_out_of_what_everybody_sees(tmp_path: Path) -> None:
    course, batch = one(tmp_path, conditions="满 16 岁，报名电话 13912345678", name="打字班")
    assert course.conditions == "满 16 岁，"
    assert "13912345678" not in course.model_dump_json()
    assert [(fault.severity, fault.column, fault.value) for fault in batch.faults] == [("warning", "报名条件", HIDDEN)]


def test_what_is_odd_and_goes_in_is_a_warning(tmp_path: Path) -> None:
    _, late = one(tmp_path, ends_on="2026-06-01", register_by="2026-07-01")
    assert [(fault.column, fault.problem.en) for fault in late.faults] == [("报名截止", "registration ends after the course does")]
    _, useless = one(tmp_path, raises="打字=2", needs="打字=2")
    assert [(fault.column, fault.problem.en) for fault in useless.faults] == [
        ("报名要求能力", "asks as much of an ability as it gives")
    ]


def test_courses_that_are_over_go_in_with_one_warning_for_all(tmp_path: Path) -> None:
    rows = [
        BASE | {"ends_on": "2026-02-28"},
        BASE | {"name": "会计", "starts_on": "2025-09-01"},
        BASE | {"ends_on": "2026-03-01", "name": "x"},
    ]
    batch = read(sheet(tmp_path / "a.csv", rows))
    assert len(batch.records) == 3
    assert [(fault.row, fault.severity, fault.problem.zh[:2]) for fault in batch.faults] == [(None, "warning", "2 ")]


def test_a_column_that_is_not_read_is_named(tmp_path: Path) -> None:
    batch = read(sheet(tmp_path / "a.csv", [BASE | {"序号": 1, "教材": "自编"}]))
    assert [(fault.column, fault.severity) for fault in batch.faults] == [("教材", "warning")]


def test_a_sheet_without_the_two_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("课程名称,名额\n打字,3\n", "utf-8")
    with pytest.raises(ImportRefused, match="missing columns: 培训机构"):
        read(path)
    with pytest.raises(ImportRefused, match="no such file"):
        read(tmp_path / "none.csv")
