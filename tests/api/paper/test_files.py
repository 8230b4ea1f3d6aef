"""Workbook, text, JSON and file names of a document."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

from python_calamine import CalamineWorkbook

from api.paper.blocks import Column, Style, table_of
from api.paper.files import PaperFile, paper_file, version_of
from api.paper.names import file_name
from api.paper.saving import save_file
from matching.knowledge.catalogue import Text
from tests.api.paper.samples import whole_paper

EVIL = replace(
    whole_paper(),
    tables=(table_of(Text(zh="名单", en="list"), (Column(Text(zh="姓名", en="name")),), (("=1+1",), ("@SUM(A1)",), ("+86",))),),
)


def test_workbook_is_read_again_with_a_last_sheet_that_says_what_it_is() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(paper_file(whole_paper(), "春季专场", Style(), "xlsx").content))
    assert book.sheet_names == ["名单", "说明"]
    assert book.get_sheet_by_name("名单").to_python() == [["岗位\njob", "人数\npeople"], ["文员", 3.0], ["保安", 1200.0]]
    about = dict(book.get_sheet_by_name("说明").to_python()[1:])
    assert about["文件"] == "样例文件"
    assert about["谁可以用"] == "可以公开。"


def test_no_cell_is_a_formula() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(paper_file(EVIL, "春季专场", Style(), "xlsx").content))
    assert book.get_sheet_by_name("名单").to_python()[1:] == [["=1+1"], ["@SUM(A1)"], ["+86"]]
    text = paper_file(EVIL, "春季专场", Style(), "csv").content.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text)))[1:] == [["'=1+1"], ["'@SUM(A1)"], ["'+86"]]


def test_equal_documents_give_equal_files() -> None:
    for kind in ("xlsx", "csv", "json", "pdf"):
        assert paper_file(whole_paper(), "春季专场", Style(), kind) == paper_file(whole_paper(), "春季专场", Style(), kind)


def test_json_says_what_the_paper_says() -> None:
    told = json.loads(paper_file(whole_paper(), "春季专场", Style("en"), "json").content)
    assert (told["version"], told["run"]) == (version_of(whole_paper(), Style("en")), "r_20270318T013000000000Z_0123456789ab")
    assert told["tables"][0]["rows"] == [["文员", 3], ["保安", 1200]]


def test_names_are_those_a_person_would_want() -> None:
    paper = whole_paper()
    assert file_name(paper, "春季专场", Style(), "pdf") == "2027-03-20_春季专场_样例_某某公司.pdf"
    assert file_name(paper, "春季专场", Style("zh", True, True), "pdf") == "2027-03-20_春季专场_样例_某某公司_大字版_易读版.pdf"
    assert (
        file_name(replace(paper, on=None), "Spring fair", Style("en", True), "pdf")
        == "2027-03-18_Spring-fair_sample_某某公司_large-print.pdf"
    )


def test_names_are_safe_on_every_system() -> None:
    paper = replace(whole_paper(), names=("../../etc/passwd", 'a:b*c?"<>|\n\x00', "‮gnp", "甲" * 300, "  ", "CON."))
    long = replace(paper, names=(Text(zh="年报", en="Year report on employment of persons with disabilities"), "public"))
    assert file_name(long, "", Style("en"), "pdf") == "2027-03-20_Year-report-on-employment-of-persons_public.pdf"
    name = file_name(paper, "x/y", Style(), "pdf")
    assert name == f"2027-03-20_x-y_etc-passwd_a-b-c_gnp_{'甲' * 24}_CON.pdf"
    assert len(name.encode()) < 255


def test_saving_never_writes_over_another_file(tmp_path: Path) -> None:
    first, second = PaperFile("a.pdf", b"1", "x"), PaperFile("a.pdf", b"2", "x")
    assert save_file(tmp_path / "new", first) == tmp_path / "new" / "a.pdf"
    assert save_file(tmp_path / "new", first) == tmp_path / "new" / "a.pdf"
    assert save_file(tmp_path / "new", second) == tmp_path / "new" / "a_2.pdf"
    assert {path.name: path.read_bytes() for path in (tmp_path / "new").iterdir()} == {"a.pdf": b"1", "a_2.pdf": b"2"}
