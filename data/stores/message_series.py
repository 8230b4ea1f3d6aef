"""Messages of one kind to somebody by one way follow one another: what was said last is not said again, and drafts give way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select

from data.stores.base import Session, slices
from data.stores.canonical import canonical
from data.tables import messages, replies
from matching.records import Audience, Message

Series = tuple[str, str, str, str, str]
"""Event, kind, audience, to whom, and by which way."""


@dataclass(frozen=True)
class _Said:
    """One message of a series; `id` None: it is about to be stored. A `draft` has not gone out and nobody answered it."""

    id: int | None
    content: bytes
    draft: bool


class MessageSeries:
    """What was told to whom so far, for whoever is about to tell them more."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def fresh(self, told: Sequence[Message]) -> dict[bytes, Message]:
        """What of these is to be stored, by content. Drafts that it replaces are taken away."""
        rows = self._so_far(told)
        stale: list[int] = []
        fresh: dict[bytes, Message] = {}
        for one in told:
            last = rows.setdefault(_series_of(one), [])
            while last and last[-1].draft and not self._says(last, one):
                dropped = last.pop()
                if dropped.id is None:
                    fresh.pop(dropped.content)
                else:
                    stale.append(dropped.id)
            if not last or not self._says(last, one):
                content = self._content(one, last[-1].content if last else b"")
                last.append(_Said(None, content, True))
                fresh[content] = one
        for part in slices(sorted(stale)):
            self._session.connection.execute(delete(messages).where(messages.c.id.in_(part)))
        return fresh

    def _so_far(self, told: Sequence[Message]) -> dict[Series, list[_Said]]:
        """What each of these was told before, oldest first."""
        found: dict[Series, list[_Said]] = {}
        for event, audience in sorted({(one.event, one.audience) for one in told}):
            names = sorted({one.to for one in told if (one.event, one.audience) == (event, audience)})
            for key, said in self._told(event, audience, names):
                found.setdefault(key, []).append(said)
        return found

    def _told(self, event: str, audience: Audience, names: Sequence[str]) -> Iterator[tuple[Series, _Said]]:
        to = messages.c.candidate if audience is Audience.CANDIDATE else messages.c.employer
        answered = select(replies.c.message).where(replies.c.message == messages.c.id).exists().label("answered")
        columns = (messages.c.id, messages.c.kind, messages.c.channel, messages.c.content, messages.c.exported_at)
        for part in slices(names):
            query = (
                select(*columns, to.label("to"), answered).where(messages.c.event == event, to.in_(part)).order_by(messages.c.id)
            )
            for row in self._session.connection.execute(query):
                draft = row.exported_at is None and not row.answered
                yield (event, row.kind, audience.value, row.to, row.channel), _Said(row.id, row.content, draft)

    def _says(self, told: Sequence[_Said], one: Message) -> bool:
        """Whether the last of a series says this."""
        before = told[-2].content if len(told) > 1 else b""
        return told[-1].content in (self._content(one, before), self._content(one, b""))

    def _content(self, one: Message, before: bytes) -> bytes:
        """What makes a message another one: its words, and which message came before; so the same may be said again later on."""
        return self._session.keyring.digest("message", canonical(one) + before)


def _series_of(one: Message) -> Series:
    return one.event, one.kind.value, one.audience.value, one.to, one.channel.value
