"""Pre-matching from built indexes to lists with reasons: seconds by stage, beside its two floors timed in the same run."""

import gc
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final, TypeVar

import numpy as np
from pydantic import BaseModel, ConfigDict

from api.bench.city_block import CityPool, draw_pool, pool_of
from api.bench.machine import Machine, Timing, check_room, once, peak_megabytes, this_machine, timed, timing_of
from matching.bitmaps import Planes
from matching.collection import paused_collection
from matching.knowledge.catalogue import Text
from matching.prematch import (
    Block,
    Jobs,
    Merged,
    PrematchSettings,
    decide,
    explain_left_out,
    find_nearest,
    gather,
    merge_nearest,
    order_lists,
    rank_block,
    tell_block,
)
from matching.prematch.jobs import BANDS
from matching.prematch.nearest import Chosen
from matching.prematch.ranked import features_of
from matching.protocols import Float64
from matching.retrieval import similarities_of
from matching.shortlist import Prematch, Versions
from models.forests import Forest
from models.ranker import LearnedRanker

T = TypeVar("T")

STAGES: Final = ("verdicts", "retrieval", "features", "ranking", "reasons and judging", "rest")
_RUNS: Final = 3
_STRIPE: Final = 8_192
_TOLD: Final = 500_000
_FEWER: Final = Text(zh="用 --people 减少人数", en="give fewer with --people")
_VERSIONS: Final = Versions(software="", knowledge="", encoder="", ranker="", candidates="", postings="", settings="")


class PrematchRow(BaseModel):
    """One size. `ratio`: the median run beside both floors together; `floor_product`: one dense float32 product of people and
    postings; `floor_prediction`: LightGBM alone on the rows that were ranked, a predictor a thread."""

    model_config = ConfigDict(frozen=True)

    people: int
    postings: int
    dimensions: int
    threads: int
    depth: int
    keep: int
    ranked: int
    entries: int
    total: Timing
    stages: dict[str, float]
    floor_product: Timing
    floor_prediction: Timing
    ratio: float
    left_out: int
    left_out_seconds: float
    recall: float | None
    recall_lists: int
    built_seconds: float


class PrematchBench(BaseModel):
    """Rows of all sizes measured; `growth` by what was doubled or made four times as large."""

    model_config = ConfigDict(frozen=True)

    machine: Machine
    ranker: str
    trees: int
    rows: tuple[PrematchRow, ...]
    growth: dict[str, float]
    estimated_megabytes: float
    peak_megabytes: float


@dataclass(frozen=True, eq=False)
class _Sizes:
    people: int
    postings: int
    settings: PrematchSettings
    threads: int


