"""Files that somebody sent to be imported: the mapping they chose, what came of it, and the rows that did not go in.

What a file says of people, and its name, is sealed with a key of its own that ends when the upload is forgotten.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import orjson
from sqlalchemy import ColumnElement, Row, delete, false, func, insert, or_, select, true, update

from data.stores.base import STAFF, Store, slices
from data.stores.canonical import canonical, check_key, check_optional
from data.tables import faulty_rows, uploads
from matching.records import Role, Viewer

STATES: Final = ("sent", "importing", "done")
ROW_STATES: Final = ("open", "fixed", "dropped")
_MOST: Final = 1_000


@dataclass(frozen=True)
class Upload:
    """One file. `body` is what the caller keeps with it; empty where only a list was asked for, or it was forgotten."""

    id: str
    kind: str
    state: str
    made_by: str
    made_at: datetime
    job: str | None
    forget_on: date
    body: Mapping[str, Any]


@dataclass(frozen=True)
class FaultyRow:
    """A row that did not go in, by its number in the sheet: its cells by header, or nothing where it is settled."""

    number: int
    state: str
    cells: Mapping[str, Any]


def visible_uploads(viewer: Viewer) -> ColumnElement[bool]:
    """One's own; for organizers those of their district, or of the city."""
    own = uploads.c.made_by == viewer.account
    if viewer.role is Role.ORGANIZER:
        return true() if viewer.district is None else or_(own, uploads.c.district == viewer.district)
    return own if viewer.role in STAFF else false()


