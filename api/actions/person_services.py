"""Record a service that was given to a person (四个一)."""

from api.actions.consents import AHEAD
from api.actions.errors import BadInput
from api.actions.person_files import person_view
from api.actions.person_verdicts import find_person
from api.actions.pools import check_staff
from api.schemas.person_files import PersonView, ServiceInput
from api.wiring import Application
from matching.records import Service, Viewer


def record_service(app: Application, viewer: Viewer, candidate: str, told: ServiceInput) -> PersonView:
    """Record a service; the same kind, day and giver again replaces the note. Raises NotFound, NotAllowed, BadInput."""
    check_staff(viewer)
    if told.on > app.today:
        raise BadInput(AHEAD.format(day=told.on))
    given_by = (told.by or "").strip() or viewer.account
    service = Service(candidate=candidate, kind=told.kind, on=told.on, by=given_by, note=told.note.strip())
    with app.database.begin(viewer) as stores:
        find_person(stores, viewer, candidate)
        stores.services.save(viewer, service)
    return person_view(app, viewer, candidate)
