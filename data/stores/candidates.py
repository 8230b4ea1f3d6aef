"""People looking for work: the pseudonymous record, the sealed person, and the certificate apart from both."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, Final, TypedDict

import orjson
from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    Row,
    String,
    and_,
    cast,
    delete,
    false,
    func,
    insert,
    select,
    true,
    update,
)

from data.keys import Keyring
from data.stores.base import CHUNK, STAFF, Refused, Saved, Session, Store, chunks, slices
from data.stores.bulk import insert_rows
from data.stores.canonical import canonical, check_key, check_optional
from data.stores.documents import save_values
from data.stores.employer_erasure import blank_employers
from data.stores.erasure_marks import renew_mark
from data.stores.errors import NotAllowed
from data.stores.fair_erasure import blank_fairs
from data.stores.ledger_erasure import blank_ledgers
from data.stores.lists import blank_entries
from data.stores.profiles import DIMENSIONS, layout_id, pack_profile, unpack_profile
from data.stores.vault import Vault, person_subject
from data.tables import (
    candidates,
    caseloads,
    certificates,
    consents,
    corrections,
    layouts,
    listed,
    outcomes,
    passed_over,
    promise_checks,
    promises,
    services,
    trainings,
)
from matching.collection import paused_collection
from matching.records import Candidate, CertificateDetails, Person, Viewer

_NOBODY: Final = Person()
_APART: Final = frozenset({"id", "person", "profile"})
_LAYOUT: Final = layout_id()
_STORED: Final = candidates.c.body.is_not(None)
_NUMBER: Final = "certificate-number"
_COLUMNS: Final = (candidates.c.id, candidates.c.layout, candidates.c.profile, candidates.c.body)


class CertificateRow(TypedDict):
    """A certificate ready to be stored; hashes in hex. `number` and `lookup` are None where no number is known."""

    number: str | None
    lookup: str | None
    category: int | None
    grade: int | None
    content: str


class CandidateRow(TypedDict):
    """A candidate ready to be stored, plain JSON, hashes in hex; `person` is to be sealed."""

    id: str
    district: str | None
    profile: str
    body: str
    person: str | None
    name_key: str | None
    content: str
    certificate: CertificateRow | None


def certificate_key(number: str) -> str:
    """What identifies the person in a certificate number: its first 18 characters, so that a reissue (B1) is the same person."""
    return "".join(unicodedata.normalize("NFKC", number).split()).upper()[:18]


def name_key(keyring: Keyring, name: str) -> bytes:
    """A keyed hash of a whole name, however it is spaced and cased: people are found by it, and it tells nobody a name."""
    return keyring.digest("person-name", "".join(unicodedata.normalize("NFKC", name).split()).casefold().encode())


def prepare_candidate(keyring: Keyring, candidate: Candidate, details: CertificateDetails | None) -> CandidateRow:
    """Everything about storing a candidate that needs no database. Raises ValueError for what cannot be stored."""
    check_key(candidate.id, "the id of a candidate")
    if details is not None and details.candidate != candidate.id:
        raise ValueError(f"certificate details of {details.candidate!r} handed in with candidate {candidate.id!r}")
    district = check_optional(candidate.home.district, "the district of a candidate")
    body = canonical(candidate, leave=_APART).decode()
    profile = pack_profile(candidate.profile)
    person = None if candidate.person == _NOBODY else canonical(candidate.person).decode()
    content = keyring.digest("candidate", "\n".join((_LAYOUT, body, profile, person or "")).encode())
    return CandidateRow(
        id=candidate.id,
        district=district,
        profile=profile,
        body=body,
        person=person,
        name_key=None if not candidate.person.name else name_key(keyring, candidate.person.name).hex(),
        content=content.hex(),
        certificate=None if details is None else _prepare_certificate(keyring, details),
    )


def _prepare_certificate(keyring: Keyring, details: CertificateDetails) -> CertificateRow:
    lookup = None
    if details.number is not None:
        if not certificate_key(details.number):
            raise ValueError("a certificate number is empty; leave it out when it is not known")
        lookup = keyring.digest(_NUMBER, certificate_key(details.number).encode()).hex()
    content = keyring.digest("certificate", canonical(details, leave=frozenset({"candidate"})))
    return CertificateRow(
        number=details.number, lookup=lookup, category=details.category, grade=details.grade, content=content.hex()
    )


def in_the_pool() -> ColumnElement[bool]:
    """Everybody there is: not erased, and no second file of somebody."""
    return candidates.c.body.is_not(None) & candidates.c.merged_into.is_(None)


def visible_candidates(viewer: Viewer) -> ColumnElement[bool]:
    """The rows of `candidates` that the viewer may know of: none but staff's, none erased, none of another district, and for a
    counselor whose office assigns caseloads none of somebody else's."""
    if viewer.role not in STAFF:
        return false()
    there = in_the_pool()
    if viewer.district is not None:
        there &= candidates.c.district == viewer.district
    if viewer.caseload:
        there &= candidates.c.id.in_(select(caseloads.c.candidate).where(caseloads.c.account == viewer.account))
    return there


