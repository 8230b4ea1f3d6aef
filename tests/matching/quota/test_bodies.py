"""Bodies that must employ at least somebody, the share in the federations, and the public notice."""

from dataclasses import fields
from datetime import date

import pytest

from matching.quota import Body, DutyState, NoticeRow, duties, federation_duty, notice_rows, rates_on
from matching.records import Employer, EmployerKind

RATES = rates_on(date(2024, 6, 1))
GOVERNMENT, INSTITUTION = EmployerKind.GOVERNMENT, EmployerKind.PUBLIC_INSTITUTION


def _body(name: str, kind: EmployerKind, establishment: int | None, people: int | None = 0, **more: object) -> Body:
    return Body(Employer(id=f"e_{name}", name=name, kind=kind, establishment=establishment, district="420106"), people, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("body", "state"),
    [
        (_body("甲局", GOVERNMENT, 50), DutyState.OPEN),
        (_body("乙局", GOVERNMENT, 49), DutyState.BELOW),
        (_body("丙院", INSTITUTION, 67), DutyState.OPEN),
        (_body("丁院", INSTITUTION, 66), DutyState.BELOW),
        (_body("小学", INSTITUTION, 200, exempt="school"), DutyState.EXEMPT),
        (_body("幼儿园", INSTITUTION, 200, exempt="kindergarten"), DutyState.EXEMPT),
        (_body("戊局", GOVERNMENT, 200, 1), DutyState.ONE),
        (_body("己局", GOVERNMENT, 200, 3), DutyState.SHARE),
        (_body("庚局", GOVERNMENT, 200, 2, counted=3.0), DutyState.SHARE),
        (_body("辛局", GOVERNMENT, None), DutyState.UNKNOWN),
        (_body("壬局", GOVERNMENT, 50, None), DutyState.UNKNOWN),
        (_body("癸局", GOVERNMENT, 49, None), DutyState.BELOW),
    ],
)
def test_how_a_body_stands(body: Body, state: DutyState) -> None:
    """武残工〔2023〕4号第 1 项: bodies of 50, institutions of 67; 200 x 1.5 % = 3 people reach the share."""
    (found,) = duties([body], RATES)
    assert found.state is state


def test_enterprises_have_no_such_duty() -> None:
    assert duties([_body("公司", EmployerKind.SOE, 500)], RATES) == ()


def test_what_is_open_comes_first_then_what_nobody_reported() -> None:
    found = duties([_body("一", GOVERNMENT, 200, 3), _body("二", GOVERNMENT, None), _body("三", GOVERNMENT, 80)], RATES)
    assert [one.body.employer.name for one in found] == ["三", "二", "一"]
    assert found[0].text.zh == "应至少安排 1 人，尚未安排"


def test_the_threshold_is_found_for_the_plan_s_term_and_to_be_confirmed_after_it() -> None:
    later = rates_on(date(2026, 11, 26))
    body = _body("乙局", GOVERNMENT, 49)
    assert [duties([body], rates)[0].to_confirm for rates in (RATES, later)] == [False, True]


def test_the_notice_names_no_number_of_people() -> None:
    found = duties([_body("甲局", GOVERNMENT, 50), _body("戊局", GOVERNMENT, 200, 1), _body("乙局", GOVERNMENT, 49)], RATES)
    rows = notice_rows(found)
    assert [(row.name, row.state) for row in rows] == [("戊局", DutyState.ONE), ("甲局", DutyState.OPEN)]
    assert {field.name for field in fields(NoticeRow)} == {"name", "code", "district", "kind", "state", "text"}


def test_fifteen_in_a_hundred_cadres() -> None:
    """3 of 20 are 15 %; 2 of 20 are below."""
    bodies = [
        _body("市残联", GOVERNMENT, 20, cadres=20, cadres_with_disability=3),
        _body("区残联", GOVERNMENT, 20, cadres=20, cadres_with_disability=2),
        _body("未报", GOVERNMENT, 20),
    ]
    found = federation_duty(bodies, RATES)
    assert (found.cadres, found.with_disability, found.open, found.unknown) == (40, 5, ("e_区残联",), ("e_未报",))


def test_more_cadres_with_a_disability_than_cadres_are_refused() -> None:
    with pytest.raises(ValueError, match="more cadres with a disability than cadres; correct one of them"):
        _body("市残联", GOVERNMENT, 20, cadres=2, cadres_with_disability=3)
