"""What a set of changes opens at several postings, worked out only where the set can matter."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from matching.bitmaps import Words, count
from matching.bitmaps.literals import WORD
from matching.unlock.change import Change
from matching.unlock.ground import Ground
from matching.unlock.onsite import OnSite, on_site
from matching.unlock.people import PersonalChange, as_words, merge
from matching.unlock.rows import ON_SITE_KINDS
from matching.unlock.site import Site
from matching.unlock.together import opened_together

Move = OnSite | PersonalChange


@dataclass(frozen=True, eq=False)
class Place:
    """One site with the moves that can matter there, by the key of their change, and the dimensions and rules that each touches.

    `out_by`: where only one person counts, the dimensions and rules that keep this person out.
    """

    site: Site
    moves: Mapping[str, Move]
    rows: Mapping[str, frozenset[str]]
    out_by: frozenset[str] | None = None

    def hopeless(self, keys: Iterable[str]) -> bool:
        """Whether something keeps the one person out that none of the changes touches."""
        return self.out_by is not None and not self.out_by <= frozenset[str]().union(*(self.rows[key] for key in keys))

    def kept_out(self, key: str) -> Words:
        """The people whom something keeps out that the change touches."""
        found: Words = np.bitwise_or.reduce(self.site.open[[self.site.places[name] for name in self.rows[key]]], axis=0)
        return found & self.site.everybody & ~self.site.fit


@dataclass(frozen=True, eq=False)
class Problem:
    """The function from sets of changes to what they open. `people` (words,) are those who count. It never falls as a set grows."""

    ground: Ground
    people: Words
    places: Sequence[Place]
    changes: Mapping[str, Change]
    _opened: dict[tuple[int, frozenset[str]], Words] = field(default_factory=dict)
    _merged: dict[frozenset[str], PersonalChange | None] = field(default_factory=dict)

    def points(self, keys: Iterable[str]) -> int:
        return sum(self.changes[key].points for key in keys)

    def opened(self, place: int, keys: Collection[str]) -> Words:
        """Whom the changes that can matter at a place open it to."""
        here = self.places[place]
        used = frozenset(key for key in keys if key in here.moves)
        found = self._opened.get((place, used))
        if found is None:
            found = self._opened[place, used] = self._open(here, used)
        return found

    def value(self, keys: Collection[str]) -> int:
        """How many pairs of a person and a posting the changes open together."""
        return sum(count(self.opened(place, keys)) for place in range(len(self.places)))

    def within(self, budget: int) -> "Problem":
        """The same without changes over the budget, and without postings that all the others together do not open."""
        kept = []
        for here in self.places:
            moves = {key: move for key, move in here.moves.items() if move.change.points <= budget}
            kept.append(replace(here, moves=moves))
        changes = {key: change for key, change in self.changes.items() if change.points <= budget}
        whole = replace(self, places=kept, changes=changes, _opened={})
        open_ = [here for place, here in enumerate(kept) if whole.opened(place, changes).any()]
        useful = {key for here in open_ for key in here.moves}
        return replace(whole, places=open_, changes={key: changes[key] for key in changes if key in useful}, _opened={})

    def _open(self, here: Place, keys: frozenset[str]) -> Words:
        if not keys or here.hopeless(keys):
            return np.zeros_like(self.people)
        moves = [here.moves[key] for key in sorted(keys)]
        onsite = [one for one in moves if isinstance(one, OnSite)]
        personal = frozenset(one.change.key for one in moves if isinstance(one, PersonalChange))
        if personal not in self._merged:
            self._merged[personal] = merge([one for one in moves if isinstance(one, PersonalChange)])
        return opened_together(self.ground, here.site, onsite, self._merged[personal]) & self.people


def site_problem(ground: Ground, sites: Sequence[Site]) -> Problem:
    """Arrangements and changed facts at one posting, or at all postings of an employer, for everybody."""
    places = []
    for site in sites:
        moves = _moves_at(site)
        standing = {name for name, place in site.places.items() if site.open[place].any()}
        rows = {key: move.rows & standing for key, move in moves.items()}
        useful: dict[str, Move] = {key: move for key, move in moves.items() if rows[key]}
        places.append(Place(site, useful, rows))
    return _problem(ground, ground.index.everybody, places)


def candidate_problem(ground: Ground, person: int) -> Problem:
    """Changes for one person: what they and public service can do, and arrangements that every employer is asked for."""
    people = as_words(ground.index, [person])
    personal = [one for one in ground.personal if not one.change.at_most and (one.asked is None or (one.asked & people).any())]
    word, bit = person // WORD, np.uint64(1 << person % WORD)
    places = []
    for site in ground.sites:
        if site.fit[word] & bit:
            continue
        out = np.flatnonzero(site.open[:, word] & bit)
        out_by = frozenset(site.opens[place].name for place in out)
        moves: dict[str, Move] = {key: move for key, move in _moves_at(site).items() if not move.rows.isdisjoint(out_by)}
        rows = {key: move.rows & out_by for key, move in moves.items()}
        for one in personal:
            touched = out_by & one.rows.union(rule.name for rule in one.rules(ground.index, site.opening))
            if touched:
                moves[one.change.key], rows[one.change.key] = one, touched
        here = Place(site, moves, rows, out_by)
        if moves and not here.hopeless(moves):
            places.append(here)
    return _problem(ground, people, places)


def _moves_at(site: Site) -> dict[str, OnSite]:
    return {one.change.key: one for one in on_site(site) if one.change.kind in ON_SITE_KINDS}


def _problem(ground: Ground, people: Words, places: Sequence[Place]) -> Problem:
    return Problem(ground, people, places, {key: move.change for here in places for key, move in here.moves.items()})
