"""All-pairs verdicts: equal to the traced judgement of each pair, and how many pairs a second."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import cycle, islice
from multiprocessing import get_context
from typing import Final

import numpy as np
from pydantic import BaseModel, ConfigDict

from api.bench.machine import Machine, Timing, check_room, once, peak_megabytes, this_machine, timed
from api.bench.rows import Row, spread_of
from matching.bitmaps import VERDICT_CODES, VerdictIndex, unpack
from matching.judgement import Applicant, Opening, applicant, judge, opening
from matching.knowledge.catalogue import Text
from matching.policy import Policy, policy_on
from matching.verdicts import Standing

_DRAWN: Final = 20_000
"""People that differ; a larger pool repeats them, which changes nothing about the work."""

_JOBS_A_CORE: Final = 8
_TARGET: Final = 2e9
_ENOUGH: Final = 4_990_000
"""Distinct pairs that count as five million: whole people with all postings are compared."""
_BYTES: Final = 4e8
_BYTES_A_PERSON: Final = 400
"""The literals of a person; two bits a pair more are the result, which a pass holds up to twice, with what it is made of."""
_FEWER: Final = Text(zh="用 --people 或 --postings 减少", en="give fewer with --people or --postings")


class Equality(BaseModel):
    """Pairs compared one by one with the traced judgement: verdict, and the dimensions and rules of the winning verdict."""

    model_config = ConfigDict(frozen=True)

    people: int
    postings: int
    pairs: int
    different: int
    seconds: float


class Rate(BaseModel):
    """One pass over all pairs. `floor` is writing the result planes alone; `ratio` the pass beside it."""

    model_config = ConfigDict(frozen=True)

    people: int
    postings: int
    threads: int
    build_seconds: float
    compile_seconds: float
    pass_: Timing
    pairs_a_second: float
    floor: Timing
    ratio: float
    index_megabytes: float
    planes_megabytes: float


class Growth(BaseModel):
    """The same pass over more of one side. `ratio`: of the times; `times`: of the sizes."""

    model_config = ConfigDict(frozen=True)

    of: str
    smaller: int
    larger: int
    times: float
    smaller_seconds: Timing
    larger_seconds: Timing
    ratio: float


class VerdictBench(BaseModel):
    model_config = ConfigDict(frozen=True)

    machine: Machine
    shares: dict[str, float]
    equality: Equality | None
    rates: tuple[Rate, ...]
    growth: tuple[Growth, ...]
    peak_megabytes: float
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class _Town:
    people: list[Applicant]
    posts: list[Opening]
    policy: Policy


_TOWN: _Town | None = None
"""What the workers of a comparison inherit when they are forked."""


def bench_verdicts(pairs: int, people: int, postings: int, seed: int, today: date, growth: bool = False) -> VerdictBench:
    """Compare `pairs` distinct pairs of a synthetic city one by one (0: none), then time people x postings.

    `growth`: also half of the people, and a quarter of the postings. Raises ValueError when the city has too few postings for the
    comparison, BadInput when the bitmaps would not fit into memory.
    """
    told = Text(zh=f"{people:,} 人 x {postings:,} 岗位", en=f"{people:,} people x {postings:,} postings")
    check_room(_BYTES + people * (_BYTES_A_PERSON + postings / 4), told, _FEWER)
    town = _town(seed, min(people, _DRAWN), postings, today)
    cores = this_machine().cores
    equality = _compare(town, pairs, cores) if pairs else None
    rates = []
    for threads in sorted({1, cores}):
        rates.append(_rate(town, people, threads))
    index = _index(town.people, town.posts, town.policy)
    planes = index.decide()
    counts = np.array([[getattr(planes.counts(row), name) for name in VERDICT_CODES] for row in range(len(planes))]).sum(axis=0)
    shares: dict[str, float] = {name: float(count / counts.sum()) for name, count in zip(VERDICT_CODES, counts, strict=True)}
    growths = tuple(_growths(town, people)) if growth else ()
    return VerdictBench(
        machine=this_machine(),
        shares=shares,
        equality=equality,
        rates=tuple(rates),
        growth=growths,
        peak_megabytes=peak_megabytes(),
        rows=tuple(_rows(equality, rates, growths)),
    )


def _rows(equality: Equality | None, rates: Sequence[Rate], growths: Sequence[Growth]) -> Iterator[Row]:
    for one in rates:
        yield Row(
            work="verdicts, all pairs",
            sizes=f"{one.people:,} people x {one.postings:,} postings, {one.threads} "
            + ("thread" if one.threads == 1 else "threads"),
            figure=f"{one.pairs_a_second / 1e9:.1f} G pairs/s ({1e3 * one.pass_.median:.0f} ms)",
            floor=f"writing the result alone {1e3 * one.floor.median:.0f} ms",
            ratio=one.ratio,
            spread=spread_of(one.pass_),
            target=f">= {_TARGET / 1e9:.0f} G pairs/s",
            met=one.pairs_a_second >= _TARGET,
        )
    if equality is not None:
        yield Row(
            work="verdicts equal the traced judgement of each pair",
            sizes=f"{equality.pairs:,} distinct pairs",
            figure=f"{equality.different} different",
            target="none of 5,000,000 different",
            met=equality.different == 0 and equality.pairs >= _ENOUGH,
        )
    for more in growths:
        yield Row(
            work=f"growth of the verdicts in {more.of}",
            sizes=f"{more.smaller:,} {more.of} -> {more.larger:,} {more.of}, 1 thread",
            figure=f"{more.ratio:.2f} times as long for {more.times:.1f} times the {more.of}",
            spread=f"{spread_of(more.smaller_seconds)} -> {spread_of(more.larger_seconds)}",
        )


def _growths(town: _Town, people: int) -> Iterator[Growth]:
    """One thread: half of the people beside all, then a quarter of the postings beside all."""
    whole = _pass(town, people, len(town.posts))
    for of, size, part in (("people", people, people // 2), ("postings", len(town.posts), len(town.posts) // 4)):
        least = _pass(town, part, len(town.posts)) if of == "people" else _pass(town, people, part)
        yield Growth(
            of=of,
            smaller=part,
            larger=size,
            times=size / part,
            smaller_seconds=least,
            larger_seconds=whole,
            ratio=whole.median / least.median,
        )


def _pass(town: _Town, people: int, postings: int) -> Timing:
    index = _index(list(islice(cycle(town.people), people)), town.posts[:postings], town.policy)
    return timed(index.decide)[1]


def _town(seed: int, people: int, postings: int, today: date) -> _Town:
    from data.synthetic import generate_city

    city = generate_city(seed=seed, candidates=people, employers=max(4, postings // 3), today=today)
    if len(city.postings) < postings:
        raise ValueError(f"the city has {len(city.postings)} postings, {postings} were asked for; ask for fewer")
    policy = policy_on(today)
    return _Town(
        [applicant(person, policy) for person in city.candidates],
        [opening(posting) for posting in city.postings[:postings]],
        policy,
    )


def _index(people: Sequence[Applicant], posts: Sequence[Opening], policy: Policy) -> VerdictIndex:
    index = VerdictIndex.build(people, policy)
    for number, post in enumerate(posts):
        index.put_posting(str(number), post)
    return index


def _compare(town: _Town, pairs: int, cores: int) -> Equality:
    global _TOWN
    posts = len(town.posts)
    people = min(len(town.people), max(1, pairs // posts))
    _TOWN = _Town(town.people[:people], town.posts, town.policy)
    parts = np.array_split(np.arange(posts), min(posts, cores * _JOBS_A_CORE))
    with ProcessPoolExecutor(cores, mp_context=get_context("fork")) as pool:
        different, seconds = once(lambda: sum(pool.map(_differences, parts)))
    _TOWN = None
    return Equality(people=people, postings=posts, pairs=people * posts, different=different, seconds=seconds)


def _differences(rows: Sequence[int]) -> int:
    """How many pairs of these postings the two evaluators see differently."""
    town = _TOWN
    assert town is not None
    posts = [town.posts[row] for row in rows]
    index = _index(town.people, posts, town.policy)
    planes = index.decide()
    different = 0
    for place, post in enumerate(posts):
        verdicts = [VERDICT_CODES[code] for code in planes.codes(place)]
        for person, verdict, named in zip(town.people, verdicts, _named(index, str(place), verdicts), strict=True):
            found = judge(person, post, town.policy)
            different += found.verdict != verdict or set(named) != {*found.abilities, *found.rules}
    return different


def _named(index: VerdictIndex, posting: str, verdicts: Sequence[str]) -> Iterator[list[str]]:
    """Per person the dimensions and rules of the winning verdict, by the engine."""
    names: list[list[str]] = [[] for _ in verdicts]
    for one in index.compiled(posting).opens:
        wanted = {Standing.BLOCKED.value: index.members(one.blocked), "review": index.union(node for _, node in one.review)}
        for verdict, members in wanted.items():
            for row in np.flatnonzero(unpack(members, len(index))):
                if verdicts[int(row)] == verdict:
                    names[row].append(one.name)
    return iter(names)


def _rate(town: _Town, people: int, threads: int) -> Rate:
    pool = list(islice(cycle(town.people), people))
    index, build = once(lambda: VerdictIndex.build(pool, town.policy))
    _, compiled = once(lambda: _put_all(index, town.posts))
    planes, passed = timed(lambda: index.decide(threads=threads))
    floor = timed(lambda: np.zeros_like(planes.bits).fill(1))[1]
    pairs = people * len(town.posts)
    return Rate(
        people=people,
        postings=len(town.posts),
        threads=threads,
        build_seconds=build,
        compile_seconds=compiled,
        pass_=passed,
        pairs_a_second=pairs / passed.median,
        floor=floor,
        ratio=passed.median / floor.median,
        index_megabytes=index.literals.bits.nbytes / 1e6,
        planes_megabytes=planes.bits.nbytes / 1e6,
    )


def _put_all(index: VerdictIndex, posts: Sequence[Opening]) -> None:
    for number, post in enumerate(posts):
        index.put_posting(str(number), post)
