from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from data.keys import Keyring
from data.stores import Consent, Database, Explained, Outcome, Refused, Saved, Scope, Step
from data.stores.candidates import prepare_candidate
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import ACCESS_SKILLS
from matching.records import (
    AbilityProfile,
    AssessmentSource,
    Candidate,
    CertificateDetails,
    Course,
    Credential,
    CredentialKind,
    Employer,
    Event,
    Person,
    Place,
    Posting,
    Refusal,
    Refusals,
    Resume,
    Role,
    Service,
    ServiceKind,
    Skill,
    Training,
    Viewer,
    Wishes,
    assessment,
)
from tests.data.publishing import publish


def known(number: int, **fields: Any) -> Candidate:
    """One of many, hardly described."""
    plain = {"person": Person(name=f"人{number}"), "credential": Credential(kind=CredentialKind.CERTIFICATE)}
    return Candidate(**{"id": f"c_{number:05d}", **plain, **fields})


def test_a_full_file_comes_back_as_it_was(
    database: Database, organizer: Viewer, lin: Candidate, lin_papers: CertificateDetails
) -> None:
    with database.begin(organizer) as stores:
        assert stores.candidates.upsert_many(organizer, [(lin, lin_papers)]) == Saved(inserted=1)
    with database.read(organizer) as stores:
        assert stores.candidates.get(organizer, "c_lin") == lin
        assert stores.candidates.certificate_details(organizer, "c_lin", "quota") == lin_papers
        assert stores.candidates.list(organizer, with_person=True) == (lin,)
        assert stores.candidates.list(organizer) == (lin.model_copy(update={"person": Person()}),)
        assert list(stores.candidates.iterate(organizer)) == [lin.model_copy(update={"person": Person()})]


def test_the_same_again_changes_nothing(
    database: Database, organizer: Viewer, lin: Candidate, lin_papers: CertificateDetails, gao: Candidate
) -> None:
    with database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(lin, lin_papers), (gao, None)])
        before = stores.candidates.content_hash(organizer)
    with database.begin(organizer) as stores:
        assert stores.candidates.upsert_many(organizer, [(lin, lin_papers), (gao, None)]) == Saved(unchanged=2)
        assert stores.candidates.upsert_many(organizer, [(lin, None)]) == Saved(unchanged=1)
        assert stores.candidates.content_hash(organizer) == before
        assert stores.candidates.certificate_details(organizer, "c_lin", "quota") == lin_papers


@pytest.mark.parametrize(
    "change",
    [
        {"person": Person(name="林小满", phone="13900000000")},
        {"profile": AbilityProfile.of({"reading": 3})},
        {"wishes": Wishes(pay_min=3600)},
        {"profiling": False},
    ],
    ids=lambda change: next(iter(change)),
)
def test_any_change_is_an_update(database: Database, organizer: Viewer, lin: Candidate, change: dict[str, Any]) -> None:
    changed = lin.model_copy(update=change)
    with database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(lin, None)])
        before = stores.candidates.content_hash(organizer)
        known, _ = stores.candidates.changed(organizer, {})
        assert stores.candidates.changed(organizer, known) == (known, ())
        assert stores.candidates.upsert_many(organizer, [(changed, None)]) == Saved(updated=1)
        assert stores.candidates.content_hash(organizer) != before
        assert stores.candidates.changed(organizer, known)[1] == (changed,)
        assert stores.candidates.get(organizer, "c_lin") == changed


def test_a_new_grade_alone_is_an_update(
    database: Database, organizer: Viewer, lin: Candidate, lin_papers: CertificateDetails
) -> None:
    regraded = lin_papers.model_copy(update={"grade": 2, "number": "42011119940506002X22B1"})
    with database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(lin, lin_papers)])
        assert stores.candidates.upsert_many(organizer, [(lin, regraded)]) == Saved(updated=1)
        assert stores.candidates.certificate_details(organizer, "c_lin", "quota") == regraded


@pytest.mark.parametrize("number", ["42011119940506002X21", "42011119940506002X21B1", " 42011119940506002x 32 "])
def test_a_reissued_certificate_finds_the_same_person(
    database: Database, organizer: Viewer, lin: Candidate, lin_papers: CertificateDetails, number: str
) -> None:
    with database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(lin, lin_papers)])
        assert stores.candidates.find_by_certificate(organizer, number) == lin
        assert stores.candidates.find_by_certificate(organizer, "420111199405060038") is None


