"""A mapping proposed for a file that nobody has seen: what is right, what is said, and what is never shown."""

import csv
import hashlib
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from data.importers import ImportRefused, read_candidates, read_mapping, read_postings
from data.importers.certificate import check_character
from data.importers.columns import Column
from data.importers.columns_candidates import CANDIDATE_COLUMNS
from data.importers.columns_postings import POSTING_COLUMNS
from data.importers.header_names import HeaderNames, ProposableKind, header_words, squeezed
from data.importers.header_rows import open_unknown
from data.importers.mapping import Mapping as SheetMapping
from data.importers.mapping import shipped_mappings
from data.importers.mapping_text import mapping_text
from data.importers.proposal import MOST_ROWS, Proposal, propose, propose_mapping

TODAY = date(2026, 11, 23)
COLUMNS: Mapping[ProposableKind, Sequence[Column]] = {"postings": POSTING_COLUMNS, "candidates": CANDIDATE_COLUMNS}
Row = Sequence[Any]


def identify(key: str) -> str:
    return hashlib.blake2b(key.encode(), digest_size=10).hexdigest()


def proposed(kind: ProposableKind, headers: Sequence[str], rows: Sequence[Row]) -> Proposal:
    columns = COLUMNS[kind]
    return propose("sheet.csv", kind, headers, rows, TODAY, columns, HeaderNames(columns, header_words()[kind]))


def fields(proposal: Proposal) -> dict[str, tuple[str, ...]]:
    return {column.header: column.fields for column in proposal.columns}


def why(proposal: Proposal, header: str) -> str:
    return next(column.why.en for column in proposal.columns if column.header == header)


def comma(rows: Sequence[Row], delimiter: str = ",") -> str:
    return "\n".join(delimiter.join(str(cell) for cell in row) for row in rows) + "\n"


# --- the four real files, each with its own mapping hidden -----------------------------------------------------------------------


def without(names: Sequence[str], strict: bool) -> HeaderNames:
    """The names of posting fields less every alias, and with `strict` every template header, that the hidden file uses."""
    seen = {squeezed(name) for name in names}
    columns = [
        replace(
            column,
            header="—" if strict and squeezed(column.header) in seen else column.header,
            aliases=tuple(alias for alias in column.aliases if squeezed(alias) not in seen),
        )
        for column in POSTING_COLUMNS
    ]
    words = {
        field: tuple(word for word in words if squeezed(word) not in seen) for field, words in header_words()["postings"].items()
    }
    return HeaderNames(columns, words)


def hidden(path: Path, strict: bool) -> Proposal:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        names = without(next(csv.reader(stream)), strict)
    table = open_unknown(path, names, 10**9)
    rows = [cells for _, cells in table.rows][:MOST_ROWS]
    return propose(path.name, "postings", table.headers, rows, TODAY, POSTING_COLUMNS, names)


def fed(mapping: SheetMapping) -> dict[str, frozenset[str]]:
    whole = {header: frozenset({field}) for header, field in mapping.columns.items()}
    return whole | {header: frozenset(rule.into) for header, rule in mapping.sorted.items()}


DIFFERENT = {
    # Of 4,328 cells eight name a language, and no 学历 an experience: too few to part the column for.
    "national_2019": {"工作经验": {"experience", "education"}, "学历": {"education"}},
    "office_shanghai_2020": {},
    # Without its own alias 技能关键词 is as near to 关键词.
    "taidi_2023": {"技能关键词": set()},
    # Hardly a tag of the file is a licence.
    "wuhan_2024": {"标签": {"hours", "welfare", "skills"}},
}
"""What is proposed where the shipped mapping says something else."""


