"""What the office writes to people and employers about an event, to be exported and sent by hand."""

from enum import StrEnum

from matching.records.base import Personal, Record


class MessageKind(StrEnum):
    """`times`: of the interviews, once they are out. `notice`: something about a posting is another since; ask before you come."""

    INVITATION = "invitation"
    TIMES = "times"
    CHANGE = "change"
    REMINDER = "reminder"
    NOTICE = "notice"


class Audience(StrEnum):
    CANDIDATE = "candidate"
    EMPLOYER = "employer"


class Channel(StrEnum):
    LETTER = "letter"
    SMS = "sms"
    WECHAT = "wechat"


class Answer(StrEnum):
    YES = "yes"
    NO = "no"


class Message(Record):
    """One text to one person or employer (`to`, an id). `postings`: what it asks about, each with a yes or no of its own.

    `wording` is the version of the template that it was written from.
    """

    event: str
    kind: MessageKind
    audience: Audience
    to: str
    channel: Channel
    wording: str
    postings: tuple[str, ...] = ()
    zh: Personal[str]
    en: Personal[str]
