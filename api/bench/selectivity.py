"""What retrieval costs when many, few or hardly any people are allowed."""

from collections.abc import Iterator
from typing import Final

import numpy as np
from pydantic import BaseModel, ConfigDict

from api.bench.machine import Machine, Timing, check_room, peak_megabytes, this_machine, timed
from api.bench.rows import Row, spread_of
from matching.bitmaps import pack
from matching.features.leaning import TEXT_ALONE
from matching.knowledge.catalogue import Text
from matching.prematch.kernel import Crowd, Wants, walk
from matching.protocols import Float32

SHARES: Final = (0.5, 0.05, 0.005)
_DEPTH: Final = 300
_FEWER: Final = Text(zh="用 --people 减少人数", en="give fewer with --people")


class Share(BaseModel):
    """Retrieval where this share of all pairs is allowed. `ratio`: beside the dense product of everybody."""

    model_config = ConfigDict(frozen=True)

    share: float
    walk: Timing
    ratio: float


class SelectivityBench(BaseModel):
    """`floor`: the dense float32 product of everybody and all postings, without looking for the nearest. One thread."""

    model_config = ConfigDict(frozen=True)

    machine: Machine
    people: int
    postings: int
    dimensions: int
    shares: tuple[Share, ...]
    floor: Timing
    peak_megabytes: float
    rows: tuple[Row, ...]


def bench_selectivity(people: int, postings: int, dimensions: int, seed: int, runs: int = 3) -> SelectivityBench:
    """Seeded directions and seeded sets of allowed people; the nearest 300 of each posting.

    Raises BadInput where it would not fit into memory.
    """
    told = Text(zh=f"{people:,} 人 x {postings:,} 岗位", en=f"{people:,} people x {postings:,} postings")
    check_room(people * (dimensions * 12 + postings * 2), told, _FEWER)
    draw = np.random.Generator(np.random.PCG64([seed, 8]))
    vectors, wanted = _directions(draw, people, dimensions), _directions(draw, postings, dimensions)
    _, floor = timed(lambda: _product(vectors, wanted), runs)
    crowd, wants = Crowd.of_texts(vectors), Wants.of_texts(wanted)
    everybody = pack(np.ones((1, people), dtype=np.bool_))[0]
    shares = []
    for share in SHARES:
        allowed = np.concatenate([pack(draw.random((1, people)) < share) for _ in range(postings)])
        planes = np.repeat(~allowed[:, None], 2, axis=1)
        _, walked = timed(lambda: walk(crowd, wants, TEXT_ALONE, planes, everybody, _DEPTH), runs)  # noqa: B023 (called at once)
        shares.append(Share(share=share, walk=walked, ratio=walked.median / floor.median))
    size = f"{people:,} people x {postings:,} postings, {dimensions} dimensions, 1 thread"
    return SelectivityBench(
        machine=this_machine(),
        people=people,
        postings=postings,
        dimensions=dimensions,
        shares=tuple(shares),
        floor=floor,
        peak_megabytes=peak_megabytes(),
        rows=tuple(
            Row(
                work=f"retrieval of the nearest {_DEPTH} where {100 * one.share:g} % are allowed",
                sizes=size,
                figure=f"{one.walk.median:.2f} s",
                floor=f"dense product of everybody {floor.median:.2f} s",
                ratio=one.ratio,
                spread=spread_of(one.walk),
            )
            for one in shares
        ),
    )


def _directions(draw: np.random.Generator, count: int, dimensions: int) -> Float32:
    made = draw.standard_normal((count, dimensions), dtype=np.float32)
    made /= np.linalg.norm(made, axis=1, keepdims=True)
    return made


def _product(vectors: Float32, wanted: Float32) -> float:
    """In stripes, so that the product itself need not be kept."""
    return float(sum((vectors[start : start + 8_192] @ wanted.T)[0, 0] for start in range(0, len(vectors), 8_192)))


def selectivity_lines(found: SelectivityBench) -> Iterator[str]:
    """What a bench found, in lines for a terminal."""
    yield found.machine.line
    yield f"{found.people:,} people x {found.postings:,} postings, {found.dimensions} dimensions, 1 thread, the nearest {_DEPTH}"
    for one in found.shares:
        yield f"  {100 * one.share:g} % allowed: {one.walk.median:.3f} s ({spread_of(one.walk)}), {one.ratio:.2f} times the product"
    yield f"dense product of everybody {found.floor.median:.3f} s; peak memory {found.peak_megabytes:.0f} MB"
