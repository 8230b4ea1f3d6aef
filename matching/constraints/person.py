"""All that a rule beyond ability may read of a person. No ability, category or grade is here, and no name."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final, Literal

from matching.geography import area_of, find_area
from matching.records import Candidate, CredentialKind, Education, Refusal

_HERE: Final = re.compile("中国|湖北省?|武汉市?")
_ELSEWHERE: Final = re.compile("[省市盟]|自治[区州]|特别行政区")


@dataclass(frozen=True, slots=True)
class PersonSide:
    """One person as the rules read them. None is "nobody said".

    `residence`: districts of the household register that the words name (two for a zone on two districts, none for a place
    elsewhere). `home` and `districts` hold areas by key: a zone's name or a district's code. `licences` are (name, last valid day).
    `zero_employment` and `rural` are facts of the household, so they hold for every member.
    """

    birth: date | None = None
    sex: Literal["male", "female"] | None = None
    retirement_track: Literal["w50", "w55"] | None = None
    credential: CredentialKind = CredentialKind.CERTIFICATE
    credential_until: date | None = None
    residence: frozenset[str] | None = None
    zero_employment: bool | None = None
    rural: bool | None = None
    recognised: bool | None = None
    registered_unemployed: bool | None = None
    graduated_on: date | None = None
    education: Education | None = None
    licences: tuple[tuple[str, date | None], ...] = ()
    home: str | None = None
    minutes_max: int | None = None
    hours_max: float | None = None
    districts: frozenset[str] = frozenset()
    remote: Literal["only", "welcome", "no"] | None = None
    refuses: frozenset[str] = frozenset()
    conditions: frozenset[Refusal] = frozenset()
    employers: frozenset[str] = frozenset()


def person_side(candidate: Candidate) -> PersonSide:
    """What the rules read of a candidate."""
    person, resume, wishes, refusals = candidate.person, candidate.resume, candidate.wishes, candidate.refusals
    home = area_of(candidate.home)
    return PersonSide(
        birth=person.birth,
        sex=person.sex,
        retirement_track=person.retirement_track,
        credential=candidate.credential.kind,
        credential_until=candidate.credential.valid_until,
        residence=residence_districts(person.registered_residence or ""),
        zero_employment=candidate.household.zero_employment,
        rural=candidate.household.rural,
        recognised=candidate.employment_aid_recognised,
        registered_unemployed=candidate.registered_unemployed,
        graduated_on=None if resume.graduate is None else resume.graduate.graduated_on,
        education=resume.education,
        licences=tuple(sorted(((one.name, one.valid_until) for one in resume.licences), key=str)) if resume.licences else (),
        home=None if home is None else home.key,
        minutes_max=wishes.minutes_max,
        hours_max=wishes.hours_max,
        districts=wishes.districts,
        remote=wishes.remote,
        refuses=refusals.accommodations,
        conditions=refusals.conditions,
        employers=refusals.employers,
    )


@lru_cache(maxsize=65_536)
def residence_districts(text: str) -> frozenset[str] | None:
    """The districts of Wuhan that a registered residence names; empty for a place elsewhere, None where the words do not tell."""
    if not text.strip():
        return None
    rest = _HERE.sub("", text)
    if "武汉" not in text and _ELSEWHERE.search(rest) is not None:
        return frozenset()
    area = find_area(text)
    if area is None:
        return None
    return frozenset(area.districts) if area.code is None else frozenset({area.code})
