"""The three walks of the tutorials, each step found by its words. `hand.picture` marks what the tutorials show.

The browser tests walk them on small invented towns, by mouse and by keyboard; `python -m tests.docs.pictures` walks them on the
demo and takes the pictures.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.api.browser.hands import Hand

GRADUATE: Final = {
    "姓名": "方晴",
    "本单位的编号": "WH-2027-01",
    "出生日期": "2004-05-06",
    "居住区": "洪山区",
    "技能": "文字录入",
    "毕业院校": "江城示例大学",
    "毕业时间": "2026-06-30",
}
CHOSEN: Final = {"证件类别": "残疾人证", "性别": "女", "学历": "本科"}


@dataclass(frozen=True)
class Room:
    """What an employer's walk needs to know of the town: who signs in, a posting with a demand to confirm, and the fair's name.

    `change` is one that opens postings there to five people or more; in a small town there is none.
    """

    name: str
    posting: str
    demand: str
    fair: str
    change: str | None = None


def sign_in(hand: Hand, name: str, password: str) -> None:
    hand.write("登录名", name)
    hand.write("密码", password)
    hand.button("登录")


def walk_employer(hand: Hand, room: Room, password: str) -> None:
    """From the link of an invitation to two decisions, one of them taken back."""
    hand.is_at("欢迎")
    hand.picture("employer-1-welcome")
    hand.write("新密码", password)
    hand.write("再输入一次新密码", password)
    hand.button("保存密码")
    hand.is_told("密码已保存")
    sign_in(hand, room.name, password)
    hand.is_at("等您做的事")
    hand.picture("employer-2-to-do")
    hand.link("岗位", hand.bar)
    hand.link(room.posting, hand.main)
    hand.link("确认或更正工作要求", exact=False)
    hand.is_at(f"工作要求：{room.posting}")
    hand.picture("employer-3-demands")
    hand.unfold("这个岗位的其他要求")
    hand.tick(f"这一项正确：{room.demand}")
    hand.button("保存", exact=False)
    hand.is_told("已保存")
    hand.link("这个岗位")
    hand.link(room.fair, hand.main, exact=False)
    hand.is_at(f"名单：{room.posting}")
    hand.unfold("怎样看这份名单")
    hand.picture("employer-4-list")
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
    hand.picture("employer-5-decided")
    hand.page.reload()
    assert hand.main.get_by_role("status").count() == 0
    hand.link("待办", hand.bar)
    hand.link("看看一项变化能让您的岗位多出多少人选")
    hand.is_at("改变一处，能打开什么")
    hand.picture("employer-6-unlock")
    if room.change is not None:
        hand.button("承诺提供", hand.entry(room.change), exact=False)
        hand.is_told("已记下承诺")


def walk_counselor(hand: Hand) -> None:
    """From a new graduate, signed in already, to a printed plan; some posting of the town is open with a screen reader."""
    hand.is_at("等您做的事")
    hand.picture("counselor-1-to-do")
    hand.link("录入求职者", hand.main)
    hand.picture("counselor-2-enter")
    for label, text in GRADUATE.items():
        hand.write(label, text)
    for label, option in CHOSEN.items():
        hand.choose(label, option)
    hand.button("录入此人")
    hand.is_told("已录入")
    hand.link("去做能力评估", hand.main.get_by_role("status"))
    hand.is_at("方晴的能力评估")
    hand.picture("counselor-3-assessment")
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
    hand.link("岗位", hand.tabs)
    hand.picture("counselor-4-posts")
    hand.link("需要一项安排", hand.main, exact=False)
    open_with_it = hand.main.get_by_role("listitem").filter(has_text="可胜任；需要：读屏软件").first
    hand.link(open_with_it.get_by_role("heading").inner_text(), open_with_it)
    hand.sees("可胜任；需要：读屏软件")
    hand.picture("counselor-5-post")
    hand.link("一人一策")
    hand.unfold("在这里写几句")
    hand.write("您写的话", "下周陪同看岗", exact=False)
    hand.button("保存这些话")
    hand.is_told("您写的话已保存")
    hand.write("经办人", "李强")
    hand.button("登记计划已商定")
    hand.is_told("今天和本人商定了计划")
    hand.picture("counselor-6-plan")
    assert hand.download("打印（PDF）")[:4] == b"%PDF"


def walk_organizer(hand: Hand, candidates: Path, postings: Path) -> None:
    """From two spreadsheets, signed in already, to a printed timetable. The postings are those of three employers."""
    hand.picture("organizer-1-to-do")
    hand.link("导入求职者")
    take_in(hand, candidates)
    hand.link("待办")
    hand.link("导入", hand.bar)
    hand.link("导入一个文件")
    hand.tick("哪些单位招什么人")
    take_in(hand, postings, "organizer-2-import")
    plan_fair(hand)
    hand.link("步骤")
    hand.picture("organizer-4-steps")
    hand.button("开始征集")
    hand.is_told("征集")
    hand.link("预匹配", hand.tabs)
    hand.button("现在就匹配，等它完成")
    hand.is_told("活动已匹配")
    event = hand.page.url.partition("/run")[0]
    for name in first_on_a_list(hand):
        take_consent(hand, name)
    hand.picture("organizer-6-consent")
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
    hand.picture("organizer-7-timetable")
    assert hand.page.url == f"{event}/timetable"
    hand.link("取成文件")
    hand.is_at("材料和文件")
    hand.picture("organizer-8-papers")
    sheet = hand.entry("全场面试时间表（签到台）")
    hand.unfold("取这份文件", sheet)
    assert hand.download("下载", sheet, button=True)[:4] == b"%PDF"


def take_in(hand: Hand, sheet: Path, picture: str | None = None) -> None:
    """One file through the wizard, from its form on."""
    hand.give("文件", sheet)
    hand.button("上传并核对")
    if picture is not None:
        hand.picture(picture)
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
    hand.picture("organizer-3-booths")


def first_on_a_list(hand: Hand) -> list[str]:
    """Who stands first on the list of the posting that most people can do; two at most."""
    hand.link("看名单", hand.main, exact=False)
    hand.sees("各岗位及其名单人数")
    rows = [row.inner_text().split("\t") for row in hand.main.get_by_role("row").all()[1:]]
    title, fit = max(((cells[0], int(cells[-2])) for cells in rows), key=lambda one: one[1])
    hand.link(title, hand.main)
    hand.is_at(title)
    hand.picture("organizer-5-list")
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
