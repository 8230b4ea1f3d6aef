"""What was told of the pairs on the lists of an earlier run, by the versions of person and posting."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.prematch import Kept, Told
from matching.prematch.jobs import BANDS
from matching.prematch.order import DRAWN
from matching.shortlist import Entry

Bool = NDArray[np.bool_]
Pair = tuple[bytes, bytes]


@dataclass(frozen=True, slots=True)
class Line:
    """The entry, None for somebody who might have been on the list and was not; and the packed features."""

    entry: Entry | None
    packed: bytes


Lines = Mapping[Pair, Line]
"""By the version of the posting, then of the person. The place on the list belongs to the run, all else to the pair."""


def pairs_of(kept: Kept, postings: Sequence[bytes], people: Sequence[bytes]) -> list[Pair]:
    """The pair of each row that is kept of a block, whose people have these versions, row by row."""
    numbers, rows = (kept.lists // len(BANDS)).tolist(), kept.rows.tolist()
    return [(postings[number], people[row]) for number, row in zip(numbers, rows, strict=True)]


def recall(lines: Lines, kept: Kept, pairs: Sequence[Pair]) -> list[Line | None]:
    """What is known of each row, its entry at the place that it has now; None for what must be told.

    Who is drawn has a line that follows those beside it; and no line is known of somebody who might only have been on a list.
    """
    places = zip(*(one.tolist() for one in (kept.ranks, kept.lists % len(BANDS), kept.explored, kept.at)), strict=True)
    return [
        None if at == DRAWN else _placed(lines.get(pair), rank, band, explored)
        for pair, (rank, band, explored, at) in zip(pairs, places, strict=True)
    ]


def _placed(line: Line | None, rank: int, band: int, explored: bool) -> Line | None:
    if line is None or rank <= 0:
        return line
    entry = line.entry
    if entry is None or entry.band != BANDS[band]:
        return None
    if (entry.rank, entry.explored) == (rank, explored):
        return line
    return Line(entry.model_copy(update={"rank": rank, "explored": explored}), line.packed)


def pick_kept(kept: Kept, these: Bool) -> Kept:
    """Some rows of what is kept, (m,) bool."""
    return replace(kept, **{name: getattr(kept, name)[these] for name in Kept.__dataclass_fields__})


def join(known: Sequence[Line | None], kept: Kept, told: Told) -> Told:
    """What is known together with what was `told` of the others, in their order."""
    entries, packed = iter(told.entries), iter(told.packed)
    found = [(next(entries), next(packed)) if one is None else (one.entry, one.packed) for one in known]
    shown = (kept.ranks > 0).tolist()
    return Told(
        entries=tuple(entry if there else None for (entry, _), there in zip(found, shown, strict=True)),
        packed=tuple(one for _, one in found),
        drawn=told.drawn,
    )


def lines_of(told: Told, pairs: Sequence[Pair]) -> Iterator[tuple[Pair, Line]]:
    """What was told of each pair that was ranked."""
    for pair, entry, packed in zip(pairs, told.entries, told.packed, strict=True):
        if packed is not None:
            yield pair, Line(entry, packed)
