"""Postings from sheets: right rows go in, each wrong cell is one line, and the same post twice is one post."""

import csv
import hashlib
from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from data.importers.columns_postings import POSTING_COLUMNS
from data.importers.faults import HIDDEN, Fault, ImportRefused, PostingBatch
from data.importers.mapping import Mapping
from data.importers.postings import read_postings
from matching.records import (
    AccommodationStatus,
    AgeClause,
    Demand,
    Education,
    EmployerKind,
    Hours,
    Pay,
    PayUnit,
    PlatformTerms,
    Posting,
    PostingKind,
    PostingStatus,
    Provenance,
    Workplace,
)

TODAY = date(2026, 11, 23)
HEADERS = {column.field: column.header for column in POSTING_COLUMNS}
BASE = {"title": "档案录入员", "employer": "武汉示范文化有限公司", "pay": "4500-6000元/月", "place": "武汉-洪山区"}
SHORT_CODE = "91420100MA4KTEST0"


def identify(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def read(path: Path, **arguments: Any) -> PostingBatch:
    return read_postings(path, identify, arguments.pop("mapping", None), TODAY, **arguments)


def sheet(path: Path, rows: Sequence[AnyMapping[str, Any]], fields: Sequence[str] = ()) -> Path:
    names = list(fields) or list(dict.fromkeys(field for row in rows for field in row))
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


def one(tmp_path: Path, **cells: Any) -> tuple[Posting, PostingBatch]:
    batch = read(sheet(tmp_path / "a.xlsx", [BASE | cells]))
    assert [fault for fault in batch.faults if fault.severity == "rejected"] == []
    ((posting, _, _, row),) = batch.records
    assert row == 2
    return posting, batch


def fault(tmp_path: Path, **cells: Any) -> Fault:
    """The only fault of a sheet whose second row has the cells; the right rows around it go in."""
    rows = [BASE, BASE | {"title": "受测岗位"} | cells, BASE | {"title": "另一岗位"}]
    batch = read(sheet(tmp_path / "a.xlsx", rows))
    assert [posting.title for posting, *_ in batch.records] == ["档案录入员", "另一岗位"]
    assert (batch.rows, batch.duplicates) == (3, 0)
    (found,) = batch.faults
    assert (found.row, found.severity) == (3, "rejected")
    return found


# --- right rows ------------------------------------------------------------------------------------------------------------------


def test_every_column_of_the_template_is_read(tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "a.xlsx",
        [
            BASE
            | {
                "external_id": "P-001",
                "kind": "平台灵活就业",
                "status": "已招满",
                "headcount": "2人",
                "address": "珞喻路1号",
                "hours": "8小时双休",
                "shift": "白班",
                "education": "大专及以上",
                "experience": "1-3年",
                "age": "18-45岁",
                "skills": "打字、办公软件",
                "licences": "健康证、焊工证",
                "welfare": "五险一金、工作餐",
                "tags": "金秋招聘",
                "contract": "劳动合同",
                "text": "扫描并录入档案。",
                "contact": "某老师 微信同号",
                "published_on": "2026年3月1日",
                "closes_on": date(2026, 12, 31),
                "source": "市人才网",
                "url": "https://example.org/1",
                "employer_kind": "民营企业",
                "staff": "50-150人",
                "industry": "信息技术",
                "intermediary": "某人力资源有限公司",
                "fee_waiver": "是",
                "contact_channel": "文字",
                "remote": "否",
                "floor": "3楼",
                "entrance_steps": 2,
                "toilet": "蹲便",
                "commute": 1,
                "assumed": "门口台阶",
                "fact:remote_possible": "是",
                "fact:seated_possible": "否",
                "in_place": "坡道、电梯",
                "committed": "大字、高对比",
                "refused": "居家/远程",
                "demand:text_access": 3,
                "demand:speaking": "未知",
                "demand:lifting": "1级",
                "marginal": "V2",
                "confirmed": "文字信息获取",
            }
        ],
    )
    batch = read(path)
    assert batch.faults == ()
    assert batch.unparsed == ()
    ((posting, employer, intermediary, _),) = batch.records
    assert intermediary is not None
    assert posting.id == "p_" + identify("ext:市人才网:P-001")
    assert employer.id == posting.employer == "e_" + identify("name:武汉示范文化有限公司")
    assert posting.source.model_dump() == {
        "name": "市人才网",
        "external_id": "P-001",
        "intermediary": intermediary.id,
        "url": "https://example.org/1",
    }
    assert (posting.kind, posting.status, posting.headcount) == (PostingKind.PLATFORM_GIG, PostingStatus.FILLED, 2)
    assert posting.pay == Pay(minimum=4_500, maximum=6_000, unit=PayUnit.MONTH, text="4500-6000元/月")
    assert (posting.place.city, posting.place.district, posting.place.address) == ("武汉", "420111", "珞喻路1号")
    assert posting.hours == Hours(per_day=8, days_per_week=5, shift="day", text="8小时双休")
    assert (posting.education, posting.experience_years) == (Education.COLLEGE, 1.0)
    assert posting.age == AgeClause(minimum=18, maximum=45, text="18-45岁")
    assert (posting.skills, posting.licences) == (("打字", "办公软件"), ("health_certificate", "焊工证"))
    assert (posting.welfare, posting.tags, posting.contract) == (("五险一金", "工作餐"), ("金秋招聘",), "labour")
    assert (posting.text, posting.contact) == ("扫描并录入档案。", "某老师 微信同号")
    assert (posting.published_on, posting.closes_on) == (date(2026, 3, 1), date(2026, 12, 31))
    assert posting.platform == PlatformTerms(fee_waiver=True, contact_channel="text")
    assert posting.workplace == Workplace(
        remote=False,
        floor=3,
        entrance_steps=2,
        toilet="squat",
        commute=1,
        assumed=frozenset({"entrance_steps"}),
        facts={"remote_possible": True, "seated_possible": False},
        statuses={
            "ramp": AccommodationStatus.IN_PLACE,
            "lift": AccommodationStatus.IN_PLACE,
            "large_print": AccommodationStatus.COMMITTED,
            "remote": AccommodationStatus.REFUSED,
        },
    )
    assert posting.demands == (
        Demand(dimension="text_access", level=3, provenance=Provenance.CONFIRMED),
        Demand(dimension="close_vision", level=None, provenance=Provenance.UNKNOWN, marginal=True),
        Demand(dimension="speaking", level=None, provenance=Provenance.UNKNOWN),
        Demand(dimension="lifting", level=1, provenance=Provenance.STATED),
    )
    assert (employer.kind, employer.staff, employer.staff_text, employer.industry) == (
        EmployerKind.PRIVATE,
        None,
        "50-150人",
        "信息技术",
    )


def test_a_bare_row_leaves_everything_else_unknown(tmp_path: Path) -> None:
    posting, _ = one(tmp_path)
    assert (posting.kind, posting.headcount, posting.education, posting.experience_years, posting.age) == (None,) * 5
    assert (posting.workplace, posting.demands, posting.hours) == (Workplace(), (), Hours())
    assert posting.source.name == "local"


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.csv", [BASE, BASE | {"title": "会计"}])
    assert read(path) == read(path)


ODD_CELLS = {
    "headcount": ["若干", "3", 3, "abc"],
    "pay": ["面议", "看不懂", "4500-6000元/月", "-5", 1, True, "1", 1.0],
    "place": ["上海", "武汉-洪山区", "某处"],
    "published_on": ["2026-03-05", "3月5日", date(2026, 3, 5), "2027-01-01"],
    "closes_on": ["2026-01-01", None],
    "employer_code": ["914201990000000196", "91420199000000019X", None],
    "employer_kind": ["民营企业", "别的"],
    "hours": ["8小时", "夜班", "随意"],
    "experience": ["3-4年", "不限", "很久"],
    "education": ["大专", "x"],
    "kind": ["电商岗位", "别的岗位"],
    "fee_waiver": ["是", None],
    "text": ["早九晚六，双休，电话13812345678", "年龄20-45岁，持健康证上岗"],
}
"""Cells of which some are right and some are not, so that rows share parts with and without faults."""


def test_rows_that_share_cells_are_read_as_each_alone(tmp_path: Path) -> None:
    rows = [
        BASE
        | {"external_id": f"P-{number}", "title": f"第{number}个岗位"}
        | {name: cells[number % len(cells)] for name, cells in ODD_CELLS.items()}
        for number in range(24)
    ]
    fields = list(rows[0])
    together = read(sheet(tmp_path / "all.xlsx", rows + rows[:6], fields))
    alone = [read(sheet(tmp_path / "one.xlsx", [row], fields)) for row in rows]
    assert [posting for posting, *_ in together.records] == [posting for batch in alone for posting, *_ in batch.records]
    for found, each in (
        (together.faults, [batch.faults for batch in alone]),
        (together.unparsed, [batch.unparsed for batch in alone]),
    ):
        told = [(one.row, one.column, one.value, one.problem) for one in found if one.row is not None]
        several = [*each, *each[:6]]
        assert told == [
            (row, o.column, o.value, o.problem) for row, some in enumerate(several, 2) for o in some if o.row is not None
        ]
    for posting, *_ in together.records:
        assert Posting.model_validate(posting.model_dump()) == posting


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_formula_in_a_text_cell_stays_text(tmp_path: Path, suffix: str) -> None:
    path = sheet(tmp_path / f"a{suffix}", [BASE | {"tags": "+金秋"}])
    assert read(path).records[0][0].tags == ("+金秋",)


def test_work_from_home_said_as_a_place(tmp_path: Path) -> None:
    posting, batch = one(tmp_path, place="远程办公")
    assert (posting.workplace.remote, posting.place.city, batch.unparsed) == (True, None, ())


def test_pay_in_two_columns_with_a_unit(tmp_path: Path) -> None:
    row = {name: cell for name, cell in BASE.items() if name != "pay"}
    path = sheet(tmp_path / "a.xlsx", [row | {"pay_min": 100, "pay_max": "120", "pay_unit": "天"}])
    assert read(path).records[0][0].pay == Pay(minimum=100, maximum=120, unit=PayUnit.DAY, text="100-120")


def test_contacts_leave_title_and_text(tmp_path: Path) -> None:
    posting, _ = one(tmp_path, text="工作轻松，电话13900000000。", contact="王女士")
    assert "13900000000" not in posting.text
    assert posting.contact is not None
    assert "13900000000" in posting.contact
    assert "13900000000" not in repr(posting)


@pytest.mark.parametrize(
    "field",
    [
        "text",
        "title",
        "education",
        "experience",
        "headcount",
        "address",
        "place",
        "pay",
        "hours",
        "age",
        "skills",
        "tags",
        "welfare",
    ],
)
def test_contacts_leave_every_free_text(tmp_path: Path, field: str) -> None:
    posting, batch = one(tmp_path, **{field: "电话13900000000"})
    rest = posting.model_dump(exclude={"contact"})
    assert "13900000000" not in str(rest)
    assert "13900000000" in (posting.contact or "")
    assert [note for note in batch.unparsed if "13900000000" in (note.value or "")] == []


def test_a_posting_whose_last_day_is_over_is_closed(tmp_path: Path) -> None:
    posting, _ = one(tmp_path, closes_on="2026-11-22")
    assert posting.status is PostingStatus.CLOSED
    posting, _ = one(tmp_path, closes_on="2026-11-23")
    assert posting.status is PostingStatus.OPEN


# --- kept as text ----------------------------------------------------------------------------------------------------------------


def test_what_cannot_be_read_is_kept_and_noted(tmp_path: Path) -> None:
    posting, batch = one(tmp_path, pay="看表现", place="某地", education="能写字", experience="有点", headcount="一批", text="职责")
    assert posting.pay == Pay(text="看表现")
    assert (posting.place.text, posting.place.city) == ("某地", None)
    assert posting.text == "职责\n招聘人数：一批\n学历要求：能写字\n工作经验：有点"
    assert {(note.column, note.value) for note in batch.unparsed} == {
        ("薪资", "看表现"),
        ("工作地点", "某地"),
        ("学历要求", "能写字"),
        ("工作经验", "有点"),
        ("招聘人数", "一批"),
    }
    assert {(note.row, note.severity) for note in batch.unparsed} == {(2, "warning")}
    assert batch.faults == ()


def test_open_pay_and_several_people_are_understood(tmp_path: Path) -> None:
    posting, batch = one(tmp_path, pay="面议", headcount="若干")
    assert (posting.pay, posting.headcount, batch.unparsed) == (Pay(text="面议"), None, ())


def test_pay_that_the_spreadsheet_made_a_date_is_not_read(tmp_path: Path) -> None:
    posting, batch = one(tmp_path, pay=date(2026, 6, 8))
    assert posting.pay.minimum is None
    assert [note.column for note in batch.unparsed] == ["薪资"]


# --- bad input -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "column", "problem"),
    [
        ({"title": None}, "岗位名称", "required, and empty here"),
        ({"employer": "无"}, "单位名称", "required, and empty here"),
        ({"pay": -3000}, "薪资", "the pay is negative"),
        ({"pay": None, "pay_min": -1}, "最低薪资", "the pay is negative"),
        ({"demand:text_access": 7}, "要求：文字信息获取", "a demand is 0 to 4"),
        ({"demand:text_access": "很高"}, "要求：文字信息获取", "a demand is 0 to 4"),
        ({"commute": 9}, "通勤要求", "outside 0 to 4"),
        ({"title": "#REF!"}, "岗位名称", "the cell holds a formula that failed or was never calculated"),
        ({"text": "=A1&B1"}, "岗位描述", "the cell holds a formula that failed or was never calculated"),
        ({"external_id": 14202199003051234567}, "岗位编号", "the number was stored as a numeric cell, its last digits are lost"),
        ({"external_id": "1.42022E+19"}, "岗位编号", "the number was stored as a numeric cell, its last digits are lost"),
        (
            {"employer_code": 914201000000000000},
            "统一社会信用代码",
            "the number was stored as a numeric cell, its last digits are lost",
        ),
    ],
)
def test_each_wrong_cell_is_one_line_and_the_right_rows_go_in(
    tmp_path: Path, cells: dict[str, Any], column: str, problem: str
) -> None:
    found = fault(tmp_path, **cells)
    assert (found.column, found.problem.en) == (column, problem)
    assert found.advice.zh
    assert found.advice.en


