"""Imports: rows wait in staging, sealed and unseen, and enter the real tables in one transaction or not at all."""

import contextlib
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import orjson
from sqlalchemy import Row, delete, func, insert, select, update

from data.stores.base import STAFF, Saved, Session, Store, slices
from data.stores.bodies import BodyStore
from data.stores.candidates import CandidateStore
from data.stores.canonical import canonical, check_key
from data.stores.courses import CourseStore
from data.stores.employers import EmployerStore
from data.stores.former_rows import FormerRows
from data.stores.graduates import GraduateStore
from data.stores.outcomes import OutcomeStore
from data.stores.postings import PostingStore
from data.stores.prepared import Kind, Prepared, Rows, prepare_merges, prepare_rows
from data.stores.services import ServiceStore
from data.tables import imports, staged
from matching.quota import CertifiedCount
from matching.records import Posting, Viewer

_CHUNK: Final = 500


@dataclass(frozen=True)
class Import:
    """One import and its report. `state`: `staged` (nothing is visible yet), `published`, `discarded` or `undone`.

    `upload`: the file it came from; `undo_until`: the last day on which it can be undone.
    """

    id: str
    kind: str
    state: str
    rows: int
    staged_at: datetime
    staged_by: str
    published_at: datetime | None
    report: Mapping[str, Any]
    upload: str | None = None
    undo_until: date | None = None
    undone_at: datetime | None = None


