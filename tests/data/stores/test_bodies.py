"""What bodies reported and platforms certified: the last up to a day stands, and nobody is named."""

from datetime import date

import pytest

from data.stores import BodyReport, Database, NotAllowed
from matching.quota import CertifiedCount
from matching.records import Employer, EmployerKind, Role, Viewer

SPRING, AUTUMN = date(2026, 3, 2), date(2026, 9, 2)
OFFICE = BodyReport(employer="e_office", on=SPRING, establishment=60, people=0)
CERTIFIED = CertifiedCount(
    employer="e_office", year=2025, source="全国按比例联网认证", fetched_on=SPRING, counted=2, staff=60, people=1
)


@pytest.fixture
def ready(database: Database, organizer: Viewer, mill: Employer) -> Database:
    office = Employer(id="e_office", name="示例区某局", kind=EmployerKind.GOVERNMENT, district="420106")
    with database.begin(organizer) as stores:
        stores.employers.upsert_many(organizer, [mill, office])
    return database


def test_the_last_report_up_to_a_day_stands(ready: Database, organizer: Viewer) -> None:
    later = OFFICE.model_copy(update={"on": AUTUMN, "people": 1})
    with ready.begin(organizer) as stores:
        assert stores.bodies.report(organizer, later) is True
        assert stores.bodies.report(organizer, OFFICE) is True
        assert stores.bodies.report(organizer, OFFICE) is False
        assert stores.bodies.reports(organizer, date(2026, 3, 1)) == ()
        assert stores.bodies.reports(organizer, SPRING) == (OFFICE,)
        assert stores.bodies.reports(organizer, AUTUMN) == (later,)
        changed = OFFICE.model_copy(update={"establishment": 61, "exempt": "school"})
        assert stores.bodies.report(organizer, changed) is True
        assert stores.bodies.reports(organizer, SPRING) == (changed,)


def test_certified_counts_come_with_source_and_day(ready: Database, organizer: Viewer) -> None:
    newer = CERTIFIED.model_copy(update={"fetched_on": AUTUMN, "counted": 3.0})
    last_year = CERTIFIED.model_copy(update={"year": 2024, "counted": 0.5})
    with ready.begin(organizer) as stores:
        saved = stores.bodies.certify(organizer, [CERTIFIED, newer, last_year])
        assert (saved.inserted, saved.updated, saved.unchanged) == (3, 0, 0)
        again = stores.bodies.certify(organizer, [CERTIFIED, last_year.model_copy(update={"counted": 0.75})])
        assert (again.inserted, again.updated, again.unchanged) == (0, 1, 1)
        assert stores.bodies.certified(organizer, SPRING) == (last_year.model_copy(update={"counted": 0.75}), CERTIFIED)
        assert stores.bodies.certified(organizer, AUTUMN)[1] == newer


def test_what_cannot_be_recorded(ready: Database, organizer: Viewer) -> None:
    with ready.begin(organizer) as stores:
        with pytest.raises(ValueError, match="there is no employer e_no"):
            stores.bodies.report(organizer, OFFICE.model_copy(update={"employer": "e_no"}))
        with pytest.raises(ValueError, match="more cadres with a disability than cadres"):
            stores.bodies.report(organizer, OFFICE.model_copy(update={"cadres": 2, "cadres_with_disability": 3}))
        with pytest.raises(ValueError, match="stands twice for one year and day"):
            stores.bodies.certify(organizer, [CERTIFIED, CERTIFIED.model_copy(update={"counted": 5})])
        assert stores.bodies.certified(organizer, AUTUMN) == ()


def test_a_district_has_its_own_employers(ready: Database, organizer: Viewer, auditor: Viewer) -> None:
    mill = OFFICE.model_copy(update={"employer": "e_mill"})
    with ready.begin(organizer) as stores:
        stores.bodies.report(organizer, OFFICE)
        stores.bodies.report(organizer, mill)
        stores.bodies.certify(organizer, [CERTIFIED])
    local = Viewer(account="liu", role=Role.ORGANIZER, district="420106")
    with ready.begin(local) as stores:
        assert stores.bodies.reports(local, AUTUMN) == (OFFICE,)
        with pytest.raises(NotAllowed, match="e_mill is not of district 420106"):
            stores.bodies.report(local, mill)
    with ready.read(auditor) as stores:
        assert stores.bodies.reports(auditor, AUTUMN) == (mill, OFFICE)
        assert stores.bodies.certified(auditor, AUTUMN) == (CERTIFIED,)
    employer = Viewer(account="zhao", role=Role.EMPLOYER, organisation="e_mill")
    with ready.begin(employer) as stores:
        assert stores.bodies.reports(employer, AUTUMN) == (mill,), "its own alone"
        assert stores.bodies.certified(employer, AUTUMN) == ()
        with pytest.raises(NotAllowed):
            stores.bodies.report(employer, mill)
