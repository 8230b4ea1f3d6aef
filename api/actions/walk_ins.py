"""Which postings of a fair somebody who is there may be sent to: judged like everybody's, and where there is a booth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.actions.days import rules_day
from api.actions.matching import unnamed
from api.wiring import Application
from data.stores import Stores
from matching.fair.faults import booth_of
from matching.fair.needs import visitor_of
from matching.judgement import applicant, judge, opening
from matching.policy import policy_on
from matching.records import Booth, Event, PostingStatus, Viewer, Visitor

_FIT = ("eligible", "eligible_with")


@dataclass(frozen=True, slots=True)
class Openings:
    """How the interviews of a person are held, and where there may be one: posting -> booth."""

    visitor: Visitor
    booths: Mapping[str, str]


def offered_to(
    app: Application, stores: Stores, viewer: Viewer, event: Event, candidate: str, wanted: Sequence[str] = ()
) -> Openings | None:
    """Where a person fits: open postings of the event in order of id, of `wanted` where named, whose interviews the hall can hold.

    None if the viewer sees no such person. A pair under review is not offered: a person must look at it first; nor is one whose
    interview needs a support that neither the hall lends nor the booth brings.
    """
    opened = next(iter(stores.candidates.iterate(viewer, [candidate], with_person=True)), None)
    if opened is None:
        return None
    policy = policy_on(rules_day(app, event))
    person = applicant(unnamed(opened), policy)
    among = [name for name in wanted if not event.postings or name in event.postings] if wanted else (event.postings or None)
    found: dict[str, Booth] = {}
    arrangements: set[str] = set()
    for posting in stores.postings.iterate(viewer, among, status=PostingStatus.OPEN):
        booth = booth_of(event.hall, posting.id, posting.employer)
        if booth is None or booth.interviewers == 0 or posting.employer in opened.refusals.employers:
            continue
        judged = judge(person, opening(posting), policy)
        if judged.verdict in _FIT:
            found[posting.id] = booth
            arrangements.update(judged.accommodations)
    visitor = visitor_of(opened, arrangements)
    lent = {support.kind for support in event.hall.supports}
    missing = set(visitor.needs) - lent
    return Openings(
        visitor.model_copy(update={"needs": tuple(need for need in visitor.needs if need in lent)}),
        {name: booth.number for name, booth in found.items() if missing <= booth.brings},
    )
