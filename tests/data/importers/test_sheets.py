"""Opening what people hand in: every kind of table, and every kind of broken one with one clear line."""

import csv
import json
import os
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from data.importers.faults import ImportRefused
from data.importers.sheets import Cell, open_table, plain_header

HEADERS = ("岗位名称", "单位名称", "薪资", "工作地点")
ROW = ("文员", "示范单位", "3000元/月", "武汉-洪山区")


def workbook(path: Path, rows: Iterable[Sequence[Any]], merge: Sequence[str] = ()) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for area in merge:
        book.active.merge_cells(area)
    book.save(path)
    return path


def text(path: Path, rows: Iterable[Sequence[str]], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, delimiter=delimiter).writerows(rows)
    return path


def rows_of(path: Path, **limits: int) -> list[tuple[int, tuple[Cell, ...]]]:
    return list(open_table(path, HEADERS, **limits).rows)


def refusal(path: Path, **limits: int) -> str:
    with pytest.raises(ImportRefused) as caught:
        rows_of(path, **limits)
    told = caught.value.text
    assert path.name in told.zh
    assert path.name in told.en
    assert "\n" not in told.zh + told.en
    return told.en


# --- what is read ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "encoding", "delimiter"),
    [
        ("a.csv", "utf-8", ","),
        ("a.csv", "utf-8-sig", ","),
        ("a.csv", "gb18030", ","),
        ("a.csv", "utf-16", ","),
        ("a.csv", "utf-8", ";"),
        ("a.csv", "gb18030", "\t"),
        ("a.tsv", "utf-8", "\t"),
        ("a.txt", "gb18030", "\t"),
    ],
)
def test_text_tables_in_every_encoding_and_delimiter(tmp_path: Path, name: str, encoding: str, delimiter: str) -> None:
    cells = ("𠮷野店员", "第一行\n第二行", '说"是"', "武汉-洪山区")
    assert rows_of(text(tmp_path / name, [HEADERS, cells], encoding, delimiter)) == [(2, cells)]


def test_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    rows = [dict(zip(HEADERS, ROW, strict=True)), {"岗位名称": "会计", "技能": ["打字", "表格"]}]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    table = open_table(path, HEADERS)
    assert table.headers == (*HEADERS, "技能")
    assert list(table.rows) == [(1, (*ROW, None)), (2, ("会计", None, None, None, "打字、表格"))]


def test_a_broken_json_line_is_one_fault_and_the_rest_goes_in(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"岗位名称": "文员"}\n{"岗位名称": \n[1]\n{"岗位名称": "会计"}\n', "utf-8")
    table = open_table(path, HEADERS)
    assert [number for number, _ in table.rows] == [1, 4]
    assert [(fault.row, fault.severity) for fault in table.faults] == [(2, "rejected"), (3, "rejected")]


def test_workbook_cells_keep_their_kind(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [HEADERS, ("文员", 3.5, datetime(2024, 3, 5), True)])
    ((number, cells),) = rows_of(path)
    assert number == 2
    assert cells[:2] == ("文员", 3.5)
    assert cells[2] in (date(2024, 3, 5), datetime(2024, 3, 5))
    assert cells[3] is True


def test_an_ods_file_is_read(tmp_path: Path) -> None:
    def line(cells: Sequence[str]) -> str:
        inner = "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in cells
        )
        return f"<table:table-row>{inner}</table:table-row>"

    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "manifest")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="S">{line(HEADERS)}{line(ROW)}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    entry = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
    manifest = f'<?xml version="1.0"?><manifest:manifest {spaces}>{entry}</manifest:manifest>'
    path = tmp_path / "a.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    assert rows_of(path) == [(2, ROW)]


def test_title_rows_above_and_blank_rows_between(tmp_path: Path) -> None:
    rows = [["2024年岗位汇总表"], [], HEADERS, ROW, [None] * 4, ("会计", "示范单位", None, None)]
    table = open_table(workbook(tmp_path / "a.xlsx", rows, merge=["A1:D1"]), HEADERS)
    assert table.headers == HEADERS
    assert list(table.rows) == [(4, ROW), (6, ("会计", "示范单位", None, None))]
    assert table.blank == 1


