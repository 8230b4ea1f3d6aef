"""Seeded pools in which single changes matter: people with few gaps, posts with few demands, all kinds of rules between them."""

from dataclasses import dataclass, replace
from datetime import date
from random import Random

from matching.bitmaps import VerdictIndex
from matching.constraints import PersonSide
from matching.judgement import Applicant, opening
from matching.knowledge import CATALOGUE
from matching.policy import policy_on
from matching.records import Course, Demand, Posting, Provenance, Workplace
from matching.unlock import Ground, Offer, survey
from tests.matching.draws import draw_applicant, draw_posting

POLICY = policy_on(date(2026, 11, 26))
_GROWN = PersonSide(birth=date(1990, 5, 1), sex="male")


@dataclass(frozen=True)
class Drawn:
    """A pool with its ground, and the records it was made of, for counting again."""

    people: tuple[Applicant, ...]
    postings: tuple[Posting, ...]
    offers: tuple[Offer, ...]
    ground: Ground


def draw_pool(seed: int, people: int = 24, postings: int = 5, courses: int = 2) -> Drawn:
    draw = Random(seed)
    applicants = tuple(draw_able(draw) for _ in range(people))
    posts = tuple(draw_plain(draw, number) for number in range(postings))
    offers = tuple(draw_offer(draw, number, people) for number in range(courses))
    index = VerdictIndex.build(applicants, POLICY)
    for post in posts:
        index.put_posting(post.id, opening(post))
    return Drawn(applicants, posts, offers, survey(index, {post.id: post.employer for post in posts}, offers))


def draw_able(draw: Random) -> Applicant:
    """Somebody with one to four gaps or unknowns, and half the time with nothing that a rule beyond ability minds."""
    drawn = draw_applicant(draw)
    kept = set(draw.sample(range(len(CATALOGUE.dimensions)), draw.randint(1, 12)))
    levels = tuple(level if place in kept else 4 for place, level in enumerate(drawn.ability.levels))
    person = drawn.person if draw.random() < 0.5 else replace(_GROWN, refuses=drawn.person.refuses)
    return Applicant(replace(drawn.ability, levels=levels, outdated=frozenset()), person)


def draw_plain(draw: Random, number: int) -> Posting:
    """A post whose other demands are a confirmed 0; half the time in a building that nobody need ask about."""
    drawn = draw_posting(draw, number)
    some = {demand.dimension: demand for demand in draw.sample(drawn.demands, min(len(drawn.demands), draw.randint(2, 12)))}
    quiet = {
        row.name: Demand(dimension=row.name, level=0, provenance=Provenance.CONFIRMED)
        for row in CATALOGUE.dimensions
        if row.name != "stairs"
    }
    workplace = drawn.workplace
    if draw.random() < 0.5:
        known = Workplace(remote=False, floor=1, entrance_steps=0, toilet="accessible", commute=1)
        workplace = known.model_copy(update={"facts": workplace.facts, "statuses": workplace.statuses})
    elif workplace.remote:
        workplace = workplace.model_copy(update={"assumed": workplace.assumed - {"remote"}})
    return drawn.model_copy(update={"demands": tuple((quiet | some).values()), "workplace": workplace})


def draw_offer(draw: Random, number: int, people: int) -> Offer:
    names = [row.name for row in CATALOGUE.dimensions]
    course = Course(
        id=f"k{number}",
        name="课程",
        provider="江城示例学校",
        raises={name: draw.randint(1, 4) for name in draw.sample(names, draw.randint(0, 6))},  # type: ignore[misc]
        teaches=tuple(draw.sample(["screen_reader", "csl", "braille", "烹调"], 2)),
        licences=tuple(draw.sample(["medical_massage", "驾驶证", "health_certificate"], draw.randint(0, 2))),
        needs={name: draw.randint(1, 2) for name in draw.sample(names, draw.randint(0, 2))},  # type: ignore[misc]
        arrangements=frozenset(draw.sample(["screen_reader", "large_print"], draw.randint(0, 2))),
    )
    return Offer(course, draw.choice([None, 0, 2, 5]), frozenset(draw.sample(range(people), min(people, draw.randint(0, 3)))))