def test_an_unknown_accommodation_is_named_with_the_nearest(tmp_path: Path) -> None:
    found = fault(tmp_path, in_place="坡道、电梯间")
    assert (found.column, found.value) == ("已有便利", "坡道、电梯间")
    assert "电梯" in found.advice.zh
    found = fault(tmp_path, marginal="看清楚")
    assert found.column == "次要任务"


def test_one_arrangement_cannot_have_two_statuses(tmp_path: Path) -> None:
    found = fault(tmp_path, in_place="坡道", refused="坡道")
    assert "two statuses" in found.problem.en


def test_a_wrong_credit_code_says_what_is_wrong(tmp_path: Path) -> None:
    assert "18 characters" in fault(tmp_path, employer_code=SHORT_CODE).problem.en
    assert "never holds 'I'" in fault(tmp_path, employer_code="91420100MA4KTEATI0").problem.en
    assert "check character" in fault(tmp_path, employer_code="91420100MA4KTEAT00").problem.en


def test_platform_terms_of_another_kind_are_left_out_with_a_warning(tmp_path: Path) -> None:
    posting, batch = one(tmp_path, kind="公益性岗位", fee_waiver="是")
    assert posting.platform is None
    assert [(line.column, line.severity) for line in batch.faults] == [("减免加盟费", "warning")]


