"""Statutory retirement by the dated formula, from birth month, sex and track."""

from datetime import date
from math import ceil
from typing import Final, Literal, NamedTuple

from matching.constraints.finding import RuleFinding
from matching.constraints.person import PersonSide
from matching.constraints.rule import Rule
from matching.constraints.terms import TermsSide
from matching.constraints.voice import voice
from matching.knowledge.catalogue import Text
from matching.policy import Policy, month_shifted

Track = Literal["men", "w50", "w55"]

_TRACKS: Final[dict[Track, Text]] = {
    "men": Text(zh="男职工", en="men"),
    "w50": Text(zh="50 岁起", en="from 50"),
    "w55": Text(zh="55 岁起", en="from 55"),
}
_VOICE: Final = voice(
    "retirement",
    reasons={"reached": "month", "other_contract": "month", "no_contract_said": "month", "which": "months"},
    questions={"agreement": "", "contract": "", "track": "", "sex": ""},
)


def retirement_month(birth: date, track: Track, policy: Policy) -> date:
    """The first day of the month in which somebody born in that month retires, as the law of the policy's day has it.

    1. Birth month plus the base age. 2. With i the number of the birth month counted from the first one that is delayed (that
    month is 1), ceil(i / births a step) months more, at most the cap. Before the delay was in force there is no step.
    """
    base = month_shifted(birth.replace(day=1), int(policy.number(f"retirement.{track}.base_age")) * 12)
    first = policy.find(f"retirement.{track}.first_month")
    if first is None or not isinstance(first.value, date):
        return base
    place = (birth.year - first.value.year) * 12 + birth.month - first.value.month + 1
    delay = ceil(place / policy.number(f"retirement.{track}.births_a_step"))
    return month_shifted(base, min(max(delay, 0), int(policy.number(f"retirement.{track}.most_months"))))


class _Worker(NamedTuple):
    """Birth by its month: the day plays no part in the formula."""

    month: date | None
    sex: Literal["male", "female"] | None
    track: Literal["w50", "w55"] | None


def _read_worker(person: PersonSide) -> _Worker:
    return _Worker(None if person.birth is None else person.birth.replace(day=1), person.sex, person.retirement_track)


def _tracks(person: _Worker) -> tuple[Track, ...]:
    """The rules that may hold; more than one where nobody said which."""
    if person.sex == "male":
        return ("men",)
    if person.track is not None:
        return (person.track,)
    return ("w50", "w55") if person.sex == "female" else ("men", "w50", "w55")


def _find(person: _Worker, contract: str | None, policy: Policy) -> RuleFinding | None:
    """Who reached it under every rule that may hold signs no labour contract; where the rules disagree, a person asks.

    An unknown birth date is asked by `work_age` alone. What is no labour contract is never blocked.
    """
    if person.month is None:
        return None
    months = {track: retirement_month(person.month, track, policy) for track in _tracks(person)}
    reached = [month <= policy.date for month in months.values()]
    if not any(reached):
        return None
    if not all(reached):
        if _VOICE.row.unknown == "allow":
            return None
        return _VOICE.review(policy, "which", "sex" if person.sex is None else "track", {"months": _told(months)})
    told = {"month": f"{max(months.values()):%Y-%m}"}
    if contract == "labour":
        return _VOICE.blocked(policy, "reached", told)
    if contract is None:
        return _VOICE.review(policy, "no_contract_said", "contract", told)
    return _VOICE.review(policy, "other_contract", "agreement", told)


def _told(months: dict[Track, date]) -> Text:
    zh = "；".join(f"{_TRACKS[track].zh} {month:%Y-%m}" for track, month in months.items())
    en = "; ".join(f"{_TRACKS[track].en} {month:%Y-%m}" for track, month in months.items())
    return Text(zh=zh, en=en)


def _alike(person: _Worker, policy: Policy) -> tuple[bool, bool, bool]:
    """(reached under some rule, under every rule, sex not known): all that the standing and the question depend on."""
    if person.month is None:
        return False, False, False
    reached = [retirement_month(person.month, track, policy) <= policy.date for track in _tracks(person)]
    return any(reached), all(reached), person.sex is None and any(reached) and not all(reached)


def _read_contract(terms: TermsSide) -> str | None:
    return terms.contract


RETIREMENT: Final = Rule(name="retirement", reads_person=_read_worker, reads_terms=_read_contract, find=_find, alike_people=_alike)
