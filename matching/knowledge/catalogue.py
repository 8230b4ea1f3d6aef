"""Dimensions and accommodations as typed rows, read from the packaged YAML files and checked as they are read."""

from collections.abc import Mapping
from functools import cached_property
from hashlib import sha256
from importlib import resources
from typing import Any, Literal, Self, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

Level = Literal[0, 1, 2, 3, 4]
Status = Literal["proposed", "signed"]
Gap = Literal["hard", "firm"]
Cost = Literal["low", "medium", "high"]
Provider = Literal["candidate", "employer", "service", "platform"]
StairsPart = Literal["entrance", "floor"]

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
ACCESS_SKILLS = ("braille", "csl", "screen_reader")


class KnowledgeError(ValueError):
    """A knowledge file says something the rules cannot mean; the message names file, row and what to do."""


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(_Row):
    """One text in the two languages of the product."""

    zh: str
    en: str

    def format(self, **values: object) -> "Text":
        """Fill both languages; a value that is itself a Text gives each language its own words."""
        zh = {k: v.zh if isinstance(v, Text) else v for k, v in values.items()}
        en = {k: v.en if isinstance(v, Text) else v for k, v in values.items()}
        return Text(zh=self.zh.format(**zh), en=self.en.format(**en))


class Signature(_Row):
    """Who signed a row and when; only a signed row may be shown as reviewed."""

    name: str
    on: str


class _Signable(_Row):
    """A row of knowledge: `proposed` until a named person signs it."""

    name: str
    status: Status
    signed_by: Signature | None = None

    @model_validator(mode="after")
    def _signed_by_somebody(self) -> Self:
        if (self.status == "signed") != (self.signed_by is not None):
            raise ValueError("a row is signed when signed_by gives the name and the date, and only then")
        return self


class Dimension(_Signable):
    """One of the 45 ability/demand dimensions; levels 0-4 on both sides (0: not required, or cannot)."""

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


class Effect(_Row):
    """What an accommodation does to one dimension: exactly one of raise, lower, set, route, remove."""

    ability: str
    raise_by: int | None = Field(default=None, ge=1, le=4)
    cap: int | None = Field(default=None, ge=1, le=4)
    lower_by: int | None = Field(default=None, ge=1, le=4)
    floor: int | None = Field(default=None, ge=0, le=4)
    set_demand: int | None = Field(default=None, ge=0, le=4)
    route_up_to: int | None = Field(default=None, ge=1, le=4)
    removes: StairsPart | None = None
    needs: dict[str, int] = Field(default_factory=dict)
    skill: str | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        kinds = [self.raise_by, self.lower_by, self.set_demand, self.route_up_to, self.removes]
        if sum(kind is not None for kind in kinds) != 1:
            raise ValueError(f"effect on {self.ability}: give exactly one of raise_by, lower_by, set_demand, route_up_to, removes")
        if (self.raise_by is None) != (self.cap is None):
            raise ValueError(f"effect on {self.ability}: raise_by and cap belong together")
        if (self.lower_by is None) != (self.floor is None):
            raise ValueError(f"effect on {self.ability}: lower_by and floor belong together")
        if self.removes is not None and self.ability != "stairs":
            raise ValueError(f"effect on {self.ability}: only stairs has an entrance and a floor to remove")
        return self


class Accommodation(_Signable):
    """A change that closes a gap; see the header of accommodations.yaml for how effects combine."""

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

    @property
    def text(self) -> Text:
        return Text(zh=self.zh, en=self.en)

    @property
    def cost_points(self) -> int:
        """low 1, medium 2, high 3: the weights of the tie rule."""
        return {"low": 1, "medium": 2, "high": 3}[self.cost]


_NamedRow = TypeVar("_NamedRow", Dimension, Accommodation)


class Catalogue(_Row):
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
    dimensions = _rows(abilities, "abilities.yaml", Dimension)
    names = {row.name for row in dimensions}
    changes = _rows(accommodations, "accommodations.yaml", Accommodation)
    for row in changes:
        mentioned = {effect.ability for effect in row.effects} | row.ability_at_least.keys() | row.demand_at_most.keys()
        mentioned |= {name for effect in row.effects for name in effect.needs}
        for name in sorted(mentioned - names):
            raise KnowledgeError(f"accommodations.yaml: {row.name}: unknown dimension {name!r}; use a name from abilities.yaml")
        levels = [*row.ability_at_least.values(), *row.demand_at_most.values()]
        levels += [level for effect in row.effects for level in effect.needs.values()]
        for level in levels:
            if not 0 <= level <= 4:
                raise KnowledgeError(f"accommodations.yaml: {row.name}: level {level} is outside 0..4")
        if row.needs_fact is not None and row.needs_fact not in FACTS:
            raise KnowledgeError(f"accommodations.yaml: {row.name}: unknown fact {row.needs_fact!r}; known: {', '.join(FACTS)}")
        for effect in row.effects:
            if effect.skill is not None and effect.skill not in ACCESS_SKILLS:
                raise KnowledgeError(
                    f"accommodations.yaml: {row.name}: unknown skill {effect.skill!r}; known: {', '.join(ACCESS_SKILLS)}"
                )
        if len({effect.ability for effect in row.effects}) != len(row.effects):
            raise KnowledgeError(f"accommodations.yaml: {row.name}: two effects on one dimension; keep one")
    return Catalogue(dimensions=dimensions, accommodations=changes)


def _rows(text: str, file: str, row_type: type[_NamedRow]) -> tuple[_NamedRow, ...]:
    rows: list[_NamedRow] = []
    for number, raw in enumerate(_parse(text, file), start=1):
        name = raw.get("name", f"row {number}") if isinstance(raw, dict) else f"row {number}"
        try:
            rows.append(row_type.model_validate(raw))
        except ValidationError as fault:
            first = fault.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            raise KnowledgeError(f"{file}: {name}: {where or 'row'}: {first['msg']}") from fault
    seen: set[str] = set()
    for row in rows:
        if row.name in seen:
            raise KnowledgeError(f"{file}: {row.name}: named twice; keep one row")
        seen.add(row.name)
    return tuple(rows)


def _parse(text: str, file: str) -> list[Any]:
    try:
        rows = yaml.safe_load(text)
    except yaml.YAMLError as fault:
        raise KnowledgeError(f"{file}: not readable as YAML: {fault}") from fault
    if not isinstance(rows, list):
        raise KnowledgeError(f"{file}: expected a list of rows")
    return rows


def _packaged(file: str) -> str:
    return resources.files("matching.knowledge").joinpath(file).read_text("utf-8")


FILES = ("abilities.yaml", "accommodations.yaml", "districts.yaml", "kinds.yaml")


def knowledge_hash() -> str:
    """16 hex digits that change whenever a knowledge file changes."""
    return sha256("\0".join(_packaged(file) for file in FILES).encode()).hexdigest()[:16]


CATALOGUE = load_catalogue(_packaged("abilities.yaml"), _packaged("accommodations.yaml"))
