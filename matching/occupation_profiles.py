"""What the work of an occupation typically demands on the 45 dimensions, from knowledge/occupations/*.yaml.

A row gives one digit a dimension, by group, so that an expert can read the file as a table. Occupations without a row inherit
from the nearest class that has profiled members, dimension by dimension the lower median of them, and say so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from statistics import median_low
from typing import Annotated, Final, Self, cast

from pydantic import BeforeValidator, Field, model_validator

from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Level, Signable
from matching.knowledge.source import Rows, packaged, packaged_files, read_rows
from matching.occupation_names import occupations_by_code
from matching.occupations import class_prefixes, occupation
from matching.records import PostingKind

Levels = tuple[Level, ...]
"""One level a dimension, 0-4, in catalogue order; 0 is "the work does not ask for it"."""

_FOLDER: Final = "occupations/"
_NONE: Final = "."
_NEVER_INHERITED: Final = "driving"
"""A licence is asked by single occupations: that one sells from a van says nothing about those who sell beside it."""
_CODES: Final = tuple(dimension.code for dimension in CATALOGUE.dimensions)
_GROUPS: Final = {letter: len(list(codes)) for letter, codes in groupby(code[0] for code in _CODES)}
"""Letter of a group -> how many dimensions it has, in catalogue order."""
_NAMES: Final = {dimension.code: dimension.name for dimension in CATALOGUE.dimensions}


def levels_of(value: object) -> Levels:
    """The 45 levels of a text such as "V3... H22.23 M2..3... U111113 C3232231 P13233 E2..1 T41.1 R..."."""
    groups = str(value).split()
    letters = " ".join(group[0] for group in groups)
    if letters != " ".join(_GROUPS):
        raise ValueError(f"the groups are {letters}; write {' '.join(_GROUPS)}, each once, in this order")
    levels: list[Level] = []
    for group in groups:
        letter, digits = group[0], group[1:]
        if len(digits) != _GROUPS[letter]:
            raise ValueError(f"group {letter} has {len(digits)} levels and {_GROUPS[letter]} dimensions; give each a digit or '.'")
        for place, digit in enumerate(digits, start=1):
            if digit not in "01234.":
                raise ValueError(f"{letter}{place} ({_NAMES[f'{letter}{place}']}) is {digit!r}; use 1-4, or '.' for none")
            levels.append(cast("Level", 0 if digit == _NONE else int(digit)))
    return tuple(levels)


def _dimensions(value: object) -> frozenset[str]:
    """The dimensions that a text such as "H2 U1" names by their codes."""
    codes = str(value).split()
    for code in codes:
        if code not in _NAMES:
            raise ValueError(f"unknown dimension {code!r}; use a code of abilities.yaml such as U1")
    return frozenset(_NAMES[code] for code in codes)


def _known_code(value: object) -> str:
    return occupation(str(value)).code


class Profile(Signable):
    """What one occupation, or one variant of it that is advertised apart, demands. `titles` are its everyday names.

    `kinds`: the only kinds of posting that the variant is advertised for; empty for all. `why`, `why_en`: both or neither.
    """

    name: str
    code: Annotated[str, BeforeValidator(_known_code)]
    demands: Annotated[Levels, BeforeValidator(levels_of)]
    marginal: Annotated[frozenset[str], BeforeValidator(_dimensions)] = frozenset()
    titles: tuple[str, ...] = Field(min_length=1)
    kinds: frozenset[PostingKind] = frozenset()
    why: str = ""
    why_en: str = ""

    @model_validator(mode="after")
    def _why_in_both(self) -> Self:
        if bool(self.why) != bool(self.why_en):
            raise ValueError("a reason has its words in both languages; give why and why_en")
        return self


@dataclass(frozen=True, slots=True)
class Typical:
    """The typical demands of an occupation; `inherited` names the class they were taken from when it has no row of its own."""

    levels: Levels
    marginal: frozenset[str]
    inherited: str | None = None


def load_profiles(text: str, file: str) -> Rows[Profile]:
    """The rows of one file of profiles, given as YAML text.

    Raises KnowledgeError with file, line and row on a code that is no occupation, a group that is missing or has a level too
    many, a level off the scale, a marginal task that is not demanded, or a name given twice.
    """
    rows = read_rows(text, file, Profile).unique(lambda row: row.name)
    for row in rows:
        for dimension in sorted(row.marginal):
            if row.demands[CATALOGUE.position[dimension]] == 0:
                code = CATALOGUE.dimension(dimension).code
                said = f"{code} ({dimension}) is marginal and not demanded; correct the one or the other"
                raise rows.fault(row, said, "marginal")
    return rows


@lru_cache(maxsize=1)
def profiles() -> tuple[Profile, ...]:
    """All rows of all files, in their order."""
    return tuple(row for rows in profiles_by_file().values() for row in rows)


@lru_cache(maxsize=1)
def profiles_by_file() -> Mapping[str, Rows[Profile]]:
    """File ("occupations/care.yaml": one a field of work) -> its rows.

    Raises KnowledgeError also when a name or a title stands in two rows: it could mean either.
    """
    found = {file: load_profiles(packaged(file), file) for file in packaged_files() if file.startswith(_FOLDER)}
    first: dict[str, str] = {}
    for rows in found.values():
        for row in rows:
            for title in (row.name, *row.titles):
                other = first.setdefault(title, row.name)
                if other != row.name:
                    raise rows.fault(row, f"the title {title!r} is already one of {other}; leave it to one of the two", "titles")
    return found


@lru_cache(maxsize=1)
def profiles_by_code() -> Mapping[str, Profile]:
    """The row that stands for an occupation: the one named as the classification names it, else its first."""
    found: dict[str, Profile] = {}
    for row in profiles():
        if row.code not in found or row.name == occupations_by_code()[row.code].name:
            found[row.code] = row
    return found


@lru_cache(maxsize=4096)
def typical(code: str) -> Typical:
    """The typical demands of an occupation, its own or those of its nearest class.

    Raises ValueError for a code that is no occupation.
    """
    own = profiles_by_code().get(occupation(code).code)
    if own is not None:
        return Typical(own.demands, own.marginal)
    prefix = inherits_from(code)
    if prefix is None:
        raise ValueError(f"no occupation of the main class of {code} has a profile; write one under knowledge/occupations")
    return _typical_of_class(prefix)


def inherits_from(code: str) -> str | None:
    """The beginning of the codes of the nearest class with profiled members ("4-09"), None when the main class has none."""
    return next((prefix for prefix in class_prefixes(code) if prefix in _profiled_classes()), None)


@lru_cache(maxsize=1)
def _profiled_classes() -> frozenset[str]:
    return frozenset(prefix for code in profiles_by_code() for prefix in class_prefixes(code))


@lru_cache(maxsize=4096)
def _typical_of_class(prefix: str) -> Typical:
    return _most_typical([row for row in profiles_by_code().values() if row.code.startswith(prefix)], prefix)


def _most_typical(members: Sequence[Profile], prefix: str) -> Typical:
    """Dimension by dimension the lower median, driving aside; marginal where most members that demand it say so."""
    medians = [median_low(column) for column in zip(*(row.demands for row in members), strict=True)]
    medians[CATALOGUE.position[_NEVER_INHERITED]] = 0
    levels = tuple(cast("Level", level) for level in medians)
    marginal = set()
    for position, dimension in enumerate(CATALOGUE.dimensions):
        asking = [row for row in members if row.demands[position] > 0]
        if levels[position] and sum(dimension.name in row.marginal for row in asking) * 2 > len(asking):
            marginal.add(dimension.name)
    return Typical(levels, frozenset(marginal), inherited=prefix)
