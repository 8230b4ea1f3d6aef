"""Pins, exclusions and priorities of an event: kept with who set them and why, in force for every allocation until withdrawn."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from api.actions.errors import BadInput, NotAllowed, NotFound
from api.actions.fair_state import check_act
from api.actions.lists import CANDIDATE, POSTING, find_event
from api.actions.views import candidate_name, candidates_by_id
from api.schemas.allocation import ORDERS, MeetingInput, OrdersInput, PriorityInput
from api.schemas.orders import KeptOrdersView, KeptOrderView, OrderPersonView
from api.wiring import Application
from data.stores import FairOrder, OrderKind, StoredOrder, Stores
from matching.fair.states import Act
from matching.geography import DISTRICTS
from matching.knowledge.catalogue import Text
from matching.records import Admission, Role, Viewer

ORDER: Final = Text(zh="指定、排除或优先", en="order")
_ORGANIZERS_ONLY: Final = Text(
    zh="指定、排除和优先由活动的组织者决定。", en="The organizer of an event decides who must meet, must not, or comes first."
)
_NOBODY: Final = Text(
    zh="优先“{reason}”没有写明是谁；请点名，或写明条件（毕业生、零就业家庭、城区）。",
    en="The priority “{reason}” says nobody; name people, or a condition (graduates, zero-employment households, districts).",
)
_TWICE: Final = Text(
    zh="{what} {candidate} - {posting} 出现了两次：请只留一个。",
    en="the {what} {candidate} - {posting} is there twice: keep one of them.",
)
_EVERYBODY: Final = Text(zh="所有人", en="everybody")
_GRADUATES: Final = Text(zh="高校毕业生", en="graduates")
_ZERO: Final = Text(zh="零就业家庭成员", en="members of households in which nobody works")


@dataclass(frozen=True, slots=True)
class StandingOrders:
    """What an allocation heeds: `all` that is in force and what comes new with it (`fresh`). `numbers`: (person, posting) of the
    pins and exclusions that were kept before -> the number of each."""

    all: OrdersInput
    fresh: tuple[FairOrder, ...]
    numbers: Mapping[tuple[str, str], int]


def list_orders(app: Application, viewer: Viewer, event_id: str) -> KeptOrdersView:
    """Every decision about an event, with who made it, when and why. Raises NotFound, NotAllowed."""
    _check_organizer(viewer)
    with app.database.read(viewer) as stores:
        find_event(stores, viewer, event_id)
        return _view(stores, viewer, event_id)


def add_orders(app: Application, viewer: Viewer, event_id: str, given: OrdersInput) -> KeptOrdersView:
    """Keep decisions; what is in force already is not kept twice. Raises NotFound (event, person, posting), NotAllowed, Conflict
    (the timetable is out), BadInput (a priority that means nobody)."""
    _check_organizer(viewer)
    with app.database.begin(viewer) as stores:
        find_event(stores, viewer, event_id)
        check_act(stores, viewer, event_id, Act.ORDER)
        _check_given(stores, viewer, given)
        stores.orders.add(viewer, event_id, _told(given))
        return _view(stores, viewer, event_id)


def withdraw_order(app: Application, viewer: Viewer, event_id: str, number: int) -> KeptOrdersView:
    """Take a decision back; it stays on record. Again, it changes nothing. Raises NotFound, NotAllowed, Conflict."""
    _check_organizer(viewer)
    with app.database.begin(viewer) as stores:
        find_event(stores, viewer, event_id)
        check_act(stores, viewer, event_id, Act.ORDER)
        if number not in {one.id for one in stores.orders.list(viewer, event_id)}:
            raise NotFound(ORDER, str(number))
        stores.orders.withdraw(viewer, event_id, number)
        return _view(stores, viewer, event_id)


def standing_orders(stores: Stores, viewer: Viewer, event_id: str, given: OrdersInput) -> StandingOrders:
    """What is in force for an event together with what is given now. Raises as `add_orders` does."""
    _check_given(stores, viewer, given)
    kept = [one for one in stores.orders.list(viewer, event_id) if one.withdrawn_at is None]
    there = {one.order for one in kept}
    fresh = tuple(one for one in dict.fromkeys(_told(given)) if one not in there)
    every = (*(one.order for one in kept), *fresh)
    return StandingOrders(
        all=OrdersInput.model_construct(
            priorities=tuple(_priority(one) for one in every if one.kind is OrderKind.PRIORITY),
            pins=tuple(_meeting(one) for one in every if one.kind is OrderKind.PIN),
            exclusions=tuple(_meeting(one) for one in every if one.kind is OrderKind.EXCLUSION),
        ),
        fresh=fresh,
        numbers={(one.order.candidate or "", one.order.posting or ""): one.id for one in kept if one.order.posting is not None},
    )


def _check_organizer(viewer: Viewer) -> None:
    if viewer.role is not Role.ORGANIZER:
        raise NotAllowed(_ORGANIZERS_ONLY)


def _check_given(stores: Stores, viewer: Viewer, given: OrdersInput) -> None:
    for wish in given.priorities:
        if not wish.candidates and wish.who is None:
            raise BadInput(_NOBODY.format(reason=wish.reason))
    people = {name for wish in given.priorities for name in wish.candidates}
    meetings = (*given.pins, *given.exclusions)
    people |= {one.candidate for one in meetings}
    known = candidates_by_id(stores, viewer, people)
    for name in sorted(people - known.keys()):
        raise NotFound(CANDIDATE, name)
    for pins in (given.pins, given.exclusions):
        pairs = [(one.candidate, one.posting) for one in pins]
        for pair in sorted({one for one in pairs if pairs.count(one) > 1}):
            what = Text(zh="指定", en="pin") if pins is given.pins else Text(zh="排除", en="exclusion")
            raise BadInput(_TWICE.format(what=what, candidate=pair[0], posting=pair[1]))
    wanted = {one.posting for one in meetings}
    postings = {one.id for one in stores.postings.outlines(viewer, sorted(wanted))} if wanted else set()
    for name in sorted(wanted - postings):
        raise NotFound(POSTING, name)


def _told(given: OrdersInput) -> Iterable[FairOrder]:
    for wish in given.priorities:
        people = tuple(sorted(set(wish.candidates)))
        yield FairOrder(OrderKind.PRIORITY, wish.reason, amount=wish.amount, people=people, who=wish.who)
    for kind, meetings in ((OrderKind.PIN, given.pins), (OrderKind.EXCLUSION, given.exclusions)):
        for one in meetings:
            yield FairOrder(kind, one.reason, one.candidate, one.posting)


def _priority(one: FairOrder) -> PriorityInput:
    return PriorityInput(reason=one.reason, amount=one.amount or 0.0, candidates=one.people, who=one.who)


def _meeting(one: FairOrder) -> MeetingInput:
    return MeetingInput(candidate=one.candidate or "", posting=one.posting or "", reason=one.reason)


def _view(stores: Stores, viewer: Viewer, event_id: str) -> KeptOrdersView:
    found = stores.orders.list(viewer, event_id)
    people = candidates_by_id(stores, viewer, {name for one in found for name in _people_of(one)})
    names = {name: candidate_name(one) for name, one in people.items()}
    wanted = sorted({one.order.posting for one in found if one.order.posting is not None})
    titles = {one.id: one.title for one in stores.postings.outlines(viewer, wanted)} if wanted else {}
    return KeptOrdersView(event=event_id, items=tuple(_order(one, names, titles) for one in found))


def _people_of(one: StoredOrder) -> tuple[str, ...]:
    return one.order.people if one.order.candidate is None else (one.order.candidate,)


def _order(one: StoredOrder, names: Mapping[str, str], titles: Mapping[str, str]) -> KeptOrderView:
    told = one.order
    return KeptOrderView(
        id=one.id,
        kind=told.kind.value,
        kind_text=ORDERS[told.kind.value],
        people=tuple(OrderPersonView(id=name, name=names.get(name, name)) for name in _people_of(one)),
        posting=told.posting,
        title=None if told.posting is None else titles.get(told.posting, told.posting),
        amount=told.amount,
        who=told.who,
        who_text=None if told.who is None else _admitted(told.who),
        reason=told.reason,
        at=one.at,
        by=one.by,
        withdrawn_at=one.withdrawn_at,
        withdrawn_by=one.withdrawn_by,
    )


def _admitted(who: Admission) -> Text:
    parts = [_GRADUATES] * who.graduates + [_ZERO] * who.zero_employment
    parts += [DISTRICTS[code].text if code in DISTRICTS else Text(zh=code, en=code) for code in sorted(who.districts)]
    if not parts:
        return _EVERYBODY
    return Text(zh="、".join(one.zh for one in parts), en=", ".join(one.en for one in parts))
