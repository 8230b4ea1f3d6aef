"""The three journeys as people walk them: from the door on, everything found by its words; once by mouse, once by keyboard."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from api.accounts.names import plain_password
from api.actions.accounts import invite
from api.actions.organisations import found_city
from api.app import create_app
from api.schemas.accounts import InviteInput
from api.settings import Settings
from api.wiring import Application, open_application
from data.stores import NewAccount
from data.synthetic import generate_city, write_city
from matching.records import DOOR, LOCAL_ADMINISTRATOR, Role
from tests.api.accounts.conftest import PASSWORD, open_office, peopled
from tests.api.browser.hands import Hand, Keyboard, Mouse
from tests.api.browser.serving import serving
from tests.api.conftest import CHEAP, NOW, open_copy
from tests.api.employer.conftest import RIVER, built_room

__all__ = ["built_room", "peopled"]

pytestmark = pytest.mark.browser

GRADUATE = {
    "姓名": "方晴",
    "本单位的编号": "WH-2027-01",
    "出生日期": "2004-05-06",
    "居住区": "洪山区",
    "技能": "文字录入",
    "毕业院校": "江城示例大学",
    "毕业时间": "2026-06-30",
}
CHOSEN = {"证件类别": "残疾人证", "性别": "女", "学历": "本科"}
Starter = Callable[..., Hand]
expect.set_options(timeout=20_000)


@pytest.fixture(params=[Mouse, Keyboard], ids=["by mouse", "by keyboard"])
def started(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Starter]:
    """`started(address)`: a hand at the first page of a site, in Chinese."""
    made = []

    def start(address: str) -> Hand:
        context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900}, accept_downloads=True)
        made.append(context)
        page: Page = context.new_page()
        page.set_default_timeout(20_000)
        page.goto(address)
        hand: Hand = request.param(page)
        return hand

    yield start
    for context in made:
        context.close()


def sign_in(hand: Hand, name: str, password: str = PASSWORD) -> None:
    hand.write("登录名", name)
    hand.write("密码", password)
    hand.button("登录")


def test_employer_from_the_invitation_to_a_decision(started: Starter, built_room: Path, tmp_path: Path) -> None:
    """Choose a password, sign in, confirm a demand, read a list, invite one person, decline another with a reason, take it back."""
    app = open_copy(built_room, tmp_path / "room")
    asked = InviteInput(called="周经理", name="zhoujingli", role="employer", organisation=RIVER)
    link = invite(app, LOCAL_ADMINISTRATOR, asked)
    with serving(create_app(app)) as site:
        hand = started(f"{site}{link.path}")
        hand.is_at("欢迎")
        hand.sees("周经理")
        hand.write("新密码", PASSWORD)
        hand.write("再输入一次新密码", PASSWORD)
        hand.button("保存密码")
        hand.is_told("密码已保存")
        sign_in(hand, "zhoujingli")
        hand.is_at("等您做的事")
        hand.link("岗位", hand.page.get_by_role("navigation"))
        hand.link("文字录入员", hand.main)
        hand.link("确认或更正工作要求", exact=False)
        hand.is_at("工作要求：文字录入员")
        hand.unfold("这个岗位的其他要求")
        hand.tick("这一项正确：文字信息获取")
        hand.button("保存", exact=False)
        hand.is_told("已保存")
        hand.link("这个岗位")
        hand.link("春季专场", hand.main, exact=False)
        hand.is_at("名单：文字录入员")
        hand.unfold("怎样看这份名单")
        waiting = hand.main.get_by_role("listitem").filter(has=hand.page.get_by_role("button", name="邀请面试"))
        first, second = (one.get_by_role("heading").inner_text() for one in waiting.all()[:2])
        hand.button("邀请面试", hand.entry(first), exact=False)
        hand.is_told(f"已邀请 {first}")
        hand.button("撤销", hand.main.get_by_role("status"))
        hand.is_told(f"对 {first} 的决定已撤回")
        hand.button("邀请面试", hand.entry(first), exact=False)
        hand.is_told(f"已邀请 {first}")
        hand.unfold("这次不合适", hand.entry(second))
        hand.button("这次不邀请", hand.entry(second), exact=False)
        hand.is_refused("请选一个与岗位有关的原因")
        hand.choose("理由", "路程太远", hand.entry(second), exact=False)
        hand.button("这次不邀请", hand.entry(second), exact=False)
        hand.is_told(f"这次不邀请 {second}")
        hand.page.reload()
        assert hand.main.get_by_role("status").count() == 0
    app.database.close()


def test_counselor_from_a_new_graduate_to_a_printed_plan(started: Starter, peopled: Path, tmp_path: Path) -> None:
    """Enter the person, assess every ability, write the wishes, note an aid, look at a post, settle the plan, print it."""
    office = open_office(peopled, tmp_path / "office")
    with serving(office.web) as site:
        hand = started(f"{site}/sign-in")
        sign_in(hand, "liqiang")
        hand.is_at("等您做的事")
        hand.link("录入求职者", hand.main)
        for label, text in GRADUATE.items():
            hand.write(label, text)
        for label, option in CHOSEN.items():
            hand.choose(label, option)
        hand.button("录入此人")
        hand.is_told("已录入")
        hand.link("去做能力评估", hand.main.get_by_role("status"))
        hand.is_at("方晴的能力评估")
        for select in hand.main.get_by_role("combobox").all()[:45]:
            hand.pick(select, 1 if "文字信息获取" in select.evaluate("e => e.labels[0].innerText") else 4)
        hand.tick("辅导员")
        hand.button("保存改动")
        hand.is_told("已保存：45 项能力有变化")
        hand.link("档案")
        hand.link("：愿望", hand.main, exact=False)
        hand.write("想做的职业", "文员")
        hand.write("每月至少（元）", "3000")
        hand.button("保存愿望")
        hand.is_told("愿望已保存")
        hand.link("：辅具", hand.main, exact=False)
        hand.tick("读屏软件(争渡/NVDA/旁白)")
        hand.tick("读屏软件操作")
        hand.button("保存辅具和安排")
        hand.is_told("已保存")
        hand.link("岗位", hand.page.get_by_role("navigation").filter(has_text="一人一策"))
        hand.link("需要一项安排", hand.main, exact=False)
        hand.link("文字录入员", hand.main)
        hand.sees("可胜任；需要：读屏软件")
        hand.link("一人一策")
        hand.unfold("在这里写几句")
        hand.write("您写的话", "下周陪同看岗", exact=False)
        hand.button("保存这些话")
        hand.is_told("您写的话已保存")
        hand.write("经办人", "李强")
        hand.button("登记计划已商定")
        hand.is_told("今天和本人商定了计划")
        assert hand.download("打印（PDF）")[:4] == b"%PDF"
    office.app.database.close()


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two spreadsheets of an invented city: twelve people, and the postings of three employers."""
    return write_city(generate_city(seed=3, candidates=12, employers=3, today=NOW.date()), tmp_path_factory.mktemp("sheets"))


