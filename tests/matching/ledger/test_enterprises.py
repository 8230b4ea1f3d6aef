"""The figures of an enterprise for its social-responsibility report."""

from matching.ledger import Period, enterprise_figures, publish_enterprise
from matching.records import Employer, EmployerRecord
from tests.matching.ledger.city import BOOKS, YEAR_END

SHOP = Employer(id="e1", name="样例商贸")
OTHER = Employer(id="e2", name="别家")
FOUND = enterprise_figures([SHOP, OTHER], BOOKS, {"e1": EmployerRecord(checked=4, kept=3)}, Period.year(2024), YEAR_END)


def test_what_the_enterprise_offered_and_whom_it_hired() -> None:
    """shop and parcel were published in the year; chen twice and sun were placed there; both left within six months."""
    other, shop = FOUND
    assert (shop.postings, shop.targeted, shop.jobs, shop.without_headcount) == (2, 1, 5, 1)
    assert (shop.hired_times, shop.hired_people) == (3, 2)
    assert (shop.stayed, shop.known, shop.not_known, shop.checked, shop.kept) == (0, 2, 0, 4, 3)
    assert (other.postings, other.hired_times, other.checked) == (0, 0, 0)


def test_it_is_told_in_sentences() -> None:
    lines = FOUND[1].lines
    assert lines[0].zh == "发布招聘 2 条，其中定向岗位 1 条；共 5 个名额（1 条没有写人数）。"
    assert lines[2].en == "3 placements of 2 people."


def test_the_public_report_keeps_few_people_back() -> None:
    shown = publish_enterprise(FOUND[1])
    assert (shown.hired_times, shown.hired_people, shown.stayed, shown.known, shown.not_known) == (None,) * 5
    assert shown.lines[2].en == "(kept back) placements of (kept back) people."
    assert (shown.postings, shown.kept) == (2, 3)
