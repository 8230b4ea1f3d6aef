"""Files of the ledgers from a spreadsheet to the ledgers: what goes in, the same again, what is told, and taking it back."""

import shutil
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from openpyxl import load_workbook

from api.actions.importing import ImportReport, import_file
from api.actions.ledgers import graduates_view, placements_view, services_view
from api.settings import Settings
from api.wiring import Application, open_application
from matching.records import (
    LOCAL_ORGANIZER,
    Candidate,
    Credential,
    CredentialKind,
    Employer,
    Event,
    GraduateData,
    Outcome,
    Person,
    Place,
    Posting,
    Resume,
    Role,
    ServiceKind,
    SourceRef,
    Step,
    Viewer,
    Wishes,
)
from tests.api.test_cli import tongtu

ME = LOCAL_ORGANIZER
NOW = datetime(2027, 9, 1, 1, 30, tzinfo=UTC)
WUCHANG, HONGSHAN = "420106", "420111"
COUNSELOR = Viewer(account="mei", role=Role.COUNSELOR, district=WUCHANG)


@pytest.fixture
def town(empty_home: Path, tmp_path: Path) -> Application:
    """Gao of Hongshan and Lin of Wuchang studied, Chen of Wuchang did not; a mill with one post, and the fair where Gao met it."""
    home = tmp_path / "home"
    shutil.copytree(empty_home, home, dirs_exist_ok=True)
    ticks = count()
    app = open_application(
        Settings(home=home, database_url=f"sqlite:///{home / 'tongtu.db'}"), lambda: NOW + timedelta(seconds=next(ticks))
    )
    studied = GraduateData(school="示例学院", graduated_on=date(2026, 7, 1))
    people = [_person("c_chen", WUCHANG, None), _person("c_gao", HONGSHAN, studied), _person("c_lin", WUCHANG, GraduateData())]
    mill = Posting(id="p_clerk", employer="e_mill", title="文员", source=SourceRef(name="test"))
    steps = {Step.INTERVIEWED: date(2027, 3, 20), Step.HIRED: None}
    met = [Outcome(candidate="c_gao", posting="p_clerk", event="spring", step=step, on=on) for step, on in steps.items()]
    with app.database.begin(ME) as stores:
        stores.candidates.upsert_many(ME, [(one, None) for one in people])
        stores.employers.upsert_many(ME, [Employer(id="e_mill", name="江城面粉厂")])
        stores.postings.upsert_many(ME, [mill])
        stores.events.upsert_many(ME, [Event(id="spring", name="春季专场", on=date(2027, 3, 20))])
        stores.outcomes.save_many(ME, met)
    return app


def _person(name: str, district: str, graduate: GraduateData | None) -> Candidate:
    return Candidate(
        id=name,
        external_id=f"WH-{name[2:]}",
        person=Person(name=name[2:], birth=date(1999, 5, 1), sex="female"),
        credential=Credential(kind=CredentialKind.CERTIFICATE),
        home=Place(city="武汉", district=district),
        registered_unemployed=True,
        resume=Resume(graduate=graduate),
        wishes=Wishes(occupations=("文员",)),
    )


def put(app: Application, kind: str, *lines: str, viewer: Viewer = ME) -> ImportReport:
    path = app.settings.home / f"{kind}.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8-sig")
    return import_file(app, viewer, kind, path, None)


def counts(report: ImportReport) -> tuple[int, ...]:
    return (report.rows, report.imported, report.updated, report.unchanged, report.duplicates, report.rejected)


SERVICES = (
    "求职者编号,服务类别,服务日期,服务单位,备注",
    "WH-chen,信息核对,2027-03-01,武昌服务所,上门",
    "WH-gao,能力评估,2027-03-02,洪山服务所,",
)


def test_services_go_in_once(town: Application) -> None:
    first = put(town, "services", *SERVICES, "WH-nobody,能力评估,2027-03-02,所,")
    assert counts(first) == (3, 2, 0, 0, 0, 1)
    done = {one.candidate: one.done for one in services_view(town, ME, None, 10).items}
    assert done["c_chen"] == {ServiceKind.VERIFICATION: date(2027, 3, 1)}
    assert done["c_gao"] == {ServiceKind.ASSESSMENT: date(2027, 3, 2)}
    assert counts(put(town, "services", *SERVICES)) == (2, 0, 0, 2, 0, 0)


def test_a_note_is_replaced_by_another_and_never_by_nothing(town: Application) -> None:
    put(town, "services", *SERVICES)
    assert counts(put(town, "services", "求职者编号,服务类别,服务日期,服务单位", SERVICES[1].rpartition(",")[0]))[2:4] == (0, 1)
    assert counts(put(town, "services", SERVICES[0], SERVICES[1].replace("上门", "电话")))[2:4] == (1, 0)
    with town.database.read(ME) as stores:
        (found,) = stores.services.list(ME, "c_chen")
    assert found.note == "电话"


def test_a_counselor_imports_for_the_people_of_the_district_alone(town: Application) -> None:
    report = put(town, "services", *SERVICES, viewer=COUNSELOR)
    assert (counts(report), [fault.problem.en for fault in report.faults]) == ((2, 1, 0, 0, 0, 1), ["there is no such candidate"])