def test_a_header_merged_over_two_rows(tmp_path: Path) -> None:
    rows = [["岗位", None, "待遇", None], HEADERS, ROW]
    table = open_table(workbook(tmp_path / "a.xlsx", rows, merge=["A1:B1", "C1:D1"]), HEADERS)
    assert table.headers == HEADERS
    assert list(table.rows) == [(3, ROW)]
    rows = [["岗位名称", "单位名称", "其他", None], [None, None, "薪资", "工作地点"], ROW]
    table = open_table(workbook(tmp_path / "b.xlsx", rows, merge=["A1:A2", "B1:B2", "C1:D1"]), HEADERS)
    assert table.headers == HEADERS
    assert list(table.rows) == [(3, ROW)]


def test_a_cell_merged_down_holds_for_each_row(tmp_path: Path) -> None:
    rows = [HEADERS, ROW, ("会计", None, "4000", "武汉")]
    assert rows_of(workbook(tmp_path / "a.xlsx", rows, merge=["B2:B3"]))[1] == (3, ("会计", "示范单位", "4000", "武汉"))


@pytest.mark.parametrize("footer", ["合计", "总计：2人", "填表人：某某", "制表日期 2024-03-05", "合 计", "Total"])
def test_footers_are_no_rows(tmp_path: Path, footer: str) -> None:
    table = open_table(text(tmp_path / "a.csv", [HEADERS, ROW, (footer, "", "", "")]), HEADERS)
    assert [number for number, _ in table.rows] == [2]
    assert [(fault.row, fault.severity) for fault in table.faults] == [(3, "warning")]


def test_a_job_that_starts_like_a_footer_is_a_row(tmp_path: Path) -> None:
    row = ("审核员", "示范单位", "3000元/月", "武汉-洪山区")
    assert rows_of(text(tmp_path / "a.csv", [HEADERS, row])) == [(2, row)]


def test_the_sheet_with_the_header_is_taken(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["填写说明"])
    sheet = book.create_sheet("数据")
    sheet.append(HEADERS)
    sheet.append(ROW)
    book.save(tmp_path / "a.xlsx")
    assert rows_of(tmp_path / "a.xlsx") == [(2, ROW)]


def test_a_formula_of_a_csv_stays_text(tmp_path: Path) -> None:
    cells = ("=1+1", "+86", "-5", "@SUM(A1)")
    assert rows_of(text(tmp_path / "a.csv", [HEADERS, cells])) == [(2, cells)]


def test_a_formula_without_a_result_is_marked(tmp_path: Path) -> None:
    ((_, cells),) = rows_of(workbook(tmp_path / "a.xlsx", [HEADERS, ("文员", "示范单位", "=A9*2", "武汉")]))
    assert cells[2] == "#FORMULA!"


def test_a_failed_formula_is_marked(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [HEADERS, ("文员", "示范单位", "#REF!", "武汉")])
    ((_, cells),) = rows_of(path)
    assert cells[2] == "#REF!"


@pytest.mark.parametrize("header", ["岗位名称", " 岗位名称* ", "岗位\n名称", "岗位名称（必填）", "岗位名称：", "岗 位 名 称"])
def test_headers_are_the_same_however_dressed(header: str) -> None:
    assert plain_header(header) == "岗位名称"


