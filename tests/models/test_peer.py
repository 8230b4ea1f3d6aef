"""The peer's published formula, term by term."""

import numpy as np
import pytest

from matching.features import FEATURES, POSITION
from models.peer import PeerRanker


def pair(**values: float) -> np.ndarray:
    row = np.full((1, len(FEATURES)), np.nan)
    for name, value in values.items():
        row[0, POSITION[name]] = value
    return row


def score(**values: float) -> float:
    return float(PeerRanker().score(pair(**values))[0])


def test_a_pair_worked_by_hand() -> None:
    found = score(wording_overlap=0.4, distance_km=12, promises_kept=0.8, experience_surplus=2, same_district=0)
    assert found == pytest.approx(0.35 * 0.4 + 0.25 * (1 - 12 / 30) + 0.20 * 0.5 + 0.10 * 0.8 + 0.05 * 2 / 5)


def test_what_is_unknown_counts_as_the_peer_counts_it() -> None:
    assert score() == pytest.approx(0.35 * 0.5 + 0.25 * 0.5 + 0.20 * 0.5 + 0.10 * 0.5)


def test_the_distance_ends_at_its_limit_and_remote_work_has_a_bonus() -> None:
    assert score(distance_km=30, same_district=0) == score(distance_km=400, same_district=0)
    assert score(distance_km=0) - score(distance_km=0, same_district=1) == pytest.approx(0.025)


def test_contributions_are_the_score_less_the_constant_attitude() -> None:
    features = np.random.Generator(np.random.PCG64(1)).random((50, len(FEATURES)))
    peer = PeerRanker()
    assert peer.contributions(features).sum(axis=1) + 0.1 == pytest.approx(peer.score(features))
    assert ((peer.score(features) >= 0) & (peer.score(features) <= 1)).all()


def test_another_table_is_refused() -> None:
    with pytest.raises(ValueError, match="a ranker takes"):
        PeerRanker().score(np.zeros((2, 3)))
