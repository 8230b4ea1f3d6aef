"""The quota and its levy, with examples worked by hand from the sources named."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.knowledge.source import KnowledgeError
from matching.quota import CountingClass, Workforce, WorkforceError, counting_class, levy_of

TODAY = date(2026, 11, 26)
SEVERE, ONE = CountingClass.CERTIFICATE_SEVERE, CountingClass.CERTIFICATE


def test_nobody_employed_among_sixty_seven() -> None:
    """67 x 1.5 % = 1.005, the threshold of the plan. 1.005 x 80,000 = 80,400; nobody is below 1 %, so 90 % is paid: 72,360.

    财税〔2015〕72号第八条; 财政部公告2023年第8号.
    """
    found = levy_of(Workforce(staff=67, months={}, wage=80_000, local_wage=90_000), TODAY)
    assert (found.required, found.counted, found.placements) == (Fraction("1.005"), 0, 2)
    assert (found.full, found.due, found.exempt) == (Decimal("80400.00"), Decimal("72360.00"), False)
    assert [step.name for step in found.steps] == ["required", "shortfall", "wage", "full", "reduction", "due"]
    assert found.steps[0].text.zh == "应安排：67 名在职职工 × 1.5% = 1.005 人。"
    assert found.fewest == 1
    assert found.steps[1].text.zh == (
        "还差：1.005 − 0 = 1.005 人：招用按 1 人计的要 2 人；招用残疾人证一、二级（1 人按 2 人计）的 1 人即够。"
    )
    assert found.steps[4].text.en == "0 % of staff, below 1 %: 90 % of the levy is paid until 2027-12-31."


def test_one_person_of_grade_one_counts_as_two_and_halves_the_levy() -> None:
    """200 x 1.5 % = 3; one person all the year counts as two (残联厅函〔2022〕63号): 2 of 200 is 1 %, so half of 1 x 100,000."""
    found = levy_of(Workforce(200, {SEVERE: 12}, wage=100_000, local_wage=60_000), TODAY)
    assert (found.required, found.counted, found.shortfall) == (3, 2, 1)
    assert (found.full, found.due) == (Decimal(100_000), Decimal(50_000))


def test_months_count_a_twelfth_each_and_a_high_wage_is_capped() -> None:
    """120 x 1.5 % = 1.8; 18 person-months are 1.5 people; short 0.3. 200,000 is above twice 90,000: 0.3 x 180,000 = 54,000, half of
    it since 1.5 of 120 is 1.25 %. The cap: 财税〔2018〕39号."""
    found = levy_of(Workforce(120, {ONE: 18}, wage=200_000, local_wage=90_000), TODAY)
    assert (found.shortfall, found.placements) == (Fraction("0.3"), 1)
    assert (found.full, found.due) == (Decimal(54_000), Decimal(27_000))


@pytest.mark.parametrize(
    ("counting", "counted"),
    [
        (CountingClass.CERTIFICATE_SEVERE, 2),
        (CountingClass.CERTIFICATE, 1),
        (CountingClass.VETERAN_SEVERE, 2),
        (CountingClass.VETERAN, 1),
        (CountingClass.CERTIFICATE_EXPIRED, 0),
        (CountingClass.TERMS_NOT_MET, 0),
        (CountingClass.WORK_INJURY, 0),
        (CountingClass.HOUSEHOLD_MEMBER, 0),
    ],
)
def test_how_one_person_counts(counting: CountingClass, counted: int) -> None:
    """残联厅函〔2022〕63号; xjshs.gov.cn 81143. A work injury without a certificate counts for nothing (system case N12)."""
    assert levy_of(Workforce(1_000, {counting: 12}), TODAY).counted == counted


def test_enterprises_of_thirty_pay_nothing_and_others_do() -> None:
    """财政部公告2023年第8号: enterprises only, thirty included."""
    small = levy_of(Workforce(30, {}, wage=100_000), TODAY)
    assert (small.due, small.exempt, small.shortfall) == (Decimal(0), True, Fraction("0.45"))
    assert levy_of(Workforce(31, {}, wage=100_000), TODAY).due == Decimal("41850.00")
    body = levy_of(Workforce(30, {}, wage=100_000, kind="public_institution"), TODAY)
    assert (body.due, body.exempt) == (Decimal("40500.00"), False)


def test_the_share_reached_owes_nothing() -> None:
    found = levy_of(Workforce(100, {SEVERE: 9}, wage=100_000), TODAY)
    assert (found.counted, found.shortfall, found.due, found.placements) == (Fraction("1.5"), 0, Decimal(0), 0)
    assert found.steps[-1].name == "reached"


def test_after_the_reduction_ends_the_whole_levy_is_due_and_to_be_confirmed() -> None:
    found = levy_of(Workforce(200, {ONE: 24}, wage=100_000, local_wage=100_000), date(2028, 1, 1))
    assert (found.full, found.due) == (Decimal(100_000), Decimal(100_000))
    assert [step.name for step in found.steps if step.to_confirm] == ["required", "wage", "reduction"]
    assert not levy_of(Workforce(20, {}, wage=100_000), date(2028, 1, 1)).exempt


def test_without_wages_no_amount_follows() -> None:
    found = levy_of(Workforce(200, {}), TODAY)
    assert (found.full, found.due, found.placements) == (None, None, 3)
    assert found.steps[-1].text.en == "The employer's average wage of the year was not told: no amount follows."


def test_a_cap_that_cannot_be_compared_is_said() -> None:
    wage = next(step for step in levy_of(Workforce(200, {}, wage=1e6), TODAY).steps if step.name == "wage")
    assert (wage.to_confirm, wage.sources) == (True, ("财税〔2018〕39号",))
    assert "was not applied" in wage.text.en


def test_the_share_of_hubei_is_to_be_confirmed_and_the_country_s_is_not() -> None:
    """Of the Hubei opinion only a part was found; 残疾人就业条例第八条 was found."""
    hubei, country = (levy_of(Workforce(100, {}), TODAY, region).steps[0] for region in ("420000", "000000"))
    assert (hubei.to_confirm, country.to_confirm) == (True, False)


def test_before_the_rules_there_is_no_answer() -> None:
    with pytest.raises(KnowledgeError, match=r"no row of 'quota\.ratio' is in force in 420000 on 2000-01-01; add one"):
        levy_of(Workforce(100, {}), date(2000, 1, 1))


@pytest.mark.parametrize(
    ("staff", "months", "wage", "said"),
    [
        (0, {}, None, "0 staff: an employer with nobody owes nothing"),
        (10, {ONE: -1}, None, "-1 months of work; it must be at least 0"),
        (10, {ONE: 121}, None, "121 months of work are 10.0833 people on average among 10 staff; .*at most 120 in all"),
        (10, {}, 0, "a wage of 0 yuan a year"),
    ],
)
def test_a_year_that_cannot_be_is_refused(staff: float, months: dict[CountingClass, int], wage: float | None, said: str) -> None:
    with pytest.raises(WorkforceError, match=said) as refused:
        Workforce(staff, months, wage)
    assert refused.value.text.zh.isascii() is False


def test_the_class_of_one_person() -> None:
    sorted_ = [counting_class("certificate", grade, valid=True, terms_met=True) for grade in (1, 2, 3, 4)]
    assert sorted_ == [SEVERE, SEVERE, ONE, ONE]
    veterans = [counting_class("veteran", grade, valid=True, terms_met=True) for grade in (3, 4, 8)]
    assert veterans == [CountingClass.VETERAN_SEVERE, CountingClass.VETERAN, CountingClass.VETERAN]
    assert counting_class("certificate", 1, valid=False, terms_met=False) is CountingClass.CERTIFICATE_EXPIRED
    assert counting_class("certificate", 1, valid=True, terms_met=False) is CountingClass.TERMS_NOT_MET
    with pytest.raises(ValueError, match="a certificate has grades 1 to 4; correct the grade"):
        counting_class("certificate", 5, valid=True, terms_met=True)


MONTHS = st.dictionaries(st.sampled_from(list(CountingClass)), st.integers(0, 24), max_size=4)


@given(staff=st.integers(10, 5_000), months=MONTHS, wage=st.integers(10_000, 500_000), more=st.sampled_from(list(CountingClass)))
def test_one_more_month_of_work_never_costs_more(
    staff: int, months: dict[CountingClass, int], wage: int, more: CountingClass
) -> None:
    before = levy_of(Workforce(staff, months, wage, wage), TODAY)
    after = levy_of(Workforce(staff, {**months, more: months.get(more, 0) + 1}, wage, wage), TODAY)
    assert before.due is not None
    assert after.due is not None
    assert 0 <= after.due <= before.due
    assert after.shortfall <= before.shortfall
    assert before.required == Fraction(staff * 15, 1_000)


@given(staff=st.integers(31, 5_000), people=st.integers(0, 5))
def test_the_levy_is_the_obvious_sum(staff: int, people: int) -> None:
    """A second version in whole thousandths and cents."""
    found = levy_of(Workforce(staff, {ONE: 12 * people}, 120_000, 120_000), TODAY)
    short = max(staff * 15 - people * 1_000, 0)
    pays = 50 if people * 100 >= staff else 90
    assert found.due == Decimal(short * 120 * pays) / 100
