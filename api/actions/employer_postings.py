"""An employer's own postings: how each stands, what is to repair or to confirm, and how far its lists are."""

from collections.abc import Mapping, Sequence
from typing import Final

from api.actions.own_organisation import organisation_of, own_posting, own_postings
from api.actions.views import pay_text, place_text
from api.schemas.employer_postings import AskedView, ListStateView, OwnPostingsView, OwnPostingView
from api.wiring import Application
from data.stores import EmployerEvent, ListCount, Request, Stores
from matching.constraints import posting_faults, terms_side
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Text
from matching.policy import policy_on
from matching.records import AccommodationStatus, Posting, PostingStatus, Viewer
from matching.unlock.change import CHANGE_ROWS, ChangeKind

HELD: Final = (AccommodationStatus.IN_PLACE, AccommodationStatus.COMMITTED)
STATUS_TEXTS: Final[Mapping[PostingStatus, Text]] = {
    PostingStatus.OPEN: Text(zh="招聘中", en="open"),
    PostingStatus.CLOSED: Text(zh="已关闭", en="closed"),
    PostingStatus.FILLED: Text(zh="已招满", en="filled"),
    PostingStatus.REJECTED: Text(zh="未通过", en="rejected"),
}
_FACTS: Final = {row.name: row.text for row in CHANGE_ROWS if row.kind is ChangeKind.FACT}


def postings_view(app: Application, viewer: Viewer) -> OwnPostingsView:
    """All postings of the viewer's own organisation, open ones first. Raises NotAllowed."""
    employer = organisation_of(viewer)
    with app.database.read(viewer) as stores:
        rows = _views(app, stores, viewer, own_postings(stores, viewer))
    return OwnPostingsView(employer=employer, items=tuple(sorted(rows, key=lambda one: (one.status != "open", one.title, one.id))))


def posting_view(app: Application, viewer: Viewer, posting_id: str) -> OwnPostingView:
    """One posting of the viewer's own. Raises NotAllowed, NotFound."""
    with app.database.read(viewer) as stores:
        (view,) = _views(app, stores, viewer, [own_posting(stores, viewer, posting_id)])
    return view


def change_text(key: str) -> Text:
    """What a change of an employer's own is called, by its key; the key itself where the catalogue knows it no longer."""
    kind, _, name = key.partition(":")
    if kind == ChangeKind.ACCOMMODATION.value and name in CATALOGUE.order:
        return CATALOGUE.accommodation(name).text
    return _FACTS.get(name, Text(zh=name, en=name)) if kind == ChangeKind.FACT.value else Text(zh=name, en=name)


def is_promised(posting: Posting, key: str) -> bool:
    """Whether a posting has a change already, or has promised it."""
    kind, _, name = key.partition(":")
    if kind == ChangeKind.FACT.value:
        return posting.workplace.facts.get(name) is True
    return posting.workplace.statuses.get(name) in HELD


def to_confirm(posting: Posting) -> int:
    """How many demands on people, and defaults of the workplace, were read or assumed and nobody confirmed."""
    return sum(not demand.provenance.firm and bool(demand.level) for demand in posting.demands) + len(posting.workplace.assumed)


def _views(app: Application, stores: Stores, viewer: Viewer, postings: Sequence[Posting]) -> list[OwnPostingView]:
    events = stores.listings.events(viewer)
    counts = {one.id: stores.listings.counts(viewer, one.id, app.today) for one in events}
    asked: dict[str, list[Request]] = {}
    for request in stores.requests.standing(viewer, [one.id for one in postings]):
        asked.setdefault(request.posting, []).append(request)
    return [_view(app, one, asked.get(one.id, []), events, counts) for one in postings]


def _view(
    app: Application,
    posting: Posting,
    asked: Sequence[Request],
    events: Sequence[EmployerEvent],
    counts: Mapping[str, Mapping[str, ListCount]],
) -> OwnPostingView:
    faults = posting_faults(terms_side(posting), policy_on(app.today)) if posting.status is PostingStatus.OPEN else ()
    return OwnPostingView(
        id=posting.id,
        title=posting.title,
        status=posting.status.value,
        status_text=STATUS_TEXTS[posting.status],
        place=place_text(posting.place),
        pay=pay_text(posting.pay),
        to_confirm=to_confirm(posting) if posting.status is PostingStatus.OPEN else 0,
        repair=tuple(fault.reason for fault in faults if fault.severity == "reject"),
        requests=tuple(
            AskedView(
                change=one.change, text=change_text(one.change), asked_at=one.asked_at, promised=is_promised(posting, one.change)
            )
            for one in asked
        ),
        lists=tuple(_state(one, counts[one.id].get(posting.id)) for one in events if _takes_part(one, posting, counts)),
    )


def _takes_part(event: EmployerEvent, posting: Posting, counts: Mapping[str, Mapping[str, ListCount]]) -> bool:
    """Lists that are there are shown, and that those of an event to come are not there yet."""
    return posting.id in counts[event.id] or (not event.lists_open and posting.status is PostingStatus.OPEN)


def _state(event: EmployerEvent, count: ListCount | None) -> ListStateView:
    return ListStateView(
        event=event.id,
        name=event.name,
        on=event.on,
        people=None if count is None else count.people,
        undecided=None if count is None else count.undecided,
    )
