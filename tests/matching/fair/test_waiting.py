"""Waiting lists on the day: whose turn it is, where there is room, and that an offer moves nobody."""

from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching.fair.day import DaySheet, day_sheet
from matching.fair.openings import Openings
from matching.fair.waiting import LOST, fill, in_turn
from matching.records import Interview, InterviewState, Visitor, Waiting
from matching.timetable import check_timetable
from tests.matching.fair.test_day import FAIR, HALL, PEOPLE, interview

WHO = tuple(sorted((*PEOPLE, Visitor(candidate="c_8"), Visitor(candidate="c_9", takes=2)), key=lambda one: one.candidate))
OFFERED = {"p_1": "A1", "p_2": "A2", "p_3": "A3"}
PAIRS = sorted(
    {(one.candidate, posting) for one in WHO for posting in OFFERED} - {(one.candidate, one.posting) for one in FAIR.values()}
)


def sheet_of(interviews: Mapping[int, Interview], offered: Mapping[str, str]) -> DaySheet:
    return day_sheet(HALL, WHO, interviews, offered)


def place(candidate: str, posting: str, position: int, cause: str = "booth") -> Waiting:
    return Waiting(candidate=candidate, posting=posting, position=position, cause=cause)


def test_lost_times_come_first_and_then_the_first_of_every_list() -> None:
    places = [place("c_1", "p_2", 2), place("c_2", "p_2", 1), place("c_3", "p_1", 2), place("c_4", "p_1", 7, LOST)]
    assert [one.candidate for one in in_turn(places)] == ["c_4", "c_2", "c_3", "c_1"]


def test_what_is_free_is_what_no_interview_takes_and_where_a_person_can_be() -> None:
    sheet = day_sheet(HALL, PEOPLE, {1: interview(0, 1, 0, units=FAIR[1].units), 3: interview(4, 1, 9, interviewer=1)}, OFFERED)
    free = Openings(sheet, 8)
    assert [bin(slots) for slots in free.booths] == ["0b111100000000"] * 3
    assert [bin(slots) for slots in Openings(sheet, 0).resources] == ["0b111110111111", "0b111110111110"]
    starts = {(who, what): free.starts(sheet.people[who], sheet.postings[what]) for who in ("c_0", "c_4") for what in OFFERED}
    assert {pair: bin(slots) for pair, slots in starts.items()} == {
        ("c_0", "p_1"): "0b111100000000",
        ("c_0", "p_2"): "0b111100000000",
        ("c_0", "p_3"): "0b111100000000",
        ("c_4", "p_1"): "0b0",
        ("c_4", "p_2"): "0b0",
        ("c_4", "p_3"): "0b0",
    }
    assert Openings(sheet, 12).booths == [0, 0, 0]


def test_whoever_may_not_any_more_is_passed_over_and_the_next_one_comes() -> None:
    alone = {1: interview(5, 2, 0)}
    places = [place("c_8", "p_2", 1), place("c_9", "p_2", 2)]
    asked: list[str] = []

    def allowed(one: Waiting) -> bool:
        asked.append(one.candidate)
        return one.candidate == "c_9"

    found = fill(sheet_of, alone, OFFERED, places, 10, None, allowed)
    assert [(one.interview, one.became.candidate, one.became.start, one.why.en) for one in found] == [
        (None, "c_9", 10, "number 2 of the waiting list takes a time that fell free")
    ]
    assert asked[0] == "c_8"


@pytest.mark.parametrize("at_once", [1, 3, 400])
def test_how_many_are_tried_in_one_go_makes_no_difference(at_once: int) -> None:
    places = in_turn([place(who, posting, n) for n, (who, posting) in enumerate(PAIRS, 1)])
    stand = {1: FAIR[1], 5: FAIR[5]}
    found = fill(sheet_of, stand, OFFERED, places, 7, 2, lambda one: one.candidate != "c_2", at_once=at_once)
    assert [(one.became.candidate, one.became.posting, one.became.start) for one in found] == [
        ("c_0", "p_2", 7),
        ("c_1", "p_2", 8),
        ("c_1", "p_3", 7),
        ("c_3", "p_3", 8),
        ("c_4", "p_1", 7),
        ("c_5", "p_1", 7),
        ("c_5", "p_2", 9),
        ("c_8", "p_1", 8),
        ("c_8", "p_2", 10),
        ("c_9", "p_1", 9),
    ]


@st.composite
def mornings(draw: st.DrawFn) -> tuple[dict[int, Interview], int, list[Waiting], int | None]:
    """Some of the fair did not come; people wait at postings in some order."""
    away = draw(st.sets(st.sampled_from(sorted(FAIR)), max_size=6))
    interviews = {
        number: one.model_copy(update={"state": InterviewState.NO_SHOW}) if number in away else one for number, one in FAIR.items()
    }
    pairs = draw(st.lists(st.sampled_from(PAIRS), unique=True, max_size=8))
    places = [place(who, posting, row, LOST if draw(st.booleans()) else "booth") for row, (who, posting) in enumerate(pairs, 1)]
    return interviews, draw(st.integers(0, 12)), places, draw(st.sampled_from([None, 1, 2]))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mornings())
def test_what_is_taken_off_the_lists_breaks_no_rule_and_moves_nobody(
    morning: tuple[dict[int, Interview], int, list[Waiting], int | None],
) -> None:
    interviews, now, places, most = morning
    found = fill(sheet_of, interviews, OFFERED, in_turn(places), now, most, lambda one: one.candidate != "c_3")
    after = dict(interviews)
    for row, move in enumerate(found, start=100):
        after[row if move.interview is None else move.interview] = move.became
    stood = {number: (one.start, one.booth, one.state) for number, one in interviews.items()}
    assert {number: (one.start, one.booth, one.state) for number, one in after.items() if number < 100} == stood
    again = day_sheet(HALL, WHO, after, OFFERED)
    assert check_timetable(again.problem, again.timetable, since=now) == ()
    taken = [(move.became.candidate, move.became.posting) for move in found if move.interview is None]
    assert [pair for one in in_turn(places) if (pair := (one.candidate, one.posting)) in taken] == taken
    assert all((move.became.start or 0) >= now for move in found if move.interview is None)
    assert "c_3" not in {candidate for candidate, _ in taken}
    if most is not None:
        held = [one.candidate for one in interviews.values() if one.state is InterviewState.PLANNED]
        for name in {candidate for candidate, _ in taken}:
            assert held.count(name) + sum(candidate == name for candidate, _ in taken) <= most
