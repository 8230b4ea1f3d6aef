"""Seeded people and posts that try every rule at once: far stranger than any city, so that two evaluators can be compared."""

from datetime import date
from random import Random

from matching.constraints import PersonSide
from matching.geography import AREAS
from matching.judgement import Applicant, Opening, opening
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import ACCESS_SKILLS, FACTS
from matching.records import (
    AccommodationStatus,
    CredentialKind,
    Demand,
    Eligibility,
    Hours,
    Pay,
    PayUnit,
    Place,
    Posting,
    PostingKind,
    Provenance,
    Refusal,
    SourceRef,
    Workplace,
)
from matching.verdicts import CandidateSide

DIMENSIONS = [row.name for row in CATALOGUE.dimensions]
ACCOMMODATIONS = [row.name for row in CATALOGUE.accommodations]
HARD = [row.name for row in CATALOGUE.dimensions if row.gap == "hard"]
DISTRICTS = [area.code for area in AREAS if area.code is not None]
LICENCES = ["medical_massage", "car", "C5", "health_certificate"]
_LEVELS = (None, 0, 1, 2, 3, 4, 4, 4, 4, 4)


def draw_person(draw: Random) -> PersonSide:
    some = draw.random
    return PersonSide(
        birth=draw.choice([None, date(draw.randint(1955, 2012), draw.randint(1, 12), draw.randint(1, 28))]),
        sex=draw.choice([None, "male", "female"]),
        retirement_track=draw.choice([None, None, "w50", "w55"]),
        credential=draw.choice(list(CredentialKind)),
        credential_until=draw.choice([None, date(2026, 1, 1), date(2030, 1, 1)]),
        residence=draw.choice([None, frozenset(), frozenset({draw.choice(DISTRICTS)})]),
        zero_employment=draw.choice([None, True, False]),
        recognised=draw.choice([None, True, False]),
        registered_unemployed=draw.choice([None, True, False]),
        graduated_on=draw.choice([None, date(2026, 7, 1), date(2015, 7, 1)]),
        licences=tuple((name, draw.choice([None, date(2025, 1, 1)])) for name in LICENCES if some() < 0.3),
        home=draw.choice([None, *DISTRICTS]),
        minutes_max=draw.choice([None, 20, 45, 90]),
        hours_max=draw.choice([None, 4, 8]),
        districts=frozenset(draw.sample(DISTRICTS, draw.choice([0, 0, 2]))),
        remote=draw.choice([None, None, "only", "welcome", "no"]),
        refuses=frozenset(draw.sample(ACCOMMODATIONS, draw.randint(0, 3))),
        conditions=frozenset(condition for condition in Refusal if some() < 0.15),
        employers=frozenset({"e1"}) if some() < 0.1 else frozenset(),
    )


def draw_applicant(draw: Random) -> Applicant:
    person = draw_person(draw)
    levels: list[int | None] = [draw.choice(_LEVELS) for _ in DIMENSIONS]
    outdated = frozenset(draw.sample(HARD, draw.choice([0, 0, 3])))
    for name in outdated:
        levels[CATALOGUE.position[name]] = None
    side = CandidateSide(
        levels=tuple(levels),
        skills=frozenset(name for name in ACCESS_SKILLS if draw.random() < 0.4),
        aids=frozenset(draw.sample(ACCOMMODATIONS, draw.randint(0, 5))),
        refuses=person.refuses,
        outdated=outdated,
    )
    return Applicant(side, person)


def draw_posting(draw: Random, number: int = 0) -> Posting:
    demands = []
    for name in draw.sample(DIMENSIONS, draw.randint(3, len(DIMENSIONS))):
        provenance = draw.choice([one for one in Provenance if one is not Provenance.DERIVED])
        level = None if provenance is Provenance.UNKNOWN else draw.randint(0, 4)
        demands.append(Demand(dimension=name, level=level, provenance=provenance, marginal=draw.random() < 0.3))  # type: ignore[arg-type]
    workplace = Workplace(
        remote=draw.choice([None, False, True]),
        floor=draw.choice([None, 1, 2, -1]),
        entrance_steps=draw.choice([None, 0, 3]),
        toilet=draw.choice([None, "accessible", "rails", "seat", "squat", "none"]),
        commute=draw.choice([None, 0, 1, 2, 3, 4]),
        assumed=frozenset(name for name in ("remote", "floor", "entrance_steps", "toilet", "commute") if draw.random() < 0.2),  # type: ignore[arg-type]
        facts={name: draw.random() < 0.5 for name in FACTS if draw.random() < 0.7},
        statuses={name: draw.choice(list(AccommodationStatus)) for name in draw.sample(ACCOMMODATIONS, draw.randint(0, 14))},
    )
    return Posting(
        id=f"p{number}",
        employer=draw.choice(["e1", "e2"]),
        title=draw.choice(["文员", "推拿医师", "快递员", "主播"]),
        source=SourceRef(name="drawn"),
        kind=draw.choice([None, *PostingKind]),
        contract=draw.choice([None, "labour", "gig", "agreement", "internship"]),
        pay=Pay(minimum=draw.choice([None, 3_000]), maximum=4_000, unit=draw.choice([PayUnit.MONTH, PayUnit.PIECE])),
        place=Place(city="武汉", district=draw.choice([None, *DISTRICTS])),
        hours=Hours(per_day=draw.choice([None, 4, 8, 10]), shift=draw.choice([None, "day", "evening", "night", "rotating"])),
        licences=tuple(draw.sample(LICENCES, draw.choice([0, 0, 1, 2]))),
        demands=tuple(demands),
        workplace=workplace,
        eligibility=Eligibility(
            residence=tuple(draw.sample(DISTRICTS, draw.choice([0, 0, 1]))),
            graduated_within_years=draw.choice([None, None, 2]),
            recognised_only=draw.choice([None, True]),
            unemployed_only=draw.choice([None, None, True]),
            zero_employment_household_only=draw.choice([None, None, None, True]),
        ),
    )


def draw_opening(draw: Random, number: int = 0) -> Opening:
    return opening(draw_posting(draw, number))
