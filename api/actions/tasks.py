"""What needs somebody: the dashboard of staff, a list of tasks with counts."""

from collections.abc import Iterator
from itertools import islice
from typing import Final
from urllib.parse import quote

from api.actions.duplicates import count_twins
from api.actions.lists import view_of
from api.actions.pools import check_staff
from api.actions.raised_demands import probes
from api.actions.stale import count_overdue
from api.actions.views import employer_names, pay_text
from api.posting_tasks import PostingCounts
from api.schemas.base import Page
from api.schemas.lists import RepairView
from api.schemas.tasks import EventTaskView, TasksView, TaskView
from api.wiring import Application
from data.stores import JobState, Stores, Vetting
from matching.constraints import posting_faults, terms_side
from matching.fair.follow_ups import follow_ups_due
from matching.fair.states import STATE_TEXTS, FairState
from matching.knowledge.catalogue import Text
from matching.policy import policy_on
from matching.records import Event, Posting, PostingStatus, Role, Viewer

MOST: Final = 1_000
_OVER: Final = frozenset({FairState.CLOSED, FairState.EVALUATED})
_TEXTS: Final = {
    "imports": Text(zh="导入时没进来的行，等着改", en="rows of imports to correct"),
    "files": Text(zh="上传了还没导入的文件", en="files sent and not imported"),
    "vetting": Text(zh="等着审核的单位", en="employers to vet"),
    "repair": Text(zh="不合规定、不能匹配的岗位", en="postings to repair before they can be matched"),
    "overdue": Text(zh="截止日期已过、还开着的岗位", en="open postings past their last day"),
    "raised": Text(zh="单位提高了的工作要求，等着同意", en="demands that employers raised, to approve"),
    "probes": Text(zh="只留一两项高要求的岗位，要看一看", en="postings with hardly a demand but a high one, to look at"),
    "twins": Text(zh="看起来重复的岗位", en="postings that look the same"),
    "follow-ups": Text(zh="到期的就业回访", en="follow-ups due"),
    "letters": Text(zh="写好还没寄出的信和短信", en="letters and messages to send"),
    "appeals": Text(zh="等着答复的异议和申请", en="objections and requests to answer"),
    "jobs": Text(zh="正在后台进行的任务", en="jobs running in the background"),
    "parked": Text(zh="多次出错、搁置了的任务", en="jobs parked after breaking"),
}


def tasks_view(app: Application, viewer: Viewer) -> TasksView:
    """Everything that waits for the viewer. Raises NotAllowed."""
    check_staff(viewer)
    with app.database.read(viewer) as stores:
        events = [event for event in stores.events.list(viewer) if _sees(viewer, event)]
        states = {event.id: _state(stores, viewer, event.id) for event in events}
        open_events = [event for event in events if states[event.id] not in _OVER]
        tasks = [*_organizer_tasks(stores, viewer, open_events)] if viewer.role is Role.ORGANIZER else []
        tasks += _shared_tasks(app, stores, viewer)
        rows = tuple(_event(stores, viewer, event, states[event.id]) for event in sorted(open_events, key=_next_first))
        people, postings = stores.candidates.count(viewer), stores.postings.count(viewer, status=PostingStatus.OPEN)
        key = (stores.postings.content_hash(viewer), str(len(stores.postings.merges(viewer))), app.today.isoformat())
    if viewer.role is Role.ORGANIZER:
        counts = app.posting_tasks.get(key, lambda: _count_postings(app, viewer))
        tasks += [
            _task("repair", counts.to_repair, "/postings/to-repair"),
            _task("overdue", counts.overdue, "/postings/overdue"),
            _task("twins", counts.twins, "/duplicates", 50),
        ]
    return TasksView(
        tasks=tuple(task for task in tasks if task.count),
        events=rows,
        people=people,
        postings=postings,
        over=len(events) - len(open_events),
    )


def _count_postings(app: Application, viewer: Viewer) -> PostingCounts:
    return PostingCounts(count_all_to_repair(app, viewer), count_twins(app, viewer), count_overdue(app, viewer))


