"""People whom an employer hired through the service: what it is asked after a while, and whose certificate it was handed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import func, insert, select, update

from data.stores.base import STAFF, Session, Store
from data.stores.candidates import CandidateStore, visible_candidates
from data.stores.canonical import check_key
from data.stores.errors import NotAllowed
from data.stores.outcomes import OutcomeStore, StepRow, StoryRow
from data.stores.postings import visible_postings
from data.stores.stages import alias_of, reach_of
from data.tables import candidates, handed_certificates, outcomes, postings
from matching.fair.follow_ups import follow_ups_due
from matching.records import Outcome, Role, Stage, Step, Viewer

EMPLOYERS: Final = frozenset({Role.EMPLOYER})
_OFFERED: Final = (Step.OFFERED.value, Step.HIRED.value)
_REFUSED: Final = (Step.DECLINED.value, Step.REJECTED.value)


@dataclass(frozen=True)
class Hire:
    """A person whom an employer is asked about: by its alias, and by name where the person agreed to it."""

    event: str
    posting: str
    person: str
    name: str | None
    hired_on: date
    months: int
    due: date


@dataclass(frozen=True)
class HandedCertificate:
    """A copy of a certificate that a person gave an employer. `withdrawn_at`: when the person asked it back."""

    candidate: str
    employer: str
    on: date
    withdrawn_at: datetime | None = None


class HireStore(Store):
    """Hires of an employer, of people whose consents for it hold; and the certificates that people handed it."""

    kind = "outcome"

    def __init__(self, session: Session, people: CandidateStore, steps: OutcomeStore) -> None:
        super().__init__(session)
        self._candidates = people
        self._outcomes = steps

    def due(self, viewer: Viewer, today: date) -> tuple[Hire, ...]:
        """What the viewer's organisation is asked today about people it hired at an event, the oldest first.

        Of people who agreed to be listed to it, as consents stand today; a name that is opened is logged as an access.
        """
        employer = self._employer(viewer)
        steps = self._steps(viewer)
        due = [one for one in follow_ups_due(steps, today) if one.event is not None]
        found: list[Hire] = []
        for event in sorted({one.event for one in due if one.event is not None}):
            here = [one for one in due if one.event == event]
            reach = reach_of(self.session, event, employer, (one.candidate for one in here), today)
            named = [name for name, one in reach.items() if one.stage is not Stage.LISTING]
            files = self._candidates._records(named, candidates.c.body.is_not(None), with_person=True)
            names = {one.id: one.person.name or None for one in files}
            for name in sorted(names):
                self._note(viewer, "read-name", name, access=True, event=event)
            found += [
                Hire(
                    event=event,
                    posting=one.posting,
                    person=alias_of(self.session.keyring, event, employer, one.candidate),
                    name=names.get(one.candidate),
                    hired_on=one.hired_on,
                    months=one.months,
                    due=one.due,
                )
                for one in here
                if one.candidate in reach
            ]
        return tuple(sorted(found, key=lambda one: (one.due, one.event, one.posting, one.person)))

    def known(self, viewer: Viewer, event: str, posting: str, person: str, today: date) -> Mapping[Step, date | None] | None:
        """The steps on record of somebody whom the employer hired, by its alias; None for everybody else."""
        candidate = self._find(viewer, event, posting, person, today)
        if candidate is None:
            return None
        return {
            one.step: one.on
            for one in self._steps(viewer)
            if (one.candidate, one.posting, one.event) == (candidate, posting, event)
        }

    def answer(self, viewer: Viewer, event: str, posting: str, person: str, step: Step, on: date, reason: str, today: date) -> bool:
        """Adds what the employer tells of a hire: still there after some months, or left. What is recorded stays as it is.

        False if the employer hired nobody of this alias.
        """
        self._require(viewer, EMPLOYERS)
        candidate = self._find(viewer, event, posting, person, today)
        if candidate is None:
            return False
        told = StepRow(dated=on.isoformat(), rank=None, reason=check_key(reason, "a reason") if reason else "", origin="recorded")
        row = StoryRow(candidate=candidate, posting=posting, event=event, steps={step.value: told}, withdrawn=[], corrects=False)
        where = (outcomes.c.candidate == candidate) & (outcomes.c.posting == posting) & (outcomes.c.event == event)
        before = {one.step: one for one in self._connection.execute(select(outcomes).where(where))}
        if self._outcomes._tell(viewer, (candidate, posting, event), row, before):
            self._note(viewer, "employer-answer", candidate, posting=posting, step=step.value)
        return True

    def hand(self, viewer: Viewer, candidate: str, posting: str, on: date) -> HandedCertificate:
        """Staff record that a person gave the employer of a posting a copy of their certificate. What is known already stays.

        Raises ValueError if person or posting is not there, or no offer of this employer to the person is on record.
        """
        self._require(viewer)
        seen = select(candidates.c.id).where(visible_candidates(viewer), candidates.c.id == candidate)
        if self._connection.execute(seen).scalar() is None:
            raise ValueError(f"there is no candidate {candidate}; store the person first")
        owner = select(postings.c.employer).where(visible_postings(viewer), postings.c.id == posting)
        employer = self._connection.execute(owner).scalar()
        if employer is None:
            raise ValueError(f"there is no posting {posting}; store it first")
        where = (outcomes.c.candidate == candidate) & (outcomes.c.posting == posting)
        steps = set(self._connection.execute(select(outcomes.c.step).where(where)).scalars())
        if not steps & set(_OFFERED) or steps & set(_REFUSED):
            raise ValueError("there is no accepted offer of this employer to the person; record the offer first")
        same = (handed_certificates.c.candidate == candidate) & (handed_certificates.c.employer == employer)
        stamp = {"recorded_at": self.session.now, "recorded_by": check_key(viewer.account, "the account")}
        values = {"posting": posting, "handed_on": on, "withdrawn_at": None, **stamp}
        row = self._connection.execute(select(handed_certificates).where(same)).one_or_none()
        if row is None:
            self._connection.execute(insert(handed_certificates).values(candidate=candidate, employer=employer, **values))
        elif row.withdrawn_at is None:
            return HandedCertificate(candidate, employer, row.handed_on)
        else:
            self._connection.execute(update(handed_certificates).where(same).values(**values))
        self._note(viewer, "hand-certificate", candidate, posting=posting, employer=employer)
        return HandedCertificate(candidate, employer, on)

    def take_back(self, viewer: Viewer, candidate: str, employer: str) -> HandedCertificate | None:
        """Staff record that the person asked the copy back. Returns what stood; None if none is with the employer."""
        self._require(viewer)
        seen = select(candidates.c.id).where(visible_candidates(viewer), candidates.c.id == candidate)
        if self._connection.execute(seen).scalar() is None:
            return None
        same = (handed_certificates.c.candidate == candidate) & (handed_certificates.c.employer == employer)
        same &= handed_certificates.c.withdrawn_at.is_(None)
        row = self._connection.execute(select(handed_certificates).where(same)).one_or_none()
        if row is None:
            return None
        self._connection.execute(update(handed_certificates).where(same).values(withdrawn_at=self.session.now))
        self._note(viewer, "take-back-certificate", candidate, employer=employer)
        return HandedCertificate(candidate, employer, row.handed_on)

    def handed_by(self, viewer: Viewer, candidate: str) -> tuple[HandedCertificate, ...]:
        """Whom one person, whom staff may see, gave a copy of the certificate, those asked back included; by employer."""
        if viewer.role not in STAFF:
            return ()
        query = select(handed_certificates).join(candidates, candidates.c.id == handed_certificates.c.candidate)
        query = query.where(visible_candidates(viewer), candidates.c.id == candidate).order_by(handed_certificates.c.employer)
        return tuple(
            HandedCertificate(candidate, row.employer, row.handed_on, row.withdrawn_at) for row in self._connection.execute(query)
        )

    def handed_to(self, viewer: Viewer) -> int:
        """How many people handed the viewer's organisation their certificate after an offer: what a quota counter may count."""
        employer = self._employer(viewer)
        offered = (
            select(outcomes.c.candidate)
            .join(postings, postings.c.id == outcomes.c.posting)
            .where(postings.c.employer == employer, outcomes.c.step.in_(_OFFERED))
            .where(outcomes.c.candidate == handed_certificates.c.candidate)
        )
        query = select(func.count()).select_from(handed_certificates)
        query = query.where(handed_certificates.c.employer == employer, handed_certificates.c.withdrawn_at.is_(None))
        return self._connection.execute(query.where(offered.exists())).scalar_one()

    def _find(self, viewer: Viewer, event: str, posting: str, person: str, today: date) -> str | None:
        employer = self._employer(viewer)
        hired = {one.candidate for one in self._steps(viewer) if (one.event, one.posting, one.step) == (event, posting, Step.HIRED)}
        reach = reach_of(self.session, event, employer, hired, today)
        keyring = self.session.keyring
        return next((name for name in sorted(reach) if alias_of(keyring, event, employer, name) == person), None)

    def _steps(self, viewer: Viewer) -> tuple[Outcome, ...]:
        """The recorded steps of everybody whom the viewer's organisation hired, at its own postings."""
        own = select(postings.c.id).where(visible_postings(viewer))
        hired = select(outcomes.c.candidate).where(outcomes.c.step == Step.HIRED.value, outcomes.c.posting.in_(own))
        return self._outcomes._fetch(outcomes.c.posting.in_(own) & outcomes.c.candidate.in_(hired) & candidates.c.body.is_not(None))

    def _employer(self, viewer: Viewer) -> str:
        if viewer.role is not Role.EMPLOYER or viewer.organisation is None:
            raise NotAllowed(f"{viewer.role} has no hires of its own; an employer asks about its own")
        return viewer.organisation
