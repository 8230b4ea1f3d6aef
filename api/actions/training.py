"""Train the ranker on what came of past lists, let the gate judge it, and say what happened."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from api.actions.errors import BadInput, NotAllowed
from api.wiring import Application
from matching.knowledge.catalogue import Text
from matching.records import Role, Viewer

if TYPE_CHECKING:
    from data.synthetic.truth import Sizes
    from matching.protocols import Float64, Matcher
    from models.attention import Attention
    from models.gate_groups import GroupRows
    from models.lists import Lists
    from models.ranker import LearnedRanker
    from models.training import TrainReport

HELD_OUT_SHARE: Final = 0.2
"""Of the past events, the last ones: the gate judges on them, and nothing is learnt from them."""
CHOOSING_SHARE: Final = 0.15
"""Of the rest, the last ones: lengths and calibrations are chosen on them, where there are enough events."""
LEAST_TO_CHOOSE: Final = 6
PURPOSE: Final = "judge a new ranker by groups"
DEMO_EVENTS: Final = 16


@dataclass(frozen=True, eq=False)
class Split:
    """Past lists in order of time: to learn from, to choose by (None with few events), and to judge on."""

    train: "Lists"
    validation: "Lists | None"
    held_out: "Lists"


def train_from_store(
    app: Application, viewer: Viewer, seed: int, on_stage: Callable[[str], object] = lambda stage: None
) -> dict[str, Any]:
    """Train a challenger on the office's own past events and promote it if it wins on the last ones.

    1. Read the lists as they were shown, with what came of them. 2. The last fifth of the events judges. 3. The gate compares it
    with the ranker in use there: order, calibration, and no group of 30 people or more that falls. 4. It serves, or it is kept and
    says why not. A run that was killed goes on where it was. Raises BadInput when there is too little to learn from.
    """
    from api.actions.learning_lists import read_learning_lists

    check_may_train(viewer)
    found = read_learning_lists(app, viewer)
    split = split_in_time(found.lists, found.days)
    people = [found.people[code] for code in np.unique(split.held_out.person).tolist()]
    with app.database.begin(viewer) as stores:
        groups = stores.aggregates.groups(viewer, people, app.today, PURPOSE)
    row_of = {code: row for row, code in enumerate(np.unique(split.held_out.person).tolist())}
    rows = np.array([row_of[code] for code in split.held_out.person.tolist()], np.int64)
    from api.benchmark.groups import group_rows

    report = _train(app, viewer, split, group_rows(groups, rows), None, seed, "own outcomes", on_stage)
    return _told(report, split) | {"notes": [{"zh": note.zh, "en": note.en} for note in found.notes]}


def train_on_synthetic(
    app: Application,
    viewer: Viewer,
    seed: int,
    sizes: "Sizes | None" = None,
    on_stage: Callable[[str], object] = lambda stage: None,
) -> dict[str, Any]:
    """The same on the fairs of a synthetic world: for a demo, or to see what learning does before there are outcomes."""
    from api.benchmark.groups import city_groups, group_rows
    from api.benchmark.tables import make_tables

    check_may_train(viewer)
    _check_none_of_ours(app)
    on_stage("world")
    tables = make_tables(seed, "first", app.encoder, app.today, sizes or demo_sizes(), draws=1)
    split = Split(tables.train, tables.validation, tables.test)
    groups = group_rows(city_groups(tables.timeline.city), tables.test.person)
    report = _train(app, viewer, split, groups, tables.test, seed, "a synthetic world", on_stage)
    return _told(report, split) | {"notes": []}


def _check_none_of_ours(app: Application) -> None:
    """What learnt from real outcomes is not put to the test on an invented world."""
    from models.ranker import LearnedRanker

    ranker = app.ranker
    if isinstance(ranker, LearnedRanker) and not str(ranker.manifest["data"]["source"]).startswith("synthetic"):
        raise BadInput(
            Text(
                zh="在用的模型 {version} 是从本单位的结果学来的，不能用合成世界的模型替换；"
                "要回到手工权重请用 tongtu models rollback。",
                en="The model in use, {version}, learnt from your own outcomes; one of a synthetic world cannot take its place. "
                "To go back to the table of weights use tongtu models rollback.",
            ).format(version=ranker.version)
        )


def demo_sizes() -> "Sizes":
    """Small enough to wait for."""
    from data.synthetic.truth import Sizes

    return Sizes(people=2_400, employers=140, train=DEMO_EVENTS, validation=3, test=6, fair_people=300, test_share=0.4)


def split_in_time(lists: "Lists", days: Sequence[date]) -> Split:
    """By whole events; `days` has the day of each, by its number.

    Raises BadInput with fewer than two, of which one must judge.
    """
    events = np.unique(lists.event)
    if len(events) < 2:
        raise BadInput(
            Text(
                zh="只有 {n} 场活动有结果，至少要两场：一场用来学习，一场用来检验。",
                en="Only {n} event has outcomes; it takes two: one to learn from and one to judge by.",
            ).format(n=len(events))
        )
    held_out = max(1, round(len(events) * HELD_OUT_SHARE))
    rest = len(events) - held_out
    choosing = round(rest * CHOOSING_SHARE) if rest >= LEAST_TO_CHOOSE else 0
    choosing = max(choosing, 1) if rest >= LEAST_TO_CHOOSE else 0

    def part(first: int, end: int) -> "Lists":
        on = [days[event] for event in events[first:end].tolist()]
        return replace(lists.of_events(events[first:end]), first_day=min(on), last_day=max(on))

    validation = part(rest - choosing, rest) if choosing else None
    return Split(part(0, rest - choosing), validation, part(rest, len(events)))


def _train(
    app: Application,
    viewer: Viewer,
    split: Split,
    groups: "GroupRows",
    pool: "Lists | None",
    seed: int,
    why: str,
    on_stage: Callable[[str], object],
) -> "TrainReport":
    from api.cluster.growing import grower_of
    from matching.knowledge import knowledge_hash
    from models.training import train_and_judge

    def measure(new: "LearnedRanker", old: "Matcher") -> Mapping[str, Any]:
        found = _measured({"challenger": new, "in use": old}, split.held_out, seed)
        on_stage("judged")
        return found

    try:
        with grower_of(app.settings) as grower:
            return train_and_judge(
                app.settings.models,
                split.train,
                split.validation,
                split.held_out,
                groups,
                seed=seed,
                at=app.clock(),
                by=viewer.account,
                parts={"encoder": app.encoder.version, "knowledge": knowledge_hash()},
                pool=pool,
                measure=measure,
                why=why,
                grower=grower,
                on_stage=on_stage,
                publishing=partial(publication, app, viewer),
            )
    except ValueError as fault:
        raise BadInput(
            Text(zh="无法训练：{why}；在用的模型不变。", en="Cannot train: {why}; the model in use stays.").format(why=fault)
        ) from fault


@contextmanager
def publication(app: Application, viewer: Viewer, version: str, serves: bool) -> Iterator[None]:
    """The moment in which a trained version is kept, and put into use if it `serves`: one transaction, with its line in the log.

    For a job it holds the job's fence from the first file to the last: raises LeaseLost or JobCancelled before anything is written,
    and nobody can take the job meanwhile.
    """
    with app.database.begin(viewer) as stores:
        stores.log.append(viewer, "train", "model", version, {"serves": serves})
        stores.jobs.publish(viewer, f"ranker:{version}")
        yield


def _measured(rankers: "Mapping[str, Matcher]", lists: "Lists", seed: int) -> dict[str, Any]:
    """Means on the held-out lists: of the rankers, and of the plain ones beside them."""
    from models.baselines import RandomRanker, SimilarityRanker
    from models.evaluation import evaluate

    scores = {"random": RandomRanker(seed).score(lists.features), "similarity": SimilarityRanker().score(lists.features)}
    scores |= {name: ranker.score(lists.features) for name, ranker in rankers.items()}
    told = {name: chances_as_shown(ranker, lists) for name, ranker in rankers.items() if ranker.calibrated}
    found = evaluate(scores, lists, side="employer", seed=seed, probabilities=told)
    return {name: {measure: value for measure, value in row.items() if value is not None} for name, row in found.plain().items()}


def chances_as_shown(ranker: "Matcher", lists: "Lists") -> "Float64":
    """(n, 3) the chances of a matcher, that of interest as it shows on a list: who is not read down there shows none."""
    chances = ranker.chances(lists.features)
    attention: Attention | None = getattr(ranker, "attention", None)
    if attention is not None:
        chances[:, 0] *= attention.at(lists.position)
    return chances


def _told(report: "TrainReport", split: Split) -> dict[str, Any]:
    return {
        "version": report.version,
        "parent": report.parent,
        "promoted": report.promoted,
        "unchanged": report.unchanged,
        "why_not": [{"zh": text.zh, "en": text.en} for text in report.why_not],
        "resumed_stages": report.resumed,
        "folder": str(report.folder),
        "events": len(np.unique(split.train.event)),
        "lists": len(split.train.sizes),
        "pairs": len(split.train),
        "held_out_events": len(np.unique(split.held_out.event)),
        "held_out_lists": len(split.held_out.sizes),
        "gate": report.gate.plain(),
        "metrics": dict(report.metrics),
    }


def check_may_train(viewer: Viewer) -> None:
    """Raises NotAllowed for anybody but an organizer or administrator."""
    if viewer.role not in (Role.ORGANIZER, Role.ADMINISTRATOR):
        raise NotAllowed(Text(zh="只有组织者或管理员可以训练模型。", en="Only an organizer or an administrator may train."))