@pytest.mark.parametrize("strict", [False, True], ids=["aliases", "names"])
@pytest.mark.parametrize("mapping", [one for one in shipped_mappings() if one.name in DIFFERENT], ids=lambda one: one.name)
def test_a_hidden_mapping_is_found_again(shared: Path, mapping: SheetMapping, strict: bool) -> None:
    path = shared / "postings" / f"{mapping.name}.csv"
    proposal = hidden(path, strict)
    shipped, found = fed(mapping), {column.header: set(column.fields) for column in proposal.columns}
    assert {name: told for name, told in found.items() if told != shipped.get(name, set())} == DIFFERENT[mapping.name]
    assert (proposal.missing, proposal.readable) == ((), proposal.tried)
    own, theirs = (read_postings(path, identify, one, TODAY) for one in (proposal.mapping, mapping))
    assert (own.rows, len(own.records), own.duplicates) == (theirs.rows, len(theirs.records), theirs.duplicates)


def test_facts_of_the_real_files_are_found(shared: Path) -> None:
    found = {name: hidden(shared / "postings" / f"{name}.csv", True).mapping for name in DIFFERENT}
    shipped = {mapping.name: mapping for mapping in shipped_mappings()}
    assert found["taidi_2023"].values == shipped["taidi_2023"].values
    assert found["wuhan_2024"].constants == shipped["wuhan_2024"].constants == {"pay_unit": "月"}
    assert found["wuhan_2024"].empty == shipped["wuhan_2024"].empty == ("无",)
    assert found["national_2019"].prefixes == {"address": ("上班地址 :",)}
    assert found["national_2019"].sorted["公司信息"] == shipped["national_2019"].sorted["公司信息"]
    assert found["office_shanghai_2020"].sorted == shipped["office_shanghai_2020"].sorted


@pytest.mark.parametrize(("name", "title"), [("wuhan_2024", "职位"), ("national_2019", "职位"), ("office_shanghai_2020", "title")])
def test_headers_without_meaning_leave_the_cells_to_tell(shared: Path, name: str, title: str) -> None:
    path = shared / "postings" / f"{name}.csv"
    names = HeaderNames(POSTING_COLUMNS, header_words()["postings"])
    table = open_unknown(path, names, 10**9)
    rows = [cells for _, cells in table.rows][:MOST_ROWS]
    codes = [f"x{at:02d}" for at in range(len(table.headers))]
    proposal = propose(path.name, "postings", codes, rows, TODAY, POSTING_COLUMNS, names)
    told = dict(zip(table.headers, (set(column.fields) for column in proposal.columns), strict=True))
    assert told[title] == {"title"}
    shipped = fed(next(mapping for mapping in shipped_mappings() if mapping.name == name))
    assert {header for header, one in told.items() if one != shipped.get(header, set())} == set(DIFFERENT[name])


# --- layouts of our own ----------------------------------------------------------------------------------------------------------

FIRMS = ("武汉样例科技有限公司", "武汉示范食品厂", "样例社区服务中心", "示范酒店")
JOBS = ("数据录入员", "面点师", "社区保洁", "前台接待", "在线客服", "仓库管理员")


def fair(rows: int = 24) -> tuple[list[str], list[Row]]:
    """A fair's list of posts: other headers than ours, two contact columns, two of text, pay by the day, figures of two kinds."""
    headers = [
        *("序号", "用人单位全称", "工种名称", "缺工人数", "日工资", "学历", "班制", "上岗地点"),
        *("工作职责", "任职条件", "联系人姓名", "报名电话"),
    ]
    return headers, [
        (
            at + 1,
            FIRMS[at % 4],
            JOBS[at % 6],
            f"{at % 3 + 1}人",
            150 + at % 5 * 10,
            ("不限", "初中", "高中")[at % 3],
            ("8:00-17:00", "双休", "夜班")[at % 3],
            ("武汉市青山区", "洪山区")[at % 2],
            f"负责第{at}条线的日常工作，按规定完成登记和整理，协助同事完成当天的任务。",
            f"要求细心，有责任心，能够独立完成工作，有{at % 3 + 1}年相关经验者优先，服从安排。",
            ("李小样", "王示范", "赵样例")[at % 3],
            f"139000000{at:02d}",
        )
        for at in range(rows)
    ]


