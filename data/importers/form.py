"""The ability-assessment form of one person: printed, filled in by hand or on screen, and read back."""

import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from data.importers.candidates import SOURCE
from data.importers.certificate import plain_number
from data.importers.columns_candidates import ABILITY, CANDIDATE_COLUMNS, SOURCES
from data.importers.faults import Fault, ImportRefused
from data.importers.identity import read_identity
from data.importers.levels import read_profile
from data.importers.people import Identify
from data.importers.people_row import PeopleRow
from data.importers.sheets import LIMIT_BYTES, Cell, open_table, plain_header
from data.importers.workbooks import new_workbook, put, save_workbook
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import GROUPS, Dimension, Text
from matching.records import AbilityProfile

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

TITLE: Final = Text(zh="能力评估表", en="Ability assessment form")
_IDENTITY: Final = (
    ("残疾人证号或身份证号", "certificate_number", "A", "B"),
    ("编号", "external_id", "C", "D"),
    ("来源系统", "source", "E", "E"),
    ("评估来源", "assessment_source", "F", "F"),
    ("评估日期", "assessment_date", "G", "G"),
    ("评估可信度", "assessment_confidence", "H", "H"),
)
"""Label, field, first and last column. The labels reach the last column, so that one reading of the sheet sees every level."""

_VITAL: Final = frozenset({"certificate_number", "citizen_number", "external_id", "source"})
"""Without these nobody knows whom the form is about."""

_TABLE: Final = ("代码", "能力 ability", "0", "1", "2", "3", "4", "等级 level")
_WIDTHS: Final = (8, 22, 9, 24, 24, 24, 24, 12)
_CODE, _LEVEL = 0, 7
_FIRST_LINE: Final = 7
_CITIZEN_LENGTH: Final = 18
_CANNOT: Final = Text(zh="不能", en="cannot")
_HOW: Final = Text(
    zh="带上本人日常辅具（轮椅、助听器、眼镜、假肢等）能做到哪一级，就在“等级”栏写哪个数字；没有评估的留空。评的是能力，不是诊断。",
    en="Write the highest level that the person reaches with their own everyday aids (wheelchair, hearing aid, prosthesis ...); "
    "leave empty what was not assessed. It is about ability, not about a diagnosis.",
)
_NUMBER: Final = Text(
    zh="号码请按文本填写（20 位残疾人证号，或 18 位身份证号）；没有号码时填单位自己的编号。评估来源填{sources}。可信度 0 到 1。",
    en="Enter numbers as text; without one, give your own id for the person. Source: assessor, counselor, self. Confidence 0 to 1.",
)


@dataclass(frozen=True)
class AssessmentForm:
    """A form that was read: the person's opaque id, the levels given (None elsewhere), and what was left out and why.

    `external_id` is the office's own number for the person, where the form gives it.
    """

    candidate: str
    profile: AbilityProfile
    faults: tuple[Fault, ...]
    external_id: str | None = None


def write_assessment_form(path: Path) -> None:
    """Write the empty form as .xlsx: 45 dimensions with the anchors of every level in Chinese and English, core ones first.

    Prints on A4 across, one page wide in 11 point, with the table's head on every page. Raises ImportRefused for another ending.
    """
    if path.suffix.lower() != ".xlsx":
        raise ImportRefused(
            Text(zh="{file}：评估表只能写成 .xlsx", en="{file}: the form is written as .xlsx").format(file=path.name)
        )
    book = new_workbook(TITLE)
    _styles(book)
    sheet = book.create_sheet(TITLE.zh)
    _head(sheet)
    last = _body(sheet)
    _rules(sheet, last)
    _page(sheet, last)
    save_workbook(book, path)


