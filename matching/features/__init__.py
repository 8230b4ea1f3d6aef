"""The feature table of the ranker: what a score may be made of, and nothing else.

`table` lists every feature; `seekers` and `offers` prepare the two sides; `columns` computes all features of many pairs
at once. A person enters as a `Seeker` (résumé, wishes, home): the ability profile, aids, access skills, credential, sex and
birth are no part of the type, so no feature can depend on them.
"""

from matching.features.columns import compute_features, compute_pairs
from matching.features.offers import Offer, prepare_postings
from matching.features.packed import features_hash, pack_features, unpack_features, unpack_numbers
from matching.features.seekers import Seeker, SeekerTable, prepare_seekers
from matching.features.table import FEATURE_NAMES, FEATURES, POSITION, Feature

__all__ = [
    "FEATURES",
    "FEATURE_NAMES",
    "POSITION",
    "Feature",
    "Offer",
    "Seeker",
    "SeekerTable",
    "compute_features",
    "compute_pairs",
    "features_hash",
    "pack_features",
    "prepare_postings",
    "prepare_seekers",
    "unpack_features",
    "unpack_numbers",
]
