"""Read what a run found: events, shortlists, recommendations, people without an entry."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TypeVar

from api.actions.days import rules_day
from api.actions.errors import NotFound
from api.actions.views import (
    candidate_name,
    candidates_by_id,
    employer_names,
    entry_view,
    left_out_view,
    pay_text,
    posting_summary,
)
from api.schemas import CandidateLine, EventView, LeftOutView, Page, PostingSummary, RecommendationsView, RepairView, ShortlistView
from api.wiring import Application
from data.stores import Receipt, Run, Stores
from matching.constraints import posting_faults, terms_side
from matching.judgement import Applicant, Opening, applicant, judge, opening
from matching.knowledge.catalogue import Text
from matching.policy import Policy, policy_on
from matching.records import Event, Posting, PostingStatus, Viewer
from matching.shortlist import Counts

EVENT = Text(zh="活动", en="event")
POSTING = Text(zh="岗位", en="posting")
CANDIDATE = Text(zh="求职者", en="candidate")
RUN = Text(zh="匹配结果（先运行 tongtu match）", en="pre-matching (run tongtu match first)")

ItemT = TypeVar("ItemT")


def list_events(app: Application, viewer: Viewer, after: str | None, limit: int) -> Page[EventView]:
    with app.database.read(viewer) as stores:
        events = [event for event in stores.events.list(viewer) if after is None or event.id > after]
        views = tuple(view_of(stores, viewer, event) for event in events[:limit])
        return Page[EventView](items=views, next=views[-1].id if len(events) > limit else None)


def event_view(app: Application, viewer: Viewer, event_id: str) -> EventView:
    """One event with who and what takes part, and its last run. Raises NotFound."""
    with app.database.read(viewer) as stores:
        return view_of(stores, viewer, find_event(stores, viewer, event_id))


def event_postings(app: Application, viewer: Viewer, event_id: str, after: str | None, limit: int) -> Page[PostingSummary]:
    """The postings of the last run in order of id, with the sizes of their lists. Raises NotFound."""
    with app.database.read(viewer) as stores:
        run = find_run(stores, viewer, event_id)
        sizes = {row.posting: row for row in stores.runs.summaries(viewer, run.id)}
        page, following = _page(sorted(sizes), after, limit)
        postings = {posting.id: posting for posting in stores.postings.iterate(viewer, page)}
        employers = employer_names(stores, viewer, (posting.employer for posting in postings.values()))
        items = []
        for name in page:
            found = stores.runs.shortlist(viewer, run.id, name)
            if name in postings and found is not None:
                posting = postings[name]
                employer = employers.get(posting.employer, "")
                items.append(posting_summary(posting, employer, sizes[name].fit, sizes[name].review, found.counts))
        return Page[PostingSummary](items=tuple(items), next=following)


def shortlist_view(app: Application, viewer: Viewer, event_id: str, posting_id: str) -> ShortlistView:
    """The list of one posting of the last run, both bands. Raises NotFound; a posting closed since is absent.

    What a run saved stays in the store; an entry that a rule blocks today is not shown any more.
    """
    return shortlist_with_receipt(app, viewer, event_id, posting_id)[0]


def shortlist_with_receipt(app: Application, viewer: Viewer, event_id: str, posting_id: str) -> tuple[ShortlistView, Receipt]:
    """`shortlist_view`, and by what it can be shown to the same account again as long as nothing changes."""
    with app.database.read(viewer) as stores:
        event = find_event(stores, viewer, event_id)
        run = find_run(stores, viewer, event_id)
        posting = stores.postings.get(viewer, posting_id)
        found = stores.runs.shortlist(viewer, run.id, posting_id)
        if posting is None or found is None or posting.status is not PostingStatus.OPEN:
            raise NotFound(POSTING, posting_id)
        people = candidates_by_id(stores, viewer, (entry.candidate for entry in found.entries))
        employer = employer_names(stores, viewer, [posting.employer]).get(posting.employer, "")
        policy, post = policy_on(rules_day(app, event)), opening(posting)
        sides = {name: applicant(person, policy) for name, person in people.items()}
        views = [
            entry_view(entry, candidate_name(people[entry.candidate]), posting, employer, sides[entry.candidate], post)
            for entry in found.entries
            if _still_open(sides[entry.candidate], post, policy)
        ]
        fit = tuple(view for view in views if view.band == "fit")
        review = tuple(view for view in views if view.band == "review")
        view = ShortlistView(
            event=view_of(stores, viewer, event),
            posting=posting_summary(posting, employer, len(fit), len(review), found.counts),
            made_at=run.made_at,
            versions=run.versions,
            fit=fit,
            review=review,
            withdrawn=len(found.entries) - len(views),
        )
        receipt = stores.receipts.take(viewer)
    return view, receipt


def recommendations(app: Application, viewer: Viewer, event_id: str, candidate_id: str) -> RecommendationsView:
    """The open postings on whose lists a person stands, fitting ones first, best rank first. Raises NotFound."""
    with app.database.read(viewer) as stores:
        event = find_event(stores, viewer, event_id)
        run = find_run(stores, viewer, event_id)
        person = stores.candidates.get(viewer, candidate_id)
        if person is None:
            raise NotFound(CANDIDATE, candidate_id)
        entries = stores.runs.entries_of_candidate(viewer, run.id, candidate_id)
        postings = open_postings(stores, viewer, [entry.posting for entry in entries])
        employers = employer_names(stores, viewer, (posting.employer for posting in postings.values()))
        name = candidate_name(person)
        policy = policy_on(rules_day(app, event))
        one = applicant(person, policy)
        posts = {posting.id: opening(posting) for posting in postings.values()}
        views = [
            entry_view(entry, name, postings[entry.posting], employers.get(postings[entry.posting].employer, ""), one, post)
            for entry in entries
            if (post := posts.get(entry.posting)) is not None and _still_open(one, post, policy)
        ]
        views.sort(key=lambda view: (view.band != "fit", view.rank, view.posting))
        left = stores.runs.left_out(viewer, run.id, candidate_id)
        return RecommendationsView(
            event=view_of(stores, viewer, event),
            candidate=candidate_id,
            name=name,
            made_at=run.made_at,
            entries=tuple(views),
            left_out=left_out_view(left[0], name) if left else None,
        )


def _still_open(one: Applicant, post: Opening, policy: Policy) -> bool:
    """Whether the posting may stand, and no rule blocks the person today."""
    if any(fault.severity == "reject" for fault in posting_faults(post.terms, policy)):
        return False
    return judge(one, post, policy).verdict != "blocked"


def to_repair(app: Application, viewer: Viewer, event_id: str, after: str | None, limit: int) -> Page[RepairView]:
    """The open postings of an event that take no part today because the law does not let them stand, in order of id."""
    with app.database.read(viewer) as stores:
        event = find_event(stores, viewer, event_id)
        rows = (
            row for row in _rejected(stores, viewer, event, policy_on(rules_day(app, event))) if after is None or row[0].id > after
        )
        found = list(islice(rows, limit + 1))
        employers = employer_names(stores, viewer, (posting.employer for posting, _ in found))
        items = tuple(
            RepairView(
                id=posting.id,
                title=posting.title,
                employer=employers.get(posting.employer, ""),
                pay=pay_text(posting.pay),
                reasons=reasons,
            )
            for posting, reasons in found[:limit]
        )
        return Page[RepairView](items=items, next=items[-1].id if len(found) > limit else None)


def count_to_repair(app: Application, viewer: Viewer, event_id: str) -> int:
    """How many open postings of an event the law does not let stand today."""
    with app.database.read(viewer) as stores:
        event = find_event(stores, viewer, event_id)
        return sum(1 for _ in _rejected(stores, viewer, event, policy_on(rules_day(app, event))))


def _rejected(stores: Stores, viewer: Viewer, event: Event, policy: Policy) -> Iterator[tuple[Posting, tuple[Text, ...]]]:
    for posting in stores.postings.iterate(viewer, event.postings or None, status=PostingStatus.OPEN):
        reasons = tuple(fault.reason for fault in posting_faults(terms_side(posting), policy) if fault.severity == "reject")
        if reasons:
            yield posting, reasons


def left_out(app: Application, viewer: Viewer, event_id: str, after: str | None, limit: int) -> Page[LeftOutView]:
    """Everybody without an entry in a fitting band, in order of id, each with the reason. Raises NotFound."""
    with app.database.read(viewer) as stores:
        run = find_run(stores, viewer, event_id)
        rows = {row.candidate: row for row in stores.runs.left_out(viewer, run.id)}
        page, following = _page(sorted(rows), after, limit)
        people = candidates_by_id(stores, viewer, page)
        items = tuple(left_out_view(rows[name], candidate_name(people[name])) for name in page if name in people)
        return Page[LeftOutView](items=items, next=following)


def event_candidates(app: Application, viewer: Viewer, event_id: str, after: str | None, limit: int) -> Page[CandidateLine]:
    """The people of an event in order of id, with the number of lists that name them. Raises NotFound."""
    with app.database.read(viewer) as stores:
        event = find_event(stores, viewer, event_id)
        run = find_run(stores, viewer, event_id)
        rows = stores.candidates.list(viewer, event.candidates or None, after, min(limit + 1, 1_000), with_person=True)
        page = rows[:limit]
        counts = stores.runs.list_counts(viewer, run.id, [person.id for person in page])
        items = tuple(CandidateLine(id=person.id, name=candidate_name(person), entries=counts.get(person.id, 0)) for person in page)
        return Page[CandidateLine](items=items, next=items[-1].id if len(rows) > limit else None)


def view_of(stores: Stores, viewer: Viewer, event: Event) -> EventView:
    run = stores.runs.latest(viewer, event.id)
    return EventView(
        id=event.id,
        name=event.name,
        kind=event.kind.value,
        on=event.on,
        candidates=len(event.candidates) or stores.candidates.count(viewer),
        postings=len(event.postings) or stores.postings.count(viewer, status=PostingStatus.OPEN),
        run=None if run is None else run.id,
        matched_at=None if run is None else run.made_at,
        counts=Counts() if run is None else run.counts,
        left_out=0 if run is None else stores.runs.left_out_count(viewer, run.id),
    )


def find_event(stores: Stores, viewer: Viewer, event_id: str) -> Event:
    """The event, or NotFound."""
    event = stores.events.get(viewer, event_id)
    if event is None:
        raise NotFound(EVENT, event_id)
    return event


def find_run(stores: Stores, viewer: Viewer, event_id: str) -> Run:
    """The last run of an event. Raises NotFound for an unknown event, and for one that was never matched."""
    find_event(stores, viewer, event_id)
    run = stores.runs.latest(viewer, event_id)
    if run is None:
        raise NotFound(RUN, event_id)
    return run


def open_postings(stores: Stores, viewer: Viewer, ids: Sequence[str]) -> dict[str, Posting]:
    """Those of the postings that are still open, by id."""
    found = stores.postings.iterate(viewer, sorted(set(ids)), status=PostingStatus.OPEN) if ids else ()
    return {posting.id: posting for posting in found}


def _page(ids: list[str], after: str | None, limit: int) -> tuple[list[str], str | None]:
    rest = [name for name in ids if after is None or name > after]
    page = rest[:limit]
    return page, page[-1] if len(rest) > limit else None
