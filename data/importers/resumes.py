"""What a person knows, has done and looks for, as their row tells it."""

import re
from typing import Final, Literal, cast

from data.importers.columns_candidates import EDUCATIONS, POSTING_KINDS, REMOTE, SKILLS
from data.importers.dates import DateFault, read_date, read_month
from data.importers.pay import read_pay
from data.importers.people_row import PeopleRow, say
from data.importers.terms import read_licence
from matching.geography import find_area
from matching.records import GraduateData, Licence, Resume, Skill, Wishes

Remote = Literal["only", "welcome", "no"]

ACCESS_WORDS: Final = {
    **SKILLS,
    **{name: name for name in SKILLS.values()},
    **dict.fromkeys(("中国手语", "会手语", "手语翻译"), "csl"),
    **dict.fromkeys(("点字", "盲文阅读"), "braille"),
    **dict.fromkeys(("读屏", "读屏软件"), "screen_reader"),
}
"""Access routes by their words: a skill of this kind is listed apart from the others."""

_POSTING_KINDS: Final = {**POSTING_KINDS, **{one.value: one for one in POSTING_KINDS.values()}}
_REMOTE: Final = {**REMOTE, **{word: word for word in REMOTE.values()}}
_EDUCATION_WORDS: Final = {
    **EDUCATIONS,
    **{level.value: level for level in EDUCATIONS.values()},
    **dict.fromkeys(("文盲", "无学历", "未受教育"), EDUCATIONS["未上学"]),
    **dict.fromkeys(("小学毕业", "特殊教育小学"), EDUCATIONS["小学"]),
    **dict.fromkeys(("初中毕业", "九年义务教育"), EDUCATIONS["初中"]),
    **dict.fromkeys(("高中毕业", "中专", "中技", "职高", "技校", "中职", "中等专业学校", "职业高中"), EDUCATIONS["高中"]),
    **dict.fromkeys(("专科", "高职", "大学专科", "高职高专"), EDUCATIONS["大专"]),
    **dict.fromkeys(("大学本科", "大学", "学士", "全日制本科"), EDUCATIONS["本科"]),
    **dict.fromkeys(("研究生", "硕士研究生"), EDUCATIONS["硕士"]),
    **dict.fromkeys(("博士研究生",), EDUCATIONS["博士"]),
}
_MOST_WAGE: Final = 1_000_000
_BRACKETS: Final = re.compile(r"(.+?)\s*[(](.*)[)]")


def read_skills(row: PeopleRow, access: set[str]) -> tuple[Skill, ...]:
    """The skills, less those that are access routes: these are added to `access`."""
    kept: list[Skill] = []
    for part in row.items("skills"):
        found = _BRACKETS.fullmatch(part)
        name, evidence = (found[1], found[2]) if found else (part, "")
        route = ACCESS_WORDS.get(name.lower())
        if route is None:
            kept.append(Skill(name=name, evidence=evidence))
            continue
        access.add(route)
        row.warn(
            "skills",
            say(
                "含沟通技能（手语、盲文或读屏），已另列",
                "holds a communication skill (sign language, braille, screen reader); listed apart",
            ),
            say("以后请填入“沟通技能”列", "next time put it into the column 沟通技能"),
        )
    return tuple(kept)


def read_resume(row: PeopleRow, skills: tuple[Skill, ...]) -> Resume:
    education = row.choice("education", _EDUCATION_WORDS, row.keep)
    years = row.number_in("experience_years", 0, 70, row.keep)
    kept = [row.told("experience")]
    # What was said and could not be read stays with the person in their own words.
    kept += [f"学历：{row.text('education')}"] if education is None and row.text("education") else []
    kept += [f"工作年限：{row.text('experience_years')}"] if years is None and row.text("experience_years") else []
    school, major, graduated = row.text("school"), row.text("major"), row.day("graduated_on", read_month)
    graduate = GraduateData(school=school, major=major, graduated_on=graduated) if school or major or graduated else None
    return Resume(
        skills=skills,
        certificates=row.items("certificates"),
        licences=tuple(_licence(row, part) for part in row.items("licences")),
        education=education,
        experience_years=years,
        experience="\n".join(part for part in kept if part),
        graduate=graduate,
    )


