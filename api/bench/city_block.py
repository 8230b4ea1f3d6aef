"""A large pool of people from a synthetic city of a moderate size, without records of each of them."""

from dataclasses import dataclass, fields, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from matching.bitmaps import VerdictIndex
from matching.features import SeekerTable
from matching.features.leaning import kinds_of
from matching.features.seekers import Codes
from matching.features.sets import Sets
from matching.prematch import Block, Jobs, PrematchSettings, prepare_block, prepare_jobs
from matching.prematch.judging import Judging
from matching.protocols import Float32
from matching.records import PostingStatus
from matching.retrieval import build_index

_DRAWN: Final = 20_000
"""People that differ in everything; a larger pool repeats them with other vectors, so that ties do not rule."""
_NOISE: Final = 0.05
"""How far, in a direction of its own, the vector of a repeated person is moved."""


@dataclass(frozen=True, eq=False)
class CityPool:
    """The drawn people as a block, and all postings."""

    jobs: Jobs
    block: Block
    seed: int


def draw_pool(seed: int, people: int, postings: int, settings: PrematchSettings) -> CityPool:
    """Draw the city. Raises ValueError when it has too few postings."""
    from data.synthetic import generate_city
    from models.encoder_registry import serving_encoder

    encoder = serving_encoder(None, None)
    city = generate_city(seed=seed, candidates=min(people, _DRAWN), employers=max(4, postings // 2), today=settings.today)
    # Some postings of every city are not open, and of the others a few the law does not let stand.
    open_ones = [posting for posting in city.postings if posting.status is PostingStatus.OPEN]
    jobs = prepare_jobs("bench", open_ones[: postings + postings // 4 + 8], encoder, settings)
    if len(jobs) < postings:
        raise ValueError(f"the city has {len(jobs)} open postings, {postings} were asked for; ask for fewer")
    jobs = replace(jobs, jobs=jobs.jobs[:postings])
    return CityPool(jobs, prepare_block(city.candidates, jobs, encoder), seed)


def pool_of(city: CityPool, people: int, postings: int) -> tuple[Jobs, Block]:
    """The first postings of the city and as many people as asked for, with built indexes."""
    jobs = replace(city.jobs, jobs=city.jobs.jobs[:postings])
    base = city.block
    rows = np.arange(people) % len(base)
    applicants = tuple(base.applicants[row] for row in rows.tolist())
    index = VerdictIndex.build(applicants, base.policy)
    for job in jobs.jobs:
        index.put_posting(job.posting.id, job.opening)
    judging = Judging.of(applicants, base.policy)
    judging.pose(jobs.jobs, index)
    seekers = _repeated(base.seekers, rows)
    block = Block(
        ids=tuple(f"c{number:09}" for number in range(people)),
        applicants=applicants,
        index=index,
        seekers=seekers,
        kinds=kinds_of(seekers),
        vectors=build_index(_moved(base.vectors.vectors(), rows, city.seed)),
        profiled=base.profiled[rows],
        judging=judging,
    )
    return jobs, block


def _moved(vectors: Float32, rows: NDArray[np.int64], seed: int) -> Float32:
    draw = np.random.Generator(np.random.PCG64(seed))
    moved = vectors[rows]
    for start in range(len(vectors), len(rows), len(vectors)):
        part = moved[start : start + len(vectors)]
        noise = draw.standard_normal(part.shape, np.float32)
        part += np.float32(_NOISE / np.sqrt(part.shape[1])) * noise
        part /= np.maximum(np.sqrt((part * part).sum(axis=1, keepdims=True)), np.float32(1e-9))
    return moved


def _repeated(table: SeekerTable, rows: NDArray[np.int64]) -> SeekerTable:
    """The columns of a table at some rows; what belongs to a vocabulary stays as it is."""
    whole = ("stems", "meanings", "held", "cities", "texts")
    return replace(table, **{one.name: _column(getattr(table, one.name), rows) for one in fields(table) if one.name not in whole})


def _column(column: Any, rows: NDArray[np.int64]) -> Any:
    if isinstance(column, Sets):
        return column.choose(rows)
    if isinstance(column, Codes):
        return Codes(_column(column.sets, rows), column.rows)
    return None if column is None else column[rows]
