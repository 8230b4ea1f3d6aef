"""At which stage an employer may see each person on a day, from the consents that hold then; and what it calls them."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import orjson
from sqlalchemy import ColumnElement, Row, select

from data.keys import Keyring
from data.stores.base import Session, slices
from data.stores.vault import person_subject
from data.tables import candidates, consent_employers, consents, handed_certificates, outcomes, postings
from matching.privacy import stage_of
from matching.records import Stage, Step

_OFFERED: Final = (Step.OFFERED.value, Step.HIRED.value)


@dataclass(frozen=True, slots=True)
class Reach:
    """How far one employer sees into the file of one person at one event. `stated`: the arrangements that they chose to tell it."""

    stage: Stage
    stated: tuple[str, ...] = ()
    certificate_on: date | None = None


def alias_of(keyring: Keyring, event: str, employer: str, candidate: str) -> str:
    """What an employer calls a person at an event: eight characters that are others for each employer and event.

    Nobody without the key of the installation can go back from it, or tell that two aliases are of one person.
    """
    name = base64.b32encode(keyring.digest("alias", f"{event}\0{employer}\0{candidate}".encode()))[:8].decode()
    return f"{name[:4]}-{name[4:]}"


def reach_of(session: Session, event: str, employer: str, people: Iterable[str], today: date) -> dict[str, Reach]:
    """How far the employer sees into the file of each of these people on a day; whoever is at the stage of counts is absent.

    It is read anew each time: a consent that was withdrawn, or has ended, counts from the next question on.
    """
    found: dict[str, Reach] = {}
    for part in slices(sorted(set(people))):
        held: dict[str, dict[str, Row[Any]]] = {}
        for row in session.connection.execute(_consents(event, employer, candidates.c.id.in_(part), today)):
            held.setdefault(row.candidate, {})[row.scope] = row
        handed = _handed(session, employer, part)
        for name, rows in held.items():
            refused = employer in orjson.loads(next(iter(rows.values())).body)["refusals"]["employers"]
            identity = rows.get(Stage.IDENTITY.value)
            stage = stage_of(listed=Stage.LISTING.value in rows, named=identity is not None, handed=name in handed, refused=refused)
            if stage is Stage.COUNTS:
                continue
            sealed = None if identity is None or stage is Stage.LISTING else identity.sealed_stated
            stated = () if sealed is None else _stated(session, name, sealed)
            found[name] = Reach(stage, stated, handed.get(name) if stage is Stage.QUOTA else None)
    return found


def _consents(event: str, employer: str, whom: ColumnElement[bool], today: date) -> Any:
    of_event = (consents.c.event == event) | ((consents.c.scope == Stage.IDENTITY.value) & consents.c.event.is_(None))
    return (
        select(consents.c.candidate, consents.c.scope, consents.c.sealed_stated, candidates.c.body)
        .join(consent_employers, consent_employers.c.consent == consents.c.id)
        .join(candidates, candidates.c.id == consents.c.candidate)
        .where(whom, candidates.c.body.is_not(None), consent_employers.c.employer == employer, of_event)
        .where(consents.c.withdrawn_at.is_(None), consents.c.given_on <= today)
        .where(consents.c.ends_on.is_(None) | (consents.c.ends_on >= today))
        .order_by(consents.c.id)
    )


def _handed(session: Session, employer: str, people: Iterable[str]) -> dict[str, date]:
    """Person -> the day on which they handed this employer their certificate, after an offer that is on record."""
    offered = (
        select(outcomes.c.candidate)
        .join(postings, postings.c.id == outcomes.c.posting)
        .where(postings.c.employer == employer, outcomes.c.step.in_(_OFFERED))
        .where(outcomes.c.candidate == handed_certificates.c.candidate)
    )
    query = select(handed_certificates.c.candidate, handed_certificates.c.handed_on).where(
        handed_certificates.c.employer == employer,
        handed_certificates.c.candidate.in_(list(people)),
        handed_certificates.c.withdrawn_at.is_(None),
        offered.exists(),
    )
    return {row.candidate: row.handed_on for row in session.connection.execute(query)}


def _stated(session: Session, candidate: str, sealed: bytes) -> tuple[str, ...]:
    subject = person_subject(candidate)
    opened = session.vault.open_all("stated", {subject: sealed}).get(subject)
    return tuple(orjson.loads(opened)) if opened is not None else ()
