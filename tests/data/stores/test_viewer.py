"""No viewer, no data: for every public method of every store, and by role."""

import inspect
from collections.abc import Callable
from typing import Any

import pytest

from data.stores import Consent, Database, Explained, NotAllowed, NoViewer, ReadOnly, Scope, Stores
from data.stores.base import Store
from matching.records import Candidate, CertificateDetails, Employer, Event, Posting, PostingStatus, Role, Viewer

STORES = (
    "candidates",
    "postings",
    "employers",
    "events",
    "runs",
    "imports",
    "impacts",
    "undo",
    "uploads",
    "person_merges",
    "jobs",
    "queue",
    "receipts",
    "embeddings",
    "outcomes",
    "consents",
    "log",
    "courses",
    "services",
    "aggregates",
    "counts",
    "requests",
    "confirmations",
    "promises",
    "fairs",
    "outbox",
    "interviews",
    "days",
    "audits",
    "graduates",
    "plans",
    "appeals",
    "cases",
    "retention",
    "tallies",
    "workshops",
    "bodies",
    "ledgers",
    "organisations",
    "accounts",
    "sessions",
    "links",
    "tokens",
    "attempts",
    "caseloads",
    "sent_keys",
    "booths",
    "orders",
    "decisions",
    "disclosures",
    "hires",
    "listings",
    "reviews",
    "timetables",
    "visitors",
    "waiting_lists",
)


def public_methods(store: Store) -> list[str]:
    return [name for name, _ in inspect.getmembers(store, inspect.ismethod) if not name.startswith("_")]


def test_all_stores_are_known_here(database: Database, organizer: Viewer) -> None:
    with database.read(organizer) as stores:
        assert sorted(vars(stores)) == sorted(STORES)


@pytest.mark.parametrize("name", STORES)
@pytest.mark.parametrize("nobody", [None, "wang", Role.ORGANIZER])
def test_every_method_refuses_nobody(database: Database, organizer: Viewer, name: str, nobody: Any) -> None:
    with database.begin(organizer) as stores:
        store = getattr(stores, name)
        methods = public_methods(store)
        assert methods != []
        for method in methods:
            parameters = list(inspect.signature(getattr(store, method)).parameters.values())
            assert parameters[0].name == "viewer", f"{name}.{method}: the viewer comes first"
            required = [p for p in parameters[1:] if p.default is p.empty and p.kind is p.POSITIONAL_OR_KEYWORD]
            with pytest.raises(NoViewer):
                getattr(store, method)(nobody, *("x" for _ in required))
            with pytest.raises(NoViewer):
                getattr(store, method)()


def test_a_transaction_needs_a_viewer(database: Database) -> None:
    for door in (database.begin, database.read):
        with pytest.raises(NoViewer), door(None):  # type: ignore[arg-type]
            pass


@pytest.fixture
def filled(
    database: Database,
    organizer: Viewer,
    lin: Candidate,
    lin_papers: CertificateDetails,
    gao: Candidate,
    mill: Employer,
    clerk: Posting,
    fair: Event,
) -> Database:
    other = Employer(id="e_shop", name="江边书店")
    with database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(lin, lin_papers), (gao, None)])
        stores.employers.upsert_many(organizer, [mill, other])
        stores.postings.upsert_many(organizer, [clerk, clerk.model_copy(update={"id": "p_seller", "employer": "e_shop"})])
        stores.events.upsert_many(organizer, [fair])
    return database


def seen(stores: Stores, viewer: Viewer) -> dict[str, Any]:
    return {
        "candidates": [one.id for one in stores.candidates.list(viewer)],
        "count": stores.candidates.count(viewer),
        "iterated": [one.id for one in stores.candidates.iterate(viewer)],
        "file": [name for name in ("c_gao", "c_lin") if stores.candidates.get(viewer, name)],
        "certificate": stores.candidates.certificate_details(viewer, "c_lin", "test") is not None,
        "found": stores.candidates.find_by_certificate(viewer, "42011119940506002X") is not None,
        "postings": [one.id for one in stores.postings.list(viewer)],
        "employers": [one.id for one in stores.employers.list(viewer)],
        "events": [one.id for one in stores.events.list(viewer)],
        "log": stores.log.list(viewer) != (),
        "chain": stores.log.verify(viewer) is not None,
    }