def read_assessment_form(
    path: Path, identify: Identify, today: date, *, source_name: str | None = None, limit_bytes: int = LIMIT_BYTES
) -> AssessmentForm:
    """The person and the levels of a filled form (xlsx, xls, ods, or the sheet saved as csv).

    A wrong level is left out with a fault and keeps no other one out. Raises ImportRefused when the file is no form, says of nobody
    whom it is about, or holds no level at all.
    """
    table = open_table(path, [label for label, *_ in _IDENTITY], limit_bytes)
    if plain_header(_IDENTITY[0][0]) not in map(plain_header, table.headers):
        raise ImportRefused(
            Text(
                zh="{file}：不是能力评估表；请用本软件写出的表填写",
                en="{file}: no ability-assessment form; fill in the form that this software writes",
            ).format(file=path.name)
        )
    row = _one_person(table.headers, table.rows, path)
    faults = list(table.faults)
    identity = read_identity(row, today, source_name or SOURCE)
    if identity is None:
        fault = next(fault for fault in row.faults if fault.severity == "rejected")
        raise ImportRefused(
            Text(zh="{file}：{column}：{problem}；{advice}", en="{file}: {column}: {problem}; {advice}").format(
                file=path.name, column=fault.column, problem=fault.problem, advice=fault.advice
            )
        )
    profile = read_profile(row, today, row.warn)
    if profile.assessed == 0:
        raise ImportRefused(
            Text(
                zh="{file}：没有填任何等级；请在“等级”栏写 0 至 4",
                en="{file}: no level is filled in; write 0 to 4 into the column level",
            ).format(file=path.name)
        )
    return AssessmentForm("c_" + identify(identity.key), profile, (*faults, *row.faults), identity.external)


def _one_person(headers: tuple[str, ...], rows: Iterator[tuple[int, tuple[Cell, ...]]], path: Path) -> PeopleRow:
    """The cells of the form by field, each with its own row: the person's line is the first one below the labels."""
    named = {plain_header(label): field for label, field, *_ in _IDENTITY}
    codes = {row.code: row for row in CATALOGUE.dimensions}
    cells: dict[str, Cell] = {}
    shown = {**{column.field: column.header for column in CANDIDATE_COLUMNS}, **{field: label for label, field, *_ in _IDENTITY}}
    numbers: dict[str, int] = {}
    first: int | None = None
    below = False
    for number, line in rows:
        code = str(line[_CODE] or "").strip()
        dimension = codes.get(code)
        below = below or code == _TABLE[_CODE] or dimension is not None
        if dimension is not None:
            field = ABILITY + dimension.name
            shown[field], numbers[field] = dimension.zh, number
            cells[field] = line[_LEVEL] if len(line) > _LEVEL else None
        elif first is None and not below:
            first = number
            for header, cell in zip(headers, line, strict=False):
                if cell is not None and plain_header(header) in named:
                    cells[named[plain_header(header)]] = cell
    if not numbers:
        raise ImportRefused(
            Text(
                zh="{file}：表里没有能力项目；请不要删改“代码”栏",
                en="{file}: no line of an ability; leave the column of codes as it is",
            ).format(file=path.name)
        )
    number_cell = cells.get("certificate_number")
    if isinstance(number_cell, str) and len(plain_number(number_cell)) == _CITIZEN_LENGTH:
        cells["citizen_number"] = cells.pop("certificate_number")
        shown["citizen_number"] = shown["certificate_number"]
    return PeopleRow(first or _FIRST_LINE - 2, cells, shown, numbers, _VITAL)


def _styles(book: "Workbook") -> None:
    from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

    line = Side(style="thin", color="606060")
    box = Border(left=line, right=line, top=line, bottom=line)
    middle = Alignment(wrap_text=True, vertical="center", horizontal="center")
    for name, bold, size, fill, alignment in (
        ("form_title", True, 18, None, Alignment(horizontal="center", vertical="center")),
        ("form_note", False, 11, None, Alignment(wrap_text=True, vertical="center")),
        ("form_head", True, 11, "DCE6F1", middle),
        ("form_group", True, 12, "EFEFEF", Alignment(vertical="center")),
        ("form_anchor", False, 11, None, Alignment(wrap_text=True, vertical="center")),
        ("form_fill", False, 14, "FFFDE7", middle),
    ):
        style = NamedStyle(name, font=Font(bold=bold, size=size), alignment=alignment)
        if fill is not None:
            style.fill = PatternFill("solid", start_color=fill)
        if name not in ("form_title", "form_note"):
            style.border = box
        book.add_named_style(style)


