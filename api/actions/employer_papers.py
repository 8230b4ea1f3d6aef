"""The files that an employer takes away: its list of a posting and the sheets of its booth, in what each person's stage allows."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from importlib.metadata import version
from typing import Final, Literal

from api.actions.employer_lists import LIST
from api.actions.employer_times import by_turns
from api.actions.errors import BadInput, NotFound
from api.actions.lists import EVENT
from api.actions.own_organisation import organisation_of, own_name, own_posting, own_postings
from api.actions.views import posting_summary
from api.paper.blocks import Paper, Stamp, Style
from api.paper.calendar import calendar_bytes
from api.paper.files import MEDIA_TYPES, PaperFile, paper_file
from api.paper.names import file_name
from api.paper.shortlist import employer_shortlist
from api.paper.timetable import Fair, Meeting, booth_paper
from api.paper.words import event_line
from api.schemas.employer_lists import HandedFilesView, HandedFileView
from api.wiring import Application
from data.stores import BoothInterview, EmployerEvent, Stores
from matching.fair.clock import moment_of
from matching.fair.places import place_of_booth
from matching.knowledge.catalogue import Text
from matching.privacy import is_exact, least_crowd
from matching.records import STANDING, Hall, Stage, Viewer
from matching.shortlist import Counts

OwnKind = Literal["shortlist", "booth", "calendar"]
OwnFormat = Literal["pdf", "xlsx", "csv", "json", "ics"]
_BOOTH: Final = Text(zh="展位", en="booth")
_NO_DAY: Final = Text(zh="活动还没有日期，排不出时间。", en="The event has no day yet, so that there are no times.")
_CALENDAR: Final = Text(zh="日历只有 ics 一种格式，别的文件没有 ics。", en="A calendar is made as ics, and nothing else is.")
_WHICH: Final = Text(zh="请指定岗位或展位。", en="Name the posting or the booth.")


def own_file(
    app: Application,
    viewer: Viewer,
    event_id: str,
    kind: OwnKind,
    form: OwnFormat,
    style: Style,
    posting: str | None = None,
    booth: str | None = None,
) -> PaperFile:
    """One file of the viewer's own: the list of a posting, or the interviews at one of its booths as a sheet or a calendar.

    It holds what the room shows now, and is recorded before it leaves, so that it is marked once somebody in it changes their mind.
    Raises NotAllowed, NotFound, BadInput.
    """
    organisation_of(viewer)
    if (form == "ics") != (kind == "calendar"):
        raise BadInput(_CALENDAR)
    with app.database.read(viewer) as stores:
        event = stores.listings.event(viewer, event_id)
        if event is None:
            raise NotFound(EVENT, event_id)
        if kind == "shortlist":
            if posting is None:
                raise BadInput(_WHICH)
            paper, people = _list_paper(app, stores, viewer, event, posting, style)
            made = paper_file(paper, event.name, style, form)  # type: ignore[arg-type]
        else:
            if booth is None:
                raise BadInput(_WHICH)
            made, people = _booth_file(app, stores, viewer, event, booth, kind, form, style)
    with app.database.begin(viewer) as stores:
        stores.disclosures.record_own(viewer, event_id, kind, form, people, posting if kind == "shortlist" else None)
    return made


def files_view(app: Application, viewer: Viewer) -> HandedFilesView:
    """The files that left for the viewer's organisation, newest first, and which of them must be destroyed. Raises NotAllowed."""
    employer = organisation_of(viewer)
    with app.database.read(viewer) as stores:
        rows = stores.disclosures.list(viewer, app.today)
    return HandedFilesView(
        employer=employer,
        items=tuple(
            HandedFileView(
                id=one.id,
                event=one.event,
                kind=one.kind,
                form=one.form,
                posting=one.posting,
                people=one.people,
                made_at=one.at,
                stale=one.stale,
            )
            for one in rows
        ),
    )


def _list_paper(
    app: Application, stores: Stores, viewer: Viewer, event: EmployerEvent, posting_id: str, style: Style
) -> tuple[Paper, Mapping[str, Stage]]:
    posting = own_posting(stores, viewer, posting_id)
    found = stores.listings.list(viewer, event.id, posting_id, app.today, least_crowd(app.today))
    if found is None:
        raise NotFound(LIST, event.id)
    stamp = Stamp(version("tongtu"), found.run, found.made_at, app.clock())
    summary = posting_summary(posting, own_name(stores, viewer), len(found.rows), 0, Counts())
    return employer_shortlist(event, summary, found.rows, stamp, style.plain), {row.alias: row.stage for row in found.rows}


def _booth_file(
    app: Application,
    stores: Stores,
    viewer: Viewer,
    event: EmployerEvent,
    booth: str,
    kind: OwnKind,
    form: OwnFormat,
    style: Style,
) -> tuple[PaperFile, Mapping[str, Stage]]:
    rows = stores.booths.list(viewer, event.id, app.today) if event.timetable_out else ()
    hall = stores.booths.hall(viewer, event.id)
    here = [one for one in rows if one.booth == booth and one.start is not None and one.state in STANDING]
    if not here or hall is None:
        raise NotFound(_BOOTH, booth)
    if event.on is None:
        raise BadInput(_NO_DAY)
    meetings = _meetings(stores, viewer, event, hall, here)
    fair = Fair(event.name, event_line(event), event.venue, event.on)
    paper = booth_paper(fair, meetings, "employer", Stamp(version("tongtu"), None, None, app.clock()))
    people = {one.alias: one.stage for one in here}
    if kind != "calendar":
        return paper_file(paper, event.name, style, form), people  # type: ignore[arg-type]
    content = calendar_bytes(fair, meetings, paper.stamp, style.language, at_booth="employer")
    return PaperFile(file_name(paper, event.name, Style(style.language), "ics"), content, MEDIA_TYPES["ics"]), people


def _meetings(stores: Stores, viewer: Viewer, event: EmployerEvent, hall: Hall, rows: Sequence[BoothInterview]) -> list[Meeting]:
    """Before the fair runs by turns; then each of one slot: how much longer somebody's interview is would tell what they need."""
    assert event.on is not None, "asked before"
    titles = {one.id: one.title for one in own_postings(stores, viewer)}
    employer = own_name(stores, viewer)
    moved = stores.booths.moved(viewer, event.id)
    found = []
    for one in rows:
        starts = moment_of(event.on, hall, one.start or 0)
        found.append(
            Meeting(
                key=one.key,
                starts=starts,
                ends=starts + timedelta(minutes=hall.slot_minutes),
                booth=one.booth,
                place=place_of_booth(hall, one.booth, moved, one.start),
                employer=employer,
                job=titles.get(one.posting, one.posting),
                code="",
                alias=one.alias,
                name=one.name or "",
                named=one.name is not None,
            )
        )
    return found if is_exact(event.state) else by_turns(event.on, hall, [one.start or 0 for one in rows], found)
