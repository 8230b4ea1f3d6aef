"""What can be confirmed of a posting, one named value each: its demands, facts about the place, and arrangements there.

Names are `demands.lifting`, `workplace.floor`, `facts.seated_possible`, `statuses.lift`, as a reading names its facts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import FACTS, GROUPS, Level, Text
from matching.records import AccommodationStatus, Demand, Posting, Provenance, Workplace
from matching.verdicts.wording import FACT_TEXTS

Value = bool | int | str

DEMANDS: Final = "demands"
WORKPLACE: Final = "workplace"
PLACE_FACTS: Final = "facts"
STATUSES: Final = "statuses"

_YES_NO: Final[Mapping[Value, Text]] = {True: Text(zh="是", en="yes"), False: Text(zh="否", en="no")}
_TOILETS: Final[Mapping[Value, Text]] = {
    "accessible": Text(zh="无障碍卫生间", en="accessible toilet"),
    "rails": Text(zh="坐便，有扶手", en="seat with rails"),
    "seat": Text(zh="坐便", en="seat"),
    "squat": Text(zh="蹲便", en="squat toilet"),
    "none": Text(zh="没有卫生间", en="no toilet"),
}
_STATUSES: Final[Mapping[Value, Text]] = {
    AccommodationStatus.IN_PLACE.value: Text(zh="已有", en="in place"),
    AccommodationStatus.COMMITTED.value: Text(zh="已答应提供", en="promised"),
    AccommodationStatus.POSSIBLE.value: Text(zh="可以商量", en="possible"),
    AccommodationStatus.REFUSED.value: Text(zh="不能提供", en="refused"),
}
_PLACE: Final[Mapping[str, Text]] = {
    "remote": Text(zh="在家工作，不用到单位", en="The work is done at home"),
    "floor": Text(zh="工作地点在几楼（1 为底楼）", en="Floor of the workplace (1 is the ground floor)"),
    "entrance_steps": Text(zh="入口有几级台阶（没有写 0）", en="Steps at the entrance (0 for none)"),
    "toilet": Text(zh="卫生间", en="Toilet"),
    "commute": Text(zh="上下班路上的要求", en="What the way to work asks"),
}
_RANGES: Final = {"floor": (-5, 200), "entrance_steps": (0, 200)}

PLACE: Final = Text(zh="工作场所", en="the workplace")
ARRANGEMENTS: Final = Text(zh="已有或可以提供的安排", en="arrangements there")

_CHOOSE: Final = Text(zh="请从选项中选一个", en="choose one of the options")
_WHOLE: Final = Text(zh="请填 {low} 到 {high} 的整数", en="give a whole number from {low} to {high}")


@dataclass(frozen=True)
class Item:
    """One value that can be confirmed. `options`: value -> words; without options it is a whole number within `bounds`."""

    name: str
    text: Text
    group: Text
    options: Mapping[Value, Text]
    bounds: tuple[int, int] = (0, 0)

    def read(self, given: object) -> Value | Text:
        """The value meant by what a form or a program gives, or what is wrong with it."""
        if self.options:
            found = {word_of(value): value for value in self.options}.get(given if isinstance(given, str) else word_of(given))
            return _CHOOSE if found is None else found
        low, high = self.bounds
        words = given.strip() if isinstance(given, str) else given
        if isinstance(words, str) and words.removeprefix("-").isdecimal() and len(words) < 6:
            words = int(words)
        if isinstance(words, int) and not isinstance(words, bool) and low <= words <= high:
            return words
        return _WHOLE.format(low=low, high=high)


def word_of(value: object) -> str:
    """A value as a form holds it: "yes", "no", "2", "seat"; "" for what is not known."""
    return "" if value is None else {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def item(name: str) -> Item | None:
    """The item of this name, or None for a name that stands for nothing."""
    part, _, field = name.partition(".")
    if part == DEMANDS and field in CATALOGUE.position:
        row = CATALOGUE.dimension(field)
        return Item(name, row.text, GROUPS[row.group], {level: row.anchor(level) for level in range(5)})
    if part == WORKPLACE and field in _PLACE:
        options: Mapping[Value, Text] = {}
        if field == "remote":
            options = _YES_NO
        elif field == "toilet":
            options = _TOILETS
        elif field == "commute":
            options = {level: CATALOGUE.dimension("commute").anchor(level) for level in range(5)}
        return Item(name, _PLACE[field], PLACE, options, _RANGES.get(field, (0, 0)))
    if part == PLACE_FACTS and field in FACTS:
        return Item(name, FACT_TEXTS[field], PLACE, _YES_NO)
    if part == STATUSES and field in CATALOGUE.order:
        return Item(name, CATALOGUE.accommodation(field).text, ARRANGEMENTS, _STATUSES)
    return None


def items_of(posting: Posting) -> Iterator[Item]:
    """Everything to show of a posting: all demands, all facts about the place, and the arrangements of which something is said."""
    names = [
        *(f"{DEMANDS}.{row.name}" for row in CATALOGUE.dimensions),
        *(f"{WORKPLACE}.{field}" for field in _PLACE),
        *(f"{PLACE_FACTS}.{fact}" for fact in FACTS),
        *(f"{STATUSES}.{name}" for name in CATALOGUE.order if name in posting.workplace.statuses),
    ]
    yield from (found for name in names if (found := item(name)) is not None)


def value_of(posting: Posting, name: str) -> Value | None:
    """The value a posting holds under a name; None is "not known"."""
    part, _, field = name.partition(".")
    if part == DEMANDS:
        return next((demand.level for demand in posting.demands if demand.dimension == field), None)
    if part == WORKPLACE:
        found: Value | None = getattr(posting.workplace, field)
        return found
    if part == PLACE_FACTS:
        return posting.workplace.facts.get(field)
    status = posting.workplace.statuses.get(field)
    return None if status is None else status.value


def with_confirmed(posting: Posting, values: Mapping[str, Value]) -> Posting:
    """The posting with confirmed values, which no later reading replaces. A demand keeps its quote and its swap."""
    demands = {demand.dimension: demand for demand in posting.demands}
    place: dict[str, Any] = {}
    facts, statuses = dict(posting.workplace.facts), dict(posting.workplace.statuses)
    for name, value in values.items():
        part, _, field = name.partition(".")
        if part == DEMANDS:
            before = demands.get(field)
            demands[field] = Demand(
                dimension=field,
                level=cast(Level, value),
                provenance=Provenance.CONFIRMED,
                marginal=before is not None and before.marginal,
                evidence="" if before is None else before.evidence,
            )
        elif part == WORKPLACE:
            place[field] = value
        elif part == PLACE_FACTS:
            facts[field] = bool(value)
        else:
            statuses[field] = AccommodationStatus(str(value))
    whole = {
        **posting.workplace.model_dump(),
        **place,
        "assumed": posting.workplace.assumed - place.keys(),
        "facts": facts,
        "statuses": statuses,
    }
    order = sorted(demands.values(), key=lambda demand: CATALOGUE.position[demand.dimension])
    return posting.model_copy(update={"demands": tuple(order), "workplace": Workplace.model_validate(whole)})
