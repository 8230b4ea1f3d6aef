"""What was done for a person: services given and trainings taken."""

from sqlalchemy import insert, select, update

from data.stores.base import Store
from data.stores.candidates import visible_candidates
from data.stores.canonical import canonical, check_key
from data.stores.vault import person_subject
from data.tables import candidates, courses, services, trainings
from matching.records import Service, ServiceKind, Training, Viewer


class ServiceStore(Store):
    """Services and trainings of the people a viewer may see. A note is sealed with the person's key."""

    kind = "service"

    def save(self, viewer: Viewer, service: Service) -> bool:
        """Records a service; the same person, kind, day and giver again replaces the note. True if it was new.

        Raises ValueError if the candidate is not there.
        """
        self._require(viewer)
        self._check_candidate(viewer, service.candidate)
        canonical(service)
        subject = person_subject(service.candidate)
        note = self.session.vault.seal_all("note", {subject: service.note})[subject] if service.note else None
        same = (
            (services.c.candidate == service.candidate)
            & (services.c.kind == service.kind.value)
            & (services.c.dated == service.on)
            & (services.c.given_by == check_key(service.by, "the giver of a service"))
        )
        changed = self._connection.execute(update(services).where(same).values(sealed_note=note)).rowcount
        if not changed:
            values = {"candidate": service.candidate, "kind": service.kind.value, "dated": service.on}
            self._connection.execute(insert(services).values(**values, given_by=service.by, sealed_note=note))
        self._note(viewer, "save", service.candidate)
        return not changed

    def list(self, viewer: Viewer, candidate: str) -> tuple[Service, ...]:
        """The services to one person, oldest first. Notes are opened, which is logged as an access."""
        query = (
            select(services)
            .join(candidates, candidates.c.id == services.c.candidate)
            .where(visible_candidates(viewer), services.c.candidate == candidate)
            .order_by(services.c.dated, services.c.kind, services.c.given_by)
        )
        rows = self._connection.execute(query).all()
        if rows:
            self._note(viewer, "read-services", candidate, access=True)
        subject = person_subject(candidate)
        return tuple(
            Service(
                candidate=candidate,
                kind=ServiceKind(row.kind),
                on=row.dated,
                by=row.given_by,
                note="" if row.sealed_note is None else self.session.vault.open_all("note", {subject: row.sealed_note})[subject],
            )
            for row in rows
        )

    def save_training(self, viewer: Viewer, training: Training) -> bool:
        """Records a person's part in a course, or its new state. True if it was new. Raises ValueError if either is not there."""
        self._require(viewer)
        self._check_candidate(viewer, training.candidate)
        if self._connection.execute(select(courses.c.id).where(courses.c.id == training.course)).scalar() is None:
            raise ValueError(f"there is no course {training.course}; store it first")
        same = (trainings.c.candidate == training.candidate) & (trainings.c.course == training.course)
        state = {"state": training.state, "dated": training.on}
        changed = self._connection.execute(update(trainings).where(same).values(**state)).rowcount
        if not changed:
            values = {"candidate": training.candidate, "course": training.course, **state}
            self._connection.execute(insert(trainings).values(**values))
        self._note(viewer, "save-training", training.candidate, course=training.course)
        return not changed

    def trainings(self, viewer: Viewer, candidate: str) -> tuple[Training, ...]:
        """The trainings of one person, in order of course."""
        query = (
            select(trainings)
            .join(candidates, candidates.c.id == trainings.c.candidate)
            .where(visible_candidates(viewer), trainings.c.candidate == candidate)
            .order_by(trainings.c.course)
        )
        return tuple(
            Training(candidate=candidate, course=row.course, state=row.state, on=row.dated)
            for row in self._connection.execute(query)
        )

    def _check_candidate(self, viewer: Viewer, candidate: str) -> None:
        query = select(candidates.c.id).where(visible_candidates(viewer), candidates.c.id == candidate)
        if self._connection.execute(query).scalar() is None:
            raise ValueError(f"there is no candidate {candidate}; store the person first")
