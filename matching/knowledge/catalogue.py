"""Dimensions and accommodations as typed rows, read from the packaged YAML files and checked as they are read."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Final, Literal, Self

from pydantic import Field, model_validator

from matching.knowledge.effects import SCALE, Effect, fault_of
from matching.knowledge.source import Row, Rows, packaged, packaged_files, read_rows

Level = Literal[0, 1, 2, 3, 4]
Status = Literal["proposed", "signed"]
Gap = Literal["hard", "firm"]
Cost = Literal["low", "medium", "high"]
Provider = Literal["candidate", "employer", "service", "platform"]

FACTS = (
    "day_cover_exists",
    "fixed_place_possible",
    "internal_communication",
    "object_work",
    "remote_possible",
    "seated_possible",
    "text_service_possible",
    "tools_accessible",
)
SWAP_TASK: Final = "swap_task"
"""The one accommodation without effects: it gives a minor task to somebody else."""
ACCESS_SKILLS = ("braille", "csl", "screen_reader")


class Text(Row):
    """One text in the two languages of the product."""

    zh: str
    en: str

    def format(self, **values: object) -> "Text":
        """Fill both languages; a value that is itself a Text gives each language its own words."""
        zh = {k: v.zh if isinstance(v, Text) else v for k, v in values.items()}
        en = {k: v.en if isinstance(v, Text) else v for k, v in values.items()}
        return Text(zh=self.zh.format(**zh), en=self.en.format(**en))


GROUPS: Final[Mapping[str, Text]] = {
    "vision": Text(zh="视觉", en="vision"),
    "communication": Text(zh="听说与沟通", en="hearing, speech, communication"),
    "mobility": Text(zh="行动", en="mobility"),
    "upper_limb": Text(zh="上肢", en="arms and hands"),
    "cognition": Text(zh="认知", en="cognition"),
    "psychosocial": Text(zh="社会心理", en="psychosocial"),
    "environment": Text(zh="环境耐受", en="environment"),
    "time": Text(zh="时间与耐力", en="time and endurance"),
    "travel": Text(zh="出行", en="travel"),
}
"""The groups of dimensions, in the order of the catalogue."""


class Signature(Row):
    """Who signed a row and when; only a signed row may be shown as reviewed."""

    name: str
    on: date


class Signable(Row):
    """A row of knowledge: `proposed` until a named person signs it."""

    status: Status
    signed_by: Signature | None = None

    @model_validator(mode="after")
    def _signed_by_somebody(self) -> Self:
        if (self.status == "signed") != (self.signed_by is not None):
            raise ValueError("a row is signed when signed_by gives the name and the date; correct status or signed_by")
        return self


class Dimension(Signable):
    """One of the 45 ability/demand dimensions; levels 0-4 on both sides (0: not required, or cannot)."""

    name: str
    code: str
    group: str
    core: bool
    gap: Gap
    zh: str
    en: str
    levels: tuple[Text, Text, Text, Text]
    icf: str
    reference: str

    @property
    def text(self) -> Text:
        return Text(zh=self.zh, en=self.en)

    def anchor(self, level: int) -> Text:
        """The words for a level 1..4; level 0 is "not required"."""
        return self.levels[level - 1] if level else Text(zh="不要求", en="not required")


class Accommodation(Signable):
    """A change that closes a gap; see the header of accommodations.yaml for how effects combine."""

    name: str
    zh: str
    en: str
    provider: tuple[Provider, ...]
    cost: Cost
    effects: tuple[Effect, ...]
    needs_fact: str | None = None
    fact_can_change: bool = False
    needs_residual_ability: bool = False
    ability_at_least: dict[str, int] = Field(default_factory=dict)
    demand_at_most: dict[str, int] = Field(default_factory=dict)
    note: str = ""
    note_zh: str = ""

    @property
    def text(self) -> Text:
        return Text(zh=self.zh, en=self.en)

    @property
    def cost_points(self) -> int:
        """low 1, medium 2, high 3: the weights of the tie rule."""
        return {"low": 1, "medium": 2, "high": 3}[self.cost]


class Catalogue(Row):
    """All dimensions and accommodations, in catalogue order, with look-ups by name."""

    dimensions: tuple[Dimension, ...]
    accommodations: tuple[Accommodation, ...]

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Dimension name -> column 0..44."""
        return {row.name: i for i, row in enumerate(self.dimensions)}

    @cached_property
    def order(self) -> Mapping[str, int]:
        """Accommodation name -> catalogue position, the last tie breaker of a listed set."""
        return {row.name: i for i, row in enumerate(self.accommodations)}

    @cached_property
    def core(self) -> frozenset[str]:
        return frozenset(row.name for row in self.dimensions if row.core)

    def dimension(self, name: str) -> Dimension:
        return self.dimensions[self.position[name]]

    def accommodation(self, name: str) -> Accommodation:
        return self.accommodations[self.order[name]]

    def check_dimension(self, name: str) -> str:
        """Return the name, or raise ValueError naming it and the closest known one."""
        return _known(name, self.position, "dimension")

    def check_accommodation(self, name: str) -> str:
        """Return the name, or raise ValueError naming it and the closest known one."""
        return _known(name, self.order, "accommodation")


