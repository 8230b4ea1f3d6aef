"""A whole fair: who meets whom, when, beside other ways to decide, and how it changes on the day."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from math import ceil
from typing import Final

import numpy as np
from pydantic import BaseModel, ConfigDict

from api.bench.machine import Machine, Timing, check_room, once, peak_megabytes, this_machine, timed
from api.benchmark.fairs import prepare_fair
from api.benchmark.halls import draw_hall, draw_visitors
from data.synthetic.city import City, generate_city
from data.synthetic.draws import Int64
from data.synthetic.truth import Fair, Part, city_world
from matching.allocation import (
    Allocation,
    Effort,
    Pairs,
    Post,
    Problem,
    Solution,
    allocate,
    check_capacity,
    check_validity,
    coverage_of,
    most_coverage,
)
from matching.allocation.rivals import deferred_acceptance, greedy, greedy_lists, random_feasible
from matching.bitmaps import VERDICT_CODES
from matching.fair.bridge import allocation_problem, placed_interviews, timetable_problem
from matching.knowledge.catalogue import Text
from matching.protocols import Encoder
from matching.records import Hall, PostingStatus, SupportKind, Visitor
from matching.timetable import BoothLost, ChangeKind, Event, NoShow, Schedule, WalkIn, check_timetable, make_timetable, replan
from matching.timetable import Person as TimedPerson
from models.baselines import HandWeightedRanker

_LISTED: Final = (VERDICT_CODES.index("eligible"), VERDICT_CODES.index("eligible_with"))
_REVIEW: Final = VERDICT_CODES.index("review")
_LEAST: Final = 4
"""Interviews of a posting: its share of the booth's day, but so many at least."""
_BYTES_A_PAIR: Final = 100
"""Of all pairs, for the features of those that the rules allow and the programs made of them; measured, then rounded up."""
_FEWER: Final = Text(zh="用 --people 或 --postings 减少", en="give fewer with --people or --postings")
_SPARE: Final = 1.3
"""Employers of the city beside those who come: not every employer has an open posting."""


@dataclass(frozen=True)
class FairSizes:
    """How large the fair is. `most`: interviews that a person wants at most; `guaranteed`: those that come first for everybody.

    `settled`: percent of the pairs under review whose question somebody settled before the day, so that they may meet. `plain`:
    every interview takes one slot and no employer brings an interpreter, so that all of it is one flow.
    """

    people: int = 3_000
    postings: int = 500
    booths: int = 150
    slots: int = 24
    interviewers: int = 1
    interpreters: int = 8
    guides: int = 12
    quiet_rooms: int = 4
    coaches: int = 8
    most: int = 3
    guaranteed: int = 1
    settled: int = 25
    plain: bool = False
    no_shows: int = 40
    walk_ins: int = 60

    @property
    def supports(self) -> dict[SupportKind, int]:
        return {
            SupportKind.SIGN_INTERPRETER: self.interpreters,
            SupportKind.GUIDE: self.guides,
            SupportKind.QUIET_ROOM: self.quiet_rooms,
            SupportKind.JOB_COACH: self.coaches,
        }


class Reason(BaseModel):
    """Why people miss an interview that was promised, by the proof of the cut."""

    model_config = ConfigDict(frozen=True)

    kind: str
    people: int
    proved: bool
    example: str


class Way(BaseModel):
    """One way to decide, before and after the same timetable. `value` counts interviews that have a time."""

    model_config = ConfigDict(frozen=True)

    method: str
    chosen: int
    chosen_value: float
    chosen_people: int
    placed: int
    value: float
    people: int
    waits: int
    timetable_seconds: float
    faults: int


class Day(BaseModel):
    """One re-plan at the beginning of a slot. `dropped` interviews lost their time, `dropped_of_others` those of people who came;
    `units`: the same time with another interviewer or unit. `walk_ins_served`: new people with an interview.
    """

    model_config = ConfigDict(frozen=True)

    at: str
    lost_booth: str
    seconds: Timing
    moved: int
    dropped: int
    dropped_of_others: int
    added: int
    units: int
    walk_ins_served: int
    value: float
    faults: int


