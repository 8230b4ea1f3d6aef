"""The links of a fair that is running, followed by those who take part in it without running it."""

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

from api.access import viewer_of
from api.wiring import Application
from matching.records import Role, Viewer
from tests.api.accounts.test_dead_ends import dead_ends
from tests.api.conftest import HERE, LOOPBACK, SPRING
from tests.api.web import Web

DISTRICT = "420111"


@pytest.mark.parametrize(
    "viewer",
    [
        Viewer(account="chen", role=Role.ORGANIZER, organisation=f"d_{DISTRICT}", district=DISTRICT),
        Viewer(account="li", role=Role.COUNSELOR, organisation=f"d_{DISTRICT}", district=DISTRICT),
        Viewer(account="river", role=Role.EMPLOYER, organisation="e_river"),
    ],
    ids=lambda viewer: viewer.role,
)
def test_no_link_of_a_running_fair_leads_to_a_refusal(running: Application, viewer: Viewer) -> None:
    web = Web(running)

    def shown(request: Request) -> Viewer:
        request.state.viewer = viewer
        return viewer

    web.dependency_overrides[viewer_of] = shown
    with TestClient(web, base_url=HERE, client=LOOPBACK, follow_redirects=False) as browser:
        start = "/employer/events" if viewer.role is Role.EMPLOYER else f"/events/{SPRING}"
        opened, wrong = dead_ends(browser.get, [start, f"{start}/timetable" if viewer.role is not Role.EMPLOYER else "/employer"])
    assert opened > 2
    assert "\n".join(wrong) == ""
