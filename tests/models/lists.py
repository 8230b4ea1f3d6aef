"""Seeded lists with a known truth, for rankers, measures and estimates to find."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from matching.features import FEATURES, POSITION
from matching.protocols import Float64
from models.lists import Lists

ETA: Final = 0.4
"""How fast attention falls: the entry at place r is read with probability r ** -ETA."""


@dataclass(frozen=True)
class Truth:
    """(n,) each: the true chances of each pair of the lists, given its features alone."""

    read: Float64
    interest: Float64
    offer: Float64
    stay: Float64


MISLEADING: Final = "education_surplus"
"""What a misled officer sorts by; it changes nothing of interest, offer or staying."""


def some_lists(
    seed: int, lists: int = 120, longest: int = 15, eta: float = ETA, per_event: int = 20, misled: bool = False
) -> Lists:
    """Lists as an officer made them: `per_event` lists an event, two an employer, people new in each list."""
    return lists_and_truth(seed, lists, longest, eta, per_event, misled)[0]


def lists_and_truth(
    seed: int, lists: int = 120, longest: int = 15, eta: float = ETA, per_event: int = 20, misled: bool = False
) -> tuple[Lists, Truth]:
    """Interest follows skills, wages and a near workplace, offers follow skills and experience, staying the way to work.

    An officer orders each list by skills and distance, with errors, or, misled, by what is of no account; who stands lower is read
    less (r ** -eta), and who is not read shows no interest. One value in ten is missing and then counts as its middle.
    """
    generator = np.random.Generator(np.random.PCG64(seed))
    sizes = generator.integers(4, longest + 1, lists).astype(np.int64)
    rows = int(sizes.sum())
    features = generator.random((rows, len(FEATURES)))
    features[:, POSITION["distance_km"]] *= 40
    features[generator.random(features.shape) < 0.1] = np.nan
    skills, pay = _centred(features, "skills_covered"), _centred(features, "pay_against_wish")
    near, experience = -_centred(features, "distance_km") / 40, -_centred(features, "experience_shortfall")
    list_of = np.repeat(np.arange(lists), sizes)
    officer = (4 * _centred(features, MISLEADING) if misled else 2 * skills + 2 * near) + generator.normal(0, 0.3, rows)
    order = np.lexsort((-officer, list_of))
    position = np.empty(rows, np.int64)
    position[order] = np.arange(rows) - np.repeat(np.cumsum(sizes) - sizes, sizes) + 1
    truth = Truth(
        read=position.astype(np.float64) ** -eta,
        interest=_sigmoid(-0.3 + 3 * skills + 1.5 * pay + 2.5 * near + 4 * near * skills),
        offer=_sigmoid(0.2 + 3 * skills + 3 * experience),
        stay=_sigmoid(0.5 + 4 * near),
    )
    draws = generator.random((4, rows))
    interested = (draws[0] < truth.read) & (draws[1] < truth.interest)
    offered = interested & (draws[2] < truth.offer)
    retained = offered & (draws[3] < truth.stay)
    data = Lists(
        features=features,
        sizes=sizes,
        position=position,
        event=list_of // per_event,
        posting=list_of,
        employer=list_of // 2,
        person=np.arange(rows),
        interested=interested,
        interviewed=interested,
        offered=offered,
        hired=offered,
        retained=retained,
        followed=np.ones(rows, np.bool_),
        propensity=np.ones(rows),
        source="seeded lists of a test",
    )
    return data, truth


def _centred(features: Float64, name: str) -> Float64:
    column = features[:, POSITION[name]]
    middle = 20.0 if name == "distance_km" else 0.5
    return np.where(np.isnan(column), 0.0, column - middle)


def _sigmoid(values: Float64) -> Float64:
    return 1 / (1 + np.exp(-values))
