"""Messages of an event and the answers to them, as JSON. Their texts leave with what is to be sent, and nowhere else."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel
from starlette.responses import Response

from api.access import ApplicationOf, StaffOf
from api.actions import letters, outbox, reply_files, sending
from api.once import IdempotencyKey
from api.origin import FromProgram
from api.routes.interviews import AfterEntry, Most
from api.routes.papers import disposition
from api.routes.parameters import EventId
from api.schemas.outbox import (
    MessageView,
    OutboxView,
    RepliedView,
    RepliesInput,
    RepliesReport,
    ReplyFaultView,
    ReplyInput,
    ReplyView,
    SentInput,
    SentView,
    ToSendListView,
    ToSendView,
    WriteInput,
    WrittenView,
)
from matching.knowledge.catalogue import Text

router = APIRouter()

Number = Annotated[int, Path(alias="message", ge=1, le=2**53, description="Number of the message", examples=[12])]

_EVERYTHING: Final = 2**53
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
    "listToSend": ToSendListView(
        event="spring-2027",
        items=(
            ToSendView(
                id=12,
                channel="sms",
                audience="candidate",
                to="c_ab12cd34",
                name="示例甲",
                contact="027-0000",
                zh="示例甲您好：春季专场招聘会……",
                en="Hello 示例甲: the spring fair …",
            ),
        ),
        last=12,
        next=None,
    ),
    "recordSent": SentView(event="spring-2027", sent=1),
    "importReplies": RepliesReport(
        rows=2,
        recorded=1,
        known=0,
        blank=0,
        outcomes=1,
        faults=(ReplyFaultView(row=2, problem=Text(zh="没有这个消息：99", en="There is no such message: 99")),),
    ),
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
def get_messages(app: ApplicationOf, viewer: StaffOf, event: EventId, after: AfterEntry = 0, limit: Most = 50) -> Response:
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
    app: ApplicationOf, viewer: StaffOf, _: FromProgram, event: EventId, given: WriteInput, key: IdempotencyKey
) -> Response:
    """To everybody it concerns, in both languages; one that says the same to the same again is not written twice."""
    return _answer(outbox.write_messages(app, viewer, event, given.kind, given.audience, given.channels))


@router.get(
    "/events/{event}/messages/to-send",
    operation_id="listToSend",
    tags=["fairs"],
    summary="What is to be sent by hand, with its words",
    response_description="Messages that have not gone out, or (as zip) the files: a table a channel, a text a letter",
    response_model=ToSendListView,
    responses={200: {"content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}}}},
)
def get_to_send(
    app: ApplicationOf,
    viewer: StaffOf,
    event: EventId,
    after: AfterEntry = 0,
    limit: Most = 50,
    form: Annotated[
        Literal["json", "zip"],
        Query(alias="as", description="JSON, a page at a time, or everything that waits as files in an archive"),
    ] = "json",
) -> Response:
    """Nothing is marked as sent by it: take it as often as needed, and say afterwards what was sent. Reading it is recorded as an
    access."""
    if form == "json":
        return _answer(sending.messages_to_send(app, viewer, event, after, limit))
    content = letters.packed_letters(app, viewer, event, _EVERYTHING)
    return Response(content, media_type="application/zip", headers=disposition(f"{event}_消息.zip"))


@router.post(
    "/events/{event}/messages/sent",
    operation_id="recordSent",
    tags=["fairs"],
    summary="Record what was sent",
    response_description="How many messages had not been recorded as sent before",
    response_model=SentView,
)
def post_sent(
    app: ApplicationOf, viewer: StaffOf, _: FromProgram, event: EventId, given: SentInput, key: IdempotencyKey
) -> Response:
    """Everything that waited up to a number. An invitation that went out is a step of each of its pairs. The same again changes
    nothing."""
    return _answer(SentView(event=event, sent=letters.mark_sent(app, viewer, event, given.last)))


@router.post(
    "/events/{event}/replies",
    operation_id="importReplies",
    tags=["fairs"],
    summary="Record many replies at once",
    response_description="What became of each of them",
    response_model=RepliesReport,
)
def post_replies(
    app: ApplicationOf, viewer: StaffOf, _: FromProgram, event: EventId, given: RepliesInput, key: IdempotencyKey
) -> Response:
    """Row by row: a wrong one never stops the right ones. The same again changes nothing; another answer replaces the former."""
    return _answer(reply_files.import_replies(app, viewer, event, given.replies))


@router.put(
    "/messages/{message}/reply",
    operation_id="recordReply",
    tags=["fairs"],
    summary="Record a yes or no",
    response_description="The message with its replies",
    response_model=RepliedView,
)
def put_reply(
    app: ApplicationOf, viewer: StaffOf, _: FromProgram, number: Number, given: ReplyInput, key: IdempotencyKey
) -> Response:
    """A person's answer becomes a step of the pair, interested or declined; the lists learn from it."""
    return _answer(outbox.record_reply(app, viewer, number, given.answer, given.posting, given.on))