def test_dates_that_cannot_be_are_left_out_with_a_warning(tmp_path: Path) -> None:
    posting, batch = one(tmp_path, published_on="2027-01-01")
    assert posting.published_on is None
    assert [(line.column, line.severity) for line in batch.faults] == [("发布日期", "warning")]
    posting, batch = one(tmp_path, published_on="2026-03-01", closes_on="2026-02-01")
    assert (posting.published_on, posting.closes_on, posting.status) == (date(2026, 3, 1), None, PostingStatus.OPEN)


def test_personal_values_never_stand_in_a_fault(tmp_path: Path) -> None:
    batch = read(
        sheet(tmp_path / "a.xlsx", [BASE | {"contact": "#REF!", "place": "某地13900000000"}, BASE | {"pay": "打13900000000问"}])
    )
    values = [line.value for line in (*batch.faults, *batch.unparsed)]
    assert HIDDEN in values
    assert [value for value in values if value is not None and "13900000000" in value] == []


def test_a_column_nobody_reads_is_said_once(tmp_path: Path) -> None:
    batch = read(sheet(tmp_path / "a.xlsx", [BASE | {"序号": 1, "备用": "x"}, BASE | {"title": "会计", "序号": 2, "备用": "y"}]))
    assert [(line.row, line.column, line.severity) for line in batch.faults] == [(None, "备用", "warning")]