class FairBench(BaseModel):
    """`maximum_flow`: people that a flow can serve, of the fair without what crosses; `served_at_most`: that, or what branch and
    bound proved where it is less; `covered`: nobody could be served in addition. `gap`: by how much the value may miss its bound.
    """

    model_config = ConfigDict(frozen=True)

    machine: Machine
    seed: int
    sizes: dict[str, int | bool]
    pairs: int
    form: str
    crossing: str | None
    prepare_seconds: float
    allocation: Timing
    timetable: Timing
    timetable_method: str
    served: int
    maximum_flow: int
    served_at_most: int
    covered: bool
    gap: float
    reasons: tuple[Reason, ...]
    timetable_gap: float
    timetable_people_at_most: int
    additions: tuple[str, ...]
    ways: tuple[Way, ...]
    days: tuple[Day, ...]
    peak_megabytes: float


@dataclass(frozen=True, eq=False)
class _Case:
    """The fair, and behind its people the walk-ins with what they may meet."""

    hall: Hall
    visitors: tuple[Visitor, ...]
    problem: Problem
    walk_ins: tuple[WalkIn, ...]


def bench_fair(
    sizes: FairSizes,
    seed: int,
    today: date,
    encoder: Encoder,
    runs: int = 3,
    effort: Effort | None = None,
) -> FairBench:
    """Make the fair of a seed in a synthetic city, decide it in every way, put each on the clock, and change it on the day.

    Pairs are those that the rules allow, a settled question included; what a meeting is worth is the hand-weighted ranker's guess.
    Raises ValueError for sizes that no fair can have, BadInput where they would not fit into memory.
    """
    told = Text(zh=f"{sizes.people:,} 人 x {sizes.postings:,} 岗位", en=f"{sizes.people:,} people x {sizes.postings:,} postings")
    check_room(sizes.people * sizes.postings * _BYTES_A_PAIR, told, _FEWER)
    case, prepared = once(lambda: _case(sizes, seed, today, encoder))
    problem = case.problem
    solution, allocated = timed(lambda: allocate(problem, effort), runs)
    schedule, placed = timed(
        lambda: make_timetable(timetable_problem(problem, solution.allocation, case.hall, case.visitors)), runs
    )
    return FairBench(
        machine=this_machine(),
        seed=seed,
        sizes={name: getattr(sizes, name) for name in FairSizes.__dataclass_fields__},
        pairs=len(problem.pairs),
        form=solution.form,
        crossing=solution.crossing,
        prepare_seconds=prepared,
        allocation=allocated,
        timetable=placed,
        timetable_method=schedule.method,
        served=solution.coverage.first,
        maximum_flow=most_coverage(problem).first,
        served_at_most=solution.most.first,
        covered=solution.covered,
        gap=solution.gap,
        reasons=tuple(_reasons(solution)),
        timetable_gap=schedule.gap,
        timetable_people_at_most=schedule.covered_bound,
        additions=tuple(one.text.en for one in schedule.additions[:5]),
        ways=tuple(_ways(case, solution, effort)),
        days=tuple(_days(case, solution.allocation, schedule, sizes, seed, runs)),
        peak_megabytes=peak_megabytes(),
    )


def _case(sizes: FairSizes, seed: int, today: date, encoder: Encoder) -> _Case:
    city, posts = fair_city(sizes, seed, today)
    world = city_world(city)
    everyone = np.arange(sizes.people + sizes.walk_ins)
    fair = Fair(0, today, Part.TEST, everyone, posts)
    table = prepare_fair(world, fair, encoder, {}, today)
    drawn = np.random.Generator(np.random.PCG64([seed, 4])).random(table.codes.shape) < sizes.settled / 100
    columns, rows = np.nonzero(np.isin(table.codes, _LISTED) | ((table.codes == _REVIEW) & drawn))
    starts = np.searchsorted(columns, np.arange(len(posts) + 1))
    features = [table.features(column, rows[a:b]) for column, (a, b) in enumerate(pairwise(starts)) if b > a]
    hand = HandWeightedRanker.load()
    chances = hand.chances(np.vstack(features))
    worth = chances.prod(axis=1)
    employers = list(dict.fromkeys(city.postings[post].employer for post in posts))
    hall = draw_hall(employers, sizes.slots, sizes.interviewers, sizes.supports, sizes.guaranteed, seed, sizes.plain)
    visitors = draw_visitors([city.candidates[row].id for row in everyone], sizes.slots, seed, sizes.plain)
    booth = {employer: row for row, employer in enumerate(employers)}
    at_booth = Counter(city.postings[post].employer for post in posts)
    day = sizes.slots * sizes.interviewers
    offers = [
        Post(one.id, booth[one.employer], max(_LEAST, ceil(day / at_booth[one.employer])))
        for one in (city.postings[post] for post in posts)
    ]
    come = rows < sizes.people
    problem = allocation_problem(
        hall,
        visitors[: sizes.people],
        offers,
        Pairs(rows[come], columns[come], worth[come], chances[come, 0], chances[come, 1]),
        sizes.most,
        seed,
    )
    new = []
    for row in range(sizes.people, len(everyone)):
        mine = np.flatnonzero(rows == row)
        mine = mine[np.argsort(-worth[mine], kind="stable")][: sizes.most]
        one = visitors[row]
        person = TimedPerson(one.candidate, None, one.takes, one.rest, one.pace, tuple(sorted(kind.value for kind in one.needs)))
        new.append(WalkIn(person, tuple(columns[mine].tolist()), tuple(worth[mine].tolist())))
    return _Case(hall, visitors[: sizes.people], problem, tuple(new))


