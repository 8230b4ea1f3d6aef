from datetime import date

import pytest

from data.stores import Database, Saved
from matching.records import Candidate, Course, Role, Service, ServiceKind, Training, Viewer

COURSE = Course(id="k_tables", name="表格", provider="职校", cost=0, raises={"reading": 3}, teaches=("表格",))
SERVICE = Service(candidate="c_lin", kind=ServiceKind.ASSESSMENT, on=date(2026, 3, 1), by="wang", note="由母亲陪同")


@pytest.fixture
def ready(database: Database, organizer: Viewer, lin: Candidate) -> Database:
    with database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(lin, None)])
        stores.courses.upsert_many(organizer, [COURSE])
    return database


def test_courses_are_public(ready: Database, organizer: Viewer) -> None:
    employer = Viewer(account="m", role=Role.EMPLOYER)
    with ready.begin(organizer) as stores:
        assert stores.courses.upsert_many(organizer, [COURSE]) == Saved(unchanged=1)
        changed = COURSE.model_copy(update={"seats": 12})
        assert stores.courses.upsert_many(organizer, [changed]) == Saved(updated=1)
        assert stores.courses.get(employer, "k_tables") == changed
        assert stores.courses.list(employer) == (changed,)
        assert stores.courses.get(employer, "k_no") is None


def test_a_cost_without_end_is_refused(ready: Database, organizer: Viewer) -> None:
    with pytest.raises(ValueError, match="a cost without end"), ready.begin(organizer) as stores:
        stores.courses.upsert_many(organizer, [COURSE.model_copy(update={"cost": float("inf")})])


def test_services_come_back_and_reading_them_is_logged(ready: Database, organizer: Viewer, auditor: Viewer) -> None:
    later = Service(candidate="c_lin", kind=ServiceKind.EMPLOYMENT, on=date(2026, 3, 5), by="wang")
    with ready.begin(organizer) as stores:
        assert [stores.services.save(organizer, one) for one in (later, SERVICE)] == [True, True]
        assert stores.services.save(organizer, SERVICE.model_copy(update={"note": "改期"})) is False
    with ready.read(organizer) as stores:
        assert stores.services.list(organizer, "c_lin") == (SERVICE.model_copy(update={"note": "改期"}), later)
        assert stores.services.list(organizer, "c_no") == ()
    with ready.read(auditor) as stores:
        lines = [(line.action, line.object) for line in stores.log.list(auditor, kind="service")]
        assert lines == [("save", "c_lin")] * 3 + [("read-services", "c_lin")]


def test_trainings_come_back(ready: Database, organizer: Viewer) -> None:
    started = Training(candidate="c_lin", course="k_tables", state="attending", on=date(2026, 3, 1))
    done = started.model_copy(update={"state": "completed", "on": date(2026, 3, 20)})
    with ready.begin(organizer) as stores:
        assert stores.services.save_training(organizer, started) is True
        assert stores.services.save_training(organizer, done) is False
        assert stores.services.trainings(organizer, "c_lin") == (done,)


def test_services_are_to_people_who_are_there(ready: Database, organizer: Viewer) -> None:
    jiangan = Viewer(account="d", role=Role.COUNSELOR, district="420102")
    for viewer, candidate in ((organizer, "c_no"), (jiangan, "c_lin")):
        with pytest.raises(ValueError, match=f"there is no candidate {candidate}"), ready.begin(viewer) as stores:
            stores.services.save(viewer, SERVICE.model_copy(update={"candidate": candidate}))
        with pytest.raises(ValueError, match=f"there is no candidate {candidate}"), ready.begin(viewer) as stores:
            stores.services.save_training(viewer, Training(candidate=candidate, course="k_tables", state="completed"))
    with pytest.raises(ValueError, match="there is no course k_no"), ready.begin(organizer) as stores:
        stores.services.save_training(organizer, Training(candidate="c_lin", course="k_no", state="completed"))
    with ready.begin(organizer) as stores:
        stores.services.save(organizer, SERVICE)
        assert stores.services.list(jiangan, "c_lin") == ()
        assert stores.services.trainings(jiangan, "c_lin") == ()