def postings_to_repair(app: Application, viewer: Viewer, after: str | None, limit: int) -> Page[RepairView]:
    """The open postings that the law does not let stand today, whatever event they are of, in order of id. Raises NotAllowed."""
    check_staff(viewer)
    with app.database.read(viewer) as stores:
        rows = (row for row in _rejected(app, stores, viewer) if after is None or row[0].id > after)
        found = list(islice(rows, limit + 1))
        employers = employer_names(stores, viewer, (posting.employer for posting, _ in found))
    items = tuple(
        RepairView(
            id=posting.id,
            title=posting.title,
            employer=employers.get(posting.employer, ""),
            pay=pay_text(posting.pay),
            reasons=reasons,
        )
        for posting, reasons in found[:limit]
    )
    return Page[RepairView](items=items, next=items[-1].id if len(found) > limit else None)


def count_all_to_repair(app: Application, viewer: Viewer) -> int:
    """How many open postings the law does not let stand today."""
    with app.database.read(viewer) as stores:
        return sum(1 for _ in _rejected(app, stores, viewer))


def _rejected(app: Application, stores: Stores, viewer: Viewer) -> Iterator[tuple[Posting, tuple[Text, ...]]]:
    policy = policy_on(app.today)
    for posting in stores.postings.iterate(viewer, status=PostingStatus.OPEN):
        reasons = tuple(fault.reason for fault in posting_faults(terms_side(posting), policy) if fault.severity == "reject")
        if reasons:
            yield posting, reasons


def _organizer_tasks(stores: Stores, viewer: Viewer, events: list[Event]) -> Iterator[TaskView]:
    open_rows = stores.uploads.count_open(viewer)
    yield _task("imports", sum(open_rows.values()), "/imports")
    yield _task("files", stores.uploads.count_sent(viewer), "/imports")
    yield _task("raised", len(stores.confirmations.waiting(viewer, MOST)), "/postings/raised", MOST)
    yield _task("probes", len(probes(stores, viewer)), "/postings/raised")
    for event in events:
        invited = sum(one.state is Vetting.INVITED for one in stores.fairs.employers(viewer, event.id))
        yield _task("vetting", invited, f"/events/{quote(event.id, safe='')}/employers", event=event)
        letters = len(stores.outbox.list(viewer, event.id, limit=MOST, waiting=True))
        yield _task("letters", letters, f"/events/{quote(event.id, safe='')}/letters", MOST, event=event)


def _shared_tasks(app: Application, stores: Stores, viewer: Viewer) -> Iterator[TaskView]:
    yield _task("follow-ups", len(follow_ups_due(stores.outcomes.list(viewer), app.today)), "/caseload/follow-ups")
    yield _task("appeals", len(stores.appeals.list(viewer, waiting=True, limit=MOST)), "/appeals", MOST)
    going = stores.jobs.list(viewer, [JobState.WAITING, JobState.RUNNING], None, MOST)
    yield _task("jobs", len(going), "/jobs", MOST)
    yield _task("parked", len(stores.jobs.list(viewer, [JobState.PARKED], None, MOST)), "/jobs?state=parked", MOST)


def _task(name: str, count: int, address: str, most: int | None = None, event: Event | None = None) -> TaskView:
    text = _TEXTS[name] if event is None else Text(zh=f"{_TEXTS[name].zh}（{event.name}）", en=f"{_TEXTS[name].en} ({event.name})")
    return TaskView(name=name, text=text, count=count, more=most is not None and count >= most, address=address)


def _sees(viewer: Viewer, event: Event) -> bool:
    return viewer.district is None or event.district in (None, viewer.district)


def _state(stores: Stores, viewer: Viewer, event: str) -> FairState:
    standing = stores.fairs.standing(viewer, event)
    return FairState.DRAFT if standing is None else standing.state


def _next_first(event: Event) -> tuple[bool, str, str]:
    return event.on is None, "" if event.on is None else event.on.isoformat(), event.id


def _event(stores: Stores, viewer: Viewer, event: Event, state: FairState) -> EventTaskView:
    view = view_of(stores, viewer, event)
    return EventTaskView(
        id=event.id,
        name=event.name,
        on=event.on,
        state=state.value,
        state_text=STATE_TEXTS[state],
        candidates=view.candidates,
        postings=view.postings,
        matched=view.run is not None,
    )
