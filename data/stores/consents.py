"""What a person agreed to, in which words, for how long; and when they took it back."""

from datetime import date, datetime
from enum import StrEnum
from typing import Final, Self

import orjson
from pydantic import field_validator, model_validator
from sqlalchemy import exists, func, insert, select, update

from data.stores.base import Store
from data.stores.candidates import visible_candidates
from data.stores.canonical import canonical, check_key
from data.stores.vault import person_subject
from data.tables import candidates, consent_employers, consents, employers, events, interviews, listed, runs
from matching.china_time import day_in_china
from matching.knowledge import CATALOGUE
from matching.records import Personal, Record, Viewer

_BETWEEN: Final = "\x1f"
"""Between ids that travel together; no id holds what cannot be printed."""


class Scope(StrEnum):
    """Two consents, each separate: to be listed at an event, and to be named to an employer."""

    LISTING = "listing"
    IDENTITY = "identity"


class Explained(StrEnum):
    """How the wording was explained to the person."""

    READ = "read"
    EASY_TEXT = "easy_text"
    SIGNED = "signed"
    READ_ALOUD = "read_aloud"


class Consent(Record):
    """One consent. A listing names its event and the employers the person did not refuse; an identity exactly one employer.

    `guardian` names who agreed with or for a minor or an adult of limited capacity. `stated`: the arrangements that the person
    chooses to tell the employer, with an identity consent alone; by their names in the catalogue.
    """

    candidate: str
    scope: Scope
    event: str | None = None
    employers: frozenset[str]
    wording: str
    explained: Explained
    given_on: date
    ends_on: date | None = None
    guardian: Personal[str | None] = None
    stated: Personal[frozenset[str]] = frozenset()

    @field_validator("stated")
    @classmethod
    def _known(cls, value: frozenset[str]) -> frozenset[str]:
        return frozenset(CATALOGUE.check_accommodation(name) for name in value)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.scope is Scope.LISTING and self.event is None:
            raise ValueError("a listing consent names its event")
        if self.scope is Scope.IDENTITY and len(self.employers) != 1:
            raise ValueError(f"an identity consent names one employer, this one names {len(self.employers)}")
        if self.scope is Scope.LISTING and self.stated:
            raise ValueError("a listing consent states no arrangement; state it with the identity consent")
        if self.ends_on is not None and self.ends_on < self.given_on:
            raise ValueError(f"a consent given on {self.given_on} cannot end on {self.ends_on}")
        return self


class StoredConsent(Record):
    """A consent with its number and its end, if the person took it back."""

    id: int
    consent: Consent
    withdrawn_at: datetime | None

    def holds(self, on: date) -> bool:
        """Whether it is in force on this day."""
        given = self.consent
        return self.withdrawn_at is None and given.given_on <= on and (given.ends_on is None or on <= given.ends_on)