def test_a_fair_is_read_whole() -> None:
    headers, rows = fair()
    proposal = proposed("postings", headers, rows)
    assert fields(proposal) == {
        "序号": (),
        "用人单位全称": ("employer",),
        "工种名称": ("title",),
        "缺工人数": ("headcount",),
        "日工资": ("pay",),
        "学历": ("education",),
        "班制": ("hours",),
        "上岗地点": ("place",),
        "工作职责": ("text",),
        "任职条件": ("text",),
        "联系人姓名": ("contact",),
        "报名电话": ("contact",),
    }
    assert proposal.mapping.constants == {"pay_unit": "天"}
    assert set(proposal.mapping.sorted) == {"任职条件", "联系人姓名"}
    assert why(proposal, "序号") == "it only counts the rows"
    assert (proposal.readable, proposal.tried, proposal.missing) == (24, 24, ())


FIRST17 = "42010119900101{:03d}"


def certificate(at: int, tail: str = "43") -> str:
    first = FIRST17.format(at)
    return first + check_character(first) + tail


def register(rows: int = 12) -> tuple[list[str], list[Row]]:
    """A register of people with the headers of another system and English ones between them."""
    headers = [
        *("Full Name", "男女", "Disability Card", "障碍类别", "残疾程度", "移动电话", "户口性质", "教育程度"),
        *("从业年限", "就业意向", "期望收入", "常住地址", "能力：站立", "能力：坐姿", "能力：书面表达", "婚否"),
    ]
    return headers, [
        (
            ("李小样", "王示范", "赵样例", "欧阳小样")[at % 4],
            "MF"[at % 2],
            certificate(at),
            ("肢体", "听力残疾", "视力")[at % 3],
            ("三级", "二级")[at % 2],
            f"1390000{at:04d}",
            ("农业", "非农业")[at % 2],
            ("初中", "大专", "高中")[at % 3],
            at % 7,
            ("保洁员", "客服、文员", "面点师")[at % 3],
            2200 + at * 100,
            ("武汉市青山区", "洪山区珞狮路1号")[at % 2],
            at % 5,
            (at + 1) % 5,
            3,
            ("已婚", "未婚")[at % 2],
        )
        for at in range(rows)
    ]


def test_a_register_of_people_is_read_whole(tmp_path: Path) -> None:
    headers, rows = register()
    proposal = proposed("candidates", headers, rows)
    assert fields(proposal) == {
        "Full Name": ("name",),
        "男女": ("sex",),
        "Disability Card": ("certificate_number",),
        "障碍类别": ("category",),
        "残疾程度": ("grade",),
        "移动电话": ("phone",),
        "户口性质": ("rural",),
        "教育程度": ("education",),
        "从业年限": ("experience_years",),
        "就业意向": ("occupations",),
        "期望收入": ("pay_min",),
        "常住地址": ("home",),
        "能力：站立": ("ability:standing",),
        "能力：坐姿": ("ability:sitting",),
        "能力：书面表达": ("ability:writing",),
        "婚否": (),
    }
    assert proposal.mapping.values == {"sex": {"M": "男", "F": "女"}, "rural": {"农业": "是", "非农业": "否"}}
    path = tmp_path / "register.csv"
    path.write_text(comma([headers, *rows]), "utf-8")
    people = [candidate for candidate, _, _ in read_candidates(path, identify, proposal.mapping, TODAY).records]
    assert [person.household.rural for person in people] == [True, False] * 6
    assert [person.wishes.pay_min for person in people] == [2200 + at * 100 for at in range(12)]


def test_a_register_without_a_kind_of_document_gets_one() -> None:
    headers = ["姓名", "身份证", "残疾类别"]
    proposal = proposed("candidates", headers, [("李小样", certificate(at)[:18], "肢体") for at in range(5)])
    assert proposal.mapping.constants == {"credential_kind": "残疾人证"}
    assert (proposal.readable, proposal.missing) == (5, ())


