"""One person from one row: the candidate, and the certificate's details apart from it."""

import dataclasses
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeVar, cast

from pydantic import ValidationError

from data.importers.certificate import (
    CertificateNumber,
    CitizenNumber,
    NumberFault,
    plain_number,
    read_certificate_number,
    read_citizen_number,
)
from data.importers.columns_candidates import (
    ABILITY,
    CREDENTIALS,
    EDUCATIONS,
    LICENCES,
    POSTING_KINDS,
    REFUSALS,
    REMOTE,
    SEXES,
    SKILLS,
    SOURCES,
    accommodation_words,
)
from data.importers.dates import DateFault, read_date, read_month
from data.importers.pay import read_pay
from data.importers.people_row import Note, PeopleRow
from data.importers.places import read_place
from matching.geography import DISTRICTS, ZONES, Area, area_of, find_area
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Level, Text
from matching.records import (
    AbilityProfile,
    Aid,
    Assessment,
    AssessmentSource,
    Candidate,
    CertificateDetails,
    Credential,
    CredentialKind,
    GraduateData,
    Household,
    Licence,
    Person,
    Place,
    Refusals,
    Resume,
    Skill,
    Wishes,
    assessment,
    check_credit_code,
)

Identify = Callable[[str], str]
"""Makes an opaque id from a natural key; keyed by the caller."""

Sex = Literal["male", "female"]
Remote = Literal["only", "welcome", "no"]
_Word = TypeVar("_Word", bound=str)

_WORN: Final = "轮椅 电动轮椅 拐杖 双拐 腋拐 手杖 助行器 假肢 义肢 矫形器 助听器 人工耳蜗 眼镜 盲杖 白手杖 导盲犬"
EVERYDAY_AIDS: Final = tuple(_WORN.split())
"""What a person has on all day: the ability levels are given with it, so it is no arrangement of a workplace."""

_KINDS: Final = {**CREDENTIALS, **{one.value: one for one in CredentialKind}}
_SEXES: Final = {**SEXES, "男性": "male", "女性": "female", "male": "male", "female": "female"}
_SOURCES: Final = {**SOURCES, **{one.value: one for one in AssessmentSource}}
_AIDS: Final = {**accommodation_words(), **dict.fromkeys(EVERYDAY_AIDS, "")}
_REFUSALS: Final = {**REFUSALS, **{one.value: one for one in REFUSALS.values()}}
_POSTING_KINDS: Final = {**POSTING_KINDS, **{one.value: one for one in POSTING_KINDS.values()}}
_REMOTE: Final = {**REMOTE, **{word: word for word in REMOTE.values()}}
_SKILL_WORDS: Final = {
    **SKILLS,
    **{name: name for name in SKILLS.values()},
    **dict.fromkeys(("中国手语", "会手语", "手语翻译"), "csl"),
    **dict.fromkeys(("点字", "盲文阅读"), "braille"),
    **dict.fromkeys(("读屏", "读屏软件"), "screen_reader"),
}
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
_LICENCE_WORDS: Final = {
    **LICENCES,
    **dict.fromkeys(("驾照", "C1", "C1驾照", "C1驾驶证", "C2驾驶证", "C5驾驶证", "汽车驾驶证"), "car"),
    "盲人医疗按摩人员资格证书": "medical_massage",
    "健康合格证": "health_certificate",
    "电工操作证": "electrician",
}
_CATEGORIES: Final = {
    word: number
    for number, name in enumerate(("视力", "听力", "言语", "肢体", "智力", "精神", "多重"), start=1)
    for word in (name, f"{name}残疾", str(number))
}
_GRADE_LIMITS: Final = {CredentialKind.CERTIFICATE: 4, CredentialKind.VETERAN: 8, CredentialKind.WORK_INJURY: 10}
_NUMERALS: Final = dict(zip("一二三四五六七八九十壹贰叁肆", (*range(1, 11), 1, 2, 3, 4), strict=True))
_GRADE: Final = re.compile(r"(?:残疾)?(\d{1,2}|[一二三四五六七八九十壹贰叁肆])\s*级?")
_LEVELS: Final[Mapping[object, Level]] = cast(
    Mapping[object, Level], {n: n for n in range(5)} | {str(n): n for n in range(5)} | {f"{n}级": n for n in range(5)}
)
_LEVELS_IN_ORDER: Final[tuple[Level, ...]] = (0, 1, 2, 3, 4)
# True is no level 1, and a date no level at all, though both would pass as numbers.
_LEVEL_TYPES: Final = (str, int, float)
_LEVEL: Final = re.compile(r"([0-4])(?:\.0+)?\s*[级分]?")
_ABILITY_FIELDS: Final = tuple(ABILITY + row.name for row in CATALOGUE.dimensions)
_COUNTRY: Final = re.compile("中国|湖北省?|武汉市?")
_BRACKETS: Final = re.compile(r"(.+?)\s*[(](.*)[)]")
_DOCUMENT_LIKE: Final = re.compile(r"\d{17}[\dX](?:\d\d(?:B\d)?)?")
_CONTRADICTION: Final = Text(zh="与证件号码不一致，以号码为准", en="contradicts the document number; the number was taken")
_COMPARE: Final = Text(zh="对照证件改正其中一处", en="compare both with the document and correct one")


