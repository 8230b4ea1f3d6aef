"""The order of a list, learnt from how far each pair came: LambdaMART."""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from models.attention import Attention, learnable
from models.forests import Forest, can_grow, join_forests
from models.lists import Lists
from models.ranking import RankedRows, RankingGrower
from models.settings import Settings

Int64 = NDArray[np.int64]
Bool = NDArray[np.bool_]


def learn_order(
    lists: Lists,
    attention: Attention,
    settings: Settings,
    *,
    seed: int,
    grower: RankingGrower,
    done: Mapping[str, bytes],
    on_stage: Callable[[str, bytes], object],
) -> Forest | None:
    """Grow a LambdaMART (Burges 2010) on graded lists; None where too few rows or no two grades in a list leave nothing to learn.

    The gain of relevance r is 2^r - 1. Position bias: a pair that stands at place k is preferred to another partly because k was
    read more. For rare interest its log odds are the log of the chance to be read plus what it is worth, so the trees start from
    log attention(k) and learn the rest; at prediction nobody has a place. The trees grow in chunks, each from the text of those
    before it, so that a chunk in `done` is not grown again and leaves the same bytes.
    """
    rows = learnable(lists)
    sizes = np.bincount(lists.list_of[rows], minlength=len(lists.sizes))
    sizes = sizes[sizes > 0].astype(np.int64)
    features, relevance = lists.features[rows], lists.relevance[rows]
    if not teaching(relevance, sizes).any() or not can_grow(features, settings.order):
        return None
    start = np.log(attention.at(lists.position[rows]))
    parts: list[Forest] = []
    for number, rounds in enumerate(chunks(settings), start=1):
        name = f"order-{number}"
        content = done.get(name)
        if content is None:
            table = RankedRows(features, relevance, sizes, start)
            chunk = grower.grow(table, settings.order, rounds=rounds, seed=seed + number, bins=settings.bins)
            content = chunk.text.encode("utf-8")
            on_stage(name, content)
        parts.append(Forest.of(content.decode("utf-8")))
        start = start + parts[-1].margins(features)
    return join_forests(parts)


def chunks(settings: Settings) -> list[int]:
    """The rounds of each chunk."""
    whole, rest = divmod(settings.order.rounds, settings.chunk)
    return [settings.chunk] * whole + [rest] * (rest > 0)


def teaching(relevance: Int64, sizes: Int64) -> Bool:
    """(lists,) whether each list holds two different grades; sizes (lists,) are those of the lists in order."""
    if not len(sizes):
        return np.zeros(0, np.bool_)
    starts = np.cumsum(sizes) - sizes
    return np.asarray(np.maximum.reduceat(relevance, starts) > np.minimum.reduceat(relevance, starts), np.bool_)
