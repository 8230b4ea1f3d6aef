"""The town's spring fair with a hall, its employers approved, and a clock that a test can turn."""

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from api.actions.fairs import move_event, plan_event
from api.actions.interviews import save_timetable
from api.actions.invited import invite_employers, vet_employer
from api.schemas.fairs import EventPlan
from api.settings import Settings
from api.wiring import Application, open_application
from data.stores import Consent, Explained, Publication, Scope
from matching.records import (
    LOCAL_ORGANIZER,
    Booth,
    Hall,
    Interview,
    Place,
    Support,
    SupportKind,
    TimeWindow,
    Venue,
    Visitor,
    Waiting,
    Workplace,
)
from tests.api.conftest import CLERK, CRAFT, HALL, HE, LIN, SONG, SPRING, ZHOU

EVE = datetime(2027, 3, 18, 1, 30, tzinfo=UTC)
NINE = datetime(2027, 3, 20, 1, 0, tzinfo=UTC)
"""Nine o'clock in Wuhan on the day of the fair."""
PLAN = EventPlan(
    venue=Venue(
        name="洪山区文化馆",
        place=Place(city="武汉", district="420111", address="珞喻路 1 号"),
        building=Workplace(entrance_steps=0, floor=1, toilet="accessible"),
    ),
    hall=Hall(
        hours=TimeWindow(starts=time(9), ends=time(12)),
        breaks=(TimeWindow(starts=time(10, 30), ends=time(10, 45)),),
        booths=(
            Booth(number="A1", employer="e_river", place="东厅，进门左边", position=(0.0, 0.0), interviewers=1),
            Booth(number="A2", employer="e_hall", position=(30.0, 0.0)),
        ),
        supports=(Support(kind=SupportKind.SIGN_INTERPRETER, count=1),),
    ),
)


class Clock:
    def __init__(self) -> None:
        self.now = EVE

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def built_fairs(built_town: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The homes of the town, of the planned fair and of the published one, each made once and then opened by nobody."""
    homes = {"app": built_town}
    for name, before, go_on in (("planned", "app", plan_fair), ("published", "planned", publish_fair)):
        homes[name] = tmp_path_factory.mktemp(name)
        go_on(open_town(homes[before], homes[name], Clock())).database.close()
    return homes


@pytest.fixture
def app(request: pytest.FixtureRequest, built_fairs: dict[str, Path], tmp_path: Path, clock: Clock) -> Application:
    """The town on the eve of its fair: nothing is planned yet, unless the test asks for `planned` or `published`, too."""
    furthest = next((name for name in ("published", "planned") if name in request.fixturenames), "app")
    return open_town(built_fairs[furthest], tmp_path, clock)


def open_town(built: Path, home: Path, clock: Clock) -> Application:
    """A copy of the town with a clock of its own."""
    shutil.copytree(built, home, dirs_exist_ok=True)
    return open_application(Settings(home=home, database_url=f"sqlite:///{home / 'tongtu.db'}"), clock)


@pytest.fixture
def planned(app: Application) -> Application:
    """With venue, hall and approved employers."""
    return app


def plan_fair(app: Application) -> Application:
    plan_event(app, LOCAL_ORGANIZER, SPRING, PLAN, "plan")
    invite_employers(app, LOCAL_ORGANIZER, SPRING, ["e_river", "e_hall"])
    for employer in ("e_river", "e_hall"):
        vet_employer(app, LOCAL_ORGANIZER, SPRING, employer, True, "老单位，营业执照看过原件")
    return app


def move(app: Application, *states: str) -> None:
    for state in states:
        move_event(app, LOCAL_ORGANIZER, SPRING, state, f"move-{state}", named="王芳")


def publication(app: Application) -> Publication:
    """He with an interpreter at nine, Lin a quarter later at the same booth, Zhou in the hall at ten; Song waits."""
    with app.database.read(LOCAL_ORGANIZER) as stores:
        run = stores.runs.latest(LOCAL_ORGANIZER, SPRING)
    assert run is not None
    people = (
        Visitor(candidate=HE, needs=(SupportKind.SIGN_INTERPRETER,)),
        Visitor(candidate=LIN, pace=1.5),
        Visitor(candidate=ZHOU, takes=2, rest=1),
    )
    interviews = (
        Interview(candidate=HE, posting=CLERK, booth="A1", start=0, units={SupportKind.SIGN_INTERPRETER: 0}, value=0.5),
        Interview(candidate=LIN, posting=CLERK, booth="A1", start=1, value=0.4),
        Interview(candidate=LIN, posting=HALL, booth="A2", start=8, value=0.1),
        Interview(candidate=ZHOU, posting=CRAFT, booth="A1", start=4, value=0.3),
    )
    waiting = (Waiting(posting=CLERK, candidate=SONG, position=1, cause="coach capacity"),)
    return Publication(run.id, people, interviews, waiting, {"gap": 0.0, "seed": 7})


@pytest.fixture
def published(planned: Application) -> Application:
    """With a timetable that is out."""
    return planned


def publish_fair(planned: Application) -> Application:
    move(planned, "collecting", "pre_matched", "confirmed")
    save_timetable(planned, LOCAL_ORGANIZER, SPRING, publication(planned), "timetable")
    move(planned, "published")
    return planned


@pytest.fixture
def running(published: Application, clock: Clock) -> Application:
    """At nine o'clock on the day."""
    clock.now = NINE
    move(published, "running")
    return published


@pytest.fixture
def agree(app: Application) -> Callable[..., int]:
    """Records a consent of the spring fair."""

    def record(candidate: str, scope: Scope, *employers: str) -> int:
        given = Consent(
            candidate=candidate,
            scope=scope,
            event=SPRING,
            employers=frozenset(employers),
            wording="v1",
            explained=Explained.SIGNED,
            given_on=date(2027, 3, 1),
        )
        with app.database.begin(LOCAL_ORGANIZER) as stores:
            return stores.consents.save(LOCAL_ORGANIZER, given)

    return record
