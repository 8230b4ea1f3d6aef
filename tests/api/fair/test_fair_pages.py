"""The organizer's pages of a fair: whole, small, in one language, with links that lead somewhere; and who may come in."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.access import viewer_of
from api.actions.funnels import event_funnel
from api.actions.interviews import sheet_view
from api.actions.lists import event_view
from api.pictures import funnel
from api.wiring import Application
from matching.records import LOCAL_ORGANIZER, MessageKind, Role, Viewer
from tests.api.conftest import HERE, LIN, LOOPBACK, SPRING
from tests.api.fair.conftest import NINE, Clock
from tests.api.fair.full import EVERYBODY, full_fair
from tests.api.test_pages import CHINESE, read
from tests.api.web import Web

AT = f"/events/{SPRING}"
PAGES = [
    "/events/new",
    f"{AT}/steps",
    f"{AT}/steps/confirm",
    f"{AT}/plan",
    f"{AT}/plan/booths",
    f"{AT}/plan/booths/A1",
    f"{AT}/employers",
    f"{AT}/run",
    f"{AT}/allocation",
    f"{AT}/allocation?candidate={LIN}&posting=p_clerk",
    f"{AT}/timetable",
    f"{AT}/timetable?show=codes",
    f"{AT}/timetable/people",
    f"{AT}/timetable/people/{LIN}",
    f"{AT}/timetable/booths/A1",
    f"{AT}/desk",
    f"{AT}/desk/log",
    f"{AT}/desk/paper",
    f"{AT}/letters",
    f"{AT}/letters/1",
    f"{AT}/interviews",
    f"{AT}/interviews?show=all",
    f"{AT}/interviews/follow-ups",
    f"{AT}/interviews/promises",
    f"{AT}/interviews/funnel",
    f"{AT}/papers",
    "/events/planned/plan",
    "/events/planned/plan/booths",
    "/events/planned/employers",
    "/events/planned/steps",
    "/events/planned/allocation",
    "/events/planned/timetable",
    "/events/planned/timetable/people",
    "/events/planned/desk",
    "/events/planned/interviews",
    "/events/planned/letters",
    "/events/planned/run",
]


@pytest.fixture(scope="module")
def fair(built_town: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Application, Clock]:
    return full_fair(built_town, tmp_path_factory.mktemp("fair"))


@pytest.fixture(scope="module")
def web(fair: tuple[Application, Clock]) -> Iterator[TestClient]:
    with TestClient(Web(fair[0]), base_url=HERE, client=LOOPBACK) as made:
        yield made


@pytest.fixture
def late(fair: tuple[Application, Clock]) -> Iterator[None]:
    """Five weeks later, when somebody is to be asked."""
    clock = fair[1]
    clock.now += timedelta(days=36)
    yield
    clock.now = NINE + timedelta(minutes=20)


@pytest.mark.parametrize("path", PAGES)
def test_page_is_whole_small_and_in_its_language(web: TestClient, path: str) -> None:
    for language in ("zh", "en"):
        answer = web.get(path, headers={"accept-language": language})
        assert (answer.status_code, answer.headers["content-language"]) == (200, language)
        assert len(answer.content) < 60_000
        reader = read(answer.text)
        names = [name for name, _ in reader.tags]
        assert (names.count("h1"), names.count("main"), names.count("title"), names.count("script")) == (1, 1, 1, 0)
        identities = [attributes["id"] for _, attributes in reader.tags if "id" in attributes]
        assert len(identities) == len(set(identities))
        levels = [int(name[1]) for name in names if name in ("h1", "h2", "h3", "h4")]
        assert all(later - former <= 1 for former, later in pairwise(levels))
        assert [
            attributes for _, attributes in reader.tags if "style" in attributes or any(n.startswith("on") for n in attributes)
        ] == []
        labels = {attributes["for"] for name, attributes in reader.tags if name == "label" and "for" in attributes}
        fields = {
            attributes.get("id")
            for name, attributes in reader.tags
            if name in ("input", "select", "textarea") and attributes.get("type") not in ("hidden", "checkbox")
        }
        assert labels - set(identities) == set()
        assert fields <= labels
    assert [words for words in reader.words if CHINESE.search(words)] == []


def test_links_lead_somewhere(web: TestClient) -> None:
    """Every link of every page once; files are opened by a test of their own."""
    found = {
        (attributes.get("href") or "").partition("#")[0]
        for path in PAGES
        for name, attributes in read(web.get(path).text).tags
        if name == "a"
    }
    inside = sorted(target for target in found if target.startswith("/events") and not target.endswith(".csv"))
    assert len(inside) > len(PAGES)
    assert {target: status for target in inside if (status := web.get(target).status_code) != 200} == {}


def test_follow_up_that_is_due_is_whole(web: TestClient, late: None) -> None:
    reader = read(web.get(f"{AT}/interviews/follow-ups", headers={"accept-language": "en"}).text)
    assert [words for words in reader.words if CHINESE.search(words)] == []
    assert [attributes["name"] for name, attributes in reader.tags if name == "select"] == ["still", "reason"]


def test_funnel_counts_what_is_recorded(fair: tuple[Application, Clock], web: TestClient) -> None:
    app, _ = fair
    view = event_funnel(app, LOCAL_ORGANIZER, SPRING)
    counts = {one.step.value: one.count for one in view.steps}
    sheet = sheet_view(app, LOCAL_ORGANIZER, SPRING).items
    planned = {one.candidate for one in sheet if one.state != "walk_in"}
    matched = event_view(app, LOCAL_ORGANIZER, SPRING)
    before = {"looked_at": matched.candidates, "agreed": len(EVERYBODY), "listed": matched.candidates - matched.left_out}
    after = {"met": 1, "offered": 1, "hired": 1, "retained": 0}
    assert counts == {**before, "invited": None, "allotted": len(planned), **after}
    assert view.not_told_yet == 1
    with app.database.begin(LOCAL_ORGANIZER) as stores:
        letter = next(one.id for one in stores.outbox.list(LOCAL_ORGANIZER, SPRING) if one.message.kind is MessageKind.INVITATION)
        stores.outbox.mark_exported(LOCAL_ORGANIZER, [letter])
    again = event_funnel(app, LOCAL_ORGANIZER, SPRING)
    assert next(one.count for one in again.steps if one.step.value == "invited") == 1
    page = web.get(f"{AT}/interviews/funnel", headers={"accept-language": "en"}).text
    for one in again.steps:
        assert f'<th scope="row">{one.text.en}</th><td class="num">{one.count}</td>' in page
    assert f'alt="{again.summary.en}"' in page


def test_funnel_picture_is_of_the_same_figures(fair: tuple[Application, Clock], web: TestClient) -> None:
    view = event_funnel(fair[0], LOCAL_ORGANIZER, SPRING)
    for size in ("wide", "narrow"):
        answer = web.get(f"{AT}/interviews/funnel.svg?size={size}&lang=en")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/svg+xml")
        assert (answer.headers["content-language"], answer.headers["cache-control"]) == ("en", "no-store")
        assert answer.content == funnel.draw(view, "en", size)  # type: ignore[arg-type]
    assert web.get(f"{AT}/interviews/funnel.svg?size=huge").status_code == 422
    for nowhere in (
        "/events/nowhere/interviews/funnel",
        "/events/nowhere/interviews/funnel.svg",
        "/events/planned/interviews/funnel",
    ):
        assert web.get(nowhere).status_code == 404


def as_role(app: Application, role: Role) -> TestClient:
    made = Web(app)
    made.dependency_overrides[viewer_of] = lambda: Viewer(account="x", role=role, organisation="e_river")
    return TestClient(made, base_url=HERE, client=LOOPBACK, follow_redirects=False)


STAFF = [
    "timetable",
    "timetable/people",
    "timetable/booths/A1",
    "letters",
    "interviews",
    "interviews/promises",
    "interviews/funnel",
    "interviews/funnel.svg",
    "papers",
]
ORGANIZER = ["steps", "steps/confirm", "plan", "plan/booths", "employers", "run", "allocation", "desk", "desk/log", "desk/paper"]


@pytest.mark.parametrize(
    ("role", "staff", "own"),
    [(Role.ORGANIZER, 200, 200), (Role.COUNSELOR, 200, 403), (Role.EMPLOYER, 403, 403), (Role.AUDITOR, 403, 403)],
)
def test_who_may_come_in(fair: tuple[Application, Clock], role: Role, staff: int, own: int) -> None:
    web = as_role(fair[0], role)
    assert {name: web.get(f"{AT}/{name}").status_code for name in STAFF} == dict.fromkeys(STAFF, staff)
    assert {name: web.get(f"{AT}/{name}").status_code for name in ORGANIZER} == dict.fromkeys(ORGANIZER, own)
    assert web.get("/events/new").status_code == own


def test_a_form_of_another_site_changes_nothing(fair: tuple[Application, Clock]) -> None:
    web = as_role(fair[0], Role.ORGANIZER)
    for name in ("plan", "plan/booths", "steps", "employers/invitations", "run", "allocation", "desk", "letters", "interviews"):
        answer = web.post(f"{AT}/{name}", data={"key": "k"}, headers={"sec-fetch-site": "cross-site"})
        assert (name, answer.status_code) == (name, 403)


def test_the_bar_has_two_groups_and_one_of_them_is_open(web: TestClient) -> None:
    for path, opened, closed in ((f"{AT}/desk", "现场", "配对"), (AT, "配对", "现场")):
        nav = web.get(path).text.partition("</nav>\n<main")[0].partition('class="event-nav"')[2]
        assert f"<p>{opened}</p>" in nav
        assert f"<summary>{closed}</summary>" in nav
        assert nav.count('aria-current="page"') == 1
