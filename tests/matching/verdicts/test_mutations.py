"""Each rule earns its place: with the rule taken out or turned, at least one worked verdict no longer agrees.

A mutation is one replacement in the source of `matching`; in a process of its own, forked from one in which the unchanged rules
agree with all of the project's own cases, the changed ones must disagree somewhere.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
CASES = ROOT / "data" / "samples" / "verdict_cases.yaml"

Judge = Callable[[str, str], str]

REQUIREMENTS, PAIR, WAYS, SELECTION, HINTS, SIDES = (
    f"matching/verdicts/{name}.py" for name in ("requirements", "pair", "ways", "selection", "hints", "sides")
)
EFFECTS = "matching/knowledge/effects.py"

MUTATIONS = {
    "1 entrance steps derive 1": (REQUIREMENTS, "ENTRANCE_LEVEL: Final = 1", "ENTRANCE_LEVEL: Final = 0"),
    "1 a floor derives 3": (REQUIREMENTS, "FLOOR_LEVEL: Final = 3", "FLOOR_LEVEL: Final = 2"),
    "1 rails derive 1": (REQUIREMENTS, '"rails": 1', '"rails": 0'),
    "1 a seat derives 2": (REQUIREMENTS, '"seat": 2', '"seat": 1'),
    "1 a squat toilet derives 3": (REQUIREMENTS, '"squat": 3', '"squat": 2'),
    "1 no toilet derives 4": (REQUIREMENTS, '"none": 4', '"none": 3'),
    "1 transport derives the commute": (REQUIREMENTS, '_part("commute", workplace.commute,', '_part("commute", 0,'),
    "1 the maximum of the parts": (REQUIREMENTS, '"level", max((', '"level", min(('),
    "1 a facility in place removes its part": (REQUIREMENTS, "is AccommodationStatus.IN_PLACE", "is AccommodationStatus.REFUSED"),
    "1 a lift is a fact of the building": (SIDES, "AccommodationStatus.COMMITTED)\n", "AccommodationStatus.IN_PLACE)\n"),
    "1 remote work has no stairs": (REQUIREMENTS, '"level_mobility", "stairs", "toilet', '"level_mobility", "toilet'),
    "1 remote work has no toilet": (REQUIREMENTS, '"stairs", "toilet_self_care", "commute")\nFROM', '"stairs", "commute")\nFROM'),
    "1 remote work has no commute": (REQUIREMENTS, '"toilet_self_care", "commute")\nFROM', '"toilet_self_care")\nFROM'),
    "1 remote work needs no moving": (REQUIREMENTS, '("level_mobility", "stairs"', '("stairs"'),
    "2 unknown counts 0 in the certain reading": (
        WAYS,
        "unknown_ability=0, unknown_fact=False)\nOPT",
        "unknown_ability=4, unknown_fact=False)\nOPT",
    ),
    "2 unknown counts 4 in the optimistic one": (
        WAYS,
        "unknown_ability=4, unknown_fact=True",
        "unknown_ability=0, unknown_fact=True",
    ),
    "2 an unknown fact may turn out true": (WAYS, "unknown_ability=4, unknown_fact=True", "unknown_ability=4, unknown_fact=False"),
    "2 an unknown demand is met by 4": (PAIR, "(4 if row.unasked else row.level)", "(5 if row.unasked else row.level)"),
    "2 an unknown demand asks": (PAIR, "Standing.REVIEW, Cause.UNKNOWN_DEMAND", "Standing.MET, Cause.UNKNOWN_DEMAND"),
    "3 own aids are available": (SIDES, "(self.offered | candidate.aids) - candidate.refuses", "self.offered - candidate.refuses"),
    "3 the person's refusal stands": (
        SIDES,
        "(self.offered | candidate.aids) - candidate.refuses",
        "(self.offered | candidate.aids)",
    ),
    "3 committed is available": (
        SIDES,
        "usable = (AccommodationStatus.IN_PLACE, AccommodationStatus.COMMITTED)",
        "usable = (AccommodationStatus.IN_PLACE,)",
    ),
    "3 closed only in the optimistic reading asks": (
        PAIR,
        "posting, available, OPTIMISTIC):\n        known_facts",
        "posting, available, CERTAIN):\n        known_facts",
    ),
    "4 a marginal demand can be swapped": (PAIR, "if row.marginal:", "if False:"),
    "4 what is available comes before the swap": (
        PAIR,
        "    if ways:\n        return Finding(row, level, Standing.MET_WITH",
        "    if ways and not row.marginal:\n        return Finding(row, level, Standing.MET_WITH",
    ),
    "4 a refused swap asks": (PAIR, "if SWAP_TASK in posting.refused or SWAP_TASK in candidate.refuses:", "if False:"),
    "1 an assumed remote post blocks nobody": (REQUIREMENTS, "if perhaps_away and", "if False and"),
    "5 an inferred gap never blocks": (PAIR, "firm = essential.firm_parts()", "firm = essential"),
    "5 a firm gap of two blocks": (PAIR, "firm.level - level >= 2", "firm.level - level >= 3"),
    "5 a firm gap of one asks": (PAIR, "firm.level - level >= 2", "firm.level - level >= 1"),
    "5 any hard gap blocks": (PAIR, 'firm.gap == "hard" or', 'firm.gap == "soft" or'),
    "6 blocking wins": (
        PAIR,
        "if Standing.BLOCKED in standings:",
        "if Standing.BLOCKED in standings and Standing.REVIEW not in standings:",
    ),
    "6 review wins over eligible_with": (
        PAIR,
        "if Standing.REVIEW in standings:",
        "if Standing.REVIEW in standings and not listed:",
    ),
    "6 only the winning verdict is named": (
        PAIR,
        '"blocked", (), _named(findings, Standing.BLOCKED)',
        '"blocked", (), _named(findings, Standing.REVIEW)',
    ),
    "7 the smallest set": (SELECTION, "size = min(map(len, unions))", "size = max(map(len, unions))"),
    "7 fewest committed first": (SELECTION, "employers.count(AccommodationStatus.COMMITTED),", "0,"),
    "7 then fewest in place": (SELECTION, "employers.count(AccommodationStatus.IN_PLACE),", "0,"),
    "7 own aids are not the employer's": (SELECTION, "for row in rows if row.name not in candidate.aids]", "for row in rows]"),
    "7 then lowest cost": (SELECTION, "sum(row.cost_points for row in rows),", "0,"),
    "7 then catalogue order": (SELECTION, "tuple(ordered),", "tuple(-i for i in ordered),"),
    "7 nothing is listed when blocked": (PAIR, 'Trace("blocked", (),', 'Trace("blocked", tuple(sorted(available)),'),
    "8 an unknown ability is assessed": (HINTS, "if finding.ability is None:", "if False:"),
    "8 refused by the employer is no hint": (HINTS, "(posting.refused - candidate.aids) | candidate.refuses", "candidate.refuses"),
    "8 refused by the person is no hint": (
        HINTS,
        "(posting.refused - candidate.aids) | candidate.refuses",
        "(posting.refused - candidate.aids)",
    ),
    "8 remote is no hint above the derived part": (HINTS, "if row.task_level > row.derived_level:", "if False:"),
    "8 one before two": (HINTS, "for way in singles or ways]", "for way in ways]"),
    "8 a changeable fact may be asked for": (WAYS, "if reading.assume_changes and accommodation.fact_can_change:", "if False:"),
    "8 a fixed fact is never assumed": (
        WAYS,
        "if reading.assume_changes and accommodation.fact_can_change:",
        "if reading.assume_changes:",
    ),
    "8 a skill can be learned": (WAYS, "candidate.skills and not reading.assume_changes:", "candidate.skills:"),
    "1 a stated stairs demand is the task": (REQUIREMENTS, 'if dimension.name != "stairs":', "if True:"),
    "1 a basement has stairs": (REQUIREMENTS, "floor not in (0, _GROUND_FLOOR)", "floor > _GROUND_FLOOR"),
    "2 a known part blocks beside an unknown one": (PAIR, "if firm.parts and _blocks(", "if False and _blocks("),
    "4 the person may keep the task": (
        PAIR,
        "if SWAP_TASK in posting.refused or SWAP_TASK in candidate.refuses:",
        "if SWAP_TASK in posting.refused:",
    ),
    "8 an unknown demand is asked": (HINTS, "if finding.cause is Cause.UNKNOWN_DEMAND:", "if False:"),
    "8 what is in place is no hint": (HINTS, "names = _ALL - refused - posting.building", "names = _ALL - refused"),
    "header: a skill is needed": (
        WAYS,
        "if effect.skill is not None and effect.skill not in",
        "if effect.skill is not None and effect.skill in",
    ),
    "header: residual ability is needed": (WAYS, "if accommodation.needs_residual_ability and", "if False and"),
    "header: needs and ability_at_least": (
        WAYS,
        "candidate, CATALOGUE.position[name], reading) < least",
        "candidate, CATALOGUE.position[name], reading) < 0",
    ),
    "header: demand_at_most": (WAYS, "if demand > most:", "if False:"),
    "header: a fact gates": (WAYS, "if accommodation.needs_fact is not None and not fact_holds", "if False and not fact_holds"),
    "header: one raise with one lower": (WAYS, "if raises == 1 and lowers == 1:", "if False:"),
    "header: two lowers on hearing_signals": (WAYS, 'TWO_LOWERS: Final = "hearing_signals"', 'TWO_LOWERS: Final = "pace"'),
    "header: no other two lowers": (WAYS, "return dimension == TWO_LOWERS", "return True"),
    "header: two parts removed": (
        WAYS,
        "return one.removes is not None and other.removes is not None and one.removes != other.removes",
        "return False",
    ),
    "header: raises do not add up": (WAYS, "if raises == 1 and lowers == 1:", "if raises + lowers == 2:"),
    "header: a cap": (EFFECTS, "min(ability + effect.raise_by, max(ability, effect.cap))", "ability + effect.raise_by"),
    "header: a floor": (EFFECTS, "max(demand - effect.lower_by, min(demand, effect.floor))", "demand - effect.lower_by"),
    "header: a route ends at its level": (EFFECTS, "is not None and demand <= effect.route_up_to:", "is not None:"),
    "header: set_demand": (EFFECTS, "demand = min(demand, effect.set_demand)", "demand = 0"),
}


@pytest.fixture(scope="module")
def judge() -> Iterator[Judge]:
    """`judge(file, source)`: whether the worked verdicts agree with the rules when a file of theirs reads so."""
    command = [sys.executable, str(Path(__file__).with_name("mutants.py")), str(CASES)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment) as process:
        asking, answers = process.stdin, process.stdout
        assert asking is not None
        assert answers is not None
        assert answers.readline() == '"agree"\n', "the rules as they are do not agree with the worked verdicts"

        def ask(file: str, source: str) -> str:
            print(json.dumps([file, source]), file=asking, flush=True)
            return str(json.loads(answers.readline()))

        yield ask
        asking.close()


@pytest.mark.parametrize("rule", MUTATIONS)
def test_a_worked_verdict_notices(rule: str, judge: Judge) -> None:
    file, old, new = MUTATIONS[rule]
    text = (ROOT / file).read_text("utf-8")
    assert text.count(old) == 1, f"{file} no longer holds {old!r} once; the mutation must follow the code"
    answer = judge(file, text.replace(old, new))
    assert answer in ("agree", "disagree"), f"the mutated rules do not run: {answer[-300:]}"
    assert answer == "disagree", f"no worked verdict depends on: {rule}"


def test_the_rules_read_again_without_a_change_agree(judge: Judge) -> None:
    assert judge(PAIR, (ROOT / PAIR).read_text("utf-8")) == "agree"


def test_a_change_that_cannot_run_is_no_disagreement(judge: Judge) -> None:
    assert "NameError" in judge(PAIR, "nothing_of_the_kind()")
