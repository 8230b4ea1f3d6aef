"""The scores of an earlier run, by the versions of person and posting: no id, no name, nothing that a rule found."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Self
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from matching.prematch import Merged
from matching.prematch.jobs import BANDS
from matching.protocols import Float64

Int32 = NDArray[np.int32]
Int64 = NDArray[np.int64]

VERSION_BYTES: Final = 16
_FIELDS: Final = ("frame", "people", "postings", "posting_rows", "person_rows", "scores")


@dataclass(frozen=True, eq=False)
class KnownScores:
    """`scores` (n,) of pairs: rows of `postings` and `people`, which hold versions (16 bytes each) of everything that was matched.

    `frame` names what else a score depends on (models, knowledge, settings, day).
    """

    frame: str
    people: tuple[bytes, ...]
    postings: tuple[bytes, ...]
    posting_rows: Int32
    person_rows: Int32
    scores: Float64

    @classmethod
    def of(
        cls,
        frame: str,
        people: Sequence[Sequence[bytes]],
        postings: Sequence[bytes],
        merged: Merged,
        scores: Sequence[Float64],
    ) -> Self:
        """Of a run that was made a moment ago; `people` gives the versions of each block, row by row."""
        starts = np.cumsum([0, *(len(block) for block in people)])
        rows = [chosen.rows + starts[number] for number, chosen in enumerate(merged.chosen)]
        return cls(
            frame=frame,
            people=tuple(version for block in people for version in block),
            postings=tuple(postings),
            posting_rows=np.concatenate([chosen.lists // len(BANDS) for chosen in merged.chosen]).astype(np.int32),
            person_rows=np.concatenate(rows).astype(np.int32),
            scores=np.concatenate(scores),
        )

    def to_bytes(self) -> bytes:
        packed = io.BytesIO()
        np.savez(
            packed,
            frame=np.frombuffer(self.frame.encode("utf-8"), np.uint8),
            people=np.frombuffer(b"".join(self.people), np.uint8),
            postings=np.frombuffer(b"".join(self.postings), np.uint8),
            posting_rows=self.posting_rows,
            person_rows=self.person_rows,
            scores=self.scores,
        )
        return packed.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """Raises ValueError for anything that `to_bytes` did not write."""
        try:
            with np.load(io.BytesIO(content), allow_pickle=False) as found:
                frame, people, postings, posting_rows, person_rows, scores = (found[name] for name in _FIELDS)
        except (KeyError, OSError, EOFError, ValueError, BadZipFile) as fault:
            raise ValueError("these are no kept scores; match the event again") from fault
        return cls(
            frame.tobytes().decode("utf-8"),
            _versions(people),
            _versions(postings),
            posting_rows,
            person_rows,
            scores,
        )

    @cached_property
    def people_known(self) -> dict[bytes, int]:
        return {version: row for row, version in enumerate(self.people)}

    @cached_property
    def postings_known(self) -> dict[bytes, int]:
        return {version: row for row, version in enumerate(self.postings)}

    @cached_property
    def _sorted(self) -> tuple[Int64, Float64]:
        keys = self.posting_rows.astype(np.int64) * len(self.people) + self.person_rows
        order = np.argsort(keys)
        return keys[order], self.scores[order]

    def find(self, postings: Int64, people: Int64) -> Float64:
        """(n,) the score of each pair of rows; NaN where it was not ranked, and where either row is -1: not known as it is now."""
        keys, scores = self._sorted
        found = np.full(len(postings), np.nan)
        if not len(keys):
            return found
        wanted = postings * len(self.people) + people
        place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        there = (postings >= 0) & (people >= 0) & (keys[place] == wanted)
        found[there] = scores[place[there]]
        return found


def _versions(joined: NDArray[np.uint8]) -> tuple[bytes, ...]:
    content = joined.tobytes()
    return tuple(content[start : start + VERSION_BYTES] for start in range(0, len(content), VERSION_BYTES))
