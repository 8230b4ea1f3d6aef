"""The list of a posting for its employer, and what the employer decides about the people on it."""

from typing import Final

from api.actions.errors import BadInput, Conflict, NotFound
from api.actions.own_organisation import organisation_of, own_posting
from api.schemas.employer_lists import DecisionView, EmployerListView, ListedView
from api.wiring import Application
from data.stores import Decision, Receipt, Settled, Stores, Verb
from matching.knowledge.catalogue import Text
from matching.privacy import DECLINES, Listed, least_crowd, plain_reason
from matching.records import Viewer

LIST: Final = Text(zh="名单", en="list")
PERSON: Final = Text(zh="名单上的人", en="person on the list")
VERBS: Final = {Verb.INVITE: Text(zh="邀请面试", en="invited"), Verb.DECLINE: Text(zh="这次不合适", en="not this time")}
_NEEDS_REASON: Final = Text(zh="请选一个与岗位有关的原因：{known}。", en="Choose a reason that has to do with the job: {known}.")
_NO_REASON: Final = Text(zh="邀请不需要原因；请去掉。", en="An invitation has no reason; leave it out.")
_KEY_USED: Final = Text(
    zh="这个幂等键已经用于另一项决定；请换一个。", en="This idempotency key was used for another decision; take a new one."
)
_OFFERED: Final = Text(
    zh="已经有录用意向，不能再选“这次不合适”；请联系就业服务机构。",
    en="There is an offer to this person; talk to the employment service instead.",
)


def list_view(app: Application, viewer: Viewer, event_id: str, posting_id: str) -> EmployerListView:
    """The list as consents stand now: whoever agreed to be listed to this employer at this event, and nobody else.

    Raises NotAllowed, NotFound: for another's posting, another event, a list that nobody confirmed yet, alike.
    """
    return list_with_receipt(app, viewer, event_id, posting_id)[0]


def list_with_receipt(app: Application, viewer: Viewer, event_id: str, posting_id: str) -> tuple[EmployerListView, Receipt]:
    """`list_view`, and by what it can be shown to the same account again as long as nothing changes."""
    organisation_of(viewer)
    with app.database.read(viewer) as stores:
        posting = own_posting(stores, viewer, posting_id)
        event = stores.listings.event(viewer, event_id)
        crowd = least_crowd(app.today)
        found = stores.listings.list(viewer, event_id, posting_id, app.today, crowd)
        if event is None or found is None:
            raise NotFound(LIST, event_id)
        decided = stores.decisions.of_list(viewer, event_id, posting_id)
        receipt = stores.receipts.take(viewer)
    view = EmployerListView(
        event=event_id,
        event_name=event.name,
        posting=posting_id,
        title=posting.title,
        run=found.run,
        made_at=found.made_at,
        read_at=app.clock(),
        crowd=crowd,
        items=tuple(_listed(row, decided.get(row.alias)) for row in found.rows),
    )
    return view, receipt


def decide(
    app: Application, viewer: Viewer, event_id: str, posting_id: str, person: str, decision: str, reason: str | None, key: str
) -> ListedView:
    """Invite somebody on the list, or not, with a reason about the job; another decision about the same person replaces it.

    The same `key` again changes nothing. Raises NotAllowed, NotFound, BadInput, Conflict (there is an offer).
    """
    organisation_of(viewer)
    verb = Verb(decision)
    if verb is Verb.DECLINE and reason not in DECLINES:
        names = list(DECLINES.values())
        known = Text(zh="、".join(one.zh for one in names), en=", ".join(one.en for one in names))
        raise BadInput(_NEEDS_REASON.format(known=known))
    if verb is Verb.INVITE and reason:
        raise BadInput(_NO_REASON)
    with app.database.begin(viewer) as stores:
        own_posting(stores, viewer, posting_id)
        try:
            made = stores.decisions.decide(viewer, event_id, posting_id, person, verb, reason or "", key, app.today)
        except Settled:
            raise Conflict(_OFFERED) from None
        except ValueError:
            raise BadInput(_KEY_USED) from None
        if made is None:
            raise NotFound(PERSON, person)
        return _row(app, stores, viewer, event_id, posting_id, person, made)


def take_back(app: Application, viewer: Viewer, event_id: str, posting_id: str, person: str) -> ListedView:
    """Take the decision about somebody back; nothing happens where there is none. Raises NotAllowed, NotFound."""
    organisation_of(viewer)
    with app.database.begin(viewer) as stores:
        own_posting(stores, viewer, posting_id)
        stores.decisions.take_back(viewer, event_id, posting_id, person, app.today)
        return _row(app, stores, viewer, event_id, posting_id, person, None)


def _row(
    app: Application, stores: Stores, viewer: Viewer, event: str, posting: str, person: str, decision: Decision | None
) -> ListedView:
    found = stores.listings.list(viewer, event, posting, app.today, least_crowd(app.today))
    rows = () if found is None else found.rows
    row = next((one for one in rows if one.alias == person), None)
    if row is None:
        raise NotFound(PERSON, person)
    return _listed(row, decision)


def _listed(row: Listed, decision: Decision | None) -> ListedView:
    values = row.model_dump(exclude={"alias", "fit"})
    made = None if decision is None else _decision(decision)
    return ListedView(**values, person=row.alias, why=plain_reason(row), decision=made)


def _decision(one: Decision) -> DecisionView:
    return DecisionView(
        decision=one.verb.value,
        text=VERBS[one.verb],
        reason=one.reason or None,  # type: ignore[arg-type]
        reason_text=DECLINES.get(one.reason),
        at=one.at,
    )
