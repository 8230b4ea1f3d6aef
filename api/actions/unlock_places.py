"""What one change would open at one posting, for one employer, and for one person. For organizers and counselors."""

from collections.abc import Callable
from typing import Final

import numpy as np

from api.actions.errors import BadInput, NotFound
from api.actions.lists import CANDIDATE, POSTING
from api.actions.unlock_board import Opened, open_board, open_person_board
from api.actions.unlock_views import bundles_view, count_rows, wanted_pairs
from api.actions.views import candidate_name, employer_names
from api.schemas.unlock import BundlesView, CandidateUnlockView, PlaceUnlockView
from api.wiring import Application
from matching.bitmaps import count
from matching.knowledge.catalogue import Text
from matching.prematch import Progress
from matching.records import Viewer
from matching.unlock import (
    Bundles,
    Unlock,
    candidate_bundles,
    candidate_rows,
    employer_rows,
    posting_rows,
    site_bundles,
)
from matching.unlock.bundles import MOST_POINTS
from matching.unlock.wishes import Bool

EMPLOYER: Final = Text(zh="用人单位（本活动中）", en="employer at this event")
FIRST_ROWS: Final = 30
"""Most rows of each sort on the page of a posting, an employer or a person."""


def posting_unlock(
    app: Application,
    viewer: Viewer,
    event_id: str,
    posting_id: str,
    budget: int | None = None,
    progress: Progress | None = None,
) -> PlaceUnlockView:
    """What each change opens at one open posting of the event, and bundles under a budget.

    Raises NotFound, NotAllowed, BadInput.
    """
    check_budget(budget)
    with open_board(app, viewer, event_id, progress) as opened:
        place = next((place for place, one in enumerate(opened.board.postings) if one.id == posting_id), None)
        if place is None:
            raise NotFound(POSTING, posting_id)
        posting = opened.board.postings[place]
        rows = posting_rows(opened.board.table, posting_id)
        return _place_view(opened, rows, [place], posting.employer, budget, posting_id, posting.title)


def employer_unlock(
    app: Application,
    viewer: Viewer,
    event_id: str,
    employer_id: str,
    budget: int | None = None,
    progress: Progress | None = None,
) -> PlaceUnlockView:
    """The same over all open postings of one employer at the event. Raises NotFound, NotAllowed, BadInput."""
    check_budget(budget)
    with open_board(app, viewer, event_id, progress) as opened:
        places = [place for place, one in enumerate(opened.board.postings) if one.employer == employer_id]
        if not places:
            raise NotFound(EMPLOYER, employer_id)
        rows = employer_rows(opened.board.table, employer_id)
        return _place_view(opened, rows, places, employer_id, budget, None, None)


def candidate_unlock(
    app: Application,
    viewer: Viewer,
    event_id: str,
    candidate_id: str,
    budget: int | None = None,
    progress: Progress | None = None,
) -> CandidateUnlockView:
    """What changes open for one person, split by who would make them; the smallest that opens most wanted posts comes first.

    Raises NotFound (also for a person who takes no part), NotAllowed, BadInput.
    """
    check_budget(budget)
    with open_board(app, viewer, event_id, progress) as opened:
        return _candidate_view(opened, candidate_id, budget)


def person_unlock(
    app: Application, viewer: Viewer, event_id: str, candidate_id: str, budget: int | None = None
) -> CandidateUnlockView:
    """The same from the person's file alone, without opening anybody else's. Raises as `candidate_unlock`."""
    check_budget(budget)
    with open_person_board(app, viewer, event_id, candidate_id) as opened:
        return _candidate_view(opened, candidate_id, budget)


def _candidate_view(opened: Opened, candidate_id: str, budget: int | None) -> CandidateUnlockView:
    board, person = opened.board, opened.stores.candidates.get(opened.viewer, candidate_id)
    if person is None or candidate_id not in opened.pool.rows:
        raise NotFound(CANDIDATE, candidate_id)
    row = opened.pool.rows[candidate_id]
    rows = candidate_rows(board.table, row)
    liked = {one.change.key: wanted_pairs(board.wanted, one) for one in rows}
    rows.sort(key=lambda one: (-liked[one.change.key], -one.pairs, one.change.points, one.change.key))
    fit = np.array([bool(site.fit[row // 64] >> np.uint64(row % 64) & np.uint64(1)) for site in board.table.ground.sites], np.bool_)
    mine: Bool = board.wanted[:, row]
    groups = {name: [one for one in rows if _maker(one) == name] for name in ("person", "employer", "service", "questions")}
    views = {name: opened.views(some[:FIRST_ROWS], people=False) for name, some in groups.items()}
    return CandidateUnlockView(
        event=opened.event,
        candidate=candidate_id,
        name=candidate_name(person),
        postings=len(board.postings),
        wanted=int(mine.sum()),
        fit=int(fit.sum()),
        fit_wanted=int((fit & mine).sum()),
        read_at=opened.app.clock(),
        rules_of=opened.pool.index.policy.date,
        **views,
        bundles=_bundles(opened, "candidate", candidate_id, budget, lambda most: candidate_bundles(board.table.ground, row, most)),
    )


def check_budget(budget: int | None) -> None:
    """Raises BadInput for a budget outside 1..12 points."""
    if budget is not None and not 1 <= budget <= MOST_POINTS:
        raise BadInput(
            Text(
                zh="预算是 {budget} 点；请给 1 到 {most}（费用低 1 点、中 2 点、高 3 点）。",
                en="The budget is {budget} points; give 1 to {most} (low cost 1, medium 2, high 3).",
            ).format(budget=budget, most=MOST_POINTS)
        )


def _place_view(
    opened: Opened, rows: list[Unlock], places: list[int], employer: str, budget: int | None, posting: str | None, title: str | None
) -> PlaceUnlockView:
    ground = opened.board.table.ground
    sites = [ground.sites[place] for place in places]
    scope = "employer" if posting is None else "posting"
    sure = [row for row in rows if not row.change.at_most][:FIRST_ROWS]
    asked = [row for row in rows if row.change.at_most][:FIRST_ROWS]
    return PlaceUnlockView(
        event=opened.event,
        posting=posting,
        title=title,
        employer=employer,
        employer_name=employer_names(opened.stores, opened.viewer, [employer]).get(employer, ""),
        people=len(opened.board.ids),
        postings=len(sites),
        fit=sum(count(site.fit) for site in sites),
        read_at=opened.app.clock(),
        rules_of=opened.pool.index.policy.date,
        counts=count_rows(rows),
        changes=opened.views(sure),
        questions=opened.views(asked),
        bundles=_bundles(opened, scope, posting or employer, budget, lambda most: site_bundles(ground, sites, most)),
    )


def _bundles(opened: Opened, scope: str, name: str, budget: int | None, make: Callable[[int], Bundles]) -> BundlesView | None:
    if budget is None:
        return None
    return bundles_view(opened.board.bundles(scope, name, budget, lambda: make(budget)))


def _maker(row: Unlock) -> str:
    """Who would make the change: the one named first."""
    if row.change.at_most:
        return "questions"
    return {"candidate": "person", "service": "service"}.get(row.change.providers[0], "employer")
