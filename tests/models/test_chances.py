"""The three chances: near the known truth, better for knowing how attention falls, honest where there is little to learn."""

from dataclasses import replace

import numpy as np
import pytest

from matching.features import FEATURES
from matching.protocols import Float64
from models.attention import FULL_ATTENTION, Attention
from models.baselines import HandWeightedRanker
from models.chances import CHANCES, Chance, Step, Trials, checkpoints, learn_chance, parts_of
from models.forests import chance_of
from models.lists import Lists
from models.metrics import calibration_error
from models.settings import Growth, Settings
from tests.models.lists import lists_and_truth, some_lists

GROWTH = Growth(rounds=80, leaves=5, rate=0.1, least_rows=20)
SETTINGS = Settings(interest=GROWTH, offer=GROWTH, stay=GROWTH)
HAND = HandWeightedRanker.load()
TRUE_CURVE = Attention(tuple((np.arange(1, 16) ** -0.4).tolist()), 0.4, 1)
TRAINING = some_lists(1, lists=700)
VALIDATION = some_lists(2, lists=250)


def learnt(step: Step, lists: Lists = TRAINING, validation: Lists | None = VALIDATION, attention: Attention = TRUE_CURVE) -> Chance:
    return learn_chance(step, lists, validation, attention, HAND, SETTINGS, seed=1, threads=1)


def told(chance: Chance, lists: Lists) -> Float64:
    return chance.chance(lists.features, HAND.score(lists.features))


@pytest.mark.parametrize("step", CHANCES)
@pytest.mark.parametrize("validation", [VALIDATION, None])
def test_every_chance_is_near_the_truth_and_calibrated(step: Step, validation: Lists | None) -> None:
    lists, truth = lists_and_truth(9, lists=600, eta=0.0)
    found = told(learnt(step, validation=validation), lists)
    true = getattr(truth, step)
    assert np.abs(found - true).mean() < 0.6 * np.abs(true.mean() - true).mean()
    drawn = np.random.Generator(np.random.PCG64(1)).random(len(true)) < true
    assert calibration_error(found, drawn) < 0.06


def test_knowing_how_attention_falls_lowers_the_error_of_interest() -> None:
    lists, truth = lists_and_truth(9, lists=600)
    corrected, biased = told(learnt("interest"), lists), told(learnt("interest", attention=FULL_ATTENTION), lists)
    assert np.abs(corrected - truth.interest).mean() < 0.7 * np.abs(biased - truth.interest).mean()
    assert abs(corrected.mean() - truth.interest.mean()) < 0.04
    assert biased.mean() < truth.interest.mean() - 0.1


def test_calibration_mends_a_forest_that_was_grown_too_far() -> None:
    settings = replace(SETTINGS, offer=Growth(rounds=60, leaves=15, rate=0.2, least_rows=10, l2=0.0), checkpoints=1)
    chance = learn_chance("offer", TRAINING, VALIDATION, TRUE_CURVE, HAND, settings, seed=1, threads=1)
    assert chance.forest is not None
    lists, truth = lists_and_truth(9, lists=600)
    raw = chance_of(chance.margins(lists.features, HAND.score(lists.features)))
    drawn = np.random.Generator(np.random.PCG64(1)).random(len(lists)) < truth.offer
    assert calibration_error(told(chance, lists), drawn) < 0.6 * calibration_error(raw, drawn)
    assert chance.told["log_loss"][chance.calibrator.kind] < chance.told["log_loss"]["as grown"]


@pytest.mark.parametrize("step", CHANCES)
def test_more_of_a_directed_feature_never_turns_a_chance_the_other_way(step: Step) -> None:
    chance = learnt(step)
    assert chance.forest is not None
    features = some_lists(8, lists=20).features
    before = chance.forest.margins(features)
    for column, feature in enumerate(FEATURES):
        more = features.copy()
        more[:, column] += 0.7
        assert ((chance.forest.margins(more) - before) * feature.direction >= -1e-12).all(), feature.name


@pytest.mark.parametrize("step", CHANCES)
def test_equal_input_gives_equal_bytes_that_can_be_read_again(step: Step) -> None:
    once = learnt(step)
    again = learn_chance(step, TRAINING, VALIDATION, TRUE_CURVE, HAND, SETTINGS, seed=1, threads=2)
    assert again.to_bytes() == once.to_bytes()
    read = Chance.from_bytes(once.to_bytes())
    np.testing.assert_array_equal(told(read, VALIDATION), told(once, VALIDATION))
    assert read.to_bytes() == once.to_bytes()


@pytest.mark.parametrize(
    ("step", "rows", "happened"),
    [
        ("interest", np.ones(len(TRAINING), np.bool_), TRAINING.interested),
        ("offer", TRAINING.interviewed, TRAINING.offered),
        ("stay", TRAINING.hired, TRAINING.retained),
    ],
)
def test_each_step_learns_from_those_who_came_to_it(step: Step, rows: np.ndarray, happened: np.ndarray) -> None:
    trials = Trials.of(TRAINING, step, TRUE_CURVE, 3)
    np.testing.assert_array_equal(trials.features, TRAINING.features[rows])
    np.testing.assert_array_equal(trials.happened, happened[rows])
    assert (trials.read == 1).all() == (step != "interest")


def test_without_its_follow_up_a_hire_says_nothing_of_staying() -> None:
    followed = TRAINING.event < 10
    trials = Trials.of(replace(TRAINING, followed=followed), "stay", TRUE_CURVE, 3)
    assert len(trials) == int((TRAINING.hired & followed).sum())


def test_few_outcomes_give_the_base_rate_in_the_order_of_the_hand_weights() -> None:
    lists = some_lists(3, lists=8)
    chance = learnt("offer", lists)
    assert chance.forest is None
    asked, offered = int(lists.interviewed.sum()), int(lists.offered.sum())
    rate = (offered + 20 * float(HAND.base_rates[1])) / (asked + 20)
    assert chance.told == {"by": "base rate", "rows": asked, "happened": offered, "rate": round(rate, 6)}
    assert told(chance, lists)[lists.interviewed].mean() == pytest.approx(rate, abs=1e-6)
    order = np.argsort(HAND.score(lists.features), kind="stable")
    assert (np.diff(told(chance, lists)[order]) >= 0).all()


def test_a_step_nobody_came_to_has_the_proposed_rate() -> None:
    lists = some_lists(3, lists=8)
    none = np.zeros(len(lists), np.bool_)
    chance = learnt("stay", replace(lists, interviewed=none, offered=none, hired=none, retained=none))
    assert (chance.told["by"], chance.told["rows"], chance.told["rate"]) == ("base rate", 0, float(HAND.base_rates[2]))


def test_whole_events_are_held_out_and_lists_where_there_is_one_event() -> None:
    parts = parts_of(TRAINING, 3)
    assert all(len(set(parts[TRAINING.event == event].tolist())) == 1 for event in np.unique(TRAINING.event))
    assert set(parts.tolist()) == {0, 1, 2}
    one = TRAINING.of_events([0])
    parts = parts_of(one, 3)
    assert all(len(set(parts[one.list_of == number].tolist())) == 1 for number in range(len(one.sizes)))
    assert set(parts.tolist()) == {0, 1, 2}


def test_lengths_reach_from_nothing_to_all() -> None:
    assert checkpoints(80, 4) == [0, 20, 40, 60, 80]
    assert checkpoints(3, 10) == [0, 1, 2, 3]
