"""A whole posting: what it states in figures, the order of its flags, and that no verdict ever reads them."""

import ast
from datetime import date
from pathlib import Path

import pytest

from matching.lint import Exclusion, lint_posting, lint_text
from matching.lint.posting import stated_fields, word_fields
from matching.policy import policy_on
from matching.records import AgeClause, Demand, Posting, PostingKind, Provenance, SourceRef, Workplace
from matching.verdicts import candidate_side, evaluate, posting_side
from tests.matching.personas import DATA_ENTRY, LIN_DEAF, PEOPLE

TODAY = date(2026, 11, 26)
POLICY = policy_on(TODAY)


def names(posting: Posting) -> list[str]:
    return [flag.name for flag in lint_posting(posting, POLICY)]


def clerk(**changes: object) -> Posting:
    base = Posting(id="p_clerk", employer="e_demo", title="文员", source=SourceRef(name="test"))
    return base.model_copy(update=changes)


def stated(dimension: str, level: int, provenance: Provenance = Provenance.STATED, evidence: str = "") -> Demand:
    return Demand.model_validate({"dimension": dimension, "level": level, "provenance": provenance, "evidence": evidence})


def test_a_clause_by_category_and_grade_changes_no_verdict() -> None:
    """N18: 限肢体残疾，四级优先 is flagged; the verdict for a deaf candidate stays what it is."""
    limited = DATA_ENTRY.model_copy(update={"text": "限肢体残疾，四级优先"})
    assert names(limited) == ["category_only", "grade_limit"]
    assert evaluate(candidate_side(LIN_DEAF), posting_side(limited)) == evaluate(candidate_side(LIN_DEAF), posting_side(DATA_ENTRY))


def test_no_flag_changes_any_verdict() -> None:
    words = "限肢体残疾，四级优先，18-30岁，限女性，身体健康，五官端正，裸眼视力5.0，四肢健全，武汉户籍优先"
    flagged = DATA_ENTRY.model_copy(update={"text": words, "age": AgeClause(maximum=30, text="30岁以下")})
    assert len(names(flagged)) == 10
    before = [evaluate(candidate_side(one), posting_side(DATA_ENTRY)) for one in PEOPLE]
    assert [evaluate(candidate_side(one), posting_side(flagged)) for one in PEOPLE] == before


def test_nothing_that_decides_imports_the_linter(root: Path) -> None:
    readers = [
        str(path.relative_to(root))
        for path in sorted((root / "matching").rglob("*.py"))
        if path.parent.name != "lint" and "matching.lint" in {module for module in imported(path) if module}
    ]
    assert readers == []


def imported(path: Path) -> set[str | None]:
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    return {node.module for node in nodes if isinstance(node, ast.ImportFrom)}


def test_far_sight_for_work_at_a_screen() -> None:
    assert names(clerk(title="数据录入员", demands=(stated("far_vision", 3),))) == ["far_vision_at_a_screen"]
    assert names(clerk(title="数据录入员", demands=(stated("far_vision", 2),))) == []
    assert names(clerk(title="货车司机", demands=(stated("far_vision", 4),))) == []
    assert names(clerk(title="数据录入员", demands=(stated("far_vision", 3, Provenance.TYPICAL),))) == []


@pytest.mark.parametrize("dimension", ["level_mobility", "stairs", "toilet_self_care", "commute"])
def test_a_demand_of_the_premises_though_the_work_is_remote(dimension: str) -> None:
    """N28: the derived 0 wins, and the linter says so."""
    posting = clerk(demands=(stated(dimension, 3),), workplace=Workplace(remote=True))
    assert names(posting) == ["premises_though_remote"]
    assert names(posting.model_copy(update={"workplace": Workplace(remote=False)})) == []
    assert names(posting.model_copy(update={"demands": (stated(dimension, 0),)})) == []