def fair_city(sizes: FairSizes, seed: int, today: date) -> tuple[City, Int64]:
    """A city with the people, and so many open postings of so many employers, at least one of each."""
    if sizes.postings < sizes.booths:
        raise ValueError(f"{sizes.postings} postings at {sizes.booths} booths: give at least one a booth")
    employers = round(sizes.booths * _SPARE) + 2
    while True:
        city = generate_city(seed, sizes.people + sizes.walk_ins, employers, today=today)
        of_employer: dict[str, list[int]] = {}
        for row, posting in enumerate(city.postings):
            if posting.status is PostingStatus.OPEN:
                of_employer.setdefault(posting.employer, []).append(row)
        largest = sorted(of_employer.values(), key=lambda rows: (-len(rows), rows))[: sizes.booths]
        if len(largest) == sizes.booths and sum(map(len, largest)) >= sizes.postings:
            break
        employers = round(employers * _SPARE) + 1
    first = [rows[0] for rows in largest]
    more = [row for rows in largest for row in rows[1:]][: sizes.postings - len(first)]
    return city, np.sort(np.array(first + more, dtype=np.int64))


def _reasons(solution: Solution) -> Iterator[Reason]:
    people: Counter[tuple[str, bool]] = Counter()
    example: dict[tuple[str, bool], str] = {}
    for shortage in solution.shortages:
        key = (shortage.kind.value, shortage.proved)
        people[key] += len(shortage.people)
        example.setdefault(key, shortage.text.en)
    for (kind, proved), count in people.most_common():
        yield Reason(kind=kind, people=count, proved=proved, example=example[kind, proved])


def _ways(case: _Case, solution: Solution, effort: Effort | None) -> Iterator[Way]:
    problem = case.problem
    free = replace(allocate(replace(problem, guaranteed=0), effort).allocation, method="no guarantee")
    rivals = (greedy_lists, greedy, deferred_acceptance, random_feasible)
    for chosen in (solution.allocation, free, *(rival(problem) for rival in rivals)):
        timed_problem = timetable_problem(problem, chosen, case.hall, case.visitors)
        schedule, seconds = once(lambda: make_timetable(timed_problem))  # noqa: B023 (called at once)
        kept = placed_interviews(chosen, schedule.timetable)
        faults = len(check_timetable(timed_problem, schedule.timetable))
        faults += sum(len(check_capacity(one, problem)) for one in (chosen, kept)) + len(check_validity(chosen, problem))
        yield Way(
            method=chosen.method,
            chosen=len(chosen),
            chosen_value=_value(chosen, problem),
            chosen_people=coverage_of(chosen, problem).first,
            placed=len(kept),
            value=_value(kept, problem),
            people=coverage_of(kept, problem).first,
            waits=schedule.waits,
            timetable_seconds=seconds,
            faults=faults,
        )


def _value(chosen: Allocation, problem: Problem) -> float:
    return float(problem.pairs.value[problem.rows_of(chosen.person, chosen.posting)].sum())


