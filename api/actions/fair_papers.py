"""The documents of a saved timetable: a sheet for each booth and each person, the day for the desk and for the wall, and calendars.

An employer's sheet and calendar hold what `api.actions.interviews.booth_sheet` shows it: people who agreed to be listed to it, by
a pseudonym, and a name only where the person agreed to be named; before the fair runs by turns, without exact times. Check-in
codes, the same at every booth, are for the person and the desk alone.
"""

import base64
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from importlib.metadata import version
from typing import Final, Literal

from api.actions.employer_times import by_turns
from api.actions.errors import BadInput, NotAllowed, NotFound
from api.actions.interviews import codes_view, sheet_view, timetable_view
from api.actions.lists import find_event
from api.actions.losses import losses_so_far
from api.actions.stages import alias_of
from api.actions.views import candidates_by_id
from api.paper.blocks import Paper, Stamp, Style, Tells
from api.paper.calendar import calendar_bytes
from api.paper.files import MEDIA_TYPES, PaperFile
from api.paper.hall import desk_paper, wall_paper
from api.paper.names import file_name
from api.paper.timetable import Audience, Fair, Meeting, booth_paper, person_paper
from api.paper.words import event_line
from api.schemas import EventView
from api.wiring import Application
from data.stores import Stores
from matching.fair.clock import moment_of
from matching.fair.places import place_of_booth
from matching.knowledge.catalogue import Text
from matching.privacy import is_exact
from matching.records import STANDING, Hall, Role, Stage, Venue, Viewer

_BOOTH_MEETINGS: Final = Text(zh="展位的面试安排", en="booth with interviews")
_PERSON_MEETINGS: Final = Text(zh="求职者的面试安排", en="person with interviews")
_NOTHING_TO_SHOW: Final = Text(
    zh="还没有可以给单位看的面试：先请求职者同意把自己列给单位。",
    en="No interview may be shown to the employers yet: first ask the people whether they agree to be listed to them.",
)
_SHARED: Final = Text(
    zh="展位 {booth} 有几家单位，一家一份：请用 tongtu paper 一次印出。",
    en="Several employers share booth {booth} and each gets a file of its own: print them with tongtu paper.",
)
_WHOLE: Final = Text(
    zh="展位和全场的安排由组织者打印：您只看得到自己负责的人，印出来会缺人。",
    en="The organizer prints the sheets of booths and hall: you see your own people only, so others would be missing.",
)
_NO_DAY: Final = Text(zh="活动还没有日期；请先填写日期。", en="The event has no day yet: set it first.")


@dataclass(frozen=True, slots=True)
class _Row:
    """A meeting, with whose it is: the person's id and the employer's, how far that employer sees into the file, and its slot."""

    candidate: str
    employer: str
    stage: Stage
    start: int
    meeting: Meeting


@dataclass(frozen=True, slots=True)
class _Day:
    """All meetings of a timetable, what they rest on, and when the timetable was saved."""

    fair: Fair
    rows: list[_Row]
    stamp: Stamp
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class FairSheet:
    """One sheet that is not set yet, and what lies behind it. `at_booth`: which reader at a booth it is for; None: the person."""

    fair: Fair
    meetings: tuple[Meeting, ...]
    stamp: Stamp
    saved_at: datetime
    at_booth: Audience | None
    paper: Callable[[], Paper]
    tells: Tells | None = None

    def calendar(self, event: str, language: Literal["zh", "en"]) -> PaperFile:
        """The same interviews as a calendar file of the event (by its name)."""
        stamp = replace(self.stamp, run_at=self.saved_at)
        content = calendar_bytes(self.fair, self.meetings, stamp, language, at_booth=self.at_booth)
        return PaperFile(file_name(self.paper(), event, Style(language), "ics"), content, MEDIA_TYPES["ics"])


def hall_sheet(app: Application, viewer: Viewer, event: EventView, large: bool, wall: bool = False) -> Paper:
    """The whole day, for the desk or for the wall. Raises NotFound (no timetable is saved), NotAllowed (a counselor), BadInput (no
    day)."""
    day = _read(app, viewer, event, "staff", whole=True)
    return (wall_paper if wall else desk_paper)(day.fair, [row.meeting for row in day.rows], day.stamp, large)


def person_sheets(
    app: Application, viewer: Viewer, event: EventView, candidate: str | None, plain: bool = False
) -> list[FairSheet]:
    """A sheet for each person, by name; of one person where asked. Raises NotFound, BadInput (no day)."""
    day = _read(app, viewer, event, "staff", whole=False)
    people: dict[str, list[Meeting]] = {}
    for row in day.rows:
        if candidate in (None, row.candidate):
            people.setdefault(row.candidate, []).append(row.meeting)
    if candidate is not None and not people:
        raise NotFound(_PERSON_MEETINGS, candidate)
    ordered = sorted(people.values(), key=lambda mine: (mine[0].name, mine[0].code))
    return [
        FairSheet(
            day.fair,
            tuple(mine),
            day.stamp,
            day.saved_at,
            None,
            partial(person_paper, day.fair, mine[0].name, mine, day.stamp, plain),
        )
        for mine in ordered
    ]


