"""What an employer may know of the city's pool: for changes of its own, how many people each opens a posting to, rounded."""

from dataclasses import dataclass

from matching.bitmaps import VerdictIndex, count
from matching.suppression import rounded, shown
from matching.unlock.change import Change
from matching.unlock.ground import Ground
from matching.unlock.rows import ON_SITE_KINDS, posting_rows
from matching.unlock.site import Site
from matching.unlock.table import tabulate


@dataclass(frozen=True)
class PublicRow:
    """One arrangement or changed fact, and to how many people of the pool it opens the posting: rounded to 5, never under 5."""

    change: Change
    people: int


@dataclass(frozen=True)
class PublicCounts:
    """The answer about one posting. `pool` and `fit` (who can do it today) are rounded; None: fewer than 5, or all but so few."""

    pool: int | None
    fit: int | None
    rows: tuple[PublicRow, ...]


def public_counts(index: VerdictIndex, posting: str, employer: str) -> PublicCounts:
    """Count over the people of the index. A change whose figure is kept back is no row at all: none and few look the same.

    Rows are in the order of what is shown (most people, least cost, name), which tells nothing about the figures behind it.
    """
    site = Site.of(index, posting, employer)
    table = tabulate(Ground(index, (site,), ()))
    pool = count(index.everybody)
    found = []
    for row in posting_rows(table, posting):
        people = shown(row.people, pool)
        if row.change.kind in ON_SITE_KINDS and people is not None:
            found.append(PublicRow(row.change, people))
    found.sort(key=lambda one: (-one.people, one.change.points, one.change.key))
    return PublicCounts(rounded(pool), shown(count(site.fit), pool), tuple(found))
