"""Pairs of texts that speak of the same work, to train encoders on: titles of one occupation, titles as advertisers dress them,
titles and what is done under them, and the grammar's own postings and profiles."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Final, NamedTuple

import yaml

from data.synthetic.draws import Dice, stream
from data.synthetic.rows import occupations
from data.synthetic.texts import trade_paraphrases
from matching.occupation_names import SMALL_CLASS, occupation_names, small_class
from matching.occupation_titles import near_occupations, titles_by_code
from matching.texts import normalise

_ENDING: Final = re.compile(r"(?:工程技术人员|技术人员|专业人员|研究人员|服务人员|人员)$")
_TASK: Final = re.compile(r"\s*\d+\.")
_LONG: Final = 3
"""Long advertisements written for each occupation."""


class TextPair(NamedTuple):
    """Two texts about the same work; pairs of one `group` are never told apart from each other."""

    one: str
    other: str
    group: str


@dataclass(frozen=True, slots=True)
class Descriptions:
    """What the classification says of its occupations beyond their names: a definition and tasks by code. May be empty."""

    definitions: Mapping[str, str] = field(default_factory=dict)
    tasks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_descriptions(path: Path) -> Descriptions:
    """Definitions and tasks from a table of the classification with columns level, code, definition and tasks.

    Raises ValueError when a column is missing. The table is read and not kept: its sentences are not part of this project.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        lacking = {"level", "code", "definition", "tasks"} - set(rows.fieldnames or ())
        if lacking:
            raise ValueError(f"{path} lacks the columns {', '.join(sorted(lacking))}; give a table of the classification")
        told = {row["code"]: row for row in rows if row["level"] == "4"}
    tasks = {code: tuple(part for part in _TASK.split(normalise(row["tasks"])) if len(part) > 3) for code, row in told.items()}
    return Descriptions({code: normalise(row["definition"]) for code, row in told.items() if row["definition"]}, tasks)


def text_pairs(seed: int, size: int, described: Descriptions) -> list[TextPair]:
    """All pairs for one training; `size` of them are postings and profiles of the grammar. Equal arguments give equal pairs."""
    told = (TextPair(*pair) for pair in trade_paraphrases(seed, size))
    return [*title_pairs(seed, described), *_trade_pairs(seed), *told]


def title_pairs(seed: int, described: Descriptions) -> list[TextPair]:
    """Pairs of each occupation's titles: with each other, dressed up, with its definition, tasks and small class, and near work."""
    dice = Dice(stream(seed, "title pairs"))
    near: dict[str, set[str]] = {}
    for group in near_occupations():
        for code in group:
            near.setdefault(code, set()).update(group)
    return [
        TextPair(one, other, code)
        for code, titles in titles_by_code().items()
        for one, other in _pairs_of(code, _with_stem(titles), sorted(near.get(code, {code}) - {code}), described, dice)
    ]


def dressed(title: str, dice: Dice) -> str:
    """A title as an advertiser writes it: with a rank, benefits, places and figures around it."""
    words = _adverts()
    if dice.chance(0.25):
        title = dice.pick(words["rank"]) + title
    if dice.chance(0.2):
        title = title + dice.pick(words["kind"])
    if dice.chance(0.45):
        title = dice.pick(words["before"]) + dice.pick(words["between"]) + title
    for _ in range(dice.pick((0, 1, 1, 2, 2, 3))):
        title = title + dice.pick(words["between"]) + dice.pick(words["after"])
    return normalise(title)


def _pairs_of(
    code: str, titles: tuple[str, ...], near: list[str], described: Descriptions, dice: Dice
) -> Iterator[tuple[str, str]]:
    tasks, definition = described.tasks.get(code, ()), described.definitions.get(code)
    for title in titles:
        others = [other for other in titles if other != title]
        yield from ((title, other) for other in dice.several(others, min(4, len(others))))
        yield dressed(title, dice), title
        yield dressed(title, dice), dice.pick(titles)
        yield from ((title, task) for task in dice.several(tasks, min(2, len(tasks))))
        if definition:
            yield title, definition
        if small_class(code) in _small_classes():
            yield title, _small_classes()[small_class(code)]
    yield from ((dice.pick(titles), task) for task in dice.several(tasks, min(4, len(tasks))))
    if tasks:
        for _ in range(_LONG):
            yield dressed(dice.pick(titles), dice), _advertised(tasks, dice)
        yield _advertised(tasks, dice), _advertised(tasks, dice)
    if definition and tasks:
        yield definition, dice.pick(tasks)
    for other in near:
        for _ in range(max(2, min(6, len(titles) // 2))):
            yield dice.pick(titles), dice.pick(titles_by_code()[other])


def _advertised(tasks: tuple[str, ...], dice: Dice) -> str:
    """Some of the tasks among what stands in any advertisement, a page long."""
    words = _adverts()
    said = list(dice.several(words["duties"], 2)) + list(dice.several(tasks, min(len(tasks), dice.between(2, 6))))
    for kind, most in (("company", 5), ("benefits", 8), ("asks", 8), ("process", 2)):
        part = dice.several(words[kind], dice.between(0, most))
        said = [*part, *said] if kind == "company" or dice.chance(0.3) else [*said, *part]
    return normalise(dice.pick((",", ";", "。")).join(said))


def _with_stem(titles: tuple[str, ...]) -> tuple[str, ...]:
    """The titles, and the name without the ending that the classification gives to whole fields."""
    stem = _ENDING.sub("", titles[0])
    return titles if len(stem) < 3 or stem in titles else (*titles, stem)


def _trade_pairs(seed: int) -> list[TextPair]:
    """What the grammar's trades are called, what people say of them, what is done and what it takes."""
    dice = Dice(stream(seed, "trade pairs"))
    pairs = []
    for row in occupations():
        for title in row.titles:
            told = (*row.said, *row.skills, *dice.several(row.tasks, min(3, len(row.tasks))))
            pairs += [TextPair(normalise(title), normalise(other), row.code) for other in told]
        pairs += [TextPair(normalise(done), normalise(dice.pick((*row.tasks, *row.titles))), row.code) for done in row.done]
    return pairs


@lru_cache(maxsize=1)
def _small_classes() -> dict[str, str]:
    return {small_class(row.code): normalise(row.name) for row in occupation_names() if row.level == SMALL_CLASS}


@lru_cache(maxsize=1)
def _adverts() -> dict[str, list[str]]:
    text = resources.files("data.synthetic").joinpath("tables", "adverts.yaml").read_text("utf-8")
    words: dict[str, list[str]] = yaml.safe_load(text)
    return {kind: list(map(str, told)) for kind, told in words.items()}