GRADUATES = ("求职者编号,登记日期,拒绝服务,拒绝原因", "WH-gao,2027-03-01,2027-05-01,先读研", "WH-lin,,,", "WH-chen,,,")


def test_the_graduates_ledger_goes_in_once_and_says_what_it_lacks(town: Application) -> None:
    first = put(town, "graduates", *GRADUATES)
    assert counts(first) == (3, 3, 0, 0, 0, 0)
    assert [(fault.row, fault.severity, fault.problem.en.partition(";")[0]) for fault in first.faults] == [
        (3, "warning", "the person's file lacks school or day"),
        (4, "warning", "no graduate of the years that count"),
    ]
    lines = {one.candidate: (one.entered, one.refused_on) for one in graduates_view(town, ME, None, 10).items}
    assert lines == {"c_chen": (True, None), "c_gao": (True, date(2027, 5, 1)), "c_lin": (True, None)}
    with town.database.read(ME) as stores:
        entered = {one.candidate: one.entered_on for one in stores.graduates.list(ME)}
        assert stores.graduates.reason(ME, "c_gao") == "先读研"
    assert entered == {"c_gao": date(2027, 3, 1), "c_lin": NOW.date(), "c_chen": NOW.date()}
    assert counts(put(town, "graduates", *GRADUATES)) == (3, 0, 0, 3, 0, 0)


def test_a_refusal_is_told_anew_and_taken_back(town: Application) -> None:
    put(town, "graduates", *GRADUATES[:2])
    again = put(town, "graduates", GRADUATES[0], "WH-gao,2027-03-09,2027-06-01,")
    assert counts(again)[2:4] == (1, 0)
    assert [one.problem.en for one in again.faults] == ["entered on 2027-03-01 already; that day stays"]
    assert counts(put(town, "graduates", "求职者编号,拒绝服务", "WH-gao,否"))[2:4] == (1, 0)
    assert counts(put(town, "graduates", "求职者编号,拒绝服务", "WH-gao,否"))[2:4] == (0, 1)
    (line,) = (one for one in graduates_view(town, ME, None, 10).items if one.candidate == "c_gao")
    assert (line.entered, line.refused_on) == (True, None)


PLACEMENTS = (
    "残疾人证号,求职者编号,单位名称,岗位名称,入职日期,离职日期",
    ",WH-gao,江城面粉厂,文员,2027-04-01,",
    ",WH-chen,江城面粉厂,文员,2027-05-01,2027-08-01",
)


def test_placements_are_counted_once_whoever_tells_them(town: Application) -> None:
    """Gao's hire is recorded at the fair without its day: the file fills it in, and tells no second one."""
    assert counts(put(town, "placements", *PLACEMENTS)) == (2, 1, 1, 0, 0, 0)
    began = {one.candidate: one.on for one in placements_view(town, ME, 2027, None, 10).items}
    assert began == {"c_gao": date(2027, 4, 1), "c_chen": date(2027, 5, 1)}
    assert counts(put(town, "placements", *PLACEMENTS)) == (2, 0, 0, 2, 0, 0)
    with town.database.read(ME) as stores:
        told = {(one.candidate, one.event, one.step) for one in stores.outcomes.list(ME) if one.step in (Step.HIRED, Step.LEFT)}
    assert told == {("c_gao", "spring", Step.HIRED), ("c_chen", None, Step.HIRED), ("c_chen", None, Step.LEFT)}


@pytest.mark.parametrize(("kind", "lines"), [("services", SERVICES), ("graduates", GRADUATES[:2])])
def test_an_import_of_a_ledger_can_be_taken_back_whole(town: Application, kind: str, lines: tuple[str, ...]) -> None:
    put(town, "services", *SERVICES)
    put(town, "graduates", "求职者编号,登记日期", "WH-gao,2027-03-01")
    changed = [line.replace("上门", "电话").replace("2027-03-02", "2027-03-03") for line in lines]

    def stored() -> object:
        with town.database.read(ME) as stores:
            services = [stores.services.list(ME, name) for name in ("c_chen", "c_gao")]
            return services, [(one.candidate, one.refused_on) for one in stores.graduates.list(ME)]

    before = stored()
    report = put(town, kind, *changed)
    assert (report.import_id is not None, report.updated, stored() != before) == (True, 1, True)
    with town.database.begin(ME) as stores:
        stores.undo.undo(ME, report.import_id or "")
    assert stored() == before


def test_templates_and_commands(town: Application, tmp_path: Path) -> None:
    home = town.settings.home
    town.database.close()
    for kind, title in (("certification", "按比例就业认证"), ("services", "四个一服务")):
        file = tmp_path / f"{kind}.xlsx"
        assert tongtu("template", kind, str(file), home=home).returncode == 0
        assert load_workbook(file).worksheets[0].title == title
    (home / "services.csv").write_text("\n".join(SERVICES).replace("2027-", "2026-") + "\n", "utf-8-sig")
    done = tongtu("import", "services", str(home / "services.csv"), home=home)
    assert done.stdout.startswith("services.csv: 2 rows, 2 imported")
