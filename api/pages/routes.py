"""The pages of events and people; every one is a view of an action and nothing more."""

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse

from api.access import ApplicationOf, StaffOf
from api.actions import lists
from api.actions.calls import next_at_hand
from api.actions.errors import NotFound
from api.actions.why import why
from api.pages.rendering import render
from api.routes.parameters import LONGEST, PRINTABLE_OR_EMPTY, After, CandidateId, EventId
from api.schemas import EntryView, WhyView

router = APIRouter(include_in_schema=False)

ROWS: Final = 50
ENTRIES: Final = 20
NEXT: Final = 5

AskedId = Annotated[str, Query(max_length=LONGEST, pattern=PRINTABLE_OR_EMPTY)]
PageNumber = Annotated[int, Query(alias="page", ge=1, le=10_000)]


@router.get("/events")
def events_page(request: Request, app: ApplicationOf, viewer: StaffOf, after: After = None) -> HTMLResponse:
    """All events."""
    return render(request, "events.html", page=lists.list_events(app, viewer, after, ROWS), after=after)


@router.get("/events/{event}")
def event_page(request: Request, app: ApplicationOf, viewer: StaffOf, event: EventId, after: After = None) -> HTMLResponse:
    """What was matched, what was found, and the postings."""
    view = lists.event_view(app, viewer, event)
    page = None if view.run is None else lists.event_postings(app, viewer, event, after, ROWS)
    repair = 0 if view.run is None else lists.count_to_repair(app, viewer, event)
    return render(request, "event.html", event=view, page=page, after=after, repair=repair)


@router.get("/events/{event}/candidates")
def candidates_page(request: Request, app: ApplicationOf, viewer: StaffOf, event: EventId, after: After = None) -> HTMLResponse:
    """Everybody who takes part."""
    page = lists.event_candidates(app, viewer, event, after, ROWS)
    return render(request, "candidates.html", event=lists.event_view(app, viewer, event), page=page, after=after)


@router.get("/events/{event}/candidates/{candidate}")
def recommendations_page(
    request: Request, app: ApplicationOf, viewer: StaffOf, event: EventId, candidate: CandidateId, number: PageNumber = 1
) -> HTMLResponse:
    """The postings for one person, those that fit before those that somebody must look at."""
    view = lists.recommendations(app, viewer, event, candidate)
    ordered = sorted(view.entries, key=lambda entry: entry.band != "fit")
    shown = ordered[(number - 1) * ENTRIES : number * ENTRIES]
    return render(
        request,
        "recommendations.html",
        event=view.event,
        view=view,
        fit=_of_band(shown, "fit"),
        review=_of_band(shown, "review"),
        totals={band: len(_of_band(ordered, band)) for band in ("fit", "review")},
        number=number,
        more=number * ENTRIES < len(ordered),
        candidate=candidate,
        assessments=next_at_hand(app, viewer, event, candidate, view.name),
        most=NEXT,
    )


@router.get("/events/{event}/left-out")
def left_out_page(request: Request, app: ApplicationOf, viewer: StaffOf, event: EventId, after: After = None) -> HTMLResponse:
    """Everybody without a fitting entry, and why."""
    page = lists.left_out(app, viewer, event, after, ROWS)
    return render(request, "left_out.html", event=lists.event_view(app, viewer, event), page=page, after=after)


@router.get("/events/{event}/to-repair")
def to_repair_page(request: Request, app: ApplicationOf, viewer: StaffOf, event: EventId, after: After = None) -> HTMLResponse:
    """The postings that the law does not let stand as they are."""
    page = lists.to_repair(app, viewer, event, after, ROWS)
    return render(request, "to_repair.html", event=lists.event_view(app, viewer, event), page=page, after=after)


@router.get("/events/{event}/why")
def why_page(
    request: Request,
    app: ApplicationOf,
    viewer: StaffOf,
    event: EventId,
    candidate: AskedId | None = None,
    posting: AskedId | None = None,
) -> HTMLResponse:
    """The question "why is this person (not) on that list", and its answer once both are named."""
    view = lists.event_view(app, viewer, event)
    answer: WhyView | None = None
    missing: list[str] = []
    unknown: NotFound | None = None
    person, post = (candidate or "").strip(), (posting or "").strip()
    if person and post:
        try:
            answer = why(app, viewer, event, person, post)
        except NotFound as fault:
            unknown = fault
    elif candidate is not None or posting is not None:
        missing = [name for name, given in (("candidate", person), ("posting", post)) if not given]
    return render(
        request,
        "why.html",
        status=404 if unknown else 200,
        event=view,
        answer=answer,
        missing=missing,
        unknown=unknown,
        candidate=person,
        posting=post,
    )


def _of_band(entries: list[EntryView], band: str) -> list[EntryView]:
    return [entry for entry in entries if entry.band == band]
