"""The audit of an event: who came how far, group by group, and at which step a gap arises."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np

from matching.audit.attribution import Chain, Gap, split
from matching.audit.chance import difference_interval
from matching.audit.groups import ATTRIBUTES, Attribute, Bool, Groups
from matching.audit.lot import Lot
from matching.audit.passage import Passage, Stage
from matching.audit.places import Places, congestion, gini
from matching.audit.table import GroupRow, StageRow, Table, attribute_table, crossed_table
from matching.suppression import SMALLEST, rounded, shown

REASONS: Final = 3
"""Most reasons told of a group."""


@dataclass(frozen=True, eq=False)
class Material:
    """What an audit is made of: n people with their groups, how far they came, and their places on the lists.

    `lot` None: what the rules allow could not be worked out again. `in_the_way` (n,) names what stands in the way of whoever is on
    no list, most often: a dimension or a rule, `cut` where others ranked above on every list, None for whoever is on one.
    """

    groups: Groups
    passage: Passage
    places: Places
    lot: Lot | None
    in_the_way: Sequence[str | None]


@dataclass(frozen=True)
class Total:
    """All people at a stage. `another_way`: came to it without a stage before it, None under 5 but not 0."""

    stage: Stage
    count: int
    share: float
    another_way: int | None


@dataclass(frozen=True)
class Spread:
    """How places and attention are spread. Gini: 0 all alike, 1 one has all; None where there is nothing to spread.

    `lists` counts people by how many lists they stand on: none, 1, 2, 3 to 5, more.
    `top_tenth` is the share of all places that the tenth of people with most places takes.
    """

    places: int
    lists: tuple[int, int, int, int, int]
    places_people: float | None
    places_postings: float | None
    exposure_people: float | None
    exposure_postings: float | None
    top_tenth: float | None


@dataclass(frozen=True)
class Sighting:
    """How much a group is seen. Shares are of all people, and of all attention (the sum of 1 / log2(rank + 1) of their places).

    by_lot: the share of the group on a list if the lists were drawn by lot from the same allowed people; usual: where 95 of 100
    such draws lie. `gaps` split how the group falls behind everybody else. `reasons`: what stands in the way of those on no list,
    and of about how many people, rounded to 5.
    """

    attribute: Attribute
    code: int
    people_share: float
    exposure_share: float
    mean_places: float
    by_lot: float | None
    usual_low: float | None
    usual_high: float | None
    gaps: tuple[Gap, ...]
    reasons: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Change:
    """A group's share of all its people at a stage, now and at the last event of the kind, with the interval of the difference."""

    attribute: Attribute
    code: int
    stage: Stage
    now: float
    then: float
    low: float
    high: float


@dataclass(frozen=True)
class Audit:
    """The report. `review_only`: people whom no post fits while some wait for an answer; `opted_out`: (people, of them on a list)
    who are placed by a draw; either is None where it is too small to show. `sightings` are of groups that can be judged.
    """

    people: int
    totals: tuple[Total, ...]
    review_only: int | None
    opted_out: tuple[int, int] | None
    spread: Spread
    by_lot: float | None
    tables: tuple[Table, ...]
    crossings: tuple[Table, ...]
    sightings: tuple[Sighting, ...]
    changes: tuple[Change, ...]

    def table(self, attribute: Attribute) -> Table:
        return next(one for one in self.tables if one.attributes == (attribute,))

    def sighting(self, attribute: Attribute, code: int) -> Sighting | None:
        return next((one for one in self.sightings if (one.attribute, one.code) == (attribute, code)), None)


def make_audit(now: Material, then: tuple[Groups, Passage] | None = None) -> Audit:
    """The audit of an event, beside the last one of its kind where there was one. Raises ValueError when nobody took part."""
    people = len(now.groups)
    if people == 0:
        raise ValueError("nobody took part in the run; an audit needs people")
    passage = now.passage
    tables = tuple(attribute_table(passage, now.groups, one) for one in _known(now.groups))
    crossings = (crossed_table(passage, now.groups, *pair) for pair in combinations(_known(now.groups), 2))
    sightings = [
        _sighting(now, table.attributes[0], row) for table in tables for row in table.rows if _shown(row, Stage.SHORTLISTED)
    ]
    opted = int(passage.opted_out.sum())
    opted_listed = int((passage.opted_out & passage.reached[Stage.SHORTLISTED]).sum())
    return Audit(
        people=people,
        totals=tuple(_total(passage, stage) for stage in passage.recorded),
        review_only=_at_least(int(passage.review_only.sum())),
        opted_out=None if opted < SMALLEST or shown(opted_listed, opted) is None else (opted, opted_listed),
        spread=spread(now.places),
        by_lot=None if now.lot is None else float(now.lot.chance.mean()),
        tables=tables,
        crossings=tuple(table for table in crossings if table.rows),
        sightings=tuple(sightings),
        changes=() if then is None else _changes(tables, then),
    )


