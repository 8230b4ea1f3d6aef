"""Open an event for the rules: its people and postings with their index, from memory where nothing changed."""

from typing import TYPE_CHECKING

from api.actions.days import rules_day
from api.actions.errors import NotAllowed
from api.event_pools import EventPool, Key
from api.person_verdicts import StandingKey
from api.wiring import Application
from data.stores import Stores
from matching.collection import paused_collection
from matching.knowledge.catalogue import Text
from matching.records import Event, Posting, PostingStatus, Role, Viewer

if TYPE_CHECKING:
    from matching.judgement import Opening

STAFF_ONLY = Text(zh="只有组织者和辅导员可以查看。", en="Only organizers and counselors may read this.")


def check_staff(viewer: Viewer) -> None:
    """Raises NotAllowed for everybody but organizers and counselors."""
    if viewer.role not in (Role.ORGANIZER, Role.COUNSELOR):
        raise NotAllowed(STAFF_ONLY)


def event_pool(app: Application, viewer: Viewer, stores: Stores, event: Event) -> EventPool:
    """The event as the viewer may see it. Opening people's files anew is logged as an access."""
    with paused_collection():
        return app.event_pools.get(_key(app, viewer, stores, event), lambda: _load(app, viewer, stores, event))


def pool_at_hand(app: Application, viewer: Viewer, stores: Stores, event: Event) -> EventPool | None:
    """The same if it is in memory and still right; None otherwise."""
    return app.event_pools.peek(_key(app, viewer, stores, event))


def person_pool(app: Application, viewer: Viewer, stores: Stores, event: Event, candidate: str) -> EventPool:
    """The event for one person alone, made anew: a verdict never depends on another person. Without people where the viewer may not
    see the person. Opening the file is logged as an access."""
    return _load(app, viewer, stores, event.model_copy(update={"candidates": (candidate,)}))


def standing_of(app: Application, viewer: Viewer, stores: Stores, event: Event) -> "tuple[tuple[Posting, Opening], ...]":
    """The open postings of an event that the law lets stand, as the rules see them, in order of id."""
    key = standing_key(app, viewer, stores, event)
    return app.person_verdicts.standing.get(key, lambda: _standing(app, viewer, stores, event))


def standing_key(app: Application, viewer: Viewer, stores: Stores, event: Event) -> StandingKey:
    """Everything that the standing postings depend on."""
    return event.postings, stores.postings.content_hash(viewer), rules_day(app, event)


def _key(app: Application, viewer: Viewer, stores: Stores, event: Event) -> Key:
    people, postings = stores.candidates.content_hash(viewer), stores.postings.content_hash(viewer)
    return event.model_dump_json(), people, postings, rules_day(app, event)


def _load(app: Application, viewer: Viewer, stores: Stores, event: Event) -> EventPool:
    from matching.bitmaps import VerdictIndex
    from matching.judgement import applicant
    from matching.policy import policy_on

    policy = policy_on(rules_day(app, event))
    # The rules of law read birth and sex, which are sealed with the name; the name itself is not kept.
    opened = stores.candidates.iterate(viewer, event.candidates or None, with_person=True)
    known = [(person.id, applicant(person, policy), person.wishes) for person in opened]
    people = tuple((name, one) for name, one, _ in known)
    index = VerdictIndex.build([one for _, one in people], policy)
    standing = standing_of(app, viewer, stores, event)
    for posting, other in standing:
        index.put_posting(posting.id, other)
    return EventPool(people, tuple(posting for posting, _ in standing), index, tuple(wishes for _, _, wishes in known))


def _standing(app: Application, viewer: Viewer, stores: Stores, event: Event) -> "tuple[tuple[Posting, Opening], ...]":
    from matching.constraints import posting_faults
    from matching.judgement import opening
    from matching.policy import policy_on

    policy = policy_on(rules_day(app, event))
    openings = (
        (post, opening(post)) for post in stores.postings.iterate(viewer, event.postings or None, status=PostingStatus.OPEN)
    )
    return tuple(
        (post, other)
        for post, other in openings
        if not any(fault.severity == "reject" for fault in posting_faults(other.terms, policy))
    )
