"""Names of the Chinese classification of occupations of 2022: every code, what it is called, and what job boards call it.

Codes, names and aliases are facts taken from a public table of the classification; its definitions and lists of tasks are not here.
"""

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Final

OCCUPATION: Final = 4
SMALL_CLASS: Final = 3


@dataclass(frozen=True, slots=True)
class OccupationName:
    """A row of the classification. `level` 1 is a main class, 2 a middle class, 3 a small class, 4 an occupation.

    A small class of one occupation has its code. `green` and `digital` are the marks L and S of the classification.
    """

    code: str
    level: int
    name: str
    green: bool
    digital: bool
    aliases: tuple[str, ...]

    @property
    def small_class(self) -> str:
        """The code of the small class: "4-07-05-01" and "4-07-05-00" give "4-07-05"."""
        return small_class(self.code)


def small_class(code: str) -> str:
    """The first three parts of a code."""
    return code[:7]


@lru_cache(maxsize=1)
def occupation_names() -> tuple[OccupationName, ...]:
    """All rows of all levels in the order of their codes; 1,632 of them are occupations."""
    text = resources.files("matching.knowledge").joinpath("occupation_names.csv").read_text("utf-8")
    return tuple(
        OccupationName(
            code=row["code"],
            level=int(row["level"]),
            name=row["name"],
            green="L" in row["marks"],
            digital="S" in row["marks"],
            aliases=tuple(row["aliases"].split("|")) if row["aliases"] else (),
        )
        for row in csv.DictReader(text.splitlines())
    )


@lru_cache(maxsize=1)
def occupations_by_code() -> dict[str, OccupationName]:
    """The occupations (level 4) by their codes."""
    return {row.code: row for row in occupation_names() if row.level == OCCUPATION}
