"""What comes of pairs: how far each went, and which promises were kept."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data.synthetic.draws import Float64, Int64
from data.synthetic.truth.timeline import Fair
from data.synthetic.truth.world import World

Bool = NDArray[np.bool_]

_FIRST_CHECK: Final = 30
_SECOND_CHECK: Final = 90
_BEFORE: Final = 720
"""Checks from before the first fair lie within this many days of it."""


@dataclass(frozen=True, eq=False)
class Steps:
    """How far each of n pairs came, bool (n,): each step implies the one before. Interviewed: interested, and came.

    promised, kept: int (n,) arrangements that the person needs and the employer promised, and how many it kept; 0 unless hired.
    """

    read: Bool
    interested: Bool
    interviewed: Bool
    offered: Bool
    hired: Bool
    retained: Bool
    promised: Int64
    kept: Int64


@dataclass(frozen=True)
class PromiseCheck:
    """On one day somebody looked whether an employer keeps its promises: `kept` of `checked` arrangements were there."""

    employer: int
    on: date
    checked: int
    kept: int


def simulate(world: World, people: Int64, posts: Int64, positions: Int64 | None, seed: int, meeting: int = 0) -> Steps:
    """What comes of n pairs (rows) that were shown at `positions` (from 1) of their lists; with None every pair is read.

    The chance that place r is read is r ** -attention. A pair's own luck depends on seed, meeting, person and posting alone: it
    would do as well on another list or at another place, so that two policies can be compared on the same luck. `meeting` is the
    number of the fair: the same pair may meet again with new luck.
    """
    forces = world.forces(people, posts)
    chances = world.weigh(forces)
    luck = [_luck(seed, meeting, people, posts, step) for step in range(7)]
    read = np.ones(len(people), dtype=np.bool_) if positions is None else luck[0] < read_chance(world, positions)
    interested = read & (luck[1] < chances.interest)
    interviewed = interested & (luck[2] < chances.attend)
    offered = interviewed & (luck[3] < chances.offer)
    hired = offered & (luck[4] < chances.accept)
    promised = np.where(hired, forces.promised, 0).astype(np.int64)
    kept = _kept(promised, forces.keeps, luck[5])
    share = np.where(promised > 0, kept / np.maximum(promised, 1), forces.keeps)
    stays = share * world.stays(forces, True) + (1 - share) * world.stays(forces, False)
    return Steps(read, interested, interviewed, offered, hired, hired & (luck[6] < stays), promised, kept)


def promise_checks(world: World, fair: Fair, posts: Int64, steps: Steps) -> tuple[PromiseCheck, ...]:
    """What was found at the work of those hired at a fair: about 90 days later, or 30 of those who had left by then.

    One check an employer and day, in order of day and employer. `posts` (n,) are the rows that `steps` are of.
    """
    found: dict[tuple[date, int], list[int]] = {}
    for row in np.flatnonzero(steps.promised > 0).tolist():
        on = fair.on + timedelta(days=_SECOND_CHECK if steps.retained[row] else _FIRST_CHECK)
        total = found.setdefault((on, int(world.employer_of[posts[row]])), [0, 0])
        total[0] += int(steps.promised[row])
        total[1] += int(steps.kept[row])
    return tuple(PromiseCheck(employer, on, checked, kept) for (on, employer), (checked, kept) in sorted(found.items()))


def earlier_checks(world: World, first: date) -> tuple[PromiseCheck, ...]:
    """What was checked before the first fair, each employer on a day of its own, in order of day and employer."""
    found = []
    for employer, (checked, kept) in enumerate(zip(world.record.checked.tolist(), world.record.kept.tolist(), strict=True)):
        if checked:
            days = 1 + (employer * 379 + world.seed * 53) % _BEFORE
            found.append(PromiseCheck(employer, first - timedelta(days=days), checked, kept))
    return tuple(sorted(found, key=lambda one: (one.on, one.employer)))


def _kept(promised: Int64, keeps: Float64, luck: Float64) -> Int64:
    """Binomial by inversion, so that it takes one piece of luck: the smallest k whose cumulative chance passes it."""
    kept = np.zeros(len(promised), dtype=np.int64)
    for row in np.flatnonzero(promised > 0).tolist():
        n, p = int(promised[row]), float(keeps[row])
        chance, total, k = (1 - p) ** n, (1 - p) ** n, 0
        while total < luck[row] and k < n:
            chance *= (n - k) / (k + 1) * p / max(1 - p, 1e-12)
            k += 1
            total += chance
        kept[row] = k
    return kept


def _luck(seed: int, meeting: int, people: Int64, posts: Int64, step: int) -> Float64:
    """(n,) uniform in 0..1 by hashing (SplitMix64), independent of where a pair stands among others."""
    state = np.full(len(people), 0x9E3779B97F4A7C15, dtype=np.uint64)
    with np.errstate(over="ignore"):
        for part in (_column(seed, people), _column(meeting, people), people, posts, _column(step, people)):
            state = _mixed(state ^ part.astype(np.uint64))
    return np.asarray((state >> np.uint64(11)).astype(np.float64) * 2.0**-53)


def _column(value: int, like: Int64) -> Int64:
    return np.full(len(like), value, dtype=np.int64)


def _mixed(value: NDArray[np.uint64]) -> NDArray[np.uint64]:
    value = value + np.uint64(0x9E3779B97F4A7C15)
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))


def read_chance(world: World, positions: Int64) -> Float64:
    """(n,) chance that each place of a list (from 1) is read."""
    return positions.astype(np.float64) ** -world.numbers.office.attention
