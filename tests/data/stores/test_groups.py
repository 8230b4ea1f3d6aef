"""The groups of people for an audit and for the gate: codes alone, one access, and nothing known where nothing was told."""

from datetime import date

import pytest

from data.stores import Database, NotAllowed
from matching.audit.groups import ATTRIBUTES, CATEGORIES, GRADE_BANDS
from matching.records import (
    Candidate,
    CertificateDetails,
    Credential,
    CredentialKind,
    Education,
    GraduateData,
    Person,
    Place,
    Resume,
    Role,
    Viewer,
)

TODAY = date(2026, 11, 26)


def person(name: str, born: date | None, sex: str | None, district: str | None, resume: Resume | None = None) -> Candidate:
    return Candidate(
        id=name,
        person=Person(name="某人", birth=born, sex=sex),  # type: ignore[arg-type]
        credential=Credential(kind=CredentialKind.CERTIFICATE),
        home=Place(district=district),
        resume=resume or Resume(),
    )


PEOPLE: list[tuple[Candidate, CertificateDetails | None]] = [
    (
        person("c_an", date(2001, 11, 27), "female", "420111", Resume(graduate=GraduateData(graduated_on=date(2024, 11, 26)))),
        CertificateDetails(candidate="c_an", category=2, grade=2),
    ),
    (
        person("c_bai", date(2001, 11, 26), "male", "429004", Resume(graduate=GraduateData(graduated_on=date(2024, 11, 25)))),
        CertificateDetails(candidate="c_bai", category=7, grade=3),
    ),
    (person("c_cai", None, None, None, Resume(education=Education.SENIOR)), CertificateDetails(candidate="c_cai", grade=1)),
    (person("c_ding", date(1960, 1, 1), "male", "420102", Resume(education=Education.COLLEGE)), None),
]


@pytest.fixture
def pool(database: Database, organizer: Viewer) -> Database:
    with database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, PEOPLE)
    return database


def codes(pool: Database, viewer: Viewer, *people: str) -> dict[str, list[int]]:
    with pool.read(viewer) as stores:
        found = stores.aggregates.groups(viewer, people, TODAY, "audit of ev_fair")
    assert found.ids == people
    return {attribute: found.codes[attribute].tolist() for attribute in ATTRIBUTES}


def test_one_code_a_person_and_attribute_in_the_order_asked(pool: Database, organizer: Viewer, auditor: Viewer) -> None:
    expected = {
        "category": [-1, 6, 1, -1, -1],
        "grade": [-1, 1, 0, -1, -1],
        "sex": [1, 1, 0, -1, -1],
        "age": [4, 1, 0, -1, -1],
        "district": [0, 13, 6, -1, -1],
        "graduate": [-1, 1, 0, 1, -1],
    }
    for viewer in (organizer, auditor, Viewer(account="root", role=Role.ADMINISTRATOR)):
        assert codes(pool, viewer, "c_ding", "c_bai", "c_an", "c_cai", "c_no") == expected


def test_the_names_go_with_the_codes(pool: Database, organizer: Viewer) -> None:
    with pool.read(organizer) as stores:
        found = stores.aggregates.groups(organizer, ["c_an"], TODAY, "audit")
    assert (found.names["category"], found.names["grade"]) == (CATEGORIES, GRADE_BANDS)
    assert [found.names[name][int(found.codes[name][0])].en for name in ATTRIBUTES] == [
        "hearing impairment",
        "grades 1 and 2",
        "women",
        "24 and younger",
        "Hongshan",
        "recent graduates",
    ]


def test_nothing_is_known_of_the_erased_and_of_other_districts(pool: Database, organizer: Viewer) -> None:
    hongshan = Viewer(account="h", role=Role.ORGANIZER, district="420111")
    assert codes(pool, hongshan, "c_an", "c_ding")["sex"] == [0, -1]
    with pool.begin(organizer) as stores:
        stores.candidates.erase(organizer, "c_an")
    assert set(map(tuple, codes(pool, organizer, "c_an").values())) == {(-1,)}
    assert codes(pool, organizer) == {attribute: [] for attribute in ATTRIBUTES}


def test_it_is_one_access_and_names_nobody(pool: Database, organizer: Viewer, auditor: Viewer) -> None:
    codes(pool, organizer, "c_an", "c_bai")
    with pool.read(auditor) as stores:
        (line,) = [line for line in stores.log.list(auditor, kind="candidate") if line.action == "groups"]
    assert (line.account, line.object) == ("wang", "")
    assert line.detail == {"attributes": sorted(ATTRIBUTES), "count": 2, "purpose": "audit of ev_fair"}


@pytest.mark.parametrize("role", [Role.EMPLOYER, Role.COUNSELOR])
def test_nobody_else_gets_codes(pool: Database, role: Role) -> None:
    viewer = Viewer(account="x", role=role, organisation="e")
    with pool.read(viewer) as stores, pytest.raises(NotAllowed):
        stores.aggregates.groups(viewer, ["c_an"], TODAY, "look")
