"""The forms in which records are entered and edited: which columns of a sheet they have, in which groups, and in which words.

A form field is a column of the importers' own tables, read by the same readers: nothing goes in that a sheet could not bring.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from data.importers.columns import Column
from data.importers.columns_candidates import CANDIDATE_COLUMNS, REFUSALS, SKILLS
from data.importers.columns_postings import POSTING_COLUMNS
from matching.geography import AREAS
from matching.kinds import KINDS
from matching.knowledge.catalogue import Text

PEOPLE: Final[Mapping[str, Text]] = {
    "name": Text(zh="姓名", en="Name"),
    "certificate_number": Text(zh="残疾人证号", en="Number of the disability certificate"),
    "citizen_number": Text(zh="身份证号", en="Citizen number"),
    "external_id": Text(zh="本单位的编号", en="Number of your office"),
    "credential_kind": Text(zh="证件类别", en="Kind of credential"),
    "credential_valid_until": Text(zh="证件有效期", en="Credential valid until"),
    "birth": Text(zh="出生日期", en="Date of birth"),
    "sex": Text(zh="性别", en="Sex"),
    "guardian": Text(zh="监护人", en="Guardian"),
    "phone": Text(zh="联系电话", en="Telephone"),
    "email": Text(zh="电子邮箱", en="E-mail"),
    "contact_note": Text(zh="联系说明", en="How to get in touch"),
    "home": Text(zh="居住区", en="District of residence"),
    "registered_residence": Text(zh="户籍地", en="Household register"),
    "zero_employment": Text(zh="零就业家庭", en="Household without work"),
    "poverty_watch": Text(zh="防返贫监测对象", en="Under the watch against poverty"),
    "rural": Text(zh="农村家庭", en="Rural household"),
    "employment_aid_recognised": Text(zh="已认定就业困难人员", en="Recognised as having difficulty finding work"),
    "registered_unemployed": Text(zh="已登记失业", en="Registered as unemployed"),
    "retirement_track": Text(zh="女职工退休口径", en="Retirement rule for women"),
    "skills": Text(zh="技能", en="Skills"),
    "access_skills": Text(zh="沟通技能", en="Communication skills"),
    "certificates": Text(zh="技能证书", en="Skill certificates"),
    "licences": Text(zh="执照", en="Licences"),
    "education": Text(zh="学历", en="Education"),
    "experience_years": Text(zh="工作年限（年）", en="Years of work"),
    "experience": Text(zh="工作经历", en="Experience"),
    "school": Text(zh="毕业院校", en="School"),
    "major": Text(zh="专业", en="Field of study"),
    "graduated_on": Text(zh="毕业时间", en="Graduated on"),
    "occupations": Text(zh="想做的工作", en="Wanted occupations"),
    "wish_text": Text(zh="求职说明", en="Wishes in their own words"),
    "kinds": Text(zh="想要的岗位类别", en="Wanted kinds of posting"),
    "pay_min": Text(zh="期望月薪（元，最低）", en="Lowest pay, yuan a month"),
    "minutes_max": Text(zh="最长通勤（分钟，单程）", en="Longest way to work, minutes"),
    "hours_max": Text(zh="每天最多几小时", en="Most hours a day"),
    "districts": Text(zh="想去的区域", en="Wanted districts"),
    "remote": Text(zh="在家工作", en="Work from home"),
    "aids": Text(zh="自带的辅具", en="Aids of their own"),
    "refused_accommodations": Text(zh="不接受的安排", en="Arrangements not wanted"),
    "refused_conditions": Text(zh="不接受的条件", en="Conditions not accepted"),
    "refused_employers": Text(zh="不去的单位", en="Employers not wanted"),
    "profiling": Text(zh="参与自动匹配", en="May be ranked by the program"),
}
POSTINGS: Final[Mapping[str, Text]] = {
    "title": Text(zh="岗位名称", en="Title"),
    "employer": Text(zh="单位名称", en="Employer"),
    "employer_code": Text(zh="统一社会信用代码", en="Social credit code"),
    "kind": Text(zh="岗位类型", en="Kind of posting"),
    "headcount": Text(zh="招聘人数", en="People wanted"),
    "pay": Text(zh="薪资", en="Pay"),
    "contract": Text(zh="合同类型", en="Contract"),
    "place": Text(zh="工作地点", en="Place of work"),
    "address": Text(zh="详细地址", en="Address"),
    "hours": Text(zh="工作时间", en="Working hours"),
    "shift": Text(zh="班次", en="Shift"),
    "text": Text(zh="岗位描述", en="Description"),
    "education": Text(zh="学历要求", en="Education asked"),
    "experience": Text(zh="工作经验要求", en="Experience asked"),
    "age": Text(zh="年龄要求（照原文）", en="Age asked, as written"),
    "skills": Text(zh="技能要求", en="Skills asked"),
    "licences": Text(zh="证照要求", en="Licences asked"),
    "residence": Text(zh="户籍要求", en="Household register asked"),
    "graduated_within_years": Text(zh="限毕业几年内", en="Years since graduation at most"),
    "recognised_only": Text(zh="只招就业困难人员", en="Recognised persons only"),
    "unemployed_only": Text(zh="只招登记失业人员", en="Registered unemployed only"),
    "zero_employment_household_only": Text(zh="只招零就业家庭成员", en="Households without work only"),
    "welfare": Text(zh="福利", en="Benefits"),
    "tags": Text(zh="标签", en="Tags"),
    "contact": Text(zh="联系方式（只供工作人员）", en="Contact, for staff only"),
    "published_on": Text(zh="发布日期", en="Published on"),
    "closes_on": Text(zh="截止日期", en="Last day"),
}
EMPLOYERS: Final[Mapping[str, Text]] = {
    "employer": Text(zh="单位名称", en="Name"),
    "employer_code": Text(zh="统一社会信用代码", en="Social credit code"),
    "employer_kind": Text(zh="单位性质", en="Kind of employer"),
    "staff": Text(zh="在职人数", en="People employed"),
    "establishment": Text(zh="编制数（机关、事业单位）", en="Established posts (public bodies)"),
    "industry": Text(zh="行业", en="Trade"),
    "district": Text(zh="所在区", en="District"),
    "contact": Text(zh="联系方式（只供工作人员）", en="Contact, for staff only"),
}
LONG: Final = frozenset({"experience", "wish_text", "contact_note", "text", "skills", "aids", "refused_accommodations", "guardian"})
"""Fields that take several lines."""

PERSON_GROUPS: Final[tuple[tuple[Text, tuple[str, ...]], ...]] = (
    (
        Text(zh="身份", en="Identity"),
        ("name", "certificate_number", "citizen_number", "external_id", "credential_kind", "credential_valid_until", "birth", "sex",
         "guardian"),
    ),
    (Text(zh="联系", en="Contact"), ("phone", "email", "contact_note")),
    (
        Text(zh="家庭和资格", en="Home and entitlement"),
        ("home", "registered_residence", "employment_aid_recognised", "registered_unemployed", "zero_employment", "poverty_watch",
         "rural", "retirement_track"),
    ),
    (
        Text(zh="会什么，做过什么", en="Skills and experience"),
        ("skills", "access_skills", "certificates", "licences", "education", "experience_years", "experience", "school", "major",
         "graduated_on"),
    ),
    (
        Text(zh="想做什么", en="Wishes"),
        ("occupations", "wish_text", "kinds", "pay_min", "minutes_max", "hours_max", "districts", "remote"),
    ),
    (
        Text(zh="辅具，和不接受的", en="Aids and refusals"),
        ("aids", "refused_accommodations", "refused_conditions", "refused_employers", "profiling"),
    ),
)  # fmt: skip
POSTING_GROUPS: Final[tuple[tuple[Text, tuple[str, ...]], ...]] = (
    (Text(zh="岗位", en="The job"), ("title", "employer", "employer_code", "kind", "headcount", "text")),
    (Text(zh="待遇和时间", en="Pay and time"), ("pay", "contract", "hours", "shift", "welfare")),
    (Text(zh="地点", en="Place"), ("place", "address")),
    (
        Text(zh="要求", en="What is asked"),
        ("education", "experience", "skills", "licences", "age", "residence", "graduated_within_years", "recognised_only",
         "unemployed_only", "zero_employment_household_only"),
    ),
    (Text(zh="其他", en="Other"), ("contact", "published_on", "closes_on", "tags")),
)  # fmt: skip
EMPLOYER_GROUPS: Final[tuple[tuple[Text, tuple[str, ...]], ...]] = (
    (
        Text(zh="单位", en="The employer"),
        ("employer", "employer_code", "employer_kind", "industry", "staff", "establishment", "district", "contact"),
    ),
)
_NO_HINT: Final = Text(zh="", en="")
_HINTS: Final[Mapping[str, Text]] = {
    "certificate_number": Text(zh="20 位，补发的加 B1；加密保存", en="20 characters, plus B1 on a reissue; stored encrypted"),
    "citizen_number": Text(zh="18 位", en="18 characters"),
    "phone": _NO_HINT,
    "email": _NO_HINT,
    "employer_code": Text(zh="18 位，在营业执照上", en="18 characters, on the business licence"),
    "employer": Text(zh="真正用人的单位", en="who really hires"),
    "title": _NO_HINT,
    "place": Text(zh="例如：武汉-洪山区；其他城市写城市名", en="such as 武汉-洪山区; elsewhere the city"),
    "published_on": Text(zh="例如 2027-03-05", en="such as 2027-03-05"),
    "closes_on": Text(zh="例如 2027-06-30", en="such as 2027-06-30"),
    "birth": Text(zh="例如 1990-03-05；有证件号码时可不填", en="such as 1990-03-05; not needed with a document number"),
    "credential_valid_until": Text(zh="例如 2031-06-30", en="such as 2031-06-30"),
    "graduated_on": Text(zh="例如 2026-06；毕业生填写", en="such as 2026-06; for graduates"),
}
"""What a form says beside a field where the sheet's own explanation speaks of cells."""