def test_codes_of_sex_follow_the_documents() -> None:
    headers = ["姓名", "性别代码", "身份证"]
    numbers = [certificate(at)[:18] for at in range(8)]
    right = [("李小样", "12"[at % 2 == 0], number) for at, number in enumerate(numbers)]
    wrong = [("李小样", "21"[at % 2 == 0], number) for at, number in enumerate(numbers)]
    assert proposed("candidates", headers, right).mapping.values == {"sex": {"1": "男", "2": "女"}}
    assert proposed("candidates", headers, wrong).mapping.values == {}


def test_a_mixed_column_is_parted_at_its_own_sign() -> None:
    kinds, bands, trades = ("民营", "国企"), ("50-150人", "少于50人"), ("餐饮业", "互联网", "物业服务")
    rows = [
        (JOBS[at % 6], FIRMS[at % 4], f"{kinds[at % 2]} / {bands[at % 2]} / {trades[at % 3]}", f"{at % 3 + 1}年|{'大专本科'[:2]}")
        for at in range(12)
    ]
    mapping = proposed("postings", ["岗位", "企业", "企业简况", "条件"], rows).mapping
    assert {header: (rule.by, rule.into) for header, rule in mapping.sorted.items()} == {
        "企业简况": ("/", ("employer_kind", "staff", "industry")),
        "条件": ("|", ("education", "experience")),
    }


def test_words_for_nothing_keep_what_they_mean_elsewhere() -> None:
    headers = ["岗位", "单位", "学历", "行业", "是否远程"]
    trades, told = ("不限", "物业服务", "暂无"), ("无", "有")
    rows = [("文员", FIRMS[at % 4], ("不限", "大专")[at % 2], trades[at % 3], told[at % 2]) for at in range(12)]
    assert proposed("postings", headers, rows).mapping.empty == ("暂无",)
    assert proposed("postings", [*headers[:2], headers[3]], [(a, b, d) for a, b, _, d, _ in rows]).mapping.empty == ("不限", "暂无")


@pytest.mark.parametrize(
    ("header", "cells", "unit"),
    [
        *(("工资", [4000, 5200], "月"), ("工资", [22, 25], "小时"), ("工资", [180, 200], "天"), ("年薪", [80_000, 90_000], "年")),
        ("工资", ["4000元/月", "20元/小时"], None),
    ],
)
def test_the_unit_of_pay_is_told_where_cells_lack_it(header: str, cells: list[Any], unit: str | None) -> None:
    rows = [("文员", FIRMS[at % 4], cells[at % 2]) for at in range(8)]
    mapping = proposed("postings", ["岗位", "单位", header], rows).mapping
    assert mapping.columns[header] == "pay"
    assert mapping.constants.get("pay_unit") == unit


def test_short_days_ask_for_the_year() -> None:
    rows = [("文员", FIRMS[at % 4], f"04-{at + 10}") for at in range(8)]
    proposal = proposed("postings", ["岗位", "单位", "发布"], rows)
    assert proposal.mapping.columns["发布"] == "published_on"
    assert [note.en for note in proposal.notes] == ["发布 gives month and day only: add a line year: with the year of the file"]


def test_a_column_that_would_keep_the_rows_out_is_left_out() -> None:
    proposal = proposed("postings", ["岗位名称", "单位名称", "已有便利"], [("文员", "示范酒店", "电梯、水晶吊灯")])
    assert fields(proposal)["已有便利"] == ()
    assert why(proposal, "已有便利") == "looks like in_place, but 1 of 1 rows cannot be read with it: unknown accommodation"
    assert proposal.readable == 1


def test_levels_on_another_scale_are_no_levels() -> None:
    rows = [("甲-1", ("良好", "一般")[at % 2], certificate(at)) for at in range(6)]
    proposal = proposed("candidates", ["编号", "站立", "残疾证号"], rows)
    assert fields(proposal)["站立"] == ()
    assert why(proposal, "站立") == "the header is like ability:standing, but only 0% of the cells can be read"


# --- files -----------------------------------------------------------------------------------------------------------------------


