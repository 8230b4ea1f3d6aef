"""The outbox of an event as a page shows it: to whom, by name, what is still to be sent, and what came back."""

from datetime import date, datetime

from api.schemas.base import View
from matching.knowledge.catalogue import Text


class AnswerView(View):
    """What came back about one posting, or (without one) about the message as a whole; `answer` null: nothing yet."""

    posting: str | None
    title: str
    answer: str | None
    on: date | None


class LetterView(View):
    """One message with the name of whom it is to. `asks`: what a yes or no is waited for."""

    id: int
    kind: Text
    channel: Text
    to: str
    name: str
    to_employer: bool
    made_at: datetime
    sent_at: datetime | None
    asks: tuple[AnswerView, ...]


class LettersView(View):
    """A page of messages; `waiting` of all have not gone out, the last of them has the number `last`."""

    items: tuple[LetterView, ...]
    total: int
    waiting: int
    answered: int
    last: int
    next: int | None


class LetterTextView(View):
    """One message with its words."""

    letter: LetterView
    zh: str
    en: str
