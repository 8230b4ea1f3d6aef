"""How a person's interviews are held: what they need of the fair's supports, how long they take, the rests and the walks.

It is read from the person's own route of access and from the arrangements that their verdicts list, and from nothing else: never
from a diagnosis, a category or a grade. It says what an interview takes of the fair, never what the person is worth to it.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from matching.records import Candidate, SupportKind, Visitor

ROUTES: Final[Mapping[str, SupportKind]] = {"csl": SupportKind.SIGN_INTERPRETER}
"""Access skill -> support. Who signs talks with an interviewer through an interpreter, whatever the job itself asks."""

SUPPORTS: Final[Mapping[str, SupportKind]] = {
    "sign_interpreter": SupportKind.SIGN_INTERPRETER,
    "guide_orientation": SupportKind.GUIDE,
    "quiet_space": SupportKind.QUIET_ROOM,
    "job_coach": SupportKind.JOB_COACH,
}
"""Arrangement -> support. What a person needs to do the job, they need to talk about it in a strange, crowded hall: the way to a
booth is found with a guide where the way to work is; the coach who will be at the job is at the talk about it."""

TWICE: Final = frozenset({"sign_interpreter", "text_comm", "aac", "job_coach"})
"""Arrangements with which everything is said twice, or written: such an interview takes two slots."""
RESTS: Final = frozenset({"rest_breaks", "pace_relief"})
"""Arrangements with which a free slot follows each interview."""
SLOWLY: Final = frozenset({"guide_orientation", "fixed_post"})
"""Arrangements with which a walk through the hall takes half as long again."""
SLOW_PACE: Final = 1.5


def visitor_of(candidate: Candidate, arrangements: Iterable[str]) -> Visitor:
    """How the interviews of a person are held, who may meet postings with these arrangements (names of the catalogue)."""
    listed = frozenset(arrangements)
    needs = {ROUTES[skill] for skill in candidate.access_skills if skill in ROUTES}
    needs |= {SUPPORTS[name] for name in listed if name in SUPPORTS}
    twice = bool(listed & TWICE) or SupportKind.SIGN_INTERPRETER in needs
    return Visitor(
        candidate=candidate.id,
        takes=2 if twice else 1,
        rest=1 if listed & RESTS else 0,
        pace=SLOW_PACE if listed & SLOWLY else 1.0,
        needs=tuple(sorted(needs)),
    )