def as_text(delimiter: str, encoding: str) -> Callable[[Path, Sequence[Row]], None]:
    def write(path: Path, rows: Sequence[Row]) -> None:
        path.write_bytes(comma(rows, delimiter).encode(encoding))

    return write


def as_lines(path: Path, rows: Sequence[Row]) -> None:
    path.write_text("\n".join(json.dumps(dict(zip(rows[0], row, strict=True)), ensure_ascii=False) for row in rows[1:]), "utf-8")


def as_xlsx(path: Path, rows: Sequence[Row]) -> None:
    book = Workbook()
    for row in [["2026年秋季招聘会岗位汇总表"], *rows, ["填表人：样例"]]:
        book.active.append(list(row))
    book.active.merge_cells("A1:F1")
    book.save(path)


def as_xls(path: Path, rows: Sequence[Row]) -> None:
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("岗位")
    for down, row in enumerate(rows):
        for across, cell in enumerate(row):
            sheet.write(down, across, cell)
    book.save(str(path))


def as_ods(path: Path, rows: Sequence[Row]) -> None:
    def line(cells: Row) -> str:
        inner = "".join(f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>' for c in cells)
        return f"<table:table-row>{inner}</table:table-row>"

    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "manifest")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="S">{"".join(map(line, rows))}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    entry = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", f'<?xml version="1.0"?><manifest:manifest {spaces}>{entry}</manifest:manifest>')


WRITERS = {
    "utf8.csv": as_text(",", "utf-8"),
    "bom.csv": as_text(",", "utf-8-sig"),
    "gb.csv": as_text(",", "gb18030"),
    "semicolon.csv": as_text(";", "utf-8"),
    "tabs.tsv": as_text("\t", "utf-8"),
    "lines.jsonl": as_lines,
    "book.xlsx": as_xlsx,
    "old.xls": as_xls,
    "open.ods": as_ods,
}


@pytest.mark.parametrize("name", WRITERS)
def test_every_kind_of_file_gives_the_same_mapping_and_goes_in(tmp_path: Path, name: str) -> None:
    headers, rows = fair()
    path = tmp_path / name
    WRITERS[name](path, [headers, *rows])
    proposal = propose_mapping(path, "postings", TODAY)
    assert fields(proposal) == fields(proposed("postings", headers, rows))
    written = tmp_path / "map.yaml"
    written.write_text(mapping_text(proposal), "utf-8")
    mapping = read_mapping(written)
    assert mapping == proposal.mapping
    batch = read_postings(path, identify, mapping, TODAY)
    assert (batch.rows, len(batch.records)) == (24, 24)
    assert {posting.pay.unit for posting, *_ in batch.records} == {"day"}


