"""The columns of a sheet of outcomes: how far each person and posting came at an event, and why it ended."""

from collections.abc import Mapping
from typing import Final

from data.importers.columns import NO, YES, Column, column
from data.importers.columns_people import PERSON_COLUMNS
from matching.records import Step

STEP_FIELDS: Final[Mapping[str, Step]] = {
    step.value: step for step in Step if step not in (Step.SHOWN, Step.DECLINED, Step.REJECTED, Step.LEFT)
}
"""The steps that have a column of their own, by its field."""
RETENTION: Final = ("retained_1", "retained_3", "retained_6")

ENDINGS: Final[dict[str, Step]] = {"求职者放弃": Step.DECLINED, "单位未录用": Step.REJECTED, "已离职": Step.LEFT}
ENDING_WORDS: Final[dict[str, Step]] = {
    **ENDINGS,
    **{step.value: step for step in ENDINGS.values()},
    **dict.fromkeys(("本人放弃", "放弃", "求职者拒绝", "本人拒绝", "不考虑"), Step.DECLINED),
    **dict.fromkeys(("未录用", "不录用", "未通过", "未通过面试", "单位拒绝", "落选", "淘汰"), Step.REJECTED),
    **dict.fromkeys(("离职", "辞职", "已辞职", "被辞退", "解除合同"), Step.LEFT),
}
REASONS: Final[dict[str, str]] = {
    "路程太远": "distance",
    "工资": "pay",
    "工作时间": "hours",
    "工作内容": "content",
    "合同或社保": "contract",
    "便利安排未落实": "arrangement",
    "技能或经验不够": "skills",
    "学历或证书不符": "papers",
    "另有人选": "other_person",
    "岗位取消或招满": "posting_gone",
    "已找到别的工作": "other_job",
    "没有到场": "no_show",
    "联系不上": "no_contact",
    "个人原因": "personal",
    "其他": "other",
}
"""Codes alone: what is told of somebody's health or family is nobody's outcome."""
REASON_WORDS: Final[dict[str, str]] = {
    **REASONS,
    **{code: code for code in REASONS.values()},
    **dict.fromkeys(("太远", "距离远", "交通不便", "通勤"), "distance"),
    **dict.fromkeys(("工资低", "薪资", "待遇", "工资不满意"), "pay"),
    **dict.fromkeys(("时间不合适", "夜班", "倒班"), "hours"),
    **dict.fromkeys(("不喜欢", "岗位不合适"), "content"),
    **dict.fromkeys(("便利未落实", "缺少便利", "无障碍不足"), "arrangement"),
    **dict.fromkeys(("技能不足", "经验不足", "技能不符"), "skills"),
    **dict.fromkeys(("学历不符", "证书不符"), "papers"),
    **dict.fromkeys(("录用他人",), "other_person"),
    **dict.fromkeys(("岗位取消", "已招满", "招满"), "posting_gone"),
    **dict.fromkeys(("已就业",), "other_job"),
    **dict.fromkeys(("未到场", "缺席", "爽约"), "no_show"),
    **dict.fromkeys(("家庭原因", "身体原因", "健康原因"), "personal"),
}

OUTCOME_COLUMNS: Final[tuple[Column, ...]] = (
    *PERSON_COLUMNS,
    column("岗位编号", "posting", "岗位表里的编号，或系统里的编号；必填", "the number in the sheet of postings, or ours; required",
           "G-012", aliases="职位编号 岗位ID 招聘岗位编号"),
    column("活动编号", "event", "在哪场活动上；写系统里的编号或活动名称。留空则不用于改进名单排序",
           "at which event, by its id or name; without one the row is not learnt from", "spring-2027",
           aliases="活动 活动名称 招聘会 场次"),
    column("有意向", "interested", "求职者愿意去谈：日期，或“是”“否”",
           "the person is willing to meet the employer: a day, or 是 / 否", "2027-03-12", aliases="意向 求职者意向 意向日期"),
    column("邀请日期", "invited", "单位或本中心发出邀请的日期，或“是”“否”", "the day of the invitation, or 是 / 否", "2027-03-15",
           aliases="邀请 已邀请"),
    column("到场日期", "attended", "到场的日期，或“是”“否”", "the day of attending, or 是 / 否", "2027-03-20",
           aliases="到场 签到 签到日期"),
    column("面试日期", "interviewed", "面试的日期，或“是”“否”", "the day of the interview, or 是 / 否", "2027-03-20",
           aliases="面试 面谈 面谈日期"),
    column("拟录用日期", "offered", "单位表示录用的日期，或“是”“否”", "the day of the offer, or 是 / 否", "2027-03-25",
           aliases="拟录用 录用意向 录用通知日期 offer"),
    column("入职日期", "hired", "上班第一天或签合同的日期，或“是”“否”", "the first day of work, or 是 / 否", "2027-04-01",
           aliases="入职 录用日期 上岗日期 签约日期"),
    column("在岗满1个月", "retained_1", "回访的日期或“是”；已不在岗写“否”", "the day of the follow-up or 是; 否 if no longer there",
           "2027-05-06", aliases="满1个月 1个月在岗 一个月回访"),
    column("在岗满3个月", "retained_3", "同上", "likewise", "2027-07-05", aliases="满3个月 3个月在岗 三个月回访"),
    column("在岗满6个月", "retained_6", "同上", "likewise", "", aliases="满6个月 6个月在岗 六个月回访"),
    column("结束方式", "ended", "没有成功或已离职时填写", "how it ended, if it did", "", aliases="结果 未成原因类别 结束",
           choices=tuple(ENDINGS)),
    column("结束日期", "ended_on", "放弃、未录用或离职的日期", "the day it ended", "", aliases="离职日期 放弃日期"),
    column("原因", "reason", "为什么结束，从可填的词里选；不要写病情和家事",
           "why it ended, one of the words; nothing of health or family", "", aliases="结束原因 未录用原因 离职原因 放弃原因",
           choices=tuple(REASONS)),
    column("更正", "corrects", "写“是”表示本行改正以前的记录：以本行为准，表里留空的步骤视为没有发生；旧记录保留备查",
           "是: this row replaces what was recorded; a step whose cell is empty did not happen; the former record is kept",
           "", aliases="更正以前的记录 修正", choices=(YES, NO)),
)  # fmt: skip
"""All columns of the template of outcomes, in its order."""
