"""Empty sheets for people to fill in, one for each kind of file that is imported, with every column explained."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from data.importers.columns import Column
from data.importers.columns_candidates import CANDIDATE_COLUMNS, LICENCES, SKILLS
from data.importers.columns_certification import CERTIFICATION_COLUMNS
from data.importers.columns_consents import CONSENT_COLUMNS
from data.importers.columns_courses import COURSE_COLUMNS
from data.importers.columns_graduates import GRADUATE_COLUMNS
from data.importers.columns_outcomes import OUTCOME_COLUMNS
from data.importers.columns_placements import PLACEMENT_COLUMNS
from data.importers.columns_postings import POSTING_COLUMNS
from data.importers.columns_services import SERVICE_COLUMNS
from data.importers.columns_trainings import TRAINING_COLUMNS
from data.importers.faults import ImportRefused
from data.importers.workbooks import new_workbook, put, save_workbook
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Text
from matching.verdicts.wording import SKILL_TEXTS

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_TITLES: Final = {
    "candidates": Text(zh="求职者", en="candidates"),
    "postings": Text(zh="岗位", en="postings"),
    "courses": Text(zh="课程", en="courses"),
    "trainings": Text(zh="培训记录", en="trainings"),
    "outcomes": Text(zh="面试结果", en="outcomes"),
    "services": Text(zh="四个一服务", en="services"),
    "placements": Text(zh="就业台账", en="placements"),
    "graduates": Text(zh="毕业生台账", en="graduates"),
    "consents": Text(zh="同意登记表", en="consents"),
    "certification": Text(zh="按比例就业认证", en="certified counts"),
}
_COLUMNS: Final[dict[str, tuple[Column, ...]]] = {
    "candidates": CANDIDATE_COLUMNS,
    "postings": POSTING_COLUMNS,
    "courses": COURSE_COLUMNS,
    "trainings": TRAINING_COLUMNS,
    "outcomes": OUTCOME_COLUMNS,
    "services": SERVICE_COLUMNS,
    "placements": PLACEMENT_COLUMNS,
    "graduates": GRADUATE_COLUMNS,
    "consents": CONSENT_COLUMNS,
    "certification": CERTIFICATION_COLUMNS,
}
_ARRANGEMENTS: Final = tuple(("便利安排", row.zh, row.en) for row in CATALOGUE.accommodations)
_LICENCES: Final = tuple(("执照", word, name.replace("_", " ")) for word, name in LICENCES.items())
_SKILLS: Final = tuple(("沟通技能", word, SKILL_TEXTS[name].en) for word, name in SKILLS.items())
_ABILITIES: Final = tuple(("能力", f"{row.zh}（{row.code}）", row.en) for row in CATALOGUE.dimensions)
_NAMES: Final[dict[str, tuple[tuple[str, str, str], ...]]] = {
    "candidates": (*_ARRANGEMENTS, *_LICENCES),
    "postings": (*_ARRANGEMENTS, *_LICENCES),
    "courses": (*_ABILITIES, *_SKILLS, *_LICENCES, *_ARRANGEMENTS),
}
"""The names that the list columns of a sheet take, where it has any: group, word, English."""

_EXPLAINED: Final = ("列名", "说明", "Explanation", "示例 example", "可填的词 allowed words")
_WIDTHS: Final = (18, 60, 60, 28, 40)
# Far more rows than anybody types; pasted rows beyond them are checked by the importer all the same.
_LAST_ROW: Final = 5_000


def write_template(kind: str, path: Path) -> None:
    """Write the template of one of the kinds as .xlsx (with explanations and drop-down lists) or .csv (UTF-8 with BOM).

    Raises ImportRefused for another kind or ending.
    """
    columns = _COLUMNS.get(kind)
    if columns is None:
        raise ImportRefused(
            Text(zh="没有“{kind}”的模板；可用：{known}", en="no template of {kind!r}; known: {known}").format(
                kind=kind, known=", ".join(_COLUMNS)
            )
        )
    write_sheet(_TITLES[kind], columns, path, _NAMES.get(kind, ()))


def write_sheet(title: Text, columns: Sequence[Column], path: Path, names: Sequence[tuple[str, str, str]] = ()) -> None:
    """Write an empty sheet with these columns as `write_template` does. Raises ImportRefused for another ending."""
    ending = path.suffix.lower()
    if ending == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            csv.writer(stream).writerow([column.header for column in columns])
    elif ending == ".xlsx":
        _write_workbook(title, columns, names, path)
    else:
        raise ImportRefused(
            Text(zh="{file}：模板只能写成 .xlsx 或 .csv", en="{file}: a template is written as .xlsx or .csv").format(
                file=path.name
            )
        )


def sheet_kinds() -> tuple[str, ...]:
    """The kinds of sheets there is a template of."""
    return tuple(_COLUMNS)


def sheet_columns(kind: str) -> tuple[Column, ...]:
    """The columns of a kind of sheet, in the order of its template."""
    return _COLUMNS[kind]


def sheet_title(kind: str) -> Text:
    """What a kind of sheet is called."""
    return _TITLES[kind]


def _write_workbook(title: Text, columns: Sequence[Column], names: Sequence[tuple[str, str, str]], path: Path) -> None:
    book = new_workbook(title)
    _head(book)
    _fill_in(book, title, columns)
    _explain(book, columns)
    if names:
        _list_names(book, names)
    save_workbook(book, path)


def _head(book: "Workbook") -> None:
    from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

    line = Side(style="thin", color="808080")
    head = NamedStyle("head", font=Font(bold=True, size=12), fill=PatternFill("solid", start_color="DCE6F1"))
    head.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
    head.border = Border(left=line, right=line, top=line, bottom=line)
    body = NamedStyle("body", font=Font(size=12), alignment=Alignment(wrap_text=True, vertical="top"))
    book.add_named_style(head)
    book.add_named_style(body)


def _fill_in(book: "Workbook", title: Text, columns: Sequence[Column]) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    sheet = book.create_sheet(title.zh)
    lists = book.create_sheet("选项")
    lists.sheet_state = "hidden"
    places: dict[tuple[str, ...], str] = {}
    for position, column in enumerate(columns, start=1):
        letter = get_column_letter(position)
        put(sheet, 1, position, column.header, "head")
        sheet.column_dimensions[letter].width = max(12, 2.2 * len(column.header) + 2)
        sheet.column_dimensions[letter].number_format = "@"
        if not column.choices:
            continue
        if column.choices not in places:
            places[column.choices] = _put_list(lists, len(places) + 1, column.choices)
            rule = DataValidation("list", formula1=places[column.choices], allow_blank=True, errorStyle="warning")
            rule.errorTitle, rule.error = "请核对", "不在下拉列表里 / not in the list"
            sheet.add_data_validation(rule)
        rules = {rule.formula1: rule for rule in sheet.data_validations.dataValidation}
        rules[places[column.choices]].add(f"{letter}2:{letter}{_LAST_ROW}")
    sheet.row_dimensions[1].height = 36
    sheet.freeze_panes = "A2"


def _put_list(sheet: "Worksheet", position: int, words: Sequence[str]) -> str:
    from openpyxl.utils import get_column_letter

    for row, word in enumerate(words, start=1):
        put(sheet, row, position, word)
    letter = get_column_letter(position)
    return f"选项!${letter}$1:${letter}${len(words)}"


def _explain(book: "Workbook", columns: Sequence[Column]) -> None:
    sheet = book.create_sheet("填写说明")
    _table(sheet, _EXPLAINED, _WIDTHS)
    for row, column in enumerate(columns, start=2):
        told = (column.header, column.meaning.zh, column.meaning.en, column.example, "、".join(column.choices))
        for position, text in enumerate(told, start=1):
            put(sheet, row, position, text, "body")


def _list_names(book: "Workbook", names: Sequence[tuple[str, str, str]]) -> None:
    """The names that list columns take, each with its group."""
    sheet = book.create_sheet("可用名称")
    _table(sheet, ("类别 group", "填写的词 word", "English"), (18, 36, 48))
    for row, told in enumerate(names, start=2):
        for position, text in enumerate(told, start=1):
            put(sheet, row, position, text, "body")


def _table(sheet: "Worksheet", headers: Sequence[str], widths: Sequence[int]) -> None:
    from openpyxl.utils import get_column_letter

    for position, (header, width) in enumerate(zip(headers, widths, strict=True), start=1):
        put(sheet, 1, position, header, "head")
        sheet.column_dimensions[get_column_letter(position)].width = width
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