@dataclass(frozen=True)
class Identity:
    """Who a row is about: the natural key and what the numbers say."""

    key: str = dataclasses.field(repr=False)
    certificate: CertificateNumber | None
    citizen: CitizenNumber | None


def read_person(row: PeopleRow, identify: Identify, today: date, source: str) -> tuple[Candidate, CertificateDetails | None] | None:
    """The person of a row, or None with the reason among the row's faults.

    Nothing about category, grade or the certificate number enters the candidate. Of an address, `home` keeps the district alone and
    the contact note the rest.
    """
    identity = read_identity(row, today, source)
    kind = _kind(row, identity)
    category, grade = _category(row, identity, kind), _grade(row, identity, kind)
    birth, sex = _birth(row, identity, today), _sex(row, identity)
    profile = read_profile(row, today, row.reject)
    home, address = _home(row)
    access = set(row.choices("access_skills", _SKILL_WORDS))
    skills = _skills(row, access)
    aids = _aids(row)
    refusals = _refusals(row, identify)
    resume, wishes = _resume(row, skills), _wishes(row)
    flags = {name: row.flag(name) for name in ("employment_aid_recognised", "registered_unemployed")}
    household = _household(row, identify)
    profiling = row.flag("profiling")
    valid_until = row.day("credential_valid_until")
    if row.rejected or identity is None or kind is None:
        return None
    opaque = "c_" + identify(identity.key)
    note = "；".join(part for part in (row.told("contact_note"), address and f"住址：{address}") if part)
    try:
        person = Person(
            name=row.text("name"),
            phone=_phone(row),
            email=row.text("email") or None,
            contact_note=note or None,
            birth=birth,
            sex=sex,
            guardian=row.told("guardian") or None,
            registered_residence=row.text("registered_residence") or None,
        )
        candidate = Candidate(
            id=opaque,
            external_id=row.external("external_id") or None,
            person=person,
            credential=Credential(kind=kind, valid_until=valid_until),
            home=home,
            household=household,
            profile=profile,
            aids=aids,
            access_skills=frozenset(access),
            refusals=refusals,
            resume=resume,
            wishes=wishes,
            profiling=profiling is not False,
            **flags,
        )
        number = identity.certificate.number if identity.certificate else None
        told = number is not None or category is not None or grade is not None
        details = CertificateDetails(candidate=opaque, number=number, category=category, grade=grade) if told else None
    except ValidationError as fault:
        _refuse(row, fault)
        return None
    return candidate, details


def employer_key(word: str) -> str:
    """The natural key of an employer as a person names it: `code:` + social credit code, else `name:` + the NFKC name."""
    try:
        return f"code:{check_credit_code(word)}"
    except ValueError:
        return f"name:{unicodedata.normalize('NFKC', word).strip()}"