def open_empty_office(home: Path) -> Application:
    """An installation with one organizer of the city and nothing else."""
    settings = Settings(home=home, database_url=f"sqlite:///{home / 'tongtu.db'}", **CHEAP)
    app = open_application(settings, lambda: NOW)
    with app.database.begin(LOCAL_ADMINISTRATOR) as stores:
        found_city(stores)
        stores.accounts.add(LOCAL_ADMINISTRATOR, NewAccount("a_wang", "wangfang", "王芳", Role.ORGANIZER, "city"))
        stores.accounts.set_password(DOOR, "a_wang", app.passwords.hash(plain_password(PASSWORD)), action=None)
    return app


def test_organizer_from_two_spreadsheets_to_a_published_timetable(
    started: Starter, sheets: dict[str, Path], tmp_path: Path
) -> None:
    """Import both, plan a fair, vet employers, give them booths, match, take consents, confirm, allocate, publish."""
    app = open_empty_office(tmp_path / "office")
    with serving(create_app(app)) as site:
        hand = started(f"{site}/sign-in")
        sign_in(hand, "wangfang")
        take_in(hand, "导入求职者", sheets["candidates"])
        hand.link("待办")
        hand.link("导入", hand.bar)
        hand.link("导入一个文件")
        hand.tick("哪些单位招什么人")
        take_in(hand, None, sheets["postings"])
        plan_fair(hand)
        hand.link("步骤")
        hand.button("开始征集")
        hand.is_told("征集")
        hand.link("预匹配", hand.tabs)
        hand.button("现在就匹配，等它完成")
        hand.is_told("活动已匹配")
        event = hand.page.url.partition("/run")[0]
        for name in first_on_a_list(hand):
            take_consent(hand, name)
        hand.link("活动", hand.bar)
        hand.link("春之约")
        hand.unfold("现场", hand.tabs)
        hand.link("步骤", hand.tabs)
        hand.button("预匹配完成，转入核对名单")
        hand.link("查看并确认名单")
        hand.button("确认这些名单")
        hand.is_refused("请写上确认人的姓名")
        hand.write("您的姓名", "王芳")
        hand.button("确认这些名单")
        hand.link("分配面试", hand.main)
        hand.button("现在就决定，等它完成")
        hand.is_told("时间表已保存")
        hand.link("看下一步")
        hand.button("发布面试时间表")
        hand.is_told("已发布")
        hand.link("时间表", hand.tabs)
        hand.sees("没有冲突")
        assert hand.page.url == f"{event}/timetable"
    app.database.close()


