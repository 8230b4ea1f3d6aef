"""A named person settles the question about an entry under review, so that the employer may see the person; or takes that back."""

from typing import Final

from api.actions.errors import BadInput, NotFound
from api.actions.keys import claim_key
from api.actions.lists import POSTING, find_event, find_run
from api.actions.pools import check_staff
from api.schemas.employer_lists import ClearedReviewsView, ClearedView
from api.wiring import Application
from data.stores import ClearedReview
from matching.knowledge.catalogue import Text
from matching.records import Viewer

REVIEW: Final = Text(zh="这个岗位名单上要先问清的人", en="person under review on this list")
_NAMED: Final = Text(zh="请写明由谁负责（姓名）。", en="Say who answers for it, by name.")
_WHY: Final = Text(zh="请写明了解到了什么、为什么可以推荐。", en="Say what was found out, and why the person may be proposed.")
_KEY_USED: Final = Text(
    zh="这个幂等键已经用于另一个人；请换一个。", en="This idempotency key was used for somebody else; take a new one."
)


def clear_review(
    app: Application, viewer: Viewer, event_id: str, posting_id: str, candidate: str, named: str, note: str, key: str
) -> ClearedView:
    """Record who settled the question of an entry of the last run's review band, and why; from now on its employer may see the
    person, where the person's consent allows it. The same `key` again changes nothing. Raises NotAllowed, NotFound, BadInput."""
    check_staff(viewer)
    for said, missing in ((named, _NAMED), (note, _WHY)):
        if not said.strip():
            raise BadInput(missing)
    with app.database.begin(viewer) as stores:
        told = {"event": event_id, "posting": posting_id, "candidate": candidate, "named": named.strip(), "note": note}
        claim_key(stores, viewer, "review", key, told)
        find_event(stores, viewer, event_id)
        run = find_run(stores, viewer, event_id)
        found = stores.runs.shortlist(viewer, run.id, posting_id)
        if found is None or stores.postings.get(viewer, posting_id) is None:
            raise NotFound(POSTING, posting_id)
        if candidate not in {entry.candidate for entry in found.band("review")}:
            raise NotFound(REVIEW, candidate)
        try:
            made = stores.reviews.clear(viewer, event_id, posting_id, candidate, named.strip(), note.strip(), key)
        except ValueError:
            raise BadInput(_KEY_USED) from None
        made = stores.reviews.cleared(viewer, event_id, posting_id).get(candidate, made)
    return _view(made, standing=made.undone_at is None)


def cleared_reviews(app: Application, viewer: Viewer, event_id: str, posting_id: str) -> ClearedReviewsView:
    """Which reviews of a list were settled and stand, by whom and why. Raises NotAllowed, NotFound."""
    check_staff(viewer)
    with app.database.read(viewer) as stores:
        find_event(stores, viewer, event_id)
        if stores.postings.get(viewer, posting_id) is None:
            raise NotFound(POSTING, posting_id)
        found = stores.reviews.cleared(viewer, event_id, posting_id)
    return ClearedReviewsView(event=event_id, posting=posting_id, items=tuple(_view(found[name]) for name in sorted(found)))


def undo_clearing(app: Application, viewer: Viewer, event_id: str, posting_id: str, candidate: str) -> ClearedView:
    """Take it back: the employer no longer sees the person. Returns what stood. Raises NotAllowed, NotFound."""
    check_staff(viewer)
    with app.database.begin(viewer) as stores:
        find_event(stores, viewer, event_id)
        standing = stores.reviews.cleared(viewer, event_id, posting_id).get(candidate)
        if standing is None or not stores.reviews.undo(viewer, event_id, posting_id, candidate):
            raise NotFound(REVIEW, candidate)
    return _view(standing, standing=False)


def _view(one: ClearedReview, standing: bool = True) -> ClearedView:
    return ClearedView(
        event=one.event,
        posting=one.posting,
        candidate=one.candidate,
        named=one.named,
        note=one.note,
        at=one.at,
        by=one.by,
        standing=standing,
    )
