"""One behaviour suite on every ranker, and what is particular to each baseline."""

from pathlib import Path

import numpy as np
import pytest
import yaml

from matching.features import FEATURES, POSITION
from matching.protocols import Matcher, Ranker
from models.baselines import PACKAGED_WEIGHTS, HandWeightedRanker, RandomRanker, SimilarityRanker
from models.folders import ArtefactError
from models.ranker import LearnedRanker
from models.ranker_training import train_ranker
from models.settings import Growth, Settings
from tests.models.lists import some_lists

GROWTH = Growth(rounds=30, leaves=5, rate=0.1, least_rows=20)


@pytest.fixture(scope="module")
def trained() -> LearnedRanker:
    settings = Settings(order=GROWTH, interest=GROWTH, offer=GROWTH, stay=GROWTH, chunk=10, checkpoints=3)
    return train_ranker(some_lists(1), seed=5, hand=HandWeightedRanker.load(), settings=settings)


@pytest.fixture(params=["random", "similarity", "hand", "learned"])
def ranker(request: pytest.FixtureRequest, trained: LearnedRanker) -> Ranker:
    rankers = {"random": RandomRanker(3), "similarity": SimilarityRanker(), "hand": HandWeightedRanker.load(), "learned": trained}
    return rankers[request.param]


@pytest.fixture(params=["hand", "learned"])
def matcher(request: pytest.FixtureRequest, trained: LearnedRanker) -> Matcher:
    return {"hand": HandWeightedRanker.load(), "learned": trained}[request.param]


def test_scores_are_finite_and_one_a_row(ranker: Ranker) -> None:
    features = some_lists(2).features
    scores = ranker.score(features)
    assert (scores.shape, scores.dtype) == ((len(features),), np.dtype(np.float64))
    assert np.isfinite(scores).all()
    assert len(set(scores.tolist())) > 100


def test_contributions_differ_from_the_score_by_one_constant(ranker: Ranker) -> None:
    features = some_lists(2).features
    moved = ranker.contributions(features)
    assert moved.shape == features.shape
    assert np.isfinite(moved).all()
    rest = ranker.score(features) - moved.sum(axis=1)
    if isinstance(ranker, RandomRanker):
        assert not moved.any()
    elif isinstance(ranker, SimilarityRanker | HandWeightedRanker):
        np.testing.assert_allclose(rest, 0, atol=1e-9)
    else:
        np.testing.assert_allclose(rest, rest[0], atol=1e-9)


def test_a_score_does_not_depend_on_the_rows_beside_it(ranker: Ranker) -> None:
    features = some_lists(3, lists=20).features
    order = np.random.Generator(np.random.PCG64(0)).permutation(len(features))
    np.testing.assert_array_equal(ranker.score(features[order]), ranker.score(features)[order])
    np.testing.assert_array_equal(ranker.score(features[:1]), ranker.score(features)[:1])


def test_scoring_twice_gives_equal_bytes(ranker: Ranker) -> None:
    features = some_lists(4, lists=20).features
    assert ranker.score(features).tobytes() == ranker.score(features).tobytes()


def test_a_pair_of_which_nothing_is_known_has_a_score(ranker: Ranker) -> None:
    assert np.isfinite(ranker.score(np.full((1, len(FEATURES)), np.nan))).all()


def test_no_rows_give_no_scores(ranker: Ranker) -> None:
    empty = np.zeros((0, len(FEATURES)))
    assert (ranker.score(empty).shape, ranker.contributions(empty).shape) == ((0,), (0, len(FEATURES)))


def test_chances_are_chances_and_worth_is_their_product(matcher: Matcher) -> None:
    features = some_lists(2).features
    chances = matcher.chances(features)
    assert chances.shape == (len(features), 3)
    assert ((chances > 0) & (chances < 1)).all()
    np.testing.assert_allclose(matcher.worth(features), chances.prod(axis=1))
    assert len(set(matcher.worth(features).tolist())) > 100
    np.testing.assert_array_equal(matcher.chances(features[5:6]), chances[5:6])
    assert matcher.chances(features[:0]).shape == (0, 3)
    assert matcher.worth(features[:0]).shape == (0,)


def test_only_what_met_outcomes_calls_itself_calibrated(matcher: Matcher) -> None:
    assert matcher.calibrated == isinstance(matcher, LearnedRanker)


@pytest.mark.parametrize("shape", [(3,), (2, len(FEATURES) + 1)])
def test_another_feature_table_is_refused(ranker: Ranker, shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="a ranker takes"):
        ranker.score(np.zeros(shape))
    with pytest.raises(ValueError, match="a ranker takes"):
        ranker.contributions(np.zeros(shape))


