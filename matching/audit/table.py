"""Counts and shares of each group at each stage, beside the best group, beside everybody else, and beside chance."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Final, Literal

import numpy as np

from matching.audit.cells import hide_counts, hide_people, link
from matching.audit.chance import Pool, holm, share_interval
from matching.audit.detours import find_determined
from matching.audit.groups import SEALED, Attribute, Bool, Groups, Int64
from matching.audit.passage import Passage, Stage
from matching.knowledge.catalogue import Text
from matching.suppression import SMALLEST

JUDGED: Final = 30
"""A group of fewer people is too small to judge."""


@dataclass(frozen=True)
class Rate:
    """`count` of `of` people, in shares 0..1 with an exact interval of 95 %.

    to_best: against the group with the highest share (the impact ratio of New York's Local Law 144); to_rest: against everybody
    else, with its exact interval (high None: no end). usual: the counts that a selection blind to the group gives 95 times of 100;
    p: Fisher's exact test; `beyond`: it stands among all groups of the table at this stage (Holm, 5 %).
    """

    count: int
    of: int
    share: float
    low: float
    high: float
    to_best: float | None
    to_rest: float | None
    to_rest_low: float | None
    to_rest_high: float | None
    usual_low: int
    usual_high: int
    p: float
    beyond: bool


Hidden = Literal["few", "most", "covered"]
"""Why a figure is hidden: under 5 people came; all but under 5, of the group or of those before; it would give another one away."""


@dataclass(frozen=True)
class StageRow:
    """One group at one stage. `start` is of all people of the group, `step` of those who came to the stage before.

    Of `few` and `most` `bound` says what is known: the highest, or the lowest, share. step None: hidden, or under 30 came before.
    """

    stage: Stage
    start: Rate | None
    step: Rate | None
    hidden: Hidden | None = None
    bound: float | None = None


@dataclass(frozen=True)
class GroupRow:
    """A group (`codes`, one an attribute) of `people`. stages empty: too few to judge.

    `review`: of so many no post fits, but some wait for an answer; None where it is hidden.
    """

    codes: tuple[int, ...]
    names: tuple[Text, ...]
    people: int
    stages: tuple[StageRow, ...]
    review: int | None = None

    @property
    def judged(self) -> bool:
        return bool(self.stages)


@dataclass(frozen=True)
class Table:
    """The groups of an attribute, or of two crossed. `not_recorded`: people whose group is not known, None where hidden.

    `unshown`: how many groups with somebody in them are not shown, for too few people or because another would follow.
    """

    attributes: tuple[Attribute, ...]
    rows: tuple[GroupRow, ...]
    not_recorded: int | None
    unshown: int


@dataclass(frozen=True, eq=False)
class _Counts:
    """(rows, columns) of a table with a last row (and column) for the unknown, whose number is `told` or not.

    `through` and `hidden` are by stage, then of reviews.
    """

    people: Int64
    through: tuple[Int64, ...]
    unshown: Bool
    unknown: Bool
    told: bool
    hidden: tuple[Bool, ...]


def attribute_table(passage: Passage, groups: Groups, attribute: Attribute) -> Table:
    """The groups of one attribute; those of at least 5 people are shown, those of at least 30 judged."""
    counted = _count(passage, groups, (attribute,), SMALLEST)
    return _table(passage, groups, (attribute,), counted)


def crossed_table(passage: Passage, groups: Groups, first: Attribute, second: Attribute) -> Table:
    """The groups of two attributes together that can be judged."""
    counted = _count(passage, groups, (first, second), JUDGED)
    return _table(passage, groups, (first, second), counted)


def _count(passage: Passage, groups: Groups, attributes: tuple[Attribute, ...], least: int) -> _Counts:
    flat, shape = _cells(groups, attributes)

    def total(among: Bool) -> Int64:
        return np.bincount(flat[among], minlength=shape[0] * shape[1]).astype(np.int64).reshape(shape)

    people = total(np.ones(len(passage), np.bool_))
    counts = (*(total(passage.through[stage]) for stage in passage.recorded), total(passage.review_only))
    unknown = np.zeros(shape, np.bool_)
    unknown[:, -1] = True
    if len(attributes) == 2:
        unknown[-1, :] = True
    margins = [_count(passage, groups, (one,), SMALLEST) for one in attributes] if len(attributes) == 2 else []
    # Of how many people a group was not recorded is no secret, but how far they came is guarded as that of any other group is.
    unshown = _hide(
        [one.unshown for one in margins], people, people, unknown & ~_told(shape), partial(hide_people, people, least, unknown)
    )
    hidden: list[Bool] = []
    for place, now in enumerate(counts):
        left = _left(counts, place, people, hidden, bool(SEALED & set(attributes)))
        within = unshown | unknown | (people < JUDGED)
        hidden.append(_hide([one.hidden[place] for one in margins], now, people, within, partial(hide_counts, now, people, left)))
    told = not unshown[-1, -1] and all(one.told for one in margins)
    return _Counts(people, counts, unshown, unknown, told, tuple(hidden))


def _told(shape: tuple[int, int]) -> Bool:
    """The place of those of whom nothing is recorded: their number follows from how many people a table says it leaves aside."""
    place = np.zeros(shape, np.bool_)
    place[-1, -1] = True
    return place


def _hide(sums: Sequence[Bool], values: Int64, people: Int64, within: Bool, hide: Callable[[Bool], Bool]) -> Bool:
    """What to hide of the `values` of a table: what is not shown anyway (`within`), what `hide` adds to it, and for a crossing all
    that adds up to hidden `sums` of its rows and columns. What a side keeps back must not come back as a sum of the crossing.
    """
    if not sums:
        return hide(within)
    rows, columns = (one.ravel() for one in sums)
    found = hide(within | rows[:, None] | columns[None, :])
    return link((rows, columns), found, values, people == 0)


def _cells(groups: Groups, attributes: tuple[Attribute, ...]) -> tuple[Int64, tuple[int, int]]:
    """(n,) the cell of each person in a table of the shape that is given too; code -1 is the last place of its axis."""
    sizes = [len(groups.names[one]) + 1 for one in attributes]
    codes = [groups.codes[one] % size for one, size in zip(attributes, sizes, strict=True)]
    if len(attributes) == 1:
        return codes[0], (1, sizes[0])
    return codes[0] * sizes[1] + codes[1], (sizes[0], sizes[1])


def _left(counts: Sequence[Int64], place: int, people: Int64, hidden: Sequence[Bool], sealed: bool) -> Int64:
    """How many of those who could have come did not, where that follows from two figures; else as many as need no hiding.

    Before the reviews (the last) are all people without a post that fits. Of what can be read of a person anyway, it is no
    secret.
    """
    reviews = place == len(counts) - 1
    if not sealed or place == 0:
        return people - counts[place]
    before = people - counts[0] if reviews else counts[place - 1]
    kept = hidden[0 if reviews else place - 1]
    known = ~kept | find_determined(kept)
    return np.where(known, before - counts[place], people - counts[place])


def _table(passage: Passage, groups: Groups, attributes: tuple[Attribute, ...], counted: _Counts) -> Table:
    names = [groups.names[one] for one in attributes]
    rows = []
    for row, column in np.argwhere((counted.people > 0) & ~counted.unshown & ~counted.unknown).tolist():
        codes = (column,) if len(attributes) == 1 else (row, column)
        called = tuple(known[code] for code, known in zip(codes, names, strict=True))
        people = int(counted.people[row, column])
        if people < JUDGED:
            rows.append(GroupRow(codes, called, people, ()))
            continue
        review = None if counted.hidden[-1][row, column] else int(counted.through[-1][row, column])
        rows.append(GroupRow(codes, called, people, _stages(passage, counted, (row, column)), review))
    return Table(
        attributes,
        _compared(rows),
        int(counted.people[counted.unknown].sum()) if counted.told else None,
        int((counted.unshown & ~counted.unknown).sum()),
    )


def _stages(passage: Passage, counted: _Counts, at: tuple[int, int]) -> tuple[StageRow, ...]:
    everybody = len(passage)
    people = int(counted.people[at])
    found = []
    before, all_before, shown_before = people, everybody, True
    for place, stage in enumerate(passage.recorded):
        count, selected = int(counted.through[place][at]), int(counted.through[place].sum())
        hidden = bool(counted.hidden[place][at])
        if hidden:
            found.append(_hidden(stage, count, people, before if shown_before else people))
        else:
            step = _rate(count, before, selected, all_before) if shown_before and before >= JUDGED else None
            found.append(StageRow(stage, _rate(count, people, selected, everybody), step))
        before, all_before, shown_before = count, selected, not hidden
    return tuple(found)


def _hidden(stage: Stage, count: int, people: int, before: int) -> StageRow:
    if count < SMALLEST:
        return StageRow(stage, None, None, "few", (SMALLEST - 1) / people)
    for whole in (people, before):
        if whole - count < SMALLEST:
            return StageRow(stage, None, None, "most", (whole - SMALLEST + 1) / people)
    return StageRow(stage, None, None, "covered")


@lru_cache(maxsize=65_536)
def _rate(count: int, of: int, selected: int, pool: int) -> Rate:
    low, high = share_interval(count, of)
    if pool == of:
        return Rate(count, of, count / of, low, high, None, None, None, None, count, count, 1.0, False)
    found = Pool(count, of, selected, pool)
    bottom, top = found.ratio_interval()
    return Rate(count, of, count / of, low, high, None, found.ratio, bottom, top, *found.usual(), found.p_value(), False)


def _compared(rows: list[GroupRow]) -> tuple[GroupRow, ...]:
    """The rows with the impact ratio to the best group, and with those marked that stand beyond chance."""
    judged = [row for row in rows if row.judged]
    for place in range(len(judged[0].stages) if judged else 0):
        for kind in ("start", "step"):
            rates = [row.stages[place].start if kind == "start" else row.stages[place].step for row in judged]
            there = [rate for rate in rates if rate is not None]
            best = max((rate.share for rate in there), default=0.0)
            beyond = iter(holm([rate.p for rate in there]))
            for number, rate in enumerate(rates):
                if rate is None:
                    continue
                # One group alone is compared with nobody.
                to_best = rate.share / best if best > 0 and len(there) > 1 else None
                stages = list(judged[number].stages)
                made = replace(rate, to_best=to_best, beyond=next(beyond))
                stages[place] = replace(stages[place], start=made) if kind == "start" else replace(stages[place], step=made)
                judged[number] = replace(judged[number], stages=tuple(stages))
    renewed = iter(judged)
    return tuple(next(renewed) if row.judged else row for row in rows)
