"""What waits for an employer, as a list with counts: the first page of its room."""

from typing import Final

from api.actions.employer_postings import postings_view
from api.actions.own_organisation import organisation_of, own_name
from api.schemas.employer_postings import OwnPostingView, TaskKind, TasksView, TaskView
from api.wiring import Application
from data.stores import CheckState
from matching.records import Viewer

_ORDER: Final[tuple[TaskKind, ...]] = ("stale", "repair", "decide", "follow_ups", "checks", "requests", "confirm")
_PAGE: Final = 1_000


def tasks_view(app: Application, viewer: Viewer) -> TasksView:
    """Everything that waits for the viewer's organisation, most pressing first. Raises NotAllowed.

    Files that must be destroyed, postings that the law does not let stand, lists to decide about, hires to answer for, checks of
    promises that found them not kept, what the employment service asked for, and what nobody confirmed.
    """
    employer = organisation_of(viewer)
    postings = [one for one in postings_view(app, viewer).items if one.status == "open"]
    with app.database.read(viewer) as stores:
        name = own_name(stores, viewer)
        stale = sum(one.stale for one in stores.disclosures.list(viewer, app.today))
        due = len(stores.hires.due(viewer, app.today))
        promises = stores.promises.list(viewer, limit=_PAGE)
    broken = sum(not check.kept and check.state is CheckState.RECORDED for one in promises for check in one.checks)
    items = [task for one in postings for task in _of_posting(one)]
    for kind, count in (("stale", stale), ("follow_ups", due), ("checks", broken)):
        if count:
            items.append(TaskView(kind=kind, count=count))  # type: ignore[arg-type]
    items.sort(key=lambda one: (_ORDER.index(one.kind), one.title or "", one.posting or "", one.event or ""))
    return TasksView(employer=employer, name=name, on=app.today, postings=len(postings), items=tuple(items))


def _of_posting(one: OwnPostingView) -> list[TaskView]:
    found = []
    asked = sum(not request.promised for request in one.requests)
    counts: tuple[tuple[TaskKind, int], ...] = (("repair", len(one.repair)), ("requests", asked), ("confirm", one.to_confirm))
    for kind, count in counts:
        if count:
            found.append(TaskView(kind=kind, count=count, posting=one.id, title=one.title))
    for place in one.lists:
        if place.undecided:
            found.append(
                TaskView(
                    kind="decide", count=place.undecided, posting=one.id, title=one.title, event=place.event, event_name=place.name
                )
            )
    return found