def test_a_draw_changes_with_the_seed_and_not_with_the_kind_of_missing() -> None:
    features = some_lists(5, lists=10).features
    assert not np.array_equal(RandomRanker(1).score(features), RandomRanker(2).score(features))
    signed = features.copy()
    signed[np.isnan(signed)] = -np.nan
    np.testing.assert_array_equal(RandomRanker(1).score(signed), RandomRanker(1).score(features))
    zeros = np.zeros((1, len(FEATURES)))
    np.testing.assert_array_equal(RandomRanker(1).score(-zeros), RandomRanker(1).score(zeros))


def test_similarity_puts_pairs_without_text_last() -> None:
    features = np.full((3, len(FEATURES)), np.nan)
    features[:, POSITION["meaning_similarity"]] = [-0.4, np.nan, 0.2]
    assert SimilarityRanker().score(features).tolist() == [-0.4, -1.0, 0.2]


def test_hand_weights_add_up_as_the_file_says(tmp_path: Path) -> None:
    path = tmp_path / "weights.yaml"
    path.write_text("weights:\n  skills_covered: {weight: 2, from: 0, to: 1}\n  distance_km: {weight: 4, from: 20, to: 0}\n")
    features = np.full((4, len(FEATURES)), np.nan)
    features[:, POSITION["skills_covered"]] = [1, 0.25, np.nan, 0]
    features[:, POSITION["distance_km"]] = [5, 100, np.nan, 0]
    assert HandWeightedRanker.load(path).score(features).tolist() == [2.0, -2.5, 0.0, 1.0]


def test_hand_chances_follow_base_rate_and_slope(tmp_path: Path) -> None:
    path = tmp_path / "weights.yaml"
    path.write_text(
        "weights:\n  skills_covered: {weight: 2, from: 0, to: 1}\n"
        "base_rates:\n  interest: {rate: 0.2, slope: 0.5}\n  offer: {rate: 0.5, slope: 1}\n  stay: {rate: 0.8, slope: 0}\n"
    )
    features = np.full((2, len(FEATURES)), np.nan)
    features[:, POSITION["skills_covered"]] = [np.nan, 1]
    found = HandWeightedRanker.load(path).chances(features)
    np.testing.assert_allclose(found[0], [0.2, 0.5, 0.8])
    np.testing.assert_allclose(found[1], [1 / (1 + 4 * np.exp(-0.5)), 1 / (1 + np.exp(-1)), 0.8])


def test_an_office_file_without_base_rates_has_the_packaged_ones(tmp_path: Path) -> None:
    path = tmp_path / "weights.yaml"
    path.write_text("weights:\n  skills_covered: {weight: 2, from: 0, to: 1}\n")
    own, packaged = HandWeightedRanker.load(path), HandWeightedRanker.load()
    np.testing.assert_array_equal(own.base_rates, packaged.base_rates)
    np.testing.assert_array_equal(own.slopes, packaged.slopes)
    assert own.version != packaged.version


def test_the_packaged_weights_follow_the_directions_of_the_table() -> None:
    ranker = HandWeightedRanker.load()
    for column, feature in enumerate(FEATURES):
        if ranker.weight[column]:
            way = int(np.sign(ranker.weight[column] * (ranker.end[column] - ranker.start[column])))
            assert feature.direction in (0, way), feature.name
            assert feature.about == "pair", feature.name
    assert yaml.safe_load(PACKAGED_WEIGHTS.read_text("utf-8"))["status"] == "proposed"


def _rates(offer: str) -> str:
    row = "{rate: 0.5, slope: 0}"
    return f"weights: {{}}\nbase_rates: {{interest: {row}, offer: {offer}, stay: {row}}}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("weights: {ability_level: {weight: 1, from: 0, to: 1}}", "'ability_level' is no feature"),
        ("weights: {skills_covered: {weight: 1, from: 0}}", "skills_covered: give weight, from and to"),
        ("weights: {skills_covered: {weight: yes, from: 0, to: 1}}", "skills_covered: give weight, from and to"),
        ("weights: {skills_covered: {weight: .nan, from: 0, to: 1}}", "skills_covered: give weight, from and to"),
        ("weights: {skills_covered: {weight: 1, from: 2, to: 2}}", "from and to are both 2"),
        ("weights: {}\nbase_rates: {interest: {rate: 0.2, slope: 1}}", "base_rates: give one row each for interest, offer, stay"),
        (_rates("{rate: 0.2}"), "base_rates: offer: give rate and slope, each a number"),
        (_rates("{rate: 1, slope: 1}"), "base_rates: offer: give a rate between 0 and 1 and a slope of 0 or more"),
        (_rates("{rate: 0.2, slope: -1}"), "base_rates: offer: give a rate between 0 and 1 and a slope of 0 or more"),
        ("weights: [1]", "has no table named weights"),
        ("weights: {", "is not readable as YAML"),
    ],
)
def test_weights_that_cannot_be_meant_are_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "weights.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(ArtefactError, match=message):
        HandWeightedRanker.load(path)
