"""Messages of an event and the replies to them, over the wire."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from api.schemas.base import Input, View
from matching.knowledge.catalogue import Text

KindName = Literal["invitation", "times", "change", "reminder", "notice"]
WrittenKind = Literal["invitation", "times", "change", "reminder"]
"""What can be asked for; a notice is written when a promise is taken back."""
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


class WriteInput(Input):
    """Which messages to write, by which channels. People are written to about their interviews, or, before there is a timetable,
    about the first postings of their list."""

    kind: WrittenKind
    audience: AudienceName
    channels: tuple[ChannelName, ...] = Field(default=("letter", "sms"), min_length=1, max_length=3)


class WrittenView(View):
    """How many people or employers were written to, and how many messages are new; what was said before is not said twice."""

    event: str
    kind: KindName
    audience: AudienceName
    to: int
    written: int


class ReplyInput(Input):
    """What came back. Without a posting, the answer is for everything the message asks about."""

    answer: Literal["yes", "no"]
    posting: str | None = Field(default=None, max_length=120)
    on: date | None = None


class RepliedView(View):
    """A message after a reply. `outcomes`: the steps that were recorded from it."""

    message: MessageView
    outcomes: int


class ToSendView(View):
    """One message that has not gone out, with its words. `contact`: a phone number, or whom to ask for; empty where unknown."""

    id: int
    channel: ChannelName
    audience: AudienceName
    to: str
    name: str
    contact: str
    zh: str
    en: str


class ToSendListView(View):
    """What is to be sent by hand. `last`: the number to name when it was sent; `next`: where the following page begins."""

    event: str
    items: tuple[ToSendView, ...]
    last: int
    next: int | None


class SentInput(Input):
    """Everything that waited up to this number was sent."""

    last: int = Field(ge=0, le=2**53)


class SentView(View):
    """How many messages were recorded as sent now; 0 when they had been before."""

    event: str
    sent: int


class ReplyRow(View):
    """A yes or no as it came back. Without a posting it answers everything that the message asks about; without a day, today."""

    message: int = Field(ge=1, le=2**53)
    answer: Literal["yes", "no"]
    posting: str | None = Field(default=None, max_length=120)
    on: date | None = None


class RepliesInput(Input):
    replies: tuple[ReplyRow, ...] = Field(min_length=1, max_length=1_000)


class ReplyFaultView(View):
    """A row that was not recorded, and what to do. The first row of a list is row 1."""

    row: int
    problem: Text


class RepliesReport(View):
    """What became of replies: `recorded` now, `known` from before, `blank` without an answer, and those with a fault. `outcomes`:
    the steps that were recorded from them."""

    rows: int
    recorded: int
    known: int
    blank: int
    outcomes: int
    faults: tuple[ReplyFaultView, ...]


class ExportView(View):
    """What was written to a folder: files by name and how many messages are in them; `fresh` went out for the first time.
    `without_contact`: text messages to somebody without a phone number, whose contact is left empty.
    """

    event: str
    files: dict[str, int]
    fresh: int
    without_contact: int
