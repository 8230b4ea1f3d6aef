"""The doors of the ledgers: figures worked out by hand, who may have which, and what is recorded on the way."""

import io
import json
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from starlette.testclient import TestClient

from api.access import viewer_of
from api.actions.books import open_books
from api.actions.certifying import import_certification
from api.actions.dispatching import add_batch, dispatch_view, report_workshop, send_batches
from api.actions.errors import BadInput, NotAllowed, NotFound
from api.actions.ledgers import enter_graduates, graduates_view, placements_view, record_refusal, services_view
from api.actions.obligations import notice_view, obligations_view, report_body
from api.actions.quotas import WorkforceInput, quota_view, read_employers
from api.actions.responsibility import responsibility_view
from api.actions.tallies import list_tallies, record_tally, withdraw_tally
from api.actions.trends import trend_view
from api.actions.year_reports import year_file, year_view
from api.pictures import trend
from api.schemas.ledgers import RefusalInput, TallyInput
from api.schemas.quota import BodyInput
from api.schemas.workshops import BatchInput, SendInput, WorkshopInput
from api.schemas.year_reports import FigureView, YearReportView
from api.settings import Settings
from api.wiring import Application, open_application
from matching.ledger import TallyKind
from matching.quota import CountingClass, DutyState
from matching.records import (
    LOCAL_ORGANIZER,
    Candidate,
    Credential,
    CredentialKind,
    Employer,
    EmployerKind,
    Event,
    Outcome,
    Person,
    Place,
    Posting,
    PostingKind,
    Resume,
    Role,
    Service,
    ServiceKind,
    SourceRef,
    Step,
    Viewer,
    Wishes,
)
from matching.records.candidate import GraduateData
from tests.api.conftest import HERE, LOOPBACK
from tests.api.test_cli import tongtu
from tests.api.web import Web

NOW = datetime(2027, 3, 18, 1, 30, tzinfo=UTC)
WUCHANG, HONGSHAN = "420106", "420111"
AUDITOR = Viewer(account="shen", role=Role.AUDITOR)
EMPLOYER = Viewer(account="zhao", role=Role.EMPLOYER, organisation="e_mill")
LOCAL = Viewer(account="liu", role=Role.ORGANIZER, district=WUCHANG)
COUNSELOR = Viewer(account="mei", role=Role.COUNSELOR, district=WUCHANG)


@pytest.fixture
def town(empty_home: Path, tmp_path: Path) -> Application:
    """Three people, two jobs begun in 2027 and one in 2026, one fair, and offices of which nobody reported."""
    home = tmp_path / "home"
    shutil.copytree(empty_home, home, dirs_exist_ok=True)
    app = open_application(Settings(home=home, database_url=f"sqlite:///{home / 'tongtu.db'}"), lambda: NOW)
    with app.database.begin(LOCAL_ORGANIZER) as stores:
        stores.candidates.upsert_many(LOCAL_ORGANIZER, [(one, None) for one in _people()])
        stores.employers.upsert_many(LOCAL_ORGANIZER, _employers())
        stores.postings.upsert_many(LOCAL_ORGANIZER, _postings())
        stores.events.upsert_many(
            LOCAL_ORGANIZER,
            [
                Event(id="ev_1", name="春季专场", on=date(2027, 3, 1), postings=("p_clerk",)),
                Event(id="ev_2", name="以后", on=date(2027, 6, 1)),
            ],
        )
        stores.outcomes.save_many(LOCAL_ORGANIZER, _outcomes())
        for kind in (ServiceKind.VERIFICATION, ServiceKind.EMPLOYMENT):
            stores.services.save(LOCAL_ORGANIZER, Service(candidate="c_gao", kind=kind, on=date(2027, 2, 1), by="wang"))
    return app


