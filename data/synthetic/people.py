"""The people of the synthetic city: one record each, from columns drawn with numpy."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from data.synthetic.abilities import IMPAIRMENTS
from data.synthetic.draws import Dice, stream
from data.synthetic.numbers import certificate_number
from data.synthetic.places import DISTRICT_CODES, area_name, city_place
from data.synthetic.populace import CREDENTIALS, OCCUPATIONS, Columns, draw_columns
from data.synthetic.profiles import assess
from data.synthetic.rows import impairments, productions
from data.synthetic.seekers import make_refusals, make_resume, make_wishes
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import ACCESS_SKILLS
from matching.records import (
    AbilityProfile,
    Aid,
    Candidate,
    CertificateDetails,
    Credential,
    CredentialKind,
    Education,
    Household,
    Person,
)

Track = Literal["w50", "w55"]

_EDUCATION: Final = tuple(Education)


def generate_people(seed: int, size: int, today: date) -> tuple[tuple[Candidate, ...], tuple[CertificateDetails, ...]]:
    """`size` candidates and the certificate details of those whose credential has a category or a grade."""
    columns = draw_columns(seed, size, today)
    profiles = assess(seed, columns.function, today)
    dice = Dice(stream(seed, "people/words"))
    houses = make_households(seed, columns)
    tracks = make_tracks(seed, columns)
    candidates = tuple(_candidate(row, columns, profiles[row], houses[row], tracks[row], dice, today) for row in range(size))
    return candidates, tuple(
        _details(row, columns, dice) for row in range(size) if CREDENTIALS[columns.kinds[row]] != "household_member"
    )


def make_households(seed: int, columns: Columns) -> list[Household]:
    """A household for each; a household member shares the one of a certificate holder."""
    draw = stream(seed, "households")
    size = len(columns.kinds)
    zero = draw.random(size) < 0.06
    watched = draw.random(size) < np.where(columns.rural, 0.08, 0.02)
    told = (draw.random(size) < 0.85).tolist()
    houses = [
        _household(row, bool(zero[row]), bool(watched[row]), bool(columns.rural[row])) if told[row] else _silent_household(row)
        for row in range(size)
    ]
    member = CREDENTIALS.index("household_member")
    holders = np.flatnonzero(columns.kinds == CREDENTIALS.index("certificate"))
    if len(holders):
        for row in np.flatnonzero(columns.kinds == member).tolist():
            of = int(holders[int(draw.integers(0, len(holders)))])
            houses[row] = houses[of] = _household(of, bool(zero[of]) or bool(zero[row]), bool(watched[of]), bool(columns.rural[of]))
    return houses


def _household(row: int, zero: bool, watched: bool, rural: bool) -> Household:
    return Household(id=f"h_{row:07d}", zero_employment=zero, poverty_watch=watched, rural=rural)


def _silent_household(row: int) -> Household:
    return Household(id=f"h_{row:07d}")


def make_tracks(seed: int, columns: Columns) -> list[Track | None]:
    """Which retirement rule holds, as it is told: of most women from 40 on, the 55 rule for work that asked for more schooling."""
    draw = stream(seed, "retirement").random((len(columns.ages), 2))
    woman = (columns.males == 0) & (columns.ages >= 40) & (draw[:, 0] < 0.8)
    higher = draw[:, 1] < np.where(columns.education >= Education.COLLEGE.rank, 0.8, 0.2)
    return [("w55" if up else "w50") if told else None for told, up in zip(woman.tolist(), higher.tolist(), strict=True)]


def _candidate(
    row: int, columns: Columns, profile: AbilityProfile, house: Household, track: Track | None, dice: Dice, today: date
) -> Candidate:
    occupation = OCCUPATIONS[columns.worked[row]]
    wanted = [OCCUPATIONS[i] for i in dict.fromkeys(columns.wanted[row].tolist())]
    home = city_place(columns.districts[row], columns.zones[row])
    age = int(columns.ages[row])
    degrees = columns.function.degrees[row]
    own = [IMPAIRMENTS[i] for i in np.flatnonzero(degrees).tolist()]
    years = float(columns.years[row])
    education = _EDUCATION[columns.education[row]]
    kind = CredentialKind(CREDENTIALS[columns.kinds[row]])
    wishes = make_wishes(wanted, home, own, years, dice)
    return Candidate(
        id=f"c_{row:07d}",
        external_id=f"SYN-{row:07d}",
        person=_person(row, columns, own, track, dice),
        credential=Credential(
            kind=kind, valid_until=today + timedelta(days=dice.between(-60, 3_400)) if dice.chance(0.9) else None
        ),
        home=home,
        household=house,
        employment_aid_recognised=None if dice.chance(0.15) else dice.chance(0.35),
        registered_unemployed=None if dice.chance(0.1) else dice.chance(0.7),
        profile=profile,
        aids=_aids(columns.function.aids[row]),
        access_skills=_access(columns.function.skills[row].tobytes()),
        refusals=make_refusals(own, wishes.remote, dice),
        resume=make_resume(occupation, years, education, age, dice, today),
        wishes=wishes,
        profiling=not dice.chance(0.02),
    )


def _person(row: int, columns: Columns, own: Sequence[str], track: Track | None, dice: Dice) -> Person:
    names = productions()["names"]
    name = dice.pick(names["first"]) + dice.pick(names["given"]) + (dice.pick(names["given"]) if dice.chance(0.7) else "")
    district = columns.districts[row] if dice.chance(0.88) else dice.pick(DISTRICT_CODES)
    guarded = "intellectual" in own and dice.chance(0.3)
    return Person(
        name=name,
        email=f"c{row:07d}@example.org" if dice.chance(0.6) else None,
        contact_note="请发短信,不方便接电话" if "deaf" in own and dice.chance(0.5) else None,
        birth=columns.births[row],
        sex="male" if columns.males[row] else "female",
        retirement_track=track,
        guardian=dice.pick(names["first"]) + dice.pick(names["given"]) if guarded else None,
        registered_residence=f"武汉市{area_name(district, None)}",
    )


def _aids(held: NDArray[np.bool_]) -> tuple[Aid, ...]:
    return _aids_of(held.tobytes())


@lru_cache(maxsize=4_096)
def _aids_of(held: bytes) -> tuple[Aid, ...]:
    """In catalogue order."""
    names = [row.name for row, has in zip(impairments().owned, held, strict=True) if has]
    return tuple(Aid(name=name) for name in sorted(names, key=CATALOGUE.order.__getitem__))


@lru_cache(maxsize=64)
def _access(held: bytes) -> frozenset[str]:
    return frozenset(name for name, has in zip(ACCESS_SKILLS, held, strict=True) if has)


def _details(row: int, columns: Columns, dice: Dice) -> CertificateDetails:
    """Number, category and grade of a certificate; for veterans and work injuries the grade alone."""
    grade = int(columns.grades[row])
    if CREDENTIALS[columns.kinds[row]] != "certificate":
        return CertificateDetails(candidate=f"c_{row:07d}", grade=grade)
    category: Any = int(columns.categories[row])
    number = certificate_number(columns.citizens[row], category, grade, 1 if dice.chance(0.06) else 0)
    return CertificateDetails(candidate=f"c_{row:07d}", number=number, category=category, grade=grade)
