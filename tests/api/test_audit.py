"""The audit of an event through its doors: who may read it, what it counts, and what never leaves the house."""

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.access import viewer_of
from api.actions.audit import audit_event
from api.actions.audit_sheets import HIDDEN, audit_file
from api.actions.coverage import coverage_of
from api.actions.errors import BadInput, NotAllowed, NotFound
from api.cli.audit_lines import audit_lines, columns
from api.languages import Language
from api.pictures import coverage
from api.schemas.audit import AuditTableView, AuditView, GroupRowView
from api.settings import Settings
from api.wiring import Application, open_application
from data.stores import NotAllowed as StoreNotAllowed
from data.stores import Outcome, Publication, Step
from matching.audit import Part, Stage
from matching.audit.words import TOO_FEW, points
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Level
from matching.prematch import PrematchSettings, prematch
from matching.records import (
    LOCAL_ORGANIZER,
    AbilityProfile,
    Candidate,
    CertificateDetails,
    Credential,
    CredentialKind,
    Demand,
    Employer,
    Event,
    EventKind,
    Interview,
    Pay,
    PayUnit,
    Person,
    Place,
    Posting,
    Provenance,
    Role,
    SourceRef,
    Viewer,
    Visitor,
    Workplace,
)
from matching.shortlist import Versions
from tests.api.conftest import HERE, LOOPBACK, WeightedRanker
from tests.api.test_cli import tongtu
from tests.api.web import Web
from tests.matching.audit.test_report import CLAIMS

NOW = datetime(2027, 3, 18, 1, 30, tzinfo=UTC)
HONGSHAN, WUCHANG = "420111", "420106"
AUDITOR = Viewer(account="shen", role=Role.AUDITOR)
IN_HONGSHAN = Viewer(account="he", role=Role.ORGANIZER, district=HONGSHAN)
IN_WUCHANG = Viewer(account="wu", role=Role.ORGANIZER, district=WUCHANG)
HEARING, LIMB = 2, 4
NAMED, LISTED = "姓名", 24
"""Every name begins with it; how many people each list holds."""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Application:
    """A spring fair of Hongshan and the one before it: 50 people who hear nothing, 60 who climb no stairs, 3 with another category.

    Six posts are upstairs, one is not; nobody may do the post with the phone who hears nothing.
    """
    home = tmp_path_factory.mktemp("audit")
    made = open_application(Settings(home=home, database_url=f"sqlite:///{home / 'tongtu.db'}"), lambda: NOW)
    people = [_person(f"c_ear_{n:02}", HEARING, {"hearing_phone": 0, "hearing_speech": 0}) for n in range(50)]
    people += [_person(f"c_leg_{n:02}", LIMB, {"stairs": 0}) for n in range(60)]
    people += [_person(f"c_eye_{n}", 1, {"text_access": 0, "stairs": 0, "hearing_phone": 0}) for n in range(3)]
    posts = [_posting(f"p_up_{n}", {"stairs": 3}) for n in range(2)] + [_posting("p_phone", {"hearing_phone": 3})]
    events = [
        Event(id="spring", name="=春季专场", on=date(2027, 3, 20), district=HONGSHAN),
        Event(id="winter", name="冬季专场", on=date(2026, 12, 20), district=HONGSHAN),
        Event(id="massage", name="按摩专场", kind=EventKind.MASSAGE_FAIR, on=date(2027, 1, 20), district=HONGSHAN),
        Event(id="second", name="按摩第二场", kind=EventKind.MASSAGE_FAIR, on=date(2027, 3, 28), district=HONGSHAN),
        Event(id="planned", name="筹备中", district=HONGSHAN),
        Event(id="city", name="全市专场", on=date(2027, 3, 10)),
    ]
    with made.database.begin(LOCAL_ORGANIZER) as stores:
        stores.candidates.upsert_many(LOCAL_ORGANIZER, people)
        stores.employers.upsert_many(LOCAL_ORGANIZER, [Employer(id="e_river", name="江边厂")])
        stores.postings.upsert_many(LOCAL_ORGANIZER, posts)
        stores.events.upsert_many(LOCAL_ORGANIZER, events)
    everybody = [one for one, _ in people]
    _match(made, "winter", everybody, posts[2:], datetime(2026, 12, 18, tzinfo=UTC))
    _match(made, "massage", everybody, posts, datetime(2027, 1, 18, tzinfo=UTC))
    _match(made, "spring", everybody, posts, NOW)
    _match(made, "second", everybody, posts, NOW)
    _match(made, "spring", everybody[:3], posts, datetime(2027, 3, 25, tzinfo=UTC))
    _record(made)
    _allot(made)
    return made