_DISTRICTS: Final = tuple(area.names[0] for area in AREAS)
_MANY: Final[Mapping[str, tuple[str, ...]]] = {
    "access_skills": tuple(SKILLS),
    "refused_conditions": tuple(REFUSALS),
    "kinds": tuple(row.zh for row in KINDS.values()),
    "districts": _DISTRICTS,
}
"""Lists of few words: a box for each."""

_ONE: Final[Mapping[str, tuple[str, ...]]] = {"district": _DISTRICTS}
_WORDS: Final[Mapping[str, str]] = {
    **{area.names[0]: area.text.en for area in AREAS},
    **{row.zh: row.en for row in KINDS.values()},
    "是": "yes", "否": "no", "男": "male", "女": "female",
    "残疾人证": "disability certificate", "残疾军人证": "disabled veteran's certificate", "工伤伤残": "work injury",
    "残疾人家庭成员": "member of the household",
    "未上学": "no school", "小学": "primary school", "初中": "junior secondary school", "高中": "senior secondary school",
    "大专": "college", "本科": "bachelor", "硕士": "master", "博士": "doctor",
    "50岁起": "from 50 on", "55岁起": "from 55 on",
    "只考虑居家": "only from home", "可以": "welcome", "不考虑": "no",
    "盲文": "braille", "手语": "sign language", "读屏软件使用": "screen reader",
    "夜班": "nights", "面对公众": "facing the public", "到岗上班": "work on site", "户外": "outdoors", "计件": "piece rate",
    "出镜直播": "live video",
    "招聘中": "open", "已关闭": "closed", "已招满": "filled", "未通过": "rejected",
    "白班": "day", "晚班": "evening", "倒班": "rotating",
    "劳动合同": "labour contract", "灵活用工": "flexible work", "劳务协议": "service agreement", "见习协议": "internship agreement",
    "机关": "government body", "事业单位": "public institution", "国企": "state-owned enterprise", "民营企业": "private enterprise",
    "平台": "platform", "残疾人组织": "organisation of persons with disabilities", "辅助性就业机构": "sheltered workshop",
    "农村基地": "rural base", "个体户": "sole trader", "其他": "other",
    "信息核对": "particulars checked", "能力评估": "abilities assessed", "需求登记": "needs registered",
    "就业服务": "employment service",
    "求职者放弃": "declined by the candidate", "单位未录用": "not hired by the employer", "已离职": "left the job",
    "路程太远": "too far away", "工资": "pay", "工作时间": "working hours", "工作内容": "the work itself",
    "合同或社保": "contract or social insurance", "便利安排未落实": "adjustments not made",
    "技能或经验不够": "skills or experience", "学历或证书不符": "education or certificates", "另有人选": "someone else chosen",
    "岗位取消或招满": "posting withdrawn or filled", "已找到别的工作": "found other work", "没有到场": "did not come",
    "联系不上": "could not be reached", "个人原因": "personal reasons",
    "已报名": "enrolled", "在读": "attending", "已结业": "completed", "已退出": "left the course",
}  # fmt: skip
"""The words of choices in English."""