def test_missing_columns_are_named(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused) as caught:
        read(sheet(tmp_path / "a.csv", [{"pay": "3000", "备用": "x"}]))
    assert caught.value.text.zh.startswith("a.csv：缺少列：岗位名称、单位名称（")


def test_a_sheet_with_a_header_only_has_no_rows(tmp_path: Path) -> None:
    batch = read(sheet(tmp_path / "a.xlsx", [], fields=list(BASE)))
    assert (batch.rows, batch.records, batch.faults) == (0, (), ())


def test_a_footer_is_no_posting(tmp_path: Path) -> None:
    batch = read(sheet(tmp_path / "a.csv", [BASE, {"title": "合计", "pay": "2"}]))
    assert (batch.rows, len(batch.records)) == (1, 1)
    assert [(line.row, line.severity) for line in batch.faults] == [(3, "warning")]


# --- the same post twice ---------------------------------------------------------------------------------------------------------


def test_the_same_post_crawled_twice_is_merged_and_can_be_parted(tmp_path: Path) -> None:
    again = BASE | {"title": " 档案 录入员", "employer": "武汉示范文化有限公司 ", "pay": "4500-6000元／月"}
    batch = read(sheet(tmp_path / "a.csv", [BASE, again, BASE, BASE | {"pay": "5000"}]))
    assert (batch.rows, len(batch.records), batch.duplicates, len(batch.merges)) == (4, 2, 2, 2)
    kept = batch.records[0][0].id
    assert [(merge.kept_id, merge.row) for merge in batch.merges] == [(kept, 3), (kept, 4)]
    assert len({kept, *(merge.merged.id for merge in batch.merges)}) == 3


