"""The courses of the city: believable, invented, coherent with its people, and read back by the importers as they were."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from data.importers.courses import read_courses
from data.importers.trainings import read_trainings
from data.synthetic import City, generate_city, write_city
from data.synthetic.course_cells import course_cells, training_cells
from data.synthetic.courses import course_shapes, generate_courses
from matching.courses import course_side
from matching.records import TAKES_A_SEAT, Course
from matching.verdicts import candidate_side, evaluate


def identify(key: str) -> str:
    return key.replace(":", "_")


@pytest.fixture(scope="module")
def files(city: City, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return write_city(city, tmp_path_factory.mktemp("courses"))


def test_courses_are_of_every_kind(city: City) -> None:
    assert len(city.courses) >= 25
    assert len({course.id for course in city.courses}) == len({course.name for course in city.courses}) == len(city.courses)
    assert all("示例" in course.provider for course in city.courses)
    assert {course.subsidy for course in city.courses} == {"full", "part", "none"}
    licences = {name for course in city.courses for name in course.licences}
    assert {"health_massage", "medical_massage", "car", "electrician", "cook"} <= licences
    assert {name for course in city.courses for name in course.teaches} >= {"csl", "braille", "screen_reader"}
    assert len({name for course in city.courses for name in course.raises}) > 15
    assert any(course.online for course in city.courses)
    assert len({course.place.district for course in city.courses}) > 8
    for course in city.courses:
        assert course.raises or course.teaches or course.licences
        assert all(course.needs.get(name, 0) < level for name, level in course.raises.items())


def test_some_courses_are_over_some_full_and_most_can_be_joined(city: City, today: date) -> None:
    taken = Counter(one.course for one in city.trainings if one.state in TAKES_A_SEAT)
    ended = [course for course in city.courses if course.ends_on is not None and course.ends_on < today]
    full = [course for course in city.courses if course.seats_left(taken[course.id]) == 0]
    joined = [course for course in city.courses if course.open_on(today, taken[course.id])]
    assert len(ended) >= 3
    assert full
    assert len(joined) > len(city.courses) / 2
    assert all((course.seats or 0) >= taken[course.id] for course in city.courses)


def test_whoever_takes_part_can_take_part(city: City) -> None:
    courses = {course.id: course for course in city.courses}
    people = {person.id: person for person in city.candidates}
    for training in city.trainings:
        side = candidate_side(people[training.candidate])
        assert evaluate(side, course_side(courses[training.course])).verdict == "eligible"
    parts = Counter(training.candidate for training in city.trainings)
    assert max(parts.values()) == 2
    assert len({(one.candidate, one.course) for one in city.trainings}) == len(city.trainings) > 200


def test_states_fit_the_dates_of_the_courses(city: City, today: date) -> None:
    courses = {course.id: course for course in city.courses}
    for training in city.trainings:
        course = courses[training.course]
        assert course.starts_on is not None
        assert course.ends_on is not None
        assert training.on is not None
        assert training.on <= today
        if course.ends_on < today:
            assert training.state in ("completed", "dropped")
        else:
            assert training.state == ("attending" if course.starts_on <= today else "registered")
    assert {one.state for one in city.trainings} == {"registered", "attending", "completed", "dropped"}


def told(course: Course) -> Course:
    """A course less what an import gives anew: its id, and the words of its place."""
    return course.model_copy(update={"id": "", "place": course.place.model_copy(update={"text": ""})})


def test_courses_come_back_as_they_were(city: City, files: dict[str, Path], today: date) -> None:
    batch = read_courses(files["courses"], identify, None, today)
    assert (batch.rows, batch.duplicates) == (len(city.courses), 0)
    assert [(fault.row, fault.severity) for fault in batch.faults] == [(None, "warning")]
    assert [told(course) for course, _ in batch.records] == [told(course) for course in city.courses]


def test_trainings_come_back_as_they_were(city: City, files: dict[str, Path], today: date) -> None:
    numbers = {person.external_id or "": (person.id,) for person in city.candidates}
    batch = read_trainings(files["trainings"], identify, lambda names: numbers, city.courses, None, today)
    assert (batch.rows, batch.duplicates, batch.faults) == (len(city.trainings), 0, ())
    assert [training for training, _ in batch.records] == list(city.trainings)


def test_no_cell_begins_like_a_formula(city: City) -> None:
    rows = [*course_cells(city.courses), *training_cells(city.trainings, city.courses, city.candidates)]
    assert [cell for row in rows for cell in row.values() if cell[0] in "=+-@\t\r"] == []


def test_courses_follow_the_day_and_trainings_the_seed(city: City, today: date) -> None:
    assert generate_courses(today) == city.courses
    assert generate_courses(date(2027, 1, 1)) != city.courses
    other = generate_city(seed=12, candidates=700, employers=120, today=today)
    assert (other.courses, other.trainings == city.trainings) == (city.courses, False)


@pytest.mark.parametrize("candidates", [1, 20])
def test_a_small_city_has_all_courses_and_the_few_who_can_take_part(candidates: int, today: date) -> None:
    small = generate_city(seed=1, candidates=candidates, employers=1, today=today)
    assert len(small.courses) == len(course_shapes())
    assert {one.candidate for one in small.trainings} <= {person.id for person in small.candidates}
