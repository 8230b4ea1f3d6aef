"""What staff are told of a pair: one line to read in a list, and a paragraph that says the whole."""

from collections.abc import Iterator
from typing import Final

from matching.constraints.finding import RuleFinding
from matching.explanation.tables import ability_anchor, would_text
from matching.explanation.words import arrangements_text, few, name_text, sentence, sentences
from matching.judgement import Applicant, Judgement, Opening, rule_way
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Text
from matching.questions import Question
from matching.verdicts import Finding, Standing, hints
from matching.verdicts.hints import ASK, ASSESS
from matching.verdicts.wording import PROVENANCES, VERDICTS, hints_text

_NAMED: Final = 3
_ASKED: Final = 5
TO_CONFIRM: Final = Text(zh="（依据待确认）", en=" (to be confirmed)")


def line_text(found: Judgement, one: Applicant, other: Opening) -> Text:
    """The verdict as one sentence: 「可胜任；需要：读屏软件（已有）」."""
    lead = VERDICTS[found.verdict]
    if found.verdict == "eligible":
        return lead
    if found.verdict == "eligible_with":
        needs = arrangements_text(found.accommodations, one.ability, other.ability)
        return Text(zh="可胜任；需要：{needs}", en="Can do it; needs: {needs}").format(needs=needs)
    names = few((name_text(name) for name in (*found.rules, *found.abilities)), _NAMED)
    doubt = TO_CONFIRM if found.to_confirm else Text(zh="", en="")
    return Text(zh="{lead}：{names}{doubt}", en="{lead}: {names}{doubt}").format(lead=lead, names=names, doubt=doubt)


def paragraph_text(found: Judgement, one: Applicant, other: Opening, questions: tuple[Question, ...]) -> Text:
    """The whole in a few plain sentences: what is met and with what, what stands open, and what would open it."""
    rows = [_counts_text(found)]
    if found.verdict == "blocked":
        rows += _barriers(found, one, other)
    else:
        rows += _arranged(found, one, other)
        rows += _asked(found, one, other, questions)
    rows += _warnings(found)
    return sentences(rows)


def _counts_text(found: Judgement) -> Text:
    demanded = len(found.findings)
    if not demanded:
        return Text(zh="这个岗位没有列出能力要求。", en="The job states no demands on abilities.")
    if found.met == demanded:
        text = Text(zh="{n} 项要求全部满足", en="All {n} demands are met")
    else:
        text = Text(zh="{n} 项要求满足 {met} 项", en="{met} of {n} demands are met")
    if found.arranged and found.verdict != "blocked":
        text = Text(zh=text.zh + "，其中 {arranged} 项借助安排。", en=text.en + ", {arranged} of them with an arrangement.")
    else:
        text = Text(zh=text.zh + "。", en=text.en + ".")
    return text.format(n=demanded, met=found.met, arranged=found.arranged)


def _arranged(found: Judgement, one: Applicant, other: Opening) -> Iterator[Text]:
    for finding in found.findings:
        if finding.used:
            yield Text(zh="「{name}」靠{way}。", en="“{name}” is met with {way}.").format(
                name=CATALOGUE.dimension(finding.requirement.dimension).text,
                way=arrangements_text(finding.used, one.ability, other.ability),
            )
    for rule in found.rule_findings:
        way = rule_way(rule, found)
        if rule.standing is Standing.MET_WITH and way:
            yield Text(zh="{reason}：{way}。", en="{reason}: {way}.").format(
                reason=rule.reason, way=arrangements_text(way, one.ability, other.ability)
            )


def _asked(found: Judgement, one: Applicant, other: Opening, questions: tuple[Question, ...]) -> Iterator[Text]:
    if not questions:
        return
    yield Text(zh="还要弄清 {n} 件事：", en="To settle ({n}):").format(n=len(questions))
    for rule in found.rule_findings:
        if rule.standing is Standing.REVIEW:
            yield sentence(Text(zh="{reason}{doubt}", en="{reason}{doubt}"), reason=rule.reason, doubt=_doubt(rule))
    yield from (sentence(question.text) for question in questions[:_ASKED])
    if len(questions) > _ASKED:
        yield Text(zh="其余 {n} 件见下表。", en="The other {n} stand in the table.").format(n=len(questions) - _ASKED)
    for finding in found.findings:
        if finding.standing is Standing.REVIEW:
            ways = tuple(hint for hint in hints(finding, one.ability, other.ability) if hint.names not in ((ASK,), (ASSESS,)))
            if ways:
                yield Text(zh="「{name}」也可以这样解决：{way}。", en="“{name}” could also be solved: {way}.").format(
                    name=CATALOGUE.dimension(finding.requirement.dimension).text, way=hints_text(ways)
                )


def _barriers(found: Judgement, one: Applicant, other: Opening) -> Iterator[Text]:
    for finding in found.findings:
        if finding.standing is Standing.BLOCKED:
            yield _barrier_text(finding)
            yield Text(zh="怎样打开：{way}。", en="What would open it: {way}.").format(
                way=hints_text(hints(finding, one.ability, other.ability))
            )
    for rule in found.rule_findings:
        if rule.standing is Standing.BLOCKED:
            yield sentence(
                Text(zh="{name}：{reason}{doubt}", en="{name}: {reason}{doubt}"),
                name=name_text(rule.rule),
                reason=rule.reason,
                doubt=_doubt(rule),
            )
            yield from until_texts(rule)


def _barrier_text(finding: Finding) -> Text:
    row = finding.requirement
    return Text(
        zh="岗位要求「{name}」做到：{anchor}（{who}）；现在：{ability}。",
        en="The job asks “{name}” at: {anchor} ({who}); now: {ability}.",
    ).format(
        name=CATALOGUE.dimension(row.dimension).text,
        anchor=CATALOGUE.dimension(row.dimension).anchor(row.level),
        who=PROVENANCES[row.provenance],
        ability=ability_anchor(finding),
    )


def until_texts(rule: RuleFinding) -> Iterator[Text]:
    """What would open a rule: the action and who takes it, its steps, and what the employer could arrange."""
    if rule.until is not None:
        yield Text(zh="怎样打开：{action}（{by}）。", en="What would open it: {action} ({by}).").format(
            action=rule.until.action, by=rule.until.by
        )
        for number, step in enumerate(rule.until.steps, start=1):
            yield Text(zh="第 {n} 步：{step}。", en="Step {n}: {step}.").format(n=number, step=step)
    would = would_text(rule)
    if would is not None:
        yield Text(zh="单位可以安排：{would}。", en="The employer could arrange: {would}.").format(would=would)
    if rule.until is None and would is None:
        yield Text(zh="目前没有已知的办法。", en="No change is known that would open it.")


def _warnings(found: Judgement) -> Iterator[Text]:
    for rule in found.rule_findings:
        if rule.standing is Standing.MET:
            yield sentence(Text(zh="请留意：{reason}{doubt}", en="Note: {reason}{doubt}"), reason=rule.reason, doubt=_doubt(rule))


def _doubt(rule: RuleFinding) -> Text:
    return TO_CONFIRM if rule.to_confirm else Text(zh="", en="")
