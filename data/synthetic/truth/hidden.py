"""Hidden traits: drawn once for the truth, and again and again by whoever knows the records and has to guess the rest."""

from dataclasses import dataclass

import numpy as np

from data.synthetic.draws import Float64, Int64, stream
from data.synthetic.truth.facts import DIMENSIONS, Facts, Float32
from data.synthetic.truth.numbers import Numbers
from data.synthetic.truth.origins import Origins
from matching.knowledge import CATALOGUE

_STAIRS = CATALOGUE.position["stairs"]
_LIGHT = tuple(CATALOGUE.position[name] for name in ("pace", "stress", "hours_per_day", "attendance", "independence", "learning"))
"""What auxiliary work asks little of, whatever the occupation."""


@dataclass(frozen=True, eq=False, repr=False)
class Hidden:
    """What no record tells of n people, m postings and e employers, and the true value of what may not be told.

    taste (n, 3), skill, reliability, caution (n,); wage, patience, years, education (n,) true; walk (n,) minutes; levels (n, 45)
    true abilities. topics (m, 3); pay (m,) true; demands (m, 45) true. openness, keeps (e,); refuses (e,) a category or -1.
    minutes (areas, areas) true.
    """

    taste: Float64
    skill: Float64
    reliability: Float64
    caution: Float64
    wage: Float64
    patience: Float64
    years: Float64
    education: Float64
    walk: Float64
    levels: Float32
    topics: Float64
    pay: Float64
    demands: Float32
    openness: Float64
    keeps: Float64
    refuses: Int64
    minutes: Float64


@dataclass(frozen=True, eq=False)
class Record:
    """How many promised arrangements of each employer (e,) somebody checked, and how many of them were kept."""

    checked: Int64
    kept: Int64


def draw_hidden(seed: int, facts: Facts, numbers: Numbers, origins: Origins | None, record: Record | None = None) -> Hidden:
    """Draw every hidden trait, each from a stream of its own.

    With `origins` what may not be told (years, schooling, abilities, demands) is what it truly is. Without, it is drawn to agree
    with what is told: other people's values stand in for a person's missing ones (of the same category of certificate for
    abilities), the usual demands of the occupation for a posting's, and an assessment may be off as often as its source is.
    `record` leads the share of promises that an employer keeps.
    """
    people, employers, city = numbers.people, numbers.employers, numbers.city
    n, m, e = facts.people, facts.postings, facts.employers

    def draw(name: str) -> np.random.Generator:
        return stream(seed, f"truth/{name}")

    detour = draw("detours").gamma(city.detour_shape, city.detour_scale, facts.minutes.shape)
    refuses = np.where(draw("refusing").random(e) < employers.refusing, draw("refused").integers(1, 8, e), -1)
    kept, missed = (np.zeros(e), np.zeros(e)) if record is None else (record.kept, record.checked - record.kept)
    return Hidden(
        taste=draw("taste").normal(0.0, people.taste, (n, 3)),
        skill=draw("skill").normal(0.0, people.skill, n),
        reliability=draw("reliability").normal(0.0, people.reliability, n),
        caution=draw("caution").normal(1.0, people.caution, n),
        wage=_wages(facts, numbers, draw("wage")),
        patience=np.where(
            np.isnan(facts.patience),
            people.patience * np.exp(draw("patience").normal(0.0, people.patience_spread, n)),
            facts.patience * np.exp(draw("patience_told").normal(0.0, people.patience_told, n)),
        ),
        years=origins.years if origins is not None else _borrowed(facts.years, draw("years")),
        education=origins.education.astype(np.float64) if origins is not None else _borrowed(facts.education, draw("education")),
        walk=draw("walk").gamma(city.walk_shape, city.walk_scale, n),
        levels=_levels(facts, numbers, origins, draw("levels"), draw("errors")),
        topics=draw("topics").normal(0.0, numbers.postings.topic, (m, 3))
        + draw("family_topics").normal(0.0, numbers.postings.family_topic, (64, 3))[facts.family],
        pay=_pay(facts, numbers, draw("pay")),
        demands=(origins.asked if origins is not None else _demands(facts, draw("demands"))).astype(np.float32),
        openness=draw("openness").normal(0.0, employers.openness, e),
        keeps=draw("keeps").beta(employers.keeps + kept, employers.breaks + missed),
        refuses=refuses.astype(np.int64),
        minutes=facts.minutes + (detour + detour.T) / 2,
    )


