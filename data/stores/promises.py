"""Arrangements that employers promised, whether they were kept, and the record that follows for each employer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, false, insert, select, update

from data.stores.base import CHUNK, STAFF, Store, slices
from data.stores.candidates import visible_candidates
from data.stores.canonical import canonical, check_key
from data.stores.learning import LEARNERS
from data.stores.postings import posting_subject, visible_postings
from data.stores.vault import person_subject
from data.tables import candidates, events, postings, promise_checks, promises
from matching.knowledge import CATALOGUE
from matching.records import Record, Role, Viewer

CONTESTERS: Final = STAFF | {Role.EMPLOYER}
MAKERS: Final = STAFF | {Role.EMPLOYER}
_BESIDE: Final = promises.outerjoin(candidates, candidates.c.id == promises.c.candidate)
"""Each promise with the person it names: joined, so that a page looks up its own people and not everybody."""


class CheckState(StrEnum):
    """`contested` by the employer: it does not count until staff say that it stands (`upheld`) or not (`withdrawn`)."""

    RECORDED = "recorded"
    CONTESTED = "contested"
    UPHELD = "upheld"
    WITHDRAWN = "withdrawn"


COUNTING: Final = (CheckState.RECORDED, CheckState.UPHELD)


class Promise(Record):
    """An arrangement promised to one person, or with no `candidate` for whoever comes to the posting."""

    posting: str
    accommodation: str
    promised_on: date
    candidate: str | None = None
    event: str | None = None


@dataclass(frozen=True)
class PromiseCheck:
    """Whether a promise was found kept on a day."""

    id: int
    promise: int
    on: date
    kept: bool
    state: CheckState
    at: datetime
    by: str


@dataclass(frozen=True)
class StoredPromise:
    """A promise with its checks, by day. To an employer it names no person."""

    id: int
    employer: str
    promise: Promise
    at: datetime
    by: str
    checks: tuple[PromiseCheck, ...]


class PromiseStore(Store):
    """Promises to the people a viewer may see, and for postings; an employer sees its own."""

    kind = "promise"

    def save(self, viewer: Viewer, promise: Promise, key: str) -> StoredPromise:
        """Records a promise of the posting's employer. The same `key` again gives the first one and changes nothing.

        An employer promises for whoever comes to a posting of its own, without a person or an event. Raises ValueError for an
        unknown accommodation, posting, person or event, or a key that was used for another promise.
        """
        self._require(viewer, MAKERS)
        if viewer.role is Role.EMPLOYER and (promise.candidate is not None or promise.event is not None):
            raise ValueError("an employer promises for whoever comes to its posting; leave out candidate and event")
        CATALOGUE.check_accommodation(promise.accommodation)
        same = promises.c.key == check_key(key, "the key of a promise")
        if self._connection.execute(select(promises.c.id).where(same)).scalar() is not None:
            made = self._fetch(viewer, same)
            if not made or made[0].promise != promise:
                raise ValueError("this key was used for another promise; take a new one")
            return made[0]
        there = select(postings.c.employer).where(visible_postings(viewer), postings.c.id == promise.posting)
        employer = self._connection.execute(there).scalar()
        if employer is None:
            raise ValueError(f"there is no posting {promise.posting}; store it first")
        self._check_named(viewer, promise)
        values = {name: getattr(promise, name) for name in Promise.model_fields}
        stamp = {"recorded_at": self.session.now, "recorded_by": check_key(viewer.account, "the account")}
        self._connection.execute(insert(promises).values(**values, employer=employer, key=key, **stamp))
        self._note(viewer, "promise", promise.posting, accommodation=promise.accommodation)
        return self._fetch(viewer, same)[0]

    def check(self, viewer: Viewer, promise: int, on: date, kept: bool, note: str = "") -> PromiseCheck:
        """Records whether a promise was found kept on a day. The same again changes nothing.

        The note is sealed with the person's key, or the posting's. Raises ValueError if there is no such promise, for a day before
        it was made, or for another answer on a day that has one: that one is contested, not written over.
        """
        self._require(viewer)
        found = self._fetch(viewer, promises.c.id == promise)
        if not found:
            raise ValueError(f"there is no promise {promise}; record it first")
        one = found[0]
        if on < one.promise.promised_on:
            raise ValueError(f"the check is of {on}, before the promise was made ({one.promise.promised_on}); correct the day")
        before = next((check for check in one.checks if check.on == on), None)
        if before is not None:
            if before.kept != kept:
                raise ValueError(f"promise {promise} has another answer on {on}; contest that one, or check on another day")
            return before
        canonical({"note": note})
        subject = person_subject(one.promise.candidate) if one.promise.candidate else posting_subject(one.promise.posting)
        sealed = self.session.vault.seal_all("note", {subject: note})[subject] if note else None
        values = {"promise": promise, "dated": on, "kept": kept, "state": CheckState.RECORDED.value, "sealed_note": sealed}
        stamp = {"checked_at": self.session.now, "checked_by": check_key(viewer.account, "the account")}
        self._connection.execute(insert(promise_checks).values(**values, **stamp))
        self._note(viewer, "check", one.promise.posting, kept=kept)
        return next(check for check in self._fetch(viewer, promises.c.id == promise)[0].checks if check.on == on)

    def contest(self, viewer: Viewer, check: int) -> bool:
        """The employer (or staff for it) says that a check is wrong; it does not count until it is settled.

        False if there is no such check of theirs, or it is contested or settled already.
        """
        self._require(viewer, CONTESTERS)
        return self._move(viewer, check, CheckState.RECORDED, CheckState.CONTESTED, "contested")

    def has_check(self, viewer: Viewer, check: int) -> bool:
        """Whether there is a check of this number on a promise that the viewer sees."""
        query = select(promise_checks.c.id).select_from(promise_checks.join(_BESIDE, promises.c.id == promise_checks.c.promise))
        return self._connection.execute(query.where(self._seen(viewer), promise_checks.c.id == check)).scalar() is not None

    def settle(self, viewer: Viewer, check: int, *, upheld: bool) -> bool:
        """Staff say of a contested check that it stands, or that it does not. False if it is not contested."""
        self._require(viewer)
        became = CheckState.UPHELD if upheld else CheckState.WITHDRAWN
        return self._move(viewer, check, CheckState.CONTESTED, became, "settled")

    def notes(self, viewer: Viewer, promise: int) -> Mapping[int, str]:
        """The notes on the checks of one promise, by check. Staff only; opening them is logged as an access."""
        if viewer.role not in STAFF or not (found := self._fetch(viewer, promises.c.id == promise)):
            return {}
        one = found[0].promise
        subject = person_subject(one.candidate) if one.candidate else posting_subject(one.posting)
        query = select(promise_checks.c.id, promise_checks.c.sealed_note).where(promise_checks.c.promise == promise)
        rows = self._connection.execute(query.where(promise_checks.c.sealed_note.is_not(None))).all()
        if rows:
            self._note(viewer, "read-notes", one.candidate or one.posting, access=True)
        opened = {row.id: self.session.vault.open_all("note", {subject: row.sealed_note}) for row in rows}
        return {name: found[subject] for name, found in opened.items() if subject in found}

    def list(
        self,
        viewer: Viewer,
        after: int = 0,
        limit: int = 100,
        *,
        employer: str | None = None,
        posting: str | None = None,
        candidate: str | None = None,
    ) -> tuple[StoredPromise, ...]:
        """A page in the order in which they were recorded: at most `limit` (1..1,000) after the id `after`, all filters passed."""
        if not 1 <= limit <= CHUNK:
            raise ValueError(f"limit is {limit}; a page holds 1 to {CHUNK:,} promises")
        where: ColumnElement[bool] = promises.c.id > after
        for column, value in (("employer", employer), ("posting", posting), ("candidate", candidate)):
            if value is not None:
                where &= promises.c[column] == value
        if candidate is not None and viewer.role not in STAFF:
            return ()
        return self._fetch(viewer, where, limit)

    def record_of(self, viewer: Viewer, employers: Iterable[str], before: date) -> dict[str, tuple[int, int]]:
        """Employer -> (promises that were checked, those of them that were kept), by checks of days before `before` alone.

        A promise counts once, with the last check that counts: neither a contested one nor one that was withdrawn does. Employers
        without a checked promise are absent. Staff, auditors and administrators get anybody's record, an employer its own.
        """
        wanted = sorted(set(employers))
        if viewer.role is Role.EMPLOYER:
            wanted = [name for name in wanted if name == viewer.organisation]
        elif viewer.role not in STAFF | LEARNERS:
            return {}
        last: dict[int, tuple[str, bool]] = {}
        for part in slices(wanted):
            query = (
                select(promises.c.employer, promise_checks.c.promise, promise_checks.c.kept)
                .join(promises, promises.c.id == promise_checks.c.promise)
                .where(promises.c.employer.in_(part), promise_checks.c.dated < before, promise_checks.c.state.in_(COUNTING))
                .order_by(promise_checks.c.dated)
            )
            for employer, promise, kept in self._connection.execute(query):
                last[promise] = employer, kept
        found: dict[str, tuple[int, int]] = {}
        for employer, kept in last.values():
            checked, good = found.get(employer, (0, 0))
            found[employer] = checked + 1, good + kept
        return found

    def _check_named(self, viewer: Viewer, promise: Promise) -> None:
        if promise.candidate is not None:
            query = select(candidates.c.id).where(visible_candidates(viewer), candidates.c.id == promise.candidate)
            if self._connection.execute(query).scalar() is None:
                raise ValueError(f"there is no candidate {promise.candidate}; store the person first")
        event = select(events.c.id).where(events.c.id == promise.event)
        if promise.event is not None and self._connection.execute(event).scalar() is None:
            raise ValueError(f"there is no event {promise.event}; store it first")

    def _move(self, viewer: Viewer, check: int, was: CheckState, became: CheckState, moved: str) -> bool:
        seen = select(promise_checks.c.id, promises.c.posting)
        seen = seen.select_from(promise_checks.join(_BESIDE, promises.c.id == promise_checks.c.promise))
        row = self._connection.execute(seen.where(self._seen(viewer), promise_checks.c.id == check)).one_or_none()
        if row is None:
            return False
        stamp = {f"{moved}_at": self.session.now, f"{moved}_by": check_key(viewer.account, "the account")}
        change = update(promise_checks).where(promise_checks.c.id == check, promise_checks.c.state == was.value)
        if self._connection.execute(change.values(state=became.value, **stamp)).rowcount == 0:
            return False
        self._note(viewer, became.value, row.posting)
        return True

    def _seen(self, viewer: Viewer) -> ColumnElement[bool]:
        """The rows of `_BESIDE` that the viewer may know of."""
        if viewer.role is Role.EMPLOYER and viewer.organisation is not None:
            return promises.c.employer == viewer.organisation
        if viewer.role not in STAFF:
            return false()
        return promises.c.candidate.is_(None) | visible_candidates(viewer)

    def _fetch(self, viewer: Viewer, where: ColumnElement[bool], limit: int | None = None) -> tuple[StoredPromise, ...]:
        query = select(promises).select_from(_BESIDE).where(self._seen(viewer), where).order_by(promises.c.id).limit(limit)
        rows = self._connection.execute(query).all()
        checks: dict[int, list[PromiseCheck]] = {row.id: [] for row in rows}
        for part in slices(list(checks)):
            found = select(promise_checks).where(promise_checks.c.promise.in_(part)).order_by(promise_checks.c.dated)
            for one in self._connection.execute(found):
                checks[one.promise].append(_check(one))
        return tuple(_promise(row, checks[row.id], named=viewer.role in STAFF) for row in rows)


def _check(row: Row[Any]) -> PromiseCheck:
    return PromiseCheck(row.id, row.promise, row.dated, row.kept, CheckState(row.state), row.checked_at, row.checked_by)


def _promise(row: Row[Any], checks: Sequence[PromiseCheck], named: bool) -> StoredPromise:
    promise = Promise(
        posting=row.posting,
        accommodation=row.accommodation,
        promised_on=row.promised_on,
        candidate=row.candidate if named else None,
        event=row.event,
    )
    return StoredPromise(row.id, row.employer, promise, row.recorded_at, row.recorded_by, tuple(checks))
