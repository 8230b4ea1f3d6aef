"""Boosted forests: growing one along any gradient, keeping it as text, and reading its margins and contributions."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from matching.features.table import FEATURE_NAMES, FEATURES
from matching.protocols import Float64
from models.flat_forest import FlatForest, flatten
from models.folders import ArtefactError
from models.settings import Growth

Gradient = Callable[[Float64], tuple[Float64, Float64]]
"""From the margins (n,) to the first and second derivatives of the loss in them."""

_WORTH_TABLES: Final = 256
"""For fewer rows the compiled tables are not worth loading; both ways give the same bits."""
_TREE: Final = re.compile(r"^Tree=\d+$", re.MULTILINE)


@dataclass(frozen=True, eq=False)
class Forest:
    """A forest over the feature table. Prediction runs on one thread without the interpreter's lock: callers decide about cores.

    A forest of small trees is read from tables (`models.flat_forest`), any other by LightGBM.
    """

    text: str
    _booster: Any = field(repr=False)

    tables: bool = True

    @cached_property
    def flat(self) -> FlatForest | None:
        """The tables of a forest of small trees, unless `tables` says to do without."""
        return flatten(self.text, len(FEATURES)) if self.tables else None

    def by_lightgbm(self) -> "Forest":
        """The same forest read by LightGBM alone."""
        return replace(self, tables=False)

    @classmethod
    def of(cls, text: str) -> Self:
        """From a model text. Raises ArtefactError when it cannot be read or its columns are not this program's feature table."""
        import lightgbm

        try:
            booster = lightgbm.Booster(model_str=text)
        except lightgbm.basic.LightGBMError as fault:
            raise ArtefactError("the forest is not readable by LightGBM; train the ranker again") from fault
        if tuple(booster.feature_name()) != FEATURE_NAMES:
            raise ArtefactError("the forest was trained on another feature table; train it again with this program")
        return cls(text, booster)

    @property
    def trees(self) -> int:
        return int(self._booster.num_trees())

    def margins(self, features: Float64, trees: int | None = None) -> Float64:
        """(n,) the sum of the leaves of all trees, or of the first `trees`."""
        if not len(features) or trees == 0:
            return np.zeros(len(features))
        if len(features) >= _WORTH_TABLES and self.flat is not None:
            return self.flat.margins(features, trees)
        return self.plain_margins(features, trees)

    def plain_margins(self, features: Float64, trees: int | None = None) -> Float64:
        """The same to the last bit, by LightGBM."""
        found = self._booster.predict(features, raw_score=True, num_threads=1, num_iteration=trees or -1)
        return np.asarray(found, np.float64)

    def shares(self, features: Float64) -> Float64:
        """(n, F + 1) SHAP values (Lundberg et al. 2018, TreeSHAP) and last the base value; rows add up to the margins."""
        if not len(features):
            return np.zeros((0, len(FEATURES) + 1))
        if self.flat is not None:
            return self.flat.shares(features)
        return self.plain_shares(features)

    def plain_shares(self, features: Float64) -> Float64:
        """The same to the rounding of a sum, by LightGBM."""
        return np.asarray(self._booster.predict(features, raw_score=True, pred_contrib=True, num_threads=1), np.float64)

    def first(self, trees: int) -> "Forest":
        """The forest of the first `trees` alone."""
        return Forest.of(settled(self._booster.model_to_string(num_iteration=min(trees, self.trees))))

    @property
    def gain(self) -> Float64:
        """(F,) the gain of all splits on each feature."""
        return np.asarray(self._booster.feature_importance("gain"), np.float64)


