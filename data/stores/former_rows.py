"""What an import changes, as it was before: noted row by row while it is published, so that it can be undone whole.

A table takes part by a line in `KEPT`. Rows wait sealed under a key of their import, which ends when it can no longer be undone;
rows that belong to a person are sealed with that person's key as well, so that an erasure reaches them.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import orjson
from sqlalchemy import ColumnElement, Connection, Date, LargeBinary, Row, Table, insert, select, tuple_

from data.stores.vault import Vault, person_subject
from data.tables import (
    Utc,
    candidates,
    certificates,
    certified_counts,
    courses,
    employers,
    former_rows,
    graduate_entries,
    intermediaries,
    merges,
    outcomes,
    postings,
    services,
    trainings,
)

Key = tuple[Any, ...]
Values = dict[str, Any]
_CHUNK: Final = 500
_SLICE: Final = 200


@dataclass(frozen=True)
class Kept:
    """A table whose rows are noted: its key, the columns that any later change would change, and the one that names a person."""

    table: Table
    keys: tuple[str, ...]
    marks: tuple[str, ...]
    person: str | None = None


KEPT: Final[Mapping[str, Kept]] = {
    one.table.name: one
    for one in (
        Kept(merges, ("kept", "merged"), ("undone_at",)),
        Kept(outcomes, ("candidate", "posting", "event", "step"), ("dated", "rank", "reason", "origin"), "candidate"),
        Kept(services, ("candidate", "kind", "dated", "given_by"), ("sealed_note",), "candidate"),
        Kept(graduate_entries, ("candidate",), ("changed_at",), "candidate"),
        Kept(trainings, ("candidate", "course"), ("state", "dated"), "candidate"),
        Kept(certificates, ("candidate",), ("content",), "candidate"),
        Kept(candidates, ("id",), ("updated_at",), "id"),
        Kept(postings, ("id",), ("updated_at", "merged_into")),
        Kept(employers, ("id",), ("updated_at",)),
        Kept(intermediaries, ("id",), ("updated_at",)),
        Kept(courses, ("id",), ("updated_at",)),
        Kept(certified_counts, ("employer", "year", "source", "fetched_on"), ("recorded_at",)),
    )
}
"""In the order in which they are put back: what points to a row goes before it."""


@dataclass(frozen=True)
class Former:
    """A row of one import: `was` before (None: there was none; or nobody can read it any more: `erased`), and its marks after."""

    key: Key
    was: Values | None
    marks: Key | None
    erased: bool = False


class FormerRows:
    """Notes what one import is about to write; `settle` ends it."""

    def __init__(self, connection: Connection, vault: Vault, import_id: str) -> None:
        self._connection = connection
        self._vault = vault
        self._import = import_id
        self._seen: dict[str, set[Key]] = {}
        self._entries: list[Values] = []
        self._chunk = 0

    def keep(self, table: Table, fresh: Iterable[Key], changed: Iterable[Key]) -> None:
        """Notes rows that are about to be written: `fresh` are not there yet, `changed` are, and are kept as they stand.

        A row that is written twice is kept as it was before the first time.
        """
        seen = self._seen.setdefault(table.name, set())
        new = [key for key in fresh if key not in seen]
        old = [key for key in changed if key not in seen]
        seen.update(new, old)
        self._entries += [{"t": table.name, "k": _plain(key)} for key in new]
        if old:
            self._keep_rows(KEPT[table.name], old)
        if len(self._entries) >= _CHUNK:
            self._write()

    def settle(self) -> None:
        """Notes the marks of every row as they are now, after all was written."""
        for name, keys in self._seen.items():
            kept = KEPT[name]
            wanted = (*kept.keys, *kept.marks)
            count = len(kept.keys)
            rows = map(tuple, read_rows(self._connection, kept, keys, wanted))
            found = {row[:count]: _plain(row[count:]) for row in rows}
            self._entries += [{"t": name, "k": _plain(key), "m": found.get(key)} for key in sorted(keys, key=str)]
            self._write()

    def _keep_rows(self, kept: Kept, keys: Sequence[Key]) -> None:
        names = [str(column.name) for column in kept.table.columns]
        rows = [dict(zip(names, row, strict=True)) for row in read_rows(self._connection, kept, keys, names)]
        texts = [{"t": kept.table.name, "k": _plain([row[name] for name in kept.keys]), "w": _told(row)} for row in rows]
        if kept.person is None:
            self._entries += texts
            return
        persons: dict[str, list[Values]] = {}
        for row, text in zip(rows, texts, strict=True):
            persons.setdefault(row[kept.person], []).append(text)
        plain = {person_subject(name): orjson.dumps(some).decode() for name, some in persons.items()}
        for subject, sealed in self._vault.seal_all("former", plain).items():
            keys_of = [text["k"] for text in persons[subject.removeprefix(person_subject(""))]]
            self._entries.append({"t": kept.table.name, "p": subject, "ks": keys_of, "s": b64encode(sealed).decode()})

    def _write(self) -> None:
        if not self._entries:
            return
        subject = former_subject(self._import)
        sealed = self._vault.seal_all(f"former-{self._chunk}", {subject: orjson.dumps(self._entries).decode()})[subject]
        self._connection.execute(insert(former_rows).values(import_id=self._import, chunk=self._chunk, sealed_rows=sealed))
        self._chunk += 1
        self._entries = []


def former_subject(import_id: str) -> str:
    """Whose key seals what an import changed."""
    return f"former:{import_id}"


def read_former(connection: Connection, vault: Vault, import_id: str) -> dict[str, list[Former]]:
    """By table, every row that an import wrote, in the order of `KEPT`."""
    was: dict[str, dict[Key, Values | None]] = {name: {} for name in KEPT}
    marks: dict[str, dict[Key, Key | None]] = {name: {} for name in KEPT}
    gone: dict[str, set[Key]] = {name: set() for name in KEPT}
    for entry in _entries(connection, vault, import_id):
        kept = KEPT[entry["t"]]
        if "s" in entry:
            opened = vault.open_all("former", {entry["p"]: b64decode(entry["s"])})
            for one in orjson.loads(opened[entry["p"]]) if opened else ():
                was[entry["t"]][_key(kept, one["k"])] = _values(kept.table, one["w"])
            if not opened:
                gone[entry["t"]].update(_key(kept, one) for one in entry["ks"])
        elif "m" in entry:
            key = _key(kept, entry["k"])
            marks[entry["t"]][key] = None if entry["m"] is None else _typed(kept.table, kept.marks, entry["m"])
        else:
            was[entry["t"]][_key(kept, entry["k"])] = _values(kept.table, entry["w"]) if "w" in entry else None
    return {
        name: [Former(key, was[name].get(key), found, key in gone[name]) for key, found in marks[name].items()] for name in KEPT
    }


def read_rows(connection: Connection, kept: Kept, keys: Iterable[Key], names: Sequence[str]) -> Iterator[Row[Any]]:
    """The rows of these keys that are there, these columns of each."""
    wanted = list(keys)
    # A list of pairs is a deep expression to SQLite; a list of names is none.
    most = _SLICE if len(kept.keys) > 1 else _CHUNK
    for start in range(0, len(wanted), most):
        query = select(*(kept.table.c[name] for name in names)).where(are(kept, wanted[start : start + most]))
        yield from connection.execute(query).all()


def are(kept: Kept, keys: Sequence[Key]) -> ColumnElement[bool]:
    """The rows with these keys."""
    if len(kept.keys) == 1:
        return kept.table.c[kept.keys[0]].in_([key[0] for key in keys])
    return tuple_(*(kept.table.c[name] for name in kept.keys)).in_(keys)


def _entries(connection: Connection, vault: Vault, import_id: str) -> Iterator[Values]:
    subject = former_subject(import_id)
    query = select(former_rows).where(former_rows.c.import_id == import_id).order_by(former_rows.c.chunk)
    for row in connection.execute(query).all():
        opened = vault.open_all(f"former-{row.chunk}", {subject: row.sealed_rows})
        yield from orjson.loads(opened[subject]) if opened else ()


def _plain(values: Iterable[Any]) -> list[Any]:
    return [_word(value) for value in values]


def _told(row: Values) -> Values:
    return {name: _word(value) for name, value in row.items()}


def _word(value: Any) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return b64encode(value).decode()
    return value.isoformat() if isinstance(value, date) else value


def _key(kept: Kept, told: Sequence[Any]) -> Key:
    return _typed(kept.table, kept.keys, told)


def _typed(table: Table, names: Sequence[str], told: Sequence[Any]) -> Key:
    return tuple(_value(table, name, value) for name, value in zip(names, told, strict=True))


def _values(table: Table, told: Values) -> Values:
    """A row as it is to be stored. Columns that came after it was noted are left out."""
    return {name: _value(table, name, value) for name, value in told.items() if name in table.c}


def _value(table: Table, name: str, told: Any) -> Any:
    kind = table.c[name].type
    if told is None:
        return None
    if isinstance(kind, LargeBinary):
        return b64decode(told)
    if isinstance(kind, Utc):
        return datetime.fromisoformat(told)
    return date.fromisoformat(told) if isinstance(kind, Date) else told
