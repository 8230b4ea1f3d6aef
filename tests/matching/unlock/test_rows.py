"""The rows of a board: who is counted, once each, and in which order."""

import numpy as np
import pytest

from matching.bitmaps import VerdictIndex
from matching.judgement import applicant, opening
from matching.records import AccommodationStatus, Candidate, Posting, Refusals, Workplace
from matching.unlock import ChangeKind, Table, Unlock, candidate_rows, employer_rows, event_rows, posting_rows, survey, tabulate
from matching.unlock.rows import order
from tests.matching.personas import CHEN, person, post
from tests.matching.unlock.pools import POLICY, draw_pool

QUIET = Workplace(remote=False, floor=1, entrance_steps=0, toilet="accessible", commute=1)
ALARM = "accommodation:visual_alarm"


def deaf(name: str, refuses: str | None = None) -> Candidate:
    refusals = Refusals(accommodations=frozenset() if refuses is None else frozenset({refuses}))
    return person(name, {"hearing_signals": 0}).model_copy(update={"refusals": refusals})


def factory(name: str, employer: str, **changes: object) -> Posting:
    return post(name, "装配工", {"hearing_signals": 2}, QUIET).model_copy(update={"employer": employer, **changes})


@pytest.fixture
def town() -> Table:
    """Three deaf people, one of whom refuses the alarm, and a hearing one; three posts of one employer and two of another."""
    people = [deaf("一"), deaf("二"), deaf("三", refuses="visual_alarm"), CHEN]
    posts = [factory(name, "e_river") for name in ("甲", "乙", "丙")]
    posts.append(factory("丁", "e_hill"))
    has_one = QUIET.model_copy(update={"statuses": {"visual_alarm": AccommodationStatus.REFUSED}})
    posts.append(factory("戊", "e_hill", workplace=has_one))
    index = VerdictIndex.build([applicant(one, POLICY) for one in people], POLICY)
    for one in posts:
        index.put_posting(one.id, opening(one))
    return tabulate(survey(index, {one.id: one.employer for one in posts}))


def figures(row: Unlock) -> tuple[int, int, int]:
    return row.people, row.posts, row.pairs


def test_one_alarm_opens_three_posts_to_two_people(town: Table) -> None:
    row = next(row for row in employer_rows(town, "e_river") if row.change.key == ALARM)
    assert figures(row) == (2, 3, 6)
    assert (row.change.at, row.change.cost, row.change.providers) == ("e_river", "low", ("employer",))


def test_who_refuses_an_arrangement_gains_nothing_and_a_refused_one_opens_nothing(town: Table) -> None:
    (row,) = [row for row in employer_rows(town, "e_hill") if row.change.key == ALARM]
    assert figures(row) == (2, 1, 2)
    assert [(gain.site, gain.fit.tolist()) for gain in row.gains] == [(3, [0, 1])]
    pager = next(row for row in employer_rows(town, "e_hill") if row.change.name == "vibrating_pager")
    assert figures(pager) == (3, 2, 6)


def test_the_event_has_a_row_for_each_employer(town: Table) -> None:
    rows = [(row.change.at, figures(row)) for row in event_rows(town) if row.change.key == ALARM]
    assert rows == [("e_river", (2, 3, 6)), ("e_hill", (2, 1, 2))]


def test_a_caseload_counts_its_own_people_only(town: Table) -> None:
    mine = np.array([False, True, True, True])
    rows = [(row.change.at, figures(row)) for row in event_rows(town, mine) if row.change.key == ALARM]
    assert rows == [("e_river", (1, 3, 3)), ("e_hill", (1, 1, 1))]
    assert event_rows(town, np.array([False, False, False, True])) == []


def test_one_posting_and_one_person(town: Table) -> None:
    (row,) = [row for row in posting_rows(town, "p_甲") if row.change.key == ALARM]
    assert figures(row) == (2, 1, 2)
    (row,) = [row for row in candidate_rows(town, 0) if row.change.key == ALARM]
    assert figures(row) == (1, 4, 4)
    assert [row for row in candidate_rows(town, 3) if row.change.key == ALARM] == []


def test_a_person_has_the_gains_that_name_them() -> None:
    table = tabulate(draw_pool(7).ground)
    for someone in range(len(table.ground.index)):
        found = {
            row.change.key: [(one.site, len(one.fit), len(one.review)) for one in row.gains]
            for row in candidate_rows(table, someone)
        }
        wanted = {
            key: [
                (one.site, int(someone in one.fit), int(someone in one.review))
                for one in gains
                if someone in one.fit or someone in one.review
            ]
            for key, gains in table.gains.items()
        }
        assert found == {key: rows for key, rows in wanted.items() if rows}


def test_rows_are_in_the_order_people_read_them() -> None:
    for seed in range(4):
        for rows in (event_rows(tabulate(draw_pool(seed).ground)),):
            assert rows == sorted(rows, key=order)
            keys = [(row.people, row.pairs, -row.change.points) for row in rows]
            assert keys == sorted(keys, reverse=True)


def test_the_board_counts_each_person_and_post_once() -> None:
    table = tabulate(draw_pool(5).ground)
    for row in event_rows(table):
        pairs = [(gain.site, person) for gain in row.gains for person in gain.fit.tolist()]
        assert figures(row) == (len({person for _, person in pairs}), len({site for site, _ in pairs}), len(set(pairs)))
        asked = [(gain.site, person) for gain in row.gains for person in gain.review.tolist()]
        assert (row.review_people, row.review_posts, row.review_pairs) == (
            len({person for _, person in asked}),
            len({site for site, _ in asked}),
            len(set(asked)),
        )


def test_changes_at_a_posting_are_of_these_kinds() -> None:
    rows = [row for seed in range(12) for row in event_rows(tabulate(draw_pool(seed).ground))]
    placed = {row.change.kind for row in rows if row.change.at is not None}
    assert placed == {ChangeKind.ACCOMMODATION, ChangeKind.FACT, ChangeKind.ANSWER}
    assert {row.change.kind for row in rows if row.change.at is None} == set(ChangeKind) - {
        ChangeKind.ACCOMMODATION,
        ChangeKind.FACT,
    }
