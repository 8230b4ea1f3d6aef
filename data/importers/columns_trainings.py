"""The columns of a sheet of training records: who took part in which course, and how far they got."""

from typing import Final

from data.importers.columns import Column, column
from data.importers.columns_people import PERSON_COLUMNS
from matching.records import TrainingState

STATES: Final[dict[str, TrainingState]] = {
    "已报名": "registered",
    "在读": "attending",
    "已结业": "completed",
    "已退出": "dropped",
}
STATE_WORDS: Final[dict[str, TrainingState]] = {
    **STATES,
    **{state: state for state in STATES.values()},
    **dict.fromkeys(("报名", "登记", "待开课", "已录取"), "registered"),
    **dict.fromkeys(("在学", "在培", "培训中", "学习中", "进行中", "上课中"), "attending"),
    **dict.fromkeys(("结业", "毕业", "完成", "已完成", "合格", "已合格", "培训合格"), "completed"),
    **dict.fromkeys(("退出", "退学", "退班", "中途退出", "放弃", "未完成", "中断"), "dropped"),
}

TRAINING_COLUMNS: Final[tuple[Column, ...]] = (
    *PERSON_COLUMNS,
    column("课程编号", "course", "课程表里的编号", "the number in the sheet of courses", "K-2026-01", aliases="班级编号 期次编号"),
    column("课程名称", "course_name", "没有课程编号时用它认课程", "tells the course where it has no number", "",
           aliases="课程 培训项目 培训课程 班级名称"),
    column("状态", "state", "必填", "required", "已结业", aliases="培训状态 学习状态 结果", choices=tuple(STATES)),
    column("日期", "on", "报名、结业或退出的那一天", "the day of registration, completion or leaving", "2026-05-15",
           aliases="状态日期 结业日期 完成日期 报名日期"),
)  # fmt: skip
"""All columns of the template of training records, in its order."""
