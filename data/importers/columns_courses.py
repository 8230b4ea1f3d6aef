"""The columns of a sheet of courses: who offers what, where and when, what it gives and what it needs.

The importer, the template and the synthetic city's spreadsheets all read this one table.
"""

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final, Literal

from data.importers.columns import Column, column
from matching.knowledge import CATALOGUE

SUBSIDIES: Final[dict[str, Literal["full", "part", "none"]]] = {"全额补贴": "full", "部分补贴": "part", "不补贴": "none"}

_EVERYDAY: Final = {
    "打字": "keyboard_input",
    "键盘录入": "keyboard_input",
    "触屏录入": "keyboard_input",
    "阅读": "reading",
    "识字": "reading",
    "写作": "writing",
    "写字": "writing",
    "算术": "numeracy",
    "收银": "numeracy",
    "说话": "speaking",
    "言语": "speaking",
    "辨认颜色": "colour_vision",
    "定向行走": "far_vision",
    "手部精细": "finger_dexterity",
    "手指灵活": "finger_dexterity",
    "专注": "attention",
    "接待": "public_contact",
    "合作": "teamwork",
    "协作": "teamwork",
    "情绪管理": "stress",
    "独立出行": "commute",
    "乘车": "commute",
    "安全": "safety_awareness",
    "开车": "driving",
}
"""Words for a dimension that offices use beside its name. A word that may mean several stands in `DOUBTFUL` instead."""

DOUBTFUL: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(("沟通", "沟通交流", "交流", "沟通能力"), ("speaking", "public_contact", "teamwork")),
    **dict.fromkeys(("视力", "视觉"), ("text_access", "close_vision", "far_vision")),
    **dict.fromkeys(("听力", "听觉"), ("hearing_speech", "hearing_phone", "hearing_signals")),
    **dict.fromkeys(("行动", "移动"), ("level_mobility", "stairs")),
    **dict.fromkeys(("适应能力", "适应"), ("change", "stress")),
}
"""Words that may mean several dimensions: nobody but the office can say which."""


@cache
def dimension_words() -> Mapping[str, str]:
    """Every dimension by its names in lower case: field name, code, Chinese, English, without brackets, parts of it.

    A part that two dimensions share stands for neither.
    """
    whole: dict[str, str] = {}
    parts: dict[str, set[str]] = {}
    for row in CATALOGUE.dimensions:
        short = row.zh.partition("(")[0]
        whole |= dict.fromkeys((row.name, row.code.lower(), row.zh.lower(), row.en.lower(), short), row.name)
        for part in re.split("[/、与和]", short):
            if len(part) > 1:
                parts.setdefault(part, set()).add(row.name)
    alone = {part: next(iter(names)) for part, names in parts.items() if len(names) == 1}
    return MappingProxyType({word: name for word, name in (alone | _EVERYDAY | whole).items() if word not in DOUBTFUL})


COURSE_COLUMNS: Final[tuple[Column, ...]] = (
    column("课程编号", "external_id", "培训机构或本单位自己的编号；以后更新同一门课时认它",
           "the provider's or your own number; by it the same course is known again", "K-2026-01",
           aliases="编号 班级编号 期次编号 id"),
    column("来源系统", "source", "编号来自哪个系统", "the system that gave the number", "", aliases="数据来源"),
    column("课程名称", "name", "必填", "required", "读屏软件办公应用班",
           aliases="培训项目 培训课程 课程 班级名称 培训内容 专业工种"),
    column("培训机构", "provider", "必填；谁来教", "required: who teaches", "江城示例职业培训学校",
           aliases="举办单位 承办单位 主办单位 机构 培训单位 培训学校"),
    column("授课地点", "place", "武汉写区或功能区；网上授课写“线上”",
           "the district or zone; 线上 for a course over the internet", "武昌区", aliases="地点 培训地点 上课地点 地址"),
    column("开课日期", "starts_on", "没有定下来请留空", "empty while it is not set", "2026-04-01",
           aliases="开始日期 开班日期 开班时间 培训开始日期 开始时间"),
    column("结课日期", "ends_on", "同上", "likewise", "2026-05-15",
           aliases="结束日期 结业日期 培训结束日期 结束时间"),
    column("报名截止", "register_by", "最后一天报名；不写就一直可以报到结课",
           "the last day to join; without it, until the course ends", "2026-03-25", aliases="报名截止日期 截止日期"),
    column("名额", "seats", "一共招多少人", "people it takes in all", "20", aliases="招生人数 计划人数 培训人数 人数"),
    column("费用", "cost", "每人多少元；免费写 0", "yuan a person; 0 where it is free", "1200",
           aliases="学费 培训费 收费 收费标准 培训费用"),
    column("补贴", "subsidy", "学费由政府补多少", "how much of the fee the state pays", "全额补贴",
           aliases="补贴类别 补贴类型 补贴情况 是否补贴", choices=tuple(SUBSIDIES)),
    column("提升能力", "raises", "能力=学完能达到的等级，用分号分开；能力写名称、代码或英文名，等级 1 到 4",
           "ability=level reached at the end, separated by ;; an ability by its Chinese name, code or field name, levels 1 to 4",
           "键盘/触屏录入=3;书面表达=2", aliases="能力提升 提升的能力"),
    column("教授技能", "teaches", "学会做什么，用顿号分开；盲文、手语、读屏软件使用也写在这里",
           "what one learns to do, separated by 、; braille, sign language and screen readers too", "读屏软件使用、办公软件",
           aliases="技能 所学技能 培训技能"),
    column("对应证照", "licences", "学完可以考取或领取的执照，用顿号分开", "licences that it leads to, separated by 、",
           "保健按摩证书", aliases="证书 可考证书 证照 资格证书 执照"),
    column("报名要求能力", "needs", "没有它就学不了的能力=最低等级，写法同“提升能力”",
           "ability=lowest level without which nobody can take the course, written as in 提升能力", "当面听懂言语=2;手指精细=2",
           aliases="要求能力 能力要求 最低能力"),
    column("现场便利", "arrangements", "课堂已有的便利措施，用顿号分开，名称见“可用名称”页",
           "accommodations in place on the course, separated by 、", "手语翻译(培训、会议)、坡道",
           aliases="便利 合理便利 无障碍条件"),
    column("报名条件", "conditions", "其他条件的原文，给人看的；电话会被移出",
           "other conditions as written, for people to read; phone numbers are taken out", "16 周岁以上，需本人到场",
           aliases="招生对象 培训对象 条件"),
)  # fmt: skip
"""All columns of the courses' template, in its order."""
