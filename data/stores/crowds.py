"""The words of the people on an employer's lists of an event, from what stood when the lists were confirmed, not from who is left.

Nothing of it is kept: consents, reviews and confirmations are never rewritten, only ended, so the same words come out at each read.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import select

from data.stores.base import Session
from data.stores.candidates import CandidateStore
from data.stores.lists import thaw_list
from data.stores.stages import alias_of
from data.tables import candidates, cleared_reviews, consent_employers, consents, event_versions, listed, postings, shortlists
from matching.china_time import day_in_china, midnight_in_china
from matching.fair.states import FairState
from matching.privacy import Coarse, crowd_words, outline_of
from matching.records import Stage

_DAY: Final = timedelta(days=1)


def words_of_lists(session: Session, people: CandidateStore, run: Any, event: str, employer: str, k: int) -> dict[str, Coarse]:
    """Alias -> what the employer is told of each person on its lists of a run who agreed to be listed and not to be named.

    `run` has `sequence` and `made_at`. The first cohort is of the moment when the lists were first confirmed (now, before that);
    whoever agreed later is of the end of that day.
    """
    listings = _Listings(session, run.sequence, event, employer)
    first = _confirmed(session, event, run.made_at)
    moments = [session.now] if first is None else [first, *(one for one in listings.midnights() if first < one <= session.now)]
    names = sorted(listings.people)
    files = {one.id: outline_of(one) for one in people._records(names, candidates.c.body.is_not(None), with_person=False)}
    alias = {name: alias_of(session.keyring, event, employer, name) for name in files}
    placed: set[str] = set()
    cohorts = []
    for moment in moments:
        there = {name for name in files if name not in placed and listings.told(name, moment)}
        cohorts.append({alias[name]: files[name] for name in there})
        placed |= there
    return crowd_words(cohorts, {alias[name]: files[name] for name in files if name not in placed}, k)


class _Listings:
    """Who stood on which list of an employer, and what they had agreed to, at any moment."""

    def __init__(self, session: Session, sequence: int, event: str, employer: str) -> None:
        connection = session.connection
        own = select(listed.c.posting, listed.c.candidate, listed.c.band).join(postings, postings.c.id == listed.c.posting)
        rows = connection.execute(own.where(listed.c.run == sequence, postings.c.employer == employer)).all()
        unsaid = {row.posting for row in rows if row.band is None}
        frozen = select(shortlists.c.posting, shortlists.c.body).where(shortlists.c.run == sequence)
        fits = {row.candidate for row in rows if row.band == "fit"}
        for row in connection.execute(frozen.where(shortlists.c.posting.in_(unsaid))) if unsaid else ():
            fits |= {one.candidate for one in thaw_list(row.body).band("fit")}
        self._fits = fits
        self._on = {(row.posting, row.candidate) for row in rows}
        query = select(cleared_reviews).where(cleared_reviews.c.event == event)
        self._cleared: dict[str, list[Any]] = _by_person(
            one for one in connection.execute(query) if (one.posting, one.candidate) in self._on
        )
        self.people = fits | self._cleared.keys()
        of_event = (consents.c.event == event) | ((consents.c.scope == Stage.IDENTITY.value) & consents.c.event.is_(None))
        agreed = select(consents).join(consent_employers, consent_employers.c.consent == consents.c.id)
        agreed = agreed.where(consent_employers.c.employer == employer, of_event).order_by(consents.c.id)
        self._consents = _by_person(one for one in connection.execute(agreed) if one.candidate in self.people)

    def told(self, name: str, moment: datetime) -> bool:
        """Whether the employer saw this person without a name at a moment."""
        settled = any(_holds(one.cleared_at, one.undone_at, moment) for one in self._cleared.get(name, ()))
        scopes = {one.scope for one in self._consents.get(name, ()) if _in_force(one, moment)}
        return (name in self._fits or settled) and Stage.LISTING.value in scopes and Stage.IDENTITY.value not in scopes

    def midnights(self) -> tuple[datetime, ...]:
        """The ends of the days on which anything of this changed, in their order."""
        given = [one for rows in self._consents.values() for one in rows]
        cleared = [one for rows in self._cleared.values() for one in rows]
        moments = [moment for one in given for moment in (one.recorded_at, one.withdrawn_at)]
        moments += [moment for one in cleared for moment in (one.cleared_at, one.undone_at)]
        days = {day_in_china(moment) for moment in moments if moment is not None}
        days |= {one.given_on for one in given} | {one.ends_on + _DAY for one in given if one.ends_on is not None}
        return tuple(midnight_in_china(day + _DAY) for day in sorted(days))


def _by_person(rows: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.candidate, []).append(row)
    return found


def _in_force(one: Any, moment: datetime) -> bool:
    day = day_in_china(moment)
    return _holds(one.recorded_at, one.withdrawn_at, moment) and one.given_on <= day and (one.ends_on is None or day <= one.ends_on)


def _holds(since: datetime, until: datetime | None, moment: datetime) -> bool:
    return since <= moment and (until is None or moment < until)


def _confirmed(session: Session, event: str, made_at: datetime) -> datetime | None:
    """When a named person first answered for the lists of a run that was made at a moment."""
    query = select(event_versions.c.made_at).where(
        event_versions.c.event == event,
        event_versions.c.state == FairState.CONFIRMED.value,
        event_versions.c.named.is_not(None),
        event_versions.c.made_at >= made_at,
    )
    return session.connection.execute(query.order_by(event_versions.c.version).limit(1)).scalar()
