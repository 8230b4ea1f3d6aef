"""A sheet about stored people, one row a fact of somebody: its columns found, its rows read, and its people asked for once."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Generic, TypeVar

from data.importers.columns import Column
from data.importers.course_row import Identify
from data.importers.faults import Fault, ImportRefused, unread_column
from data.importers.mapping import Mapping as SheetMapping
from data.importers.mapping import Plan, SheetKind, check_whole_columns, choose_mapping, known_headers
from data.importers.named_people import PERSON_FIELDS, Asked, FindPeople, ask_names
from data.importers.people_row import PeopleRow
from data.importers.sheets import Cell, open_table, plain_header
from data.importers.typed_rows import Source
from matching.knowledge.catalogue import Text

_RowT = TypeVar("_RowT", bound=PeopleRow)
MakeRow = Callable[[int, Mapping[str, Cell], Mapping[str, str]], _RowT]
"""Takes the row's number, its cells and the sheet's own headers, both by field."""
IGNORED: Final = frozenset({"", "序号", "no", "no.", "姓名", "求职者姓名"})
"""Headers of columns that nobody expects to be read: a name tells a person worse than any number does."""


@dataclass(frozen=True)
class PeopleSheet(Generic[_RowT]):
    """The rows of a sheet with the names that each gives the person, and the stored people behind these names.

    `fed`: the fields that the sheet has a column for. `faults`: of the sheet as a whole, and of rows that could not be read; `lost`
    counts the latter.
    """

    asked: tuple[Asked[_RowT], ...]
    known: Mapping[str, tuple[str, ...]]
    fed: frozenset[str]
    faults: tuple[Fault, ...]
    lost: int

    @property
    def rows(self) -> int:
        """All data rows of the sheet."""
        return len(self.asked) + self.lost


def open_people_sheet(
    path: Source,
    kind: SheetKind,
    columns: Sequence[Column],
    required: Collection[str],
    make_row: MakeRow[_RowT],
    identify: Identify,
    people: FindPeople,
    mapping: SheetMapping | None,
    today: date,
    *,
    limit_bytes: int,
    one_of: Sequence[Sequence[str]] = (PERSON_FIELDS,),
    ignored: frozenset[str] = IGNORED,
) -> PeopleSheet[_RowT]:
    """The sheet, its rows read and its people asked for in one go.

    Of the fields in each of `one_of` at least one needs a column. Raises ImportRefused when the file cannot be read or lacks one.
    """
    table = open_table(path, known_headers(kind, columns, mapping), limit_bytes)
    chosen = choose_mapping(path.name, kind, table.headers, columns, required, mapping)
    check_whole_columns(path.name, chosen)
    plan = Plan(chosen, table.headers, {}, columns)
    _check_any(path, plan, columns, one_of)
    headers = {column.field: plan.column(column.field) for column in columns}
    unread = [unread_column(header) for header in table.headers if plain_header(header) not in chosen.headers | ignored]
    asked = tuple(ask_names(make_row(number, plan.fields(cells), headers), identify, today) for number, cells in table.rows)
    known = people({name for one in asked for names in one.names.values() for name in names})
    lost = sum(fault.severity == "rejected" for fault in table.faults)
    return PeopleSheet(asked, known, plan.fed, (*table.faults, *unread), lost)


def _check_any(path: Source, plan: Plan, columns: Sequence[Column], one_of: Sequence[Sequence[str]]) -> None:
    titles = {column.field: column.header for column in columns}
    for needed in one_of:
        if plan.fed.isdisjoint(needed):
            names = " / ".join(titles[field] for field in needed)
            raise ImportRefused(
                Text(
                    zh=f"{path.name}：缺少列“{names}”中的任何一个；请加上，或用对照文件写明是哪一列",
                    en=f"{path.name}: none of the columns {names} is there; add one, or say in a mapping file which column it is",
                )
            )
