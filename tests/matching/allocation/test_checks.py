"""The public checks name every fault and never raise."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.allocation import (
    Allocation,
    Booth,
    Exclusion,
    FaultKind,
    Person,
    Pin,
    Post,
    Problem,
    Resource,
    check_capacity,
    check_validity,
)
from matching.knowledge.catalogue import Text
from tests.matching.allocation.brute import fits
from tests.matching.allocation.fairs import drawn_fairs, pairs, three_at_two


def by_hand(*meetings: tuple[int, int]) -> Allocation:
    rows = np.array(meetings, dtype=np.int64).reshape(-1, 2)
    return Allocation(rows[:, 0], rows[:, 1], "by hand")


def test_one_coach_promised_to_fifty_people_is_a_fault() -> None:
    coach = Text(zh="就业辅导员", en="job coach")
    problem = Problem(
        people=tuple(Person(f"p{n}", 1, needs=("coach",)) for n in range(50)),
        posts=(Post("packer", 0, 50),),
        booths=(Booth("parcels", 5),),
        pairs=pairs([(n, 0, 0.5) for n in range(50)]),
        slots=24,
        resources=(Resource("coach", coach, 1),),
    )
    faults = check_capacity(by_hand(*((n, 0) for n in range(50))), problem)
    assert [(fault.kind, fault.names, fault.text.zh) for fault in faults] == [
        (FaultKind.CAPACITY, ("coach",), "就业辅导员安排了 50 个时段,只有 24 个")
    ]


def test_every_capacity_is_named() -> None:
    problem = three_at_two()
    faults = check_capacity(by_hand((0, 0), (1, 0), (2, 0), (0, 1), (1, 1), (0, 1)), problem)
    assert [(fault.names, fault.text.en) for fault in faults] == [
        (("lan",), "person lan is given 3 interviews, at most 2 fit"),
        (("baker",), "posting baker is given 3 interviews, at most 1 fit"),
        (("clerk",), "posting clerk is given 3 interviews, at most 2 fit"),
        (("csl",), "sign-language interpreters is promised for 5 slots and has 3"),
    ]


def test_what_may_not_be_is_named() -> None:
    problem = Problem(
        people=three_at_two().people,
        posts=three_at_two().posts,
        booths=three_at_two().booths,
        pairs=pairs([(0, 0, 0.5), (0, 1, 0.3), (1, 0, 0.4)]),
        slots=3,
        resources=three_at_two().resources,
        pins=(Pin(0, 1, "asked for by both"),),
        exclusions=(Exclusion(1, 0, "worked there before"),),
    )
    found = [(fault.kind, fault.names) for fault in check_validity(by_hand((0, 0), (0, 0), (1, 0), (2, 1), (7, -1)), problem)]
    assert found == [
        (FaultKind.TWICE, ("lan", "baker")),
        (FaultKind.EXCLUDED, ("mei", "baker")),
        (FaultKind.NOT_ALLOWED, ("tao", "clerk")),
        (FaultKind.UNKNOWN, ("7", "-1")),
        (FaultKind.PIN, ("lan", "clerk")),
    ]


def test_columns_of_different_length_are_one_fault() -> None:
    broken = Allocation(np.array([0, 1]), np.array([0]), "by hand")
    assert [fault.kind for fault in check_validity(broken, three_at_two())] == [FaultKind.TABLE]
    assert check_capacity(broken, three_at_two()) == ()


@given(drawn_fairs(crossing=True), st.lists(st.tuples(st.integers(-2, 6), st.integers(-2, 6)), max_size=8, unique=True))
def test_nothing_raises_and_capacity_agrees_with_counting(problem: Problem, meetings: list[tuple[int, int]]) -> None:
    allocation = by_hand(*meetings)
    check_validity(allocation, problem)
    known = {m for m in meetings if 0 <= m[0] < len(problem.people) and 0 <= m[1] < len(problem.posts)}
    assert (check_capacity(allocation, problem) == ()) is fits(problem, known)
