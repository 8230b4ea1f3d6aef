"""Government bodies and public institutions that must employ at least somebody, and the share in the federations themselves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final, Literal

from matching.knowledge.catalogue import Text
from matching.quota.rates import Rates
from matching.records import Employer, EmployerKind

Exemption = Literal["school", "kindergarten"]

_THRESHOLDS: Final[Mapping[EmployerKind, str]] = {
    EmployerKind.GOVERNMENT: "body.establishment.government",
    EmployerKind.PUBLIC_INSTITUTION: "body.establishment.public_institution",
}


class DutyState(StrEnum):
    """How a body stands. `open` alone asks for a placement; `unknown` asks for a figure."""

    EXEMPT = "exempt"
    BELOW = "below"
    UNKNOWN = "unknown"
    OPEN = "open"
    ONE = "one"
    SHARE = "share"


STATE_TEXTS: Final[Mapping[DutyState, Text]] = {
    DutyState.EXEMPT: Text(zh="中小学、幼儿园，不在此列", en="a school or kindergarten: exempt"),
    DutyState.BELOW: Text(zh="编制不到规定的数", en="establishment below the threshold"),
    DutyState.UNKNOWN: Text(zh="编制或在岗人数没有填报", en="establishment or people employed not reported"),
    DutyState.OPEN: Text(zh="应至少安排 {least} 人，尚未安排", en="at least {least} to employ, not done yet"),
    DutyState.ONE: Text(zh="已至少安排 {least} 人，未达到比例", en="at least {least} employed, share not reached"),
    DutyState.SHARE: Text(zh="已达到比例", en="share reached"),
}


@dataclass(frozen=True)
class Body:
    """One body with what it reported. `people`: persons with disabilities in post; `counted`: the same as the quota counts them
    (None: taken as `people`). A federation of disabled persons also reports its cadres."""

    employer: Employer
    people: int | None = None
    counted: float | None = None
    exempt: Exemption | None = None
    cadres: int | None = None
    cadres_with_disability: int | None = None

    def __post_init__(self) -> None:
        if self.cadres is not None and self.cadres_with_disability is not None and self.cadres_with_disability > self.cadres:
            raise ValueError(f"{self.employer.id}: more cadres with a disability than cadres; correct one of them")


@dataclass(frozen=True)
class Duty:
    """How one body stands, and why. `threshold` is the establishment from which the duty holds."""

    body: Body
    state: DutyState
    threshold: int
    text: Text
    to_confirm: bool


@dataclass(frozen=True)
class NoticeRow:
    """One line of the public notice (公示): what the body owes and whether it did, never how many people or who."""

    name: str
    code: str | None
    district: str | None
    kind: EmployerKind
    state: DutyState
    text: Text


def duties(bodies: Iterable[Body], rates: Rates) -> tuple[Duty, ...]:
    """How each government body and public institution stands, open ones first, then unknown ones, then by name.

    A body whose establishment reaches the threshold and whose share is not reached employs at least one person. Schools and
    kindergartens are exempt. Other employers are left out: they have the levy, not this duty.
    """
    found = [_duty(body, rates) for body in bodies if body.employer.kind in _THRESHOLDS]
    order = {state: place for place, state in enumerate((DutyState.OPEN, DutyState.UNKNOWN))}
    return tuple(sorted(found, key=lambda one: (order.get(one.state, 2), one.body.employer.name, one.body.employer.id)))


def _duty(body: Body, rates: Rates) -> Duty:
    threshold, least, ratio = (rates.fact(name) for name in (_THRESHOLDS[body.employer.kind], "body.people_least", "quota.ratio"))
    state = _state(body, int(threshold.number), int(least.number), rates.number("quota.ratio"))
    used = (threshold,) if state in (DutyState.EXEMPT, DutyState.BELOW) else (threshold, least, ratio)
    text = STATE_TEXTS[state].format(least=int(least.number))
    return Duty(body, state, int(threshold.number), text, any(row.to_confirm for row in used))


def _state(body: Body, threshold: int, least: int, ratio: Fraction) -> DutyState:
    if body.exempt is not None:
        return DutyState.EXEMPT
    establishment = body.employer.establishment
    if establishment is None:
        return DutyState.UNKNOWN
    if establishment < threshold:
        return DutyState.BELOW
    if body.people is None:
        return DutyState.UNKNOWN
    counted = Fraction(str(body.people if body.counted is None else body.counted))
    if counted >= establishment * ratio:
        return DutyState.SHARE
    return DutyState.ONE if body.people >= least else DutyState.OPEN


def notice_rows(found: Iterable[Duty]) -> tuple[NoticeRow, ...]:
    """The rows to publish, by district, then name: of those that have the duty and reported."""
    published = (DutyState.OPEN, DutyState.ONE, DutyState.SHARE)
    told = ((one.body.employer, one) for one in found if one.state in published)
    rows = [NoticeRow(who.name, who.code, who.district, who.kind, one.state, one.text) for who, one in told]
    return tuple(sorted(rows, key=lambda row: (row.district or "", row.name)))


@dataclass(frozen=True)
class FederationDuty:
    """The cadres of the federations that reported both figures, together, against the share that is asked. `open`: the ids of those
    below it; `unknown`: of those that did not report."""

    cadres: int
    with_disability: int
    share: Fraction
    open: tuple[str, ...]
    unknown: tuple[str, ...]
    to_confirm: bool


def federation_duty(bodies: Iterable[Body], rates: Rates) -> FederationDuty:
    """How the disabled persons' federations stand that are handed in: each against the share, and all together."""
    asked = rates.fact("federation.share")
    share = rates.number("federation.share")
    cadres = people = 0
    below, unknown = [], []
    for body in bodies:
        if body.cadres is None or body.cadres_with_disability is None:
            unknown.append(body.employer.id)
            continue
        cadres += body.cadres
        people += body.cadres_with_disability
        if body.cadres_with_disability < body.cadres * share:
            below.append(body.employer.id)
    return FederationDuty(cadres, people, share, tuple(sorted(below)), tuple(sorted(unknown)), asked.to_confirm)
