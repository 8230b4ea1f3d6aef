"""One fair of a world as pre-matching sees it: which pairs the rules allow, and the features of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from data.synthetic.truth import Fair, World
from matching.bitmaps import VERDICT_CODES, VerdictIndex
from matching.constraints import posting_faults
from matching.features import Offer, Seeker, SeekerTable, compute_features, prepare_postings, prepare_seekers
from matching.judgement import Applicant, Opening, applicant, arrangements, opening
from matching.policy import Policy, policy_on
from matching.prematch import employer_effort
from matching.protocols import Encoder, Float32, Float64
from matching.records import EmployerRecord
from matching.retrieval import VectorIndex, build_index, similarities_of

Int64 = NDArray[np.int64]
Bool = NDArray[np.bool_]

_WITH = VERDICT_CODES.index("eligible_with")
_REVIEW = VERDICT_CODES.index("review")
_BLOCKED = VERDICT_CODES.index("blocked")


@dataclass(frozen=True, eq=False)
class FairTable:
    """A fair prepared once. Rows are places in `fair.people`, columns in `fair.posts`; codes (posts, people) are verdicts."""

    fair: Fair
    policy: Policy
    applicants: tuple[Applicant, ...]
    openings: tuple[Opening, ...]
    codes: NDArray[np.uint8]
    seekers: SeekerTable
    index: VectorIndex
    offers: Sequence[Offer]
    wanted: Float32

    @property
    def allowed(self) -> Bool:
        """(posts, people): every pair that no rule blocks, a question or none."""
        return np.asarray(self.codes != _BLOCKED, np.bool_)

    def features(self, column: int, rows: Int64) -> Float64:
        """(rows, F) of these people against one posting, as pre-matching has them."""
        found = self.codes[column, rows]
        # Not decided while a question is open.
        effort = np.where(found == _REVIEW, np.nan, 0.0)[:, None].repeat(2, axis=1)
        for place in np.flatnonzero(found == _WITH):
            one, post = self.applicants[rows[place]], self.openings[column]
            effort[place] = employer_effort(arrangements(one, post, self.policy), one.ability, post.ability)
        similarity = similarities_of(self.index, self.wanted[column], rows).astype(np.float64)
        return compute_features(self.seekers, rows, self.offers[column], similarity, effort)


def prepare_fair(world: World, fair: Fair, encoder: Encoder, records: Mapping[int, EmployerRecord], today: date) -> FairTable:
    """Decide every pair of the fair. `records` says by employer row how promises were kept until then.

    The records of a synthetic city are all of one day, `today`: the rules of that day decide at every fair.
    """
    policy = policy_on(today)
    people = [world.candidates[row] for row in fair.people]
    posts = [world.postings[row] for row in fair.posts]
    applicants = tuple(applicant(person, policy) for person in people)
    openings = tuple(opening(posting) for posting in posts)
    index = VerdictIndex.build(applicants, policy)
    for column, one in enumerate(openings):
        index.put_posting(str(column), one)
    planes = index.decide()
    codes = np.stack([planes.codes(column) for column in range(len(posts))])
    # A posting that the law does not let stand takes no part, as in pre-matching.
    codes[[any(fault.severity == "reject" for fault in posting_faults(one.terms, policy)) for one in openings]] = _BLOCKED
    seekers = prepare_seekers([Seeker.of(person) for person in people], today, encoder)
    known = {world.employers[row].id: record for row, record in records.items()}
    offers = prepare_postings(posts, encoder, policy, known)
    return FairTable(
        fair=fair,
        policy=policy,
        applicants=applicants,
        openings=openings,
        codes=codes,
        seekers=seekers,
        index=build_index(encoder.encode(seekers.texts)),
        offers=offers,
        wanted=encoder.encode([offer.text for offer in offers]),
    )
