"""From a margin to a chance that can be believed: sigmoid or isotonic, whichever told held-out outcomes better."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, Self

import numpy as np
from numpy.typing import NDArray

from matching.protocols import Float64
from models.forests import chance_of, logit

Bool = NDArray[np.bool_]
Int64 = NDArray[np.int64]
Kind = Literal["as grown", "sigmoid", "isotonic"]
KINDS: Final[tuple[Kind, ...]] = ("as grown", "sigmoid", "isotonic")

_LEAST: Final = 1e-4
_ISOTONIC_ROWS: Final = 300
"""Isotonic steps fitted on fewer outcomes follow their noise."""
_LOGISTIC: Final = 0.05
_PASSES: Final = 60
_LEAST_SCALE: Final = 1e-3
_RIDGE: Final = 1e-3
"""Keeps the scale finite where margins part the outcomes perfectly."""


@dataclass(frozen=True)
class Calibrator:
    """A map from margins to chances that always rises: the logistic of shift + scale * margin, or mostly a line through points.

    `knots` are margins and `values` the chances there; between them it is a line, beyond them flat. One part in twenty of the
    logistic is mixed in, so that different margins never get one chance.
    """

    kind: Kind
    shift: float = 0.0
    scale: float = 1.0
    knots: tuple[float, ...] = ()
    values: tuple[float, ...] = ()

    def chance(self, margins: Float64) -> Float64:
        """(n,) chances in 0.0001..0.9999."""
        found = chance_of(self.shift + self.scale * margins)
        if self.kind == "isotonic":
            found = (1 - _LOGISTIC) * np.interp(margins, self.knots, self.values) + _LOGISTIC * found
        return np.asarray(np.clip(found, _LEAST, 1 - _LEAST), np.float64)

    def plain(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "shift": self.shift,
            "scale": self.scale,
            "knots": list(self.knots),
            "values": list(self.values),
        }

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Self:
        return cls(told["kind"], told["shift"], told["scale"], tuple(told["knots"]), tuple(told["values"]))


AS_GROWN: Final = Calibrator("as grown")


def fit_calibrator(kind: Kind, margins: Float64, happened: Bool, read: Float64) -> Calibrator:
    """Fit one kind on outcomes that show only where an entry was read, with probability `read` (n,); 1 everywhere: plain outcomes.

    Sigmoid: Platt 1999. Isotonic: Zadrozny and Elkan 2002, on outcomes
    divided by `read` and weighted with it; the points are the centres of its steps (Oron and Flournoy 2017).
    """
    if kind == "as grown":
        return AS_GROWN
    return _sigmoid(margins, happened, read) if kind == "sigmoid" else _isotonic(margins, happened, read)


def choose_calibrator(margins: Float64, happened: Bool, read: Float64, parts: Int64) -> tuple[Calibrator, dict[str, float]]:
    """The kind with the least log loss on parts (n,) it was not fitted on, fitted on all; and the log loss of every kind tried.

    Parts with one outcome only are still judged, but nothing is fitted where an outcome is missing: then it stays as grown.
    """
    losses: dict[str, float] = {}
    kinds = KINDS if len(margins) >= _ISOTONIC_ROWS else KINDS[:2]
    for kind in kinds:
        chances = np.zeros(len(margins))
        for part in np.unique(parts):
            out = parts == part
            fitted = AS_GROWN if not _both(happened[~out]) else fit_calibrator(kind, margins[~out], happened[~out], read[~out])
            chances[out] = fitted.chance(margins[out])
        losses[kind] = log_loss(read * chances, happened)
    best = min(kinds, key=lambda kind: (round(losses[kind], 9), kinds.index(kind)))
    if not _both(happened):
        best = "as grown"
    return fit_calibrator(best, margins, happened, read), losses


def log_loss(chances: Float64, happened: Bool) -> float:
    """Mean negative logarithm of the chance given to what happened."""
    if not len(chances):
        return float("nan")
    return float(-np.log(np.clip(np.where(happened, chances, 1 - chances), 1e-9, 1.0)).mean())


def _both(happened: Bool) -> bool:
    return bool(happened.any() and not happened.all())


def _sigmoid(margins: Float64, happened: Bool, read: Float64) -> Calibrator:
    """The likeliest shift and scale by Fisher scoring of p = read * logistic(shift + scale * margin).

    scikit-learn's sigmoid knows no outcome that stays unseen; where all is read the two agree.
    """
    centre, spread = float(margins.mean()), float(margins.std()) or 1.0
    column = (margins - centre) / spread
    rate = min(max(float(happened.sum() / read.sum()), 1e-3), 1 - 1e-3)
    found = np.array([logit(rate), 0.0])
    for _ in range(_PASSES):
        chance = chance_of(found[0] + found[1] * column)
        p = np.clip(read * chance, 1e-9, 1 - 1e-9)
        # derivatives of log p; the likelihood rises by (y - p) / (1 - p) along each
        slopes = np.stack([1 - chance, (1 - chance) * column])
        bend = (slopes * (p / (1 - p))) @ slopes.T + _RIDGE * np.eye(2)
        step = np.clip(np.linalg.solve(bend, slopes @ ((happened - p) / (1 - p)) - _RIDGE * found * [0, 1]), -1.0, 1.0)
        found = found + step
        if np.abs(step).max() < 1e-9:
            break
    scale = float(found[1]) / spread
    if scale < _LEAST_SCALE:
        return Calibrator("sigmoid", round(logit(rate) - _LEAST_SCALE * centre, 9), _LEAST_SCALE)
    return Calibrator("sigmoid", round(float(found[0]) - scale * centre, 9), round(scale, 9))


def _isotonic(margins: Float64, happened: Bool, read: Float64) -> Calibrator:
    from sklearn.isotonic import IsotonicRegression

    steps = IsotonicRegression(y_min=0.0, y_max=1.0).fit_transform(margins, happened / read, sample_weight=read)
    values, step = np.unique(steps, return_inverse=True)
    weight = np.bincount(step, read)
    centres = np.bincount(step, read * margins) / weight
    smooth = _sigmoid(margins, happened, read)
    return Calibrator("isotonic", smooth.shift, smooth.scale, tuple(centres.tolist()), tuple(values.tolist()))
