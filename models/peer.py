"""The published formula of the field's direct peer, as a rival to be measured.

Source: disability-job-matching-system (Centro per l'Impiego di Villafranca di Verona; Kuznetsov, Melchiori, Frontoni and Arnesano
2025, arXiv 2508.11713), README, "Weighted Scoring Formula", and API reference of August 2025:

    0.35 compatibility + 0.25 distance + 0.20 attitude + 0.10 retention + 0.05 experience + 0.05 company bonuses

Written anew from that description over our feature table; no line is the peer's. What its terms become here:

- compatibility. There: 1 less the TF-IDF cosine of the person's medical exclusions and the company's text. Here no exclusion is
  left: a pair that one forbids is stopped by a rule before anything is ordered, so every pair left would get 1. The nearest measure
  of text, `wording_overlap` (a cosine of shared character pairs), stands in, which is kinder to the peer; 0.5 without text.
- distance. There: nearness, with a limit of 30 km; the scale is not described. Assumed: 1 - km / 30, not below 0; 0.5 when unknown.
- attitude. There: a score that the office gives the person for readiness. No counterpart: nobody is scored as a person here. 0.5
  for everyone, which moves no order.
- retention. There: the company's past share of placements that lasted. No counterpart among the features; the employer's record of
  kept promises, `promises_kept`, stands in; 0.5 when nothing was checked.
- experience. There: a bonus for years of experience; the scale is not described. Assumed: years above those asked, up to 5.
- company bonuses. There: remote work and a certificate; sizes not described. Assumed: one half each. Work is remote where the
  distance is 0 and no district is compared; the certificate has no counterpart.

Left out: the type of disability, a feature of its trained model (which its application never calls) that no ranker here is given;
the cut-offs at 30 km and at a low attitude, since everyone on a list must have a place; the random 2 % its application adds.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from matching.features.leaning import TEXT_ALONE, Leaning
from matching.features.table import POSITION
from matching.protocols import Float64
from models.baselines import check_features

FURTHEST_KM: Final = 30.0
MOST_YEARS: Final = 5.0
UNKNOWN: Final = 0.5
_ATTITUDE: Final = 0.20 * UNKNOWN


@dataclass(frozen=True)
class PeerRanker:
    """The peer's published formula as a ranker; scores lie in 0..1."""

    @property
    def version(self) -> str:
        return "peer-formula-2025"

    @property
    def leaning(self) -> Leaning:
        return TEXT_ALONE

    def score(self, features: Float64) -> Float64:
        scores: Float64 = self.contributions(features).sum(axis=1) + _ATTITUDE
        return scores

    def contributions(self, features: Float64) -> Float64:
        """(n, len(FEATURES)) the weighted terms, each at its feature; with the constant attitude they add up to the score."""
        check_features(features)
        wording, km, kept, years, district = (
            features[:, POSITION[name]]
            for name in ("wording_overlap", "distance_km", "promises_kept", "experience_surplus", "same_district")
        )
        moved = np.zeros_like(features)
        moved[:, POSITION["wording_overlap"]] = 0.35 * _or(wording, UNKNOWN)
        moved[:, POSITION["distance_km"]] = 0.25 * _or(np.clip(1 - km / FURTHEST_KM, 0, 1), UNKNOWN)
        moved[:, POSITION["promises_kept"]] = 0.10 * _or(kept, UNKNOWN)
        moved[:, POSITION["experience_surplus"]] = 0.05 * _or(np.clip(years / MOST_YEARS, 0, 1), 0.0)
        moved[:, POSITION["same_district"]] = 0.05 * 0.5 * ((km == 0) & np.isnan(district))
        return moved


def _or(values: Float64, missing: float) -> Float64:
    return np.where(np.isnan(values), missing, values)
