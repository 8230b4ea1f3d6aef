"""Worked verdicts: what an expert would sign, case by case."""

from pathlib import Path

import pytest

from api.actions.check import check_cases
from data.cases import CaseError, read_cases
from matching.knowledge import CATALOGUE

OWN = Path(__file__).resolve().parents[3] / "data" / "samples" / "verdict_cases.yaml"


def test_all_shared_cases_agree(shared: Path) -> None:
    wrong = {c.answer["id"]: c.mismatches for c in check_cases(shared / "domain" / "verdict_cases.yaml") if c.mismatches}
    assert wrong == {}


def test_all_own_cases_agree() -> None:
    wrong = {c.answer["id"]: c.mismatches for c in check_cases(OWN) if c.mismatches}
    assert wrong == {}


@pytest.mark.parametrize("sign", ["pos", "neg"])
def test_every_accommodation_has_a_case(sign: str) -> None:
    ids = {case.id for case in read_cases(OWN)}
    assert [row.name for row in CATALOGUE.accommodations if f"A_{row.name}_{sign}" not in ids] == []


def test_own_cases_expect_something() -> None:
    assert [case.id for case in read_cases(OWN) if not case.expect.model_fields_set] == []


def test_a_signed_case_and_a_wrong_one_are_read_by_line(tmp_path: Path) -> None:
    file = tmp_path / "cases.yaml"
    file.write_text("- id: A\n  status: signed\n  signed_by: {name: 林一, on: 2027-03-18}\n- id: B\n", "utf-8")
    first, second = read_cases(file)
    assert first.signed_by is not None
    assert (first.status, first.signed_by.name, second.status) == ("signed", "林一", "proposed")
    file.write_text("- id: A\n- id: B\n  candidate:\n    abilities: {reading: 9}\n", "utf-8")
    with pytest.raises(CaseError, match=r"^cases.yaml:4: case B: candidate.abilities.reading: "):
        read_cases(file)
