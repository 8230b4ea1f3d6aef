"""Everyday titles of occupations and which occupations are near in work, from knowledge/occupation_titles.yaml."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, Final

import yaml

from matching.knowledge.source import KnowledgeError
from matching.occupation_names import occupations_by_code
from matching.texts import normalise

_FILE: Final = "occupation_titles.yaml"


@dataclass(frozen=True, slots=True)
class EverydayTitles:
    """Titles by occupation code, normalised, and groups of codes whose work is near."""

    titles: Mapping[str, tuple[str, ...]]
    near: tuple[tuple[str, ...], ...]


def read_titles(text: str, file: str = _FILE) -> EverydayTitles:
    """The table as YAML text. Raises KnowledgeError on a code that is no occupation or a title under two codes."""
    content: Any = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    titles = {str(code): tuple(normalise(str(title)) for title in told) for code, told in content["titles"].items()}
    near = tuple(tuple(map(str, group)) for group in content["near"])
    _check_codes([*titles, *(code for group in near for code in group)], file)
    first: dict[str, str] = {}
    for code, told in titles.items():
        for title in told:
            if first.setdefault(title, code) != code:
                raise KnowledgeError(f"{file}: {title} stands under {first[title]} and {code}; keep it under one")
    return EverydayTitles(titles, near)


@lru_cache(maxsize=1)
def titles_by_code() -> Mapping[str, tuple[str, ...]]:
    """Occupation code -> all that it is called, normalised: its name first, then aliases, then everyday titles.

    A title of the file that is another occupation's alias is not that alias any more.
    """
    own = _packaged().titles
    owner = {title: code for code, titles in own.items() for title in titles}
    found = {}
    for code, row in occupations_by_code().items():
        aliases = (alias for alias in map(normalise, row.aliases) if owner.get(alias, code) == code)
        found[code] = tuple(dict.fromkeys((normalise(row.name), *aliases, *own.get(code, ()))))
    return found


def near_occupations() -> tuple[tuple[str, ...], ...]:
    """Groups of occupation codes whose work is near although the classification puts them apart."""
    return _packaged().near


@lru_cache(maxsize=1)
def _packaged() -> EverydayTitles:
    return read_titles(resources.files("matching.knowledge").joinpath(_FILE).read_text("utf-8"))


def _check_codes(codes: Iterable[str], file: str) -> None:
    for code in codes:
        if code not in occupations_by_code():
            raise KnowledgeError(f"{file}: {code} is no occupation of the classification; correct the code")
