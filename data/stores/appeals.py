"""What people ask for, object to or complain about, and what a named person answered."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, false, insert, select, true, update

from data.stores.base import CHUNK, STAFF, Store
from data.stores.candidates import visible_candidates
from data.stores.canonical import canonical, check_key, check_optional
from data.stores.vault import person_subject
from data.tables import appeals, candidates, postings
from matching.records import Personal, Record, Viewer


class AppealKind(StrEnum):
    """What a person can ask for. `human`: that a person explains and looks again; `objection`: to a line or a decision."""

    HUMAN = "human"
    OBJECTION = "objection"
    CORRECTION = "correction"
    COMPLAINT = "complaint"
    COPY = "copy"
    ERASURE = "erasure"


class AppealResult(StrEnum):
    """How it was answered."""

    DONE = "done"
    PARTLY = "partly"
    REFUSED = "refused"


class Appeal(Record):
    """One request in the person's words, received `on` a day, to be answered by `due_on`. `posting`: the post it is about."""

    candidate: str
    kind: AppealKind
    text: Personal[str]
    on: date
    due_on: date
    posting: str | None = None


class Answer(Record):
    """What was answered, and the person who answers for it."""

    result: AppealResult
    text: Personal[str]
    named: str


@dataclass(frozen=True)
class StoredAppeal:
    """One request without its words, which `words` opens. `result` None: it waits for an answer."""

    id: int
    candidate: str
    kind: AppealKind
    posting: str | None
    on: date
    due_on: date
    recorded_at: datetime
    recorded_by: str
    result: AppealResult | None
    named: str | None
    answered_at: datetime | None


class AppealStore(Store):
    """Requests of the people whom a viewer may see. Words and answers are sealed with the person's key; staff alone open them."""

    kind = "appeal"

    def lodge(self, viewer: Viewer, appeal: Appeal, key: str) -> StoredAppeal:
        """Records a request. The same `key` with the same request again gives the first and changes nothing.

        Raises ValueError if person or posting is not there, or the key was used for something else.
        """
        self._require(viewer)
        canonical(appeal)
        same = self._fetch(viewer, appeals.c.key == check_key(key, "the key of a request"), CHUNK)
        if same:
            told = same[0]
            known = Appeal(
                candidate=told.candidate,
                kind=told.kind,
                text=self._opened(told.id)[0],
                on=told.on,
                due_on=told.due_on,
                posting=told.posting,
            )
            if known != appeal:
                raise ValueError("this key was used for another request; take a new one")
            return told
        self._check(viewer, appeal)
        subject = person_subject(appeal.candidate)
        values = {
            "candidate": appeal.candidate,
            "kind": appeal.kind.value,
            "posting": check_optional(appeal.posting, "the posting of a request"),
            "sealed_text": self.session.vault.seal_all("appeal", {subject: appeal.text})[subject],
            "dated": appeal.on,
            "due_on": appeal.due_on,
            "key": key,
            "recorded_at": self.session.now,
            "recorded_by": check_key(viewer.account, "the account"),
        }
        self._connection.execute(insert(appeals).values(**values))
        self._note(viewer, "lodge", appeal.candidate, about=appeal.kind.value)
        return self._fetch(viewer, appeals.c.key == key, 1)[0]

    def get(self, viewer: Viewer, number: int) -> StoredAppeal | None:
        """One request of a person whom the viewer may see, or None."""
        return next(iter(self._fetch(viewer, appeals.c.id == number, 1)), None)

    def list(
        self,
        viewer: Viewer,
        *,
        candidate: str | None = None,
        waiting: bool | None = None,
        after: int = 0,
        limit: int = 100,
    ) -> tuple[StoredAppeal, ...]:
        """A page in the order in which they came: at most `limit` (1..1,000) after the number `after`; of one person, or of those
        that wait for an answer (or do not) alone where asked."""
        if not 1 <= limit <= CHUNK:
            raise ValueError(f"limit is {limit}; a page holds 1 to {CHUNK:,} requests")
        where = appeals.c.id > after
        if candidate is not None:
            where &= appeals.c.candidate == candidate
        if waiting is not None:
            where &= appeals.c.result.is_(None) if waiting else appeals.c.result.is_not(None)
        return self._fetch(viewer, where, limit)

    def words(self, viewer: Viewer, number: int) -> tuple[str, str]:
        """What the person said and what was answered; empty where nothing is yet. Opening it is logged as an access."""
        found = self.get(viewer, number)
        if found is None:
            return "", ""
        self._note(viewer, "read-appeal", found.candidate, access=True)
        return self._opened(number)

    def answer(self, viewer: Viewer, number: int, answer: Answer) -> bool:
        """Records the answer; the same again changes nothing. False if there is no such request.

        Raises ValueError for a request that was answered otherwise.
        """
        self._require(viewer)
        canonical(answer)
        found = self.get(viewer, number)
        if found is None:
            return False
        if found.result is not None:
            if (found.result, found.named, self._opened(number)[1]) != (answer.result, answer.named, answer.text):
                raise ValueError("this request was answered before; its answer stays as it is")
            return True
        subject = person_subject(found.candidate)
        values = {
            "result": answer.result.value,
            "sealed_answer": self.session.vault.seal_all("answer", {subject: answer.text})[subject],
            "named": check_key(answer.named, "the name of who answers"),
            "answered_at": self.session.now,
            "answered_by": check_key(viewer.account, "the account"),
        }
        self._connection.execute(update(appeals).where(appeals.c.id == number).values(**values))
        self._note(viewer, "answer", found.candidate, result=answer.result.value)
        return True

    def _opened(self, number: int) -> tuple[str, str]:
        columns = (appeals.c.candidate, appeals.c.sealed_text, appeals.c.sealed_answer)
        row = self._connection.execute(select(*columns).where(appeals.c.id == number)).one()
        subject, vault = person_subject(row.candidate), self.session.vault
        said = vault.open_all("appeal", {} if row.sealed_text is None else {subject: row.sealed_text})
        told = vault.open_all("answer", {} if row.sealed_answer is None else {subject: row.sealed_answer})
        return said.get(subject, ""), told.get(subject, "")

    def _check(self, viewer: Viewer, appeal: Appeal) -> None:
        person = select(candidates.c.id).where(visible_candidates(viewer), candidates.c.id == appeal.candidate)
        if self._connection.execute(person).scalar() is None:
            raise ValueError(f"there is no candidate {appeal.candidate}; store the person first")
        if appeal.posting is not None:
            query = select(postings.c.id).where(postings.c.id == appeal.posting)
            if self._connection.execute(query).scalar() is None:
                raise ValueError(f"there is no posting {appeal.posting}; leave it out")

    def _fetch(self, viewer: Viewer, where: ColumnElement[bool], limit: int) -> tuple[StoredAppeal, ...]:
        query = (
            select(appeals)
            .join(candidates, candidates.c.id == appeals.c.candidate)
            .where(visible_candidates(viewer), true() if viewer.role in STAFF else false(), where)
            .order_by(appeals.c.id)
            .limit(limit)
        )
        return tuple(_appeal(row) for row in self._connection.execute(query))


def _appeal(row: Row[Any]) -> StoredAppeal:
    return StoredAppeal(
        id=row.id,
        candidate=row.candidate,
        kind=AppealKind(row.kind),
        posting=row.posting,
        on=row.dated,
        due_on=row.due_on,
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by,
        result=None if row.result is None else AppealResult(row.result),
        named=row.named,
        answered_at=row.answered_at,
    )