def test_two_numbers_of_a_source_for_the_same_post_are_merged(tmp_path: Path) -> None:
    batch = read(sheet(tmp_path / "a.csv", [BASE | {"external_id": "1"}, BASE | {"external_id": "2"}]))
    (merge,) = batch.merges
    assert (merge.kept_id, merge.merged.id) == ("p_" + identify("ext:local:1"), "p_" + identify("ext:local:2"))


def test_a_number_used_for_two_posts_keeps_the_second_out(tmp_path: Path) -> None:
    batch = read(sheet(tmp_path / "a.csv", [BASE | {"external_id": "1"}, BASE | {"external_id": "1", "title": "会计"}]))
    assert [posting.title for posting, *_ in batch.records] == ["档案录入员"]
    (found,) = batch.faults
    assert (found.row, found.column, found.value, found.severity) == (3, "岗位编号", "1", "rejected")
    assert "row 2" in found.problem.en


def test_the_same_row_twice_under_one_number_is_one_duplicate_without_a_merge(tmp_path: Path) -> None:
    batch = read(sheet(tmp_path / "a.csv", [BASE | {"external_id": "1"}, BASE | {"external_id": "1"}]))
    assert (len(batch.records), batch.duplicates, batch.merges) == (1, 1, ())


def test_another_place_or_employer_is_another_post(tmp_path: Path) -> None:
    rows = [BASE, BASE | {"place": "武汉-武昌区"}, BASE | {"employer": "武汉示例文化有限公司"}, BASE | {"text": "夜间录入"}]
    batch = read(sheet(tmp_path / "a.csv", rows))
    assert (len(batch.records), batch.duplicates) == (4, 0)
    assert len({posting.id for posting, *_ in batch.records}) == 4


def test_one_employer_is_one_record_with_what_its_rows_say(tmp_path: Path) -> None:
    rows = [BASE, BASE | {"title": "会计", "industry": "出版", "employer": "武汉示范文化有限公司"}]
    batch = read(sheet(tmp_path / "a.csv", rows))
    assert [(employer.id, employer.industry) for _, employer, _, _ in batch.records] == [
        ("e_" + identify("name:武汉示范文化有限公司"), "出版")
    ] * 2


# --- foreign layouts -------------------------------------------------------------------------------------------------------------


def test_a_given_mapping_reads_a_foreign_sheet(tmp_path: Path) -> None:
    mapping = Mapping(
        name="fair",
        kind="postings",
        columns={"Job": "title", "Firm": "employer", "Money": "pay", "Where": "place"},
        constants={"kind": "公益性岗位"},
    )
    path = tmp_path / "a.csv"
    path.write_text("Firm,Job,Where,Money,Other\n示范单位,保洁员,武汉·江岸区,2.2-3千,x\n", "utf-8")
    ((posting, employer, _, _),) = read(path, mapping=mapping).records
    assert (posting.title, employer.name, posting.kind) == ("保洁员", "示范单位", PostingKind.PUBLIC_WELFARE)
    assert (posting.place.district, posting.pay.minimum, posting.source.name) == ("420102", 2_200, "fair")


