"""Running a fair by its pages: allocation, timetable, desk, paper, letters, outcomes, promises, files."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from api.actions.fair_day import day_log
from api.actions.interviews import codes_view, sheet_view
from api.actions.jobs import list_jobs
from api.actions.letters import letters_page
from api.actions.matching import match_event
from api.actions.promises import list_promises
from api.actions.timetable_grid import grid_view
from api.jobs.worker import Worker
from api.wiring import Application
from matching.records import LOCAL_ORGANIZER as ME
from tests.api.conftest import CLERK, HE, HERE, LIN, LOOPBACK, SPRING, ZHOU
from tests.api.fair.conftest import NINE, Clock, move, plan_fair
from tests.api.fair.full import agree, allocated
from tests.api.web import Web
from tests.journeys.browsing import FROM_OWN_PAGE, Visit

AT = f"/events/{SPRING}"
NAMES = {LIN: "<b>林一</b>", HE: "何三", ZHOU: "周二"}


def browser(app: Application) -> TestClient:
    return TestClient(Web(app), base_url=HERE, client=LOOPBACK)


@pytest.fixture
def web(running: Application) -> Iterator[TestClient]:
    with browser(running) as made:
        yield made


@pytest.fixture
def visit(web: TestClient) -> Visit:
    return Visit(web)


def times(app: Application, candidate: str) -> list[tuple[str, str | None, str]]:
    return [(one.posting, one.at, one.state) for one in sheet_view(app, ME, SPRING, candidate=candidate).items]


def test_an_allocation_is_asked_for_with_its_reasons(app: Application) -> None:
    plan_fair(app)
    agree(app)
    move(app, "collecting")
    match_event(app, ME, SPRING)
    move(app, "pre_matched", "confirmed")
    visit = Visit(browser(app))
    visit.open(f"{AT}/allocation?candidate={LIN}&posting={CLERK}")
    visit.press("增加优先")
    visit.press("决定谁和谁面试", priorities__0__people="c_none")
    assert visit.status == 422
    assert visit.page.links["请填写"] in ("#priorities.0.reason", "#pins.0.reason")
    assert visit.page.links["没有这位求职者：c_none；请写求职者编号"] == "#priorities.0.people"
    reasons = {"priorities__0__reason": "零就业家庭先谈", "pins__0__reason": "双方都提出过"}
    visit.press("决定谁和谁面试", priorities__0__people=f"{LIN}、{ZHOU}", pins__0__posting="文字录入员", **reasons)
    (job,) = list_jobs(app, ME).items
    assert (job.kind, visit.at) == ("allocate", f"{AT}/run")
    Worker(app).work(0.1, once=True)
    assert list_jobs(app, ME).items[0].state == "done"
    visit.open(f"{AT}/allocation")
    assert re.findall(r"(优先|必须面试)：(\S+) (\d+) ", visit.page.text) == [
        ("优先", "零就业家庭先谈", "2"),
        ("必须面试", "双方都提出过", "1"),
    ]
    assert CLERK in {posting for posting, _, _ in times(app, LIN)}


def test_the_report_of_an_allocation_is_in_words(app: Application) -> None:
    text = Visit(browser(allocated(app))).open(f"{AT}/allocation").text
    report = sheet_view(app, ME, SPRING)
    people = len({one.candidate for one in report.items})
    assert f"{people} 人中有 {people} 人有面试，共 {len(report.items)} 场。" in text
    assert "通途的分配" in text
    assert "随机" in text
    assert not re.search(r"\bp_\w+", text.replace("p_clerk", ""))


def test_an_allocation_that_cannot_be_says_why_and_keeps_the_form(app: Application) -> None:
    plan_fair(app)
    visit = Visit(browser(app))
    assert [list(form.buttons) for form in visit.open(f"{AT}/allocation").forms] == []
    move(app, "collecting")
    match_event(app, ME, SPRING)
    move(app, "pre_matched", "confirmed")
    visit.open(f"{AT}/allocation")
    visit.press("现在就决定，等它完成", most="2")
    assert visit.status == 409
    assert "没有可以安排的面试" in visit.page.text
    assert visit.page.forms[0].fields["most"] == "2"


def test_the_grid_has_a_cell_for_each_interview(visit: Visit, web: TestClient) -> None:
    text = web.get(f"{AT}/timetable").text
    rows = re.findall(r'<tr><th scope="row">(.*?)</tr>', text, re.DOTALL)
    assert [re.sub(r"<[^>]+>", " ", row).split() for row in rows] == [
        ["A1", "江城文印社", "何三", "&lt;b&gt;林一&lt;/b&gt;", "周二"],
        ["A2", "滨江展厅", "&lt;b&gt;林一&lt;/b&gt;"],
    ]
    assert [len(re.findall("<td", row)) for row in rows] == [11, 12]
    assert text.count('<td colspan="2" class="held">') == 1
    assert text.count('class="closed"') == 3
    assert "没有冲突" in text
    codes = web.get(f"{AT}/timetable?show=codes").text
    assert "何三" not in codes.partition("<table")[2]


def test_a_conflict_cannot_be_missed(running: Application, visit: Visit, web: TestClient) -> None:
    agree(running)
    visit.open(f"{AT}/desk/paper")
    visit.press("载入这些登记", rows=f"时间,事项,求职者编号,岗位编号\n9:05,现场来人,c_more_0,{CLERK}\n")
    assert "载入了 1 条" in visit.page.text
    grid = grid_view(running, ME, SPRING, 0, 10)
    assert [(one.text.zh, sorted(seat.candidate for seat in one.seats)) for one in grid.conflicts] == [
        ("同一名面试官要同时见两个人", sorted([LIN, "c_more_0"]))
    ]
    text = web.get(f"{AT}/timetable").text
    assert "1 处冲突" in text
    assert '<td class="held clash"><strong>同时！</strong>' in text


def test_people_are_found_by_the_code_on_their_sheet(running: Application, visit: Visit) -> None:
    code = next(one.code for one in codes_view(running, ME, SPRING).items if one.candidate == ZHOU)
    visit.open(f"{AT}/timetable/people?find={code.lower()}")
    assert visit.page.links["周二"] == f"{AT}/timetable/people/{ZHOU}"
    visit.follow("周二")
    assert (visit.page.title, "10:00" in visit.page.text) == ("周二", True)
    visit.open(f"{AT}/timetable/people?find=AAAA-AAAA")
    assert (visit.status, "时间表上没有这个签到码或编号。" in visit.page.text) == (404, True)


def test_check_in_by_code_is_recorded_at_once_and_once(running: Application, visit: Visit) -> None:
    code = next(one.code for one in codes_view(running, ME, SPRING).items if one.candidate == LIN)
    page = visit.open(f"{AT}/desk")
    visit.press("签到", who=code)
    assert "林一 签到" in visit.page.text.replace("<b>", "").replace("</b>", "")
    visit.page = page
    visit.press("签到", who=code)
    assert [one.act for one in day_log(running, ME, SPRING).items] == ["check_in"]
    visit.press("签到", who="ZZZZ-ZZZZ")
    assert visit.page.links["没有找到这个人；请核对签到码或编号"] == "#check_in-who"
    visit.press("签到", who="")
    assert visit.page.links["请写签到码或编号"] == "#check_in-who"


def test_what_would_change_is_shown_before_it_is_kept(running: Application, visit: Visit) -> None:
    before = times(running, LIN)
    visit.open(f"{AT}/desk")
    late = next(form for form in visit.page.forms if form.fields.get("act") == "late")
    visit.page.forms = [late]
    visit.press("先看会怎么变", who=LIN, minutes="40", note="公交车坏了")
    assert visit.page.title == "会怎么变"
    assert "09:15 → 09:45" in visit.page.text
    assert (times(running, LIN), day_log(running, ME, SPRING).items) == (before, ())
    visit.press("登记")
    assert visit.at == f"{AT}/desk"
    assert times(running, LIN)[0] == (CLERK, "09:45", "late")
    assert "公交车坏了" in visit.open(f"{AT}/desk/log").text


def test_the_desk_names_who_has_no_interview_left(running: Application, visit: Visit) -> None:
    visit.open(f"{AT}/desk")
    visit.page.forms = [next(form for form in visit.page.forms if form.fields.get("act") == "employer_left")]
    visit.press("先看会怎么变", booth="A1")
    visit.press("登记")
    text = visit.page.text
    assert "2 人现在没有面试了： 何三 今天没有合适的空闲时间：请道歉，并另约时间。 周二" in text


def test_what_comes_out_differently_is_not_kept(running: Application, web: TestClient) -> None:
    first, second = Visit(web), Visit(web)
    for one, who in ((first, LIN), (second, LIN)):
        one.open(f"{AT}/desk")
        one.page.forms = [next(form for form in one.page.forms if form.fields.get("act") == "no_show")]
        one.press("先看会怎么变", who=who)
    first.press("登记")
    second.press("登记")
    assert second.status == 409
    assert len(day_log(running, ME, SPRING).items) == 1


def test_the_desk_says_who_is_next(running: Application, visit: Visit, clock: Clock) -> None:
    clock.now = NINE + timedelta(minutes=16)
    text = visit.open(f"{AT}/desk").text
    row = re.search(r"A1 江城文印社 (.*?) A2", text)
    assert row is not None
    now, _, following = row[1].partition("10:00")
    assert now.split()[:4] == ["现在", "09:15", "<b>林一</b>", "已安排"]
    assert "前面有 1 场没有登记" in now
    assert following.split() == ["周二", "已安排"]
    held = next(form for form in visit.page.forms if form.fields.get("act") == "held")
    visit.page.forms = [held]
    visit.press(next(iter(held.buttons)))
    assert times(running, LIN)[0] == (CLERK, "09:15", "done")


def test_paper_is_loaded_row_by_row(running: Application, visit: Visit) -> None:
    visit.open(f"{AT}/desk/paper")
    visit.press("载入这些登记", rows=" ")
    assert visit.page.links["请粘贴要载入的内容"] == "#rows"
    pasted = f"时间\t事项\t求职者编号\n9:05\t签到\t{LIN}\n十点\t签到\t{HE}"
    visit.press("载入这些登记", rows=pasted)
    assert (visit.status, "这次载入 1 条" in visit.page.text) == (422, True)
    assert next(form for form in visit.page.forms if "rows" in form.fields).fields["rows"] == pasted
    assert times(running, LIN)[0][2] == "checked_in"
    told = visit.client.post(
        f"{AT}/desk/paper/file",
        files={"file": ("当天.csv", f"时间,事项,求职者编号\n9:30,没有来,{HE}\n".encode(), "text/csv")},
        headers=FROM_OWN_PAGE,
    )
    assert (told.status_code, times(running, HE)[0][2]) == (200, "no_show")
    refused = visit.client.post(f"{AT}/desk/paper/file", files={"file": ("x.exe", b"MZ", "text/csv")}, headers=FROM_OWN_PAGE)
    assert (refused.status_code, 'id="file-fault"' in refused.text) == (422, True)
    sheet = visit.client.get(f"{AT}/desk/paper.csv").content.decode("utf-8-sig")
    assert sheet.startswith("时间")


def test_letters_are_written_taken_away_sent_and_answered(published: Application) -> None:
    visit = Visit(browser(published))
    visit.open(f"{AT}/letters")
    before = letters_page(published, ME, SPRING, "all", 0, 50)
    visit.press("写成草稿", kind="reminder", audience="candidate")
    view = letters_page(published, ME, SPRING, "all", 0, 50)
    written = [one for one in view.items if one.id > max((old.id for old in before.items), default=0)]
    assert (len(written), {one.name for one in written}) == (6, set(NAMES.values()))
    assert view.waiting == before.waiting + 6
    form = next(form for form in visit.page.forms if "取走待发的（ZIP）" in form.buttons)
    answer = visit.send(form)
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    letters = sum(one.channel.en == "letter" for one in view.items)
    assert sorted(name.rpartition(".")[2] for name in names) == ["csv", "csv", *["txt"] * letters]
    assert letters_page(published, ME, SPRING, "waiting", 0, 50).waiting == view.waiting
    visit.press(f"已经发出：把 {view.waiting} 条标记为已发")
    assert letters_page(published, ME, SPRING, "sent", 0, 50).waiting == 0
    visit.open(f"{AT}/letters")
    visit.press("写成草稿", kind="invitation", audience="candidate")
    invitation = letters_page(published, ME, SPRING, "unanswered", 0, 50).items[0]
    visit.open(f"{AT}/letters/{invitation.id}")
    visit.press("登记答复")
    assert visit.page.links["请选愿意或不愿意"] == "#answer"
    visit.press("登记答复", answer="no", posting=str(invitation.asks[0].posting))
    found = next(one for one in letters_page(published, ME, SPRING, "all", 0, 50).items if one.id == invitation.id)
    assert [one.answer for one in found.asks] == ["no", *[None] * (len(found.asks) - 1)]


def test_outcomes_are_recorded_in_one_form(running: Application, visit: Visit) -> None:
    number = {(one.candidate, one.posting): one.id for one in sheet_view(running, ME, SPRING).items}
    clerk = number[LIN, CLERK]
    visit.open(f"{AT}/interviews")
    visit.press(
        "登记结果", **{f"outcome__{clerk}": "rejected", f"reason__{clerk}": "distance", f"outcome__{number[HE, CLERK]}": "offered"}
    )
    assert "登记了 2 个结果。" in visit.page.text
    assert "4 场面试中，2 场有了结果。" in visit.page.text
    visit.open(f"{AT}/interviews?show=all")
    visit.press("登记结果", **{f"outcome__{clerk}": "hired"})
    assert visit.status == 422
    assert f"#outcome.{clerk}" in visit.page.links.values()
    with running.database.read(ME) as stores:
        steps = {one.step.value for one in stores.outcomes.list(ME, event=SPRING, candidate=LIN, posting=CLERK)}
    assert steps == {"attended", "interviewed", "rejected"}


def test_follow_ups_that_are_due_are_answered(running: Application, visit: Visit, clock: Clock) -> None:
    number = next(one.id for one in sheet_view(running, ME, SPRING, candidate=HE).items)
    visit.open(f"{AT}/interviews")
    visit.press("登记结果", **{f"outcome__{number}": "hired"})
    assert "今天没有要回访的人" in visit.open(f"{AT}/interviews/follow-ups").text
    clock.now = NINE + timedelta(days=35)
    visit.open(f"{AT}/interviews/follow-ups")
    visit.press("登记：何三")
    assert visit.page.links["请选择是否还在岗"] == f"#still.{HE}.{CLERK}"
    visit.press("登记：何三", still="yes")
    assert "今天没有要回访的人" in visit.page.text


def test_promises_are_recorded_checked_and_taken_back(running: Application, visit: Visit) -> None:
    visit.open(f"{AT}/interviews/promises")
    visit.press("登记承诺", posting="没有的岗位")
    assert visit.page.links["活动里没有叫“没有的岗位”的岗位；请写岗位名称或编号"] == "#posting"
    visit.press("登记承诺", posting="文字录入员", accommodation="ramp")
    (promise,) = list_promises(running, ME, posting=CLERK).items
    assert (promise.accommodation, promise.candidate, promise.event) == ("ramp", None, SPRING)
    button = next(button for form in visit.page.forms for button in form.buttons if button.startswith("登记："))
    visit.press(button, found="kept")
    assert [check.kept for check in list_promises(running, ME, posting=CLERK).items[0].checks] == [True]


def test_files_are_taken_away_in_the_form_that_was_asked_for(running: Application, web: TestClient) -> None:
    answer = web.get(f"{AT}/papers/file", params={"kind": "hall", "as": "csv", "language": "zh"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/csv; charset=utf-8")
    code = next(one.code for one in codes_view(running, ME, SPRING).items if one.candidate == ZHOU)
    calendar = web.get(f"{AT}/papers/file", params={"kind": "calendar", "about": code})
    assert calendar.headers["content-type"].startswith("text/calendar")
    refused = web.get(f"{AT}/papers/file", params={"kind": "people", "about": "c_none"})
    assert (refused.status_code, "没有找到这个人" in refused.text) == (422, True)
    assert (
        web.get(f"{AT}/papers/file", params={"kind": "shortlist", "about": "文字录入员", "as": "json"}).json()["kind"]
        == "shortlist"
    )
    assert web.get(f"{AT}/papers/file", params={"kind": "secret"}).status_code == 422


def test_all_files_are_made_by_a_job(running: Application, visit: Visit) -> None:
    visit.open(f"{AT}/papers")
    visit.press("生成全部文件", **{"as": "csv"})
    (job,) = list_jobs(running, ME).items
    assert job.kind == "export"
    Worker(running).work(0.1, once=True)
    visit.follow("看进度")
    form = next(form for form in visit.page.forms if "取走（ZIP）" in form.buttons)
    answer = visit.send(form)
    assert len(zipfile.ZipFile(io.BytesIO(answer.content)).namelist()) > 5