def _people() -> list[Candidate]:
    def one(name: str, district: str, graduate: GraduateData | None = None) -> Candidate:
        return Candidate(
            id=name,
            person=Person(name=name[2:], birth=date(1999, 5, 1), sex="female"),
            credential=Credential(kind=CredentialKind.CERTIFICATE),
            home=Place(city="武汉", district=district),
            registered_unemployed=True,
            resume=Resume(graduate=graduate),
            wishes=Wishes(occupations=("文员",)),
        )

    studied = GraduateData(school="示例学院", major="会计", graduated_on=date(2026, 7, 1))
    return [one("c_chen", WUCHANG), one("c_gao", HONGSHAN, studied), one("c_lin", WUCHANG, studied)]


def _employers() -> list[Employer]:
    return [
        Employer(id="e_bureau", name="示例区某局", kind=EmployerKind.GOVERNMENT, establishment=60, district=WUCHANG),
        Employer(id="e_mill", name="江城面粉厂", kind=EmployerKind.PRIVATE, district=HONGSHAN),
        Employer(id="e_school", name="示例小学", kind=EmployerKind.PUBLIC_INSTITUTION, establishment=90, district=WUCHANG),
        Employer(id="e_union", name="示例区残联", kind=EmployerKind.GOVERNMENT, establishment=20, district=HONGSHAN),
    ]


def _postings() -> list[Posting]:
    def one(name: str, kind: PostingKind, on: date) -> Posting:
        place = Place(city="武汉", district=HONGSHAN)
        source = SourceRef(name="test")
        return Posting(id=name, employer="e_mill", kind=kind, title=name, source=source, headcount=3, published_on=on, place=place)

    return [
        one("p_clerk", PostingKind.PRIVATE_TARGETED, date(2027, 1, 5)),
        one("p_gig", PostingKind.PLATFORM_GIG, date(2026, 1, 5)),
    ]


def _outcomes() -> list[Outcome]:
    rows = [
        ("c_chen", "p_clerk", Step.HIRED, date(2027, 1, 20)),
        ("c_chen", "p_gig", Step.HIRED, date(2026, 9, 1)),
        ("c_chen", "p_gig", Step.RETAINED_6, date(2027, 3, 5)),
        ("c_gao", "p_clerk", Step.HIRED, date(2027, 2, 1)),
        ("c_gao", "p_clerk", Step.INVITED, date(2027, 1, 15)),
    ]
    return [Outcome(candidate=who, posting=post, step=step, on=on) for who, post, step, on in rows]


def figure(view: YearReportView, name: str, place: int = 0) -> FigureView:
    found = [one for section in view.reports[place].sections for one in section.figures if one.indicator == name]
    return found[0]


# --- the year report -------------------------------------------------------------------------------------------------------------


def test_a_figure_over_time_is_that_of_the_year_reports(town: Application) -> None:
    for viewer, district in ((LOCAL_ORGANIZER, None), (LOCAL_ORGANIZER, HONGSHAN), (AUDITOR, None)):
        for name in ("employment.times", "retention.six", "events.held"):
            found = trend_view(town, viewer, name, district=district)
            assert [one.key for one in found.points] == ["2023", "2024", "2025", "2026", "2027"]
            for point in found.points:
                report = year_view(town, viewer, int(point.key), district=district).reports[0]
                (figure,) = (one for section in report.sections for one in section.figures if one.indicator == name)
                assert (point.count, point.of, point.share, found.name.zh) == (
                    figure.count,
                    figure.of,
                    figure.share,
                    figure.name.zh,
                )
            assert (found.points[-1].so_far, found.published) == (True, viewer is AUDITOR)


def test_a_figure_by_month_ends_with_this_one(town: Application) -> None:
    months = trend_view(town, LOCAL_ORGANIZER, "employment.times", by="month")
    assert [(one.text.zh, one.text.en, one.count) for one in months.points] == [
        ("1月", "Jan", 1),
        ("2月", "Feb", 1),
        ("3月", "Mar", 0),
    ]
    assert months.summary.en == "New employment, The city: Jan 1; Feb 1; Mar (so far) 0"
    by_year = trend_view(town, LOCAL_ORGANIZER, "events.held", by="month")
    assert (by_year.by, by_year.by_month) == ("year", False)
    published = trend_view(town, AUDITOR, "employment.times", by="month")
    assert (published.by, published.points[-1].count) == ("year", None)


