"""What an allocation is asked: the people, the posts at their booths, the pairs that may meet, and what there is of everything."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matching.allocation.conflict import AllocationConflict
from matching.allocation.conflicts import find_conflicts
from matching.allocation.lottery import draw_lottery
from matching.allocation.organizer import Exclusion, Pin, Priority
from matching.knowledge.catalogue import Text

Int64 = NDArray[np.int64]
Float64 = NDArray[np.float64]
Bool = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Person:
    """One person at the fair. `name` is the pseudonymous id, unique; `most` the most interviews wanted (1 or more).

    `takes` is how many slots one interview of this person lasts (1 or more). `needs` names the resources that every interview of
    this person uses: a fact of capacity, never of value.
    """

    name: str
    most: int
    takes: int = 1
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Booth:
    """One employer's booth: so many interviewers at work in so many slots (None: all slots of the fair).

    `brings` names the resources that the employer has of its own, so that interviews here use none of the fair's.
    """

    name: str
    interviewers: int
    slots: int | None = None
    brings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Post:
    """One posting: at which booth (row), and how many interviews it wants at most (1 or more)."""

    name: str
    booth: int
    interviews: int


@dataclass(frozen=True, slots=True)
class Resource:
    """What the fair lends to an interview: interpreters, guides, the quiet room, job coaches; `units` of it at a time.

    `slots`: how many slots all units together are there for (None: each of them all day).
    """

    name: str
    label: Text
    units: int
    slots: int | None = None


@dataclass(frozen=True, eq=False)
class Pairs:
    """Who may meet whom, one row a pair, each pair once; all columns (n,).

    `person`, `posting`: rows of the problem. `value`: what the meeting is worth, above 0 in any unit (calibrated p(interest) x
    p(offer) x value). `interest`: the person's side, for the person's own order; `offer`: the posting's side. The rules decided
    before that every pair here is allowed.
    """

    person: Int64
    posting: Int64
    value: Float64
    interest: Float64
    offer: Float64

    def __len__(self) -> int:
        return len(self.person)


@dataclass(frozen=True)
class Problem:
    """One fair to allocate. `slots`: how many the fair has, one after the other; `guaranteed`: interviews for each person first.

    A person meets one posting at a time, so nobody gets more interviews than fit into the slots. `seed` is the lottery's.

    Raises:
        AllocationConflict: capacity 0, more guaranteed interviews than slots, a name twice, a pin against an exclusion or a
            capacity, and the like; it lists every conflict with its names and what would resolve it.
    """

    people: tuple[Person, ...]
    posts: tuple[Post, ...]
    booths: tuple[Booth, ...]
    pairs: Pairs
    slots: int
    guaranteed: int = 1
    seed: int = 0
    resources: tuple[Resource, ...] = ()
    priorities: tuple[Priority, ...] = ()
    pins: tuple[Pin, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()

    def __post_init__(self) -> None:
        conflicts = find_conflicts(self)
        if conflicts:
            raise AllocationConflict(conflicts)

    @cached_property
    def takes(self) -> Int64:
        """(people,) slots of one interview."""
        return np.array([person.takes for person in self.people], dtype=np.int64)

    @cached_property
    def most(self) -> Int64:
        """(people,) the most interviews: what the person wants, and what fits into the slots."""
        wanted = np.array([person.most for person in self.people], dtype=np.int64)
        return np.asarray(np.minimum(wanted, self.slots // np.maximum(self.takes, 1)), dtype=np.int64)

    @cached_property
    def promised(self) -> Int64:
        """(people,) interviews that coverage wants for each person: the guarantee, or fewer where the person wants fewer."""
        return np.minimum(self.most, self.guaranteed)

    @cached_property
    def booth_of(self) -> Int64:
        """(posts,) row of the booth."""
        return np.array([post.booth for post in self.posts], dtype=np.int64)

    @cached_property
    def interviews(self) -> Int64:
        """(posts,) the most interviews of each posting."""
        return np.array([post.interviews for post in self.posts], dtype=np.int64)

    @cached_property
    def booth_slots(self) -> Int64:
        """(booths,) interviewer-slots of each booth."""
        return np.array([b.interviewers * (self.slots if b.slots is None else b.slots) for b in self.booths], dtype=np.int64)

    @cached_property
    def resource_slots(self) -> Int64:
        """(resources,) unit-slots of each resource."""
        return np.array([r.units * self.slots if r.slots is None else r.slots for r in self.resources], dtype=np.int64)

    @cached_property
    def needs(self) -> Bool:
        """(resources, people): who needs which."""
        return _marks([r.name for r in self.resources], [p.needs for p in self.people])

    @cached_property
    def brings(self) -> Bool:
        """(resources, booths): which booth brings its own."""
        return _marks([r.name for r in self.resources], [b.brings for b in self.booths])

    @cached_property
    def priority(self) -> Float64:
        """(people,) what the organizer's priorities add to the value of each interview of a person."""
        added = np.zeros(len(self.people))
        for priority in self.priorities:
            added[list(priority.people)] += priority.amount
        return added

    @cached_property
    def worth(self) -> Float64:
        """(pairs,) what is maximised: the value of the pair and the priorities of its person."""
        return np.asarray(self.pairs.value + self.priority[self.pairs.person])

    @cached_property
    def lottery(self) -> Int64:
        """(pairs,) the number that breaks ties of each pair, as `draw_lottery` draws it."""
        return draw_lottery(self)

    def rows_of(self, person: Int64, posting: Int64) -> Int64:
        """(n,) row of each of these meetings among the pairs, or -1 where it is none of them."""
        order, keys = self._by_key
        wanted = self._key(person, posting)
        if not len(keys):
            return np.full(len(wanted), -1, dtype=np.int64)
        place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        return np.where(keys[place] == wanted, order[place], -1)

    @cached_property
    def excluded(self) -> Bool:
        """(pairs,) those that must not meet."""
        return self._marked([(e.person, e.posting) for e in self.exclusions])

    @cached_property
    def pinned(self) -> Bool:
        """(pairs,) those that must meet."""
        return self._marked([(p.person, p.posting) for p in self.pins])

    def uses(self, resource: int, person: Int64, posting: Int64) -> Bool:
        """(n,) whether these meetings take the resource (row) from the fair's own."""
        return np.asarray(self.needs[resource, person] & ~self.brings[resource, self.booth_of[posting]])

    def _marked(self, meetings: Sequence[tuple[int, int]]) -> Bool:
        marked = np.zeros(len(self.pairs), dtype=np.bool_)
        if meetings:
            person, posting = np.array(meetings, dtype=np.int64).T
            rows = self.rows_of(person, posting)
            marked[rows[rows >= 0]] = True
        return marked

    @cached_property
    def _by_key(self) -> tuple[Int64, Int64]:
        keys = self._key(self.pairs.person, self.pairs.posting)
        order = np.argsort(keys, kind="stable")
        return order, keys[order]

    def _key(self, person: Int64, posting: Int64) -> Int64:
        inside = (person >= 0) & (person < len(self.people)) & (posting >= 0) & (posting < len(self.posts))
        return np.where(inside, person * len(self.posts) + posting, -1)


def _marks(names: Sequence[str], having: Sequence[tuple[str, ...]]) -> Bool:
    row = {name: k for k, name in enumerate(names)}
    marks = np.zeros((len(names), len(having)), dtype=np.bool_)
    for column, had in enumerate(having):
        for name in had:
            marks[row[name], column] = True
    return marks
