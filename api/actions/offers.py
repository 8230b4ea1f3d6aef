"""An employer offers one change at a posting of its own: an arrangement becomes a promise, a changed fact a confirmation."""

from typing import Final

from api.actions.confirming import confirm
from api.actions.employer_postings import change_text, is_promised
from api.actions.errors import BadInput, NotFound
from api.actions.lists import POSTING
from api.actions.own_organisation import organisation_of, own_posting
from api.actions.promises import record_promise
from api.confirmable import PLACE_FACTS
from api.schemas.employer_postings import OfferedView
from api.wiring import Application
from data.stores import Promise
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Text
from matching.records import PostingStatus, Viewer
from matching.unlock.change import FACT_CHANGES, ON_SITE, ChangeKind

_NOT_YOURS: Final = Text(
    zh="单位不能提供这项变化；请从本页列出的里面选。", en="An employer cannot offer this change; choose one that the page lists."
)


def offer(app: Application, viewer: Viewer, posting_id: str, change: str, key: str) -> OfferedView:
    """Promise a change for whoever comes to an open posting of the viewer's own; it counts from the next lists on.

    What is there or promised already is not promised twice; the same `key` again changes nothing. Raises NotAllowed, NotFound,
    BadInput (no change that an employer can make).
    """
    organisation_of(viewer)
    kind, _, name = change.partition(":")
    if not _can_offer(kind, name):
        raise BadInput(_NOT_YOURS)
    with app.database.read(viewer) as stores:
        posting = own_posting(stores, viewer, posting_id)
        promises = stores.promises.list(viewer, limit=1_000, posting=posting_id)
    if posting.status is not PostingStatus.OPEN:
        raise NotFound(POSTING, posting_id)
    view = OfferedView(posting=posting_id, change=change, text=change_text(change), promise=None)
    if kind == ChangeKind.FACT.value:
        if not is_promised(posting, change):
            confirm(app, viewer, posting_id, {f"{PLACE_FACTS}.{name}": True}, key)
        return view
    if is_promised(posting, change):
        own = [one.id for one in promises if one.promise.accommodation == name and one.promise.event is None]
        return view.model_copy(update={"promise": own[-1] if own else None})
    made = record_promise(app, viewer, Promise(posting=posting_id, accommodation=name, promised_on=app.today), key)
    return view.model_copy(update={"promise": made.id})


def _can_offer(kind: str, name: str) -> bool:
    if kind == ChangeKind.FACT.value:
        return name in FACT_CHANGES
    return (
        kind == ChangeKind.ACCOMMODATION.value
        and name in CATALOGUE.order
        and bool({*CATALOGUE.accommodation(name).provider} & ON_SITE)
    )
