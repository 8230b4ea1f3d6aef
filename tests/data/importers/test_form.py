"""The ability-assessment form: what it prints, and what comes back of it."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from data.importers.candidates import read_candidates
from data.importers.faults import HIDDEN, ImportRefused
from data.importers.form import AssessmentForm, read_assessment_form, write_assessment_form
from matching.knowledge import CATALOGUE
from matching.records import AssessmentSource, assessment
from tests.data.importers.test_candidates import CITIZEN, NUMBER, TODAY, key, write_csv

VALUES = 5
CODES = {row.code: row for row in CATALOGUE.dimensions}


def fill(path: Path, person: Mapping[str, object], levels: Mapping[str, object]) -> Path:
    """The empty form with cells of the person's line (by column letter) and levels (by code) filled in."""
    write_assessment_form(path)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    for letter, value in person.items():
        sheet[f"{letter}{VALUES}"] = value
    for row in sheet.iter_rows(min_row=8):
        if row[0].value in levels:
            row[7].value = levels[row[0].value]
    book.save(path)
    return path


def form(path: Path) -> AssessmentForm:
    return read_assessment_form(path, key, TODAY)


def test_every_dimension_with_its_anchors_core_ones_first(tmp_path: Path) -> None:
    write_assessment_form(tmp_path / "f.xlsx")
    sheet = load_workbook(tmp_path / "f.xlsx").worksheets[0]
    lines = [[cell.value for cell in row] for row in sheet.iter_rows() if row[0].value in CODES]
    assert [line[0] for line in lines] == [row.code for row in sorted(CATALOGUE.dimensions, key=lambda row: not row.core)]
    for line in lines:
        dimension = CODES[line[0]]
        assert line[1] == f"{dimension.zh}\n{dimension.en}"
        assert line[3:7] == [f"{anchor.zh}\n{anchor.en}" for anchor in dimension.levels]
        assert line[7] is None


def test_it_prints_across_one_page_wide_with_its_head_on_every_page(tmp_path: Path) -> None:
    write_assessment_form(tmp_path / "f.xlsx")
    sheet = load_workbook(tmp_path / "f.xlsx").worksheets[0]
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == ("landscape", 1, 0)
    assert (sheet.print_title_rows, sheet.sheet_properties.pageSetUpPr.fitToPage) == ("$7:$7", True)
    assert {cell.font.size for row in sheet.iter_rows() for cell in row if cell.value is not None and cell.row > 1} == {11, 12}


def test_a_filled_form_comes_back(tmp_path: Path) -> None:
    person = {"A": NUMBER, "F": "评估员", "G": "2026年3月12日", "H": 0.8}
    read = form(fill(tmp_path / "f.xlsx", person, {"V1": 3, "H1": "4", "M2": 0}))
    assert (read.candidate, read.faults) == (f"c_<citizen:{CITIZEN}>", ())
    assert read.profile.assessed == 3
    assert [read.profile.level(name) for name in ("text_access", "hearing_speech", "stairs")] == [3, 4, 0]
    assert read.profile.assessments[0] == assessment(3, AssessmentSource.ASSESSOR, date(2026, 3, 12), 0.8)


def test_all_levels_of_a_form_come_back(tmp_path: Path) -> None:
    levels = {row.code: position % 5 for position, row in enumerate(CATALOGUE.dimensions)}
    read = form(fill(tmp_path / "f.xlsx", {"A": CITIZEN}, levels))
    assert read.profile.levels == tuple(position % 5 for position in range(45))
    assert read.candidate == f"c_<citizen:{CITIZEN}>"


def test_the_form_finds_the_person_of_the_sheet(tmp_path: Path) -> None:
    sheet = write_csv(tmp_path / "a.csv", ("编号", "来源系统", "证件类别"), ("7", "甲系统", "残疾人证"))
    ((candidate, _, _),) = read_candidates(sheet, key, None, TODAY).records
    read = form(fill(tmp_path / "f.xlsx", {"C": "7", "E": "甲系统"}, {"V1": 1}))
    assert (read.candidate, read.external_id) == (candidate.id, "7")


def test_a_wrong_level_is_left_out_and_the_others_stay(tmp_path: Path) -> None:
    read = form(fill(tmp_path / "f.xlsx", {"A": NUMBER}, {"V1": 7, "H1": 2}))
    assert (read.profile.level("text_access"), read.profile.level("hearing_speech")) == (None, 2)
    sheet = load_workbook(tmp_path / "f.xlsx").worksheets[0]
    (row,) = (line[0].row for line in sheet.iter_rows() if line[0].value == "V1")
    assert [(fault.row, fault.column, fault.value, fault.severity) for fault in read.faults] == [
        (row, CODES["V1"].zh, "7", "warning")
    ]


def test_a_date_ahead_and_an_unknown_source_are_left_out(tmp_path: Path) -> None:
    read = form(fill(tmp_path / "f.xlsx", {"A": NUMBER, "F": "邻居", "G": "2027-01-01"}, {"V1": 1}))
    assert read.profile.assessments[0] == assessment(1)
    assert [(fault.row, fault.column) for fault in read.faults] == [(VALUES, "评估来源"), (VALUES, "评估日期")]


@pytest.mark.parametrize(
    ("person", "levels", "words"),
    [
        ({}, {"V1": 1}, "nothing identifies the person"),
        ({"A": NUMBER[:-1] + "9"}, {"V1": 1}, "the 20th character (grade) is not 1 to 4"),
        ({"A": float(NUMBER[:17] + "000")}, {"V1": 1}, "the number was stored as a numeric cell"),
        ({"A": NUMBER}, {}, "no level is filled in"),
    ],
)
def test_a_form_of_nobody_or_nothing_is_refused(
    tmp_path: Path, person: Mapping[str, object], levels: Mapping[str, object], words: str
) -> None:
    with pytest.raises(ImportRefused) as refused:
        form(fill(tmp_path / "f.xlsx", person, levels))
    assert words in refused.value.text.en
    assert NUMBER[:10] not in refused.value.text.en


def test_another_sheet_is_no_form(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused) as refused:
        form(write_csv(tmp_path / "a.csv", ("残疾人证号", "姓名"), (NUMBER, "样例甲")))
    assert refused.value.text.en == "a.csv: no ability-assessment form; fill in the form that this software writes"


def test_the_form_is_written_as_a_workbook_and_always_the_same(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused):
        write_assessment_form(tmp_path / "f.csv")
    write_assessment_form(tmp_path / "a.xlsx")
    write_assessment_form(tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_nothing_about_the_person_is_in_a_fault(tmp_path: Path) -> None:
    read = form(fill(tmp_path / "f.xlsx", {"A": NUMBER}, {"V1": "看不见", "H1": 1}))
    assert [fault.value for fault in read.faults] == [HIDDEN]


def test_a_failed_formula_leaves_its_level_out_and_every_other_line_is_told(tmp_path: Path) -> None:
    read = form(fill(tmp_path / "f.xlsx", {"A": NUMBER, "H": 9}, {"V1": "=1/0", "H1": 2, "M2": 7}))
    assert (read.profile.level("text_access"), read.profile.level("hearing_speech")) == (None, 2)
    assert read.profile.assessments[CATALOGUE.position["hearing_speech"]] == assessment(2)
    assert [(fault.column, fault.severity, fault.problem.en) for fault in read.faults] == [
        (CODES["V1"].zh, "warning", "the cell holds a formula error"),
        ("评估可信度", "warning", "outside 0 to 1"),
        (CODES["M2"].zh, "warning", "an ability level is 0, 1, 2, 3 or 4"),
    ]
