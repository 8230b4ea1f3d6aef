"""A block of people, and what was found of them by themselves: kept from one run to the next, while people and postings change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from matching.bitmaps import Planes, pack
from matching.features.leaning import Leaning
from matching.prematch import Block, Jobs, Nearest, explain_left_out, find_nearest, prepare_block
from matching.prematch.jobs import BANDS
from matching.prematch.judging import Judging
from matching.protocols import Encoder
from matching.records import Candidate
from matching.rematch.near import Near, apart, together
from matching.shortlist import LeftOut

Bool = NDArray[np.bool_]

_DEEPER: Final = 4
"""Lists are retrieved deeper by a fourth: that many of a list may leave before it must be retrieved again."""


@dataclass(frozen=True, eq=False)
class Present:
    """Those of a stretch who take part now: `there` (n,). To the planes and to `near` the others are nobody."""

    block: Block
    planes: Planes
    near: Nearest
    there: Bool


@dataclass(eq=False)
class Stretch:
    """A block whose people stay as they were; `versions` are theirs, row by row. The postings are those that it met last."""

    block: Block
    versions: tuple[bytes, ...]
    postings: dict[str, bytes] = field(default_factory=dict)
    bits: NDArray[np.uint64] = field(default_factory=lambda: np.zeros((0, 2, 0), np.uint64))
    near: list[Near] = field(default_factory=list)
    _alone: tuple[LeftOut, ...] | None = None

    @classmethod
    def of(
        cls, people: Sequence[Candidate], versions: Mapping[str, bytes], jobs: Jobs, encoder: Encoder, like: "Stretch | None" = None
    ) -> Self:
        """These people, who have met no posting yet. What another stretch compiled of the postings is taken over."""
        block = prepare_block(people, jobs, encoder, None if like is None else like.block)
        return cls(block, tuple(versions[name] for name in block.ids))

    def meet(self, jobs: Jobs, versions: Mapping[str, bytes], leaning: Leaning, threads: int = 1) -> None:
        """Decide everybody with these postings, and retrieve their lists; those that it met before, in these versions, stay."""
        now = {job.posting.id: versions[job.posting.id] for job in jobs.jobs}
        if now == self.postings:
            return
        index, before = self.block.index, {name: row for row, name in enumerate(self.postings)}
        new = [number for number, (name, version) in enumerate(now.items()) if self.postings.get(name) != version]
        if self.postings:
            for name in self.postings.keys() - now.keys():
                index.remove_posting(name)
            for number in new:
                index.put_posting(jobs.jobs[number].posting.id, jobs.jobs[number].opening)
            # Postings have other numbers now, by which pairs were told apart.
            judging = self.block.judging
            self.block = replace(self.block, judging=Judging(judging.applicants, judging.policy, judging.people))
        names = list(now)
        found = index.decide([names[number] for number in new], threads)
        near = self._retrieve(jobs, new, found, self.block, _deeper(jobs.settings.depth), leaning, threads)
        fresh = {number: place for place, number in enumerate(new)}
        self.bits = np.stack(
            [found.bits[fresh[number]] if number in fresh else self.bits[before[name]] for number, name in enumerate(names)]
        )
        self.near = [
            one
            for number, name in enumerate(names)
            for one in (_lists(near, fresh[number]) if number in fresh else _lists(self.near, before[name]))
        ]
        self.postings, self._alone = now, None

    def present(self, people: Mapping[str, bytes], jobs: Jobs, leaning: Leaning, threads: int = 1) -> Present:
        """Those of its people who take part as they were, by id the version of everybody who does."""
        block, depth = self.block, jobs.settings.depth
        there = np.array([people.get(name) == version for name, version in zip(block.ids, self.versions, strict=True)], np.bool_)
        members = np.zeros(self.bits.shape[2], np.uint64)
        packed = pack(there[None])[0]
        members[: len(packed)] = packed
        planes = Planes(self.bits & members, members, len(block))
        # Who is not there waits for no place of those who opted out, either.
        block = replace(block, profiled=block.profiled | ~there)
        near = [one.among(there) for one in self.near]
        short = [
            number
            for number, (one, before) in enumerate(zip(near, self.near, strict=True))
            if len(one.rows) < depth and len(before.rows) == _deeper(depth)
        ]
        again = sorted({number // len(BANDS) for number in short})
        if again:
            found = self._retrieve(jobs, again, replace(planes, bits=planes.bits[again]), block, depth, leaning, threads)
            for place, number in enumerate(again):
                near[len(BANDS) * number : len(BANDS) * (number + 1)] = _lists(found, place)
        return Present(block, planes, together([one.first(depth) for one in near], planes, block.ids), there)

    def left_out(self, jobs: Jobs, present: Present, listed: NDArray[np.int32]) -> tuple[LeftOut, ...]:
        """Why those who are there stand on no list, `listed` rows aside. What each is told depends on nobody else."""
        if self._alone is None:
            members = self.block.index.everybody
            planes = Planes(self.bits, members, len(self.block))
            self._alone = explain_left_out(self.block, planes, jobs, np.zeros(0, np.int32))
            self.block.index.forget_members()
        alone = present.there.copy()
        alone[listed] = False
        return tuple(self._alone[row] for row in np.flatnonzero(alone).tolist())

    def forget_pairs(self) -> None:
        """Keep nothing of what was judged: where nothing changes, it is not asked for again."""
        self.block = replace(self.block, judging=self.block.judging.afresh())

    def _retrieve(
        self, jobs: Jobs, numbers: Sequence[int], planes: Planes, block: Block, depth: int, leaning: Leaning, threads: int
    ) -> list[Near]:
        """The lists of some postings, whose planes these are."""
        if not numbers:
            return []
        settings = jobs.settings.model_copy(update={"depth": depth})
        some = replace(jobs, jobs=tuple(jobs.jobs[number] for number in numbers), settings=settings)
        return apart(find_nearest(block, planes, some, leaning, threads))


def _deeper(depth: int) -> int:
    return depth + max(1, depth // _DEEPER)


def _lists(near: Sequence[Near], job: int) -> Sequence[Near]:
    return near[len(BANDS) * job : len(BANDS) * (job + 1)]
