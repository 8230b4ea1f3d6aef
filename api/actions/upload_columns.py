"""How the columns of an uploaded file are read: known headers as they are, others as proposed, each changed by a person at will."""

from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final

from api.actions.errors import BadInput
from api.actions.importing import MEGABYTE
from api.entry_fields import EMPLOYERS, PEOPLE, POSTINGS
from api.schemas.uploads import ColumnView
from api.wiring import Application
from data.importers import ImportRefused
from data.importers import Mapping as SheetMapping
from data.importers.columns import Column
from data.importers.columns_candidates import ABILITY
from data.importers.columns_postings import DEMAND, FACT
from data.importers.mapping import TEMPLATE, choose_mapping, known_headers, own_mapping, shipped_mappings
from data.importers.sheets import Table, cell_text, open_table, plain_header
from data.importers.templates import sheet_columns, sheet_title
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Text
from matching.verdicts.wording import FACT_TEXTS

FORM: Final = "assessment"
"""The one kind that is a form about one person and no table."""
PROPOSABLE: Final = ("candidates", "postings")
SAMPLES: Final = 3
FIRST_ROWS: Final = 5
_CUT: Final = 40
_MOST_ROWS: Final = 5_000
_TITLES: Final[Mapping[str, Mapping[str, Text]]] = {"candidates": PEOPLE, "postings": {**EMPLOYERS, **POSTINGS}}
_PLAIN: Final = {
    "candidate": "Id of the person",
    "certificate_number": "Number of the disability certificate",
    "external_id": "Number of your office",
    "posting": "Id of the posting",
    "event": "Id of the event",
    "course": "Id of the course",
    "on": "Date",
    "by": "Given by",
    "kind": "What it was",
    "hired": "Hired on",
    "left": "Left on",
    "url": "Link",
}
_ASSESSMENT: Final = Text(zh="能力评估表", en="assessment form")
_TWICE: Final = Text(
    zh="“{title}”已由列“{header}”填写；先把那一列改成别的或不用。",
    en="“{title}” is read from the column “{header}” already; change that one or leave it out first.",
)
_UNKNOWN_FIELD: Final = Text(zh="没有这一项；请从列表里选。", en="There is no such field; choose one of the list.")
_CHOSEN: Final = Text(zh="由您选定", en="chosen by you")
_KNOWN: Final = Text(zh="列名已认识", en="the header is known")
_DOUBLE: Final = Text(
    zh="有几列同名：{names}；只读第一列。若要都读，请先在表格里改名。",
    en="Several columns have one name: {names}; the first is read. Rename them in the sheet to read them all.",
)


def kind_text(kind: str) -> Text:
    """What files of a kind hold."""
    return _ASSESSMENT if kind == FORM else sheet_title(kind)


def field_title(kind: str, column: Column) -> Text:
    """What a field of a kind of sheet is called to people."""
    for prefix in (ABILITY, DEMAND):
        if column.field.startswith(prefix):
            row = CATALOGUE.dimension(column.field.removeprefix(prefix))
            return Text(zh=column.header, en=row.en if prefix == ABILITY else f"demand: {row.en}")
    if column.field.startswith(FACT):
        return FACT_TEXTS[column.field.removeprefix(FACT)]
    known = _TITLES.get(kind, {}).get(column.field)
    return Text(zh=column.header, en=_plain_title(column.field) if known is None else known.en)


def _plain_title(field: str) -> str:
    return _PLAIN.get(field) or field.replace("_", " ").capitalize()


def field_titles(kind: str) -> dict[str, Text]:
    """All fields of a kind of sheet, in the order of its template."""
    return {column.field: field_title(kind, column) for column in sheet_columns(kind)}


def inspect(app: Application, kind: str, path: Path, name: str) -> dict[str, Any]:
    """What is kept of a file beside its name: headers, first rows, how each column is read, and what a trial of it found.

    Raises BadInput, in words that name the file as its sender does.
    """
    if kind == FORM:
        return {"headers": [], "columns": [], "known": True}
    try:
        return _inspect(app, kind, path, name)
    except ImportRefused as fault:
        raise BadInput(called(fault.text, path.name, name)) from fault


def called(text: Text, ours: str, name: str) -> Text:
    """A text about a file under the name that its sender gave it."""
    return Text(zh=text.zh.replace(ours, name), en=text.en.replace(ours, name))


