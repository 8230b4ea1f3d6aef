"""Stage 0: what an employer learns of its own postings, counted over the city's pool, at most one fresh count a day and posting."""

from api.actions.errors import Conflict, NotAllowed, NotFound
from api.actions.lists import POSTING
from api.schemas.unlock import PublicChangeView, PublicUnlockView
from api.wiring import Application
from data.stores import Stores
from matching.bitmaps import VerdictIndex
from matching.constraints import posting_faults
from matching.explanation import sentences
from matching.judgement import applicant, opening
from matching.knowledge.catalogue import Text
from matching.policy import policy_on
from matching.records import Posting, PostingStatus, Role, Viewer
from matching.unlock import public_counts

EMPLOYERS_ONLY = Text(zh="这项统计只给用人单位看自己的岗位。", en="These counts are for employers, of their own postings.")


def public_unlock(app: Application, viewer: Viewer, posting_id: str) -> PublicUnlockView:
    """The day's answer about one open posting of the viewer's own.

    The first question of a day is counted and kept; every later one is answered from there, whatever changed since. Names, ids and
    dimensions are in no answer. Raises NotAllowed for everybody but an employer, NotFound for another posting.
    """
    if viewer.role is not Role.EMPLOYER or viewer.organisation is None:
        raise NotAllowed(EMPLOYERS_ONLY)
    with app.database.read(viewer) as stores:
        posting = _own(stores, viewer, posting_id, app)
        body = stores.counts.told(viewer, posting_id, app.today)
        fresh = None if body is not None else _count(app, viewer, stores, posting).model_dump_json()
    if fresh is not None:
        with app.database.begin(viewer) as stores:
            body = stores.counts.tell(viewer, posting_id, app.today, fresh)
    return PublicUnlockView.model_validate_json(body or "")


def _own(stores: Stores, viewer: Viewer, posting_id: str, app: Application) -> Posting:
    """The open posting of the viewer's own. Raises Conflict, with the reason, for one that the law does not let stand."""
    posting = stores.postings.get(viewer, posting_id)
    if posting is None or posting.status is not PostingStatus.OPEN:
        raise NotFound(POSTING, posting_id)
    faults = [fault for fault in posting_faults(opening(posting).terms, policy_on(app.today)) if fault.severity == "reject"]
    if faults:
        reasons = sentences([fault.reason for fault in faults])
        raise Conflict(
            Text(
                zh="这个岗位要先改正，才能计算：{reasons}（依据待确认的，请向就业服务机构核实）",
                en="This posting must be repaired first: {reasons} (where a basis is to be confirmed, ask the employment service)",
            ).format(reasons=reasons)
        )
    return posting


def _count(app: Application, viewer: Viewer, stores: Stores, posting: Posting) -> PublicUnlockView:
    policy = policy_on(app.today)
    index = VerdictIndex.build([applicant(one, policy) for one in stores.counts.pool(viewer, app.today)], policy)
    index.put_posting(posting.id, opening(posting))
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
