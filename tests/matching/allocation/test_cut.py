"""Who cannot be served: every cut is a proof, and the named cases read as they should."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings

from matching.allocation import Booth, Effort, Person, Post, Problem, Resource, ShortageKind, allocate
from tests.matching.allocation.fairs import GUIDE, INTERPRETER, drawn_fairs, pairs, three_at_two


@settings(max_examples=200, deadline=None)
@given(drawn_fairs())
def test_every_missing_interview_has_its_cut(problem: Problem) -> None:
    """Everybody who misses one is named exactly once, and what they need is more than what the places hold."""
    solution = allocate(problem)
    met = np.bincount(solution.allocation.person, minlength=len(problem.people))
    missing = np.flatnonzero(met < problem.promised).tolist()
    assert sorted(row for shortage in solution.shortages for row in shortage.people) == missing
    for shortage in solution.shortages:
        assert shortage.proved
        assert shortage.need > shortage.holds
        assert set(shortage.people) <= set(shortage.among)
        assert (shortage.in_the_way == ()) is (shortage.kind is ShortageKind.PAIRS) or shortage.holds > 0


@settings(max_examples=60, deadline=None)
@given(drawn_fairs(crossing=True))
def test_everybody_who_misses_one_is_named_where_resources_cross(problem: Problem) -> None:
    solution = allocate(problem, Effort(gap=0.0))
    met = np.bincount(solution.allocation.person, minlength=len(problem.people))
    missing = np.flatnonzero(met < problem.promised).tolist()
    assert sorted(row for shortage in solution.shortages for row in shortage.people) == missing
    assert all(shortage.need > shortage.holds for shortage in solution.shortages if shortage.proved)


def test_too_many_people_for_one_booth() -> None:
    """Lan and Mei can only go to the library, whose interviewer has one slot."""
    problem = replace(
        three_at_two(),
        booths=(Booth("bakery", 1), Booth("library", 1, slots=1)),
        pairs=pairs([(0, 1, 0.3), (1, 1, 0.1), (2, 0, 0.9)]),
    )
    (shortage,) = allocate(problem).shortages
    assert (shortage.kind, shortage.people, shortage.among, shortage.need, shortage.holds) == (
        ShortageKind.CROWD,
        (1,),
        (0, 1),
        2,
        1,
    )
    assert [capacity.name for capacity in shortage.in_the_way] == ["library"]
    assert shortage.text.zh == "1 人未排满:展位“library”一共容得下 1 次,而只能去那里的人共要 2 次"
    assert (
        shortage.text.en == "1 short of interviews: booth library hold 1 in all, and those who can go nowhere else are promised 2"
    )


def test_too_few_interpreter_slots() -> None:
    """One interpreter, one slot, two people who sign; there is room at both booths."""
    problem = replace(
        three_at_two(),
        slots=1,
        people=tuple(replace(p, most=1) for p in three_at_two().people),
        booths=(Booth("bakery", 2), Booth("library", 2)),
    )
    (shortage,) = allocate(problem).shortages
    assert (shortage.kind, shortage.among, shortage.need, shortage.holds) == (ShortageKind.RESOURCE, (0, 1), 2, 1)
    assert shortage.text.zh == "1 人未排满:手语翻译只有 1 个时段,而所有需要的人共要 2 个"


def test_a_full_posting_and_a_used_up_interpreter_are_both_named() -> None:
    problem = Problem(
        people=(Person("lan", 1, needs=("csl",)), Person("mei", 1, needs=("csl",))),
        posts=(Post("baker", 0, 1),),
        booths=(Booth("bakery", 1),),
        pairs=pairs([(0, 0, 0.5), (1, 0, 0.4)]),
        slots=1,
        resources=(Resource("csl", INTERPRETER, 1),),
    )
    (shortage,) = allocate(problem).shortages
    assert (shortage.kind, [c.name for c in shortage.in_the_way]) == (
        ShortageKind.BOTH,
        ["csl", "baker", "bakery"][: len(shortage.in_the_way)],
    )
    assert shortage.text.zh.endswith("手语翻译也已用完")


def test_a_resource_that_crosses_another_is_a_proof_by_itself() -> None:
    """Lan and Tao need a guide, Lan and Mei an interpreter: no flow, and still one guide cannot serve two."""
    problem = replace(
        three_at_two(),
        slots=1,
        people=(Person("lan", 1, needs=("csl", "guide")), Person("mei", 1, needs=("csl",)), Person("tao", 1, needs=("guide",))),
        booths=(Booth("bakery", 2), Booth("library", 2)),
        resources=(Resource("csl", INTERPRETER, 2), Resource("guide", GUIDE, 1)),
    )
    solution = allocate(problem)
    assert solution.crossing == "guide"
    (shortage,) = solution.shortages
    assert (shortage.kind, shortage.people, shortage.need, shortage.holds, shortage.proved) == (
        ShortageKind.RESOURCE,
        (0,),
        2,
        1,
        True,
    )
