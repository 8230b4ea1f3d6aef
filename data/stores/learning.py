"""Who may ask for what the models learn from and what an audit counts, and of whom."""

from typing import Final

from sqlalchemy import ColumnElement

from data.stores.base import STAFF
from data.stores.candidates import in_the_pool, visible_candidates
from data.stores.errors import NotAllowed
from matching.records import Role, Viewer

LEARNERS: Final = frozenset({Role.ORGANIZER, Role.AUDITOR, Role.ADMINISTRATOR})


def check_learner(viewer: Viewer) -> None:
    """Raises NotAllowed for employers and counselors."""
    if viewer.role not in LEARNERS:
        raise NotAllowed(f"{viewer.role} may not read what the models learn from; ask an organizer")


def learnt_from(viewer: Viewer) -> ColumnElement[bool]:
    """The rows of `candidates` that a learner may count: an organizer those it sees, the others the whole city's."""
    return visible_candidates(viewer) if viewer.role in STAFF else in_the_pool()
