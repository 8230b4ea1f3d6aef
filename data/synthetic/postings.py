"""The postings of the synthetic city: an occupation at a workplace of an employer, as the employer advertises it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from data.synthetic.conditions import make_conditions
from data.synthetic.demands import make_asked, speak_demands, tell_demands
from data.synthetic.draws import Dice, stream
from data.synthetic.employers import Firm, intermediaries
from data.synthetic.grammar import Advert, advert_sentences
from data.synthetic.places import area_name
from data.synthetic.rows import Occupation, buildings, employer_shapes, occupations
from data.synthetic.terms import (
    HOURS,
    make_contract,
    make_hours,
    make_pay,
    make_tags,
    make_welfare,
    minimum_education,
    platform_terms,
)
from data.synthetic.workplaces import Site, building_words, make_site, make_workplace
from matching.records import (
    PLATFORM_KINDS,
    AgeClause,
    EmployerKind,
    Hours,
    Posting,
    PostingKind,
    PostingStatus,
    SourceRef,
)

SOURCE: Final = "synthetic"


@dataclass(frozen=True, slots=True)
class Written:
    """A posting with what only its writer knows: the occupation, what the job truly asks by dimension, the building as it is."""

    posting: Posting
    occupation: Occupation
    asked: dict[str, int]
    site: Site


def generate_postings(seed: int, firms: list[Firm], today: date) -> tuple[Posting, ...]:
    """About four postings an employer; with employers of all kinds every one of the 18 kinds of posting is there."""
    return tuple(written.posting for written in write_postings(seed, firms, today))


def write_postings(seed: int, firms: list[Firm], today: date) -> tuple[Written, ...]:
    """The same postings, each with what it was written from."""
    dice = Dice(stream(seed, "postings"))
    own = Dice(stream(seed, "postings/conditions"))
    rows: list[tuple[Firm, PostingKind]] = []
    for kind, shape in employer_shapes().items():
        offers = {firm.employer.id: shape.offered_by(firm.employer.name) for firm in firms if firm.employer.kind is kind}
        mine = [firm for firm in firms if firm.employer.id in offers]
        for offered in shape.postings:
            rows += [(firm, offered) for firm in mine if offered in offers[firm.employer.id]][:1]
        for firm in mine:
            pool = [offered for offered in offers[firm.employer.id] for _ in range(shape.postings[offered])]
            rows += [(firm, dice.pick(pool)) for _ in range(dice.pick((1, 2, 3, 3, 4, 4, 5, 6)))]
    rows.sort(key=lambda row: row[0].employer.id)
    sites: dict[tuple[str, str], Site] = {}
    return tuple(_posting(number, firm, kind, sites, dice, own, today) for number, (firm, kind) in enumerate(rows))


def _by_kind() -> dict[PostingKind, list[Occupation]]:
    """Occupations of each kind of posting, repeated by weight."""
    return {kind: [row for row in occupations() for _ in range(row.kinds.get(kind, 0))] for kind in PostingKind}


_OCCUPATIONS: Final = _by_kind()


def _posting(
    number: int, firm: Firm, kind: PostingKind, sites: dict[tuple[str, str], Site], dice: Dice, own: Dice, today: date
) -> Written:
    occupation = dice.pick(_OCCUPATIONS[kind])
    key = (firm.employer.id, occupation.setting)
    if key not in sites:
        sites[key] = make_site(buildings()[occupation.setting], dice)
    site = sites[key]
    asked = make_asked(occupation, kind, site, dice)
    title = dice.pick(occupation.titles)
    sentences, read = speak_demands(asked, firm.style, dice)
    workplace = make_workplace(firm, site, occupation, asked, dice)
    pay = make_pay(occupation, kind, HOURS[asked.get("hours_per_day", 4)], dice)
    hours = make_hours(asked, dice)
    education = minimum_education(occupation, dice)
    skills = tuple(dice.several(occupation.skills, dice.between(1, 3))) if dice.chance(0.8) else ()
    headcount = dice.pick((1, 1, 1, 2, 2, 3, 5, 10)) * (4 if kind in PLATFORM_KINDS and dice.chance(0.4) else 1)
    welfare = make_welfare(workplace, kind, dice)
    age = AgeClause(minimum=18, maximum=dice.pick((40, 45, 50, 55)), text="") if dice.chance(0.15) else None
    if age is not None:
        age = age.model_copy(update={"text": f"18-{age.maximum}岁"})
        sentences = (*sentences, f"年龄{age.text}")
    if dice.chance(0.05):
        sentences = (*sentences, dice.pick(_NEEDLESS))
    advert = Advert(
        occupation=occupation,
        title=title,
        brand="我单位" if dice.chance(0.5) else firm.employer.name,
        headcount=headcount,
        education=education,
        skills=skills,
        pay=pay.text or "面议",
        hours=hours.text or "工时面谈",
        welfare=welfare,
        place=firm.place.address or area_name(firm.place.district or "", firm.place.zone),
        building=building_words(workplace, dice),
        sentences=sentences,
    )
    bare = firm.style == "bare" and dice.chance(0.5) and not read
    published = today - timedelta(days=dice.between(0, 60))
    passed_on = firm.employer.kind in (EmployerKind.PRIVATE, EmployerKind.INDIVIDUAL) and dice.chance(0.15)
    posting = Posting(
        id=f"p_{number:06d}",
        employer=firm.employer.id,
        kind=kind,
        title=title,
        text="" if bare else advert_sentences(advert, dice),
        source=SourceRef(
            name=SOURCE,
            external_id=f"SYN-P-{number:06d}",
            intermediary=dice.pick(intermediaries()).id if passed_on else None,
        ),
        status=PostingStatus.OPEN if dice.chance(0.97) else dice.pick((PostingStatus.CLOSED, PostingStatus.FILLED)),
        headcount=headcount if dice.chance(0.92) else None,
        pay=pay,
        place=firm.place,
        hours=hours if dice.chance(0.85) else Hours(),
        education=education,
        experience_years=float(dice.pick((1, 1, 2, 3))) if dice.chance(0.22) else None,
        age=age,
        skills=skills,
        licences=occupation.licences,
        welfare=welfare,
        tags=make_tags(kind, dice),
        contract=make_contract(kind, dice),
        eligibility=make_conditions(kind, firm.place.district, own),
        platform=platform_terms(occupation, asked, dice) if kind in PLATFORM_KINDS else None,
        contact=firm.employer.contact,
        demands=tell_demands(occupation, asked, firm.style, read, site, dice),
        workplace=workplace,
        published_on=published,
        closes_on=published + timedelta(days=dice.between(61, 150)) if dice.chance(0.7) else None,
    )
    return Written(posting, occupation, asked, site)


_NEEDLESS: Final = ("身体健康", "形象气质佳", "五官端正", "限肢体残疾,四级优先", "限男性", "轻度残疾优先")
"""Clauses that a linter is to find; needless or unlawful, as sheets have them."""
