"""A small synthetic city: what changes open to its people equals judging each pair again on changed records."""

from datetime import date

from data.synthetic.city import generate_city
from matching.bitmaps import VerdictIndex
from matching.judgement import applicant, opening
from matching.policy import policy_on
from matching.unlock import Offer, survey, tabulate
from tests.matching.unlock.recount import judge_all, recount
from tests.matching.unlock.test_table import counted

TODAY = date(2027, 3, 18)
POLICY = policy_on(TODAY)


def test_what_a_change_opens_in_a_city_is_what_judging_again_finds() -> None:
    city = generate_city(11, candidates=40, employers=5, today=TODAY)
    people = [applicant(one, POLICY) for one in city.candidates]
    index = VerdictIndex.build(people, POLICY)
    for posting in city.postings:
        index.put_posting(posting.id, opening(posting))
    rows = {one.id: row for row, one in enumerate(city.candidates)}
    taken = {(one.course, rows[one.candidate]) for one in city.trainings if one.state != "dropped"}
    offers = {
        course.id: Offer(course, course.seats, frozenset(row for name, row in taken if name == course.id))
        for course in city.courses
        if course.open_on(TODAY)
    }
    table = tabulate(survey(index, {one.id: one.employer for one in city.postings}, offers.values()))
    standing = judge_all(people, city.postings, POLICY)
    found = 0
    for key, change in sorted(table.changes.items())[::5]:
        again = recount(change, people, city.postings, offers, POLICY, standing)
        assert (key, counted(table, key)) == (key, again)
        found += len(again.fit)
    assert found > 10
