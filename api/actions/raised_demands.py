"""Demands that an employer raised: held until an organizer decides, since one high demand reads an ability off a list."""

from collections.abc import Mapping
from typing import Any, Final, cast
from uuid import uuid4

from api.actions.errors import BadInput, NotAllowed, NotFound
from api.actions.views import employer_names
from api.confirmable import DEMANDS, Value, item, value_of, with_confirmed
from api.schemas.raised_demands import RaisedPostingsView, RaisedPostingView, RaisedView
from api.wiring import Application
from data.stores import Change, Confirmation, Stores
from matching.knowledge.catalogue import Text
from matching.records import Posting, PostingStatus, Provenance, Role, Viewer

MOST: Final = 200
LEAST_ZEROS: Final = 40
"""From so many demands put at 0 by the employer on, of the 45, a posting with a high demand looks made to read that one off."""
HIGH: Final = 3
LEVELS: Final = (f"{DEMANDS}.", "workplace.commute")
"""How the names of items begin that ask a level of an ability."""

RAISED: Final = Text(zh="等着决定的工作要求", en="raised demand")
NO_REASON: Final = Text(zh="不同意时请写明理由；单位会看到。", en="Give a reason when you refuse; the employer reads it.")
_DECIDED: Final = Text(
    zh="这一项已经有了决定，或者单位又改了。请重新打开页面。",
    en="This was decided already, or the employer has changed it since. Open the page again.",
)
_OFFICE: Final = Text(
    zh="单位提高的工作要求由招聘会的负责人决定。", en="What employers raise is decided by the organizer of the fairs."
)


def is_raise(posting: Posting, name: str, value: Value) -> bool:
    """Whether a value asks more of an ability than the posting does now; what is not known asks nothing."""
    return name.startswith(LEVELS) and cast(int, value) > cast(int, value_of(posting, name) or 0)


def held_back(viewer: Viewer, posting: Posting, values: Mapping[str, Value]) -> Mapping[str, Value]:
    """Those of the values that have to wait: what an employer raises. Staff decide at once."""
    if viewer.role is not Role.EMPLOYER:
        return {}
    return {name: value for name, value in values.items() if is_raise(posting, name, value)}


def raised_postings(app: Application, viewer: Viewer) -> RaisedPostingsView:
    """What waits for the office, and the postings that look like a probe. Raises NotAllowed."""
    _check_organizer(viewer)
    with app.database.read(viewer) as stores:
        waiting = stores.confirmations.waiting(viewer, MOST + 1)
        more, waiting = len(waiting) > MOST, waiting[:MOST]
        zeros = probes(stores, viewer)
        names = sorted({*zeros, *(one.posting for one in waiting)})
        postings = stores.postings.list(viewer, names, limit=1_000) if names else ()
        employers = employer_names(stores, viewer, (posting.employer for posting in postings))
    items = tuple(
        RaisedPostingView(
            posting=posting.id,
            title=posting.title,
            employer=employers.get(posting.employer, ""),
            zeros=zeros.get(posting.id),
            raised=tuple(raised_view(one) for one in waiting if one.posting == posting.id),
        )
        for posting in postings
    )
    return RaisedPostingsView(items=items, more=more)


def decide(app: Application, viewer: Viewer, raised: int, approved: bool, reason: str) -> RaisedView:
    """Let a raised demand count from the next match on, or keep the former level. Raises NotAllowed, NotFound, BadInput."""
    _check_organizer(viewer)
    words = reason.strip()
    if not approved and not words:
        raise BadInput(NO_REASON)
    with app.database.begin(viewer) as stores:
        found = stores.confirmations.get(viewer, raised)
        if found is None or found.state is None:
            raise NotFound(RAISED, str(raised))
        if not stores.confirmations.settle(viewer, raised, approved, words):
            raise BadInput(_DECIDED)
        if approved:
            (posting,) = stores.postings.list(viewer, [found.posting], limit=1)
            _apply(stores, viewer, posting, found)
        settled = stores.confirmations.get(viewer, raised)
    assert settled is not None
    return raised_view(settled)


def probes(stores: Stores, viewer: Viewer) -> Mapping[str, int]:
    """Open posting -> how many demands its employer put at 0, where nearly all are and one that stands or waits is high."""
    zeros = stores.confirmations.put_at_zero(viewer, LEAST_ZEROS)
    if not zeros:
        return {}
    wanted = {one.posting for one in stores.confirmations.waiting(viewer, 1_000) if cast(int, one.change.confirmed) >= HIGH}
    postings = stores.postings.list(viewer, sorted(zeros)[:1_000], limit=1_000, status=PostingStatus.OPEN)
    return {
        posting.id: zeros[posting.id]
        for posting in postings
        if posting.id in wanted or any((demand.level or 0) >= HIGH for demand in posting.demands)
    }


def raised_view(one: Confirmation) -> RaisedView:
    """A raised demand in words."""
    known = item(one.change.name)
    assert known is not None
    assert one.state is not None
    before, wanted = cast(Any, one.change.was), cast(Any, one.change.confirmed)
    return RaisedView(
        id=one.id,
        name=one.change.name,
        text=known.text,
        before=before,
        before_text=None if before is None else known.options[before],
        wanted=wanted,
        wanted_text=known.options[wanted],
        at=one.at,
        by=one.by,
        state=one.state,
        reason=one.reason,
    )


def _check_organizer(viewer: Viewer) -> None:
    if viewer.role is not Role.ORGANIZER:
        raise NotAllowed(_OFFICE)


def _apply(stores: Stores, viewer: Viewer, posting: Posting, one: Confirmation) -> None:
    name, value = one.change.name, one.change.confirmed
    known = {f"{DEMANDS}.{demand.dimension}": demand.provenance for demand in posting.demands}
    was = value_of(posting, name)
    was_from = known.get(name, Provenance.UNKNOWN if was is None else one.change.was_from)
    change = Change(name, was, was_from, value)
    stores.confirmations.confirm(viewer, with_confirmed(posting, {name: value}), [change], str(uuid4()))
