"""Knowledge files as typed rows that remember their lines, so that a fault says where it is, what is wrong and what to do."""

import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, Final, Generic, TypeVar, cast, get_args

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, ValidationInfo, field_validator
from pydantic_core import ErrorDetails

RowT = TypeVar("RowT", bound=BaseModel)

_FOLDER: Final = resources.files("matching.knowledge")


class KnowledgeError(ValueError):
    """A knowledge file says something the rules cannot mean: "FILE:LINE: ROW: what is wrong; what to do"."""


class Row(BaseModel):
    """A row, or a part of one: frozen, and closed to keys that nobody reads."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @field_validator("*", mode="before")
    @classmethod
    def _no_boolean_for_a_number(cls, value: Any, info: ValidationInfo) -> Any:
        """Python would take true for 1."""
        if isinstance(value, bool | dict | list) and _holds_boolean(value):
            types = _leaves(cls.model_fields[info.field_name or ""].annotation)
            if not types & {bool, Any} and not any(isinstance(one, type) and issubclass(one, BaseModel) for one in types):
                raise ValueError("true and false are no numbers and no words; write the number or the word")
        return value


def _holds_boolean(value: Any) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return isinstance(value, bool) or any(map(_holds_boolean, inner))


def _leaves(annotation: Any) -> set[Any]:
    inner = get_args(annotation)
    return set().union(*map(_leaves, inner)) if inner else {annotation}


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML with the booleans of version 1.2: of old, `on` (the day of a signature) and `no` would be read as true and false."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {  # noqa: RUF012
        first: [(tag, pattern) for tag, pattern in rows if not tag.endswith(":bool")]
        for first, rows in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        """As the loader does it, but a value that is none of its kind (2027-13-01 looks like a day) has its place named."""
        try:
            return super().construct_object(node, deep)
        except (ValueError, IndexError) as fault:
            raise yaml.constructor.ConstructorError(
                None, None, f"{node.value!r} cannot be read: {fault}", node.start_mark
            ) from fault


_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


@dataclass(frozen=True, slots=True)
class Located:
    """One mapping of a YAML list: its value as plain data, and where it stands. `number` counts the rows of the file from 1."""

    file: str
    number: int
    node: yaml.MappingNode
    value: dict[str, Any]

    @property
    def line(self) -> int:
        """The 1-based line on which the row begins."""
        return self.node.start_mark.line + 1

    @property
    def name(self) -> str:
        """What a fault calls the row: its name, else the first thing it says (a district's code), else its number."""
        said = self.value.get("name", next(iter(self.value.values()), None))
        return said if isinstance(said, str) else f"row {self.number}"

    def line_of(self, *path: str | int) -> int:
        """The 1-based line of a value inside the row, as far as the path leads ("effects", 0, "cap")."""
        node: yaml.Node = self.node
        line = self.line
        for step in path:
            inner = _inner(node, step)
            if inner is None:
                break
            line, node = inner
        return line

    def fault(self, message: str, *path: str | int) -> KnowledgeError:
        """The fault to raise; `message` says what is wrong and, after a semicolon, what to do."""
        return KnowledgeError(f"{self.file}:{self.line_of(*path)}: {self.name}: {message}")


class Rows(tuple[RowT, ...], Generic[RowT]):
    """The typed rows of one file, in its order, each with its place."""

    places: tuple[Located, ...]

    def __new__(cls, rows: Sequence[RowT], places: Sequence[Located]) -> "Rows[RowT]":
        made = super().__new__(cls, rows)
        made.places = tuple(places)
        return made

    def place(self, row: RowT) -> Located:
        """Where a row of this file stands."""
        return next(place for own, place in zip(self, self.places, strict=True) if own is row)

    def fault(self, row: RowT, message: str, *path: str | int) -> KnowledgeError:
        """The fault to raise about a row, at the line of `path` inside it if given: `raise rows.fault(row, "...; do ...")`."""
        return self.place(row).fault(message, *path)

    def unique(self, key: Callable[[RowT], Hashable]) -> "Rows[RowT]":
        """The same rows. Raises KnowledgeError when two have one key: said twice, or in conflict."""
        first: dict[Hashable, RowT] = {}
        for row in self:
            other = first.setdefault(key(row), row)
            if other is not row:
                how = "and both say the same" if other == row else "and the two say different things"
                raise self.fault(row, f"named twice, first in line {self.place(other).line}, {how}; keep one row")
        return self


def read_rows(text: str, file: str, row_type: type[RowT]) -> Rows[RowT]:
    """The rows of a YAML list of mappings; `file` is the name that faults give.

    Raises KnowledgeError with file, line and row on broken YAML, a key twice in one mapping, a row that is no mapping, or a
    value that `row_type` refuses.
    """
    places = read_located(text, file)
    return Rows([_checked(place, row_type) for place in places], places)


def read_located(text: str, file: str) -> list[Located]:
    """The mappings of a YAML list as plain data, each with its place, before any type is asked of them.

    Raises KnowledgeError with file and line on broken YAML, a row that is no mapping, or a key twice in one mapping.
    """
    odd = yaml.SafeLoader.NON_PRINTABLE.search(text)
    if odd is not None:
        line = text.count("\n", 0, odd.start()) + 1
        raise KnowledgeError(f"{file}:{line}: the control character {odd.group()!r} is no text; remove it")
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if not isinstance(node, yaml.SequenceNode):
            raise KnowledgeError(f"{file}:1: expected a list of rows; begin each row with '- '")
        places = []
        for number, row in enumerate(node.value, start=1):
            if not isinstance(row, yaml.MappingNode):
                raise KnowledgeError(f"{file}:{_line(row)}: row {number}: expected a mapping; write 'key: value' pairs")
            place = Located(file, number, row, cast("dict[str, Any]", loader.construct_document(row)))
            _refuse_doubled_keys(row, place, set())
            places.append(place)
        return places
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        line = 1 if mark is None else mark.line + 1
        raise KnowledgeError(f"{file}:{line}: not readable as YAML: {fault.problem}; check brackets, quotes and indents") from fault
    finally:
        loader.dispose()


def packaged(file: str) -> str:
    """The text of a knowledge file as installed, named as `packaged_files` names it."""
    return _FOLDER.joinpath(*file.split("/")).read_text("utf-8")


def packaged_files() -> tuple[str, ...]:
    """The names of all knowledge files, sorted; those of a folder as "occupations/care.yaml"."""
    return tuple(sorted(_files(_FOLDER, "")))


def _files(folder: Traversable, above: str) -> Iterator[str]:
    for path in folder.iterdir():
        if path.name.endswith((".yaml", ".csv")):
            yield above + path.name
        elif path.is_dir():
            yield from _files(path, f"{above}{path.name}/")


def _refuse_doubled_keys(node: yaml.Node, place: Located, visited: set[int]) -> None:
    """YAML itself would keep the last of two values and drop what was said first. A node may hold itself by an alias."""
    if id(node) in visited:
        return
    visited.add(id(node))
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                raise KnowledgeError(f"{place.file}:{_line(key)}: {place.name}: the key {key.value!r} is there twice; keep one")
            seen.add(key.value)
            _refuse_doubled_keys(value, place, visited)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _refuse_doubled_keys(value, place, visited)


def _checked(place: Located, row_type: type[RowT]) -> RowT:
    try:
        return row_type.model_validate(place.value)
    except ValidationError as fault:
        first = fault.errors(include_url=False)[0]
        raise place.fault(_said(first), *first["loc"]) from fault


def _said(fault: ErrorDetails) -> str:
    """A fault of pydantic in the words of a knowledge file."""
    where = ".".join(str(part) for part in fault["loc"])
    kind = fault["type"]
    if kind == "value_error":
        message = str(fault["ctx"]["error"])
        return f"{where}: {message}" if where else message
    if kind == "missing":
        return f"{where}: this key is missing; add it"
    if kind == "extra_forbidden":
        return f"{where}: this key is not known here; correct or remove it"
    return f"{where or 'row'}: {fault['msg'][0].lower()}{fault['msg'][1:]}, not {fault['input']!r}; correct it"


def _inner(node: yaml.Node, step: str | int) -> tuple[int, yaml.Node] | None:
    """The line and the node of one step into a mapping (by key) or a list (by place)."""
    if isinstance(node, yaml.MappingNode):
        return next(((_line(key), value) for key, value in node.value if key.value == step), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return _line(node.value[step]), node.value[step]
    return None


def _line(node: yaml.Node) -> int:
    return node.start_mark.line + 1