def choose_field(body: Mapping[str, Any], kind: str, position: int, field: str) -> dict[str, Any]:
    """What is kept once the column at `position` (from 1) feeds `field`, or nothing where it is empty. Raises BadInput."""
    titles = field_titles(kind)
    if field and field not in titles:
        raise BadInput(_UNKNOWN_FIELD)
    columns = [dict(one) for one in body["columns"]]
    for one in columns:
        if field and one["position"] != position and field in one["fields"]:
            raise BadInput(_TWICE.format(title=titles[field], header=one["header"]))
    for one in columns:
        if one["position"] == position:
            one |= {"fields": [field] if field else [], "confidence": None, "chosen": True, "why": _CHOSEN.model_dump()}
    return dict(body) | {"columns": columns, "known": False, "missing": _missing(kind, columns)}


def mapping_of(kind: str, body: Mapping[str, Any]) -> SheetMapping | None:
    """How to read the file as its columns are chosen now; None: by the headers that every import knows.

    What was proposed for a column beside its field (parts, codes, prefixes, words for nothing) holds while the field stays.
    """
    if kind == FORM or body.get("known"):
        return None
    proposed = SheetMapping.model_validate(body["mapping"]) if body.get("mapping") else None
    chosen: dict[str, list[str]] = {}
    for one in body["columns"]:
        if one["header"] and one["fields"]:
            chosen.setdefault(one["header"], one["fields"])
    rules = {} if proposed is None else proposed.sorted
    kept = {header: rule for header, rule in rules.items() if _same(rule.into, chosen.get(header))}
    fed = {field for fields in chosen.values() for field in fields}
    own = {header: fields[0] for header, fields in chosen.items() if header not in kept}
    constants = {} if proposed is None else {field: word for field, word in proposed.constants.items() if field not in fed}
    return SheetMapping(
        name=TEMPLATE if proposed is None else proposed.name,
        kind=kind,  # type: ignore[arg-type]
        columns=own,
        sorted=kept,
        values={} if proposed is None else {field: words for field, words in proposed.values.items() if field in fed},
        constants=constants,
        prefixes={} if proposed is None else {field: words for field, words in proposed.prefixes.items() if field in fed},
        empty=() if proposed is None else proposed.empty,
        year=None if proposed is None else proposed.year,
    )


def column_views(kind: str, body: Mapping[str, Any]) -> tuple[ColumnView, ...]:
    """The columns of a file as they are shown."""
    titles = {} if kind == FORM else field_titles(kind)
    return tuple(
        ColumnView(
            position=one["position"],
            header=one["header"],
            fields=tuple(one["fields"]),
            titles=tuple(titles[field] for field in one["fields"] if field in titles),
            confidence=one["confidence"],
            chosen=one["chosen"],
            why=None if one["why"] is None else Text.model_validate(one["why"]),
            samples=tuple(one["samples"]),
        )
        for one in body.get("columns", ())
    )


def try_columns(app: Application, kind: str, path: Path, body: Mapping[str, Any]) -> dict[str, int | None]:
    """How many of the first rows would go in as the columns are chosen now, where that can be tried without the store."""
    mapping = mapping_of(kind, body)
    if kind not in PROPOSABLE or mapping is None:
        return {"tried": None, "readable": None}
    from data.importers.mapping_trial import try_mapping

    table = _table(app, kind, path, body["headers"])
    found = try_mapping(mapping, table.headers, [cells for _, cells in islice(table.rows, _MOST_ROWS)], app.today)
    return {"tried": found.tried, "readable": found.readable}


def _inspect(app: Application, kind: str, path: Path, name: str) -> dict[str, Any]:
    known = _known(app, kind, path)
    if known is not None:
        return known
    if kind in PROPOSABLE:
        return _proposed(app, kind, path, name)
    columns = sheet_columns(kind)
    table = open_table(path, known_headers(kind, columns), _limit(app))  # type: ignore[arg-type]
    own = own_mapping(TEMPLATE, kind, columns, table.headers)  # type: ignore[arg-type]
    rows = list(islice(table.rows, FIRST_ROWS + 1))
    told = [
        _column(at, header, own.columns.get(header), None, None, rows, table.headers) for at, header in enumerate(table.headers, 1)
    ]
    return _body(table.headers, told, rows) | {"mapping": None, "known": False}


