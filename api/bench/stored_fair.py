"""A home in which a whole fair is stored: people, postings, a hall with its employers approved, and who agreed to be listed."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Final
from uuid import uuid4

from api.actions.events import add_event
from api.actions.fairs import move_event, plan_event
from api.actions.training import train_on_synthetic
from api.bench.fair import FairSizes, fair_city
from api.benchmark.halls import draw_hall
from api.schemas.fairs import EventPlan
from api.settings import Settings
from api.wiring import Application, open_application
from data.stores import Consent, Explained, Scope
from data.stores.prepared import Kind, Rows
from data.synthetic.draws import Dice, stream
from matching.records import LOCAL_ORGANIZER, Place, Venue, Workplace
from matching.wordings import wording_on

EVENT: Final = "bench"
_AGREE: Final = 0.94
_STEP: Final = 1_000
"""Rows of one transaction."""
_APPROVED: Final = "invented for a measurement"


def settings_of(home: Path) -> Settings:
    return Settings(home=home, database_url=f"sqlite:///{home / 'tongtu.db'}")


def store_fair(home: Path, sizes: FairSizes, seed: int, trained: bool) -> None:
    """Store the fair of a seed in an empty home, ready to be matched. About one person in sixteen does not agree to be listed.

    `trained`: a ranker is trained on another synthetic city and serves if the gate lets it; without it the hand weights do.
    Raises ValueError for sizes that no fair can have.
    """
    app = open_application(settings_of(home))
    try:
        employers = _store_people_and_posts(app, sizes, seed)
        _plan(app, sizes, seed, employers)
        if trained:
            train_on_synthetic(app, LOCAL_ORGANIZER, seed + 1)
    finally:
        app.database.close()


def _store_people_and_posts(app: Application, sizes: FairSizes, seed: int) -> list[str]:
    """The employers with a booth."""
    city, rows = fair_city(sizes, seed, app.today)
    posts = [city.postings[int(row)] for row in rows]
    employer_of = {one.id: one for one in city.employers}
    intermediary_of = {one.id: one for one in city.intermediaries}
    papers = {one.candidate: one for one in city.certificates}
    people = city.candidates[: sizes.people]
    for start in range(0, len(people), _STEP):
        _publish(app, "candidates", [(one, papers.get(one.id)) for one in people[start : start + _STEP]])
    passed = [None if one.source.intermediary is None else intermediary_of[one.source.intermediary] for one in posts]
    told = [(one, employer_of[one.employer], by) for one, by in zip(posts, passed, strict=True)]
    _publish(app, "postings", told)
    return list(dict.fromkeys(one.employer for one in posts))


def _publish(app: Application, kind: Kind, rows: Rows) -> None:
    name = f"i_{uuid4().hex[:20]}"
    with app.database.begin(LOCAL_ORGANIZER) as stores:
        stores.imports.stage(LOCAL_ORGANIZER, name, kind, rows)
        stores.imports.publish(LOCAL_ORGANIZER, name)


def _plan(app: Application, sizes: FairSizes, seed: int, employers: Sequence[str]) -> None:
    viewer = LOCAL_ORGANIZER
    day = app.today + timedelta(days=30)
    add_event(app, viewer, EVENT, "测量用的招聘会", "专场招聘会", day.isoformat())
    hall = draw_hall(employers, sizes.slots, sizes.interviewers, sizes.supports, sizes.guaranteed, seed, sizes.plain)
    plan_event(app, viewer, EVENT, EventPlan(venue=_venue(), hall=hall), "bench-plan")
    with app.database.begin(viewer) as stores:
        stores.fairs.invite(viewer, EVENT, employers)
        for employer in employers:
            stores.fairs.vet(viewer, EVENT, employer, approved=True, code_checked=False, note=_APPROVED)
        people = [one.id for one in stores.candidates.iterate(viewer)]
    agreed = list(_consents(seed, people, employers, wording_on("listing", app.today).version, app.today))
    for start in range(0, len(agreed), _STEP):
        with app.database.begin(viewer) as stores:
            for consent in agreed[start : start + _STEP]:
                stores.consents.save(viewer, consent)
    move_event(app, viewer, EVENT, "collecting", "bench-collecting")


def _consents(seed: int, people: Sequence[str], employers: Sequence[str], wording: str, on: date) -> Iterator[Consent]:
    dice = Dice(stream(seed, "bench consents"))
    for person in people:
        if dice.chance(_AGREE):
            yield Consent(
                candidate=person,
                scope=Scope.LISTING,
                event=EVENT,
                employers=frozenset(employers),
                wording=wording,
                explained=Explained.READ,
                given_on=on,
            )


def _venue() -> Venue:
    return Venue(
        name="测量用的展馆",
        place=Place(city="武汉", district="420111", address="示范路 1 号"),
        building=Workplace(entrance_steps=0, floor=1, toilet="accessible"),
    )
