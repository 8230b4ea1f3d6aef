"""The columns of a sheet of placements: who began which job when, and when it ended."""

from typing import Final

from data.importers.columns import Column, column
from data.importers.columns_people import PERSON_COLUMNS

PLACEMENT_COLUMNS: Final[tuple[Column, ...]] = (
    *PERSON_COLUMNS,
    column("岗位编号", "posting", "岗位表里的编号，或系统里的编号", "the number in the sheet of postings, or ours", "G-012",
           aliases="职位编号 岗位ID 招聘岗位编号"),
    column("单位名称", "employer", "没有岗位编号时，用单位和岗位名称认岗位", "with the title, tells the posting that has no number",
           "江城示例科技有限公司", aliases="用人单位 就业单位 用人单位名称 企业名称 工作单位"),
    column("岗位名称", "title", "同上", "likewise", "文字录入员", aliases="职位名称 岗位 职位 就业岗位"),
    column("活动编号", "event", "在哪场活动上谈成的；不是在活动上谈成的请留空", "at which event it came about; empty where at none",
           "", aliases="活动 活动名称 招聘会 场次"),
    column("入职日期", "hired", "必填；上班第一天或签合同的日期", "required: the first day of work", "2027-04-01",
           aliases="就业日期 就业时间 上岗日期 录用日期 签约日期 合同起始日期"),
    column("离职日期", "left", "还在岗请留空", "empty while the person still works there", "",
           aliases="离岗日期 终止日期 合同终止日期"),
)  # fmt: skip
"""All columns of the template of placements, in its order."""
