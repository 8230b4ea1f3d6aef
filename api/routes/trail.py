"""The audit trail as JSON."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Query
from pydantic import BaseModel

from api.access import AdministratorOrAuditorOf, ApplicationOf, OnlyAuditorOf, StaffOf
from api.actions import trail
from api.routes.parameters import LONGEST, PRINTABLE, CandidateId, EventId, PostingId
from api.schemas.base import Page
from api.schemas.trail import ReplayView, TrailLineView, TrailProofView
from matching.knowledge.catalogue import Text

router = APIRouter()

AfterLine = Annotated[int, Query(ge=0, le=2**53, description="Lines after this sequence number")]
Limit = Annotated[int, Query(ge=1, le=trail.MOST, description="Lines on one page at most")]
Kind = Annotated[str | None, Query(max_length=LONGEST, pattern=PRINTABLE, description="Only of this kind of record")]
Of = Annotated[str | None, Query(alias="object", max_length=LONGEST, pattern=PRINTABLE, description="Only of this record")]
RunId = Annotated[str | None, Query(alias="run", max_length=LONGEST, pattern=PRINTABLE, description="Without it, the last run")]

_AT: Final = datetime(2027, 3, 18, 1, 30, tzinfo=UTC)
EXAMPLES: Final[Mapping[str, BaseModel]] = {
    "listTrail": Page[TrailLineView](
        items=(
            TrailLineView(
                sequence=1,
                at=_AT,
                account="local",
                role="organizer",
                role_text=Text(zh="活动组织者", en="organizer"),
                action="save",
                kind="run",
                object="r_20270318T013000000000Z_3f2a",
                detail={"event": "spring-2027", "lists": 3},
            ),
        ),
        next="1",
    ),
    "proveTrail": TrailProofView(
        holds=True,
        lines=214,
        head="9f" * 32,
        broken_at=None,
        text=Text(zh="214 条记录完整，没有被改动。", en="All 214 lines are what they were when they were written."),
    ),
    "replayLine": ReplayView(
        run="r_20270318T013000000000Z_3f2a",
        made_at=_AT,
        posting="p_clerk",
        candidate="c_lin",
        place=1,
        line='{"arranged":0,"candidate":"c_lin"}',
        holds=True,
        erased_at=None,
        text=Text(zh="与当时的名单逐字节相同。", en="Byte for byte what the list said then."),
    ),
}


@router.get(
    "/trail", operation_id="listTrail", tags=["trail"], summary="Who did what, line by line", response_model=Page[TrailLineView]
)
def list_trail(
    app: ApplicationOf, viewer: OnlyAuditorOf, after: AfterLine = 0, limit: Limit = 50, kind: Kind = None, object_id: Of = None
) -> Page[TrailLineView]:
    """Oldest first. No line holds a personal value."""
    return trail.list_trail(app, viewer, after, limit, kind, object_id)


@router.get("/trail/proof", operation_id="proveTrail", tags=["trail"], summary="Whether the trail is whole")
def prove_trail(app: ApplicationOf, viewer: AdministratorOrAuditorOf) -> TrailProofView:
    """Walks the whole chain of keyed hashes."""
    return trail.prove_trail(app, viewer)


@router.get(
    "/events/{event}/postings/{posting}/lines/{candidate}",
    operation_id="replayLine",
    tags=["trail"],
    summary="A line of a list, as it was shown",
)
def replay_line(
    app: ApplicationOf, viewer: StaffOf, event: EventId, posting: PostingId, candidate: CandidateId, run: RunId = None
) -> ReplayView:
    """The bytes that were frozen when the list was made, with their proof; or when the person was erased."""
    return trail.replay(app, viewer, event, posting, candidate, run)
