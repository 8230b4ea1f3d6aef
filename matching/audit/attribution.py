"""How much of a gap arises at which step: parts that add up to the whole.

The share of a group that comes to a stage is a product: the share that lists drawn by lot from the same allowed people would
hold (what the rules leave), times how much more or less the real lists hold (what the ranker does), times the share of those
before at each later stage. Where a timetable was made, two of these stages are its own: of those on a list some could be given
an interview (they agreed, did not decline, and the hall lends what they need), and of these some were given one, which is what
the allocation decided under the capacity of the event. For a group and everybody else, v(S) is that product with the factors in S
of everybody else and the others of the group. The gap is v(all) - v(none), and the part of a factor j is its Shapley value,

    part(j) = sum over S without j of |S|! (m - |S| - 1)! / m! * (v(S + j) - v(S)),

the mean of what changing j changes over all orders in which the m factors could be changed: no order is preferred, and the parts
add up to the gap. What the rules leave is itself a product, of the share with any post at all and of the chance of these by lot;
their part is split by the same formula, which keeps the sum.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from math import factorial, prod

from matching.audit.passage import Stage
from matching.knowledge.catalogue import Text


class Part(StrEnum):
    """Where a gap can arise. `none_open` and `few_open` are the two parts of the rules."""

    NONE_OPEN = "none_open"
    FEW_OPEN = "few_open"
    RULES = "rules"
    RANKER = "ranker"
    AVAILABLE = "available"
    ALLOCATION = "allocation"
    INTERVIEW = "interview"
    OFFER = "offer"
    HIRE = "hire"
    STAY = "stay"


PARTS: Mapping[Part, Text] = {
    Part.NONE_OPEN: Text(zh="规则：没有一个可做的岗位", en="the rules: no post at all"),
    Part.FEW_OPEN: Text(zh="规则：可做的岗位少，或同岗的人多", en="the rules: fewer posts, or more people for each"),
    Part.RULES: Text(zh="规则", en="the rules"),
    Part.RANKER: Text(zh="排序", en="the ranker"),
    Part.AVAILABLE: Text(zh="同意、答复与支持", en="agreement, answers and support"),
    Part.ALLOCATION: Text(zh="名额分配", en="the allocation"),
    Part.INTERVIEW: Text(zh="到场与面试", en="coming and being interviewed"),
    Part.OFFER: Text(zh="单位的录用意向", en="the employers' offers"),
    Part.HIRE: Text(zh="接受与入职", en="accepting and being hired"),
    Part.STAY: Text(zh="在岗", en="staying"),
}
AT_STAGE: Mapping[Stage, Part] = {
    Stage.AVAILABLE: Part.AVAILABLE,
    Stage.ALLOTTED: Part.ALLOCATION,
    Stage.INTERVIEWED: Part.INTERVIEW,
    Stage.OFFERED: Part.OFFER,
    Stage.HIRED: Part.HIRE,
    Stage.RETAINED: Part.STAY,
}


@dataclass(frozen=True)
class Chain:
    """The shares of some people, each in 0..1: `stages` from eligible on, in order, and `by_lot`, on a list drawn by lot."""

    stages: Mapping[Stage, float]
    by_lot: float


@dataclass(frozen=True)
class Gap:
    """By how much a group comes less often than everybody else to `stage`: `whole`, as a share; `parts` add up to it.

    Of the two parts of the rules and the rules themselves either the one or the other are there.
    """

    stage: Stage
    whole: float
    parts: Mapping[Part, float]


def split(group: Chain, rest: Chain, stage: Stage, halves: bool = True) -> Gap | None:
    """The gap at a stage and its parts; with `halves` the part of the rules in two. None where a factor has no meaning: a group
    of which nobody was left at a stage before.
    """
    steps = [Part.RULES, Part.RANKER, *(AT_STAGE[one] for one in group.stages if one in AT_STAGE and _comes(one, stage))]
    own, other = _factors(group, stage), _factors(rest, stage)
    if own is None or other is None:
        return None
    weights = [_weight(j, own, other) for j in range(len(own))]
    values = {step: weight * (b - a) for step, weight, a, b in zip(steps, weights, own, other, strict=True)}
    if halves:
        del values[Part.RULES]
        none, few = _halves(group, rest)
        values = {Part.NONE_OPEN: none * weights[0], Part.FEW_OPEN: few * weights[0], **values}
    return Gap(stage, rest.stages[stage] - group.stages[stage], values)


def shapley(own: Sequence[float], other: Sequence[float]) -> list[float]:
    """(m,) the part of each factor in prod(other) - prod(own), by the formula above."""
    return [_weight(j, own, other) * (other[j] - own[j]) for j in range(len(own))]


def _weight(j: int, own: Sequence[float], other: Sequence[float]) -> float:
    """What a change of factor j by one changes, in the mean over all orders of changing the others."""
    m = len(own)
    rest = [i for i in range(m) if i != j]
    total = 0.0
    for size in range(m):
        weight = factorial(size) * factorial(m - size - 1) / factorial(m)
        total += weight * sum(prod(other[i] if i in changed else own[i] for i in rest) for changed in combinations(rest, size))
    return total


def _factors(chain: Chain, stage: Stage) -> list[float] | None:
    values = [chain.by_lot]
    before = chain.by_lot
    for one, share in chain.stages.items():
        if one is Stage.ELIGIBLE or not _comes(one, stage):
            continue
        if before <= 0:
            return None
        values.append(share / before)
        before = share
    return values


def _halves(group: Chain, rest: Chain) -> tuple[float, float]:
    """The difference of what the rules leave, as (of nobody's post at all, of the chance of those with one)."""
    factors = []
    for chain in (group, rest):
        some = chain.stages[Stage.ELIGIBLE]
        factors.append((some, chain.by_lot / some if some > 0 else 0.0))
    none, few = shapley(*factors)
    return none, few


def _comes(one: Stage, last: Stage) -> bool:
    order = list(Stage)
    return order.index(one) <= order.index(last)