def _head(sheet: "Worksheet") -> None:
    for position, width in enumerate(_WIDTHS):
        sheet.column_dimensions["ABCDEFGH"[position]].width = width
    sources = "、".join(list(SOURCES)[:-1])
    for row, text, style, height in (
        (1, f"{TITLE.zh} {TITLE.en}", "form_title", 30),
        (2, f"{_HOW.zh}\n{_HOW.en}", "form_note", 48),
        (3, f"{_NUMBER.zh.format(sources=sources)}\n{_NUMBER.en}", "form_note", 34),
    ):
        put(sheet, row, 1, text, style)
        sheet.merge_cells(f"A{row}:H{row}")
        sheet.row_dimensions[row].height = height
    for label, _, first, last in _IDENTITY:
        for row, text, style in ((4, label, "form_head"), (5, "", "form_fill")):
            for column in range(ord(first) - 64, ord(last) - 63):
                put(sheet, row, column, text if column == ord(first) - 64 else "", style)
            if first != last:
                sheet.merge_cells(f"{first}{row}:{last}{row}")
    sheet.row_dimensions[4].height = 20
    sheet.row_dimensions[5].height = 28
    for column, text in enumerate(_TABLE, start=1):
        put(sheet, _FIRST_LINE, column, text, "form_head")


def _body(sheet: "Worksheet") -> int:
    row = _FIRST_LINE
    group = ""
    for dimension in sorted(CATALOGUE.dimensions, key=lambda one: not one.core):
        words = GROUPS[dimension.group]
        title = f"{'核心' if dimension.core else '其他'}：{words.zh}  {'core' if dimension.core else 'other'}: {words.en}"
        if title != group:
            group, row = title, row + 1
            for column in range(1, 9):
                put(sheet, row, column, title if column == 1 else "", "form_group")
            sheet.merge_cells(f"A{row}:H{row}")
            sheet.row_dimensions[row].height = 20
        row += 1
        _line(sheet, row, dimension)
    row += 2
    put(sheet, row, 1, "评估员签名 assessor：____________      本人或监护人签名 person or guardian：____________", "form_note")
    sheet.merge_cells(f"A{row}:H{row}")
    sheet.row_dimensions[row].height = 30
    return row


def _line(sheet: "Worksheet", row: int, dimension: Dimension) -> None:
    anchors = [_CANNOT, *(dimension.anchor(level) for level in range(1, 5))]
    texts = [dimension.code, f"{dimension.zh}\n{dimension.en}", *(f"{anchor.zh}\n{anchor.en}" for anchor in anchors)]
    for column, text in enumerate(texts, start=1):
        put(sheet, row, column, text, "form_head" if column == 1 else "form_anchor")
    put(sheet, row, _LEVEL + 1, "", "form_fill")
    lines = max(sum(_lines(part, _WIDTHS[i]) for part in text.split("\n")) for i, text in enumerate(texts))
    sheet.row_dimensions[row].height = 15.5 * lines + 6


def _lines(text: str, width: int) -> int:
    wide = sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
    return max(1, math.ceil(wide * 1.15 / width))


def _rules(sheet: "Worksheet", last: int) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    levels = DataValidation("list", formula1='"0,1,2,3,4"', allow_blank=True)
    levels.errorTitle, levels.error = "请核对", "只能填 0 至 4 / 0 to 4 only"
    levels.add(f"H{_FIRST_LINE + 1}:H{last - 2}")
    sources = DataValidation("list", formula1=f'"{",".join(SOURCES)}"', allow_blank=True)
    sources.add("F5")
    for rule in (levels, sources):
        sheet.add_data_validation(rule)


def _page(sheet: "Worksheet", last: int) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{_FIRST_LINE}:{_FIRST_LINE}"
    sheet.print_area = f"A1:H{last}"
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.5
    sheet.oddFooter.center.text = "&P / &N"
    sheet.freeze_panes = f"A{_FIRST_LINE + 1}"
