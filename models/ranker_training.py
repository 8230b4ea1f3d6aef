"""Training the learned ranker: in stages that can each be kept, so that a killed run is taken up again and leaves equal bytes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

import numpy as np
import orjson

from matching.features.table import FEATURE_NAMES, FEATURES
from matching.protocols import Float64
from models.attention import FULL_ATTENTION, Attention, estimate_attention, learnable
from models.baselines import HandWeightedRanker
from models.chances import CHANCES, Chance, checkpoints, learn_chance
from models.choosing import Judge
from models.folders import digest
from models.forests import Forest
from models.leaning import learn_leaning
from models.lists import HIGHEST_RELEVANCE, STEPS, Lists
from models.order import chunks, learn_order, teaching
from models.ranker import KIND, Blend, LearnedRanker
from models.ranking import GrownHere, RankingGrower
from models.settings import DEFAULTS, Settings

_UNTRIED_SHARE: Final = 0.5
"""Of the order forest where there are no validation lists to choose it on."""

OnStage = Callable[[str, bytes], object]


def train_ranker(
    lists: Lists,
    validation: Lists | None = None,
    *,
    seed: int,
    hand: HandWeightedRanker,
    settings: Settings = DEFAULTS,
    threads: int = 1,
    grower: RankingGrower | None = None,
    parts: Sequence[tuple[str, str]] = (),
    parent: str | None = None,
    done: Mapping[str, bytes] | None = None,
    on_stage: OnStage = lambda name, content: None,
) -> LearnedRanker:
    """Learn from past lists; equal lists, hand weights, settings and seed give equal bytes, whatever the number of threads.

    Stages, see `stage_names`: the position bias; the order, in chunks of trees; the three chances, each with its calibration; the
    mix. Each is handed to `on_stage` as bytes when it is finished, and not done again when `done` holds those bytes. `validation`
    must share no event, person or employer with `lists`; lengths, calibrations and the mix are chosen on it. `parts` are further
    (name, version) pairs for the manifest, such as the encoder; `parent` is the version in use. `grower` grows the order, here
    without one; what comes of another one is equal only to another run with as many parts.
    Raises ValueError when there is nothing to learn from: no pair, or all with one outcome.
    """
    _check(lists)
    kept = {} if done is None else done

    def stage(name: str, make: Callable[[], bytes]) -> bytes:
        if name in kept:
            return kept[name]
        content = make()
        on_stage(name, content)
        return content

    attention = Attention.from_bytes(stage("attention", lambda: _attention(lists, seed, settings, threads).to_bytes()))
    grower = grower or GrownHere(threads)
    order = learn_order(lists, attention, settings, seed=seed, grower=grower, done=kept, on_stage=on_stage)
    learnt: list[Chance] = []
    for step in CHANCES:
        make = partial(learn_chance, step, lists, validation, attention, hand, settings, seed=seed, threads=threads)
        learnt.append(Chance.from_bytes(stage(step, lambda: make().to_bytes())))  # noqa: B023 (called at once)
    mix = orjson.loads(stage("mix", lambda: orjson.dumps(_mix(lists, validation, attention, order, learnt, hand, settings))))
    order = None if order is None or not mix["trees"] else order.first(mix["trees"])
    interest, offer, stay = learnt
    ranker = LearnedRanker({}, hand, order, interest, offer, stay, Blend.of(mix["blend"]))
    ranker = replace(ranker, leaning=learn_leaning(ranker.score, lists))
    return ranker.with_entries(**_manifest(ranker, lists, validation, attention, mix, seed, settings, grower, parts, parent))


def stage_names(settings: Settings = DEFAULTS) -> tuple[str, ...]:
    """All stages in order. Where nothing can be learnt of the order its stages are left out."""
    return ("attention", *(f"order-{number}" for number, _ in enumerate(chunks(settings), start=1)), *CHANCES, "mix")


def teaching_lists(lists: Lists) -> int:
    """How many lists hold two different outcomes, and so say something about an order."""
    rows = learnable(lists)
    sizes = np.bincount(lists.list_of[rows], minlength=len(lists.sizes))
    return int(teaching(lists.relevance[rows], sizes[sizes > 0].astype(np.int64)).sum())


def blend_weight(lists: int, half: float) -> float:
    """How far learning is trusted after that many lists: 0 without any, one half at `half`, towards 1."""
    return lists / (lists + half) if lists else 0.0


def _check(lists: Lists) -> None:
    rows = learnable(lists)
    interested = lists.interested[rows]
    if not len(interested):
        raise ValueError("there is no pair that was shown; record the outcomes of at least one event first")
    if not interested.any():
        raise ValueError(
            f"none of the {len(interested)} shown pairs is interested; only one outcome is recorded and nothing can be learnt"
        )
    if interested.all():
        raise ValueError(
            f"all {len(interested)} shown pairs are interested; only one outcome is recorded: record those who were not, too"
        )


def _attention(lists: Lists, seed: int, settings: Settings, threads: int) -> Attention:
    return estimate_attention(lists, seed=seed, settings=settings, threads=threads) if settings.attention else FULL_ATTENTION


def _mix(
    lists: Lists,
    validation: Lists | None,
    attention: Attention,
    order: Forest | None,
    chances: Sequence[Chance],
    hand: HandWeightedRanker,
    settings: Settings,
) -> dict[str, Any]:
    """The length of the order forest and its share in the score, chosen by validation nDCG; scales from the training lists."""
    rows = learnable(lists)
    features, list_of = lists.features[rows], lists.list_of[rows]
    weight = blend_weight(teaching_lists(lists), settings.half)
    scores = hand.score(features)
    product = _scale(_log_product(chances, features, scores), list_of)
    judge = None if validation is None else Judge.of(validation, attention, settings.k)
    trees, ndcg = (0 if order is None else order.trees), {}
    if order is not None and judge is not None and judge.lists:
        lengths = [length for length in checkpoints(trees, settings.checkpoints) if length]
        found = [judge.ndcg(order.margins(judge.features, length)) for length in lengths]
        trees = lengths[int(np.argmax(np.round(found, 9)))]
    scaled_order = (0.0, 1.0) if order is None else _scale(order.margins(features, trees), list_of)
    share = 0.0 if order is None else _UNTRIED_SHARE
    if order is not None and judge is not None and judge.lists:
        mine = _log_product(chances, judge.features, hand.score(judge.features)) / product[1]
        other = order.margins(judge.features, trees) / scaled_order[1]
        ndcg = {share: judge.ndcg((1 - share) * mine + share * other) for share in settings.mixes}
        share = max(settings.mixes, key=lambda one: round(ndcg[one], 9))
    blend = Blend(share, weight, product, scaled_order, _scale(scores, list_of))
    return {"blend": blend.plain(), "trees": trees, "ndcg": {f"{share:g}": round(value, 6) for share, value in ndcg.items()}}


def _log_product(chances: Sequence[Chance], features: Float64, hand: Float64) -> Float64:
    return np.asarray(np.log(chances[0].chance(features, hand)) + np.log(chances[1].chance(features, hand)), np.float64)


def _scale(values: Float64, list_of: np.ndarray[Any, np.dtype[np.int64]]) -> tuple[float, float]:
    """The mean, and the standard deviation within lists; 1 where nothing varies."""
    number = np.unique(list_of, return_inverse=True)[1]
    means = np.bincount(number, values) / np.bincount(number)
    spread = float(np.sqrt(np.mean((values - means[number]) ** 2)))
    return float(values.mean()), spread if spread > 1e-9 else 1.0


def _manifest(
    ranker: LearnedRanker,
    lists: Lists,
    validation: Lists | None,
    attention: Attention,
    mix: Mapping[str, Any],
    seed: int,
    settings: Settings,
    grower: RankingGrower,
    parts: Sequence[tuple[str, str]],
    parent: str | None,
) -> dict[str, Any]:
    import lightgbm
    import sklearn

    content = b"".join(name.encode("utf-8") + file for name, file in sorted(ranker.files().items()))
    return {
        "kind": KIND,
        "format": 2,
        "version": f"learned-{digest(content)[:12]}",
        "parent": parent,
        "features": list(FEATURE_NAMES),
        "seed": seed,
        "settings": settings.plain(),
        "data": _data(lists),
        "validation": None if validation is None else _data(validation),
        "attention": attention.plain(),
        "order": {"trees": 0 if ranker.order is None else ranker.order.trees, "grown_in_parts": grower.parts},
        "chances": {step: dict(chance.told) for step, chance in zip(CHANCES, ranker.steps, strict=True)},
        "mix": {"share": ranker.blend.share, "validation_ndcg": mix["ndcg"]},
        "blend": {"weight": round(ranker.blend.weight, 6), "half": settings.half, "lists": teaching_lists(lists)},
        "hand": ranker.hand.version,
        "importance": _importance(ranker, lists),
        "parts": dict(parts),
        "made_with": {"lightgbm": lightgbm.__version__, "scikit-learn": sklearn.__version__, "numpy": np.__version__},
        "metrics": {},
    }


def _data(lists: Lists) -> dict[str, Any]:
    return {
        "source": lists.source,
        "first_day": None if lists.first_day is None else lists.first_day.isoformat(),
        "last_day": None if lists.last_day is None else lists.last_day.isoformat(),
        "events": len(np.unique(lists.event)),
        "pairs": len(lists),
        "lists": len(lists.sizes),
        "grades": np.bincount(lists.relevance, minlength=HIGHEST_RELEVANCE + 1).tolist(),
        "steps": {step: int(getattr(lists, step).sum()) for step in STEPS},
        "followed": int(lists.followed.sum()),
        "sha256": lists.sha256,
    }


_IMPORTANCE_ROWS: Final = 2_000


def _importance(ranker: LearnedRanker, lists: Lists) -> dict[str, float]:
    """Feature -> its share of all movement of scores, 0..1, over evenly spaced training pairs."""
    rows = np.unique(np.linspace(0, len(lists) - 1, min(len(lists), _IMPORTANCE_ROWS)).astype(np.int64))
    moved = np.abs(ranker.contributions(lists.features[rows])).sum(axis=0)
    total = float(moved.sum()) or 1.0
    return {feature.name: round(float(value) / total, 4) for feature, value in zip(FEATURES, moved, strict=True)}
