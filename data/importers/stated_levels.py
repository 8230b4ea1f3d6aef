"""Levels written as 键盘/触屏录入=3;U6=3;reading=2 in one cell."""

import re
from difflib import get_close_matches
from typing import Final, cast

from data.importers.columns_courses import DOUBTFUL, dimension_words
from data.importers.people_row import PeopleRow, say
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Level, Text
from matching.verdicts.wording import join

_SIGN: Final = r"(?:=|:|→|->|达到|提升到|提升至|到)"
# A name may hold 、 or a blank itself (弯腰、蹲、跪), so that these part two entries only behind a level.
_BEHIND: Final = re.compile(rf"({_SIGN}\s*-?\d+(?:\.\d+)?\s*级?)\s*[、,\s]\s*")
_ENTRY: Final = re.compile(rf"(?P<name>.+?)\s*{_SIGN}\s*(?P<level>.*?)\s*级?")
_NUMBER: Final = re.compile(r"-?\d{1,4}(?:\.\d{1,4})?")
_ADVICE: Final = say(
    "写成“键盘/触屏录入=3;书面表达=2”，等级 1 到 4", "write it like 键盘/触屏录入=3;书面表达=2, with levels from 1 to 4"
)


def read_levels(row: PeopleRow, field: str) -> dict[str, Level]:
    """The level of each dimension in a cell, in the cell's order. What cannot be read, or leaves the scale, keeps the row out."""
    found: dict[str, Level] = {}
    for part in re.split(r"[;。\n]+", _BEHIND.sub(r"\1;", row.text(field))):
        entry = _ENTRY.fullmatch(part.strip())
        name, told = (entry["name"], entry["level"]) if entry is not None else (part.strip(), "")
        if not name:
            continue
        dimension = dimension_words().get(name.lower())
        if dimension is None:
            row.reject(field, *_unknown(name))
        elif _NUMBER.fullmatch(told) is None:
            row.reject(field, say("{name} 没有写等级", "{name} has no level").format(name=_text(dimension)), _ADVICE)
        elif float(told) not in (1, 2, 3, 4):
            row.reject(
                field,
                say("{name}：等级 {level} 不在 1 到 4 之内", "{name}: level {level} is outside 1 to 4").format(
                    name=_text(dimension), level=told
                ),
                _ADVICE,
            )
        elif found.setdefault(dimension, level := cast(Level, int(float(told)))) != level:
            row.reject(
                field,
                say("{name} 写了两个等级", "{name} has two levels").format(name=_text(dimension)),
                say("每项能力只写一次", "name each ability once"),
            )
    return found


def _text(dimension: str) -> Text:
    return CATALOGUE.dimension(dimension).text


def _unknown(name: str) -> tuple[Text, Text]:
    shown = re.sub(r"\d{7,}", "…", name)[:20]
    meant = DOUBTFUL.get(name)
    if meant is not None:
        return (
            say("“{name}”可能指几项能力", "{name} may mean several abilities").format(name=shown),
            say("写明是哪一项：{names}", "say which one: {names}").format(
                names=join(CATALOGUE.dimension(one).text for one in meant)
            ),
        )
    near = get_close_matches(name, list(dimension_words()), n=1, cutoff=0.5)
    guess = say("是不是“{near}”？", "did you mean {near}? ").format(near=near[0]) if near else say("", "")
    return (
        say("没有“{name}”这项能力", "there is no ability {name}").format(name=shown),
        say("{guess}用能力表里的名称或代码", "{guess}use a name or code of the table of abilities").format(guess=guess),
    )