def test_a_certificate_belongs_to_one_person(
    database: Database, organizer: Viewer, lin: Candidate, lin_papers: CertificateDetails, gao: Candidate
) -> None:
    same = CertificateDetails(candidate="c_gao", number="42011119940506002X21B1")
    clash = Saved(refused=(Refused("c_gao", "certificate", "c_lin"),))
    with database.begin(organizer) as stores:
        assert stores.candidates.upsert_many(organizer, [(lin, lin_papers), (gao, same)]) == Saved(inserted=1) + clash
    with database.begin(organizer) as stores:
        assert stores.candidates.upsert_many(organizer, [(gao, same)]) == clash
        assert stores.candidates.get(organizer, "c_gao") is None


def test_papers_of_another_person_are_an_error(
    database: Database, organizer: Viewer, gao: Candidate, lin_papers: CertificateDetails
) -> None:
    problem = "certificate details of 'c_lin' handed in with candidate 'c_gao'"
    with pytest.raises(ValueError, match=problem), database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(gao, lin_papers)])


def test_the_last_word_on_an_id_counts(database: Database, organizer: Viewer) -> None:
    with database.begin(organizer) as stores:
        saved = stores.candidates.upsert_many(organizer, [(known(1), None), (known(1, profiling=False), None)])
        assert saved == Saved(inserted=1, updated=1)
        assert [one.profiling for one in stores.candidates.iterate(organizer)] == [False]


def test_pages_cover_everyone_once_in_order(database: Database, organizer: Viewer) -> None:
    everyone = [known(number) for number in range(2_050)]
    with database.begin(organizer) as stores:
        assert stores.candidates.upsert_many(organizer, ((one, None) for one in reversed(everyone))) == Saved(inserted=2_050)
    names = [one.id for one in everyone]
    with database.read(organizer) as stores:
        assert [one.id for one in stores.candidates.iterate(organizer)] == names
        first = stores.candidates.list(organizer, limit=1_000)
        second = stores.candidates.list(organizer, after=first[-1].id, limit=1_000)
        assert [one.id for one in (*first, *second)] == names[:2_000]
        assert [one.id for one in stores.candidates.list(organizer, ids=names[:1_500:7], after="c_00010", limit=3)] == [
            "c_00014",
            "c_00021",
            "c_00028",
        ]
        wanted = [*names[2_000:], "c_unknown", names[0], names[0]]
        assert [one.id for one in stores.candidates.iterate(organizer, ids=wanted)] == [names[0], *names[2_000:]]
        assert stores.candidates.list(organizer, ids=[]) == ()
        assert stores.candidates.count(organizer) == 2_050


@pytest.mark.parametrize("limit", [0, -1, 1_001])
def test_a_page_has_a_size(database: Database, organizer: Viewer, limit: int) -> None:
    with database.read(organizer) as stores, pytest.raises(ValueError, match="a page holds 1 to 1,000"):
        stores.candidates.list(organizer, limit=limit)


def test_names_sort_alike_on_every_engine(database: Database, organizer: Viewer) -> None:
    names = ["C", "Z_9", "a", "b-1", "b_1", "é", "中", "𠮷"]
    with database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(known(0, id=name), None) for name in reversed(names)])
        assert [one.id for one in stores.candidates.iterate(organizer)] == names


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"id": ""}, "the id of a candidate has 0 characters; it needs 1 to 120"),
        ({"id": "x" * 121}, "the id of a candidate has 121 characters"),
        ({"id": "a\0b"}, "the id of a candidate holds a control character"),
        ({"resume": Resume(experience="a\0b")}, "a record holds a NUL character, which cannot be stored; remove it"),
        ({"wishes": Wishes(pay_min=2**70)}, "a record holds an integer over 64 bits"),
        ({"person": Person(name="a\0b")}, "a person holds a NUL character"),
        ({"home": Place(district="\n")}, "the district of a candidate holds a control character"),
    ],
)
def test_what_no_database_holds_is_refused_alike(
    database: Database, organizer: Viewer, fields: dict[str, Any], problem: str
) -> None:
    with pytest.raises(ValueError, match=f"^{problem}"), database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(known(1, **fields), None)])


