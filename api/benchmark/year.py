"""A year of fairs in a world with a hidden truth: match, allocate, meet, learn, and the next fair a month later."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from api.benchmark.fairs import FairTable, prepare_fair
from api.benchmark.halls import draw_hall, draw_visitors
from api.benchmark.hiring import one_job_each
from api.benchmark.tables import FOLLOWED_AFTER, records_on
from data.synthetic.city import generate_city
from data.synthetic.draws import Float64, Int64, stream
from data.synthetic.truth import (
    Fair,
    Family,
    Part,
    PromiseCheck,
    Steps,
    World,
    city_world,
    earlier_checks,
    promise_checks,
    simulate,
)
from matching.allocation import Allocation, Effort, Pairs, Post, allocate
from matching.allocation import Problem as AllocationProblem
from matching.allocation.rivals import greedy_lists
from matching.fair.bridge import allocation_problem, placed_interviews, timetable_problem
from matching.features import prepare_postings
from matching.protocols import Encoder, Matcher
from matching.records import Hall, PostingStatus, SupportKind, Visitor
from matching.timetable import make_timetable
from models.baselines import HandWeightedRanker, SimilarityRanker
from models.lists import Lists, join_lists
from models.ranker_training import train_ranker
from models.settings import DEFAULTS

_DAYS_BETWEEN: Final = 28
_FOLLOWED: Final = 98
_LEAST: Final = 4
_ALL_READ: Final = replace(DEFAULTS, attention=False)
"""Whoever was planned to meet was told so: nothing was overlooked down a list."""
_EFFORT: Final = Effort(gap=0.001, seconds=30.0)
_TIMETABLE_EFFORT: Final = 0.0
"""The search without constraint models, for every policy alike: a year has many timetables."""
_SUPPORTS: Final = {
    SupportKind.SIGN_INTERPRETER: 2,
    SupportKind.GUIDE: 2,
    SupportKind.QUIET_ROOM: 1,
    SupportKind.JOB_COACH: 2,
}


class Policy(StrEnum):
    """How a year is run.

    LEARNING: the allocation, coverage first; hand weights at the first fair, then a ranker trained on all interviews so far and
    blended with the hand weights as far as it has learnt (no gate: a year holds no events back to judge on). HAND: the same
    allocation by the hand weights all year. LISTS: each posting lists those whose words are nearest, and people go to the first
    that list them. ORACLE: the allocation by the true chances, which nobody can know.
    """

    LEARNING = "allocation, learning"
    HAND = "allocation, hand weights"
    LISTS = "lists by similarity"
    ORACLE = "allocation, true chances"


@dataclass(frozen=True)
class YearSizes:
    """How large the city and its fairs are. `most`: interviews of a person at one fair; `guaranteed`: those that come first."""

    people: int = 2_400
    employers: int = 120
    fairs: int = 12
    fair_people: int = 600
    fair_employers: int = 20
    slots: int = 18
    interviewers: int = 2
    most: int = 3
    guaranteed: int = 1


SMALL: Final = YearSizes(people=160, employers=24, fairs=3, fair_people=60, fair_employers=6, slots=10, interviewers=1)
"""For tests and first looks."""


@dataclass(frozen=True)
class FairOutcome:
    """What came of one fair. `people` were invited, `servable` of them have a posting that the rules allow; `planned` interviews
    had a time, of `covered` people; `held` took place, with `met` people, `first_met` of them for the first time this year;
    `retained` of the `hired` were there after three months. `learnt_from`: past pairs behind the `ranker`.
    """

    number: int
    people: int
    servable: int
    planned: int
    covered: int
    held: int
    met: int
    first_met: int
    offered: int
    hired: int
    retained: int
    learnt_from: int
    ranker: str


@dataclass(frozen=True, eq=False)
class _Stage:
    """What all years of one seed share: world, rules and features of the whole city, and who comes in which order."""

    world: World
    table: FairTable
    encoder: Encoder
    visitors: tuple[Visitor, ...]
    today: date
    seed: int
    sizes: YearSizes

    def fair_day(self, number: int) -> date:
        return self.today - timedelta(days=_FOLLOWED + _DAYS_BETWEEN * (self.sizes.fairs - 1 - number))


def play_year(
    seed: int,
    family: Family,
    encoder: Encoder,
    today: date,
    sizes: YearSizes | None = None,
    policies: Sequence[Policy] = tuple(Policy),
) -> dict[Policy, tuple[FairOutcome, ...]]:
    """The same year under each policy: the same city, the same order in which people and employers are asked, and the same luck.

    1. Every month the first so many people of a drawn order who have no job yet, and the first so many employers with a place left.
    2. The rules say who may meet, a question counted as settled; the policy decides who does; the same timetable says when.
    3. Only who has a time meets. The hidden truth says who comes, what is offered, taken and kept; one job a person, and no more
       than a posting has places. Who is hired leaves the pool for the year.
    4. Promises are checked 30 or 90 days later and are known from then on, and so is who stayed.
    """
    stage = _stage(seed, family, encoder, today, sizes or YearSizes())
    return {policy: tuple(_Year(stage, policy).play()) for policy in policies}


def _stage(seed: int, family: Family, encoder: Encoder, today: date, sizes: YearSizes) -> _Stage:
    city = generate_city(seed, sizes.people, sizes.employers, today=today)
    world = city_world(city, family)
    everything = Fair(0, today, Part.TRAIN, np.arange(len(world.candidates)), np.arange(len(world.postings)))
    table = prepare_fair(world, everything, encoder, {}, today)
    visitors = draw_visitors([one.id for one in world.candidates], sizes.slots, seed)
    return _Stage(world, table, encoder, visitors, today, seed, sizes)


class _Year:
    """One policy's year: who still looks for work, which places are left, and what was seen so far."""

    def __init__(self, stage: _Stage, policy: Policy) -> None:
        self.stage, self.policy, world = stage, policy, stage.world
        self.looking = np.ones(len(world.candidates), dtype=np.bool_)
        is_open = [posting.status is PostingStatus.OPEN for posting in world.postings]
        self.places = np.where(is_open, [posting.headcount or 1 for posting in world.postings], 0).astype(np.int64)
        self.checks: list[PromiseCheck] = list(earlier_checks(world, stage.fair_day(0)))
        self.past: list[Lists] = []
        self.met: set[int] = set()
        self.hand = HandWeightedRanker.load()

    def play(self) -> Iterator[FairOutcome]:
        for number in range(self.stage.sizes.fairs):
            yield self.hold(number)

    def hold(self, number: int) -> FairOutcome:
        stage, world = self.stage, self.stage.world
        on = stage.fair_day(number)
        people, posts = self.invited(number)
        table = self.table_on(on, posts)
        columns, rows = np.nonzero(table.allowed[np.ix_(posts, people)])
        who, where = people[rows], posts[columns]
        features = _features(table, who, where)
        ranker = self.ranker_on(on)
        problem, hall, visitors = self.problem_of(
            people, posts, rows, columns, self.chances_of(ranker, features, who, where), number
        )
        chosen = greedy_lists(problem) if self.policy is Policy.LISTS else allocate(problem, _EFFORT).allocation
        kept = _on_the_clock(problem, chosen, hall, visitors)
        met = np.sort(problem.rows_of(kept.person, kept.posting))
        person, post = who[met], where[met]
        steps = simulate(world, person, post, None, stage.seed, number)
        truth = world.chances(person, post)
        steps = one_job_each(steps, person, post, self.places, truth.interest * truth.accept)
        self.checks += promise_checks(world, Fair(number, on, Part.TRAIN, people, posts), post, steps)
        self.looking[person[steps.hired]] = False
        np.subtract.at(self.places, post[steps.hired], 1)
        new = set(person[steps.interviewed].tolist()) - self.met
        self.met |= new
        learnt = sum(map(len, self.past)) if self.policy is Policy.LEARNING else 0
        self.past.append(_lists(world, features[met], person, post, steps, number, on))
        return FairOutcome(
            number=number,
            people=len(people),
            servable=len(np.unique(rows)),
            planned=len(met),
            covered=len(np.unique(person)),
            held=int(steps.interviewed.sum()),
            met=len(np.unique(person[steps.interviewed])),
            first_met=len(new),
            offered=int(steps.offered.sum()),
            hired=int(steps.hired.sum()),
            retained=int(steps.retained.sum()),
            learnt_from=learnt,
            ranker=getattr(ranker, "version", str(self.policy)),
        )

    def invited(self, number: int) -> tuple[Int64, Int64]:
        """(people, posts) rows, rising: who comes to a fair. The order in which they are asked is the same for every policy."""
        stage, world, sizes = self.stage, self.stage.world, self.stage.sizes
        draw = stream(stage.seed, f"year/fair/{number}")
        order = draw.permutation(len(world.candidates))
        people = order[self.looking[order]][: sizes.fair_people]
        wanting = np.bincount(world.employer_of, weights=self.places, minlength=len(world.employers)) > 0
        employers = draw.permutation(len(world.employers))
        employers = employers[wanting[employers]][: sizes.fair_employers]
        posts = np.flatnonzero(np.isin(world.employer_of, employers) & (self.places > 0))
        return np.sort(people).astype(np.int64), posts.astype(np.int64)

    def table_on(self, day: date, posts: Int64) -> FairTable:
        """Rules and features of the whole city, these postings with what is known on that day of how promises were kept."""
        world, table = self.stage.world, self.stage.table
        known = {world.employers[row].id: record for row, record in records_on(self.checks, day).items()}
        offers = list(table.offers)
        there = [world.postings[post] for post in posts]
        for post, offer in zip(posts, prepare_postings(there, self.stage.encoder, table.policy, known), strict=True):
            offers[post] = offer
        return replace(table, offers=offers)

    def ranker_on(self, day: date) -> Matcher | None:
        """The ranker in use, by what is known on that day; None where this policy has none."""
        if self.policy in (Policy.LISTS, Policy.ORACLE):
            return None
        if self.policy is Policy.HAND or not self.past:
            return self.hand
        known = [_followed(lists, day) for lists in self.past]
        try:
            return train_ranker(
                join_lists(known, "the fairs of this year"), seed=self.stage.seed, hand=self.hand, settings=_ALL_READ
            )
        except ValueError:
            return self.hand  # nothing to learn from yet

    def chances_of(
        self, ranker: Matcher | None, features: Float64, people: Int64, posts: Int64
    ) -> tuple[Float64, Float64, Float64]:
        """(value, interest, offer), (n,) each: what this policy thinks of the pairs."""
        if ranker is not None:
            told = ranker.chances(features)
            return told.prod(axis=1), told[:, 0], told[:, 1]
        if self.policy is Policy.LISTS:
            near = np.asarray((SimilarityRanker().score(features) + 1) / 2, dtype=np.float64)
            return near, near, near
        truth = self.stage.world.chances(people, posts)
        return truth.kept, truth.interview, truth.offer * truth.accept

    def problem_of(
        self, people: Int64, posts: Int64, rows: Int64, columns: Int64, told: tuple[Float64, Float64, Float64], number: int
    ) -> tuple[AllocationProblem, Hall, tuple[Visitor, ...]]:
        """The fair to allocate; every posting has its share of the booth's day."""
        stage, world, sizes = self.stage, self.stage.world, self.stage.sizes
        employers, booth = np.unique(world.employer_of[posts], return_inverse=True)
        names = [world.employers[row].id for row in employers]
        hall = draw_hall(names, sizes.slots, sizes.interviewers, _SUPPORTS, sizes.guaranteed, stage.seed)
        visitors = tuple(stage.visitors[row] for row in people)
        share = np.ceil(sizes.slots * sizes.interviewers / np.bincount(booth)).astype(np.int64)
        offers = [
            Post(world.postings[post].id, int(at), max(_LEAST, int(share[at]))) for post, at in zip(posts, booth, strict=True)
        ]
        value, interest, offer = told
        pairs = Pairs(rows, columns, np.maximum(value, 1e-9), interest, offer)
        return allocation_problem(hall, visitors, offers, pairs, sizes.most, stage.seed + number), hall, visitors


