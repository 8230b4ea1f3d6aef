"""The town as an office whose records are changed: one installation for all tests of these pages, and a visitor who writes."""

from collections.abc import Iterator

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

from api.access import viewer_of
from api.wiring import Application
from matching.records import Role, Viewer
from tests.api.conftest import HERE, LOOPBACK, build_world
from tests.api.web import Web


@pytest.fixture(scope="session")
def records_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    app = build_world(tmp_path_factory.mktemp("records"))
    yield app
    app.database.close()


@pytest.fixture(scope="session")
def records_site(records_office: Application) -> Iterator[TestClient]:
    with TestClient(Web(records_office), base_url=HERE, client=LOOPBACK, headers={"origin": HERE}) as made:
        yield made


@pytest.fixture
def web(records_site: TestClient) -> TestClient:
    """A visitor who writes from our own pages, reads English, and follows no redirect."""
    records_site.cookies.clear()
    records_site.headers["accept-language"] = "en"
    records_site.follow_redirects = False
    return records_site


def visit_as(
    app: Application,
    role: Role,
    account: str = "x",
    organisation: str = "e_river",
    district: str | None = None,
    caseload: bool = False,
) -> TestClient:
    """A visitor of the same installation in another role, or with another account."""
    made = Web(app)

    def shown(request: Request) -> Viewer:
        viewer = Viewer(account=account, role=role, organisation=organisation, district=district, caseload=caseload)
        request.state.viewer = viewer
        return viewer

    made.dependency_overrides[viewer_of] = shown
    headers = {"origin": HERE, "accept-language": "en"}
    return TestClient(made, base_url=HERE, client=LOOPBACK, headers=headers, follow_redirects=False)
