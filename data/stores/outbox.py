"""What the office writes to people and employers about an event, when it was exported, and the yes or no that came back."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import orjson
from sqlalchemy import ColumnElement, Row, Select, delete, false, insert, or_, select, update

from data.stores.base import CHUNK, STAFF, Store, slices
from data.stores.candidates import visible_candidates
from data.stores.canonical import check_key
from data.stores.employers import employer_subject
from data.stores.events import visible_events
from data.stores.message_series import MessageSeries
from data.stores.vault import person_subject
from data.tables import candidates, employers, events, messages, replies
from matching.records import Answer, Audience, Channel, Message, MessageKind, Viewer

_TEXTS: Final = frozenset({"zh", "en"})
TELL_TIMES: Final = frozenset({MessageKind.TIMES, MessageKind.REMINDER, MessageKind.CHANGE})
"""Kinds that say when somebody's interviews are: an older one is wrong once the times are others."""


@dataclass(frozen=True)
class Reply:
    """The yes or no to one posting of a message; `posting` is empty where the message asks about none."""

    posting: str
    answer: Answer
    on: date
    at: datetime
    by: str


@dataclass(frozen=True)
class StoredMessage:
    """A message with its number, when it went out, and what came back. Its texts are there where they were asked for."""

    id: int
    message: Message
    at: datetime
    by: str
    exported_at: datetime | None
    exported_by: str | None
    replies: tuple[Reply, ...]


