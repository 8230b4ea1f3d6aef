"""The town with a counselor at work in it: a consent, a plan, a hire to follow up, a request; what is written stays in its copy."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.access import viewer_of
from api.actions.appeals import lodge_appeal
from api.actions.consents import give_consent
from api.actions.person_plans import settle_plan
from api.schemas.appeals import AppealInput
from api.schemas.consents import ConsentInput
from api.wiring import Application
from matching.records import LOCAL_ORGANIZER, Outcome, Role, Service, ServiceKind, Step, Story, Viewer
from tests.api.conftest import CLERK, FROM_OWN_PAGE, HE, HERE, LIN, LOOPBACK, SPRING, ZHOU, open_copy
from tests.api.web import Web

HIRED = date(2027, 2, 10)
COUNSELOR = Viewer(account="li", role=Role.COUNSELOR)
ELSEWHERE = Viewer(account="far", role=Role.COUNSELOR, district="420102")


def put_to_work(app: Application) -> None:
    """Some weeks of a counselor's work in the town."""
    listed = ConsentInput(scope="listing", event=SPRING, employers=("e_river",), explained="easy_text", given_on=date(2027, 3, 1))
    give_consent(app, LOCAL_ORGANIZER, LIN, listed)
    settle_plan(app, LOCAL_ORGANIZER, LIN, "settled", SPRING, "王芳")
    lodge_appeal(app, LOCAL_ORGANIZER, HE, AppealInput(kind="objection", text="我能看懂文字说明"), "asked")
    with app.database.begin(LOCAL_ORGANIZER) as stores:
        stores.services.save(LOCAL_ORGANIZER, Service(candidate=LIN, kind=ServiceKind.NEEDS, on=date(2027, 3, 2), by="王芳"))
        came = (Step.INVITED, Step.ATTENDED, Step.INTERVIEWED, Step.OFFERED, Step.HIRED)
        steps = tuple(Outcome(candidate=ZHOU, posting=CLERK, step=step, on=HIRED) for step in came)
        stores.outcomes.save_stories(LOCAL_ORGANIZER, [Story(candidate=ZHOU, posting=CLERK, steps=steps)])


@pytest.fixture(scope="session")
def worked_town(built_town: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the town after that, opened by nobody."""
    home = tmp_path_factory.mktemp("worked")
    app = open_copy(built_town, home)
    put_to_work(app)
    app.database.close()
    return home


@pytest.fixture(scope="module")
def world(worked_town: Path, tmp_path_factory: pytest.TempPathFactory) -> Application:
    return open_copy(worked_town, tmp_path_factory.mktemp("room"))


@pytest.fixture(scope="module")
def web(world: Application) -> Iterator[TestClient]:
    """A browser of the organizer at a page of our own."""
    with TestClient(Web(world), base_url=HERE, client=LOOPBACK, headers=FROM_OWN_PAGE) as made:
        yield made


@pytest.fixture(scope="module")
def web_as(world: Application) -> Callable[[Viewer], TestClient]:
    """A browser of somebody else over the same town."""

    def open_for(viewer: Viewer) -> TestClient:
        app = Web(world)
        app.dependency_overrides[viewer_of] = lambda: viewer
        return TestClient(app, base_url=HERE, client=LOOPBACK, headers=FROM_OWN_PAGE)

    return open_for
