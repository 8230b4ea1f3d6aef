"""At which stage an employer may see a person, from the consents that hold on a day; and what the person is called there."""

import base64
from collections.abc import Iterable

from api.wiring import Application
from data.stores import Scope, StoredConsent
from matching.records import Candidate, Stage


def stage_towards(app: Application, consents: Iterable[StoredConsent], person: Candidate, event: str, employer: str) -> Stage:
    """COUNTS without a listing consent of this event that names the employer, IDENTITY with an identity consent on top of it.

    A person who refuses the employer is at COUNTS whatever they agreed to before.
    """
    held = [one.consent for one in consents if one.holds(app.today) and employer in one.consent.employers]
    listed = any(one.scope is Scope.LISTING and one.event == event for one in held)
    if not listed or employer in person.refusals.employers:
        return Stage.COUNTS
    named = any(one.scope is Scope.IDENTITY and one.event in (None, event) for one in held)
    return Stage.IDENTITY if named else Stage.LISTING


def alias_of(app: Application, event: str, employer: str, candidate: str) -> str:
    """What an employer calls the person at an event: eight characters that are others for each employer and event.

    Nobody without the key of the installation can go back from it, or tell that two aliases are of one person.
    """
    digest = app.keys.digest("alias", f"{event}\0{employer}\0{candidate}".encode())
    name = base64.b32encode(digest)[:8].decode()
    return f"{name[:4]}-{name[4:]}"
