"""What of an entry of the day cannot be, before anything follows from it: a part that is missing, another day, twice the same."""

from collections.abc import Callable
from typing import Final

from api.actions.day_state import Day
from api.actions.errors import BadInput, Conflict
from api.schemas.interviews import ACT_WORDS, DayInput
from data.stores import StoredEntry, Stores
from matching.china_time import in_china, time_in_china
from matching.fair.losses import ALL_DAY
from matching.fair.places import goes_on_at
from matching.knowledge.catalogue import Text
from matching.records import NEEDED, SUPPORT_TEXTS, DayAct, DayEntry, Event, InterviewState, Viewer
from matching.verdicts.wording import join

_PARTS: Final = {
    "candidate": Text(zh="是谁（签到码，或姓名、编号）", en="who (the code on the sheet, or a name or id)"),
    "interview": Text(zh="哪一场面试（编号）", en="which interview (its number)"),
    "booth": Text(zh="哪个展位", en="which booth"),
    "slots": Text(zh="几个时段", en="how many slots"),
    "support": Text(zh="哪种支持", en="which support"),
    "unit": Text(zh="第几名（间），从 0 数起", en="which of them, from 0"),
}
_WHO_OR_WHICH: Final = Text(
    zh="是谁（签到码，或姓名、编号），或哪一场面试（编号）",
    en="who (the code on the sheet, or a name or id), or which interview (its number)",
)
_MISSING: Final = Text(zh="登记“{act}”还要写明：{parts}。", en="To record “{act}”, say {parts} as well.")
_NO_ZONE: Final = Text(
    zh="时间没有写时区；请写成 2027-03-20T10:15:00+08:00。", en="The moment has no time zone; write 2027-03-20T10:15:00+08:00."
)
_OTHER_DAY: Final = Text(
    zh="登记的时间是 {said}，活动在 {day}；请写活动当天的时间，或用当天的记录表导入。",
    en="The entry is of {said}, but the event is on {day}; give a moment of that day, or load the sheet of that day.",
)
_HELD: Final = Text(
    zh="面试 {number} 已在 {time} 登记为已进行，没有再登记。",
    en="Interview {number} was already held, recorded at {time}.",
)
_HERE: Final = Text(zh="{who} 已在 {time} 签到，没有再登记。", en="{who} already checked in at {time}; nothing was recorded.")
_WALKED_IN: Final = Text(
    zh="{who} 已在 {time} 登记为现场来人，不用再签到。",
    en="{who} was already recorded as a walk-in at {time}.",
)
_WITHDREW: Final = Text(
    zh="{who} 已在 {time} 登记为不谈了，没有再登记。", en="{who} already withdrew at {time}; nothing was recorded."
)
_BOOTH_GONE: Final = Text(
    zh="{booth} 号展位已在 {time} 登记为“{act}”，没有再登记。",
    en="Booth {booth} was already recorded at {time}: {act}; nothing was recorded.",
)
_GOES_ON: Final = Text(
    zh="{booth} 号展位已在 {time} 登记改到 {to} 号，没有再登记。",
    en="Booth {booth} already goes on at {to}, recorded at {time}; nothing was recorded.",
)
_AWAY: Final = Text(
    zh="{kind} {unit} 已在 {time} 登记为离开，没有再登记。",
    en="{kind} {unit} was already recorded as away at {time}; nothing was recorded.",
)
_COMING_AND_GOING: Final = (DayAct.CHECK_IN, DayAct.WALK_IN, DayAct.LATE, DayAct.NO_SHOW, DayAct.WITHDRAWN)
_AHEAD: Final = (InterviewState.PLANNED, InterviewState.CHECKED_IN, InterviewState.LATE, InterviewState.WALK_IN)
_PAGE: Final = 1_000


def check_complete(told: DayInput, candidate: str | None) -> None:
    """Raises BadInput for what the act cannot do without, and for a moment without a time zone. `candidate`: whom it is about."""
    given = told.model_dump() | {"candidate": candidate}
    parts = _PARTS | {"candidate": _WHO_OR_WHICH} if told.act is DayAct.WITHDRAWN else _PARTS
    missing = [parts[name] for name in NEEDED[told.act] if given[name] is None]
    if missing:
        raise BadInput(_MISSING.format(act=ACT_WORDS[told.act], parts=join(missing)))
    if told.at is not None and told.at.tzinfo is None:
        raise BadInput(_NO_ZONE)


