"""What each rule reads: nothing else about a person or a posting can reach it, whatever its code does later."""

import ast
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import matching.constraints
from matching.constraints import RULES, PersonSide, Rule, TermsSide, rule_findings, terms_side
from matching.constraints.rows import RULE_ROWS
from matching.constraints.terms import DEMANDS_READ, Asked, Chance
from matching.records import CredentialKind, Education, Pay, PayUnit, PostingKind, Refusal
from tests.matching.constraints.shared import POLICY
from tests.matching.draws import draw_person, draw_posting

SCHOOLING = {"graduated_on", "education"}
READS: dict[str, tuple[set[str], set[str]]] = {
    "work_age": ({"birth"}, set()),
    "minor_protection": ({"birth", "refuses"}, {"demands", "shift", "arrangements"}),
    "retirement": ({"birth", "sex", "retirement_track"}, {"contract"}),
    "licence": ({"licences"}, {"licences", "kind", "demands"}),
    "recognition": ({"recognised", "zero_employment"}, {"kind", "recognised_only"}),
    "household": ({"zero_employment"}, {"zero_employment_household_only"}),
    "residence": ({"residence"}, {"residence"}),
    "graduation": (SCHOOLING, {"kind", "graduated_within"}),
    "internship_window": ({"birth", *SCHOOLING}, {"kind"}),
    "registration": ({"registered_unemployed"}, {"unemployed_only"}),
    "rural": ({"rural"}, {"kind"}),
    "reserved": ({"credential"}, {"kind"}),
    "excluded_employer": ({"employers"}, {"employer"}),
    "remote_only": ({"remote", "conditions", "refuses"}, {"remote", "not_remote", "arrangements"}),
    "travel_time": (
        {"home", "minutes_max", "districts", "remote", "refuses"},
        {"area", "here", "remote", "perhaps_remote", "arrangements"},
    ),
    "hours": ({"hours_max", "refuses"}, {"hours_per_day", "demands", "arrangements"}),
    "night_work": ({"conditions", "refuses"}, {"shift", "demands", "arrangements"}),
    "no_public_contact": ({"conditions", "refuses"}, {"demands", "arrangements"}),
    "outdoor": ({"conditions"}, {"demands"}),
    "piece_rate": ({"conditions"}, {"pay"}),
    "live_video": ({"conditions"}, {"title"}),
    "certificate_expiry": ({"credential", "credential_until"}, set()),
    "quota_scope": ({"credential"}, set()),
}
"""Rule: the fields of a person and of a posting that it may read."""

PERSON = PersonSide(
    birth=date(1970, 1, 1),
    sex="female",
    credential_until=date(2030, 1, 1),
    home="420106",
    minutes_max=30,
    districts=frozenset({"420106"}),
)
OTHER_PERSON: dict[str, list[Any]] = {
    "birth": [date(1980, 2, 2), None],
    "sex": ["male", None],
    "retirement_track": ["w50", "w55"],
    "credential": [CredentialKind.HOUSEHOLD_MEMBER],
    "credential_until": [date(2020, 1, 1)],
    "residence": [frozenset({"420107"})],
    "zero_employment": [True],
    "rural": [True],
    "recognised": [True],
    "registered_unemployed": [True],
    "graduated_on": [date(2020, 1, 1)],
    "education": [Education.JUNIOR],
    "licences": [(("car", None),)],
    "home": ["420117"],
    "minutes_max": [60],
    "hours_max": [4.0],
    "districts": [frozenset({"420107"})],
    "remote": ["only", "no"],
    "refuses": [frozenset({name}) for name in ("remote", "dormitory", "part_time", "fixed_day_shift", "swap_task")],
    "conditions": [frozenset({one}) for one in Refusal],
    "employers": [frozenset({"e"})],
}
OTHER_TERMS: dict[str, list[Any]] = {
    "kind": list(PostingKind),
    "title": ["主播"],
    "employer": ["e"],
    "contract": ["labour"],
    "area": ["420117"],
    "here": [True],
    "pay": [Pay(minimum=1, unit=PayUnit.PIECE)],
    "hours_per_day": [8.0],
    "days_per_week": [6.0],
    "shift": ["night"],
    "licences": [("car",)],
    "remote": [True],
    "perhaps_remote": [True],
    "not_remote": [True],
    "arrangements": [
        {name: Chance.AVAILABLE} for name in ("remote", "dormitory", "part_time", "fixed_day_shift", "swap_task", "lift")
    ],
    "demands": [{name: Asked(4)} for name in DEMANDS_READ],
    "residence": [("420107",)],
    "graduated_within": [3],
    "recognised_only": [True],
    "unemployed_only": [True],
    "zero_employment_household_only": [True],
}