def test_trends_page_and_picture_say_the_same(town: Application) -> None:
    with TestClient(Web(town), base_url=HERE, client=LOOPBACK) as web:
        view = trend_view(town, LOCAL_ORGANIZER, "employment.times")
        page = web.get("/indicators/trends?lang=en").text
        for point in view.points:
            assert f'<td class="num">{point.value.en}</td>' in page
        assert "/indicators/trends.svg?size=narrow" in page
        picture = web.get("/indicators/trends.svg?lang=en")
        assert (picture.headers["content-type"], picture.content) == ("image/svg+xml", trend.draw(view, "en", "wide"))
        for wrong in ("indicator=employment.nobody", "district=1"):
            assert web.get(f"/indicators/trends?{wrong}").status_code == 404
            assert web.get(f"/indicators/trends.svg?{wrong}").status_code == 404
    made = Web(town)
    made.dependency_overrides[viewer_of] = lambda: EMPLOYER
    assert TestClient(made, base_url=HERE, client=LOOPBACK).get("/indicators/trends.svg").status_code == 403


def test_the_year_is_counted_as_by_hand(town: Application) -> None:
    """2027: Chen and Gao begin at the mill; the gig of 2026 counts only from then on; the fair of June has not been held."""
    view = year_view(town, LOCAL_ORGANIZER, 2027)
    found = {
        name: figure(view, name).count for name in ("employment.times", "employment.people", "employment.private", "events.held")
    }
    assert found == {"employment.times": 2, "employment.people": 2, "employment.private": 2, "events.held": 1}
    assert figure(view, "posts.offered").count == 3
    assert [(one.text.zh, one.count) for one in figure(view, "employment.times").parts if one.axis == "district"] == [
        ("武昌区", 1),
        ("洪山区", 1),
    ]
    both = year_view(town, LOCAL_ORGANIZER, 2027, since=2026)
    assert figure(both, "employment.times").count == 3
    six = figure(both, "retention.six")
    assert (six.count, six.of, six.unknown) == (1, 1, 0)


def test_four_services_and_graduates_have_their_denominators(town: Application) -> None:
    """Three of working age without work on record; Gao was checked and served. Gao and Lin are graduates, nobody has a plan."""
    view = year_view(town, LOCAL_ORGANIZER, 2027)
    shares = {name: (figure(view, name).count, figure(view, name).of) for name in ("four.verification", "four.needs")}
    assert shares == {"four.verification": (1, 3), "four.needs": (0, 3)}
    assert [(figure(view, f"graduates.{name}").count, figure(view, f"graduates.{name}").of) for name in ("ledger", "service")] == [
        (0, 2),
        (1, 2),
    ]


def test_districts_follow_the_whole_and_a_wrong_one_is_named(town: Application) -> None:
    view = year_view(town, LOCAL_ORGANIZER, 2027, each_district=True)
    assert [(one.whole, one.district, one.name.zh) for one in view.reports] == [
        (True, None, "全市"),
        (False, WUCHANG, "武昌区"),
        (False, HONGSHAN, "洪山区"),
        (False, None, "不属于任何区"),
    ]
    assert [figure(view, "employment.times", place).count for place in range(4)] == [2, 1, 1, 0]
    assert figure(year_view(town, LOCAL_ORGANIZER, 2027, district=HONGSHAN), "employment.times").count == 1
    assert figure(year_view(town, LOCAL_ORGANIZER, 2027, district="420107"), "employment.times").count == 0
    with pytest.raises(NotFound, match="420999"):
        year_view(town, LOCAL_ORGANIZER, 2027, district="420999")


@pytest.mark.parametrize(("since", "year"), [(2022, 2027), (2027, 2026), (2027, 2028)])
def test_years_that_no_report_can_have(town: Application, since: int, year: int) -> None:
    with pytest.raises(BadInput, match=f"asked for {since} to {year}; give years between 2023 and 2027"):
        year_view(town, LOCAL_ORGANIZER, year, since=since)


