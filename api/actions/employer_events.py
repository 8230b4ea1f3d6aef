"""The events of an employer: its lists, its own booth once the timetable is out, and what to prepare there."""

from collections.abc import Mapping
from typing import Final

from api.actions.employer_times import ToldTime, told_times
from api.actions.errors import NotFound
from api.actions.lists import EVENT
from api.actions.own_organisation import organisation_of, own_postings
from api.schemas.employer_events import EmployerEventsView, EmployerEventView, ListOfEventView, PlaceView
from api.schemas.interviews import STATE_WORDS
from api.wiring import Application
from data.stores import BoothInterview, EmployerEvent, Stores, Vetting
from matching.fair.places import NOWHERE, Redirects, place_of_booth
from matching.fair.preparation import GUIDANCE
from matching.fair.states import STATE_TEXTS
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Text
from matching.privacy import WHY, is_exact
from matching.records import Hall, Viewer

VETTING_TEXTS: Final[Mapping[Vetting, Text]] = {
    Vetting.INVITED: Text(zh="已邀请，等就业服务机构审核", en="invited; the employment service is still checking"),
    Vetting.APPROVED: Text(zh="已通过审核", en="approved"),
    Vetting.REFUSED: Text(zh="没有通过审核；请联系就业服务机构", en="not approved; talk to the employment service"),
}


def events_view(app: Application, viewer: Viewer) -> EmployerEventsView:
    """The events that the viewer's organisation was invited to, soonest first. Raises NotAllowed."""
    employer = organisation_of(viewer)
    with app.database.read(viewer) as stores:
        titles = _titles(stores, viewer)
        items = tuple(_view(app, stores, viewer, one, titles) for one in stores.listings.events(viewer))
    return EmployerEventsView(employer=employer, items=items)


def event_view(app: Application, viewer: Viewer, event_id: str) -> EmployerEventView:
    """One of them. Raises NotAllowed, NotFound: an event that it was not invited to is none."""
    organisation_of(viewer)
    with app.database.read(viewer) as stores:
        found = stores.listings.event(viewer, event_id)
        if found is None:
            raise NotFound(EVENT, event_id)
        return _view(app, stores, viewer, found, _titles(stores, viewer))


def _view(app: Application, stores: Stores, viewer: Viewer, event: EmployerEvent, titles: Mapping[str, str]) -> EmployerEventView:
    counts = stores.listings.counts(viewer, event.id, app.today)
    rows = stores.booths.list(viewer, event.id, app.today) if event.timetable_out else ()
    hall = stores.booths.hall(viewer, event.id) if rows else None
    moved = stores.booths.moved(viewer, event.id) if rows else {}
    return EmployerEventView(
        id=event.id,
        name=event.name,
        on=event.on,
        venue=event.venue,
        state_text=STATE_TEXTS[event.state],
        vetting=event.vetting.value,
        vetting_text=VETTING_TEXTS[event.vetting],
        lists=tuple(
            ListOfEventView(posting=name, title=titles.get(name, name), people=one.people, undecided=one.undecided)
            for name, one in sorted(counts.items(), key=lambda row: titles.get(row[0], row[0]))
        ),
        timetable_out=event.timetable_out,
        interviews=tuple(_place(row, told, hall, moved, titles) for row, told in told_times(hall, event.state, rows)),
        times_text=None if not rows or is_exact(event.state) else WHY,
        guidance=GUIDANCE,
    )


def _place(row: BoothInterview, told: ToldTime, hall: Hall | None, moved: Redirects, titles: Mapping[str, str]) -> PlaceView:
    return PlaceView(
        key=row.key,
        person=row.alias,
        name=row.name,
        posting=row.posting,
        title=titles.get(row.posting, row.posting),
        booth=row.booth,
        place=NOWHERE if hall is None else place_of_booth(hall, row.booth, moved, row.start),
        at=told.at,
        half=told.half,
        turn=told.turn,
        when_text=told.text,
        state_text=STATE_WORDS[row.state],
        stated=tuple(CATALOGUE.accommodation(name).text for name in row.stated),
    )


def _titles(stores: Stores, viewer: Viewer) -> dict[str, str]:
    return {one.id: one.title for one in own_postings(stores, viewer)}
