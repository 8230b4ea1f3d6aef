"""Of each list the nearest among the allowed of one block, by a leaning, and the exact merge of several blocks."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.bitmaps import VERDICT_CODES, Planes, pack, unpack
from matching.features.leaning import Leaning, offer_tables
from matching.prematch.block import Block
from matching.prematch.jobs import BANDS, Jobs
from matching.prematch.kernel import Crowd, Wants, nearest_of, walk
from matching.protocols import Float32

Int32 = NDArray[np.int32]
Int64 = NDArray[np.int64]

_Found = tuple[Int32, Float32, Float32]

_NO_ROWS: Final = np.zeros(0, np.int64)
_NOTHING: Final = np.zeros(0, np.float32)
_REVIEW: Final = VERDICT_CODES.index("review")
_TASKS: Final = 2
"""Tasks a thread: each walks over all people, so that few are better, and one that ends late is waited for."""


@dataclass(frozen=True, eq=False)
class Nearest:
    """What one block offers each list (`2 * job + band`). Picklable, some bytes a pair.

    `counts` (jobs, 4) are the verdicts of the block. List i has the rows `rows[bounds[i]:bounds[i + 1]]` of the block with their
    similarities and nearness, nearest first, of equal ones the lower id first: those who are allowed and did not opt out of
    profiling, `depth` at most. Of those who opted out and are allowed all are given: `out_rows[out_bounds[i]:out_bounds[i + 1]]`,
    in order of id.
    `named` are the distinct rows of both, ascending, and `names` their ids.
    """

    counts: Int64
    bounds: Int64
    rows: Int32
    similarities: Float32
    nearness: Float32
    out_bounds: Int64
    out_rows: Int32
    named: Int32
    names: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Chosen:
    """The rows of one block that are ranked, by list, as in `Nearest`."""

    bounds: Int64
    rows: Int32
    similarities: Float32

    @property
    def lists(self) -> Int32:
        """(n,) the list of each row."""
        return np.repeat(np.arange(len(self.bounds) - 1, dtype=np.int32), np.diff(self.bounds))


@dataclass(frozen=True, eq=False)
class Merged:
    """All blocks together: verdicts (jobs, 4), what each block shall rank, and by block and list who opted out.

    `numbers[part]` gives each `named` row of a block the place of its id among those of all blocks: ids compare as numbers.
    """

    counts: Int64
    chosen: tuple[Chosen, ...]
    parts: tuple[Nearest, ...]
    numbers: tuple[Int64, ...]

    def number(self, part: int, rows: Int32) -> Int64:
        """(n,) the place of the ids of rows of a block."""
        return self.numbers[part][np.searchsorted(self.parts[part].named, rows)]

    def name(self, part: int, row: int) -> str:
        one = self.parts[part]
        return one.names[int(np.searchsorted(one.named, row))]


def find_nearest(block: Block, planes: Planes, jobs: Jobs, leaning: Leaning, threads: int = 1) -> Nearest:
    """Retrieve each list from the block, by the leaning of the ranker that will order it.

    Similarity and nearness do not depend on the other rows of the block, to the last bit. Twins, postings that offer people the
    same in the same words, are retrieved once.
    """
    counts = np.array([[getattr(planes.counts(job), name) for name in VERDICT_CODES] for job in range(len(jobs))], np.int64)
    counts = counts.reshape(len(jobs), len(VERDICT_CODES))
    wants = wants_of(block, jobs, leaning)
    first: dict[tuple[int, bytes, bool, bytes, bytes], int] = {}
    same = [first.setdefault((job.twin, *wants.told(number)), number) for number, job in enumerate(jobs.jobs)]
    # Postings that allow about as many stand side by side: what a walk adds up for one of a batch it adds up for all.
    blocked = counts[:, VERDICT_CODES.index("blocked")]
    distinct = sorted(set(same), key=lambda number: (blocked[number], number))
    found = _walked(block, planes, jobs, wants, leaning, distinct, threads)
    lists = [found[one, band] for one in same for band in range(len(BANDS))]
    outs = _opted_out(block, planes, len(jobs))
    rows = np.concatenate([_NO_ROWS, *(ids for ids, _, _ in lists)]).astype(np.int32)
    out_rows = np.concatenate([_NO_ROWS, *outs]).astype(np.int32)
    named = np.union1d(rows, out_rows).astype(np.int32)
    return Nearest(
        counts=counts,
        bounds=_bounds([len(ids) for ids, _, _ in lists]),
        rows=rows,
        similarities=np.concatenate([_NOTHING, *(similarities for _, similarities, _ in lists)]),
        nearness=np.concatenate([_NOTHING, *(nearness for _, _, nearness in lists)]),
        out_bounds=_bounds([len(one) for one in outs]),
        out_rows=out_rows,
        named=named,
        names=tuple(block.ids[row] for row in named.tolist()),
    )


def wants_of(block: Block, jobs: Jobs, leaning: Leaning) -> Wants:
    """All postings as the walk over this block sees them."""
    offers, directions = [job.offer for job in jobs.jobs], block.vectors.dimensions
    nowhere = np.full(directions, np.nan, np.float32)
    found = [nowhere if offer.meaning is None else offer.meaning for offer in offers]
    meanings, occupations = np.stack(found).astype(np.float32), block.seekers.meanings
    return Wants(
        wanted=np.stack([job.wanted for job in jobs.jobs]).astype(np.float32),
        silent=np.array([not offer.text for offer in offers], np.bool_),
        tables=offer_tables(leaning, block.seekers, block.kinds, offers),
        meanings=meanings,
        # At once, before threads share the work: the product brings its own.
        wishes=meanings @ (nowhere[None] if occupations is None else occupations).T,
    )


def crowd_of(block: Block) -> Crowd:
    """The people of the block as the walk sees them."""
    seekers, vectors = block.seekers, block.vectors.vectors()
    none = np.zeros((1, vectors.shape[1]), np.float32)
    experiences, occupations = seekers.experiences, seekers.meanings
    known = np.zeros(len(block), np.bool_) if experiences is None else ~np.isnan(experiences[:, 0])
    members, bounds = seekers.occupations.members, seekers.occupations.bounds
    return Crowd(
        vectors=np.ascontiguousarray(vectors),
        kinds=block.kinds.codes,
        members=members,
        bounds=bounds,
        occupations=none * np.nan if occupations is None else np.ascontiguousarray(occupations),
        told=seekers.told,
        experiences=none if experiences is None else np.ascontiguousarray(experiences),
        known=known,
    )


def _walked(
    block: Block, planes: Planes, jobs: Jobs, wants: Wants, leaning: Leaning, numbers: Sequence[int], threads: int
) -> dict[tuple[int, int], _Found]:
    """By (job, band) what `walk` gives, on `threads` threads; of a list with too many ties all rows are weighed."""
    if not len(block):
        return {(number, band): (_NO_ROWS.astype(np.int32), _NOTHING, _NOTHING) for number in numbers for band in range(len(BANDS))}
    crowd, depth = crowd_of(block), jobs.settings.depth
    among = np.zeros(planes.bits.shape[2], np.uint64)
    profiled = pack(block.profiled[None])[0]
    among[: len(profiled)] = profiled & planes.everybody[: len(profiled)]
    order, parts = np.array(numbers, np.int64), _TASKS * threads if threads > 1 else 1
    tasks = [order[part::parts] for part in range(min(len(numbers), parts))]

    def walk_some(some: Int64) -> list[_Found | None]:
        return walk(crowd, wants.some(some), leaning, planes.bits[some], among, depth)

    if threads == 1:
        walked = [walk_some(some) for some in tasks]
    else:
        with ThreadPoolExecutor(threads) as pool:
            walked = list(pool.map(walk_some, tasks))
    found: dict[tuple[int, int], _Found] = {}
    lists = ((int(number), band) for some in tasks for number in some for band in range(len(BANDS)))
    for (number, band), one in zip(lists, (one for some in walked for one in some), strict=True):
        if one is None:
            members = (planes.review if band else planes.fit)(number) & among
            rows = np.flatnonzero(unpack(members, len(block))).astype(np.int32)
            found[number, band] = nearest_of(crowd, wants, leaning, number, rows, depth)
        else:
            found[number, band] = one
    return found


def _opted_out(block: Block, planes: Planes, jobs: int) -> list[Int64]:
    """By list the rows of those who opted out of profiling and are allowed."""
    out = np.flatnonzero(~block.profiled)
    if not len(out):
        return [_NO_ROWS] * (len(BANDS) * jobs)
    found = []
    for job in range(jobs):
        codes = planes.codes_of(np.full(len(out), job), out)
        found += [out[codes < _REVIEW], out[codes == _REVIEW]]
    return found


def merge_nearest(parts: Sequence[Nearest], depth: int) -> Merged:
    """The nearest of all blocks: exactly what one block of all people would have found, whatever the order of the parts.

    Raises ValueError when a person is in two parts, or when the parts are not of the same postings.
    """
    if len({len(part.bounds) for part in parts}) != 1:
        raise ValueError("the parts are not of the same postings; find the nearest of each block with the same jobs")
    names = sorted({name for part in parts for name in part.names})
    if len(names) != sum(len(part.names) for part in parts):
        raise ValueError("somebody is in two parts; give each person to one block")
    place = {name: number for number, name in enumerate(names)}
    numbers = tuple(np.array([place[name] for name in part.names], np.int64) for part in parts)
    counts = np.sum([part.counts for part in parts], axis=0)
    whole = tuple(Chosen(part.bounds, part.rows, part.similarities) for part in parts)
    merged = Merged(counts, whole, tuple(parts), numbers)
    if len(parts) == 1:
        return merged
    lists = np.concatenate([one.lists for one in whole])
    nearness = np.concatenate([part.nearness for part in parts])
    ids = np.concatenate([merged.number(part, one.rows) for part, one in enumerate(whole)])
    order = np.lexsort((ids, -nearness, lists))
    starts = np.searchsorted(lists[order], np.arange(len(parts[0].bounds)))
    kept = np.zeros(len(lists), np.bool_)
    kept[order[np.arange(len(order)) - starts[lists[order]] < depth]] = True
    chosen = []
    for one, mine in zip(whole, np.split(kept, np.cumsum([len(one.rows) for one in whole])[:-1]), strict=True):
        sizes = np.bincount(one.lists[mine], minlength=len(one.bounds) - 1)
        chosen.append(Chosen(_bounds(sizes), one.rows[mine], one.similarities[mine]))
    return Merged(counts, tuple(chosen), tuple(parts), numbers)


def totals(counts: Int64) -> Int64:
    """(lists,) how many are allowed on each list, from the verdicts (jobs, 4)."""
    return np.stack([counts[:, 0] + counts[:, 1], counts[:, 2]], axis=1).reshape(len(counts) * len(BANDS))


def _bounds(sizes: Sequence[int] | Int64) -> Int64:
    bounds = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes, out=bounds[1:])
    return bounds
