"""Training offers: public, so that every viewer sees them."""

import math
from collections.abc import Iterable

import orjson
from sqlalchemy import select

from data.stores.base import Saved, Store, chunks
from data.stores.canonical import canonical, check_key
from data.stores.documents import save_documents
from data.tables import courses
from matching.records import Course, Viewer


class CourseStore(Store):
    """Courses."""

    kind = "course"

    def upsert_many(self, viewer: Viewer, records: Iterable[Course]) -> Saved:
        """Stores new and changed courses."""
        self._require(viewer)
        total = Saved()
        for chunk in chunks(records, key=lambda course: course.id):
            total += save_documents(self.session, courses, [self._values(course) for course in chunk])
        self._note(viewer, "save", inserted=total.inserted, updated=total.updated)
        return total

    def get(self, viewer: Viewer, course: str) -> Course | None:
        """One course, or None."""
        body = self._connection.execute(select(courses.c.body).where(courses.c.id == course)).scalar()
        return None if body is None else Course.model_validate({**orjson.loads(body), "id": course})

    def list(self, viewer: Viewer) -> tuple[Course, ...]:
        """All courses, in order of id."""
        rows = self._connection.execute(select(courses.c.id, courses.c.body).order_by(courses.c.id))
        return tuple(Course.model_validate({**orjson.loads(body), "id": name}) for name, body in rows)

    def _values(self, course: Course) -> dict[str, object]:
        if course.cost is not None and not math.isfinite(course.cost):
            raise ValueError(f"course {course.id}: a cost without end cannot be stored; leave it out")
        body = canonical(course, leave=frozenset({"id"}))
        return {
            "id": check_key(course.id, "the id of a course"),
            "body": body.decode(),
            "content": self.session.keyring.digest("course", body),
        }
