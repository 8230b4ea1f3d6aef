"""A part of the people on a worker: the functions of `matching.prematch` on it, as tasks."""

from dataclasses import dataclass
from typing import Any, Final, TypeVar

from api.cluster.sent import unpacked
from matching.bitmaps import Planes
from matching.prematch import (
    Block,
    Chosen,
    Jobs,
    Kept,
    Nearest,
    Ranked,
    Told,
    decide,
    explain_left_out,
    find_nearest,
    prepare_block,
    rank_block,
    tell_block,
)
from matching.protocols import Encoder, Float64, Ranker
from matching.shortlist import LeftOut

SharedT = TypeVar("SharedT")

_BYTES_A_PERSON: Final = 4_000
"""About what the rules' and the features' side of one person take, without vectors and verdicts."""
_BYTES_THAT_TRAVEL: Final = 100_000_000
"""About what the encoder and the postings take, with which a part that is moved is made again."""


@dataclass(frozen=True, eq=False)
class Part:
    """Some people prepared, and who of them may do what. It stays on its worker; where it has to move, it is made again there."""

    block: Block
    planes: Planes
    content: bytes
    jobs: Jobs
    encoder: Encoder

    def __sizeof__(self) -> int:
        """Bytes, so that the scheduler knows what it would cost to move it."""
        vectors = self.block.vectors.rows * self.block.vectors.dimensions * 4
        return vectors + self.planes.bits.nbytes + len(self.block) * _BYTES_A_PERSON + _BYTES_THAT_TRAVEL

    def __reduce__(self) -> tuple[Any, ...]:
        return look, (self.content, self.jobs, self.encoder)


def hold(shared: SharedT) -> SharedT:
    """What every part needs: on the worker that is asked for it first, from where the others fetch it."""
    return shared


def look(content: bytes, jobs: Jobs, encoder: Encoder) -> Part:
    """Prepare the people and decide every pair by the rules."""
    block = prepare_block(unpacked(content), jobs, encoder)
    return Part(block, decide(block), content, jobs, encoder)


def nearest(part: Part, jobs: Jobs, ranker: Ranker) -> Nearest:
    return find_nearest(part.block, part.planes, jobs, ranker.leaning)


def rank(part: Part, jobs: Jobs, chosen: Chosen, ranker: Ranker) -> Ranked:
    return rank_block(part.block, part.planes, jobs, chosen, ranker)


def scores(ranked: Ranked) -> Float64:
    return ranked.scores


def tell(part: Part, jobs: Jobs, ranked: Ranked, kept: Kept, ranker: Ranker) -> tuple[Told, tuple[LeftOut, ...]]:
    """Entries of those who are kept, and what stood in the way of those who are not."""
    told = tell_block(part.block, part.planes, jobs, ranked, kept, ranker)
    return told, explain_left_out(part.block, part.planes, jobs, kept.listed(jobs.settings.keep))
