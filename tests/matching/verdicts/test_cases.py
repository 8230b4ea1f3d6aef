"""Worked verdicts: what an expert would sign, case by case."""

from pathlib import Path

import pytest

from api.actions.check import check_cases
from data.cases import read_cases
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
