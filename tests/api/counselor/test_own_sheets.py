"""The sheet for the person, the copy of everything, requests with their answers, and erasure."""

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.actions.appeals import answer_appeal, appeal_view, appeals_view, lodge_appeal
from api.actions.erasing import erase, erasure_view
from api.actions.errors import BadInput, Conflict, NotFound
from api.actions.own_sheets import own_sheet, sheet_file
from api.actions.person_records import record_file, record_view
from api.actions.retention import forget_due, retention_due
from api.paper.blocks import Style
from api.record_words import SECTIONS
from api.schemas.appeals import AnswerInput, AppealInput
from api.schemas.person_records import ErasureInput
from api.settings import Settings
from api.wiring import Application, open_application
from data.privacy import person_record
from matching.features import FEATURES
from matching.policy import policy_on
from matching.records import LOCAL_ORGANIZER, CertificateDetails, Role, Viewer
from tests.api.conftest import CLERK, FROM_OWN_PAGE, HE, HERE, LIN, LOOPBACK, SONG, SPRING, ZHOU, open_copy
from tests.api.test_cli import tongtu
from tests.api.web import Web

AUDITOR = Viewer(account="shen", role=Role.AUDITOR)
NUMBER = "42011119900501002X21"


@pytest.fixture(scope="module")
def app(worked_town: Path, tmp_path_factory: pytest.TempPathFactory) -> Application:
    """The worked town, in which Lin's certificate is known."""
    made = open_copy(worked_town, tmp_path_factory.mktemp("sheets"))
    with made.database.begin(LOCAL_ORGANIZER) as stores:
        person = stores.candidates.get(LOCAL_ORGANIZER, LIN)
        assert person is not None
        papers = CertificateDetails(candidate=LIN, number=NUMBER, category=2, grade=1)
        stores.candidates.upsert_many(LOCAL_ORGANIZER, [(person, papers)])
    return made


@pytest.fixture
def web(app: Application) -> TestClient:
    return TestClient(Web(app), base_url=HERE, client=LOOPBACK, headers=FROM_OWN_PAGE, follow_redirects=False)


def test_the_sheet_tells_matches_and_why_in_easy_words(app: Application) -> None:
    view = own_sheet(app, LOCAL_ORGANIZER, LIN, SPRING)
    assert (view.fit + view.asked + view.blocked, view.postings) == (3, 3)
    clerk = next(one for one in view.fits if one.posting == CLERK)
    assert clerk.line.zh.startswith("这份工作你可以做")
    assert clerk.reasons != ()
    assert [one.scope for one in view.consents] == ["listing"]
    assert (view.answer_days, view.notice_version) == (30, "notice-2026-1")


def test_who_opted_out_is_given_no_reason_of_an_order(app: Application) -> None:
    from api.actions.person_files import set_profiling

    set_profiling(app, LOCAL_ORGANIZER, ZHOU, False)
    view = own_sheet(app, LOCAL_ORGANIZER, ZHOU, SPRING)
    assert (view.profiling, {one.reasons for one in view.fits}) == (False, {()})


def test_the_certificate_lies_on_no_table_by_chance(app: Application, web: TestClient) -> None:
    said = web.get(f"/people/{LIN}/sheet").text
    assert NUMBER not in said
    assert f'href="/people/{LIN}#ordering"' in said
    assert "听力残疾" not in said
    with app.database.read(AUDITOR) as stores:
        actions = [one.action for one in stores.log.of_candidate(AUDITOR, LIN)]
    assert "read-certificate" not in actions
    copy = {section.key: section for section in record_view(app, LOCAL_ORGANIZER, LIN).sections}
    told = {row.name.zh: row.value.zh for row in copy["certificate"].rows}
    assert told == {"类型": "残疾人证", "证号": NUMBER, "残疾类别": "听力残疾", "残疾等级": "1"}


def test_everything_in_the_copy_has_a_section_of_its_own(app: Application) -> None:
    with app.database.read(LOCAL_ORGANIZER) as stores:
        whole = person_record(stores, LOCAL_ORGANIZER, LIN, app.clock())
    assert whole is not None
    split = {"person", "abilities", "aids", "resume", "wishes", "other"}
    assert set(whole) - {"candidate", "made_at"} == set(SECTIONS) - split
    sections = record_view(app, LOCAL_ORGANIZER, LIN).sections
    assert [one.key for one in sections] == list(SECTIONS)
    lengths = {one.key: len(one.rows) for one in sections}
    assert (lengths["abilities"], lengths["consents"], lengths["services"], lengths["lists"] > 0) == (45, 1, 1, True)


def test_codes_are_said_in_words_and_names_resolved(app: Application) -> None:
    sections = {one.key: one for one in record_view(app, LOCAL_ORGANIZER, LIN).sections}
    (consent,) = sections["consents"].rows
    assert "同意什么：列入名单" in consent.value.zh
    assert "单位：江城文印社" in consent.value.zh
    assert "怎样说明：易读文字" in consent.value.zh
    wishes = {row.name.en: row.value.en for row in sections["wishes"].rows}
    assert wishes["at least, yuan a month"] == "3000"