@pytest.fixture(scope="module")
def view(app: Application) -> AuditView:
    return audit_event(app, LOCAL_ORGANIZER, "spring")


@pytest.fixture(scope="module")
def web(app: Application) -> Iterator[TestClient]:
    with TestClient(Web(app), base_url=HERE, client=LOOPBACK) as made:
        yield made


def _person(name: str, category: int, less: dict[str, Level]) -> tuple[Candidate, CertificateDetails]:
    number = int(name[-2:].lstrip("_"))
    person = Candidate(
        id=name,
        person=Person(name=f"{NAMED}{name}", birth=date(1990, 5, 1), sex="female" if number % 2 else "male"),
        credential=Credential(kind=CredentialKind.CERTIFICATE),
        home=Place(city="武汉", district=HONGSHAN),
        profile=AbilityProfile.of(less, unlisted=4),
        profiling=number % 10 != 0,
    )
    return person, CertificateDetails.model_validate({"candidate": name, "category": category, "grade": 2 if number % 3 else 4})


def _posting(name: str, asks: dict[str, Level]) -> Posting:
    asked: dict[str, Level] = {row.name: 0 for row in CATALOGUE.dimensions} | asks
    return Posting(
        id=name,
        employer="e_river",
        title="装配工",
        source=SourceRef(name="test"),
        pay=Pay(minimum=4_000, maximum=4_200, unit=PayUnit.MONTH),
        place=Place(city="武汉", district=HONGSHAN),
        demands=tuple(Demand(dimension=key, level=level, provenance=Provenance.CONFIRMED) for key, level in asked.items()),
        workplace=Workplace(remote=False, floor=1, entrance_steps=0, toilet="accessible", commute=1),
    )


def _match(app: Application, event: str, people: list[Candidate], posts: list[Posting], at: datetime) -> None:
    versions = Versions(
        software="test", knowledge="test", encoder="test", ranker="weighted-1", candidates="test", postings="test", settings="test"
    )
    settings = PrematchSettings(today=at.date(), keep=LISTED)
    found = prematch(event, people, posts, app.encoder, WeightedRanker(), versions, settings)
    with app.database.begin(LOCAL_ORGANIZER) as stores:
        stores.runs.save(LOCAL_ORGANIZER, found, at)


def _record(app: Application) -> None:
    """Everybody listed at the posts upstairs is interviewed; ten of them get an offer, and a walk-in does."""
    with app.database.read(LOCAL_ORGANIZER) as stores:
        run = stores.audits.run(LOCAL_ORGANIZER, "spring")
        assert run is not None
        upstairs = [entry.candidate for entry in run.lists[1].band("fit")]
        walked_in = next(one.candidate for one in run.left_out)
    outcomes = [Outcome(candidate=name, posting="p_up_0", event="spring", step=Step.INTERVIEWED) for name in upstairs]
    outcomes += [
        Outcome(candidate=name, posting="p_up_0", event="spring", step=Step.OFFERED) for name in (*upstairs[:10], walked_in)
    ]
    with app.database.begin(LOCAL_ORGANIZER) as stores:
        stores.outcomes.save_many(LOCAL_ORGANIZER, outcomes)


def _allot(app: Application) -> None:
    """On the lists of the second massage fair all but four agreed; the ears were given an interview, of the legs every second."""
    with app.database.read(LOCAL_ORGANIZER) as stores:
        found = stores.audits.run(LOCAL_ORGANIZER, "second")
    assert found is not None
    pairs = {entry.candidate: one.posting for one in found.lists for entry in one.band("fit")}
    agreed = sorted(pairs)[4:]
    given = [name for number, name in enumerate(agreed) if name.startswith("c_ear") or number % 2]
    rows = [Interview(candidate=name, posting=pairs[name], booth="A1", start=slot) for slot, name in enumerate(given)]
    publication = Publication(found.run.id, tuple(Visitor(candidate=name) for name in agreed), tuple(rows))
    with app.database.begin(LOCAL_ORGANIZER) as stores:
        stores.timetables.publish(LOCAL_ORGANIZER, "second", publication, "second")


