"""Seeded people and posts of whom much is open: most pairs are under review, for many causes at once."""

from dataclasses import replace
from datetime import date
from random import Random

from matching.judgement import Applicant
from matching.records import Demand, Posting, Provenance, Refusal, Workplace
from matching.verdicts import CandidateSide
from tests.matching.draws import DIMENSIONS, DISTRICTS, HARD, draw_applicant, draw_posting

_LEVELS = (None, 1, 2, *(4,) * 17)


def draw_open_applicant(draw: Random) -> Applicant:
    """Somebody who refuses little; some abilities are not assessed, some just short."""
    base = draw_applicant(draw)
    unknown = frozenset(draw.sample(HARD, draw.choice([0, 0, 0, 1])))
    levels = tuple(None if name in unknown else draw.choice(_LEVELS) for name in DIMENSIONS)
    refuses = frozenset({"swap_task"}) if draw.random() < 0.5 else frozenset()
    ability = CandidateSide(levels, base.ability.skills, base.ability.aids, refuses, unknown)
    person = replace(
        base.person,
        birth=draw.choice([None, date(1990, 5, 1), date(1966, 1, 1)]),
        minutes_max=None,
        districts=frozenset(),
        remote=draw.choice([None, None, None, "only"]),
        refuses=refuses,
        conditions=frozenset(condition for condition in Refusal if draw.random() < 0.03),
        employers=frozenset(),
    )
    return Applicant(ability, person)


def draw_open_posting(draw: Random, number: int) -> Posting:
    """A posting of which the employer has said little: in one of two buildings, most of its demands inferred."""
    base = draw_posting(draw, number)
    demands = tuple(
        Demand(
            dimension=name,
            level=draw.choice([0, 0, 0, 2, 2, 3]),
            provenance=draw.choice([Provenance.STATED, Provenance.READ, Provenance.TYPICAL]),
            marginal=draw.random() < 0.4,
        )
        for name in draw.sample(DIMENSIONS, len(DIMENSIONS) - draw.choice([0, 0, 1, 8]))
    )
    place = base.place.model_copy(update={"district": DISTRICTS[0], "address": draw.choice(["江汉路 1 号", "江汉路 2 号"])})
    workplace = Workplace(
        remote=False,
        floor=draw.choice([None, 1, 1]),
        entrance_steps=draw.choice([None, 0, 0]),
        toilet=draw.choice([None, "accessible", "rails"]),
        commute=draw.choice([None, 1, 1]),
        facts={name: value for name, value in base.workplace.facts.items() if value and draw.random() < 0.5},
        statuses=base.workplace.statuses,
    )
    update = {"demands": demands, "place": place, "workplace": workplace, "kind": draw.choice([None, base.kind])}
    return Posting.model_validate(base.model_dump() | update)
