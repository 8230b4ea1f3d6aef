"""The day of a fair: who came, who did not, what went otherwise; each entry changes as little as it can, and says what."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Final

from api.actions.day_consequences import consequences_of
from api.actions.day_faults import check_complete, check_day, check_not_told
from api.actions.day_filling import filled
from api.actions.day_state import Day, Followed
from api.actions.drafts import draft_changes
from api.actions.errors import BadInput, Conflict, NotFound
from api.actions.fair_state import check_act
from api.actions.interviews import TIMETABLE
from api.actions.keys import KEY_USED, claim_key
from api.actions.left_without import left_without
from api.actions.lists import find_event
from api.actions.losses import losses_so_far
from api.actions.redirects import redirect_of
from api.actions.views import candidate_name, candidates_by_id
from api.schemas.interviews import ACT_WORDS, DayChangeView, DayEntryView, DayInput, DayLogView, ForeseenView
from api.wiring import Application
from data.stores import Moved, StoredEntry, Stores, canonical
from matching.fair.clock import clock_of, slot_at
from matching.fair.day import Replanner
from matching.fair.states import Act
from matching.knowledge.catalogue import Text
from matching.records import DayAct, DayEntry, Event, Interview, InterviewState, Viewer
from matching.timetable import TimetableConflict, replan

_SCOPE: Final = "day"
_INTERVIEW: Final = Text(zh="面试", en="interview")
_NOT_THEIRS: Final = Text(
    zh="面试 {number} 不是 {who} 的面试；请核对编号。", en="Interview {number} is none of {who}; compare its number."
)
_NO_CODE: Final = Text(
    zh="没有这个签到码；请核对，或用求职者编号。", en="Nobody has this code; compare it with the sheet, or use the person's id."
)
_IS_HERE: Final = Text(
    zh="{who} 已经签到。确实走了、没有说一声的，请确认后再登记（--confirm）；不想谈了的，登记不谈了。",
    en="{who} has checked in. Confirm it (--confirm) if they went home without a word; if they want no interview any more, record "
    "that they withdrew.",
)
_NO_BOOTH: Final = Text(zh="会场没有 {booth} 号展位。", en="The hall has no booth {booth}.")
_NO_PLACE: Final = Text(
    zh="{booth} 号展位不能改到 {to} 号：那是它自己，或当天也不能用了。请另选一个展位，或不写接手的展位。",
    en="Booth {booth} cannot go on at {to}: that is itself, or is lost as well. Choose another booth, or leave it out.",
)
_NO_UNIT: Final = Text(zh="会场没有这一名（间）支持：{kind} {unit}。", en="The hall has no such unit: {kind} {unit}.")
_MOVED_ON: Final = Text(
    zh="刚才别的登记改动了时间表，结果与您看到的不同；请再看一次。",
    en="Another entry has changed the timetable meanwhile, and this would come out differently; look at it again.",
)


def tell(
    app: Application, viewer: Viewer, event_id: str, told: DayInput, key: str, planner: Replanner = replan, seen: str | None = None
) -> DayEntryView:
    """Record what happened and what follows from it, in one transaction; the timetable changes as little as the rules allow.

    Whom it concerns is written to, and the messages wait in the outbox. What comes from paper is recorded as it was: nothing is
    planned anew. The same `key` again changes nothing. `seen`: the digest of what `foresee` showed; where something else follows
    by now, nothing is recorded. Raises NotFound, Conflict (the event is not running; an interview that was cancelled), BadInput.
    """
    with app.database.begin(viewer) as stores:
        event = find_event(stores, viewer, event_id)
        who = told.candidate if told.code is None else stores.visitors.who_has_code(viewer, event_id, told.code)
        said = told.model_dump(mode="json", exclude={"code", "candidate"})
        claim_key(stores, viewer, _SCOPE, key, {"event": event_id, "who": who, "said": said})
        made = stores.days.made(viewer, key)
        if made is not None:
            if (made.event, made.entry.act) != (event_id, told.act):
                raise BadInput(KEY_USED)
            return _answer(app, stores, viewer, event, made)
        day = _read_day(app, stores, viewer, event, told)
        check_not_told(stores, viewer, day)
        if seen is None and not told.confirmed:
            _check_not_here(day)
        found = _what_follows(app, stores, viewer, day, planner)
        if seen is not None and seen != _digest(found.moves):
            raise Conflict(_MOVED_ON)
        try:
            saved = stores.days.record(viewer, event_id, day.entry, day.slot, key, found.moves, found.visitors, found.waiting)
        except ValueError:
            raise BadInput(KEY_USED) from None
        if not day.on_paper:
            after = {**day.interviews, **{one.interview: one.became for one in saved.changes}}
            draft_changes(stores, viewer, event, saved, after.values())
        return _answer(app, stores, viewer, event, saved)


def foresee(app: Application, viewer: Viewer, event_id: str, told: DayInput, planner: Replanner = replan) -> ForeseenView:
    """What an entry would change, before anybody keeps it; nothing is recorded. Raises as `tell` does."""
    with app.database.read(viewer) as stores:
        event = find_event(stores, viewer, event_id)
        day = _read_day(app, stores, viewer, event, told)
        check_not_told(stores, viewer, day)
        moves = _what_follows(app, stores, viewer, day, planner).moves
        return ForeseenView(
            at=day.entry.at,
            candidate=day.entry.candidate,
            unplaced=day.entry.act is DayAct.WALK_IN and not moves,
            changes=tuple(_change(event, move.interview or 0, _before(day, move), move.became, move.why) for move in moves),
            redirect=redirect_of(stores, viewer, event_id, day.entry, day.slot, (move.became for move in moves)),
            seen=_digest(moves),
        )


def day_log(app: Application, viewer: Viewer, event_id: str, after: int = 0, limit: int = 100) -> DayLogView:
    """The entries of the day in the order in which they were made, with what each changed. Raises NotFound."""
    with app.database.read(viewer) as stores:
        event = find_event(stores, viewer, event_id)
        found = stores.days.list(viewer, event_id, after, limit)
        return DayLogView(
            event=event_id,
            items=tuple(_view(stores, viewer, event, one) for one in found),
            next=found[-1].id if len(found) == limit else None,
        )


def _read_day(app: Application, stores: Stores, viewer: Viewer, event: Event, told: DayInput) -> Day:
    check_act(stores, viewer, event.id, Act.LOAD if told.origin == "paper" else Act.DAY)
    saved = stores.timetables.current(viewer, event.id)
    if saved is None:
        raise NotFound(TIMETABLE, event.id)
    visitors, interviews = stores.timetables.sheet(viewer, event.id)
    entry = _entry(stores, viewer, event, told, interviews, app.clock())
    check_day(event, entry)
    people = {one.candidate: one for one in visitors}
    lost = losses_so_far(stores, viewer, event.id)
    called = _called(stores, viewer, entry.candidate)
    day = Day(event, people, interviews, lost, entry, slot_at(event.hall, entry.at), saved.report.get("most"), called)
    _check_place(day)
    return day


def _called(stores: Stores, viewer: Viewer, candidate: str | None) -> str:
    """What staff call the person of an entry; empty for an entry about nobody."""
    found = {} if candidate is None else candidates_by_id(stores, viewer, [candidate])
    return candidate_name(found[candidate]) if candidate in found else candidate or ""


def _what_follows(app: Application, stores: Stores, viewer: Viewer, day: Day, planner: Replanner) -> Followed:
    """What the entry changes, and who takes what falls free by it."""
    try:
        return filled(app, stores, viewer, day, consequences_of(app, stores, viewer, day, planner), planner)
    except TimetableConflict as fault:
        raise Conflict(Text(zh=f"排不下去：{fault}", en=f"This cannot be planned: {fault}")) from None


def _digest(moves: Sequence[Moved]) -> str:
    return sha256(b"\n".join(canonical([one.interview, one.became]) for one in moves)).hexdigest()[:16]


def _before(day: Day, move: Moved) -> Interview | None:
    return None if move.interview is None else day.interviews[move.interview]


def _entry(
    stores: Stores, viewer: Viewer, event: Event, told: DayInput, interviews: Mapping[int, Interview], now: datetime
) -> DayEntry:
    candidate = told.candidate
    if told.code is not None:
        candidate = stores.visitors.who_has_code(viewer, event.id, told.code)
        if candidate is None:
            raise BadInput(_NO_CODE)
    if candidate is None and told.act is DayAct.WITHDRAWN and told.interview is not None:
        if told.interview not in interviews:
            raise NotFound(_INTERVIEW, str(told.interview))
        candidate = interviews[told.interview].candidate or None
    check_complete(told, candidate)
    values = told.model_dump(exclude={"code", "candidate", "at", "confirmed"}, exclude_none=True)
    return DayEntry(**values, candidate=candidate, at=told.at or now)


def _check_not_here(day: Day) -> None:
    """Somebody who checked in did come: that they are a no-show is told on purpose or not at all."""
    if day.entry.act is DayAct.NO_SHOW and day.of_person(InterviewState.CHECKED_IN, InterviewState.WALK_IN, InterviewState.DONE):
        raise Conflict(_IS_HERE.format(who=day.called))


def _check_place(day: Day) -> None:
    """Names of the entry that the hall or the timetable does not have."""
    entry, numbers = day.entry, {booth.number for booth in day.hall.booths}
    for booth in (entry.booth, entry.to):
        if booth is not None and booth not in numbers:
            raise BadInput(_NO_BOOTH.format(booth=booth))
    if entry.to is not None and entry.to in (entry.booth, *day.lost.closed, *day.lost.moved):
        raise BadInput(_NO_PLACE.format(booth=entry.booth, to=entry.to))
    if entry.support is not None:
        units = sum(support.count for support in day.hall.supports if support.kind is entry.support)
        if entry.unit is None or entry.unit >= units:
            raise BadInput(_NO_UNIT.format(kind=entry.support.value, unit=entry.unit))
    if entry.interview is not None and entry.interview not in day.interviews:
        raise NotFound(_INTERVIEW, str(entry.interview))
    if entry.act is DayAct.HELD and entry.candidate not in (None, day.interviews[entry.interview or 0].candidate):
        raise Conflict(_NOT_THEIRS.format(number=entry.interview, who=day.called))


def _answer(app: Application, stores: Stores, viewer: Viewer, event: Event, saved: StoredEntry) -> DayEntryView:
    """The entry, and beside it who has no interview any more because of it."""
    view = _view(stores, viewer, event, saved)
    return view.model_copy(update={"without": left_without(app, stores, viewer, event, saved)})


def _view(stores: Stores, viewer: Viewer, event: Event, saved: StoredEntry) -> DayEntryView:
    became = [one.became for one in saved.changes]
    return DayEntryView(
        id=saved.id,
        act=saved.entry.act,
        text=ACT_WORDS[saved.entry.act],
        candidate=saved.entry.candidate,
        booth=saved.entry.booth,
        happened_at=saved.entry.at,
        entered_at=saved.at,
        by=saved.by,
        origin=saved.entry.origin,
        unplaced=saved.entry.act is DayAct.WALK_IN and not saved.changes,
        changes=tuple(_change(event, one.interview, one.was, one.became, one.why) for one in saved.changes),
        redirect=redirect_of(stores, viewer, event.id, saved.entry, saved.slot, became, saved.id),
    )


def _change(event: Event, number: int, was: Interview | None, became: Interview, why: Text) -> DayChangeView:
    clock = clock_of(event.hall)

    def at(one: Interview | None) -> str | None:
        return None if one is None or one.start is None else clock.at(one.start)

    return DayChangeView(
        interview=number,
        candidate=became.candidate,
        posting=became.posting,
        booth=became.booth,
        was=None if was is None else was.state.value,
        became=became.state.value,
        was_at=at(was),
        at=at(became),
        why=why,
    )
