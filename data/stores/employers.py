"""Organisations that hire, and those who pass postings on."""

from collections.abc import Iterable, Sequence
from typing import Final, TypedDict

import orjson
from sqlalchemy import ColumnElement, RowMapping, false, select, true, update

from data.keys import Keyring
from data.stores.base import CHUNK, STAFF, Saved, Store, chunks
from data.stores.canonical import canonical, check_key, check_optional
from data.stores.documents import save_documents, save_values, text_in
from data.tables import employers, intermediaries
from matching.records import Employer, Intermediary, Role, Viewer

_APART: Final = frozenset({"id", "contact", "approved"})


class EmployerRow(TypedDict):
    """An employer ready to be stored; `contact` is to be sealed, `content` is in hex."""

    id: str
    district: str | None
    approved: bool
    body: str
    contact: str | None
    content: str


class IntermediaryRow(TypedDict):
    """An intermediary ready to be stored."""

    id: str
    body: str
    content: str


def employer_subject(employer: str) -> str:
    """Whose key seals the contact of an employer."""
    return f"employer:{employer}"


def prepare_employer(keyring: Keyring, employer: Employer) -> EmployerRow:
    """Everything about storing an employer that needs no database."""
    return EmployerRow(
        id=check_key(employer.id, "the id of an employer"),
        district=check_optional(employer.district, "the district of an employer"),
        approved=employer.approved,
        body=canonical(employer, leave=_APART).decode(),
        contact=employer.contact,
        content=keyring.digest("employer", canonical(employer)).hex(),
    )


def prepare_intermediary(keyring: Keyring, intermediary: Intermediary) -> IntermediaryRow:
    """Everything about storing an intermediary that needs no database."""
    body = canonical(intermediary, leave=frozenset({"id"}))
    name = check_key(intermediary.id, "the id of an intermediary")
    return IntermediaryRow(id=name, body=body.decode(), content=keyring.digest("intermediary", body).hex())


def visible_employers(viewer: Viewer) -> ColumnElement[bool]:
    """Staff and administrators see all employers, an employer its own organisation."""
    if viewer.role in STAFF or viewer.role is Role.ADMINISTRATOR:
        return true()
    if viewer.role is Role.EMPLOYER and viewer.organisation is not None:
        return employers.c.id == viewer.organisation
    return false()


