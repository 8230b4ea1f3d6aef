"""What retrieval weighs of a pair is the same sum of the same features, however it is taken apart by side."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.bitmaps import pack
from matching.features import FEATURES, POSITION, compute_pairs
from matching.features.leaning import LEANING_FEATURES, OF_SIDES, TEXT_ALONE, Curve, Leaning
from matching.prematch import PrematchSettings, prepare_block, prepare_jobs
from matching.prematch.kernel import walk, weigh
from matching.prematch.nearest import crowd_of, wants_of
from tests.matching.prematch.test_fast_path import ENCODER, crowd, posts
from tests.matching.test_prematch import TODAY

JOBS = prepare_jobs("fair", posts(), ENCODER, PrematchSettings(today=TODAY))
BLOCK = prepare_block(crowd(), JOBS, ENCODER)
EVERYBODY = np.arange(len(BLOCK), dtype=np.int32)

weights = st.lists(st.sampled_from([0.0, 0.5, 1.0, -1.0, 3.0]), min_size=len(LEANING_FEATURES), max_size=len(LEANING_FEATURES))


curves = st.dictionaries(
    st.sampled_from(LEANING_FEATURES),
    st.builds(
        lambda knots, values, missing: Curve(tuple(sorted(knots)), tuple(values[: len(knots)]), missing),
        st.lists(st.integers(-5, 60).map(float), min_size=2, max_size=4, unique=True),
        st.lists(st.sampled_from([0.0, 0.5, -1.0, 3.0]), min_size=4, max_size=4),
        st.sampled_from([0.0, -1.0, 0.5]),
    ),
    max_size=6,
)


def leaning_of(chosen: list[float], end: float, curves: dict[str, Curve]) -> Leaning:
    weight = np.zeros(len(FEATURES))
    weight[[POSITION[name] for name in LEANING_FEATURES]] = chosen
    return Leaning.of(weight, np.zeros(len(FEATURES)), np.full(len(FEATURES), end), curves)


@settings(max_examples=20, deadline=None)
@given(weights, st.sampled_from([1.0, 40.0, -2.0]), curves, st.integers(1, 50))
def test_taken_apart_it_is_the_sum_over_the_features(chosen: list[float], end: float, curves: dict[str, Curve], depth: int) -> None:
    leaning = leaning_of(chosen, end, curves)
    people, wants = crowd_of(BLOCK), wants_of(BLOCK, JOBS, leaning)
    planes = np.zeros((len(JOBS), 2, 1), np.uint64)
    walked = walk(people, wants, leaning, planes, pack(np.ones((1, len(BLOCK)), np.bool_))[0], depth)
    for number, job in enumerate(JOBS.jobs):
        similarities, nearness = weigh(people, wants, leaning, np.full(len(BLOCK), number), EVERYBODY)
        none = np.zeros((len(BLOCK), 2))
        features = compute_pairs(
            BLOCK.seekers,
            EVERYBODY.astype(np.int64),
            [job.offer],
            np.array([0, len(BLOCK)]),
            similarities.astype(np.float64),
            none,
        )
        assert nearness == pytest.approx(leaning.nearness(features), abs=1e-5)
        found = walked[2 * number]
        if found is not None:
            best = np.lexsort((EVERYBODY, -nearness))[:depth]
            assert (found[0].tolist(), found[2].tolist()) == (best.tolist(), nearness[best].tolist())


def test_the_text_alone_orders_as_the_similarity_does() -> None:
    people, wants = crowd_of(BLOCK), wants_of(BLOCK, JOBS, TEXT_ALONE)
    similarities, nearness = weigh(people, wants, TEXT_ALONE, np.zeros(len(BLOCK), np.int64), EVERYBODY)
    assert nearness.tolist() == similarities.tolist()


def test_nothing_that_a_rule_found_is_weighed() -> None:
    names, rising = [feature.name for feature in FEATURES], Curve((0.0, 1.0), (0.0, 1.0), 0.5)
    everything = Leaning.of(np.ones(len(FEATURES)), np.zeros(len(FEATURES)), np.ones(len(FEATURES)))
    assert {name for name in names if everything.weighs(name)} == set(LEANING_FEATURES)
    bent = Leaning.of(np.ones(len(FEATURES)), np.zeros(len(FEATURES)), np.ones(len(FEATURES)), dict.fromkeys(names, rising))
    assert ({name for name in names if bent.weighs(name)}, set(bent.curves)) == (set(LEANING_FEATURES), set(OF_SIDES))
    assert not {"arrange_count", "arrange_cost"} & set(LEANING_FEATURES)