def _known(app: Application, kind: str, path: Path) -> dict[str, Any] | None:
    """The file as it is read without a mapping, where every header is known or a shipped layout fits; else None."""
    columns = sheet_columns(kind)
    table = open_table(path, known_headers(kind, columns), _limit(app))  # type: ignore[arg-type]
    own = own_mapping(TEMPLATE, kind, columns, table.headers)  # type: ignore[arg-type]
    present = {plain_header(header) for header in table.headers if header}
    shipped = [one for one in shipped_mappings() if one.kind == kind and one.headers <= present]
    if not shipped and {plain_header(header) for header in own.columns} != present:
        return None
    try:
        chosen = choose_mapping(path.name, kind, table.headers, columns, (), None)  # type: ignore[arg-type]
    except ImportRefused:
        return None
    rows = list(islice(table.rows, FIRST_ROWS + 1))
    fed = {plain_header(header): [field] for header, field in chosen.columns.items()}
    fed |= {plain_header(header): list(rule.into) for header, rule in chosen.sorted.items()}
    told = [
        _column(at, header, fed.get(plain_header(header)), None, _KNOWN, rows, table.headers)
        for at, header in enumerate(table.headers, 1)
    ]
    mapping = chosen.model_dump(mode="json", exclude_defaults=True) if shipped else None
    return _body(table.headers, told, rows) | {"mapping": mapping, "known": True, "missing": _missing(kind, told)}


def _proposed(app: Application, kind: str, path: Path, name: str) -> dict[str, Any]:
    from data.importers.proposal import propose_mapping

    found = propose_mapping(path, kind, app.today, limit_bytes=_limit(app))  # type: ignore[arg-type]
    headers = tuple(column.header for column in found.columns)
    table = _table(app, kind, path, headers)
    rows = list(islice(table.rows, FIRST_ROWS + 1))
    told = [
        _column(one.position, one.header, list(one.fields), one.confidence if one.fields else None, one.why, rows, headers)
        for one in found.columns
    ]
    notes = [called(note, path.name, name).model_dump() for note in found.notes]
    mapping = found.mapping.model_dump(mode="json", exclude_defaults=True)
    counts = {"tried": found.tried, "readable": found.readable}
    found_in_all = {"mapping": mapping, "known": False, "missing": _missing(kind, told), "counted": found.rows}
    made = _body(headers, told, rows) | found_in_all | counts
    return made | {"notes": [*notes, *made["notes"]]}


def _missing(kind: str, columns: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """The fields without which nothing goes in and that no column feeds, as alternatives."""
    if kind not in PROPOSABLE:
        return []
    from data.importers.mapping_trial import NEEDED

    fed = {field for one in columns for field in one["fields"]}
    titles = field_titles(kind)
    return [_either([titles[field] for field in choice]).model_dump() for choice in NEEDED[kind] if fed.isdisjoint(choice)]


def _table(app: Application, kind: str, path: Path, headers: Sequence[str]) -> Table:
    return open_table(path, [header for header in headers if header], _limit(app))


def _column(
    position: int,
    header: str,
    fields: str | list[str] | None,
    confidence: float | None,
    why: Text | None,
    rows: Sequence[tuple[int, Sequence[Any]]],
    headers: Sequence[str],
) -> dict[str, Any]:
    cells = (cell_text(row[position - 1]) for _, row in rows if position <= len(row))
    return {
        "position": position,
        "header": header,
        "fields": [fields] if isinstance(fields, str) else fields or [],
        "confidence": confidence,
        "chosen": False,
        "why": None if why is None else why.model_dump(),
        "samples": [_cut(cell) for cell in dict.fromkeys(filter(None, cells))][:SAMPLES],
    }


def _body(headers: Sequence[str], columns: list[dict[str, Any]], rows: Sequence[tuple[int, Sequence[Any]]]) -> dict[str, Any]:
    plain = [plain_header(header) for header in headers if header]
    twice = sorted({header for header in headers if header and plain.count(plain_header(header)) > 1})
    return {
        "headers": list(headers),
        "columns": columns,
        "first_rows": [[_cut(cell_text(cell)) for cell in cells] for _, cells in rows[:FIRST_ROWS]],
        "more_rows": len(rows) > FIRST_ROWS,
        "notes": [_DOUBLE.format(names="、".join(twice)).model_dump()] if twice else [],
    }


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _CUT else f"{line[: _CUT - 1]}…"


def _same(into: Sequence[str], fields: Sequence[str] | None) -> bool:
    return fields is not None and tuple(into) == tuple(fields)


def _either(titles: Sequence[Text]) -> Text:
    return Text(zh=" 或 ".join(title.zh for title in titles), en=" or ".join(title.en for title in titles))


def _limit(app: Application) -> int:
    return app.settings.upload_limit_mb * MEGABYTE
