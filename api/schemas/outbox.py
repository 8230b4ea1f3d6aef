"""Messages of an event and the replies to them, over the wire."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from api.schemas.base import View

KindName = Literal["invitation", "change", "reminder"]
AudienceName = Literal["candidate", "employer"]
ChannelName = Literal["letter", "sms", "wechat"]


class ReplyView(View):
    """The yes or no to one posting of a message; `posting` is null where the message asks about none."""

    posting: str | None
    answer: Literal["yes", "no"]
    on: date
    by: str


class MessageView(View):
    """One message: to whom, of what kind, from which wording, when written and when exported. Its text is in the export alone."""

    id: int
    kind: KindName
    audience: AudienceName
    to: str
    channel: ChannelName
    wording: str
    postings: tuple[str, ...]
    made_at: datetime
    made_by: str
    exported_at: datetime | None
    exported_by: str | None
    replies: tuple[ReplyView, ...]


class OutboxView(View):
    event: str
    items: tuple[MessageView, ...]
    next: int | None


class WriteInput(View):
    """Which messages to write, by which channels. People are written to about their interviews, or, before there is a timetable,
    about the first postings of their list."""

    kind: KindName
    audience: AudienceName
    channels: tuple[ChannelName, ...] = Field(default=("letter", "sms"), min_length=1, max_length=3)


class WrittenView(View):
    """How many people or employers were written to, and how many messages are new; what was said before is not said twice."""

    event: str
    kind: KindName
    audience: AudienceName
    to: int
    written: int


class ReplyInput(View):
    """What came back. Without a posting, the answer is for everything the message asks about."""

    answer: Literal["yes", "no"]
    posting: str | None = Field(default=None, max_length=120)
    on: date | None = None


class RepliedView(View):
    """A message after a reply. `outcomes`: the steps that were recorded from it."""

    message: MessageView
    outcomes: int


class ExportView(View):
    """What was written to a folder: files by name and how many messages are in them; `fresh` went out for the first time."""

    event: str
    files: dict[str, int]
    fresh: int
    without_contact: int
