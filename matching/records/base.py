"""The base of all records: frozen, closed to unknown fields, and silent about personal values in repr and in errors."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Annotated, Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict

_T = TypeVar("_T")


class PersonalMark:
    """Marks a field whose value must never reach a repr, a log or an error message."""

    def __repr__(self) -> str:
        return "Personal"


PERSONAL = PersonalMark()
Personal = Annotated[_T, PERSONAL]
"""`Personal[str]`: a field that is shown as ‹hidden› wherever a record is printed."""


class Record(BaseModel):
    """A frozen, typed row of the domain."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    @classmethod
    def known(cls, values: dict[str, Any]) -> Self:
        """A record of values that this program itself has made: all its fields, in their order. Nothing is checked or copied."""
        (record,) = cls.all_known((values,))
        return record

    @classmethod
    def all_known(cls, rows: Iterable[dict[str, Any]]) -> list[Self]:
        """Many records as `known`, in a part of its time."""
        told, records = _fields_of(cls), []
        for values in rows:
            record = cls.__new__(cls)
            _PUT_VALUES(record, values)
            _PUT_FIELDS(record, told)
            _PUT_EXTRA(record, None)
            _PUT_PRIVATE(record, None)
            records.append(record)
        return records

    def __repr_args__(self) -> Iterable[tuple[str | None, Any]]:
        fields = type(self).model_fields
        for name, value in super().__repr_args__():
            field = fields.get(name or "")
            hidden = field is not None and any(isinstance(mark, PersonalMark) for mark in field.metadata)
            yield name, (_HIDDEN if hidden and value is not None else value)


_PUT_VALUES, _PUT_FIELDS, _PUT_EXTRA, _PUT_PRIVATE = (
    BaseModel.__dict__[slot].__set__
    for slot in ("__dict__", "__pydantic_fields_set__", "__pydantic_extra__", "__pydantic_private__")
)
"""They fill the places in which a record keeps what it is made of: a frozen one lets nobody else do it."""


@lru_cache(maxsize=256)
def _fields_of(record: type[Record]) -> set[str]:
    return set(record.model_fields)


class _Hidden:
    def __repr__(self) -> str:
        return "‹hidden›"


_HIDDEN = _Hidden()
