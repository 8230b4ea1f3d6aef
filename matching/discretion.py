"""Which words may stand where others read them: on an employer's list, in a calendar, on a wall.

A phrase that tells of health, of a disability, of an access route, of sex or age, or that identifies somebody, is left out whole
rather than cut: what remains of it would still tell.
"""

import re
from functools import lru_cache
from typing import Final

from matching.knowledge import CATALOGUE
from matching.texts import normalise, redact

_MORE: Final = re.compile(
    r"病(?!虫|害)|症|疾|癌|瘤|聋|瞎|瘸|肾|透析|化疗|disab|deaf|blind|impair|disease|illness|disorder|syndrome|therapy|diagnos"
)
_SPACE: Final = re.compile(r"\s+")
_CLAUSE: Final = re.compile(r"[，。；！？、,;!?\n\r]+")
_SHORTEST: Final = 2


@lru_cache(maxsize=16_384)
def is_discreet(phrase: str) -> bool:
    """Whether a phrase says nothing of health, disability, access routes, sex, age, and nothing that identifies a person."""
    plain = _SPACE.sub(" ", normalise(phrase)).strip()
    return redact(phrase) == plain and not _MORE.search(plain)


@lru_cache(maxsize=4_096)
def names_no_arrangement(phrase: str) -> bool:
    """Whether a phrase holds the name of no arrangement of the catalogue, in either language."""
    plain = normalise(phrase)
    return not any(name in plain for name in _arrangements())


def discreet_part(text: str) -> str:
    """The clauses of a text that are discreet, joined again; empty where none is."""
    clauses = (clause.strip() for clause in _CLAUSE.split(text))
    return "，".join(clause for clause in clauses if clause and is_discreet(clause))


@lru_cache(maxsize=1)
def _arrangements() -> frozenset[str]:
    names = {normalise(name) for row in CATALOGUE.accommodations for name in (row.zh, row.en)}
    return frozenset(name for name in names if len(name) >= _SHORTEST)
