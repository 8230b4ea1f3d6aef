"""The dated figures of the quota by region, from quota.yaml."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Final

from matching.knowledge.source import KnowledgeError, Rows, packaged, read_rows
from matching.policy import PolicyFact, without_overlap

NATION: Final = "000000"
HUBEI: Final = "420000"


class QuotaFact(PolicyFact):
    """One figure in one region: six digits ending in 0000, 000000 for the whole country."""

    region: str


def load_quota(text: str) -> Rows[QuotaFact]:
    """Parse quota.yaml.

    Raises KnowledgeError, with file and line, on a wrong row, two rows of one name and region for one day, a region that is no
    province, or a province's share of staff below the country's.
    """
    rows = without_overlap(read_rows(text, "quota.yaml", QuotaFact), lambda row: (row.name, row.region))
    for row in rows:
        if len(row.region) != 6 or not row.region.isdigit() or not row.region.endswith("0000"):
            raise rows.fault(row, f"region {row.region!r} is no province; write six digits ending in 0000", "region")
        if row.unit not in ("ratio", "people", "times"):
            raise rows.fault(row, f"a figure of the quota is a ratio, people or times, not {row.unit}; correct the unit", "unit")
        if row.name == "quota.ratio" and row.region != NATION:
            below = next((one for one in rows if one.name == row.name and one.region == NATION and one.number > row.number), None)
            if below is not None:
                raise rows.fault(row, f"{row.value} is below the country's {below.value}; correct the value", "value")
    return rows


@dataclass(frozen=True)
class Rates:
    """The figures in force on a day in a region: its own, and the country's where it has none."""

    on: date
    region: str
    facts: Mapping[str, QuotaFact]

    def find(self, name: str) -> QuotaFact | None:
        return self.facts.get(name)

    def fact(self, name: str) -> QuotaFact:
        """The figure of this name. Raises KnowledgeError where none is in force."""
        found = self.facts.get(name)
        if found is None:
            raise KnowledgeError(f"quota.yaml:1: no row of {name!r} is in force in {self.region} on {self.on}; add one")
        return found

    def number(self, name: str) -> Fraction:
        """The figure as the exact number that is written in the file."""
        return Fraction(str(self.fact(name).number))


def rates_of(rows: Sequence[QuotaFact], on: date, region: str) -> Rates:
    """The figures of some rows on a day: the region's own row goes before the country's."""
    found: dict[str, QuotaFact] = {}
    for wanted in (NATION, region):
        found |= {row.name: row for row in rows if row.region == wanted and row.holds(on)}
    return Rates(on, region, found)


QUOTA_ROWS: Final = load_quota(packaged("quota.yaml"))


@lru_cache(maxsize=64)
def rates_on(on: date, region: str = HUBEI) -> Rates:
    """The packaged figures on a day. Raises ValueError for a region that is no six digits ending in 0000."""
    if len(region) != 6 or not region.isdigit() or not region.endswith("0000"):
        raise ValueError(f"region {region!r} is no province; write six digits ending in 0000, such as {HUBEI}")
    return rates_of(QUOTA_ROWS, on, region)