def test_an_auditor_gets_published_figures_of_the_city_and_others_none(town: Application) -> None:
    view = year_view(town, AUDITOR, 2027, public=False)
    assert view.published is True
    assert figure(view, "employment.times").count is None
    assert figure(view, "events.held").count == 1
    local = year_view(town, LOCAL, 2027)
    assert [figure(local, name).count for name in ("employment.times", "events.held", "posts.offered")] == [1, 0, 0]
    for viewer in (EMPLOYER, Viewer(account="root", role=Role.ADMINISTRATOR)):
        with pytest.raises(NotAllowed):
            year_view(town, viewer, 2027)


def test_counting_is_one_access_and_an_export_another(town: Application) -> None:
    with town.database.read(AUDITOR) as stores:
        before = stores.log.list(AUDITOR, limit=1_000)[-1].sequence
    view = year_view(town, LOCAL_ORGANIZER, 2027)
    made = year_file(town, LOCAL_ORGANIZER, view, "xlsx")
    with town.database.read(AUDITOR) as stores:
        lines = stores.log.list(AUDITOR, before)
    assert [(one.action, one.kind, one.detail.get("purpose", one.detail.get("what"))) for one in lines] == [
        ("count", "ledger", "year report 2027"),
        ("export", "ledger", "year report"),
    ]
    assert made.name == "2027-03-18_残疾人就业年度报告_内部.xlsx"
    rows = CalamineWorkbook.from_filelike(io.BytesIO(made.content)).get_sheet_by_name("指标").to_python()
    assert next(row for row in rows if row[2] == "新增就业")[3] == 2


def test_books_are_read_anew_once_a_record_or_the_day_is_another_and_each_reading_is_in_the_log(town: Application) -> None:
    def count(viewer: Viewer = LOCAL_ORGANIZER) -> int | None:
        return figure(year_view(town, viewer, 2027), "employment.times").count

    with town.database.read(AUDITOR) as stores:
        before = stores.log.list(AUDITOR, limit=1_000)[-1].sequence
    assert [count(), count(), count(LOCAL), count()] == [2, 2, 1, 2]
    opened = open_books(town, LOCAL_ORGANIZER, "a look")
    assert open_books(town, LOCAL_ORGANIZER, "a look") is opened
    with town.database.read(AUDITOR) as stores:
        lines = [(one.account, one.detail) for one in stores.log.list(AUDITOR, before)]
    report = {"count": 3, "purpose": "year report 2027"}
    local = ("liu", {**report, "count": 2})
    again = ("local", {**report, "purpose": "a look"})
    assert lines == [("local", report), ("local", report), local, ("local", report), again, again]
    with town.database.begin(LOCAL_ORGANIZER) as stores:
        stores.outcomes.save_many(LOCAL_ORGANIZER, [Outcome(candidate="c_lin", posting="p_clerk", step=Step.HIRED, on=NOW.date())])
    assert [count(), count(LOCAL)] == [3, 2]
    opened = open_books(town, LOCAL_ORGANIZER, "a look")
    town.clock = lambda: NOW + timedelta(days=1)
    assert open_books(town, LOCAL_ORGANIZER, "a look") is not opened
    with pytest.raises(NotAllowed):
        open_books(town, EMPLOYER, "a look")


# --- bodies, certified counts, responsibility ------------------------------------------------------------------------------------


def states(app: Application, viewer: Viewer = LOCAL_ORGANIZER) -> dict[str, DutyState]:
    return {one.employer: one.state for one in obligations_view(app, viewer).duties}


