"""The questions of one pair under review."""

from collections.abc import Iterable, Sequence

from matching.constraints.finding import Addressee, RuleFinding
from matching.judgement import Applicant, Judgement, Opening
from matching.knowledge.catalogue import Text
from matching.questions.asking import ASSESS, Ask, asked_by_rule, asked_of, assess_text, rule_key
from matching.questions.question import Question
from matching.verdicts.pair import Standing


def pair_questions(
    judgement: Judgement, applicant: Applicant, opening: Opening, *, candidate: str | None = None, posting: str | None = None
) -> tuple[Question, ...]:
    """Everything that must be answered before the pair is settled, each question once: dimensions in catalogue order, then rules.

    Empty unless the verdict is `review`. `candidate` and `posting` are the ids of the two, for questions about one of them.
    """
    if judgement.verdict != "review":
        return ()
    asked = [
        (finding.requirement.dimension, asked_of(finding.requirement, finding.cause, applicant.ability, opening.ability))
        for finding in judgement.findings
        if finding.standing is Standing.REVIEW and finding.cause is not None
    ]
    return join_questions(asked, judgement.rule_findings, applicant, candidate, posting)


def join_questions(
    asked: Iterable[tuple[str, Sequence[Ask]]],
    rules: Iterable[RuleFinding],
    applicant: Applicant,
    candidate: str | None = None,
    posting: str | None = None,
) -> tuple[Question, ...]:
    """What each dimension asks, and the rules under review, as questions, each once."""
    waits: dict[Ask, list[str]] = {}
    for dimension, asks in asked:
        for ask in asks:
            waits.setdefault(ask, []).append(dimension)
    for rule in rules:
        if rule.standing is Standing.REVIEW:
            waits.setdefault(asked_by_rule(rule), []).append(rule_key(rule.rule))
    return tuple(_question(ask, tuple(names), applicant, candidate, posting) for ask, names in waits.items())


def _question(ask: Ask, waits: tuple[str, ...], applicant: Applicant, candidate: str | None, posting: str | None) -> Question:
    of_posting = ask.addressee is Addressee.EMPLOYER
    return Question(
        addressee=ask.addressee,
        key=ask.key,
        text=text_of(ask, applicant),
        posting=posting if of_posting else None,
        candidate=None if of_posting else candidate,
        waits=waits,
    )


def text_of(ask: Ask, applicant: Applicant | None) -> Text:
    """The words of a question, as far as they depend on the person. Without one, an assessment is a first one."""
    if ask.text is not None:
        return ask.text
    dimension = ask.key.removeprefix(ASSESS)
    return assess_text(dimension, applicant is not None and dimension in applicant.ability.outdated)