NOTHING: dict[str, Any] = {
    "candidates": [],
    "count": 0,
    "iterated": [],
    "file": [],
    "certificate": False,
    "found": False,
    "postings": [],
    "employers": [],
    "events": [],
    "log": False,
    "chain": False,
}
STAFF_SEE = NOTHING | {
    "candidates": ["c_gao", "c_lin"],
    "count": 2,
    "iterated": ["c_gao", "c_lin"],
    "file": ["c_gao", "c_lin"],
    "certificate": True,
    "found": True,
    "postings": ["p_clerk", "p_seller"],
    "employers": ["e_mill", "e_shop"],
    "events": ["ev_fair"],
}
IN_HONGSHAN = {"candidates": ["c_lin"], "count": 1, "iterated": ["c_lin"], "file": ["c_lin"]}


@pytest.mark.parametrize(
    ("viewer", "expected"),
    [
        (Viewer(account="a", role=Role.ORGANIZER), STAFF_SEE),
        (Viewer(account="a", role=Role.COUNSELOR), STAFF_SEE),
        (Viewer(account="a", role=Role.COUNSELOR, district="420111"), STAFF_SEE | IN_HONGSHAN),
        (
            Viewer(account="a", role=Role.ORGANIZER, district="420103"),
            STAFF_SEE | {"candidates": [], "count": 0, "iterated": [], "file": [], "certificate": False, "found": False},
        ),
        (
            Viewer(account="a", role=Role.EMPLOYER, organisation="e_mill"),
            NOTHING | {"postings": ["p_clerk"], "employers": ["e_mill"]},
        ),
        (Viewer(account="a", role=Role.EMPLOYER), NOTHING),
        (Viewer(account="a", role=Role.AUDITOR), NOTHING | {"log": True, "chain": True}),
        (
            Viewer(account="a", role=Role.ADMINISTRATOR),
            NOTHING | {"postings": ["p_clerk", "p_seller"], "employers": ["e_mill", "e_shop"], "chain": True},
        ),
    ],
    ids=lambda value: f"{value.role}-{value.organisation}-{value.district}" if isinstance(value, Viewer) else "",
)
def test_each_role_sees_its_part(filled: Database, viewer: Viewer, expected: dict[str, Any]) -> None:
    with filled.read(viewer) as stores:
        assert seen(stores, viewer) == expected


