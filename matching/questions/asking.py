"""Which questions a dimension or a rule under review asks, in words for whom they concern."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from matching.constraints.finding import Addressee, RuleFinding
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Text
from matching.questions.question import WORKPLACE
from matching.verdicts.pair import Cause
from matching.verdicts.requirements import PartName, Requirement
from matching.verdicts.sides import CandidateSide, PostingSide
from matching.verdicts.unknowns import abilities_awaited, abilities_beside_facts, facts_awaited
from matching.verdicts.wording import FACT_TEXTS

ASSESS: Final = "assess:"

_PARTS: Final[Mapping[str, Text]] = {
    "entrance": Text(zh="请问单位：入口有几级台阶？", en="Ask the employer: how many steps are at the entrance?"),
    "floor": Text(zh="请问单位：岗位在几楼，有没有电梯？", en="Ask the employer: on which floor is the post, and is there a lift?"),
    "toilet": Text(zh="请问单位：卫生间是哪一种？", en="Ask the employer: what kind of toilet is there?"),
    "commute": Text(zh="请问单位：怎样到达工作地点？", en="Ask the employer: how does one get to the workplace?"),
}
_DEMAND: Final = Text(
    zh="请问单位：这个岗位对「{name}」要求到哪一级？", en="Ask the employer: what level of “{name}” does the job ask?"
)
_FACT: Final = Text(zh="请问单位：{fact}吗？", en="Ask the employer whether {fact}")
_CONFIRM: Final = Text(
    zh="请单位确认：这个岗位真的要求「{name}」达到「{anchor}」吗？",
    en="Ask the employer to confirm: does the job really ask “{name}” at “{anchor}”?",
)
_ASSESS: Final = Text(zh="请评估：{name}", en="Please assess: {name}")
_ASSESS_AGAIN: Final = Text(zh="评估已过有效期，请重新评估：{name}", en="The assessment is too old; please assess again: {name}")
_SWAP: Final = Text(
    zh="请辅导员判断：「{name}」是次要任务，能否重新商量调换？",
    en="Counselor: “{name}” is a minor task; can the swap be discussed again?",
)
_ONE_STEP: Final = Text(
    zh="请辅导员判断：「{name}」只差一级，能否胜任？", en="Counselor: one step short on “{name}”; can the person do it?"
)
_RULE: Final = Text(zh="请判断：{reason}", en="To be judged: {reason}")


class Ask(NamedTuple):
    """One question before it is known of whom it is asked. `text` None: it depends on the person (`assess_text`)."""

    addressee: Addressee
    key: str
    text: Text | None


def asked_plainly(row: Requirement, cause: Cause) -> tuple[Ask, ...]:
    """What a cause asks of everybody alike, whatever the rest of their profile."""
    return _asked_plainly(row.dimension, row.level, row.unasked, cause)


@lru_cache(maxsize=4_096)
def _asked_plainly(dimension: str, level: int, unasked: tuple[PartName, ...], cause: Cause) -> tuple[Ask, ...]:
    name = CATALOGUE.dimension(dimension).text
    if cause is Cause.UNKNOWN_DEMAND:
        return tuple(_demand(dimension, part) for part in unasked)
    if cause is Cause.INFERRED_GAP:
        anchor = CATALOGUE.dimension(dimension).anchor(level)
        return (Ask(Addressee.EMPLOYER, f"confirm:{dimension}", _CONFIRM.format(name=name, anchor=anchor)),)
    if cause is Cause.SWAP_REFUSED:
        return (Ask(Addressee.COUNSELOR, f"swap:{dimension}", _SWAP.format(name=name)),)
    if cause is Cause.ONE_STEP:
        return (Ask(Addressee.COUNSELOR, f"one_step:{dimension}", _ONE_STEP.format(name=name)),)
    return ()


def asked_of(row: Requirement, cause: Cause, candidate: CandidateSide, posting: PostingSide) -> tuple[Ask, ...]:
    """All questions of one dimension under review. With every one answered, nothing that is unknown today keeps it open.

    Where the demand is unknown and the ability too, neither answer alone is sure to settle it: both are asked.
    """
    asks = asked_plainly(row, cause)
    if cause is Cause.UNKNOWN_DEMAND and candidate.levels[row.position] is None:
        return (*asks, assess(row.dimension))
    if cause is Cause.UNKNOWN_ABILITY:
        return tuple(assess(name) for name in abilities_awaited(row, candidate, posting))
    if cause is Cause.UNKNOWN_FACT:
        facts = facts_awaited(row, candidate, posting)
        beside = abilities_beside_facts(row, candidate, posting)
        return (
            *(Ask(Addressee.EMPLOYER, f"fact:{fact}", _FACT.format(fact=FACT_TEXTS[fact])) for fact in facts),
            *(assess(name) for name in beside),
        )
    return asks


def asked_by_rule(finding: RuleFinding) -> Ask:
    """The question of a rule under review; one that names nobody goes to the counselor, with its reason to judge."""
    text = finding.question or _RULE.format(reason=finding.reason)
    return Ask(finding.addressee or Addressee.COUNSELOR, rule_key(finding.rule), text)


def rule_key(name: str) -> str:
    """How questions name a rule: some rules bear the name of a dimension."""
    return f"rule:{name}"


def assess(dimension: str) -> Ask:
    return Ask(Addressee.ASSESSOR, f"{ASSESS}{dimension}", None)


@lru_cache(maxsize=512)
def assess_text(dimension: str, outdated: bool) -> Text:
    """What the assessor reads; `outdated`: there is an assessment, but it is too old to count."""
    return (_ASSESS_AGAIN if outdated else _ASSESS).format(name=CATALOGUE.dimension(dimension).text)


def _demand(dimension: str, part: str) -> Ask:
    if part in _PARTS:
        return Ask(Addressee.EMPLOYER, f"{WORKPLACE}{part}", _PARTS[part])
    return Ask(Addressee.EMPLOYER, f"demand:{dimension}", _DEMAND.format(name=CATALOGUE.dimension(dimension).text))
