"""What is said of each kept pair: the judgement with its full trace once more, and the reasons."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np

from matching.bitmaps import Planes
from matching.collection import paused_collection
from matching.features import pack_features
from matching.prematch.block import Block
from matching.prematch.jobs import BANDS, Jobs
from matching.prematch.judging import JudgedPairs
from matching.prematch.nearest import Int32
from matching.prematch.order import DRAWN, Kept
from matching.prematch.ranked import Ranked, drawn_rows, features_of
from matching.prematch.settings import Progress, RuleBrokenError
from matching.protocols import Float64, Ranker
from matching.reasons import Moved, join_moved, put_in_words, strongest
from matching.rounding import round_all
from matching.shortlist import Entry, Reason, VerdictName

_PART: Final = 4_096
_NO_BAND: Final = -1
_BAND_OF: Final[Mapping[VerdictName, int]] = {
    "eligible": BANDS.index("fit"),
    "eligible_with": BANDS.index("fit"),
    "review": BANDS.index("review"),
}


@dataclass(frozen=True, eq=False)
class Told:
    """One item for each row of `Kept`: the entry, None for who is not on the list; and the packed features, None for a drawn one.

    The entries of drawn people have no score and no reasons yet: both follow their neighbours' on the list. `drawn` (k, F) are
    their features, in order.
    """

    entries: tuple[Entry | None, ...]
    packed: tuple[bytes | None, ...]
    drawn: Float64


def tell_block(
    block: Block,
    planes: Planes,
    jobs: Jobs,
    ranked: Ranked,
    kept: Kept,
    ranker: Ranker,
    progress: Progress | None = None,
    threads: int = 1,
) -> Told:
    """Judge each kept pair of the block again and say why it stands where it stands.

    Raises RuleBrokenError rather than hand on a blocked pair.
    """
    with paused_collection():
        return _tell(block, planes, jobs, ranked, kept, ranker, progress, threads)


def _tell(
    block: Block,
    planes: Planes,
    jobs: Jobs,
    ranked: Ranked,
    kept: Kept,
    ranker: Ranker,
    progress: Progress | None,
    threads: int,
) -> Told:
    scored, shown = kept.at != DRAWN, kept.ranks > 0
    features = ranked.features[kept.at[scored & shown]]
    parts = [features[start : start + _PART] for start in range(0, len(features), _PART)]

    def explain(part: Float64) -> Moved:
        return strongest(part, ranker.contributions(part), jobs.settings.reasons)

    # What moved a score does not depend on the rows beside it, and needs no lock: it is worked out while pairs are judged.
    with ThreadPoolExecutor(threads) as pool:
        moved = pool.map(explain, parts)
        found = block.judging.judge_pairs(jobs.jobs, block.index, kept.lists[shown] // len(BANDS), kept.rows[shown])
        _check(found, kept.lists[shown], jobs)
        why = put_in_words(features, join_moved(list(moved), _PART))
    reasons = iter(why)
    entries = _entries(block, jobs, ranked, kept, found, [next(reasons) if one else () for one in scored[shown].tolist()])
    if progress is not None:
        for number in range(len(jobs)):
            progress(number + 1, len(jobs))
    drawn = drawn_rows(block, jobs, kept.lists[~scored], kept.rows[~scored])
    packed = iter(pack_features(ranked.features[kept.at[scored]]))
    told = iter(entries)
    return Told(
        entries=tuple(next(told) if one else None for one in shown.tolist()),
        packed=tuple(next(packed) if one else None for one in scored.tolist()),
        drawn=features_of(block, planes, jobs, drawn),
    )


def _entries(
    block: Block, jobs: Jobs, ranked: Ranked, kept: Kept, found: JudgedPairs, reasons: Sequence[tuple[Reason, ...]]
) -> list[Entry]:
    """Of who is on a list, in the order of `kept`."""
    shown = kept.ranks > 0
    at = kept.at[shown]
    scores = np.where(at == DRAWN, 0.0, ranked.scores[at] if len(ranked.scores) else 0.0)
    postings = [job.posting.id for job in jobs.jobs]
    columns = (kept.rows[shown], kept.lists[shown], kept.ranks[shown], kept.explored[shown], found.kinds, round_all(scores, 9))
    entries = []
    for row, number, rank, explored, kind, score, why in zip(*(one.tolist() for one in columns), reasons, strict=True):
        judged = found.judged[kind]
        entries.append(
            Entry.known(
                {
                    "candidate": block.ids[row],
                    "posting": postings[number // len(BANDS)],
                    "band": BANDS[number % len(BANDS)],
                    "rank": rank,
                    "score": score,
                    "verdict": judged.verdict,
                    "accommodations": judged.accommodations,
                    "abilities": judged.abilities,
                    "rules": judged.rules,
                    "questions": judged.questions,
                    "met": judged.met,
                    "arranged": judged.arranged,
                    "demanded": judged.demanded,
                    "reasons": why,
                    "explored": explored,
                }
            )
        )
    return entries


def _check(found: JudgedPairs, lists: Int32, jobs: Jobs) -> None:
    """Each pair belongs to the band that it is told for."""
    bands = np.array([_BAND_OF.get(one.verdict, _NO_BAND) for one in found.judged], np.int64)[found.kinds]
    for pair in np.flatnonzero(bands != lists % len(BANDS))[:1].tolist():
        number, verdict = int(lists[pair]), found.judged[int(found.kinds[pair])].verdict
        raise RuleBrokenError(
            f"posting {jobs.jobs[number // len(BANDS)].posting.id}: a pair judged {verdict} reached the "
            f"{BANDS[number % len(BANDS)]} band; nothing was saved"
        )
