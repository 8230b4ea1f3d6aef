"""The verdicts of one person, from memory where nothing changed. Whoever asks has opened the file, which is logged."""

from hashlib import sha256

from api.actions.days import rules_day
from api.actions.errors import NotFound
from api.actions.lists import CANDIDATE
from api.actions.pools import person_pool, standing_key, standing_of
from api.event_pools import EventPool
from api.person_verdicts import PairVerdict, PersonKey, PersonVerdicts
from api.wiring import Application
from data.stores import Stores, canonical
from matching.policy import policy_on
from matching.records import Candidate, Event, Viewer


def find_person(stores: Stores, viewer: Viewer, candidate: str) -> Candidate:
    """The file of a person, which is logged as an access. Raises NotFound."""
    person = stores.candidates.get(viewer, candidate)
    if person is None:
        raise NotFound(CANDIDATE, candidate)
    return person


def verdicts_of(app: Application, viewer: Viewer, stores: Stores, person: Candidate, event: Event) -> PersonVerdicts:
    """The verdict of the person on each open posting of the event that the law lets stand."""
    key = _person_key(app, viewer, stores, person, event)
    return app.person_verdicts.people.get(key, lambda: _judge(app, viewer, stores, person, event))


def pool_of(app: Application, viewer: Viewer, stores: Stores, person: Candidate, event: Event) -> EventPool:
    """The event for the person alone, for what a change would open."""
    key = _person_key(app, viewer, stores, person, event)
    return app.person_verdicts.pools.get(key, lambda: person_pool(app, viewer, stores, event, person.id))


def file_digest(person: Candidate) -> str:
    """16 hexadecimal digits that change whenever the file does."""
    return sha256(canonical(person)).hexdigest()[:16]


def _person_key(app: Application, viewer: Viewer, stores: Stores, person: Candidate, event: Event) -> PersonKey:
    return person.id, file_digest(person), standing_key(app, viewer, stores, event)


def _judge(app: Application, viewer: Viewer, stores: Stores, person: Candidate, event: Event) -> PersonVerdicts:
    from matching.judgement import applicant, judge

    policy = policy_on(rules_day(app, event))
    one = applicant(person, policy)
    standing = standing_of(app, viewer, stores, event)
    return PersonVerdicts(one, policy, tuple(PairVerdict(post, other, judge(one, other, policy)) for post, other in standing))
