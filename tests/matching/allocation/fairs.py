"""Small fairs: drawn ones for the properties, and one with names for the examples."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from matching.allocation import Booth, Exclusion, Pairs, Person, Pin, Post, Priority, Problem, Resource
from matching.knowledge.catalogue import Text
from tests.matching.allocation.brute import fits

INTERPRETER = Text(zh="手语翻译", en="sign-language interpreters")
GUIDE = Text(zh="引导员", en="guides")


def pairs(rows: Sequence[tuple[int, int, float]], sides: Sequence[tuple[float, float]] | None = None) -> Pairs:
    """Pairs from (person, posting, value); both sides' scores are the value where none are given."""
    columns = sides or [(value, value) for _, _, value in rows]
    return Pairs(
        person=np.array([row[0] for row in rows], dtype=np.int64),
        posting=np.array([row[1] for row in rows], dtype=np.int64),
        value=np.array([row[2] for row in rows], dtype=np.float64),
        interest=np.array([column[0] for column in columns], dtype=np.float64),
        offer=np.array([column[1] for column in columns], dtype=np.float64),
    )


def three_at_two() -> Problem:
    """Lan, Mei and Tao; a bakery with one place and a library with two; Lan and Mei need the one interpreter; three slots."""
    return Problem(
        people=(Person("lan", 2, needs=("csl",)), Person("mei", 2, needs=("csl",)), Person("tao", 2)),
        posts=(Post("baker", 0, 1), Post("clerk", 1, 2)),
        booths=(Booth("bakery", 1), Booth("library", 1)),
        pairs=pairs([(0, 0, 0.5), (0, 1, 0.3), (1, 0, 0.4), (1, 1, 0.1), (2, 0, 0.9), (2, 1, 0.2)]),
        slots=3,
        guaranteed=1,
        seed=5,
        resources=(Resource("csl", INTERPRETER, 1),),
    )


@st.composite
def drawn_fairs(draw: st.DrawFn, *, crossing: bool = False, decided: bool = True) -> Problem:
    """A fair of at most 5 people, 4 postings, 3 booths and 9 pairs, with few distinct values, so that ties are common.

    `crossing`: people may need both resources, take two slots, and a booth may bring its own interpreter. `decided`: with
    priorities, pins and exclusions.
    """
    slots = draw(st.integers(1, 3))
    booths = tuple(
        Booth(
            f"b{n}", draw(st.integers(1, 2)), draw(st.sampled_from([None, 1])), ("csl",) if crossing and draw(st.booleans()) else ()
        )
        for n in range(draw(st.integers(1, 3)))
    )
    people = tuple(draw(_people(n, slots, crossing=crossing)) for n in range(draw(st.integers(1, 5))))
    posts = tuple(
        Post(f"j{n}", draw(st.integers(0, len(booths) - 1)), draw(st.integers(1, 2))) for n in range(draw(st.integers(1, 4)))
    )
    possible = [(person, posting) for person in range(len(people)) for posting in range(len(posts))]
    size = draw(st.integers(0, min(9, len(possible))))
    chosen = draw(st.permutations(possible))[:size]
    score = st.integers(1, 4).map(lambda quarter: quarter / 4)
    values = [(person, posting, draw(score)) for person, posting in chosen]
    sides = [(draw(score), draw(score)) for _ in chosen]
    problem = Problem(
        people=people,
        posts=posts,
        booths=booths,
        pairs=pairs(values, sides),
        slots=slots,
        guaranteed=draw(st.integers(0, min(2, slots // 2 if crossing else slots))),
        seed=draw(st.integers(0, 3)),
        resources=(
            Resource("csl", INTERPRETER, draw(st.integers(1, 2))),
            Resource("guide", GUIDE, draw(st.integers(1, 2))),
            Resource("booked", Text(zh="预约翻译", en="booked interpreters"), draw(st.integers(1, 2))),
        ),
    )
    return draw(_decisions(problem)) if decided and chosen else problem


@st.composite
def _people(draw: st.DrawFn, number: int, slots: int, *, crossing: bool) -> Person:
    needs = st.sampled_from([(), (), ("csl",), ("guide",), ("csl", "booked"), *([("csl", "guide")] if crossing else [])])
    takes = draw(st.integers(1, min(2, slots))) if crossing else 1
    return Person(f"p{number}", draw(st.integers(1, slots)), takes, draw(needs))


@st.composite
def _decisions(draw: st.DrawFn, problem: Problem) -> Problem:
    """The fair with perhaps a priority, a pin that fits, and an exclusion of another pair."""
    first, second = (draw(st.permutations(range(len(problem.pairs)))) * 2)[:2]
    meeting = {row: (int(problem.pairs.person[row]), int(problem.pairs.posting[row])) for row in (first, second)}
    pins = (Pin(*meeting[first], "asked for by both"),) if draw(st.booleans()) and fits(problem, {meeting[first]}) else ()
    exclusions = (Exclusion(*meeting[second], "worked there before"),) if draw(st.booleans()) and first != second else ()
    priorities = (Priority((0,), 0.5, "graduates of this year"),) if draw(st.booleans()) else ()
    return replace(problem, pins=pins, exclusions=exclusions, priorities=priorities)
