from datetime import date

import pytest

from data.stores import Database, NotAllowed, Refused, Saved
from matching.records import Candidate, Course, Role, Service, ServiceKind, Training, Viewer
from tests.data.publishing import publish

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


def test_seats_are_taken_by_those_who_registered_or_attend(ready: Database, organizer: Viewer, gao: Candidate) -> None:
    states = {"k_1": ("registered", "attending"), "k_2": ("completed", "dropped"), "k_3": ("registered", "dropped"), "k_4": ()}
    with ready.begin(organizer) as stores:
        assert stores.courses.taken(organizer) == {}
        stores.candidates.upsert_many(organizer, [(gao, None)])
        stores.courses.upsert_many(organizer, [COURSE.model_copy(update={"id": name}) for name in states])
        rows = [
            Training.model_validate({"candidate": person, "course": course, "state": state})
            for course, found in states.items()
            for person, state in zip(("c_lin", "c_gao"), found, strict=False)
        ]
        publish(stores, organizer, "trainings", rows)
        assert stores.courses.taken(organizer) == {"k_1": 2, "k_3": 1}
        assert stores.courses.taken(Viewer(account="d", role=Role.COUNSELOR, district="420102")) == {"k_1": 2, "k_3": 1}


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
        assert publish(stores, organizer, "trainings", [started]) == Saved(inserted=1)
        assert publish(stores, organizer, "trainings", [done]) == Saved(updated=1)
        assert stores.services.trainings(organizer, "c_lin") == (done,)


def test_many_trainings_come_back_and_the_same_again_changes_nothing(
    ready: Database, organizer: Viewer, gao: Candidate, auditor: Viewer
) -> None:
    done = Training(candidate="c_lin", course="k_tables", state="completed", on=date(2026, 3, 20))
    begun = Training(candidate="c_gao", course="k_tables", state="attending")
    with ready.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(gao, None)])
        assert publish(stores, organizer, "trainings", [done, begun]) == Saved(inserted=2)
        assert publish(stores, organizer, "trainings", [done, begun]) == Saved(unchanged=2)
        left = begun.model_copy(update={"state": "dropped", "on": date(2026, 3, 9)})
        assert publish(stores, organizer, "trainings", [done, left]) == Saved(updated=1, unchanged=1)
        assert stores.services.trainings_of(organizer) == (left, done)
        assert stores.services.trainings_of(organizer, state="completed") == (done,)
        assert stores.services.trainings_of(organizer, ["c_lin", "c_no"]) == (done,)
        assert stores.services.trainings_of(organizer, []) == ()
    with ready.read(auditor) as stores:
        lines = stores.log.list(auditor, kind="service")
        assert [(line.action, line.object) for line in lines] == [("save-trainings", "")] * 3
        assert [line.detail for line in lines] == [
            {"inserted": 2, "refused": 0, "updated": 0},
            {"inserted": 0, "refused": 0, "updated": 0},
            {"inserted": 0, "refused": 0, "updated": 1},
        ]


def test_a_training_of_somebody_who_is_not_there_is_refused_and_the_rest_goes_in(ready: Database, organizer: Viewer) -> None:
    jiangan = Viewer(account="d", role=Role.COUNSELOR, district="420102")
    rows = [
        Training(candidate=candidate, course=course, state="registered")
        for candidate, course in (("c_no", "k_tables"), ("c_lin", "k_no"), ("c_lin", "k_tables"))
    ]
    refused = (Refused("c_no k_tables", "candidate"), Refused("c_lin k_no", "course"))
    with ready.begin(organizer) as stores:
        assert publish(stores, organizer, "trainings", rows) == Saved(inserted=1, refused=refused)
        assert publish(stores, jiangan, "trainings", rows[2:]) == Saved(refused=(Refused("c_lin k_tables", "candidate"),))
        assert stores.services.trainings_of(jiangan) == ()
        stores.candidates.erase(organizer, "c_lin")
        assert publish(stores, organizer, "trainings", rows[2:]) == Saved(refused=(Refused("c_lin k_tables", "candidate"),))


@pytest.mark.parametrize("role", [Role.EMPLOYER, Role.AUDITOR])
def test_only_staff_save_trainings_and_see_them(ready: Database, organizer: Viewer, role: Role) -> None:
    training = Training(candidate="c_lin", course="k_tables", state="registered")
    viewer = Viewer(account="m", role=role)
    with ready.begin(organizer) as stores:
        publish(stores, organizer, "trainings", [training])
        assert stores.services.trainings_of(viewer) == ()
    with pytest.raises(NotAllowed), ready.begin(viewer) as stores:
        publish(stores, viewer, "trainings", [training])


def test_services_are_to_people_who_are_there(ready: Database, organizer: Viewer) -> None:
    jiangan = Viewer(account="d", role=Role.COUNSELOR, district="420102")
    for viewer, candidate in ((organizer, "c_no"), (jiangan, "c_lin")):
        with pytest.raises(ValueError, match=f"there is no candidate {candidate}"), ready.begin(viewer) as stores:
            stores.services.save(viewer, SERVICE.model_copy(update={"candidate": candidate}))
    with ready.begin(organizer) as stores:
        stores.services.save(organizer, SERVICE)
        assert stores.services.list(jiangan, "c_lin") == ()
        assert stores.services.trainings(jiangan, "c_lin") == ()


def test_services_of_many_are_stored_once_and_a_note_is_never_blanked(ready: Database, organizer: Viewer, gao: Candidate) -> None:
    other = SERVICE.model_copy(update={"kind": ServiceKind.NEEDS, "note": ""})
    nobody = SERVICE.model_copy(update={"candidate": "c_no"})
    with ready.begin(organizer) as stores:
        refused = (Refused("c_no 能力评估 2026-03-01 wang", "candidate"),)
        assert publish(stores, organizer, "services", [SERVICE, other, nobody]) == Saved(inserted=2, refused=refused)
        blank = SERVICE.model_copy(update={"note": ""})
        assert publish(stores, organizer, "services", [blank, other]) == Saved(unchanged=2)
        said = SERVICE.model_copy(update={"note": "由姐姐陪同"})
        assert publish(stores, organizer, "services", [said]) == Saved(updated=1)
        assert {(one.kind, one.note) for one in stores.services.list(organizer, "c_lin")} == {
            (ServiceKind.ASSESSMENT, "由姐姐陪同"),
            (ServiceKind.NEEDS, ""),
        }
    counselor = Viewer(account="mei", role=Role.COUNSELOR, district="420106")
    with ready.begin(counselor) as stores:
        assert publish(stores, counselor, "services", [SERVICE]).refused == (
            Refused("c_lin 能力评估 2026-03-01 wang", "candidate"),
        )
    with ready.begin(Viewer(account="m", role=Role.EMPLOYER)) as stores, pytest.raises(NotAllowed):
        publish(stores, Viewer(account="m", role=Role.EMPLOYER), "services", [SERVICE])


def test_services_wait_in_staging_unseen(ready: Database, organizer: Viewer) -> None:
    with ready.begin(organizer) as stores:
        assert stores.imports.stage(organizer, "i_1", "services", [SERVICE]) == 1
        assert stores.services.list(organizer, "c_lin") == ()
    with ready.begin(organizer) as stores:
        assert stores.imports.publish(organizer, "i_1") == Saved(inserted=1)
        assert stores.services.list(organizer, "c_lin") == (SERVICE,)
