"""The attacker finds what a line gives away, and nothing where it gives nothing away."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from models.attack import Leak, Sights, _auc, measure_leak

PEOPLE = 600


def drawn(told: float) -> tuple[np.ndarray, Sights]:
    """Three lines of each of 600 people; the one thing that a line tells copies the secret in a share `told` of them."""
    draw = np.random.default_rng(7)
    person = np.repeat(np.arange(PEOPLE), 3)
    truth = (draw.random(PEOPLE) < 0.3)[person]
    noise = draw.random(len(person))
    line = np.where(draw.random(len(person)) < told, truth, noise)[:, None].astype(np.float64)
    posting = draw.integers(0, 4, len(person))[:, None].astype(np.float64)
    return truth, Sights(posting, line, person, codes=(0,))


def test_a_line_that_tells_is_found() -> None:
    found = measure_leak("secret", *drawn(0.5))
    assert found.attack > 0.7
    assert abs(found.posting - 0.5) < 0.06
    assert found.upper >= found.excess > 0.15


def test_a_line_that_tells_nothing_is_not() -> None:
    found = measure_leak("secret", *drawn(0.0))
    assert abs(found.excess) < 0.06


def test_who_knows_few_finds_less() -> None:
    assert measure_leak("secret", *drawn(0.3), known=20).attack < measure_leak("secret", *drawn(0.3)).attack


def test_the_same_seed_gives_the_same_figures() -> None:
    made = [measure_leak("secret", *drawn(0.3), seed=3) for _ in range(2)]
    assert made[0] == made[1]
    assert isinstance(made[0], Leak)


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_a_secret_of_nobody_or_of_all_is_refused(share: float) -> None:
    truth, sights = drawn(0.0)
    with pytest.raises(ValueError, match="an attack needs 20 of each kind"):
        measure_leak("secret", np.full(len(truth), bool(share)), sights)


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans(), st.integers(1, 4)), min_size=2, max_size=40))
def test_auc_is_that_of_scikit_learn(rows: list[tuple[int, bool, int]]) -> None:
    score, truth, weight = (np.array(column) for column in zip(*rows, strict=True))
    if len(set(truth.tolist())) == 2:
        expected = roc_auc_score(truth, score, sample_weight=weight)
        assert _auc(score.astype(np.float64), truth, weight.astype(np.float64)) == pytest.approx(expected)
