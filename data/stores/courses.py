"""Training offers: public, so that every viewer sees them, and how many of their seats are taken."""

import math
from collections.abc import Iterable
from typing import TypedDict

import orjson
from sqlalchemy import func, select

from data.keys import Keyring
from data.stores.base import Saved, Store, chunks
from data.stores.canonical import canonical, check_key
from data.stores.documents import save_documents
from data.tables import courses, trainings
from matching.records import TAKES_A_SEAT, Course, Viewer


class CourseRow(TypedDict):
    """A course ready to be stored, plain JSON; the hash in hex."""

    id: str
    body: str
    content: str


def prepare_course(keyring: Keyring, course: Course) -> CourseRow:
    """Everything about storing a course that needs no database. Raises ValueError for what cannot be stored."""
    if course.cost is not None and not math.isfinite(course.cost):
        raise ValueError(f"course {course.id}: a cost without end cannot be stored; leave it out")
    body = canonical(course, leave=frozenset({"id"}))
    return CourseRow(
        id=check_key(course.id, "the id of a course"), body=body.decode(), content=keyring.digest("course", body).hex()
    )


class CourseStore(Store):
    """Courses."""

    kind = "course"

    def upsert_many(self, viewer: Viewer, records: Iterable[Course]) -> Saved:
        """Stores new and changed courses."""
        keyring = self.session.keyring
        return self._save_rows(viewer, (prepare_course(keyring, course) for course in records))

    def get(self, viewer: Viewer, course: str) -> Course | None:
        """One course, or None."""
        body = self._connection.execute(select(courses.c.body).where(courses.c.id == course)).scalar()
        return None if body is None else Course.model_validate({**orjson.loads(body), "id": course})

    def list(self, viewer: Viewer) -> tuple[Course, ...]:
        """All courses, in order of id."""
        rows = self._connection.execute(select(courses.c.id, courses.c.body).order_by(courses.c.id))
        return tuple(Course.model_validate({**orjson.loads(body), "id": name}) for name, body in rows)

    def taken(self, viewer: Viewer) -> dict[str, int]:
        """How many people are registered for or attend each course that anybody does, whoever may see these people."""
        query = (
            select(trainings.c.course, func.count().label("taken"))
            .where(trainings.c.state.in_(TAKES_A_SEAT))
            .group_by(trainings.c.course)
            .order_by(trainings.c.course)
        )
        return {row.course: row.taken for row in self._connection.execute(query)}

    def _save_rows(self, viewer: Viewer, rows: Iterable[CourseRow]) -> Saved:
        self._require(viewer)
        total = Saved()
        for chunk in chunks(rows, key=lambda row: row["id"]):
            values = [{"id": row["id"], "body": row["body"], "content": bytes.fromhex(row["content"])} for row in chunk]
            total += save_documents(self.session, courses, values)
        self._note(viewer, "save", inserted=total.inserted, updated=total.updated)
        return total