def test_a_written_escape_is_no_nul(database: Database, organizer: Viewer) -> None:
    told = known(1, resume=Resume(experience="C:\\u0000\\new"))
    with database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(told, None)])
        assert stores.candidates.get(organizer, told.id) == told


def test_an_erased_person_is_gone(
    database: Database,
    organizer: Viewer,
    auditor: Viewer,
    lin: Candidate,
    lin_papers: CertificateDetails,
    gao: Candidate,
    mill: Employer,
    clerk: Posting,
    fair: Event,
) -> None:
    agreed = Consent(
        candidate="c_lin",
        scope=Scope.LISTING,
        event="ev_fair",
        employers=frozenset({"e_mill"}),
        wording="v1",
        explained=Explained.SIGNED,
        given_on=date(2026, 3, 1),
        guardian="林大山",
    )
    service = Service(candidate="c_lin", kind=ServiceKind.NEEDS, on=date(2026, 3, 2), by="wang", note="母亲陪同")
    with database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(lin, lin_papers), (gao, None)])
        stores.employers.upsert_many(organizer, [mill])
        stores.postings.upsert_many(organizer, [clerk])
        stores.events.upsert_many(organizer, [fair])
        stores.courses.upsert_many(organizer, [Course(id="k_1", name="表格", provider="职校")])
        stores.consents.save(organizer, agreed)
        stores.services.save(organizer, service)
        publish(stores, organizer, "trainings", [Training(candidate="c_lin", course="k_1", state="completed")])
        stores.outcomes.save_many(organizer, [Outcome(candidate="c_lin", posting="p_clerk", step=Step.HIRED)])
        before = stores.candidates.content_hash(organizer)
    with database.begin(organizer) as stores:
        assert stores.candidates.erase(organizer, "c_lin") is True
        assert stores.candidates.erase(organizer, "c_lin") is False
        assert stores.candidates.erase(organizer, "c_nobody") is False
    with database.read(organizer) as stores:
        assert stores.candidates.get(organizer, "c_lin") is None
        assert stores.candidates.certificate_details(organizer, "c_lin", "quota") is None
        assert stores.candidates.find_by_certificate(organizer, "42011119940506002X") is None
        assert [one.id for one in stores.candidates.iterate(organizer)] == ["c_gao"]
        assert stores.candidates.count(organizer) == 1
        assert stores.candidates.content_hash(organizer) != before
        assert stores.consents.list(organizer, "c_lin") == ()
        assert stores.services.list(organizer, "c_lin") == ()
        assert stores.services.trainings(organizer, "c_lin") == ()
        assert stores.outcomes.list(organizer) == ()
        assert stores.log.of_candidate(organizer, "c_lin") == ()
        erased = stores.candidates.erased_at(organizer, "c_lin")
        assert erased is not None
        assert stores.candidates.erased_at(organizer, "c_gao") is None
    with database.read(auditor) as stores:
        assert [(line.action, line.account) for line in stores.log.of_candidate(auditor, "c_lin")][-1] == ("erase", "wang")


def test_erasing_destroys_the_key(database: Database, organizer: Viewer, lin: Candidate, lin_papers: CertificateDetails) -> None:
    with database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(lin, lin_papers)])
    with database.begin(organizer) as stores:
        query = text("SELECT count(*) FROM keys WHERE subject = 'candidate:c_lin'")
        assert stores.candidates.session.connection.execute(query).scalar() == 1
        stores.candidates.erase(organizer, "c_lin")
        assert stores.candidates.session.connection.execute(query).scalar() == 0
        row = stores.candidates.session.connection.execute(text("SELECT * FROM candidates")).mappings().one()
        kept = {name for name, value in row.items() if value not in (None, b"")}
        assert kept == {"id", "updated_at", "erased_at"}


def test_an_old_spreadsheet_brings_nobody_back(
    database: Database, organizer: Viewer, lin: Candidate, lin_papers: CertificateDetails
) -> None:
    with database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(lin, lin_papers)])
        stores.candidates.erase(organizer, "c_lin")
    with database.begin(organizer) as stores:
        again = stores.candidates.upsert_many(organizer, [(lin, lin_papers)])
        assert again == Saved(refused=(Refused("c_lin", "erased"),))
        assert stores.candidates.get(organizer, "c_lin") is None


