"""Who meets whom at an event: what an organizer asks for, and what was decided, in figures that name no person."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Final, Literal

from pydantic import Field, FiniteFloat, StringConstraints

from api.schemas.admissions import AdmissionInput
from api.schemas.base import Input, Name, View
from matching.knowledge.catalogue import Text

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
"""Why, in words; spaces alone are none."""
MOST_USUAL: Final = 3
"""Interviews of one person at most, where nobody says otherwise."""
LARGEST_SEED: Final = 2**53
NotInvitedCause = Literal["closed", "review", "consent", "declined", "support", "hours"]


class PriorityInput(Input):
    """Adds `amount` to the value of every interview of these people: named ones, or all who meet the conditions of `who`.

    A pair is worth p(interest) x p(offer), so 0.1 is much. It decides where room is short, and never comes before coverage."""

    reason: Reason
    amount: FiniteFloat = Field(gt=0, le=10)
    candidates: tuple[str, ...] = Field(default=(), max_length=10_000)
    who: AdmissionInput | None = None


class MeetingInput(Input):
    """A person and a posting that must meet, or must not, and why."""

    candidate: Name
    posting: Name
    reason: Reason


class OrdersInput(Input):
    """What the organizer decides beside the lists, each with its reason."""

    priorities: tuple[PriorityInput, ...] = Field(default=(), max_length=100)
    pins: tuple[MeetingInput, ...] = Field(default=(), max_length=10_000)
    exclusions: tuple[MeetingInput, ...] = Field(default=(), max_length=10_000)


class AllocationInput(OrdersInput):
    """`guaranteed`: interviews that everybody gets who can be served, before anybody gets more (left out: as the hall's plan says).
    `most`: interviews of one person (left out: three, or as many as are guaranteed). `seed`: of the lottery that decides ties.

    Orders given here are kept with the event and hold for every later allocation, until they are withdrawn."""

    guaranteed: int | None = Field(default=None, ge=0, le=100)
    most: int | None = Field(default=None, ge=1, le=100)
    seed: int = Field(default=0, ge=0, le=LARGEST_SEED)


class OrderView(View):
    """One decision of the organizer, shown openly: how many people it concerns and why. `amount`: what a priority adds. `note`:
    where it concerns fewer than it names, or nobody."""

    kind: Literal["priority", "pin", "exclusion"]
    people: int
    amount: float | None
    reason: str
    note: Text | None = None


class WayView(View):
    """A way to decide who meets whom, after the timetable: what is `chosen`, what of it has a time, and what that is worth."""

    method: str
    chosen: int
    interviews: int
    people: int
    value: float


class StandingView(View):
    """A way to decide before the timetable, all measured alike (see the measures in the documentation of the allocation)."""

    method: str
    interviews: int
    objective: float
    value: float
    priority: float
    gap: float
    first: int
    kept: int
    gini_interviews: float
    gini_value: float
    congestion: float
    blocking: int
    envious: int
    faults: int


class NotInvitedView(View):
    """People of the lists who had no pair to allocate, and why."""

    cause: NotInvitedCause
    people: int
    text: Text


class ShortageView(View):
    """People who miss a guaranteed interview for one reason, with the figures of the proof. `proved`: nothing could be done."""

    kind: str
    people: int
    proved: bool
    text: Text


class BottleneckView(View):
    """One more unit of something: what it would bring."""

    name: str | None
    people: int
    interviews: int
    value: float
    exact: bool
    text: Text


class AdditionView(View):
    """One more interviewer, or one more support, at a time: so many interviews more would have a place."""

    interviews: int
    value: float
    text: Text


class AllocationReport(View):
    """What was decided and how good it is. `value` is the headline: that of the interviews that have a time.

    `servable`: people whom any allocation could serve at most; `met` of them have an interview with a time. `objective` = value of
    what was `chosen` and what the priorities add; no allocation of that coverage is worth more than `bound`. `timetable_bound`: the
    same for the timetable. `without_profile`: people who opted out of profiling and take part with the mean value of each posting.
    `lottery`: the digest of who meets whom; with the same data and `seed` anybody can draw it again."""

    ranker: str
    seed: int
    lottery: str
    guaranteed: int
    most: int
    people: int
    pairs: int
    without_profile: int
    servable: int
    met: int
    interviews: int
    value: float
    chosen: int
    chosen_people: int
    objective: float
    priority: float
    bound: float
    gap: float
    stopped: bool
    covered: bool
    form: str
    crossing: str | None
    timetable_method: str
    timetable_bound: float
    timetable_gap: float
    timetable_people_at_most: int
    orders: tuple[OrderView, ...]
    not_invited: tuple[NotInvitedView, ...]
    shortages: tuple[ShortageView, ...]
    ways: tuple[WayView, ...]
    standings: tuple[StandingView, ...]
    bottlenecks: tuple[BottleneckView, ...]
    additions: tuple[AdditionView, ...]


class AllocationView(View):
    """A saved timetable with the report of its allocation."""

    event: str
    version: int
    run: str
    made_at: datetime
    made_by: str
    report: AllocationReport


METHODS: Final[Mapping[str, Text]] = {
    "allocation": Text(zh="通途的分配", en="Tongtu's allocation"),
    "no guarantee": Text(zh="同样方法，但不保证人人有面试", en="the same without a guarantee for everybody"),
    "lists": Text(zh="只按各岗位名单的名次", en="by the ranks of each list alone"),
    "greedy": Text(zh="逐对取最好（贪心）", en="best pair first (greedy)"),
    "deferred": Text(zh="双方轮流选择（延迟接受）", en="both sides choose in turn (deferred acceptance)"),
    "random": Text(zh="随机", en="by chance"),
}
"""The ways to decide who meets whom that a report sets beside each other."""
ORDERS: Final[Mapping[str, Text]] = {
    "priority": Text(zh="优先", en="priority"),
    "pin": Text(zh="必须面试", en="must meet"),
    "exclusion": Text(zh="不安排", en="kept apart"),
}
"""What an organizer may order, by the kind of an OrderView."""
