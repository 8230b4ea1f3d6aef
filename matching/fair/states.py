"""The life of an event: its states, what may follow each, and what may be done in each. Two tables and nothing else."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from matching.knowledge.catalogue import Text


class FairState(StrEnum):
    DRAFT = "draft"
    COLLECTING = "collecting"
    PRE_MATCHED = "pre_matched"
    CONFIRMED = "confirmed"
    PUBLISHED = "published"
    RUNNING = "running"
    CLOSED = "closed"
    EVALUATED = "evaluated"


class Act(StrEnum):
    """Something that somebody does about an event; reading is no act, and promises may be recorded at any time."""

    PLAN = "plan"
    INVITE_EMPLOYERS = "invite_employers"
    HOURS = "hours"
    ORDER = "order"
    WRITE = "write"
    REPLY = "reply"
    MATCH = "match"
    ALLOCATE = "allocate"
    PUBLISH = "publish"
    DAY = "day"
    LOAD = "load"
    OUTCOME = "outcome"


STATE_TEXTS: Final[Mapping[FairState, Text]] = {
    FairState.DRAFT: Text(zh="筹备", en="draft"),
    FairState.COLLECTING: Text(zh="征集", en="collecting"),
    FairState.PRE_MATCHED: Text(zh="已预匹配", en="pre-matched"),
    FairState.CONFIRMED: Text(zh="已确认", en="confirmed"),
    FairState.PUBLISHED: Text(zh="已发布", en="published"),
    FairState.RUNNING: Text(zh="进行中", en="running"),
    FairState.CLOSED: Text(zh="已结束", en="closed"),
    FairState.EVALUATED: Text(zh="已评估", en="evaluated"),
}
ACT_TEXTS: Final[Mapping[Act, Text]] = {
    Act.PLAN: Text(zh="改动日期、场地和会场安排", en="change the day, the venue and the hall"),
    Act.INVITE_EMPLOYERS: Text(zh="邀请和审核单位", en="invite and vet employers"),
    Act.HOURS: Text(zh="登记求职者能到场的时间", en="record when people can be there"),
    Act.ORDER: Text(zh="登记指定、排除和优先", en="set or withdraw pins, exclusions and priorities"),
    Act.WRITE: Text(zh="写邀请、变更和提醒", en="write invitations, changes and reminders"),
    Act.REPLY: Text(zh="登记答复", en="record replies"),
    Act.MATCH: Text(zh="预匹配", en="pre-match"),
    Act.ALLOCATE: Text(zh="分配面试", en="allocate interviews"),
    Act.PUBLISH: Text(zh="保存面试时间表", en="save the timetable"),
    Act.DAY: Text(zh="登记当天的到场和变动", en="record arrivals and changes of the day"),
    Act.LOAD: Text(zh="补录当天的纸质记录", en="load the day's paper records"),
    Act.OUTCOME: Text(zh="登记面试结果", en="record the outcomes of interviews"),
}

MOVES: Final[Mapping[FairState, tuple[FairState, ...]]] = {
    FairState.DRAFT: (FairState.COLLECTING,),
    FairState.COLLECTING: (FairState.PRE_MATCHED, FairState.DRAFT),
    FairState.PRE_MATCHED: (FairState.CONFIRMED, FairState.COLLECTING),
    FairState.CONFIRMED: (FairState.PUBLISHED, FairState.PRE_MATCHED),
    FairState.PUBLISHED: (FairState.RUNNING, FairState.CONFIRMED),
    FairState.RUNNING: (FairState.CLOSED,),
    FairState.CLOSED: (FairState.EVALUATED, FairState.RUNNING),
    FairState.EVALUATED: (),
}
"""What may follow: the way forward first, then the way back. A fair that began is never un-begun."""

_BEFORE: Final = (FairState.DRAFT, FairState.COLLECTING, FairState.PRE_MATCHED)
ALLOWED: Final[Mapping[Act, tuple[FairState, ...]]] = {
    Act.PLAN: _BEFORE,
    Act.INVITE_EMPLOYERS: (FairState.DRAFT, FairState.COLLECTING, FairState.PRE_MATCHED),
    Act.HOURS: (*_BEFORE, FairState.CONFIRMED),
    Act.ORDER: (*_BEFORE, FairState.CONFIRMED),
    Act.WRITE: (FairState.COLLECTING, FairState.PRE_MATCHED, FairState.CONFIRMED, FairState.PUBLISHED, FairState.RUNNING),
    Act.REPLY: tuple(state for state in FairState if state is not FairState.DRAFT),
    Act.MATCH: _BEFORE,
    Act.ALLOCATE: (FairState.CONFIRMED,),
    Act.PUBLISH: (FairState.CONFIRMED,),
    Act.DAY: (FairState.RUNNING,),
    Act.LOAD: (FairState.RUNNING, FairState.CLOSED),
    Act.OUTCOME: (FairState.RUNNING, FairState.CLOSED, FairState.EVALUATED),
}
"""In which states an act is allowed. After the confirmation nothing that was confirmed changes unless somebody goes back a step."""

_NOT_NOW: Final = Text(
    zh="活动现在是“{state}”，不能{act}；这要在“{allowed}”时做。{how}",
    en="The event is {state}; one cannot {act} now, only while it is {allowed}. {how}",
)
_NO_WAY: Final = Text(
    zh="活动现在是“{state}”，不能直接变成“{wanted}”；{next}",
    en="The event is {state} and cannot become {wanted} from here; {next}",
)
_NEXT: Final = Text(zh="接下来可以是“{states}”。", en="next it can be {states}.")
_LAST: Final = Text(zh="这是最后的状态。", en="this is the last state.")
_WAY: Final = Text(zh="请依次转到：{path}。", en="Move it on first: {path}.")
_OVER: Final = Text(zh="这一步已经过去。", en="That time is over.")
_OR: Final = Text(zh="、", en=" or ")


def may(state: FairState, act: Act) -> bool:
    return state in ALLOWED[act]


def refusal_of_act(state: FairState, act: Act) -> Text | None:
    """Why an act is not allowed now, and which way leads to where it is; None when it is allowed."""
    if may(state, act):
        return None
    path = _path(state, ALLOWED[act])
    arrow = Text(zh=" → ", en=", then ")
    how = _OVER if path is None else _WAY.format(path=_join([STATE_TEXTS[one] for one in path], arrow))
    allowed = _join([STATE_TEXTS[one] for one in ALLOWED[act]], _OR)
    return _NOT_NOW.format(state=STATE_TEXTS[state], act=ACT_TEXTS[act], allowed=allowed, how=how)


def refusal_of_move(state: FairState, wanted: FairState) -> Text | None:
    """Why an event cannot become that from here, and what it can become; None when it can."""
    if wanted in MOVES[state]:
        return None
    names = _join([STATE_TEXTS[one] for one in MOVES[state]], _OR)
    following = _NEXT.format(states=names) if MOVES[state] else _LAST
    return _NO_WAY.format(state=STATE_TEXTS[state], wanted=STATE_TEXTS[wanted], next=following)


def _path(state: FairState, wanted: tuple[FairState, ...]) -> list[FairState] | None:
    """The shortest way of moves to any of the wanted states, the present one left out."""
    ways = [[state]]
    seen = {state}
    for way in ways:
        if way[-1] in wanted:
            return way[1:]
        for following in MOVES[way[-1]]:
            if following not in seen:
                seen.add(following)
                ways.append([*way, following])
    return None


def _join(texts: list[Text], between: Text) -> Text:
    return Text(zh=between.zh.join(one.zh for one in texts), en=between.en.join(one.en for one in texts))
