"""Working age and minor protection, to the day."""

from datetime import date

import pytest

from matching.constraints import PersonSide, TermsSide
from matching.constraints.age import birthday
from matching.constraints.terms import Asked, Chance
from matching.knowledge import CATALOGUE
from matching.verdicts import Standing
from tests.matching.constraints.shared import ADULT, POLICY, RULE, find, found

SEVENTEEN = PersonSide(birth=date(2009, 3, 15))
SAFE = {"hazard_exposure": Asked(1), "lifting": Asked(2), "dust_chemicals": Asked(2), "night_shift": Asked(0)}


def terms(**asked: Asked) -> TermsSide:
    return TermsSide(shift="day", demands=SAFE | asked)


@pytest.mark.parametrize(
    ("birth", "standing"),
    [
        (date(2010, 11, 26), None),
        (date(2010, 11, 27), Standing.BLOCKED),
        (date(2012, 1, 1), Standing.BLOCKED),
        (ADULT, None),
        (None, Standing.REVIEW),
    ],
)
def test_work_begins_on_the_sixteenth_birthday(birth: date | None, standing: Standing | None) -> None:
    finding = find("work_age", PersonSide(birth=birth), TermsSide())
    assert (None if finding is None else finding.standing) == standing


def test_a_birthday_of_29_february_comes_on_1_march_in_other_years() -> None:
    assert birthday(date(2008, 2, 29), 16) == date(2024, 2, 29)
    assert birthday(date(2008, 2, 29), 18) == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("name", "allowed", "above"), [("hazard_exposure", 1, 2), ("lifting", 2, 3), ("dust_chemicals", 2, 3), ("night_shift", 0, 1)]
)
def test_each_limit_allows_its_level_and_no_more(name: str, allowed: int, above: int) -> None:
    at_night = {"shift": None} if name == "night_shift" else {"shift": "day"}
    assert find("minor_protection", SEVENTEEN, TermsSide(demands=SAFE | {name: Asked(allowed)}, **at_night)) is None  # type: ignore[arg-type]
    finding = found("minor_protection", SEVENTEEN, TermsSide(demands=SAFE | {name: Asked(above)}, **at_night))  # type: ignore[arg-type]
    assert finding.standing is Standing.BLOCKED


@pytest.mark.parametrize("asked", [Asked(None), Asked(4, firm=False), Asked(0, firm=False)])
def test_what_the_employer_did_not_state_protects_nobody_and_is_asked(asked: Asked) -> None:
    finding = found("minor_protection", SEVENTEEN, terms(hazard_exposure=asked))
    assert finding.standing is Standing.REVIEW
    assert finding.question is not None
    assert finding.question.zh == f"请问单位：这个岗位的{CATALOGUE.dimension('hazard_exposure').zh}各到哪一级？"


def test_a_posting_that_says_nothing_is_asked_about_its_core_demands() -> None:
    finding = found("minor_protection", SEVENTEEN, TermsSide())
    assert finding.standing is Standing.REVIEW


@pytest.mark.parametrize(
    ("day_shift", "refuses", "standing"),
    [
        (Chance.AVAILABLE, False, Standing.MET_WITH),
        (Chance.AVAILABLE, True, Standing.BLOCKED),
        (Chance.UNSURE, False, Standing.REVIEW),
        (Chance.COULD, False, Standing.BLOCKED),
        (Chance.NO, False, Standing.BLOCKED),
    ],
)
def test_a_fixed_day_shift_opens_a_night_post_to_a_minor(day_shift: Chance, refuses: bool, standing: Standing) -> None:
    rotating = TermsSide(shift="rotating", demands=SAFE, arrangements={"fixed_day_shift": day_shift})
    who = PersonSide(birth=SEVENTEEN.birth, refuses=frozenset({"fixed_day_shift"} if refuses else ()))
    finding = found("minor_protection", who, rotating)
    assert finding.standing is standing
    assert finding.would == ((("fixed_day_shift",),) if day_shift is Chance.COULD else ())


@pytest.mark.parametrize("birth", [date(2008, 11, 26), ADULT, date(2012, 1, 1), None])
def test_adults_and_those_too_young_to_work_at_all_are_no_minors(birth: date | None) -> None:
    assert find("minor_protection", PersonSide(birth=birth), terms(hazard_exposure=Asked(4))) is None


def test_all_adults_are_one_kind_of_person_to_the_rule() -> None:
    rule = RULE["minor_protection"]
    people = [PersonSide(birth=date(1950 + year, 1, 1)) for year in range(50)]
    assert {rule.alike_people(rule.reads_person(one), POLICY) for one in people} == {None}
