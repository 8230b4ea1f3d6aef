"""The columns of a sheet of postings: the job, its terms, the workplace, what exists there, and what the job demands.

The importer, the template and the synthetic city's spreadsheets all read this one table.
"""

from typing import Final, Literal

from data.importers.columns import NO as NO
from data.importers.columns import POSTING_KINDS as POSTING_KINDS
from data.importers.columns import YES as YES
from data.importers.columns import YES_NO, Column, column
from matching.geography import AREAS
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import FACTS, Dimension, Text
from matching.records import AccommodationStatus, EmployerKind, PayUnit, PostingStatus
from matching.verdicts.wording import FACT_TEXTS

DEMAND: Final = "demand:"
"""`demand:text_access` is the field of that dimension's column; 0-4 as the employer states it, or 未知 for "nobody knows"."""
FACT: Final = "fact:"
"""`fact:remote_possible` is the field of that workplace fact's column."""

UNKNOWN: Final = "未知"
TOILETS: Final[dict[str, Literal["accessible", "rails", "seat", "squat", "none"]]] = {
    "无障碍卫生间": "accessible",
    "坐便带扶手": "rails",
    "坐便": "seat",
    "蹲便": "squat",
    "没有": "none",
}
SHIFTS: Final[dict[str, Literal["day", "evening", "night", "rotating"]]] = {
    "白班": "day",
    "晚班": "evening",
    "夜班": "night",
    "倒班": "rotating",
}
CONTRACTS: Final[dict[str, Literal["labour", "gig", "agreement", "internship"]]] = {
    "劳动合同": "labour",
    "灵活用工": "gig",
    "劳务协议": "agreement",
    "见习协议": "internship",
}
CHANNELS: Final[dict[str, Literal["text", "voice", "both"]]] = {"文字": "text", "语音": "voice", "文字和语音": "both"}
PAY_UNITS: Final = {"月": PayUnit.MONTH, "天": PayUnit.DAY, "小时": PayUnit.HOUR, "年": PayUnit.YEAR, "件": PayUnit.PIECE}
STATUSES: Final = {
    "招聘中": PostingStatus.OPEN,
    "已关闭": PostingStatus.CLOSED,
    "已招满": PostingStatus.FILLED,
    "未通过": PostingStatus.REJECTED,
}
EMPLOYER_KINDS: Final = {
    "机关": EmployerKind.GOVERNMENT,
    "事业单位": EmployerKind.PUBLIC_INSTITUTION,
    "国企": EmployerKind.SOE,
    "民营企业": EmployerKind.PRIVATE,
    "平台": EmployerKind.PLATFORM,
    "残疾人组织": EmployerKind.DPO,
    "辅助性就业机构": EmployerKind.SHELTERED,
    "农村基地": EmployerKind.RURAL,
    "个体户": EmployerKind.INDIVIDUAL,
    "其他": EmployerKind.OTHER,
}
EMPLOYER_ALIASES: Final = {
    "民营": EmployerKind.PRIVATE,
    "民营公司": EmployerKind.PRIVATE,
    "民企": EmployerKind.PRIVATE,
    "私营": EmployerKind.PRIVATE,
    "私营企业": EmployerKind.PRIVATE,
    "创业公司": EmployerKind.PRIVATE,
    "国有企业": EmployerKind.SOE,
    "央企": EmployerKind.SOE,
    "政府机关": EmployerKind.GOVERNMENT,
    "政府": EmployerKind.GOVERNMENT,
    "个体工商户": EmployerKind.INDIVIDUAL,
    "合资": EmployerKind.OTHER,
    "外资": EmployerKind.OTHER,
    "外资(欧美)": EmployerKind.OTHER,
    "外资(非欧美)": EmployerKind.OTHER,
    "外企代表处": EmployerKind.OTHER,
    "上市公司": EmployerKind.OTHER,
    "已上市": EmployerKind.OTHER,
    "非营利组织": EmployerKind.OTHER,
}
"""How job boards write it. A listed, joint or foreign company may be state-owned or private: nobody said which."""
ARRANGEMENTS: Final = {
    "in_place": AccommodationStatus.IN_PLACE,
    "committed": AccommodationStatus.COMMITTED,
    "possible": AccommodationStatus.POSSIBLE,
    "refused": AccommodationStatus.REFUSED,
}
ASSUMED: Final[dict[str, Literal["remote", "floor", "entrance_steps", "toilet", "commute"]]] = {
    "居家办公": "remote",
    "楼层": "floor",
    "门口台阶": "entrance_steps",
    "卫生间": "toilet",
    "通勤": "commute",
}


def _demand(row: Dimension) -> Column:
    zh = "；".join(f"{level} {row.anchor(level).zh}" for level in range(1, 5))
    en = "; ".join(f"{level} {row.anchor(level).en}" for level in range(1, 5))
    meaning = Text(
        zh=f"这个岗位要求到几级：0 不要求，{zh}；没有问过请留空，说不清写“未知”",
        en=f"{row.en}, what the job asks: 0 nothing, {en}; empty: not asked yet, 未知: nobody knows",
    )
    header = f"要求：{row.zh}"
    return Column(
        header, (f"要求{row.code}", row.code, row.zh, row.en, row.name), DEMAND + row.name, meaning, "1", (*"01234", UNKNOWN)
    )


