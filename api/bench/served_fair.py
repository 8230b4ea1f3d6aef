"""A home to serve from: a fair whose lists are confirmed, with an account and a key for each of its employers."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from api.schemas.fairs import EventPlan
from api.wiring import Application
from data.synthetic import generate_city
from matching.records import (
    LOCAL_ADMINISTRATOR,
    LOCAL_ORGANIZER,
    Booth,
    Event,
    Hall,
    PostingStatus,
    Role,
    TimeWindow,
    Venue,
    Viewer,
)

EVENT: Final = "bench"
_SCOPES: Final = frozenset({"read:employers"})
_NAMED: Final = 10
"""One in so many agreed to be named."""


@dataclass(frozen=True)
class ServedList:
    """One list, and a key of the employer that may read it."""

    path: str
    key: str


def build_served_fair(app: Application, people: int, employers: int, seed: int) -> tuple[ServedList, ...]:
    """Fills a fresh home and gives its lists with the most people on them first.

    Everybody agreed to be listed to everybody, and every tenth to be named: the longest lists there can be.
    """
    from api.actions.fairs import move_event, plan_event
    from api.actions.invited import invite_employers, vet_employer
    from api.actions.matching import match_event

    city = generate_city(seed, people, employers, today=app.today)
    posts = [posting for posting in city.postings if posting.status is PostingStatus.OPEN]
    invited = sorted({posting.employer for posting in posts})
    event = Event(id=EVENT, name="春季专场招聘会", on=app.today + timedelta(days=7), postings=tuple(post.id for post in posts))
    papers = {one.candidate: one for one in city.certificates}
    with app.database.begin(LOCAL_ORGANIZER) as stores:
        stores.employers.upsert_many(LOCAL_ORGANIZER, city.employers)
        stores.postings.upsert_many(LOCAL_ORGANIZER, city.postings)
        stores.candidates.upsert_many(LOCAL_ORGANIZER, [(one, papers.get(one.id)) for one in city.candidates])
        stores.events.upsert_many(LOCAL_ORGANIZER, [event])
    plan_event(app, LOCAL_ORGANIZER, EVENT, _plan(invited), "plan")
    invite_employers(app, LOCAL_ORGANIZER, EVENT, invited)
    for employer in invited:
        vet_employer(app, LOCAL_ORGANIZER, EVENT, employer, True, "营业执照看过原件")
    move_event(app, LOCAL_ORGANIZER, EVENT, "collecting", "collecting", named="王芳")
    match_event(app, LOCAL_ORGANIZER, EVENT)
    for state in ("pre_matched", "confirmed"):
        move_event(app, LOCAL_ORGANIZER, EVENT, state, state, named="王芳")
    _agree(app, [one.id for one in city.candidates], invited)
    keys = {employer: _key_of(app, employer) for employer in invited}
    with app.database.read(LOCAL_ORGANIZER) as stores:
        run = stores.runs.latest(LOCAL_ORGANIZER, EVENT)
        assert run is not None
        sizes = {row.posting: row.fit for row in stores.runs.summaries(LOCAL_ORGANIZER, run.id)}
    longest = sorted((post for post in posts if sizes.get(post.id)), key=lambda post: (-sizes[post.id], post.id))
    return tuple(ServedList(f"/api/v1/employer/events/{EVENT}/postings/{post.id}/list", keys[post.employer]) for post in longest)


def _plan(employers: list[str]) -> EventPlan:
    from datetime import time

    booths = tuple(Booth(number=f"A{number}", employer=employer) for number, employer in enumerate(employers, 1))
    hall = Hall(hours=TimeWindow(starts=time(9), ends=time(16)), booths=booths)
    return EventPlan(venue=Venue(name="文化馆"), hall=hall)


def _agree(app: Application, people: list[str], employers: list[str]) -> None:
    from data.stores import Consent, Explained, Scope

    def consent(name: str, scope: Scope, named: list[str]) -> Consent:
        return Consent(
            candidate=name,
            scope=scope,
            event=EVENT,
            employers=frozenset(named),
            wording="bench",
            explained=Explained.READ,
            given_on=app.today,
        )

    with app.database.begin(LOCAL_ORGANIZER) as stores:
        for place, name in enumerate(people):
            stores.consents.save(LOCAL_ORGANIZER, consent(name, Scope.LISTING, employers))
            for employer in employers if place % _NAMED == 0 else ():
                stores.consents.save(LOCAL_ORGANIZER, consent(name, Scope.IDENTITY, [employer]))


def _key_of(app: Application, employer: str) -> str:
    from api.accounts.areas import SCOPES
    from api.actions.tokens import make_token
    from data.stores import NewAccount, Organisation, OrganisationKind

    account = f"a_{employer}"
    with app.database.begin(LOCAL_ADMINISTRATOR) as stores:
        stores.organisations.add(LOCAL_ADMINISTRATOR, Organisation(employer, OrganisationKind.EMPLOYER, employer))
        stores.accounts.add(LOCAL_ADMINISTRATOR, NewAccount(account, account, account, Role.EMPLOYER, employer))
    viewer = Viewer(account=account, role=Role.EMPLOYER, organisation=employer)
    return make_token(app, viewer, "bench", _SCOPES, 1, SCOPES).secret


def build_home(home: Path, people: int, employers: int, seed: int) -> tuple[ServedList, ...]:
    """`build_served_fair` in a fresh home."""
    from api.settings import DATABASE_FILE, Settings
    from api.wiring import open_application

    app = open_application(Settings(home=home, database_url=f"sqlite:///{home / DATABASE_FILE}"))
    try:
        return build_served_fair(app, people, employers, seed)
    finally:
        app.database.close()