def test_duties_follow_what_bodies_report(town: Application) -> None:
    """60 posts x 1.5 % = 0.9; the bureau owes one. The school is exempt once it says so; the federation has 20 posts."""
    assert states(town) == {"e_bureau": DutyState.UNKNOWN, "e_school": DutyState.UNKNOWN, "e_union": DutyState.BELOW}
    day = date(2027, 3, 1)
    open_duty = report_body(town, LOCAL_ORGANIZER, "e_bureau", BodyInput(on=day, people=0)).duty
    assert open_duty is not None
    assert (open_duty.state, open_duty.establishment, open_duty.threshold) == (DutyState.OPEN, 60, 50)
    report_body(town, LOCAL_ORGANIZER, "e_school", BodyInput(on=day, exempt="school"))
    told = BodyInput(on=day, federation=True, cadres=10, cadres_with_disability=1)
    report_body(town, LOCAL_ORGANIZER, "e_union", told)
    assert states(town) == {"e_bureau": DutyState.OPEN, "e_school": DutyState.EXEMPT, "e_union": DutyState.BELOW}
    cadres = obligations_view(town, LOCAL_ORGANIZER).federations
    assert (cadres.cadres, cadres.with_disability, cadres.open) == (10, 1, ("e_union",))
    assert [(one.name, one.state) for one in notice_view(town, LOCAL_ORGANIZER).rows] == [("示例区某局", DutyState.OPEN)]
    assert [figure(year_view(town, LOCAL_ORGANIZER, 2027), "bodies.met").of] == [1]
    with pytest.raises(BadInput, match="is no government body, public institution or federation: the duty is none of its"):
        report_body(town, LOCAL_ORGANIZER, "e_mill", BodyInput(on=day, people=1))


@pytest.mark.parametrize(
    ("told", "problem"),
    [
        (BodyInput.model_construct(on=date(2027, 3, 1), people=-1), "people"),
        (BodyInput(on=date(2027, 3, 1), exempt="club"), "exempt"),
        (BodyInput(on=date(2027, 3, 1), cadres=1, cadres_with_disability=2), "more cadres with a disability"),
    ],
)
def test_a_wrong_report_is_refused(town: Application, told: BodyInput, problem: str) -> None:
    with pytest.raises(BadInput, match=problem):
        report_body(town, LOCAL_ORGANIZER, "e_bureau", told)


def test_certified_counts_settle_a_duty_until_they_are_stale(town: Application, tmp_path: Path) -> None:
    file = tmp_path / "认证.csv"
    file.write_text("单位名称,年度,认证人数,安排人数\n示例区某局,2026,1,1\n", "utf-8")
    report = import_certification(town, LOCAL_ORGANIZER, file, source="平台", fetched_on=date(2027, 3, 1))
    assert (report.rows, report.imported, report.rejected, report.stale) == (1, 1, 0, ())
    assert import_certification(town, LOCAL_ORGANIZER, file, source="平台", fetched_on=date(2027, 3, 1)).unchanged == 1
    assert states(town)["e_bureau"] is DutyState.SHARE
    (count,) = obligations_view(town, LOCAL_ORGANIZER).certified
    assert (count.name, count.counted, count.source, count.fetched_on, count.stale) == (
        "示例区某局",
        1,
        "平台",
        date(2027, 3, 1),
        False,
    )
    town.clock = lambda: datetime(2028, 3, 2, tzinfo=UTC)
    assert states(town)["e_bureau"] is DutyState.UNKNOWN
    assert [one.stale for one in obligations_view(town, LOCAL_ORGANIZER).certified] == [True]
    with pytest.raises(BadInput, match="lies ahead"):
        import_certification(town, LOCAL_ORGANIZER, file, fetched_on=date(2029, 1, 1))
    with pytest.raises(NotAllowed):
        import_certification(town, COUNSELOR, file)


def test_a_stale_file_is_named_on_import(town: Application, tmp_path: Path) -> None:
    file = tmp_path / "认证.csv"
    file.write_text("单位名称,年度,认证人数\n示例区某局,2024,1\n", "utf-8")
    assert import_certification(town, LOCAL_ORGANIZER, file, fetched_on=date(2026, 3, 17)).stale == ("示例区某局",)


