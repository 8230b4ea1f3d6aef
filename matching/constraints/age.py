"""Working age and the protection of minor workers, from the birth date and the posting's own demands."""

from datetime import date
from typing import Final, NamedTuple

from matching.constraints.finding import RuleFinding
from matching.constraints.rule import Rule
from matching.constraints.terms import Asked, Chance, TermsSide
from matching.constraints.voice import voice
from matching.constraints.working_time import night_asked
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Text
from matching.policy import Policy, month_shifted

_DAY_SHIFT: Final = "fixed_day_shift"
_LIMITED: Final = ("hazard_exposure", "dust_chemicals", "lifting")

_AGE: Final = voice(
    "work_age",
    reasons={"young": "least birthday", "unknown": ""},
    questions={"birth": ""},
    until={"wait": "birthday"},
)
_MINOR: Final = voice(
    "minor_protection",
    reasons={
        "above": "until demands",
        "day_shift": "until",
        "unsure": "until demands",
        "cover": "until",
    },
    questions={"level": "demands", "cover": ""},
    until={"grow": "until birthday"},
)


def birthday(birth: date, years: float) -> date:
    """The day on which a person becomes so many years old; 1 March for 29 February where there is none."""
    return month_shifted(birth, int(years) * 12)


def _find_age(birth: date | None, terms: None, policy: Policy) -> RuleFinding | None:
    fact = policy.fact("age.work_minimum")
    if birth is None:
        return _AGE.review(policy, "unknown", "birth") if _AGE.row.unknown == "review" else None
    day = birthday(birth, fact.number)
    if policy.date >= day:
        return None
    return _AGE.blocked(policy, "young", {"least": f"{fact.number:g}", "birthday": day, "source": fact.source}, until="wait")


def _young(birth: date | None, policy: Policy) -> bool | None:
    return None if birth is None else policy.date < birthday(birth, policy.number("age.work_minimum"))


WORK_AGE: Final = Rule(
    name="work_age",
    reads_person=lambda person: person.birth,
    reads_terms=lambda terms: None,
    find=_find_age,
    alike_people=_young,
)


class _Protected(NamedTuple):
    birth: date | None
    refuses_day_shift: bool


class _Dangers(NamedTuple):
    """What the law looks at: the limited demands in the order of `_LIMITED`, night work, and whether a day shift can be had."""

    limited: tuple[Asked, ...]
    night: Asked
    day_shift: Chance


def _read_dangers(terms: TermsSide) -> _Dangers:
    limited = tuple(terms.asked(name) for name in _LIMITED)
    return _Dangers(limited, night_asked(terms), terms.arrangement(_DAY_SHIFT))


def _minor(person: _Protected, policy: Policy) -> bool:
    """Whether the protection holds: old enough to work (else `work_age` blocks), and not yet of age."""
    if person.birth is None:
        return False
    least, until = policy.number("age.work_minimum"), policy.number("age.minor_until")
    return birthday(person.birth, least) <= policy.date < birthday(person.birth, until)


def _find_minor(person: _Protected, terms: _Dangers, policy: Policy) -> RuleFinding | None:
    """The employer must have stated every demand that the law limits: an inferred one protects nobody and is asked."""
    if person.birth is None or not _minor(person, policy):
        return None
    until = policy.number("age.minor_until")
    told = {"until": f"{until:g}"}
    above = [name for name, asked in zip(_LIMITED, terms.limited, strict=True) if _above(name, asked, policy)]
    unsure = [name for name, asked in zip(_LIMITED, terms.limited, strict=True) if asked.level is None or not asked.firm]
    by_day = terms.day_shift.unless(person.refuses_day_shift)
    at_night = _above("night_shift", terms.night, policy)
    if at_night and by_day not in (Chance.AVAILABLE, Chance.UNSURE):
        above.append("night_shift")
    if terms.night.level is None or not terms.night.firm:
        unsure.append("night_shift")
    if above:
        day = birthday(person.birth, until)
        would = ((_DAY_SHIFT,),) if above == ["night_shift"] and by_day is Chance.COULD else ()
        return _MINOR.blocked(policy, "above", {**told, "demands": _names(above), "birthday": day}, until="grow", would=would)
    if unsure:
        if _MINOR.row.unknown == "allow":
            return None
        return _MINOR.review(policy, "unsure", "level", {**told, "demands": _names(unsure)})
    if at_night and by_day is Chance.UNSURE:
        return _MINOR.review(policy, "cover", "cover", told)
    if at_night:
        return _MINOR.met_with(policy, "day_shift", ((_DAY_SHIFT,),), told)
    return None


def _above(name: str, asked: Asked, policy: Policy) -> bool:
    return asked.level is not None and asked.firm and asked.level > policy.number(f"minor.most.{name}")


def _names(dimensions: list[str]) -> Text:
    rows = [CATALOGUE.dimension(name).text for name in dimensions]
    return Text(zh="、".join(row.zh for row in rows), en=", ".join(row.en for row in rows))


def _alike_minors(person: _Protected, policy: Policy) -> _Protected | None:
    return person._replace(birth=date.min) if _minor(person, policy) else None


MINOR_PROTECTION: Final = Rule(
    name="minor_protection",
    reads_person=lambda person: _Protected(person.birth, _DAY_SHIFT in person.refuses),
    reads_terms=_read_dangers,
    find=_find_minor,
    alike_people=_alike_minors,
)
