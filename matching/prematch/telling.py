"""What is said of each kept pair: the judgement with its full trace once more, and the reasons."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np

from matching.bitmaps import Planes
from matching.features import pack_features
from matching.prematch.block import Block
from matching.prematch.collection import no_collection
from matching.prematch.jobs import BANDS, Jobs
from matching.prematch.order import DRAWN, Kept
from matching.prematch.ranked import Ranked, drawn_rows, features_of
from matching.prematch.settings import Progress, RuleBrokenError
from matching.protocols import Float64, Ranker
from matching.reasons import all_reasons
from matching.shortlist import Band, Entry, Reason

_PART: Final = 4_096


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
    with no_collection():
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
    scored = kept.at != DRAWN
    shown = kept.ranks > 0
    why = iter(_reasons(ranker, ranked.features[kept.at[scored & shown]], jobs.settings.reasons, threads))
    packed = iter(pack_features(ranked.features[kept.at[scored]]))
    entries: list[Entry | None] = []
    bounds = np.searchsorted(kept.lists, np.arange(len(jobs) + 1) * len(BANDS)).tolist()
    for number, job in enumerate(jobs.jobs):
        places = range(bounds[number], bounds[number + 1])
        rows = kept.rows[places.start : places.stop]
        for place, judged in zip(places, block.judging.judge(job, block.index, rows), strict=True):
            if not shown[place]:
                entries.append(None)
                continue
            band, at = BANDS[int(kept.lists[place]) % len(BANDS)], int(kept.at[place])
            _check(judged.verdict, band, job.posting.id)
            entries.append(
                Entry(
                    candidate=block.ids[kept.rows[place]],
                    posting=job.posting.id,
                    band=band,
                    rank=int(kept.ranks[place]),
                    score=0.0 if at == DRAWN else round(float(ranked.scores[at]), 9),
                    verdict=judged.verdict,
                    accommodations=judged.accommodations,
                    abilities=judged.abilities,
                    rules=judged.rules,
                    questions=judged.questions,
                    met=judged.met,
                    arranged=judged.arranged,
                    demanded=judged.demanded,
                    reasons=() if at == DRAWN else next(why),
                    explored=bool(kept.explored[place]),
                )
            )
        if progress is not None:
            progress(number + 1, len(jobs))
    drawn = drawn_rows(block, jobs, kept.lists[~scored], kept.rows[~scored])
    features = features_of(block, planes, jobs, drawn)
    return Told(tuple(entries), tuple(next(packed) if one else None for one in scored.tolist()), features)


def _reasons(ranker: Ranker, features: Float64, limit: int, threads: int) -> list[tuple[Reason, ...]]:
    """Of every row; what moved a score does not depend on the rows beside it."""
    parts = [features[start : start + _PART] for start in range(0, len(features), _PART)]
    if threads == 1 or len(parts) < 2:
        moved = [ranker.contributions(part) for part in parts]
    else:
        with ThreadPoolExecutor(threads) as pool:
            moved = list(pool.map(ranker.contributions, parts))
    return [one for part, shares in zip(parts, moved, strict=True) for one in all_reasons(part, shares, limit)]


def _check(verdict: str, band: Band, posting: str) -> None:
    if verdict == "blocked" or (verdict == "review") != (band == "review"):
        raise RuleBrokenError(f"posting {posting}: a pair judged {verdict} reached the {band} band; nothing was saved")
