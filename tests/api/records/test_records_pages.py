"""The pages of records: whole, in one language, small, and every link leads somewhere."""

import re
from itertools import pairwise

import pytest
from starlette.testclient import TestClient

from api.wiring import Application
from matching.records import Role
from tests.api.records.conftest import visit_as
from tests.api.test_pages import CHINESE, read

PAGES = (
    "/",
    "/events",
    "/imports",
    "/imports/new",
    "/imports/new?kind=certification",
    "/people/new",
    "/people/c_zhou/edit",
    "/postings",
    "/postings?status=open",
    "/postings/new?employer=e_river",
    "/postings/to-repair",
    "/postings/raised",
    "/postings/p_clerk",
    "/postings/p_clerk/edit",
    "/employers",
    "/employers/new",
    "/employers/e_river",
    "/employers/e_river/edit",
    "/search",
    "/duplicates",
    "/jobs",
    "/jobs?state=parked",
    "/models",
    "/indicators",
    "/indicators?district=420111&since=2026",
    "/indicators/enterprises",
    "/indicators/graduates",
    "/indicators/services?missing=true",
    "/indicators/placements?year=2026",
    "/indicators/tallies",
    "/indicators/bodies",
    "/indicators/workshops",
    "/indicators/quota",
    "/indicators/enter/placements",
    "/indicators/enter/services",
)
MISSING = (
    "/people/c_none/edit",
    "/postings/p_none",
    "/postings/p_none/edit",
    "/employers/e_none",
    "/employers/e_none/edit",
    "/imports/u_none",
    "/jobs/j_none",
    "/models/none",
    "/indicators/enter/mayors",
    "/imports/templates/mayors.xlsx",
)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_page_is_whole(web: TestClient, path: str, language: str) -> None:
    answer = web.get(path, headers={"accept-language": language})
    assert (answer.status_code, answer.headers["content-language"]) == (200, language)
    assert len(answer.content) < 60_000
    reader = read(answer.text)
    names = [name for name, _ in reader.tags]
    assert (names.count("h1"), names.count("main"), names.count("script")) == (1, 1, 0)
    identities = [attributes["id"] for _, attributes in reader.tags if "id" in attributes]
    assert len(identities) == len(set(identities))
    levels = [int(name[1]) for name in names if re.fullmatch("h[1-6]", name)]
    assert all(later - former <= 1 for former, later in pairwise(levels))
    labels = {attributes.get("for") for name, attributes in reader.tags if name == "label"}
    fields = [attributes for name, attributes in reader.tags if name in ("input", "select", "textarea")]
    asked = {one["id"] for one in fields if one.get("type") not in ("hidden", "checkbox", "radio")}
    assert asked <= labels
    if language == "en":
        assert [words for words in reader.words if CHINESE.search(words)] == []


@pytest.mark.parametrize("path", MISSING)
def test_what_is_not_there_is_not_found(web: TestClient, path: str) -> None:
    assert web.get(path).status_code == 404


@pytest.fixture(scope="module")
def followed() -> dict[str, int]:
    """The status behind each link that was followed: most pages hold the same ones."""
    return {}


@pytest.mark.parametrize("path", PAGES)
def test_links_lead_somewhere(web: TestClient, followed: dict[str, int], path: str) -> None:
    targets = [attributes["href"] or "" for name, attributes in read(web.get(path).text).tags if name == "a"]
    inside = sorted({target.partition("#")[0] for target in targets if target.startswith("/") and "format=pdf" not in target})
    followed |= {target: web.get(target).status_code for target in inside if target not in followed}
    assert {target: followed[target] for target in inside if followed[target] not in (200, 303)} == {}


@pytest.mark.parametrize(
    ("role", "inside"),
    [
        (
            Role.COUNSELOR,
            {"/", "/events", "/people/new", "/postings", "/employers", "/search", "/jobs", "/indicators", "/indicators/tallies"},
        ),
        (Role.AUDITOR, {"/indicators", "/indicators/bodies", "/indicators/enterprises", "/indicators/quota"}),
        (Role.EMPLOYER, set()),
        (Role.ADMINISTRATOR, {"/jobs"}),
    ],
)
def test_each_role_comes_in_where_it_belongs(records_office: Application, role: Role, inside: set[str]) -> None:
    client = visit_as(records_office, role)
    paths = [path for path in PAGES if "?" not in path and "c_zhou" not in path and "p_clerk" not in path and "e_river" not in path]
    found = {path for path in paths if client.get(path).status_code == 200}
    expected = inside | (
        set(paths) - {"/imports", "/imports/new", "/duplicates", "/models", "/postings/raised"} if role is Role.COUNSELOR else set()
    )
    assert found == expected


def test_another_role_is_shown_its_own_room(records_office: Application) -> None:
    answer = visit_as(records_office, Role.EMPLOYER).get("/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/employer")


FORMS = (
    "/imports",
    "/people/new",
    "/postings/new",
    "/employers/new",
    "/search",
    "/duplicates/people",
    "/models/train",
    "/indicators/tallies",
    "/indicators/bodies",
    "/indicators/workshops",
    "/indicators/quota",
)


@pytest.mark.parametrize("path", FORMS)
def test_a_page_of_another_site_writes_nothing(web: TestClient, path: str) -> None:
    assert web.post(path, data={"a": "b"}, headers={"origin": "http://evil.example"}).status_code == 403


def test_script_in_every_field_comes_back_as_text(web: TestClient) -> None:
    bad = '"><script>alert(1)</script>'
    for path, fields in (
        ("/people/new", ("name", "skills", "wish_text", "home", "pay_min")),
        ("/postings/new", ("title", "employer", "text", "pay", "headcount")),
        ("/employers/new", ("employer_code", "industry")),
        ("/search", ("words",)),
        ("/indicators/quota", ("staff", "name")),
        ("/indicators/tallies", ("title", "people", "on")),
        ("/indicators/enter/placements", ("candidate", "title", "hired")),
    ):
        answer = web.post(path, data=dict.fromkeys(fields, bad) | {"key": "k"})
        assert answer.status_code in (200, 422)
        assert "<script>alert" not in answer.text
