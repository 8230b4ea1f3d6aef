"""The rows of changes.yaml, and the words, cost and providers of each change."""

import pytest

from matching.constraints import Addressee
from matching.knowledge import CATALOGUE, KnowledgeError, packaged
from matching.records import Course
from matching.unlock.change import (
    CHANGE_ROWS,
    ChangeKind,
    accommodation_change,
    aid_change,
    course_change,
    licence_change,
    load_changes,
    rule_answer,
    status_change,
)

GOOD = "# rows\n- {kind: fact, name: remote_possible, status: proposed, zh: 甲, en: a, provider: [employer], cost: low, mark: P}\n"


def test_every_changeable_fact_has_a_row() -> None:
    changeable = {row.needs_fact for row in CATALOGUE.accommodations if row.fact_can_change}
    assert {row.name for row in CHANGE_ROWS if row.kind is ChangeKind.FACT} == changeable


def test_every_addressee_and_subsidy_has_a_row() -> None:
    names = {kind: {row.name for row in CHANGE_ROWS if row.kind is kind} for kind in ChangeKind}
    assert names[ChangeKind.ANSWER] == {one.value for one in Addressee}
    assert names[ChangeKind.COURSE] == {"full", "part", "none", "unknown"}


def test_no_row_is_signed_that_nobody_signed() -> None:
    assert {row.status for row in CHANGE_ROWS} == {"proposed"}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (GOOD + GOOD.splitlines()[1], "changes.yaml:3: remote_possible: named twice, first in line 2"),
        (
            GOOD.replace("remote_possible", "object_work"),
            "changes.yaml:2: object_work: no employer is asked to change 'object_work'",
        ),
        (
            GOOD.replace("kind: fact", "kind: licence"),
            "changes.yaml:2: remote_possible: unknown licence 'remote_possible'; use a name",
        ),
        (GOOD.replace("[employer]", "[]"), "changes.yaml:2: remote_possible: nobody makes the change; name who can in provider"),
        (GOOD.replace("cost: low", "cost: free"), "changes.yaml:2: remote_possible: cost"),
        (GOOD.replace("kind: fact", "kind: wish"), "changes.yaml:2: remote_possible: kind"),
        (GOOD.replace("mark: P", "mark: P, colour: red"), "changes.yaml:2: remote_possible: colour: this key is not known here"),
    ],
)
def test_a_wrong_row_is_refused_with_its_line(text: str, fault: str) -> None:
    with pytest.raises(KnowledgeError) as caught:
        load_changes(text)
    assert str(caught.value).startswith(fault)


def test_the_packaged_rows_are_the_file() -> None:
    assert tuple(load_changes(packaged("changes.yaml"))) == tuple(CHANGE_ROWS)


def test_who_makes_an_accommodation_depends_on_where() -> None:
    assert accommodation_change("captioning").providers == ("employer",)
    assert aid_change("captioning").providers == ("candidate",)
    assert (aid_change("travel_training").kind, aid_change("travel_training").providers) == (
        ChangeKind.TRAVEL_TRAINING,
        ("service",),
    )


@pytest.mark.parametrize(
    ("cost", "subsidy", "points"),
    [(0, None, 1), (800, "full", 1), (800, "part", 2), (800, None, 2), (None, None, 2), (800, "none", 3)],
)
def test_a_course_costs_by_its_subsidy(cost: float | None, subsidy: str | None, points: int) -> None:
    course = Course.model_validate({"id": "k", "name": "班", "provider": "校", "cost": cost, "subsidy": subsidy})
    assert course_change(course).points == points


def test_a_licence_with_a_row_of_its_own_goes_by_it() -> None:
    assert (licence_change("health_certificate").cost, licence_change("car").cost) == ("low", "medium")


def test_what_is_known_only_afterwards_says_so() -> None:
    assert rule_answer("retirement", Addressee.CANDIDATE).at_most
    assert (status_change("household").at_most, status_change("recognition").at_most) == (True, False)


def test_a_key_names_kind_and_change() -> None:
    assert accommodation_change("visual_alarm").key == "accommodation:visual_alarm"
    assert rule_answer("retirement", Addressee.CANDIDATE).key == "answer:rule.retirement.candidate"
