"""Foreign layouts: a small file says which column feeds which field."""

from pathlib import Path

import pytest

from data.importers.columns import Column
from data.importers.columns_candidates import CANDIDATE_COLUMNS
from data.importers.columns_certification import CERTIFICATION_COLUMNS
from data.importers.columns_postings import POSTING_COLUMNS
from data.importers.faults import ImportRefused
from data.importers.mapping import (
    Mapping,
    Plan,
    SheetKind,
    choose_mapping,
    known_headers,
    own_mapping,
    read_mapping,
    shipped_mappings,
)
from data.importers.terms import read_education, read_experience

REQUIRED = ("title", "employer")
SMALL = """
name: office
kind: postings
columns: {Job: title, Firm: employer, Money: pay, When: published_on}
sorted:
  Asked: {by: "&", into: [experience, education, skills]}
values: {pay: {'0': 面议}}
constants: {pay_unit: 天}
prefixes: {employer: ['Firm:']}
empty: [无]
"""


def refusal(text: str, tmp_path: Path) -> str:
    path = tmp_path / "map.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(ImportRefused) as caught:
        read_mapping(path)
    assert "map.yaml" in caught.value.text.en
    return caught.value.text.en


def test_a_mapping_file_is_read_and_applied(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(SMALL, "utf-8")
    mapping = read_mapping(path)
    headers = ("Asked", "Money", "Firm", "Job", "Other", "When")
    readers = {
        "experience": lambda word: read_experience(word) is not None,
        "education": lambda word: read_education(word) is not None,
    }
    plan = Plan(mapping, headers, readers, ())
    assert plan.fields(("本科&3年&英语", "0", "Firm: 示范单位", " 文员 ", "x", 45_000)) == {
        "pay_unit": "天",
        "title": "文员",
        "employer": "示范单位",
        "pay": "面议",
        "published_on": 45_000,
        "experience": "3年",
        "education": "本科",
        "skills": "英语",
    }
    assert plan.fields((None, None, "无", "会计", None, None)) == {"pay_unit": "天", "title": "会计"}
    assert (plan.column("skills"), plan.column("pay"), plan.column("pay_unit")) == ("Asked", "Money", "pay_unit")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name: [", "no valid YAML"),
        ("name: x\nkind: jobs\ncolumns: {}", "kind"),
        ("name: x\nkind: postings", "columns"),
        ("name: x\nkind: postings\ncolumns: {A: title}\ncolour: red", "colour"),
        ("name: x\nkind: postings\ncolumns: {A: title, B: title}", "two columns feed one field"),
        ("just words", "mapping"),
    ],
)
def test_a_wrong_mapping_file_says_where(tmp_path: Path, text: str, told: str) -> None:
    assert told in refusal(text, tmp_path)


def test_an_unknown_field_is_named(tmp_path: Path) -> None:
    mapping = Mapping(name="x", kind="postings", columns={"岗位": "title", "公司": "employer", "钱": "pya"})
    with pytest.raises(ImportRefused) as caught:
        choose_mapping("a.csv", "postings", ("岗位", "公司", "钱"), POSTING_COLUMNS, REQUIRED, mapping)
    assert "pya" in caught.value.text.en


def test_a_missing_mapping_file(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="no such mapping file"):
        read_mapping(tmp_path / "none.yaml")


def test_the_four_foreign_layouts_ship_with_the_project() -> None:
    met = [mapping for mapping in shipped_mappings() if not mapping.proposed]
    assert [mapping.name for mapping in met] == ["national_2019", "office_shanghai_2020", "taidi_2023", "wuhan_2024"]
    fields = {column.field for column in POSTING_COLUMNS}
    for mapping in met:
        fed = {*mapping.columns.values(), *mapping.constants, *mapping.values, *mapping.prefixes}
        fed |= {field for rule in mapping.sorted.values() for field in rule.into}
        assert fed - fields == set()
        assert "kind" not in fed


def test_layouts_that_nobody_has_met_say_that_they_are_proposed() -> None:
    proposed = [mapping for mapping in shipped_mappings() if mapping.proposed]
    assert [(mapping.name, mapping.kind) for mapping in proposed] == [
        ("certification_platform_proposed", "certification"),
        ("employment_platform_proposed", "postings"),
    ]
    columns = {"certification": CERTIFICATION_COLUMNS, "postings": POSTING_COLUMNS}
    for mapping in proposed:
        fields = {column.field for column in columns[mapping.kind]}
        assert {*mapping.columns.values(), *mapping.constants} - fields == set()
        assert mapping.about is not None
        assert "推测的版式" in mapping.about.zh


def test_the_wuhan_size_of_company_is_no_demand_and_the_search_word_no_kind() -> None:
    mapping = next(mapping for mapping in shipped_mappings() if mapping.name == "wuhan_2024")
    assert mapping.columns["需求"] == "staff"
    assert "职位种类" not in mapping.columns
    assert "query" not in mapping.columns


@pytest.mark.parametrize(("kind", "columns"), [("candidates", CANDIDATE_COLUMNS), ("postings", POSTING_COLUMNS)])
def test_our_own_headers_name_one_column_each(kind: SheetKind, columns: tuple[Column, ...]) -> None:
    headers = [column.header for column in columns]
    assert own_mapping("template", kind, columns, headers).columns == {column.header: column.field for column in columns}
    plain = [column.field for column in columns if ":" not in column.field]
    assert own_mapping("template", kind, columns, plain).columns == {field: field for field in plain}


def test_missing_columns_are_named_with_what_was_seen() -> None:
    with pytest.raises(ImportRefused) as caught:
        choose_mapping("a.csv", "postings", ("薪资", "备用"), POSTING_COLUMNS, REQUIRED)
    assert caught.value.text.zh.startswith("a.csv：缺少列：岗位名称、")
    assert "薪资、备用" in caught.value.text.zh
    given = Mapping(name="x", kind="postings", columns={"Job": "title", "Firm": "employer"})
    with pytest.raises(ImportRefused, match="missing columns: Firm "):
        choose_mapping("a.csv", "postings", ("Job", "Pay"), POSTING_COLUMNS, REQUIRED, given)
    with pytest.raises(ImportRefused, match="is for postings"):
        choose_mapping("a.csv", "candidates", ("Job", "Firm"), CANDIDATE_COLUMNS, (), given)


def test_all_headers_that_may_stand_in_a_header_row_are_known() -> None:
    known = known_headers("postings", POSTING_COLUMNS, Mapping(name="x", kind="postings", columns={"Job": "title"}))
    assert {"Job", "岗位名称", "招聘信息id", "标签", "公司信息"} - known == set()
    assert "残疾人证号" not in known
