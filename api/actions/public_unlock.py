"""Stage 0: what an employer learns of its own postings, counted over the city's pool, at most one fresh count a day and posting."""

from collections.abc import Sequence

from api.actions.employer_postings import is_promised
from api.actions.errors import Conflict, NotFound
from api.actions.lists import POSTING
from api.actions.own_organisation import organisation_of, own_posting, own_postings
from api.schemas.employer_postings import ChangeOfferView, EmployerUnlockView, OfferPostView
from api.schemas.unlock import PublicChangeView, PublicUnlockView
from api.wiring import Application
from data.stores import Stores
from matching.bitmaps import VerdictIndex
from matching.constraints import posting_faults
from matching.explanation import sentences
from matching.judgement import applicant, opening
from matching.knowledge.catalogue import Text
from matching.policy import policy_on
from matching.records import Posting, PostingStatus, Viewer
from matching.unlock import public_counts

_REPAIR = Text(
    zh="这个岗位要先改正，才能计算：{reasons}（依据待确认的，请向就业服务机构核实）",
    en="This posting must be repaired first: {reasons} (where a basis is to be confirmed, ask the employment service)",
)


def public_unlock(app: Application, viewer: Viewer, posting_id: str) -> PublicUnlockView:
    """The day's answer about one open posting of the viewer's own.

    The first question of a day is counted and kept; every later one is answered from there, whatever changed since. Names, ids and
    dimensions are in no answer. Raises NotAllowed for everybody but an employer, NotFound for another posting.
    """
    organisation_of(viewer)
    with app.database.read(viewer) as stores:
        posting = _own(stores, viewer, posting_id, app)
    return _answers(app, viewer, [posting])[posting_id]


def employer_unlock(app: Application, viewer: Viewer) -> EmployerUnlockView:
    """What one change would open at all open postings of the viewer's own: "one light alarm opens four posts".

    It is put together from the day's answer of each posting and from nothing else, so that asking for the whole tells no more than
    asking for the parts: of people it says the most at one of the posts. Raises NotAllowed.
    """
    employer = organisation_of(viewer)
    with app.database.read(viewer) as stores:
        there = [one for one in own_postings(stores, viewer) if one.status is PostingStatus.OPEN]
    standing = [one for one in there if not _faults(one, app)]
    answers = _answers(app, viewer, standing)
    rows: dict[str, list[tuple[Posting, PublicChangeView]]] = {}
    for one in standing:
        for change in answers[one.id].changes:
            rows.setdefault(change.key, []).append((one, change))
    items = [_offer(found) for found in rows.values()]
    items.sort(key=lambda one: (-len(one.posts), -one.people, one.key))
    return EmployerUnlockView(
        employer=employer, on=app.today, postings=len(standing), kept_back=len(there) - len(standing), items=tuple(items)
    )


def _offer(found: Sequence[tuple[Posting, PublicChangeView]]) -> ChangeOfferView:
    posts = [
        OfferPostView(posting=one.id, title=one.title, people=change.people, offered=is_promised(one, change.key))
        for one, change in found
    ]
    posts.sort(key=lambda one: (-one.people, one.title, one.posting))
    first = found[0][1]
    return ChangeOfferView(key=first.key, text=first.text, posts=tuple(posts), people=max(one.people for one in posts))


def _answers(app: Application, viewer: Viewer, postings: Sequence[Posting]) -> dict[str, PublicUnlockView]:
    """The day's answers about these postings of the viewer's own; those that nobody asked for yet are counted at once and kept."""
    with app.database.read(viewer) as stores:
        told = {one.id: stores.counts.told(viewer, one.id, app.today) for one in postings}
        fresh = _count(app, viewer, stores, [one for one in postings if told[one.id] is None])
    if fresh:
        with app.database.begin(viewer) as stores:
            told |= {name: stores.counts.tell(viewer, name, app.today, view.model_dump_json()) for name, view in fresh.items()}
    return {name: PublicUnlockView.model_validate_json(body or "") for name, body in told.items()}


def _own(stores: Stores, viewer: Viewer, posting_id: str, app: Application) -> Posting:
    """The open posting of the viewer's own. Raises Conflict, with the reason, for one that the law does not let stand."""
    posting = own_posting(stores, viewer, posting_id)
    if posting.status is not PostingStatus.OPEN:
        raise NotFound(POSTING, posting_id)
    faults = _faults(posting, app)
    if faults:
        raise Conflict(_REPAIR.format(reasons=sentences(faults)))
    return posting


def _faults(posting: Posting, app: Application) -> list[Text]:
    found = posting_faults(opening(posting).terms, policy_on(app.today))
    return [fault.reason for fault in found if fault.severity == "reject"]


def _count(app: Application, viewer: Viewer, stores: Stores, postings: Sequence[Posting]) -> dict[str, PublicUnlockView]:
    """One reading of the pool for all of them."""
    if not postings:
        return {}
    policy = policy_on(app.today)
    index = VerdictIndex.build([applicant(one, policy) for one in stores.counts.pool(viewer, app.today)], policy)
    for posting in postings:
        index.put_posting(posting.id, opening(posting))
    return {posting.id: _view(app, index, posting) for posting in postings}


def _view(app: Application, index: VerdictIndex, posting: Posting) -> PublicUnlockView:
    found = public_counts(index, posting.id, posting.employer)
    return PublicUnlockView(
        posting=posting.id,
        title=posting.title,
        on=app.today,
        pool=found.pool,
        fit=found.fit,
        changes=tuple(
            PublicChangeView(
                key=row.change.key, text=row.change.text, cost=row.change.cost, providers=row.change.providers, people=row.people
            )
            for row in found.rows
        ),
    )
