"""Advertised jobs, and which of them were taken for one and the same."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final, TypedDict

import orjson
from sqlalchemy import JSON, ColumnElement, Row, String, cast, false, func, insert, select, true, update

from data.keys import Keyring
from data.stores.base import CHUNK, STAFF, Saved, Store, chunks, slices
from data.stores.canonical import canonical, check_key, check_optional
from data.stores.documents import save_values, text_in
from data.tables import employers, merges, postings
from matching.collection import paused_collection
from matching.records import Posting, PostingKind, PostingStatus, Role, Viewer

_APART: Final = frozenset({"id", "status", "contact"})


class PostingRow(TypedDict):
    """A posting ready to be stored; `contact` is to be sealed, `content` is in hex."""

    id: str
    employer: str
    status: str
    kind: str | None
    district: str | None
    body: str
    contact: str | None
    content: str


class MergeRow(TypedDict):
    """A posting that is another one again, ready to be stored."""

    kept: str
    merged: PostingRow
    reason: str


@dataclass(frozen=True)
class Merge:
    """One posting that was taken for another; `undone_at` is set when somebody took it back."""

    id: int
    kept: str
    merged: str
    reason: str
    merged_at: datetime
    merged_by: str
    undone_at: datetime | None


def posting_subject(posting: str) -> str:
    """Whose key seals the contact of a posting."""
    return f"posting:{posting}"


def prepare_posting(keyring: Keyring, posting: Posting) -> PostingRow:
    """Everything about storing a posting that needs no database. Raises ValueError for what cannot be stored."""
    for bound in (posting.pay.minimum, posting.pay.maximum):
        if bound is not None and not math.isfinite(bound):
            raise ValueError(f"posting {posting.id}: a pay without end cannot be stored; leave the bound out")
    body = canonical(posting, leave=_APART)
    return PostingRow(
        id=check_key(posting.id, "the id of a posting"),
        employer=check_key(posting.employer, "the employer of a posting"),
        status=posting.status.value,
        kind=None if posting.kind is None else posting.kind.value,
        district=check_optional(posting.place.district, "the district of a posting"),
        body=body.decode(),
        contact=posting.contact,
        content=_content(keyring, body, posting.status, posting.contact).hex(),
    )


def _content(keyring: Keyring, body: bytes, status: str, contact: str | None) -> bytes:
    return keyring.digest("posting", b"\n".join((body, status.encode(), canonical({"contact": contact}))))


def prepare_merge(keyring: Keyring, kept: str, merged: Posting, reason: str) -> MergeRow:
    """A merge ready to be stored. Raises ValueError when a posting would be merged into itself."""
    if kept == merged.id:
        raise ValueError(f"posting {kept} cannot be merged into itself; give the second appearance an id of its own")
    canonical({"reason": reason})
    return MergeRow(kept=kept, merged=prepare_posting(keyring, merged), reason=reason)


def visible_postings(viewer: Viewer) -> ColumnElement[bool]:
    """Staff and administrators see all postings, an employer its own; one that was merged into another is not there."""
    there = postings.c.merged_into.is_(None)
    if viewer.role in STAFF or viewer.role is Role.ADMINISTRATOR:
        return there
    if viewer.role is Role.EMPLOYER and viewer.organisation is not None:
        return there & (postings.c.employer == viewer.organisation)
    return false()


@dataclass(frozen=True, slots=True)
class PostingOutline:
    """A posting by its id, its employer and its title."""

    id: str
    employer: str
    title: str


class PostingStore(Store):
    """Postings. The contact is opened by `get`, for staff and for the employer itself."""

    kind = "posting"

    def upsert_many(self, viewer: Viewer, records: Iterable[Posting]) -> Saved:
        """Stores new and changed postings; a status set by the office stays until the source itself says another.

        Raises ValueError for a posting whose employer is not stored, or for values that cannot be stored.
        """
        keyring = self.session.keyring
        return self._save_rows(viewer, (prepare_posting(keyring, one) for one in records))

    def get(self, viewer: Viewer, posting: str) -> Posting | None:
        """One posting, with its contact, or None."""
        found = next(iter(self._fetch(visible_postings(viewer) & (postings.c.id == posting), None)), None)
        if found is None or viewer.role is Role.ADMINISTRATOR:
            return found
        subject = posting_subject(posting)
        sealed = self._connection.execute(select(postings.c.sealed_contact).where(postings.c.id == posting)).scalar()
        if sealed is None:
            return found
        return found.model_copy(update={"contact": self.session.vault.open_all("contact", {subject: sealed})[subject]})

    def list(
        self,
        viewer: Viewer,
        ids: Sequence[str] | None = None,
        after: str | None = None,
        limit: int = 100,
        *,
        employer: str | None = None,
        status: PostingStatus | None = None,
        kind: PostingKind | None = None,
        district: str | None = None,
    ) -> tuple[Posting, ...]:
        """A page in order of id, without contacts: at most `limit` (1..1,000) after the id `after`, that pass all filters."""
        if not 1 <= limit <= CHUNK:
            raise ValueError(f"limit is {limit}; a page holds 1 to {CHUNK:,} postings")
        where = visible_postings(viewer) & _passing(employer, status, kind, district)
        where &= true() if after is None else postings.c.id > after
        if ids is None:
            return tuple(self._fetch(where, limit))
        page: tuple[Posting, ...] = ()
        for part in slices(sorted(set(ids))):
            page += tuple(self._fetch(where & postings.c.id.in_(part), limit - len(page)))
            if len(page) == limit:
                break
        return page

    def iterate(
        self, viewer: Viewer, ids: Sequence[str] | None = None, *, status: PostingStatus | None = None
    ) -> Iterator[Posting]:
        """All postings, or those of `ids`, in order of id, a thousand at a time, without contacts."""
        return self._records(ids, visible_postings(viewer) & _passing(None, status, None, None))

    def changed(
        self,
        viewer: Viewer,
        known: Mapping[str, bytes],
        ids: Sequence[str] | None = None,
        *,
        status: PostingStatus | None = None,
    ) -> tuple[dict[str, bytes], tuple[Posting, ...]]:
        """The revision of every posting, or of those of `ids`, by id; and whole, without contacts, those that are not `known`.

        A revision changes with anything of the posting, its status included.
        """
        visible = visible_postings(viewer) & _passing(None, status, None, None)
        query = select(postings.c.id, postings.c.status, postings.c.content).order_by(postings.c.id)
        parts = [visible] if ids is None else [visible & postings.c.id.in_(part) for part in slices(sorted(set(ids)))]
        rows = [row for part in parts for row in self._connection.execute(query.where(part))]
        found = {row.id: row.status.encode() + b"\0" + row.content for row in rows}
        new = [name for name, revision in found.items() if known.get(name) != revision]
        return found, tuple(self._records(new, visible))

    def outlines(
        self, viewer: Viewer, ids: Iterable[str] | None = None, *, status: PostingStatus | None = None
    ) -> tuple[PostingOutline, ...]:
        """What lists of postings name, of all or of `ids`, in order of id; nothing else of them is read."""
        where = visible_postings(viewer) & _passing(None, status, None, None)
        title = text_in(self._connection, postings.c.body, "title").label("title")
        query = select(postings.c.id, postings.c.employer, title).where(where).order_by(postings.c.id)
        parts = [query] if ids is None else [query.where(postings.c.id.in_(part)) for part in slices(sorted(set(ids)))]
        return tuple(PostingOutline(row.id, row.employer, row.title) for one in parts for row in self._connection.execute(one))

    def find_named(self, viewer: Viewer, names: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """The ids of the postings that each name stands for: an id, or the number it has at its source.

        A posting that was merged into another stands for that one. A name that stands for none is left out; the same number of two
        sources stands for both.
        """
        found: dict[str, set[str]] = {}
        number = self._external_id()
        seen = select(postings.c.id).where(visible_postings(viewer))
        for part in slices(sorted(set(names))):
            query = select(postings.c.id, postings.c.merged_into, number.label("external"))
            for row in self._connection.execute(query.where(postings.c.id.in_(part) | number.in_(part))):
                for name in {row.id, row.external} & set(part):
                    found.setdefault(name, set()).add(row.merged_into or row.id)
        ids = sorted({name for group in found.values() for name in group})
        shown = {name for part in slices(ids) for name in self._connection.execute(seen.where(postings.c.id.in_(part))).scalars()}
        return {name: tuple(sorted(group & shown)) for name, group in found.items() if group & shown}

    def search(self, viewer: Viewer, words: str, limit: int = 50) -> tuple[Posting, ...]:
        """At most `limit` (1..1,000) postings whose title holds these words, whatever their case, in order of id."""
        if not 1 <= limit <= CHUNK:
            raise ValueError(f"limit is {limit}; a page holds 1 to {CHUNK:,} postings")
        title = text_in(self._connection, postings.c.body, "title")
        found = visible_postings(viewer) & title.icontains(words, autoescape=True)
        return tuple(self._fetch(found, limit))

    def count(self, viewer: Viewer, *, status: PostingStatus | None = None) -> int:
        """How many postings the viewer sees, merged ones aside."""
        where = visible_postings(viewer) & _passing(None, status, None, None)
        return self._connection.execute(select(func.count()).select_from(postings).where(where)).scalar_one()

    def content_hash(self, viewer: Viewer) -> str:
        """One digest (64 hex digits) of all postings the viewer sees, their status included."""
        total = sha256()
        query = select(postings.c.id, postings.c.status, postings.c.content).where(visible_postings(viewer))
        for name, status, content in self._connection.execute(query.order_by(postings.c.id)):
            total.update(f"{name}\0{status}\0".encode() + content)
        return total.hexdigest()

    def revise(self, viewer: Viewer, records: Iterable[Posting]) -> int:
        """Stores the demands and workplaces of these postings; the rest of what is stored stays, status and contact too.

        Returns how many changed. One that is not there is left out.
        """
        self._require(viewer)
        changed = self._revise(viewer, records)
        self._note(viewer, "revise", changed=changed)
        return changed

    def set_status(self, viewer: Viewer, posting: str, status: PostingStatus) -> bool:
        """Opens, closes, fills or rejects a posting. False if there is no such posting."""
        self._require(viewer)
        where = visible_postings(viewer) & (postings.c.id == posting)
        changed = update(postings).where(where).values(status=status.value, updated_at=self.session.now)
        if self._connection.execute(changed).rowcount == 0:
            return False
        self._note(viewer, "set-status", posting, status=status.value)
        return True

    def merge(self, viewer: Viewer, kept_id: str, merged: Posting, reason: str) -> int:
        """Takes `merged` for the posting `kept_id`: it is kept whole but no longer shown. Returns the id of the merge.

        A pair that somebody parted again (`undo_merge`) stays parted. Raises ValueError if `kept_id` is not stored, is
        merged away itself, or is `merged`.
        """
        self._require(viewer)
        row = prepare_merge(self.session.keyring, kept_id, merged, reason)
        if self._merge_chunk(viewer, [row]):
            self._note(viewer, "merge", merged.id, kept=kept_id)
        same = (merges.c.kept == kept_id) & (merges.c.merged == merged.id)
        return int(self._connection.execute(select(merges.c.id).where(same)).scalar_one())

    def merges(self, viewer: Viewer) -> tuple[Merge, ...]:
        """All merges, also those undone, oldest first. Staff only."""
        if viewer.role not in STAFF:
            return ()
        columns = [merges.c[name] for name in Merge.__dataclass_fields__]
        query = select(*columns).order_by(merges.c.id)
        return tuple(Merge(*row) for row in self._connection.execute(query))

    def undo_merge(self, viewer: Viewer, merge_id: int) -> bool:
        """Parts the two postings again, for good. False if there is no such merge, or it is undone already."""
        self._require(viewer)
        query = select(merges).where(merges.c.id == merge_id, merges.c.undone_at.is_(None))
        row = self._connection.execute(query).one_or_none()
        if row is None:
            return False
        done = update(merges).where(merges.c.id == merge_id)
        self._connection.execute(done.values(undone_at=self.session.now, undone_by=viewer.account))
        parted = (postings.c.id == row.merged) & (postings.c.merged_into == row.kept)
        self._connection.execute(update(postings).where(parted).values(merged_into=None))
        self._note(viewer, "undo-merge", row.merged, kept=row.kept)
        return True

    def _external_id(self) -> ColumnElement[str]:
        """The source's own number inside the body, in the words of the engine."""
        if self._connection.dialect.name == "sqlite":
            return func.json_extract(postings.c.body, "$.source.external_id", type_=String)
        number: ColumnElement[str] = cast(postings.c.body, JSON)[("source", "external_id")].as_string()
        return number

    def _revise(self, viewer: Viewer, records: Iterable[Posting]) -> int:
        changed = 0
        for chunk in chunks(records, key=lambda record: record.id):
            with paused_collection():
                changed += self._revise_chunk(viewer, {record.id: record for record in chunk})
        return changed

    def _revise_chunk(self, viewer: Viewer, records: Mapping[str, Posting]) -> int:
        columns = (postings.c.id, postings.c.body, postings.c.stated_status, postings.c.sealed_contact)
        found = self._connection.execute(select(*columns).where(visible_postings(viewer), postings.c.id.in_(records))).all()
        sealed = {posting_subject(row.id): row.sealed_contact for row in found if row.sealed_contact is not None}
        contacts = self.session.vault.open_all("contact", sealed)
        values = []
        for row in found:
            given = records[row.id]
            body = canonical({**orjson.loads(row.body), "demands": list(given.demands), "workplace": given.workplace})
            if body.decode() == row.body:
                continue
            # The digest is of what the source said, so that the same record handed in again changes nothing.
            content = _content(self.session.keyring, body, row.stated_status, contacts.get(posting_subject(row.id)))
            values.append({"id": row.id, "body": body.decode(), "content": content, "updated_at": self.session.now})
        save_values(self._connection, postings, [], values)
        return len(values)

    def _records(self, ids: Sequence[str] | None, where: ColumnElement[bool]) -> Iterator[Posting]:
        if ids is not None:
            for part in slices(sorted(set(ids))):
                yield from self._fetch(where & postings.c.id.in_(part), None)
            return
        after = ""
        while page := self._fetch(where & (postings.c.id > after), CHUNK):
            yield from page
            after = page[-1].id

    def _fetch(self, where: ColumnElement[bool], limit: int | None) -> Sequence[Posting]:
        query = select(postings.c.id, postings.c.status, postings.c.body).where(where).order_by(postings.c.id).limit(limit)
        rows = self._connection.execute(query).all()
        with paused_collection():
            return [Posting.model_validate({**orjson.loads(body), "id": name, "status": status}) for name, status, body in rows]

    def _save_rows(self, viewer: Viewer, rows: Iterable[PostingRow]) -> Saved:
        self._require(viewer)
        total = Saved()
        for chunk in chunks(rows, key=lambda row: row["id"]):
            with paused_collection():
                total += self._save_chunk(chunk)
        self._note(viewer, "save", inserted=total.inserted, updated=total.updated)
        return total

    def _save_chunk(self, chunk: Sequence[PostingRow]) -> Saved:
        columns = (postings.c.id, postings.c.content, postings.c.status, postings.c.stated_status)
        query = select(*columns).where(postings.c.id.in_([row["id"] for row in chunk]))
        found = {row.id: row for row in self._connection.execute(query)}
        fresh = [row for row in chunk if row["id"] not in found]
        changed = [row for row in chunk if row["id"] in found and found[row["id"]].content.hex() != row["content"]]
        self._check_employers((*fresh, *changed))
        self.session.keep_former(postings, ((row["id"],) for row in fresh), ((row["id"],) for row in changed))
        contacts = {posting_subject(row["id"]): row["contact"] for row in (*fresh, *changed) if row["contact"] is not None}
        sealed = self.session.vault.seal_all("contact", contacts)
        values = [
            {
                "id": row["id"],
                "employer": row["employer"],
                "status": _status_in_force(found.get(row["id"]), row["status"]),
                "stated_status": row["status"],
                "kind": row["kind"],
                "district": row["district"],
                "body": row["body"],
                "sealed_contact": sealed.get(posting_subject(row["id"])),
                "content": bytes.fromhex(row["content"]),
                "updated_at": self.session.now,
            }
            for row in (*fresh, *changed)
        ]
        save_values(self._connection, postings, values[: len(fresh)], values[len(fresh) :])
        return Saved(len(fresh), len(changed), len(chunk) - len(fresh) - len(changed))

    def _check_employers(self, rows: Sequence[PostingRow]) -> None:
        named = sorted({row["employer"] for row in rows})
        query = select(employers.c.id).where(employers.c.id.in_(named))
        known = set(self._connection.execute(query).scalars())
        for row in rows:
            if row["employer"] not in known:
                raise ValueError(f"posting {row['id']} names employer {row['employer']}, which is not stored; store it first")

    def _save_merges(self, viewer: Viewer, rows: Iterable[MergeRow]) -> int:
        self._require(viewer)
        done = 0
        for chunk in chunks(rows, key=lambda row: row["merged"]["id"]):
            done += self._merge_chunk(viewer, chunk)
        self._note(viewer, "merge", merged=done)
        return done

    def _merge_chunk(self, viewer: Viewer, chunk: Sequence[MergeRow]) -> int:
        names = [name for row in chunk for name in (row["kept"], row["merged"]["id"])]
        query = select(postings.c.id, postings.c.merged_into).where(postings.c.id.in_(sorted(set(names))))
        into: dict[str, str | None] = {row.id: row.merged_into for row in self._connection.execute(query)}
        known = select(merges.c.kept, merges.c.merged).where(merges.c.merged.in_([row["merged"]["id"] for row in chunk]))
        pairs = {(row.kept, row.merged) for row in self._connection.execute(known)}
        for row in chunk:
            kept = row["kept"]
            if kept not in into:
                raise ValueError(f"cannot merge {row['merged']['id']} into posting {kept}, which is not stored")
            if (kept, row["merged"]["id"]) not in pairs and into[kept] is not None:
                raise ValueError(f"cannot merge into posting {kept}: it is itself merged into {into[kept]}")
        self._save_chunk([row["merged"] for row in chunk])
        new = [row for row in chunk if (row["kept"], row["merged"]["id"]) not in pairs]
        if new:
            stamp = {"merged_at": self.session.now, "merged_by": viewer.account}
            values = [{"kept": row["kept"], "merged": row["merged"]["id"], "reason": row["reason"], **stamp} for row in new]
            self.session.keep_former(postings, (), ((row["merged"]["id"],) for row in new))
            self.session.keep_former(merges, ((row["kept"], row["merged"]["id"]) for row in new), ())
            self._connection.execute(insert(merges), values)
            hidden = [{"id": row["merged"]["id"], "merged_into": row["kept"]} for row in new]
            save_values(self._connection, postings, [], hidden)
        return len(new)


def _passing(
    employer: str | None, status: PostingStatus | None, kind: PostingKind | None, district: str | None
) -> ColumnElement[bool]:
    where: ColumnElement[bool] = true()
    for column, value in (("employer", employer), ("status", status), ("kind", kind), ("district", district)):
        if value is not None:
            where &= postings.c[column] == str(value)
    return where


def _status_in_force(stored: Row[*tuple[Any, ...]] | None, stated: str) -> str:
    return stored.status if stored is not None and stored.stated_status == stated else stated
