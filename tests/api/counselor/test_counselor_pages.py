"""Every page of the counselor's room: whole, small, in one language, without scripts, for staff alone and their own people."""

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from starlette.testclient import TestClient

from matching.records import Role, Viewer
from tests.api.conftest import CLERK, CRAFT, HALL, HE, LIN, SPRING
from tests.api.counselor.conftest import ELSEWHERE
from tests.api.test_pages import CHINESE, read

OF_LIN = (
    "",
    "?done=service",
    "/wishes",
    "/aids",
    "/consents",
    "/consents/new?scope=listing&event=spring-2027",
    "/consents/new?scope=identity",
    "/assessment",
    "/assessment?done=saved&changed=2&opened=1&closed=0&settled=3",
    "/posts",
    f"/posts?event={SPRING}&show=blocked",
    "/posts?show=eligible&from=12",
    f"/posts/{CLERK}?event={SPRING}",
    f"/posts/{CRAFT}",
    f"/unlock?event={SPRING}",
    "/plan",
    "/sheet",
    "/erasure",
)
PAGES = (
    "/caseload",
    "/caseload?show=consent&q=c_",
    "/caseload?q=nobody",
    "/caseload/follow-ups",
    "/appeals",
    "/appeals?show=answered",
    "/appeals/1",
    *(f"/people/{LIN}{path}" for path in OF_LIN),
    f"/people/{HE}/sheet",
)
FILES = (f"/people/{LIN}/plan.pdf", f"/people/{LIN}/sheet.pdf", f"/people/{LIN}/record.pdf", f"/people/{LIN}/record.json")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_page_is_whole_and_small_and_in_one_language(web: TestClient, path: str, language: str) -> None:
    answer = web.get(path, headers={"accept-language": language})
    assert (answer.status_code, answer.headers["content-language"]) == (200, language)
    assert len(answer.content) < 60_000
    reader = read(answer.text)
    names = [name for name, _ in reader.tags]
    assert (names.count("h1"), names.count("main"), [name for name in names if name in ("script", "style", "iframe")]) == (1, 1, [])
    identities = [attributes["id"] for _, attributes in reader.tags if "id" in attributes]
    assert len(identities) == len(set(identities))
    levels = [int(name[1]) for name in names if re.fullmatch("h[1-6]", name)]
    assert all(later - former <= 1 for former, later in pairwise(levels))
    assert [found for _, found in reader.tags if "style" in found or any(name.startswith("on") for name in found)] == []
    if language == "en":
        assert [words for words in reader.words if CHINESE.search(words)] == []


def test_links_lead_somewhere(web: TestClient) -> None:
    inside: set[str] = set()
    for path in PAGES:
        targets = [attributes["href"] or "" for name, attributes in read(web.get(path).text).tags if name == "a"]
        inside |= {target.partition("#")[0] for target in targets if target.startswith("/")}
    files = {target for target in inside if ".pdf" in target or ".json" in target}
    assert {target: status for target in inside - files if (status := web.get(target).status_code) != 200} == {}


@pytest.mark.parametrize("path", FILES)
def test_files_are_what_they_say(web: TestClient, path: str) -> None:
    answer = web.get(path)
    assert answer.status_code == 200
    assert answer.content[:4] == (b"%PDF" if path.endswith("pdf") else b"{\n  ")
    assert answer.headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize("role", [Role.EMPLOYER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_nobody_else_comes_in(web_as: Callable[[Viewer], TestClient], role: Role) -> None:
    other = web_as(Viewer(account="x", role=role, organisation="e_river"))
    assert {path: other.get(path).status_code for path in (*PAGES, *FILES)} == dict.fromkeys((*PAGES, *FILES), 403)


def test_people_of_another_district_are_not_there(web_as: Callable[[Viewer], TestClient]) -> None:
    far = web_as(ELSEWHERE)
    theirs = [path for path in (*PAGES, *FILES) if path.startswith(("/people", "/appeals/"))]
    assert {path: far.get(path).status_code for path in theirs} == dict.fromkeys(theirs, 404)
    assert "没有服务对象" in far.get("/caseload").text


@pytest.mark.parametrize(
    "path",
    [
        "/caseload/follow-ups",
        "/appeals/1",
        *(
            f"/people/{LIN}{path}"
            for path in (
                "/services",
                "/wishes",
                "/aids",
                "/profiling",
                "/consents",
                "/consents/1/withdraw",
                "/refusals",
                "/assessment",
                "/unlock/ask",
                "/plan/edits",
                "/plan/settle",
                "/appeals",
                "/erasure",
            )
        ),
    ],
)
def test_a_form_of_another_site_changes_nothing(web: TestClient, path: str) -> None:
    assert web.post(path, data={"key": "k"}, headers={"sec-fetch-site": "cross-site"}).status_code == 403


def test_a_careless_name_is_text(web: TestClient) -> None:
    for path in (f"/people/{LIN}", f"/people/{LIN}/posts/{HALL}", f"/people/{LIN}/sheet", "/caseload"):
        text = web.get(path).text
        assert "&lt;b&gt;林一&lt;/b&gt;" in text
        assert "<b>" not in text
