"""Every indicator counted from the books of a period."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import Final

from matching.indicators import INDICATORS, Indicator, indicator
from matching.ledger.books import Books
from matching.ledger.figure import Figure, Part, parts_of
from matching.ledger.four_ones import FourOnes, four_ones
from matching.ledger.graduates import GraduateLine, graduate_lines
from matching.ledger.members import Member
from matching.ledger.period import Period
from matching.ledger.placements import Placement
from matching.ledger.retention import Months, retention
from matching.ledger.tallies import TallyKind
from matching.quota import DutyState, Rates, duties, federation_duty
from matching.records import EventKind, ServiceKind, Training


@dataclass(frozen=True)
class Counting:
    """The books with what several figures need. Records count up to `until`, the earlier of the period's end and the day of the
    report."""

    books: Books
    period: Period
    as_of: date
    rates: Rates

    @cached_property
    def until(self) -> date:
        return min(self.period.until, self.as_of)

    def counts(self, day: date | None) -> bool:
        return self.period.holds(day) and day is not None and day <= self.as_of

    @cached_property
    def members(self) -> Mapping[str, Member]:
        return {one.candidate: one for one in self.books.members}

    @cached_property
    def placed(self) -> tuple[Placement, ...]:
        return tuple(one for one in self.books.placements if self.counts(one.on))

    @cached_property
    def trained(self) -> tuple[Training, ...]:
        return tuple(one for one in self._completed if self.counts(one.on))

    @cached_property
    def _completed(self) -> tuple[Training, ...]:
        return tuple(one for one in self.books.trainings if one.state == "completed")

    @cached_property
    def trained_undated(self) -> int:
        return sum(one.on is None for one in self._completed)

    @cached_property
    def four(self) -> tuple[FourOnes, ...]:
        return four_ones(self.books.members, self.books.services, self.until)

    @cached_property
    def graduates(self) -> tuple[GraduateLine, ...]:
        entries = {one.candidate: one for one in self.books.graduates}
        return graduate_lines(self.books.members, entries, self.books.services, self.books.placements, self.until)

    @cached_property
    def graduates_unknown(self) -> int:
        """People with a school on record and no day, who have no line."""
        listed = {one.candidate for one in self.graduates}
        return sum(one.graduate is None and one.candidate not in listed for one in self.books.members)


def figures(books: Books, period: Period, as_of: date, rates: Rates) -> dict[str, Figure]:
    """Every indicator, by name, in the order of indicators.yaml: exact numbers, for those who may see them.

    `as_of` is the day of the report: nothing later counts. `rates` are the figures of the quota on that day.
    """
    counting = Counting(books, period, as_of, rates)
    return {name: _COUNTS[name](counting) for name in INDICATORS}


def figure_of(name: str, books: Books, period: Period, as_of: date, rates: Rates) -> Figure:
    """One indicator. Raises KnowledgeError for a name that indicators.yaml does not have."""
    return _COUNTS[indicator(name).name](Counting(books, period, as_of, rates))


def _employment(row: Indicator, one: Counting) -> Figure:
    placed = [p for p in one.placed if not row.kinds or p.kind in row.kinds]
    undated = sum(p.on is None and (not row.kinds or p.kind in row.kinds) for p in one.books.placements)
    parts = (
        *parts_of("kind", ((None if p.kind is None else p.kind.value, 1) for p in placed)),
        *parts_of("district", ((p.district, 1) for p in placed)),
        *parts_of("month", (((f"{p.on:%Y-%m}"), 1) for p in placed)),
    )
    return Figure(row, len(placed), unknown=undated, parts=parts)


def _people_placed(one: Counting) -> Figure:
    first: dict[str, Placement] = {}
    for p in one.placed:
        first.setdefault(p.candidate, p)
    dated = {p.candidate for p in one.books.placements if p.on is not None}
    undated = {p.candidate for p in one.books.placements if p.on is None} - dated
    parts = parts_of("district", ((p.district, 1) for p in first.values()))
    return Figure(indicator("employment.people"), len(first), unknown=len(undated), parts=parts)


def _graduates_placed(one: Counting) -> Figure:
    people = {p.candidate for p in one.placed}
    listed = {line.candidate for line in one.graduates}
    known = {name: one.members.get(name) for name in people}
    placed = {name for name, member in known.items() if name in listed or (member is not None and member.graduate)}
    unknown = {name for name, member in known.items() if member is None or member.graduate is None} - placed
    return Figure(indicator("employment.graduates"), len(placed), unknown=len(unknown))


def _trainings(one: Counting) -> Figure:
    months = parts_of("month", ((None if t.on is None else f"{t.on:%Y-%m}", 1) for t in one.trained))
    return Figure(indicator("training.times"), len(one.trained), unknown=one.trained_undated, parts=months)


def _people_trained(one: Counting) -> Figure:
    people = {t.candidate for t in one.trained}
    undated = {t.candidate for t in one._completed if t.on is None} - {t.candidate for t in one._completed if t.on is not None}
    return Figure(indicator("training.people"), len(people), unknown=len(undated))


def _offered(one: Counting) -> Figure:
    """Places of the postings that took part in an event of the period, each posting once, at however many events it was.

    Not known are postings without a headcount, and events of which nobody said which postings were there.
    """
    held = [offer for offer in one.books.offers if one.counts(offer.on)]
    there = {posting for offer in held for posting in offer.postings}
    told = [p for p in one.books.postings if p.id in there]
    jobs = [(None if p.kind is None else p.kind.value, p.headcount) for p in told if p.headcount is not None]
    near = {event.id for event in one.books.events}
    untold = sum(not offer.postings and offer.event in near for offer in held)
    unknown = sum(p.headcount is None for p in told) + untold
    parts = parts_of("kind", jobs)
    return Figure(indicator("posts.offered"), sum(number for _, number in jobs), unknown=unknown, parts=parts, unknown_reports=True)


def _bodies(one: Counting) -> Figure:
    states = [duty.state for duty in duties(one.books.bodies, one.rates)]
    met = sum(state in (DutyState.ONE, DutyState.SHARE) for state in states)
    return Figure(indicator("bodies.met"), met, met + states.count(DutyState.OPEN), states.count(DutyState.UNKNOWN))


def _federations(one: Counting) -> Figure:
    found = federation_duty(one.books.federations, one.rates)
    return Figure(indicator("federation.cadres"), found.with_disability, found.cadres, len(found.unknown), unknown_reports=True)


def _events(name: str, kinds: Iterable[EventKind], one: Counting) -> Figure:
    wanted = [event for event in one.books.events if event.kind in kinds and event.id not in one.books.cancelled]
    held = [event for event in wanted if one.counts(event.on)]
    parts = parts_of("kind", ((event.kind.value, 1) for event in held))
    return Figure(indicator(name), len(held), unknown=sum(event.on is None for event in wanted), parts=parts)


def _households(one: Counting) -> Figure:
    """Households of which a member began work up to the end of the period. An undated placement leaves its household open."""
    homes: dict[str, set[str]] = {}
    for member in one.books.members:
        if member.household is not None:
            homes.setdefault(member.household, set()).add(member.candidate)
    placed = {p.candidate for p in one.books.placements if p.on is not None and p.on <= one.until}
    undated = {p.candidate for p in one.books.placements if p.on is None}
    reached = sum(bool(people & placed) for people in homes.values())
    unknown = sum(not people & placed and bool(people & undated) for people in homes.values())
    return Figure(indicator("households.reached"), reached, len(homes) - unknown, unknown)


def _graduates_ledger(one: Counting) -> Figure:
    complete = sum(line.complete for line in one.graduates)
    parts = parts_of("standing", ((name, 1) for line in one.graduates for name in line.missing if name != "service"))
    return Figure(indicator("graduates.ledger"), complete, len(one.graduates), one.graduates_unknown, parts)


def _graduates_service(one: Counting) -> Figure:
    served = sum(line.served for line in one.graduates)
    standing = ("served" if line.served else "refused" if line.refused else "missing" for line in one.graduates)
    parts = parts_of("standing", ((name, 1) for name in standing))
    return Figure(indicator("graduates.service"), served, len(one.graduates), one.graduates_unknown, parts)


def _four(name: str, kind: ServiceKind, one: Counting) -> Figure:
    owed = [state for state in one.four if state.owed[kind]]
    unknown = sum(state.owed[kind] is None for state in one.four)
    return Figure(indicator(name), sum(kind in state.first for state in owed), len(owed), unknown)


def _places(one: Counting) -> Figure:
    return Figure(indicator("sheltered.places"), sum(workshop.places for workshop in one.books.workshops))


def _occupied(one: Counting) -> Figure:
    told = [(workshop.taken, workshop.places) for workshop in one.books.workshops if workshop.taken is not None]
    unknown = len(one.books.workshops) - len(told)
    return Figure(
        indicator("sheltered.occupied"),
        sum(taken for taken, _ in told),
        sum(places for _, places in told),
        unknown,
        unknown_reports=True,
    )


def _dispatched(one: Counting) -> Figure:
    return Figure(indicator("sheltered.days"), sum(row.days for row in one.books.dispatches if one.counts(row.on)))


def _tally(kind: TallyKind, one: Counting) -> Figure:
    """Things are counted once each, by their id."""
    days = {row.id: row.on for row in one.books.tallies if row.kind is kind}
    return Figure(
        indicator(kind.value), sum(one.counts(day) for day in days.values()), unknown=sum(d is None for d in days.values())
    )


def _retained(name: str, months: Months, one: Counting) -> Figure:
    """Of those placed in the period whose day has come and of whom somebody knows; how all of them stand is in the parts."""
    found = retention(one.placed, one.books.outcomes, months, one.as_of)
    standing = {"retained": found.retained, "left": found.left, "unknown": found.unknown, "waiting": found.waiting}
    parts = tuple(Part("standing", key, number) for key, number in standing.items())
    return Figure(indicator(name), found.retained, found.retained + found.left, found.unknown, parts)


_COUNTS: Final[Mapping[str, Callable[[Counting], Figure]]] = {
    **{row.name: partial(_employment, row) for row in INDICATORS.values() if row.kinds or row.name == "employment.times"},
    **{kind.value: partial(_tally, kind) for kind in TallyKind},
    "training.times": _trainings,
    "training.people": _people_trained,
    "employment.people": _people_placed,
    "employment.graduates": _graduates_placed,
    "posts.offered": _offered,
    "bodies.met": _bodies,
    "federation.cadres": _federations,
    "events.held": partial(_events, "events.held", tuple(EventKind)),
    "events.targeted": partial(_events, "events.targeted", (EventKind.TARGETED_FAIR,)),
    "households.reached": _households,
    "graduates.ledger": _graduates_ledger,
    "graduates.service": _graduates_service,
    "four.verification": partial(_four, "four.verification", ServiceKind.VERIFICATION),
    "four.assessment": partial(_four, "four.assessment", ServiceKind.ASSESSMENT),
    "four.needs": partial(_four, "four.needs", ServiceKind.NEEDS),
    "four.employment": partial(_four, "four.employment", ServiceKind.EMPLOYMENT),
    "sheltered.places": _places,
    "sheltered.occupied": _occupied,
    "sheltered.days": _dispatched,
    "retention.three": partial(_retained, "retention.three", 3),
    "retention.six": partial(_retained, "retention.six", 6),
}
COUNTED: Final = frozenset(_COUNTS)
"""The names of all indicators that are counted. A test compares them with indicators.yaml."""