def test_an_enterprise_is_told_its_own_figures(town: Application) -> None:
    """Two hired in 2027, both too recently for six months; nothing was promised."""
    (mill,) = responsibility_view(town, LOCAL_ORGANIZER, 2027).items
    told = (mill.postings, mill.targeted, mill.jobs, mill.hired_times, mill.hired_people, mill.known, mill.checked)
    assert told == (1, 1, 3, 2, 2, 0, 0)
    assert responsibility_view(town, LOCAL_ORGANIZER, 2027, "e_bureau").items[0].postings == 0
    (public,) = responsibility_view(town, AUDITOR, 2027).items
    assert (public.hired_times, public.postings) == (None, 1)
    with pytest.raises(NotFound, match="e_no"):
        responsibility_view(town, LOCAL_ORGANIZER, 2027, "e_no")


def test_the_counter_reckons_from_counts_alone(town: Application) -> None:
    """200 x 1.5 % = 3; 12 person-months = 1; 2 x 80 000 = 160 000, and 0.5 % of staff pays 90 % of it."""
    asked = WorkforceInput(staff=200, months={CountingClass.CERTIFICATE: 12}, wage=80_000, local_wage=100_000)
    view = quota_view(town, asked)
    assert (view.required, view.counted, view.placements, view.full, view.due) == (3, 1, 2, "160000.00", "144000.00")
    with pytest.raises(BadInput, match="an employer with nobody owes nothing") as refused:
        quota_view(town, WorkforceInput(staff=0))
    assert refused.value.detail.zh == "在职职工 0 人：没有职工的单位不用缴纳；请填全年平均人数，应大于 0。"
    many = WorkforceInput(staff=67, months={CountingClass.CERTIFICATE: 12_000})
    with pytest.raises(BadInput, match="at most 804 in all"):
        quota_view(town, many)
    with pytest.raises(BadInput, match="is no province"):
        quota_view(town, asked, region="420106")


def test_employers_come_from_a_list_in_two_formats(tmp_path: Path) -> None:
    sheet, list_ = tmp_path / "单位.csv", tmp_path / "单位.yaml"
    sheet.write_text("name,staff,wage,certificate\n甲,200,80000,12\n", "utf-8")
    list_.write_text("- {name: 甲, staff: 200, wage: 80000, months: {certificate: 12}}\n", "utf-8")
    expected = WorkforceInput(name="甲", staff=200, wage=80_000, months={CountingClass.CERTIFICATE: 12})
    assert read_employers(sheet) == read_employers(list_) == (expected,)
    list_.write_text("- {name: 乙, staff: many}\n", "utf-8")
    with pytest.raises(BadInput, match=r"单位\.yaml: 1: staff must be a number"):
        read_employers(list_)
    list_.write_text("just words", "utf-8")
    with pytest.raises(BadInput, match="expected a list of employers"):
        read_employers(list_)


# --- the ledgers of people -------------------------------------------------------------------------------------------------------


def test_graduates_stand_in_the_ledger_with_what_they_lack(town: Application) -> None:
    page = graduates_view(town, LOCAL_ORGANIZER, None, 10)
    assert [(one.candidate, one.name, one.entered, one.served, one.employed, one.missing) for one in page.items] == [
        ("c_gao", "gao", False, True, True, ("plan",)),
        ("c_lin", "lin", False, False, False, ("plan", "service")),
    ]
    assert (enter_graduates(town, LOCAL_ORGANIZER).entered, enter_graduates(town, LOCAL_ORGANIZER).entered) == (2, 0)
    refused = record_refusal(town, COUNSELOR, "c_lin", RefusalInput(on=date(2027, 3, 2), reason="先读研"))
    assert (refused.entered_on, refused.refused_on) == (date(2027, 3, 18), date(2027, 3, 2))
    first = graduates_view(town, LOCAL_ORGANIZER, None, 1)
    (lin,) = graduates_view(town, LOCAL_ORGANIZER, first.next, 1).items
    assert (lin.refused_on, lin.missing) == (date(2027, 3, 2), ("plan",))
    assert record_refusal(town, COUNSELOR, "c_lin", RefusalInput(on=None)).refused_on is None
    assert [one.candidate for one in graduates_view(town, COUNSELOR, None, 10).items] == ["c_lin"]