def test_the_person_reads_who_read_by_role_and_day_never_by_account(app: Application) -> None:
    own_sheet(app, LOCAL_ORGANIZER, LIN)
    view = own_sheet(app, LOCAL_ORGANIZER, LIN)
    read = next(one for one in view.accesses if one.what.en == "opened the file")
    assert (read.on, read.role.zh, read.organisation.zh, read.times > 1) == (date(2027, 3, 18), "组织者", "市级就业服务机构", True)
    assert "local" not in view.model_dump_json()


def test_files_are_made_and_logged(app: Application) -> None:
    made = sheet_file(app, LOCAL_ORGANIZER, LIN, "csv", event_id=SPRING)
    assert re.fullmatch(r"2027-03-18_春季专场_我的岗位和我的资料_.*\.csv", made.name)
    assert "网信部门" in made.content.decode("utf-8-sig")
    large = sheet_file(app, LOCAL_ORGANIZER, LIN, "pdf", Style("zh", large=True, plain=True))
    assert large.content.startswith(b"%PDF")
    whole = json.loads(record_file(app, LOCAL_ORGANIZER, LIN, "json").content)
    assert whole["certificate"]["number"] == NUMBER
    with app.database.read(AUDITOR) as stores:
        exports = [one.detail.get("what") for one in stores.log.of_candidate(AUDITOR, LIN) if one.action == "export"]
    assert exports[-3:] == ["sheet", "sheet", None]
    for make in (record_view, own_sheet):
        with pytest.raises(NotFound):
            make(app, Viewer(account="far", role=Role.COUNSELOR, district="420102"), LIN)


def test_a_request_is_due_by_the_policy_and_answered_once(app: Application) -> None:
    told = AppealInput(kind="complaint", text="  等了很久  ", on=date(2027, 3, 1))
    made = lodge_appeal(app, LOCAL_ORGANIZER, SONG, told, "k1")
    assert lodge_appeal(app, LOCAL_ORGANIZER, SONG, told, "k1") == made
    assert (made.text, made.due_on, made.late, made.result) == ("等了很久", date(2027, 3, 31), False, None)
    with pytest.raises(BadInput, match="take a new one"):
        lodge_appeal(app, LOCAL_ORGANIZER, SONG, told.model_copy(update={"text": "别的"}), "k1")
    answer = AnswerInput(result="partly", text="已加快", named="王芳")
    answered = answer_appeal(app, LOCAL_ORGANIZER, made.id, answer)
    assert answer_appeal(app, LOCAL_ORGANIZER, made.id, answer) == answered
    with pytest.raises(Conflict):
        answer_appeal(app, LOCAL_ORGANIZER, made.id, answer.model_copy(update={"result": "refused"}))
    assert [one.answer for one in own_sheet(app, LOCAL_ORGANIZER, SONG).appeals] == ["已加快"]
    with pytest.raises(NotFound):
        appeal_view(app, LOCAL_ORGANIZER, 99)


def test_what_waits_too_long_is_late_and_words_stay_shut_in_the_list(app: Application) -> None:
    lodge_appeal(app, LOCAL_ORGANIZER, ZHOU, AppealInput(kind="human", text="请解释", on=date(2027, 1, 2)), "late")
    view = appeals_view(app, LOCAL_ORGANIZER)
    assert (view.waiting, view.late, {one.text for one in view.items}) == (2, 1, {""})
    assert [one.candidate for one in view.items if one.late] == [ZHOU]
    first = appeals_view(app, LOCAL_ORGANIZER, limit=1)
    assert [one.id for one in appeals_view(app, LOCAL_ORGANIZER, after=first.next or 0).items] == [view.items[1].id]


@pytest.mark.parametrize(
    ("told", "problem"),
    [({"text": "   "}, "Write what the person said"), ({"on": date(2027, 3, 19)}, "lies ahead")],
)
def test_an_empty_or_coming_request_is_refused(app: Application, told: dict[str, object], problem: str) -> None:
    with pytest.raises(BadInput, match=problem):
        lodge_appeal(app, LOCAL_ORGANIZER, SONG, AppealInput.model_validate({"kind": "copy", "text": "要一份"} | told), "k9")


def test_objecting_and_answering_by_form(app: Application, web: TestClient) -> None:
    path = f"/people/{SONG}"
    key = re.findall(r'action="/people/c_song/appeals".*?name="key" value="([^"]+)"', web.get(f"{path}/sheet").text, re.S)[0]
    wrong = web.post(f"{path}/appeals", data={"key": key, "kind": "", "text": "", "on": ""})
    assert wrong.status_code == 422
    assert [f'href="#{name}"' in wrong.text for name in ("kind", "text")] == [True, True]
    form = {"key": key, "kind": "correction", "text": "<i>电话</i>写错了", "on": ""}
    for _ in range(2):
        done = web.post(f"{path}/appeals", data=form)
        assert (done.status_code, done.headers["location"]) == (303, f"{path}/sheet?done=lodged#asked")
    asked = [one for one in own_sheet(app, LOCAL_ORGANIZER, SONG).appeals if one.kind == "correction"]
    assert [one.text for one in asked] == ["<i>电话</i>写错了"]
    page = f"/appeals/{asked[0].id}"
    assert "&lt;i&gt;电话&lt;/i&gt;" in web.get(page).text
    assert web.post(page, data={"result": "done", "text": "", "named": ""}).status_code == 422
    answered = web.post(page, data={"result": "done", "text": "已改正", "named": "王芳"})
    assert (answered.status_code, answered.headers["location"]) == (303, "/appeals?done=answered")
    late = web.post(page, data={"result": "refused", "text": "不改", "named": "王芳"})
    assert late.status_code == 422
    assert "已改正" in web.get(f"{path}/sheet").text


