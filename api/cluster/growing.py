"""Growing the order of lists with LightGBM's Dask ranker: whole lists together, a part of them a worker."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from api.cluster.connection import connected, workers_of
from api.cluster.faults import work_lost
from api.settings import Settings
from matching.features.table import FEATURE_NAMES
from matching.protocols import Float64
from models.forests import Forest, growth_options, settled
from models.ranking import LAMBDAMART, RankedRows
from models.settings import Growth

if TYPE_CHECKING:
    from api.cluster.steady import SteadyClient

Int64 = NDArray[np.int64]

_SILENCE: Final = 5
"""Minutes after which a machine that says nothing counts as gone. One pass over its rows takes seconds."""


@dataclass
class ClusterGrower:
    """A `RankingGrower` over the workers that were there when it was made.

    1. The lists are divided, in order, into as many parts of about equal rows as there are workers. 2. Each part goes to one worker
    and stays: only the margins to start from are sent again with the next chunk of trees. 3. LightGBM grows data-parallel (Meng et
    al. 2016): each worker sums histograms over its rows, and they are added up in the order of the parts.
    Equal rows, seed and number of workers give an equal text. With one worker it is that of one machine. A worker that dies ends
    the growth with an error: finished chunks are kept by the training, which goes on from them when it is run again.
    """

    client: "SteadyClient"
    workers: tuple[str, ...]
    _sent: Float64 | None = field(default=None, repr=False)
    _kept: dict[str, list[tuple[Any, int]]] = field(default_factory=dict, repr=False)

    @classmethod
    def over(cls, client: "SteadyClient") -> "ClusterGrower":
        return cls(client, workers_of(client))

    @property
    def parts(self) -> int:
        return len(self.workers)

    def grow(self, rows: RankedRows, growth: Growth, *, rounds: int, seed: int, bins: int) -> Forest:
        from lightgbm import DaskLGBMRanker
        from lightgbm.basic import LightGBMError

        cuts = cut_lists(rows.sizes, self.parts)
        if self._sent is not rows.features:
            self._send("features", rows.features, cuts.rows)
            self._send("relevance", rows.relevance, cuts.rows)
            self._send("sizes", rows.sizes, cuts.lists)
            self._sent = rows.features
        self._send("start", rows.start, cuts.rows)
        model = DaskLGBMRanker(
            client=self.client,
            n_estimators=rounds,
            tree_learner="data",
            time_out=_SILENCE,
            **growth_options(growth, bins=bins, seed=seed),
            **LAMBDAMART,
        )
        _quieten()
        try:
            with self.client.as_current():
                model.fit(
                    self._joined("features", rows.features),
                    self._joined("relevance", rows.relevance),
                    group=self._joined("sizes", rows.sizes),
                    init_score=self._joined("start", rows.start),
                    feature_name=list(FEATURE_NAMES),
                )
        except LightGBMError as fault:
            # The others report that they lost a neighbour, not that it died.
            if set(self.workers) <= set(workers_of(self.client)):
                raise
            raise work_lost(self.client.scheduler.address) from fault
        return Forest.of(settled(model.booster_.model_to_string()))

    def _send(self, name: str, values: NDArray[Any], cuts: Int64) -> None:
        places = zip(self.workers, cuts[:-1], cuts[1:], strict=False)
        self._kept[name] = [
            (self.client.scatter(values[start:end], workers=[worker], hash=False), int(end - start))
            for worker, start, end in places
        ]

    def _joined(self, name: str, like: NDArray[Any]) -> Any:
        """The parts as one Dask array, each where it is."""
        from dask import array
        from dask.delayed import delayed

        beyond = like.shape[1:]
        joined: Any = array
        parts = [joined.from_delayed(delayed(part), (rows, *beyond), dtype=like.dtype) for part, rows in self._kept[name]]
        return joined.concatenate(parts)


@contextmanager
def grower_of(settings: Settings) -> Iterator[ClusterGrower | None]:
    """A grower over the cluster that is set, or None without one. Raises ClusterUnready."""
    if settings.cluster is None:
        yield None
        return
    with connected(settings.cluster) as client:
        yield ClusterGrower.over(client)


def _quieten() -> None:
    """By itself LightGBM prints which ports it looks for, where a command may be writing JSON."""
    import lightgbm

    logger = logging.getLogger("lightgbm")
    logger.addHandler(logging.NullHandler())
    lightgbm.register_logger(logger)


@dataclass(frozen=True)
class Cuts:
    """(parts + 1,) where each part begins and ends, in lists and in rows."""

    lists: Int64
    rows: Int64


def cut_lists(sizes: Int64, parts: int) -> Cuts:
    """Divide lists of these sizes, in order, into at most `parts` of about equal rows; no list is cut and no part is empty.

    Raises ValueError when there is no list.
    """
    if not len(sizes):
        raise ValueError("there are no lists to divide")
    ends = np.cumsum(sizes)
    wanted = ends[-1] * np.arange(1, parts) / parts
    inner = np.searchsorted(ends, wanted, side="left") + 1
    lists = np.unique(np.r_[0, inner[inner < len(sizes)], len(sizes)]).astype(np.int64)
    return Cuts(lists, np.r_[0, ends][lists].astype(np.int64))
