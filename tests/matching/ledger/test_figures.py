"""Every indicator of a small city, counted by hand."""

from datetime import date

import pytest

from matching.knowledge.source import KnowledgeError
from matching.ledger import Books, Figure, Period, figure_of, figures
from matching.quota import rates_on
from tests.matching.ledger.city import BOOKS, WUCHANG, YEAR_END

YEAR = Period.year(2024)
RATES = rates_on(YEAR_END)
FOUND = figures(BOOKS, YEAR, YEAR_END, RATES)


def _parts(figure: Figure, axis: str) -> dict[str, int | None]:
    return {part.key: part.count for part in figure.parts if part.axis == axis}


@pytest.mark.parametrize(
    ("name", "count", "of", "unknown"),
    [
        # Completed in the year: chen twice; lin's day is not known; wang left early.
        ("training.times", 2, None, 1),
        ("training.people", 1, None, 1),
        # chen twice, sun, li; lin began the year before, and once only in a synthetic record; zhao's day is not known.
        ("employment.times", 4, None, 1),
        ("employment.people", 3, None, 1),
        ("employment.private", 2, None, 1),
        ("employment.bodies", 1, None, 0),
        ("employment.soe", 0, None, 0),
        # sun and li are graduates.
        ("employment.graduates", 2, None, 0),
        # shop 5 at v1; parcel told no headcount; of v2 no jobs are known; untold was at the cancelled v3, office the year before.
        ("posts.offered", 5, None, 2),
        # 甲 open; 乙 has one; 丙 is below 50; 丁 did not report.
        ("bodies.met", 1, 2, 1),
        ("federation.cadres", 3, 20, 1),
        # v1 and v2; v3 was cancelled, v4 has no day, v5 was the year before.
        ("events.held", 2, None, 1),
        ("events.targeted", 1, None, 1),
        # h1 by chen, h3 by sun; zhao of h2 began on an unknown day.
        ("households.reached", 2, 2, 1),
        # sun has school and plan, li no plan; qian's day of leaving college is not known.
        ("graduates.ledger", 1, 2, 1),
        ("graduates.service", 1, 2, 1),
        # chen, lin, sun, li, qian; wang's age is not known; zhao has work. lin's check came after the year.
        ("four.verification", 1, 5, 1),
        # chen, li, qian want work; sun does not; of lin and wang it is not known.
        ("four.assessment", 0, 3, 2),
        ("four.needs", 1, 3, 2),
        ("four.employment", 0, 3, 2),
        ("sheltered.places", 15, None, 0),
        ("sheltered.occupied", 6, 10, 1),
        ("sheltered.days", 40, None, 0),
        ("incubation.projects", 1, None, 1),
        ("talent.pools", 1, None, 0),
        ("pairing.contacts", 0, None, 0),
        # Due by the end of the year: chen at the shop (a follow-up), sun (left in month four), li (nobody knows).
        ("retention.three", 2, 2, 1),
        # chen and sun left before their day; li's comes on 30 December.
        ("retention.six", 0, 2, 1),
    ],
)
def test_a_figure_of_the_city(name: str, count: int, of: int | None, unknown: int) -> None:
    figure = FOUND[name]
    assert (figure.count, figure.of, figure.unknown) == (count, of, unknown)


def test_placements_by_kind_district_and_month() -> None:
    figure = FOUND["employment.times"]
    assert _parts(figure, "kind") == {"courier": 1, "government": 1, "private_targeted": 1, "-": 1}
    assert _parts(figure, "district") == {WUCHANG: 3, "-": 1}
    assert _parts(figure, "month") == {"2024-02": 1, "2024-06": 2, "2024-11": 1}


def test_a_refusal_of_service_is_seen() -> None:
    assert _parts(FOUND["graduates.service"], "standing") == {"refused": 1, "served": 1}


def test_how_all_placements_stand_after_three_months() -> None:
    assert _parts(FOUND["retention.three"], "standing") == {"retained": 2, "left": 0, "unknown": 1, "waiting": 1}


def test_nothing_after_the_day_of_the_report_counts() -> None:
    early = figures(BOOKS, YEAR, date(2024, 2, 9), RATES)
    counts = {name: early[name].count for name in ("employment.times", "events.held", "training.times", "incubation.projects")}
    assert counts == {"employment.times": 0, "events.held": 0, "training.times": 0, "incubation.projects": 1}


def test_an_empty_city_counts_nothing_and_divides_by_nothing() -> None:
    empty = figures(Books(), YEAR, YEAR_END, RATES)
    assert {figure.count for figure in empty.values()} == {0}
    assert {figure.share for figure in empty.values()} == {None}
    assert empty["four.needs"].text.en == "One registration of needs: nobody to count"


def test_a_figure_in_words() -> None:
    assert FOUND["employment.times"].text.zh == "新增就业：4 人次；另有 1 项情况不明"
    assert FOUND["four.assessment"].text.en == "One ability assessment: 0 of 3, 0.0 %; 2 more not known"


def test_one_figure_is_the_same_alone() -> None:
    assert figure_of("households.reached", BOOKS, YEAR, YEAR_END, RATES) == FOUND["households.reached"]
    with pytest.raises(KnowledgeError, match="no row is named 'everything'; add it"):
        figure_of("everything", BOOKS, YEAR, YEAR_END, RATES)
