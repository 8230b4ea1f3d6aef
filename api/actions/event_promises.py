"""The promises that were made at a fair, with whom and what they are for in words."""

from api.actions.lists import find_event
from api.actions.pools import check_staff
from api.actions.promises import list_promises
from api.actions.views import candidate_name, candidates_by_id, employer_names
from api.schemas.promises import PromiseLineView, PromiseView
from api.wiring import Application
from matching.records import Viewer

_PAGE = 1_000


def event_promises(app: Application, viewer: Viewer, event_id: str) -> tuple[PromiseLineView, ...]:
    """All promises that name the event, newest first. Raises NotFound, NotAllowed."""
    check_staff(viewer)
    with app.database.read(viewer) as stores:
        find_event(stores, viewer, event_id)
    found: list[PromiseView] = []
    after: int | None = 0
    while after is not None:
        page = list_promises(app, viewer, after, _PAGE)
        found += [one for one in page.items if one.event == event_id]
        after = page.next
    with app.database.read(viewer) as stores:
        people = candidates_by_id(stores, viewer, (one.candidate for one in found if one.candidate is not None))
        titles = {one.id: one.title for one in stores.postings.outlines(viewer, {one.posting for one in found})}
        employers = employer_names(stores, viewer, (one.employer for one in found))
    return tuple(
        PromiseLineView(
            promise=one,
            title=titles.get(one.posting, one.posting),
            employer=employers.get(one.employer, one.employer),
            name=candidate_name(people[one.candidate]) if one.candidate in people else one.candidate,
        )
        for one in found[::-1]
    )