def _fact(name: str) -> Column:
    text = FACT_TEXTS[name]
    return Column(
        text.zh, (name,), FACT + name, Text(zh=f"{text.zh}？不清楚请留空", en=f"{text.en}? empty: not known"), YES, YES_NO
    )


_DISTRICTS: Final = "、".join(area.names[0] for area in AREAS)
_JOB: Final = (
    column("岗位编号", "external_id", "本单位或来源系统的编号；再次导入时用它认出同一岗位",
            "the source's own number; recognises the posting when it is imported again", "P-001",
            aliases="编号 职位编号 招聘信息编号 信息编号 id"),
    column("岗位名称", "title", "必填", "required", "档案数字化录入员", aliases="职位 岗位 职位名称 招聘岗位 工种 title job"),
    column("岗位类型", "kind", "方案的 18 类之一，没有说明请留空", "one of the plan's 18 kinds; empty: not stated",
            "民企定向岗位", aliases="岗位类别 岗位性质", choices=tuple(POSTING_KINDS)),
    column("状态", "status", "空白按招聘中", "empty: open", "招聘中", aliases="岗位状态", choices=tuple(STATUSES)),
    column("招聘人数", "headcount", "", "people wanted", "2", aliases="人数 招聘数量 需求人数 名额"),
    column("薪资", "pay", "如 4500-6000元/月、20元/小时、0.5元/件、面议；不写单位按每月多少元",
            "such as 4500-6000元/月; without a unit: yuan a month", "4500-6000元/月",
            aliases="薪酬 工资 待遇 月薪 薪资待遇 工资待遇 薪资范围 salary"),
    column("最低薪资", "pay_min", "已填“薪资”时不用填", "not needed where 薪资 is filled in", "", aliases="最低工资 薪资下限"),
    column("最高薪资", "pay_max", "同上", "likewise", "", aliases="最高工资 薪资上限"),
    column("薪资单位", "pay_unit", "最低、最高薪资的单位，空白按月", "unit of the two columns before; empty: month", "",
            aliases="薪资类型 计薪方式", choices=tuple(PAY_UNITS)),
    column("工作地点", "place", f"市、区或功能区：{_DISTRICTS}；其他城市写城市名",
            "city and district or zone; elsewhere the city", "武汉-洪山区",
            aliases="地点 地区 工作区域 区域 所在区 工作城市 area location"),
    column("详细地址", "address", "", "street and number", "", aliases="工作地址 地址 公司地址 单位地址 address"),
    column("工作时间", "hours", "如 8小时、双休、朝九晚五、白班", "such as 8小时, 双休, 朝九晚五, 白班", "8小时双休",
            aliases="工时 上班时间 作息 工作时段"),
    column("每日工时", "hours_per_day", "小时；已填“工作时间”时不用填", "hours a day, unless 工作时间 says it", ""),
    column("每周天数", "days_per_week", "天", "days a week", ""),
    column("班次", "shift", "", "shift", "", choices=tuple(SHIFTS)),
    column("学历要求", "education", "没有要求写“不限”", "不限: none asked", "不限", aliases="学历 文化程度 最低学历 education"),
    column("工作经验", "experience", "没有要求写“不限”", "不限: none asked", "不限",
            aliases="经验 工作经验要求 经验要求 工作年限"),
    column("年龄要求", "age", "原文照录，供合规检查", "as the employer wrote it, for the check against the law", "",
            aliases="年龄"),
    column("技能要求", "skills", "用顿号分开", "separated by 、", "打字、办公软件", aliases="技能 技能关键词 skills"),
    column("证照要求", "licences", "用顿号分开", "licences the law or the employer asks for", "",
            aliases="证书要求 资格证书 持证要求"),
    column("福利", "welfare", "用顿号分开", "benefits", "五险一金、工作餐", aliases="福利待遇 职位福利 welfare"),
    column("标签", "tags", "项目或活动标签", "programme tags", "", aliases="项目标签 职位关键词 tags"),
    column("合同类型", "contract", "", "contract", "劳动合同", aliases="用工形式 合同", choices=tuple(CONTRACTS)),
    column("户籍要求", "residence", "限哪些区的户籍，用顿号分开；不限请留空",
            "districts whose household register is asked, separated by 、", "", aliases="户籍限制 户口要求"),
    column("毕业年限", "graduated_within_years", "限毕业几年内的人；不限请留空", "open for so many years after graduation", "",
            aliases="毕业几年内 限毕业年限"),
    column("限就业困难人员", "recognised_only", "只招已认定的就业困难人员", "for recognised persons in difficulty only", "",
            choices=YES_NO),
    column("限登记失业", "unemployed_only", "只招登记失业人员", "for the registered unemployed only", "", choices=YES_NO,
            aliases="限登记失业人员"),
    column("限零就业家庭", "zero_employment_household_only", "只招零就业家庭成员，家庭任何成员都算",
            "for members of households without work only, any member", "", choices=YES_NO),
    column("岗位描述", "text", "职责和要求的原文；电话、微信会移到联系方式",
            "duties and requirements as written; phone numbers are moved out of it", "把纸质档案扫描并录入系统",
            aliases="职位描述 岗位职责 岗位信息 工作内容 描述 description"),
    column("联系方式", "contact", "只供工作人员联系", "for staff only", "", aliases="联系电话 联系人 联系人及电话 电话"),
    column("发布日期", "published_on", "", "day of publication", "2026-03-01", aliases="发布时间 时间 日期 posted"),
    column("截止日期", "closes_on", "", "last day", "2026-06-30", aliases="有效期 截止时间 有效期至"),
    column("来源系统", "source", "岗位来自哪个系统或活动", "system or event the posting comes from", "",
            aliases="来源 数据来源"),
    column("链接", "url", "", "web address of the posting", "", aliases="网址 原文链接 url"),
)  # fmt: skip
_EMPLOYER: Final = (
    column("单位名称", "employer", "必填；真正用人的单位", "required: who really hires", "武汉样例科技有限公司",
            aliases="公司 公司名称 企业名称 用人单位 招聘单位 单位 company employer"),
    column("统一社会信用代码", "employer_code", "18 位，请把该列设为文本格式", "18 characters; format the column as text", "",
            aliases="信用代码 社会信用代码 单位代码"),
    column("单位性质", "employer_kind", "", "kind of employer", "民营企业", aliases="企业性质 性质 公司性质 nature",
            choices=tuple(EMPLOYER_KINDS)),
    column("在职人数", "staff", "人数，或 50-150人 这样的规模", "people employed, or a band", "120",
            aliases="单位规模 公司规模 规模 职工人数 size"),
    column("编制数", "establishment", "机关、事业单位的编制", "established posts of a public body", ""),
    column("行业", "industry", "", "trade", "信息技术", aliases="所属行业 主营 industry"),
    column("中介机构", "intermediary", "代为发布的人力资源机构、协会或平台", "agency, association or platform that passed it on",
            "", aliases="人力资源机构 代招单位 发布机构"),
    column("中介信用代码", "intermediary_code", "18 位", "18 characters", ""),
)  # fmt: skip
_PLATFORM: Final = (
    column("减免加盟费", "fee_waiver", "只有平台、电商、快递岗位填", "platform kinds only", "", choices=YES_NO),
    column("派单倾斜", "dispatch_priority", "同上", "likewise: gets orders first", "", choices=YES_NO),
    column("免费培训", "free_training", "同上", "likewise", "", choices=YES_NO),
    column("沟通渠道", "contact_channel", "顾客怎样联系", "how customers reach the worker", "", choices=tuple(CHANNELS)),
)  # fmt: skip
_WORKPLACE: Final = (
    column("居家办公", "remote", "整份工作都在家做", "the whole job is done at home", NO, aliases="远程办公 是否远程",
            choices=YES_NO),
    column("楼层", "floor", "在几楼", "which floor", "3", aliases="所在楼层"),
    column("门口台阶", "entrance_steps", "几级，没有写 0", "steps at the entrance, 0 for none", "2", aliases="台阶数 入口台阶"),
    column("卫生间", "toilet", "", "toilet", "蹲便", aliases="厕所", choices=tuple(TOILETS)),
    column("通勤要求", "commute", "0-4，同能力表“通勤”", "0-4, as the dimension 通勤", "1", aliases="到岗交通",
            choices=tuple("01234")),
    column("仅为默认值", "assumed", "以上哪些没有问过、只是默认值，用顿号分开",
            "which of these nobody confirmed, separated by 、", ""),
    *(_fact(name) for name in FACTS),
    column("已有便利", "in_place", "便利措施名称，用顿号分开，名称见第二张表", "accommodations that exist, separated by 、",
            "坡道、电梯", aliases="已有的合理便利"),
    column("已承诺便利", "committed", "同上，将在到岗前备好", "promised for the first day", "", aliases="承诺的合理便利"),
    column("可以考虑的便利", "possible", "同上", "may be considered", "", aliases="可商量的便利"),
    column("不提供的便利", "refused", "同上", "refused", "", aliases="拒绝的便利"),
    column("次要任务", "marginal", "要求里属于次要、可以调换的能力，用顿号分开", "demands of minor tasks that can be swapped",
            "", aliases="可调换任务"),
    column("已核实要求", "confirmed", "要求里已与用人单位核实的能力，用顿号分开", "demands confirmed with the employer", "",
            aliases="已确认要求"),
)  # fmt: skip
_ORDER: Final = ("external_id", "title", "employer")
_BASE: Final = (*_JOB, *_EMPLOYER, *_PLATFORM, *_WORKPLACE)
POSTING_COLUMNS: Final[tuple[Column, ...]] = (
    *sorted(_BASE, key=lambda column: _ORDER.index(column.field) if column.field in _ORDER else len(_ORDER)),
    *(_demand(row) for row in sorted(CATALOGUE.dimensions, key=lambda row: not row.core)),
)
"""Every column of the template, what identifies a posting first, then its terms, and the 45 demands last, core ones first."""
