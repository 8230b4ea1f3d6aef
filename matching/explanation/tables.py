"""The table of an explanation: one row a demanded dimension, one a rule that has something to say."""

from typing import Final

from matching.constraints.finding import RuleFinding
from matching.constraints.rows import RULE_ROWS
from matching.explanation.shape import DimensionRow, FactRow, PartRow, RuleRow
from matching.explanation.words import arrangement_text, name_text
from matching.judgement import Applicant, Judgement, Opening, rule_way
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Text
from matching.policy import Policy
from matching.questions import Question
from matching.verdicts import Finding, Standing, finding_text, hints
from matching.verdicts.wording import PROVENANCES, accommodation_names, hints_text

OPEN: Final = (Standing.REVIEW, Standing.BLOCKED)

_ROWS: Final = {row.name: row for row in RULE_ROWS}
_CANNOT: Final = Text(zh="做不到", en="cannot do it")
_NOT_ASSESSED: Final = Text(zh="尚未评估", en="not assessed")
_TOO_OLD: Final = Text(zh="评估已过有效期", en="the assessment is too old to count")


def dimension_row(finding: Finding, one: Applicant, other: Opening, questions: tuple[Question, ...]) -> DimensionRow:
    """One dimension with everything behind its finding; `questions` are those of the whole pair."""
    row = finding.requirement
    dimension = CATALOGUE.dimension(row.dimension)
    return DimensionRow(
        dimension=row.dimension,
        name=dimension.text,
        level=None if row.unasked else row.level,
        parts=tuple(
            PartRow(
                part=part.name,
                level=part.level,
                anchor=dimension.anchor(part.level),
                provenance=PROVENANCES[part.provenance],
                evidence=part.evidence,
            )
            for part in row.parts
        ),
        ability=finding.ability,
        ability_anchor=ability_anchor(finding),
        outdated=finding.outdated,
        standing=finding.standing,
        text=finding_text(finding),
        used=tuple(arrangement_text(name, one.ability, other.ability) for name in finding.used),
        questions=tuple(question.text for question in questions if row.dimension in question.waits),
        hints=hints_text(hints(finding, one.ability, other.ability)) if finding.standing in OPEN else None,
    )


def ability_anchor(finding: Finding) -> Text:
    """The ability in the words of the scale."""
    if finding.ability is None:
        return _TOO_OLD if finding.outdated else _NOT_ASSESSED
    return CATALOGUE.dimension(finding.requirement.dimension).anchor(finding.ability) if finding.ability else _CANNOT


def rule_row(finding: RuleFinding, judgement: Judgement, one: Applicant, other: Opening, policy: Policy) -> RuleRow:
    """One rule with its words, the figures of the day, and what would open it."""
    row, until = _ROWS[finding.rule], finding.until
    return RuleRow(
        rule=finding.rule,
        name=name_text(finding.rule),
        says=row.text,
        source=row.source,
        standing=finding.standing,
        reason=finding.reason,
        facts=tuple(_fact_row(name, policy) for name in row.facts if policy.find(name) is not None),
        used=tuple(arrangement_text(name, one.ability, other.ability) for name in rule_way(finding, judgement)),
        question=finding.question,
        addressee=finding.addressee,
        until=None if until is None else until.action,
        by=None if until is None else until.by,
        steps=() if until is None else until.steps,
        would=would_text(finding),
        to_confirm=finding.to_confirm,
    )


def would_text(finding: RuleFinding) -> Text | None:
    """What the employer could arrange to close the rule; None where nothing is known."""
    ways = [accommodation_names(way) for way in finding.would]
    return Text(zh="；或 ".join(way.zh for way in ways), en="; or ".join(way.en for way in ways)) if ways else None


def _fact_row(name: str, policy: Policy) -> FactRow:
    fact = policy.fact(name)
    value = f"{fact.value:g}" if isinstance(fact.value, int | float) else str(fact.value)
    return FactRow(
        name=name, text=fact.text, value=value, unit=fact.unit, since=fact.since, source=fact.source, to_confirm=fact.to_confirm
    )
