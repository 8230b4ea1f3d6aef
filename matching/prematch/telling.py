"""What is said of each kept pair: its judgement, past the last gate, and the reasons."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from matching.bitmaps import Planes
from matching.collection import paused_collection
from matching.features import pack_features
from matching.prematch.block import Block
from matching.prematch.gate import check
from matching.prematch.jobs import BANDS, Jobs
from matching.prematch.judging import Judged, JudgedPairs
from matching.prematch.order import DRAWN, Kept
from matching.prematch.ranked import Ranked, drawn_rows, features_of
from matching.prematch.settings import Progress
from matching.protocols import Float64, Ranker
from matching.reasons import Moved, join_moved, put_in_words, strongest
from matching.rounding import round_all
from matching.shortlist import Entry, Reason

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
    """Judge each kept pair of the block, each kind of them once, and say why it stands where it stands.

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
        check(block, jobs, found, kept.lists[shown], kept.rows[shown])
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
    said = [_said_of(one) for one in found.judged]
    entries = []
    for row, number, rank, explored, kind, score, why in zip(*(one.tolist() for one in columns), reasons, strict=True):
        entry = said[kind].copy()
        entry["candidate"] = block.ids[row]
        entry["posting"] = postings[number // len(BANDS)]
        entry["band"] = BANDS[number % len(BANDS)]
        entry["rank"] = rank
        entry["score"] = score
        entry["reasons"] = why
        entry["explored"] = explored
        entries.append(entry)
    return Entry.all_known(entries)


def _said_of(judged: Judged) -> dict[str, Any]:
    """The fields of an entry, those that its kind does not tell still to be filled in."""
    return {name: getattr(judged, name, None) for name in Entry.model_fields}
