"""What moves a pair, measured from records and hidden traits; how much each counts is the families' business."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from data.synthetic.draws import Float64, Int64
from data.synthetic.truth.facts import Bool, Facts
from data.synthetic.truth.hidden import Hidden
from data.synthetic.truth.numbers import FunctionNumbers, Numbers

_CHUNK: Final = 8_192


@dataclass(frozen=True, eq=False, repr=False)
class Plain:
    """(n,) forces that only records move; equal in every redraw of the hidden traits."""

    wish: Float64
    work: Float64
    cover: Float64
    hours: Float64
    night: Float64
    kind: Float64
    home: Float64
    away: Float64
    way: Float64


@dataclass(frozen=True, eq=False, repr=False)
class Forces:
    """(n,) float64 each.

    wish, work: likeness 0..1 with what is wanted and was done; cover: share of the skills asked; pay: ln(pay / wish); late:
    minutes / limit; hours: hours a day beyond the limit; night, kind, home, away: 0 or 1; taste, safe, caution: points; growth:
    0..1; over: levels; seasoned: ln(1 + years in like work); short_years; school: levels short times strictness; load: what is not
    met at the interview, kept and broken: at work with the promises kept and broken; promised: arrangements needed and promised.
    """

    wish: Float64
    work: Float64
    cover: Float64
    pay: Float64
    late: Float64
    hours: Float64
    night: Float64
    kind: Float64
    home: Float64
    away: Float64
    taste: Float64
    safe: Float64
    caution: Float64
    growth: Float64
    over: Float64
    seasoned: Float64
    short_years: Float64
    school: Float64
    skill: Float64
    reliable: Float64
    open: Float64
    effort: Float64
    unlike: Float64
    places: Float64
    load: Float64
    kept: Float64
    broken: Float64
    promised: Float64
    keeps: Float64


def plain_forces(facts: Facts, numbers: Numbers, people: Int64, posts: Int64) -> Plain:
    occupation = facts.occupation[posts]
    beyond = facts.hours[posts] - facts.hours_limit[people]
    remote, wish = facts.remote[posts], facts.remote_wish[people]
    bed = facts.bed[posts] & ~facts.no_bed[people] & ~remote
    return Plain(
        wish=facts.wish[people, occupation],
        work=facts.work[people, occupation],
        cover=_cover(facts, people, posts),
        hours=np.where(np.isnan(beyond), 0.0, np.maximum(beyond, 0.0)),
        night=facts.night[posts].astype(np.float64),
        kind=facts.kinds_wished[people, facts.kind[posts]].astype(np.float64),
        home=((wish == 3) & ~remote).astype(np.float64),
        away=((wish == 1) & remote).astype(np.float64),
        way=np.where(bed, np.minimum(facts.way[posts], numbers.city.dormitory), facts.way[posts]),
    )


def measure(facts: Facts, hidden: Hidden, numbers: Numbers, plain: Plain, people: Int64, posts: Int64) -> Forces:
    """All forces of n pairs; `people` and `posts` are rows."""
    employer = facts.employer[posts]
    years, education = hidden.years[people], hidden.education[people]
    like_years = years * plain.work
    minutes = (hidden.minutes[facts.home[people], facts.area[posts]] + hidden.walk[people]) * plain.way
    schooling = np.maximum(education - facts.usual_education[posts] - 1.0, 0.0)
    loads, promised = _loads(facts, hidden, numbers.function, people, posts)
    return Forces(
        wish=plain.wish,
        work=plain.work,
        cover=plain.cover,
        pay=np.log(hidden.pay[posts] / hidden.wage[people]),
        late=minutes / hidden.patience[people],
        hours=plain.hours,
        night=plain.night,
        kind=plain.kind,
        home=plain.home,
        away=plain.away,
        taste=np.einsum("ij,ij->i", hidden.taste[people], hidden.topics[posts]),
        safe=facts.safety[posts] * hidden.caution[people],
        caution=hidden.caution[people] - 1.0,
        growth=facts.trains[posts].astype(np.float64) * np.exp(-years / numbers.growth_years),
        over=schooling + np.maximum(like_years - 10.0, 0.0) / 10.0,
        seasoned=np.log1p(like_years),
        short_years=np.maximum(facts.asked_years[posts] - years * np.sqrt(plain.work), 0.0),
        school=np.maximum(facts.asked_education[posts] - education, 0.0) * facts.strictness[posts],
        skill=hidden.skill[people],
        reliable=hidden.reliability[people],
        open=hidden.openness[employer],
        effort=facts.effort[employer],
        unlike=(facts.category[people] == hidden.refuses[employer]).astype(np.float64),
        places=facts.places[posts],
        load=loads[0],
        kept=loads[1],
        broken=loads[2],
        promised=promised,
        keeps=hidden.keeps[employer],
    )


def _cover(facts: Facts, people: Int64, posts: Int64) -> Float64:
    """Share of the skills asked; half where none is asked."""
    asked = facts.skills_asked.sum(axis=1)[posts]
    held = np.zeros(len(people))
    for start in range(0, len(people), _CHUNK):
        rows = slice(start, start + _CHUNK)
        held[rows] = (facts.skills[people[rows]] & facts.skills_asked[posts[rows]]).sum(axis=1)
    return np.where(asked > 0, held / np.maximum(asked, 1), 0.5)


def _loads(
    facts: Facts, hidden: Hidden, function: FunctionNumbers, people: Int64, posts: Int64
) -> tuple[tuple[Float64, Float64, Float64], Float64]:
    """Weighted gaps beyond the slack, to a power, summed over the dimensions, in three states of the promises."""
    states = np.zeros((3, len(people)))
    promised = np.zeros(len(people))
    for start in range(0, len(people), _CHUNK):
        rows = slice(start, start + _CHUNK)
        who, what = people[rows], posts[rows]
        size = len(who)
        gap = hidden.demands[what] - hidden.levels[who] - np.float32(function.slack)
        pair, column = np.nonzero(gap > 0)
        who, what, gap = who[pair], what[pair], gap[pair, column]
        own, weight = facts.own[who, column], facts.weights[what, column]
        for state, aid in enumerate((facts.trusted, facts.full, facts.ready)):
            left = np.maximum(gap - np.maximum(own, aid[what, column]), 0.0) ** function.power * weight
            states[state, rows] = np.bincount(pair, weights=left, minlength=size)
        open_now: Bool = (gap > np.maximum(own, facts.ready[what, column])) & facts.promised[what, column]
        needed = np.bincount(pair, weights=open_now, minlength=size)
        promised[rows] = np.minimum(needed, facts.promises[posts[rows]])
    return (states[0], states[1], states[2]), promised
