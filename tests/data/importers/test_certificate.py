"""The certificate number: what follows from it, and which mistakes are named. All numbers here use an area code nobody has."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.importers.certificate import (
    NumberFault,
    check_character,
    plain_number,
    read_certificate_number,
    read_citizen_number,
)

TODAY = date(2026, 11, 23)
FIRST = "42019919900305100"
CITIZEN = FIRST + check_character(FIRST)
NUMBER = CITIZEN + "42"

births = st.dates(date(1900, 1, 1), TODAY)
orders = st.integers(0, 999)


def citizen(birth: date, order: int) -> str:
    first = f"420199{birth:%Y%m%d}{order:03d}"
    return first + check_character(first)


def test_the_check_character_of_the_published_example() -> None:
    assert check_character("11010519491231002") == "X"


@given(births, orders, st.integers(1, 7), st.integers(1, 4), st.one_of(st.none(), st.integers(0, 9)))
def test_a_right_number_says_what_was_put_into_it(birth: date, order: int, category: int, grade: int, reissue: int | None) -> None:
    suffix = "" if reissue is None else f"B{reissue}"
    read = read_certificate_number(f"{citizen(birth, order)}{category}{grade}{suffix}", TODAY)
    assert (read.category, read.grade, read.citizen.birth) == (category, grade, birth)
    assert read.citizen.sex == ("male" if order % 2 else "female")
    assert read.citizen.number == citizen(birth, order)
    assert read.number == f"{citizen(birth, order)}{category}{grade}{suffix}"


@given(births, orders, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(birth: date, order: int, place: int, step: int) -> None:
    number = citizen(birth, order)
    wrong = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]
    with pytest.raises(NumberFault):
        read_citizen_number(wrong, TODAY)


@given(births, orders, st.integers(0, 15))
def test_two_neighbours_swapped_are_always_found(birth: date, order: int, place: int) -> None:
    number = citizen(birth, order)
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if swapped != number:
        with pytest.raises(NumberFault):
            read_citizen_number(swapped, TODAY)


@given(st.text(max_size=30))
def test_any_other_text_is_a_fault_that_does_not_quote_it(text: str) -> None:
    with pytest.raises(NumberFault) as caught:
        read_certificate_number(text, TODAY)
    told = caught.value.problem.zh + caught.value.problem.en + caught.value.advice.zh + caught.value.advice.en
    if len(text.strip()) > 3:
        assert text.strip() not in told


@pytest.mark.parametrize("dressed", [f" {NUMBER} ", f"'{NUMBER}", NUMBER.lower(), f"{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}"])
def test_how_people_type_it_does_not_matter(dressed: str) -> None:
    assert plain_number(dressed) == NUMBER
    assert read_certificate_number(dressed, TODAY).number == NUMBER


def test_a_reissued_number_is_the_same_citizen() -> None:
    assert read_certificate_number(f"{NUMBER}B1", TODAY).citizen == read_certificate_number(NUMBER, TODAY).citizen
    assert read_certificate_number(f"{CITIZEN}43", TODAY).citizen == read_certificate_number(NUMBER, TODAY).citizen


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        (f"{CITIZEN}82", "the 19th character (category) is not 1 to 7"),
        (f"{CITIZEN}02", "the 19th character (category) is not 1 to 7"),
        (f"{CITIZEN}45", "the 20th character (grade) is not 1 to 4"),
        (f"{FIRST}{'0' if CITIZEN[17] != '0' else '1'}42", "the check character (18th) does not fit"),
        (f"42019919900230100{'X'}42", "characters 7 to 14 are no possible date of birth"),
        (f"{citizen(TODAY + timedelta(days=1), 1)}42", "characters 7 to 14 are no possible date of birth"),
        (CITIZEN, "18"),
        (f"{NUMBER}1", "21"),
        (f"{NUMBER}B12", "23"),
        (f"{CITIZEN}4A", "20"),
    ],
)
def test_each_mistake_has_its_own_words(number: str, problem: str) -> None:
    with pytest.raises(NumberFault) as caught:
        read_certificate_number(number, TODAY)
    assert problem in caught.value.problem.en
    assert number not in str(caught.value)


def test_a_number_is_hidden_wherever_it_is_printed() -> None:
    shown = repr(read_certificate_number(NUMBER, TODAY))
    assert CITIZEN not in shown
    assert "1990" not in shown
    assert "female" not in shown