def test_a_refusal_that_makes_no_sense(town: Application) -> None:
    with pytest.raises(NotFound, match="c_no"):
        record_refusal(town, LOCAL_ORGANIZER, "c_no", RefusalInput(on=date(2027, 3, 1)))
    with pytest.raises(NotFound, match="graduates' ledger"):
        record_refusal(town, LOCAL_ORGANIZER, "c_chen", RefusalInput(on=None))
    with pytest.raises(BadInput, match="lies ahead"):
        record_refusal(town, LOCAL_ORGANIZER, "c_lin", RefusalInput(on=date(2027, 3, 19)))
    with pytest.raises(BadInput, match="leave it out"):
        record_refusal(town, LOCAL_ORGANIZER, "c_lin", RefusalInput(on=None, reason="x"))


def test_services_and_placements_line_by_line(town: Application) -> None:
    rest = (ServiceKind.ASSESSMENT, ServiceKind.NEEDS)
    (gao,) = (one for one in services_view(town, LOCAL_ORGANIZER, None, 10).items if one.candidate == "c_gao")
    assert (set(gao.done), gao.missing) == ({ServiceKind.VERIFICATION, ServiceKind.EMPLOYMENT}, rest)
    page = placements_view(town, LOCAL_ORGANIZER, 2027, None, 1)
    assert [(one.candidate, one.on, one.title, one.employer, one.district) for one in page.items] == [
        ("c_chen", date(2027, 1, 20), "p_clerk", "江城面粉厂", WUCHANG)
    ]
    following = placements_view(town, LOCAL_ORGANIZER, 2027, page.next, 1)
    assert ([one.candidate for one in following.items], following.next) == (["c_gao"], None)
    for viewer in (AUDITOR, EMPLOYER):
        for door in (services_view, graduates_view):
            with pytest.raises(NotAllowed):
                door(town, viewer, None, 10)


def test_what_is_only_counted_reaches_the_report(town: Application) -> None:
    told = TallyInput(kind=TallyKind.PROJECT, title="手作工坊", on=date(2027, 2, 1), district=WUCHANG)
    made = record_tally(town, LOCAL_ORGANIZER, told, "k1")
    assert record_tally(town, LOCAL_ORGANIZER, told, "k1") == made
    assert figure(year_view(town, LOCAL_ORGANIZER, 2027), "incubation.projects").count == 1
    withdraw_tally(town, LOCAL_ORGANIZER, made.id)
    assert figure(year_view(town, LOCAL_ORGANIZER, 2027), "incubation.projects").count == 0
    assert [one.withdrawn for one in list_tallies(town, LOCAL_ORGANIZER)] == [True]
    with pytest.raises(NotFound):
        withdraw_tally(town, LOCAL_ORGANIZER, made.id)
    with pytest.raises(BadInput, match="counts no people"):
        record_tally(town, LOCAL_ORGANIZER, told.model_copy(update={"people": ("c_lin",)}), "k2")


def test_work_is_dispatched_within_the_capacity(town: Application) -> None:
    """60 person-days hold the batch of 40, and then the one of 30 waits."""
    told = WorkshopInput(
        id="w_sun", name="阳光家园", places=20, taken=14, work=("包装",), free_days=60, reported_on=date(2027, 3, 1)
    )
    report_workshop(town, LOCAL_ORGANIZER, told)
    add_batch(town, LOCAL_ORGANIZER, BatchInput(id="b_1", title="礼盒", work="包装", days=40))
    proposed = add_batch(town, LOCAL_ORGANIZER, BatchInput(id="b_2", title="礼袋", work="包装", days=30))
    assert ([(one.batch, one.workshop) for one in proposed.proposed], [one.batch for one in proposed.left]) == (
        [("b_1", "w_sun")],
        ["b_2"],
    )
    sent = send_batches(town, LOCAL_ORGANIZER, SendInput(), "k1")
    assert [(one.batch, one.on) for one in sent.sent] == [("b_1", date(2027, 3, 18))]
    assert (sent.workshops[0].free_days, sent.proposed) == (20, ())
    assert send_batches(town, LOCAL_ORGANIZER, SendInput(sent={"b_1": "w_sun"}), "k2") == sent
    with pytest.raises(BadInput, match="takes 30 person-days and w_sun has 20 left"):
        send_batches(town, LOCAL_ORGANIZER, SendInput(sent={"b_2": "w_sun"}), "k3")
    with pytest.raises(BadInput, match="was sent already"):
        add_batch(town, LOCAL_ORGANIZER, BatchInput(id="b_1", title="礼盒", work="包装", days=1))
    with pytest.raises(BadInput, match="places"):
        report_workshop(town, LOCAL_ORGANIZER, told.model_copy(update={"taken": 21}))
    report = year_view(town, LOCAL_ORGANIZER, 2027)
    assert [figure(report, name).count for name in ("sheltered.places", "sheltered.occupied", "sheltered.days")] == [20, 14, 40]
    assert dispatch_view(town, LOCAL).workshops == ()