def bench_prematch(
    ranker: LearnedRanker | None,
    people: int,
    postings: int,
    depth: int,
    keep: int,
    threads: int,
    seed: int,
    today: date,
    *,
    growth: bool = False,
    recall: int = 0,
    tables: bool = True,
) -> PrematchBench:
    """Measure people x postings; with `growth` also half the people and a quarter of the postings. `recall` lists are ranked whole.

    `tables` False ranks with LightGBM instead of the flat tables, with equal results. Without a ranker one is trained. Raises
    BadInput before anything is built when it would not fit into the memory that is free.
    """
    needed = estimated_megabytes(people, postings, depth)
    what = Text(zh="{n} 人 × {m} 个岗位", en="{n} people x {m} postings").format(n=f"{people:,}", m=f"{postings:,}")
    check_room(needed * 1e6, what, _FEWER)
    if ranker is None:
        ranker = trained_ranker(seed, today)
    settings = PrematchSettings(today=today, depth=depth, keep=keep)
    sizes = [(people, postings)]
    if growth:
        sizes += [(max(people // 2, 1), postings), (people, max(postings // 4, 1))]
    city = draw_pool(seed, people, postings, settings)
    used = ranker if tables else _with_lightgbm(ranker)
    rows = [_row(city, used, _Sizes(*size, settings, threads), recall if size == sizes[0] else 0) for size in sizes]
    seconds = [row.total.median for row in rows]
    return PrematchBench(
        machine=this_machine(),
        ranker=ranker.version,
        trees=sum(forest.trees for forest in _forests(ranker)),
        rows=tuple(rows),
        growth={"people x 2": seconds[0] / seconds[1], "postings x 4": seconds[0] / seconds[2]} if growth else {},
        estimated_megabytes=needed,
        peak_megabytes=peak_megabytes(),
    )


def estimated_megabytes(people: int, postings: int, depth: int) -> float:
    """What a run holds at its peak, by measurement, rounded up: people, their verdicts, the ranked rows."""
    person = 2 * 192 * 4 * 1.5 + 2_200 + postings / 4 + (2_500 if people <= _TOLD else 0)
    pair = 700
    return 1_100 + (people * person + 2 * postings * depth * pair) / 1e6


def trained_ranker(seed: int, today: date) -> LearnedRanker:
    """The ranker that the demonstration trains, made in a process of its own so that its memory is not counted."""
    with TemporaryDirectory() as folder, ProcessPoolExecutor(1, get_context("spawn")) as pool:
        pool.submit(_train, seed, today, folder).result()
        return LearnedRanker.load(Path(folder) / "ranker")


def _train(seed: int, today: date, folder: str) -> None:
    from api.actions.training import demo_sizes
    from api.benchmark.tables import make_tables
    from models.baselines import HandWeightedRanker
    from models.encoder_registry import serving_encoder
    from models.ranker_training import train_ranker

    tables = make_tables(seed, "first", serving_encoder(None, None), today, demo_sizes(), draws=1)
    train_ranker(tables.train, None, seed=seed, hand=HandWeightedRanker.load(), threads=1).save(Path(folder) / "ranker")


def _row(city: CityPool, ranker: LearnedRanker, sizes: _Sizes, recall: int) -> PrematchRow:
    started = perf_counter()
    jobs, block = pool_of(city, sizes.people, sizes.postings)
    built = perf_counter() - started
    gc.collect()
    stages: list[dict[str, float]] = []
    last: _Run | None = None
    # The first run warms up: compiled kernels are read from disk. What pairs were found to be is no index: every run finds it anew.
    for run in range(1 + _RUNS):
        last = None
        last = _Run(jobs, replace(block, judging=block.judging.afresh()), ranker, sizes.threads)
        if run:
            stages.append(last.seconds)
    assert last is not None
    gone = last.kept[0].listed(sizes.settings.keep)
    # Saying why to millions would only measure memory.
    told = sizes.people <= _TOLD
    left, left_seconds = once(lambda: explain_left_out(block, last.planes, jobs, gone) if told else ())
    product, prediction = _product(jobs, block, sizes.threads), _prediction(ranker, last.features, sizes.threads)
    total = timing_of([sum(one.values()) for one in stages])
    return PrematchRow(
        people=sizes.people,
        postings=sizes.postings,
        dimensions=len(jobs.jobs[0].wanted),
        threads=sizes.threads,
        depth=sizes.settings.depth,
        keep=sizes.settings.keep,
        ranked=len(last.features),
        entries=sum(len(one.entries) for one in last.found.shortlists),
        total=total,
        stages={name: median(one[name] for one in stages) for name in STAGES},
        floor_product=product,
        floor_prediction=prediction,
        ratio=total.median / (product.median + prediction.median),
        left_out=len(left),
        left_out_seconds=left_seconds,
        recall=_recall(jobs, block, last, ranker, recall) if recall else None,
        recall_lists=recall,
        built_seconds=built,
    )


class _Run:
    """One run, stage by stage, with the functions of `matching.prematch.match_blocks` in their order."""

    def __init__(self, jobs: Jobs, block: Block, ranker: LearnedRanker, threads: int) -> None:
        self.seconds = dict.fromkeys(STAGES, 0.0)
        with paused_collection():
            self._run(jobs, block, ranker, threads)

    def _run(self, jobs: Jobs, block: Block, ranker: LearnedRanker, threads: int) -> None:
        self.planes: Planes = self._stage("verdicts", lambda: decide(block, threads))
        near = self._stage("retrieval", lambda: find_nearest(block, self.planes, jobs, ranker.leaning, threads))
        self.merged: Merged = self._stage("rest", lambda: merge_nearest([near], jobs.settings.depth))
        chosen = self.merged.chosen[0]
        self.features: Float64 = self._stage("features", lambda: features_of(block, self.planes, jobs, chosen, threads))
        ranked = self._stage("ranking", lambda: rank_block(block, self.planes, jobs, chosen, ranker, threads, self.features))
        self.scores = ranked.scores
        self.kept = self._stage("rest", lambda: order_lists(jobs, self.merged, [ranked.scores]))
        told = self._stage(
            "reasons and judging",
            lambda: tell_block(block, self.planes, jobs, ranked, self.kept[0], ranker, threads=threads),
        )
        self.found: Prematch = self._stage("rest", lambda: gather(jobs, self.merged, self.kept, [told], [()], _VERSIONS))

    def _stage(self, name: str, work: Callable[[], T]) -> T:
        result, seconds = once(work)
        self.seconds[name] += seconds
        return result


def _product(jobs: Jobs, block: Block, threads: int) -> Timing:
    from threadpoolctl import threadpool_limits

    vectors, wanted = block.vectors.vectors(), np.stack([job.wanted for job in jobs.jobs])
    out = np.empty((_STRIPE, len(wanted)), np.float32)

    def multiply() -> None:
        for start in range(0, len(vectors), _STRIPE):
            part = vectors[start : start + _STRIPE]
            np.matmul(part, wanted.T, out=out[: len(part)])

    with threadpool_limits(threads):
        return _repeated(multiply)


def _prediction(ranker: LearnedRanker, features: Float64, threads: int) -> Timing:
    import lightgbm

    texts = [forest.text for forest in _forests(ranker)]
    boosters = [[lightgbm.Booster(model_str=text) for text in texts] for _ in range(threads)]
    parts = np.array_split(features, threads)

    def predict(thread: int) -> None:
        for booster in boosters[thread]:
            booster.predict(parts[thread], raw_score=True, num_threads=1)

    def predict_all() -> None:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(predict, range(threads)))

    return _repeated(predict_all)


def _forests(ranker: LearnedRanker) -> list[Forest]:
    """The forests that a score reads: those whose part of the blend is not nothing."""
    blend = ranker.blend
    order = ranker.order if blend.weight * blend.share > 0 else None
    product = (ranker.interest.forest, ranker.offer.forest) if blend.weight * (1 - blend.share) > 0 else ()
    return [forest for forest in (order, *product) if forest is not None]


def _recall(jobs: Jobs, block: Block, run: _Run, ranker: LearnedRanker, lists: int) -> float:
    """The share of the best `keep` of everybody who fits that is also among the best of those retrieved, over some postings."""
    shares = []
    keep = jobs.settings.keep
    for number in np.linspace(0, len(jobs) - 1, lists).astype(int).tolist():
        codes = run.planes.codes(number)
        everybody = np.flatnonzero((codes < 2) & block.profiled)
        if not len(everybody):
            continue
        chosen = run.merged.chosen[0]
        mine = slice(*chosen.bounds[[len(BANDS) * number, len(BANDS) * number + 1]].tolist())
        bounds = np.zeros(len(jobs) * len(BANDS) + 1, np.int64)
        bounds[len(BANDS) * number + 1 :] = len(everybody)
        whole = Chosen(bounds, everybody.astype(np.int32), similarities_of(block.vectors, jobs.jobs[number].wanted, everybody))
        scores = ranker.score(features_of(block, run.planes, jobs, whole))
        best = everybody[np.lexsort((everybody, -scores))[:keep]]
        found = chosen.rows[mine][np.lexsort((chosen.rows[mine], -run.scores[mine]))[:keep]]
        shares.append(len(np.intersect1d(best, found)) / len(best))
    return float(np.mean(shares))


def _with_lightgbm(ranker: LearnedRanker) -> LearnedRanker:
    """The same ranker, its forests read by LightGBM alone."""
    interest, offer, stay = (
        replace(step, forest=None if step.forest is None else step.forest.by_lightgbm()) for step in ranker.steps
    )
    order = None if ranker.order is None else ranker.order.by_lightgbm()
    return replace(ranker, order=order, interest=interest, offer=offer, stay=stay)


def _repeated(work: Callable[[], object]) -> Timing:
    return timed(work, _RUNS)[1]


def prematch_lines(found: PrematchBench) -> Iterator[str]:
    """The measurement as text."""
    yield found.machine.line
    yield f"ranker {found.ranker}, {found.trees} trees in a score"
    for row in found.rows:
        total, product, prediction = row.total, row.floor_product, row.floor_prediction
        yield (
            f"pre-match {row.people:,} people x {row.postings:,} postings, d = {row.dimensions}, {row.threads} threads, "
            f"{row.depth} ranked and {row.keep} kept a list, two lists a posting"
        )
        yield (
            f"  from built indexes to lists: {total.median:.2f} s ({total.fastest:.2f}-{total.slowest:.2f}), "
            f"{row.ranked:,} pairs ranked, {row.entries:,} entries"
        )
        yield "  " + ", ".join(f"{name} {seconds:.2f} s" for name, seconds in row.stages.items())
        yield (
            f"  floors in the same run: product {product.median:.2f} s ({product.fastest:.2f}-{product.slowest:.2f}), "
            f"LightGBM alone {prediction.median:.2f} s ({prediction.fastest:.2f}-{prediction.slowest:.2f}); ratio {row.ratio:.2f}"
        )
        why_not = f"; {row.left_out:,} people told why not in {row.left_out_seconds:.1f} s" if row.left_out else ""
        yield f"  indexes built in {row.built_seconds:.1f} s{why_not}"
        if row.recall is not None:
            yield f"  recall of the best {row.keep} of everybody who fits, over {row.recall_lists} postings: {row.recall:.3f}"
    for name, times in found.growth.items():
        yield f"growth, {name}: {times:.2f} times the seconds"
    yield f"peak memory {found.peak_megabytes:,.0f} MB (estimated before: {found.estimated_megabytes:,.0f} MB)"
