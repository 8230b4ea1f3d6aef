"""The rows of an unlock board: what each change opens, to how many people at how many posts, in the order people read them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from matching.unlock.change import Change, ChangeKind
from matching.unlock.table import Gain, Rows, Table
from matching.unlock.wishes import Bool

ON_SITE_KINDS: Final = frozenset({ChangeKind.ACCOMMODATION, ChangeKind.FACT})


@dataclass(frozen=True, eq=False)
class Unlock:
    """A change with what it opens: distinct `people` at distinct `posts`, `pairs` of both; and beside it the people, posts and
    pairs that were blocked and then need a look. `gains` are in order of site; none of them is empty.
    """

    change: Change
    gains: tuple[Gain, ...]
    people: int
    posts: int
    pairs: int
    review_people: int
    review_posts: int
    review_pairs: int

    @classmethod
    def of(cls, change: Change, gains: Iterable[Gain]) -> "Unlock":
        kept = tuple(gain for gain in gains if len(gain.fit) or len(gain.review))
        fit, review = [one.fit for one in kept], [one.review for one in kept]
        return cls(
            change=change,
            gains=kept,
            people=_distinct(fit),
            posts=_touched(fit),
            pairs=sum(map(len, fit)),
            review_people=_distinct(review),
            review_posts=_touched(review),
            review_pairs=sum(map(len, review)),
        )


def order(row: Unlock) -> tuple[int, int, int, str, str]:
    """Most people first, then most pairs, then least cost, then by name and place."""
    return -row.people, -row.pairs, row.change.points, row.change.key, row.change.at or ""


def event_rows(table: Table, people: Bool | None = None) -> list[Unlock]:
    """One row a change about people, and one a change at each employer; of everybody, or where `people` (people,) is True."""
    found = []
    for key, gains in table.gains.items():
        change = table.changes[key]
        some = gains if people is None else [_among(gain, people) for gain in gains]
        if is_on_site(change):
            employers: dict[str, list[Gain]] = {}
            for gain in some:
                employers.setdefault(table.ground.sites[gain.site].employer, []).append(gain)
            found += [Unlock.of(change.at_employer(name), rows) for name, rows in employers.items()]
        else:
            found.append(Unlock.of(change, some))
    return _sorted(found)


def posting_rows(table: Table, posting: str) -> list[Unlock]:
    """What each change opens at one posting."""
    return _rows_at(table, [site.posting == posting for site in table.ground.sites], None)


def employer_rows(table: Table, employer: str) -> list[Unlock]:
    """What each change opens at all postings of one employer: "one light alarm opens 4 posts to 11 people"."""
    return _rows_at(table, [site.employer == employer for site in table.ground.sites], employer)


def candidate_rows(table: Table, person: int) -> list[Unlock]:
    """What each change opens for one person; one at postings is asked for wherever it opens one."""
    return _sorted([Unlock.of(table.changes[key], gains) for key, gains in table.of_person(person).items()])


def _rows_at(table: Table, wanted: Sequence[bool], employer: str | None) -> list[Unlock]:
    found: dict[str, list[Gain]] = {}
    for site, here in enumerate(table.at_sites):
        for key, gain in here if wanted[site] else ():
            found.setdefault(key, []).append(gain)
    rows = []
    for key, gains in found.items():
        change = table.changes[key]
        rows.append(Unlock.of(change.at_employer(employer) if employer is not None and is_on_site(change) else change, gains))
    return _sorted(rows)


def is_on_site(change: Change) -> bool:
    """Whether an employer can be asked for it, or about it."""
    if change.kind is ChangeKind.ANSWER:
        return change.name.startswith(("demand.", "fact.")) or change.name.endswith(".employer")
    return change.kind in ON_SITE_KINDS


def _sorted(rows: Sequence[Unlock]) -> list[Unlock]:
    return sorted((row for row in rows if row.gains), key=order)


def _among(gain: Gain, people: Bool) -> Gain:
    return Gain(gain.site, gain.fit[people[gain.fit]], gain.review[people[gain.review]])


def _distinct(parts: Sequence[Rows]) -> int:
    return len(np.unique(np.concatenate(parts))) if parts else 0


def _touched(parts: Sequence[Rows]) -> int:
    return sum(len(rows) > 0 for rows in parts)