def test_the_tables_name_every_rule_and_every_field() -> None:
    assert [rule.name for rule in RULES] == list(READS) == [row.name for row in RULE_ROWS if row.scope == "pair"]
    assert set(OTHER_PERSON) == {field.name for field in fields(PersonSide)}
    assert set(OTHER_TERMS) == {field.name for field in fields(TermsSide)}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_reads_of_a_person_what_its_row_says_and_nothing_else(rule: Rule) -> None:
    read = {
        name
        for name, values in OTHER_PERSON.items()
        if any(rule.reads_person(replace(PERSON, **{name: value})) != rule.reads_person(PERSON) for value in values)
    }
    assert read == READS[rule.name][0]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_reads_of_a_posting_what_its_row_says_and_nothing_else(rule: Rule) -> None:
    base = TermsSide()
    read = {
        name
        for name, values in OTHER_TERMS.items()
        if any(rule.reads_terms(replace(base, **{name: value})) != rule.reads_terms(base) for value in values)
    }
    assert read == READS[rule.name][1]


AGE_AND_SEX = {
    "birth": {"work_age", "minor_protection", "retirement", "internship_window"},
    "sex": {"retirement"},
    "retirement_track": {"retirement"},
}


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(sorted(AGE_AND_SEX)))
def test_age_and_sex_reach_only_the_rules_that_name_them(seed: int, field: str) -> None:
    draw = Random(seed)
    person, terms = draw_person(draw), terms_side(draw_posting(draw))
    other = replace(person, **{field: getattr(draw_person(draw), field)})
    apart = [
        {finding for finding in rule_findings(one, terms, POLICY) if finding.rule not in AGE_AND_SEX[field]}
        for one in (person, other)
    ]
    assert apart[0] == apart[1]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32))
def test_people_and_posts_of_one_key_are_found_alike(seed: int) -> None:
    """What the all-pairs engine rests on: standing, addressee and ways follow from the keys alone."""
    draw = Random(seed)
    people = [draw_person(draw) for _ in range(40)]
    posts = [terms_side(draw_posting(draw)) for _ in range(6)]
    for rule in RULES:
        told: dict[Any, Any] = {}
        for person in people:
            for terms in posts:
                reads, asked = rule.reads_person(person), rule.reads_terms(terms)
                finding = rule.find(reads, asked, POLICY)
                shown = finding and (finding.standing, finding.addressee, finding.ways, finding.would)
                key = (rule.alike_people(reads, POLICY), rule.alike_terms(asked, POLICY))
                assert told.setdefault(key, shown) == shown


def test_no_rule_is_handed_an_ability_a_category_a_grade_or_a_score() -> None:
    """Not even by name: nothing in the folder that could carry one."""
    carriers = {
        "CertificateDetails",
        "AbilityProfile",
        "CandidateSide",
        "Shortlist",
        "profile",
        "levels",
        "category",
        "grade",
        "score",
    }
    used: dict[str, set[str]] = {}
    for path in Path(matching.constraints.__path__[0]).glob("*.py"):
        nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
        names = {node.id for node in nodes if isinstance(node, ast.Name)} | {n.attr for n in nodes if isinstance(n, ast.Attribute)}
        names |= {alias.name for node in nodes if isinstance(node, ast.Import | ast.ImportFrom) for alias in node.names}
        used[path.name] = names & carriers
    assert "commute.py" in used
    assert {name: found for name, found in used.items() if found} == {}
