"""What one change would open for an event or a caseload, and which course to fund.

For organizers, and counselors within what they may see. What an employer may know of it is `api.actions.public_unlock`.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from api.actions.errors import BadInput
from api.actions.unlock_board import open_board
from api.actions.unlock_views import count_rows
from api.actions.views import candidate_name, candidates_by_id
from api.event_pools import EventPool
from api.schemas.unlock import FundingsView, FundingView, SeatView, Shown, UnlockView
from api.unlock_boards import UnlockBoard
from api.wiring import Application
from matching.knowledge.catalogue import Text
from matching.prematch import Progress
from matching.records import Viewer
from matching.unlock import Funding, Unlock, event_rows, fund
from matching.unlock.wishes import Bool

FIRST_SEATS: Final = 60
"""Most people named for the seats of a course."""


def event_unlock(
    app: Application,
    viewer: Viewer,
    event_id: str,
    show: Shown = "changes",
    after: str | None = None,
    limit: int = 50,
    caseload: Sequence[str] | None = None,
    progress: Progress | None = None,
) -> UnlockView:
    """The rows of an event, or of a caseload (ids of people; who takes no part is passed over), most people first.

    Raises NotFound, NotAllowed, BadInput (a cursor that is none).
    """
    with open_board(app, viewer, event_id, progress) as opened:
        board = opened.board
        among = None if caseload is None else _among(opened.pool, caseload)
        rows = board.rows if among is None else event_rows(board.table, among)
        wanted = [row for row in rows if row.change.at_most == (show == "questions")]
        start = 0 if after is None else _after(wanted, after)
        page = wanted[start : start + limit]
        return UnlockView(
            event=opened.event,
            people=len(board.ids) if among is None else int(among.sum()),
            postings=len(board.postings),
            read_at=app.clock(),
            rules_of=opened.pool.index.policy.date,
            show=show,
            counts=count_rows(rows),
            before=start,
            items=opened.views(page),
            next=_cursor(page[-1]) if start + limit < len(wanted) else None,
        )


def course_unlock(
    app: Application,
    viewer: Viewer,
    event_id: str,
    caseload: Sequence[str] | None = None,
    progress: Progress | None = None,
) -> FundingsView:
    """Which course to fund, within its seats: for an event, or a caseload. Raises NotFound, NotAllowed."""
    with open_board(app, viewer, event_id, progress) as opened:
        board = opened.board
        among = None if caseload is None else _among(opened.pool, caseload)
        found = board.funding if among is None else fund(board.table, board.offers, board.wanted, board.seed, board.ids, among)
        named = {board.ids[seat.person] for one in found for seat in one.chosen[:FIRST_SEATS]}
        names = {name: candidate_name(one) for name, one in candidates_by_id(opened.stores, viewer, named).items()}
        return FundingsView(
            event=opened.event,
            people=len(board.ids) if among is None else int(among.sum()),
            postings=len(board.postings),
            read_at=app.clock(),
            rules_of=opened.pool.index.policy.date,
            items=tuple(_funding_view(board, one, names) for one in found),
        )


def _funding_view(board: UnlockBoard, one: Funding, names: dict[str, str]) -> FundingView:
    course = one.offer.course
    return FundingView(
        course=course.id,
        name=course.name,
        provider=course.provider,
        register_by=course.register_by,
        seats_left=one.offer.seats_left,
        gainers=len(one.gainers),
        seated=one.seated,
        pairs=one.pairs,
        wanted=one.wanted,
        cost=course.cost,
        subsidy=course.subsidy,
        chosen=tuple(
            SeatView(candidate=name, name=names.get(name, name), posts=seat.posts, wanted=seat.wanted)
            for seat in one.chosen[:FIRST_SEATS]
            for name in (board.ids[seat.person],)
        ),
    )


def _among(pool: EventPool, caseload: Sequence[str]) -> Bool:
    found = np.zeros(len(pool.people), np.bool_)
    found[[pool.rows[name] for name in caseload if name in pool.rows]] = True
    return found


def _cursor(row: Unlock) -> str:
    return f"{row.change.key}@{row.change.at or ''}"


def _after(rows: Sequence[Unlock], cursor: str) -> int:
    for place, row in enumerate(rows):
        if _cursor(row) == cursor:
            return place + 1
    raise BadInput(
        Text(
            zh="数据已有变化，这一页不在了；请从第一页开始。",
            en="The data has changed and this page is gone; start at the first page.",
        )
    )
