"""Blocking pairs: a person and a posting who would both rather meet than keep what they were given."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from matching.allocation.allocation import Allocation
from matching.allocation.usage import limits_of, usage_of

if TYPE_CHECKING:
    from matching.allocation.problem import Problem

Int64 = NDArray[np.int64]
Float64 = NDArray[np.float64]
Bool = NDArray[np.bool_]


def blocking_pairs(allocation: Allocation, problem: "Problem") -> Int64:
    """The rows of all pairs that block, in order. Meetings that are no pair of the problem are left out of account.

    A pair that may meet and does not blocks when
    1. the person has room for an interview, or would give up one of lower interest;
    2. the posting and its booth have room, or the posting (where the booth has room: one of its own; where the booth is full: any
       of the booth's) would give up one of a lower offer score;
    3. with what is given up, at most one interview on each side, the resources of the person suffice and the interview fits.
    Equal scores are ordered by the lottery. Pinned interviews are never given up.
    """
    rows = problem.rows_of(np.asarray(allocation.person, dtype=np.int64), np.asarray(allocation.posting, dtype=np.int64))
    met = np.zeros(len(problem.pairs), dtype=np.bool_)
    met[rows[rows >= 0]] = True
    if not len(problem.pairs):
        return np.empty(0, dtype=np.int64)
    by_person, by_posting = person_ranks(problem), posting_ranks(problem)
    return _Standing(problem, met, by_person, by_posting).blocking()


def person_ranks(problem: "Problem") -> Int64:
    """(pairs,) place of each pair in the order of all by interest, then lottery; larger is better for the person."""
    return _ranks(problem.pairs.interest, problem.lottery)


def posting_ranks(problem: "Problem") -> Int64:
    """(pairs,) place of each pair in the order of all by offer score, then lottery; larger is better for the posting."""
    return _ranks(problem.pairs.offer, problem.lottery)


def _ranks(score: Float64, lottery: Int64) -> Int64:
    ranks = np.empty(len(score), dtype=np.int64)
    ranks[np.lexsort((lottery, score))] = np.arange(len(score))
    return ranks


class _Standing:
    """What each side holds: its worst interview that could be given up (-1: none), and what room is left."""

    def __init__(self, problem: "Problem", met: Bool, by_person: Int64, by_posting: Int64) -> None:
        self.problem, self.met = problem, met
        self.by_person, self.by_posting = by_person, by_posting
        pairs, held = problem.pairs, np.flatnonzero(met)
        usage, limits = usage_of(pairs.person[held], pairs.posting[held], problem), limits_of(problem)
        self.person_room = limits.person - usage.person
        self.posting_room = limits.posting - usage.posting
        self.booth_room = limits.booth - usage.booth
        self.resource_room = limits.resource - usage.resource
        uses = [problem.uses(row, pairs.person, pairs.posting) for row in range(len(problem.resources))]
        self.lent = np.array(uses, dtype=np.int64).reshape(len(uses), len(pairs)).T * problem.takes[pairs.person][:, None]
        loose = np.flatnonzero(met & ~problem.pinned)
        person, posting = pairs.person[loose], pairs.posting[loose]
        self.worst_of_person = _worst(loose, person, by_person, len(problem.people))
        self.worst_of_posting = _worst(loose, posting, by_posting, len(problem.posts))
        self.worst_of_booth = _worst(loose, problem.booth_of[posting], by_posting, len(problem.booths))

    def blocking(self) -> Int64:
        """The pairs that fit with at most one interview given up on each side, each for one the side likes less."""
        wish = np.flatnonzero(~self.met & ~self.problem.excluded)
        person, posting = self.problem.pairs.person[wish], self.problem.pairs.posting[wish]
        nothing = np.full(len(wish), -1, dtype=np.int64)
        own = self.worst_of_person[person]
        theirs = (self.worst_of_posting[posting], self.worst_of_booth[self.problem.booth_of[posting]])
        blocks = np.zeros(len(wish), dtype=np.bool_)
        for held in (nothing, *theirs):
            seats = self._prefers(wish, held, self.by_posting) & self._seats(person, posting, held)
            for given in (nothing, own):
                blocks |= seats & self._prefers(wish, given, self.by_person) & self._serves(wish, person, given, held)
        return wish[blocks]

    def _prefers(self, wish: Int64, held: Int64, ranks: Int64) -> Bool:
        """Whether each wish is liked better than what would be given up for it; nothing (-1) is always given up."""
        return np.asarray((held < 0) | (ranks[wish] > ranks[held]))

    def _seats(self, person: Int64, posting: Int64, held: Int64) -> Bool:
        """Whether posting and booth have the place, with the held pairs given up."""
        pairs, given = self.problem.pairs, held >= 0
        at_posting = self.posting_room[posting] + (given & (pairs.posting[held] == posting))
        at_booth = self.booth_room[self.problem.booth_of[posting]] + np.where(given, self.problem.takes[pairs.person[held]], 0)
        return np.asarray((at_posting >= 1) & (at_booth >= self.problem.takes[person]))

    def _serves(self, wish: Int64, person: Int64, own: Int64, held: Int64) -> Bool:
        """Whether person and resources have room, with these pairs given up."""
        held = np.where(held == own, -1, held)
        room = self.person_room[person] + (own >= 0)
        left = self.resource_room - self.lent[wish]
        for given in (own, held):
            left = left + np.where((given >= 0)[:, None], self.lent[given], 0)
        return np.asarray((room >= 1) & (left >= 0).all(axis=1))


def _worst(held: Int64, owner: Int64, ranks: Int64, size: int) -> Int64:
    """(size,) of the held pairs, the one with the lowest rank of each owner, or -1."""
    worst = np.full(size, -1, dtype=np.int64)
    order = np.argsort(-ranks[held], kind="stable")
    worst[owner[order]] = held[order]
    return worst
