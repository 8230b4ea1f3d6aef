"""Which postings of a fair somebody who walks in may be sent to: judged like everybody's, and where there is a booth."""

from collections.abc import Sequence

from api.actions.days import rules_day
from api.actions.matching import unnamed
from api.wiring import Application
from data.stores import Stores
from matching.fair.faults import booth_of
from matching.judgement import applicant, judge, opening
from matching.policy import policy_on
from matching.records import Event, PostingStatus, Viewer

_FIT = ("eligible", "eligible_with")


def offered_to(
    app: Application, stores: Stores, viewer: Viewer, event: Event, candidate: str, wanted: Sequence[str] = ()
) -> dict[str, str] | None:
    """Posting -> booth, in order of id, of the open postings of the event that the person fits; of `wanted` where named.

    None if the viewer sees no such person. A pair under review is not offered: a person must look at it first.
    """
    opened = next(iter(stores.candidates.iterate(viewer, [candidate], with_person=True)), None)
    if opened is None:
        return None
    policy = policy_on(rules_day(app, event))
    person = applicant(unnamed(opened), policy)
    among = [name for name in wanted if not event.postings or name in event.postings] if wanted else (event.postings or None)
    found: dict[str, str] = {}
    for posting in stores.postings.iterate(viewer, among, status=PostingStatus.OPEN):
        booth = booth_of(event.hall, posting.id, posting.employer)
        if booth is None or booth.interviewers == 0 or posting.employer in opened.refusals.employers:
            continue
        if judge(person, opening(posting), policy).verdict in _FIT:
            found[posting.id] = booth.number
    return found
