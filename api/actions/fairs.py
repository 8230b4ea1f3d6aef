"""An event as its organizer runs it: its state and plan, changed by one at a time."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from api.actions.drafts import draft_times
from api.actions.errors import BadInput, Conflict
from api.actions.fair_state import PLANNED, check_act, known_version, open_standing, refuse
from api.actions.keys import KEY_USED, claim_key
from api.actions.lists import find_event
from api.actions.views import employer_names
from api.schemas.fairs import (
    ActView,
    EventPlan,
    FairView,
    HistoryView,
    MoveView,
    PlanFaultView,
    VersionView,
)
from api.wiring import Application
from data.stores import EventVersion, Stale, Standing, Stores, Vetting
from matching.china_time import minute_in_china
from matching.fair.admission import is_admitted
from matching.fair.conditions import EVALUATION_DAYS, MoveFacts, missing_for
from matching.fair.faults import TakingPart, booth_of, find_faults
from matching.fair.follow_ups import unanswered
from matching.fair.states import ACT_TEXTS, MOVES, STATE_TEXTS, Act, FairState, may, refusal_of_move
from matching.knowledge.catalogue import Text
from matching.records import Admission, Event, EventKind, Hall, PostingStatus, Viewer

_MOVED = "move"
_SCOPE = "fair"
_EVALUATED_AT = 3
"""Months after which an event is evaluated."""
_NOBODY = Text(
    zh="没有人符合这些参加条件；请放宽条件，或先导入求职者。",
    en="Nobody meets these conditions; widen them, or import candidates first.",
)
_NO_POSTINGS = Text(
    zh="没有一个在招岗位的单位有展位；先给单位安排展位。",
    en="No employer of an open posting has a booth; give employers a booth first.",
)
_IS_SO = Text(zh="活动现在就是“{state}”，不用再转。", en="The event is {state} already; there is nothing to do.")
_DONE = Text(
    zh="活动已经是“{state}”：{by} 在 {at} 办的，不用再办一次。",
    en="The event is {state} already: {by} saw to it at {at}, and it need not be done again.",
)
_NOT_YET = Text(zh="还不能转为“{state}”：{missing}。", en="It cannot become {state} yet: {missing}.")


def fair_view(app: Application, viewer: Viewer, event_id: str) -> FairView:
    """One event with its state, what is wrong with its plan, and what may be done. Raises NotFound."""
    with app.database.read(viewer) as stores:
        return _view(app, stores, viewer, find_event(stores, viewer, event_id))


def fair_history(app: Application, viewer: Viewer, event_id: str) -> HistoryView:
    """Every change of an event, oldest first. Raises NotFound."""
    with app.database.read(viewer) as stores:
        find_event(stores, viewer, event_id)
        return HistoryView(event=event_id, items=tuple(_version(one) for one in stores.fairs.history(viewer, event_id)))


def create_event(app: Application, viewer: Viewer, name: str, kind: EventKind, plan: EventPlan, key: str) -> FairView:
    """A new event with its plan, in one step; its id is made from its day. The same `key` again gives the same event.

    Raises BadInput as `plan_event` does, and nothing is stored then.
    """
    event_id = "-".join(["fair", *([] if plan.on is None else [plan.on.isoformat()]), app.identify(f"event:{key}")[:6]])
    with app.database.begin(viewer) as stores:
        claim_key(stores, viewer, _SCOPE, key, {"create": name, "kind": kind, "plan": plan})
        made = stores.fairs.made(viewer, key)
        if made is not None:
            if (made.event, made.act) != (event_id, PLANNED):
                raise BadInput(KEY_USED)
            return _view(app, stores, viewer, find_event(stores, viewer, event_id))
        event = Event(id=event_id, name=name, kind=kind, district=viewer.district)
        stores.events.upsert_many(viewer, [event])
        planned = _planned(app, stores, viewer, event, plan)
        stores.events.upsert_many(viewer, [planned])
        _advance(stores, viewer, event_id, known_version(stores, viewer, event_id), FairState.DRAFT, PLANNED, key)
        return _view(app, stores, viewer, planned)


def plan_event(app: Application, viewer: Viewer, event_id: str, plan: EventPlan, key: str, version: int | None = None) -> FairView:
    """Change day, venue, hall or admission of an event; what the plan leaves out stays. Faults are named, not refused.

    The same `key` again changes nothing. With a `version`, the event must still be as it was looked at. Raises NotFound, Conflict
    (the state does not allow it, or somebody was faster), BadInput (a day that is over, nobody meets the admission).
    """
    with app.database.begin(viewer) as stores:
        event = find_event(stores, viewer, event_id)
        claim_key(stores, viewer, _SCOPE, key, {"event": event_id, "plan": plan})
        made = stores.fairs.made(viewer, key)
        if made is not None:
            if (made.event, made.act) != (event_id, PLANNED):
                raise BadInput(KEY_USED)
            return _view(app, stores, viewer, event)
        standing = open_standing(stores, viewer, event_id, version)
        check_act(stores, viewer, event_id, Act.PLAN)
        planned = _planned(app, stores, viewer, event, plan)
        stores.events.upsert_many(viewer, [planned])
        _advance(stores, viewer, event_id, standing, standing.state, PLANNED, key)
        return _view(app, stores, viewer, planned)


def move_event(
    app: Application,
    viewer: Viewer,
    event_id: str,
    to: str,
    key: str,
    version: int | None = None,
    named: str = "",
    note: str = "",
) -> FairView:
    """Take an event to another state. A confirmation names the person who confirms. Once it is published, its times are written to
    everybody concerned: the messages wait in the outbox.

    The same `key` again changes nothing. Two who move it at once: the second is told. Raises NotFound, BadInput (no such state, or
    something is missing: all of it is named), Conflict (the table of states, or somebody was faster).
    """
    wanted = _state(to)
    with app.database.begin(viewer) as stores:
        event = find_event(stores, viewer, event_id)
        claim_key(stores, viewer, _SCOPE, key, {"event": event_id, "to": wanted, "named": named.strip(), "note": note})
        made = stores.fairs.made(viewer, key)
        if made is not None:
            if (made.event, made.act, made.state) != (event_id, _MOVED, wanted):
                raise BadInput(KEY_USED)
            return _view(app, stores, viewer, event)
        standing = open_standing(stores, viewer, event_id, version)
        if standing.state is wanted:
            raise Conflict(_done_already(stores.fairs.history(viewer, event_id), wanted))
        refusal = refusal_of_move(standing.state, wanted)
        if refusal is not None:
            raise Conflict(refusal)
        missing = missing_for(wanted, _facts(app, stores, viewer, event, named))
        if missing:
            lines = Text(zh="；".join(one.zh for one in missing), en="; ".join(one.en for one in missing))
            raise BadInput(_NOT_YET.format(state=STATE_TEXTS[wanted], missing=lines))
        earlier = stores.fairs.history(viewer, event_id)
        _advance(stores, viewer, event_id, standing, wanted, _MOVED, key, named.strip() or None, note)
        if wanted is FairState.PUBLISHED:
            draft_times(stores, viewer, event, earlier)
        return _view(app, stores, viewer, event)


def _advance(
    stores: Stores,
    viewer: Viewer,
    event: str,
    standing: Standing,
    state: FairState,
    act: str,
    key: str,
    named: str | None = None,
    note: str = "",
) -> EventVersion:
    try:
        return stores.fairs.advance(viewer, event, standing.version, state, act, key, named=named, note=note)
    except Stale:
        raise refuse(stores, viewer, event) from None
    except ValueError:
        # The event was found and the value of the key is checked at the door: somebody else's key, of an event not seen here.
        raise BadInput(KEY_USED) from None


def _planned(app: Application, stores: Stores, viewer: Viewer, event: Event, plan: EventPlan) -> Event:
    fields = ("name", "kind", "on", "venue", "hall", "admits")
    given: dict[str, Any] = {name: value for name in fields if (value := getattr(plan, name)) is not None}
    if plan.on is not None and plan.on < app.today:
        raise BadInput(
            Text(zh="日期 {day} 已过；请选以后的日期。", en="The day {day} is over; choose one to come.").format(day=plan.on)
        )
    if plan.admits is not None and plan.admits == Admission():
        given["candidates"] = ()
    elif plan.admits is not None:
        chosen = tuple(one.id for one in stores.candidates.iterate(viewer) if is_admitted(one, plan.admits))
        if not chosen:
            raise BadInput(_NOBODY)
        given["candidates"] = chosen
    if plan.postings is not None:
        given["with_booth"] = plan.postings == "with_booth"
        given["postings"] = _with_booth(stores, viewer, plan.hall or event.hall) if given["with_booth"] else ()
        if given["with_booth"] and not given["postings"]:
            raise BadInput(_NO_POSTINGS)
    elif plan.hall is not None and event.with_booth:
        # Without any booth the postings of before stay, and the plan's faults name them.
        given["postings"] = _with_booth(stores, viewer, plan.hall) or event.postings
    return event.model_copy(update=given)


def _with_booth(stores: Stores, viewer: Viewer, hall: Hall) -> tuple[str, ...]:
    found = stores.postings.outlines(viewer, status=PostingStatus.OPEN)
    return tuple(one.id for one in found if booth_of(hall, one.id, one.employer) is not None)


def _facts(app: Application, stores: Stores, viewer: Viewer, event: Event, named: str = "") -> MoveFacts:
    invited = {one.employer: one.state for one in stores.fairs.employers(viewer, event.id)}
    there = sorted({booth.employer for booth in event.hall.booths if booth.employer is not None})
    names = employer_names(stores, viewer, there)
    timetable = stores.timetables.current(viewer, event.id)
    planned = max((one.at for one in stores.fairs.history(viewer, event.id) if one.act == PLANNED), default=None)
    return MoveFacts(
        today=app.today,
        on=event.on,
        faults=find_faults(event, app.today, _taking_part(stores, viewer, event)),
        named=named,
        has_run=stores.runs.latest(viewer, event.id) is not None,
        has_timetable=timetable is not None,
        outdated=timetable is not None and planned is not None and timetable.at < planned,
        unvetted=tuple(names.get(name, name) for name in there if invited.get(name) is not Vetting.APPROVED),
        unasked=_unasked(app, stores, viewer, event),
    )


def _unasked(app: Application, stores: Stores, viewer: Viewer, event: Event) -> int:
    """Hires of the event whose follow-up at three months has no answer; none is looked for before an evaluation is due."""
    if event.on is None or app.today < event.on + timedelta(days=EVALUATION_DAYS):
        return 0
    return unanswered(stores.outcomes.list(viewer, event=event.id), app.today, _EVALUATED_AT)


def _taking_part(stores: Stores, viewer: Viewer, event: Event) -> TakingPart:
    """The open postings that take part, and what everything is called that the hall names."""
    chosen = stores.postings.outlines(viewer, event.postings or None, status=PostingStatus.OPEN)
    named = {posting for booth in event.hall.booths for posting in booth.postings} - {one.id for one in chosen}
    apart = stores.postings.outlines(viewer, named) if named else ()
    there = {booth.employer for booth in event.hall.booths if booth.employer is not None}
    names = employer_names(stores, viewer, there | {one.employer for one in chosen})
    return TakingPart({one.id: one.employer for one in chosen}, names | {one.id: one.title for one in (*chosen, *apart)})


def _view(app: Application, stores: Stores, viewer: Viewer, event: Event) -> FairView:
    standing = known_version(stores, viewer, event.id)
    facts = _facts(app, stores, viewer, event)
    history = stores.fairs.history(viewer, event.id)
    confirmed = _confirmation(history)
    # A confirmation asks for a name when it is made: that alone is no fault of the event.
    asked = replace(facts, named="-")
    invited = stores.fairs.employers(viewer, event.id)
    return FairView(
        event=event.id,
        name=event.name,
        kind=event.kind.value,
        on=event.on,
        state=standing.state.value,
        state_text=STATE_TEXTS[standing.state],
        version=standing.version,
        confirmed_by=None if confirmed is None else confirmed.named,
        confirmed_at=None if confirmed is None else confirmed.at,
        venue=event.venue,
        hall=event.hall,
        admits=event.admits,
        candidates=len(event.candidates) or stores.candidates.count(viewer),
        listed=stores.fairs.listed(viewer, event.id, app.today),
        chosen_postings=len(event.postings),
        employers=len(invited),
        approved=sum(one.state is Vetting.APPROVED for one in invited),
        faults=tuple(PlanFaultView(code=one.code, problem=one.problem, cure=one.cure) for one in facts.faults),
        moves=tuple(
            MoveView(to=one.value, text=STATE_TEXTS[one], missing=missing_for(one, asked)) for one in MOVES[standing.state]
        ),
        acts=tuple(ActView(act=act.value, text=ACT_TEXTS[act]) for act in Act if may(standing.state, act)),
    )


def _confirmation(history: tuple[EventVersion, ...]) -> EventVersion | None:
    """The confirmation in force: the last one, unless the event went back before it since."""
    found = None
    for one in history:
        if one.act == _MOVED and one.state is FairState.CONFIRMED and one.named is not None:
            found = one
        elif one.state in (FairState.DRAFT, FairState.COLLECTING, FairState.PRE_MATCHED):
            found = None
    return found


def _done_already(history: tuple[EventVersion, ...], state: FairState) -> Text:
    """Who brought the event to where it is, for somebody who is about to do the same."""
    made = next((one for one in reversed(history) if one.act == _MOVED and one.state is state), None)
    if made is None:
        return _IS_SO.format(state=STATE_TEXTS[state])
    return _DONE.format(state=STATE_TEXTS[state], by=made.named or made.by, at=minute_in_china(made.at))


def _version(one: EventVersion) -> VersionView:
    return VersionView(
        version=one.version,
        act=one.act,
        state=one.state.value,
        state_text=STATE_TEXTS[one.state],
        named=one.named,
        note=one.note,
        at=one.at,
        by=one.by,
    )


def _state(to: str) -> FairState:
    try:
        return FairState(to)
    except ValueError:
        known = ", ".join(FairState)
        unknown = Text(zh="没有这种状态：{to}；可用：{known}", en="There is no state {to}; known: {known}")
        raise BadInput(unknown.format(to=to, known=known)) from None
