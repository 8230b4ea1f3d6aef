"""The columns of a file of quota certifications: an employer, a year, and how many people were certified. Nobody by name."""

from typing import Final

from data.importers.columns import Column, column

CERTIFICATION_COLUMNS: Final[tuple[Column, ...]] = (
    column("统一社会信用代码", "code", "18 位；有它就用它认单位", "18 characters; tells the employer where it is there", "",
           aliases="信用代码 单位信用代码 社会信用代码"),
    column("单位名称", "employer", "没有代码时用它认单位", "tells the employer where there is no code", "江城示例科技有限公司",
           aliases="用人单位 用人单位名称 企业名称"),
    column("年度", "year", "必填；认证的是哪一年", "required: the year that was certified", "2025",
           aliases="认证年度 申报年度 所属年度"),
    column("认证人数", "counted", "必填；按规定折算后的人数，可以有小数", "required: people as the quota counts them", "2.5",
           aliases="折算人数 认证折算人数 计入人数"),
    column("安排人数", "people", "实际安排了几人，不折算", "heads, not converted", "2",
           aliases="实际安排人数 安置人数 残疾职工人数"),
    column("在职职工人数", "staff", "年平均在职职工", "staff on average over the year", "180",
           aliases="年平均在职职工人数 职工人数"),
    column("认证日期", "certified_on", "通过认证的那一天", "the day of the certification", "2026-04-20",
           aliases="认证通过日期 通过日期"),
)  # fmt: skip
"""All columns of such a file, in the order of our template."""
