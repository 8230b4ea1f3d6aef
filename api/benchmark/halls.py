"""Halls and visitors of simulated fairs: booths in rows, what the fair lends, and how each person's interviews are held."""

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any, Final

import numpy as np

from matching.records import Booth, Hall, Support, SupportKind, TimeWindow, Visitor

OPENS: Final = 9 * 60
SLOT_MINUTES: Final = 20
_A_ROW: Final = 15
_BETWEEN: Final = (4.0, 6.0)
"""Metres between two booths of a row, and between two rows."""

SIGN_SHARE, GUIDE_SHARE, QUIET_SHARE, COACH_SHARE, REST_SHARE = 0.03, 0.03, 0.02, 0.02, 0.06
"""Shares of people who need an interpreter, a guide, the quiet room or a coach, and of those who need a rest and walk slowly."""
_AWAY_SHARE: Final = 0.15
"""Of people who are there for a part of the day only."""
_BRINGS_SHARE: Final = 0.05
"""Of employers with an interpreter of their own."""


def draw_hall(
    employers: Sequence[str],
    slots: int,
    interviewers: int,
    supports: Mapping[SupportKind, int],
    guaranteed: int,
    seed: int,
    plain: bool = False,
) -> Hall:
    """A hall in which every employer has one booth, in rows of fifteen, open for so many slots from nine o'clock.

    `plain`: no employer brings an interpreter. Raises ValueError where the slots do not fit into one day.
    """
    closes = OPENS + slots * SLOT_MINUTES
    if not 0 < closes - OPENS < 24 * 60 - OPENS:
        raise ValueError(f"{slots} slots of {SLOT_MINUTES} minutes do not fit between 09:00 and midnight; give 1 to 44")
    draw = np.random.Generator(np.random.PCG64([seed, 1]))
    brings = draw.random(len(employers)) < (0.0 if plain else _BRINGS_SHARE)
    return Hall(
        hours=TimeWindow(starts=time(OPENS // 60), ends=time(closes // 60, closes % 60)),
        slot_minutes=SLOT_MINUTES,
        guaranteed=guaranteed,
        booths=tuple(
            Booth(
                number=f"{row + 1:03d}",
                employer=employer,
                position=(row % _A_ROW * _BETWEEN[0], row // _A_ROW * _BETWEEN[1]),
                interviewers=interviewers,
                brings=frozenset({SupportKind.SIGN_INTERPRETER} if brings[row] else ()),
            )
            for row, employer in enumerate(employers)
        ),
        supports=tuple(Support(kind=kind, count=count) for kind, count in supports.items()),
    )


def draw_visitors(candidates: Sequence[str], slots: int, seed: int, plain: bool = False) -> tuple[Visitor, ...]:
    """One visitor a candidate. What each needs depends on the seed and the place in the order alone, never on the record.

    `plain`: every interview takes one slot.
    """
    draw = np.random.Generator(np.random.PCG64([seed, 2]))
    kind, away = draw.random(len(candidates)), draw.random(len(candidates)) < _AWAY_SHARE
    first = draw.integers(0, max(1, slots // 2), len(candidates))
    length = draw.integers(max(2, slots // 3), max(3, slots // 2 + 1), len(candidates))
    found = []
    for row, candidate in enumerate(candidates):
        a = int(first[row])
        windows = ((a, min(slots, a + int(length[row]))),) if away[row] else None
        manner = _manner(float(kind[row]))
        if plain:
            manner.pop("takes", None)
        found.append(Visitor(candidate=candidate, windows=windows, **manner))
    return tuple(found)


def _manner(place: float) -> dict[str, Any]:
    """How the interviews of a person are held whose draw, 0..1, fell here."""
    for share, manner in (
        (SIGN_SHARE, {"needs": (SupportKind.SIGN_INTERPRETER,), "takes": 2}),
        (GUIDE_SHARE, {"needs": (SupportKind.GUIDE,), "pace": 1.5}),
        (QUIET_SHARE, {"needs": (SupportKind.QUIET_ROOM,), "rest": 1}),
        (COACH_SHARE, {"needs": (SupportKind.JOB_COACH,), "takes": 2}),
        (REST_SHARE, {"rest": 1, "pace": 1.5}),
    ):
        if place < share:
            return dict(manner)
        place -= share
    return {}
