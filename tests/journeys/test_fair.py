"""An organizer's fair by pages alone, without script: from an empty plan to a published timetable, and on to its day."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.settings import Settings
from api.wiring import Application, open_application
from data.stores import Consent, Explained, Scope
from matching.records import LOCAL_ORGANIZER as ME
from tests.api.conftest import HE, HERE, LIN, LOOPBACK, SONG, ZHOU, build_world
from tests.api.fair.conftest import Clock
from tests.api.web import Web
from tests.journeys.browsing import Visit

EVERYBODY = [LIN, ZHOU, HE, SONG, *(f"c_more_{number}" for number in range(4))]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(tmp_path: Path, clock: Clock) -> Application:
    build_world(tmp_path).database.close()
    return open_application(Settings(home=tmp_path, database_url=f"sqlite:///{tmp_path / 'tongtu.db'}"), clock)


@pytest.fixture
def visit(app: Application) -> Iterator[Visit]:
    with TestClient(Web(app), base_url=HERE, client=LOOPBACK) as client:
        yield Visit(client)


def agree(app: Application, event: str) -> None:
    """Everybody agreed to be listed to both employers, on paper."""
    with app.database.begin(ME) as stores:
        for candidate in EVERYBODY:
            stores.consents.save(
                ME,
                Consent(
                    candidate=candidate,
                    scope=Scope.LISTING,
                    event=event,
                    employers=frozenset({"e_river", "e_hall"}),
                    wording="v1",
                    explained=Explained.SIGNED,
                    given_on=date(2027, 3, 1),
                ),
            )


def planned(visit: Visit) -> str:
    """A new event with its plan, employers, booths and postings. Returns its address."""
    visit.open("/events/new")
    visit.press(
        "增加支持",
        name="春之约",
        on="2027年3月20日",
        opens="9点",
        closes="12:00",
        breaks__0__starts="10:30",
        breaks__0__ends="10:45",
    )
    assert visit.page.forms[0].fields["name"] == "春之约"
    visit.press("创建活动", supports__0__kind="sign_interpreter", supports__0__count="1", venue="洪山区文化馆", steps="0")
    assert visit.page.title == "春之约"
    event = visit.at.removesuffix("/steps")
    visit.open(f"{event}/employers")
    visit.tick("邀请勾选的单位", "pick.")
    for employer in ("e_river", "e_hall"):
        form = next(form for form in visit.page.forms if form.fields.get("employer") == employer)
        assert list(form.buttons) == ["记录决定"]
        visit.page.forms = [form]
        visit.press("记录决定", approved="yes", note="老单位，营业执照看过原件")
    visit.open(f"{event}/plan/booths")
    visit.press("给每家安排一个展位")
    visit.press("保存展位", postings="with_booth", booths__0__interviewers="1")
    visit.press("按排设置", in_a_row="2", metres="10")
    return event


def test_from_a_plan_to_a_published_timetable(visit: Visit, app: Application) -> None:
    event = planned(visit)
    agree(app, event.rpartition("/")[2])
    visit.open(f"{event}/steps")
    assert visit.page.text.count("下一步") == 1
    visit.press("开始征集")
    visit.follow("预匹配")
    visit.press("现在就匹配，等它完成")
    assert "活动已匹配" in visit.page.text
    visit.open(f"{event}/steps")
    visit.press("预匹配完成，转入核对名单")
    visit.follow("查看并确认名单")
    assert visit.press("确认这些名单").title == "确认名单"
    assert (visit.status, "请写上确认人的姓名" in visit.page.text) == (422, True)
    visit.press("确认这些名单", named="王芳")
    assert "王芳" in visit.page.text
    visit.follow("分配面试")
    visit.press("现在就决定，等它完成", guaranteed="1")
    assert "没有面试" in visit.page.text or "人有面试" in visit.page.text
    visit.open(f"{event}/steps")
    visit.press("发布面试时间表")
    assert "已发布" in visit.page.text
    visit.open(f"{event}/timetable")
    assert "没有冲突" in visit.page.text
    visit.open(f"{event}/letters")
    visit.press("写成草稿", kind="invitation", audience="candidate")
    assert "待发" in visit.page.text