def booth_sheets(
    app: Application, viewer: Viewer, event: EventView, audience: Audience, booth: str | None, alone: bool = False
) -> list[FairSheet]:
    """A sheet for each booth, or for employers one for each employer at it; of one booth where asked. `alone`: only one is wanted.

    Raises NotFound, NotAllowed (a counselor), BadInput (no day, nothing that employers may see, several where one is wanted).
    """
    day = _read(app, viewer, event, audience, whole=True)
    booths: dict[tuple[str, str], list[_Row]] = {}
    for row in day.rows:
        if booth in (None, row.meeting.booth):
            owner = row.employer if audience == "employer" else ""
            booths.setdefault((row.meeting.booth, owner), []).append(row)
    if not booths and audience == "employer":
        raise BadInput(_NOTHING_TO_SHOW)
    if booth is not None and not booths:
        raise NotFound(_BOOTH_MEETINGS, booth)
    if alone and len(booths) > 1:
        raise BadInput(_SHARED.format(booth=booth))
    return [_booth_sheet(day, rows, owner, audience) for (_, owner), rows in sorted(booths.items())]


def _booth_sheet(day: _Day, rows: list[_Row], owner: str, audience: Audience) -> FairSheet:
    meetings = [row.meeting for row in rows]
    tells = Tells(owner, {row.candidate: row.stage for row in rows}) if audience == "employer" else None

    def paper() -> Paper:
        return replace(booth_paper(day.fair, meetings, audience, day.stamp), tells=tells)

    return FairSheet(day.fair, tuple(meetings), day.stamp, day.saved_at, audience, paper, tells)


def _read(app: Application, viewer: Viewer, view: EventView, audience: Audience, whole: bool) -> _Day:
    """The meetings that this reader may see, by time. What fell out or has no time (any more) is not on paper."""
    if whole and viewer.role is not Role.ORGANIZER:
        raise NotAllowed(_WHOLE)
    timetable = timetable_view(app, viewer, view.id)
    codes = {one.candidate: one.code for one in codes_view(app, viewer, view.id).items}
    items = [
        one
        for one in sheet_view(app, viewer, view.id).items
        if one.start is not None and one.state in STANDING and one.candidate in codes
    ]
    with app.database.read(viewer) as stores:
        event, run = find_event(stores, viewer, view.id), stores.runs.get(viewer, timetable.run)
        if event.on is None:
            raise BadInput(_NO_DAY)
        named = sorted({one.posting for one in items})
        owners = {one.id: one.employer for one in stores.postings.iterate(viewer, named)} if named else {}
        moved = losses_so_far(stores, viewer, view.id).moved
        standing = stores.fairs.standing(viewer, view.id)
        exact = standing is not None and is_exact(standing.state)
        pairs = {(one.candidate, owners.get(one.posting, "")) for one in items}
        stages = _stages(app, stores, viewer, view.id, pairs) if audience == "employer" else {}
    fair = Fair(view.name, event_line(view), _venue(event.venue), event.on)
    rows: list[_Row] = []
    for one in items:
        owner = owners.get(one.posting, "")
        stage = stages.get((one.candidate, owner), Stage.COUNTS)
        if audience == "employer" and stage is Stage.COUNTS:
            continue
        starts = moment_of(event.on, event.hall, one.start or 0)
        # Every interview is one slot long to an employer: how much longer somebody's is would tell what they need.
        length = event.hall.slot_minutes if audience == "employer" else one.minutes
        meeting = Meeting(
            key=_key(app, view.id, one.candidate, one.posting),
            starts=starts,
            ends=starts + timedelta(minutes=length),
            booth=one.booth,
            place=place_of_booth(event.hall, one.booth, moved, one.start),
            employer=one.employer,
            job=one.title,
            code=codes[one.candidate],
            alias=alias_of(app, view.id, owner, one.candidate),
            name=one.name,
            named=stage in (Stage.IDENTITY, Stage.QUOTA),
            resources=one.supports,
        )
        rows.append(_Row(one.candidate, owner, stage, one.start or 0, meeting))
    if audience == "employer" and not exact:
        rows = _in_turns(rows, event.on, event.hall)
    stamp = Stamp(version("tongtu"), timetable.run, None if run is None else run.made_at, app.clock())
    return _Day(fair, rows, stamp, timetable.made_at)


def _in_turns(rows: list[_Row], on: date, hall: Hall) -> list[_Row]:
    """The rows without their times, counted for each employer."""
    found: list[_Row] = []
    for owner in sorted({row.employer for row in rows}):
        own = [row for row in rows if row.employer == owner]
        meetings = by_turns(on, hall, [row.start for row in own], [row.meeting for row in own])
        found += [replace(row, meeting=meeting) for row, meeting in zip(own, meetings, strict=True)]
    return found


def _stages(
    app: Application, stores: Stores, viewer: Viewer, event: str, pairs: set[tuple[str, str]]
) -> dict[tuple[str, str], Stage]:
    """The stage of each person towards each employer; nobody without a stored name is at the identity stage."""
    people = candidates_by_id(stores, viewer, (name for name, _ in pairs))
    found: dict[tuple[str, str], Stage] = {}
    for employer in sorted({employer for _, employer in pairs}):
        names = [name for name, other in pairs if other == employer and name in people]
        for name, one in stores.listings.reach(viewer, event, employer, names, app.today).items():
            nameless = one.stage is not Stage.LISTING and not people[name].person.name
            found[name, employer] = Stage.LISTING if nameless else one.stage
    return found


def _key(app: Application, event: str, candidate: str, posting: str) -> str:
    """The same for every timetable of the event, so that a calendar replaces an interview that moved; it tells nothing."""
    digest = app.keys.digest("calendar", f"{event}\0{candidate}\0{posting}".encode())
    return base64.b32encode(digest)[:20].decode().lower()


def _venue(venue: Venue | None) -> str:
    return "" if venue is None else f"{venue.name} {venue.place.address}".strip()
