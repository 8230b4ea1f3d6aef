"""The wage floor: by district, day, kind and contract; only a stated upper end rejects."""

from datetime import date
from typing import Any, Literal

import pytest

from matching.constraints import TermsSide, faults_of, posting_faults, terms_side
from matching.policy import policy_on
from matching.records import Hours, Pay, PayUnit, Place, Posting, PostingKind, SourceRef
from tests.matching.constraints.shared import POLICY


def faults(pay: Pay, **more: Any) -> list[str]:
    terms = TermsSide(pay=pay, **({"area": "420106", "here": True, "contract": "labour", "hours_per_day": 8} | more))
    return [fault.severity for fault in posting_faults(terms, POLICY)]


def month(low: float | None, high: float | None, **more: Any) -> Pay:
    return Pay(minimum=low, maximum=high, unit=PayUnit.MONTH, **more)


@pytest.mark.parametrize(
    ("pay", "expected"),
    [
        (month(2_210, 2_210), []),
        (month(2_000, 2_209), ["reject"]),
        (month(2_000, 2_210), ["ask"]),
        (month(2_000, None), ["ask"]),
        (month(None, 2_000), ["reject"]),
        (month(2_300, None), []),
        (month(2_100, 2_100, months=13), ["reject"]),
        (Pay(text="面议"), []),
        (Pay(minimum=24_000, maximum=24_000, unit=PayUnit.YEAR), ["reject"]),
        (Pay(minimum=30_000, maximum=30_000, unit=PayUnit.YEAR), []),
        (Pay(minimum=101, maximum=101, unit=PayUnit.DAY), ["reject"]),
        (Pay(minimum=102, maximum=102, unit=PayUnit.DAY), []),
        (Pay(minimum=12.7, maximum=12.7, unit=PayUnit.HOUR), ["reject"]),
        (Pay(minimum=12.71, maximum=12.71, unit=PayUnit.HOUR), []),
        (Pay(minimum=12, maximum=25, unit=PayUnit.HOUR), ["ask"]),
        (month(2_209.999, 2_209.999), []),
        (month(2_209.99, 2_209.99), ["reject"]),
        (Pay(minimum=1, maximum=1, unit=PayUnit.PIECE), []),
    ],
)
def test_every_unit_is_compared_in_its_own_way(pay: Pay, expected: list[str]) -> None:
    assert faults(pay) == expected


@pytest.mark.parametrize(
    ("pay", "hours", "expected"),
    [
        (month(1_800, 1_800), 4, ["reject"]),
        (month(1_920, 1_920), 4, []),
        (month(1_650, 1_650), 6, ["reject"]),
        (month(1_660, 1_660), 6, []),
        (month(2_000, 2_000), None, ["reject"]),
        (month(2_000, 2_000), 12, ["reject"]),
        (Pay(minimum=87, maximum=87, unit=PayUnit.DAY), 4, ["reject"]),
        (Pay(minimum=88, maximum=88, unit=PayUnit.DAY), 4, []),
    ],
)
def test_part_time_is_compared_by_the_hour_and_a_shorter_day_in_proportion(pay: Pay, hours: Any, expected: list[str]) -> None:
    assert faults(pay, hours_per_day=hours) == expected


def test_half_a_day_on_every_day_of_the_week_is_no_part_time_work_in_law() -> None:
    """28 hours a week are above the 24 of part time: the monthly floor holds in proportion."""
    assert faults(month(1_105, 1_105), days_per_week=7, hours_per_day=4) == []
    assert faults(month(1_105, 1_105), days_per_week=6, hours_per_day=4) == ["reject"]


@pytest.mark.parametrize("kind", list(PostingKind))
def test_the_kind_says_whether_the_floor_holds(kind: PostingKind) -> None:
    free_without_contract = {PostingKind.PLATFORM_GIG, PostingKind.AUXILIARY, PostingKind.RURAL_HOUSEHOLD, PostingKind.START_UP}
    low = month(1_000, 1_000)
    never = kind is PostingKind.INTERNSHIP
    assert faults(low, kind=kind) == ([] if never else ["reject"])
    assert faults(low, kind=kind, contract=None) == ([] if never or kind in free_without_contract else ["reject"])
    assert faults(low, kind=kind, contract="agreement") == ([] if never or kind in free_without_contract else ["ask"])


