"""The side of the posting: everything a feature needs of it, prepared once and compared with many people."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import log1p, nan
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.constraints.wage import pay_over_floor
from matching.features.mentions import occupations_of
from matching.features.phrases import encode_phrases
from matching.features.seekers import KINDS, UNKNOWN, area_number, bits_of, city_of, plain_name
from matching.features.time_wishes import time_offered
from matching.features.wording import squeeze, stem, terms, title_head
from matching.geography import AREAS
from matching.knowledge.catalogue import ACCESS_SKILLS
from matching.occupation_nearness import code_numbers
from matching.policy import Policy
from matching.protocols import Encoder, Float32
from matching.records.employer import EmployerRecord
from matching.records.posting import Posting, PostingKind
from matching.skills import skills_told
from matching.texts import posting_text, redact

Float64 = NDArray[np.float64]
Int64 = NDArray[np.int64]

_TRAINING: Final = re.compile(r"培训|带教|带薪学习|师傅带|学徒|零基础|training")
_INSURANCE: Final = re.compile(r"[五六]险|社保|社会保险|养老保险|缴纳保险|insurance")
_MEALS: Final = re.compile(r"包吃|食宿|管吃|食堂|餐补|饭补|工作餐|免费午餐|meals|canteen")
_LODGING: Final = re.compile(r"包住|食宿|管住|房补|住房补贴|宿舍|提供住宿|lodging|dormitory")
_SHUTTLE: Final = re.compile(r"班车|接送|通勤车|shuttle")
_PUBLIC: Final = frozenset(
    (PostingKind.SOE_TARGETED, PostingKind.GOVERNMENT, PostingKind.PUBLIC_INSTITUTION, PostingKind.PUBLIC_WELFARE)
)
_PLATFORM: Final = frozenset((PostingKind.PLATFORM_GIG, PostingKind.ECOMMERCE, PostingKind.COURIER))


@dataclass(frozen=True, eq=False)
class Offer:
    """A posting as the features see it. `own` holds the features that are equal for every person, by name; NaN where missing.

    `told` are the skills of the vocabulary that answer what the text names. `area` and `city` are UNKNOWN or None where nothing is
    known; `remote` None too; `districts` are bits. `head` is the title less what advertisers append, `codes` the rows of the
    occupations that it names in the table of nearness. `minutes` (areas + 1,) is the way from each area, NaN where unknown; the
    last stands for UNKNOWN. `time_known` and `time_met` are bits of `time_wishes`. `meaning` and `skill_meanings` are None without
    an encoder.
    """

    text: str
    title: str
    head: str
    body: str
    title_terms: frozenset[str]
    all_terms: frozenset[str]
    skills: tuple[str, ...]
    told: frozenset[str]
    licences: tuple[str, ...]
    codes: Int64
    area: int
    city: str | None
    districts: int
    remote: bool | None
    minutes: Float64
    kind: int
    pay: float
    hours: float
    time_known: int
    time_met: int
    education: float
    experience_years: float
    own: dict[str, float]
    meaning: Float32 | None = None
    skill_meanings: tuple[Float32, ...] | None = None


def prepare_postings(
    postings: Sequence[Posting],
    encoder: Encoder | None = None,
    policy: Policy | None = None,
    records: Mapping[str, EmployerRecord] | None = None,
) -> list[Offer]:
    """The postings as the features see them, in order; work here is done once, not once a person.

    `policy` gives minutes and wages of the day, `records` by employer how promises were kept; what is not given is missing. The
    encoder reads each distinct title and asked skill once. `text` of an offer is its `posting_text`, ready for the encoder.
    """
    minutes = _minutes(policy)
    offers = [_prepare(one, minutes, policy, (records or {}).get(one.employer, EmployerRecord())) for one in postings]
    phrases = tuple(dict.fromkeys(phrase for offer in offers for phrase in (offer.head, *offer.skills)))
    vectors = encode_phrases(phrases, encoder)
    if vectors is None:
        return offers
    of = dict(zip(phrases, vectors, strict=True))
    return [replace(one, meaning=of[one.head], skill_meanings=tuple(of[skill] for skill in one.skills)) for one in offers]


def _prepare(posting: Posting, minutes: Float64, policy: Policy | None, record: EmployerRecord) -> Offer:
    title = squeeze(redact(posting.title))
    head = title_head(title)
    text = posting_text(posting)
    area = area_number(posting.place)
    pay = posting.pay.monthly()
    middle = nan if pay is None else (pay[0] + pay[1]) / 2
    skills = (plain_name(skill) for skill in posting.skills if skill not in ACCESS_SKILLS)
    said = " ".join((posting.text, *posting.welfare)).lower()
    known, met = time_offered(posting, f"{posting.title} {said}".lower(), policy)
    return Offer(
        text=text,
        title=title,
        head=head,
        body=squeeze(text),
        title_terms=terms(stem(head)),
        all_terms=terms(squeeze(text)),
        skills=tuple(dict.fromkeys(skill for skill in skills if skill)),
        told=skills_told(squeeze(text)),
        licences=tuple(dict.fromkeys(posting.licences)),
        codes=np.array(sorted(code_numbers()[code] for code in occupations_of(head)), np.int64),
        area=area,
        city=city_of(posting.place),
        districts=0 if area == UNKNOWN else bits_of(AREAS[area]),
        remote=None if "remote" in posting.workplace.assumed else posting.workplace.remote,
        minutes=minutes[:, area],
        kind=UNKNOWN if posting.kind is None else KINDS[posting.kind.value],
        pay=middle,
        hours=_known(posting.hours.per_day),
        time_known=known,
        time_met=met,
        education=nan if posting.education is None else float(posting.education.rank),
        experience_years=_known(posting.experience_years),
        own=_own_features(posting, said, middle, policy, record),
    )


@lru_cache(maxsize=4)
def _minutes(policy: Policy | None) -> Float64:
    """(areas + 1, areas + 1) minutes from home (row) to work; the last row and column stand for UNKNOWN (-1)."""
    table = np.full((len(AREAS) + 1, len(AREAS) + 1), nan)
    for i, home in enumerate(AREAS):
        for j, work in enumerate(AREAS):
            table[i, j] = _known(None if policy is None else policy.minutes(home.key, work.key))
    return table


def _own_features(posting: Posting, said: str, monthly: float, policy: Policy | None, record: EmployerRecord) -> dict[str, float]:
    shift, contract = posting.hours.shift, posting.contract
    return {
        "pay_level": monthly / 1_000,
        "pay_against_floor": _known(None if policy is None else pay_over_floor(posting, policy)),
        "pay_known": float(monthly == monthly),
        "days_per_week": _known(posting.hours.days_per_week),
        "night_work": nan if shift is None else float(shift in ("night", "rotating")),
        "headcount": nan if posting.headcount is None else log1p(posting.headcount),
        "training_offered": _trains(posting, said),
        "labour_contract": nan if contract is None else float(contract == "labour"),
        "insurance": _says(_INSURANCE.search, said),
        "meals": _says(_MEALS.search, said),
        "lodging": _says(_LODGING.search, said),
        "shuttle": _says(_SHUTTLE.search, said),
        "public_post": nan if posting.kind is None else float(posting.kind in _PUBLIC),
        "platform_post": nan if posting.kind is None else float(posting.kind in _PLATFORM),
        "posting_completeness": _completeness(posting, monthly),
        "promises_kept": record.share if record.checked else nan,
        "promises_checked": float(record.checked),
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
