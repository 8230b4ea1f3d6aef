"""The quota and its levy, for the employer's counter alone: from counts of people, never from anybody's record.

`rates` are the dated figures, `workforce` what an employer hands in, `levy` what follows, `bodies` who must hire at least somebody,
`certified` what a platform counted.
Nothing here may reach a verdict, a list, a rank or an allocation: a test walks the imports.
"""

from matching.quota.bodies import Body, Duty, DutyState, NoticeRow, duties, federation_duty, notice_rows
from matching.quota.certified import CertifiedCount, is_stale
from matching.quota.levy import Levy, Step, levy_of
from matching.quota.rates import QUOTA_ROWS, QuotaFact, Rates, load_quota, rates_on
from matching.quota.workforce import CountingClass, OrganisationKind, Workforce, WorkforceError, counting_class

__all__ = [
    "QUOTA_ROWS",
    "Body",
    "CertifiedCount",
    "CountingClass",
    "Duty",
    "DutyState",
    "Levy",
    "NoticeRow",
    "OrganisationKind",
    "QuotaFact",
    "Rates",
    "Step",
    "Workforce",
    "WorkforceError",
    "counting_class",
    "duties",
    "federation_duty",
    "is_stale",
    "levy_of",
    "load_quota",
    "notice_rows",
    "rates_on",
]