def read_identity(row: PeopleRow, today: date, source: str) -> Identity | None:
    """Who the row is about, or None with the reason among the row's faults."""
    certificate = _number(row, "certificate_number", lambda text: read_certificate_number(text, today))
    citizen = _number(row, "citizen_number", lambda text: read_citizen_number(text, today))
    if row.rejected:
        return None
    if certificate is not None:
        if citizen is not None and citizen.number != certificate.citizen.number:
            row.reject(
                "citizen_number",
                _t("与残疾人证号前 18 位不同", "differs from the first 18 characters of the certificate number"),
                _t("对照两个证件，确认是同一个人", "compare both documents and make sure that they are of one person"),
            )
            return None
        return Identity(f"citizen:{certificate.citizen.number}", certificate, certificate.citizen)
    if citizen is not None:
        return Identity(f"citizen:{citizen.number}", None, citizen)
    external = row.external("external_id")
    if _DOCUMENT_LIKE.fullmatch(plain_number(external)):
        row.reject(
            "external_id",
            _t("像是证件号码", "looks like the number of a document"),
            _t("证件号码请填入“身份证号”或“残疾人证号”列", "put it into the column 身份证号 or 残疾人证号"),
        )
        return None
    if external:
        return Identity(f"ext:{row.text('source') or source}:{external}", None, None)
    if not row.rejected:
        row.reject(
            "certificate_number",
            _t("没有任何能认人的号码", "nothing identifies the person"),
            _t("填残疾人证号、身份证号或编号中的一个", "fill in a certificate number, a citizen number or your own number"),
        )
    return None


_Number = TypeVar("_Number")


def _number(row: PeopleRow, field: str, read: Callable[[str], _Number]) -> _Number | None:
    text = row.document(field)
    if not text:
        return None
    try:
        return read(text)
    except NumberFault as fault:
        row.reject(field, fault.problem, fault.advice)
        return None


def _kind(row: PeopleRow, identity: Identity | None) -> CredentialKind | None:
    stated = row.choice("credential_kind", _KINDS)
    if stated is not None:
        return stated
    if identity is not None and identity.certificate is not None:
        return CredentialKind.CERTIFICATE
    if identity is not None and not row.text("credential_kind"):
        row.reject(
            "credential_kind",
            _t("没有残疾人证号，也没有写明证件类别", "neither a certificate number nor the kind of credential"),
            _t("填残疾人证号，或在“证件类别”中选一项", "fill in the certificate number or choose a kind of credential"),
        )
    return None


def _category(row: PeopleRow, identity: Identity | None, kind: CredentialKind | None) -> Literal[1, 2, 3, 4, 5, 6, 7] | None:
    known = identity.certificate.category if identity and identity.certificate else None
    stated = row.choice("category", _CATEGORIES, row.warn)
    if known is not None:
        if stated is not None and stated != known:
            row.warn("category", _CONTRADICTION, _COMPARE)
        return known
    return cast(Literal[1, 2, 3, 4, 5, 6, 7] | None, stated) if kind is CredentialKind.CERTIFICATE else None


def _grade(row: PeopleRow, identity: Identity | None, kind: CredentialKind | None) -> int | None:
    known = identity.certificate.grade if identity and identity.certificate else None
    text = row.text("grade")
    found = _GRADE.fullmatch(text) if text else None
    stated = None if found is None else int(_NUMERALS.get(found[1]) or found[1])
    limit = 4 if known is not None or kind is None else _GRADE_LIMITS.get(kind, 0)
    if text and (stated is None or not 1 <= stated <= limit):
        row.warn(
            "grade",
            _t("不是该类证件的等级，未采用", "no grade of this kind of credential; left out"),
            _t("残疾人证 1-4 级，残疾军人证 1-8 级，工伤 1-10 级", "certificate 1-4, veteran 1-8, work injury 1-10"),
        )
        stated = None
    if known is not None and stated is not None and stated != known:
        row.warn("grade", _CONTRADICTION, _COMPARE)
    return stated if known is None else known


