"""What training and ranking cost: time and memory of a training, rows ranked a second."""

from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from multiprocessing import get_context
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict

from api.bench.machine import Machine, Timing, once, peak_megabytes, this_machine, timed


class RankingBench(BaseModel):
    """Training on `rows` rows in a process of its own; then ranking on one thread, beside reading the same table once (floor)."""

    model_config = ConfigDict(frozen=True)

    machine: Machine
    rows: int
    lists: int
    features: int
    threads: int
    train_seconds: float
    peak_megabytes: float
    trees: int
    predicted: int
    score: Timing
    chances: Timing
    reasons: Timing
    floor: Timing
    rows_a_second: float


def bench_ranking(rows: int, predicted: int, threads: int, seed: int, today: date) -> RankingBench:
    """The past of a synthetic world, its lists repeated with a little noise until there are `rows` rows."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return RankingBench(**pool.submit(_measured, rows, predicted, threads, seed, today).result())


def _measured(rows: int, predicted: int, threads: int, seed: int, today: date) -> dict[str, Any]:
    from api.actions.training import demo_sizes
    from api.benchmark.tables import make_tables
    from models.baselines import HandWeightedRanker
    from models.encoder_registry import serving_encoder
    from models.lists import Lists, join_lists
    from models.ranker_training import train_ranker

    tables = make_tables(seed, "first", serving_encoder(None, None), today, demo_sizes(), draws=1)
    base = tables.train
    draw = np.random.Generator(np.random.PCG64(seed))
    parts: list[Lists] = []
    while sum(map(len, parts)) < rows:
        # A copy with other values: repeated rows alone would be binned as one.
        noisy = base.features * (1 + 0.01 * draw.standard_normal(base.features.shape))
        parts.append(replace(base, features=noisy, event=base.event + 1_000 * len(parts)))
    lists = join_lists(parts, f"{len(parts)} copies of a synthetic past")
    hand = HandWeightedRanker.load()
    trained, seconds = once(lambda: train_ranker(lists, None, seed=seed, hand=hand, threads=threads))
    peak = peak_megabytes()
    table = np.resize(tables.test.features, (predicted, lists.features.shape[1]))
    few = table[: max(predicted // 20, 1)]
    _, score = timed(lambda: trained.score(table), 3)
    _, chances = timed(lambda: trained.chances(table), 3)
    _, reasons = timed(lambda: trained.contributions(few), 3)
    _, floor = timed(lambda: np.nansum(table, axis=1), 3)
    forests = [forest for forest in (trained.order, *(step.forest for step in trained.steps)) if forest is not None]
    return {
        "machine": this_machine(),
        "rows": len(lists),
        "lists": len(lists.sizes),
        "features": lists.features.shape[1],
        "threads": threads,
        "train_seconds": seconds,
        "peak_megabytes": peak,
        "trees": sum(forest.trees for forest in forests),
        "predicted": predicted,
        "score": score,
        "chances": chances,
        "reasons": reasons,
        "floor": floor,
        "rows_a_second": predicted / score.median,
    }
