"""What the organizer decides: openly, with a reason, and never against the rules."""

from dataclasses import replace

from matching.allocation import Exclusion, Pin, Priority, allocate
from tests.matching.allocation.fairs import three_at_two
from tests.matching.allocation.test_solution import meetings


def test_a_priority_adds_to_the_value_and_is_shown_apart() -> None:
    """Mei's meeting at the bakery is worth 0.4; 0.6 more outbids Tao, who goes to the library."""
    problem = replace(three_at_two(), priorities=(Priority((1,), 0.6, "graduates of this year"),), guaranteed=0)
    solution = allocate(problem)
    assert ("mei", "clerk") in meetings(problem)
    assert round(solution.priority, 9) == 0.6 * sum(name == "mei" for name, _ in meetings(problem))
    assert round(solution.objective, 9) == round(solution.value + solution.priority, 9)


def test_a_pin_stands_whatever_it_is_worth() -> None:
    problem = replace(three_at_two(), pins=(Pin(1, 0, "asked for by both"),))
    assert meetings(problem) == {("mei", "baker"), ("lan", "clerk"), ("tao", "clerk")}


def test_an_exclusion_keeps_them_apart() -> None:
    problem = replace(three_at_two(), exclusions=(Exclusion(2, 0, "worked there before"),))
    assert meetings(problem) == {("mei", "baker"), ("lan", "clerk"), ("tao", "clerk")}


def test_an_excluded_person_does_not_wait_there() -> None:
    problem = replace(three_at_two(), exclusions=(Exclusion(0, 0, "worked there before"),))
    assert 0 not in allocate(problem).waiting.of(0).tolist()
