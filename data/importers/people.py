"""One person from one row: the candidate, and the certificate's details apart from it."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Final, Literal

from pydantic import ValidationError

from data.importers.columns_candidates import REFUSALS, TRACKS, accommodation_words
from data.importers.identity import read_birth, read_category, read_grade, read_identity, read_kind, read_sex
from data.importers.levels import read_profile
from data.importers.people_row import PeopleRow, say
from data.importers.places import read_place
from data.importers.resumes import ACCESS_WORDS, read_resume, read_skills, read_wishes
from matching.geography import DISTRICTS, ZONES, Area, area_of
from matching.knowledge import CATALOGUE
from matching.records import (
    WUHAN,
    Aid,
    Candidate,
    CertificateDetails,
    Credential,
    Household,
    Person,
    Place,
    Refusals,
    check_credit_code,
)

Identify = Callable[[str], str]
"""Makes an opaque id from a natural key; keyed by the caller."""

_WORN: Final = "轮椅 电动轮椅 拐杖 双拐 腋拐 手杖 助行器 假肢 义肢 矫形器 助听器 人工耳蜗 眼镜 盲杖 白手杖 导盲犬"
EVERYDAY_AIDS: Final = tuple(_WORN.split())
"""What a person has on all day: the ability levels are given with it, so it is no arrangement of a workplace."""

_FREE_TEXTS: Final = (
    *("skills", "certificates", "licences", "education", "experience_years", "experience", "school", "major"),
    *("occupations", "wish_text", "pay_min", "districts", "registered_residence"),
)
"""Fields whose words are kept as they stand, outside the person's own data."""

_AIDS: Final = {**accommodation_words(), **dict.fromkeys(EVERYDAY_AIDS, "")}
_REFUSALS: Final = {**REFUSALS, **{one.value: one for one in REFUSALS.values()}}
_TRACKS: Final[dict[str, Literal["w50", "w55"]]] = {**TRACKS, "w50": "w50", "w55": "w55"}
_COUNTRY: Final = re.compile("中国|湖北省?|武汉市?")


def read_person(row: PeopleRow, identify: Identify, today: date, source: str) -> tuple[Candidate, CertificateDetails | None] | None:
    """The person of a row, or None with the reason among the row's faults.

    Nothing about category, grade or the certificate number enters the candidate. Of an address, `home` keeps the district alone and
    the contact note the rest.
    """
    contacts = row.take_contacts(_FREE_TEXTS)
    identity = read_identity(row, today, source)
    kind = read_kind(row, identity)
    category, grade = read_category(row, identity, kind), read_grade(row, identity, kind)
    birth, sex = read_birth(row, identity, today), read_sex(row, identity)
    track = row.choice("retirement_track", _TRACKS, row.warn)
    profile = read_profile(row, today, row.reject)
    home, address = _home(row)
    access = set(row.choices("access_skills", ACCESS_WORDS))
    skills = read_skills(row, access)
    aids = _aids(row)
    refusals = _refusals(row, identify)
    resume, wishes = read_resume(row, skills), read_wishes(row)
    flags = {name: row.flag(name) for name in ("employment_aid_recognised", "registered_unemployed")}
    household = _household(row, identify)
    profiling = row.flag("profiling")
    valid_until = row.day("credential_valid_until")
    if row.rejected or identity is None or kind is None:
        return None
    opaque = "c_" + identify(identity.key)
    note = "；".join(dict.fromkeys(part for part in (row.told("contact_note"), address and f"住址：{address}", *contacts) if part))
    try:
        person = Person(
            name=row.name("name"),
            phone=_phone(row),
            email=row.text("email") or None,
            contact_note=note or None,
            birth=birth,
            sex=sex,
            retirement_track=track,
            guardian=(row.told("guardian") or row.name("guardian")) or None,
            registered_residence=row.text("registered_residence") or None,
        )
        candidate = Candidate(
            id=opaque,
            external_id=identity.external,
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
        number = identity.number
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
        return f"name:{' '.join(unicodedata.normalize('NFKC', word).split())}"


def _home(row: PeopleRow) -> tuple[Place, str]:
    """Where the person lives by district, and the words that say more than that."""
    text = row.text("home")
    if not text:
        return Place(), ""
    place = read_place(text).place
    if place.city is None:
        # The column asks for a district of Wuhan unless it names another city; some of these names exist elsewhere too (青山区).
        place = read_place(text, city=WUHAN).place
        place = place if area_of(place) is not None else Place()
    area = area_of(place)
    if area is None:
        if place.city is None:
            row.warn(
                "home",
                say("没有认出区或城市", "no known district or city"),
                say("写区名，例如“洪山区”", "write the district, such as 洪山区"),
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
            say("号码存成了数值，末尾的数字已丢失，未采用", "stored as a number, its last digits are lost; left out"),
            say("把该列设为“文本”格式后重新填写", "format the column as text and fill it in again"),
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
            say("含日常辅具（如轮椅、助听器），未列入", "holds everyday aids such as a wheelchair or hearing aid; not listed"),
            say("能力等级已按带上日常辅具评定，不用再列", "the ability levels are given with them; nothing to do"),
        )
    return tuple(Aid(name=name) for name in sorted(filter(None, names), key=CATALOGUE.order.__getitem__))


def _refusals(row: PeopleRow, identify: Identify) -> Refusals:
    employers = [part.strip() for part in re.split(r"[;；|\n]+", row.text("refused_employers")) if part.strip()]
    return Refusals(
        accommodations=frozenset(row.choices("refused_accommodations", accommodation_words())),
        conditions=frozenset(row.choices("refused_conditions", _REFUSALS)),
        employers=frozenset("e_" + identify(employer_key(word)) for word in employers),
    )


def _refuse(row: PeopleRow, fault: ValidationError) -> None:
    row.reject(
        str(next(iter(fault.errors()[0]["loc"]), "")),
        say("有一个值不合规定", "a value is not allowed"),
        say("对照模板“填写说明”页改正", "correct it by the explanation sheet of the template"),
    )