class EmployerStore(Store):
    """Employers and intermediaries. The contact is opened for staff and for the organisation itself."""

    kind = "employer"

    def upsert_many(self, viewer: Viewer, records: Iterable[Employer]) -> Saved:
        """Stores new and changed employers. An approval that the office gave stays."""
        keyring = self.session.keyring
        return self._save_rows(viewer, (prepare_employer(keyring, one) for one in records))

    def get(self, viewer: Viewer, employer: str) -> Employer | None:
        """One employer with its contact, or None."""
        query = select(employers).where(visible_employers(viewer), employers.c.id == employer)
        row = self._connection.execute(query).mappings().one_or_none()
        if row is None:
            return None
        contact = None
        if row["sealed_contact"] is not None and viewer.role is not Role.ADMINISTRATOR:
            subject = employer_subject(employer)
            contact = self.session.vault.open_all("contact", {subject: row["sealed_contact"]})[subject]
        return _employer(row, contact)

    def list(
        self,
        viewer: Viewer,
        ids: Sequence[str] | None = None,
        after: str | None = None,
        limit: int = 100,
        *,
        with_contact: bool = False,
    ) -> tuple[Employer, ...]:
        """A page in order of id: at most `limit` (1..1,000) after the id `after`. Contacts stay sealed unless asked for."""
        if not 1 <= limit <= CHUNK:
            raise ValueError(f"limit is {limit}; a page holds 1 to {CHUNK:,} employers")
        query = select(employers).where(visible_employers(viewer)).order_by(employers.c.id).limit(limit)
        if after is not None:
            query = query.where(employers.c.id > after)
        if ids is not None:
            query = query.where(employers.c.id.in_(sorted(set(ids))))
        rows = self._connection.execute(query).mappings().all()
        opened: dict[str, str] = {}
        if with_contact and viewer.role is not Role.ADMINISTRATOR:
            sealed = {employer_subject(row["id"]): row["sealed_contact"] for row in rows if row["sealed_contact"] is not None}
            opened = self.session.vault.open_all("contact", sealed)
        return tuple(_employer(row, opened.get(employer_subject(row["id"]))) for row in rows)

    def search(self, viewer: Viewer, words: str, limit: int = 50) -> tuple[Employer, ...]:
        """At most `limit` (1..1,000) employers whose name holds these words, whatever their case, or whose credit code they are."""
        if not 1 <= limit <= CHUNK:
            raise ValueError(f"limit is {limit}; a page holds 1 to {CHUNK:,} employers")
        name, code = (text_in(self._connection, employers.c.body, field) for field in ("name", "code"))
        found = name.icontains(words, autoescape=True) | (code == words.strip().upper())
        query = select(employers).where(visible_employers(viewer), found).order_by(employers.c.id).limit(limit)
        return tuple(_employer(row, None) for row in self._connection.execute(query).mappings())

    def approve(self, viewer: Viewer, employer: str, approved: bool) -> bool:
        """Sets the office's approval. False if there is no such employer."""
        self._require(viewer)
        changed = update(employers).where(employers.c.id == employer).values(approved=approved, updated_at=self.session.now)
        if self._connection.execute(changed).rowcount == 0:
            return False
        self._note(viewer, "approve", employer, approved=approved)
        return True

    def intermediary(self, viewer: Viewer, intermediary: str) -> Intermediary | None:
        """One intermediary, or None. Staff only."""
        if viewer.role not in STAFF:
            return None
        query = select(intermediaries.c.body).where(intermediaries.c.id == intermediary)
        body = self._connection.execute(query).scalar()
        return None if body is None else Intermediary.model_validate({**orjson.loads(body), "id": intermediary})

    def _save_rows(self, viewer: Viewer, rows: Iterable[EmployerRow]) -> Saved:
        self._require(viewer)
        total = Saved()
        for chunk in chunks(rows, key=lambda row: row["id"]):
            query = select(employers.c.id, employers.c.content, employers.c.approved).where(
                employers.c.id.in_([row["id"] for row in chunk])
            )
            found = {row.id: row for row in self._connection.execute(query)}
            fresh = [row for row in chunk if row["id"] not in found]
            changed = [row for row in chunk if row["id"] in found and found[row["id"]].content.hex() != row["content"]]
            self.session.keep_former(employers, ((row["id"],) for row in fresh), ((row["id"],) for row in changed))
            contacts = {employer_subject(row["id"]): row["contact"] for row in (*fresh, *changed) if row["contact"] is not None}
            sealed = self.session.vault.seal_all("contact", contacts)
            values = [
                {
                    "id": row["id"],
                    "district": row["district"],
                    "approved": row["approved"] or (row["id"] in found and found[row["id"]].approved),
                    "body": row["body"],
                    "sealed_contact": sealed.get(employer_subject(row["id"])),
                    "content": bytes.fromhex(row["content"]),
                    "updated_at": self.session.now,
                }
                for row in (*fresh, *changed)
            ]
            save_values(self._connection, employers, values[: len(fresh)], values[len(fresh) :])
            total += Saved(len(fresh), len(changed), len(chunk) - len(fresh) - len(changed))
        self._note(viewer, "save", inserted=total.inserted, updated=total.updated)
        return total

    def _save_intermediaries(self, viewer: Viewer, rows: Iterable[IntermediaryRow]) -> Saved:
        self._require(viewer)
        total = Saved()
        for chunk in chunks(rows, key=lambda row: row["id"]):
            values = [{"id": row["id"], "body": row["body"], "content": bytes.fromhex(row["content"])} for row in chunk]
            total += save_documents(self.session, intermediaries, values)
        self._note(viewer, "save-intermediaries", inserted=total.inserted, updated=total.updated)
        return total


def _employer(row: RowMapping, contact: str | None) -> Employer:
    return Employer.model_validate({**orjson.loads(row["body"]), "id": row["id"], "approved": row["approved"], "contact": contact})
