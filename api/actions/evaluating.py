"""Evaluate rankers: on the office's own last events, on a synthetic world, by the log of explored lists, or the open benchmark."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from api.actions.errors import BadInput, NotFound
from api.actions.training import chances_as_shown, check_may_train, demo_sizes, split_in_time
from api.wiring import Application
from matching.knowledge.catalogue import Text
from matching.protocols import Matcher
from matching.records import Viewer

if TYPE_CHECKING:
    from data.synthetic.truth import Family
    from models.evaluation import Evaluation
    from models.lists import Lists

BENCHMARK_DAY: Final = "2026-11-01"
"""The benchmark's worlds are of one day, so that its figures can be had again on any other."""


def evaluate_in_use(app: Application, viewer: Viewer, seed: int) -> dict[str, Any]:
    """The ranker in use beside the plain ones and the oracles, on a small synthetic world that nobody was trained on."""
    from api.benchmark.contest import contest, matcher_contestant, oracles, plain_contestants, tuned_tables
    from api.benchmark.tables import make_tables
    from models.attention import estimate_attention
    from models.registry import ranker_note

    check_may_train(viewer)
    ranker = app.ranker
    tables = make_tables(seed, "first", app.encoder, app.today, demo_sizes(), draws=16)
    tuned = tuned_tables(tables, estimate_attention(tables.train, seed=seed), seed)
    entered = [
        *plain_contestants(tables, tuned, seed),
        matcher_contestant("in use", ranker, tables.test.features),
        *oracles(tables),
    ]
    result = contest(entered, tables.test, tables.truth, seed)
    note = ranker_note(app.settings.models)
    return {
        "source": tables.test.source,
        "in_use": ranker.version,
        "notes": [f"{note.zh} / {note.en}"],
        "sides": {"employer": _side(result.employer), "candidate": _side(result.candidate)},
    }


def evaluate_stored(app: Application, viewer: Viewer, seed: int) -> dict[str, Any]:
    """The ranker in use beside the plain ones, on the office's own last events.

    A ranker that was promoted after those events may have been judged on them; it was never trained on them.
    """
    from api.actions.learning_lists import read_learning_lists
    from models.registry import ranker_note

    check_may_train(viewer)
    found = read_learning_lists(app, viewer)
    lists = split_in_time(found.lists, found.days).held_out
    note = ranker_note(app.settings.models)
    result = _beside(app.ranker, lists, seed)
    return {
        "source": lists.source,
        "in_use": app.ranker.version,
        "notes": [f"{note.zh} / {note.en}", *(f"{one.zh} / {one.en}" for one in found.notes)],
        "sides": {"employer": _side(result)},
    }


def evaluate_off_policy(app: Application, viewer: Viewer, event: str | None, seed: int) -> dict[str, Any]:
    """What the ranker in use would have brought at past events, from lists on which places were explored.

    Events without any explored place are left out and counted (`not_explored`).
    Raises BadInput when nothing was explored, or the log lacks what was passed over.
    """
    from api.actions.learning_lists import read_learning_lists
    from models.off_policy import off_policy

    check_may_train(viewer)
    found = read_learning_lists(app, viewer, passed_over=True)
    lists = found.lists
    if event is not None:
        if event not in found.events:
            raise NotFound(Text(zh="有结果的活动", en="event with outcomes"), event)
        lists = lists.of_events([found.events.index(event)])
    drawn = np.unique(lists.event[(lists.position > 0) & (lists.propensity < 1)])
    others = len(np.unique(lists.event)) - len(drawn)
    if len(drawn):
        # Lists on which nothing was left to chance say nothing of those who were not shown.
        lists = lists.of_events(drawn)
    ranker = app.ranker
    attention = getattr(ranker, "attention", None)
    try:
        told = {
            step: off_policy(
                ranker.score(lists.features),
                lists,
                seed=seed,
                step=step,
                attention=None if attention is None else np.array(attention.curve),
            ).plain()
            for step in ("interviewed", "hired")
        }
    except ValueError as fault:
        raise BadInput(Text(zh="无法用日志评估：{why}", en="Cannot evaluate by the log: {why}").format(why=fault)) from fault
    return {"source": lists.source, "in_use": ranker.version, "lists": len(lists.sizes), "not_explored": others, "estimates": told}


def evaluate_benchmark(
    viewer: Viewer, seeds: range, family: "Family", kinds: tuple[str, ...], jobs: int, small: bool = False
) -> Iterator[dict[str, Any]]:
    """The open benchmark with the packaged encoder and hand weights, one report a seed; nothing of the office is read."""
    from datetime import date

    from api.benchmark.seeds import Order, play_seeds

    check_may_train(viewer)
    sizes = demo_sizes() if small else None
    day = date.fromisoformat(BENCHMARK_DAY)
    return play_seeds([Order(seed, family, day, kinds, sizes) for seed in seeds], jobs)


def _beside(ranker: Matcher, lists: "Lists", seed: int) -> "Evaluation":
    from models.baselines import HandWeightedRanker, RandomRanker, SimilarityRanker
    from models.evaluation import evaluate
    from models.peer import PeerRanker

    plain: dict[str, Callable[[Any], Any]] = {
        "random": RandomRanker(seed).score,
        "similarity": SimilarityRanker().score,
        "the peer's published formula": PeerRanker().score,
        "hand-weighted, as shipped": HandWeightedRanker.load().score,
        "in use": ranker.score,
    }
    told = {"in use": chances_as_shown(ranker, lists)} if ranker.calibrated else {}
    scores = {name: score(lists.features) for name, score in plain.items()}
    return evaluate(scores, lists, side="employer", seed=seed, probabilities=told)


def _side(found: "Evaluation") -> dict[str, Any]:
    return {"lists": found.lists, "pairs": found.pairs, "table": found.table(), "means": found.plain()}