def _days(case: _Case, chosen: Allocation, schedule: Schedule, sizes: FairSizes, seed: int, runs: int) -> Iterator[Day]:
    """The same day at the opening and after a quarter of it; the lost booth goes on in another's place, or not at all."""
    problem = timetable_problem(case.problem, chosen, case.hall, case.visitors)
    draw = np.random.Generator(np.random.PCG64([seed, 3]))
    placed = problem.interviews.person[schedule.timetable.placed]
    away = draw.choice(np.unique(placed), min(sizes.no_shows, len(np.unique(placed))), replace=False)
    gone = set(away.tolist())
    events: list[Event] = [NoShow(int(row)) for row in away]
    events += case.walk_ins
    lost, other = (int(row) for row in draw.choice(len(problem.booths), 2, replace=False)) if sizes.booths > 1 else (0, 0)
    names = [booth.name for booth in problem.booths]
    for now in sorted({0, problem.slots // 4}):
        for to in (other, None) if sizes.booths > 1 else (None,):
            all_events = [*events, BoothLost(lost, to)]
            after, seconds = timed(lambda: replan(problem, schedule.timetable, now, all_events), runs)  # noqa: B023 (called at once)
            told = after.problem.interviews.person[after.timetable.placed]
            yield Day(
                at=problem.clock.at(now),
                lost_booth=f"booth {names[lost]} " + ("closed" if to is None else f"moves to the place of {names[to]}"),
                seconds=seconds,
                moved=after.count(ChangeKind.MOVED),
                dropped=after.count(ChangeKind.DROPPED),
                dropped_of_others=sum(
                    change.kind is ChangeKind.DROPPED and int(after.problem.interviews.person[change.interview]) not in gone
                    for change in after.changes
                ),
                added=after.count(ChangeKind.ADDED),
                units=after.count(ChangeKind.UNIT),
                walk_ins_served=len(np.unique(told[told >= len(problem.people)])),
                value=after.value,
                faults=len(check_timetable(after.problem, after.timetable, since=now)),
            )


def fair_lines(found: FairBench) -> Iterator[str]:
    """What a bench found, in lines for a terminal."""
    machine, sizes = found.machine, found.sizes
    yield f"{machine.processor}, {machine.cores} cores, Python {machine.python}, {machine.system}"
    yield (
        f"{sizes['people']:,} people x {sizes['postings']:,} postings, {sizes['booths']} booths x {sizes['slots']} slots, "
        f"interviewers a booth {sizes['interviewers']}, interpreters {sizes['interpreters']}, guides {sizes['guides']}, "
        f"quiet rooms {sizes['quiet_rooms']}, coaches {sizes['coaches']}"
    )
    yield f"{found.pairs:,} pairs that the rules allow, {sizes['settled']} % of the open questions settled"
    yield f"rules, features and guesses: {found.prepare_seconds:.1f} s"
    sizes_of_form = "every interview takes one slot" if sizes["plain"] else "long interviews, some employers bring an interpreter"
    crossing = "" if found.crossing is None else f" ({found.crossing} crosses the flow)"
    yield f"allocation by {found.form}{crossing}: {_seconds(found.allocation)}, gap {100 * found.gap:.3f} %; {sizes_of_form}"
    yield (
        f"coverage: {found.served:,} people; the maximum flow serves {found.maximum_flow:,}, "
        f"and at most {found.served_at_most:,} can be served" + (": everybody who can be" if found.covered else "")
    )
    for reason in found.reasons:
        yield f"  {reason.people:,} {reason.kind}" + ("" if reason.proved else ", not proved one by one") + f": {reason.example}"
    yield (
        f"timetable by {found.timetable_method}: {_seconds(found.timetable)}, value within {100 * found.timetable_gap:.2f} % of "
        f"its bound, at most {found.timetable_people_at_most:,} people"
    )
    yield from (f"  to add: {text}" for text in found.additions)
    yield f"{'':16}{'chosen':>8}{'people':>8}{'value':>9}{'placed':>8}{'people':>8}{'value':>9}{'waits':>7}{'s':>6}{'faults':>7}"
    for way in found.ways:
        yield (
            f"{way.method:16}{way.chosen:8,}{way.chosen_people:8,}{way.chosen_value:9.1f}{way.placed:8,}{way.people:8,}"
            f"{way.value:9.1f}{way.waits:7,}{way.timetable_seconds:6.1f}{way.faults:7}"
        )
    yield f"re-plan after {sizes['no_shows']} no-shows, {sizes['walk_ins']} walk-ins and a lost booth:"
    for day in found.days:
        yield (
            f"  at {day.at}, {day.lost_booth}: {_seconds(day.seconds)}, {day.moved} moved, {day.dropped} dropped "
            f"({day.dropped_of_others} of people who came), {day.added} added, {day.units} with another unit, "
            f"{day.walk_ins_served} walk-ins served, value {day.value:.1f}, {day.faults} faults"
        )
    yield f"peak memory {found.peak_megabytes:.0f} MB"


def _seconds(timing: Timing) -> str:
    return f"{timing.median:.2f} s ({timing.fastest:.2f}-{timing.slowest:.2f}, {timing.runs} warm runs)"
