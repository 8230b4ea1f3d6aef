"""What retrieval may look at of a pair: a weighted sum of features that need no ranking, and how it falls apart by side.

Every such feature but three depends on a few facts of a person, which many people share, and a few of a posting. So it is worked
out once for each kind of person and each kind of posting; the three others are nearnesses of meaning.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
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

LEANING_FEATURES: Final = (TEXT, WISH, EXPERIENCE, *(name for side in SIDES for name in side.features))
"""All that a leaning may weigh. What the rules found of a pair, such as arrangements, is not among them."""
_POSITIONS: Final = np.array(sorted(POSITION[name] for name in LEANING_FEATURES))


@dataclass(frozen=True, eq=False)
class Leaning:
    """Which of the allowed are worth ranking: sum of weight * (clip((value - start) / (end - start), 0, 1) - 1/2), missing adds 0.

    Arrays have one entry a feature, in table order; `weight` is 0 but at `LEANING_FEATURES`.
    """

    weight: Float64
    start: Float64
    end: Float64

    @classmethod
    def of(cls, weight: Float64, start: Float64, end: Float64) -> Self:
        """These weights, as far as a leaning may have them."""
        kept = np.zeros(len(FEATURES))
        kept[_POSITIONS] = weight[_POSITIONS]
        return cls(kept, start, end)

    def terms(self, features: Float64) -> Float64:
        """(n, F) what each feature adds, of (n, F) features."""
        moved = self.weight * (np.clip((features - self.start) / (self.end - self.start), 0, 1) - 0.5)
        return np.where(np.isnan(features), 0.0, moved)

    def nearness(self, features: Float64) -> Float32:
        """(n,) the sum, rounded to float32: what the lists of retrieval are ordered by."""
        return np.asarray(self.terms(features).sum(axis=1), np.float32)

    def line(self, feature: str) -> tuple[float, float, float]:
        """(weight, start, end) of one feature."""
        at = POSITION[feature]
        return float(self.weight[at]), float(self.start[at]), float(self.end[at])


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
        weighed = [name for name in side.features if leaning.weight[POSITION[name]]]
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
        found = leaning.terms(features).sum(axis=1).reshape(len(firsts), len(rows))
        tables.append(found[which])
    return np.concatenate(tables, axis=1)