# --- what is refused -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.ods", "a.csv", "a.tsv", "a.jsonl"])
def test_an_empty_file(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    assert "nothing in it" in refusal(tmp_path / name)


def test_a_sheet_without_a_cell(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "a.xlsx")
    assert "nothing in it" in refusal(tmp_path / "a.xlsx")
    (tmp_path / "a.csv").write_text("\n\n , \n", "utf-8")
    assert "nothing in it" in refusal(tmp_path / "a.csv")


def test_a_missing_file_and_an_unknown_kind(tmp_path: Path) -> None:
    assert "no such file" in refusal(tmp_path / "a.xlsx")
    (tmp_path / "a.docx").write_bytes(b"PK\3\4")
    assert "unknown kind" in refusal(tmp_path / "a.docx")


def test_a_wrong_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("岗位名称,薪资\n文员,3000\n".encode("gb18030") + b"\xff\xff\x81\xff")
    assert "neither UTF-8 nor GB18030" in refusal(path)


def test_broken_utf8_is_not_read_as_another_encoding(tmp_path: Path) -> None:
    whole = ("title,company\n" + "档案数字化录入员,示范单位\n" * 20).encode()
    path = tmp_path / "a.csv"
    path.write_bytes(whole[:60] + whole[61:])
    assert "UTF-8" in refusal(path)


def test_a_workbook_named_csv(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx", [HEADERS, ROW]).rename(tmp_path / "a.csv")
    assert "holds no text" in refusal(tmp_path / "a.csv")


@pytest.mark.parametrize("name", ["a.xlsx", "a.ods", "a.xls"])
def test_something_else_named_like_a_workbook(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("<html><table><tr><td>岗位名称</td></tr></table></html>", "utf-8")
    assert "is none" in refusal(tmp_path / name)


def test_an_old_workbook_that_is_torn(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000))
    assert "not a sound workbook" in refusal(tmp_path / "a.xls")


def test_a_torn_workbook(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [HEADERS, ROW])
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) // 2])
    assert "save it as xlsx" in refusal(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "no workbook")
    assert "not a sound workbook" in refusal(path)


def test_200_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.touch()
    os.truncate(path, 200_000_000)
    assert refusal(path) == "a.csv: 200 MB, the limit is 100 MB; split it into several files"


def test_a_zip_bomb(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [HEADERS, ROW])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/bomb.xml", bytes(6_000_000))
    assert path.stat().st_size < 100_000
    assert "zip bomb" in refusal(path, limit_bytes=1_000_000)


def test_a_zip_bomb_that_hides_its_size(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"<" * 6_000_000)
    raw = path.read_bytes().replace((6_000_000).to_bytes(4, "little"), (1_000).to_bytes(4, "little"))
    path.write_bytes(raw)
    assert "damaged" in refusal(path, limit_bytes=1_000_000)


def test_two_cells_in_far_corners(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(HEADERS)
    book.active["XFD1048576"] = "x"
    book.save(tmp_path / "a.xlsx")
    assert "far too many cells" in refusal(tmp_path / "a.xlsx")


def test_one_long_text_shared_by_many_cells(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["姓名"], *(["样" * 2_000] for _ in range(300))])
    assert len(rows_of(path)) == 300
    assert refusal(path, limit_bytes=200_000) == (
        "a.xlsx: unpacks to more than 1 MB, maybe a zip bomb: not opened; split it into several files"
    )


def test_many_cells_that_share_short_texts_are_read_beside_a_long_one(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["姓名"], ["样" * 2_000], *(["甲"] for _ in range(300))])
    assert len(rows_of(path, limit_bytes=200_000)) == 301


def test_half_a_surrogate_pair_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"姓名": "张\\ud800三"}\n{"姓名": "\\ud83d\\ude00"}\n', "utf-8")
    table = open_table(path, HEADERS)
    assert list(table.rows) == [(1, ("张\ufffd三",)), (2, ("\U0001f600",))]
    assert [(fault.row, fault.severity, fault.problem.en) for fault in table.faults] == [
        (1, "warning", "holds a damaged character, now �")
    ]


def test_a_line_that_nests_too_deep_is_one_fault(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"姓名": "甲"}\n' + "[" * 100_000 + "\n", "utf-8")
    assert rows_of(path) == [(1, ("甲",))]


@pytest.mark.parametrize(("encoding", "header"), [("big5", "姓名,殘疾人證號"), ("shift_jis", "氏名,電話番号")])
def test_another_encoding_is_named_as_a_cause(tmp_path: Path, encoding: str, header: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(f"{header}\n1,2\n".encode(encoding))
    assert refusal(path) == (
        "a.csv: no known column, maybe a wrong encoding (not UTF-8, read as GB18030); save it as CSV UTF-8, "
        "with the columns of the template"
    )


def test_a_stray_cell_below_the_table_is_far_away_too(tmp_path: Path) -> None:
    book = Workbook()
    book.active["A1"] = "姓名"
    book.active["J1048576"] = "甲"
    book.save(tmp_path / "a.xlsx")
    assert "stray cells far away" in refusal(tmp_path / "a.xlsx")
