"""The measures, beside slow and obvious second versions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics import cohen_kappa_score

from models.demands.measuring import MEASURED, agreement, quadratic_kappa

LEVELS = st.integers(0, 4)
TABLES = st.integers(2, 6).flatmap(lambda n: st.tuples(*(arrays(np.int64, (n, 45), elements=LEVELS) for _ in range(2))))


@given(TABLES)
def test_kappa_is_that_of_scikit_learn(tables: tuple[np.ndarray, np.ndarray]) -> None:
    expected, found = tables
    if len(set(expected.ravel()) | set(found.ravel())) == 1:
        assert quadratic_kappa(expected, found) == 1.0
    else:
        theirs = cohen_kappa_score(expected.ravel(), found.ravel(), weights="quadratic", labels=range(5))
        assert quadratic_kappa(expected, found) == pytest.approx(theirs)


@given(TABLES)
def test_shares_and_error_are_what_counting_gives(tables: tuple[np.ndarray, np.ndarray]) -> None:
    expected, found = tables
    cells = [(int(e[at]), int(f[at])) for e, f in zip(expected, found, strict=True) for at in MEASURED]
    varying = [at for at in MEASURED if len(set(expected[:, at])) > 1]
    if not varying:
        return
    gaps = [abs(int(e[at]) - int(f[at])) for e, f in zip(expected, found, strict=True) for at in varying]
    measured = agreement(expected, found)
    assert measured.exact == pytest.approx(sum(e == f for e, f in cells) / len(cells))
    assert measured.within_one == pytest.approx(sum(abs(e - f) <= 1 for e, f in cells) / len(cells))
    assert measured.error == pytest.approx(sum(gaps) / len(gaps))


def test_what_depends_on_the_place_is_not_measured() -> None:
    expected = np.zeros((2, 45), dtype=np.int64)
    expected[1, MEASURED[0]] = 1
    found = expected.copy()
    found[:, [at for at in range(45) if at not in MEASURED]] = 4
    assert agreement(expected, found).exact == 1.0
    assert len(MEASURED) == 42
