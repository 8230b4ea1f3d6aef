"""The arithmetic of effects: the formulas of the header of accommodations.yaml, and never against the person."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.knowledge import CATALOGUE, Effect
from matching.knowledge.effects import SCALE, closes, fault_of

LEVEL = st.integers(0, 4)
STEP = st.integers(1, 4)


@dataclass(frozen=True)
class Part:
    name: str
    level: int


def met(effect: Effect, ability: int, demand: int) -> bool:
    return closes((effect,), ability, (Part("task", demand),))


@given(LEVEL, LEVEL, STEP, STEP)
def test_a_raise(ability: int, demand: int, step: int, cap: int) -> None:
    raised = max(ability, min(ability + step, cap))
    assert met(Effect(ability="noise", raise_by=step, cap=cap), ability, demand) == (raised >= demand)


@given(LEVEL, LEVEL, STEP, LEVEL)
def test_a_lower(ability: int, demand: int, step: int, floor: int) -> None:
    lowered = min(demand, max(demand - step, floor))
    assert met(Effect(ability="noise", lower_by=step, floor=floor), ability, demand) == (ability >= lowered)


@given(LEVEL, LEVEL, LEVEL)
def test_a_set_demand(ability: int, demand: int, value: int) -> None:
    assert met(Effect(ability="noise", set_demand=value), ability, demand) == (ability >= min(demand, value))


@given(LEVEL, LEVEL, STEP)
def test_a_route(ability: int, demand: int, value: int) -> None:
    assert met(Effect(ability="noise", route_up_to=value), ability, demand) == (demand <= value or ability >= demand)


@given(LEVEL, LEVEL, LEVEL, LEVEL)
def test_a_removed_part(ability: int, entrance: int, floor: int, task: int) -> None:
    parts = (Part("entrance", entrance), Part("floor", floor), Part("task", task))
    ramp, lift = Effect(ability="stairs", removes="entrance"), Effect(ability="stairs", removes="floor")
    assert closes((ramp,), ability, parts) == (ability >= max(floor, task))
    assert closes((ramp, lift), ability, parts) == (ability >= task)
    assert closes((), ability, parts) == (ability >= max(entrance, floor, task))


def test_a_raise_and_a_lower_work_together() -> None:
    both = (Effect(ability="learning", raise_by=1, cap=3), Effect(ability="learning", lower_by=2, floor=1))
    reached = [[closes(both, ability, (Part("task", demand),)) for demand in SCALE] for ability in (0, 1, 2)]
    assert reached == [[True, True, True, True, False], [True] * 5, [True] * 5]


def test_nothing_is_demanded_where_there_is_no_part() -> None:
    assert closes((), 0, ())


@given(st.sampled_from([effect for row in CATALOGUE.accommodations for effect in row.effects]), LEVEL, LEVEL, LEVEL)
def test_no_effect_of_the_catalogue_is_held_against_anybody(effect: Effect, ability: int, more: int, demand: int) -> None:
    parts = (Part("task", demand), Part("floor", demand))
    with_it = closes((effect,), ability, parts)
    assert with_it or not closes((), ability, parts)
    assert closes((effect,), max(ability, more), parts) or not with_it


@pytest.mark.parametrize(
    ("effect", "least", "most", "helps"),
    [
        (Effect(ability="noise", raise_by=1, cap=1), 0, 4, True),
        (Effect(ability="noise", raise_by=1, cap=1), 1, 4, False),
        (Effect(ability="noise", route_up_to=2), 2, 4, False),
        (Effect(ability="noise", route_up_to=2), 1, 4, True),
        (Effect(ability="noise", set_demand=1), 0, 1, False),
        (Effect(ability="noise", set_demand=1), 0, 2, True),
        (Effect(ability="stairs", removes="floor"), 0, 0, False),
        (Effect(ability="stairs", removes="floor"), 0, 1, True),
    ],
)
def test_an_effect_that_its_conditions_leave_nothing_is_useless(effect: Effect, least: int, most: int, helps: bool) -> None:
    fault = fault_of(effect, least, most)
    assert (fault is None) == helps
    assert fault is None or fault == "changes nothing at any ability and demand; correct it or take it out"
