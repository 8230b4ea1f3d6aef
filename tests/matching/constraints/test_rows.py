"""The knowledge of the rules: what is wrong in a file is refused with file, line and reason."""

import re
from typing import get_args

import pytest

from matching.constraints import RULES, TermsSide
from matching.constraints.rows import (
    CONDITION_ROWS,
    LICENCE_ROWS,
    RULE_ROWS,
    Condition,
    load_conditions,
    load_licences,
    load_rules,
)
from matching.constraints.rule import in_order
from matching.constraints.voice import voice
from matching.knowledge.source import KnowledgeError, packaged
from matching.policy import FACTS, load_facts

RULES_TEXT = packaged("rules.yaml")
CONDITIONS_TEXT = packaged("eligibility.yaml")
LICENCES_TEXT = packaged("licences.yaml")


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


def refused(message: str, text: str) -> None:
    with pytest.raises(KnowledgeError) as fault:
        load_rules(text)
    assert str(fault.value) == message


def test_two_rules_of_one_name_are_refused() -> None:
    doubled = RULES_TEXT.replace("- name: hours\n", "- name: outdoor\n")
    first, second = line_of(doubled, "- name: outdoor"), line_of(doubled, "- name: outdoor\n  order: 190")
    refused(
        f"rules.yaml:{second}: outdoor: named twice, first in line {first}, and the two say different things; keep one row", doubled
    )


def test_two_rules_on_one_place_are_refused() -> None:
    doubled = RULES_TEXT.replace("order: 160", "order: 150")
    refused(
        f"rules.yaml:{line_of(doubled, '- name: hours')}: hours: named twice, first in line "
        f"{line_of(doubled, '- name: travel_time')}, and the two say different things; keep one row",
        doubled,
    )


def test_a_fact_that_the_policy_does_not_know_is_refused() -> None:
    text = RULES_TEXT.replace("facts: [age.work_minimum]", "facts: [age.work_maximum]")
    line = line_of(text, "facts: [age.work_maximum]")
    refused(f"rules.yaml:{line}: work_age: unknown fact 'age.work_maximum'; use a name of policy.yaml", text)


def test_a_rule_named_like_a_dimension_is_refused() -> None:
    text = RULES_TEXT.replace("- name: travel_time", "- name: commute")
    with pytest.raises(
        KnowledgeError, match=rf"^rules\.yaml:{line_of(text, '- name: commute')}: commute: a dimension has this name"
    ):
        load_rules(text)


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("  unknown: review", "  unknown: guess", "unknown: guess", "work_age: unknown: input should be 'review' or 'allow'"),
        ("  mark: K", "  mark: X", "mark: X", "work_age: mark: input should be 'F', 'K' or 'P'"),
        ("  order: 10", "  order: 10\n  colour: red", "colour: red", "work_age: colour: this key is not known here"),
        (
            "steps: [2, 4, 6, 8]",
            "steps: [2, 6, 4, 8]",
            "values: {steps: [2, 6",
            "hours: values.steps: the hours of the levels 1 to 4",
        ),
        (
            "values: {least: 3",
            "values: {least: true",
            "values: {least: true",
            "night_work: values.least: true and false are no numbers",
        ),
        ("to: candidate", "to: friend", "birth: {zh", "work_age: questions.birth.to: input should be"),
        (
            "values: {least: 3, shift",
            "values: {least: 9, shift",
            "values: {least: 9",
            "night_work: values.least: input should be less",
        ),
    ],
)
def test_a_wrong_row_is_refused_at_its_line(old: str, new: str, line: str, said: str) -> None:
    text = RULES_TEXT.replace(old, new, 1)
    with pytest.raises(KnowledgeError, match=rf"^rules\.yaml:{line_of(text, line)}: {re.escape(said)}"):
        load_rules(text)


def test_a_rule_that_the_program_does_not_have_is_refused() -> None:
    text = RULES_TEXT.replace("- name: outdoor", "- name: outdoors")
    with pytest.raises(KnowledgeError, match=r"^rules\.yaml:\d+: outdoors: no rule of the program has this name"):
        in_order(load_rules(text), RULES)
    with pytest.raises(KnowledgeError, match="no row for the rule 'outdoor'"):
        voice("outdoor", rows=load_rules(text))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("    ruled_out:", "    thrown_out:", "excluded_employer: reasons: 'ruled_out' is missing; add it"),
        ("  until:\n    wish:", "  until:\n    hope:", "excluded_employer: until: 'wish' is missing; add it"),
        (
            "求职者说过不去这个单位",
            "'{who}说过不去这个单位'",
            "excluded_employer: reasons.ruled_out: nothing is known to fill in {who}",
        ),
    ],
)
def test_a_text_that_the_rule_cannot_speak_is_refused(old: str, new: str, said: str) -> None:
    at = RULES_TEXT.index("- name: excluded_employer")
    rows = load_rules(RULES_TEXT[:at] + RULES_TEXT[at:].replace(old, new, 1))
    with pytest.raises(KnowledgeError, match=rf"^rules\.yaml:\d+: {re.escape(said)}"):
        voice("excluded_employer", reasons={"ruled_out": ""}, until={"wish": ""}, rows=rows)


