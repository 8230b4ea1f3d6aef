"""When people can be at a fair: told by them, kept by staff, read by every timetable that is made."""

import re
from collections.abc import Sequence
from datetime import time
from typing import Final

from pydantic import ValidationError

from api.actions.errors import BadInput, NotFound
from api.actions.fair_state import check_act
from api.actions.lists import CANDIDATE, find_event
from api.actions.pools import check_staff
from api.actions.views import candidate_name, candidates_by_id
from api.schemas.own_hours import OwnHoursListView, OwnHoursView
from api.wiring import Application
from matching.fair.clock import open_slots
from matching.fair.states import Act
from matching.knowledge.catalogue import Text
from matching.records import Event, OwnHours, TimeWindow, Viewer

_SPAN: Final = re.compile(r"(\d{1,2})[:：](\d{2})\s*(?:-|–|—|~|至|到)\s*(\d{1,2})[:：](\d{2})")
_UNREAD: Final = Text(zh="时间“{said}”看不懂；请写成 9:00-11:30", en="The hours {said} cannot be read; write them as 9:00-11:30")
_WRONG: Final = Text(
    zh="时间 {said} 前后颠倒或互相重叠；请按先后分开写。",
    en="The hours {said} end before they begin, or overlap; write them one after the other.",
)
_NOT_IN: Final = Text(
    zh="{who} 不参加这场活动；先放宽参加条件，再登记时间。",
    en="{who} takes no part in this event; widen who may take part first.",
)
_OUTSIDE: Final = Text(
    zh="{said} 里放不下一场面试：会场 {hours} 开放，每场 {minutes} 分钟。请另约时间，或改会场的时间。",
    en="No interview fits into {said}: the hall is open {hours}, an interview takes {minutes} minutes. Agree on other hours, or "
    "change those of the hall.",
)


def set_hours(app: Application, viewer: Viewer, event_id: str, candidate: str, windows: Sequence[TimeWindow]) -> OwnHoursView:
    """Keep when a person can be at an event, instead of what was kept before; no windows: all day.

    The same again changes nothing. A timetable that is saved already stays as it is: allocate anew. Raises NotAllowed, NotFound,
    Conflict (the state of the event), BadInput (somebody who takes no part, hours without room for one interview).
    """
    check_staff(viewer)
    with app.database.begin(viewer) as stores:
        event = find_event(stores, viewer, event_id)
        people = candidates_by_id(stores, viewer, [candidate])
        if candidate not in people:
            raise NotFound(CANDIDATE, candidate)
        check_act(stores, viewer, event_id, Act.HOURS)
        if windows:
            stores.visitors.set_hours(viewer, event_id, _checked(event, candidate, windows))
        else:
            stores.visitors.clear_hours(viewer, event_id, candidate)
        return OwnHoursView(candidate=candidate, name=candidate_name(people[candidate]), windows=tuple(windows))


def list_hours(app: Application, viewer: Viewer, event_id: str, after: str | None = None, limit: int = 100) -> OwnHoursListView:
    """A page of the people who cannot be there all day, in order of id. Raises NotAllowed, NotFound."""
    check_staff(viewer)
    with app.database.read(viewer) as stores:
        find_event(stores, viewer, event_id)
        known = stores.visitors.hours(viewer, event_id)
        chosen = [name for name in known if after is None or name > after][:limit]
        people = candidates_by_id(stores, viewer, chosen)
    return OwnHoursListView(
        event=event_id,
        items=tuple(
            OwnHoursView(candidate=name, name=candidate_name(people[name]), windows=known[name].windows)
            for name in chosen
            if name in people
        ),
        next=chosen[-1] if len(chosen) == limit and chosen[-1] != max(known) else None,
    )


def read_windows(said: Sequence[str]) -> tuple[TimeWindow, ...]:
    """Hours as people write them: 9:00-11:30. Raises BadInput."""
    found = []
    for one in said:
        match = _SPAN.fullmatch(one.strip())
        if match is None:
            raise BadInput(_UNREAD.format(said=one))
        try:
            a, b, c, d = map(int, match.groups())
            found.append(TimeWindow(starts=time(a, b), ends=time(c, d)))
        except ValidationError:
            raise BadInput(_WRONG.format(said=one)) from None
        except ValueError:
            raise BadInput(_UNREAD.format(said=one)) from None
    return tuple(found)


def _checked(event: Event, candidate: str, windows: Sequence[TimeWindow]) -> OwnHours:
    said = ", ".join(f"{one.starts:%H:%M}-{one.ends:%H:%M}" for one in windows)
    if event.candidates and candidate not in event.candidates:
        raise BadInput(_NOT_IN.format(who=candidate))
    try:
        hours = OwnHours(candidate=candidate, windows=tuple(windows))
    except ValidationError:
        raise BadInput(_WRONG.format(said=said)) from None
    hall = event.hall
    if hall.hours is not None and open_slots(hall) > 0 and open_slots(hall, hours.windows) == 0:
        opening = f"{hall.hours.starts:%H:%M}-{hall.hours.ends:%H:%M}"
        raise BadInput(_OUTSIDE.format(said=said, hours=opening, minutes=hall.slot_minutes))
    return hours
