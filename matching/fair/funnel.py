"""How far the people of an event came, from being looked at to a job that is still held: distinct people at each step."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from matching.audit.passage import RECORDED_BY, STAGES, Stage
from matching.knowledge.catalogue import Text
from matching.records.outcome import Outcome, Step


class FunnelStep(StrEnum):
    """The steps in order. `agreed`: to be shown to an employer of the event; `invited`: an invitation was handed out."""

    LOOKED_AT = "looked_at"
    AGREED = "agreed"
    LISTED = "listed"
    INVITED = "invited"
    ALLOTTED = "allotted"
    MET = "met"
    OFFERED = "offered"
    HIRED = "hired"
    RETAINED = "retained"


STEPS: Final[Mapping[FunnelStep, Text]] = {
    FunnelStep.LOOKED_AT: Text(zh="参加匹配", en="looked at"),
    FunnelStep.AGREED: Text(zh="同意推荐", en="agreed to be shown"),
    FunnelStep.LISTED: STAGES[Stage.SHORTLISTED],
    FunnelStep.INVITED: Text(zh="发出邀请", en="invited"),
    FunnelStep.ALLOTTED: STAGES[Stage.ALLOTTED],
    FunnelStep.MET: STAGES[Stage.INTERVIEWED],
    FunnelStep.OFFERED: STAGES[Stage.OFFERED],
    FunnelStep.HIRED: STAGES[Stage.HIRED],
    FunnelStep.RETAINED: STAGES[Stage.RETAINED],
}
_STAGE_OF: Final = {
    Stage.INTERVIEWED: FunnelStep.MET,
    Stage.OFFERED: FunnelStep.OFFERED,
    Stage.HIRED: FunnelStep.HIRED,
    Stage.RETAINED: FunnelStep.RETAINED,
}
_ANSWERED: Final = RECORDED_BY[Stage.RETAINED] | {Step.LEFT}


@dataclass(frozen=True, slots=True)
class FunnelCount:
    """People at one step. `count` None: nobody recorded it, and people came to a later one all the same.

    `before` people stood at the last recorded step before it, `kept` of them came on; both None at the first step and where nothing
    is recorded. `count - kept` came another way, such as walk-ins.
    """

    step: FunnelStep
    count: int | None
    before: int | None
    kept: int | None


def count_funnel(reached: Mapping[FunnelStep, frozenset[str]]) -> tuple[FunnelCount, ...]:
    """One count a step, in order; a step that is absent from `reached` was reached by nobody."""
    people = [reached.get(step, frozenset()) for step in FunnelStep]
    last = max((place for place, some in enumerate(people) if some), default=0)
    counts: list[FunnelCount] = []
    before: frozenset[str] | None = None
    for place, (step, here) in enumerate(zip(FunnelStep, people, strict=True)):
        if not here and 0 < place < last:
            counts.append(FunnelCount(step, None, None, None))
            continue
        kept = None if before is None else len(here & before)
        counts.append(FunnelCount(step, len(here), None if before is None else len(before), kept))
        before = here
    return tuple(counts)


def reached_by(outcomes: Iterable[Outcome]) -> Mapping[FunnelStep, frozenset[str]]:
    """Who came to each step from the interview on; whoever came to a later one came to those before it."""
    told = [(one.step, one.candidate) for one in outcomes]
    found: dict[FunnelStep, frozenset[str]] = {}
    came: set[str] = set()
    for stage, steps in RECORDED_BY.items():
        came |= {candidate for step, candidate in told if step in steps}
        found[_STAGE_OF[stage]] = frozenset(came)
    return found


def not_told_yet(outcomes: Iterable[Outcome]) -> int:
    """How many of the people who were hired nobody has said of whether they were still there after three months."""
    steps: dict[tuple[str, str], set[Step]] = {}
    for one in outcomes:
        steps.setdefault((one.candidate, one.posting), set()).add(one.step)
    hired = {candidate for (candidate, _), told in steps.items() if told & RECORDED_BY[Stage.HIRED]}
    answered = {candidate for (candidate, _), told in steps.items() if told & _ANSWERED}
    return len(hired - answered)
