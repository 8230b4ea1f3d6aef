"""The list of a posting in its two bands, with what its employer decided."""

from collections import Counter
from collections.abc import Iterable
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse

from api.access import ApplicationOf, StaffOf
from api.actions import decisions, lists, reviews
from api.actions.lint import count_flags
from api.pages.rendering import render
from api.routes.parameters import EventId, PostingId
from api.schemas import EntryView
from matching.knowledge.catalogue import Text

router = APIRouter(include_in_schema=False)

Done = Annotated[Literal["settled", "undone"] | None, Query()]


@router.get("/events/{event}/postings/{posting}")
def shortlist_page(
    request: Request, app: ApplicationOf, viewer: StaffOf, event: EventId, posting: PostingId, done: Done = None
) -> HTMLResponse:
    """The list of a posting in its two bands."""
    view = lists.shortlist_view(app, viewer, event, posting)
    settled = {one.candidate: one for one in reviews.cleared_reviews(app, viewer, event, posting).items}
    return render(
        request,
        "shortlist.html",
        event=view.event,
        view=view,
        asked=most_asked(one for one in view.review if one.candidate not in settled),
        flags=count_flags(app, viewer, posting),
        settled=settled,
        decided=decisions.decisions_view(app, viewer, event, posting).items,
        done=done,
    )


def most_asked(entries: Iterable[EntryView]) -> list[tuple[Text, int]]:
    """The questions of a list, each once, with the number of people it concerns: most people first, then as they came."""
    asked = Counter(question for entry in entries for question in entry.questions)
    return asked.most_common()
