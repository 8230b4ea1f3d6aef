"""A session or a key says who is asking; without either nobody comes in once there are accounts."""

from fastapi import FastAPI
from starlette.testclient import TestClient

from matching.records import Role
from tests.api.conftest import HERE, LOOPBACK, SignIn


def test_a_session_opens_the_pages_of_its_role(signed_in: SignIn) -> None:
    assert signed_in(Role.ORGANIZER).get("/api/v1/events").status_code == 200
    assert signed_in(Role.COUNSELOR, district="420111").get("/events/spring-2027/candidates").status_code == 200


def test_nobody_comes_in_without_a_session(signed_in: SignIn, staffed_web: FastAPI) -> None:
    signed_in(Role.ORGANIZER)
    stranger = TestClient(staffed_web, base_url=HERE, client=LOOPBACK)
    answer = stranger.get("/api/v1/events")
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
