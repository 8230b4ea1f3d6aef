"""How far down a list people read: the position bias, estimated from past lists so that it can be taken out of what is learnt."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
import orjson
from numpy.typing import NDArray

from matching.protocols import Float64
from models.calibration import log_loss
from models.forests import Gradient, can_grow, chance_of, grow, logit
from models.lists import Lists
from models.settings import DEFAULTS, Growth, Settings

Int64 = NDArray[np.int64]
Bool = NDArray[np.bool_]

_LAST: Final = 100
"""Places further down are read like this one."""
_TRUST: Final = 300.0
"""So many readings of a place must speak against the smooth curve before it gives way half."""
_GROWTH: Final = Growth(rounds=80, leaves=4, rate=0.05, least_rows=20, l2=3.0, columns=0.5)
_LENGTHS: Final = (20, 40, 80)
"""Of the forests tried; the one that tells held-out interest best is used."""
_PARTS: Final = 5
_MOST: Final = 30_000
"""Pairs are enough for a curve; of more, every so many-th list is read."""
_PASSES: Final = 3
_STEPS: Final = 50
_STEEPEST: Final = 3.0


@dataclass(frozen=True)
class Attention:
    """The chance that an entry is read, by its place: `curve[0]` is the first place and 1 by definition, never rising after it.

    eta is the exponent of the smooth curve place ** -eta behind it; `rows` how many pairs it was estimated on, 0 when it was not.
    """

    curve: tuple[float, ...]
    eta: float
    rows: int

    def at(self, position: Int64) -> Float64:
        """(n,) the chance that each entry was read; 1 for an entry without a place, which stands for a pair that was surely met."""
        table = np.array([1.0, *self.curve])
        return np.asarray(table[np.clip(position, 0, len(self.curve))], np.float64)

    def plain(self) -> dict[str, Any]:
        """As a manifest keeps it."""
        return {"eta": self.eta, "rows": self.rows, "curve": list(self.curve)}

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Self:
        return cls(tuple(told["curve"]), told["eta"], told["rows"])

    def to_bytes(self) -> bytes:
        return orjson.dumps(self.plain())

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        return cls.of(orjson.loads(content))


FULL_ATTENTION: Final = Attention((1.0,), 0.0, 0)
"""Everything is read: no correction."""


def learnable(lists: Lists) -> Bool:
    """(n,) the pairs whose outcome says something: those that had a place on their list, and all pairs of lists without places."""
    placed = lists.position > 0
    shown = np.logical_or.reduceat(placed, lists.starts) if len(lists.sizes) else np.zeros(0, np.bool_)
    return np.asarray(placed | ~shown[lists.list_of], np.bool_)


def estimate_attention(lists: Lists, *, seed: int, settings: Settings = DEFAULTS, threads: int = 1) -> Attention:
    """The position bias by regression-EM: Wang et al. 2018, WSDM, "Position bias estimation for unbiased learning to rank".

    An entry shows interest when it is read and, once read, found interesting: p = theta(place) * gamma(features). What stands high
    was put there for its features, so equal features at different places tell the two apart.
    1. Given theta, gamma is grown: each round of boosting follows the gradient of the expected likelihood, in which a silent entry
    counts as interesting as far as it was probably not read. It is grown on all but one part of the lists and read on that part, in
    turn: read where it was grown it would have learnt the interest itself, and leave nothing to the place.
    2. Given gamma's margins, theta = place ** -eta and the scale of the margins are fitted together, for several lengths of the
    forests, of which the likeliest is kept; three times 1 and 2.
    3. Each place's own theta is estimated with the smooth curve as its prior, and made falling.
    On few lists gamma misses some of what put people on top, and eta comes out too high: in trials by 0.15 on 100 lists of 10, by
    0.05 on 500. With fewer than `settings.few` pairs of interest, or of none, nothing is estimated and full attention is assumed.
    """
    rows = learnable(lists) & (lists.position > 0)
    rows &= lists.list_of % max(1, -(-int(rows.sum()) // _MOST)) == 0
    features, interested = lists.features[rows], lists.interested[rows]
    place = np.minimum(lists.position[rows], _LAST)
    count = int(interested.sum())
    if min(count, len(interested) - count) < settings.few or not can_grow(features[: len(features) // 2], _GROWTH):
        return FULL_ATTENTION
    part = np.unique(lists.list_of[rows], return_inverse=True)[1] % _PARTS
    base = logit(float(interested.mean()))
    eta = 0.0
    for _ in range(_PASSES):
        theta = place.astype(np.float64) ** -eta
        margins = np.full((len(_LENGTHS), len(place)), base)
        for held in range(_PARTS):
            kept, out = part != held, part == held
            gradient = read_gradient(interested[kept], theta[kept])
            start = np.full(int(kept.sum()), base)
            forest = grow(
                features[kept],
                gradient,
                _GROWTH,
                rounds=_GROWTH.rounds,
                seed=seed,
                threads=threads,
                bins=settings.bins,
                start=start,
            )
            margins[:, out] += [forest.margins(features[out], length) for length in _LENGTHS]
        fits = [_fit(interested, place, row, base) for row in margins]
        losses = [log_loss(place.astype(np.float64) ** -eta * gamma, interested) for eta, gamma in fits]
        eta, gamma = fits[int(np.argmin(np.round(losses, 9)))]
    return Attention(tuple(_curve(interested, place, gamma, eta).tolist()), round(eta, 6), len(place))


def read_gradient(interested: Bool, theta: Float64) -> Gradient:
    """The gradient of gamma's margins when interest shows only where an entry is read, with probability theta (n,).

    The curvature is the Fisher information of what shows: that of the expected likelihood would take far smaller steps.
    """

    def gradient(margins: Float64) -> tuple[Float64, Float64]:
        gamma = chance_of(margins)
        information = theta * gamma * (1 - gamma) ** 2 / np.maximum(1 - theta * gamma, 1e-9)
        return gamma - expected_interest(interested, theta, gamma), np.maximum(information, 1e-6)

    return gradient


def expected_interest(interested: Bool, theta: Float64, gamma: Float64) -> Float64:
    """(n,) 1 where interest showed, else the chance that there was some and the entry was not read."""
    return np.where(interested, 1.0, gamma * (1 - theta) / np.maximum(1 - theta * gamma, 1e-9))


def _fit(interested: Bool, place: Int64, margins: Float64, base: float) -> tuple[float, Float64]:
    """The likeliest eta in 0..3 and gamma = logistic(a + b * margins), by Fisher scoring over (eta, a, b)."""
    fall = -np.log(place.astype(np.float64))
    centred = margins - base
    eta, a, b = 0.3, base, 1.0
    for _ in range(_STEPS):
        gamma = chance_of(a + b * centred)
        p = np.clip(np.exp(eta * fall) * gamma, 1e-9, 1 - 1e-9)
        # derivatives of log p; the likelihood rises by (y - p) / (1 - p) along each
        slopes = np.stack([fall, 1 - gamma, (1 - gamma) * centred])
        rise = slopes @ ((interested - p) / (1 - p))
        bend = (slopes * (p / (1 - p))) @ slopes.T + 1e-6 * np.eye(3)
        step = np.clip(np.linalg.solve(bend, rise), -0.5, 0.5)
        eta, a, b = min(max(eta + step[0], 0.0), _STEEPEST), a + step[1], max(b + step[2], 0.0)
        if np.abs(step).max() < 1e-8:
            break
    return float(eta), chance_of(a + b * centred)


def _curve(interested: Bool, place: Int64, gamma: Float64, eta: float) -> Float64:
    """Each place's own theta by EM, with `_TRUST` readings at the smooth curve as its prior; falling, and 1 at the first."""
    from sklearn.isotonic import IsotonicRegression

    last = int(place.max())
    smooth = np.arange(1, last + 1, dtype=np.float64) ** -eta
    counts = np.bincount(place, minlength=last + 1)[1:]
    theta = smooth.copy()
    for _ in range(_STEPS):
        at = theta[place - 1]
        read = np.where(interested, 1.0, at * (1 - gamma) / np.maximum(1 - at * gamma, 1e-9))
        theta = (np.bincount(place, read, minlength=last + 1)[1:] + _TRUST * smooth) / (counts + _TRUST)
    falling = IsotonicRegression(increasing=False).fit_transform(np.arange(last), theta, sample_weight=counts + _TRUST)
    return np.asarray(np.clip(falling / falling[0], 1e-3, 1.0).round(6), np.float64)