class ConsentStore(Store):
    """Consents of the people a viewer may see."""

    kind = "consent"

    def save(self, viewer: Viewer, consent: Consent) -> int:
        """Records a consent and returns its number. Raises ValueError if person, event or an employer is not there."""
        self._require(viewer)
        canonical(consent)
        person = select(candidates.c.id).where(visible_candidates(viewer), candidates.c.id == consent.candidate)
        if self._connection.execute(person).scalar() is None:
            raise ValueError(f"there is no candidate {consent.candidate}; store the person first")
        if consent.event is not None:
            event = select(events.c.id).where(events.c.id == consent.event)
            if self._connection.execute(event).scalar() is None:
                raise ValueError(f"there is no event {consent.event}; store it first")
        named = sorted(consent.employers)
        known = set(self._connection.execute(select(employers.c.id).where(employers.c.id.in_(named))).scalars())
        for name in named:
            if name not in known:
                raise ValueError(f"there is no employer {name}; store it first")
        number = self._insert(consent)
        if named:
            self._connection.execute(insert(consent_employers), [{"consent": number, "employer": name} for name in named])
        self._note(viewer, "save", consent.candidate, scope=consent.scope.value, number=number)
        return number

    def list(self, viewer: Viewer, candidate: str) -> tuple[StoredConsent, ...]:
        """The consents of one person, oldest first, also those that ended or were withdrawn."""
        query = (
            select(consents)
            .join(candidates, candidates.c.id == consents.c.candidate)
            .where(visible_candidates(viewer), consents.c.candidate == candidate)
            .order_by(consents.c.id)
        )
        rows = self._connection.execute(query).all()
        named = select(consent_employers).where(consent_employers.c.consent.in_([row.id for row in rows]))
        agreed: dict[int, set[str]] = {row.id: set() for row in rows}
        for row in self._connection.execute(named):
            agreed[row.consent].add(row.employer)
        subject = person_subject(candidate)
        found = []
        for row in rows:
            guardian = {} if row.sealed_guardian is None else {subject: row.sealed_guardian}
            stated = {} if row.sealed_stated is None else {subject: row.sealed_stated}
            consent = Consent(
                candidate=candidate,
                scope=Scope(row.scope),
                event=row.event,
                employers=frozenset(agreed[row.id]),
                wording=row.wording,
                explained=Explained(row.explained),
                given_on=row.given_on,
                ends_on=row.ends_on,
                guardian=self.session.vault.open_all("guardian", guardian).get(subject),
                stated=frozenset(orjson.loads(self.session.vault.open_all("stated", stated).get(subject, "[]"))),
            )
            found.append(StoredConsent(id=row.id, consent=consent, withdrawn_at=row.withdrawn_at))
        return tuple(found)

    def listing(self, viewer: Viewer, event: str, on: date) -> frozenset[tuple[str, str]]:
        """(candidate, employer): who agreed to be listed to whom at an event, as it holds on a day."""
        agreed = self.listed_to(viewer, event, on)
        return frozenset((candidate, employer) for candidate, employers in agreed.items() for employer in employers)

    def listed_to(self, viewer: Viewer, event: str, on: date) -> dict[str, frozenset[str]]:
        """As `listing`: the employers by candidate. Of a whole fair it is the lighter one, for most people agree to the same."""
        query = (
            select(consents.c.candidate, func.aggregate_strings(consent_employers.c.employer, _BETWEEN))
            .join(consent_employers, consent_employers.c.consent == consents.c.id)
            .join(candidates, candidates.c.id == consents.c.candidate)
            .where(visible_candidates(viewer), consents.c.event == event, consents.c.scope == Scope.LISTING.value)
            .where(consents.c.withdrawn_at.is_(None), consents.c.given_on <= on)
            .where(consents.c.ends_on.is_(None) | (consents.c.ends_on >= on))
            .group_by(consents.c.id, consents.c.candidate)
        )
        alike: dict[str, frozenset[str]] = {}
        found: dict[str, frozenset[str]] = {}
        for candidate, joined in self._connection.execute(query):
            employers = alike.get(joined)
            if employers is None:
                employers = alike[joined] = frozenset(joined.split(_BETWEEN))
            found[candidate] = found[candidate] | employers if candidate in found else employers
        return found

    def agreeing(self, viewer: Viewer, event: str, on: date) -> frozenset[str]:
        """Who agreed to be listed to anybody at an event, as it holds on a day."""
        named = exists().where(consent_employers.c.consent == consents.c.id)
        query = (
            select(consents.c.candidate)
            .join(candidates, candidates.c.id == consents.c.candidate)
            .where(visible_candidates(viewer), consents.c.event == event, consents.c.scope == Scope.LISTING.value, named)
            .where(consents.c.withdrawn_at.is_(None), consents.c.given_on <= on)
            .where(consents.c.ends_on.is_(None) | (consents.c.ends_on >= on))
        )
        return frozenset(self._connection.execute(query).scalars())

    def taken_back_since(self, viewer: Viewer, event: str, moment: datetime, today: date) -> bool:
        """Whether, after a moment, somebody on a list or timetable of an event took a consent back, or one of theirs ended before
        today; or anybody at all had their data erased. What was made before then shows what may not be shown any more."""
        listed_there = select(listed.c.candidate).join(runs, runs.c.sequence == listed.c.run).where(runs.c.event == event)
        meets = select(interviews.c.candidate).where(interviews.c.event == event)
        theirs = consents.c.candidate.in_(listed_there) | consents.c.candidate.in_(meets)
        ended = (consents.c.ends_on >= day_in_china(moment)) & (consents.c.ends_on < today)
        lost = select(consents.c.id).where(theirs, (consents.c.withdrawn_at > moment) | ended)
        erased = select(candidates.c.id).where(candidates.c.erased_at > moment)
        return any(self._connection.execute(query.limit(1)).scalar() is not None for query in (lost, erased))

    def withdraw(self, viewer: Viewer, number: int) -> bool:
        """Ends a consent now. False if there is no such consent in force."""
        self._require(viewer)
        query = select(consents.c.candidate).join(candidates, candidates.c.id == consents.c.candidate)
        query = query.where(visible_candidates(viewer), consents.c.id == number, consents.c.withdrawn_at.is_(None))
        candidate = self._connection.execute(query).scalar()
        if candidate is None:
            return False
        self._connection.execute(update(consents).where(consents.c.id == number).values(withdrawn_at=self.session.now))
        self._note(viewer, "withdraw", candidate, number=number)
        return True

    def _insert(self, consent: Consent) -> int:
        subject = person_subject(consent.candidate)
        guardian = stated = None
        if consent.guardian is not None:
            guardian = self.session.vault.seal_all("guardian", {subject: consent.guardian})[subject]
        if consent.stated:
            named = canonical(sorted(consent.stated)).decode()
            stated = self.session.vault.seal_all("stated", {subject: named})[subject]
        done = self._connection.execute(
            insert(consents).values(
                candidate=consent.candidate,
                scope=consent.scope.value,
                event=consent.event,
                wording=check_key(consent.wording, "the wording of a consent"),
                explained=consent.explained.value,
                given_on=consent.given_on,
                ends_on=consent.ends_on,
                sealed_guardian=guardian,
                sealed_stated=stated,
                recorded_at=self.session.now,
            )
        )
        key = done.inserted_primary_key
        assert key is not None
        return int(key[0])
