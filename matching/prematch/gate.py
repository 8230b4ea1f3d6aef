"""The last gate before a list: nobody is told of a posting that a rule, asked once more, does not leave to them.

No bit of the fast path is believed here. Abilities were compared anew when the pair was judged (`pair_kinds`); every other rule is
asked again, once for all whom it reads alike.
"""

from collections.abc import Hashable, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.prematch.block import Block
from matching.prematch.jobs import BANDS, Jobs
from matching.prematch.judging import JudgedPairs
from matching.prematch.settings import RuleBrokenError
from matching.shortlist import VerdictName
from matching.verdicts.pair import Standing

_NO_BAND: Final = -1
_REVIEW: Final = BANDS.index("review")
_BAND_OF: Final[Mapping[VerdictName, int]] = {
    "eligible": BANDS.index("fit"),
    "eligible_with": BANDS.index("fit"),
    "review": _REVIEW,
}


def check(block: Block, jobs: Jobs, found: JudgedPairs, lists: NDArray[np.integer], rows: NDArray[np.integer]) -> None:
    """Each pair of a list, `lists` (n,), and a person, `rows` (n,), belongs to the band of that list, as judged and by every rule.

    Raises RuleBrokenError, and then nothing may be listed.
    """
    bands = np.array([_BAND_OF.get(one.verdict, _NO_BAND) for one in found.judged], np.int64)[found.kinds]
    for pair in np.flatnonzero(bands != lists % len(BANDS))[:1].tolist():
        raise _broken(jobs, int(lists[pair]), f"judged {found.judged[int(found.kinds[pair])].verdict}")
    numbers, review = np.asarray(lists, np.int64) // len(BANDS), np.asarray(lists, np.int64) % len(BANDS) == _REVIEW
    asked = np.unique(numbers)
    for rule in block.index.rules:
        alike: dict[Hashable, int] = {}
        terms = np.zeros(len(jobs), np.int64)
        terms[asked] = [alike.setdefault(rule.key_of(jobs.jobs[number].opening.terms), len(alike)) for number in asked.tolist()]
        cases = (terms[numbers] * (int(rule.kinds.max(initial=0)) + 1) + rule.kinds[rows]) * 2 + review
        for pair in np.unique(cases, return_index=True)[1].tolist():
            opening, person = jobs.jobs[int(numbers[pair])].opening, block.applicants[int(rows[pair])].person
            standing = finding.standing if (finding := rule.rule.judge(person, opening.terms, block.policy)) else Standing.MET
            if standing is Standing.BLOCKED or (standing is Standing.REVIEW and not review[pair]):
                raise _broken(jobs, int(lists[pair]), f"that the rule {rule.rule.name} finds {standing.value}")


def _broken(jobs: Jobs, number: int, what: str) -> RuleBrokenError:
    posting, band = jobs.jobs[number // len(BANDS)].posting.id, BANDS[number % len(BANDS)]
    return RuleBrokenError(f"posting {posting}: a pair {what} reached the {band} band; nothing was saved")