def table(view: AuditView, attribute: str) -> AuditTableView:
    return next(one for one in view.tables if one.attributes == (attribute,))


def row(view: AuditView, attribute: str, name: str) -> GroupRowView:
    return next(one for one in table(view, attribute).rows if one.name.en == name)


def listed_of(app: Application, prefix: str) -> int:
    with app.database.read(LOCAL_ORGANIZER) as stores:
        run = stores.audits.run(LOCAL_ORGANIZER, "spring")
    assert run is not None
    names = {entry.candidate for one in run.lists for entry in one.band("fit")}
    return sum(name.startswith(prefix) for name in names)


def test_counts_are_those_of_the_lists(app: Application, view: AuditView) -> None:
    totals = {one.stage: one.count for one in view.totals}
    assert view.people == 113
    assert totals[Stage.SHORTLISTED] == sum(listed_of(app, prefix) for prefix in ("c_ear", "c_leg", "c_eye"))
    legs = row(view, "category", "physical impairment")
    assert legs.people == 60
    start = legs.stages[1].start
    assert start is not None
    assert start.count == listed_of(app, "c_leg")


def test_the_run_the_event_went_with_is_audited_not_the_last(view: AuditView) -> None:
    assert view.matched_at == NOW
    assert view.people == 113


def test_a_group_of_three_is_not_shown_and_covered(view: AuditView) -> None:
    assert [one.name.en for one in table(view, "category").rows] == ["physical impairment"]
    assert table(view, "category").unshown == 2


def test_stages_that_nobody_recorded_are_named(view: AuditView) -> None:
    assert view.not_recorded == (Stage.HIRED, Stage.RETAINED)
    assert view.headline[0].en.endswith("not recorded: hired, still there after 3 months.")


def test_a_walk_in_is_counted_apart(view: AuditView) -> None:
    other = {one.stage: one.another_way for one in view.totals}
    assert (other[Stage.SHORTLISTED], other[Stage.INTERVIEWED], other[Stage.OFFERED]) == (0, None, None)


def test_parts_of_gaps_add_up_and_name_the_missing_allocation(view: AuditView) -> None:
    gaps = [gap for one in view.sightings for gap in one.gaps]
    assert gaps
    for gap in gaps:
        assert sum(part.share or 0.0 for part in gap.parts) == pytest.approx(gap.whole, abs=1e-9)
        assert [part.share for part in gap.parts if part.part == "allocation"] == [None]


@pytest.fixture(scope="module")
def allotted(app: Application) -> AuditView:
    return audit_event(app, LOCAL_ORGANIZER, "second")


def test_with_a_timetable_the_allocation_is_a_part_like_the_others(app: Application, allotted: AuditView) -> None:
    totals = {one.stage: one.count for one in allotted.totals}
    assert list(totals) == [Stage.ELIGIBLE, Stage.SHORTLISTED, Stage.AVAILABLE, Stage.ALLOTTED]
    assert totals[Stage.AVAILABLE] == totals[Stage.SHORTLISTED] - 4
    assert totals[Stage.ALLOTTED] < totals[Stage.AVAILABLE]
    assert allotted.not_recorded == (Stage.INTERVIEWED, Stage.OFFERED, Stage.HIRED, Stage.RETAINED)
    given = [gap for one in allotted.sightings for gap in one.gaps if gap.stage is Stage.ALLOTTED]
    assert given
    for gap in given:
        shares = {part.part: part.share for part in gap.parts}
        assert [shares[part] is None for part in (Part.RANKER, Part.AVAILABLE, Part.ALLOCATION)] == [False] * 3
        assert sum(share or 0.0 for share in shares.values()) == pytest.approx(gap.whole, abs=1e-9)
    assert audit_event(app, AUDITOR, "second") == allotted


def test_page_file_and_text_show_the_allocation(app: Application, allotted: AuditView, web: TestClient) -> None:
    gap = next(gap for one in allotted.sightings for gap in one.gaps if gap.stage is Stage.ALLOTTED)
    share = next(part.share for part in gap.parts if part.part is Part.ALLOCATION)
    assert share is not None
    told = points(share)
    page = web.get("/events/second/audit", params={"lang": "en"}).text
    assert re.search(rf'<td class="num">{re.escape(points(gap.whole))}</td>.*<td class="num">{re.escape(told)}</td>', page)
    assert f"the allocation {told}" in audit_file(app, LOCAL_ORGANIZER, allotted).decode("utf-8-sig")
    assert f"the allocation {told}" in "\n".join(audit_lines(allotted, "en"))
    assert web.get("/api/v1/events/second/audit").json()["sightings"] == allotted.model_dump(mode="json")["sightings"]