class CandidateStore(Store):
    """Candidates. Opening one person's file, by any of `get`, `find_by_certificate`, `certificate_details`, is logged."""

    kind = "candidate"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._layouts: dict[str, tuple[str, ...]] = {_LAYOUT: DIMENSIONS}

    def upsert_many(self, viewer: Viewer, records: Iterable[tuple[Candidate, CertificateDetails | None]]) -> Saved:
        """Stores new and changed candidates; unchanged ones are not touched. Details None means "nothing new is known".

        An erased person, and a certificate that another candidate holds, is refused and named in the result; the rest is
        stored. Where the viewer may not see that other candidate, a second file of the certificate is stored, for somebody who sees
        both to merge: a refusal would tell whose number is known. Raises ValueError for values that cannot be stored, NotAllowed
        for people of another district.
        """
        keyring = self.session.keyring
        return self._save_rows(viewer, (prepare_candidate(keyring, one, details) for one, details in records))

    def get(self, viewer: Viewer, candidate: str) -> Candidate | None:
        """The whole file of one person, name and contact included, or None. Logged as an access."""
        found = next(iter(self._records([candidate], visible_candidates(viewer), with_person=True)), None)
        if found is not None:
            self._note(viewer, "read", candidate, access=True)
        return found

    def list(
        self,
        viewer: Viewer,
        ids: Sequence[str] | None = None,
        after: str | None = None,
        limit: int = 100,
        *,
        with_person: bool = False,
    ) -> tuple[Candidate, ...]:
        """A page in order of id: at most `limit` (1..1,000) candidates after the id `after`, of `ids` where given."""
        if not 1 <= limit <= CHUNK:
            raise ValueError(f"limit is {limit}; a page holds 1 to {CHUNK:,} candidates")
        visible = visible_candidates(viewer) & (true() if after is None else candidates.c.id > after)
        if ids is None:
            page = tuple(self._fetch(visible, limit, with_person))
        else:
            wanted = sorted({name for name in ids if after is None or name > after})
            page = ()
            for part in slices(wanted):
                page += tuple(self._fetch(visible & candidates.c.id.in_(part), limit - len(page), with_person))
                if len(page) == limit:
                    break
        if with_person and page:
            self._note(viewer, "list", access=True, count=len(page))
        return page

    def iterate(self, viewer: Viewer, ids: Sequence[str] | None = None, *, with_person: bool = False) -> Iterator[Candidate]:
        """All candidates, or those of `ids`, in order of id, a thousand at a time. Names stay sealed unless asked for."""
        if with_person:
            self._note(viewer, "iterate", access=True, count=len(ids) if ids is not None else self._count(viewer))
        return self._records(ids, visible_candidates(viewer), with_person)

    def changed(
        self, viewer: Viewer, known: Mapping[str, bytes], ids: Sequence[str] | None = None, most: int = CHUNK
    ) -> tuple[dict[str, bytes], Sequence[Candidate]]:
        """The revision of every candidate, or of those of `ids`, by id; and whole, in order of id, the files that are not `known`.

        A revision changes with anything in the file. Where more than `most` are not known, all files are opened. Whoever knows a
        file works with it unopened, so that the log has one access to all of them.
        """
        visible = visible_candidates(viewer)
        query = select(candidates.c.id, candidates.c.content).order_by(candidates.c.id)
        parts = [visible] if ids is None else [visible & candidates.c.id.in_(part) for part in slices(sorted(set(ids)))]
        found = {row.id: row.content for part in parts for row in self._connection.execute(query.where(part))}
        self._note(viewer, "iterate", access=True, count=len(found))
        new = [name for name, content in found.items() if known.get(name) != content]
        return found, tuple(self._records(new if len(new) <= most else ids, visible, with_person=True))

    def count(self, viewer: Viewer) -> int:
        """How many candidates the viewer may see."""
        return self._count(viewer)

    def content_hash(self, viewer: Viewer) -> str:
        """One digest (64 hex digits) of all candidates the viewer may see; it changes when any of them does."""
        total = sha256()
        query = select(candidates.c.id, candidates.c.content).where(visible_candidates(viewer)).order_by(candidates.c.id)
        for name, content in self._connection.execute(query):
            total.update(name.encode() + b"\0" + content)
        return total.hexdigest()

    def find_by_certificate(self, viewer: Viewer, number: str) -> Candidate | None:
        """The person whose certificate number has the same first 18 characters, or None. Logged as an access."""
        query = select(certificates.c.candidate).where(certificates.c.lookup.in_(self._lookups(viewer, number)))
        names = self._connection.execute(query).scalars().all()
        found = next(iter(self._records(names, visible_candidates(viewer), with_person=True)), None)
        if found is not None:
            self._note(viewer, "read", found.id, access=True, by="certificate")
        return found

    def find_named(self, viewer: Viewer, names: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """The ids of the people that each name stands for: an id, an office's own number, or the number of a certificate.

        A name that stands for nobody is left out; one of several offices may stand for more than one person. Logged as one access,
        by the number of names; no file is opened.
        """
        wanted = sorted(set(names))
        found: dict[str, set[str]] = {}
        lookups: dict[bytes, list[str]] = {}
        for name in wanted:
            for lookup in self._lookups(viewer, name):
                lookups.setdefault(lookup, []).append(name)
        for part in slices(wanted):
            query = select(candidates.c.id, self._external_id().label("external")).where(visible_candidates(viewer))
            for row in self._connection.execute(query.where(candidates.c.id.in_(part) | self._external_id().in_(part))):
                for name in {row.id, row.external} & set(part):
                    found.setdefault(name, set()).add(row.id)
        holders = select(certificates.c.lookup, candidates.c.id).join(candidates, candidates.c.id == certificates.c.candidate)
        for some in slices(sorted(lookups)):
            query = holders.where(visible_candidates(viewer), certificates.c.lookup.in_(some))
            for lookup, holder in self._connection.execute(query):
                for name in lookups[lookup]:
                    found.setdefault(name, set()).add(holder)
        if wanted:
            self._note(viewer, "find", access=True, count=len(wanted))
        return {name: tuple(sorted(ids)) for name, ids in found.items()}

    def find_called(self, viewer: Viewer, name: str) -> tuple[str, ...]:
        """The ids of the people with this whole name, in order. Logged as one access; no file is opened."""
        key = name_key(self.session.keyring, name)
        query = select(candidates.c.id).where(visible_candidates(viewer), candidates.c.name_key == key).order_by(candidates.c.id)
        found = tuple(self._connection.execute(query).scalars())
        self._note(viewer, "find", access=True, count=len(found))
        return found

    def namesakes(self, viewer: Viewer, ids: Iterable[str]) -> frozenset[str]:
        """Of these people those whose whole name somebody else has as well. One access in the log; no file is opened."""
        found: set[str] = set()
        for part in slices(sorted(set(ids))):
            keys = select(candidates.c.name_key).where(visible_candidates(viewer), candidates.c.id.in_(part))
            alike = select(candidates.c.id, candidates.c.name_key).where(
                visible_candidates(viewer), candidates.c.name_key.is_not(None), candidates.c.name_key.in_(keys)
            )
            groups: dict[bytes, set[str]] = {}
            for row in self._connection.execute(alike):
                groups.setdefault(row.name_key, set()).add(row.id)
            found.update(name for group in groups.values() if len(group) > 1 for name in group & set(part))
        self._note(viewer, "find", access=True, count=len(found))
        return frozenset(found)

    def called_alike(self, viewer: Viewer, limit: int = 200) -> tuple[tuple[str, ...], ...]:
        """The ids of people who share a whole name, a group each, at most `limit` groups. One access in the log; none is opened."""
        shared = (
            select(candidates.c.name_key)
            .where(visible_candidates(viewer), candidates.c.name_key.is_not(None))
            .group_by(candidates.c.name_key)
            .having(func.count() > 1)
            .order_by(func.min(candidates.c.id))
            .limit(limit)
        )
        groups: list[tuple[str, ...]] = []
        for key in self._connection.execute(shared).scalars().all():
            query = select(candidates.c.id).where(visible_candidates(viewer), candidates.c.name_key == key)
            groups.append(tuple(self._connection.execute(query.order_by(candidates.c.id)).scalars()))
        self._note(viewer, "find", access=True, count=sum(map(len, groups)))
        return tuple(groups)

    def papered_alike(self, viewer: Viewer, limit: int = 200) -> tuple[tuple[str, ...], ...]:
        """The ids of people whose files hold the same certificate, a group each, at most `limit` groups: entered a second time
        where the first file could not be seen. One access in the log; none is opened."""
        query = select(certificates.c.content, candidates.c.id).join(candidates, candidates.c.id == certificates.c.candidate)
        twice = select(certificates.c.content).where(certificates.c.lookup.is_not(None)).group_by(certificates.c.content)
        twice = twice.having(func.count() > 1)
        seen = query.where(visible_candidates(viewer), certificates.c.lookup.is_not(None), certificates.c.content.in_(twice))
        groups: dict[bytes, tuple[str, ...]] = {}
        for row in self._connection.execute(seen.order_by(candidates.c.id)):
            groups[row.content] = (*groups.get(row.content, ()), row.id)
        found = tuple(group for group in groups.values() if len(group) > 1)[:limit]
        self._note(viewer, "find", access=True, count=sum(map(len, found)))
        return found

    def unseen(self, viewer: Viewer, names: Iterable[str]) -> frozenset[str]:
        """Of these ids those that stand for a file which the viewer may not know of, or which is hidden; not to be told to anybody.

        Only what enters people asks: whoever enters somebody may not learn so that another office has the file."""
        if viewer.role not in STAFF:
            return frozenset()
        found: set[str] = set()
        for part in slices(sorted(set(names))):
            there = set(self._connection.execute(select(candidates.c.id).where(candidates.c.id.in_(part), _STORED)).scalars())
            seen = select(candidates.c.id).where(visible_candidates(viewer), candidates.c.id.in_(part))
            found |= there - set(self._connection.execute(seen).scalars())
        return frozenset(found)

    def certified(self, viewer: Viewer, names: Iterable[str]) -> frozenset[str]:
        """Of these people those whose certificate number is known. Nothing of it is opened."""
        found: set[str] = set()
        seen = select(candidates.c.id).join(certificates, certificates.c.candidate == candidates.c.id)
        for part in slices(sorted(set(names))):
            query = seen.where(visible_candidates(viewer), certificates.c.lookup.is_not(None), candidates.c.id.in_(part))
            found |= set(self._connection.execute(query).scalars())
        return frozenset(found)

    def certificate_details(self, viewer: Viewer, candidate: str, purpose: str) -> CertificateDetails | None:
        """Number, category and grade of one person, or None. Logged as an access, with the purpose in the viewer's words."""
        query = (
            select(certificates)
            .join(candidates, candidates.c.id == certificates.c.candidate)
            .where(visible_candidates(viewer), certificates.c.candidate == candidate)
        )
        row = self._connection.execute(query).one_or_none()
        if row is None:
            return None
        self._note(viewer, "read-certificate", candidate, access=True, purpose=purpose)
        subject = person_subject(candidate)
        number = None
        if row.sealed_number is not None:
            number = self.session.vault.open_all("number", {subject: row.sealed_number})[subject]
        return CertificateDetails(candidate=candidate, number=number, category=row.category, grade=row.grade)

    def erase(self, viewer: Viewer, candidate: str) -> bool:
        """Destroys the person's key and blanks everything about them; the id and the moment stay. False if there is no such file.

        Notes, trainings, certificate, résumé, abilities and the entries of stored lists go; consents are withdrawn. What
        was already copied out (backups, exports, a PostgreSQL page before its next vacuum) is beyond the store.
        """
        self._require(viewer)
        if (
            self._connection.execute(
                select(candidates.c.id).where(visible_candidates(viewer) & (candidates.c.id == candidate))
            ).scalar()
            is None
        ):
            return False
        now = self.session.now
        for table in (certificates, trainings, services, caseloads):
            self._connection.execute(delete(table).where(table.c.candidate == candidate))
        for table in (outcomes, corrections):
            self._connection.execute(update(table).where(table.c.candidate == candidate).values(reason=""))
        # What an employer promised stays its record; to whom, and what was noted of it, goes.
        theirs = promises.c.candidate == candidate
        made = select(promises.c.id).where(theirs)
        self._connection.execute(update(promise_checks).where(promise_checks.c.promise.in_(made)).values(sealed_note=None))
        self._connection.execute(update(promises).where(theirs).values(candidate=None))
        theirs = consents.c.candidate == candidate
        self._connection.execute(update(consents).where(theirs).values(sealed_guardian=None, sealed_stated=None))
        still = update(consents).where(theirs, consents.c.withdrawn_at.is_(None))
        self._connection.execute(still.values(withdrawn_at=now))
        self._connection.execute(
            update(candidates)
            .where(candidates.c.id == candidate)
            .values(
                district=None,
                layout=None,
                profile=None,
                body=None,
                sealed_person=None,
                name_key=None,
                content=b"",
                updated_at=now,
                erased_at=now,
            )
        )
        self.session.vault.destroy(person_subject(candidate))
        renew_mark(self._connection)
        blank_entries(self._connection, candidate)
        self._connection.execute(delete(passed_over).where(passed_over.c.candidate == candidate))
        blank_fairs(self._connection, candidate)
        blank_ledgers(self._connection, candidate)
        blank_employers(self._connection, candidate, now)
        self.session.scrub = True
        self._note(viewer, "erase", candidate)
        second_files = select(candidates.c.id).where(candidates.c.merged_into == candidate)
        for other in self._connection.execute(second_files).scalars().all():
            self._connection.execute(update(candidates).where(candidates.c.id == other).values(merged_into=None))
            self.erase(viewer, other)
        return True

    def erased_at(self, viewer: Viewer, candidate: str) -> datetime | None:
        """When the file of this person was erased; None if it was not, or if there never was one."""
        if viewer.role not in STAFF:
            return None
        return self._connection.execute(select(candidates.c.erased_at).where(candidates.c.id == candidate)).scalar()

    def readmit(self, viewer: Viewer, candidate: str) -> bool:
        """Lets a person who was erased and came back be stored again. False if nobody of this id was erased."""
        self._require(viewer)
        if self.erased_at(viewer, candidate) is None:
            return False
        back = update(candidates).where(candidates.c.id == candidate)
        self._connection.execute(back.values(erased_at=None, updated_at=self.session.now))
        self._note(viewer, "readmit", candidate)
        return True

    def _external_id(self) -> ColumnElement[str]:
        """The office's own number inside the body, in the words of the engine."""
        if self._connection.dialect.name == "sqlite":
            return func.json_extract(candidates.c.body, "$.external_id", type_=String)
        number: ColumnElement[str] = cast(candidates.c.body, JSON)["external_id"].as_string()
        return number

    def _count(self, viewer: Viewer) -> int:
        return self._connection.execute(select(func.count()).select_from(candidates).where(visible_candidates(viewer))).scalar_one()

    def _records(self, ids: Sequence[str] | None, visible: ColumnElement[bool], with_person: bool) -> Iterator[Candidate]:
        if ids is not None:
            for part in slices(sorted(set(ids))):
                yield from self._fetch(visible & candidates.c.id.in_(part), None, with_person)
            return
        after = ""
        while page := self._fetch(visible & (candidates.c.id > after), CHUNK, with_person):
            yield from page
            after = page[-1].id

    def _fetch(self, where: ColumnElement[bool], limit: int | None, with_person: bool) -> Sequence[Candidate]:
        columns = (*_COLUMNS, candidates.c.sealed_person) if with_person else _COLUMNS
        rows = self._connection.execute(select(*columns).where(where).order_by(candidates.c.id).limit(limit)).all()
        persons: dict[str, Person] = {}
        if with_person:
            sealed = {person_subject(row.id): row.sealed_person for row in rows if row.sealed_person is not None}
            opened = self.session.vault.open_all("person", sealed)
            persons = {subject: Person.model_validate_json(text) for subject, text in opened.items()}
        with paused_collection():
            return [
                Candidate.model_validate(
                    {
                        **orjson.loads(body),
                        "id": name,
                        "profile": unpack_profile(profile, self._layout(layout)),
                        "person": persons.get(person_subject(name), _NOBODY) if with_person else _NOBODY,
                    }
                )
                for name, layout, profile, body, *_ in rows
            ]

    def _layout(self, layout: str) -> tuple[str, ...]:
        if layout not in self._layouts:
            text = self._connection.execute(select(layouts.c.dimensions).where(layouts.c.id == layout)).scalar_one()
            self._layouts[layout] = tuple(text.split("\n"))
        return self._layouts[layout]

    def _save_rows(self, viewer: Viewer, rows: Iterable[CandidateRow]) -> Saved:
        self._require(viewer)
        if self._connection.execute(select(layouts.c.id).where(layouts.c.id == _LAYOUT)).scalar() is None:
            self._connection.execute(insert(layouts).values(id=_LAYOUT, dimensions="\n".join(DIMENSIONS)))
        total = Saved()
        for chunk in chunks(rows, key=lambda row: row["id"]):
            with paused_collection():
                total += self._save_chunk(viewer, chunk)
        self._note(viewer, "save", inserted=total.inserted, updated=total.updated, refused=len(total.refused))
        return total

    def _save_chunk(self, viewer: Viewer, chunk: Sequence[CandidateRow]) -> Saved:
        found = self._stored([row["id"] for row in chunk])
        self._check_caseload(viewer, found)
        refused, chunk = self._sift(viewer, chunk, found)
        fresh = [row for row in chunk if row["id"] not in found]
        changed = [row for row in chunk if row["id"] in found and found[row["id"]].content.hex() != row["content"]]
        papers = [
            (row["id"], paper)
            for row in chunk
            if (paper := row["certificate"]) is not None and not _same_paper(found.get(row["id"]), paper)
        ]
        self.session.keep_former(candidates, ((row["id"],) for row in fresh), ((row["id"],) for row in changed))
        held = {name for name, _ in papers if name in found and found[name].certificate is not None}
        self.session.keep_former(certificates, ((name,) for name, _ in papers if name not in held), ((name,) for name in held))
        self._write(fresh, changed)
        self._write_papers(papers, found)
        if viewer.caseload and fresh:
            stamp = {"account": viewer.account, "assigned_at": self.session.now, "assigned_by": viewer.account}
            self._connection.execute(insert(caseloads), [{"candidate": row["id"], **stamp} for row in fresh])
        touched = {row["id"] for row in changed} | ({name for name, _ in papers} & found.keys())
        return Saved(len(fresh), len(touched), len(chunk) - len(fresh) - len(touched), refused=tuple(refused))

    def _stored(self, names: Sequence[str]) -> dict[str, Row[*tuple[Any, ...]]]:
        query = (
            select(
                candidates.c.id,
                candidates.c.content,
                candidates.c.district,
                candidates.c.erased_at,
                certificates.c.candidate.label("certificate"),
                certificates.c.content.label("certificate_content"),
            )
            .select_from(candidates.outerjoin(certificates, and_(certificates.c.candidate == candidates.c.id)))
            .where(candidates.c.id.in_(names))
        )
        return {row.id: row for row in self._connection.execute(query)}

    def _check_caseload(self, viewer: Viewer, found: Iterable[str]) -> None:
        """A counselor who is assigned people changes these alone; whom they enter anew they look after themselves."""
        if viewer.caseload:
            there = select(caseloads.c.candidate).where(caseloads.c.account == viewer.account)
            others = set(found) - set(self._connection.execute(there.where(caseloads.c.candidate.in_(sorted(found)))).scalars())
            if others:
                raise NotAllowed(f"candidate {min(others)} is in somebody else's caseload; nothing was stored")

    def _sift(
        self, viewer: Viewer, chunk: Sequence[CandidateRow], found: dict[str, Row[*tuple[Any, ...]]]
    ) -> tuple[Sequence[Refused], Sequence[CandidateRow]]:
        wanted = {bytes.fromhex(paper["lookup"]) for row in chunk if (paper := row["certificate"]) and paper["lookup"]}
        query = select(certificates.c.lookup, certificates.c.candidate).where(certificates.c.lookup.in_(sorted(wanted)))
        holders: dict[str, str] = {lookup.hex(): name for lookup, name in self._connection.execute(query)} if wanted else {}
        chunk = self._apart(viewer, chunk, holders)
        refused, kept = [], []
        for row in chunk:
            name, paper, stored = row["id"], row["certificate"], found.get(row["id"])
            if viewer.district is not None and {row["district"], viewer.district, *_district(stored)} != {viewer.district}:
                raise NotAllowed(f"candidate {name} is not of district {viewer.district}; nothing was stored")
            if stored is not None and stored.erased_at is not None:
                refused.append(Refused(name, "erased"))
            elif paper is not None and paper["lookup"] and holders.setdefault(paper["lookup"], name) != name:
                refused.append(Refused(name, "certificate", holders[paper["lookup"]]))
            else:
                kept.append(row)
        return refused, kept

    def _apart(self, viewer: Viewer, chunk: Sequence[CandidateRow], holders: dict[str, str]) -> Sequence[CandidateRow]:
        """The rows; a certificate of a file that the viewer may not know of is looked up under the viewer's own office only."""
        if viewer.district is None and not viewer.caseload:
            return chunk
        unseen = self.unseen(viewer, holders.values())
        made: list[CandidateRow] = []
        for row in chunk:
            paper = row["certificate"]
            if paper is None or holders.get(paper["lookup"] or "", row["id"]) not in unseen - {row["id"]}:
                made.append(row)
                continue
            own = self._lookups(viewer, paper["number"] or "")[-1]
            query = select(certificates.c.candidate).where(certificates.c.lookup == own)
            holder = self._connection.execute(query).scalar()
            if holder is not None:
                holders[own.hex()] = holder
            hidden = holder is not None and holder != row["id"] and holder in self.unseen(viewer, [holder])
            made.append({**row, "certificate": {**paper, "lookup": None if hidden else own.hex()}})
        return made

    def _lookups(self, viewer: Viewer, number: str) -> tuple[bytes, ...]:
        """Under what a number is found: as every file is, then as a second file of the viewer's own office is."""
        key, keyring = certificate_key(number), self.session.keyring
        own = viewer.account if viewer.caseload else viewer.district
        plain = keyring.digest(_NUMBER, key.encode())
        return (plain,) if own is None else (plain, keyring.digest(_NUMBER, f"{key}\n{own}".encode()))

    def _write(self, fresh: Sequence[CandidateRow], changed: Sequence[CandidateRow]) -> None:
        persons = {person_subject(row["id"]): row["person"] for row in (*fresh, *changed) if row["person"] is not None}
        sealed = self.session.vault.seal_all("person", persons)
        values = [
            {
                "id": row["id"],
                "district": row["district"],
                "layout": _LAYOUT,
                "profile": row["profile"],
                "body": row["body"],
                "sealed_person": sealed.get(person_subject(row["id"])),
                "name_key": None if row["name_key"] is None else bytes.fromhex(row["name_key"]),
                "content": bytes.fromhex(row["content"]),
                "updated_at": self.session.now,
            }
            for row in (*fresh, *changed)
        ]
        save_values(self._connection, candidates, values[: len(fresh)], values[len(fresh) :])
        # Who opts out of profiling is learnt from no longer, not even from what was kept before.
        opted_out = [row["id"] for row in changed if not orjson.loads(row["body"]).get("profiling", True)]
        if opted_out:
            self._connection.execute(update(listed).where(listed.c.candidate.in_(opted_out)).values(features=None))
            self._connection.execute(delete(passed_over).where(passed_over.c.candidate.in_(opted_out)))

    def _write_papers(self, papers: Sequence[tuple[str, CertificateRow]], found: dict[str, Row[*tuple[Any, ...]]]) -> None:
        if not papers:
            return
        numbers = {person_subject(name): paper["number"] for name, paper in papers if paper["number"] is not None}
        sealed = self.session.vault.seal_all("number", numbers)
        old = [name for name, _ in papers if name in found and found[name].certificate is not None]
        if old:
            self._connection.execute(delete(certificates).where(certificates.c.candidate.in_(old)))
        rows = [
            {
                "candidate": name,
                "sealed_number": sealed.get(person_subject(name)),
                "lookup": None if paper["lookup"] is None else bytes.fromhex(paper["lookup"]),
                "category": paper["category"],
                "grade": paper["grade"],
                "content": bytes.fromhex(paper["content"]),
            }
            for name, paper in papers
        ]
        insert_rows(self._connection, certificates, rows)


def fill_name_keys(connection: Connection, keyring: Keyring, vault: Vault) -> None:
    """Gives everybody stored before names could be looked up the hash of their name."""
    after = ""
    while True:
        query = select(candidates.c.id, candidates.c.sealed_person).where(candidates.c.sealed_person.is_not(None))
        rows = connection.execute(query.where(candidates.c.id > after).order_by(candidates.c.id).limit(CHUNK)).all()
        if not rows:
            return
        after = rows[-1].id
        opened = vault.open_all("person", {person_subject(row.id): row.sealed_person for row in rows})
        names = {row.id: Person.model_validate_json(opened[person_subject(row.id)]).name for row in rows}
        values = [{"id": one, "name_key": name_key(keyring, name)} for one, name in names.items() if name]
        save_values(connection, candidates, [], values)


def _same_paper(stored: Row[*tuple[Any, ...]] | None, paper: CertificateRow) -> bool:
    return stored is not None and stored.certificate is not None and stored.certificate_content.hex() == paper["content"]


def _district(stored: Row[*tuple[Any, ...]] | None) -> tuple[str | None, ...]:
    return () if stored is None or not stored.content else (stored.district,)
