"""The places of those who opted out of profiling: a seeded draw of distinct places on the whole band."""

import hashlib

import numpy as np

from matching.shortlist import Band


def draw_places(seed: int, posting: str, band: Band, total: int, out: int, keep: int) -> list[tuple[int, int]]:
    """(place, number) in order of place: which of the `out` people, in order of id, stand at which place of the list that is shown.

    `total` are allowed in the whole band. Nobody drawn stands last on the list, unless there are only drawn people on it.
    """
    if not out:
        return []
    digest = hashlib.sha256(f"{seed}:{posting}:{band}".encode()).digest()
    draw = np.random.Generator(np.random.PCG64(int.from_bytes(digest[:8], "big")))
    places = draw.choice(max(total - 1, out), size=out, replace=False)
    shown = {int(places[number]): number for number in np.flatnonzero(places < keep).tolist()}
    last = min(total, keep) - 1
    if last in shown:
        free = [place for place in range(last) if place not in shown]
        if free:
            shown[free[-1]] = shown.pop(last)
    return sorted(shown.items())
