"""What each single change opens, for everybody at every posting."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.bitmaps import unpack
from matching.unlock.change import Change
from matching.unlock.ground import Ground
from matching.unlock.onsite import on_site
from matching.unlock.people import PersonalChange
from matching.unlock.site import Opened, Rest, Site

Rows = NDArray[np.int32]


_NOBODY: Final = np.zeros(0, np.int32)


class Gain(NamedTuple):
    """What a change opens at one site (by number): the rows of people who fit then, and of those who are blocked no longer but need
    a look. Both ascending; nobody is in both.
    """

    site: int
    fit: Rows
    review: Rows


@dataclass(frozen=True, eq=False)
class Table:
    """The changes that open anything, by key, each with its gains in order of site."""

    ground: Ground
    changes: Mapping[str, Change]
    gains: Mapping[str, tuple[Gain, ...]]

    @cached_property
    def at_sites(self) -> tuple[tuple[tuple[str, Gain], ...], ...]:
        """For each site the gains there, with the key of their change."""
        found: list[list[tuple[str, Gain]]] = [[] for _ in self.ground.sites]
        for key, gains in self.gains.items():
            for gain in gains:
                found[gain.site].append((key, gain))
        return tuple(map(tuple, found))

    def of_person(self, person: int) -> dict[str, list[Gain]]:
        """The gains of one person, by the key of their change."""
        found: dict[str, list[Gain]] = {}
        for fits, by in zip((True, False), self._by_person, strict=True):
            first, last = np.searchsorted(by.people, (person, person + 1))
            for number, site in zip(by.changes[first:last].tolist(), by.sites[first:last].tolist(), strict=True):
                alone = np.array([person], np.int32)
                gain = Gain(site, alone, _NOBODY) if fits else Gain(site, _NOBODY, alone)
                found.setdefault(self._keys[number], []).append(gain)
        return {key: sorted(gains, key=lambda gain: gain.site) for key, gains in found.items()}

    @cached_property
    def _keys(self) -> tuple[str, ...]:
        return tuple(self.gains)

    @cached_property
    def _by_person(self) -> tuple["_Pairs", "_Pairs"]:
        """Who fits, and who then needs a look, each sorted by person."""
        return self._sorted_pairs(lambda gain: gain.fit), self._sorted_pairs(lambda gain: gain.review)

    def _sorted_pairs(self, part: Callable[[Gain], Rows]) -> "_Pairs":
        rows = [(number, gain.site, part(gain)) for number, key in enumerate(self._keys) for gain in self.gains[key]]
        sizes = [len(people) for _, _, people in rows]
        people = np.concatenate([people for _, _, people in rows]) if rows else _NOBODY
        order = np.argsort(people, kind="stable")
        changes, sites = (np.repeat(np.array([row[column] for row in rows], np.int32), sizes)[order] for column in (0, 1))
        return _Pairs(people[order], changes, sites)


class _Pairs(NamedTuple):
    """One row a pair that a change opens: the person, the number of the change, the number of the site."""

    people: Rows
    changes: Rows
    sites: Rows


def tabulate(ground: Ground, progress: Callable[[int, int], None] | None = None) -> Table:
    """Try every change at every posting.

    1. Whoever another dimension or rule keeps out gains nothing, so only the rows that a change touches are worked out, and only
    where somebody is kept out by these alone. 2. These rows are compiled once more with the change made. 3. What the change opens
    is the difference of both.
    """
    changes: dict[str, Change] = {}
    gains: dict[str, list[Gain]] = {}
    for number, site in enumerate(ground.sites):
        for change, opened in _singles(ground, site):
            if not opened.nothing:
                changes.setdefault(change.key, change)
                gains.setdefault(change.key, []).append(_gain(number, opened, len(ground.index)))
        if progress is not None:
            progress(number + 1, len(ground.sites))
    return Table(ground, changes, {key: tuple(rows) for key, rows in gains.items()})


def _singles(ground: Ground, site: Site) -> Iterator[tuple[Change, Opened]]:
    rests: dict[frozenset[str], Rest | None] = {}

    def rest_of(rows: frozenset[str]) -> Rest | None:
        if rows not in rests:
            rests[rows] = site.rest(rows)
        return rests[rows]

    for one in on_site(site):
        rest = rest_of(one.rows)
        if rest is not None:
            yield one.change, rest.opened(ground.index, one.reopen(ground.index, site))
    for personal in ground.personal:
        opened = _personal(ground, site, personal, rest_of)
        if opened is not None:
            yield personal.change, opened


def _personal(ground: Ground, site: Site, one: PersonalChange, rest_of: Callable[[frozenset[str]], Rest | None]) -> Opened | None:
    rules = one.rules(ground.index, site.opening)
    rest = rest_of(one.rows | {rule.name for rule in rules})
    if rest is None:
        return None
    dimensions = [one.reopen(ground.index, site.opens[site.places[name]]) for name in sorted(one.rows) if name in site.places]
    opened = rest.opened(ground.index, [*dimensions, *rules])
    return opened if one.asked is None else opened.among(one.asked)


def _gain(site: int, opened: Opened, people: int) -> Gain:
    fit, review = (np.flatnonzero(unpack(words, people)).astype(np.int32) for words in opened)
    return Gain(site, fit, review)
