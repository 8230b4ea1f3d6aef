"""The interviews of a timetable: who meets whom at which booth and when, as it stands."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import orjson
from sqlalchemy import ColumnElement, Row, Select, exists, func, select

from data.stores.base import Store
from data.stores.candidates import visible_candidates
from data.stores.canonical import canonical, check_key
from data.stores.events import seen_events
from data.stores.publications import of_version, version_in_force
from data.tables import candidates, consent_employers, consents, interviews, postings
from matching.records import Interview, InterviewState, Stage, Viewer

_BODY: Final = ("interviewer", "units", "value", "extra", "group", "pinned")


@dataclass(frozen=True)
class StoredInterview:
    id: int
    event: str
    version: int
    interview: Interview


class InterviewStore(Store):
    """The interviews of the people that staff may see. What an employer sees of its own is `BoothStore`."""

    kind = "event"

    def list(
        self,
        viewer: Viewer,
        event: str,
        *,
        candidate: str | None = None,
        posting: str | None = None,
        booth: str | None = None,
        version: int | None = None,
    ) -> tuple[StoredInterview, ...]:
        """The interviews of the timetable in force (or a `version`) of the people that staff may see, by start and booth."""
        where = self._visible(viewer) & of_version(
            interviews, event, version_in_force(self._connection, event) if version is None else version
        )
        for column, value in (("candidate", candidate), ("posting", posting), ("booth", booth)):
            if value is not None:
                where &= interviews.c[column] == value
        return self._fetch(where)

    def get(self, viewer: Viewer, number: int) -> StoredInterview | None:
        """One interview of any timetable, or None. Staff only."""
        return next(iter(self._fetch(self._visible(viewer) & (interviews.c.id == number))), None)

    def of_candidate(self, viewer: Viewer, candidate: str) -> tuple[StoredInterview, ...]:
        """The interviews of one person at all events, also of timetables that were replaced since. Staff only."""
        return self._fetch(self._visible(viewer) & (interviews.c.candidate == candidate))

    def unseen(self, viewer: Viewer, event: str, today: date) -> int:
        """How many interviews the employer does not see: the person has not agreed on this day to be listed to it. Staff only."""
        agreed = (
            select(consents.c.id)
            .join(consent_employers, consent_employers.c.consent == consents.c.id)
            # By the person's few consents, not by the event's thousands: as an expression the event has no index to be taken.
            .where(consents.c.candidate == interviews.c.candidate, consents.c.event + "" == event)
            .where(consents.c.scope == Stage.LISTING.value, consents.c.withdrawn_at.is_(None), consents.c.given_on <= today)
            .where(consents.c.ends_on.is_(None) | (consents.c.ends_on >= today))
            .where(consent_employers.c.employer == postings.c.employer)
        )
        query = (
            select(func.count())
            .select_from(interviews.join(postings, postings.c.id == interviews.c.posting))
            .where(
                self._visible(viewer), of_version(interviews, event, version_in_force(self._connection, event)), ~agreed.exists()
            )
        )
        return self._connection.execute(query).scalar_one()

    def _visible(self, viewer: Viewer) -> ColumnElement[bool]:
        theirs = exists().where(candidates.c.id == interviews.c.candidate, visible_candidates(viewer)).correlate(interviews)
        return seen_events(viewer, interviews.c.event) & theirs

    def _fetch(self, where: ColumnElement[bool]) -> tuple[StoredInterview, ...]:
        query: Select[Any] = select(interviews).where(where)
        order = (interviews.c.start.is_(None), interviews.c.start, interviews.c.booth, interviews.c.id)
        rows = self._connection.execute(query.order_by(*order))
        return tuple(StoredInterview(row.id, row.event, row.version, interview_of(row)) for row in rows)


def interview_values(event: str, version: int, one: Interview) -> dict[str, Any]:
    """The columns of an interview."""
    body = {name: getattr(one, name) for name in _BODY} | {"units": {kind.value: unit for kind, unit in one.units.items()}}
    return {
        "event": event,
        "version": version,
        "candidate": one.candidate,
        "posting": one.posting,
        "booth": check_key(one.booth, "the booth of an interview"),
        "start": one.start,
        "state": one.state.value,
        "body": canonical(body).decode(),
    }


def interview_of(row: Row[Any]) -> Interview:
    """The interview in a row; of one whose person was erased only the outline is left."""
    return Interview(
        **orjson.loads(row.body),
        candidate=row.candidate,
        posting=row.posting,
        booth=row.booth,
        start=row.start,
        state=InterviewState(row.state),
    )
