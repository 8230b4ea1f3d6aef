"""From lists to a judged challenger: train it, on from where it stopped, hold it against what serves, and keep or promote it."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any, Final

from matching.features.table import FEATURE_NAMES
from matching.knowledge.catalogue import Text
from matching.protocols import Matcher
from models.attention import FULL_ATTENTION, Attention
from models.baselines import HandWeightedRanker
from models.folders import ArtefactError
from models.gate import TOP, Pool, Scored, decide
from models.gate_groups import GroupRows
from models.gate_report import GateReport
from models.lists import Lists
from models.ranker import LearnedRanker
from models.ranker_training import train_ranker
from models.ranking import GrownHere, RankingGrower
from models.registry import (
    FOLDER,
    current_version,
    gate_report,
    hand_table,
    keep_challenger,
    load_kept,
    load_ranker,
    promote,
)
from models.settings import DEFAULTS, Settings
from models.shelf import UNFINISHED
from models.stages import Stages

SOFTWARE: Final = ("lightgbm", "numpy", "scikit-learn")
"""A run begun with other versions of these is not taken up: its stages could be other bytes."""

Publishing = Callable[[str, bool], AbstractContextManager[object]]
"""Takes the version that is about to be kept, and whether it is to serve; that happens inside its block, or, if it raises, not."""


@dataclass(frozen=True)
class TrainReport:
    """What came of a training. `why_not` is empty when the ranker serves now; `resumed` counts the stages found finished.

    `unchanged`: the very model in use came out again, and nothing was done.
    """

    version: str
    parent: str
    folder: Path
    gate: GateReport
    metrics: Mapping[str, Any]
    promoted: bool
    resumed: int
    unchanged: bool = False

    @property
    def why_not(self) -> tuple[Text, ...]:
        return () if self.promoted else self.gate.why_not


def train_and_judge(
    models: Path,
    lists: Lists,
    validation: Lists | None,
    held_out: Lists,
    groups: GroupRows,
    *,
    seed: int,
    at: datetime,
    by: str,
    hand: HandWeightedRanker | None = None,
    settings: Settings = DEFAULTS,
    parts: Mapping[str, str] | None = None,
    pool: Lists | None = None,
    measure: Callable[[LearnedRanker, Matcher], Mapping[str, Any]] | None = None,
    why: str = "trained",
    top: int = TOP,
    threads: int = 1,
    grower: RankingGrower | None = None,
    on_stage: Callable[[str], object] = lambda stage: None,
    publishing: Publishing = lambda version, serves: nullcontext(),
) -> TrainReport:
    """Train a challenger, judge it against what serves, keep it with the report, and let it serve if the gate lets it through.

    Finished stages stay under `<models>/ranker/training/` until the end: a run that was killed and is started again with equal
    input goes on and gives equal bytes. `groups` are of the rows of `pool`, where one is given, else of `held_out`.
    `hand` is the table that learning starts from, without it that of the home; `parts` (name -> version) names what the features
    rest on: encoder, knowledge. `grower` grows the order, here without one. `measure(challenger, model in use)` gives
    further figures for manifest and card. Whatever outlives the run is written within `publishing` alone: where that raises,
    nothing is kept and what serves stays.
    Raises ArtefactError when what serves cannot be read (before anything is trained), ValueError when there is nothing to learn.
    """
    incumbent = load_ranker(models)
    serving = current_version(models)
    weights = hand_table(models) if hand is None else hand
    grower = grower or GrownHere(threads)
    run = {
        "lists": lists.sha256,
        "validation": None if validation is None else validation.sha256,
        "hand": weights.version,
        "seed": seed,
        "settings": settings.plain(),
        "grown_in_parts": grower.parts,
        "parts": dict(parts or {}),
        "features": list(FEATURE_NAMES),
        "software": {name: installed(name) for name in SOFTWARE},
    }
    stages = Stages.of(models / FOLDER / UNFINISHED, run)
    done = stages.done()
    made = dict(done)

    def finished(stage: str, content: bytes) -> None:
        stages.keep(stage, content)
        made[stage] = content
        on_stage(stage)

    trained = train_ranker(
        lists,
        validation,
        seed=seed,
        hand=weights,
        settings=settings,
        parts=tuple(sorted((parts or {}).items())),
        parent=incumbent.version,
        threads=threads,
        grower=grower,
        done=done,
        on_stage=finished,
    )
    if trained.version == serving:
        # It may serve because a run that was killed had come as far as the pointer: then nobody has told of it yet.
        with publishing(trained.version, True):
            found = _unchanged(models, trained.version, len(done))
        stages.clear()
        return found
    attention = Attention.from_bytes(made["attention"])
    report = judge(trained, incumbent, held_out, groups, seed, attention=attention, pool=pool, top=top)
    metrics = {} if measure is None else dict(measure(trained, incumbent))
    challenger = trained.with_entries(gate=report.plain(), metrics=metrics)
    with publishing(challenger.version, report.passed):
        folder = keep_challenger(models, challenger, at, by, why)
        if report.passed:
            promote(models, challenger.version, at, by, why)
    stages.clear()
    return TrainReport(challenger.version, incumbent.version, folder, report, metrics, report.passed, len(done))


def judge(
    challenger: LearnedRanker,
    incumbent: Matcher,
    held_out: Lists,
    groups: GroupRows,
    seed: int,
    *,
    attention: Attention = FULL_ATTENTION,
    pool: Lists | None = None,
    top: int = TOP,
) -> GateReport:
    """The gate's report; `attention` is how far down the held-out lists people read."""
    wide = None if pool is None else Pool(pool, challenger.score(pool.features), incumbent.score(pool.features))
    return decide(
        _scored(challenger, held_out),
        _scored(incumbent, held_out),
        held_out,
        groups,
        seed,
        top=top,
        read=attention.at(held_out.position),
        pool=wide,
    )


def _scored(ranker: Matcher, lists: Lists) -> Scored:
    return Scored(ranker.version, ranker.score(lists.features), ranker.chances(lists.features), ranker.calibrated)


def _unchanged(models: Path, version: str, resumed: int) -> TrainReport:
    manifest = load_kept(models, version).manifest
    report = gate_report(manifest)
    if report is None:
        raise ArtefactError(f"{version} is in use and was never judged; go back with `tongtu models rollback` and train it again")
    folder = models / FOLDER / version
    return TrainReport(version, manifest["parent"], folder, report, manifest["metrics"], True, resumed, unchanged=True)
