"""The theorem of the whole package: no table breaks a rule, small ones are the best there is, and names alone decide."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching.knowledge.catalogue import Text
from matching.timetable import (
    Booth,
    Interviews,
    Method,
    Person,
    Pin,
    Posting,
    Problem,
    Resource,
    TimetableConflict,
    added,
    check_timetable,
    digest_of,
    make_timetable,
    placed_rows,
)
from tests.matching.timetable.brute import best_by_hand, objective
from tests.matching.timetable.fairs import GUIDE, INTERPRETER, fair, fairs

SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SLOW
@given(fairs(), st.sampled_from([(0.0, 0), (0.2, 0), (0.2, 9_999)]))
def test_making_breaks_no_rule_and_keeps_within_its_bounds(problem: Problem, model: tuple[float, int]) -> None:
    made = make_timetable(problem, *model)
    best = make_timetable(problem)
    assert objective(problem, made.timetable) <= objective(problem, best.timetable)
    assert objective(problem, made.timetable) == objective(problem, best.timetable) or not made.proven
    if best.covered == made.covered:
        assert best.value <= made.bound + 1e-5
    assert best.covered <= made.covered_bound
    assert check_timetable(problem, made.timetable) == ()
    assert made.value == pytest.approx(problem.interviews.value[made.timetable.placed].sum())
    assert made.value <= made.bound + 1e-9
    assert made.covered <= made.covered_bound
    assert sorted(one.interview for one in made.unplaced) == np.flatnonzero(~made.timetable.placed).tolist()
    assert placed_rows(problem, *model).tolist() == made.timetable.placed.tolist()


@SLOW
@given(fairs(most_people=3, most_booths=2, most_slots=3, most_meetings=4))
def test_making_a_tiny_fair_equals_brute_force(problem: Problem) -> None:
    made = make_timetable(problem)
    assert made.proven
    assert objective(problem, made.timetable) == best_by_hand(problem)


@SLOW
@given(fairs(), st.integers(0, 99))
def test_making_does_not_depend_on_the_order_of_rows(problem: Problem, seed: int) -> None:
    assert digest_of(shuffled(problem, seed), make_timetable(shuffled(problem, seed), 0.2).timetable) == digest_of(
        problem, make_timetable(problem, 0.2).timetable
    )


def shuffled(problem: Problem, seed: int) -> Problem:
    draw = Random(seed)
    orders = [
        draw.sample(range(n), n) for n in (len(problem.people), len(problem.postings), len(problem.booths), len(problem.interviews))
    ]
    people, postings, booths, interviews = orders
    rows = problem.interviews
    return replace(
        problem,
        people=tuple(problem.people[k] for k in people),
        postings=tuple(replace(problem.postings[k], booth=booths.index(problem.postings[k].booth)) for k in postings),
        booths=tuple(problem.booths[k] for k in booths),
        walking=None if problem.walking is None else problem.walking[np.ix_(booths, booths)],
        interviews=Interviews(
            np.array([people.index(int(rows.person[k])) for k in interviews], dtype=np.int64),
            np.array([postings.index(int(rows.posting[k])) for k in interviews], dtype=np.int64),
            rows.value[interviews],
        ),
    )


@SLOW
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3)), unique=True, max_size=40), st.integers(1, 2))
def test_a_plain_fair_is_coloured_with_as_many_slots_as_the_most_crowded_needs(meetings: list[tuple[int, int]], staff: int) -> None:
    crowd = max([0, *(sum(p == k for p, _ in meetings) for k in range(10))])
    queue = max([0, *(-(-sum(j == k for _, j in meetings) // staff) for k in range(4))])
    slots = max(1, crowd, queue)
    booths = [Booth(f"b{k}", (None,) * staff) for k in range(4)]
    problem = fair([Person(f"p{k}") for k in range(10)], booths, meetings, slots)
    made = make_timetable(problem)
    assert made.method is Method.COLOURING
    assert made.timetable.placed.all()
    assert check_timetable(problem, made.timetable) == ()


@SLOW
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), unique=True, max_size=6), st.integers(1, 2), st.integers(0, 2))
def test_of_a_plain_fair_with_too_much_the_best_is_coloured(meetings: list[tuple[int, int]], slots: int, guaranteed: int) -> None:
    booths, people = [Booth(f"b{k}", (None,)) for k in range(3)], [Person(f"p{k}") for k in range(3)]
    values = [float(1 + (7 * a + 4 * b) % 9) for a, b in meetings]
    problem = fair(people, booths, meetings, slots, values=values, guaranteed=guaranteed)
    made = make_timetable(problem)
    assert (made.method, made.proven) == (Method.COLOURING, True)
    assert objective(problem, made.timetable) == best_by_hand(problem)


def test_first_interviews_come_before_anybodys_second() -> None:
    booth = Booth("bakery", (None,))
    people = [Person("li"), Person("wang")]
    postings = [Posting("baker", 0), Posting("cashier", 0), Posting("cleaner", 0)]
    problem = fair(people, [booth], [(0, 0), (0, 1), (1, 2)], 2, postings=postings, values=[9.0, 9.0, 1.0])
    made = make_timetable(problem)
    assert (made.covered, made.value, made.proven) == (2, 10.0, True)
    assert made.bound == 10.0


def test_one_more_interpreter_schedules_what_waits() -> None:
    deaf = [Person(f"p{k}", takes=2, needs=("interpreter",)) for k in range(4)]
    booths = [Booth(f"b{k}", (None,)) for k in range(4)]
    interpreter = Resource("interpreter", INTERPRETER, (None,), shared=True)
    problem = fair(deaf, booths, [(k, k) for k in range(4)], 6, resources=[interpreter])
    made = make_timetable(problem)
    assert made.value == made.bound == 3.0
    assert [one.text.en for one in made.unplaced] == [
        f"p{k} with job {k}: one more sign-language interpreter at 09:00, 09:20, 09:40 and later would do"
        for k in np.flatnonzero(~made.timetable.placed)
    ]
    best = made.additions[0]
    assert best.text == Text(
        zh="09:00 至 10:00 再有一个“手语翻译”,可多安排 1 次面试",
        en="one more sign-language interpreter from 09:00 to 10:00 schedules 1 more",
    )
    assert make_timetable(added(problem, best)).value == 4.0


@SLOW
@given(fairs(most_slots=4))
def test_what_an_addition_promises_can_be_had(problem: Problem) -> None:
    made = make_timetable(problem)
    for addition in made.additions:
        wider = make_timetable(added(problem, addition))
        assert wider.timetable.placed.sum() >= 1
        if made.proven and wider.proven:
            assert objective(problem, wider.timetable) >= (
                objective(problem, made.timetable)[0],
                made.value + addition.value - 1e-6,
            )


def test_a_group_interview_takes_one_interviewer_and_one_interpreter() -> None:
    people = [Person("li", needs=("interpreter",)), Person("wang", takes=2, needs=("interpreter",)), Person("zhao")]
    interpreter = Resource("interpreter", INTERPRETER, (None,), shared=True)
    postings = [Posting("packer", 0, group=3)]
    problem = fair(people, [Booth("works", (None,))], [(0, 0), (1, 0), (2, 0)], 2, postings=postings, resources=[interpreter])
    made = make_timetable(problem)
    assert made.timetable.start.tolist() == [0, 0, 0]
    assert made.timetable.units[:, 0].tolist() == [0, 0, -1]


def test_a_guide_is_for_one_person_even_in_a_group() -> None:
    people = [Person("li", needs=("guide",)), Person("wang", needs=("guide",))]
    postings = [Posting("packer", 0, group=2)]
    problem = fair(
        people, [Booth("works", (None,))], [(0, 0), (1, 0)], 2, postings=postings, resources=[Resource("guide", GUIDE, (None,))]
    )
    assert sorted(make_timetable(problem).timetable.start.tolist()) == [0, 1]


def test_rest_and_walk_are_kept_one_after_the_other() -> None:
    people = [Person("li", rest=1, pace=2.0)]
    booths = [Booth("a", (None,)), Booth("b", (None,))]
    problem = fair(people, booths, [(0, 0), (0, 1)], 4, walking=[[0, 10], [10, 0]])
    made = make_timetable(problem)
    assert sorted(made.timetable.start.tolist()) == [0, 3]
    assert make_timetable(replace(problem, slots=3)).timetable.placed.sum() == 1


def test_a_pin_is_kept_and_waits_are_short_around_it() -> None:
    booths = [Booth("a", (None,)), Booth("b", (None,))]
    problem = fair([Person("li")], booths, [(0, 0), (0, 1)], 8, pins=[Pin(0, 5, "bus")])
    made = make_timetable(problem)
    assert made.timetable.start[0] == 5
    assert made.timetable.start[1] in (4, 6)
    assert made.waits == 0


def test_pins_against_each_other_are_a_conflict() -> None:
    problem = fair(
        [Person("li"), Person("wang")], [Booth("a", (None,))], [(0, 0), (1, 0)], 3, pins=[Pin(0, 1, "bus"), Pin(1, 1, "bus")]
    )
    with pytest.raises(TimetableConflict, match="wang with job 0 is pinned to 09:20, where other pins leave no room"):
        make_timetable(problem)


def test_a_fair_without_interviews_is_an_empty_timetable() -> None:
    made = make_timetable(fair([Person("li")], [Booth("a", (None,))], [], 3))
    assert (made.value, made.covered, made.proven, made.unplaced, made.additions) == (0.0, 0, True, (), ())
