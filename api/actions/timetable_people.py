"""The timetable of an event by person, and who waits for a place."""

from collections.abc import Mapping, Sequence
from typing import Final

from api.actions.errors import NotFound
from api.actions.lists import CANDIDATE, find_event
from api.actions.timetable_sheets import Seats, Sheet, read_sheet
from api.actions.views import candidate_name, candidates_by_id, employer_names
from api.schemas.timetables import BoothLineView, PeoplePageView, PersonLineView, WaitingLineView, WaitingPageView
from api.wiring import Application
from data.stores import StoredInterview, Stores
from matching.knowledge.catalogue import Text
from matching.records import Viewer

BOOTH: Final = Text(zh="展位", en="booth")


def people_page(app: Application, viewer: Viewer, event_id: str, first: int, limit: int) -> PeoplePageView:
    """People of the timetable, in order of id, with their interviews. Raises NotFound."""
    with app.database.read(viewer) as stores:
        sheet = read_sheet(stores, viewer, event_id)
        mine = sheet.by_person()
        people = sorted(mine)
        page = people[first : first + limit]
        return PeoplePageView(
            event=event_id, items=_person_lines(stores, viewer, sheet, mine, page), total=len(people), first=first
        )


def person_line(app: Application, viewer: Viewer, event_id: str, candidate: str) -> PersonLineView:
    """One person of the timetable. Raises NotFound."""
    with app.database.read(viewer) as stores:
        sheet = read_sheet(stores, viewer, event_id)
        mine = sheet.by_person()
        if candidate not in mine:
            raise NotFound(CANDIDATE, candidate)
        return _person_lines(stores, viewer, sheet, mine, [candidate])[0]


def booth_line(app: Application, viewer: Viewer, event_id: str, number: str) -> BoothLineView:
    """One booth of the hall. Raises NotFound."""
    with app.database.read(viewer) as stores:
        sheet = read_sheet(stores, viewer, event_id)
        booth = next((one for one in sheet.event.hall.booths if one.number == number), None)
        if booth is None:
            raise NotFound(BOOTH, number)
        rows = [row for row in sheet.rows if row.interview.booth == number]
        seats = Seats(stores, viewer, sheet, rows)
        names = employer_names(stores, viewer, [booth.employer] if booth.employer else [])
        return BoothLineView(booth=number, employer=names.get(booth.employer or "", ""), seats=tuple(seats.of(row) for row in rows))


def waiting_page(app: Application, viewer: Viewer, event_id: str, first: int, limit: int) -> WaitingPageView:
    """Places on the waiting lists, by posting and place. Raises NotFound."""
    with app.database.read(viewer) as stores:
        find_event(stores, viewer, event_id)
        places = stores.waiting_lists.list(viewer, event_id)
        page = places[first : first + limit]
        people = candidates_by_id(stores, viewer, (one.candidate for one in page))
        titles = {one.id: one.title for one in stores.postings.outlines(viewer, {one.posting for one in page})}
        items = []
        for one in page:
            zh, _, en = one.cause.partition(" / ")
            items.append(
                WaitingLineView(
                    posting=one.posting,
                    title=titles.get(one.posting, one.posting),
                    candidate=one.candidate,
                    name=candidate_name(people[one.candidate]) if one.candidate in people else one.candidate,
                    position=one.position,
                    cause=Text(zh=zh, en=en or zh),
                )
            )
        return WaitingPageView(items=tuple(items), total=len(places), first=first)


def _person_lines(
    stores: Stores, viewer: Viewer, sheet: Sheet, mine: Mapping[str, list[StoredInterview]], people: Sequence[str]
) -> tuple[PersonLineView, ...]:
    seats = Seats(stores, viewer, sheet, [row for name in people for row in mine[name]])
    lines = []
    for name in people:
        views = [seats.of(row) for row in mine[name]]
        lines.append(PersonLineView(candidate=name, name=views[0].name, code=views[0].code, seats=tuple(views)))
    return tuple(lines)
