"""What the office's own past lists teach: who was shown to whom, as the ranker saw them then, and what came of it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from numpy.typing import NDArray

from api.actions.errors import BadInput, NotAllowed
from api.wiring import Application
from matching.features import features_hash, unpack_features
from matching.knowledge.catalogue import Text
from matching.records import Outcome, Role, Step, Viewer

if TYPE_CHECKING:
    from data.stores import ShownPair, ShownRun
    from models.lists import Lists

Bool = NDArray[np.bool_]
Int64 = NDArray[np.int64]
Cause = Literal["ahead", "no_outcomes", "other_features", "no_features", "review"]

CAUSES: Final[Mapping[Cause, Text]] = {
    "ahead": Text(zh="{n} 场活动还没有举办", en="{n} events that lie ahead"),
    "no_outcomes": Text(zh="{n} 场活动没有登记任何结果", en="{n} events without any recorded outcome"),
    "other_features": Text(
        zh="{n} 场活动的名单用的是另一版特征表", en="{n} events whose lists were made with another feature table"
    ),
    "no_features": Text(
        zh="{n} 条没有留存特征（本人选择不做画像，或名单较旧）",
        en="{n} pairs without kept features (people who opted out of profiling, or older lists)",
    ),
    "review": Text(zh="{n} 条属于“待核实”，单位看不到", en="{n} pairs under review, which employers do not see"),
}
LEAST_EVENTS: Final = 2
"""One to learn from, and a later one to hold the result against."""
LEAST_PAIRS: Final = 100
LEAST_OF_EITHER: Final = 10
"""Pairs that came to interest, and pairs that did not: below, a file of one class would pass for knowledge."""
PURPOSE: Final = "train the ranker"
_FOLLOW_UP_DAYS: Final = 120
"""Three months and four weeks after a hire an office that follows up has entered the follow-up, if there was anything to enter."""
_THREE_MONTHS: Final = 91
_LATER: Final[Mapping[Step, frozenset[Step]]] = {
    Step.RETAINED_3: frozenset({Step.RETAINED_3, Step.RETAINED_6}),
    Step.HIRED: frozenset({Step.HIRED, Step.RETAINED_1, Step.RETAINED_3, Step.RETAINED_6, Step.LEFT}),
    Step.OFFERED: frozenset({Step.OFFERED}),
    Step.INTERVIEWED: frozenset({Step.INTERVIEWED}),
    Step.INTERESTED: frozenset({Step.INTERESTED, Step.ATTENDED}),
}
"""What shows that a step was reached, beside every step after it."""
_FOLLOWED_UP: Final = frozenset({Step.RETAINED_1, Step.RETAINED_3, Step.RETAINED_6, Step.LEFT})


@dataclass(frozen=True, eq=False)
class LearningLists:
    """`lists` as the models take them. `people[code]` and `events[code]` are the ids behind their numbers; `left_out` counts.

    `days[code]` is the day of each event.
    """

    lists: "Lists"
    people: tuple[str, ...]
    events: tuple[str, ...]
    days: tuple[date, ...]
    left_out: Mapping[Cause, int]

    @property
    def notes(self) -> tuple[Text, ...]:
        """What was left out, one line a cause."""
        return tuple(text.format(n=self.left_out[cause]) for cause, text in CAUSES.items() if self.left_out.get(cause))


def stored_lists(app: Application, viewer: Viewer) -> "Lists":
    """The lists of `read_learning_lists`."""
    return read_learning_lists(app, viewer).lists


def read_learning_lists(app: Application, viewer: Viewer, passed_over: bool = False) -> LearningLists:
    """Every past event with recorded outcomes, its lists joined with them, events in order of time.

    `passed_over` adds, with place 0, who might have been drawn for an explored place and was not: for off-policy evaluation alone.

    1. An event counts with the lists it went with (`RunStore.shown`) once its day has come and an outcome of it is recorded:
       without any, that nothing happened would be learnt. Lists of another feature table cannot be read with this one.
    2. Of a list the fitting band counts. People who opted out of profiling have no features and are not learnt from.
    3. A pair came as far as its furthest step. A hire is followed up when the follow-up at three months or a leaving is recorded,
       or when 120 days have passed at an event of which any follow-up was ever recorded.

    What the store says of people is read as it was when the list was made, never as it is today. Raises NotAllowed; BadInput when
    it is too little to learn from, with the numbers.
    """
    if viewer.role not in (Role.ORGANIZER, Role.ADMINISTRATOR):
        raise NotAllowed(Text(zh="只有组织者或管理员可以训练模型。", en="Only an organizer or an administrator may train."))
    with app.database.read(viewer) as stores:
        runs = stores.runs.shown(viewer, PURPOSE)
        others = stores.runs.passed_over(viewer, PURPOSE) if passed_over else ()
        recorded = stores.outcomes.learnt(viewer, PURPOSE, [one.run.event for one in runs])
    steps: dict[tuple[str | None, str, str], dict[Step, Outcome]] = {}
    for one in recorded:
        steps.setdefault((one.event, one.posting, one.candidate), {})[one.step] = one
    left_out: Counter[Cause] = Counter()
    told = {event for event, _, _ in steps}
    pairs: list[ShownPair] = []
    for run in runs:
        cause = _why_not(run, told, app.today)
        if cause is None:
            pairs += _kept(run, left_out)
        else:
            left_out[cause] += 1
    if others:
        order = {event: number for number, event in enumerate(dict.fromkeys(pair.event for pair in pairs))}
        pairs += [pair for pair in others if pair.event in order]
        pairs.sort(key=lambda pair: (order[pair.event], pair.posting, pair.position == 0, pair.position, pair.candidate))
    table = _table(pairs, steps, app.today)
    _check_enough(table, len({pair.event for pair in pairs}), left_out)
    days = {pair.event: pair.day for pair in pairs}
    return LearningLists(
        lists=_lists(pairs, table, left_out),
        people=tuple(sorted({pair.candidate for pair in pairs})),
        events=tuple(days),
        days=tuple(days.values()),
        left_out=dict(left_out),
    )


def _why_not(run: "ShownRun", told: set[str | None], today: date) -> Cause | None:
    if run.day > today:
        return "ahead"
    if run.run.versions.features != features_hash():
        return "other_features"
    return None if run.run.event in told else "no_outcomes"


def _kept(run: "ShownRun", left_out: Counter[Cause]) -> Iterator["ShownPair"]:
    for pair in run.pairs:
        if pair.features is None or pair.position is None:
            left_out["no_features"] += 1
        elif pair.band != "fit":
            left_out["review"] += 1
        else:
            yield pair


@dataclass(frozen=True, eq=False)
class _Reached:
    """(n,) bool columns: how far each pair came, and whether the follow-up is in."""

    interested: Bool
    interviewed: Bool
    offered: Bool
    hired: Bool
    retained: Bool
    followed: Bool


def _table(
    pairs: Sequence["ShownPair"], steps: Mapping[tuple[str | None, str, str], Mapping[Step, Outcome]], today: date
) -> _Reached:
    follows_up = {event for (event, _, _), found in steps.items() if found.keys() & _FOLLOWED_UP}
    columns = np.zeros((6, len(pairs)), np.bool_)
    for row, pair in enumerate(pairs):
        found = steps.get((pair.event, pair.posting, pair.candidate), {})
        columns[:5, row] = _how_far(found)
        hired, retained = columns[3, row], columns[4, row]
        columns[5, row] = not hired or retained or Step.LEFT in found or _time_passed(found, pair, follows_up, today)
    return _Reached(*columns)


def _how_far(found: Mapping[Step, Outcome]) -> tuple[bool, ...]:
    """Interested, interviewed, offered, hired, retained at three months: each implies those before it."""
    retained = bool(found.keys() & _LATER[Step.RETAINED_3]) or _left_late(found)
    reached = [retained]
    for step in (Step.HIRED, Step.OFFERED, Step.INTERVIEWED, Step.INTERESTED):
        reached.append(reached[-1] or bool(found.keys() & _LATER[step]))
    return tuple(reversed(reached))


def _left_late(found: Mapping[Step, Outcome]) -> bool:
    hired, left = (found[step].on if step in found else None for step in (Step.HIRED, Step.LEFT))
    return hired is not None and left is not None and (left - hired).days >= _THREE_MONTHS


def _time_passed(found: Mapping[Step, Outcome], pair: "ShownPair", follows_up: set[str | None], today: date) -> bool:
    hired = found[Step.HIRED].on if Step.HIRED in found else None
    return pair.event in follows_up and (today - (hired or pair.day)).days >= _FOLLOW_UP_DAYS


def _check_enough(table: _Reached, events: int, left_out: Mapping[Cause, int]) -> None:
    pairs, interested = len(table.interested), int(table.interested.sum())
    if events >= LEAST_EVENTS and pairs >= LEAST_PAIRS and min(interested, pairs - interested) >= LEAST_OF_EITHER:
        return
    notes = [CAUSES[cause].format(n=number) for cause, number in left_out.items()]
    raise BadInput(
        Text(
            zh="可学的太少：{events} 场活动、{pairs} 条名单记录，其中 {interested} 条有意向；至少要 {least_events} 场、{least} 条，"
            "有意向和没有意向的各 {either} 条。{left_out}先登记结果（tongtu import outcomes）；在那以前按可编辑的权重表排序。",
            en="Too little to learn from: {events} events, {pairs} shown pairs, {interested} of them interested; it takes "
            "{least_events} events, {least} pairs, and {either} each that were interested and were not. {left_out}Record outcomes "
            "first (tongtu import outcomes); until then the weights that an office can edit rank.",
        ).format(
            events=events,
            pairs=pairs,
            interested=interested,
            least_events=LEAST_EVENTS,
            least=LEAST_PAIRS,
            either=LEAST_OF_EITHER,
            left_out=Text(
                zh=f"未计入：{'、'.join(note.zh for note in notes)}。" if notes else "",
                en=f"Left out: {', '.join(note.en for note in notes)}. " if notes else "",
            ),
        )
    )


def _lists(pairs: Sequence["ShownPair"], table: _Reached, left_out: Mapping[Cause, int]) -> "Lists":
    from models.lists import Lists

    days = [pair.day for pair in pairs]
    keys = [(pair.event, pair.posting) for pair in pairs]
    starts = [row for row, key in enumerate(keys) if row == 0 or key != keys[row - 1]]
    left = "; ".join(CAUSES[cause].format(n=number).en for cause, number in sorted(left_out.items()))
    events = list(dict.fromkeys(pair.event for pair in pairs))
    return Lists(
        features=unpack_features([pair.features for pair in pairs if pair.features is not None]),
        sizes=np.diff([*starts, len(pairs)]).astype(np.int64),
        position=np.array([pair.position for pair in pairs], np.int64),
        event=_numbers([pair.event for pair in pairs], events),
        posting=_numbers([pair.posting for pair in pairs]),
        employer=_numbers([pair.employer for pair in pairs]),
        person=_numbers([pair.candidate for pair in pairs]),
        interested=table.interested,
        interviewed=table.interviewed,
        offered=table.offered,
        hired=table.hired,
        retained=table.retained,
        followed=table.followed,
        propensity=np.array([1.0 if pair.propensity is None else pair.propensity for pair in pairs], np.float64),
        source=f"own outcomes of {len(events)} events" + (f"; left out: {left}" if left else ""),
        first_day=min(days),
        last_day=max(days),
    )


def _numbers(names: Sequence[str], order: Sequence[str] | None = None) -> Int64:
    code = {name: number for number, name in enumerate(sorted(set(names)) if order is None else order)}
    return np.array([code[name] for name in names], np.int64)