def spread(places: Places) -> Spread:
    """The figures of a run's lists."""
    of_people = places.of_people()
    edges = (0, 1, 2, 3, 6)
    counted = np.histogram(of_people, (*edges, max(int(of_people.max(initial=0)) + 1, 7)))[0].tolist()
    return Spread(
        places=len(places.rank),
        lists=(counted[0], counted[1], counted[2], counted[3], counted[4]),
        places_people=gini(of_people),
        places_postings=gini(places.of_postings()),
        exposure_people=gini(places.exposure()),
        exposure_postings=gini(places.exposure_of_postings()),
        top_tenth=congestion(of_people),
    )


def _known(groups: Groups) -> tuple[Attribute, ...]:
    return tuple(one for one in ATTRIBUTES if one in groups.codes)


def _total(passage: Passage, stage: Stage) -> Total:
    count = int(passage.through[stage].sum())
    other = passage.another_way(stage)
    return Total(stage, count, count / len(passage), other if other == 0 else _at_least(other))


def _at_least(people: int) -> int | None:
    return people if people >= SMALLEST else None


def _shown(row: GroupRow, stage: Stage) -> bool:
    found = _row(row, stage)
    return found is not None and found.start is not None


def _row(row: GroupRow, stage: Stage) -> StageRow | None:
    return next((one for one in row.stages if one.stage is stage), None)


def _sighting(now: Material, attribute: Attribute, row: GroupRow) -> Sighting:
    among = now.groups.codes[attribute] == row.codes[0]
    exposure = now.places.exposure()
    total = float(exposure.sum())
    low, high = (None, None) if now.lot is None else now.lot.usual(among)
    return Sighting(
        attribute=attribute,
        code=row.codes[0],
        people_share=float(among.mean()),
        exposure_share=float(exposure[among].sum()) / total if total > 0 else 0.0,
        mean_places=float(now.places.of_people()[among].mean()),
        by_lot=None if now.lot is None else now.lot.share(among),
        usual_low=low,
        usual_high=high,
        gaps=() if now.lot is None or among.all() else _gaps(now.passage, now.lot, among, row),
        reasons=_reasons(now.in_the_way, among),
    )


def _gaps(passage: Passage, lot: Lot, among: Bool, row: GroupRow) -> tuple[Gap, ...]:
    """The gap at the lists, at the interviews that were given, and at the last stage up to which every figure is shown. The two
    parts of the rules are told apart only where it is shown how many people can do a post."""
    shown_to = [one.stage for one in row.stages if one.stage is not Stage.ELIGIBLE]
    for place, stage in enumerate(shown_to):
        if not _shown(row, stage):
            shown_to = shown_to[:place]
            break
    own, other = _chain(passage, lot, among), _chain(passage, lot, ~among)
    halves = _shown(row, Stage.ELIGIBLE)
    wanted = [stage for stage in shown_to if stage is Stage.ALLOTTED or stage in (shown_to[0], shown_to[-1])]
    found = [split(own, other, stage, halves) for stage in wanted]
    return tuple(one for one in found if one is not None)


def _chain(passage: Passage, lot: Lot, among: Bool) -> Chain:
    return Chain({stage: float(passage.through[stage][among].mean()) for stage in passage.recorded}, lot.share(among))


def _reasons(in_the_way: Sequence[str | None], among: Bool) -> tuple[tuple[str, int], ...]:
    counted: Counter[str] = Counter(name for name, there in zip(in_the_way, among, strict=True) if there and name is not None)
    first = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:REASONS]
    return tuple((name, about) for name, people in first if (about := rounded(people)) is not None)


def _changes(tables: Sequence[Table], then: tuple[Groups, Passage]) -> tuple[Change, ...]:
    groups, passage = then
    found = []
    for table in tables:
        attribute = table.attributes[0]
        before: Mapping[tuple[int, ...], GroupRow] = {row.codes: row for row in attribute_table(passage, groups, attribute).rows}
        for row in table.rows:
            for one in row.stages:
                other = _row(before[row.codes], one.stage) if row.codes in before else None
                if one.start is None or other is None or other.start is None:
                    continue
                low, high = difference_interval((one.start.count, one.start.of), (other.start.count, other.start.of))
                found.append(Change(attribute, row.codes[0], one.stage, one.start.share, other.start.share, low, high))
    return tuple(found)
