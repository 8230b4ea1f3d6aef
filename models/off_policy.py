"""What another order would have brought on lists that were shown in this one: from the few places that were left to chance."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from matching.protocols import Float64
from models.lists import Lists
from models.measure import Measure
from models.metrics import resampled

Int64 = NDArray[np.int64]
Step = Literal["interested", "interviewed", "offered", "hired", "retained"]


@dataclass(frozen=True)
class OffPolicy:
    """The value of an order: what `step` it would have brought a list among its first k, with 95 % intervals over lists.

    ips is true on average as long as every row could have been shown; it swings where chances are small. snips swings less and
    leans a little. naive is what one gets without the chances: the share of success among those of the new first k who were shown,
    times k; it is printed to show what it misses. effective is the number of equally weighted rows that would be as sure as the
    `rows` that were both shown and among the new first k. covered is the share of the new first k that had any chance to be shown,
    clipped how many rows had their weight cut: with covered below 1 or clipped above 0 ips is too low.
    """

    step: Step
    k: int
    ips: Measure
    snips: Measure
    naive: Measure
    rows: int
    effective: float
    covered: float
    clipped: int

    def plain(self) -> dict[str, float | int | str | list[float]]:
        """Rounded, for JSON: each value with its interval."""
        values = {name: getattr(self, name) for name in ("ips", "snips", "naive")}
        return {
            "step": self.step,
            "k": self.k,
            **{name: [round(number, 4) for number in (one.mean, one.low, one.high)] for name, one in values.items()},
            "rows": self.rows,
            "effective": round(self.effective, 1),
            "covered": round(self.covered, 4),
            "clipped": self.clipped,
        }


def off_policy(
    scores: Float64,
    lists: Lists,
    *,
    seed: int,
    k: int = 5,
    step: Step = "hired",
    attention: Float64 | None = None,
    heaviest: float | None = None,
    draws: int = 1_000,
) -> OffPolicy:
    """Judge the order of `scores` (n,) on explored lists, by inverse propensity.

    Horvitz and Thompson 1952, JASA 47(260); self-normalised: Swaminathan and Joachims 2015, NeurIPS.
    The lists hold every pair that the new order may choose from, not only those shown: position 0 where a pair was not, propensity
    the chance with which each pair was, or would have been, put at its one place (`matching.exploration.explore`). A row that was
    shown and is among the new first k counts 1 / propensity, at most `heaviest`.

    attention (places,), the chance of being read at each place, takes out that the same person fares worse further down: a row
    counts attention(new place) / attention(place) more. Without it every place of a list is taken to be read alike.
    Raises ValueError when nothing was explored, the pairs that were not shown are missing, or something does not fit.
    """
    _check(scores, lists, k, step, heaviest)
    place = np.empty(len(lists), np.int64)
    order = np.lexsort((np.random.Generator(np.random.PCG64(seed)).permutation(len(lists)), -scores, lists.list_of))
    place[order] = np.arange(len(lists)) - np.repeat(lists.starts, lists.sizes) + 1
    shown, chosen = lists.position > 0, place <= k
    found = shown & chosen
    weight = np.divide(1.0, lists.propensity, out=np.zeros(len(lists)), where=found)
    cut = np.minimum(weight, np.inf if heaviest is None else heaviest)
    reward = getattr(lists, step) * _read_more(place, lists.position, attention)
    columns = (cut * reward, cut, found * reward, found, chosen, np.ones(len(lists)))
    sums = np.stack([np.add.reduceat(column.astype(np.float64), lists.starts) for column in columns], axis=1)
    sums[:, -1] = 1.0
    total, drawn = sums.sum(axis=0)[None], resampled(sums, seed, draws)
    of_lists, rows = len(lists.sizes), int(found.sum())
    # Nothing was drawn for a pair that was not shown though nothing stood in its way: it had no chance.
    possible = (lists.propensity > 0) & (shown | (lists.propensity < 1))
    return OffPolicy(
        step=step,
        k=k,
        ips=Measure.of(float(_ips(total)[0]), _ips(drawn), of_lists),
        snips=Measure.of(float(_per_row(total, 0, 1)[0]), _per_row(drawn, 0, 1), of_lists),
        naive=Measure.of(float(_per_row(total, 2, 3)[0]), _per_row(drawn, 2, 3), of_lists),
        rows=rows,
        effective=float(cut.sum() ** 2 / (cut**2).sum()) if rows else 0.0,
        covered=float(possible[chosen].mean()),
        clipped=int((cut < weight).sum()),
    )


def _check(scores: Float64, lists: Lists, k: int, step: Step, heaviest: float | None) -> None:
    shown = lists.position > 0
    if scores.shape != (len(lists),) or not np.isfinite(scores).all():
        raise ValueError(f"the scores must be {len(lists)} finite numbers, one a pair of the lists; they have shape {scores.shape}")
    if k < 1 or (heaviest is not None and heaviest < 1):
        raise ValueError(f"k is {k} and the heaviest weight {heaviest}; both start at 1")
    if not ((lists.propensity >= 0) & (lists.propensity <= 1)).all() or (lists.propensity[shown] == 0).any():
        raise ValueError("a propensity is not in 0..1, or 0 for a pair that was shown; keep the chances as they were when drawn")
    if (lists.propensity[shown] == 1).all():
        raise ValueError(
            "nothing was explored: every pair was certain to stand where it stood, so these lists cannot say what another order "
            "would have brought; let a small share of each list be explored first"
        )
    if shown.all():
        raise ValueError("the pairs that were not shown are missing; another order must be able to choose them")
    if step == "retained" and (lists.hired & ~lists.followed).any():
        missing = int((lists.hired & ~lists.followed).sum())
        raise ValueError(f"{missing} of those hired were not followed up yet; judge the hires, or leave these events out")


def _read_more(place: Int64, before: Int64, attention: Float64 | None) -> Float64:
    """(n,) how much more an entry is read at its new place than at that before; 1 where it had none."""
    if attention is None:
        return np.ones(len(place))
    at = [attention[np.clip(one, 1, len(attention)) - 1] for one in (place, before)]
    return np.asarray(np.where(before > 0, at[0] / at[1], 1.0), np.float64)


def _ips(sums: Float64) -> Float64:
    return np.asarray(sums[:, 0] / sums[:, 5], np.float64)


def _per_row(sums: Float64, reward: int, weight: int) -> Float64:
    """Reward a weight, times the rows that the new order chooses on a list; NaN without weight."""
    value = np.full(len(sums), np.nan)
    np.divide(sums[:, reward] * sums[:, 4], sums[:, weight] * sums[:, 5], out=value, where=sums[:, weight] > 0)
    return value
