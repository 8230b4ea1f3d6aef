"""A foreign layout read without changing it: a small YAML file says which of its columns feeds which field, and how."""

from collections.abc import Callable, Collection, Sequence
from collections.abc import Mapping as AnyMapping
from difflib import get_close_matches
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Final, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from data.importers.columns import Column
from data.importers.faults import ImportRefused
from data.importers.sheets import Cell, cell_text, plain_header
from data.importers.words import MAY_BE_NAMES, NAME_FIELDS
from matching.knowledge.catalogue import Text

SheetKind = Literal[
    "candidates", "postings", "courses", "trainings", "outcomes", "services", "placements", "graduates", "consents", "certification"
]
TEMPLATE: Final = "template"
"""The name of the mapping of a sheet with our own headers."""
_EXTENSION: Final = ".yaml"


class _Closed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Sorted(_Closed):
    """A column whose cells mix several things: parted at `by`, each part goes to the first of `into` that understands it.

    The last of `into` takes what nobody else understood; several parts of one field are joined with 、.
    """

    by: str | None = None
    into: tuple[str, ...] = Field(min_length=1)


class Mapping(_Closed):
    """How to read one layout.

    `columns` says which field a header feeds; `sorted` parts a mixed column; `values` maps the codes of a field to words the
    importer knows; `constants` gives fields a word where the cell is empty or the layout has no such column; `empty` lists words
    that mean "nothing"; `prefixes` are words at the start of a field's cells that are no part of the value; `year` completes dates
    that give month and day only, since one crawl has one year. `proposed`: nobody has compared the layout with a real file yet.
    """

    name: str = Field(min_length=1)
    kind: SheetKind
    about: Text | None = None
    columns: dict[str, str]
    sorted: dict[str, Sorted] = Field(default_factory=dict)
    values: dict[str, dict[str, str]] = Field(default_factory=dict)
    constants: dict[str, str] = Field(default_factory=dict)
    prefixes: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    empty: tuple[str, ...] = ()
    year: int | None = Field(default=None, ge=1990, le=2199)
    proposed: bool = False

    @property
    def headers(self) -> frozenset[str]:
        """The plain headers a sheet must have to be of this layout."""
        return frozenset(plain_header(header) for header in (*self.columns, *self.sorted))

    @model_validator(mode="after")
    def _fed_once(self) -> Self:
        fed = list(self.columns.values())
        doubled = sorted({field for field in fed if fed.count(field) > 1})
        if doubled:
            raise ValueError(f"{', '.join(doubled)}: two columns feed one field; keep one, or list the other under sorted")
        return self


def read_mapping(path: Path) -> Mapping:
    """A mapping file. Raises ImportRefused with the file, the entry and what is wrong with it."""
    if not path.is_file():
        raise ImportRefused(Text(zh=f"{path.name}：找不到这个对照文件", en=f"{path.name}: no such mapping file"))
    try:
        return Mapping.model_validate(yaml.safe_load(path.read_text("utf-8-sig")))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ImportRefused(
            Text(zh=f"{path.name}：不是有效的 YAML：{_first_line(error)}", en=f"{path.name}: no valid YAML: {_first_line(error)}")
        ) from error
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "mapping"
        raise ImportRefused(
            Text(
                zh=f"{path.name}：对照文件的 {place} 有误：{first['msg']}；格式见 CONTRIBUTING",
                en=f"{path.name}: mapping entry {place}: {first['msg']}; CONTRIBUTING shows the format",
            )
        ) from error


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]


@lru_cache(maxsize=1)
def shipped_mappings() -> tuple[Mapping, ...]:
    """The mappings that come with the project, by name."""
    folder = resources.files("data.importers").joinpath("mappings")
    files = sorted((file for file in folder.iterdir() if file.name.endswith(_EXTENSION)), key=lambda file: file.name)
    return tuple(Mapping.model_validate(yaml.safe_load(file.read_text("utf-8"))) for file in files)