class ImportStore(Store):
    """Staging. Staged rows are sealed with a key of their own, which publishing or discarding destroys."""

    kind = "import"

    def __init__(
        self,
        session: Session,
        candidates: CandidateStore,
        employers: EmployerStore,
        postings: PostingStore,
        courses: CourseStore,
        services: ServiceStore,
        outcomes: OutcomeStore,
        bodies: BodyStore,
        graduates: GraduateStore,
    ) -> None:
        super().__init__(session)
        self._candidates = candidates
        self._employers = employers
        self._postings = postings
        self._courses = courses
        self._services = services
        self._outcomes = outcomes
        self._bodies = bodies
        self._graduates = graduates

    def stage(self, viewer: Viewer, import_id: str, kind: Kind, rows: Rows) -> int:
        """Adds rows to an import that is not published; returns how many it now holds.

        `kind` "candidates": (Candidate, CertificateDetails or None). "postings": (Posting, Employer, Intermediary or None).
        "courses": Course. "trainings": Training. "outcomes": Story. "services": Service. "graduates": GraduateTold. Raises
        ValueError if the import is of another kind, or over.
        """
        self._require(viewer)
        return self._stage(viewer, import_id, kind, prepare_rows(self.session.keyring, kind, rows))

    def hold(self, viewer: Viewer, import_id: str, kind: Kind, rows: int) -> int:
        """Notes that so many more rows wait with the caller, who hands them to `publish`; returns how many now wait."""
        self._require(viewer)
        self._open(viewer, import_id, kind)
        return self._count(import_id, rows)

    def stage_merges(self, viewer: Viewer, import_id: str, merges: Iterable[tuple[str, Posting, str]]) -> int:
        """Adds (id of the posting kept, posting that is the same again, reason) to an import of postings.

        A second appearance under the same id is one posting already, and left out.
        """
        self._require(viewer)
        return self._stage(viewer, import_id, "postings", prepare_merges(self.session.keyring, merges))

    def publish(
        self,
        viewer: Viewer,
        import_id: str,
        report: Mapping[str, Any] | None = None,
        undo_until: date | None = None,
        held: Sequence[Prepared] = (),
    ) -> Saved:
        """Moves all rows of an import into the real tables, then those that the caller `held`; counts are of what the import is of.

        `report` (without personal values) is kept with the import. With `undo_until` what was there before is kept, sealed, so that
        the import can be undone until that day. Raises ValueError if there is no such import waiting.
        """
        self._require(viewer)
        row = self._waiting(import_id)
        with self._noting(import_id, undo_until):
            total = self._move(viewer, row, held)
        text = canonical(dict(report or {})).decode()
        self._close(import_id, state="published", published_at=self.session.now, report=text)
        self.session.result = f"import:{import_id}"
        self._note(
            viewer,
            "publish",
            import_id,
            inserted=total.inserted,
            updated=total.updated,
            merged=total.merged,
            refused=len(total.refused),
        )
        return total

    def certify(
        self, viewer: Viewer, import_id: str, counts: Sequence[CertifiedCount], report: Mapping[str, Any], undo_until: date
    ) -> Saved:
        """Stores certified counts as one import that can be undone until a day; see `BodyStore.certify`."""
        self._require(viewer)
        self._open(viewer, import_id, "certification")
        with self._noting(import_id, undo_until):
            total = self._bodies.certify(viewer, counts)
        text = canonical(dict(report)).decode()
        self._close(import_id, state="published", published_at=self.session.now, rows=len(counts), report=text)
        self.session.result = f"import:{import_id}"
        self._note(viewer, "publish", import_id, inserted=total.inserted, updated=total.updated)
        return total

    @contextlib.contextmanager
    def _noting(self, import_id: str, undo_until: date | None) -> Iterator[None]:
        if undo_until is None:
            yield
            return
        self.session.former = FormerRows(self._connection, self.session.vault, import_id)
        try:
            yield
            self.session.former.settle()
        finally:
            self.session.former = None
        kept = update(imports).where(imports.c.id == import_id).values(undo_until=undo_until)
        self._connection.execute(kept)

    def _move(self, viewer: Viewer, row: Row[Any], held: Sequence[Prepared]) -> Saved:
        def rows(part: str = "rows") -> Iterator[Any]:
            return itertools.chain(self._rows(row.id, part), *(one.get(part, ()) for one in held))

        if row.kind == "candidates":
            return self._candidates._save_rows(viewer, rows())
        if row.kind == "courses":
            return self._courses._save_rows(viewer, rows())
        if row.kind == "trainings":
            return self._services._save_training_rows(viewer, rows())
        if row.kind == "outcomes":
            return self._outcomes._save_story_rows(viewer, rows())
        if row.kind == "services":
            return self._services._save_service_rows(viewer, rows())
        if row.kind == "graduates":
            return self._graduates._save_told_rows(viewer, rows())
        self._employers._save_rows(viewer, _first(rows("employers")))
        self._employers._save_intermediaries(viewer, _first(rows("intermediaries")))
        total = self._postings._save_rows(viewer, rows())
        return total + Saved(merged=self._postings._save_merges(viewer, rows("merges")))

    def discard(self, viewer: Viewer, import_id: str) -> bool:
        """Drops a waiting import. False if there is none of this id."""
        self._require(viewer)
        row = self._find(import_id)
        if row is None or row.state != "staged":
            return False
        self._close(import_id, state="discarded")
        self._note(viewer, "discard", import_id)
        return True

    def list(self, viewer: Viewer, upload: str | None = None) -> tuple[Import, ...]:
        """All imports with their reports, or those of one upload, oldest first. Staff only."""
        if viewer.role not in STAFF:
            return ()
        query = select(imports).order_by(imports.c.staged_at, imports.c.id)
        rows = self._connection.execute(query if upload is None else query.where(imports.c.upload == upload))
        return tuple(_import(row) for row in rows)

    def get(self, viewer: Viewer, import_id: str) -> Import | None:
        """One import with its report, or None. Staff only."""
        row = self._find(import_id)
        return None if row is None or viewer.role not in STAFF else _import(row)

    def _discard_left(self, job: str) -> None:
        """Drops what earlier attempts at a job staged and never published."""
        left = select(imports.c.id).where(imports.c.job == job, imports.c.state == "staged")
        for import_id in self._connection.execute(left).scalars().all():
            self._close(import_id, state="discarded")

    def _stage(self, viewer: Viewer, import_id: str, kind: Kind, prepared: Prepared) -> int:
        self._open(viewer, import_id, kind)
        subject = f"import:{import_id}"
        top = self._connection.execute(select(func.max(staged.c.chunk)).where(staged.c.import_id == import_id)).scalar()
        place = 0 if top is None else top + 1
        for part, rows in prepared.items():
            for chunk in slices(rows, _CHUNK):
                sealed = self.session.vault.seal_all(f"{part}-{place}", {subject: orjson.dumps(chunk).decode()})[subject]
                self._connection.execute(insert(staged).values(import_id=import_id, chunk=place, part=part, sealed_rows=sealed))
                place += 1
        return self._count(import_id, len(prepared.get("rows", ())))

    def _count(self, import_id: str, added: int) -> int:
        count = update(imports).where(imports.c.id == import_id).values(rows=imports.c.rows + added)
        self._connection.execute(count)
        return int(self._connection.execute(select(imports.c.rows).where(imports.c.id == import_id)).scalar_one())

    def _open(self, viewer: Viewer, import_id: str, kind: str) -> None:
        row = self._find(import_id)
        if row is None:
            values = {"id": check_key(import_id, "the id of an import"), "kind": kind, "state": "staged", "rows": 0}
            job = None if self.session.fence is None else self.session.fence.job
            source = {"job": job, "upload": self.session.upload}
            stamp = {"staged_at": self.session.now, "staged_by": viewer.account, "report": "{}", **source}
            self._connection.execute(insert(imports).values(**values, **stamp))
            self._note(viewer, "stage", import_id, rows_of=kind)
        elif row.state != "staged" or row.kind != kind:
            raise ValueError(f"import {import_id} is an import of {row.kind} and {row.state}; start another one")

    def _find(self, import_id: str) -> Row[Any] | None:
        return self._connection.execute(select(imports).where(imports.c.id == import_id)).one_or_none()

    def _waiting(self, import_id: str) -> Row[Any]:
        row = self._find(import_id)
        if row is None or row.state != "staged":
            raise ValueError(f"no import {import_id} is waiting to be published")
        return row

    def _rows(self, import_id: str, part: str) -> Iterator[Any]:
        subject = f"import:{import_id}"
        mine = (staged.c.import_id == import_id) & (staged.c.part == part)
        for place in self._connection.execute(select(staged.c.chunk).where(mine).order_by(staged.c.chunk)).scalars().all():
            one = select(staged.c.sealed_rows).where(staged.c.import_id == import_id, staged.c.chunk == place)
            sealed = self._connection.execute(one).scalar_one()
            yield from orjson.loads(self.session.vault.open_all(f"{part}-{place}", {subject: sealed})[subject])

    def _close(self, import_id: str, **values: Any) -> None:
        self._connection.execute(delete(staged).where(staged.c.import_id == import_id))
        self.session.vault.destroy(f"import:{import_id}")
        self._connection.execute(update(imports).where(imports.c.id == import_id).values(**values))


def _first(rows: Iterable[Any]) -> Iterator[Any]:
    """The first row of each id: an import of several goes may name one employer several times."""
    seen: set[str] = set()
    for row in rows:
        if row["id"] not in seen:
            seen.add(row["id"])
            yield row


def _import(row: Row[Any]) -> Import:
    names: Sequence[str] = [name for name in Import.__dataclass_fields__ if name != "report"]
    return Import(**{name: getattr(row, name) for name in names}, report=orjson.loads(row.report))