class OutboxStore(Store):
    """Messages to the people that a viewer may see, and to employers. Staff only."""

    kind = "message"

    def save_many(self, viewer: Viewer, records: Iterable[Message]) -> tuple[int, ...]:
        """Stores messages and returns the numbers of the new ones.

        What the last message of its kind to somebody by the same way says already is not said again; a draft that says something
        else and has not gone out is replaced. Raises ValueError for an event, a person or an employer that is not there.
        """
        self._require(viewer)
        told = list(records)
        self._check(viewer, told)
        fresh = MessageSeries(self.session).fresh(told)
        if not fresh:
            return ()
        sealed = {name: self._seal(name, fresh) for name in _TEXTS}
        stamp = {"made_at": self.session.now, "made_by": check_key(viewer.account, "the account")}
        rows = [
            {
                "event": one.event,
                "kind": one.kind.value,
                "audience": one.audience.value,
                "candidate": one.to if one.audience is Audience.CANDIDATE else None,
                "employer": one.to if one.audience is Audience.EMPLOYER else None,
                "channel": one.channel.value,
                "wording": check_key(one.wording, "the wording of a message"),
                "postings": orjson.dumps(one.postings).decode(),
                "content": content,
                "sealed_zh": sealed["zh"][content],
                "sealed_en": sealed["en"][content],
                **stamp,
            }
            for content, one in fresh.items()
        ]
        self._connection.execute(insert(messages), rows)
        numbers: list[int] = []
        for part in slices(sorted(fresh)):
            numbers += self._connection.execute(select(messages.c.id).where(messages.c.content.in_(part))).scalars()
        self._note(viewer, "write", next(iter(fresh.values())).event, count=len(fresh))
        return tuple(sorted(numbers))

    def list(
        self,
        viewer: Viewer,
        event: str,
        after: int = 0,
        limit: int = 100,
        *,
        kind: MessageKind | None = None,
        waiting: bool | None = None,
        with_texts: bool = False,
    ) -> tuple[StoredMessage, ...]:
        """A page in the order in which they were written: at most `limit` (1..1,000) after the number `after`.

        `waiting`: only those not exported yet, or only those that were. `with_texts` opens the texts and logs an access.
        """
        if not 1 <= limit <= CHUNK:
            raise ValueError(f"limit is {limit}; a page holds 1 to {CHUNK:,} messages")
        query = self._visible(viewer).where(messages.c.event == event, messages.c.id > after)
        if kind is not None:
            query = query.where(messages.c.kind == kind.value)
        if waiting is not None:
            query = query.where(messages.c.exported_at.is_(None) if waiting else messages.c.exported_at.is_not(None))
        found = self._fetch(query.order_by(messages.c.id).limit(limit), with_texts)
        if with_texts and found:
            self._note(viewer, "read-messages", event, access=True, count=len(found))
        return found

    def get(self, viewer: Viewer, number: int) -> StoredMessage | None:
        """One message without its texts, or None."""
        return next(iter(self._fetch(self._visible(viewer).where(messages.c.id == number), False)), None)

    def told_times(self, viewer: Viewer, event: str, audience: Audience) -> frozenset[str]:
        """Those to whom times of an event went out already, in whatever way. Staff only."""
        to = _to(audience)
        answered = select(replies.c.message).where(replies.c.message == messages.c.id).exists()
        query = self._visible(viewer).with_only_columns(to).distinct()
        query = query.where(messages.c.event == event, messages.c.kind.in_(sorted(TELL_TIMES)), to.is_not(None))
        return frozenset(self._connection.execute(query.where(messages.c.exported_at.is_not(None) | answered)).scalars())

    def awaited_times(self, viewer: Viewer, event: str, audience: Audience, names: Collection[str]) -> frozenset[str]:
        """Those of these to whom times of an event are written that have not gone out. Staff only."""
        to, found = _to(audience), set[str]()
        for part in slices(sorted(names)):
            query = self._visible(viewer).with_only_columns(to).distinct().where(self._waits(event), to.in_(part))
            found |= set(self._connection.execute(query).scalars())
        return frozenset(found)

    def discard_times(
        self,
        viewer: Viewer,
        event: str,
        audience: Audience,
        names: Collection[str],
        keep: Collection[tuple[MessageKind, Channel]] = (),
        channels: Collection[Channel] = tuple(Channel),
    ) -> int:
        """Takes away what says times of an event to these and has not gone out, except what is to be kept. Returns how many."""
        self._require(viewer)
        stale = [
            (messages.c.kind == kind.value) & (messages.c.channel == channel.value)
            for kind in sorted(TELL_TIMES)
            for channel in channels
            if (kind, channel) not in keep
        ]
        gone = 0
        for part in slices(sorted(names)) if stale else ():
            query = self._visible(viewer).with_only_columns(messages.c.id)
            query = query.where(self._waits(event), _to(audience).in_(part), or_(*stale))
            numbers = list(self._connection.execute(query).scalars())
            for some in slices(numbers):
                gone += self._connection.execute(delete(messages).where(messages.c.id.in_(some))).rowcount
        if gone:
            self._note(viewer, "discard", event, count=gone)
        return gone

    def declined(self, viewer: Viewer, event: str) -> frozenset[tuple[str, str]]:
        """(person, posting) of the last answers that were no; the posting is empty where somebody does not come at all."""
        query = self._visible(viewer).with_only_columns(messages.c.candidate, replies.c.posting, replies.c.answer)
        query = query.join(replies, replies.c.message == messages.c.id)
        query = query.where(messages.c.event == event, messages.c.candidate.is_not(None)).order_by(messages.c.id)
        last = {(row.candidate, row.posting): row.answer for row in self._connection.execute(query)}
        return frozenset(pair for pair, answer in last.items() if answer == Answer.NO.value)

    def invited(self, viewer: Viewer, event: str) -> frozenset[str]:
        """The people to whom an invitation to an event was handed out to be sent, in whatever way. Staff only."""
        query = self._visible(viewer).with_only_columns(messages.c.candidate).distinct()
        query = query.where(messages.c.event == event, messages.c.kind == MessageKind.INVITATION.value)
        there = messages.c.candidate.is_not(None) & messages.c.exported_at.is_not(None)
        return frozenset(name for name in self._connection.execute(query.where(there)).scalars() if name is not None)

    def of_candidate(self, viewer: Viewer, candidate: str) -> tuple[StoredMessage, ...]:
        """All messages to one person with their texts, oldest first, for a copy of their file."""
        return self._fetch(self._visible(viewer).where(messages.c.candidate == candidate).order_by(messages.c.id), True)

    def mark_exported(self, viewer: Viewer, numbers: Iterable[int]) -> int:
        """Records that messages were handed out to be sent; the first time stays. Returns how many had not been before."""
        self._require(viewer)
        wanted = sorted(set(numbers))
        seen: list[int] = []
        for part in slices(wanted):
            query = self._visible(viewer).where(messages.c.id.in_(part), messages.c.exported_at.is_(None))
            seen += [row.id for row in self._connection.execute(query)]
        stamp = {"exported_at": self.session.now, "exported_by": check_key(viewer.account, "the account")}
        for part in slices(seen):
            self._connection.execute(update(messages).where(messages.c.id.in_(part)).values(**stamp))
        if seen:
            self._note(viewer, "export", access=True, count=len(seen))
        return len(seen)

    def reply(self, viewer: Viewer, number: int, posting: str, answer: Answer, on: date) -> Reply:
        """Records what came back about one posting (empty: about the message as a whole). A later word replaces the earlier one.

        Raises ValueError if there is no such message, it does not ask about the posting, or the day is before it was written.
        """
        self._require(viewer)
        found = self.get(viewer, number)
        if found is None:
            raise ValueError(f"there is no message {number}; look at the outbox")
        if posting not in (found.message.postings or ("",)):
            raise ValueError(f"message {number} does not ask about {posting or 'no posting'}; name one that it asks about")
        where = (replies.c.message == number) & (replies.c.posting == posting)
        stamp = {"recorded_at": self.session.now, "recorded_by": check_key(viewer.account, "the account")}
        values = {"answer": answer.value, "dated": on, **stamp}
        if self._connection.execute(update(replies).where(where).values(**values)).rowcount == 0:
            self._connection.execute(insert(replies).values(message=number, posting=posting, **values))
        self._note(viewer, "reply", str(number), answer=answer.value)
        again = self.get(viewer, number)
        assert again is not None
        return next(one for one in again.replies if one.posting == posting)

    def _seal(self, name: str, fresh: Mapping[bytes, Message]) -> dict[bytes, bytes]:
        """The texts of a language by content; a subject may have several messages, and the vault seals one value a subject."""
        sealed: dict[bytes, bytes] = {}
        rest = dict(fresh)
        while rest:
            turn: dict[str, bytes] = {}
            for content, one in rest.items():
                turn.setdefault(_subject(one.audience, one.to), content)
            plain = {subject: getattr(fresh[content], name) for subject, content in turn.items()}
            done = self.session.vault.seal_all(f"message-{name}", plain)
            sealed |= {content: done[subject] for subject, content in turn.items()}
            rest = {content: one for content, one in rest.items() if content not in sealed}
        return sealed

    def _check(self, viewer: Viewer, wanted: Iterable[Message]) -> None:
        named: dict[Audience, set[str]] = {audience: set() for audience in Audience}
        at: set[str] = set()
        for one in wanted:
            named[one.audience].add(one.to)
            at.add(one.event)
        for what, column, visible, names in (
            ("event", events.c.id, visible_events(viewer), at),
            ("candidate", candidates.c.id, visible_candidates(viewer), named[Audience.CANDIDATE]),
            ("employer", employers.c.id, employers.c.id.is_not(None), named[Audience.EMPLOYER]),
        ):
            for part in slices(sorted(names)):
                there = set(self._connection.execute(select(column).where(visible, column.in_(part))).scalars())
                for name in part:
                    if name not in there:
                        raise ValueError(f"there is no {what} {name}; store it before writing to it")

    def _waits(self, event: str) -> ColumnElement[bool]:
        """Messages of an event that say times, have not gone out, and nobody answered."""
        answered = select(replies.c.message).where(replies.c.message == messages.c.id).exists()
        there = (messages.c.event == event) & messages.c.kind.in_(sorted(TELL_TIMES))
        return there & messages.c.exported_at.is_(None) & ~answered

    def _visible(self, viewer: Viewer) -> Select[Any]:
        if viewer.role not in STAFF:
            return select(messages).where(false())
        there = messages.c.event.in_(select(events.c.id).where(visible_events(viewer)))
        # Joined, so that a page looks up its own people and not everybody.
        beside = messages.outerjoin(candidates, candidates.c.id == messages.c.candidate)
        return select(messages).select_from(beside).where(there, or_(messages.c.candidate.is_(None), visible_candidates(viewer)))

    def _fetch(self, query: Select[Any], with_texts: bool) -> tuple[StoredMessage, ...]:
        rows = self._connection.execute(query).all()
        answers: dict[int, list[Reply]] = {row.id: [] for row in rows}
        for part in slices(list(answers)):
            found = select(replies).where(replies.c.message.in_(part)).order_by(replies.c.posting)
            for one in self._connection.execute(found):
                answers[one.message].append(Reply(one.posting, Answer(one.answer), one.dated, one.recorded_at, one.recorded_by))
        texts = {name: self._open(name, rows) if with_texts else {} for name in _TEXTS}
        return tuple(_stored(row, answers[row.id], {name: texts[name].get(row.id, "") for name in _TEXTS}) for row in rows)

    def _open(self, name: str, rows: Sequence[Row[Any]]) -> dict[int, str]:
        opened: dict[int, str] = {}
        rest = [row for row in rows if getattr(row, f"sealed_{name}") is not None]
        while rest:
            turn: dict[str, Row[Any]] = {}
            for row in rest:
                turn.setdefault(_subject_of(row), row)
            sealed = {subject: getattr(row, f"sealed_{name}") for subject, row in turn.items()}
            found = self.session.vault.open_all(f"message-{name}", sealed)
            opened |= {turn[subject].id: text for subject, text in found.items()}
            done = {row.id for row in turn.values()}
            rest = [row for row in rest if row.id not in done]
        return opened


def _to(audience: Audience) -> ColumnElement[str]:
    return messages.c.candidate if audience is Audience.CANDIDATE else messages.c.employer


def _subject(audience: Audience, to: str) -> str:
    return person_subject(to) if audience is Audience.CANDIDATE else employer_subject(to)


def _subject_of(row: Row[Any]) -> str:
    return person_subject(row.candidate) if row.candidate is not None else employer_subject(row.employer)


def _stored(row: Row[Any], answers: Sequence[Reply], texts: Mapping[str, str]) -> StoredMessage:
    message = Message(
        event=row.event,
        kind=MessageKind(row.kind),
        audience=Audience(row.audience),
        to=row.candidate or row.employer,
        channel=Channel(row.channel),
        wording=row.wording,
        postings=tuple(orjson.loads(row.postings)),
        zh=texts["zh"],
        en=texts["en"],
    )
    return StoredMessage(row.id, message, row.made_at, row.made_by, row.exported_at, row.exported_by, tuple(answers))
