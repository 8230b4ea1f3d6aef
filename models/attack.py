"""How much more somebody learns who sees everything than somebody who sees the posting alone: the excess AUC of an attacker.

The attacker is a LightGBM classifier that knows the truth of other people, and is asked about people it never saw. What a posting
says of whoever is on its list (a massage post is a massage post) is not what the list gives away: the same classifier on the
posting alone is taken off.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Float64 = NDArray[np.float64]
Int64 = NDArray[np.int64]
Bool = NDArray[np.bool_]

FOLDS: Final = 4
DRAWS: Final = 200
LEVEL: Final = 0.95
_ROUNDS: Final = 120
_GROWTH: Final = {
    "objective": "binary",
    "num_leaves": 15,
    "learning_rate": 0.06,
    "min_data_in_leaf": 40,
    "cat_smooth": 20.0,
    "feature_fraction": 0.7,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbose": -1,
}


@dataclass(frozen=True)
class Leak:
    """What is given away about one secret. `attack` and `posting` are AUCs, 0..1; `upper` bounds their difference at 95 %.

    `lines` and `people` count those of whom the secret is true. A bound needs both kinds of people: see `measure_leak`.
    """

    secret: str
    lines: int
    people: int
    attack: float
    posting: float
    upper: float

    @property
    def excess(self) -> float:
        return self.attack - self.posting


@dataclass(frozen=True, eq=False)
class Sights:
    """What an attacker sees: `posting` (n, p) and `line` (n, q), NaN where nothing is told; `person` (n,) whom each line is of,
    counted from 0. `codes`: columns of `posting` that are names, not amounts.
    """

    posting: Float64
    line: Float64
    person: Int64
    codes: tuple[int, ...] = ()

    @property
    def everything(self) -> Float64:
        return np.hstack([self.posting, self.line])


def measure_leak(secret: str, truth: Bool, sights: Sights, seed: int = 0, known: int | None = None) -> Leak:
    """The AUC of an attacker on everything less that of the posting alone, with its upper 95 % bound.

    1. People are dealt into four parts; each part is guessed from the truth of the others (`known`: of so many of them alone).
    2. AUCs count lines. 3. The bound is the 95th percentile of the difference over draws of people with replacement (Efron &
    Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13), so that a person on many lists counts once.
    Raises ValueError where fewer than 20 people share the secret, or all do: nothing can be said then.
    """
    people = int(sights.person.max()) + 1
    holders = len(np.unique(sights.person[truth]))
    if holders < 20 or holders > people - 20:
        raise ValueError(f"{secret}: {holders} of {people} people; an attack needs 20 of each kind")
    draw = np.random.default_rng(seed)
    part = draw.integers(0, FOLDS, people)
    order = draw.permutation(people)
    guesses = [_guess(table, truth, sights, part, order, known, seed) for table in (sights.everything, sights.posting)]
    attack, posting = (_auc(guess, truth) for guess in guesses)
    differences = []
    for _ in range(DRAWS):
        weight = np.bincount(draw.integers(0, people, people), minlength=people)[sights.person].astype(np.float64)
        if weight[truth].sum() > 0 and weight[~truth].sum() > 0:
            differences.append(_auc(guesses[0], truth, weight) - _auc(guesses[1], truth, weight))
    return Leak(secret, int(truth.sum()), holders, attack, posting, float(np.quantile(differences, LEVEL)))


def _guess(table: Float64, truth: Bool, sights: Sights, part: Int64, order: Int64, known: int | None, seed: int) -> Float64:
    import lightgbm

    made = np.zeros(len(truth))
    for fold in range(FOLDS):
        others = order[part[order] != fold]
        taught = np.isin(sights.person, others if known is None else others[:known])
        asked = part[sights.person] == fold
        if not asked.any():
            continue
        if taught.sum() < 2 or len(np.unique(truth[taught])) < 2:
            made[asked] = truth[taught].mean() if taught.any() else 0.0
            continue
        rows = lightgbm.Dataset(table[taught], truth[taught].astype(np.float64), categorical_feature=list(sights.codes))
        least = min(40, max(2, int(taught.sum()) // 20))
        grown = lightgbm.train({**_GROWTH, "min_data_in_leaf": least, "seed": seed}, rows, _ROUNDS)
        made[asked] = grown.predict(table[asked], num_threads=1)
    return made


def _auc(score: Float64, truth: Bool, weight: Float64 | None = None) -> float:
    """The chance that a line with the secret scores above one without it, ties half (Hanley & McNeil, Radiology 143, 1982)."""
    order = np.argsort(score, kind="stable")
    weights = np.ones(len(score)) if weight is None else weight
    positive, negative = (weights * truth)[order], (weights * ~truth)[order]
    values = score[order]
    starts = np.flatnonzero(np.concatenate([[True], values[1:] != values[:-1]]))
    above, below = np.add.reduceat(positive, starts), np.add.reduceat(negative, starts)
    won = above * (np.cumsum(below) - below / 2)
    return float(won.sum() / (positive.sum() * negative.sum()))
