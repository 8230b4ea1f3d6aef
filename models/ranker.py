"""The learned ranker: an order and three chances from outcomes, blended with the hand weights; a folder with manifest and card."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
import orjson

from matching.features.leaning import TEXT_ALONE, Leaning
from matching.features.table import FEATURE_NAMES, FEATURES
from matching.protocols import Float64
from models.attention import Attention
from models.baselines import WEIGHTS_FILE, HandWeightedRanker, check_features
from models.cards import ranker_card
from models.chances import CHANCES, Chance
from models.folders import ArtefactError, read_manifest, write_folder
from models.forests import Forest
from models.leaning import leaning_of, plain

KIND: Final = "learned ranker"
CALIBRATION_FILE: Final = "calibration.json"


@dataclass(frozen=True)
class Blend:
    """How the parts become one score.

    score = weight * ((1 - share) * scaled(log p(interest) + log p(offer)) + share * scaled(order)) + (1 - weight) * scaled(hand),
    with scaled(x) = (x - middle) / spread, middle and spread measured on the training lists, so that all parts speak one unit.
    weight = lists / (lists + half): how far learning is trusted. share: the order forest against the product of chances.
    """

    share: float
    weight: float
    product: tuple[float, float] = (0.0, 1.0)
    order: tuple[float, float] = (0.0, 1.0)
    hand: tuple[float, float] = (0.0, 1.0)

    def plain(self) -> dict[str, Any]:
        return {
            "share": self.share,
            "weight": self.weight,
            "product": list(self.product),
            "order": list(self.order),
            "hand": list(self.hand),
        }

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Self:
        pairs = {name: (float(told[name][0]), float(told[name][1])) for name in ("product", "order", "hand")}
        return cls(told["share"], told["weight"], **pairs)


@dataclass(frozen=True, eq=False)
class LearnedRanker:
    """A `Matcher` and the manifest that describes it. A row's score depends on that row alone; prediction runs on one thread.

    `order` is None where nothing could be learnt of the order; then the blend has no share of it. `leaning` stands in for the score
    where all who are allowed are looked through for those worth ranking.
    """

    manifest: Mapping[str, Any]
    hand: HandWeightedRanker
    order: Forest | None
    interest: Chance
    offer: Chance
    stay: Chance
    blend: Blend = field(repr=False)
    leaning: Leaning = field(default=TEXT_ALONE, repr=False)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read a folder that `save` wrote. Raises ArtefactError when a file is missing, changed or for other features."""
        manifest = read_manifest(folder, KIND)
        if tuple(manifest.get("features", ())) != FEATURE_NAMES:
            raise ArtefactError(f"{folder} was trained on another feature table; train it again with this program")
        hand = HandWeightedRanker.parse((folder / WEIGHTS_FILE).read_bytes(), str(folder / WEIGHTS_FILE))
        told = orjson.loads((folder / CALIBRATION_FILE).read_bytes())
        forests = {name: _forest(folder / f"{name}.txt") for name in ("order", *CHANCES)}
        interest, offer, stay = (Chance.of(told[step], forests[step], manifest["chances"][step]) for step in CHANCES)
        return cls(
            manifest, hand, forests["order"], interest, offer, stay, Blend.of(told["blend"]), leaning_of(told.get("leaning"))
        )

    @property
    def version(self) -> str:
        return str(self.manifest["version"])

    @property
    def calibrated(self) -> bool:
        """Always: every chance was held against outcomes, be it only as a base rate."""
        return True

    @property
    def attention(self) -> Attention:
        """How far down the training lists people read, as it was estimated."""
        return Attention.of(self.manifest["attention"])

    @property
    def steps(self) -> tuple[Chance, Chance, Chance]:
        return (self.interest, self.offer, self.stay)

    def score(self, features: Float64) -> Float64:
        """(n,) for an employer's list, see `Blend`."""
        features = _checked(features)
        blend, scores = self.blend, np.zeros(len(features))
        hand = self.hand.score(features)
        if self._product_counts:
            scores += blend.weight * (1 - blend.share) * _scaled(self._log_product(features, hand), blend.product)
        if self.order is not None and blend.weight * blend.share > 0:
            scores += blend.weight * blend.share * _scaled(self.order.margins(features), blend.order)
        if blend.weight < 1:
            scores += (1 - blend.weight) * _scaled(hand, blend.hand)
        return scores

    def chances(self, features: Float64) -> Float64:
        """(n, 3) in 0..1: p(interested | read), p(offered | interviewed), p(there after three months | hired)."""
        features = _checked(features)
        hand = self.hand.score(features)
        return np.stack([step.chance(features, hand) for step in self.steps], axis=1)

    def worth(self, features: Float64) -> Float64:
        """(n,) in 0..1 for a candidate's list: the product of the three chances."""
        return np.asarray(self.chances(features).prod(axis=1), np.float64)

    def contributions(self, features: Float64) -> Float64:
        """(n, F) in the score's unit: with `base` each row adds up to its score.

        1. TreeSHAP (Lundberg et al. 2018) divides a forest's margin, the hand score is divided by its own terms. 2. The margin of a
        chance moves its logarithm along a curve that always rises; each feature gets of that movement its share of the margin's. It
        is one factor for all features of a pair, never below 0: signs and ratios stay those of the forest. 3. The parts are added
        with the weights of the blend.
        """
        features = _checked(features)
        blend, moved = self.blend, np.zeros((len(features), len(FEATURES)))
        terms = self.hand.contributions(features)
        if self._product_counts:
            for step in (self.interest, self.offer):
                part = self._log_terms(step, features, terms)
                part *= blend.weight * (1 - blend.share) / blend.product[1]
                moved += part
        if self.order is not None and blend.weight * blend.share > 0:
            part = self.order.shares(features)[:, :-1]
            part *= blend.weight * blend.share / blend.order[1]
            moved += part
        if blend.weight < 1:
            terms *= (1 - blend.weight) / blend.hand[1]
            moved += terms
        return moved

    @cached_property
    def base(self) -> float:
        """The score that no feature has moved."""
        blend, base = self.blend, 0.0
        if self._product_counts:
            logs = sum(float(np.log(step.calibrator.chance(np.array([_base_margin(step)])))[0]) for step in self.steps[:2])
            base += blend.weight * (1 - blend.share) * (logs - blend.product[0]) / blend.product[1]
        if self.order is not None and blend.weight * blend.share > 0:
            base += blend.weight * blend.share * (_base_value(self.order) - blend.order[0]) / blend.order[1]
        return base - (1 - blend.weight) * blend.hand[0] / blend.hand[1]

    def with_entries(self, **entries: Any) -> Self:
        """The same model with these keys set in its manifest; the version stays."""
        return replace(self, manifest={**self.manifest, **entries})

    def files(self) -> dict[str, bytes]:
        """All files of the folder but manifest and card."""
        told: dict[str, Any] = {"blend": self.blend.plain(), "leaning": plain(self.leaning)}
        forests: dict[str, Forest | None] = {"order": self.order}
        for step, chance in zip(CHANCES, self.steps, strict=True):
            told[step], forests[step] = chance.plain(), chance.forest
        return {
            WEIGHTS_FILE: self.hand.text.encode("utf-8"),
            CALIBRATION_FILE: orjson.dumps(told, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n",
            **{f"{name}.txt": forest.text.encode("utf-8") for name, forest in forests.items() if forest is not None},
        }

    def save(self, folder: Path) -> None:
        """Write the forests, calibration.json, weights.yaml, manifest.json and card.md, whole or not at all."""
        write_folder(folder, self.files(), self.manifest, ranker_card)

    @property
    def _product_counts(self) -> bool:
        return self.blend.weight * (1 - self.blend.share) > 0

    def _log_product(self, features: Float64, hand: Float64) -> Float64:
        return np.asarray(np.log(self.interest.chance(features, hand)) + np.log(self.offer.chance(features, hand)), np.float64)

    def _log_terms(self, step: Chance, features: Float64, terms: Float64) -> Float64:
        """(n, F) how each feature moved the logarithm of one chance."""
        shares = step.slope * terms
        if step.forest is not None:
            shares += step.forest.shares(features)[:, :-1]
        start = _base_margin(step)
        margins = start + shares.sum(axis=1)
        way = margins - start
        moved = np.log(step.calibrator.chance(margins)) - np.log(step.calibrator.chance(np.array([start])))
        factor = np.divide(moved, way, out=np.zeros(len(way)), where=np.abs(way) > 1e-12)
        shares *= factor[:, None]
        return shares


def _checked(features: Float64) -> Float64:
    check_features(features)
    return np.ascontiguousarray(features, np.float64)


def _scaled(values: Float64, by: tuple[float, float]) -> Float64:
    return (values - by[0]) / by[1]


def _base_value(forest: Forest) -> float:
    """TreeSHAP's base value: the forest's mean margin over its training rows."""
    return float(forest.shares(np.full((1, len(FEATURES)), np.nan))[0, -1])


def _base_margin(step: Chance) -> float:
    return step.base + (0.0 if step.forest is None else _base_value(step.forest))


def _forest(path: Path) -> Forest | None:
    if not path.is_file():
        return None
    try:
        return Forest.of(path.read_text("utf-8"))
    except ArtefactError as fault:
        raise ArtefactError(f"{path}: {fault}") from fault
