"""Stage 0: what an employer may know of the city's pool. Who may be counted for it, and what it was told of a posting on a day."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import ColumnElement, exists, insert, or_, select

from data.stores.base import Session, Store
from data.stores.candidates import CandidateStore
from data.stores.consents import Scope
from data.stores.errors import NotAllowed
from data.stores.postings import visible_postings
from data.tables import candidates, consent_employers, consents, postings, unlock_counts
from matching.records import Candidate, Role, Viewer


class CountStore(Store):
    """Counts for employers, of their own postings only."""

    kind = "candidate"

    def __init__(self, session: Session, people: CandidateStore) -> None:
        super().__init__(session)
        self._candidates = people

    def pool(self, viewer: Viewer, today: date) -> Iterator[Candidate]:
        """The people to count for the viewer's own organisation: of the whole city, in order of id.

        Only who has a listing consent in force that names this employer, at whatever event, and did not rule the employer out.
        Their files are opened for counting alone, nothing of them may go further; that is logged as an access. Raises NotAllowed
        for everybody but an employer.
        """
        employer = self._employer(viewer)
        self._note(viewer, "count", access=True, employer=employer)
        listed = self._candidates._records(None, candidates.c.body.is_not(None) & _listed(employer, today), with_person=True)
        return (one for one in listed if employer not in one.refusals.employers)

    def told(self, viewer: Viewer, posting: str, today: date) -> str | None:
        """What was answered for a posting of the viewer's own on this day, as it was saved; None if nothing was yet."""
        self._employer(viewer)
        return self._told(viewer, posting, today)

    def tell(self, viewer: Viewer, posting: str, today: date, body: str) -> str:
        """Saves the answer of the day and returns it; if there is one already, that one stands and is returned.

        Raises ValueError if the viewer has no such posting.
        """
        self._require(viewer, frozenset({Role.EMPLOYER}))
        self._employer(viewer)
        found = self._told(viewer, posting, today)
        if found is not None:
            return found
        own = select(postings.c.id).where(visible_postings(viewer), postings.c.id == posting)
        if self._connection.execute(own).scalar() is None:
            raise ValueError(f"there is no posting {posting} of this employer")
        values = {"posting": posting, "dated": today, "body": body, "made_at": self.session.now}
        self._connection.execute(insert(unlock_counts).values(**values))
        return body

    def _told(self, viewer: Viewer, posting: str, today: date) -> str | None:
        query = (
            select(unlock_counts.c.body)
            .join(postings, postings.c.id == unlock_counts.c.posting)
            .where(visible_postings(viewer), unlock_counts.c.posting == posting, unlock_counts.c.dated == today)
        )
        return self._connection.execute(query).scalar()

    def _employer(self, viewer: Viewer) -> str:
        if viewer.role is not Role.EMPLOYER or viewer.organisation is None:
            raise NotAllowed(f"{viewer.role} gets no counts for employers; an employer asks for its own postings")
        return viewer.organisation


def _listed(employer: str, today: date) -> ColumnElement[bool]:
    """Whether the person of the row agreed to be listed for the employer, and the consent is in force."""
    named = (
        select(consents.c.id)
        .join(consent_employers, consent_employers.c.consent == consents.c.id)
        .where(
            consents.c.candidate == candidates.c.id,
            consents.c.scope == Scope.LISTING.value,
            consent_employers.c.employer == employer,
            consents.c.withdrawn_at.is_(None),
            consents.c.given_on <= today,
            or_(consents.c.ends_on.is_(None), consents.c.ends_on >= today),
        )
    )
    return exists(named)
