"""What a person tells: résumé, wishes and refusals."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Final, Literal

from data.synthetic.draws import Dice
from data.synthetic.grammar import Wish, Work, experience_sentences, wish_sentences
from data.synthetic.places import area_name, near_districts
from data.synthetic.rows import Occupation, impairments
from matching.records import (
    Education,
    GraduateData,
    Licence,
    Place,
    Refusal,
    Refusals,
    Resume,
    Skill,
    Wishes,
)


def make_refusals(own: Sequence[str], remote: str | None, dice: Dice) -> Refusals:
    conditions = []
    withdrawn = bool({"autism", "psychosocial"} & set(own))
    shares = (
        (Refusal.NIGHT, 0.22),
        (Refusal.PUBLIC_CONTACT, 0.15 if withdrawn else 0.02),
        (Refusal.OUTDOOR, 0.08),
        (Refusal.PIECE_RATE, 0.06),
        (Refusal.LIVE_VIDEO, 0.12),
    )
    for condition, share in shares:
        if dice.chance(share):
            conditions.append(condition)
    if remote == "only" and dice.chance(0.6):
        conditions.append(Refusal.ON_SITE)
    accommodations = []
    for name, share in (
        ("dormitory", 0.12),
        ("job_coach", 0.04),
        ("remote", 0.04),
        ("part_time", 0.06),
        ("sign_interpreter", 0.01),
    ):
        if dice.chance(share):
            accommodations.append(name)
    if remote is not None and remote != "no":
        accommodations = [name for name in accommodations if name != "remote"]
    return _refusals_of(tuple(conditions), tuple(accommodations))


@lru_cache(maxsize=4_096)
def _refusals_of(conditions: tuple[Refusal, ...], accommodations: tuple[str, ...]) -> Refusals:
    return Refusals(conditions=frozenset(conditions), accommodations=frozenset(accommodations))


def make_resume(occupation: Occupation, years: float, education: Education, age: int, dice: Dice, today: date) -> Resume:
    work = Work(occupation, years) if years > 0 else None
    known = dice.several(occupation.skills, dice.between(0 if work is None else 1, len(occupation.skills)))
    licences = []
    for name in occupation.licences:
        if dice.chance(0.6 if work is not None else 0.15):
            licences.append(_licence(name, today.year + dice.between(0, 5)))
    graduate = None
    if education.rank >= 4 and age <= 27 and dice.chance(0.7):
        finished = date(today.year - dice.between(0, max(min(age - 21, 3), 0)), 6, 30)
        graduate = _graduate(dice.pick(_SCHOOLS), dice.pick(_MAJORS), finished)
    return Resume(
        skills=tuple(_skill(name, work is not None and dice.chance(0.3)) for name in known),
        certificates=(dice.pick(_CERTIFICATES),) if dice.chance(0.1) else (),
        licences=tuple(licences),
        education=None if dice.chance(0.04) else education,
        experience_years=None if dice.chance(0.1) else years,
        experience=experience_sentences(work, dice) if dice.chance(0.92) else "",
        graduate=graduate,
    )


_SCHOOLS: Final = ("江城示范职业学院", "江城示范大学", "江城示范特殊教育学院", "江城示范理工学院", "江城示范师范学院")
_MAJORS: Final = (
    "计算机应用",
    "会计",
    "电子商务",
    "针灸推拿",
    "艺术设计",
    "汉语言文学",
    "市场营销",
    "数控技术",
    "社会工作",
    "软件工程",
)
_CERTIFICATES: Final = ("普通话二级甲等", "计算机等级证书", "英语四级", "初级会计职称", "育婴员证", "电商运营证书", "中式面点师证")


@lru_cache(maxsize=2_048)
def _skill(name: str, shown: bool) -> Skill:
    return Skill(name=name, evidence="工作中使用" if shown else "")


@lru_cache(maxsize=2_048)
def _licence(name: str, year: int) -> Licence:
    return Licence(name=name, valid_until=date(year, 12, 31))


@lru_cache(maxsize=2_048)
def _graduate(school: str, major: str, finished: date) -> GraduateData:
    return GraduateData(school=school, major=major, graduated_on=finished)


def make_wishes(wanted: Sequence[Occupation], home: Place, own: Sequence[str], years: float, dice: Dice) -> Wishes:
    first = wanted[0]
    low, high = first.pay
    pay = (
        round((low + (high - low) * min(0.15 + 0.05 * years, 0.7)) * dice.between(80, 115) / 100, -2) if dice.chance(0.75) else None
    )
    minutes = dice.pick((20, 30, 30, 40, 45, 45, 60, 60, 90)) if dice.chance(0.65) else None
    heavy = bool({"high_spinal", "stamina", "psychosocial"} & set(own))
    hours = float(dice.pick((4, 5, 6))) if dice.chance(0.35 if heavy else 0.06) else 8.0 if dice.chance(0.5) else None
    home_only = dice.chance(0.25 if {"high_spinal", "wheelchair"} & set(own) else 0.02)
    remote: Literal["only", "welcome", "no"] | None = (
        "only" if home_only else "welcome" if dice.chance(0.12) else "no" if dice.chance(0.05) else None
    )
    area = area_name(home.district or "", home.zone)
    mention = ""
    if own and dice.chance(0.12):
        mention = dice.pick(impairments().mentions[dice.pick(own)])
    text = ""
    if dice.chance(0.88):
        said = Wish(wanted, area, None if pay is None else int(pay), minutes, hours, remote == "only", mention)
        text = wish_sentences(said, dice)
    kinds: list[str] = [kind.value for kind in dice.several(tuple(first.kinds), 1)] if dice.chance(0.15) else []
    return Wishes(
        occupations=tuple(dict.fromkeys(_named(row, dice) for row in wanted[: dice.pick((1, 1, 2, 2, 3))]))
        if dice.chance(0.94)
        else (),
        text=text,
        kinds=frozenset(kinds),
        pay_min=None if pay is None else int(pay),
        minutes_max=minutes,
        hours_max=hours,
        districts=near_districts(home.district or "", dice.between(0, 2)) if dice.chance(0.45) else frozenset(),
        remote=remote,
    )


def _named(occupation: Occupation, dice: Dice) -> str:
    """The occupation as a form has it: mostly one of its titles, sometimes the person's own word."""
    return dice.pick(occupation.titles if dice.chance(0.75) else occupation.said)