def _on_the_clock(problem: AllocationProblem, chosen: Allocation, hall: Hall, visitors: Sequence[Visitor]) -> Allocation:
    on_clock = timetable_problem(problem, chosen, hall, visitors)
    return placed_interviews(chosen, make_timetable(on_clock, _TIMETABLE_EFFORT).timetable)


def _features(table: FairTable, people: Int64, posts: Int64) -> Float64:
    """(n, F) of pairs that come posting by posting."""
    parts = [table.features(int(post), people[posts == post]) for post in np.unique(posts)]
    return np.vstack(parts)


def _lists(world: World, features: Float64, people: Int64, posts: Int64, steps: Steps, number: int, on: date) -> Lists:
    """The interviews of one fair as a table to learn from, posting by posting; all of them were read."""
    _, sizes = np.unique(posts, return_counts=True)
    return Lists(
        features=features,
        sizes=sizes.astype(np.int64),
        position=np.ones(len(people), np.int64),
        event=np.full(len(people), number, np.int64),
        posting=posts,
        employer=world.employer_of[posts],
        person=people,
        interested=steps.interested,
        interviewed=steps.interviewed,
        offered=steps.offered,
        hired=steps.hired,
        retained=steps.retained,
        followed=np.zeros(len(people), np.bool_),
        propensity=np.ones(len(people)),
        source=f"fair {number}",
        first_day=on,
        last_day=on + FOLLOWED_AFTER,
    )


def _followed(lists: Lists, day: date) -> Lists:
    """The table as it is known on a day: before three months are over nobody knows who stayed."""
    over: NDArray[np.bool_] = np.full(len(lists), lists.last_day is not None and lists.last_day <= day)
    return replace(lists, followed=over, retained=lists.retained & over)