def test_a_shipped_layout_is_recognised_by_its_headers(tmp_path: Path) -> None:
    headers = "职位,薪资,标签,公司,主营,性质,需求,地点,职位种类,query"
    tags = "周末双休\n五险一金\n普通话"
    line = f'客服专员,6-8千·13薪,"{tags}",武汉示范商贸有限公司,批发/零售,民营,150-500人,武汉·东湖新技术产业开发区,客服,客服'
    path = tmp_path / "a.csv"
    path.write_text(f"{headers}\n{line}\n", "utf-8")
    batch = read(path)
    ((posting, employer, _, _),) = batch.records
    assert batch.faults == ()
    assert posting.pay == Pay(minimum=6_000, maximum=8_000, unit=PayUnit.MONTH, months=13, text="6-8千·13薪")
    assert (posting.hours.days_per_week, posting.welfare, posting.skills) == (5, ("五险一金",), ("普通话",))
    assert (posting.place.city, posting.place.zone, posting.kind) == ("武汉", "东湖高新区", None)
    assert (employer.staff_text, employer.kind, posting.source.name) == ("150-500人", EmployerKind.PRIVATE, "wuhan_2024")


def test_the_source_can_be_named(tmp_path: Path) -> None:
    batch = read(sheet(tmp_path / "a.csv", [BASE]), source_name="春风行动")
    assert batch.records[0][0].source.name == "春风行动"


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="the limit is"):
        read(sheet(tmp_path / "a.csv", [BASE]), limit_bytes=10)


@pytest.mark.parametrize(
    ("floor", "steps", "read_floor", "read_steps"),
    [("三楼", "两级", 3, 2), ("3F", "3级台阶", 3, 3), ("3层", "十二", 3, 12), ("负一楼", "没有", -1, 0), ("B1", 0, -1, 0)],
)
def test_floors_and_steps_in_words(tmp_path: Path, floor: str, steps: Any, read_floor: int, read_steps: int) -> None:
    posting, batch = one(tmp_path, floor=floor, entrance_steps=steps)
    assert (posting.workplace.floor, posting.workplace.entrance_steps) == (read_floor, read_steps)
    assert batch.unparsed == ()


@pytest.mark.parametrize(("field", "header"), [("floor", "楼层"), ("entrance_steps", "门口台阶")])
@pytest.mark.parametrize("words", ["有", "900"])
def test_an_odd_floor_or_step_is_kept_as_text(tmp_path: Path, field: str, header: str, words: str) -> None:
    posting, batch = one(tmp_path, **{field: words})
    assert getattr(posting.workplace, field) is None
    assert posting.text.splitlines()[-1] == f"{header}：{words}"
    assert [(f.column, f.severity) for f in batch.unparsed] == [(header, "warning")]


def test_an_id_or_address_with_a_personal_number_is_masked(tmp_path: Path) -> None:
    cells = {"external_id": "13900000000", "url": "https://example.org/?m=13900000000"}
    posting, batch = one(tmp_path, **cells)
    assert (posting.source.external_id, posting.source.url) == ("[联系方式]", "https://example.org/?m=[联系方式]")
    assert [(f.column, f.severity) for f in batch.faults] == [("岗位编号", "warning"), ("链接", "warning")]
    assert "13900000000" not in repr((posting, batch.faults))
    rows = [BASE | {"external_id": f"1390000000{n}", "title": f"样例{n}"} for n in range(2)]
    assert len(read(sheet(tmp_path / "b.xlsx", rows)).records) == 2


def test_a_citizen_number_in_the_text_is_masked_and_kept_nowhere(tmp_path: Path) -> None:
    posting, _ = one(tmp_path, text="法人身份证 420199199003051003，负责招聘")
    assert posting.text == "法人身份证 [证件号码]，负责招聘"
    assert "420199199003051003" not in posting.model_dump_json()


def test_endless_figures_abort_nothing(tmp_path: Path) -> None:
    posting, batch = one(tmp_path, pay="9" * 400, headcount="9" * 400)
    assert (posting.pay.minimum, posting.headcount) == (None, None)
    assert [f.column for f in batch.unparsed] == ["薪资", "招聘人数"]
