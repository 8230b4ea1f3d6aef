"""Every item of the plan is served in exactly one way for each thing it asks, by something that exists."""

from typing import Any

import pytest
import typer

from api.cli.program import app
from matching.indicators import INDICATORS
from matching.kinds import KINDS
from matching.knowledge.source import KnowledgeError, packaged
from matching.plan import NUMBERS, PLAN, TARGETS, load_plan, named_commands, planned_commands

TEXT = packaged("plan.yaml")
PLANNED: tuple[str, ...] = ()
"""Commands that the plan counts on and that are not there yet. This list only shrinks: what is built becomes `command`."""


def _exists(command: str) -> bool:
    from typer.main import get_command

    found: Any = get_command(app)
    for word in command.removeprefix("tongtu ").split():
        found = getattr(found, "commands", {}).get(word)
        if found is None:
            return False
    return True


def test_every_item_of_the_plan_has_its_row_in_order() -> None:
    assert tuple(row.number for row in PLAN) == NUMBERS
    assert len([number for number in NUMBERS if number.isdigit()]) == 21


def test_every_ask_is_served_in_exactly_one_way() -> None:
    ways = [(row.number, [name for name, value in ask.ways.items() if value is not None]) for row in PLAN for ask in row.asks]
    assert [one for one in ways if len(one[1]) != 1] == []
    assert {way for _, found in ways for way in found} == {"command", "report", "not_served"}


def test_commands_that_the_plan_names_exist() -> None:
    assert isinstance(app, typer.Typer)
    assert named_commands()
    assert [name for name in named_commands() if not _exists(name)] == []


def test_planned_commands_are_these_and_not_there_yet() -> None:
    assert planned_commands() == PLANNED
    assert [name for name in PLANNED if _exists(name)] == [], "it is there now: write `command` in plan.yaml, and shorten the list"


def test_every_figure_is_reported_under_some_item() -> None:
    assert {name for row in PLAN for name in row.reports} == set(INDICATORS)


def test_every_kind_of_posting_belongs_to_an_item_of_the_plan() -> None:
    assert [kind.name for kind in KINDS.values() if str(kind.item) not in NUMBERS] == []


def test_the_targets_are_those_of_the_policy_notes() -> None:
    """Section 3.1 of the policy notes: 5000 and 3000 person-times, 15 %, 10 fairs, 100 % and 100 %, 30 projects, 1-2 bases."""
    assert {name: target.value for name, target in TARGETS.items()} == {
        "training.times": 5_000,
        "employment.times": 3_000,
        "federation.cadres": 0.15,
        "bodies.met": 1,
        "events.targeted": 10,
        "households.reached": 1,
        "graduates.ledger": 1,
        "graduates.service": 1,
        "four.verification": 1,
        "four.assessment": 1,
        "four.needs": 1,
        "four.employment": 1,
        "incubation.projects": 30,
        "training.bases": 1,
        "evaluations.made": 1,
    }


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("- number: '5'", "- number: '22'", "22: number: the plan has no item '22'; use goals, 1"),
        ("- number: '5'", "- number: '6'", "6: named twice, first in line"),
        ("report: training.times}", "report: training.time}", "unknown indicator 'training.time'; use a name of indicators.yaml"),
        ("report: training.times}", "report: training.times, command: tongtu match}", "command and report given; give exactly one"),
        (", report: training.times}", "}", "nothing given; give exactly one of command, planned, report, not_served"),
        ("command: tongtu unlock", "command: unlock", "a command is written as it is typed; write 'tongtu unlock'"),
        ("value: 0.15", "value: 15", "the share 15 is above 1; write 0.15 for 15 %"),
        ("value: 5000, since: 2023-01-01, by", "value: 5000, by", "a target has a first and a last day"),
        (
            "indicator: employment.times",
            "indicator: training.times",
            "item goals has a target for training.times already; keep one",
        ),
    ],
)
def test_a_wrong_plan_is_refused_with_its_line(old: str, new: str, said: str) -> None:
    assert old in TEXT
    with pytest.raises(KnowledgeError, match=r"^plan\.yaml:\d+: ") as fault:
        load_plan(TEXT.replace(old, new, 1))
    assert said in str(fault.value)


def test_a_plan_without_an_item_is_refused() -> None:
    first, rest = TEXT.split("- number: '5'\n", 1)
    without = first + "- number: '6'\n" + rest.split("- number: '6'\n", 1)[1]
    with pytest.raises(KnowledgeError, match="no row for item 5; add it"):
        load_plan(without)


def test_items_stand_in_the_order_of_the_plan() -> None:
    swapped = TEXT.replace("'5'", "'x'").replace("'6'", "'5'").replace("'x'", "'6'")
    with pytest.raises(KnowledgeError, match="stands where item 5 belongs; keep the order of the plan"):
        load_plan(swapped)