def test_a_new_timetable_is_counted_anew_the_same_day(app: Application, allotted: AuditView) -> None:
    with app.database.begin(LOCAL_ORGANIZER) as stores:
        saved = stores.timetables.current(LOCAL_ORGANIZER, "second")
        assert saved is not None
        stores.timetables.publish(LOCAL_ORGANIZER, "second", Publication(saved.run, (), ()), "nobody")
    found = audit_event(app, LOCAL_ORGANIZER, "second")
    assert {one.stage: one.count for one in found.totals}[Stage.ALLOTTED] == 0
    assert found.made_at == allotted.made_at


def test_lots_are_drawn_by_the_rules_of_the_matching(view: AuditView) -> None:
    assert view.lists_changed == 0
    assert view.by_lot is not None
    for one in view.sightings:
        assert one.by_lot is not None
        assert (one.usual_low or 0) - 0.01 <= one.by_lot <= (one.usual_high or 0) + 0.01


def test_compared_with_the_last_event_of_the_kind_in_the_district(view: AuditView) -> None:
    assert view.earlier is not None
    assert view.earlier.event == "winter"
    women = next(one for one in view.changes if (one.name.en, one.stage) == ("women", Stage.SHORTLISTED))
    now = row(view, "sex", "women").stages[1].start
    assert now is not None
    assert (women.now, women.low > 0) == (now.share, True)  # three lists now, one then


def test_an_auditor_reads_the_same_figures(app: Application, view: AuditView) -> None:
    assert audit_event(app, AUDITOR, "spring") == view
    assert audit_event(app, IN_HONGSHAN, "spring").tables == view.tables


@pytest.mark.parametrize("role", [Role.EMPLOYER, Role.COUNSELOR, Role.ADMINISTRATOR])
def test_others_are_refused(app: Application, role: Role) -> None:
    viewer = Viewer(account="x", role=role, organisation="e_river")
    with pytest.raises(NotAllowed):
        audit_event(app, viewer, "spring")
    with app.database.read(viewer) as stores, pytest.raises(StoreNotAllowed):
        stores.audits.events(viewer)


def test_another_district_finds_nothing(app: Application) -> None:
    for viewer, event in ((IN_WUCHANG, "spring"), (IN_HONGSHAN, "city"), (LOCAL_ORGANIZER, "nowhere"), (AUDITOR, "planned")):
        with pytest.raises(NotFound):
            audit_event(app, viewer, event)


def test_a_matching_without_people_has_nothing_to_count(app: Application) -> None:
    _match(app, "city", [], [_posting("p_up_0", {})], NOW)
    with pytest.raises(BadInput):
        audit_event(app, LOCAL_ORGANIZER, "city")


def test_reading_groups_is_one_access_with_its_purpose(app: Application) -> None:
    def read() -> list[dict[str, Any]]:
        with app.database.read(AUDITOR) as stores:
            lines = stores.log.list(AUDITOR, limit=1_000, kind="candidate")
        return [dict(line.detail) for line in lines if line.action == "groups" and "massage" in line.detail["purpose"]]

    audit_event(app, LOCAL_ORGANIZER, "massage")
    assert [one["purpose"] for one in read()] == ["audit of an event massage"]
    audit_event(app, LOCAL_ORGANIZER, "massage")
    assert len(read()) == 1  # shown again, not counted anew


def test_no_name_and_no_id_leaves(app: Application, view: AuditView) -> None:
    with app.database.read(LOCAL_ORGANIZER) as stores:
        assert stores.candidates.get(LOCAL_ORGANIZER, "c_ear_01") is not None
    told = [view.model_dump_json(), audit_file(app, LOCAL_ORGANIZER, view).decode("utf-8-sig")]
    told += ["\n".join(audit_lines(view, "zh"))]
    assert [text for text in told if NAMED in text or re.search(r"c_(ear|leg|eye)_", text)] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_claims(app: Application, view: AuditView, web: TestClient, language: Language) -> None:
    page = web.get("/events/spring/audit", params={"lang": language})
    assert page.status_code == 200
    _, found, report = page.text.partition("<h1>")  # the bar above it names the fair
    assert found
    told = ["\n".join(audit_lines(view, language)), report, audit_file(app, LOCAL_ORGANIZER, view).decode("utf-8-sig")]
    assert [CLAIMS.findall(text) for text in told] == [[], [], []]