def _birth(row: PeopleRow, identity: Identity | None, today: date) -> date | None:
    stated = row.day("birth")
    known = identity.citizen.birth if identity and identity.citizen else None
    if stated is not None and known is not None and stated != known:
        row.warn("birth", _CONTRADICTION, _COMPARE)
    if stated is not None and known is None and not date(1900, 1, 1) <= stated <= today:
        row.warn("birth", _t("不是可能的出生日期，未采用", "no possible date of birth; left out"), _COMPARE)
        return None
    return stated if known is None else known


def _sex(row: PeopleRow, identity: Identity | None) -> Sex | None:
    stated = cast(Sex | None, row.choice("sex", _SEXES, row.warn))
    known = identity.citizen.sex if identity and identity.citizen else None
    if stated is not None and known is not None and stated != known:
        row.warn("sex", _CONTRADICTION, _COMPARE)
    return stated if known is None else known


def read_profile(row: PeopleRow, today: date, note: Note) -> AbilityProfile:
    """The 45 ability levels of a row with their one source, date and confidence; what is none goes to `note`."""
    source = row.choice("assessment_source", _SOURCES, row.warn)
    on = row.day("assessment_date")
    if on is not None and on > today:
        on = None
        row.warn("assessment_date", _t("日期在今天之后，未采用", "the date lies ahead; left out"), _t("核对日期", "check the date"))
    confidence = row.number_in("assessment_confidence", 0, 1)
    graded = [assessment(level, source or AssessmentSource.IMPORT, on, confidence) for level in _LEVELS_IN_ORDER]
    levels: list[Assessment | None] = []
    for field in _ABILITY_FIELDS:
        cell = row.cell(field)
        level = _LEVELS.get(cell) if type(cell) in _LEVEL_TYPES else None
        if level is None and cell is not None:
            level = _odd_level(row, field, note)
        levels.append(None if level is None else graded[level])
    return AbilityProfile(assessments=tuple(levels))


def _odd_level(row: PeopleRow, field: str, note: Note) -> Level | None:
    if not row.is_level(field):
        return None
    found = _LEVEL.fullmatch(row.text(field))
    if found is not None and type(row.cell(field)) in _LEVEL_TYPES:
        return _LEVELS[found[1]]
    note(
        field,
        _t("能力等级只有 0、1、2、3、4", "an ability level is 0, 1, 2, 3 or 4"),
        _t("按等级说明改正；未评估请留空", "correct it by the anchors; leave it empty if nobody assessed it"),
    )
    return None


def _home(row: PeopleRow) -> tuple[Place, str]:
    """Where the person lives by district, and the words that say more than that."""
    text = row.text("home")
    if not text:
        return Place(), ""
    place = read_place(text).place
    area = area_of(place)
    if area is None:
        if place.city is None:
            row.warn(
                "home",
                _t("没有认出区或城市", "no known district or city"),
                _t("写区名，例如“洪山区”", "write the district, such as 洪山区"),
            )
        return Place(text=place.city or "", city=place.city), text if text != place.city else ""
    rest = text
    for name in sorted({name for one in _areas(place) for name in one.names}, key=len, reverse=True):
        rest = rest.replace(name, "")
    rest = _COUNTRY.sub("", rest)
    coarse = Place(text=area.names[0], city=place.city, district=place.district, zone=place.zone)
    return coarse, text if any(map(str.isalnum, rest)) else ""


def _areas(place: Place) -> tuple[Area, ...]:
    named = (ZONES.get(place.zone or ""), DISTRICTS.get(place.district or ""))
    return tuple(area for area in named if area is not None)


def _phone(row: PeopleRow) -> str | None:
    text = row.text("phone")
    if re.fullmatch(r"\d(?:\.\d+)?E\+?\d+", text, re.IGNORECASE):
        row.warn(
            "phone",
            _t("号码存成了数值，末尾的数字已丢失，未采用", "stored as a number, its last digits are lost; left out"),
            _t("把该列设为“文本”格式后重新填写", "format the column as text and fill it in again"),
        )
        return None
    return text or None


def _household(row: PeopleRow, identify: Identify) -> Household:
    shared = row.external("household")
    return Household(
        id=f"h_{identify('household:' + shared)}" if shared else None,
        zero_employment=row.flag("zero_employment"),
        poverty_watch=row.flag("poverty_watch"),
        rural=row.flag("rural"),
    )