def _licence(row: PeopleRow, part: str) -> Licence:
    """A bracket holds the day it ends, unless the whole is the name: 机动车驾驶证（C1）."""
    found = _BRACKETS.fullmatch(part)
    name, ends, until = part, "", None
    if found is not None and (read_licence(part) is None or re.search(r"\d{4}", found[2])):
        name, ends = found[1], found[2]
    if ends:
        try:
            until = read_date(re.sub(r"^(?:有效期)?至?[::]?\s*", "", ends))
        except DateFault:
            row.warn(
                "licences",
                say("括号里不是完整的有效期，未采用", "the bracket holds no whole date; left out"),
                say("写成“健康证（2027-05-01）”", "write it like 健康证（2027-05-01）"),
            )
    known = read_licence(name)
    if known is None:
        row.keep(
            "licences",
            say("有一个证照名称认不出来，已按原文保留", "the name of a licence is not recognised; kept as it stands"),
            say("看证件，改成模板里的证照名称", "look at the paper and use a name of the template"),
        )
    return Licence(name=known or name, valid_until=until)


def read_wishes(row: PeopleRow) -> Wishes:
    pay, pay_words = _pay_wish(row)
    minutes = row.number_in("minutes_max", 0, 1_440)
    districts, other = _districts(row)
    told = [row.told("wish_text"), pay_words, other]
    return Wishes(
        occupations=row.items("occupations"),
        text="\n".join(part for part in told if part),
        kinds=frozenset(kind.value for kind in row.choices("kinds", _POSTING_KINDS, row.warn)),
        pay_min=pay,
        minutes_max=None if minutes is None else int(minutes),
        hours_max=row.number_in("hours_max", 0, 24),
        districts=districts,
        remote=cast(Remote | None, row.choice("remote", _REMOTE, row.warn)),
    )


def _pay_wish(row: PeopleRow) -> tuple[int | None, str]:
    """Yuan a month at least, and the words where they could not be read."""
    text = row.text("pay_min")
    if not text:
        return None, ""
    if text.startswith("-"):
        row.reject(
            "pay_min",
            say("工资不能是负数", "a wage cannot be negative"),
            say("改正数值，不知道请留空", "correct the figure, or leave it empty"),
        )
        return None, ""
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        wage = row.number_in("pay_min", 0, _MOST_WAGE)
        return None if wage is None else int(wage), ""
    pay = read_pay(text)
    months = None if pay is None or pay.minimum is None else pay.monthly()
    if months is not None and months[0] <= _MOST_WAGE:
        return int(months[0]), ""
    if pay is not None and pay.minimum is None and pay.maximum is None:
        return None, ""
    row.keep(
        "pay_min",
        say("看不懂，已作为文字保留", "not understood; kept as text"),
        say("写每月多少元，例如 2500", "write yuan a month, such as 2500"),
    )
    return None, f"期望薪资：{text}"


def _districts(row: PeopleRow) -> tuple[frozenset[str], str]:
    """Codes of districts and names of zones, and the words that name neither."""
    found: list[str] = []
    other: list[str] = []
    for position, part in enumerate(row.items("districts"), start=1):
        area = find_area(part)
        if area is not None:
            found.append(area.code or area.zone or "")
            continue
        other.append(part)
        if part not in ("武汉", "武汉市", "不限", "全市"):
            row.keep(
                "districts",
                say(
                    "第 {n} 项不是武汉的区或功能区，已作为文字保留", "entry {n} is no district or zone of Wuhan; kept as text"
                ).format(n=position),
                say("写区名，例如“洪山区”", "write the district, such as 洪山区"),
            )
    return frozenset(found), f"意向区域：{'、'.join(other)}" if other else ""