class UploadStore(Store):
    """Uploads and their faulty rows, for whoever sent the file and the organizers of the place."""

    kind = "upload"

    def add(self, viewer: Viewer, upload: str, kind: str, body: Mapping[str, Any], forget_on: date) -> None:
        """Keeps a new upload in the state `sent`."""
        self._require(viewer)
        values = {
            "id": check_key(upload, "the id of an upload"),
            "kind": check_key(kind, "the kind of an upload"),
            "state": STATES[0],
            "made_by": check_key(viewer.account, "the account"),
            "district": check_optional(viewer.district, "a district"),
            "made_at": self.session.now,
            "forget_on": forget_on,
        }
        self._connection.execute(insert(uploads).values(**values, sealed_body=self._seal(upload, body)))
        self._note(viewer, "send", upload, rows_of=kind)

    def get(self, viewer: Viewer, upload: str) -> Upload | None:
        """One upload with its body, or None."""
        row = self._find(viewer, upload)
        return None if row is None else _upload(row, self._open(row))

    def states(self, viewer: Viewer, names: Iterable[str]) -> dict[str, str]:
        """Of these ids those that are uploads of anybody's, with their states and nothing else. Staff and administrators."""
        if viewer.role not in STAFF | {Role.ADMINISTRATOR}:
            return {}
        found: dict[str, str] = {}
        for part in slices(sorted(names)):
            rows = self._connection.execute(select(uploads.c.id, uploads.c.state).where(uploads.c.id.in_(part)))
            found |= {row.id: row.state for row in rows}
        return found

    def list(self, viewer: Viewer, after: str | None = None, limit: int = 50) -> tuple[Upload, ...]:
        """A page of uploads with their bodies, newest first, after the upload `after`."""
        if not 1 <= limit <= _MOST:
            raise ValueError(f"limit is {limit}; a page holds 1 to {_MOST:,} uploads")
        query = select(uploads).where(visible_uploads(viewer)).order_by(uploads.c.made_at.desc(), uploads.c.id.desc()).limit(limit)
        if after is not None:
            last = self._find(viewer, after)
            if last is None:
                return ()
            same = (uploads.c.made_at == last.made_at) & (uploads.c.id < last.id)
            query = query.where((uploads.c.made_at < last.made_at) | same)
        return tuple(_upload(row, self._open(row)) for row in self._connection.execute(query).all())

    def change(
        self,
        viewer: Viewer,
        upload: str,
        *,
        body: Mapping[str, Any] | None = None,
        state: str | None = None,
        job: str | None = None,
        forget_on: date | None = None,
    ) -> bool:
        """Changes what is given. False if there is no such upload."""
        self._require(viewer)
        if self._find(viewer, upload) is None:
            return False
        if state is not None and state not in STATES:
            raise ValueError(f"unknown state of an upload {state!r}; known: {', '.join(STATES)}")
        given = {"state": state, "job": check_optional(job, "the job of an upload"), "forget_on": forget_on}
        values: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
        if body is not None:
            values["sealed_body"] = self._seal(upload, body)
        if values:
            self._connection.execute(update(uploads).where(uploads.c.id == upload).values(**values))
        return True

    def keep_rows(self, viewer: Viewer, upload: str, rows: Iterable[tuple[int, Mapping[str, Any]]]) -> None:
        """Keeps the rows that did not go in, by number; one that is kept already is replaced and open again."""
        self._require(viewer)
        if self._find(viewer, upload) is None:
            raise ValueError(f"there is no upload {upload}")
        told = {number: self._sealed_row(upload, number, cells) for number, cells in rows}
        for part in slices(sorted(told)):
            mine = (faulty_rows.c.upload == upload) & faulty_rows.c.number.in_(part)
            self._connection.execute(delete(faulty_rows).where(mine))
            values = [{"upload": upload, "number": one, "state": ROW_STATES[0], "sealed_cells": told[one]} for one in part]
            self._connection.execute(insert(faulty_rows), values)

    def rows(self, viewer: Viewer, upload: str, numbers: Sequence[int] | None = None) -> tuple[FaultyRow, ...]:
        """The kept rows in order of number, all or these; the cells of those that are open."""
        if self._find(viewer, upload) is None:
            return ()
        mine = faulty_rows.c.upload == upload
        query = select(faulty_rows).where(mine if numbers is None else mine & faulty_rows.c.number.in_(numbers))
        found = self._connection.execute(query.order_by(faulty_rows.c.number)).all()
        subject = upload_subject(upload)
        made = []
        for row in found:
            cells: Mapping[str, Any] = {}
            if row.state == ROW_STATES[0]:
                opened = self.session.vault.open_all(f"row-{row.number}", {subject: row.sealed_cells})
                cells = orjson.loads(opened[subject]) if opened else {}
            made.append(FaultyRow(row.number, row.state, cells))
        if any(one.cells for one in made):
            self._note(viewer, "read-rows", upload, access=True, count=len(made))
        return tuple(made)

    def count_open(self, viewer: Viewer) -> dict[str, int]:
        """By upload, how many of its rows are still open."""
        query = (
            select(faulty_rows.c.upload, func.count().label("open"))
            .join(uploads, uploads.c.id == faulty_rows.c.upload)
            .where(visible_uploads(viewer), faulty_rows.c.state == ROW_STATES[0])
            .group_by(faulty_rows.c.upload)
        )
        return {row.upload: row.open for row in self._connection.execute(query)}

    def count_sent(self, viewer: Viewer) -> int:
        """How many files wait to be imported."""
        query = select(func.count()).select_from(uploads).where(visible_uploads(viewer), uploads.c.state == STATES[0])
        return int(self._connection.execute(query).scalar_one())

    def settle_row(self, viewer: Viewer, upload: str, number: int, state: str) -> bool:
        """Ends an open row as `fixed` or `dropped`; its cells go. False if there is no such open row."""
        self._require(viewer)
        if state not in ROW_STATES[1:]:
            raise ValueError(f"unknown end of a row {state!r}; known: {', '.join(ROW_STATES[1:])}")
        if self._find(viewer, upload) is None:
            return False
        where = (faulty_rows.c.upload == upload) & (faulty_rows.c.number == number) & (faulty_rows.c.state == ROW_STATES[0])
        done = update(faulty_rows).where(where).values(state=state, sealed_cells=b"")
        return self._connection.execute(done).rowcount == 1

    def drop_open(self, viewer: Viewer, upload: str) -> int:
        """Ends every open row of an upload as `dropped`; their cells go. Returns how many there were."""
        self._require(viewer)
        if self._find(viewer, upload) is None:
            return 0
        where = (faulty_rows.c.upload == upload) & (faulty_rows.c.state == ROW_STATES[0])
        return self._connection.execute(update(faulty_rows).where(where).values(state=ROW_STATES[2], sealed_cells=b"")).rowcount

    def forget(self, viewer: Viewer, today: date) -> tuple[str, ...]:
        """Removes uploads whose day has passed, with their rows and their key. Returns their ids, whose files can go."""
        self._require(viewer, STAFF | {Role.ADMINISTRATOR})
        over = tuple(self._connection.execute(select(uploads.c.id).where(uploads.c.forget_on < today)).scalars())
        self._remove(over)
        return over

    def remove(self, viewer: Viewer, upload: str) -> bool:
        """Removes one upload with its rows and its key; what it imported stays. False if there is none."""
        self._require(viewer)
        if self._find(viewer, upload) is None:
            return False
        self._remove([upload])
        self._note(viewer, "remove", upload)
        return True

    def _remove(self, names: Iterable[str]) -> None:
        for name in names:
            self._connection.execute(delete(faulty_rows).where(faulty_rows.c.upload == name))
            self._connection.execute(delete(uploads).where(uploads.c.id == name))
            self.session.vault.destroy(upload_subject(name))

    def _find(self, viewer: Viewer, upload: str) -> Row[Any] | None:
        query = select(uploads).where(visible_uploads(viewer), uploads.c.id == upload)
        return self._connection.execute(query).one_or_none()

    def _seal(self, upload: str, body: Mapping[str, Any]) -> bytes:
        subject = upload_subject(upload)
        return self.session.vault.seal_all("upload", {subject: canonical(body).decode()})[subject]

    def _sealed_row(self, upload: str, number: int, cells: Mapping[str, Any]) -> bytes:
        subject = upload_subject(upload)
        return self.session.vault.seal_all(f"row-{number}", {subject: canonical(cells).decode()})[subject]

    def _open(self, row: Row[Any]) -> Mapping[str, Any]:
        subject = upload_subject(row.id)
        if row.sealed_body is None:
            return {}
        opened = self.session.vault.open_all("upload", {subject: row.sealed_body})
        return orjson.loads(opened[subject]) if opened else {}


def upload_subject(upload: str) -> str:
    """Whose key seals an upload."""
    return f"upload:{upload}"


def _upload(row: Row[Any], body: Mapping[str, Any]) -> Upload:
    names = [name for name in Upload.__dataclass_fields__ if name != "body"]
    return Upload(**{name: getattr(row, name) for name in names}, body=body)