def draw_record(seed: int, keeps: Float64, numbers: Numbers) -> Record:
    """What was checked before the first fair: nothing of some employers, a few promises of the others."""
    draw = stream(seed, "truth/record")
    known = draw.random(len(keeps)) < numbers.employers.known
    checked = np.where(known, 1 + draw.poisson(numbers.employers.checks, len(keeps)), 0)
    return Record(checked.astype(np.int64), draw.binomial(checked, keeps).astype(np.int64))


def _wages(facts: Facts, numbers: Numbers, draw: np.random.Generator) -> Float64:
    """What a person hopes for: about what was told, else about what the wanted work usually pays, more with experience."""
    told = facts.wage * np.exp(draw.normal(0.0, numbers.people.wage_told, facts.people))
    low, high = facts.usual_wage.T
    years = np.where(np.isnan(facts.years), 3.0, facts.years)
    usual = (low + (high - low) * np.minimum(0.15 + 0.05 * years, 0.7)) * draw.uniform(
        numbers.people.wage_low, numbers.people.wage_high, facts.people
    )
    return np.maximum(np.where(np.isnan(facts.wage), usual, told), 300.0)


def _pay(facts: Facts, numbers: Numbers, draw: np.random.Generator) -> Float64:
    usual = facts.usual_pay * np.exp(draw.normal(0.0, numbers.employers.pay_spread, facts.postings))
    little = draw.uniform(numbers.postings.auxiliary_low, numbers.postings.auxiliary_high, facts.postings)
    return np.where(np.isnan(facts.pay), np.where(facts.auxiliary, little, usual), facts.pay)


def _borrowed(told: Float64, draw: np.random.Generator) -> Float64:
    """Missing values from somebody who told theirs; zeros where nobody did."""
    pool = told[~np.isnan(told)]
    donors = draw.choice(pool if len(pool) else np.zeros(1), len(told))
    return np.where(np.isnan(told), donors, told)


def _levels(
    facts: Facts, numbers: Numbers, origins: Origins | None, draw: np.random.Generator, wrong: np.random.Generator
) -> Float32:
    """True abilities: the whole level with a spread about it, for nobody is exactly a step of a scale."""
    fine = draw.normal(0.0, numbers.people.level_error, facts.levels.shape)
    whole = origins.levels if origins is not None else _guessed_levels(facts, wrong)
    return np.clip(whole + fine, 0.0, 4.0).astype(np.float32)


def _guessed_levels(facts: Facts, draw: np.random.Generator) -> Float64:
    missing = np.isnan(facts.levels)
    off = draw.random(facts.levels.shape) < facts.level_errors[:, None]
    step = np.where(draw.random(facts.levels.shape) < 0.5, -1.0, 1.0)
    told = np.clip(np.where(off, facts.levels + step, facts.levels), 0.0, 4.0)
    donors = np.full_like(told, 3.0)
    for category in np.unique(facts.category):
        mine = np.flatnonzero(facts.category == category)
        for column in range(len(DIMENSIONS)):
            lacking = mine[missing[mine, column]]
            pool = facts.levels[mine, column][~missing[mine, column]]
            if len(lacking) and len(pool):
                donors[lacking, column] = draw.choice(pool, len(lacking))
    return np.where(missing, donors, told)


def _demands(facts: Facts, draw: np.random.Generator) -> Float64:
    """As the generator writes them: mostly the usual demand, sometimes a level beside it; the way in as at like workplaces."""
    shape = facts.usual_demands.shape
    step = np.where(draw.random(shape) < 0.85, 0.0, draw.choice([-1.0, -1.0, 1.0], shape))
    usual = np.where(facts.usual_demands > 0, np.clip(facts.usual_demands + step, 0.0, 4.0), np.maximum(step, 0.0))
    light = facts.auxiliary[:, None] & np.isin(np.arange(shape[1]), _LIGHT)
    usual = np.where(light, np.minimum(usual, 2.0), usual)
    told = facts.told_demands[:, _STAIRS]
    for setting in np.unique(facts.setting):
        mine = facts.setting == setting
        pool = told[mine & ~np.isnan(told)]
        if len(pool):
            usual[mine, _STAIRS] = draw.choice(pool, int(mine.sum()))
    return np.where(np.isnan(facts.told_demands), usual, facts.told_demands)
