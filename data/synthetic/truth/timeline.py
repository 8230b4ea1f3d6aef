"""Fairs over time, of three parts that share no day, no person and no employer."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Final

import numpy as np

from data.synthetic.city import City, generate_city
from data.synthetic.draws import Int64, stream
from data.synthetic.truth.numbers import Family
from data.synthetic.truth.world import World, city_world
from matching.records import PostingStatus

DAYS_BETWEEN: Final = 28
FOLLOWED: Final = 98
"""The last fair was this many days ago: whoever was hired there has been followed for three months."""


class Part(StrEnum):
    TRAIN = "train"
    VALIDATION = "validation"
    TEST = "test"


@dataclass(frozen=True, eq=False, repr=False)
class Fair:
    """One fair: `people` rows of the world's candidates, `posts` rows of its postings, both rising. Numbers count from 0."""

    number: int
    on: date
    part: Part
    people: Int64
    posts: Int64


@dataclass(frozen=True)
class Sizes:
    """How large a timeline is. The shares say how much of the people and employers belongs to each part."""

    people: int = 4_000
    employers: int = 240
    train: int = 50
    validation: int = 8
    test: int = 12
    fair_people: int = 250
    fair_employers: int = 12
    validation_share: float = 0.15
    test_share: float = 0.25

    def fairs(self, part: Part) -> int:
        return {Part.TRAIN: self.train, Part.VALIDATION: self.validation, Part.TEST: self.test}[part]


SMALL: Final = Sizes(people=300, employers=40, train=4, validation=2, test=2, fair_people=60, fair_employers=5)
"""For tests and first looks."""


@dataclass(frozen=True, eq=False, repr=False)
class Timeline:
    """A world and its fairs in order of time: those to train on, then those to choose by, then those to report."""

    world: World
    city: City
    fairs: tuple[Fair, ...]

    def of(self, part: Part) -> tuple[Fair, ...]:
        return tuple(fair for fair in self.fairs if fair.part is part)


def make_timeline(seed: int, family: Family = "first", sizes: Sizes | None = None, *, today: date) -> Timeline:
    """The timeline of a seed: equal arguments give equal fairs.

    Every fair draws its people and its employers from its own part; an employer brings all its open postings. The last fair
    was `FOLLOWED` days before `today`, one every `DAYS_BETWEEN` days. Raises ValueError when a part is too small for one fair.
    """
    sizes = sizes or Sizes()
    city = generate_city(seed=seed, candidates=sizes.people, employers=sizes.employers, today=today)
    world = city_world(city, family)
    people = _split(seed, "people", sizes.people, sizes)
    employers = _split(seed, "employers", sizes.employers, sizes)
    open_now = np.array([posting.status is PostingStatus.OPEN for posting in world.postings], dtype=np.bool_)
    total = sizes.train + sizes.validation + sizes.test
    fairs: list[Fair] = []
    for part in Part:
        for _ in range(sizes.fairs(part)):
            draw = stream(seed, f"timeline/fair/{len(fairs)}")
            came = draw.choice(employers[part], min(sizes.fair_employers, len(employers[part])), replace=False)
            posts = np.flatnonzero(np.isin(world.employer_of, came) & open_now)
            who = draw.choice(people[part], min(sizes.fair_people, len(people[part])), replace=False)
            on = today - timedelta(days=FOLLOWED + DAYS_BETWEEN * (total - 1 - len(fairs)))
            fairs.append(Fair(len(fairs), on, part, np.sort(who).astype(np.int64), posts.astype(np.int64)))
    _check_apart(world, fairs)
    return Timeline(world, city, tuple(fairs))


def _split(seed: int, what: str, size: int, sizes: Sizes) -> dict[Part, Int64]:
    """Rows of each part, drawn at random."""
    order = stream(seed, f"timeline/{what}").permutation(size)
    validation, test = round(size * sizes.validation_share), round(size * sizes.test_share)
    parts = {
        Part.VALIDATION: order[:validation],
        Part.TEST: order[validation : validation + test],
        Part.TRAIN: order[validation + test :],
    }
    for part, rows in parts.items():
        if sizes.fairs(part) and not len(rows):
            raise ValueError(f"{size} {what} leave none for {part}; give more, or no fair of that part")
    return parts


def _check_apart(world: World, fairs: list[Fair]) -> None:
    """No person and no employer in two parts, and the parts one after another. A fault here is one of this file."""
    seen: dict[tuple[str, int], Part] = {}
    for fair in fairs:
        for name, rows in (("person", fair.people), ("employer", world.employer_of[fair.posts])):
            for row in rows.tolist():
                if seen.setdefault((name, row), fair.part) is not fair.part:
                    raise AssertionError(f"{name} {row} is in {fair.part} and in {seen[name, row]}")
    order = [list(Part).index(fair.part) for fair in fairs]
    if order != sorted(order) or any(one.on >= other.on for one, other in pairwise(fairs)):
        raise AssertionError("the fairs are not in order of time and part")
