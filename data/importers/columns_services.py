"""The columns of a sheet of services (四个一): what was done for whom, on which day, by whom."""

from typing import Final

from data.importers.columns import Column, column
from data.importers.columns_people import PERSON_COLUMNS
from matching.records import ServiceKind

SERVICES: Final[dict[str, ServiceKind]] = {kind.value: kind for kind in ServiceKind}
SERVICE_WORDS: Final[dict[str, ServiceKind]] = {
    **SERVICES,
    **dict.fromkeys(("核对", "信息核实", "核实", "入户核对", "入户走访", "信息采集", "verification"), ServiceKind.VERIFICATION),
    **dict.fromkeys(("评估", "职业能力评估", "就业能力评估", "assessment"), ServiceKind.ASSESSMENT),
    **dict.fromkeys(("登记", "需求调查", "就业需求登记", "求职登记", "needs"), ServiceKind.NEEDS),
    **dict.fromkeys(("岗位推荐", "推荐岗位", "职业介绍", "职业指导", "就业推荐", "就业援助", "employment"), ServiceKind.EMPLOYMENT),
}

SERVICE_COLUMNS: Final[tuple[Column, ...]] = (
    *PERSON_COLUMNS,
    column("服务类别", "kind", "四个一中的哪一个；必填", "which of the four services; required", "能力评估",
           aliases="服务项目 服务内容 服务类型 四个一", choices=tuple(SERVICES)),
    column("服务日期", "on", "必填；服务那一天", "required: the day of the service", "2027-03-05",
           aliases="日期 办理日期 完成日期"),
    column("服务单位", "by", "必填；哪个单位或谁提供的", "required: which office or who gave it", "洪山区残疾人就业服务所",
           aliases="服务机构 服务提供单位 经办单位 经办人 服务人员 服务人"),
    column("备注", "note", "可留空；只有工作人员能看", "may be empty; only staff see it", "", aliases="服务记录 情况说明 说明"),
)  # fmt: skip
"""All columns of the template of services, in its order."""
