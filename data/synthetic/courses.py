"""The courses of the synthetic city, and who took part in them."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, Literal

from pydantic import Field, field_validator

from data.importers.places import read_place
from data.synthetic.draws import Dice, stream
from data.synthetic.rows import TableRow, load_table
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Level
from matching.records import WUHAN, Candidate, Course, Place, Training, TrainingState

_ONLINE: Final = "线上"
_MOST_COURSES: Final = 2
"""Courses that one person takes at most."""

_ROUTES: Final = {"braille": "text_access", "screen_reader": "text_access", "csl": "hearing_speech"}
"""What an access skill is another way to."""

_POOL: Final = 4_000
"""People looked at for places; a city of millions still has classes of twenty."""


class CourseShape(TableRow):
    """One course of the table; days count from the day the city is made."""

    key: str
    name: str
    provider: str
    place: str
    starts: int
    days: int = Field(ge=1)
    register_before: int | None = Field(default=None, alias="register")
    seats: int
    taken: float = Field(ge=0, le=1)
    cost: float
    subsidy: Literal["full", "part", "none"]
    raises: dict[str, Level] = Field(default_factory=dict)
    teaches: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    needs: dict[str, Level] = Field(default_factory=dict)
    arrangements: frozenset[str] = frozenset()
    conditions: str = ""

    @field_validator("raises", "needs")
    @classmethod
    def _known(cls, value: dict[str, Level]) -> dict[str, Level]:
        return {CATALOGUE.check_dimension(name): level for name, level in value.items()}


@lru_cache(maxsize=1)
def course_shapes() -> tuple[CourseShape, ...]:
    """All courses in the order of the file, which is the order of every draw."""
    return tuple(CourseShape.model_validate(row) for row in load_table("courses"))


def generate_courses(today: date) -> tuple[Course, ...]:
    """The courses as they stand on a day: some over, some in progress, most ahead."""
    return tuple(_course(shape, today) for shape in course_shapes())


def _course(shape: CourseShape, today: date) -> Course:
    starts = today + timedelta(days=shape.starts)
    before = shape.register_before
    return Course(
        id=f"k_{shape.key}",
        external_id=shape.key,
        name=shape.name,
        provider=shape.provider,
        place=Place(text=_ONLINE) if shape.place == _ONLINE else read_place(shape.place, city=WUHAN).place,
        online=shape.place == _ONLINE,
        starts_on=starts,
        ends_on=starts + timedelta(days=shape.days),
        register_by=None if before is None else starts - timedelta(days=before),
        seats=shape.seats,
        cost=shape.cost,
        subsidy=shape.subsidy,
        raises=dict(shape.raises),
        teaches=shape.teaches,
        licences=shape.licences,
        needs=dict(shape.needs),
        arrangements=shape.arrangements,
        conditions=shape.conditions,
    )


def generate_trainings(seed: int, courses: Sequence[Course], people: Sequence[Candidate], today: date) -> tuple[Training, ...]:
    """Who took part in which course, in order of course and draw.

    Only people whose assessed abilities meet what the course needs, and whom it would teach something, are drawn; nobody takes more
    than two. A course that is over was completed by most and left by a few.
    """
    dice = Dice(stream(seed, "trainings"), 4_096)
    shares = {f"k_{shape.key}": shape.taken for shape in course_shapes()}
    pool = people[:_POOL]
    taken = dict.fromkeys((person.id for person in pool), 0)
    found: list[Training] = []
    for course in courses:
        fitting = [one for one in pool if taken[one.id] < _MOST_COURSES and _meets(one, course) and _would_learn(one, course)]
        for person in dice.several(fitting, round((course.seats or 0) * shares[course.id])):
            taken[person.id] += 1
            found.append(_training(person, course, today, dice))
    return tuple(found)


def _meets(person: Candidate, course: Course) -> bool:
    return all((person.profile.level(name) or 0) >= level for name, level in course.needs.items())


def _would_learn(person: Candidate, course: Course) -> bool:
    """Whether there is something in it for the person; an access route only for somebody who would go by it."""
    for word in course.teaches:
        if word in _ROUTES:
            level = person.profile.level(_ROUTES[word])
            return word not in person.access_skills and level is not None and level <= 1
    if course.raises:
        return any((person.profile.level(name) or 0) < level for name, level in course.raises.items())
    return not {skill.name for skill in person.resume.skills}.issuperset(course.teaches)


def _training(person: Candidate, course: Course, today: date, dice: Dice) -> Training:
    state: TrainingState = "registered"
    on = today - timedelta(days=dice.between(1, 20))
    if course.ends_on is not None and course.ends_on < today:
        state = "completed" if dice.chance(0.85) else "dropped"
        on = course.ends_on if state == "completed" else course.ends_on - timedelta(days=dice.between(5, 20))
    elif course.starts_on is not None and course.starts_on <= today:
        state, on = "attending", course.starts_on
    return Training(candidate=person.id, course=course.id, state=state, on=on)
