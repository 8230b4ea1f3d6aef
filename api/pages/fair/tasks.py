"""An event as a task list: its states in order, what there is to do in each with its counts, and the one next step."""

from dataclasses import dataclass
from typing import Final, Literal

from api.pages.rendering import href
from api.schemas import EventView
from api.schemas.fairs import FairView, MoveView
from api.schemas.interviews import TimetableView
from matching.fair.states import STATE_TEXTS, FairState
from matching.knowledge.catalogue import Text

Status = Literal["done", "now", "later"]

VERBS: Final[dict[FairState, Text]] = {
    FairState.DRAFT: Text(zh="退回筹备", en="Go back to draft"),
    FairState.COLLECTING: Text(zh="开始征集", en="Start collecting"),
    FairState.PRE_MATCHED: Text(zh="预匹配完成，转入核对名单", en="The match is done: go on to checking the lists"),
    FairState.CONFIRMED: Text(zh="查看并确认名单", en="Look at the lists and confirm them"),
    FairState.PUBLISHED: Text(zh="发布面试时间表", en="Publish the timetable"),
    FairState.RUNNING: Text(zh="开始当天的登记", en="Start the day"),
    FairState.CLOSED: Text(zh="结束活动", en="Close the event"),
    FairState.EVALUATED: Text(zh="完成评估", en="Finish the evaluation"),
}
BACK: Final[dict[FairState, Text]] = {
    FairState.DRAFT: Text(zh="退回“筹备”", en="Go back to draft"),
    FairState.COLLECTING: Text(
        zh="退回“征集”：名单要重新匹配并确认", en="Go back to collecting: the lists are matched and confirmed anew"
    ),
    FairState.PRE_MATCHED: Text(zh="撤回确认", en="Take the confirmation back"),
    FairState.CONFIRMED: Text(zh="撤回发布", en="Take the publication back"),
    FairState.RUNNING: Text(zh="重新打开当天的登记", en="Open the day again"),
}
_WHAT: Final[dict[FairState, Text]] = {
    FairState.DRAFT: Text(zh="定下日期、场地和会场。", en="Set the day, the place and the hall."),
    FairState.COLLECTING: Text(
        zh="邀请单位和求职者，征得同意，做预匹配。", en="Invite employers and people, ask for consent, match."
    ),
    FairState.PRE_MATCHED: Text(zh="核对名单，问清待核实的问题。", en="Check the lists and settle open questions."),
    FairState.CONFIRMED: Text(
        zh="名单由一个人确认后不再变动；分配面试，排出时间表。",
        en="A named person confirmed the lists; allocate interviews and make the timetable.",
    ),
    FairState.PUBLISHED: Text(
        zh="时间表已定；通知每个人，打印材料。", en="The timetable stands; tell everybody and print the papers."
    ),
    FairState.RUNNING: Text(zh="登记到场和变动。", en="Record arrivals and changes."),
    FairState.CLOSED: Text(
        zh="补录纸上的记录，登记面试结果，开始回访。", en="Enter what was on paper, record outcomes, follow up."
    ),
    FairState.EVALUATED: Text(zh="三个月回访之后，评估效果。", en="After the follow-up at three months: what the event achieved."),
}


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do, where, and how far it is (`figure`); `settled` when nothing is left to do about it."""

    text: Text
    address: str
    figure: Text
    settled: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One state of the event as a group of tasks."""

    state: FairState
    text: Text
    what: Text
    status: Status
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one thing that comes next: a move of the event (`to`), or a page to work on first. `why`: what is missing until then."""

    text: Text
    address: str | None = None
    to: FairState | None = None
    why: tuple[Text, ...] = ()


def steps_of(view: FairView, event: EventView, timetable: TimetableView | None) -> tuple[Step, ...]:
    """All states of an event in order, with their tasks."""
    order = list(FairState)
    now = order.index(FairState(view.state))
    tasks = _tasks(view, event, timetable)
    found = []
    for row, state in enumerate(order):
        status: Status = "done" if row < now else "now" if row == now else "later"
        found.append(Step(state, STATE_TEXTS[state], _WHAT[state], status, tasks.get(state, ())))
    return tuple(found)


def next_step(view: FairView, event: EventView, timetable: TimetableView | None) -> NextStep | None:
    """The way forward; None after the last state."""
    forward = forward_of(view)
    if forward is None:
        return None
    to = FairState(forward.to)
    if to is FairState.CONFIRMED and not forward.missing:
        return NextStep(VERBS[to], address=href("events", event.id, "steps", "confirm"))
    if not forward.missing:
        return NextStep(VERBS[to], to=to)
    return NextStep(*_place_to_work(view, event, to), why=forward.missing)


def forward_of(view: FairView) -> MoveView | None:
    """The move that leads on: states are left in order."""
    order = list(FairState)
    now = order.index(FairState(view.state))
    return next((one for one in view.moves if order.index(FairState(one.to)) > now), None)


def _place_to_work(view: FairView, event: EventView, to: FairState) -> tuple[Text, str]:
    """Where what is missing for a state is brought about."""
    at = ("events", event.id)
    unvetted = view.approved < len({booth.employer for booth in view.hall.booths if booth.employer})
    match to:
        case FairState.PRE_MATCHED:
            return Text(zh="预匹配", en="Match the event"), href(*at, "run")
        case FairState.CONFIRMED if not view.faults and unvetted:
            return Text(zh="审核单位", en="Vet employers"), href(*at, "employers")
        case FairState.CONFIRMED if all(
            one.code.startswith(("booth", "no_booth", "no_place", "no_employer", "capacity")) for one in view.faults
        ):
            return Text(zh="补全展位", en="Complete the booths"), href(*at, "plan", "booths")
        case FairState.PUBLISHED if not view.faults:
            return Text(zh="分配面试", en="Allocate interviews"), href(*at, "allocation")
        case FairState.RUNNING:
            return Text(zh="通知每个人", en="Tell everybody"), href(*at, "letters")
        case FairState.EVALUATED:
            return Text(zh="登记结果和回访", en="Record outcomes and follow-ups"), href(*at, "interviews")
        case _:
            return Text(zh="补全计划", en="Complete the plan"), href(*at, "plan")


def _tasks(view: FairView, event: EventView, timetable: TimetableView | None) -> dict[FairState, tuple[Task, ...]]:
    at = ("events", event.id)
    booths, faults = len(view.hall.booths), len(view.faults)
    nothing = Text(zh="还没有", en="not yet")
    met = nothing if timetable is None else _number("{n} 场", "{n} interviews", timetable.interviews)
    lists = href(*at) if event.run is not None else href(*at, "run")
    return {
        FairState.DRAFT: (
            Task(
                Text(zh="计划", en="Plan"),
                href(*at, "plan"),
                _number("{n} 处待定", "{n} to settle", faults) if faults else Text(zh="完整", en="complete"),
                not faults,
            ),
            Task(
                Text(zh="展位", en="Booths"),
                href(*at, "plan", "booths"),
                _number("{n} 个", "{n}", booths) if booths else nothing,
                booths > 0,
            ),
        ),
        FairState.COLLECTING: (
            Task(
                Text(zh="单位", en="Employers"),
                href(*at, "employers"),
                Text(zh="{all} 家中通过 {n} 家", en="{n} of {all} approved").format(n=view.approved, all=view.employers),
                0 < view.employers == view.approved,
            ),
            Task(
                Text(zh="求职者的同意", en="People's consent"),
                href(*at, "letters"),
                Text(zh="{all} 人中 {n} 人同意列入名单", en="{n} of {all} agreed to be listed").format(
                    n=view.listed, all=view.candidates
                ),
                0 < view.listed == view.candidates,
            ),
            Task(
                Text(zh="预匹配", en="Match"),
                href(*at, "run"),
                nothing if event.run is None else Text(zh="已完成", en="done"),
                event.run is not None,
            ),
        ),
        FairState.PRE_MATCHED: (
            Task(
                Text(zh="名单", en="Lists"),
                lists,
                nothing if event.run is None else _number("{n} 个岗位", "{n} postings", event.postings),
                event.run is not None,
            ),
            Task(
                Text(zh="名单上没有合适岗位的人", en="People without a fitting entry"),
                href(*at, "left-out") if event.run is not None else lists,
                nothing if event.run is None else _number("{n} 人", "{n} people", event.left_out),
                event.run is not None and event.left_out == 0,
            ),
        ),
        FairState.CONFIRMED: (
            Task(
                Text(zh="分配面试", en="Allocate interviews"),
                href(*at, "allocation"),
                nothing if timetable is None else _number("{n} 人", "{n} people", timetable.people),
                timetable is not None,
            ),
            Task(Text(zh="时间表", en="Timetable"), href(*at, "timetable"), met, timetable is not None),
        ),
        FairState.PUBLISHED: (
            Task(
                Text(zh="信函和短信", en="Letters and messages"),
                href(*at, "letters"),
                Text(zh="写、发、登记答复", en="write, send, record replies"),
                False,
            ),
            Task(
                Text(zh="打印材料", en="Papers"), href(*at, "papers"), Text(zh="展位、个人、全场", en="booths, people, hall"), False
            ),
        ),
        FairState.RUNNING: (
            Task(Text(zh="现场登记台", en="The desk"), href(*at, "desk"), Text(zh="签到和变动", en="arrivals and changes"), False),
        ),
        FairState.CLOSED: (
            Task(Text(zh="面试结果", en="Outcomes"), href(*at, "interviews"), met, False),
            Task(
                Text(zh="补录纸上的记录", en="Enter what was on paper"),
                href(*at, "desk", "paper"),
                Text(zh="一次载入", en="all at once"),
                False,
            ),
        ),
        FairState.EVALUATED: (
            Task(Text(zh="活动报告", en="Report"), href(*at, "papers"), Text(zh="PDF、表格", en="PDF, sheets"), False),
        ),
    }


def _number(zh: str, en: str, n: int) -> Text:
    return Text(zh=zh, en=en).format(n=f"{n:,}")
