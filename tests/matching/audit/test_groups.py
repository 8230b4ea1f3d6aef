"""Groups as codes."""

import numpy as np
import pytest

from matching.audit import Groups
from matching.audit.groups import AGE_BANDS, SEXES, age_band


def test_age_bands_begin_where_they_say() -> None:
    assert [age_band(years) for years in (16, 24, 25, 34, 35, 44, 45, 54, 55, 90)] == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]
    assert len(AGE_BANDS) == 5


@pytest.mark.parametrize("codes", [[0, 2], [-2, 0], [0], [0, 1, 0]])
def test_codes_that_do_not_fit_are_refused(codes: list[int]) -> None:
    with pytest.raises(ValueError, match="sex"):
        Groups(("a", "b"), {"sex": np.array(codes, np.int64)}, {"sex": SEXES})


def test_unknown_groups_are_no_fault() -> None:
    assert len(Groups(("a", "b"), {"sex": np.array([-1, 1])}, {"sex": SEXES})) == 2
