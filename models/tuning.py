"""Tuning the hand weights on validation lists: the strongest rival that a table of weights can be."""

import re
from typing import Final

import numpy as np
import yaml

from matching.features.table import FEATURE_NAMES
from models.attention import FULL_ATTENTION, Attention
from models.baselines import STEPS, HandWeightedRanker
from models.choosing import Judge
from models.lists import Lists

MULTIPLIERS: Final = (0.0, 0.25, 0.5, 0.75, 1.25, 1.5, 2.0, 3.0)
_PASSES: Final = 3
_LEAST_GAIN: Final = 1e-5
_HIGHEST: Final = 9.0
"""No weight becomes more than so many times what it was."""

_HEAD: Final = """# Hand weights, tuned on validation lists: {lists} lists of {source}. Only the weights were changed.
# Each row as in the packaged file: the value is brought to 0..1 between `from` and `to`, less one half, times `weight`.
# 在验证名单上调整过的手工权重；每行的含义与随程序提供的文件相同。
"""


def tune_weights(
    hand: HandWeightedRanker, lists: Lists, seed: int, *, attention: Attention = FULL_ATTENTION, k: int = 10
) -> HandWeightedRanker:
    """Tune the weights for the validation nDCG@k by coordinate search; equal input and seed give equal bytes.

    In a seeded order, three times at most, every weight is tried at several multiples of itself, the others as they are, and keeps
    the best. At most 24 trials a weight. `from`, `to` and the base rates are not tuned. The result's `text` is a weights file like
    any other.
    Raises ValueError when no list holds two different outcomes to judge an order by.
    """
    judge = Judge.of(lists, attention, k)
    if not judge.lists:
        raise ValueError("no list holds an outcome; the hand weights cannot be tuned")
    terms = hand.contributions(judge.features)
    columns = np.flatnonzero(hand.weight)
    factor = np.ones(len(FEATURE_NAMES))
    scores = terms.sum(axis=1)
    best = judge.ndcg(scores)
    generator = np.random.Generator(np.random.PCG64(seed))
    for _ in range(_PASSES):
        before = best
        for column in generator.permutation(columns).tolist():
            now = factor[column] or 1.0
            for tried in (now * multiplier for multiplier in MULTIPLIERS):
                if tried > _HIGHEST:
                    continue
                moved = scores + (tried - factor[column]) * terms[:, column]
                found = judge.ndcg(moved)
                if found > best + _LEAST_GAIN:
                    best, scores, factor[column] = found, moved, tried
        if best <= before + _LEAST_GAIN:
            break
    return _written(hand, factor, judge.lists, lists.source)


def _written(
    hand: HandWeightedRanker, factor: np.ndarray[tuple[int], np.dtype[np.float64]], lists: int, source: str
) -> HandWeightedRanker:
    """A weights file with the multiplied weights, and the ranker that it describes."""
    weights = {
        name: {
            "weight": _short(hand.weight[column] * factor[column]),
            "from": _plain(hand.start[column]),
            "to": _plain(hand.end[column]),
        }
        for column, name in enumerate(FEATURE_NAMES)
        if hand.weight[column]
    }
    rates = {step: {"rate": _plain(hand.base_rates[i]), "slope": _plain(hand.slopes[i])} for i, step in enumerate(STEPS)}
    head = _HEAD.format(lists=lists, source=re.sub(r"\s+", " ", source))
    rows = yaml.safe_dump(
        {"status": "tuned", "base_rates": rates, "weights": weights},
        sort_keys=False,
        allow_unicode=True,
        default_flow_style=None,
        width=120,
    )
    return HandWeightedRanker.parse((head + rows).encode("utf-8"), "tuned weights")


def _short(value: float) -> float | int:
    return _plain(float(f"{value:.4g}"))


def _plain(value: float) -> float | int:
    return int(value) if float(value).is_integer() else float(value)
