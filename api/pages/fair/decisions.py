"""What the employers of a fair decided about the people on their lists, with the reasons."""

from collections import Counter
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse

from api.access import ApplicationOf, StaffOf
from api.actions import decisions, lists
from api.actions.employer_lists import VERBS
from api.pages.rendering import render
from api.routes.parameters import EventId
from api.schemas.employer_lists import DecisionName

router = APIRouter(include_in_schema=False)

ROWS: Final = 100
First = Annotated[int, Query(alias="from", ge=0, le=1_000_000)]
Shown = Annotated[DecisionName | None, Query(alias="show")]


@router.get("/events/{event}/interviews/decisions")
def decisions_page(
    request: Request, app: ApplicationOf, viewer: StaffOf, event: EventId, first: First = 0, shown: Shown = None
) -> HTMLResponse:
    """All decisions, newest first, or the invitations or the declines alone; and which reasons were given how often."""
    made = decisions.decisions_view(app, viewer, event).items
    counts = Counter(one.decision for one in made)
    reasons = Counter(one.reason_text for one in made if one.reason_text is not None)
    wanted = [one for one in reversed(made) if shown in (None, one.decision)]
    return render(
        request,
        "fair/decisions.html",
        event=lists.event_view(app, viewer, event),
        items=wanted[first : first + ROWS],
        total=len(made),
        counts={verb.value: counts[verb.value] for verb in VERBS},
        verbs={verb.value: text for verb, text in VERBS.items()},
        reasons=reasons.most_common(),
        shown=shown,
        first=first,
        following=first + ROWS if first + ROWS < len(wanted) else None,
    )