# --- the other doors -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def client(town: Application) -> Iterator[TestClient]:
    with TestClient(Web(town), base_url=HERE, client=LOOPBACK) as made:
        yield made


def test_json_says_what_the_actions_say(client: TestClient, town: Application) -> None:
    assert client.get("/api/v1/reports/2027").json() == year_view(town, LOCAL_ORGANIZER, 2027).model_dump(mode="json")
    assert client.get("/api/v1/reports/2022").status_code == 422
    assert client.get("/api/v1/reports/2027?district=420999").status_code == 404
    assert client.get("/api/v1/obligations").json()["duties"][0]["employer"] == "e_bureau"
    assert client.get("/api/v1/quota?staff=200&certificate=12&wage=80000&local_wage=100000").json()["due"] == "144000.00"
    assert [one["candidate"] for one in client.get("/api/v1/ledgers/graduates").json()["items"]] == ["c_gao", "c_lin"]
    assert [one["on"] for one in client.get("/api/v1/ledgers/placements/2026").json()["items"]] == ["2026-09-01"]
    file = client.get("/api/v1/reports/2027?as=csv")
    assert (file.headers["content-type"], file.content[:3]) == ("text/csv; charset=utf-8", b"\xef\xbb\xbf")


def test_writes_need_a_key_and_take_it_once(client: TestClient) -> None:
    project = {"kind": "incubation.projects", "title": "手作工坊", "on": "2027-02-01"}
    assert client.post("/api/v1/ledgers/tallies", json=project).status_code in (403, 422)
    keyed = {"idempotency-key": "k1"}
    made = [client.post("/api/v1/ledgers/tallies", json=project, headers=keyed).json() for _ in range(2)]
    assert (made[0], len(client.get("/api/v1/ledgers/tallies").json()["items"])) == (made[1], 1)
    other = client.post("/api/v1/ledgers/tallies", json=project | {"title": "另一个"}, headers=keyed)
    assert (other.status_code, "take a new one" in other.text or "换一个" in other.text) == (422, True)
    told = {"on": "2027-03-01", "people": 1}
    assert client.post("/api/v1/employers/e_bureau/reports", json=told, headers=keyed).json()["duty"]["state"] == "share"
    assert client.post("/api/v1/employers/e_no/reports", json=told, headers=keyed).status_code == 422
    assert client.post("/api/v1/employers/e_no/reports", json=told, headers={"idempotency-key": "k2"}).status_code == 404


def test_commands_print_the_same(town: Application) -> None:
    home = town.settings.home
    view = json.loads(tongtu("report", "year", "2026", "--json", home=home).stdout)
    assert (view["since"], view["published"]) == ("2026-01-01", False)
    assert "应安排" in tongtu("quota", "--staff", "200", "--on", "2027-03-18", home=home, TONGTU_LANG="zh").stdout
    assert "示例区某局" in tongtu("obligations", home=home).stdout
    wrong = tongtu("quota", "--staff", "200", "--months", "certificates=1", home=home)
    assert (wrong.returncode, "months.certificates" in wrong.stderr) == (2, True)
