"""The walk against sorting everybody, also where what it guessed of a list was too much."""

import numpy as np
import pytest

from matching.bitmaps import pack
from matching.features.leaning import TEXT_ALONE
from matching.prematch import kernel
from matching.prematch.kernel import Crowd, Wants, nearest_of, walk

PEOPLE, DEPTH = 3_000, 50


@pytest.mark.parametrize("drawn_are_nearest", [False, True])
def test_lists_are_those_of_sorting_everybody(drawn_are_nearest: bool) -> None:
    draw = np.random.Generator(np.random.PCG64(5))
    vectors = draw.standard_normal((PEOPLE, 24), dtype=np.float32)
    wanted = draw.standard_normal((140, 24), dtype=np.float32)
    if drawn_are_nearest:
        # Those from whom it guesses are nearer to every posting than anybody else: too few of the others reach what it expects.
        drawn = np.unpackbits(kernel._few(PEOPLE // 64 + 1).view(np.uint8), bitorder="little")[:PEOPLE].astype(bool)
        vectors[:, 0], wanted[:, 0] = np.where(drawn, 30, -30), 30
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    wanted /= np.linalg.norm(wanted, axis=1, keepdims=True)
    crowd, wants = Crowd.of_texts(vectors), Wants.of_texts(wanted)
    codes = draw.integers(0, 4, (len(wanted), PEOPLE))
    planes = np.stack([pack(codes >= 2), pack(codes % 2 == 1)], axis=1)
    found = walk(crowd, wants, TEXT_ALONE, planes, pack(np.ones((1, PEOPLE), np.bool_))[0], DEPTH)
    for job, mine in enumerate(codes):
        for band, allowed in enumerate((mine < 2, mine == 2)):
            rows = np.flatnonzero(allowed).astype(np.int32)
            one, expected = found[2 * job + band], nearest_of(crowd, wants, TEXT_ALONE, job, rows, DEPTH)
            assert one is not None
            assert [part.tobytes() for part in one] == [part.tobytes() for part in expected]
