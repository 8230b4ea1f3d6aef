"""The wage floor: a posting that pays less than the law allows goes back for repair before anybody is matched with it."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Literal

from matching.constraints.finding import Addressee
from matching.constraints.rows import CONDITIONS, Conditions
from matching.constraints.terms import TermsSide, terms_side
from matching.constraints.voice import voice
from matching.geography import DISTRICTS, ZONES, area_of
from matching.knowledge.catalogue import Text
from matching.policy import Policy, WageFloor
from matching.records import WUHAN, Pay, PayUnit, Posting, PostingKind

Contract = Literal["labour", "gig", "agreement", "internship"]
_FIGURES: Final = "pay place floor since"
_VOICE: Final = voice(
    "wage_floor",
    reasons={"below": _FIGURES, "bottom": _FIGURES, "part_time": _FIGURES, "no_contract": _FIGURES},
    questions={"repair": "floor", "repair_hours": "", "bottom": "", "part_time": "floor", "contract": ""},
)
_CITY: Final = Text(zh="本市", en="the city")


@dataclass(frozen=True, slots=True)
class PostingFault:
    """What is wrong with a posting itself. `reject`: it takes no part in a match until repaired; `ask`: it does, with a question.

    `rule` is the name of a row of rules.yaml; `to_confirm`: it rests on a row that nobody has confirmed yet (mark K or P).
    """

    rule: str
    severity: Literal["reject", "ask"]
    reason: Text
    question: Text
    addressee: Addressee
    to_confirm: bool


@dataclass(frozen=True, slots=True)
class _Compared:
    """A stated range (None: an end that was not stated) beside the floor, both for the time that `unit` names, to the fen.

    `paid` is the unit in which the range is shown. `part_time_only`: the floor holds only if the work turns out to be part time.
    """

    low: float | None
    high: float | None
    floor: float
    unit: Text
    paid: Text
    part_time_only: bool = False


def posting_faults(terms: TermsSide, policy: Policy) -> tuple[PostingFault, ...]:
    """What keeps a posting out or must be asked, on the policy's day; empty where nothing is wrong or nothing can be said.

    1. The kind says whether the floor holds. 2. The floor is that of the district; of a zone the lowest of its districts, of a
    place that names none the lowest of the city (a posting that names no place is taken as one of the city). 3. Part-time work
    (非全日制) is compared by the hour; all other by the month, in proportion where the day is shorter than a standard one. Pay by
    the hour without stated hours may be either: below both floors it rejects, below that of part time alone it is asked. 4. Only a
    stated upper end below the floor rejects; a lower end below it is asked. Pay by the piece is not compared.
    """
    row = CONDITIONS[terms.kind] if terms.kind is not None else None
    floor = _floor(terms, policy)
    if floor is None or not _holds(row, terms):
        return ()
    compared = _compare(terms, floor, policy)
    if compared is None:
        return ()
    below = compared.high is not None and compared.high < compared.floor
    if not below and (compared.low is None or compared.low >= compared.floor):
        return ()
    without_contract = terms.contract not in (None, "labour")
    perhaps = below and compared.part_time_only
    key = "no_contract" if without_contract else "part_time" if perhaps else "below" if below else "bottom"
    if key == "no_contract":
        ask = _VOICE.row.questions["contract"]
    elif key == "below":
        ask = _VOICE.row.questions["repair" if terms.hours_per_day else "repair_hours"]
    else:
        ask = _VOICE.row.questions[key]
    shown = compared.high if below else compared.low
    least = _money(compared.floor, compared.unit)
    reason = _VOICE.row.reasons[key].format(
        pay=_money(shown or 0.0, compared.paid),
        place=_place(terms.area),
        floor=least,
        since=floor.since,
        source=floor.source,
    )
    severity: Literal["reject", "ask"] = "reject" if key == "below" else "ask"
    doubt = _VOICE.doubt(policy, floor.to_confirm, row is not None and row.to_confirm)
    return (PostingFault(_VOICE.row.name, severity, reason, ask.text.format(floor=least), ask.to, doubt),)


def faults_of(posting: Posting, policy: Policy) -> tuple[PostingFault, ...]:
    """`posting_faults` of a whole record: of many postings of one place and pay it is worked out once."""
    place, pay, hours = posting.place, posting.pay, posting.hours
    area = area_of(place)
    here = True if area is not None else None if place.city is None else place.city == WUHAN
    paid = (pay.minimum, pay.maximum, pay.unit)
    return _faults(posting.kind, posting.contract, area and area.key, here, paid, hours.per_day, hours.days_per_week, policy)


@lru_cache(maxsize=16_384)
def _faults(
    kind: PostingKind | None,
    contract: Contract | None,
    area: str | None,
    here: bool | None,
    paid: tuple[float | None, float | None, PayUnit | None],
    per_day: float | None,
    per_week: float | None,
    policy: Policy,
) -> tuple[PostingFault, ...]:
    pay = Pay(minimum=paid[0], maximum=paid[1], unit=paid[2])
    terms = TermsSide(kind=kind, contract=contract, area=area, here=here, pay=pay, hours_per_day=per_day, days_per_week=per_week)
    return posting_faults(terms, policy)


def pay_over_floor(posting: Posting, policy: Policy) -> float | None:
    """The middle of the stated pay over the minimum wage of its place, both by the month, or both by the hour for part-time work.

    Whether or not the floor binds the posting: it is the measure. None where the pay, or a floor for the place, is not known.
    """
    terms = terms_side(posting)
    floor = _floor(terms, policy)
    compared = None if floor is None else _compare(terms, floor, policy)
    ends = () if compared is None else tuple(end for end in (compared.low, compared.high) if end is not None)
    return sum(ends) / len(ends) / compared.floor if compared is not None and ends else None


def _holds(row: Conditions | None, terms: TermsSide) -> bool:
    if row is None or row.wage_floor == "always":
        return True
    return row.wage_floor == "labour_contract" and terms.contract == "labour"


def _floor(terms: TermsSide, policy: Policy) -> WageFloor | None:
    if terms.here is False:
        return None
    return policy.lowest_wage() if terms.area is None else policy.minimum_wage(terms.area)


def _compare(terms: TermsSide, floor: WageFloor, policy: Policy) -> _Compared | None:
    pay = terms.pay
    low, high = pay.minimum, pay.maximum
    if low is None:
        low = high
    hours = terms.hours_per_day
    if pay.unit is PayUnit.HOUR:
        return _compare_hour(low, high, terms, floor, policy)
    months = {PayUnit.MONTH: 1.0, PayUnit.YEAR: 1 / 12, PayUnit.DAY: policy.number("wage.days_per_month")}
    if pay.unit not in months:
        return None
    # Extra months (13薪) are no part of the wage that the floor is about.
    factor = months[pay.unit]
    if hours and _part_time(terms, hours, policy):
        week = policy.number("hours.standard_per_week") / policy.number("hours.standard_per_day")
        days = week if pay.unit is PayUnit.DAY or terms.days_per_week is None else terms.days_per_week
        factor /= hours * days * policy.number("wage.days_per_month") / week
        return _Compared(_times(low, factor), _times(high, factor), floor.hourly, _HOUR, _HOUR)
    share = 1.0 if hours is None else min(hours / policy.number("hours.standard_per_day"), 1.0)
    return _Compared(_times(low, factor), _times(high, factor), round(floor.monthly * share, 2), _MONTH, _MONTH)


def _compare_hour(low: float | None, high: float | None, terms: TermsSide, floor: WageFloor, policy: Policy) -> _Compared:
    """Pay by the hour. Hours beyond a standard day count for nothing: the floor is about the standard time."""
    standard, hours = policy.number("hours.standard_per_day"), terms.hours_per_day
    by_the_hour = _Compared(_times(low, 1), _times(high, 1), floor.hourly, _HOUR, _HOUR)
    if hours and _part_time(terms, hours, policy):
        return by_the_hour
    day = min(hours or standard, standard)
    factor = day * policy.number("wage.days_per_month")
    least = round(floor.monthly * day / standard, 2)
    by_the_month = _Compared(_times(low, factor), _times(high, factor), least, _MONTH, _CONVERTED)
    if hours or (by_the_month.high is not None and by_the_month.high < least):
        return by_the_month
    return replace(by_the_hour, part_time_only=True)


_HOUR: Final = Text(zh="元/小时", en="yuan an hour")
_MONTH: Final = Text(zh="元/月", en="yuan a month")
_CONVERTED: Final = Text(zh="元/月（时薪按标准工时折算）", en="yuan a month (hourly pay at standard hours)")


def _part_time(terms: TermsSide, hours: float, policy: Policy) -> bool:
    """非全日制: no more hours a day and a week than the law has it."""
    if hours > policy.number("hours.part_time_per_day"):
        return False
    return terms.days_per_week is None or hours * terms.days_per_week <= policy.number("hours.part_time_per_week")


def _times(amount: float | None, factor: float) -> float | None:
    return None if amount is None else round(amount * factor, 2)


def _money(amount: float, unit: Text) -> Text:
    return Text(zh="{amount} {unit}", en="{amount} {unit}").format(amount=f"{amount:,.2f}".rstrip("0").rstrip("."), unit=unit)


def _place(area: str | None) -> Text:
    row = DISTRICTS.get(area or "") or ZONES.get(area or "")
    return _CITY if row is None else row.text
