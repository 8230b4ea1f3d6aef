"""Two hundred people in groups, for the audits of the tests."""

from collections.abc import Mapping, Sequence

import numpy as np

from matching.audit import Groups, Passage, Stage
from matching.audit.groups import CATEGORIES, SEXES, Attribute, Bool

Came = Sequence[tuple[int, int, tuple[int, ...]]]
"""Rows of (sex, category, how many came to each stage): people of a cell come in order, the first the furthest."""


def groups_of(cells: Sequence[tuple[int, int, int]]) -> Groups:
    """People by (sex, category, number)."""
    sex = np.concatenate([np.full(number, one, np.int64) for one, _, number in cells])
    category = np.concatenate([np.full(number, one, np.int64) for _, one, number in cells])
    names: Mapping[Attribute, tuple] = {"sex": SEXES, "category": CATEGORIES}  # type: ignore[type-arg]
    return Groups(tuple(f"c_{row:04}" for row in range(len(sex))), {"category": category, "sex": sex}, names)


def first(cells: Sequence[int], came: Sequence[int]) -> Bool:
    """The first so many of each cell of so many people."""
    return np.concatenate([np.arange(number) < some for number, some in zip(cells, came, strict=True)])


def passage_of(cells: Sequence[int], came: Mapping[Stage, Sequence[int]], review: Sequence[int] | None = None) -> Passage:
    """How far the people of some cells came: of each the first so many; under review only are the last."""
    waiting = np.zeros(sum(cells), np.bool_) if review is None else first(cells, review)
    if review is not None:
        waiting = np.concatenate([part[::-1] for part in np.split(waiting, np.cumsum(cells)[:-1])])
    return Passage({stage: first(cells, counts) for stage, counts in came.items()}, waiting, np.zeros(sum(cells), np.bool_))
