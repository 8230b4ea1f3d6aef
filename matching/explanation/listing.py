"""What an employer's list says of one person: the one place that decides which fields leave at which stage (design section 7).

A `Listed` is built field by field from what its stage allows, so that whatever else a file holds cannot slip in.
"""

from typing import Final

from matching.discretion import discreet_part, is_discreet
from matching.explanation.employer import employer_explanation
from matching.geography import area_of
from matching.knowledge.catalogue import Text
from matching.records import Candidate, Education, Stage
from matching.records.base import Record
from matching.shortlist import Entry

_BANDS: Final = (5, 10, 20)
"""The last ranks of the bands of a list; who comes after them is in a band of its own."""

_FIRST: Final = Text(zh="前 {last} 名", en="Ranks 1 to {last}")
_BETWEEN: Final = Text(zh="第 {first} 至 {last} 名", en="Ranks {first} to {last}")
_AFTER: Final = Text(zh="第 {last} 名之后", en="After rank {last}")
_EDUCATIONS: Final = {
    Education.NONE: Text(zh="初中及以下", en="junior secondary or below"),
    Education.PRIMARY: Text(zh="初中及以下", en="junior secondary or below"),
    Education.JUNIOR: Text(zh="初中及以下", en="junior secondary or below"),
    Education.SENIOR: Text(zh="高中或中专", en="senior secondary"),
    Education.COLLEGE: Text(zh="大专", en="college"),
    Education.BACHELOR: Text(zh="本科", en="bachelor"),
    Education.MASTER: Text(zh="研究生", en="postgraduate"),
    Education.DOCTOR: Text(zh="研究生", en="postgraduate"),
}


class Listed(Record):
    """One person on an employer's list. `band` counts the bands from 0; names and contact are None before the identity consent.

    `stated`: the arrangements that the person chose to tell, from that consent on.
    """

    alias: str
    stage: Stage
    band: int
    band_text: Text
    fit: Text
    skills: tuple[str, ...]
    certificates: tuple[str, ...]
    education: Text | None
    district: Text | None
    hours_max: float | None
    pay_min: int | None
    name: str | None = None
    phone: str | None = None
    email: str | None = None
    experience: str = ""
    stated: tuple[Text, ...] = ()


def employer_listing(
    entry: Entry, candidate: Candidate, stage: Stage, alias: str, stated: tuple[str, ...] = (), settled: bool = False
) -> Listed | None:
    """What the employer of the posting is told of an entry; None where that is nothing.

    That is so at the stage of counts, and for whoever is under review unless a named person `settled` it. Skills and certificates
    that are access routes, or tell of health, are left out; so are such clauses of the experience. Raises ValueError for an entry
    of somebody else.
    """
    if entry.candidate != candidate.id:
        raise ValueError(f"the entry of {entry.candidate} was handed in with the file of {candidate.id}")
    if stage is Stage.COUNTS or (entry.band != "fit" and not settled):
        return None
    told = employer_explanation(entry.demanded, entry.arranged, stage, stated)
    area = area_of(candidate.home)
    education = candidate.resume.education
    band = sum(entry.rank > last for last in _BANDS)
    open_file = stage in (Stage.IDENTITY, Stage.QUOTA)
    return Listed(
        alias=alias,
        stage=stage,
        band=band,
        band_text=rank_band(band),
        fit=told.line,
        skills=tuple(dict.fromkeys(skill.name for skill in candidate.resume.skills if is_discreet(skill.name))),
        certificates=tuple(dict.fromkeys(name for name in candidate.resume.certificates if is_discreet(name))),
        education=None if education is None else _EDUCATIONS[education],
        district=None if area is None else area.text,
        hours_max=candidate.wishes.hours_max,
        pay_min=candidate.wishes.pay_min,
        name=(candidate.person.name or None) if open_file else None,
        phone=candidate.person.phone if open_file else None,
        email=candidate.person.email if open_file else None,
        experience=discreet_part(candidate.resume.experience) if open_file else "",
        stated=told.stated,
    )


def rank_band(band: int) -> Text:
    """The words of a band of ranks, counted from 0."""
    if band == 0:
        return _FIRST.format(last=_BANDS[0])
    if band == len(_BANDS):
        return _AFTER.format(last=_BANDS[-1])
    return _BETWEEN.format(first=_BANDS[band - 1] + 1, last=_BANDS[band])
