"""Calibration: chances that can be believed, also where part of the outcomes could not be seen."""

import numpy as np
import pytest

from matching.protocols import Float64
from models.calibration import AS_GROWN, KINDS, Calibrator, choose_calibrator, fit_calibrator, log_loss
from models.forests import chance_of
from models.metrics import calibration_error


def outcomes(seed: int, rows: int, least_read: float = 1.0) -> tuple[Float64, Float64, np.ndarray, Float64]:
    """Margins twice as far out as they should be and half a point too high; the truth, what showed, and how much was read."""
    generator = np.random.Generator(np.random.PCG64(seed))
    truth = generator.normal(-0.5, 1.2, rows)
    read = generator.uniform(least_read, 1.0, rows)
    return 2 * truth + 0.5, chance_of(truth), generator.random(rows) < read * chance_of(truth), read


@pytest.mark.parametrize("kind", KINDS[1:])
@pytest.mark.parametrize("least_read", [1.0, 0.2])
def test_a_calibrated_chance_is_nearer_the_truth_and_better_calibrated(kind: str, least_read: float) -> None:
    margins, _, happened, read = outcomes(1, 6_000, least_read)
    calibrator = fit_calibrator(kind, margins, happened, read)
    fresh, truth, seen, _ = outcomes(2, 6_000)
    raw, better = chance_of(fresh), calibrator.chance(fresh)
    assert np.abs(better - truth).mean() < 0.3 * np.abs(raw - truth).mean()
    assert calibration_error(better, seen) < 0.4 * calibration_error(raw, seen)
    assert calibration_error(better, seen) < 0.03


def test_the_sigmoid_is_that_of_logistic_regression_where_all_is_read() -> None:
    from sklearn.linear_model import LogisticRegression

    margins, _, happened, read = outcomes(3, 2_000)
    model = LogisticRegression(C=1e9, tol=1e-10).fit(margins[:, None], happened)
    found = fit_calibrator("sigmoid", margins, happened, read)
    assert found.shift == pytest.approx(float(model.intercept_[0]), abs=1e-3)
    assert found.scale == pytest.approx(float(model.coef_[0, 0]), abs=1e-3)


@pytest.mark.parametrize("kind", KINDS)
def test_a_higher_margin_never_has_a_lower_chance_and_seldom_the_same(kind: str) -> None:
    margins, _, happened, read = outcomes(4, 1_000)
    line = np.linspace(-6, 6, 200)
    chances = fit_calibrator(kind, margins, happened, read).chance(line)
    assert (np.diff(chances) > 0).all()
    assert ((chances > 0) & (chances < 1)).all()


def test_the_kind_that_tells_unseen_parts_better_is_chosen() -> None:
    margins, truth, happened, read = outcomes(5, 3_000)
    parts = np.arange(3_000) % 3
    stretched, losses = choose_calibrator(margins, happened, read, parts)
    assert set(losses) == set(KINDS)
    assert losses[stretched.kind] == min(losses.values()) < losses["as grown"]
    right = (margins - 0.5) / 2
    generator = np.random.Generator(np.random.PCG64(1))
    stepped = generator.random(3_000) < np.where(right > 0, 0.8, 0.2)
    assert choose_calibrator(right, stepped, read, parts)[0].kind == "isotonic"
    assert len(truth) == 3_000


def test_few_outcomes_get_no_steps_and_one_outcome_gets_nothing() -> None:
    margins, _, happened, read = outcomes(6, 100)
    parts = np.arange(100) % 2
    assert set(choose_calibrator(margins, happened, read, parts)[1]) == {"as grown", "sigmoid"}
    assert choose_calibrator(margins, np.zeros(100, np.bool_), read, parts)[0] == AS_GROWN
    assert choose_calibrator(margins, np.ones(100, np.bool_), read, parts)[0] == AS_GROWN


def test_margins_that_say_the_opposite_are_not_turned_round() -> None:
    margins, _, happened, read = outcomes(7, 500)
    found = fit_calibrator("sigmoid", -margins, happened, read)
    assert found.scale > 0
    assert found.chance(margins).mean() == pytest.approx(happened.mean(), abs=0.01)


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_kept_without_a_change(kind: str) -> None:
    margins, _, happened, read = outcomes(8, 500)
    found = fit_calibrator(kind, margins, happened, read)
    assert Calibrator.of(found.plain()) == found


def test_the_log_loss_is_what_the_definition_says() -> None:
    assert log_loss(np.array([0.5, 0.25]), np.array([True, False])) == pytest.approx(-(np.log(0.5) + np.log(0.75)) / 2)
    assert np.isnan(log_loss(np.zeros(0), np.zeros(0, np.bool_)))
