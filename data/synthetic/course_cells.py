"""Courses and training records as the cells of one row each, by the fields of `COURSE_COLUMNS` and `TRAINING_COLUMNS`."""

from collections.abc import Iterable, Iterator, Mapping

from data.importers.columns_candidates import LICENCES, SKILLS
from data.importers.columns_courses import SUBSIDIES
from data.importers.columns_trainings import STATES
from data.synthetic.cells import arrangements, day, filled, listed, number, place_name, word
from matching.knowledge import CATALOGUE
from matching.records import Candidate, Course, Training


def course_cells(courses: Iterable[Course]) -> Iterator[dict[str, str]]:
    """The cells of each course by column field; a missing field is an empty cell."""
    for course in courses:
        yield filled(
            {
                "external_id": course.external_id or course.id,
                "name": course.name,
                "provider": course.provider,
                "place": place_name(course.place),
                "starts_on": day(course.starts_on),
                "ends_on": day(course.ends_on),
                "register_by": day(course.register_by),
                "seats": number(course.seats),
                "cost": number(course.cost),
                "subsidy": "" if course.subsidy is None else word(SUBSIDIES, course.subsidy),
                "raises": _levels(course.raises),
                "teaches": listed(word(SKILLS, name) for name in course.teaches),
                "licences": listed(word(LICENCES, name) for name in course.licences),
                "needs": _levels(course.needs),
                "arrangements": arrangements(course.arrangements),
                "conditions": course.conditions,
            }
        )


def training_cells(
    trainings: Iterable[Training], courses: Iterable[Course], candidates: Iterable[Candidate]
) -> Iterator[dict[str, str]]:
    """The cells of each training record; people and courses by the numbers that their own sheets give them."""
    course_numbers = {course.id: course.external_id or course.id for course in courses}
    numbers = {person.id: person.external_id or person.id for person in candidates}
    for training in trainings:
        yield filled(
            {
                "candidate": numbers[training.candidate],
                "course": course_numbers[training.course],
                "state": word(STATES, training.state),
                "on": day(training.on),
            }
        )


def _levels(levels: Mapping[str, int]) -> str:
    """键盘/触屏录入=3;书面表达=2, in catalogue order."""
    return ";".join(f"{row.zh}={levels[row.name]}" for row in CATALOGUE.dimensions if row.name in levels)
