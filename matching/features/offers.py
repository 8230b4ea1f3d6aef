"""The side of the posting: everything a feature needs of it, prepared once and compared with many people."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from math import log1p, nan
from typing import Final

from matching.features.seekers import KINDS, UNKNOWN, area_number, bits_of, city_of, plain_name
from matching.features.wording import squeeze, stem, terms, title_head
from matching.geography import AREAS
from matching.knowledge.catalogue import ACCESS_SKILLS
from matching.records.posting import Posting
from matching.skills import skills_told
from matching.texts import posting_text, redact

_TRAINING: Final = re.compile(r"培训|带教|带薪学习|师傅带|学徒|零基础|training")
_INSURANCE: Final = re.compile(r"[五六]险|社保|社会保险|养老保险|缴纳保险|insurance")
_LIVING: Final = re.compile(r"包吃|包住|食宿|管吃|管住|食堂|餐补|饭补|房补|住房补贴|宿舍|免费午餐|提供住宿|meals|lodging|canteen")


@dataclass(frozen=True)
class Offer:
    """A posting as the features see it. `own` holds the features that are equal for every person, by name; NaN where missing.

    `told` are the skills of the vocabulary that answer what the text names. `area` and `city` are UNKNOWN or None where nothing is
    known; `remote` None too; `districts` are bits.
    """

    text: str
    title: str
    body: str
    title_terms: frozenset[str]
    all_terms: frozenset[str]
    skills: tuple[str, ...]
    told: frozenset[str]
    licences: tuple[str, ...]
    area: int
    city: str | None
    districts: int
    remote: bool | None
    kind: int
    pay: float
    hours: float
    education: float
    experience_years: float
    own: dict[str, float]


def prepare_posting(posting: Posting) -> Offer:
    """The posting as the features see it. `text` is its `posting_text`, ready for the encoder."""
    title = squeeze(redact(posting.title))
    text = posting_text(posting)
    area = area_number(posting.place)
    pay = posting.pay.monthly()
    middle = nan if pay is None else (pay[0] + pay[1]) / 2
    skills = (plain_name(skill) for skill in posting.skills if skill not in ACCESS_SKILLS)
    return Offer(
        text=text,
        title=title,
        body=squeeze(text),
        title_terms=terms(stem(title_head(title))),
        all_terms=terms(squeeze(text)),
        skills=tuple(dict.fromkeys(skill for skill in skills if skill)),
        told=skills_told(squeeze(text)),
        licences=tuple(dict.fromkeys(posting.licences)),
        area=area,
        city=city_of(posting.place),
        districts=0 if area == UNKNOWN else bits_of(AREAS[area]),
        remote=None if "remote" in posting.workplace.assumed else posting.workplace.remote,
        kind=UNKNOWN if posting.kind is None else KINDS[posting.kind.value],
        pay=middle,
        hours=_known(posting.hours.per_day),
        education=nan if posting.education is None else float(posting.education.rank),
        experience_years=_known(posting.experience_years),
        own=_own_features(posting, middle),
    )


def _own_features(posting: Posting, monthly: float) -> dict[str, float]:
    shift, contract = posting.hours.shift, posting.contract
    said = " ".join((posting.text, *posting.welfare)).lower()
    return {
        "pay_level": monthly / 1_000,
        "pay_known": float(monthly == monthly),
        "days_per_week": _known(posting.hours.days_per_week),
        "night_work": nan if shift is None else float(shift in ("night", "rotating")),
        "headcount": nan if posting.headcount is None else log1p(posting.headcount),
        "training_offered": _trains(posting, said),
        "labour_contract": nan if contract is None else float(contract == "labour"),
        "insurance": _says(_INSURANCE.search, said),
        "meals_or_lodging": _says(_LIVING.search, said),
        "posting_completeness": _completeness(posting, monthly),
    }


def _trains(posting: Posting, said: str) -> float:
    if posting.platform is not None and posting.platform.free_training is not None:
        return float(posting.platform.free_training)
    return _says(_TRAINING.search, said)


def _says(search: Callable[[str], object], said: str) -> float:
    return float(search(said) is not None) if said.strip() else nan


def _completeness(posting: Posting, monthly: float) -> float:
    place, hours, workplace = posting.place, posting.hours, posting.workplace
    stated = (
        len(posting.text.strip()) >= 50,
        monthly == monthly,
        place.district is not None or place.zone is not None or workplace.remote is True,
        hours.per_day is not None or hours.days_per_week is not None or hours.shift is not None,
        posting.education is not None,
        posting.headcount is not None,
        posting.contract is not None,
        workplace.floor is not None or workplace.toilet is not None or workplace.remote is True,
    )
    return sum(stated) / len(stated)


def _known(value: float | None) -> float:
    return nan if value is None else float(value)