def grow(
    features: Float64,
    gradient: Gradient | None,
    growth: Growth,
    *,
    rounds: int,
    seed: int,
    threads: int,
    bins: int,
    start: Float64 | None = None,
    label: NDArray[np.int64] | None = None,
    sizes: NDArray[np.int64] | None = None,
    options: dict[str, Any] | None = None,
) -> Forest:
    """Grow `rounds` trees from the margins `start` (n,) along a gradient, or along a named objective in `options`.

    Where the feature table gives a direction the forest is monotone in it. Equal input and seed give an equal text, whatever the
    number of threads.
    """
    import lightgbm

    settings = {
        **growth_options(growth, bins=bins, seed=seed),
        "objective": "none" if gradient is None else _as_objective(gradient),
        "num_threads": threads,
        **(options or {}),
    }
    table = lightgbm.Dataset(
        features,
        np.zeros(len(features)) if label is None else label,
        group=sizes,
        init_score=start,
        feature_name=list(FEATURE_NAMES),
        params={"verbosity": -1, "max_bin": bins, "num_threads": threads, "seed": seed, "feature_pre_filter": False},
    )
    return Forest.of(settled(lightgbm.train(settings, table, num_boost_round=rounds).model_to_string()))


def growth_options(growth: Growth, *, bins: int, seed: int) -> dict[str, Any]:
    """What LightGBM is told wherever it grows a forest of ours: with them equal input gives equal bytes on one machine."""
    return {
        "learning_rate": growth.rate,
        "num_leaves": growth.leaves,
        "min_data_in_leaf": growth.least_rows,
        "lambda_l2": growth.l2,
        "feature_fraction": growth.columns,
        "monotone_constraints": [feature.direction for feature in FEATURES],
        "max_bin": bins,
        "deterministic": True,
        "force_row_wise": True,
        "seed": seed,
        "feature_pre_filter": False,
        "verbosity": -1,
    }


def can_grow(features: Float64, growth: Growth) -> bool:
    """Whether there are rows for two leaves and a feature to part them by."""
    if len(features) < 2 * growth.least_rows:
        return False
    known = ~np.isnan(features)
    mixed = known.any(axis=0) & ~known.all(axis=0)
    return bool((mixed | (known.all(axis=0) & (features != features[:1]).any(axis=0))).any())


def settled(text: str) -> str:
    """A model's text without the block of settings, which names the number of threads and nothing that prediction needs."""
    return re.sub(r"\nparameters:.*?end of parameters\n", "\n", text, flags=re.DOTALL)


def join_forests(parts: Sequence[Forest]) -> Forest:
    """One forest with the trees of all parts, in order; its margins are the sum of theirs.

    Grown one on the margins of the other, parts together are what one long growth gives. Raises ValueError when there is none.
    """
    if not parts:
        raise ValueError("there are no forests to join")
    trees = [tree for part in parts for tree in _trees(part.text)]
    head, tail = _ends(parts[0].text)
    numbered = [f"Tree={number}{tree}" for number, tree in enumerate(trees)]
    sizes = " ".join(str(len(tree.encode("utf-8"))) for tree in numbered)
    head = re.sub(r"^tree_sizes=.*$", f"tree_sizes={sizes}", head, flags=re.MULTILINE)
    joined = Forest.of(head + "".join(numbered) + tail)
    return joined.first(len(trees))


def chance_of(margins: Float64) -> Float64:
    """(n,) the logistic function, without overflow."""
    return np.asarray(0.5 * (1 + np.tanh(0.5 * margins)), np.float64)


def logit(chance: float) -> float:
    """The margin of a chance strictly between 0 and 1."""
    return float(np.log(chance) - np.log1p(-chance))


def _as_objective(gradient: Gradient) -> Callable[[Float64, Any], tuple[Float64, Float64]]:
    return lambda margins, table: gradient(np.asarray(margins, np.float64))


def _trees(text: str) -> list[str]:
    """The text of each tree after its number."""
    body = text[: text.index("end of trees")]
    starts = [found.start() for found in _TREE.finditer(body)]
    pieces = [body[start:end] for start, end in zip(starts, [*starts[1:], len(body)], strict=True)]
    return [piece[piece.index("\n") :] for piece in pieces]


def _ends(text: str) -> tuple[str, str]:
    first = _TREE.search(text)
    end = text.index("end of trees")
    return text[: end if first is None else first.start()], text[end:]
