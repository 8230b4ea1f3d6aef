"""The booths of an event as its organizer lays them out: for whoever was approved, and where each one stands."""

import re
from collections.abc import Iterator
from typing import Final

from api.actions.errors import BadInput
from api.actions.fairs import fair_view, plan_event
from api.actions.invited import invited_employers
from api.schemas.fairs import EventPlan, FairView, PostingNameView
from api.wiring import Application
from matching.knowledge.catalogue import Text
from matching.records import Booth, PostingStatus, Viewer

_NUMBERED: Final = re.compile(r"(.*?)(\d{1,6})")
_NONE_LEFT: Final = Text(
    zh="没有还缺展位的已通过单位；先邀请并通过单位。",
    en="No approved employer is without a booth; invite and approve employers first.",
)


def add_approved(app: Application, viewer: Viewer, event_id: str, key: str, version: int) -> FairView:
    """A booth for every approved employer that has none, numbered on from the last. Raises as `plan_event` does, and BadInput."""
    view = fair_view(app, viewer, event_id)
    there = {booth.employer for booth in view.hall.booths}
    waiting = [
        one.employer
        for one in invited_employers(app, viewer, event_id).items
        if one.state == "approved" and one.employer not in there
    ]
    if not waiting:
        raise BadInput(_NONE_LEFT)
    numbers = next_numbers(view.hall.booths)
    more = tuple(Booth(number=next(numbers), employer=employer) for employer in waiting)
    plan = EventPlan(hall=view.hall.model_copy(update={"booths": (*view.hall.booths, *more)}))
    return plan_event(app, viewer, event_id, plan, key, version)


def place_in_rows(
    app: Application, viewer: Viewer, event_id: str, in_a_row: int, metres: float, key: str, version: int
) -> FairView:
    """Put the booths, in their order, into rows of so many, so many metres apart: from it come the times of walking between them.

    Raises as `plan_event` does.
    """
    view = fair_view(app, viewer, event_id)
    placed = tuple(
        booth.model_copy(update={"position": (number % in_a_row * metres, number // in_a_row * metres)})
        for number, booth in enumerate(view.hall.booths)
    )
    plan = EventPlan(hall=view.hall.model_copy(update={"booths": placed}))
    return plan_event(app, viewer, event_id, plan, key, version)


def postings_of(app: Application, viewer: Viewer, employer: str) -> tuple[PostingNameView, ...]:
    """The open postings of an employer, by title."""
    with app.database.read(viewer) as stores:
        found = [one for one in stores.postings.outlines(viewer, status=PostingStatus.OPEN) if one.employer == employer]
    return tuple(PostingNameView(id=one.id, title=one.title) for one in sorted(found, key=lambda one: (one.title, one.id)))


def next_numbers(booths: tuple[Booth, ...]) -> Iterator[str]:
    """Numbers that no booth has, counting on from the last one: A7 after A6; A1 in an empty hall."""
    found = _NUMBERED.fullmatch(booths[-1].number) if booths else None
    lead, number, width = ("A", 0, 1) if found is None else (found[1], int(found[2]), len(found[2]))
    taken = {booth.number for booth in booths}
    while True:
        number += 1
        made = f"{lead}{number:0{width}}"
        if made not in taken:
            yield made