def check_day(event: Event, entry: DayEntry) -> None:
    """Raises BadInput for a moment on another day than the event's, with both days."""
    said = in_china(entry.at).date()
    if event.on is not None and said != event.on:
        raise BadInput(_OTHER_DAY.format(said=said, day=event.on))


def check_not_told(stores: Stores, viewer: Viewer, day: Day) -> None:
    """Raises Conflict for what was told already and is still so, with the time at which it was told."""
    entry = day.entry
    match entry.act:
        case DayAct.HELD:
            if day.interviews[entry.interview or 0].state is InterviewState.DONE:
                before = _last(stores, viewer, day, (DayAct.HELD,), lambda one: one.interview == entry.interview)
                raise Conflict(_HELD.format(number=entry.interview, time=_time(before)))
        case DayAct.CHECK_IN:
            _check_not_here(stores, viewer, day)
        case DayAct.WITHDRAWN:
            before = _coming_and_going(stores, viewer, day)
            if before is not None and before.entry.act is DayAct.WITHDRAWN and not day.of_person(*_AHEAD):
                raise Conflict(_WITHDREW.format(who=day.called, time=_time(before)))
        case DayAct.EMPLOYER_LEFT | DayAct.BOOTH_LOST:
            _check_booth(stores, viewer, day)
        case DayAct.SUPPORT_GONE:
            until = ALL_DAY if entry.slots is None else day.slot + entry.slots
            unit = (entry.support, entry.unit)
            if any((kind, n) == unit and since <= day.slot and until <= end for kind, n, since, end in day.lost.gone):
                before = _last(stores, viewer, day, (DayAct.SUPPORT_GONE,), lambda one: (one.support, one.unit) == unit)
                kind = Text(zh="", en="") if entry.support is None else SUPPORT_TEXTS[entry.support]
                raise Conflict(_AWAY.format(kind=kind, unit=entry.unit, time=_time(before)))


def _check_not_here(stores: Stores, viewer: Viewer, day: Day) -> None:
    """Whoever came once is here, unless a timetable expects them anew or nothing is left of what they were missed at."""
    if day.of_person(InterviewState.PLANNED, InterviewState.LATE):
        return
    if day.of_person(InterviewState.NO_SHOW) and not day.of_person(*_AHEAD):
        return
    before = _coming_and_going(stores, viewer, day)
    if before is not None and before.entry.act in (DayAct.CHECK_IN, DayAct.WALK_IN):
        said = _HERE if before.entry.act is DayAct.CHECK_IN else _WALKED_IN
        raise Conflict(said.format(who=day.called, time=_time(before)))


def _check_booth(stores: Stores, viewer: Viewer, day: Day) -> None:
    entry = day.entry
    booth = entry.booth or ""
    if entry.to is not None:
        if goes_on_at(day.lost.moved, booth) == entry.to:
            before = _last(stores, viewer, day, (DayAct.BOOTH_LOST,), lambda one: (one.booth, one.to) == (booth, entry.to))
            raise Conflict(_GOES_ON.format(booth=booth, to=entry.to, time=_time(before)))
    elif booth in day.lost.closed and day.lost.closed[booth] <= day.slot:
        acts = (DayAct.EMPLOYER_LEFT, DayAct.BOOTH_LOST)
        before = _last(stores, viewer, day, acts, lambda one: one.booth == booth and one.to is None)
        act = entry.act if before is None else before.entry.act
        raise Conflict(_BOOTH_GONE.format(booth=booth, time=_time(before), act=ACT_WORDS[act]))


def _coming_and_going(stores: Stores, viewer: Viewer, day: Day) -> StoredEntry | None:
    """What was told last of the person's coming and going; who withdrew from one interview alone did not go."""
    told = stores.days.of_candidate(viewer, day.entry.candidate or "")
    there = [one for one in told if one.event == day.event.id and one.entry.act in _COMING_AND_GOING]
    there = [one for one in there if one.entry.act is not DayAct.WITHDRAWN or one.entry.interview is None]
    return there[-1] if there else None


def _last(
    stores: Stores, viewer: Viewer, day: Day, acts: tuple[DayAct, ...], same: Callable[[DayEntry], bool]
) -> StoredEntry | None:
    """The last entry of these acts that tells the same."""
    found, after = None, 0
    while page := stores.days.list(viewer, day.event.id, after, _PAGE, acts=acts):
        found = next((one for one in reversed(page) if same(one.entry)), found)
        after = page[-1].id
    return found


def _time(before: StoredEntry | None) -> str:
    return "--:--" if before is None else time_in_china(before.entry.at)
