"""How many people a clause would keep out: published groups, the same all day, one access in the log, and nobody named."""

from datetime import date, timedelta

import pytest

from data.stores import Database, NotAllowed, ReadOnly
from data.stores.aggregates import age_on
from matching.lint import Exclusion
from matching.lint.published import Cell, answer
from matching.records import Candidate, CertificateDetails, Credential, CredentialKind, Person, Place, Role, Viewer

TODAY = date(2026, 11, 26)
HONGSHAN, WUCHANG = "420111", "420106"
LIMB = Exclusion("category", frozenset({4}))
GRADE_FOUR = Exclusion("grade", frozenset({4}))
UNDER_31 = Exclusion("age", maximum=30)
WOMEN = Exclusion("sex", frozenset({"female"}))


def people() -> list[tuple[Candidate, CertificateDetails | None]]:
    """40 people: 20 with a limb disability, 14 with a hearing one, 6 veterans; 12 young, 15 women, one of unknown birth and sex."""
    rows: list[tuple[Candidate, CertificateDetails | None]] = []
    for number in range(40):
        person = Person(
            name=f"人{number}",
            birth=date(2000 if number < 12 else 1975, 6, 1) if number < 39 else None,
            sex=("female" if number < 15 else "male") if number < 39 else None,
        )
        candidate = Candidate(
            id=f"c_{number:02}",
            person=person,
            credential=Credential(kind=CredentialKind.CERTIFICATE if number < 34 else CredentialKind.VETERAN),
            home=Place(district=HONGSHAN if number % 2 else WUCHANG),
        )
        category = None if number >= 34 else 4 if number < 20 else 2
        papers = CertificateDetails(candidate=candidate.id, category=category, grade=4 if number < 10 else 1 if number < 34 else 6)
        rows.append((candidate, papers))
    return rows


@pytest.fixture
def pool(database: Database, organizer: Viewer) -> Database:
    with database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, people())
    return database


def count(pool: Database, viewer: Viewer, *exclusions: Exclusion) -> list[tuple[int | None, int | None]]:
    with pool.read(viewer) as stores:
        found = stores.aggregates.count(viewer, TODAY, "lint")
    answers = [answer(found, exclusion) for exclusion in exclusions]
    return [(one.people, one.of) for one in answers]


def test_all_four_attributes(pool: Database, organizer: Viewer) -> None:
    assert count(pool, organizer, LIMB, GRADE_FOUR, UNDER_31, WOMEN) == [(15, 35), (25, 35), (25, 35), (25, 40)]


def test_an_auditor_counts_the_whole_city(pool: Database, auditor: Viewer) -> None:
    assert count(pool, auditor, LIMB, UNDER_31) == [(15, 35), (25, 35)]


def test_a_district_counts_its_own_people(pool: Database) -> None:
    assert count(pool, Viewer(account="li", role=Role.COUNSELOR, district=HONGSHAN), LIMB, WOMEN) == [(5, 15), (10, 15)]
    assert count(pool, Viewer(account="li", role=Role.COUNSELOR, district="420103"), LIMB, UNDER_31) == [(None, None)] * 2


@pytest.mark.parametrize(
    "viewer", [Viewer(account="x", role=Role.EMPLOYER, organisation="e"), Viewer(account="x", role=Role.ADMINISTRATOR)]
)
def test_nobody_else_gets_a_figure(pool: Database, viewer: Viewer) -> None:
    with pool.read(viewer) as stores, pytest.raises(NotAllowed, match="gets no figure of the pool"):
        stores.aggregates.count(viewer, TODAY, "lint")


def test_it_is_one_access_with_its_purpose_and_names_nobody(pool: Database, organizer: Viewer, auditor: Viewer) -> None:
    count(pool, organizer, LIMB, UNDER_31, WOMEN)
    with pool.read(auditor) as stores:
        lines = [line for line in stores.log.list(auditor, kind="candidate") if line.action == "aggregate"]
    (line,) = lines
    assert (line.account, line.object) == ("wang", "")
    assert line.detail == {"purpose": "lint", "attributes": ["age", "category", "grade", "sex"]}


def published(database: Database, viewer: Viewer, day: date) -> object:
    with database.read(viewer) as stores:
        return stores.aggregates.published(viewer, day)


def test_the_groups_of_a_day_and_district_are_stored(pool: Database, organizer: Viewer, auditor: Viewer) -> None:
    """Kept as counted, for everybody of the district and for the auditor of the whole city; not for another day or district."""
    assert published(pool, organizer, TODAY) is None
    with pool.begin(organizer) as stores:
        made = stores.aggregates.publish(organizer, TODAY, stores.aggregates.count(organizer, TODAY, "lint"))
    assert made == {
        "age": (Cell((15, 20, 25, 30), 10), Cell((35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85), 25)),
        "category": (Cell((1, 2, 3, 5, 6, 7), 15), Cell((4,), 20)),
        "grade": (Cell((1,), 25), Cell((2, 3, 4), 10)),
        "sex": (Cell(("female",), 15), Cell(("male",), 25)),
    }
    assert [published(pool, viewer, TODAY) for viewer in (organizer, auditor)] == [made, made]
    assert published(pool, organizer, TODAY + timedelta(days=1)) is None
    assert published(pool, Viewer(account="li", role=Role.COUNSELOR, district=HONGSHAN), TODAY) is None


def test_who_publishes_first_stands(pool: Database, organizer: Viewer) -> None:
    """Two processes that counted at the same time show the same."""
    with pool.begin(organizer) as stores:
        first = stores.aggregates.publish(organizer, TODAY, stores.aggregates.count(organizer, TODAY, "lint"))
    with pool.begin(organizer) as stores:
        for number in range(10):
            stores.candidates.erase(organizer, f"c_{number:02}")
        fresh = stores.aggregates.count(organizer, TODAY, "lint")
        assert fresh != first
        assert stores.aggregates.publish(organizer, TODAY, fresh) == first
    assert published(pool, organizer, TODAY) == first


def test_publishing_writes(pool: Database, organizer: Viewer) -> None:
    with pool.read(organizer) as stores, pytest.raises(ReadOnly):
        stores.aggregates.publish(organizer, TODAY, {})


def test_the_erased_are_not_counted(pool: Database, organizer: Viewer) -> None:
    with pool.begin(organizer) as stores:
        for number in range(10):
            stores.candidates.erase(organizer, f"c_{number:02}")
    assert count(pool, organizer, LIMB, UNDER_31) == [(15, 25), (None, 30)]


@pytest.mark.parametrize(("birth", "years"), [("2000-11-26", 26), ("2000-11-27", 25), ("2000-02-29", 26), ("2008-11-25", 18)])
def test_age_is_completed_years(birth: str, years: int) -> None:
    assert age_on(date.fromisoformat(birth), TODAY) == years