@pytest.mark.parametrize(
    ("area", "here", "expected"),
    [("东湖高新区", True, ["reject"]), (None, True, ["reject"]), (None, None, ["reject"]), (None, False, [])],
    ids=["zone", "city only", "no place", "another city"],
)
def test_the_place_gives_the_floor(area: str | None, here: bool | None, expected: list[str]) -> None:
    assert faults(month(2_000, 2_000), area=area, here=here) == expected


def test_the_floor_is_that_of_the_day_and_the_reason_says_since_when_and_from_where() -> None:
    terms = TermsSide(pay=month(2_050, 2_050), area="420106", here=True)
    assert posting_faults(terms, policy_on(date(2024, 1, 31))) == ()
    (fault,) = posting_faults(terms, policy_on(date(2024, 2, 1)))
    assert fault.reason.en.startswith(
        "at most 2,050 yuan a month, below the minimum wage of Wuchang, 2,210 yuan a month (since 2024-02-01;"
    )
    assert fault.to_confirm
    assert posting_faults(terms, policy_on(date(2020, 1, 1))) == ()


def hour(low: float, high: float) -> Pay:
    return Pay(minimum=low, maximum=high, unit=PayUnit.HOUR)


@pytest.mark.parametrize(
    ("pay", "hours", "expected"),
    [
        (hour(21, 21), 4, ["reject"]),
        (hour(22, 22), 4, []),
        (hour(21, 25), 4, ["ask"]),
        (hour(21, 21), 6, []),
        (hour(12, 12), 6, ["reject"]),
        (hour(12, 12), 10, ["reject"]),
        (hour(21, 21), None, ["ask"]),
        (hour(12.71, 12.71), None, ["ask"]),
        (hour(12.7, 12.7), None, ["reject"]),
        (hour(22, 22), None, []),
        (hour(20, 23), None, ["ask"]),
    ],
)
def test_the_hourly_floor_is_for_part_time_alone(pay: Pay, hours: Any, expected: list[str]) -> None:
    assert faults(pay, hours_per_day=hours) == expected


BY_MONTH = "最高 2,088 元/月（时薪按标准工时折算），低于武昌区最低工资 2,210 元/月（"
STATE_HOURS = "请单位改正薪资；如果是非全日制，请写明每天工时"


@pytest.mark.parametrize(
    ("pay", "hours", "reason", "question"),
    [
        (hour(21, 21), 4, "最高 21 元/小时，低于武昌区最低工资 22 元/小时（", "请单位改正薪资，不低于 22 元/小时"),
        (hour(12, 12), 8, BY_MONTH, "请单位改正薪资，不低于 2,210 元/月"),
        (hour(12, 12), None, BY_MONTH, STATE_HOURS),
        (hour(21, 21), None, "最高 21 元/小时，低于武昌区非全日制最低工资 22 元/小时（",
         "请问单位：每天、每周工作多少小时？非全日制每小时不低于 22 元/小时"),
        (month(2_000, 2_000), None, "最高 2,000 元/月，低于武昌区最低工资 2,210 元/月（", STATE_HOURS),
    ],
)  # fmt: skip
def test_the_reason_and_the_question_fit_the_case(pay: Pay, hours: Any, reason: str, question: str) -> None:
    terms = TermsSide(pay=pay, area="420106", here=True, contract="labour", hours_per_day=hours)
    (fault,) = posting_faults(terms, POLICY)
    assert fault.reason.zh.startswith(reason)
    assert fault.question.zh == question


@pytest.mark.parametrize(
    "place", [Place(), Place(city="武汉", district="420106"), Place(city="武汉", zone="东湖高新区"), Place(city="上海")]
)
@pytest.mark.parametrize("contract", [None, "labour", "agreement"])
def test_a_whole_record_is_judged_by_its_terms(place: Place, contract: Literal["labour", "agreement"] | None) -> None:
    for pay in (month(1_800, 1_800), month(2_000, 2_500, text="二千起"), Pay(minimum=20, maximum=20, unit=PayUnit.HOUR), Pay()):
        for hours in (Hours(), Hours(per_day=4), Hours(per_day=4, days_per_week=6)):
            terms = {"place": place, "contract": contract, "pay": pay, "hours": hours}
            one = Posting(id="p", employer="e", title="保洁员", source=SourceRef(name="t"), **terms)
            assert faults_of(one, POLICY) == posting_faults(terms_side(one), POLICY)
