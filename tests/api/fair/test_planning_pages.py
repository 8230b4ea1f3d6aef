"""Planning a fair by its pages: rows, faults, versions, employers, booths, steps, the match."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from api.actions.fairs import fair_view
from api.actions.invited import invited_employers
from api.actions.jobs import list_jobs
from api.jobs.worker import Worker
from api.wiring import Application
from matching.records import LOCAL_ORGANIZER as ME
from matching.records import Event
from tests.api.conftest import HERE, LOOPBACK, SPRING
from tests.api.fair.conftest import Clock, move
from tests.api.web import Web
from tests.journeys.browsing import Visit

AT = f"/events/{SPRING}"


@pytest.fixture
def web(app: Application) -> Iterator[TestClient]:
    with TestClient(Web(app), base_url=HERE, client=LOOPBACK) as made:
        yield made


@pytest.fixture
def visit(web: TestClient) -> Visit:
    return Visit(web)


def stored(app: Application, event: str = SPRING) -> Event:
    with app.database.read(ME) as stores:
        found = stores.events.get(ME, event)
    assert found is not None
    return found


def events(app: Application) -> list[str]:
    with app.database.read(ME) as stores:
        return [event.id for event in stores.events.list(ME)]


def test_row_buttons_keep_everything_typed_and_store_nothing(visit: Visit, app: Application) -> None:
    before = events(app)
    visit.open("/events/new")
    page = visit.press("增加休息", name="春之约", breaks__0__starts="12点")
    form = page.forms[0]
    assert [form.fields[name] for name in ("name", "breaks.0.starts", "breaks.1.starts")] == ["春之约", "12点", ""]
    page = visit.press("去掉：第 1 段休息")
    assert "breaks.1.starts" not in page.forms[0].fields
    assert page.forms[0].fields["breaks.0.starts"] == ""
    assert events(app) == before


def test_faults_stand_at_their_fields_and_nothing_is_stored(visit: Visit, web: TestClient, app: Application) -> None:
    before = events(app)
    visit.open("/events/new")
    visit.press("创建活动", name="春之约", on="明天", slot="一刻钟")
    assert visit.status == 422
    assert visit.page.links["这不是完整的日期；请写成 2027-03-20"] == "#on"
    assert visit.page.links["请填 5 到 240 的整数"] == "#slot"
    assert (visit.page.forms[0].fields["on"], visit.page.forms[0].fields["slot"]) == ("明天", "一刻钟")
    assert events(app) == before


def test_an_event_is_created_once_however_often_the_button_is_pressed(visit: Visit, app: Application) -> None:
    before = set(events(app))
    page = visit.open("/events/new")
    for _ in range(2):
        visit.page = page
        visit.press("创建活动", name="春之约", on="2027-04-02", kind="金秋招聘月")
        assert (visit.status, visit.page.title) == (200, "春之约")
    (made,) = set(events(app)) - before
    assert made.startswith("fair-2027-04-02-")
    event = stored(app, made)
    assert (event.name, event.kind.value, str(event.hall.hours)) == ("春之约", "金秋招聘月", str(event.hall.hours))
    assert fair_view(app, ME, made).version == 1


def test_saving_an_unchanged_plan_leaves_it_as_it_was(visit: Visit, planned: Application) -> None:
    before = stored(planned)
    visit.open(f"{AT}/plan")
    visit.press("保存计划")
    assert "计划已保存" in visit.page.text
    assert stored(planned) == before


def test_who_is_second_to_save_is_told_and_loses_nothing(web: TestClient, app: Application) -> None:
    first, second = Visit(web), Visit(web)
    for one in (first, second):
        one.open(f"{AT}/plan")
    first.press("保存计划", name="第一个人改的")
    second.press("保存计划", name="第二个人改的")
    assert second.status == 409
    assert "刚才已经有人（local）改动了这个活动" in second.page.text
    assert second.page.forms[0].fields["name"] == "第二个人改的"
    assert stored(app).name == "第一个人改的"
    second.press("保存计划")
    assert (second.status, stored(app).name) == (200, "第二个人改的")


def test_nobody_who_may_take_part_is_a_fault_on_the_page(visit: Visit, app: Application) -> None:
    visit.open(f"{AT}/plan")
    visit.press("保存计划", graduates="1")
    assert (visit.status, visit.page.links["没有人符合这些参加条件；请放宽条件，或先导入求职者。"]) == (422, "#graduates")
    assert stored(app).candidates == ()


@pytest.mark.parametrize("form", [{"key": "k-only-0123456789"}, {"key": "k-only-0123456789", "name": "", "slot": "x"}])
def test_a_form_without_its_fields_is_answered_at_every_stage(web: TestClient, planned: Application, form: dict[str, str]) -> None:
    own = {"origin": HERE}
    assert web.post(f"{AT}/plan", data=form, headers=own).status_code == 422
    assert web.post("/events/new", data=form, headers=own).status_code == 422
    move(planned, "collecting", "pre_matched", "confirmed")
    answer = web.post(f"{AT}/plan", data=form, headers=own)
    assert (answer.status_code, "<dt>" in answer.text) == (409, True)


def test_a_confirmed_plan_is_read_only(visit: Visit, planned: Application) -> None:
    move(planned, "collecting", "pre_matched", "confirmed")
    assert [list(form.buttons) for form in visit.open(f"{AT}/plan").forms] == []
    assert [list(form.buttons) for form in visit.open(f"{AT}/plan/booths").forms] == []


def test_employers_are_invited_and_vetted_with_reasons(visit: Visit, app: Application) -> None:
    visit.open(f"{AT}/employers")
    visit.press("邀请勾选的单位")
    assert (visit.status, "请至少勾选一家单位" in visit.page.text) == (422, True)
    visit.press("全部邀请（2 家）")
    assert [(one.employer, one.state) for one in invited_employers(app, ME, SPRING).items] == [
        ("e_hall", "invited"),
        ("e_river", "invited"),
    ]
    visit.press("记录决定", approved="no", note="")
    assert visit.page.links["不通过要写明理由"] == "#note-e_river"
    visit.press("记录决定", approved="yes", note="")
    assert (visit.status, "没有统一社会信用代码" in visit.page.text) == (422, True)
    visit.press("记录决定", approved="no", note="营业执照过期")
    found = {one.employer: (one.state, one.note) for one in invited_employers(app, ME, SPRING).items}
    assert found == {"e_hall": ("invited", ""), "e_river": ("refused", "营业执照过期")}
    assert visit.open(f"{AT}/employers?find=没有的单位").text.count("家有在招岗位的单位") == 1


def test_booths_are_changed_in_rows_and_one_by_one(visit: Visit, planned: Application) -> None:
    before = stored(planned).hall.booths
    visit.open(f"{AT}/plan/booths")
    visit.press("保存展位", booths__0__number="A2")
    assert visit.page.links["已有展位用这个编号"] in ("#booths.0.number", "#booths.1.number")
    visit.open(f"{AT}/plan/booths")
    visit.press("去掉：A2")
    visit.press("增加展位")
    assert visit.page.forms[0].fields["booths.1.number"] == ""
    visit.press("保存展位", booths__1__number="B7", booths__1__employer="滨江展厅", booths__1__interviewers="3")
    after = stored(planned).hall.booths
    assert after[0] == before[0]
    assert [(one.number, one.employer, one.interviewers, one.position) for one in after[1:]] == [("B7", "e_hall", 3, None)]
    visit.open(f"{AT}/plan/booths/B7")
    visit.press("增加时间", x="3", y="4.5", place="东厅")
    visit.press("保存展位", windows__0__starts="9:30", windows__0__ends="11:00", brings__guide="1", posting__p_hall="1")
    one = stored(planned).hall.booths[1]
    assert (one.position, one.place, sorted(one.brings), one.postings) == ((3.0, 4.5), "东厅", ["guide"], ("p_hall",))
    assert [f"{window.starts:%H:%M}-{window.ends:%H:%M}" for window in one.windows] == ["09:30-11:00"]
    assert visit.open(f"{AT}/plan/booths/Z9").title == "没有找到"


def test_the_postings_of_employers_with_a_booth_can_be_chosen(visit: Visit, planned: Application) -> None:
    visit.open(f"{AT}/plan/booths")
    visit.press("去掉：A1")
    visit.press("保存展位", postings="with_booth")
    assert stored(planned).postings == ("p_hall",)
    assert fair_view(planned, ME, SPRING).chosen_postings == 1


def test_two_who_confirm_at_once(web: TestClient, planned: Application) -> None:
    move(planned, "collecting", "pre_matched")
    first, second = Visit(web), Visit(web)
    for one in (first, second):
        one.open(f"{AT}/steps/confirm")
        assert "确认的内容" in one.page.text
    first.press("确认这些名单", named="王芳")
    second.press("确认这些名单", named="李明")
    assert second.status == 409
    assert "刚才已经有人（王芳）改动了这个活动" in second.page.text
    assert fair_view(planned, ME, SPRING).confirmed_by == "王芳"


def test_each_state_has_one_next_step(visit: Visit, published: Application, clock: Clock) -> None:
    assert visit.open(f"{AT}/steps").links["通知每个人"] == f"{AT}/letters"
    assert "还没到活动那天" in visit.page.text
    visit.press("撤回发布")
    assert (visit.status, "请写上确认人的姓名" in visit.page.text) == (409, True)
    visit.press("撤回发布", named="李明")
    assert "活动现在是“已确认”" in visit.page.text
    visit.press("发布面试时间表")
    clock.now = clock.now.replace(day=20)
    visit.open(f"{AT}/steps")
    visit.press("开始当天的登记")
    visit.press("结束活动")
    assert visit.page.links["登记结果和回访"] == f"{AT}/interviews"


def test_a_match_is_asked_for_followed_and_stopped(visit: Visit, web: TestClient, app: Application) -> None:
    visit.open(f"{AT}/run")
    visit.press("开始预匹配")
    (job,) = list_jobs(app, ME).items
    assert (job.kind, job.state, visit.at) == ("match", "waiting", f"{AT}/run")
    text = web.get(f"{AT}/run", params={"job": job.id}).text
    assert f'data-job="/api/v1/jobs/{job.id}"' in text
    assert '<script src="/static/progress.js?v=' in text
    assert '<progress id="bar" max="1" value="0">' in text
    visit.press("停下来")
    assert "已取消" in visit.page.text
    visit.press("再试一次")
    Worker(app).work(0.1, once=True)
    visit.follow("看进度")
    assert "活动已匹配" in visit.page.text
    assert "<script" not in web.get(f"{AT}/run", params={"job": job.id}).text


def test_a_job_that_nobody_takes_up_says_so(visit: Visit, web: TestClient, app: Application, clock: Clock) -> None:
    visit.open(f"{AT}/run")
    visit.press("开始预匹配")
    assert "还没有程序来处理" not in visit.page.text
    clock.now = clock.now.replace(minute=31)
    visit.follow("看进度")
    assert "后台处理程序没有在运行" in visit.page.text
