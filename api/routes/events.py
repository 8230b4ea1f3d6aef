"""Events and what their pre-matching found, as JSON."""

from typing import Final

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from api.access import ApplicationOf, StaffOf
from api.actions import lists
from api.actions.why import why
from api.routes.kept import UNCHANGED, answer_kept
from api.routes.parameters import After, AskedCandidate, AskedPosting, CandidateId, EventId, Limit, PostingId
from api.schemas import (
    CandidateLine,
    EventView,
    LeftOutView,
    Page,
    PostingSummary,
    RecommendationsView,
    RepairView,
    ShortlistView,
    WhyView,
)

router = APIRouter()

_DEFAULT: Final = 50


def _answer(view: BaseModel) -> Response:
    """The view as it is; validating it once more would cost four times the sending."""
    return Response(view.model_dump_json(), media_type="application/json")


@router.get(
    "/events",
    operation_id="listEvents",
    tags=["events"],
    summary="All events",
    response_description="Events by id",
    response_model=Page[EventView],
)
def list_events(app: ApplicationOf, viewer: StaffOf, after: After = None, limit: Limit = _DEFAULT) -> Response:
    """Recruitment events with the number of people and postings that take part, and when each was last matched."""
    return _answer(lists.list_events(app, viewer, after, limit))


@router.get(
    "/events/{event}",
    operation_id="getEvent",
    tags=["events"],
    summary="One event",
    response_description="The event",
    response_model=EventView,
)
def get_event(app: ApplicationOf, viewer: StaffOf, event: EventId) -> Response:
    """One recruitment event. `run` is null until it has been matched."""
    return _answer(lists.event_view(app, viewer, event))


@router.get(
    "/events/{event}/postings",
    operation_id="listEventPostings",
    tags=["postings"],
    summary="The postings of an event",
    response_description="Postings with what the last match found for each",
    response_model=Page[PostingSummary],
)
def list_postings(app: ApplicationOf, viewer: StaffOf, event: EventId, after: After = None, limit: Limit = _DEFAULT) -> Response:
    """Postings that were matched, each with the number of listed entries and of pairs by verdict."""
    return _answer(lists.event_postings(app, viewer, event, after, limit))


@router.get(
    "/events/{event}/postings/{posting}/shortlist",
    operation_id="getShortlist",
    tags=["postings"],
    summary="The shortlist of a posting",
    response_description="Two bands, each in the order of rank",
    responses=UNCHANGED,
    response_model=ShortlistView,
)
def get_shortlist(request: Request, app: ApplicationOf, viewer: StaffOf, event: EventId, posting: PostingId) -> Response:
    """The frozen list of a posting: people who can do the work, and people whom somebody must look at, with the question.

    Send its `ETag` as `If-None-Match`: 304 says that you have the list as it is, and is on record as a reading of it.
    """
    return answer_kept(request, app, viewer, *lists.shortlist_with_receipt(app, viewer, event, posting))


@router.get(
    "/events/{event}/candidates",
    operation_id="listEventCandidates",
    tags=["candidates"],
    summary="The people of an event",
    response_description="People with the number of lists each stands on",
    response_model=Page[CandidateLine],
)
def list_candidates(app: ApplicationOf, viewer: StaffOf, event: EventId, after: After = None, limit: Limit = _DEFAULT) -> Response:
    """Everybody who takes part in the event."""
    return _answer(lists.event_candidates(app, viewer, event, after, limit))


@router.get(
    "/events/{event}/candidates/{candidate}/recommendations",
    operation_id="getRecommendations",
    tags=["candidates"],
    summary="The postings for a person",
    response_description="The lists on which the person stands, best rank first",
    response_model=RecommendationsView,
)
def get_recommendations(app: ApplicationOf, viewer: StaffOf, event: EventId, candidate: CandidateId) -> Response:
    """The entries of one person in an event. `left_out` says why none of them is in a fitting band."""
    return _answer(lists.recommendations(app, viewer, event, candidate))


@router.get(
    "/events/{event}/left-out",
    operation_id="listLeftOut",
    tags=["candidates"],
    summary="People without a fitting entry",
    response_description="People, each with the cause",
    response_model=Page[LeftOutView],
)
def list_left_out(app: ApplicationOf, viewer: StaffOf, event: EventId, after: After = None, limit: Limit = _DEFAULT) -> Response:
    """Everybody who stands in no fitting band of the event, and why."""
    return _answer(lists.left_out(app, viewer, event, after, limit))


@router.get(
    "/events/{event}/to-repair",
    operation_id="listToRepair",
    tags=["postings"],
    summary="Postings that must be repaired",
    response_description="Open postings that take no part today, each with the reasons",
    response_model=Page[RepairView],
)
def list_to_repair(app: ApplicationOf, viewer: StaffOf, event: EventId, after: After = None, limit: Limit = _DEFAULT) -> Response:
    """Postings that the law does not let stand as they are, such as pay below the minimum wage; they are not matched."""
    return _answer(lists.to_repair(app, viewer, event, after, limit))


@router.get(
    "/events/{event}/why",
    operation_id="getWhy",
    tags=["candidates"],
    summary="Why a person is, or is not, on a list",
    response_description="The answer, with every demand of the posting",
    response_model=WhyView,
)
def get_why(app: ApplicationOf, viewer: StaffOf, event: EventId, candidate: AskedCandidate, posting: AskedPosting) -> Response:
    """The one answer to "why is this person not on that list", demand by demand, with what would open each gap."""
    return _answer(why(app, viewer, event, candidate, posting))
