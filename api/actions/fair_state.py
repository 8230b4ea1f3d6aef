"""Where an event stands, for every action that changes something about it: one sentence when it may not."""

from typing import Final

from api.actions.errors import Conflict, NotAllowed, NotFound
from api.actions.lists import EVENT
from data.stores import Standing, Stores
from matching.fair.states import STATE_TEXTS, Act, refusal_of_act
from matching.knowledge.catalogue import Text
from matching.records import Event, Viewer

PLANNED: Final = "plan"
"""The act of a change of the plan, as it stands in the history of an event."""
_CHANGED = Text(
    zh="刚才已经有人（{by}）改动了这个活动：现在是第 {version} 版，“{state}”。请重新打开看过再改。",
    en="Somebody ({by}) has just changed this event: it is at version {version} now, {state}. Open it again before you change it.",
)

_OF_CITY: Final = Text(
    zh="这是全市的活动，由市里的组织者决定；请与他们联系。",
    en="This event is the whole city's; its organizers decide about it. Ask them.",
)


def known_version(stores: Stores, viewer: Viewer, event: str) -> Standing:
    """Where an event stands. Raises NotFound."""
    standing = stores.fairs.standing(viewer, event)
    if standing is None:
        raise NotFound(EVENT, event)
    return standing


def open_standing(stores: Stores, viewer: Viewer, event: str, version: int | None) -> Standing:
    """Where an event stands, and that it is still as somebody looked at it. Raises NotFound, Conflict."""
    standing = known_version(stores, viewer, event)
    if version is not None and standing.version != version:
        raise refuse(stores, viewer, event)
    return standing


def refuse(stores: Stores, viewer: Viewer, event: str) -> Conflict:
    """What to tell the second of two who change an event at once."""
    standing = known_version(stores, viewer, event)
    by = "?" if standing.last is None else standing.last.named or standing.last.by
    return Conflict(_CHANGED.format(by=by, version=standing.version, state=STATE_TEXTS[standing.state]))


def check_act(stores: Stores, viewer: Viewer, event: str, act: Act) -> None:
    """Raises Conflict when the state of the event does not allow it, NotFound when there is no such event."""
    refusal = refusal_of_act(known_version(stores, viewer, event).state, act)
    if refusal is not None:
        raise Conflict(refusal)


def check_own(viewer: Viewer, event: Event) -> None:
    """Raises NotAllowed where staff of a district would decide about an event of the city."""
    if not is_own(viewer, event):
        raise NotAllowed(_OF_CITY)


def is_own(viewer: Viewer, event: Event) -> bool:
    """Whether an event is the viewer's office's to run."""
    return viewer.district is None or event.district == viewer.district