def take_in(hand: Hand, words: str | None, sheet: Path) -> None:
    """One file through the wizard, from the link with these words, or from its form."""
    if words is not None:
        hand.link(words)
    hand.give("文件", sheet)
    hand.button("上传并核对")
    hand.button("导入这个文件")
    hand.is_told("导入")


def plan_fair(hand: Hand) -> None:
    """A fair with its employers seen and a booth for each."""
    hand.link("待办")
    hand.link("新建活动")
    hand.write("活动名称", "春之约")
    hand.write("日期", "2027-03-27")
    hand.write("场地", "洪山区文化馆")
    for number, kind in enumerate(("手语翻译", "安静室", "就业辅导员"), 1):
        hand.button("增加支持")
        hand.choose(f"内容：第 {number} 项支持", kind)
        hand.write(f"数量：第 {number} 项支持", "1")
    hand.button("创建活动")
    hand.is_told("活动已创建")
    hand.link("单位", hand.tabs)
    hand.button("全部邀请（3 家）")
    hand.is_told("先审核")
    for box in hand.main.get_by_label("看过营业执照").all():
        hand.mark(box)
    hand.button("通过勾选的单位")
    hand.is_told("已通过")
    hand.link("计划", hand.tabs)
    hand.link("展位和单位", exact=False)
    hand.button("给每家安排一个展位")
    hand.is_told("展位")
    hand.write("每排几个展位", "3")
    hand.write("相邻展位相距几米", "10")
    hand.button("按排设置")
    hand.is_told("位置")


def first_on_a_list(hand: Hand) -> list[str]:
    """Who stands first on the list of the posting that most people can do; two at most."""
    hand.link("看名单", hand.main, exact=False)
    hand.sees("各岗位及其名单人数")
    rows = [row.inner_text().split("\t") for row in hand.main.get_by_role("row").all()[1:]]
    title, fit = max(((cells[0], int(cells[-2])) for cells in rows), key=lambda one: one[1])
    hand.link(title, hand.main)
    hand.is_at(title)
    return [one.inner_text() for one in hand.main.get_by_role("heading", level=3).get_by_role("link").all()[: min(fit, 2)]]


def take_consent(hand: Hand, name: str) -> None:
    """The person agrees to be listed to every employer of the fair."""
    hand.link("服务对象", hand.bar)
    hand.write("按姓名或编号查找", name)
    hand.button("查找")
    hand.link(name, hand.main)
    hand.link("同意", hand.tabs)
    hand.link("列入“春之约”的名单")
    hand.tick("名单上的这 3 家单位")
    hand.tick("本人自己读")
    hand.button("登记本人同意")
    hand.is_told("同意已登记")
