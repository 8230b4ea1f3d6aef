"""Seeded lists with a known preference, for rankers and measures to find."""

import numpy as np

from matching.features import FEATURES, POSITION
from models.ranker import TrainingData


def some_lists(seed: int, lists: int = 120, longest: int = 15) -> TrainingData:
    """Lists whose relevance follows the share of skills and a near workplace, with noise and missing values."""
    generator = np.random.Generator(np.random.PCG64(seed))
    groups = generator.integers(4, longest + 1, lists)
    rows = int(groups.sum())
    features = generator.random((rows, len(FEATURES)))
    features[:, POSITION["distance_km"]] *= 40
    liking = (
        3 * features[:, POSITION["skills_covered"]] - features[:, POSITION["distance_km"]] / 15 + generator.normal(0, 0.3, rows)
    )
    relevance = np.digitize(liking, [0.3, 0.9, 1.5, 2.1]).astype(np.int64)
    features[generator.random(features.shape) < 0.1] = np.nan
    return TrainingData(features, relevance, groups.astype(np.int64), "seeded lists of a test")