@pytest.mark.parametrize(("language", "sentence"), [("zh", "也不是合格证明"), ("en", "it is no certificate")])
def test_every_text_says_what_was_not_measured(
    app: Application, view: AuditView, web: TestClient, language: Language, sentence: str
) -> None:
    assert sentence in "\n".join(audit_lines(view, language))
    assert sentence in web.get("/events/spring/audit", params={"lang": language}).text
    assert sentence in audit_file(app, LOCAL_ORGANIZER, view).decode("utf-8-sig")


def test_the_file_holds_each_stage_of_each_group(app: Application, view: AuditView) -> None:
    rows = list(csv.DictReader(io.StringIO(audit_file(app, LOCAL_ORGANIZER, view).decode("utf-8-sig"))))
    found = next(
        one
        for one in rows
        if one["组 group"] == "女 / women" and one["步骤 stage"] == "进入名单 / on a list" and "×" not in one["分组方式 grouping"]
    )
    start = row(view, "sex", "women").stages[1].start
    assert start is not None
    assert (found["组内人数 applicants"], found["到达人数 selected"]) == (str(start.of), str(start.count))
    assert found["比例 selection rate"] == f"{start.share:.3f}"
    assert found["影响比（比最高组） impact ratio"] == f"{start.to_best:.3f}"


def test_no_cell_of_the_file_is_a_formula(app: Application, view: AuditView) -> None:
    name = view.tables[0].rows[0].name.model_copy(update={"zh": "=cmd|'/c calc'!A1"})
    rows = (view.tables[0].rows[0].model_copy(update={"name": name}),)
    evil = view.model_copy(update={"tables": (view.tables[0].model_copy(update={"rows": rows}),)})
    cells = [cell for line in csv.reader(io.StringIO(audit_file(app, LOCAL_ORGANIZER, evil).decode("utf-8-sig"))) for cell in line]
    assert any(cell.startswith("'=cmd") for cell in cells)
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []


def test_an_export_is_recorded(app: Application, view: AuditView) -> None:
    audit_file(app, LOCAL_ORGANIZER, view)
    with app.database.read(AUDITOR) as stores:
        last = [line for line in stores.log.list(AUDITOR, limit=1_000, kind="event") if line.action == "export"][-1]
    assert (last.object, last.detail["what"]) == ("spring", "audit")


def test_the_picture_shows_what_the_tables_show_and_nothing_that_they_keep_back(view: AuditView) -> None:
    found = coverage_of(view)
    shown = [table for table in view.tables if table.rows]
    assert [one.title for one in found.attributes] == [table.title for table in shown]
    for attribute, table in zip(found.attributes, shown, strict=True):
        for group, row in zip(attribute.groups, table.rows, strict=True):
            stages = {one.stage: one.start for one in row.stages if row.judged}
            for reach, stage in ((group.listed, Stage.SHORTLISTED), (group.given, Stage.ALLOTTED)):
                rate = stages.get(stage)
                told = None if rate is None else (rate.count, rate.of, rate.share, rate.low, rate.high)
                assert (None if reach is None else tuple(reach.model_dump().values())) == told
            assert (group.why is None) == (group.listed is not None)


def test_a_figure_that_is_kept_back_is_not_in_the_picture(view: AuditView) -> None:
    table = next(one for one in view.tables if one.rows)
    row = table.rows[0]
    stages = tuple(one.model_copy(update={"start": None, "hidden": "few"}) for one in row.stages)
    for changed, why in (
        (row.model_copy(update={"stages": stages}), HIDDEN["few"]),
        (row.model_copy(update={"judged": False}), TOO_FEW),
    ):
        kept = view.model_copy(update={"tables": (table.model_copy(update={"rows": (changed, *table.rows[1:])}),)})
        group = coverage_of(kept).attributes[0].groups[0]
        assert (group.listed, group.given, group.why) == (None, None, why)
        drawn = coverage.draw(coverage_of(kept), "zh", "wide").decode()
        assert f">{row.name.zh}<" not in drawn
        assert "另有 1 组人太少，不显示" in drawn