@dataclass(frozen=True)
class EntryField:
    """One field of a form: a text, long or short, one of `choices`, or with `many` any of them. Choices are (word, text)."""

    name: str
    title: Text
    hint: Text
    choices: tuple[tuple[str, Text], ...] = ()
    many: bool = False
    long: bool = False


Groups = tuple[tuple[Text, tuple[EntryField, ...]], ...]


def fields_of(
    groups: Sequence[tuple[Text, Sequence[str]]], titles: Mapping[str, Text], leave: frozenset[str] = frozenset()
) -> Groups:
    """The groups of a form with their fields, less those of `leave`."""
    columns: dict[str, Column] = {one.field: one for one in (*POSTING_COLUMNS, *CANDIDATE_COLUMNS)}
    if titles is not PEOPLE:
        columns |= {one.field: one for one in POSTING_COLUMNS}
    return tuple(
        (heading, tuple(_field(name, titles[name], columns.get(name)) for name in names if name not in leave))
        for heading, names in groups
    )


def word_text(word: str) -> Text:
    """A word of a sheet's choices in both languages."""
    return Text(zh=word, en=_WORDS.get(word, word))


def _told_beside(title: Text, meaning: Text) -> Text:
    """What a column means, where its title does not say so already."""
    if not meaning.zh:
        return _NO_HINT
    return Text(zh=meaning.zh, en="" if meaning.en.casefold() in title.en.casefold() else meaning.en)


def _field(name: str, title: Text, column: Column | None) -> EntryField:
    hint = _HINTS.get(name) or (_NO_HINT if column is None else _told_beside(title, column.meaning))
    many = _MANY.get(name)
    if many is not None:
        return EntryField(name, title, _NO_HINT, tuple((word, word_text(word)) for word in many), many=True)
    words = _ONE.get(name) or (() if column is None else column.choices)
    if words:
        return EntryField(name, title, hint, tuple((word, word_text(word)) for word in words))
    return EntryField(name, title, hint, long=name in LONG)
