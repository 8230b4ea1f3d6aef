"""What every wire type shares: frozen, closed to unknown fields; what somebody sends; a page of a list; a problem."""

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cache
from typing import Annotated, Any, Final, Generic, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_WRITTEN: Final = re.compile(r"\d{4}-")

ViewT = TypeVar("ViewT")


class View(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


Name = Annotated[str, Field(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f\x7f]+$")]
"""An id, or a name of a few words."""
Count = Annotated[int, Field(ge=0, le=10_000_000)]


class Input(View):
    """What somebody sends. A value stays of the kind that JSON says: yes and no are no numbers, and a number is no day.

    No text holds what no database keeps: control characters, but tabs and ends of lines, and halves of characters.
    """

    @model_validator(mode="before")
    @classmethod
    def _as_sent(cls, sent: Any) -> Any:
        if not isinstance(sent, Mapping):
            return sent
        faults = [
            InitErrorDetails(type=fault, loc=(name,), input=None)
            for name, value in sent.items()
            if (fault := _fault(cls, name, value)) is not None
        ]
        if faults:
            raise ValidationError.from_exception_data(cls.__name__, faults)
        return sent


def _fault(of: type[BaseModel], name: str, value: Any) -> PydanticCustomError | None:
    """What is wrong with a value as JSON, before its field looks at it."""
    if any(_CONTROL.search(text) for text in _texts(value)):
        return PydanticCustomError("string_pattern_mismatch", "holds a character that is not allowed")
    if name not in of.model_fields or not isinstance(value, bool | int | float):
        return None
    asked = {bool} if isinstance(value, bool) else {int, float}
    return None if _kinds(of, name) & asked else PydanticCustomError("other_kind", "is of another kind")


def written_day(value: Any) -> Any:
    """A day of an address is written as 2027-03-20: a number is none."""
    if isinstance(value, str) and not _WRITTEN.match(value):
        raise PydanticCustomError("other_kind", "is no day")
    return value


@cache
def _kinds(of: type[BaseModel], name: str) -> frozenset[Any]:
    """Which of yes and no, whole and other numbers a field takes; a model or a list says so itself of what it holds."""
    return frozenset(_kinds_of(of.model_fields[name].annotation))


def _kinds_of(annotation: Any) -> Iterator[Any]:
    if get_origin(annotation) is Annotated:
        yield from _kinds_of(get_args(annotation)[0])
    elif get_origin(annotation) is Literal:
        yield from (type(value) for value in get_args(annotation))
    elif isinstance(annotation, type) and issubclass(annotation, Enum):
        yield from (type(one.value) for one in annotation)
    elif annotation in (bool, int, float):
        yield annotation
    elif get_origin(annotation) not in (list, tuple, dict, Mapping, frozenset, set):
        for inner in get_args(annotation):
            yield from _kinds_of(inner)


def _texts(value: Any) -> Iterator[str]:
    """Every text in what was sent, names of fields included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _texts(name)
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


class Page(View, Generic[ViewT]):
    """One page of a list; `next` is the `after` of the following page, null on the last."""

    items: tuple[ViewT, ...]
    next: str | None = None


class Problem(View):
    """RFC 9457 problem details. `faults` names fields, never their values."""

    type: str
    title: str
    status: int
    detail: str
    instance: str | None = None
    faults: tuple[dict[str, Any], ...] = ()
