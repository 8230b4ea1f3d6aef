"""The three chances on the way to a job: interest once read, an offer once interviewed, still there three months after hiring."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal, Self

import numpy as np
import orjson
from numpy.typing import NDArray

from matching.protocols import Float64
from models.attention import Attention, learnable, read_gradient
from models.baselines import HandWeightedRanker
from models.calibration import AS_GROWN, Calibrator, choose_calibrator, fit_calibrator, log_loss
from models.forests import Forest, can_grow, chance_of, grow, logit
from models.lists import Lists
from models.settings import Growth, Settings

Bool = NDArray[np.bool_]
Int64 = NDArray[np.int64]
Step = Literal["interest", "offer", "stay"]
CHANCES: Final[tuple[Step, ...]] = ("interest", "offer", "stay")

_PRIOR_ROWS: Final = 20.0
"""The proposed base rate counts like so many outcomes."""


@dataclass(frozen=True, eq=False)
class Chance:
    """One chance: calibrated(base + slope * hand score + forest margin). Without a forest it is the base rate, with the order of
    the hand weights. `told` says for the manifest how it came about."""

    base: float
    slope: float
    calibrator: Calibrator
    forest: Forest | None
    told: Mapping[str, Any] = field(default_factory=dict)

    def margins(self, features: Float64, hand_scores: Float64) -> Float64:
        """(n,) before calibration."""
        start = self.base + self.slope * hand_scores
        return start if self.forest is None else start + self.forest.margins(features)

    def chance(self, features: Float64, hand_scores: Float64) -> Float64:
        """(n,) in 0..1."""
        return self.calibrator.chance(self.margins(features, hand_scores))

    def plain(self) -> dict[str, Any]:
        """All but the forest, for calibration.json."""
        return {"base": self.base, "slope": self.slope, "calibrator": self.calibrator.plain()}

    @classmethod
    def of(cls, plain: Mapping[str, Any], forest: Forest | None, told: Mapping[str, Any]) -> Self:
        return cls(plain["base"], plain["slope"], Calibrator.of(plain["calibrator"]), forest, told)

    def to_bytes(self) -> bytes:
        text = None if self.forest is None else self.forest.text
        return orjson.dumps({**self.plain(), "forest": text, "told": dict(self.told)})

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        read = orjson.loads(content)
        return cls.of(read, None if read["forest"] is None else Forest.of(read["forest"]), read["told"])


@dataclass(frozen=True, eq=False)
class Trials:
    """The pairs that can tell of one step: features, what happened, how surely it would have shown, and the part it belongs to."""

    features: Float64
    happened: Bool
    read: Float64
    part: Int64

    @classmethod
    def of(cls, lists: Lists, step: Step, attention: Attention, parts: int) -> Self:
        """The pairs of the step: all that were shown, those interviewed, or those hired whose follow-up is in."""
        seen = learnable(lists)
        rows, happened = {
            "interest": (seen, lists.interested),
            "offer": (seen & lists.interviewed, lists.offered),
            "stay": (seen & lists.hired & lists.followed, lists.retained),
        }[step]
        read = attention.at(lists.position[rows]) if step == "interest" else np.ones(int(rows.sum()))
        return cls(lists.features[rows], happened[rows], read, parts_of(lists, parts)[rows])

    def __len__(self) -> int:
        return len(self.happened)

    def of_rows(self, rows: Bool) -> "Trials":
        return Trials(self.features[rows], self.happened[rows], self.read[rows], self.part[rows])

    def joined(self, other: "Trials") -> "Trials":
        """Both, one after the other."""
        return Trials(
            np.vstack([self.features, other.features]),
            np.r_[self.happened, other.happened],
            np.r_[self.read, other.read],
            np.r_[self.part, other.part],
        )

    def enough(self, few: int) -> bool:
        """Whether either outcome is there at least `few` times."""
        happened = int(self.happened.sum())
        return min(happened, len(self) - happened) >= few


def parts_of(lists: Lists, parts: int) -> Int64:
    """(n,) 0..parts-1: whole events in turn, or whole lists where there are fewer events than parts."""
    events, number = np.unique(lists.event, return_inverse=True)
    return np.asarray((number if len(events) >= parts else lists.list_of) % parts, np.int64)


def learn_chance(
    step: Step,
    lists: Lists,
    validation: Lists | None,
    attention: Attention,
    hand: HandWeightedRanker,
    settings: Settings,
    *,
    seed: int,
    threads: int,
) -> Chance:
    """Learn one chance.

    1. With fewer than `settings.few` of either outcome: the base rate, drawn towards the proposed one, in the order of the hand
    weights. 2. Otherwise a forest on top of the hand score. For interest the likelihood counts what was probably not read. 3. Its
    length is chosen on the validation lists, or, where those tell too little, on parts of the training events for which it is grown
    without them. 4. Its calibration is chosen on those parts and the validation lists together.
    """
    trials = Trials.of(lists, step, attention, settings.folds)
    growth: Growth = getattr(settings, step)
    if not trials.enough(settings.few) or not can_grow(trials.features, growth):
        return _base_rate(step, trials, hand)
    start = fit_calibrator("sigmoid", hand.score(trials.features), trials.happened, trials.read)
    shoot = _Shoot(start, hand, growth, settings, seed, threads)
    held = None if validation is None else Trials.of(validation, step, attention, settings.folds)
    lengths = checkpoints(growth.rounds, settings.checkpoints)
    if held is not None and held.enough(settings.few):
        forest = shoot.grow(trials, growth.rounds)
        margins = shoot.margins(forest, held.features, lengths)
    else:
        held, forest = trials, None
        margins = shoot.unseen(trials, lengths)
    losses = [log_loss(held.read * chance_of(row), held.happened) for row in margins]
    best = int(np.argmin(np.round(losses, 9)))
    calibrated_on, rows = held, margins[best]
    if held is not trials:
        # Validation lists are of few employers: what they alone say of a level may be theirs alone.
        elsewhere = np.full(len(held), settings.folds, np.int64)
        calibrated_on = trials.joined(replace(held, part=elsewhere))
        rows = np.r_[shoot.unseen(trials, [lengths[best]])[0], margins[best]]
    calibrator, tried = choose_calibrator(rows, calibrated_on.happened, calibrated_on.read, calibrated_on.part)
    grown = None
    if lengths[best]:
        grown = shoot.grow(trials, lengths[best]) if forest is None else forest.first(lengths[best])
    told = _told("forest", trials) | {
        "trees": lengths[best],
        "held_out": "training events in turn" if held is trials else "validation",
        "held_out_rows": len(held),
        "calibrated_on": len(calibrated_on),
        "calibration": calibrator.kind,
        "log_loss": {kind: round(loss, 6) for kind, loss in tried.items()},
    }
    return Chance(start.shift, start.scale, calibrator, grown, told)


def checkpoints(rounds: int, count: int) -> list[int]:
    """Lengths at which a forest is tried out, from none to all of its rounds."""
    return sorted({round(rounds * step / count) for step in range(count + 1)})


@dataclass(frozen=True, eq=False)
class _Shoot:
    """A forest that grows from the hand score."""

    start: Calibrator
    hand: HandWeightedRanker
    growth: Growth
    settings: Settings
    seed: int
    threads: int

    def starts(self, features: Float64) -> Float64:
        return np.asarray(self.start.shift + self.start.scale * self.hand.score(features), np.float64)

    def grow(self, trials: Trials, rounds: int) -> Forest:
        return grow(
            trials.features,
            read_gradient(trials.happened, trials.read),
            self.growth,
            rounds=rounds,
            seed=self.seed,
            threads=self.threads,
            bins=self.settings.bins,
            start=self.starts(trials.features),
        )

    def unseen(self, trials: Trials, lengths: list[int]) -> Float64:
        """(lengths, n) the margins of each pair by a forest that was grown without its part of the events."""
        margins = np.tile(self.starts(trials.features), (len(lengths), 1))
        for part in np.unique(trials.part):
            out = trials.part == part
            if max(lengths) and can_grow(trials.features[~out], self.growth):
                margins[:, out] = self.margins(self.grow(trials.of_rows(~out), max(lengths)), trials.features[out], lengths)
        return margins

    def margins(self, forest: Forest, features: Float64, lengths: list[int]) -> Float64:
        """(lengths, n)"""
        starts = self.starts(features)
        return np.stack([starts + forest.margins(features, length) for length in lengths])


def _base_rate(step: Step, trials: Trials, hand: HandWeightedRanker) -> Chance:
    """The smoothed base rate as the mean of logistic(base + slope * hand score) over the pairs."""
    column = CHANCES.index(step)
    proposed, slope = float(hand.base_rates[column]), float(hand.slopes[column])
    rate = (float(trials.happened.sum()) + _PRIOR_ROWS * proposed) / (float(trials.read.sum()) + _PRIOR_ROWS)
    rate = min(max(rate, 1e-3), 1 - 1e-3)
    scores = hand.score(trials.features) if len(trials) else np.zeros(1)
    low, high = logit(rate) - slope * float(scores.max()), logit(rate) - slope * float(scores.min())
    for _ in range(60):
        middle = (low + high) / 2
        if float(chance_of(middle + slope * scores).mean()) < rate:
            low = middle
        else:
            high = middle
    return Chance((low + high) / 2, slope, AS_GROWN, None, _told("base rate", trials) | {"rate": round(rate, 6)})


def _told(by: str, trials: Trials) -> dict[str, Any]:
    return {"by": by, "rows": len(trials), "happened": int(trials.happened.sum())}