def test_the_picture_is_for_those_who_may_read_the_audit(app: Application, view: AuditView, web: TestClient) -> None:
    answer = web.get("/events/spring/audit.svg?lang=zh&size=narrow")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/svg+xml")
    assert answer.content == coverage.draw(coverage_of(view), "zh", "narrow")
    assert NAMED not in answer.text
    assert "audit.svg?size=narrow" in web.get("/events/spring/audit").text
    assert web.get("/events/nowhere/audit.svg").status_code == 404
    asked = Web(app)
    for role, status in ((Role.EMPLOYER, 403), (Role.COUNSELOR, 403), (Role.AUDITOR, 200)):
        asked.dependency_overrides[viewer_of] = lambda role=role: Viewer(account="x", role=role, organisation="e_river")
        assert TestClient(asked, base_url=HERE, client=LOOPBACK).get("/events/spring/audit.svg").status_code == status
    asked.dependency_overrides[viewer_of] = lambda: IN_WUCHANG
    assert TestClient(asked, base_url=HERE, client=LOOPBACK).get("/events/spring/audit.svg").status_code == 404


def test_json_page_and_file_answer(web: TestClient, view: AuditView) -> None:
    answer = web.get("/api/v1/events/spring/audit")
    assert (answer.status_code, AuditView.model_validate_json(answer.content)) == (200, view)
    page = web.get("/events/spring/audit")
    assert page.status_code == 200
    assert len(page.content) < 60_000
    file = web.get("/events/spring/audit.csv")
    assert file.headers["content-disposition"] == 'attachment; filename="audit.csv"'
    assert web.get("/events/nowhere/audit").status_code == 404


def test_lists_that_changed_since_are_named(app: Application, tmp_path: Path) -> None:
    made = open_application(Settings(home=tmp_path, database_url=f"sqlite:///{tmp_path / 'tongtu.db'}"), lambda: NOW)
    people = [_person(f"c_leg_{n:02}", LIMB, {}) for n in range(40)]
    post = _posting("p_up_0", {"stairs": 3})
    with made.database.begin(LOCAL_ORGANIZER) as stores:
        stores.candidates.upsert_many(LOCAL_ORGANIZER, people)
        stores.employers.upsert_many(LOCAL_ORGANIZER, [Employer(id="e_river", name="江边厂")])
        stores.postings.upsert_many(LOCAL_ORGANIZER, [post])
        stores.events.upsert_many(LOCAL_ORGANIZER, [Event(id="spring", name="春季专场")])
    _match(made, "spring", [one for one, _ in people], [post], NOW)
    with made.database.begin(LOCAL_ORGANIZER) as stores:
        stores.candidates.upsert_many(LOCAL_ORGANIZER, [_person("c_leg_00", LIMB, {"stairs": 0})])
    found = audit_event(made, LOCAL_ORGANIZER, "spring")
    assert (found.lists_changed, found.postings) == (1, 1)
    with made.database.begin(LOCAL_ORGANIZER) as stores:
        stores.candidates.erase(LOCAL_ORGANIZER, "c_leg_01")
        stores.outcomes.save_many(
            LOCAL_ORGANIZER, [Outcome(candidate="c_leg_02", posting="p_up_0", event="spring", step=Step.INTERVIEWED)]
        )
    assert audit_event(made, LOCAL_ORGANIZER, "spring").people == 39


def test_columns_are_aligned_with_chinese() -> None:
    assert list(columns([["组", "人数"], ["听力障碍", "5"]])) == ["  组        人数", "  听力障碍     5"]


def test_command_prints_text_json_and_a_new_file_only(app: Application, tmp_path: Path) -> None:
    home = app.settings.home
    text = tongtu("audit", "spring", "--lang", "en", home=home)
    assert (text.returncode, text.stdout.splitlines()[0][:15]) == (0, "Of 113 people 1")
    file = tmp_path / "audit.csv"
    told = json.loads(tongtu("audit", "spring", "--json", "--csv", str(file), home=home).stdout)
    assert (told["event"], told["people"], file.exists()) == ("spring", 113, True)
    again = tongtu("audit", "spring", "--csv", str(file), home=home)
    assert again.returncode == 2
    assert "name another file" in again.stderr
