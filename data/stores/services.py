"""What was done for a person: services given and trainings taken."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypedDict

from sqlalchemy import and_, bindparam, insert, select, true, update

from data.stores.base import Refused, Saved, Store, chunks, slices
from data.stores.candidates import visible_candidates
from data.stores.canonical import canonical, check_key
from data.stores.vault import person_subject
from data.tables import candidates, courses, services, trainings
from matching.records import Service, ServiceKind, Training, TrainingState, Viewer


class TrainingRow(TypedDict):
    """A training ready to be stored, plain JSON; the day as 2026-03-05."""

    candidate: str
    course: str
    state: str
    dated: str | None


def prepare_training(training: Training) -> TrainingRow:
    """Everything about storing a training that needs no database. Raises ValueError for what cannot be stored."""
    return TrainingRow(
        candidate=check_key(training.candidate, "the id of a candidate"),
        course=check_key(training.course, "the id of a course"),
        state=training.state,
        dated=None if training.on is None else training.on.isoformat(),
    )


class ServiceRow(TypedDict):
    """A service ready to be stored, plain JSON; the day as 2026-03-05."""

    candidate: str
    kind: str
    dated: str
    given_by: str
    note: str


def prepare_service(service: Service) -> ServiceRow:
    """Everything about storing a service that needs no database. Raises ValueError for what cannot be stored."""
    canonical(service)
    return ServiceRow(
        candidate=check_key(service.candidate, "the id of a candidate"),
        kind=service.kind.value,
        dated=service.on.isoformat(),
        given_by=check_key(service.by, "the giver of a service"),
        note=service.note,
    )


def service_key(service: Service) -> str:
    """The name by which a bulk save refuses a service."""
    return _service_name(prepare_service(service))


def training_key(candidate: str, course: str) -> str:
    """The name by which a bulk save refuses a training."""
    return f"{candidate} {course}"


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

    def trainings(self, viewer: Viewer, candidate: str) -> tuple[Training, ...]:
        """The trainings of one person, in order of course."""
        return self.trainings_of(viewer, [candidate])

    def trainings_of(
        self, viewer: Viewer, people: Sequence[str] | None = None, state: TrainingState | None = None
    ) -> tuple[Training, ...]:
        """The trainings of these people, or of all that the viewer may see, in order of person and course; one state's if given."""
        where = visible_candidates(viewer) & (true() if state is None else trainings.c.state == state)
        query = (
            select(trainings)
            .join(candidates, candidates.c.id == trainings.c.candidate)
            .order_by(trainings.c.candidate, trainings.c.course)
        )
        if people is None:
            rows = self._connection.execute(query.where(where)).all()
        else:
            rows = [
                row
                for part in slices(sorted(set(people)))
                for row in self._connection.execute(query.where(where, trainings.c.candidate.in_(part)))
            ]
        return tuple(Training(candidate=row.candidate, course=row.course, state=row.state, on=row.dated) for row in rows)

    def _save_service_rows(self, viewer: Viewer, rows: Iterable[ServiceRow]) -> Saved:
        self._require(viewer)
        total = Saved()
        for chunk in chunks(rows, key=_service_name):
            total += self._save_service_chunk(viewer, chunk)
        self._note(viewer, "save-services", inserted=total.inserted, updated=total.updated, refused=len(total.refused))
        return total

    def _save_service_chunk(self, viewer: Viewer, chunk: Sequence[ServiceRow]) -> Saved:
        named = sorted({row["candidate"] for row in chunk})
        seen = select(candidates.c.id).where(visible_candidates(viewer), candidates.c.id.in_(named))
        people = set(self._connection.execute(seen).scalars())
        stored = {
            (row.candidate, row.kind, row.dated, row.given_by): row.sealed_note
            for row in self._connection.execute(select(services).where(services.c.candidate.in_(sorted(people))))
        }
        refused = [Refused(_service_name(row), "candidate") for row in chunk if row["candidate"] not in people]
        there = [(_primary(row), row["note"]) for row in chunk if row["candidate"] in people]
        fresh = [(key, note) for key, note in there if key not in stored]
        changed = [(key, note) for key, note in there if key in stored and note and note != self._opened(key[0], stored[key])]
        self.session.keep_former(services, (key for key, _ in fresh), (key for key, _ in changed))
        columns = ("candidate", "kind", "dated", "given_by")
        if fresh:
            values = [dict(zip(columns, key, strict=True)) | {"sealed_note": self._sealed(key[0], note)} for key, note in fresh]
            self._connection.execute(insert(services), values)
        for key, note in changed:
            same = and_(*(services.c[name] == value for name, value in zip(columns, key, strict=True)))
            self._connection.execute(update(services).where(same).values(sealed_note=self._sealed(key[0], note)))
        return Saved(len(fresh), len(changed), len(there) - len(fresh) - len(changed), refused=tuple(refused))

    def _sealed(self, candidate: str, note: str) -> bytes | None:
        subject = person_subject(candidate)
        return self.session.vault.seal_all("note", {subject: note})[subject] if note else None

    def _opened(self, candidate: str, sealed: bytes | None) -> str:
        subject = person_subject(candidate)
        return "" if sealed is None else self.session.vault.open_all("note", {subject: sealed}).get(subject, "")

    def _save_training_rows(self, viewer: Viewer, rows: Iterable[TrainingRow]) -> Saved:
        self._require(viewer)
        total = Saved()
        for chunk in chunks(rows, key=lambda row: training_key(row["candidate"], row["course"])):
            total += self._save_training_chunk(viewer, chunk)
        self._note(viewer, "save-trainings", inserted=total.inserted, updated=total.updated, refused=len(total.refused))
        return total

    def _save_training_chunk(self, viewer: Viewer, chunk: Sequence[TrainingRow]) -> Saved:
        named = sorted({row["candidate"] for row in chunk})
        offered = sorted({row["course"] for row in chunk})
        seen = select(candidates.c.id).where(visible_candidates(viewer), candidates.c.id.in_(named))
        people = set(self._connection.execute(seen).scalars())
        known = set(self._connection.execute(select(courses.c.id).where(courses.c.id.in_(offered))).scalars())
        stored = {
            (row.candidate, row.course): (row.state, row.dated)
            for row in self._connection.execute(select(trainings).where(trainings.c.candidate.in_(named)))
        }
        refused: list[Refused] = []
        fresh: list[dict[str, object]] = []
        changed: list[dict[str, object]] = []
        for row in chunk:
            key = row["candidate"], row["course"]
            if row["candidate"] not in people or row["course"] not in known:
                refused.append(Refused(training_key(*key), "candidate" if row["candidate"] not in people else "course"))
                continue
            dated = None if row["dated"] is None else date.fromisoformat(row["dated"])
            if key not in stored:
                fresh.append({"candidate": key[0], "course": key[1], "state": row["state"], "dated": dated})
            elif stored[key] != (row["state"], dated):
                changed.append({"of_candidate": key[0], "of_course": key[1], "new_state": row["state"], "new_dated": dated})
        self.session.keep_former(
            trainings,
            ((row["candidate"], row["course"]) for row in fresh),
            ((row["of_candidate"], row["of_course"]) for row in changed),
        )
        if fresh:
            self._connection.execute(insert(trainings), fresh)
        if changed:
            same = (trainings.c.candidate == bindparam("of_candidate")) & (trainings.c.course == bindparam("of_course"))
            change = update(trainings).where(same).values(state=bindparam("new_state"), dated=bindparam("new_dated"))
            self._connection.execute(change, changed)
        return Saved(len(fresh), len(changed), len(chunk) - len(fresh) - len(changed) - len(refused), refused=tuple(refused))

    def _check_candidate(self, viewer: Viewer, candidate: str) -> None:
        query = select(candidates.c.id).where(visible_candidates(viewer), candidates.c.id == candidate)
        if self._connection.execute(query).scalar() is None:
            raise ValueError(f"there is no candidate {candidate}; store the person first")


def _service_name(row: ServiceRow) -> str:
    return " ".join((row["candidate"], row["kind"], row["dated"], row["given_by"]))


def _primary(row: ServiceRow) -> tuple[str, str, date, str]:
    return row["candidate"], row["kind"], date.fromisoformat(row["dated"]), row["given_by"]
