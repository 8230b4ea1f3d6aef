"""Imports on both engines: a later assessment stays and is told of, and an import is undone by JSON and by its id alone."""

from datetime import date

import pytest
from starlette.testclient import TestClient

from api.actions.errors import Conflict, NotFound
from api.actions.importing import ImportReport, import_file
from api.actions.imports import import_view, list_imports, undo_import
from api.wiring import Application
from data.importers.typed_rows import TypedRows
from data.stores import NotAllowed
from matching.knowledge import CATALOGUE
from matching.records import LOCAL_ORGANIZER, Assessment, AssessmentSource, Candidate, Role, Viewer
from tests.api.conftest import FROM_OWN_PAGE, HERE, LOOPBACK
from tests.api.jobs.conftest import Clock, Office, built_office, city, clock, empty_url, keys, office, postgres_url
from tests.api.web import Web

__all__ = ["built_office", "city", "clock", "empty_url", "keys", "office", "postgres_url"]

ME = LOCAL_ORGANIZER
STAIRS, STANDING = (CATALOGUE.dimension(name).zh for name in ("stairs", "standing"))


def told(app: Application, stairs: str, on: str, standing: str = "") -> ImportReport:
    """One row about 周二: two abilities, and the day of the assessment."""
    headers = ("编号", "姓名", "证件类别", "评估日期", STAIRS, STANDING)
    rows = ((2, ("D-1", "周二", "残疾人证", on or None, stairs or None, standing or None)),)
    return import_file(app, ME, "candidates", TypedRows("求职者.csv", headers, rows), None)


def person(app: Application) -> Candidate:
    with app.database.read(ME) as stores:
        (one,) = stores.candidates.iterate(ME, with_person=True)
    return one


def assessed(app: Application, name: str) -> tuple[int, date | None] | None:
    found = person(app).profile.assessments[CATALOGUE.position[name]]
    return None if found is None else (found.level, found.on)


def reassess(app: Application, on: date) -> None:
    """A counselor looks again, on the person's own page."""
    one = person(app)
    levels = list(one.profile.assessments)
    levels[CATALOGUE.position["stairs"]] = Assessment(level=1, source=AssessmentSource.COUNSELOR, on=on)
    changed = one.model_copy(update={"profile": one.profile.model_copy(update={"assessments": tuple(levels)})})
    with app.database.begin(ME) as stores:
        stores.candidates.upsert_many(ME, [(changed, None)])


def test_an_import_never_overwrites_a_later_assessment(office: Office) -> None:
    app = office()
    told(app, "3", "2026-03-01")
    reassess(app, date(2027, 3, 1))
    report = told(app, "3", "2026-09-01", standing="2")
    assert assessed(app, "stairs") == (1, date(2027, 3, 1))
    assert assessed(app, "standing") == (2, date(2026, 9, 1))
    (line,) = report.faults
    assert (line.row, line.severity, line.value, report.updated, report.rejected) == (2, "warning", None, 1, 0)
    assert line.problem.zh == f"库里的评估更新（2027-03-01，文件里是 2026-09-01），没有被覆盖：{STAIRS}"
    assert line.advice.zh.startswith("若文件才对")


@pytest.mark.parametrize(("on", "stands"), [("2027-03-02", True), ("2027-03-01", True), ("", False)])
def test_a_later_or_equal_day_replaces_and_no_day_does_not(office: Office, on: str, stands: bool) -> None:
    app = office()
    told(app, "1", "2027-03-01")
    report = told(app, "3", on)
    assert assessed(app, "stairs") == ((3, date.fromisoformat(on)) if stands else (1, date(2027, 3, 1)))
    assert [one.problem.zh for one in report.faults] == (
        [] if stands else [f"库里有 2027-03-01 的评估，文件没有写评估日期，没有被覆盖：{STAIRS}"]
    )


def test_the_same_level_of_an_earlier_day_is_no_conflict(office: Office) -> None:
    app = office()
    told(app, "1", "2027-03-01")
    report = told(app, "1", "2026-03-01")
    assert (report.unchanged, report.faults, assessed(app, "stairs")) == (1, (), (1, date(2027, 3, 1)))


def test_an_import_is_listed_and_undone(office: Office, clock: Clock) -> None:
    app = office()
    first = told(app, "3", "2026-03-01")
    clock.pass_by(minutes=1)
    second = told(app, "2", "2026-09-01")
    with TestClient(Web(app), base_url=HERE, client=LOOPBACK, headers=FROM_OWN_PAGE) as web:
        assert [one["id"] for one in web.get("/api/v1/imports").json()["items"]] == [second.import_id, first.import_id]
        shown = web.get(f"/api/v1/imports/{first.import_id}").json()
        assert [one["text"]["en"][:42] for one in shown["obstacles"]] == ["1 of its records (files of people) were ch"]
        refused = web.post(f"/api/v1/imports/{first.import_id}/undo", headers={"Idempotency-Key": "a"})
        assert refused.status_code == 409
        done = web.post(f"/api/v1/imports/{second.import_id}/undo", headers={"Idempotency-Key": "b"})
        assert done.json() == {"removed": 0, "restored": 1, "left": 0}
        again = web.post(f"/api/v1/imports/{second.import_id}/undo", headers={"Idempotency-Key": "c"})
        assert again.status_code == 409
    assert assessed(app, "stairs") == (3, date(2026, 3, 1))
    assert first.import_id is not None
    assert undo_import(app, ME, first.import_id).removed == 1
    assert [one.state for one in list_imports(app, ME).items] == ["undone", "undone"]


def test_only_an_organizer_sees_and_undoes_imports(office: Office) -> None:
    app = office()
    made = told(app, "3", "2026-03-01").import_id or ""
    counselor = Viewer(account="li", role=Role.COUNSELOR)
    far = Viewer(account="far", role=Role.ORGANIZER, district="420111")
    for refused in (lambda: list_imports(app, counselor), lambda: undo_import(app, counselor, made)):
        with pytest.raises(NotAllowed):
            refused()
    with pytest.raises(Conflict):
        undo_import(app, far, made)
    with pytest.raises(NotFound):
        import_view(app, ME, "i_none")