def test_a_text_that_nobody_uses_is_refused() -> None:
    with pytest.raises(KnowledgeError, match=r"excluded_employer: until: 'wish' is used by nothing; remove it$"):
        voice("excluded_employer", reasons={"ruled_out": ""})


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("kind: courier", "kind: postman", "postman: kind: input should be 'soe_targeted'"),
        ("asks: [rural]", "asks: [hours]", "rural_household: asks.0: input should be 'recognition', "),
        ("kind: ecommerce", "kind: platform_gig", "platform_gig: named twice, first in line"),
        ("asks: [recognition]", "asks: [recognised]", "public_welfare: asks.0: input should be 'recognition', "),
        (
            "licences: [medical_massage]",
            "licences: [doctor]",
            "medical_massage: licences: 'doctor' is not known; use a name of licences",
        ),
    ],
)
def test_a_wrong_row_of_a_kind_is_refused(old: str, new: str, said: str) -> None:
    text = CONDITIONS_TEXT.replace(old, new)
    with pytest.raises(KnowledgeError, match=rf"^eligibility\.yaml:{line_of(CONDITIONS_TEXT, old)}: {re.escape(said)}"):
        load_conditions(text, RULE_ROWS, LICENCE_ROWS)


def test_a_kind_without_a_row_is_refused() -> None:
    text = "\n".join(line for line in CONDITIONS_TEXT.splitlines() if "kind: graduate" not in line)
    with pytest.raises(KnowledgeError, match=r"^eligibility\.yaml:1: no row for graduate; add it$"):
        load_conditions(text, RULE_ROWS, LICENCE_ROWS)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("covers: [car]", "covers: [bike]", "lorry: unknown licence 'bike'; use a name of this file"),
        ("covers: [car]", "covers: [lorry]", "lorry: a licence covers itself anyway; take it out"),
        ("classes: [D, E, F]", "classes: [C1]", "motorcycle: the word 'C1' stands for car already"),
        ("words: [教师证]", "words: [保安证]", "teacher: the word '保安证' stands for security_guard already"),
        ("name: cook", "name: nurse", "nurse: named twice"),
        ("instead: health_massage", "instead: massage", "medical_massage: instead: input should be"),
    ],
)
def test_a_wrong_licence_is_refused(old: str, new: str, said: str) -> None:
    with pytest.raises(KnowledgeError, match=rf"^licences\.yaml:\d+: {re.escape(said)}"):
        load_licences(LICENCES_TEXT.replace(old, new, 1))


def test_a_licence_that_blocks_says_how_to_obtain_it() -> None:
    text = LICENCES_TEXT.replace("by_law: false", "by_law: true", 1)
    with pytest.raises(KnowledgeError, match="health_massage: a licence that the law asks for blocks; give the steps to obtain it"):
        load_licences(text)


def test_every_row_is_proposed_until_somebody_signs_and_says_its_source() -> None:
    assert {row.status for row in RULE_ROWS} == {"proposed"}
    text = RULES_TEXT.replace("status: proposed", "status: signed", 1)
    with pytest.raises(KnowledgeError, match="work_age: a row is signed when signed_by gives the name and the date"):
        load_rules(text)
    signed = "status: signed\n  signed_by: {name: 样例评估员, on: 2026-12-01}"
    assert not load_rules(RULES_TEXT.replace("status: proposed", signed, 1))[0].to_confirm
    assert RULE_ROWS[0].to_confirm


def test_every_fact_of_the_policy_is_used() -> None:
    """By a rule, or by what reads it by name: the age of assessments, how long something is kept, when somebody is reminded."""
    used = {name for row in RULE_ROWS for name in row.facts} | {
        "assessment.validity_months",
        "certification.fresh_months",
        "import.undo_days",
        "impact.record_years",
        "retention.export_days",
        "import.upload_days",
        "privacy.list_crowd",
        "appeal.answer_days",
        "caseload.course_soon_days",
        "consent.guardian_below_age",
        "retention.access_record_months",
        "retention.idle_years",
        "retention.placement_years",
        "retention.processing_record_years",
    }
    assert {fact.name for fact in FACTS} == used


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("value: 60, unit: age, from: 1978-06-02, to: 2024-12-31", "value: 60, unit: age, from: 1978-06-02, to: 2024-12-30",
         "retirement.men.base_age: a rule rests on it, and no row holds between 2024-12-30 and 2025-01-01; close the gap"),
        ("value: 16, unit: age, from: 1995-01-01, to: null", "value: 16, unit: age, from: 1995-01-01, to: 2030-12-31",
         "age.work_minimum: a rule rests on it, and no row holds after 2030-12-31; leave the last row open"),
    ],
)  # fmt: skip
def test_a_fact_that_a_rule_rests_on_is_in_force_from_its_first_day_on(old: str, new: str, said: str) -> None:
    text = packaged("policy.yaml")
    assert old in text
    with pytest.raises(KnowledgeError, match=rf"^policy\.yaml:\d+: {re.escape(said)}$"):
        load_rules(RULES_TEXT, load_facts(text.replace(old, new, 1)))


def test_every_condition_of_a_kind_is_read_by_its_rule() -> None:
    """Each rule that `asks` may name tells a kind that asks for it from one that does not."""
    rules = {rule.name: rule for rule in RULES}
    for row in CONDITION_ROWS:
        for name in row.asks:
            assert rules[name].reads_terms(TermsSide(kind=row.kind)) != rules[name].reads_terms(TermsSide())
    assert {name for row in CONDITION_ROWS for name in row.asks} <= set(get_args(Condition)) <= set(rules)
