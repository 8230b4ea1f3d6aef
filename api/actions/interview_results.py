"""What came of the interviews of a fair: each with its last step, those first that nobody said anything about."""

from collections import defaultdict
from typing import Final, Literal

from api.actions.pools import check_staff
from api.actions.timetable_sheets import Seats, read_sheet
from api.actions.views import employer_names
from api.schemas.results import ResultsView, ResultView
from api.wiring import Application
from data.stores import StoredInterview
from matching.contradictions import STEP_TEXTS
from matching.records import InterviewState, Outcome, Step, Viewer

Which = Literal["open", "all"]
_TOLD: Final = (Step.INTERVIEWED, Step.OFFERED, Step.HIRED, Step.REJECTED, Step.DECLINED)
_NOT_HELD: Final = (InterviewState.CANCELLED, InterviewState.NO_SHOW)


def results_page(
    app: Application, viewer: Viewer, event_id: str, which: Which, booth: str | None, first: int, limit: int
) -> ResultsView:
    """Interviews from the place `first` on, by booth and time; `open`: those that may have an outcome and have none.

    Raises NotFound, NotAllowed.
    """
    check_staff(viewer)
    with app.database.read(viewer) as stores:
        sheet = read_sheet(stores, viewer, event_id)
        known: dict[tuple[str, str], list[Outcome]] = defaultdict(list)
        for one in stores.outcomes.list(viewer, event=event_id):
            known[one.candidate, one.posting].append(one)

        def last(row: StoredInterview) -> Outcome | None:
            steps = {one.step: one for one in known[row.interview.candidate, row.interview.posting]}
            return next((steps[step] for step in reversed(_TOLD) if step in steps), None)

        told = {row.id: last(row) for row in sheet.rows}
        chosen = [
            row
            for row in sheet.rows
            if booth in (None, row.interview.booth)
            and (which == "all" or (told[row.id] is None and row.interview.state not in _NOT_HELD))
        ]
        chosen.sort(key=lambda row: (row.interview.booth, row.interview.start is None, row.interview.start or 0, row.id))
        page = chosen[first : first + limit]
        seats = Seats(stores, viewer, sheet, page)
        owners = {one.id: one.employer for one in stores.postings.outlines(viewer, {row.interview.posting for row in page})}
        names = employer_names(stores, viewer, owners.values())
        items = []
        for row in page:
            found = told[row.id]
            items.append(
                ResultView(
                    seat=seats.of(row),
                    employer=names.get(owners.get(row.interview.posting, ""), ""),
                    outcome="" if found is None else found.step.value,
                    text=None if found is None else STEP_TEXTS[found.step],
                    reason="" if found is None else found.reason,
                    may=row.interview.state not in _NOT_HELD,
                )
            )
        return ResultsView(
            items=tuple(items),
            booths=tuple(sorted({row.interview.booth for row in sheet.rows})),
            total=len(sheet.rows),
            told=sum(one is not None for one in told.values()),
            shown=len(chosen),
            first=first,
        )
