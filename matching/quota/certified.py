"""Counts of people that a platform certified of an employer: dated, with their source, and stale after a while."""

from datetime import date

from pydantic import Field

from matching.policy import Policy, month_shifted
from matching.records.base import Record


class CertifiedCount(Record):
    """What a platform certified of an employer for a year, as its file said on the day it was fetched. `people` are heads,
    `counted` the same as the quota counts them."""

    employer: str
    year: int = Field(ge=2000, le=2199)
    source: str
    fetched_on: date
    counted: float = Field(ge=0, allow_inf_nan=False)
    staff: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    people: int | None = Field(default=None, ge=0)
    certified_on: date | None = None


def is_stale(one: CertifiedCount, policy: Policy) -> bool:
    """Whether the file was fetched longer ago than files are fresh (`certification.fresh_months`) on the policy's day."""
    return month_shifted(one.fetched_on, int(policy.number("certification.fresh_months"))) < policy.date
