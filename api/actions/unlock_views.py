"""From what changes open to views: words and names for the rows that are shown, and for no others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from api.actions.views import candidate_name, candidates_by_id, employer_names
from api.schemas.unlock import (
    BundlesView,
    BundleView,
    ChangeView,
    OpenedPersonView,
    OpenedPostingView,
    UnlockCounts,
    UnlockRowView,
)
from api.unlock_boards import UnlockBoard
from data.stores import Stores
from matching.records import Viewer
from matching.unlock import Bundle, Bundles, Change, Unlock
from matching.unlock.rows import is_on_site
from matching.unlock.wishes import Bool

MOST_DETAILS: Final = 5
"""Most postings and people named in one row."""


@dataclass(frozen=True)
class Words:
    """What the shown rows need of the store: names of employers and people, and which changes are asked for where."""

    board: UnlockBoard
    employers: Mapping[str, str]
    people: Mapping[str, str]
    requested: frozenset[tuple[str, str]]


@dataclass(frozen=True)
class _Details:
    """The sites (with the people they open to, those who want it, and those who then need a look) and people of a row."""

    sites: tuple[tuple[int, int, int, int], ...]
    people: tuple[tuple[int, int], ...]
    wanted: int


def row_views(
    stores: Stores, viewer: Viewer, board: UnlockBoard, rows: Sequence[Unlock], people: bool = True, most: int = MOST_DETAILS
) -> tuple[UnlockRowView, ...]:
    """The views of some rows; with `people` the first of the people each opens to are named. Names are read in one go."""
    details = [_details(board, row, most) for row in rows]
    named = {board.ids[person] for one in details for person, _ in one.people} if people else set()
    sites = {site for one in details for site, *_ in one.sites}
    files = candidates_by_id(stores, viewer, named)
    employers = {board.table.ground.sites[site].employer for site in sites} | {row.change.at for row in rows if row.change.at}
    asked = stores.requests.standing(viewer, [board.postings[site].id for site in sites])
    words = Words(
        board,
        employer_names(stores, viewer, employers),
        {name: candidate_name(one) for name, one in files.items()},
        frozenset((one.posting, one.change) for one in asked),
    )
    return tuple(_row_view(words, row, one) for row, one in zip(rows, details, strict=True))


def change_view(change: Change, employers: Mapping[str, str]) -> ChangeView:
    return ChangeView(
        key=change.key,
        kind=change.kind,
        name=change.name,
        text=change.text,
        cost=change.cost,
        providers=change.providers,
        at_most=change.at_most,
        of_employer=is_on_site(change),
        employer=change.at,
        employer_name=None if change.at is None else employers.get(change.at, ""),
    )


def bundles_view(found: Bundles) -> BundlesView:
    made = [None if bundle is None else _bundle_view(bundle) for bundle in (found.single, found.pair, found.best)]
    return BundlesView(budget=found.budget, single=made[0], pair=made[1], best=made[2], bound=found.bound, proven=found.proven)


def count_rows(rows: Iterable[Unlock]) -> UnlockCounts:
    """How many of the rows are changes, and how many questions."""
    sorts = [row.change.at_most for row in rows]
    return UnlockCounts(changes=sorts.count(False), questions=sorts.count(True))


def wanted_pairs(wanted: Bool, row: Unlock) -> int:
    """How many of the pairs that a change opens contradict no wish."""
    return sum(int(wanted[gain.site, gain.fit].sum()) for gain in row.gains)


def _bundle_view(bundle: Bundle) -> BundleView:
    return BundleView(changes=tuple(change_view(change, {}) for change in bundle.changes), points=bundle.points, pairs=bundle.pairs)


def _row_view(words: Words, row: Unlock, details: _Details) -> UnlockRowView:
    board = words.board
    return UnlockRowView(
        change=change_view(row.change, words.employers),
        people=row.people,
        posts=row.posts,
        pairs=row.pairs,
        wanted=details.wanted,
        review_people=row.review_people,
        review_posts=row.review_posts,
        review_pairs=row.review_pairs,
        postings=tuple(_posting_view(words, row.change, *site) for site in details.sites),
        persons=tuple(
            OpenedPersonView(id=board.ids[person], name=words.people[board.ids[person]], postings=times)
            for person, times in details.people
            if board.ids[person] in words.people
        ),
    )


def _posting_view(words: Words, change: Change, site: int, people: int, wanted: int, review: int) -> OpenedPostingView:
    posting = words.board.postings[site]
    return OpenedPostingView(
        id=posting.id,
        title=posting.title,
        employer=posting.employer,
        employer_name=words.employers.get(posting.employer, ""),
        people=people,
        wanted=wanted,
        review=review,
        requested=(posting.id, change.key) in words.requested,
    )


def _details(board: UnlockBoard, row: Unlock, most: int) -> _Details:
    sites = [(one.site, len(one.fit), int(board.wanted[one.site, one.fit].sum()), len(one.review)) for one in row.gains]
    sites.sort(key=lambda one: (-one[1], -one[2], -one[3], board.postings[one[0]].id))
    wanted = sum(one[2] for one in sites)
    people, times = np.unique(np.concatenate([one.fit for one in row.gains]), return_counts=True)
    best = np.lexsort((people, -times))[:most]
    return _Details(tuple(sites[:most]), tuple((int(people[one]), int(times[one])) for one in best), wanted)
