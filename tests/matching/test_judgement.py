"""One verdict from ability and from the rules beyond it."""

from dataclasses import replace
from datetime import date
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from matching.judgement import Applicant, applicant, arrangements, judge
from matching.knowledge import CATALOGUE
from matching.policy import policy_on
from matching.questions import pair_questions
from matching.records import AbilityProfile, Assessment, AssessmentSource
from matching.verdicts import CandidateSide, Standing, evaluate, finding_text
from tests.matching.draws import draw_applicant, draw_opening
from tests.matching.personas import CHEN, DATA_ENTRY

TODAY = date(2026, 11, 26)
POLICY = policy_on(TODAY)
WORST = {"eligible": 0, "eligible_with": 1, "review": 2, "blocked": 3}


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32))
def test_the_worst_of_ability_and_rules_wins(seed: int) -> None:
    draw = Random(seed)
    one, other = draw_applicant(draw), draw_opening(draw)
    found, trace = judge(one, other, POLICY), evaluate(one.ability, other.ability)
    standings = {finding.standing for finding in found.rule_findings}
    rules = "blocked" if Standing.BLOCKED in standings else "review" if Standing.REVIEW in standings else "eligible"
    expected = max(trace.verdict, rules, "eligible_with" if Standing.MET_WITH in standings else "eligible", key=WORST.__getitem__)
    assert found.verdict == expected
    assert set(found.rules) == {f.rule for f in found.rule_findings if f.standing.value == found.verdict}
    if found.verdict == "blocked":
        assert found.accommodations == ()
        assert found.abilities == (trace.abilities if trace.verdict == "blocked" else ())
    else:
        assert arrangements(one, other, POLICY) == found.accommodations
        listed = set(found.accommodations)
        assert all(any(listed.issuperset(way) for way in f.ways) for f in found.rule_findings if f.standing is Standing.MET_WITH)
        assert all(listed.issuperset(finding.used) for finding in found.findings)


def test_without_a_word_about_the_person_ability_alone_decides() -> None:
    draw = Random(4)
    for _ in range(200):
        side = draw_applicant(draw).ability
        other = draw_opening(draw)
        other = replace(other, terms=type(other.terms)())
        assert judge(Applicant(side), other, POLICY).verdict == evaluate(side, other.ability).verdict


def assessed(level: int, on: date | None) -> AbilityProfile:
    one = Assessment(level=level, source=AssessmentSource.ASSESSOR, on=on)  # type: ignore[arg-type]
    return AbilityProfile(assessments=(one,) * len(CATALOGUE.dimensions))


def test_an_old_assessment_counts_as_unknown_on_hard_dimensions_and_says_so() -> None:
    """Only where a gap would block: a firm dimension keeps what was once assessed."""
    since = POLICY.assessed_since
    assert since is not None
    fresh = applicant(CHEN.model_copy(update={"profile": assessed(4, since)}), POLICY)
    stale = applicant(CHEN.model_copy(update={"profile": assessed(4, date(since.year - 1, 1, 1))}), POLICY)
    undated = applicant(CHEN.model_copy(update={"profile": assessed(4, None)}), POLICY)
    hard = {row.name for row in CATALOGUE.dimensions if row.gap == "hard"}
    assert fresh.ability.outdated == undated.ability.outdated == frozenset()
    assert stale.ability.outdated == hard
    assert [level for level, row in zip(stale.ability.levels, CATALOGUE.dimensions, strict=True) if row.name in hard] == [
        None
    ] * len(hard)
    assert {level for level, row in zip(stale.ability.levels, CATALOGUE.dimensions, strict=True) if row.name not in hard} == {4}
    from matching.judgement import opening

    post = opening(DATA_ENTRY)
    found = judge(stale, post, POLICY)
    assert found.verdict == "review"
    (finding, *_) = [one for one in found.findings if one.requirement.dimension == found.abilities[0]]
    assert "能力评估已过有效期" in finding_text(finding).zh
    questions = pair_questions(found, stale, post)
    assert questions[0].text.en.startswith("The assessment is too old; please assess again")


def test_nothing_assessed_and_nothing_told_is_a_question_never_a_block() -> None:
    """But for a licence that the law asks for: whoever has not shown one may not practise, so it blocks until obtained."""
    draw = Random(8)
    nobody = Applicant(CandidateSide((None,) * len(CATALOGUE.dimensions)))
    judged = [judge(nobody, draw_opening(draw), POLICY) for _ in range(300)]
    assert {found.verdict for found in judged} == {"review", "blocked"}
    assert {rule for found in judged if found.verdict == "blocked" for rule in (*found.rules, *found.abilities)} == {"licence"}
    assert all(
        finding.until is not None
        for found in judged
        for finding in found.rule_findings
        if finding.rule in found.rules and found.verdict == "blocked"
    )
