"""Feature rows as bytes and back."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from matching.features import FEATURES, features_hash, pack_features, unpack_features, unpack_numbers
from matching.features import packed as module
from matching.protocols import Float64

WIDTH = len(FEATURES)


@given(arrays(np.float64, st.tuples(st.integers(0, 5), st.just(WIDTH)), elements=st.floats(width=32)))
def test_single_precision_comes_back_bit_for_bit(features: Float64) -> None:
    np.testing.assert_array_equal(unpack_features(pack_features(features)), features)


def test_a_row_of_another_table_is_refused_and_still_readable() -> None:
    rows = pack_features(np.array([[1.5, np.nan]]))
    with pytest.raises(ValueError, match=f"1 stored rows do not have the {WIDTH} columns of this feature table"):
        unpack_features(rows)
    assert unpack_numbers(rows[0])[0] == 1.5
    assert np.isnan(unpack_numbers(rows[0])[1])


def test_the_hash_follows_names_and_order_of_the_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    def hash_of(*features: object) -> str:
        monkeypatch.setattr(module, "FEATURES", features)
        features_hash.cache_clear()
        return features_hash()

    first = hash_of(*FEATURES)
    assert hash_of(*FEATURES) == first
    assert (
        len({first, hash_of(*FEATURES[::-1]), hash_of(*FEATURES[1:]), hash_of(replace(FEATURES[0], name="x"), *FEATURES[1:])}) == 4
    )
    features_hash.cache_clear()