def own_mapping(name: str, kind: SheetKind, columns: Sequence[Column], headers: Sequence[str]) -> Mapping:
    """The mapping of a sheet that uses our own headers or their aliases; a header that names two columns goes to the first."""
    fields: dict[str, str] = {}
    for column in columns:
        fields.setdefault(plain_header(column.header), column.field)
    for column in columns:
        for alias in column.aliases:
            fields.setdefault(plain_header(alias), column.field)
    chosen: dict[str, str] = {}
    for header in headers:
        field = fields.get(plain_header(header))
        if field is not None:
            chosen.setdefault(field, header)
    return Mapping(name=name, kind=kind, columns={header: field for field, header in chosen.items()})


def choose_mapping(
    file: str,
    kind: SheetKind,
    headers: Sequence[str],
    columns: Sequence[Column],
    required: Collection[str],
    given: Mapping | None = None,
) -> Mapping:
    """The mapping to read a sheet with: the given one, else a shipped one whose headers are all there, else our own headers.

    Among shipped ones the largest wins. Raises ImportRefused naming every column that is missing.
    """
    present = {plain_header(header) for header in headers}
    if given is not None:
        if given.kind != kind:
            raise ImportRefused(
                Text(zh=f"{file}：对照文件 {given.name} 用于 {given.kind}", en=f"{file}: mapping {given.name} is for {given.kind}")
            )
        absent = [header for header in (*given.columns, *given.sorted) if plain_header(header) not in present]
        if absent:
            raise _missing(file, absent, headers)
        _check_fields(file, given, columns)
        return given
    fitting = [mapping for mapping in shipped_mappings() if mapping.kind == kind and mapping.headers <= present]
    if fitting:
        return max(fitting, key=lambda mapping: len(mapping.headers))
    own = own_mapping(TEMPLATE, kind, columns, headers)
    absent = [column.header for column in columns if column.field in required and column.field not in own.columns.values()]
    if absent:
        raise _missing(file, absent, headers)
    return own


def _check_fields(file: str, given: Mapping, columns: Sequence[Column]) -> None:
    known = {column.field for column in columns}
    fed = (
        *given.columns.values(),
        *(field for rule in given.sorted.values() for field in rule.into),
        *given.constants,
        *given.values,
    )
    for field in (*fed, *given.prefixes):
        if field not in known:
            near = get_close_matches(field, sorted(known), n=1)
            guess = Text(zh=f"，是不是 {near[0]}？", en=f"; did you mean {near[0]}?") if near else Text(zh="", en="")
            raise ImportRefused(
                Text(
                    zh=f"{file}：对照文件 {given.name} 里的字段 {field} 不存在{guess.zh}；字段名见模板说明",
                    en=f"{file}: mapping {given.name} names an unknown field {field}{guess.en}",
                )
            )


def check_whole_columns(file: str, mapping: Mapping) -> None:
    """Raises ImportRefused where a mapping parts one column among several fields, which only postings can be read from."""
    parted = [header for header, rule in mapping.sorted.items() if len(rule.into) > 1]
    if parted:
        raise ImportRefused(
            Text(
                zh=f"{file}：对照文件 {mapping.name} 把一列分给了几个字段：{'、'.join(parted)}；请一列对一个字段",
                en=f"{file}: mapping {mapping.name} parts a column among several fields: {', '.join(parted)}; "
                "give each field its column",
            )
        )


def _missing(file: str, absent: Sequence[str], headers: Sequence[str]) -> ImportRefused:
    names = "、".join(absent)
    seen = "、".join(header for header in headers[:12] if header)
    return ImportRefused(
        Text(
            zh=f"{file}：缺少列：{names}（看到的列：{seen or '没有'}）；请用模板、改列名，或给一个对照文件",
            en=f"{file}: missing columns: {names} (seen: {seen or 'none'}); use the template, rename columns or give a mapping",
        )
    )


