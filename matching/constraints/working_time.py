"""Hours a day and night work: what the posting takes and what the person can give."""

from typing import Final, NamedTuple

from matching.constraints.finding import RuleFinding
from matching.constraints.person import PersonSide
from matching.constraints.rule import Rule
from matching.constraints.terms import Asked, Chance, TermsSide
from matching.constraints.voice import voice
from matching.policy import Policy
from matching.records import Refusal

_SHORTER: Final = ("part_time", "flexible_hours")
_DAY_SHIFT: Final = "fixed_day_shift"

_HOURS: Final = voice(
    "hours",
    reasons={"long": "hours limit", "closed": "hours limit", "unknown": "limit"},
    questions={"unknown": "limit"},
    until={"part_time": "hours limit", "flexible_hours": "hours limit", "wish": "hours limit"},
    values=("steps",),
)
_NIGHT: Final = voice(
    "night_work",
    reasons={"night": "", "closed": "", "unsure": "", "cover": ""},
    questions={"shifts": "", "cover": ""},
    until={"arrange": "", "wish": ""},
    values=("least", "shift"),
)


class _Able(NamedTuple):
    hours_max: float | None
    refused: tuple[bool, ...]


class _Taken(NamedTuple):
    hours: float | None
    arranged: tuple[Chance, ...]


def _read_hours(terms: TermsSide) -> _Taken:
    """Hours as stated, else those of the level that the employer states."""
    hours = terms.hours_per_day
    asked = terms.asked("hours_per_day")
    if hours is None and asked.firm and asked.level is not None:
        hours = 0.0 if asked.level == 0 else _HOURS.row.values.steps[asked.level - 1]
    return _Taken(hours, tuple(map(terms.arrangement, _SHORTER)))


def _find_hours(person: _Able, terms: _Taken, policy: Policy) -> RuleFinding | None:
    """Who can work a standard day needs no answer; otherwise hours that nobody stated are asked for."""
    most = person.hours_max
    if most is None:
        return None
    told = {"limit": f"{most:g}"}
    if terms.hours is None:
        if most >= policy.number("hours.standard_per_day") or _HOURS.row.unknown == "allow":
            return None
        return _HOURS.review(policy, "unknown", "unknown", told)
    if terms.hours <= most:
        return None
    told["hours"] = f"{terms.hours:g}"
    closing = [name for name in _SHORTER if _shortened(name, terms.hours, policy) <= most]
    chances = {
        name: arranged.unless(refused)
        for name, refused, arranged in zip(_SHORTER, person.refused, terms.arranged, strict=True)
        if name in closing
    }
    ways = tuple((name,) for name, found in chances.items() if found is Chance.AVAILABLE)
    if ways:
        return _HOURS.met_with(policy, "closed", ways, told)
    would = tuple((name,) for name, found in chances.items() if found is not Chance.NO)
    return _HOURS.blocked(policy, "long", told, until=would[0][0] if would else "wish", would=would)


def _shortened(name: str, hours: float, policy: Policy) -> float:
    """The hours a day that the arrangement makes of `hours`: those of part-time work, or one step less."""
    if name == "part_time":
        return min(hours, policy.number("hours.part_time_per_day"))
    below = [step for step in _HOURS.row.values.steps if step < hours]
    return below[-1] if below else hours


def _read_able(person: PersonSide) -> _Able:
    return _Able(person.hours_max, tuple(name in person.refuses for name in _SHORTER))


HOURS: Final = Rule("hours", _read_able, _read_hours, _find_hours)


def night_asked(terms: TermsSide) -> Asked:
    """The level of night work: the higher of stated shift and stated demand; an inferred demand where no shift is stated."""
    asked = terms.asked("night_shift")
    if terms.shift is None:
        return asked
    level = _NIGHT.row.values.shift[terms.shift]
    return Asked(max(level, asked.level) if asked.level is not None and asked.firm else level)


class _Sleeper(NamedTuple):
    refuses: bool
    refuses_day_shift: bool


class _Shifts(NamedTuple):
    night: Asked
    day_shift: Chance


def _read_sleeper(person: PersonSide) -> _Sleeper:
    return _Sleeper(Refusal.NIGHT in person.conditions, _DAY_SHIFT in person.refuses)


def _read_shifts(terms: TermsSide) -> _Shifts:
    return _Shifts(night_asked(terms), terms.arrangement(_DAY_SHIFT))


def _find_night(person: _Sleeper, terms: _Shifts, policy: Policy) -> RuleFinding | None:
    level, firm = terms.night.level, terms.night.firm
    if not person.refuses or (level is not None and level < _NIGHT.row.values.least):
        return None
    if level is None or not firm:
        return None if _NIGHT.row.unknown == "allow" else _NIGHT.review(policy, "unsure", "shifts")
    found = terms.day_shift.unless(person.refuses_day_shift)
    if found is Chance.AVAILABLE:
        return _NIGHT.met_with(policy, "closed", ((_DAY_SHIFT,),))
    if found is Chance.UNSURE:
        return _NIGHT.review(policy, "cover", "cover")
    could = found is Chance.COULD
    return _NIGHT.blocked(policy, "night", until="arrange" if could else "wish", would=((_DAY_SHIFT,),) if could else ())


def _alike_sleepers(person: _Sleeper, policy: Policy) -> _Sleeper | None:
    return person if person.refuses else None


NIGHT_WORK: Final = Rule("night_work", _read_sleeper, _read_shifts, _find_night, alike_people=_alike_sleepers)
