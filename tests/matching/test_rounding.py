"""Rounding many numbers at once is rounding each of them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.rounding import round_all

NEAR_TIES = st.integers(-(10**7), 10**7).map(lambda number: (2 * number + 1) / 20_000)
"""Numbers whose fifth decimal is a 5, as near as a double comes to it."""


@given(st.lists(st.floats(width=64) | NEAR_TIES | st.floats(-2, 2)), st.sampled_from([0, 4, 9]))
def test_each_is_rounded_as_by_itself(values: list[float], digits: int) -> None:
    found = round_all(np.array(values, np.float64), digits)
    assert repr(found.tolist()) == repr([round(value, digits) if np.isfinite(value) else value for value in values])
