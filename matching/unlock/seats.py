"""Which course to fund: what each opens, and to whom its free seats would go so that they open most."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from matching.unlock.change import ChangeKind
from matching.unlock.people import Offer
from matching.unlock.rows import Unlock
from matching.unlock.table import Table
from matching.unlock.wishes import Bool

Int64 = NDArray[np.int64]


@dataclass(frozen=True)
class Seat:
    """One person for a seat: how many posts the course opens to them, and how many of these they would want."""

    person: int
    posts: int
    wanted: int


@dataclass(frozen=True, eq=False)
class Funding:
    """A course with all whom it would open a post to (`gainers`, best first), and how many of them find a seat.

    `pairs` and `wanted` count the posts opened to those with a seat. `seated` None: nobody said how many seats there are, and all
    gainers count.
    """

    offer: Offer
    row: Unlock
    gainers: tuple[Seat, ...]
    seated: int
    pairs: int
    wanted: int

    @property
    def chosen(self) -> tuple[Seat, ...]:
        """Who would get the seats."""
        return self.gainers[: self.seated]


def fund(
    table: Table, offers: Iterable[Offer], wanted: Bool, seed: str, ids: Sequence[str], people: Bool | None = None
) -> list[Funding]:
    """The courses that open anything, best first: most wanted posts for people with a seat, most posts, most people, least cost.

    Seats go to those who gain most posts; ties by the number of posts they would want, then by a draw that `seed` fixes: the draw
    knows the id of a person (`ids`) and nothing else. `wanted` (sites, people); `people` (people,) is True for who counts.
    """
    found = []
    for offer in offers:
        change = table.changes.get(f"{ChangeKind.COURSE.value}:{offer.course.id}")
        if change is None:
            continue
        row = Unlock.of(change, table.gains[change.key])
        posts = np.zeros(len(ids), np.int64)
        liked = np.zeros(len(ids), np.int64)
        for gain in row.gains:
            posts[gain.fit] += 1
            liked[gain.fit] += wanted[gain.site, gain.fit]
        if people is not None:
            posts[~people] = 0
        found.append(_funding(offer, row, posts, liked, seed, ids))
    return sorted((one for one in found if one.gainers), key=_order)


def _funding(offer: Offer, row: Unlock, posts: Int64, liked: Int64, seed: str, ids: Sequence[str]) -> Funding:
    seats = [Seat(int(person), int(posts[person]), int(liked[person])) for person in np.flatnonzero(posts)]
    seats.sort(key=lambda one: (-one.posts, -one.wanted, _draw(seed, offer.course.id, ids[one.person])))
    seated = len(seats) if offer.seats_left is None else min(len(seats), offer.seats_left)
    chosen = seats[:seated]
    return Funding(offer, row, tuple(seats), seated, sum(one.posts for one in chosen), sum(one.wanted for one in chosen))


def _draw(seed: str, course: str, person: str) -> bytes:
    return sha256(f"{seed}\0{course}\0{person}".encode()).digest()


def _order(one: Funding) -> tuple[int, int, int, int, str]:
    return -one.wanted, -one.pairs, -one.seated, one.row.change.points, one.offer.course.id
