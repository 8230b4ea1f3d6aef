"""Who should be assessed again because a course they completed may have raised an ability.

A completed course changes no stored ability: an assessor looks, and imports what they saw.
"""

from collections.abc import Iterator, Sequence

from api.actions.views import candidate_name, candidates_by_id
from api.schemas.base import Page
from api.schemas.courses import AssessAgainView
from api.wiring import Application
from data.stores import Stores
from matching.courses import to_assess
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Text
from matching.records import Course, Training, Viewer
from matching.verdicts.wording import join


def people_to_assess(app: Application, viewer: Viewer, after: str | None, limit: int) -> Page[AssessAgainView]:
    """A page of them in order of id, each with the courses and the abilities."""
    with app.database.read(viewer) as stores:
        courses = _raising(stores, viewer)
        done = _completed(stores, viewer, courses)
        found: dict[str, tuple[str, ...]] = {}
        for person, due in _due(stores, viewer, courses, done, [one for one in sorted(done) if after is None or one > after]):
            found[person] = due
            if len(found) > limit:
                break
        page = list(found)[:limit]
        files = candidates_by_id(stores, viewer, page)
        items = tuple(
            AssessAgainView(
                candidate=person,
                name=candidate_name(files[person]),
                courses=tuple(courses[training.course].name for training in done[person]),
                dimensions=found[person],
                text=_text(found[person]),
            )
            for person in page
        )
        return Page[AssessAgainView](items=items, next=page[-1] if len(found) > limit else None)


def count_to_assess(app: Application, viewer: Viewer, people: Sequence[str] | None = None) -> int:
    """How many of these people, or of all that staff may see, should be assessed again."""
    with app.database.read(viewer) as stores:
        courses = _raising(stores, viewer)
        done = _completed(stores, viewer, courses, people)
        return sum(1 for _ in _due(stores, viewer, courses, done, sorted(done)))


def _raising(stores: Stores, viewer: Viewer) -> dict[str, Course]:
    return {course.id: course for course in stores.courses.list(viewer) if course.raises}


def _completed(
    stores: Stores, viewer: Viewer, courses: dict[str, Course], people: Sequence[str] | None = None
) -> dict[str, list[Training]]:
    """The completed trainings of courses that raise an ability, by person."""
    done: dict[str, list[Training]] = {}
    for training in stores.services.trainings_of(viewer, people, "completed"):
        if training.course in courses:
            done.setdefault(training.candidate, []).append(training)
    return done


def _due(
    stores: Stores, viewer: Viewer, courses: dict[str, Course], done: dict[str, list[Training]], people: Sequence[str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Of these people, in order, those with something to assess, and what."""
    for person in stores.candidates.iterate(viewer, people):
        due = to_assess(person.profile, done[person.id], courses)
        if due:
            yield person.id, due


def _text(dimensions: Sequence[str]) -> Text:
    names = join(CATALOGUE.dimension(name).text for name in dimensions)
    return Text(zh="请重新评估：{names}", en="To assess again: {names}").format(names=names)
