"""The columns of a sheet of candidates: who they are, what they can do, what they know, what they want.

The importer, the template, the assessment form and the synthetic city's spreadsheets all read this one table.
"""

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final, Literal

from data.importers.columns import NO, YES, YES_NO, Column, column
from data.importers.columns import POSTING_KINDS as POSTING_KINDS
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import ACCESS_SKILLS, Dimension, Text
from matching.records import AssessmentSource, CredentialKind, Education, Refusal

ABILITY: Final = "ability:"
"""`ability:text_access` is the field of that dimension's column."""

SEXES: Final = {"男": "male", "女": "female"}
CREDENTIALS: Final = {
    "残疾人证": CredentialKind.CERTIFICATE,
    "残疾军人证": CredentialKind.VETERAN,
    "工伤伤残": CredentialKind.WORK_INJURY,
    "残疾人家庭成员": CredentialKind.HOUSEHOLD_MEMBER,
}
EDUCATIONS: Final = {
    "未上学": Education.NONE,
    "小学": Education.PRIMARY,
    "初中": Education.JUNIOR,
    "高中": Education.SENIOR,
    "大专": Education.COLLEGE,
    "本科": Education.BACHELOR,
    "硕士": Education.MASTER,
    "博士": Education.DOCTOR,
}
SOURCES: Final = {
    "评估员": AssessmentSource.ASSESSOR,
    "就业辅导员": AssessmentSource.COUNSELOR,
    "本人": AssessmentSource.SELF,
    "导入": AssessmentSource.IMPORT,
}
SKILLS: Final = dict(zip(("盲文", "手语", "读屏软件使用"), ACCESS_SKILLS, strict=True))
REFUSALS: Final = {
    "夜班": Refusal.NIGHT,
    "面对公众": Refusal.PUBLIC_CONTACT,
    "到岗上班": Refusal.ON_SITE,
    "户外": Refusal.OUTDOOR,
    "计件": Refusal.PIECE_RATE,
    "出镜直播": Refusal.LIVE_VIDEO,
}
REMOTE: Final = {"只考虑居家": "only", "可以": "welcome", "不考虑": "no"}
TRACKS: Final[dict[str, Literal["w50", "w55"]]] = {"50岁起": "w50", "55岁起": "w55"}
LICENCES: Final = {
    "医疗按摩资格证书": "medical_massage",
    "保健按摩证书": "health_massage",
    "健康证": "health_certificate",
    "驾驶证": "car",
    "货车驾驶证": "lorry",
    "摩托车驾驶证": "motorcycle",
    "电工证": "electrician",
    "叉车证": "forklift",
    "保安员证": "security_guard",
    "教师资格证": "teacher",
    "会计证": "accountant",
    "厨师证": "cook",
    "护士资格证": "nurse",
}
"""Licences by the words of a sheet; another word is kept as it stands."""


@cache
def accommodation_words() -> Mapping[str, str]:
    """Every accommodation by its names as people write them: catalogue name, Chinese, English, without brackets, parts of it.

    A part that two accommodations share stands for neither.
    """
    whole: dict[str, str] = {}
    parts: dict[str, set[str]] = {}
    for row in CATALOGUE.accommodations:
        short = row.zh.partition("(")[0]
        whole |= dict.fromkeys((row.name, row.zh, row.en.lower(), short), row.name)
        for part in re.split("[/、]", short):
            parts.setdefault(part, set()).add(row.name)
    alone = {part: next(iter(names)) for part, names in parts.items() if len(names) == 1}
    return MappingProxyType(alone | whole)


def _ability(row: Dimension) -> Column:
    levels = range(1, 5)
    zh = "；".join(f"{level} {row.anchor(level).zh}" for level in levels)
    en = "; ".join(f"{level} {row.anchor(level).en}" for level in levels)
    meaning = Text(
        zh=f"带上本人日常辅具能做到的程度，0 不能，{zh}；未评估请留空",
        en=f"{row.en}, with the person's own everyday aids: 0 cannot, {en}; empty: not assessed",
    )
    return Column(row.zh, (row.code, row.en, row.name), ABILITY + row.name, meaning, "3", tuple("01234"))


