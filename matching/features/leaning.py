"""What retrieval may look at of a pair: a weighted sum of features that need no ranking, and how it falls apart by side.

Every such feature but three depends on a few facts of a person, which many people share, and a few of a posting. So it is worked
out once for each kind of person and each kind of posting; the three others are nearnesses of meaning.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from matching.features.columns import compute_kinds
from matching.features.offers import Offer
from matching.features.seekers import Kinds, SeekerTable
from matching.features.table import FEATURES, POSITION

Float32 = NDArray[np.float32]
Float64 = NDArray[np.float64]
Int32 = NDArray[np.int32]
Int64 = NDArray[np.int64]

TEXT: Final = "meaning_similarity"
WISH: Final = "wish_meaning"
EXPERIENCE: Final = "experience_meaning"


@dataclass(frozen=True)
class Side:
    """Features that depend on these columns of a `SeekerTable` and, of a posting, on what `offer` tells."""

    columns: tuple[str, ...]
    offer: Callable[[Offer], tuple[Any, ...]]
    features: tuple[str, ...]


SIDES: Final = (
    Side(
        ("area", "minutes_wished"),
        lambda one: (one.area, one.remote is True, one.minutes.tobytes()),
        ("commute_minutes", "distance_km", "same_district", "minutes_against_wish"),
    ),
    Side(("city",), lambda one: (one.city, one.remote is True), ("other_city",)),
    Side(("districts_wished",), lambda one: (one.area, one.districts, one.remote is True), ("district_wished",)),
    Side(("pay_wished",), lambda one: (one.pay,), ("pay_against_wish", "pay_shortfall")),
    Side(
        ("hours_wished", "time_wished"),
        lambda one: (one.hours, one.time_known, one.time_met),
        ("hours_room", "hours_over", "hours_fit"),
    ),
    Side(("education",), lambda one: (one.education,), ("education_shortfall", "education_surplus")),
    Side(("experience_years",), lambda one: (one.experience_years,), ("experience_shortfall", "experience_surplus")),
    Side(("kinds_wished",), lambda one: (one.kind,), ("kind_wished",)),
    Side(("remote_wished",), lambda one: (one.remote,), ("remote_fit",)),
)

OF_SIDES: Final = tuple(name for side in SIDES for name in side.features)
LEANING_FEATURES: Final = (TEXT, WISH, EXPERIENCE, *OF_SIDES)
"""All that a leaning may weigh. What the rules found of a pair, such as arrangements, is not among them."""
_POSITIONS: Final = np.array(sorted(POSITION[name] for name in LEANING_FEATURES))


@dataclass(frozen=True)
class Curve:
    """What a feature adds: `values` at rising `knots`, two at least, straight between and level beyond; `missing` where it is."""

    knots: tuple[float, ...]
    values: tuple[float, ...]
    missing: float = 0.0

    def of(self, column: Float64) -> Float64:
        """(n,) of (n,) values; what is found of one does not depend on the others."""
        total = np.full(len(column), self.values[0])
        for (start, before), (end, after) in pairwise(zip(self.knots, self.values, strict=True)):
            total += (after - before) * np.clip((column - start) / (end - start), 0, 1)
        return np.where(np.isnan(column), self.missing, total)


@dataclass(frozen=True, eq=False)
class Leaning:
    """Which of the allowed are worth ranking: the sum over the features of a line or a curve.

    A line is weight * (clip((value - start) / (end - start), 0, 1) - 1/2), and a missing value adds 0. `weight`, `start` and `end`
    have one entry a feature, in table order; `weight` is 0 but at `LEANING_FEATURES`. `curves`, by name, are of features that
    belong to a side, each of which has no line.
    """

    weight: Float64
    start: Float64
    end: Float64
    curves: Mapping[str, Curve] = field(default_factory=dict)

    @classmethod
    def of(cls, weight: Float64, start: Float64, end: Float64, curves: Mapping[str, Curve] | None = None) -> Self:
        """These lines and curves, as far as a leaning may have them."""
        bent = {name: curve for name, curve in sorted((curves or {}).items()) if name in OF_SIDES}
        kept = np.zeros(len(FEATURES))
        kept[_POSITIONS] = weight[_POSITIONS]
        kept[[POSITION[name] for name in bent]] = 0
        return cls(kept, start, end, bent)

    def terms(self, features: Float64) -> Float64:
        """(n, F) what each feature adds, of (n, F) features."""
        moved = self.weight * (np.clip((features - self.start) / (self.end - self.start), 0, 1) - 0.5)
        moved = np.where(np.isnan(features), 0.0, moved)
        for name, curve in self.curves.items():
            moved[:, POSITION[name]] = curve.of(features[:, POSITION[name]])
        return moved

    def nearness(self, features: Float64) -> Float32:
        """(n,) the sum, rounded to float32: what the lists of retrieval are ordered by."""
        return np.asarray(self.terms(features).sum(axis=1), np.float32)

    def line(self, feature: str) -> tuple[float, float, float]:
        """(weight, start, end) of one feature."""
        at = POSITION[feature]
        return float(self.weight[at]), float(self.start[at]), float(self.end[at])

    def weighs(self, feature: str) -> bool:
        """Whether anything depends on the feature."""
        return feature in self.curves or bool(self.weight[POSITION[feature]])

    @property
    def size(self) -> float:
        """What the sum of a pair stays below, whatever its sign."""
        bent = sum(max(map(abs, (*curve.values, curve.missing))) for curve in self.curves.values())
        return float(np.abs(self.weight).sum() + bent)


def text_alone() -> Leaning:
    """Nearness of texts and nothing else."""
    weight, start, end = np.zeros(len(FEATURES)), np.full(len(FEATURES), -1.0), np.ones(len(FEATURES))
    weight[POSITION[TEXT]] = 2.0
    return Leaning(weight, start, end)


TEXT_ALONE: Final = text_alone()


def kinds_of(seekers: SeekerTable) -> Kinds:
    """The kinds of people, one group of columns for each of `SIDES`."""
    return seekers.kinds_by([side.columns for side in SIDES])


def offer_tables(leaning: Leaning, seekers: SeekerTable, kinds: Kinds, offers: Sequence[Offer]) -> Float64:
    """(offers, kinds) what each kind of person adds with each posting; `kinds` are those of the table."""
    tables = []
    for side, rows in zip(SIDES, kinds.rows, strict=True):
        weighed = [name for name in side.features if leaning.weighs(name)]
        if not weighed:
            tables.append(np.zeros((len(offers), len(rows))))
            continue
        numbers: dict[str, int] = {}
        # As text: what is not known is not equal to itself, but written alike.
        which = [numbers.setdefault(repr(side.offer(one)), len(numbers)) for one in offers]
        firsts = [which.index(number) for number in range(len(numbers))]
        columns = compute_kinds(seekers, rows, [offers[first] for first in firsts])
        features = np.full((len(firsts) * len(rows), len(FEATURES)), np.nan)
        for name in weighed:
            features[:, POSITION[name]] = columns[name]
        mine = [POSITION[name] for name in weighed]
        found = leaning.terms(features)[:, mine].sum(axis=1).reshape(len(firsts), len(rows))
        tables.append(found[which])
    return np.concatenate(tables, axis=1)
