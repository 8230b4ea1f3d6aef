"""A forest of small trees as flat tables: margins to the last bit those of LightGBM, contributions those of TreeSHAP.

A tree of at most `MOST_NODES` splits is wholly told by which of its splits go left: 128 cases. For each of them the leaf and what
every feature of the tree moved are worked out once, when the forest is read; a row is then a few comparisons and a look-up.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from math import factorial
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.protocols import Float64

Int64 = NDArray[np.int64]
Bool = NDArray[np.bool_]

MOST_NODES: Final = 7
_CATEGORICAL, _DEFAULT_LEFT = 1, 2
_MISSING_ZERO, _MISSING_NAN = 1, 2


@dataclass(frozen=True, eq=False)
class FlatForest:
    """Trees one after another; the splits of tree t are `starts[t]:starts[t + 1]`.

    `feature`, `threshold`, `missing_left` (cuts,): a value up to the threshold goes left, a missing one as `missing_left` says.
    `cuts` (splits,): the cut of each split; many have the same. `leaves` (trees, cases): the leaf that is reached when the bits of
    the case are the splits that go left. `moved` (trees, places, cases): what each feature of the tree moved, `columns`
    (trees, places) their columns, -1 behind the last. `base`: the mean margin over the training rows.
    """

    width: int
    feature: Int64
    threshold: Float64
    missing_left: Bool
    starts: Int64
    cuts: Int64
    leaves: Float64
    moved: Float64
    columns: Int64
    base: float

    def margins(self, features: Float64, trees: int | None = None) -> Float64:
        """(n,) the sum of the leaves of all trees, or of the first `trees`; on one thread, without the interpreter's lock."""
        from models import kernels

        out = np.zeros(len(features))
        count = len(self.starts) - 1 if trees is None else min(trees, len(self.starts) - 1)
        kernels.add_margins(self._rows(features), *self._splits, self.leaves, count, out)
        return out

    def shares(self, features: Float64) -> Float64:
        """(n, F + 1) SHAP values and last the base value, as `Forest.shares`. A row's do not depend on the rows beside it."""
        from models import kernels

        out = np.zeros((len(features), self.width + 1))
        kernels.add_shares(self._rows(features), *self._splits, self.moved, self.columns, out)
        out[:, -1] = self.base
        return out

    @property
    def _splits(self) -> tuple[Int64, Float64, Bool, Int64, Int64]:
        return self.feature, self.threshold, self.missing_left, self.starts, self.cuts

    def _rows(self, features: Float64) -> Float64:
        if features.ndim != 2 or features.shape[1] != self.width:
            raise ValueError(f"features have shape {features.shape}; this forest takes (n, {self.width})")
        return np.ascontiguousarray(features, np.float64)


def flatten(text: str, width: int) -> FlatForest | None:
    """The forest of a LightGBM model text over `width` features; None where a tree is too large or splits in another way.

    Categories, linear leaves and zeros that count as missing are left to LightGBM.
    """
    trees = list(_trees(text))
    if not all(_is_plain(tree) for tree in trees):
        return None
    sizes = [len(tree["split_feature"]) for tree in trees]
    cases, places = 1 << max(sizes, default=0), max((len(set(tree["split_feature"])) for tree in trees), default=0)
    leaves, moved = np.zeros((len(trees), cases)), np.zeros((len(trees), places, cases))
    columns = np.full((len(trees), places + 1), -1, np.int64)
    base = 0.0
    for number, tree in enumerate(trees):
        named = sorted(set(tree["split_feature"]))
        values = _values(tree, named)
        leaves[number, : len(values)] = values[:, -1]
        moved[number, : len(named), : len(values)] = (values @ _shapley(len(named))).T
        columns[number, : len(named)] = named
        base += float(values[0, 0])
    known: dict[_Cut, int] = {}
    cuts = [known.setdefault(cut, len(known)) for tree in trees for cut in _cuts(tree)]
    return FlatForest(
        width=width,
        feature=np.array([cut.feature for cut in known], np.int64),
        threshold=np.array([cut.threshold for cut in known], np.float64),
        missing_left=np.array([cut.missing_left for cut in known], np.bool_),
        starts=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
        cuts=np.array(cuts, np.int64),
        leaves=leaves,
        moved=moved,
        columns=columns,
        base=base,
    )


_READ: Final[dict[str, type[int] | type[float]]] = {
    "split_feature": int,
    "threshold": float,
    "decision_type": int,
    "left_child": int,
    "right_child": int,
    "leaf_value": float,
    "leaf_count": int,
    "internal_count": int,
}


def _trees(text: str) -> Iterator[dict[str, Any]]:
    for part in text[: text.index("end of trees")].split("\nTree=")[1:]:
        told = dict(line.split("=", 1) for line in part.splitlines() if "=" in line)
        tree: dict[str, Any] = {name: [read(one) for one in told.get(name, "").split()] for name, read in _READ.items()}
        tree["plain"] = told.get("num_cat", "0") == "0" and told.get("is_linear", "0") == "0"
        yield tree


def _is_plain(tree: dict[str, Any]) -> bool:
    kinds = all(not kind & _CATEGORICAL and kind >> 2 != _MISSING_ZERO for kind in tree["decision_type"])
    return bool(tree["plain"] and kinds and len(tree["split_feature"]) <= MOST_NODES and len(tree["leaf_value"]) > 0)


class _Cut(NamedTuple):
    feature: int
    threshold: float
    missing_left: bool


def _cuts(tree: dict[str, Any]) -> Iterator[_Cut]:
    for feature, limit, kind in zip(tree["split_feature"], tree["threshold"], tree["decision_type"], strict=True):
        yield _Cut(feature, limit, bool(kind & _DEFAULT_LEFT) if kind >> 2 == _MISSING_NAN else limit >= 0.0)


def _values(tree: dict[str, Any], named: list[int]) -> Float64:
    """(cases, subsets): the mean leaf where the features of a subset decide as in the case, and all others by the training rows.

    The last subset is that of all features: the leaf itself.
    """
    if not tree["split_feature"]:
        return np.full((1, 1), tree["leaf_value"][0])
    cases = np.arange(1 << len(tree["split_feature"]))[:, None]
    subsets = np.arange(1 << len(named))[None, :]

    def count(node: int) -> int:
        return int(tree["leaf_count"][~node] if node < 0 else tree["internal_count"][node])

    def value(node: int) -> Any:
        if node < 0:
            return np.full((len(cases), subsets.shape[1]), tree["leaf_value"][~node])
        left, right = tree["left_child"][node], tree["right_child"][node]
        one, other = value(left), value(right)
        known = (subsets >> named.index(tree["split_feature"][node]) & 1) == 1
        mean = (count(left) * one + count(right) * other) / count(node)
        return np.where(known, np.where(cases >> node & 1 == 1, one, other), mean)

    return np.asarray(value(0), np.float64)


def _shapley(count: int) -> Float64:
    """(subsets, count) weights that make Shapley values of the values of all subsets (Shapley 1953)."""
    weights = np.zeros((1 << count, count))
    for feature in range(count):
        others = [one for one in range(count) if one != feature]
        for size in range(count):
            weight = factorial(size) * factorial(count - size - 1) / factorial(count)
            for chosen in combinations(others, size):
                subset = sum(1 << one for one in chosen)
                weights[subset | 1 << feature, feature] += weight
                weights[subset, feature] -= weight
    return weights
