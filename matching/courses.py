"""What a course asks of those who take it, judged like a posting, and what is to be assessed again once it is done."""

from collections.abc import Iterable, Mapping
from datetime import date

from matching.knowledge import CATALOGUE
from matching.records import AbilityProfile, AccommodationStatus, Course, Provenance, Training
from matching.verdicts.requirements import Part, Requirement, Requirements
from matching.verdicts.sides import PostingSide


def course_side(course: Course) -> PostingSide:
    """A course as the rules read a posting, so that the same verdict says whether a person can take it, and with what.

    What the course needs is stated; what it does not name is not asked, core dimensions included. Its arrangements are in place,
    and so are the facts that they rest on.
    """
    rows = [
        Requirement(row.name, position, row.gap, (Part("task", course.needs[row.name], Provenance.STATED),))
        for position, row in enumerate(CATALOGUE.dimensions)
        if course.needs.get(row.name)
    ]
    facts = {fact: True for name in course.arrangements if (fact := CATALOGUE.accommodation(name).needs_fact) is not None}
    return PostingSide(Requirements(tuple(rows)), facts, dict.fromkeys(sorted(course.arrangements), AccommodationStatus.IN_PLACE))


def to_assess(profile: AbilityProfile, trainings: Iterable[Training], courses: Mapping[str, Course]) -> tuple[str, ...]:
    """The dimensions, in catalogue order, that a person's completed courses may have raised and nobody has looked at since.

    A dimension counts when a completed course raises it above the assessed level, or it was never assessed, and no assessment is
    dated on or after the day the course was completed. An undated completion, or assessment, cannot show that somebody looked.
    `courses` by id; trainings of courses that are not among them say nothing.
    """
    due: set[str] = set()
    for training in trainings:
        course = courses.get(training.course)
        if training.state == "completed" and course is not None:
            due |= {name for name, level in course.raises.items() if _is_due(profile, name, level, training.on)}
    return tuple(row.name for row in CATALOGUE.dimensions if row.name in due)


def _is_due(profile: AbilityProfile, dimension: str, level: int, completed: date | None) -> bool:
    known = profile.assessments[CATALOGUE.position[dimension]]
    if known is None:
        return True
    seen_since = completed is not None and known.on is not None and known.on >= completed
    return known.level < level and not seen_since
