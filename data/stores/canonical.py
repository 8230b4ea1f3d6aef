"""Records as bytes: equal records give equal bytes, on every run and every machine."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import orjson
from pydantic import BaseModel

from data.tables import KEY_LENGTH
from matching.knowledge.catalogue import Text
from matching.records import AbilityProfile, Assessment, Demand, Eligibility, Hours, Pay, Workplace

_SHARED: Final = frozenset({Assessment, Demand, Eligibility, Hours, Pay, Text, Workplace})
"""Of these a city holds few, each in many records."""
_WRITTEN: Final[dict[int, tuple[BaseModel, bytes]]] = {}
"""By identity, and the shared value itself, so that no other takes its place in memory."""
_MOST_WRITTEN: Final = 65_536
_NOTHING: Final = b"null"
_OF_ONE_KIND: Final = (frozenset({Demand}), frozenset({Assessment}), frozenset({Assessment, type(None)}))
_NUL: Final = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


def canonical(value: BaseModel | Mapping[str, Any] | list[Any], leave: frozenset[str] = frozenset()) -> bytes:
    """UTF-8 JSON with sorted keys and sorted sets; the top-level fields in `leave` are left out.

    Raises ValueError for what no database of ours can hold: a NUL character, half a character, an integer over 64 bits.
    """
    try:
        if leave:
            kept = ((name, field) for name, field in _fields(value).items() if name not in leave)
            value = {name: _whole(field) if type(field) is tuple else field for name, field in kept}
        data = orjson.dumps(value, default=_plain, option=orjson.OPT_SORT_KEYS)
    except TypeError as fault:
        cause = "an integer over 64 bits" if "Integer" in str(fault) else "half of a character (a lone surrogate)"
        raise ValueError(f"a {_kind(value)} holds {cause}, which cannot be stored; correct the value") from None
    if b"\\u0000" in data and _NUL.search(data):
        raise ValueError(f"a {_kind(value)} holds a NUL character, which cannot be stored; remove it")
    return data


def check_key(value: str, what: str) -> str:
    """An id as the database can hold it: 1 to 120 characters, without control characters. Raises ValueError."""
    if not 1 <= len(value) <= KEY_LENGTH:
        raise ValueError(f"{what} has {len(value)} characters; it needs 1 to {KEY_LENGTH}")
    if not value.isprintable():
        raise ValueError(f"{what} holds a control character or half of a character; remove it")
    return value


def check_optional(value: str | None, what: str) -> str | None:
    """`check_key` for what may be missing."""
    return None if value is None else check_key(value, what)


def _plain(value: object) -> object:
    if type(value) in _SHARED:
        return orjson.Fragment(_written(value))
    if type(value) is AbilityProfile:
        return {"assessments": _whole(value.assessments)}
    if isinstance(value, BaseModel):
        return _fields(value)
    if isinstance(value, frozenset | set):
        return sorted(value)
    raise TypeError(f"Type is not JSON serializable: {type(value).__name__}")


def _whole(field: tuple[Any, ...]) -> object:
    """A field as it can be written: demands, or assessments, in one piece, far faster than handing out one after the other."""
    if {*map(type, field)} in _OF_ONE_KIND:
        known = _WRITTEN.get
        pieces = [found[1] if (found := known(id(one))) is not None else _written(one) for one in field]
        return orjson.Fragment(b"[%b]" % b",".join(pieces))
    return field


def _written(value: Any) -> bytes:
    """The bytes of a shared value, kept by its identity."""
    if value is None:
        return _NOTHING
    known = _WRITTEN.get(id(value))
    if known is not None:
        return known[1]
    if len(_WRITTEN) >= _MOST_WRITTEN:
        _WRITTEN.clear()
    written = orjson.dumps(_fields(value), default=_plain, option=orjson.OPT_SORT_KEYS)
    _WRITTEN[id(value)] = value, written
    return written


def _fields(value: object) -> Mapping[str, Any]:
    if isinstance(value, BaseModel):
        stored, names = value.__dict__, _names(type(value))
        return stored if len(stored) == len(names) else {name: stored[name] for name in names}
    assert isinstance(value, Mapping)
    return value


@cache
def _names(kind: type[BaseModel]) -> tuple[str, ...]:
    return tuple(kind.model_fields)


def _kind(value: object) -> str:
    return type(value).__name__.lower() if isinstance(value, BaseModel) else "record"