def known_headers(kind: SheetKind, columns: Sequence[Column], given: Mapping | None = None) -> frozenset[str]:
    """Every header by which the header row of such a sheet may be recognised."""
    own = (name for column in columns for name in (column.header, *column.aliases))
    mappings = [mapping for mapping in (*shipped_mappings(), given) if mapping is not None and mapping.kind == kind]
    foreign = (header for mapping in mappings for header in (*mapping.columns, *mapping.sorted))
    return frozenset((*own, *foreign))


Recognise = Callable[[str], bool]


class Plan:
    """A mapping bound to the headers of one sheet: turns a row of cells into the cells of its fields.

    `fed` names the fields that any column or constant feeds; `columns` are those of the template. `remembered` is what parts of the
    rows were found to say, by the fields of a part and then by its cells.
    """

    def __init__(
        self, mapping: Mapping, headers: Sequence[str], recognisers: AnyMapping[str, Recognise], columns: Sequence[Column]
    ) -> None:
        position: dict[str, int] = {}
        for index, header in enumerate(headers):
            position.setdefault(plain_header(header), index)
        self.headers = headers
        self.mapping = mapping
        self._columns = tuple((position[plain_header(header)], field) for header, field in mapping.columns.items())
        self._sorted = tuple((position[plain_header(header)], rule) for header, rule in mapping.sorted.items())
        self._recognisers = recognisers
        self._titles = {column.field: column.header for column in columns}
        self._names = {field: headers[index] for index, field in self._columns}
        for index, rule in self._sorted:
            for field in rule.into:
                self._names.setdefault(field, headers[index])
        self._parted = lru_cache(maxsize=65_536)(self._part)
        self._target = lru_cache(maxsize=65_536)(self._find_target)
        self._empty = frozenset(mapping.empty)
        self._plain = not mapping.empty and not mapping.prefixes
        self.fed = frozenset((*mapping.constants, *self._names))
        self.remembered: dict[tuple[str, ...], dict[tuple[object, ...], object]] = {}

    def column(self, field: str) -> str:
        """The sheet's own header of a field; the template's where the sheet has no such column."""
        return self._names.get(field) or self._titles.get(field, field)

    def fields(self, row: Sequence[Cell]) -> dict[str, Cell]:
        """The filled fields of a row; mapped words and sorted columns as text, everything else as the cell came."""
        values = self.mapping.values
        found: dict[str, Cell] = dict(self.mapping.constants)
        for index, field in self._columns:
            cell = row[index]
            if cell is None:
                continue
            if field in values:
                cell = values[field].get(cell_text(cell), cell)
            elif not self._plain and isinstance(cell, str):
                cell = self._trimmed(field, cell)
                if cell is None:
                    continue
            found[field] = cell
        for index, rule in self._sorted:
            cell = row[index]
            if cell is not None:
                for position, part in self._parted(cell_text(cell), rule.by, rule.into):
                    before = found.get(position)
                    found[position] = part if before is None else f"{cell_text(before)}、{part}"
        return found

    def _trimmed(self, field: str, cell: str) -> str | None:
        text = cell.strip()
        for prefix in self.mapping.prefixes.get(field, ()):
            text = text.removeprefix(prefix).lstrip()
        if field in NAME_FIELDS and text.lower() in MAY_BE_NAMES:
            return text
        return None if not text or text in self._empty else text

    def _part(self, text: str, by: str | None, into: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
        parts = [part for raw in (text.split(by) if by else [text]) if (part := raw.strip()) and part not in self._empty]
        sorted_parts: dict[str, list[str]] = {}
        for part in dict.fromkeys(parts):
            sorted_parts.setdefault(self._target(part, into), []).append(part)
        return tuple((field, "、".join(words)) for field, words in sorted_parts.items())

    def _find_target(self, part: str, into: tuple[str, ...]) -> str:
        return next((name for name in into[:-1] if self._recognisers[name](part)), into[-1])