@pytest.mark.parametrize("role", [Role.EMPLOYER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_only_staff_change_anything(
    filled: Database, role: Role, lin: Candidate, clerk: Posting, mill: Employer, fair: Event
) -> None:
    viewer = Viewer(account="x", role=role, organisation="e_mill")
    agreed = Consent(
        candidate="c_lin",
        scope=Scope.IDENTITY,
        employers=frozenset({"e_mill"}),
        wording="v1",
        explained=Explained.READ,
        given_on="2026-03-01",
    )
    changes: list[Callable[[Stores], object]] = [
        lambda s: s.candidates.upsert_many(viewer, [(lin, None)]),
        lambda s: s.candidates.erase(viewer, "c_lin"),
        lambda s: s.candidates.readmit(viewer, "c_lin"),
        lambda s: s.postings.upsert_many(viewer, [clerk]),
        lambda s: s.postings.set_status(viewer, "p_clerk", PostingStatus.CLOSED),
        lambda s: s.postings.merge(viewer, "p_seller", clerk, "same"),
        lambda s: s.postings.undo_merge(viewer, 1),
        lambda s: s.employers.upsert_many(viewer, [mill]),
        lambda s: s.employers.approve(viewer, "e_mill", True),
        lambda s: s.events.upsert_many(viewer, [fair]),
        lambda s: s.imports.stage(viewer, "i", "candidates", [(lin, None)]),
        lambda s: s.imports.publish(viewer, "i"),
        lambda s: s.imports.discard(viewer, "i"),
        lambda s: s.embeddings.save(viewer, "e", {"h": b"1234"}),
        lambda s: s.embeddings.forget(viewer),
        lambda s: s.outcomes.save_many(viewer, []),
        lambda s: s.consents.save(viewer, agreed),
        lambda s: s.consents.withdraw(viewer, 1),
        lambda s: s.courses.upsert_many(viewer, []),
    ]
    for change in changes:
        with pytest.raises(NotAllowed), filled.begin(viewer) as stores:
            change(stores)


def test_staff_of_a_district_store_no_one_elses_people(filled: Database, gao: Candidate, lin: Candidate) -> None:
    hongshan = Viewer(account="h", role=Role.COUNSELOR, district="420111")
    moved = gao.model_copy(update={"home": lin.home})
    for stranger in (gao, moved):
        with pytest.raises(NotAllowed, match="candidate c_gao is not of district 420111"), filled.begin(hongshan) as stores:
            stores.candidates.upsert_many(hongshan, [(stranger, None)])
    with filled.begin(hongshan) as stores:
        assert stores.candidates.erase(hongshan, "c_gao") is False
        assert stores.candidates.upsert_many(hongshan, [(lin, None)]).unchanged == 1


def test_staff_of_a_district_store_its_events_only(filled: Database, fair: Event) -> None:
    hongshan = Viewer(account="h", role=Role.ORGANIZER, district="420111")
    with pytest.raises(NotAllowed), filled.begin(hongshan) as stores:
        stores.events.upsert_many(hongshan, [fair])
    own, other = fair.model_copy(update={"id": "ev_h", "district": "420111"}), fair.model_copy(update={"id": "ev_o"})
    with filled.begin(hongshan) as stores:
        stores.events.upsert_many(hongshan, [own])
    everyone = Viewer(account="w", role=Role.ORGANIZER)
    with filled.begin(everyone) as stores:
        stores.events.upsert_many(everyone, [other.model_copy(update={"district": "420102"})])
        assert [event.id for event in stores.events.list(everyone)] == ["ev_fair", "ev_h", "ev_o"]
        assert [event.id for event in stores.events.list(hongshan)] == ["ev_fair", "ev_h"]


def test_reading_transactions_change_nothing(filled: Database, organizer: Viewer, gao: Candidate) -> None:
    with pytest.raises(ReadOnly), filled.read(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(gao, None)])


@pytest.mark.parametrize(
    ("asked", "problem"),
    [("a\0b", "holds a NUL character"), ("\ud800", "half of a character"), (2**63, "over 64 bits"), (-(2**70), "over 64 bits")],
)
def test_what_no_engine_can_look_up_is_said_alike(filled: Database, organizer: Viewer, asked: Any, problem: str) -> None:
    with filled.read(organizer) as stores:
        for ask in (
            lambda: stores.candidates.get(organizer, asked),
            lambda: stores.postings.list(organizer, employer=asked),
            lambda: stores.log.list(organizer, after=asked),
        ):
            with pytest.raises(ValueError, match=problem):
                ask()


def test_stores_end_with_their_transaction(filled: Database, organizer: Viewer) -> None:
    with filled.read(organizer) as stores:
        pass
    with pytest.raises(ReadOnly):
        stores.candidates.count(organizer)


def test_contacts_are_for_staff_and_the_employer_itself(filled: Database, mill: Employer, clerk: Posting) -> None:
    for viewer, contact in (
        (Viewer(account="a", role=Role.COUNSELOR), mill.contact),
        (Viewer(account="a", role=Role.EMPLOYER, organisation="e_mill"), mill.contact),
        (Viewer(account="a", role=Role.ADMINISTRATOR), None),
    ):
        with filled.read(viewer) as stores:
            assert stores.employers.get(viewer, "e_mill") == mill.model_copy(update={"contact": contact})
            assert stores.postings.get(viewer, "p_clerk") == clerk.model_copy(update={"contact": contact})
            assert [one.contact for one in stores.postings.list(viewer, ids=["p_clerk"])] == [None]
