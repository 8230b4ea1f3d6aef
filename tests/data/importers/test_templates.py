"""The templates: they are read back by the importers, explain every column and hold no formula."""

import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook

from data.importers.candidates import read_candidates
from data.importers.columns_candidates import CANDIDATE_COLUMNS
from data.importers.columns_certification import CERTIFICATION_COLUMNS
from data.importers.columns_consents import CONSENT_COLUMNS
from data.importers.columns_courses import COURSE_COLUMNS
from data.importers.columns_graduates import GRADUATE_COLUMNS
from data.importers.columns_outcomes import OUTCOME_COLUMNS
from data.importers.columns_placements import PLACEMENT_COLUMNS
from data.importers.columns_postings import POSTING_COLUMNS
from data.importers.columns_services import SERVICE_COLUMNS
from data.importers.columns_trainings import TRAINING_COLUMNS
from data.importers.faults import CandidateBatch, ImportRefused
from data.importers.templates import write_template
from tests.data.importers.test_candidates import NUMBER, TODAY, key

COLUMNS = {
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


@pytest.mark.parametrize("kind", COLUMNS)
def test_the_csv_template_holds_every_column_behind_a_bom(tmp_path: Path, kind: str) -> None:
    write_template(kind, tmp_path / "t.csv")
    raw = (tmp_path / "t.csv").read_bytes()
    assert raw[:3] == b"\xef\xbb\xbf"
    assert list(csv.reader(raw.decode("utf-8-sig").splitlines())) == [[column.header for column in COLUMNS[kind]]]


@pytest.mark.parametrize("kind", COLUMNS)
def test_the_workbook_explains_every_column_and_offers_its_words(tmp_path: Path, kind: str) -> None:
    write_template(kind, tmp_path / "t.xlsx")
    book = load_workbook(tmp_path / "t.xlsx")
    sheet, explained = book.worksheets[0], book["填写说明"]
    assert [cell.value for cell in sheet[1]] == [column.header for column in COLUMNS[kind]]
    assert [row[0].value for row in explained.iter_rows(min_row=2)] == [column.header for column in COLUMNS[kind]]
    assert [row[2].value for row in explained.iter_rows(min_row=2)] == [column.meaning.en for column in COLUMNS[kind]]
    assert {cell.data_type for page in book.worksheets for row in page.iter_rows() for cell in row if cell.value is not None} == {
        "s"
    }
    assert sheet.column_dimensions["A"].number_format == "@"
    assert book["选项"].sheet_state == "hidden"
    offered: dict[str, tuple[str, ...]] = {}
    for rule in sheet.data_validations.dataValidation:
        cells = book["选项"][rule.formula1.partition("!")[2].replace("$", "")]
        words = tuple(row[0].value for row in cells)
        for area in rule.sqref.ranges:
            offered[sheet.cell(1, area.min_col).value] = words
    assert offered == {column.header: column.choices for column in COLUMNS[kind] if column.choices}


def test_an_empty_template_imports_nothing_without_a_complaint(tmp_path: Path) -> None:
    for ending in ("xlsx", "csv"):
        write_template("candidates", tmp_path / f"t.{ending}")
        empty = CandidateBatch(rows=0, records=(), duplicates=0, faults=())
        assert read_candidates(tmp_path / f"t.{ending}", key, None, TODAY) == empty


def test_the_examples_of_the_candidates_columns_are_read(tmp_path: Path) -> None:
    cells = {column.header: column.example for column in CANDIDATE_COLUMNS} | {"残疾人证号": NUMBER}
    path = tmp_path / "t.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([cells.keys(), cells.values()])
    batch = read_candidates(path, key, None, TODAY)
    assert (len(batch.records), batch.faults, batch.unparsed) == (1, (), ())
    assert batch.records[0][0].profile.levels == (3,) * 45


def test_the_same_bytes_every_time(tmp_path: Path) -> None:
    write_template("postings", tmp_path / "a.xlsx")
    write_template("postings", tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_unknown_kinds_and_endings(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused) as refused:
        write_template("people", tmp_path / "t.xlsx")
    assert refused.value.text.en == f"no template of 'people'; known: {', '.join(COLUMNS)}"
    with pytest.raises(ImportRefused) as refused:
        write_template("candidates", tmp_path / "t.pdf")
    assert refused.value.text.en == "t.pdf: a template is written as .xlsx or .csv"
