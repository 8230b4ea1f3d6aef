"""What a person is told of their own pair: easy words, no levels, and what can be done next."""

from collections.abc import Iterator
from typing import Final

from matching.constraints.finding import Addressee, RuleFinding
from matching.explanation.tables import would_text
from matching.explanation.words import sentence, sentences
from matching.judgement import Applicant, Judgement, Opening
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Text
from matching.questions import Question
from matching.shortlist import VerdictName
from matching.verdicts import Finding, Standing, hints
from matching.verdicts.hints import ASK, ASSESS
from matching.verdicts.wording import accommodation_names, hints_text, join

_LINES: Final[dict[VerdictName, Text]] = {
    "eligible": Text(zh="这份工作你可以做。", en="You can do this job."),
    "eligible_with": Text(zh="这份工作你可以做。要有：{needs}。", en="You can do this job, with: {needs}."),
    "review": Text(zh="还有事情要先问清楚。", en="Something must be asked first."),
    "blocked": Text(zh="这份工作现在还不合适。", en="This job is not open to you now."),
}
_COUNSELOR: Final = Text(zh="有不明白的，请问你的辅导员。", en="If anything is not clear, ask your counselor.")
_ASKED: Final[dict[Addressee, Text]] = {
    Addressee.EMPLOYER: Text(zh="我们要问单位 {n} 件事。", en="We have to ask the employer ({n})."),
    Addressee.ASSESSOR: Text(zh="请你来做能力评估：{names}。", en="Please come for an assessment: {names}."),
    Addressee.COUNSELOR: Text(
        zh="辅导员会和你一起看：这份工作你能不能做。", en="Your counselor will look at it together with you."
    ),
    Addressee.CANDIDATE: Text(zh="我们还要问你 {n} 件事。", en="We have to ask you something ({n})."),
}


def own_line(found: Judgement) -> Text:
    return _LINES[found.verdict].format(needs=accommodation_names(found.accommodations))


def own_paragraph(found: Judgement, one: Applicant, other: Opening, questions: tuple[Question, ...]) -> Text:
    """The same pair in words for the person: who asks what next, or what the job asks and what would open it."""
    rows = [own_line(found)]
    if found.verdict == "review":
        rows += _next(questions)
    if found.verdict == "blocked":
        rows += _asked_by_the_job(found, one, other)
    rows += [_plain(rule) for rule in found.rule_findings if rule.standing is Standing.MET]
    return sentences([*rows, _COUNSELOR])


def _next(questions: tuple[Question, ...]) -> Iterator[Text]:
    for addressee, text in _ASKED.items():
        asked = [question for question in questions if question.addressee is addressee]
        if asked:
            names = join(_dimension(question) for question in asked) if addressee is Addressee.ASSESSOR else ""
            yield text.format(n=len(asked), names=names)
            if addressee is Addressee.CANDIDATE:
                yield from (sentence(_to_you(question.text)) for question in asked)


def _dimension(question: Question) -> Text:
    return CATALOGUE.dimension(question.key.partition(":")[2]).text


def _asked_by_the_job(found: Judgement, one: Applicant, other: Opening) -> Iterator[Text]:
    for finding in found.findings:
        if finding.standing is Standing.BLOCKED:
            yield _barrier(finding)
            ways = tuple(hint for hint in hints(finding, one.ability, other.ability) if hint.names not in ((ASK,), (ASSESS,)))
            if ways:
                yield Text(zh="如果有这些，就有可能：{ways}。", en="It could open with: {ways}.").format(ways=hints_text(ways))
    for rule in found.rule_findings:
        if rule.standing is Standing.BLOCKED:
            yield _plain(rule)
            if rule.until is not None:
                yield Text(zh="要先：{action}。由谁来做：{by}。", en="First: {action}. Who: {by}.").format(
                    action=rule.until.action, by=_to_you(rule.until.by)
                )
                yield from (sentence(_to_you(step)) for step in rule.until.steps)
            would = would_text(rule)
            if would is not None:
                yield Text(zh="单位可以安排：{would}。", en="The employer could arrange: {would}.").format(would=would)


def _barrier(finding: Finding) -> Text:
    dimension = CATALOGUE.dimension(finding.requirement.dimension)
    return Text(zh="这份工作要求：{name}，{anchor}。", en="The job asks: {name}, {anchor}.").format(
        name=dimension.text, anchor=dimension.anchor(finding.requirement.level)
    )


def _plain(rule: RuleFinding) -> Text:
    doubt = Text(zh="（还要确认）", en=" (still to be confirmed)") if rule.to_confirm else Text(zh="", en="")
    return sentence(Text(zh="{reason}{doubt}", en="{reason}{doubt}"), reason=_to_you(rule.reason), doubt=doubt)


def _to_you(text: Text) -> Text:
    """Words that staff read about a person, as said to the person."""
    zh = text.zh.removeprefix("请问求职者：").replace("求职者", "你")
    return Text(zh=zh, en=text.en.removeprefix("Ask the candidate: "))