def test_headers_nobody_knows_are_found_under_a_title(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(
        "岗位一览,,\n填报：某街道,,\n活儿,老板那家,给多少\n面点师,武汉示范食品厂,4000元/月\n文员,示范酒店,3500元/月\n".encode(
            "gb18030"
        )
    )
    proposal = propose_mapping(path, "postings", TODAY)
    assert fields(proposal) == {"活儿": ("title",), "老板那家": ("employer",), "给多少": ("pay",)}


REFUSED = {
    "empty.csv": ("", "there is nothing in it"),
    "blank.csv": ("\n,,\n", "there is nothing in it"),
    "people.csv": (f"李小样,男,{certificate(1)}\n王示范,女,{certificate(2)}\n", "a header holds a phone"),
    "posts.csv": ("文员,武汉样例有限公司,3000-4000\n会计,武汉样例有限公司,4000-5000\n", "its first row looks like data"),
    "days.csv": ("2026-03-05,4,是\n2026-03-06,5,否\n", "its first row looks like data"),
    "pages.pdf": ("%PDF", "unknown kind of file"),
    "book.xlsx": ("PK", "named .xlsx but is none"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_no_table_is_refused_in_one_line(tmp_path: Path, name: str) -> None:
    content, told = REFUSED[name]
    (tmp_path / name).write_text(content, "utf-8")
    with pytest.raises(ImportRefused) as caught:
        propose_mapping(tmp_path / name, "candidates", TODAY)
    assert caught.value.text.en.startswith(f"{name}: {told}")
    assert [secret for secret in ("李小样", certificate(1)[:17]) if secret in str(caught.value)] == []


def test_a_header_alone_is_proposed_from_its_words(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("职位名称,公司全称,月薪（元）\n", "utf-8")
    proposal = propose_mapping(path, "postings", TODAY)
    assert proposal.mapping.columns == {"职位名称": "title", "公司全称": "employer", "月薪（元）": "pay"}
    assert [note.en for note in proposal.notes] == ["no rows under the header: proposed from the headers alone"]


def test_one_column_says_what_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("工种\n文员\n会计\n", "utf-8")
    proposal = propose_mapping(path, "postings", TODAY)
    assert (proposal.mapping.columns, proposal.missing, proposal.readable) == ({"工种": "title"}, (("employer",),), 0)
    assert "# ! missing: employer; nothing goes in without it" in mapping_text(proposal)


def test_headers_twice_and_none_are_named() -> None:
    headers = ("岗位", "单位", "单位", "", "岗位*")
    proposal = proposed("postings", headers, [("文员", FIRMS[at % 4], "乙", "x", "y") for at in range(4)])
    assert [column.fields for column in proposal.columns] == [("title",), ("employer",), (), (), ()]
    assert [column.why.en for column in proposal.columns[2:]] == [
        "named like column 2; to use it, rename it first",
        "it has no header",
        "named like column 1; to use it, rename it first",
    ]


def test_five_hundred_columns_are_answered() -> None:
    headers = [f"指标{at}" for at in range(498)] + ["岗位", "单位"]
    rows = [(*(f"{down}.{at}" for at in range(498)), JOBS[down % 6], FIRMS[down % 4]) for down in range(30)]
    proposal = proposed("postings", headers, rows)
    assert (proposal.mapping.columns, len(proposal.columns)) == ({"岗位": "title", "单位": "employer"}, 500)


def test_a_layout_that_is_shipped_is_said_to_be() -> None:
    headers = ("title", "company", "salary", "description", "area", "nature", "size", "industry", "posted", "welfare")
    proposal = proposed("postings", headers, [])
    assert "the shipped mapping office_shanghai_2020 fits this file; it can be imported without --map" in [
        note.en for note in proposal.notes
    ]


# --- what is printed -------------------------------------------------------------------------------------------------------------

NAME, PHONE, MAIL, NUMBER = "李小样", "13900000000", "li.xiaoyang@example.org", certificate(7)
SECRETS = (NAME, PHONE, MAIL, NUMBER, NUMBER[:18], "139 0000 0000", "欧阳小样")
WORDS = (
    "是 否 不知道 无 不限 武汉 青山区 6-8千·13薪 1990年3月5日 04-20 4,500-6,000 大字、高对比 #REF! =1+1 0 -1 1e300 、、； 三级 M"
)
ODD: tuple[Any, ...] = (
    *WORDS.split(),
    *("", " ", "\x00", "\u200b", "\u2028", "9" * 40, "A" * 300, "五险一金 双休", "民营| 50-150人| 教育", "上班地址：\n"),
    *("𠮷", "（（", "负责" * 60, 0, 3, 7, -2, 3.5, 1e22, float("inf"), 14202199003051234567, True, False, None),
    *(date(2026, 3, 5), datetime(2026, 3, 5, 9)),
)
NAMES = (
    "岗位名称 职位 单位 薪资 标签 姓名 残疾证号 联系人 电话 日期 站立 已有便利 备注 source x01 是 no 12 ~ [x] 薪资* 学历（必填）"
)
HEADERS = (*NAMES.split(), "", "  ", "a" * 300, "职\n位", "{a: b}", "# x", "'", "\u2028", "\x07", "👍")
TABLES = st.integers(1, 8).flatmap(
    lambda width: st.tuples(
        st.lists(st.one_of(st.sampled_from(HEADERS), st.text(max_size=8)), min_size=width, max_size=width),
        st.lists(
            st.lists(st.one_of(st.sampled_from(ODD), st.text(max_size=8), st.integers(-5, 10**12)), min_size=width, max_size=width),
            max_size=6,
        ),
    )
)
KINDS: st.SearchStrategy[ProposableKind] = st.sampled_from(("postings", "candidates"))
SLOW = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@given(kind=KINDS, table=TABLES)
@SLOW
def test_any_table_of_odd_cells_gives_a_mapping_that_can_be_read(
    tmp_path_factory: pytest.TempPathFactory, kind: ProposableKind, table: tuple[list[str], list[Row]]
) -> None:
    headers, rows = table
    rows = [tuple(None if isinstance(cell, str) and not cell.strip() else cell for cell in row) for row in rows]
    proposal = proposed(kind, headers, rows)
    path = tmp_path_factory.getbasetemp() / "odd.yaml"
    path.write_text(mapping_text(proposal), "utf-8")
    assert read_mapping(path) == proposal.mapping
    assert [column.position for column in proposal.columns] == list(range(1, len(headers) + 1))
    assert [column for column in proposal.columns if not column.fields and not column.why.zh] == []
    once = [field for column in proposal.columns for field in column.fields if column.header in proposal.mapping.columns]
    assert sorted(proposal.mapping.columns.values()) == sorted(once)
    assert proposal.readable <= proposal.tried <= proposal.rows == len(rows)


PERSONAL = st.sampled_from((*SECRETS, f"{NAME} {PHONE}", f"电话{PHONE}", f"{NAME}（{NUMBER}）", int(PHONE), float(PHONE)))


@given(
    kind=KINDS,
    headers=st.lists(st.sampled_from([name for name in HEADERS if name.strip()]), min_size=2, max_size=6, unique=True),
    data=st.data(),
)
@SLOW
def test_no_personal_value_is_ever_shown(kind: ProposableKind, headers: list[str], data: st.DataObject) -> None:
    cell = st.one_of(PERSONAL, st.sampled_from(("是", "文员", "示范酒店", "4000元/月", "三级", None)))
    width = len(headers)
    rows = data.draw(st.lists(st.lists(cell, min_size=width, max_size=width), min_size=1, max_size=12))
    proposal = proposed(kind, headers, rows)
    told = mapping_text(proposal) + json.dumps(
        [asdict(column) | {"why": column.why.en} for column in proposal.columns], ensure_ascii=False
    )
    assert [secret for secret in SECRETS if secret in told] == []


def test_cells_are_shown_where_they_tell_nobody() -> None:
    headers, rows = fair()
    samples = {column.header: column.samples for column in proposed("postings", headers, rows).columns}
    assert set(samples["工种名称"]) <= set(JOBS)
    assert samples["日工资"] == ("150", "160", "170")
    assert samples["联系人姓名"] == ("‹3 字/characters›",)
    assert samples["报名电话"] == ("‹11 位数字/digits›",)
    headers, rows = register()
    samples = {column.header: column.samples for column in proposed("candidates", headers, rows).columns}
    assert samples["教育程度"] == ("初中", "大专", "高中")
    assert samples["Full Name"] == ("‹3 字/characters›", "‹4 字/characters›")
    assert {sample[:3] for sample in samples["Disability Card"]} == {"‹20"}
    assert samples["婚否"] == ("‹2 字/characters›",)


def test_the_text_says_what_to_check_and_what_was_left_out() -> None:
    headers, rows = fair()
    text = mapping_text(proposed("postings", headers, rows))
    assert yaml.safe_load(text)["columns"]["工种名称"] == "title"
    lines = text.splitlines()
    assert lines[2] == "#   tongtu import postings FILE --map THIS.yaml"
    assert "#   1 序号: 只是行号 / it only counts the rows · 例 / e.g. 1 | 2 | 3" in lines
    assert "constants: {pay_unit: 天}" in lines
