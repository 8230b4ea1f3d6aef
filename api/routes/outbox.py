"""Messages of an event and the answers to them, as JSON. Their texts leave by the export alone (tongtu outbox --out)."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Path
from pydantic import BaseModel
from starlette.responses import Response

from api.access import ApplicationOf, ViewerOf
from api.actions import outbox
from api.origin import FromProgram
from api.routes.interviews import AfterEntry, Most
from api.routes.parameters import EventId
from api.routes.unlock import IdempotencyKey
from api.schemas.outbox import MessageView, OutboxView, RepliedView, ReplyInput, ReplyView, WriteInput, WrittenView

router = APIRouter()

Number = Annotated[int, Path(alias="message", ge=1, le=2**53, description="Number of the message", examples=[12])]

_MESSAGE: Final = MessageView(
    id=12,
    kind="invitation",
    audience="candidate",
    to="c_ab12cd34",
    channel="sms",
    wording="c-invitation-short-1",
    postings=("p_ef56gh78",),
    made_at=datetime(2027, 3, 10, 2, 30, tzinfo=UTC),
    made_by="local",
    exported_at=datetime(2027, 3, 10, 2, 40, tzinfo=UTC),
    exported_by="local",
    replies=(ReplyView(posting="p_ef56gh78", answer="yes", on=date(2027, 3, 12), by="local"),),
)
EXAMPLES: Final[Mapping[str, BaseModel]] = {
    "listMessages": OutboxView(event="spring-2027", items=(_MESSAGE,), next=None),
    "writeMessages": WrittenView(event="spring-2027", kind="invitation", audience="candidate", to=2_410, written=4_820),
    "recordReply": RepliedView(message=_MESSAGE, outcomes=1),
}


def _answer(view: BaseModel) -> Response:
    return Response(view.model_dump_json(), media_type="application/json")


@router.get(
    "/events/{event}/messages",
    operation_id="listMessages",
    tags=["fairs"],
    summary="The messages of an event",
    response_description="Messages in the order in which they were written",
    response_model=OutboxView,
)
def get_messages(app: ApplicationOf, viewer: ViewerOf, event: EventId, after: AfterEntry = 0, limit: Most = 50) -> Response:
    """To whom which message was written, from which wording, when it was exported, and what came back."""
    return _answer(outbox.list_messages(app, viewer, event, after, limit))


@router.post(
    "/events/{event}/messages",
    operation_id="writeMessages",
    tags=["fairs"],
    summary="Write invitations, reminders or changes",
    response_description="How many were written to, and how many messages are new",
    response_model=WrittenView,
)
def post_messages(
    app: ApplicationOf, viewer: ViewerOf, _: FromProgram, event: EventId, given: WriteInput, key: IdempotencyKey
) -> Response:
    """To everybody it concerns, in both languages; one that says the same to the same again is not written twice."""
    return _answer(outbox.write_messages(app, viewer, event, given.kind, given.audience, given.channels))


@router.put(
    "/messages/{message}/reply",
    operation_id="recordReply",
    tags=["fairs"],
    summary="Record a yes or no",
    response_description="The message with its replies",
    response_model=RepliedView,
)
def put_reply(
    app: ApplicationOf, viewer: ViewerOf, _: FromProgram, number: Number, given: ReplyInput, key: IdempotencyKey
) -> Response:
    """A person's answer becomes a step of the pair, interested or declined; the lists learn from it."""
    return _answer(outbox.record_reply(app, viewer, number, given.answer, given.posting, given.on))
