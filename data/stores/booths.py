"""What an employer sees of a fair: its own interviews, each person at the stage that they agreed to."""

import base64
from dataclasses import dataclass
from datetime import date

import orjson
from sqlalchemy import select

from data.keys import Keyring
from data.stores.base import Store
from data.stores.events import visible_events
from data.stores.publications import of_version, version_in_force
from data.stores.stages import alias_of, reach_of
from data.stores.vault import person_subject
from data.tables import candidates, day_entries, events, interviews, postings
from matching.fair.places import Redirects
from matching.records import DayAct, Hall, InterviewState, Person, Role, Stage, Viewer


@dataclass(frozen=True)
class BoothInterview:
    """An interview as its employer may see it: `alias` at every stage, from the identity stage on also `name`, and what the person
    chose to tell of arrangements (`stated`). `key`: the same for every timetable of the event, for calendars; it tells nothing."""

    id: int
    posting: str
    booth: str
    start: int | None
    state: InterviewState
    stage: Stage
    alias: str
    name: str | None
    stated: tuple[str, ...]
    key: str


class BoothStore(Store):
    """The interviews at an employer's booths, for that employer alone."""

    kind = "candidate"

    def list(self, viewer: Viewer, event: str, today: date) -> tuple[BoothInterview, ...]:
        """An employer's own interviews, of the people whose listing consent for this event names it and holds today.

        A name is there where an identity consent holds as well; opening one is logged as an access. Nobody else sees anything.
        """
        if viewer.role is not Role.EMPLOYER or viewer.organisation is None:
            return ()
        query = (
            select(interviews, candidates.c.sealed_person)
            .join(postings, postings.c.id == interviews.c.posting)
            .join(candidates, candidates.c.id == interviews.c.candidate)
            .where(postings.c.employer == viewer.organisation, candidates.c.body.is_not(None))
            .where(of_version(interviews, event, version_in_force(self._connection, event)))
            .order_by(interviews.c.start, interviews.c.booth, interviews.c.id)
        )
        rows = self._connection.execute(query).all()
        reach = reach_of(self.session, event, viewer.organisation, (row.candidate for row in rows), today)
        shown = [row for row in rows if row.candidate in reach]
        named = [row for row in shown if reach[row.candidate].stage is not Stage.LISTING and row.sealed_person is not None]
        sealed = {person_subject(row.candidate): row.sealed_person for row in named}
        opened = self.session.vault.open_all("person", sealed)
        for candidate in sorted({row.candidate for row in named}):
            self._note(viewer, "read-name", candidate, access=True, event=event)
        names = {subject: Person.model_validate_json(text).name or None for subject, text in opened.items()}
        return tuple(
            BoothInterview(
                id=row.id,
                posting=row.posting,
                booth=row.booth,
                start=row.start,
                state=InterviewState(row.state),
                stage=reach[row.candidate].stage,
                alias=alias_of(self.session.keyring, event, viewer.organisation, row.candidate),
                name=names.get(person_subject(row.candidate)),
                stated=reach[row.candidate].stated,
                key=calendar_key(self.session.keyring, event, row.candidate, row.posting),
            )
            for row in shown
        )

    def hall(self, viewer: Viewer, event: str) -> Hall | None:
        """The hall of an event, for those who have interviews there: staff, and an employer of the timetable in force."""
        query = select(events.c.body).where(events.c.id == event)
        if viewer.role is Role.EMPLOYER and viewer.organisation is not None:
            own = select(interviews.c.id).join(postings, postings.c.id == interviews.c.posting)
            own = own.where(
                postings.c.employer == viewer.organisation, of_version(interviews, event, version_in_force(self._connection, event))
            )
            query = query.where(own.exists())
        else:
            query = query.where(visible_events(viewer))
        body = self._connection.execute(query).scalar()
        return None if body is None else Hall.model_validate(orjson.loads(body).get("hall", {}))

    def moved(self, viewer: Viewer, event: str) -> Redirects:
        """Where the booths that were lost on the day go on, and from which slot; for those whom `hall` answers."""
        if self.hall(viewer, event) is None:
            return {}
        told = (day_entries.c.event == event) & (day_entries.c.act == DayAct.BOOTH_LOST.value)
        rows = self._connection.execute(select(day_entries.c.slot, day_entries.c.body).where(told).order_by(day_entries.c.id))
        found: dict[str, list[tuple[int, str]]] = {}
        for slot, body in rows:
            one = orjson.loads(body)
            if one.get("to") is not None:
                found.setdefault(one["booth"], []).append((slot, one["to"]))
        return found


def calendar_key(keyring: Keyring, event: str, candidate: str, posting: str) -> str:
    """The same for every timetable of the event, so that a calendar replaces an interview that moved; it tells nothing."""
    digest = keyring.digest("calendar", f"{event}\0{candidate}\0{posting}".encode())
    return base64.b32encode(digest)[:20].decode().lower()