def test_before_an_erasure_it_says_what_stays_why_and_until_when(app: Application) -> None:
    policy = policy_on(app.today)
    view = erasure_view(app, LOCAL_ORGANIZER, ZHOU)
    assert [(one.until, one.to_confirm) for one in view.stays] == [
        (date(2027, 9, 18), policy.fact("retention.access_record_months").to_confirm),
        (date(2030, 3, 18), policy.fact("retention.processing_record_years").to_confirm),
        (date(2037, 3, 18), policy.fact("retention.placement_years").to_confirm),
    ]
    # Who never was hired leaves no figure of a hire.
    assert len(erasure_view(app, LOCAL_ORGANIZER, SONG).stays) == 2


def test_an_erasure_needs_the_id_again_and_a_name_and_destroys_everything(app: Application, web: TestClient) -> None:
    path = f"/people/{HE}/erasure"
    for told in ({"candidate": LIN, "named": "王芳"}, {"candidate": HE, "named": ""}, {"candidate": "", "named": "王芳"}):
        assert web.post(path, data=told).status_code == 422
    assert web.get(f"/people/{HE}").status_code == 200
    done = web.post(path, data={"candidate": HE, "named": "王芳"})
    assert (done.status_code, done.headers["location"]) == (303, "/caseload?done=erased")
    for gone in ("", "/sheet", "/record.json", "/erasure"):
        assert web.get(f"/people/{HE}{gone}").status_code == 404
    with app.database.read(AUDITOR) as stores:
        lines = [(one.action, one.detail.get("named")) for one in stores.log.of_candidate(AUDITOR, HE)]
    assert lines[-2:] == [("ask-erasure", "王芳"), ("erase", None)]
    with pytest.raises(NotFound):
        erase(app, LOCAL_ORGANIZER, HE, ErasureInput(candidate=HE, named="王芳"))


def test_the_command_line_says_the_same(worked_town: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    open_copy(worked_town, home).database.close()
    made = tongtu("people", "export", LIN, "--out", str(tmp_path / "文件"), home=home)
    assert (made.returncode, json.loads(Path(made.stdout.strip()).read_text("utf-8"))["candidate"]["id"]) == (0, LIN)
    shown = tongtu("people", "erase", SONG, "--named", "王芳", home=home).stdout
    assert "not erased yet" in shown
    assert "网络安全法" in shown
    gone = json.loads(tongtu("people", "erase", SONG, "--named", "王芳", "--yes", "--json", home=home).stdout)
    assert gone["candidate"] == SONG


def test_what_is_kept_goes_when_its_time_is_over(worked_town: Path, tmp_path: Path) -> None:
    """Zhou, hired and erased in 2027: nothing is due then; the records of processing in 2031, the figure of the hire in 2038."""
    open_copy(worked_town, tmp_path).database.close()

    def at(year: int) -> Application:
        url = f"sqlite:///{tmp_path / 'tongtu.db'}"
        return open_application(Settings(home=tmp_path, database_url=url), lambda: datetime(year, 3, 18, tzinfo=UTC))

    erase(at(2027), LOCAL_ORGANIZER, ZHOU, ErasureInput(candidate=ZHOU, named="王芳"))
    due = [retention_due(at(year), LOCAL_ORGANIZER) for year in (2027, 2031, 2038)]
    assert [(one.processing, one.placements) for one in due] == [((), ()), ((), ()), ((), (ZHOU,))]
    assert forget_due(at(2038), LOCAL_ORGANIZER)[1] == 5
    assert retention_due(at(2038), LOCAL_ORGANIZER).placements == ()
    assert LIN in due[1].idle
    assert due[0].idle == ()


def test_the_readable_copy_names_no_column_of_the_machinery(app: Application) -> None:
    """Lines of lists are told in words; the figures that the order rests on stand in the file for programs."""
    names = {one.name for one in FEATURES}
    lists = next(one for one in record_view(app, LOCAL_ORGANIZER, LIN).sections if one.key == "lists")
    assert lists.rows != ()
    for row in lists.rows:
        assert [name for name in names if name in row.value.zh] == []
        assert "其中靠安排满足的：" in row.value.zh
    with app.database.read(LOCAL_ORGANIZER) as stores:
        kept = person_record(stores, LOCAL_ORGANIZER, LIN, app.clock())
    assert kept is not None
    assert names & set(kept["lists"][0]["features"])
