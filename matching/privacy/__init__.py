"""What an employer may know of people: which fields at which stage, how finely, in which order, and what may be said back.

`stages` is the table of fields, `listed` the list of a posting, `outlines` how finely it tells, `declining` what an employer may
say of somebody it does not invite.
"""

from matching.privacy.crowd import least_crowd
from matching.privacy.declining import DECLINES, LEAVINGS, decline_told
from matching.privacy.listed import Listed, Sight, employer_list, plain_reason, rank_band
from matching.privacy.stages import FIELDS, stage_of

__all__ = [
    "DECLINES",
    "FIELDS",
    "LEAVINGS",
    "Listed",
    "Sight",
    "decline_told",
    "employer_list",
    "least_crowd",
    "plain_reason",
    "rank_band",
    "stage_of",
]
