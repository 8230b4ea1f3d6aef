"""How well the cells of a column fit a field of candidates, read with the readers that an import uses."""

from datetime import date, timedelta
from functools import partial
from typing import Final

from data.importers.column_profiles import Profile
from data.importers.columns_candidates import REFUSALS, accommodation_words
from data.importers.fit_evidence import (
    Fit,
    Fitting,
    days,
    figures,
    graded,
    identifier,
    listed,
    named,
    read,
    repeated_words,
    tempered,
    vocabulary,
    words_unless_numbers,
)
from data.importers.pay import read_pay
from data.importers.people import EVERYDAY_AIDS
from data.importers.places import read_place
from data.importers.posting_fits import is_skill
from data.importers.resumes import ACCESS_WORDS
from data.importers.terms import plain, read_education, read_licence, split_list
from data.importers.value_shapes import (
    is_certificate_number,
    is_citizen_number,
    is_firm,
    is_job,
    is_mail,
    is_paper,
    is_phone,
    is_school,
    is_short_chinese,
    is_street,
    looks_like_name,
    may_be_phone,
)
from matching.geography import find_area

_CATEGORIES: Final = ("视力", "听力", "言语", "肢体", "智力", "精神", "多重")


def _person_id(profile: Profile) -> Fit:
    return identifier(profile) if profile.chinese < 0.5 else Fit(tempered(profile, -3.0), 0.0)


def _person_name(profile: Profile) -> Fit:
    share = profile.share(looks_like_name)
    short = profile.share(lambda text: is_short_chinese(text) and find_area(text) is None and not is_job(text))
    varied = 0.0 if profile.distinct > 0.6 else -2.0
    return Fit(
        tempered(profile, max(graded(share, 3.0, -3.0, 0.3, 0.8), graded(short, 1.0, -3.0, 0.3, 0.9)) + varied), max(share, short)
    )


def _category(profile: Profile) -> Fit:
    worded = profile.share(lambda text: text.removesuffix("人").removesuffix("残疾").removesuffix("障碍") in _CATEGORIES)
    coded = profile.share(lambda text: text in frozenset("1234567"))
    return Fit(tempered(profile, 0.2 if coded > 0.9 else graded(worded, 4.0, -4.0, 0.3, 0.9)), max(worded, coded))


def _grade(profile: Profile) -> Fit:
    worded = profile.share(lambda text: plain(text).removeprefix("残疾") in _GRADE_WORDS)
    coded = profile.share(lambda text: text in frozenset("1234567890") | {"10"})
    return Fit(tempered(profile, 0.2 if coded > 0.9 else graded(worded, 2.5, -4.5, 0.3, 0.9)), max(worded, coded))


_GRADE_WORDS: Final = frozenset(f"{word}级" for word in (*"一二三四五六七八九十壹贰叁肆", *map(str, range(1, 11))))


def _area(text: str) -> bool:
    return find_area(text) is not None or read_place(text).place.city is not None


def _phone(profile: Profile) -> Fit:
    """Phones; numbers that may be local ones speak neither for it nor against it."""
    share = profile.share(is_phone)
    local = profile.share(may_be_phone)
    return Fit(tempered(profile, max(graded(share, 4.0, -5.0, 0.3, 0.9), graded(local, 0.0, -5.0, 0.3, 0.9))), local)


def _home(profile: Profile) -> Fit:
    share = profile.share(lambda text: _area(text) or is_street(text))
    return Fit(tempered(profile, graded(share, 1.5, -2.0, 0.2, 0.7)), share)


def _wage(profile: Profile) -> Fit:
    share = profile.share(lambda text: read_pay(text) is not None)
    good = 2.0 if profile.numeric < 0.5 else 0.7 if 800 <= (profile.median or 0) <= 60_000 else -3.0
    return Fit(tempered(profile, graded(share, good, -4.0, 0.3, 0.9)), share)


def candidate_fits(today: date) -> dict[str, Fitting]:
    """Field -> how well a column fits it; fields that are missing here are judged by their choices alone."""
    accommodations = accommodation_words()
    return {
        "external_id": _person_id,
        "source": repeated_words,
        "name": _person_name,
        "phone": _phone,
        "email": read(is_mail, 4.0, -5.0),
        "contact_note": partial(words_unless_numbers, good=0.0, bad=-2.0),
        "guardian": read(lambda text: any(looks_like_name(part) for part in split_list(text, True)), 0.5, -2.0),
        "birth": days(3.0, -4.5, lambda day: 1930 <= day.year <= today.year - 14, False),
        "sex": named(("男", "女", "男性", "女性", "male", "female"), 4.0, -5.0),
        "citizen_number": read(lambda text: is_citizen_number(text, today), 5.0, -6.0, 0.2, 0.7),
        "registered_residence": read(lambda text: _area(text) or is_street(text) or "村" in text, 0.8, -2.0, 0.2, 0.7),
        "certificate_number": read(lambda text: is_certificate_number(text, today), 5.0, -6.0, 0.2, 0.7),
        "credential_valid_until": days(1.5, -4.5, lambda day: day > today - timedelta(days=1_500)),
        "category": _category,
        "grade": _grade,
        "home": _home,
        "household": lambda profile: Fit(tempered(profile, -2.0 if profile.length > 24 or profile.is_counter else 0.0)),
        "assessment_date": days(1.5, -4.5, lambda day: today - timedelta(days=3_650) <= day <= today),
        "assessment_confidence": figures(0, 1, 0.3, -5.0),
        "aids": vocabulary((*accommodations, *EVERYDAY_AIDS), 3.0, -5.0),
        "access_skills": vocabulary(ACCESS_WORDS, 3.0, -5.0),
        "refused_accommodations": vocabulary(accommodations, 2.5, -5.0),
        "refused_conditions": vocabulary((*REFUSALS, *(value.value for value in REFUSALS.values())), 3.0, -5.0),
        "refused_employers": read(is_firm, 1.0, -1.5),
        "skills": listed(is_skill, 1.2, -1.0, 0.05, 0.5),
        "certificates": listed(is_paper, 2.0, -1.0, 0.1, 0.6),
        "licences": listed(lambda part: read_licence(part) is not None, 2.0, -1.5),
        "education": read(lambda text: len(text) <= 20 and read_education(text) is not None, 4.0, -3.5),
        "experience_years": figures(0, 60, 0.3, -4.0, "年以上 年"),
        "experience": partial(words_unless_numbers, good=0.5, bad=-2.5),
        "school": read(is_school, 3.0, -2.5),
        "major": partial(words_unless_numbers, good=0.0, bad=-2.5, longest=25),
        "graduated_on": days(0.8, -4.0, lambda day: 1960 <= day.year <= today.year + 1),
        "occupations": listed(is_job, 2.0, -1.5, 0.1, 0.6),
        "wish_text": partial(words_unless_numbers, good=0.3, bad=-2.5),
        "pay_min": _wage,
        "minutes_max": figures(5, 300, 0.2, -5.0, "分钟 分"),
        "hours_max": figures(1, 24, 0.2, -5.0, "个小时 小时"),
        "districts": listed(_area, 2.0, -2.0, 0.2, 0.7),
    }
