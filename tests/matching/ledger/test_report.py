"""The year report in the order of the plan, whole and by district."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.indicators import INDICATORS
from matching.ledger import Books, Member, Period, Placement, YearReport, by_district, year_report
from matching.plan import PLAN
from matching.quota import rates_on
from tests.matching.ledger.city import BOOKS, QINGSHAN, WUCHANG, YEAR_END

YEAR = Period.year(2024)
RATES = rates_on(YEAR_END)
REPORT = year_report(BOOKS, YEAR, YEAR_END, RATES)


def _text(report: YearReport, name: str, language: str = "zh") -> str:
    lines = [line for section in report.sections for line in section.lines if line.figure.indicator.name == name]
    return str(getattr(lines[0].text, language))


def test_sections_stand_in_the_order_of_the_plan_with_every_figure() -> None:
    assert [section.item.number for section in REPORT.sections] == [row.number for row in PLAN if row.reports]
    assert set(REPORT.figures) == set(INDICATORS)
    assert REPORT.sections[0].title.zh == "任务目标"
    assert REPORT.sections[1].title.en == "1 Government bodies and public institutions hire first"


def test_a_target_is_compared_over_its_whole_term_only() -> None:
    """3000 person-times are for 2023 and 2024 together: one year alone reaches or misses nothing."""
    assert _text(REPORT, "employment.times") == "新增就业：4 人次；另有 1 项情况不明（目标 3,000 人次，2023-01-01 至 2024-12-31）"
    both = year_report(BOOKS, Period(date(2023, 1, 1), YEAR_END), YEAR_END, RATES)
    assert _text(both, "employment.times").endswith("2023-01-01 至 2024-12-31，未达到）")


def test_a_share_is_reached_or_missed_only_whatever_the_unknown_are() -> None:
    """Four of five lack a check, and the sixth of whom nobody knows cannot mend that; h1 and h3 are reached, and h2 decides."""
    assert _text(REPORT, "four.verification") == "四个一：信息核对：1/5，20.0%；另有 1 项情况不明（目标 100%，未达到）"
    assert _text(REPORT, "households.reached").endswith("（目标 100%，2023-01-01 至 2024-12-31，查清不明的情况才知道是否达到）")
    nobody = year_report(Books(), YEAR, YEAR_END, RATES)
    assert _text(nobody, "four.verification") == "四个一：信息核对：没有可数的人或单位（目标 100%）"


def test_a_report_that_is_missing_may_hold_any_number() -> None:
    """3 of 20 cadres are 15 %, but a federation of unknown size did not report; without it the share is reached."""
    assert _text(REPORT, "federation.cadres", "en") == (
        "Cadres with disabilities in federations of districts and above: 3 of 20, 15.0 %; 1 more not known "
        "(target 15 %, 2023-01-01 to 2024-12-31: open until the rest is known)"
    )
    told = year_report(replace(BOOKS, federations=BOOKS.federations[:1]), YEAR, YEAR_END, RATES)
    assert _text(told, "federation.cadres", "en").endswith("3 of 20, 15.0 % (target 15 %, 2023-01-01 to 2024-12-31: reached)")


def test_a_figure_without_a_target_says_so_by_silence() -> None:
    line = next(line for section in REPORT.sections for line in section.lines if line.figure.indicator.name == "events.held")
    assert (line.target, line.reached, line.text.en) == (None, None, "Recruitment events held: 2; 1 more not known")


def test_nothing_small_leaves_the_house_and_no_verdict_on_it() -> None:
    public = year_report(BOOKS, YEAR, YEAR_END, RATES, public=True)
    people = [line for section in public.sections for line in section.lines if line.figure.indicator.about == "people"]
    assert {line.figure.count for line in people} == {None}
    assert {line.reached for line in people} == {None}
    assert public.figures["events.held"].count == 2


def test_one_report_a_district_and_one_of_what_belongs_to_none() -> None:
    reports = by_district(BOOKS, YEAR, YEAR_END, RATES)
    assert [report.district for report in reports] == [WUCHANG, QINGSHAN, None]
    counts = {report.district: report.figures["employment.times"].count for report in reports}
    assert counts == {WUCHANG: 3, QINGSHAN: 0, None: 1}


@pytest.mark.parametrize("name", sorted(set(INDICATORS) - {"households.reached"}))
def test_districts_add_up_to_the_city(name: str) -> None:
    """A household whose members live in two districts counts in both; everything else adds up, denominators and unknowns too."""
    reports = by_district(BOOKS, YEAR, YEAR_END, RATES)
    sums: Counter[str] = Counter()
    for report in reports:
        figure = report.figures[name]
        sums.update(count=figure.count or 0, of=figure.of or 0, unknown=figure.unknown or 0)
    whole = REPORT.figures[name]
    assert (sums["count"], sums["of"], sums["unknown"]) == (whole.count, whole.of or 0, whole.unknown)


DISTRICTS = st.sampled_from([WUCHANG, QINGSHAN, "东湖高新区", None])


@given(
    people=st.lists(DISTRICTS, max_size=8),
    jobs=st.lists(st.tuples(st.integers(0, 7), st.dates(date(2023, 6, 1), date(2025, 6, 1)))),
)
def test_placements_add_up_whoever_lives_where(people: list[str | None], jobs: list[tuple[int, date]]) -> None:
    members = tuple(Member(f"c{i}", district) for i, district in enumerate(people))
    placements = tuple(Placement(f"c{i}", "p", on, district=people[i] if i < len(people) else None) for i, on in jobs)
    books = Books(members=members, placements=placements)
    whole = year_report(books, YEAR, YEAR_END, RATES).figures
    parts = [report.figures for report in by_district(books, YEAR, YEAR_END, RATES)]
    for name in ("employment.times", "employment.people"):
        assert sum(figures[name].count or 0 for figures in parts) == whole[name].count
    people_count, times = whole["employment.people"].count, whole["employment.times"].count
    assert people_count is not None
    assert times is not None
    assert people_count <= times
    for axis in ("kind", "district", "month"):
        assert sum(part.count or 0 for part in whole["employment.times"].parts if part.axis == axis) == times


def test_a_period_has_its_days_in_order() -> None:
    with pytest.raises(ValueError, match="the period ends on 2024-01-01, before it begins on 2024-12-31; swap the days"):
        Period(date(2024, 12, 31), date(2024, 1, 1))
