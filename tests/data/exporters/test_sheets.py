"""Sheets that leave: text stays text, numbers stay numbers, the same sheet gives the same bytes."""

import csv
import io

from openpyxl import load_workbook

from data.exporters import Sheet, csv_bytes, workbook_bytes, xlsx_bytes
from matching.knowledge.catalogue import Text

SHEET = Sheet(
    title=Text(zh="名单", en="list"),
    headers=(Text(zh="问题", en="question"), Text(zh="人数", en="people")),
    widths=(40, 8),
    rows=(("=1+1", 3), ("@SUM(A1)", -4), ("几楼？\n有没有电梯？", 0), ("bell \x07", 1), ("+86", 2)),
    groups=("甲", "甲", "乙", "乙", "丙"),
)


def test_workbook_holds_text_and_numbers_and_no_formula() -> None:
    page = load_workbook(io.BytesIO(xlsx_bytes(SHEET))).active
    assert page is not None
    assert [[cell.value for cell in row] for row in page.iter_rows()] == [
        ["问题\nquestion", "人数\npeople"],
        ["=1+1", 3],
        ["@SUM(A1)", -4],
        ["几楼？\n有没有电梯？", 0],
        ["bell ", 1],
        ["+86", 2],
    ]
    assert [[cell.data_type for cell in row] for row in page.iter_rows(min_row=2)] == [["s", "n"]] * 5


def test_workbook_prints_its_header_on_every_page_and_parts_the_groups() -> None:
    page = load_workbook(io.BytesIO(xlsx_bytes(SHEET))).active
    assert page is not None
    assert (page.freeze_panes, page.print_title_rows, page.page_setup.orientation) == ("A2", "$1:$1", "landscape")
    assert [one.id for one in page.row_breaks.brk] == [3, 5]
    assert (page.column_dimensions["A"].width, page.column_dimensions["B"].width) == (40, 8)


def test_equal_sheets_give_equal_bytes() -> None:
    assert xlsx_bytes(SHEET) == xlsx_bytes(SHEET)


def test_csv_has_its_mark_and_no_formula() -> None:
    content = csv_bytes(SHEET)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows == [
        ["问题 question", "人数 people"],
        ["'=1+1", "3"],
        ["'@SUM(A1)", "-4"],
        ["几楼？\n有没有电梯？", "0"],
        ["bell \x07", "1"],
        ["'+86", "2"],
    ]


def test_sheet_without_rows_is_a_header() -> None:
    empty = Sheet(SHEET.title, SHEET.headers, SHEET.widths, ())
    page = load_workbook(io.BytesIO(xlsx_bytes(empty))).active
    assert page is not None
    assert page.max_row == 1
    assert csv_bytes(empty).count(b"\r\n") == 1


def test_workbook_of_several_sheets_names_each_in_order() -> None:
    odd = Sheet(Text(zh="[a]:b*c?d/e\\f" + "长" * 40, en="odd"), SHEET.headers, SHEET.widths, ())
    book = load_workbook(io.BytesIO(workbook_bytes(Text(zh="全部", en="all"), [SHEET, odd])))
    assert book.sheetnames == ["名单", "a  b c d e f" + "长" * 18]
    assert book.properties.title == "全部 all"
    assert workbook_bytes(SHEET.title, [SHEET]) == xlsx_bytes(SHEET)
