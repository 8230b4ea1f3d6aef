"""Each rule broken once, by hand: the check names it, and nothing else."""

import numpy as np
import pytest

from matching.timetable import Booth, FaultKind, Person, Pin, Posting, Problem, Resource, Timetable, check_timetable
from tests.matching.timetable.fairs import GUIDE, INTERPRETER, fair


def problem() -> Problem:
    return fair(
        [
            Person("li", rest=1),
            Person("wang", windows=((0, 3),), needs=("guide",)),
            Person("zhao", needs=("interpreter",)),
            Person("qian"),
        ],
        [Booth("a", (None, ((2, 6),))), Booth("b", (None,))],
        [(0, 0), (0, 1), (1, 0), (2, 2), (3, 2), (3, 0)],
        6,
        postings=[Posting("baker", 0), Posting("cook", 1), Posting("packer", 1, group=2)],
        resources=[Resource("interpreter", INTERPRETER, (None,), shared=True), Resource("guide", GUIDE, (None, ((0, 1),)))],
        walking=[[0, 20], [20, 0]],
        pins=[Pin(1, 3, "bus")],
    )


def table() -> Timetable:
    units = [[-1, -1], [-1, -1], [-1, 0], [0, -1], [-1, -1], [-1, -1]]
    return Timetable(np.array([0, 3, 2, 5, 5, 3]), np.array([0, 0, 0, 0, 0, 0]), np.array(units))


def test_a_table_that_keeps_all_rules_has_no_fault() -> None:
    assert check_timetable(problem(), table()) == ()


@pytest.mark.parametrize(
    ("row", "start", "interviewer", "units", "kinds", "names"),
    [
        (0, 1, 0, [-1, -1], {FaultKind.WALK}, ("li", "baker", "cook")),
        (0, 2, 1, [-1, -1], {FaultKind.REST}, ("li", "baker", "cook")),
        (0, 3, 1, [-1, -1], {FaultKind.PERSON}, ("li", "baker", "cook")),
        (0, 0, 1, [-1, -1], {FaultKind.AWAY}, ("li", "baker")),
        (0, 0, 5, [-1, -1], {FaultKind.UNKNOWN}, ("li", "baker")),
        (0, 0, -1, [-1, -1], {FaultKind.UNKNOWN}, ("li", "baker")),
        (0, -2, 0, [-1, -1], {FaultKind.UNKNOWN}, ("li", "baker")),
        (0, -1, 0, [-1, -1], {FaultKind.UNKNOWN}, ("li", "baker")),
        (0, 0, 0, [0, -1], {FaultKind.RESOURCE}, ("li", "baker")),
        (1, 4, 0, [-1, -1], {FaultKind.PIN}, ("li", "cook")),
        (1, -1, -1, [-1, -1], {FaultKind.PIN}, ("li", "cook")),
        (2, 2, 0, [-1, 1], {FaultKind.AWAY}, ("wang", "baker")),
        (2, 2, 0, [-1, -1], {FaultKind.UNKNOWN}, ("wang", "baker")),
        (2, 4, 0, [-1, 0], {FaultKind.AWAY}, ("wang", "baker")),
        (2, 0, 0, [-1, 0], {FaultKind.INTERVIEWER}, ("li", "baker", "wang")),
    ],
)
def test_a_broken_rule_is_named(
    row: int, start: int, interviewer: int, units: list[int], kinds: set[FaultKind], names: tuple[str, ...]
) -> None:
    broken = table()
    broken.start[row], broken.interviewer[row], broken.units[row] = start, interviewer, units
    faults = check_timetable(problem(), broken)
    assert {fault.kind for fault in faults} == kinds
    assert faults[0].names == names
    assert row in faults[0].interviews


def test_a_group_that_is_too_large_or_too_short_is_named() -> None:
    people = [Person("li"), Person("wang"), Person("zhao", takes=2)]
    crowded = fair(people, [Booth("a", (None,))], [(0, 0), (1, 0), (2, 0)], 3, postings=[Posting("packer", 0, group=2, length=1)])
    faults = check_timetable(crowded, Timetable(np.array([0, 0, 0]), np.array([0, 0, 0]), np.zeros((3, 0), dtype=np.int64)))
    assert [(fault.kind, fault.names) for fault in faults] == [
        (FaultKind.GROUP, ("zhao", "packer")),
        (FaultKind.GROUP, ("li", "packer", "wang", "zhao")),
    ]


def test_two_in_need_of_one_guide_are_named() -> None:
    people = [Person("li", needs=("guide",)), Person("wang", needs=("guide",))]
    booths = [Booth("a", (None,)), Booth("b", (None,))]
    clash = fair(people, booths, [(0, 0), (1, 1)], 2, resources=[Resource("guide", GUIDE, (None,))])
    faults = check_timetable(clash, Timetable(np.array([0, 0]), np.array([0, 0]), np.array([[0], [0]])))
    assert [(fault.kind, fault.interviews) for fault in faults] == [(FaultKind.RESOURCE, (0, 1))]
    assert faults[0].text.zh == "“li-job 0” “wang-job 1”同时用同一个“引导员”"


def test_a_table_of_another_shape_is_a_fault_and_no_exception() -> None:
    faults = check_timetable(problem(), Timetable(np.array([0]), np.array([0]), np.zeros((1, 0), dtype=np.int64)))
    assert [fault.kind for fault in faults] == [FaultKind.TABLE]
