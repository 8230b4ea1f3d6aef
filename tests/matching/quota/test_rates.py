"""The dated figures of the quota by region, and what a wrong file is told."""

from datetime import date

import pytest

from matching.knowledge.source import KnowledgeError, packaged
from matching.quota.rates import QUOTA_ROWS, load_quota, rates_of, rates_on

TEXT = packaged("quota.yaml")
ROW = (
    "- {name: quota.ratio, region: '%s', zh: 比, en: r, value: %s, unit: %s, from: 2020-01-01, to: null, source: s, mark: K, "
    "status: proposed}\n"
)


def test_a_province_s_own_row_goes_before_the_country_s() -> None:
    rows = load_quota(ROW % ("000000", "0.015", "ratio") + ROW % ("310000", "0.016", "ratio"))
    day = date(2026, 1, 1)
    assert [float(rates_of(rows, day, region).number("quota.ratio")) for region in ("310000", "440000")] == [0.016, 0.015]


def test_figures_are_exact() -> None:
    assert rates_on(date(2026, 1, 1)).number("quota.ratio") * 1_000 == 15


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ROW % ("000000", "0.015", "ratio") + ROW % ("420000", "0.01", "ratio"), "0.01 is below the country's 0.015; correct"),
        (ROW % ("420106", "0.015", "ratio"), "region '420106' is no province; write six digits ending in 0000"),
        (ROW % ("000000", "1", "people") * 2, "holds on the same days as the row in line 1"),
        (ROW % ("000000", "15", "ratio"), "the value 15 is no ratio; write a number from 0 to 1"),
        (ROW % ("000000", "15", "days"), "a figure of the quota is a ratio, people or times, not days; correct the unit"),
    ],
)
def test_a_wrong_file_is_refused(text: str, said: str) -> None:
    with pytest.raises(KnowledgeError) as fault:
        load_quota(text)
    assert said in str(fault.value)


def test_a_region_that_is_no_province_is_refused() -> None:
    with pytest.raises(ValueError, match="region '武汉' is no province; write six digits ending in 0000, such as 420000"):
        rates_on(date(2026, 1, 1), "武汉")


def test_every_row_says_its_source_and_nobody_signed_it_yet() -> None:
    assert {row.status for row in QUOTA_ROWS} == {"proposed"}
    assert all(row.source for row in QUOTA_ROWS)
    assert len(QUOTA_ROWS) == TEXT.count("- {name:")