def _known(name: str, names: Mapping[str, int], noun: str) -> str:
    if name in names:
        return name
    from difflib import get_close_matches

    near = get_close_matches(str(name), names, n=1)
    advice = f"; did you mean {near[0]!r}?" if near else ""
    raise ValueError(f"unknown {noun} {name!r}{advice}")


def load_catalogue(abilities: str, accommodations: str) -> Catalogue:
    """Parse and cross-check the two knowledge files, given as YAML text.

    Raises KnowledgeError naming the file and row on an unknown dimension, a duplicate name, an effect outside the scale
    or a condition that no candidate could state.
    """
    dimensions = read_rows(abilities, "abilities.yaml", Dimension).unique(lambda row: row.name).unique(lambda row: row.code)
    changes = read_rows(accommodations, "accommodations.yaml", Accommodation).unique(lambda row: row.name)
    for dimension in dimensions:
        if dimension.group not in GROUPS:
            raise dimensions.fault(dimension, f"unknown group {dimension.group!r}; known: {', '.join(GROUPS)}", "group")
    names = {row.name for row in dimensions}
    for row in changes:
        _check(row, changes, names)
    return Catalogue(dimensions=dimensions, accommodations=changes)


def _check(row: Accommodation, rows: Rows[Accommodation], names: set[str]) -> None:
    """What a row may say only in the light of the other file, and what its effects do at every ability and demand."""
    for path, name, level in _mentioned(row):
        if name not in names:
            raise rows.fault(row, f"unknown dimension {name!r}; use a name from abilities.yaml", *path)
        if level not in SCALE:
            raise rows.fault(row, f"level {level} of {name} is outside 0..4; correct it", *path)
    for path, name, level in _conditions(row):
        if level == (4 if path[0] == "demand_at_most" else 0):
            raise rows.fault(row, f"the condition {name}: {level} always holds; correct it or take it out", *path)
    if not row.provider:
        raise rows.fault(row, "nobody provides it; name who can in provider", "provider")
    if row.needs_fact is not None and row.needs_fact not in FACTS:
        raise rows.fault(row, f"unknown fact {row.needs_fact!r}; known: {', '.join(FACTS)}", "needs_fact")
    if row.fact_can_change and row.needs_fact is None:
        raise rows.fault(row, "no fact that could change; name it in needs_fact or take fact_can_change out", "fact_can_change")
    if bool(row.note) != bool(row.note_zh):
        raise rows.fault(row, "a note has its words in both languages; give note and note_zh", "note")
    if not row.effects and row.name != SWAP_TASK:
        raise rows.fault(row, "no effect; say what it changes or take the row out", "effects")
    for place, effect in enumerate(row.effects):
        _check_effect(place, effect, row, rows)


def _check_effect(place: int, effect: Effect, row: Accommodation, rows: Rows[Accommodation]) -> None:
    at = ("effects", place)
    if effect.skill is not None and effect.skill not in ACCESS_SKILLS:
        raise rows.fault(row, f"unknown skill {effect.skill!r}; known: {', '.join(ACCESS_SKILLS)}", *at, "skill")
    if effect.ability in {other.ability for other in row.effects[:place]}:
        raise rows.fault(row, f"two effects on one dimension, {effect.ability}; keep one", *at)
    for name, level in effect.needs.items():
        other = row.ability_at_least.get(name)
        if other is not None:
            message = f"needs asks {name}: {level} and ability_at_least {name}: {other}; keep one of the two"
            raise rows.fault(row, message, *at, "needs", name)
    least = max(
        effect.needs.get(effect.ability, 0), row.ability_at_least.get(effect.ability, 0), 1 if row.needs_residual_ability else 0
    )
    fault = fault_of(effect, least, row.demand_at_most.get(effect.ability, 4))
    if fault is not None:
        raise rows.fault(row, f"effect on {effect.ability}: {fault}", *at)


def _mentioned(row: Accommodation) -> Iterator[tuple[tuple[str | int, ...], str, int]]:
    """Every dimension that a row names, with its place in the row and the level it is compared with (0 for an effect's own)."""
    for place, effect in enumerate(row.effects):
        yield ("effects", place, "ability"), effect.ability, 0
    yield from _conditions(row)


def _conditions(row: Accommodation) -> Iterator[tuple[tuple[str | int, ...], str, int]]:
    for place, effect in enumerate(row.effects):
        for name, level in effect.needs.items():
            yield ("effects", place, "needs", name), name, level
    for name, level in row.ability_at_least.items():
        yield ("ability_at_least", name), name, level
    for name, level in row.demand_at_most.items():
        yield ("demand_at_most", name), name, level


def knowledge_hash() -> str:
    """16 hex digits that change whenever a knowledge file changes, comes or goes."""
    said = "\0".join(f"{file}\0{packaged(file)}" for file in packaged_files())
    return sha256(said.encode()).hexdigest()[:16]


CATALOGUE = load_catalogue(packaged("abilities.yaml"), packaged("accommodations.yaml"))
