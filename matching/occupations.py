"""Look-ups in the classification of occupations: by code, by what something is called, and up and down its classes."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from matching.occupation_names import OCCUPATION, OccupationName, occupation_names, occupations_by_code
from matching.texts import normalise

_PARTS: Final = (1, 4, 7)
"""How many characters of a code name its main, middle and small class: "4-07-05-01" is in 4, 4-07 and 4-07-05."""


def occupation(code: str) -> OccupationName:
    """The occupation of a code. Raises ValueError for a code that the classification does not have or that is a class."""
    found = occupations_by_code().get(code)
    if found is None:
        what = "a class, no occupation" if any(row.code == code for row in occupation_names()) else "not in the classification"
        raise ValueError(f"code {code!r} is {what}; use a code such as 4-09-08-01")
    return found


def occupations_called(name: str) -> tuple[OccupationName, ...]:
    """The occupations with this name or alias, letter case aside, in code order; empty when nothing is."""
    return _by_name().get(normalise(name), ())


def ancestors(code: str) -> tuple[OccupationName, ...]:
    """The classes of an occupation, main class first. A small class of one occupation has no row of its own and is left out."""
    return tuple(row for row in occupation_names() if row.level < OCCUPATION and row.code in _class_codes(occupation(code).code))


def class_prefixes(code: str) -> tuple[str, ...]:
    """The beginnings that all codes of the small, the middle and the main class have, nearest first."""
    return tuple(code[:length] for length in reversed(_PARTS))


def _class_codes(code: str) -> tuple[str, ...]:
    return tuple(prefix + "0-00-00-00"[len(prefix) :] for prefix in class_prefixes(code))


@lru_cache(maxsize=1)
def _by_name() -> Mapping[str, tuple[OccupationName, ...]]:
    found: dict[str, dict[str, OccupationName]] = {}
    for row in occupations_by_code().values():
        for name in (row.name, *row.aliases):
            found.setdefault(normalise(name), {})[row.code] = row
    return {name: tuple(rows.values()) for name, rows in found.items()}