def _aids(row: PeopleRow) -> tuple[Aid, ...]:
    names = row.choices("aids", _AIDS)
    if "" in names:
        row.warn(
            "aids",
            _t("含日常辅具（如轮椅、助听器），未列入", "holds everyday aids such as a wheelchair or hearing aid; not listed"),
            _t("能力等级已按带上日常辅具评定，不用再列", "the ability levels are given with them; nothing to do"),
        )
    return tuple(Aid(name=name) for name in sorted(filter(None, names), key=CATALOGUE.order.__getitem__))


def _refusals(row: PeopleRow, identify: Identify) -> Refusals:
    employers = [part.strip() for part in re.split(r"[;；|\n]+", row.text("refused_employers")) if part.strip()]
    return Refusals(
        accommodations=frozenset(row.choices("refused_accommodations", accommodation_words())),
        conditions=frozenset(row.choices("refused_conditions", _REFUSALS)),
        employers=frozenset("e_" + identify(employer_key(word)) for word in employers),
    )


def _skills(row: PeopleRow, access: set[str]) -> tuple[Skill, ...]:
    """The skills, less those that are access routes: these are added to `access`."""
    kept: list[Skill] = []
    for part in row.items("skills"):
        found = _BRACKETS.fullmatch(part)
        name, evidence = (found[1], found[2]) if found else (part, "")
        route = _SKILL_WORDS.get(name.lower())
        if route is None:
            kept.append(Skill(name=name, evidence=evidence))
            continue
        access.add(route)
        row.warn(
            "skills",
            _t(
                "含沟通技能（手语、盲文或读屏），已另列",
                "holds a communication skill (sign language, braille, screen reader); listed apart",
            ),
            _t("以后请填入“沟通技能”列", "next time put it into the column 沟通技能"),
        )
    return tuple(kept)


def _resume(row: PeopleRow, skills: tuple[Skill, ...]) -> Resume:
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
    found = _BRACKETS.fullmatch(part)
    name, ends = (found[1], found[2]) if found else (part, "")
    until = None
    if ends:
        try:
            until = read_date(re.sub(r"^(?:有效期)?至?[::]?\s*", "", ends))
        except DateFault:
            row.warn(
                "licences",
                _t("括号里不是完整的有效期，未采用", "the bracket holds no whole date; left out"),
                _t("写成“健康证（2027-05-01）”", "write it like 健康证（2027-05-01）"),
            )
    return Licence(name=_LICENCE_WORDS.get(name, name), valid_until=until)


def _wishes(row: PeopleRow) -> Wishes:
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
            _t("工资不能是负数", "a wage cannot be negative"),
            _t("改正数值，不知道请留空", "correct the figure, or leave it empty"),
        )
        return None, ""
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return int(float(text)), ""
    pay = read_pay(text)
    months = None if pay is None or pay.minimum is None else pay.monthly()
    if months is not None:
        return int(months[0]), ""
    if pay is not None and pay.minimum is None and pay.maximum is None:
        return None, ""
    row.keep(
        "pay_min",
        _t("看不懂，已作为文字保留", "not understood; kept as text"),
        _t("写每月多少元，例如 2500", "write yuan a month, such as 2500"),
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
                _t(
                    "第 {n} 项不是武汉的区或功能区，已作为文字保留", "entry {n} is no district or zone of Wuhan; kept as text"
                ).format(n=position),
                _t("写区名，例如“洪山区”", "write the district, such as 洪山区"),
            )
    return frozenset(found), f"意向区域：{'、'.join(other)}" if other else ""


def _refuse(row: PeopleRow, fault: ValidationError) -> None:
    where = ".".join(str(part) for part in fault.errors()[0]["loc"]) or "row"
    row.reject(
        where.partition(".")[0],
        _t("{where} 的值不合规定", "the value of {where} is not allowed").format(where=where),
        _t("对照模板“填写说明”页改正", "correct it by the explanation sheet of the template"),
    )


def _t(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)