def test_a_person_who_returns_is_readmitted_by_a_separate_act(
    database: Database, organizer: Viewer, lin: Candidate, lin_papers: CertificateDetails
) -> None:
    with database.begin(organizer) as stores:
        assert stores.candidates.readmit(organizer, "c_lin") is False
        stores.candidates.upsert_many(organizer, [(lin, lin_papers)])
        assert stores.candidates.readmit(organizer, "c_lin") is False
        stores.candidates.erase(organizer, "c_lin")
    with database.begin(organizer) as stores:
        assert stores.candidates.readmit(organizer, "c_lin") is True
        assert stores.candidates.count(organizer) == 0
        stores.candidates.upsert_many(organizer, [(lin, lin_papers)])
        assert stores.candidates.get(organizer, "c_lin") == lin
        assert stores.candidates.certificate_details(organizer, "c_lin", "quota") == lin_papers


def test_opening_a_file_is_logged_and_listing_without_names_is_not(
    database: Database, organizer: Viewer, auditor: Viewer, lin: Candidate, lin_papers: CertificateDetails
) -> None:
    with database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(lin, lin_papers)])
    with database.read(organizer) as stores:
        stores.candidates.list(organizer)
        list(stores.candidates.iterate(organizer))
        stores.candidates.get(organizer, "c_nobody")
    with database.read(organizer) as stores:
        stores.candidates.get(organizer, "c_lin")
        stores.candidates.find_by_certificate(organizer, "42011119940506002X21")
        stores.candidates.certificate_details(organizer, "c_lin", "quota 2026")
        stores.candidates.list(organizer, with_person=True)
        stores.candidates.iterate(organizer, with_person=True)
    with database.read(auditor) as stores:
        lines = [(line.action, line.object, line.detail) for line in stores.log.list(auditor, kind="candidate")]
    assert lines == [
        ("save", "", {"inserted": 1, "updated": 0, "refused": 0}),
        ("read", "c_lin", {}),
        ("read", "c_lin", {"by": "certificate"}),
        ("read-certificate", "c_lin", {"purpose": "quota 2026"}),
        ("list", "", {"count": 1}),
        ("iterate", "", {"count": 1}),
    ]


def test_files_that_are_known_are_not_opened_until_too_many_changed(database: Database, organizer: Viewer, auditor: Viewer) -> None:
    people = [known(number) for number in range(4)]
    with database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(one, None) for one in people])
    with database.read(organizer) as stores:
        seen, opened = stores.candidates.changed(organizer, {})
        assert (list(seen), opened) == ([one.id for one in people], tuple(people))
        assert stores.candidates.changed(organizer, seen | {"c_00002": b"another"}, most=1) == (seen, (people[2],))
        assert stores.candidates.changed(organizer, seen | {"c_00002": b"another"}, most=0) == (seen, tuple(people))
        some, opened = stores.candidates.changed(organizer, {}, ["c_00003", "c_00001", "c_gone"])
        assert (list(some), opened) == (["c_00001", "c_00003"], (people[1], people[3]))
        assert stores.candidates.changed(auditor, {}) == ({}, ())
    with database.begin(organizer) as stores:
        stores.candidates.erase(organizer, "c_00000")
        assert list(stores.candidates.changed(organizer, seen)[0]) == ["c_00001", "c_00002", "c_00003"]
    with database.read(auditor) as stores:
        read = [line.detail["count"] for line in stores.log.list(auditor, kind="candidate") if line.action == "iterate"]
    assert read == [4, 4, 4, 2, 0, 3]


def test_profiles_survive_a_new_dimension(database: Database, organizer: Viewer, gao: Candidate) -> None:
    """A row written when the catalogue had other dimensions in another order is read by name."""
    with database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(gao, None)])
        connection = stores.candidates.session.connection
        connection.execute(text("INSERT INTO layouts VALUES ('old', 'reading\nsinging\nhearing_speech')"))
        profile = '214|[["self",null,null]]|'
        connection.execute(text("UPDATE candidates SET layout = 'old', profile = :profile"), {"profile": profile})
    told = AssessmentSource.SELF
    expected = AbilityProfile.of({"reading": assessment(2, told), "hearing_speech": assessment(4, told)})
    with database.read(organizer) as stores:
        assert [one.profile for one in stores.candidates.iterate(organizer)] == [expected]


TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=30)
DIMENSIONS = [dimension.name for dimension in CATALOGUE.dimensions]
ASSESSMENTS = st.builds(
    assessment,
    st.sampled_from([0, 1, 2, 3, 4]),
    st.sampled_from(AssessmentSource),
    st.none() | st.dates(),
    st.none() | st.floats(0, 1),
)
CANDIDATES = st.builds(
    Candidate,
    id=st.just("c_any"),
    external_id=st.none() | TEXT,
    person=st.builds(Person, name=TEXT, phone=st.none() | TEXT, birth=st.none() | st.dates()),
    credential=st.builds(Credential, kind=st.sampled_from(CredentialKind), valid_until=st.none() | st.dates()),
    profile=st.builds(AbilityProfile.of, st.dictionaries(st.sampled_from(DIMENSIONS), ASSESSMENTS)),
    access_skills=st.frozensets(st.sampled_from(ACCESS_SKILLS)),
    refusals=st.builds(Refusals, employers=st.frozensets(TEXT), conditions=st.frozensets(st.sampled_from(Refusal))),
    resume=st.builds(
        Resume,
        skills=st.lists(st.builds(Skill, name=TEXT.filter(lambda name: name not in ACCESS_SKILLS)), max_size=3).map(tuple),
        experience=TEXT,
        experience_years=st.none() | st.floats(0, 70),
    ),
    wishes=st.builds(Wishes, text=TEXT, pay_min=st.none() | st.integers(0, 2**62), districts=st.frozensets(TEXT)),
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(candidate=CANDIDATES)
def test_any_candidate_comes_back_as_it_was(database: Database, organizer: Viewer, candidate: Candidate) -> None:
    with database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(candidate, None)])
        assert stores.candidates.get(organizer, "c_any") == candidate
        assert stores.candidates.upsert_many(organizer, [(candidate, None)]) == Saved(unchanged=1)


def test_content_hashes_need_the_key(lin: Candidate) -> None:
    rows = [prepare_candidate(Keyring(bytes([byte]) * 32), lin, None) for byte in (1, 1, 2)]
    assert rows[0]["content"] == rows[1]["content"] != rows[2]["content"]


def test_people_are_found_by_any_of_their_numbers_and_no_file_is_opened(
    database: Database, organizer: Viewer, auditor: Viewer, lin: Candidate, lin_papers: CertificateDetails, gao: Candidate
) -> None:
    twin = gao.model_copy(update={"id": "c_twin", "external_id": "A-17"})
    number = lin_papers.number
    assert number is not None
    names = ["c_lin", "c_gao", "A-17", number, f"{number}B1", number[:18], "c_no", "A-1", "' OR 1=1"]
    found = {
        "c_lin": ("c_lin",),
        "c_gao": ("c_gao",),
        "A-17": ("c_lin", "c_twin"),
        number: ("c_lin",),
        f"{number}B1": ("c_lin",),
        number[:18]: ("c_lin",),
    }
    with database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(lin, lin_papers), (gao, None), (twin, None)])
    with database.read(organizer) as stores:
        assert stores.candidates.find_named(organizer, names) == found
        assert stores.candidates.find_named(organizer, []) == {}
        jiangan = Viewer(account="d", role=Role.COUNSELOR, district="420102")
        assert stores.candidates.find_named(jiangan, names) == {"c_gao": ("c_gao",), "A-17": ("c_twin",)}
        assert stores.candidates.find_named(Viewer(account="m", role=Role.EMPLOYER), names) == {}
    with database.read(auditor) as stores:
        lines = [line for line in stores.log.list(auditor, kind="candidate") if line.action == "find"]
        assert [(line.account, line.object, line.detail) for line in lines] == [
            ("wang", "", {"count": 9}),
            ("d", "", {"count": 9}),
            ("m", "", {"count": 9}),
        ]
    with database.begin(organizer) as stores:
        stores.candidates.erase(organizer, "c_lin")
        assert stores.candidates.find_named(organizer, names) == {"c_gao": ("c_gao",), "A-17": ("c_twin",)}
