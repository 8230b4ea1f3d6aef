"""What a course asks, when somebody can still join, and whom to assess again after it."""

from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from matching.courses import course_side, to_assess
from matching.records import AbilityProfile, Assessment, AssessmentSource, Course, Training
from matching.verdicts import CandidateSide, evaluate

TYPING = Course(
    id="k_typing",
    name="打字班",
    provider="示例学校",
    starts_on=date(2026, 4, 1),
    ends_on=date(2026, 4, 30),
    seats=2,
    raises={"keyboard_input": 3, "reading": 2},
    needs={"hearing_speech": 2, "keyboard_input": 1},
)
DAY = timedelta(days=1)


def side(skills: tuple[str, ...] = (), **levels: int) -> CandidateSide:
    profile = AbilityProfile.of({name: Assessment.model_validate({"level": level}) for name, level in levels.items()})
    return CandidateSide(levels=profile.levels, skills=frozenset(skills))


@pytest.mark.parametrize(
    ("changes", "last"),
    [
        ({}, date(2026, 4, 30)),
        ({"register_by": date(2026, 3, 20)}, date(2026, 3, 20)),
        ({"register_by": date(2026, 6, 1)}, date(2026, 4, 30)),
        ({"ends_on": None}, date(2026, 4, 1)),
    ],
)
def test_a_course_can_be_joined_up_to_its_last_day(changes: dict[str, object], last: date) -> None:
    course = TYPING.model_copy(update=changes)
    assert course.last_day == last
    assert [course.open_on(last - DAY), course.open_on(last), course.open_on(last + DAY)] == [True, True, False]


def test_a_course_without_any_date_can_be_joined_on_any_day() -> None:
    course = TYPING.model_copy(update={"starts_on": None, "ends_on": None})
    assert course.last_day is None
    assert course.open_on(date(2099, 1, 1))


def test_a_full_course_cannot_be_joined_and_one_without_limit_is_never_full() -> None:
    day = date(2026, 4, 1)
    assert [TYPING.open_on(day, taken) for taken in (0, 1, 2, 3)] == [True, True, False, False]
    assert [TYPING.seats_left(taken) for taken in (0, 1, 2, 3)] == [2, 1, 0, 0]
    unlimited = TYPING.model_copy(update={"seats": None})
    assert (unlimited.open_on(day, 500), unlimited.seats_left(500)) == (True, None)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"ends_on": date(2026, 3, 31)}, "ends on 2026-03-31, before it starts on 2026-04-01"),
        ({"raises": {"typing": 3}}, "unknown dimension"),
        ({"needs": {"readin": 3}}, "did you mean 'reading'"),
        ({"raises": {"reading": 5}}, "0, 1, 2, 3 or 4"),
        ({"arrangements": ["interpreter"]}, "unknown accommodation"),
        ({"seats": -1}, "greater than or equal to 0"),
    ],
)
def test_a_course_that_cannot_be_is_refused(wrong: dict[str, object], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        Course.model_validate(TYPING.model_dump() | wrong)


def test_a_course_is_judged_by_what_it_needs_alone() -> None:
    able = side(hearing_speech=2, keyboard_input=1)
    assert evaluate(able, course_side(TYPING)).verdict == "eligible"
    unable = evaluate(side(hearing_speech=0, keyboard_input=1), course_side(TYPING))
    assert (unable.verdict, unable.abilities) == ("blocked", ("hearing_speech",))
    nobody_asked = evaluate(side(hearing_speech=2), course_side(TYPING))
    assert (nobody_asked.verdict, nobody_asked.abilities) == ("review", ("keyboard_input",))
    assert evaluate(side(), course_side(TYPING.model_copy(update={"needs": {}}))).verdict == "eligible"


def test_what_is_arranged_on_a_course_closes_a_gap_as_it_does_at_a_post() -> None:
    signed = course_side(TYPING.model_copy(update={"arrangements": frozenset({"sign_interpreter"})}))
    deaf = side(("csl",), hearing_speech=0, keyboard_input=1, far_vision=2)
    assert (evaluate(deaf, signed).verdict, evaluate(deaf, signed).accommodations) == ("eligible_with", ("sign_interpreter",))
    assert evaluate(deaf, course_side(TYPING)).verdict == "blocked"
    assert evaluate(side(hearing_speech=0, keyboard_input=1, far_vision=2), signed).verdict == "blocked"


def test_an_arrangement_in_place_brings_the_fact_it_rests_on() -> None:
    written = TYPING.model_copy(update={"needs": {"hearing_speech": 1}, "arrangements": frozenset({"text_comm"})})
    assert course_side(written).facts == {"internal_communication": True}


def assessed(level: int, on: date | None) -> AbilityProfile:
    return AbilityProfile.of(
        {
            "keyboard_input": Assessment.model_validate({"level": level, "source": AssessmentSource.ASSESSOR, "on": on}),
            "reading": 4,
        }
    )


DONE = date(2026, 4, 30)


@pytest.mark.parametrize(
    ("profile", "completed", "due"),
    [
        (assessed(1, DONE - DAY), DONE, ("keyboard_input",)),
        (assessed(1, None), DONE, ("keyboard_input",)),
        (assessed(1, DONE), DONE, ()),
        (assessed(1, DONE + DAY), DONE, ()),
        (assessed(1, DONE + DAY), None, ("keyboard_input",)),
        (assessed(3, DONE - DAY), DONE, ()),
        (AbilityProfile(), DONE, ("keyboard_input", "reading")),
    ],
)
def test_whom_nobody_has_looked_at_since_is_assessed_again(
    profile: AbilityProfile, completed: date | None, due: tuple[str, ...]
) -> None:
    training = Training(candidate="c_lin", course="k_typing", state="completed", on=completed)
    assert to_assess(profile, [training], {"k_typing": TYPING}) == due


def test_only_a_completed_course_that_is_known_asks_for_an_assessment() -> None:
    def after(state: str, course: str = "k_typing") -> tuple[str, ...]:
        training = Training.model_validate({"candidate": "c_lin", "course": course, "state": state, "on": DONE})
        return to_assess(AbilityProfile(), [training], {"k_typing": TYPING})

    states = ("registered", "attending", "completed", "dropped")
    assert [after(state) for state in states] == [(), (), ("keyboard_input", "reading"), ()]
    assert after("completed", "k_unknown") == ()