_IDENTITY: Final = (
    column("编号", "external_id", "本单位自己的编号；没有证件号码时用它认人",
            "your own number for the person; identifies them where no document number is given", "WH-0001",
            aliases="人员编号 档案编号 id 外部编号"),
    column("来源系统", "source", "编号来自哪个系统", "the system that gave the number", "区残联台账", aliases="数据来源"),
    column("姓名", "name", "只供工作人员联系", "for staff to get in touch only", "样例甲",
            aliases="残疾人姓名 求职者姓名 求职者"),
    column("联系电话", "phone", "请按文本填写", "as text", "", aliases="电话 手机 手机号 手机号码 联系方式 本人电话"),
    column("电子邮箱", "email", "没有可不填", "may be empty", "", aliases="邮箱 e-mail"),
    column("联系说明", "contact_note", "怎样联系最方便，例如只发短信、由家人接听",
            "how to reach the person best, such as text messages only", "只发短信", aliases="联系备注"),
    column("监护人", "guardian", "未成年人或限制行为能力人的监护人及电话",
            "guardian of a minor or of an adult of limited capacity", "", aliases="监护人姓名 法定监护人"),
    column("出生日期", "birth", "有证件号码时可不填", "may be empty where a document number is given", "1990-03-05",
            aliases="出生年月日 生日 出生年月"),
    column("性别", "sex", "有证件号码时可不填", "may be empty where a document number is given", "女", choices=tuple(SEXES)),
    column("身份证号", "citizen_number", "18 位，请把该列设为文本格式", "18 characters; format the column as text", "",
            aliases="身份证 身份证号码 公民身份号码 居民身份证号"),
    column("户籍地", "registered_residence", "到区即可", "the district is enough", "武汉市洪山区",
            aliases="户口所在地 户籍所在地"),
    column("女职工退休", "retirement_track", "女职工填写：工人岗从 50 岁起，管理技术岗从 55 岁起；不知道请留空",
            "women: from 50 as a worker, from 55 as a manager or technician; empty: not known", "", choices=tuple(TRACKS),
            aliases="退休口径 退休岗位类别"),
)  # fmt: skip
_CREDENTIAL: Final = (
    column("证件类别", "credential_kind", "凭什么享受政策；有残疾人证号时可留空",
            "why the person is in scope; may be empty with a certificate number", "残疾人证", choices=tuple(CREDENTIALS)),
    column("残疾人证号", "certificate_number", "20 位（补发的加 B1），请把该列设为文本格式；加密保存",
            "20 characters, plus B1 on a reissue; format the column as text; stored encrypted", "",
            aliases="残疾证号 残疾人证号码 残疾证号码 残疾人证编号 证件号码"),
    column("证件有效期", "credential_valid_until", "证件到期日", "the day the document ends", "2031-06-30",
            aliases="有效期至 证件到期日 残疾人证有效期 有效期"),
    column("残疾类别", "category", "只用于按比例核算和公平审计，不参与匹配；可由证号得出",
            "for the quota and the fairness audit only, never for matching; follows from the number", "", aliases="残疾类型 类别",
            choices=("视力", "听力", "言语", "肢体", "智力", "精神", "多重")),
    column("残疾等级", "grade", "残疾人证 1-4 级，残疾军人证 1-8 级，工伤 1-10 级；不参与匹配",
            "certificate 1-4, veteran 1-8, work injury 1-10; never for matching", "", aliases="等级 残疾级别 伤残等级"),
    column("居住区", "home", "住在哪个区，武汉可写区或功能区", "the district or zone where the person lives", "洪山区",
            aliases="居住地 现居住地 住址 现住址 家庭住址 居住地址 所在区 区"),
    column("家庭编号", "household", "同一家庭填同一编号", "the same for all members of one household", "F-017",
            aliases="户编号"),
    column("零就业家庭", "zero_employment", "是否登记为零就业家庭", "whether registered as a household without work", NO,
            choices=YES_NO, aliases="是否零就业家庭"),
    column("防返贫监测对象", "poverty_watch", "家庭是否为防返贫监测对象",
            "whether the household is under the watch against falling back into poverty", NO, aliases="防返贫 监测对象",
            choices=YES_NO),
    column("农村家庭", "rural", "是否农村户籍家庭", "whether it is a rural household", NO, aliases="农村户籍 是否农村",
            choices=YES_NO),
    column("就业困难人员认定", "employment_aid_recognised", "是否已由街道认定", "whether recognised by the street office", YES,
            aliases="就业困难人员 就业援助对象", choices=YES_NO),
    column("登记失业", "registered_unemployed", "是否已办失业登记", "whether registered as unemployed", YES,
            aliases="失业登记 是否登记失业", choices=YES_NO),
)  # fmt: skip
_ASSESSMENT: Final = (
    column(
        "评估来源",
        "assessment_source",
        "能力等级由谁给出；空白按导入",
        "who gave the ability levels; empty: import",
        "评估员",
        choices=tuple(SOURCES),
        aliases="评估方式",
    ),
    column("评估日期", "assessment_date", "能力评估是哪天做的", "when the abilities were assessed", "2026-03-12"),
    column("评估可信度", "assessment_confidence", "0 到 1，可不填", "0 to 1, may be empty", "0.8", aliases="可信度"),
)
_AIDS: Final = (
    column("自带辅具", "aids", "本人自有、会带到岗位的辅具，用顿号分开",
            "aids that the person owns and brings along, separated by 、", "放大软件/助视器", aliases="辅具 本人辅具"),
    column("沟通技能", "access_skills", "、".join(SKILLS) + "中会的，用顿号分开", "those known of csl, braille, screen_reader",
            "手语", aliases="沟通与阅读技能"),
    column("不接受的安排", "refused_accommodations", "本人不愿意要的便利安排，用顿号分开",
            "arrangements that the person does not want", "居家/远程", aliases="不接受的便利"),
    column("不接受的条件", "refused_conditions", "、".join(REFUSALS), ", ".join(r.value for r in REFUSALS.values()), "夜班",
            aliases="不接受的工作条件"),
    column("不去的单位", "refused_employers", "单位全称或统一社会信用代码，用分号分开",
            "full names or social credit codes, separated by ;", "", aliases="不去的用人单位"),
)  # fmt: skip
_RESUME: Final = (
    column("技能", "skills", "会做的事，用顿号分开；可在括号里写凭什么这样说",
            "what the person knows how to do, separated by 、; what shows it may follow in brackets",
            "办公软件（社区培训结业）、打字", aliases="职业技能 技能特长 特长"),
    column("证书", "certificates", "用顿号分开", "separated by 、", "计算机一级", aliases="职业资格证书 技能证书"),
    column("执照", "licences", "执业或驾驶资格，用顿号分开；括号里写有效期",
            "licences to practise or drive; the day each ends in brackets", "健康证（2027-05-01）", aliases="执业证照 证照"),
    column("学历", "education", "最高学历", "highest level reached", "大专", aliases="文化程度 最高学历 受教育程度",
            choices=tuple(EDUCATIONS)),
    column("工作年限", "experience_years", "一共工作过几年", "years of work", "3", aliases="工龄 工作年数"),
    column("工作经历", "experience", "做过什么，用本人的话", "what the person has done, in their own words",
            "在社区食堂帮厨两年", aliases="经历 从业经历"),
    column("毕业院校", "school", "毕业生填写", "school of a graduate", "", aliases="学校 毕业学校"),
    column("专业", "major", "毕业生填写", "field of study", "", aliases="所学专业"),
    column("毕业时间", "graduated_on", "可只写到月", "the month is enough", "2026-06", aliases="毕业日期 毕业年月"),
)  # fmt: skip
_WISHES: Final = (
    column("意向职业", "occupations", "最想要的写在前面，用顿号分开", "best first, separated by 、", "文员、客服",
            aliases="求职意向 意向岗位 期望职业 意向工种"),
    column("求职说明", "wish_text", "本人怎么说", "in the person's own words", "想找离家近、能坐着做的活",
            aliases="求职愿望 就业意愿"),
    column("意向岗位类别", "kinds", "方案中的岗位类别，用顿号分开", "kinds of posting, separated by 、", "公益性岗位",
            aliases="岗位类别意向"),
    column("期望月薪", "pay_min", "元/月，可接受的最低数", "the lowest acceptable, yuan a month", "2500",
            aliases="期望薪资 最低月薪 期望工资 薪资要求"),
    column("最长通勤分钟", "minutes_max", "单程", "one way", "45", aliases="最长通勤 通勤时间"),
    column("每天最多小时", "hours_max", "每天最多能工作几小时", "hours a day at most", "6", aliases="每日最长工时"),
    column("意向区域", "districts", "区或功能区，用顿号分开", "districts or zones, separated by 、", "洪山区、武昌区",
            aliases="期望区域 意向工作地点"),
    column("居家工作", "remote", "是否想在家工作", "whether work from home is wanted: " + ", ".join(REMOTE.values()), "可以",
            choices=tuple(REMOTE), aliases="是否居家"),
    column("参与自动匹配", "profiling", "否：不由程序排序", "否 (no): is not ranked by the program", YES, choices=YES_NO),
)  # fmt: skip

ABILITY_COLUMNS: Final = tuple(_ability(row) for row in CATALOGUE.dimensions)
"""The 45 dimensions in catalogue order."""

CANDIDATE_COLUMNS: Final = (*_IDENTITY, *_CREDENTIAL, *_ASSESSMENT, *ABILITY_COLUMNS, *_AIDS, *_RESUME, *_WISHES)
"""All columns of the candidates' template, in its order."""
