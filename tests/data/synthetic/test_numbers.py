"""Numbers pass their checks, differ from each other and can belong to nobody."""

import csv
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.synthetic.numbers import AREA, certificate_number, citizen_number, credit_code, sequences
from matching.records import check_credit_code


@given(st.dates(date(1950, 1, 1), date(2015, 12, 31)), st.integers(0, 999))
def test_citizen_number_carries_the_check_character_of_iso_7064(birth: date, sequence: int) -> None:
    number = citizen_number(birth, sequence)
    values = [10 if character == "X" else int(character) for character in number]
    assert number[:17] == f"{AREA}{birth:%Y%m%d}{sequence:03d}"
    assert sum(value * pow(2, 17 - place, 11) for place, value in enumerate(values)) % 11 == 1


def test_certificate_number_is_citizen_number_category_grade_and_reissue() -> None:
    citizen = citizen_number(date(1990, 3, 5), 12)
    assert certificate_number(citizen, 4, 2) == citizen + "42"
    assert certificate_number(citizen, 4, 2, reissued=1) == citizen + "42B1"


@given(st.sampled_from(["11", "12", "51", "52", "91", "92", "93"]), st.integers(0, 99_999_999))
def test_credit_code_is_accepted(kind: str, serial: int) -> None:
    code = credit_code(kind, serial)
    assert check_credit_code(code) == code
    assert (code[:2], code[2:8]) == (kind, AREA)


def test_area_code_is_assigned_to_no_place(shared: Path) -> None:
    with (shared / "geo" / "admin_level4_wuhan.csv").open(encoding="utf-8-sig") as file:
        codes = {row["id"][:6] for row in csv.DictReader(file)}
    with (shared / "geo" / "districts_wuhan_lnglat.csv").open(encoding="utf-8-sig") as file:
        codes |= {row["area_code"] for row in csv.DictReader(file)}
    assert len(codes) > 13
    assert AREA not in codes


def test_sequences_tell_people_of_one_day_apart_and_show_the_sex() -> None:
    births = np.array([5, 5, 7, 5, 5, 7])
    males = np.array([1, 0, 1, 1, 0, 1])
    found = sequences(births, males)
    assert (found % 2 == males).all()
    assert len(set(zip(births.tolist(), found.tolist(), strict=True))) == 6


def test_sequences_refuse_a_day_that_is_full() -> None:
    with pytest.raises(ValueError, match="more than 500 people of one sex born on one day"):
        sequences(np.zeros(501, dtype=np.int64), np.ones(501, dtype=np.int64))
