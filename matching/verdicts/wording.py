"""Verdicts in plain Chinese and English, from the same findings that decided them."""

from collections.abc import Iterable, Mapping
from typing import Final

from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Text
from matching.records import Provenance
from matching.shortlist import VerdictName
from matching.verdicts.hints import ASK, ASSESS, Hint
from matching.verdicts.pair import Cause, Finding, Standing, Trace

VERDICTS: Final[Mapping[VerdictName, Text]] = {
    "eligible": Text(zh="可胜任", en="Can do it"),
    "eligible_with": Text(zh="可胜任，需要安排", en="Can do it with an arrangement"),
    "review": Text(zh="需人工了解", en="A person must look"),
    "blocked": Text(zh="目前不合适", en="Not open now"),
}

PROVENANCES: Final[Mapping[Provenance, Text]] = {
    Provenance.STATED: Text(zh="单位填写", en="stated by the employer"),
    Provenance.CONFIRMED: Text(zh="单位确认", en="confirmed by the employer"),
    Provenance.DERIVED: Text(zh="由工作场所推出", en="derived from the workplace"),
    Provenance.READ: Text(zh="从招聘文字读出，未确认", en="read from the text, not confirmed"),
    Provenance.TYPICAL: Text(zh="该职业通常如此，未确认", en="typical of the occupation, not confirmed"),
    Provenance.ASSUMED: Text(zh="默认值，未确认", en="a default, not confirmed"),
    Provenance.UNKNOWN: Text(zh="无人说明", en="nobody said"),
}

FACT_TEXTS: Final[Mapping[str, Text]] = {
    "day_cover_exists": Text(zh="白天有人可以顶班", en="somebody can cover by day"),
    "fixed_place_possible": Text(zh="可以固定在一个位置工作", en="the work can stay at one place"),
    "internal_communication": Text(zh="主要与同事沟通", en="the counterparts are colleagues"),
    "object_work": Text(zh="处理的是实物而不是图像", en="the work is with objects, not images"),
    "remote_possible": Text(zh="工作可以在家完成", en="the work can be done at home"),
    "seated_possible": Text(zh="工作可以坐着完成", en="the task can be done seated"),
    "text_service_possible": Text(zh="可以用文字服务客户", en="customers can be served by text"),
    "tools_accessible": Text(zh="工作软件能配合读屏使用", en="the job's software works with a screen reader"),
}

SKILL_TEXTS: Final[Mapping[str, Text]] = {
    "braille": Text(zh="盲文", en="braille"),
    "csl": Text(zh="中国手语", en="Chinese Sign Language"),
    "screen_reader": Text(zh="读屏软件操作", en="using a screen reader"),
}


def join(texts: Iterable[Text]) -> Text:
    """A list in each language's own manner."""
    rows = list(texts)
    return Text(zh="、".join(row.zh for row in rows), en=", ".join(row.en for row in rows))


def accommodation_names(names: Iterable[str]) -> Text:
    return join(CATALOGUE.accommodation(name).text for name in names)


def verdict_text(trace: Trace) -> Text:
    """The verdict as one sentence: 「可胜任；需要：读屏软件」."""
    if trace.verdict == "eligible_with":
        needs = accommodation_names(trace.accommodations)
        return Text(zh="可胜任；需要：{needs}", en="Can do it; needs: {needs}").format(needs=needs)
    if trace.verdict == "eligible":
        return VERDICTS["eligible"]
    names = join(CATALOGUE.dimension(name).text for name in trace.abilities)
    lead = VERDICTS[trace.verdict]
    return Text(zh="{lead}：{names}", en="{lead}: {names}").format(lead=lead, names=names)


def demand_text(finding: Finding) -> Text:
    """What is demanded and who says so."""
    row = finding.requirement
    name = CATALOGUE.dimension(row.dimension).text
    if row.unasked:
        return Text(zh="{name}：要求不明", en="{name}: the demand is not known").format(name=name)
    anchor = CATALOGUE.dimension(row.dimension).anchor(row.level)
    return Text(zh="{name}：要求 {level}（{anchor}；{who}）", en="{name}: demands {level} ({anchor}; {who})").format(
        name=name, level=row.level, anchor=anchor, who=PROVENANCES[row.provenance]
    )


def finding_text(finding: Finding) -> Text:
    """One dimension as a sentence: the demand, the ability, and how it is met or why not."""
    return Text(zh="{demand}，{ability}。{standing}", en="{demand}; {ability}. {standing}").format(
        demand=demand_text(finding), ability=_ability_text(finding), standing=_standing_text(finding)
    )


def _ability_text(finding: Finding) -> Text:
    if finding.outdated:
        return Text(zh="能力评估已过有效期", en="the assessment is too old to count")
    if finding.ability is None:
        return Text(zh="能力尚未评估", en="ability not assessed")
    return Text(zh="能力 {level}", en="ability {level}").format(level=finding.ability)


def _standing_text(finding: Finding) -> Text:
    if finding.standing is Standing.MET:
        return Text(zh="已满足。", en="Met.")
    if finding.standing is Standing.MET_WITH or finding.standing is Standing.SWAPPED:
        way = accommodation_names(finding.used)
        return Text(zh="借助以下安排满足：{way}。", en="Met with: {way}.").format(way=way)
    if finding.cause is None:
        raise ValueError(f"{finding.requirement.dimension} is open without a cause")
    return _CAUSES[finding.cause]


_CAUSES: Final[Mapping[Cause, Text]] = {
    Cause.UNKNOWN_DEMAND: Text(zh="单位没有说明这项要求，先问清楚。", en="The employer has not said; ask first."),
    Cause.UNKNOWN_ABILITY: Text(zh="有能力尚未评估，评估后才能判断。", en="An ability is not assessed yet; assess it to decide."),
    Cause.UNKNOWN_FACT: Text(
        zh="单位有一个条件没有说明，问清楚后才能判断。", en="A fact about the job is not known; ask to decide."
    ),
    Cause.INFERRED_GAP: Text(
        zh="有差距，但这项要求未经单位确认。", en="There is a gap, but the employer has not confirmed this demand."
    ),
    Cause.ONE_STEP: Text(zh="只差一级，由人判断。", en="One step short: a person decides."),
    Cause.SWAP_REFUSED: Text(
        zh="这是次要任务，但不能调换，由人判断。", en="A minor task that cannot be swapped: a person decides."
    ),
    Cause.GAP: Text(zh="有差距，现有安排不能弥补。", en="There is a gap that no available arrangement closes."),
}


def hint_text(hint: Hint) -> Text:
    """One hint as a phrase: what to arrange, and what must change or be learned for it."""
    if hint.names == (ASSESS,):
        return Text(zh="先评估这项能力", en="assess this ability first")
    if hint.names == (ASK,):
        return Text(zh="先问单位", en="ask the employer first")
    text = accommodation_names(hint.names)
    for fact in hint.facts_to_change:
        text = Text(zh="{text}（需要：{more}）", en="{text} (if {more})").format(text=text, more=FACT_TEXTS[fact])
    for skill in hint.skills_to_learn:
        text = Text(zh="{text}（需学会：{more}）", en="{text} (after learning: {more})").format(text=text, more=SKILL_TEXTS[skill])
    return text


def hints_text(found: tuple[Hint, ...]) -> Text:
    """All hints of a dimension, or "no known change"."""
    if not found:
        return Text(zh="目前没有已知的办法", en="no known change")
    rows = [hint_text(hint) for hint in found]
    return Text(zh="；或 ".join(row.zh for row in rows), en="; or ".join(row.en for row in rows))
