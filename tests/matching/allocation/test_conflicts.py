"""A request that cannot be: every conflict with its names and what would resolve it."""

from dataclasses import replace

import numpy as np
import pytest

from matching.allocation import (
    AllocationConflict,
    Booth,
    Exclusion,
    Person,
    Pin,
    Post,
    Priority,
    Problem,
    Resource,
    allocate,
)
from tests.matching.allocation.fairs import INTERPRETER, pairs, three_at_two

FAIR = three_at_two()
LAN, MEI, TAO = FAIR.people


@pytest.mark.parametrize(
    ("changed", "names", "what", "cure"),
    [
        ({"slots": 0}, (), "the fair has 0 slots", "set its opening hours and the length of a slot"),
        ({"guaranteed": 4}, (), "4 interviews are guaranteed to each person in 3 slots", "guarantee between 0 and 3, or add slots"),
        (
            {"posts": (Post("baker", 0, 0), Post("clerk", 1, 2))},
            ("baker",),
            "posting baker has a capacity of 0",
            "give it at least 1 interview, or take it out of the fair",
        ),
        (
            {"booths": (Booth("bakery", 0), Booth("library", 1))},
            ("bakery",),
            "booth bakery has a capacity of 0",
            "give it an interviewer and an open slot, or take it out of the fair",
        ),
        (
            {"booths": (Booth("bakery", 1, slots=4), Booth("library", 1))},
            ("bakery",),
            "booth bakery has 4 slots, the fair only 3",
            "correct the slots of the booth",
        ),
        (
            {"resources": (Resource("csl", INTERPRETER, 0),)},
            ("csl",),
            "resource sign-language interpreters has a capacity of 0",
            "2 people need it: bring at least 1",
        ),
        (
            {"resources": ()},
            ("lan", "csl"),
            "lan names the resource csl, which the fair does not list",
            "list it among the resources, or correct the name",
        ),
        ({"people": (LAN, LAN, TAO)}, ("lan",), "person lan is there twice", "keep one of them"),
        ({"posts": (Post("clerk", 0, 1), Post("clerk", 1, 2))}, ("clerk",), "posting clerk is there twice", "keep one of them"),
        ({"pairs": pairs([(0, 0, 0.5), (0, 0, 0.4)])}, ("lan", "baker"), "pair lan - baker is there twice", "keep one of them"),
        (
            {"pairs": pairs([(0, 0, 0.0)])},
            (),
            "1 pairs have a value that is no number above 0",
            "leave out pairs that are worth nothing",
        ),
        ({"pairs": pairs([(0, 9, 0.5)])}, (), "1 pairs point at a person or posting that does not exist", "correct the rows"),
        (
            {"people": (LAN, MEI, replace(TAO, most=0))},
            ("tao",),
            "person tao wants at most 0 interviews",
            "let it be at least 1, or leave the person out of the fair",
        ),
        (
            {"people": (LAN, MEI, replace(TAO, takes=2)), "guaranteed": 2},
            ("tao",),
            "an interview of person tao takes 2 slots; the guaranteed number does not fit into 3",
            "add slots, or guarantee fewer",
        ),
        (
            {"priorities": (Priority((0,), -1.0, "graduates"),)},
            (),
            "the priority “graduates” adds -1.0",
            "let it add more than 0; to keep a pair apart, exclude it",
        ),
        (
            {"pins": (Pin(0, 0, "asked"),), "exclusions": (Exclusion(0, 0, "worked there"),)},
            ("lan", "baker"),
            "lan and baker are pinned and excluded",
            "drop one of the two",
        ),
        (
            {"pins": (Pin(0, 0, "asked"), Pin(1, 0, "asked"))},
            ("baker",),
            "the pins take 2 of posting baker, which has 1",
            "drop pins worth 1, or add capacity",
        ),
        (
            {"pins": (Pin(2, 0, "asked"), Pin(2, 0, "asked again"))},
            ("tao", "baker"),
            "the pin tao - baker is there twice",
            "keep one of them",
        ),
        (
            {"pairs": pairs([(0, 0, 0.5)]), "pins": (Pin(2, 1, "asked"),)},
            ("tao", "clerk"),
            "the rules do not allow the pinned tao and clerk",
            "see why, or drop the pin",
        ),
        (
            {"pins": (Pin(0, 5, "asked"),)},
            ("5",),
            "a decision of the organizer points at row 5, which does not exist",
            "correct the row or drop the decision",
        ),
    ],
)
def test_a_conflict_names_what_stands_against_what(
    changed: dict[str, object], names: tuple[str, ...], what: str, cure: str
) -> None:
    with pytest.raises(AllocationConflict) as refused:
        replace(FAIR, **changed)  # type: ignore[arg-type]
    found = [(conflict.names, conflict.what.en, conflict.cure.en) for conflict in refused.value.conflicts]
    assert (names, what, cure) in found
    assert f"{what}; {cure}" in str(refused.value)


def test_all_conflicts_are_listed_at_once() -> None:
    with pytest.raises(AllocationConflict) as refused:
        replace(FAIR, guaranteed=9, posts=(Post("baker", 0, 0), Post("clerk", 1, -1)))
    assert [conflict.names for conflict in refused.value.conflicts] == [(), ("baker",), ("clerk",)]


def test_a_conflict_of_pins_with_an_interpreter_names_the_interpreter() -> None:
    fair = Problem(
        people=(Person("lan", 1, needs=("csl",)), Person("mei", 1, needs=("csl",))),
        posts=(Post("baker", 0, 2),),
        booths=(Booth("bakery", 2),),
        pairs=pairs([(0, 0, 0.5), (1, 0, 0.4)]),
        slots=1,
        resources=(Resource("csl", INTERPRETER, 1),),
    )
    with pytest.raises(AllocationConflict) as refused:
        replace(fair, pins=(Pin(0, 0, "asked"), Pin(1, 0, "asked")))
    assert [c.what.zh for c in refused.value.conflicts] == ["指定的面试要用手语翻译的 2,只有 1"]


def test_a_fair_whose_only_interpreter_comes_with_a_booth_is_no_conflict() -> None:
    fair = replace(
        FAIR, booths=(Booth("bakery", 1, brings=("csl",)), Booth("library", 1)), resources=(Resource("csl", INTERPRETER, 0),)
    )
    solution = allocate(fair)
    met = {fair.people[row].name for row in solution.allocation.person.tolist()}
    assert (solution.crossing, met) == ("csl", {"lan", "tao"})
    assert np.array_equal(solution.allocation.posting, np.array([0, 1]))
