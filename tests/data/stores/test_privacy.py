from datetime import UTC, date, datetime

import orjson

from data.privacy import erase_person, export_person
from data.stores import Consent, Database, Explained, NewTally, Scope
from matching.ledger import TallyKind
from matching.person_plan import Edit, SectionKey
from matching.records import Candidate, CertificateDetails, Employer, Role, Service, ServiceKind, Viewer

MADE = datetime(2026, 3, 9, tzinfo=UTC)


def test_a_copy_holds_everything_and_says_who_looked(
    database: Database, organizer: Viewer, auditor: Viewer, lin: Candidate, lin_papers: CertificateDetails, mill: Employer
) -> None:
    agreed = Consent(
        candidate="c_lin",
        scope=Scope.IDENTITY,
        employers=frozenset({"e_mill"}),
        wording="v1",
        explained=Explained.READ,
        given_on=date(2026, 3, 1),
    )
    service = Service(candidate="c_lin", kind=ServiceKind.NEEDS, on=date(2026, 3, 2), by="wang", note="母亲陪同")
    with database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(lin, lin_papers)])
        stores.employers.upsert_many(organizer, [mill])
        stores.consents.save(organizer, agreed)
        stores.services.save(organizer, service)
    with database.read(organizer) as stores:
        stores.candidates.get(organizer, "c_lin")
    with database.read(organizer) as stores:
        copy = export_person(stores, organizer, "c_lin", MADE)
    assert copy is not None
    told = orjson.loads(copy)
    assert Candidate.model_validate(told["candidate"]) == lin
    assert CertificateDetails.model_validate(told["certificate"]) == lin_papers
    assert [Consent.model_validate(one["consent"]) for one in told["consents"]] == [agreed]
    assert [Service.model_validate(one) for one in told["services"]] == [service]
    assert [told[name] for name in ("trainings", "outcomes", "corrections", "promises", "lists")] == [[], [], [], [], []]
    assert [(line["account"], line["action"]) for line in told["accesses"]] == [
        ("wang", "save"),
        ("wang", "save"),
        ("wang", "read"),
    ]
    with database.read(auditor) as stores:
        assert [line.action for line in stores.log.of_candidate(auditor, "c_lin")][-1] == "export"


def test_no_copy_for_those_who_may_not_see_the_file(database: Database, organizer: Viewer, lin: Candidate) -> None:
    with database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(lin, None)])
        for viewer in (Viewer(account="m", role=Role.EMPLOYER), Viewer(account="d", role=Role.COUNSELOR, district="420102")):
            assert export_person(stores, viewer, "c_lin", MADE) is None
        assert export_person(stores, organizer, "c_no", MADE) is None


def test_an_erased_person_has_no_copy(database: Database, organizer: Viewer, lin: Candidate) -> None:
    with database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(lin, None)])
        assert erase_person(stores, organizer, "c_lin") is True
        assert export_person(stores, organizer, "c_lin", MADE) is None
        assert erase_person(stores, organizer, "c_lin") is False


def test_the_ledgers_are_part_of_the_copy_and_of_the_erasure(
    database: Database, organizer: Viewer, lin: Candidate, gao: Candidate
) -> None:
    day = date(2026, 3, 2)
    words = Edit(section=SectionKey.STEPS, text="先试半天班", by="wang", on=day, over="0123456789abcdef")
    pairing = NewTally(kind=TallyKind.PAIRING, title="助残圆梦", on=day, people=frozenset({"c_lin"}), note="小周每月上门")
    pool = NewTally(kind=TallyKind.POOL, title="文员蓄水池", on=day, people=frozenset({"c_lin", "c_gao"}))
    with database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(lin, None), (gao, None)])
        stores.graduates.enter(organizer, ["c_lin"], day)
        stores.graduates.refuse(organizer, "c_lin", day, "先读研")
        stores.plans.edit(organizer, "c_lin", words, "k1")
        stores.plans.settle(organizer, "c_lin", day, "k2")
        pair = stores.tallies.save(organizer, pairing, "k3")
        stores.tallies.save(organizer, pool, "k4")
    with database.read(organizer) as stores:
        copy = export_person(stores, organizer, "c_lin", MADE)
    assert copy is not None
    told = orjson.loads(copy)
    assert (told["graduate"]["refused_on"], told["graduate"]["reason"]) == ("2026-03-02", "先读研")
    assert told["plan"]["settled"] == ["2026-03-02"]
    assert [Edit.model_validate(one) for one in told["plan"]["edits"]] == [words]
    assert [(one["title"], one["people"], one["note"]) for one in told["tallies"]] == [
        ("助残圆梦", ["c_lin"], "小周每月上门"),
        ("文员蓄水池", ["c_lin"], ""),
    ]
    with database.begin(organizer) as stores:
        assert erase_person(stores, organizer, "c_lin") is True
        assert stores.candidates.readmit(organizer, "c_lin") is True
        stores.candidates.upsert_many(organizer, [(lin, None)])
        assert stores.graduates.get(organizer, "c_lin") is None
        assert (stores.plans.edits(organizer, "c_lin"), stores.plans.settled(organizer, "c_lin")) == ((), ())
        assert stores.tallies.of_candidate(organizer, "c_lin") == ()
        assert stores.tallies.note(organizer, pair.id) == ""
        assert [(one.title, one.people) for one in stores.tallies.list(organizer)] == [("助残圆梦", ()), ("文员蓄水池", ("c_gao",))]
