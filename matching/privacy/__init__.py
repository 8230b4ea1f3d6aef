"""What an employer may know of people: which fields at which stage, how finely, in which order, and what may be said back.

`stages` is the table of fields, `listed` the list of a posting, `outlines` how finely it tells, `likeness` and `cohorts` who is
told of alike, `declining` what an employer may say of somebody it does not invite, `times` how exactly it is told when its
interviews are.
"""

from matching.privacy.cohorts import crowd_words
from matching.privacy.crowd import least_crowd
from matching.privacy.declining import DECLINES, LEAVINGS, decline_told
from matching.privacy.listed import Listed, Sight, employer_list, outline_of, plain_reason, rank_band
from matching.privacy.outlines import Coarse, Outline, exact
from matching.privacy.stages import FIELDS, stage_of
from matching.privacy.times import WHY, Booked, Half, Turn, half_of, is_exact, turns_of

__all__ = [
    "DECLINES",
    "FIELDS",
    "LEAVINGS",
    "WHY",
    "Booked",
    "Coarse",
    "Half",
    "Listed",
    "Outline",
    "Sight",
    "Turn",
    "crowd_words",
    "decline_told",
    "employer_list",
    "exact",
    "half_of",
    "is_exact",
    "least_crowd",
    "outline_of",
    "plain_reason",
    "rank_band",
    "stage_of",
    "turns_of",
]