def test_the_age_clause_is_read_by_its_figures() -> None:
    (flag,) = lint_posting(clerk(age=AgeClause(minimum=20, maximum=35, text="二十到三十五")), POLICY)
    assert (flag.name, flag.quote.field, flag.quote.words) == ("age_clause", "age", "二十到三十五")
    assert flag.excludes == Exclusion("age", minimum=20, maximum=35)
    (bare,) = lint_posting(clerk(age=AgeClause(maximum=35)), POLICY)
    assert bare.quote.words == "-35"


@pytest.mark.parametrize(
    "clause",
    [AgeClause(minimum=18), AgeClause(minimum=16, maximum=60), AgeClause(maximum=50, text="女50周岁以下"), AgeClause(text="不限")],
)
def test_a_lawful_age_clause_is_left_alone(clause: AgeClause) -> None:
    assert names(clerk(age=clause)) == []


def test_an_age_range_copied_from_the_text_is_said_once() -> None:
    assert names(clerk(text="18-35岁", age=AgeClause(minimum=18, maximum=35, text="18-35岁"))) == ["age_range"]
    assert names(clerk(text="年龄小于35岁", age=AgeClause(maximum=35, text="年龄小于35岁"))) == ["age_range"]


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("18-24岁", PostingKind.INTERNSHIP, []),
        ("18-35岁", PostingKind.GOVERNMENT, []),
        ("18-35岁", PostingKind.PRIVATE_TARGETED, ["age_range"]),
        ("限青山区户籍", PostingKind.PUBLIC_WELFARE, []),
        ("限青山区户籍", PostingKind.PRIVATE_TARGETED, ["residence"]),
        ("限智力残疾", PostingKind.AUXILIARY, []),
        ("限智力残疾", PostingKind.DPO_PROJECT, ["category_only"]),
        ("限视力残疾", PostingKind.MEDICAL_MASSAGE, []),
    ],
)
def test_a_programme_that_sets_the_condition_is_exempt(text: str, kind: PostingKind, found: list[str]) -> None:
    assert names(clerk(text=text, kind=kind)) == found


def test_the_limit_of_age_is_that_of_the_day() -> None:
    assert [flag.name for flag in lint_text("文员", "60周岁以下", policy_on(date(1970, 1, 1)))] == ["age_range"]
    assert lint_text("文员", "60周岁以下", POLICY) == ()


def test_the_most_serious_comes_first() -> None:
    posting = clerk(text="活泼开朗，形象好，仅限女性")
    assert [(flag.name, flag.severity) for flag in lint_posting(posting, POLICY)] == [
        ("sex", "unlawful"),
        ("looks", "needless"),
        ("temperament", "ask"),
    ]


def test_words_are_quoted_from_every_field() -> None:
    posting = clerk(
        title="前台（女）", text="负责接待。形象好", tags=("五险", "限本地户籍"), skills=("普通话", "会开车"), welfare=("未婚优先",)
    )
    fields = word_fields(posting)
    flags = lint_posting(posting, POLICY)
    assert {(flag.quote.field, flag.quote.words) for flag in flags} == {
        ("title", "（女）"),
        ("text", "形象好"),
        ("tags[1]", "限本地户籍"),
        ("skills[1]", "会开车"),
        ("welfare[0]", "未婚优先"),
    }
    assert [fields[flag.quote.field][flag.quote.start : flag.quote.end] for flag in flags] == [flag.quote.words for flag in flags]


def test_a_stated_demand_is_quoted_in_the_employers_words() -> None:
    posting = clerk(title="数据录入员", demands=(stated("far_vision", 3, evidence="能看清远处大屏"),))
    (flag,) = lint_posting(posting, POLICY)
    assert (flag.quote.field, flag.quote.words) == ("demands.far_vision", "能看清远处大屏")
    assert stated_fields(posting)[flag.quote.field][flag.quote.start : flag.quote.end] == flag.quote.words


def test_a_flag_names_its_rule_and_proposes_a_wording() -> None:
    (flag,) = lint_text("文员", "残疾人勿扰", POLICY)
    assert flag.rule.name == "employment_29"
    assert not flag.rule.to_confirm
    assert flag.proposal.zh.startswith("残疾人均可报名")
    (age,) = lint_text("文员", "30岁以下", POLICY)
    assert age.rule.to_confirm
