"""The tables of words: cues that say something about demands (cues.yaml), and words that state facts (facts.yaml)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError, field_validator

from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import FACTS, Signature
from matching.knowledge.source import Row, Rows, read_rows
from matching.records import AccommodationStatus, Hours, Workplace
from models.demands.words import WordTable, needed_words, readable_pattern

HALF_SURE: Final = 0.5
"""A cue at least as sure as this sets its bound; a weaker one moves the level by one step towards it."""

_FILES: Final = resources.files("models.demands")


def _adapter(record: type[Workplace | Hours], name: str) -> TypeAdapter[Any]:
    annotation: Any = record.model_fields[name].annotation
    return TypeAdapter(annotation)


_WORKPLACE: Final = ("remote", "floor", "entrance_steps", "toilet")
_HOURS: Final = ("per_day", "days_per_week", "shift")
_FIELDS: Final[Mapping[str, TypeAdapter[Any]]] = {
    **{f"workplace.{name}": _adapter(Workplace, name) for name in _WORKPLACE},
    **{f"hours.{name}": _adapter(Hours, name) for name in _HOURS},
    **{f"facts.{name}": TypeAdapter(bool) for name in FACTS},
    **{f"statuses.{row.name}": TypeAdapter(AccommodationStatus) for row in CATALOGUE.accommodations},
}


@dataclass(frozen=True, slots=True)
class Bound:
    """What a cue says about one dimension: the level is at least `least` and at most `most`."""

    least: int
    most: int


def _bound(value: object) -> Bound:
    said = str(value)
    level, sign = (said[:-1], said[-1]) if said[-1:] in ("+", "-") else (said, "")
    if level not in ("0", "1", "2", "3", "4"):
        raise ValueError(f"{said!r} is no bound; write 3+ (at least), 2- (at most) or 2 (exactly), with a level 0-4")
    number = int(level)
    return Bound(0 if sign == "-" else number, 4 if sign == "+" else number)


Bounds = Mapping[str, Annotated[Bound, BeforeValidator(_bound)]]


class _Words(Row):
    name: str
    status: Literal["proposed", "signed"] = "proposed"
    signed_by: Signature | None = None
    says: tuple[str, ...] = Field(min_length=1)
    unless: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    sure: float = Field(gt=0, le=1)

    @field_validator("says")
    @classmethod
    def _findable(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for words in value:
            needed_words(readable_pattern(words))
        return value


class Cue(_Words):
    """Words that bound demands; `denied` is what their denial bounds, None where a denial says nothing."""

    asks: Bounds
    denied: Bounds | None = None

    @field_validator("asks", "denied")
    @classmethod
    def _known(cls, value: Bounds | None) -> Bounds | None:
        for name in value or ():
            CATALOGUE.check_dimension(name)
        return value


class StatedFact(_Words):
    """Words that state facts; `denied` is what their denial states, None where it states nothing."""

    gives: Mapping[str, bool | int | float | str]
    denied: Mapping[str, bool | int | float | str] | None = None

    @field_validator("gives", "denied")
    @classmethod
    def _known(cls, value: Mapping[str, object] | None) -> Mapping[str, object] | None:
        for name, given in (value or {}).items():
            if name not in _FIELDS:
                raise ValueError(f"unknown fact {name!r}; use workplace., hours., facts. or statuses. with a name of the record")
            try:
                _FIELDS[name].validate_python(given)
            except ValidationError as fault:
                raise ValueError(f"{name} cannot be {given!r}; {fault.errors()[0]['msg']}") from fault
        return value


def load_cues(text: str, file: str = "cues.yaml") -> Rows[Cue]:
    """Raises KnowledgeError with file, line and row on what no reader could use."""
    return read_rows(text, file, Cue).unique(lambda row: row.name)


def load_facts(text: str, file: str = "facts.yaml") -> Rows[StatedFact]:
    """Raises KnowledgeError with file, line and row on what no reader could use."""
    return read_rows(text, file, StatedFact).unique(lambda row: row.name)


@lru_cache(maxsize=1)
def cues() -> tuple[Cue, ...]:
    return load_cues(_FILES.joinpath("cues.yaml").read_text("utf-8"))


@lru_cache(maxsize=1)
def stated_facts() -> tuple[StatedFact, ...]:
    return load_facts(_FILES.joinpath("facts.yaml").read_text("utf-8"))


@lru_cache(maxsize=1)
def word_table() -> WordTable:
    """The words of all cues, then of all facts, as one table."""
    rows: list[_Words] = [*cues(), *stated_facts()]
    return WordTable([row.says for row in rows], [row.unless for row in rows], [row.alternatives for row in rows])
