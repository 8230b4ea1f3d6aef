"""The groups that people belong to, for an audit and for the gate of the models: codes alone, read a thousand at a time.

Category and grade come from the certificates, birth and sex from the sealed person: opened, coded and forgotten. Nothing but the
codes leaves this file, in one object that a feature, a rank or a page never gets.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import orjson
from sqlalchemy import Row, select

from data.stores.base import Session, slices
from data.stores.learning import learnt_from
from data.stores.vault import person_subject
from data.tables import candidates, certificates
from matching.audit.coding import NAMES, NOT_KNOWN, Known, group_codes
from matching.audit.groups import ATTRIBUTES, Attribute, Groups
from matching.policy import policy_on
from matching.records import Education, Viewer


def read_groups(session: Session, viewer: Viewer, people: Sequence[str], today: date) -> Groups:
    """The groups of these people, in their order; nothing is known of those who are not there or whom the viewer may not count."""
    policy = policy_on(today)
    found: dict[str, dict[Attribute, int]] = {}
    for part in slices(sorted(set(people))):
        query = (
            select(
                candidates.c.id,
                candidates.c.district,
                candidates.c.body,
                candidates.c.sealed_person,
                certificates.c.category,
                certificates.c.grade,
            )
            .select_from(candidates.outerjoin(certificates, certificates.c.candidate == candidates.c.id))
            .where(learnt_from(viewer), candidates.c.id.in_(part))
        )
        rows = session.connection.execute(query).all()
        sealed = {person_subject(row.id): row.sealed_person for row in rows if row.sealed_person is not None}
        opened = session.vault.open_all("person", sealed)
        for row in rows:
            person = orjson.loads(opened.get(person_subject(row.id), "{}"))
            found[row.id] = group_codes(_known(row, person), today, policy)
    nothing: dict[Attribute, int] = {}
    told = [found.get(name, nothing) for name in people]
    codes = {one: np.array([codes.get(one, NOT_KNOWN) for codes in told], np.int64) for one in ATTRIBUTES}
    return Groups(tuple(people), codes, NAMES)


def _known(row: Row[*tuple[Any, ...]], person: Mapping[str, Any]) -> Known:
    resume = orjson.loads(row.body).get("resume") or {}
    birth, left = person.get("birth"), (resume.get("graduate") or {}).get("graduated_on")
    return Known(
        category=row.category,
        grade=row.grade,
        birth=date.fromisoformat(birth) if birth else None,
        sex=person.get("sex"),
        district=row.district,
        education=Education(resume["education"]) if resume.get("education") else None,
        graduated_on=date.fromisoformat(left) if left else None,
    )
