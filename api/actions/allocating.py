"""Allocate an event's interviews, put them on the clock, check everything, and save the timetable whole."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from math import ceil
from typing import Final

import numpy as np

from api.actions.allocation_reports import NOT_INVITED, report_of, waiting_of
from api.actions.errors import BadInput, NotAllowed
from api.actions.fair_state import check_act
from api.actions.interviews import KEY_SCOPE, save_timetable
from api.actions.keys import KEY_USED, check_key
from api.actions.lists import find_event
from api.actions.meetings import Meetings, read_meetings
from api.actions.orders import StandingOrders, standing_orders
from api.actions.other_ways import begin_others
from api.schemas.allocation import MOST_USUAL, AllocationInput, AllocationReport, AllocationView, OrderView
from api.threads import own_cores
from api.wiring import Application
from data.stores import Publication, SavedTimetable, Stores
from matching import allocation, timetable
from matching.collection import paused_collection
from matching.fair.admission import is_admitted
from matching.fair.bridge import allocation_problem, placed_interviews, timetable_problem
from matching.fair.clock import open_slots
from matching.fair.faults import find_faults
from matching.fair.states import Act
from matching.knowledge.catalogue import Text
from matching.records import Event, Hall, Interview, Role, SupportKind, Viewer

OnStage = Callable[[str], object]

_LEAST: Final = 4
"""Interviews that a posting may have at least, however many postings share its booth."""
_NOBODY: Final = Text(zh="没有可以安排的面试：{why}。", en="There is no interview to allocate: {why}.")
_NO_LISTS: Final = Text(zh="名单上没有人", en="nobody is on the lists")
_ORGANIZERS_ONLY: Final = Text(zh="面试由活动的组织者分配。", en="The organizer of an event allocates its interviews.")
_UNKNOWN: Final = Text(
    zh="指定或排除的“{candidate}”与“{posting}”不是可以安排的配对；请先看为何不能，或去掉这一条。",
    en="{candidate} and {posting}, pinned or excluded, are no pair that may meet; see why not, or leave the line out.",
)
_NO_LONGER: Final = Text(
    zh="活动上登记的第 {number} 号要求：“{candidate}”与“{posting}”现在不是可以安排的配对；请先看为何不能，或撤回这条要求。",
    en="Order {number} of the event: {candidate} and {posting} are no pair that may meet now; see why not, or withdraw the order.",
)
_FEWER: Final = Text(
    zh="保证每人 {guaranteed} 场面试，却写每人最多 {most} 场；请少保证几场，或把最多场数改为 {guaranteed} 以上。",
    en="{guaranteed} interviews are guaranteed to everybody, but one person has at most {most}; guarantee fewer, or allow at least "
    "{guaranteed}.",
)
_NO_MATCH: Final = Text(
    zh="没有符合的人可以安排面试，这条优先不起作用；请核对条件或名单",
    en="nobody whom it means can be given an interview, so that it changes nothing; compare its conditions or names",
)
_SOME_MATCH: Final = Text(
    zh="点名的 {named} 人里有 {missing} 人没有可以安排的面试",
    en="{missing} of the {named} people it names have no interview that could be given",
)
_FAULTY: Final = Text(
    zh="排出的时间表没有通过检查，没有保存：{faults}", en="The timetable did not pass its checks and was not saved: {faults}"
)


def check_may_allocate(app: Application, viewer: Viewer, event_id: str) -> None:
    """Raises NotAllowed, NotFound or Conflict where the interviews of an event cannot be allocated now."""
    if viewer.role is not Role.ORGANIZER:
        raise NotAllowed(_ORGANIZERS_ONLY)
    with app.database.read(viewer) as stores:
        find_event(stores, viewer, event_id)
        _check_acts(stores, viewer, event_id)


@paused_collection()
def allocate_event(
    app: Application,
    viewer: Viewer,
    event_id: str,
    asked: AllocationInput,
    key: str,
    on_stage: OnStage = lambda stage: None,
) -> AllocationView:
    """Decide who meets whom and when, and save it as the event's timetable.

    Everybody who can be served first gets the guaranteed interviews; then the sum of p(interest) x p(offer) and the organizer's
    priorities is as large as it can be; see `matching.allocation` and `matching.timetable`. Nothing is saved that any of the public
    checks objects to. The same `key` again answers with what was saved under it. Each stage is told when it begins (loading,
    allocating, timetabling, comparing, saving); whatever `on_stage` raises ends the allocation, with nothing saved.

    Raises NotAllowed, NotFound (event, lists), Conflict (the event is not confirmed), BadInput (the plan of the hall, the request,
    or nobody who may be allocated; each fault with what would resolve it).
    """
    if viewer.role is not Role.ORGANIZER:
        raise NotAllowed(_ORGANIZERS_ONLY)
    on_stage("loading")
    with app.database.read(viewer) as stores:
        event = find_event(stores, viewer, event_id)
        told = {"event": event_id, "asked": asked}
        check_key(stores, viewer, KEY_SCOPE, key, told)
        made = stores.timetables.made(viewer, key)
        if made is not None:
            return _view(event, made)
        _check_acts(stores, viewer, event_id)
        hall = event.hall if asked.guaranteed is None else event.hall.model_copy(update={"guaranteed": asked.guaranteed})
        _check_plan(app, event.model_copy(update={"hall": hall}))
        most = max(MOST_USUAL, hall.guaranteed) if asked.most is None else asked.most
        if hall.guaranteed > most:
            raise BadInput(_FEWER.format(guaranteed=hall.guaranteed, most=most))
        orders = standing_orders(stores, viewer, event_id, asked)
        meetings = read_meetings(app, stores, viewer, event)
    if not meetings.meetings:
        raise BadInput(_NOBODY.format(why=_why_nobody(meetings)))
    try:
        publication = _decide(meetings, hall, orders, most, asked.seed, on_stage)
    except (allocation.AllocationConflict, timetable.TimetableConflict) as refused:
        lines = [(one.what, one.cure) for one in refused.conflicts]
        zh, en = "；".join(f"{a.zh}：{b.zh}" for a, b in lines), "; ".join(f"{a.en}: {b.en}" for a, b in lines)
        raise BadInput(Text(zh=f"{zh}。", en=f"{en}.")) from None
    on_stage("saving")
    save_timetable(app, viewer, event_id, publication, key, told, orders.fresh)
    with app.database.read(viewer) as stores:
        saved = stores.timetables.made(viewer, key)
    assert saved is not None
    return _view(event, saved)


def _decide(meetings: Meetings, hall: Hall, standing: StandingOrders, most: int, seed: int, on_stage: OnStage) -> Publication:
    """Allocation, timetable, checks, and the report of all three, of nothing but what was read and asked."""
    on_stage("allocating")
    problem, orders = _problem(meetings, hall, standing, most, seed)

    def on_clock(chosen: allocation.Allocation) -> timetable.Problem:
        return timetable_problem(problem, chosen, hall, meetings.visitors)

    with ThreadPoolExecutor(own_cores()) as pool:
        others = begin_others(problem, on_clock, pool)
        solution = allocation.allocate(problem)
        on_stage("timetabling")
        timed = on_clock(solution.allocation)
        schedule = timetable.make_timetable(timed)
        on_stage("comparing")
        kept = placed_interviews(solution.allocation, schedule.timetable)
        faults: list[allocation.Fault | timetable.Fault] = [
            *allocation.check_validity(solution.allocation, problem),
            *allocation.check_capacity(solution.allocation, problem),
            *allocation.check_capacity(kept, problem),
            *timetable.check_timetable(timed, schedule.timetable),
        ]
        if faults:
            found = Text(zh="；".join(one.text.zh for one in faults[:3]), en="; ".join(one.text.en for one in faults[:3]))
            raise BadInput(_FAULTY.format(faults=found))
        report = report_of(meetings, most, orders, problem, solution, schedule, others)
    return Publication(
        run=meetings.run,
        visitors=meetings.visitors,
        interviews=_interviews(problem, solution.allocation, timed, schedule.timetable),
        waiting=tuple(waiting_of(problem, solution.allocation, kept)),
        report=report.model_dump(mode="json"),
    )


def _problem(
    meetings: Meetings, hall: Hall, standing: StandingOrders, most: int, seed: int
) -> tuple[allocation.Problem, tuple[OrderView, ...]]:
    """The fair to allocate, with the organizer's decisions in it, and these decisions as everybody may read them.

    A posting has at most its share of the day of its booth, so that one posting does not take what its neighbour needs.
    """
    person = {one.candidate: row for row, one in enumerate(meetings.visitors)}
    names = sorted(meetings.booths)
    posting = {name: row for row, name in enumerate(names)}
    rows = {booth.number: row for row, booth in enumerate(hall.booths)}
    shared = Counter(booth.number for booth in meetings.booths.values())
    posts = []
    for name in names:
        booth = meetings.booths[name]
        day = booth.interviewers * open_slots(hall, booth.windows)
        posts.append(allocation.Post(name, rows[booth.number], max(_LEAST, ceil(day / shared[booth.number]))))
    pairs = allocation.Pairs(
        person=np.array([person[one.candidate] for one in meetings.meetings], dtype=np.int64),
        posting=np.array([posting[one.posting] for one in meetings.meetings], dtype=np.int64),
        value=np.array([one.value for one in meetings.meetings]),
        interest=np.array([one.interest for one in meetings.meetings]),
        offer=np.array([one.offer for one in meetings.meetings]),
    )
    plain = allocation_problem(hall, meetings.visitors, posts, pairs, most, seed)
    asked = standing.all
    _check_pairs(meetings, standing)
    priorities, orders = [], []
    for wish in asked.priorities:
        named = set(wish.candidates)
        chosen = tuple(
            row
            for name, row in person.items()
            if name in named or (wish.who is not None and is_admitted(meetings.people[name], wish.who))
        )
        if chosen:
            priorities.append(allocation.Priority(chosen, wish.amount, wish.reason))
        note = _told_of(len(named), len(named - person.keys()), len(chosen))
        orders.append(OrderView(kind="priority", people=len(chosen), amount=wish.amount, reason=wish.reason, note=note))
    orders += [OrderView(kind="pin", people=1, amount=None, reason=one.reason) for one in asked.pins]
    orders += [OrderView(kind="exclusion", people=1, amount=None, reason=one.reason) for one in asked.exclusions]
    problem = replace(
        plain,
        priorities=tuple(priorities),
        pins=tuple(allocation.Pin(person[one.candidate], posting[one.posting], one.reason) for one in asked.pins),
        exclusions=tuple(allocation.Exclusion(person[one.candidate], posting[one.posting], one.reason) for one in asked.exclusions),
    )
    return problem, tuple(orders)


def _check_pairs(meetings: Meetings, standing: StandingOrders) -> None:
    """Raises BadInput for a pin or an exclusion of two who may not meet."""
    known = {(one.candidate, one.posting) for one in meetings.meetings}
    for one in (*standing.all.pins, *standing.all.exclusions):
        if (one.candidate, one.posting) not in known:
            number = standing.numbers.get((one.candidate, one.posting))
            refused = _UNKNOWN if number is None else _NO_LONGER
            raise BadInput(refused.format(candidate=one.candidate, posting=one.posting, number=number))


def _told_of(named: int, missing: int, chosen: int) -> Text | None:
    if not chosen:
        return _NO_MATCH
    return _SOME_MATCH.format(named=named, missing=missing) if missing else None


def _interviews(
    problem: allocation.Problem, chosen: allocation.Allocation, timed: timetable.Problem, table: timetable.Timetable
) -> tuple[Interview, ...]:
    """The interviews that have a time, as they are saved."""
    kinds = [SupportKind(one.name) for one in timed.resources]
    found = []
    for row in np.flatnonzero(table.placed).tolist():
        post = problem.posts[int(chosen.posting[row])]
        units = zip(kinds, table.units[row].tolist(), strict=True)
        found.append(
            Interview(
                candidate=problem.people[int(chosen.person[row])].name,
                posting=post.name,
                booth=problem.booths[post.booth].name,
                start=int(table.start[row]),
                interviewer=int(table.interviewer[row]),
                units={kind: unit for kind, unit in units if unit >= 0},
                value=float(timed.interviews.value[row]),
            )
        )
    return tuple(found)


def _check_acts(stores: Stores, viewer: Viewer, event_id: str) -> None:
    for act in (Act.ALLOCATE, Act.PUBLISH):
        check_act(stores, viewer, event_id, act)


def _check_plan(app: Application, event: Event) -> None:
    faults = find_faults(event, app.today)
    if faults:
        zh = "；".join(f"{one.problem.zh}（{one.cure.zh}）" for one in faults)
        raise BadInput(Text(zh=f"{zh}。", en="; ".join(f"{one.problem.en} ({one.cure.en})" for one in faults) + "."))


def _why_nobody(meetings: Meetings) -> Text:
    lines = [(number, NOT_INVITED[cause]) for cause, number in meetings.left.items()]
    if not lines:
        return _NO_LISTS
    return Text(
        zh="；".join(f"{number} 人{text.zh}" for number, text in lines),
        en="; ".join(f"{number}: {text.en}" for number, text in lines),
    )


def _view(event: Event, made: SavedTimetable) -> AllocationView:
    """What was saved under a key. Raises BadInput where it was of another event, or not made by an allocation."""
    if made.event != event.id or "lottery" not in made.report:
        raise BadInput(KEY_USED)
    return AllocationView(
        event=event.id,
        version=made.version,
        run=made.run,
        made_at=made.at,
        made_by=made.by,
        report=AllocationReport.model_validate(made.report),
    )
