"""The benchmark over several seeds, each a world of its own, in processes of their own."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from time import perf_counter
from typing import Any

import numpy as np

from api.benchmark.contest import HAND, OURS
from api.benchmark.play import Played, ablations, headline, learning_curve, play
from api.benchmark.tables import make_tables
from data.synthetic.truth import Family, Sizes, world_hash
from matching.features import features_hash
from models.baselines import HandWeightedRanker
from models.comparison import learning_starts
from models.encoder_registry import serving_encoder
from models.evaluation import Evaluation
from models.measure import Measure
from models.settings import DEFAULTS, Settings

Figure = list[float | None]
"""A mean and its interval, as a report keeps them."""


@dataclass(frozen=True)
class Order:
    """What to play for one seed. `kinds` of "table", "curve", "ablations"."""

    seed: int
    family: Family
    today: date
    kinds: tuple[str, ...]
    sizes: Sizes | None = None
    draws: int = 64
    settings: Settings = DEFAULTS


def play_seeds(orders: Sequence[Order], jobs: int = 1) -> Iterator[dict[str, Any]]:
    """One report a seed, in the order given, as each is finished. Reports hold numbers and names only."""
    if jobs == 1:
        yield from map(play_order, orders)
        return
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        yield from pool.map(play_order, orders)


def play_order(order: Order) -> dict[str, Any]:
    """Make the world of a seed and play what was asked for."""
    started = perf_counter()
    tables = make_tables(order.seed, order.family, serving_encoder(None, None), order.today, order.sizes, order.draws)
    report: dict[str, Any] = {
        "seed": order.seed,
        "world": order.family,
        "world_hash": world_hash(order.family),
        "hand_weights": HandWeightedRanker.load().version,
        "features": features_hash(),
        "pairs": {name: len(getattr(tables, name)) for name in ("train", "validation", "test")},
        "lists": {name: len(getattr(tables, name).sizes) for name in ("train", "validation", "test")},
        "seconds": {"world": round(perf_counter() - started, 1)},
    }
    if "table" in order.kinds:
        started = perf_counter()
        report |= _table(play(tables, order.seed, order.settings))
        report["seconds"]["table"] = round(perf_counter() - started, 1)
    if "curve" in order.kinds:
        report["curve"] = _curve(learning_curve(tables, order.seed, settings=order.settings))
    if "ablations" in order.kinds:
        report["ablations"] = {
            name: {side: _against(getattr(result, side), OURS, name) for side in ("employer", "candidate")}
            for name, result in ablations(tables, order.seed, order.settings).items()
        }
    return report


def _table(played: Played) -> dict[str, Any]:
    sides = {"employer": played.result.employer, "candidate": played.result.candidate}
    return {
        "version": played.ours.version,
        "attention": round(played.attention, 3),
        "mix": played.ours.blend.share,
        "blend": round(played.ours.blend.weight, 3),
        "table": {side: _rows(found) for side, found in sides.items()},
        "against_hand": {side: found.against(HAND).plain() for side, found in sides.items()},
        "headline": {name: _plain(one) for name, one in headline(played).items()},
    }


def _curve(curve: dict[int, dict[str, Evaluation]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for side in ("employer", "candidate"):
        points = {size: sides[side].against("hand-weighted, as shipped").rows[OURS]["ndcg@10"] for size, sides in curve.items()}
        found[side] = {
            "ndcg@10 against the hand weights": {str(size): _plain(one) for size, one in points.items()},
            "ndcg@10": {str(size): round(sides[side].rows[OURS]["ndcg@10"].mean, 4) for size, sides in curve.items()},
            "hires": {str(size): round(sides[side].rows[OURS]["hires"].mean, 4) for size, sides in curve.items()},
            "learning_wins_from": learning_starts(points),
        }
    return found


def _against(found: Evaluation, rival: str, name: str) -> dict[str, Any]:
    return {measure: _plain(one) for measure, one in found.against(rival).rows[name].items() if not np.isnan(one.mean)}


def _rows(found: Evaluation) -> dict[str, dict[str, Figure]]:
    return {
        name: {measure: told for measure, one in measures.items() if (told := _plain(one)) is not None}
        for name, measures in found.rows.items()
    }


def _plain(one: Measure) -> Figure | None:
    """[mean, low, high]; no interval where a redraw has no value, nothing where the figure itself has none."""
    if np.isnan(one.mean):
        return None
    return [None if np.isnan(value) else round(value, 4) for value in (one.mean, one.low, one.high)]
