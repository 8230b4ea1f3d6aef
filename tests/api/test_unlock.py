"""Unlock analysis through its doors: who sees what, in which words, and what is recorded."""

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.actions.errors import BadInput, NotAllowed, NotFound
from api.actions.public_unlock import public_unlock
from api.actions.requests import ask_employer, take_back
from api.actions.unlock import course_unlock, event_unlock
from api.actions.unlock_places import candidate_unlock, employer_unlock, posting_unlock
from api.schemas.unlock import UnlockRowView
from api.settings import Settings
from api.wiring import Application, open_application
from data.stores import Consent, Explained, Scope
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Level
from matching.records import (
    LOCAL_ORGANIZER,
    AbilityProfile,
    AccommodationStatus,
    Candidate,
    Course,
    Credential,
    CredentialKind,
    Demand,
    Employer,
    Event,
    Pay,
    PayUnit,
    Person,
    Place,
    Posting,
    PostingStatus,
    Provenance,
    Refusals,
    Role,
    SourceRef,
    Training,
    Viewer,
    Wishes,
    Workplace,
)
from tests.api.conftest import HERE, LOOPBACK
from tests.api.test_cli import tongtu
from tests.api.web import Web
from tests.data.publishing import publish

NOW = datetime(2027, 3, 18, 1, 30, tzinfo=UTC)
TODAY = date(2027, 3, 18)
HONGSHAN, WUCHANG = "420111", "420106"
ALARM, PAGER = "accommodation:visual_alarm", "accommodation:vibrating_pager"
RIVER = Viewer(account="he", role=Role.EMPLOYER, organisation="e_river")
HILL = Viewer(account="shan", role=Role.EMPLOYER, organisation="e_hill")
COUNSELOR = Viewer(account="lin", role=Role.COUNSELOR, district=WUCHANG)
FAIR = "/events/fair/unlock"
OWN = {"origin": HERE}


class Clock:
    """A clock that a test can set."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(empty_home: Path, tmp_path: Path, clock: Clock) -> Application:
    """Twelve deaf people and six hearing ones who agreed to be listed for the river; five deaf people who did not; one against it.

    The river has two posts at which one must notice an alarm, the hill one; one person types slowly, and there is a course.
    """
    shutil.copytree(empty_home, tmp_path, dirs_exist_ok=True)
    made = open_application(Settings(home=tmp_path, database_url=f"sqlite:///{tmp_path / 'tongtu.db'}"), clock)
    listed = [_person(f"c_deaf_{n:02}", f"姓名聋{n:02}", {"hearing_signals": 0}, HONGSHAN if n < 9 else WUCHANG) for n in range(12)]
    listed += [_person(f"c_able_{n:02}", f"姓名能{n:02}", {}, HONGSHAN) for n in range(6)]
    against = _person("c_against", "姓名拒绝", {"hearing_signals": 0}, HONGSHAN).model_copy(
        update={"refusals": Refusals(employers=frozenset({"e_river"}))}
    )
    silent = [_person(f"c_silent_{n}", f"姓名未签{n}", {"hearing_signals": 0}, HONGSHAN) for n in range(5)]
    slow = _person("c_slow", "姓名慢打", {"keyboard_input": 1, "hearing_signals": 0}, HONGSHAN)
    posts = [
        _posting("p_line", "装配工", "e_river"),
        _posting("p_pack", "包装工", "e_river"),
        _posting("p_hill", "质检员", "e_hill"),
        _posting("p_type", "录入员", "e_hill", {"keyboard_input": 3}),
    ]
    typing = Course(id="k_typing", name="打字班", provider="江城示例学校", raises={"keyboard_input": 3}, seats=3, cost=0)
    with made.database.begin(LOCAL_ORGANIZER) as stores:
        stores.candidates.upsert_many(LOCAL_ORGANIZER, [(one, None) for one in (*listed, against, *silent, slow)])
        stores.employers.upsert_many(LOCAL_ORGANIZER, [Employer(id="e_river", name="江边厂"), Employer(id="e_hill", name="山下厂")])
        stores.postings.upsert_many(LOCAL_ORGANIZER, posts)
        stores.events.upsert_many(LOCAL_ORGANIZER, [Event(id="fair", name="春季专场"), Event(id="other", name="别的活动")])
        stores.courses.upsert_many(LOCAL_ORGANIZER, [typing])
        publish(stores, LOCAL_ORGANIZER, "trainings", [Training(candidate="c_able_00", course="k_typing", state="registered")])
        for one in (*listed, against):
            stores.consents.save(LOCAL_ORGANIZER, _agreed(one.id))
    return made


@pytest.fixture
def web(app: Application) -> Iterator[TestClient]:
    with TestClient(Web(app), base_url=HERE, client=LOOPBACK, follow_redirects=False) as made:
        yield made


def _person(name: str, called: str, less: dict[str, Level], district: str) -> Candidate:
    return Candidate(
        id=name,
        person=Person(name=called, birth=date(1990, 5, 1), sex="male"),
        credential=Credential(kind=CredentialKind.CERTIFICATE),
        home=Place(city="武汉", district=district),
        profile=AbilityProfile.of(less, unlisted=4),
        wishes=Wishes(pay_min=4_500 if name == "c_slow" else 3_000),
    )


def _posting(name: str, title: str, employer: str, asks: dict[str, Level] | None = None) -> Posting:
    asked: dict[str, Level] = {row.name: 0 for row in CATALOGUE.dimensions if row.name != "stairs"}
    asked |= asks or {"hearing_signals": 2}
    return Posting(
        id=name,
        employer=employer,
        title=title,
        source=SourceRef(name="test"),
        pay=Pay(minimum=4_000, maximum=4_200, unit=PayUnit.MONTH),
        place=Place(city="武汉", district=HONGSHAN),
        demands=tuple(Demand(dimension=key, level=level, provenance=Provenance.CONFIRMED) for key, level in asked.items()),
        workplace=Workplace(remote=False, floor=1, entrance_steps=0, toilet="accessible", commute=1),
    )


def _agreed(name: str, **changes: Any) -> Consent:
    plain = {
        "candidate": name,
        "scope": Scope.LISTING,
        "event": "other",
        "employers": frozenset({"e_river"}),
        "wording": "listing-2027",
        "explained": Explained.READ,
        "given_on": TODAY,
    }
    return Consent.model_validate(plain | changes)


def _row(rows: tuple[UnlockRowView, ...], key: str, employer: str | None = None) -> UnlockRowView:
    return next(row for row in rows if row.change.key == key and row.change.employer == employer)


def test_one_alarm_opens_two_posts_to_eighteen_people(app: Application) -> None:
    view = event_unlock(app, LOCAL_ORGANIZER, "fair")
    row = _row(view.items, ALARM, "e_river")
    assert (view.people, view.postings, row.people, row.posts, row.pairs) == (25, 4, 18, 2, 36)
    assert (row.change.cost, row.change.providers, row.change.employer_name) == ("low", ("employer",), "江边厂")
    assert [(one.title, one.people, one.wanted) for one in row.postings] == [("装配工", 18, 17), ("包装工", 18, 17)]
    assert [one.name for one in row.persons] == [f"姓名聋{n:02}" for n in range(5)]
    assert row.wanted == 34
    assert _row(view.items, ALARM, "e_hill").pairs == 19


def test_a_board_is_read_in_pages_that_are_the_whole(app: Application) -> None:
    whole = event_unlock(app, LOCAL_ORGANIZER, "fair", limit=200)
    seen: list[UnlockRowView] = []
    after = None
    while True:
        page = event_unlock(app, LOCAL_ORGANIZER, "fair", after=after, limit=3)
        assert page.before == len(seen)
        seen += page.items
        after = page.next
        if after is None:
            break
    assert tuple(seen) == whole.items
    assert len(seen) == whole.counts.changes
    with pytest.raises(BadInput):
        event_unlock(app, LOCAL_ORGANIZER, "fair", after="accommodation:nothing@")


def test_the_same_board_is_not_made_twice_and_follows_every_change(app: Application) -> None:
    def figures() -> tuple[int, int]:
        row = _row(event_unlock(app, LOCAL_ORGANIZER, "fair").items, ALARM, "e_river")
        return row.people, row.posts

    assert (figures(), figures()) == ((18, 2), (18, 2))
    with app.database.begin(LOCAL_ORGANIZER) as stores:
        has_one = _posting("p_pack", "包装工", "e_river")
        statuses = {"visual_alarm": AccommodationStatus.IN_PLACE}
        has_one = has_one.model_copy(update={"workplace": has_one.workplace.model_copy(update={"statuses": statuses})})
        stores.postings.upsert_many(LOCAL_ORGANIZER, [has_one])
    assert figures() == (18, 1)
    with app.database.begin(LOCAL_ORGANIZER) as stores:
        stores.candidates.erase(LOCAL_ORGANIZER, "c_deaf_00")
    assert figures() == (17, 1)


def test_a_course_follows_who_takes_part(app: Application) -> None:
    (before,) = course_unlock(app, LOCAL_ORGANIZER, "fair").items
    assert (before.seats_left, before.gainers, before.seated, before.pairs, before.wanted) == (2, 1, 1, 1, 0)
    assert [(seat.candidate, seat.name, seat.posts, seat.wanted) for seat in before.chosen] == [("c_slow", "姓名慢打", 1, 0)]
    with app.database.begin(LOCAL_ORGANIZER) as stores:
        publish(stores, LOCAL_ORGANIZER, "trainings", [Training(candidate="c_slow", course="k_typing", state="registered")])
    assert course_unlock(app, LOCAL_ORGANIZER, "fair").items == ()


def test_a_caseload_counts_its_own_people(app: Application) -> None:
    view = event_unlock(app, LOCAL_ORGANIZER, "fair", caseload=["c_deaf_00", "c_deaf_01", "c_able_00", "c_nobody"])
    row = _row(view.items, ALARM, "e_river")
    assert (view.people, row.people, row.pairs) == (3, 2, 4)
    assert course_unlock(app, LOCAL_ORGANIZER, "fair", caseload=["c_deaf_00"]).items == ()


def test_a_counselor_sees_the_people_of_the_own_district(app: Application) -> None:
    view = event_unlock(app, COUNSELOR, "fair")
    row = _row(view.items, ALARM, "e_river")
    assert (view.people, row.people) == (3, 3)
    assert [one.id for one in row.persons] == ["c_deaf_09", "c_deaf_10", "c_deaf_11"]
    with pytest.raises(NotFound):
        candidate_unlock(app, COUNSELOR, "fair", "c_deaf_00")


@pytest.mark.parametrize("role", [Role.EMPLOYER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_nobody_else_sees_a_board(app: Application, role: Role) -> None:
    viewer = Viewer(account="x", role=role, organisation="e_river")
    for ask in (
        lambda: event_unlock(app, viewer, "fair"),
        lambda: course_unlock(app, viewer, "fair"),
        lambda: posting_unlock(app, viewer, "fair", "p_line"),
        lambda: employer_unlock(app, viewer, "fair", "e_river"),
        lambda: candidate_unlock(app, viewer, "fair", "c_deaf_00"),
        lambda: ask_employer(app, viewer, "fair", ALARM, "k", posting="p_line"),
        lambda: take_back(app, viewer, "fair", ALARM, posting="p_line"),
    ):
        with pytest.raises(NotAllowed):
            ask()


def test_a_posting_and_an_employer(app: Application) -> None:
    posting = posting_unlock(app, LOCAL_ORGANIZER, "fair", "p_line", 2)
    assert (posting.people, posting.postings, posting.fit, posting.bundles and posting.bundles.proven) == (25, 1, 6, True)
    assert (_row(posting.changes, ALARM).people, _row(posting.changes, PAGER).people) == (18, 18)
    employer = employer_unlock(app, LOCAL_ORGANIZER, "fair", "e_hill", 3)
    assert (employer.postings, employer.fit, employer.counts.questions) == (2, 6 + 24, 0)
    assert employer.bundles is not None
    assert employer.bundles.best is not None
    assert (employer.bundles.best.pairs, employer.bundles.bound) == (20, 20)


def test_a_person_sees_who_could_do_what(app: Application) -> None:
    view = candidate_unlock(app, LOCAL_ORGANIZER, "fair", "c_slow", 3)
    assert (view.postings, view.wanted, view.fit, view.fit_wanted) == (4, 0, 0, 0)
    assert {row.change.providers[0] for row in view.person} == {"candidate"}
    alarm = _row(view.employer, ALARM)
    assert (alarm.posts, alarm.wanted, alarm.persons) == (3, 0, ())
    assert [row.change.key for row in view.service if row.change.kind == "course"] == ["course:k_typing"]
    assert view.bundles is not None
    assert view.bundles.pair is not None
    assert view.bundles.pair.pairs == 4


@pytest.mark.parametrize("budget", [0, 13])
def test_a_budget_outside_the_range_is_refused(app: Application, budget: int) -> None:
    with pytest.raises(BadInput, match="give 1 to 12"):
        posting_unlock(app, LOCAL_ORGANIZER, "fair", "p_line", budget)


def test_what_is_not_there_is_not_found(app: Application) -> None:
    for ask in (
        lambda: event_unlock(app, LOCAL_ORGANIZER, "nowhere"),
        lambda: posting_unlock(app, LOCAL_ORGANIZER, "fair", "p_none"),
        lambda: employer_unlock(app, LOCAL_ORGANIZER, "fair", "e_none"),
        lambda: candidate_unlock(app, LOCAL_ORGANIZER, "fair", "c_none"),
        lambda: ask_employer(app, LOCAL_ORGANIZER, "fair", "accommodation:nothing", "k", posting="p_line"),
        lambda: ask_employer(app, LOCAL_ORGANIZER, "fair", "course:k_typing", "k", posting="p_type"),
        lambda: ask_employer(app, LOCAL_ORGANIZER, "fair", ALARM, "k", posting="p_type"),
    ):
        with pytest.raises(NotFound):
            ask()


def test_an_employer_learns_rounded_counts_of_its_own_posting(app: Application) -> None:
    """Twelve deaf people and six others agreed: 18 in the pool, 6 fit, 12 gain; the rest of the city is not counted."""
    view = public_unlock(app, RIVER, "p_line")
    assert (view.posting, view.title, view.on, view.pool, view.fit) == ("p_line", "装配工", TODAY, 20, 5)
    assert [(one.key, one.people) for one in view.changes] == [(PAGER, 10), (ALARM, 10)]


def test_an_employers_answer_holds_nothing_of_anybody(app: Application) -> None:
    said = public_unlock(app, RIVER, "p_line").model_dump_json()
    with app.database.read(LOCAL_ORGANIZER) as stores:
        people = list(stores.candidates.iterate(LOCAL_ORGANIZER, with_person=True))
    assert len(people) == 25
    assert [one.id for one in people if one.id in said] == []
    assert [one.person.name for one in people if one.person.name in said] == []
    values = list(strings(json.loads(said)))
    assert [row.name for row in CATALOGUE.dimensions for word in (row.name, row.zh, row.en) if word in values] == []
    assert set(json.loads(said)) == {"posting", "title", "on", "pool", "fit", "changes"}
    assert {key for one in json.loads(said)["changes"] for key in one} == {"key", "text", "cost", "providers", "people"}


def strings(value: Any) -> Iterator[str]:
    """Every text in a JSON value, the keys of objects aside."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings(inner)


def test_the_answer_of_a_day_is_given_again_whatever_changed(app: Application, clock: Clock) -> None:
    first = public_unlock(app, RIVER, "p_line")
    with app.database.begin(LOCAL_ORGANIZER) as stores:
        for n in range(9):
            (stored,) = stores.consents.list(LOCAL_ORGANIZER, f"c_deaf_{n:02}")
            stores.consents.withdraw(LOCAL_ORGANIZER, stored.id)
    assert public_unlock(app, RIVER, "p_line") == first
    clock.now = NOW + timedelta(days=1)
    fresh = public_unlock(app, RIVER, "p_line")
    assert (fresh.on, fresh.pool, fresh.fit, fresh.changes) == (date(2027, 3, 19), 10, None, ())


def test_a_second_question_of_a_day_opens_no_file(app: Application) -> None:
    auditor = Viewer(account="shen", role=Role.AUDITOR)

    def counts() -> int:
        with app.database.read(auditor) as stores:
            return sum(line.action == "count" for line in stores.log.list(auditor, limit=1_000))

    public_unlock(app, RIVER, "p_line")
    public_unlock(app, RIVER, "p_line")
    assert counts() == 1
    public_unlock(app, RIVER, "p_pack")
    assert counts() == 2


def test_an_employer_nobody_agreed_to_learns_nothing(app: Application) -> None:
    view = public_unlock(app, HILL, "p_hill")
    assert (view.pool, view.fit, view.changes) == (None, None, ())


@pytest.mark.parametrize("posting", ["p_hill", "p_none"])
def test_an_employer_asks_of_its_own_postings_only(app: Application, posting: str) -> None:
    with pytest.raises(NotFound):
        public_unlock(app, RIVER, posting)


def test_a_closed_posting_has_no_counts(app: Application) -> None:
    with app.database.begin(LOCAL_ORGANIZER) as stores:
        stores.postings.set_status(LOCAL_ORGANIZER, "p_line", PostingStatus.CLOSED)
    with pytest.raises(NotFound):
        public_unlock(app, RIVER, "p_line")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.EMPLOYER])
def test_the_counts_are_for_employers(app: Application, role: Role) -> None:
    with pytest.raises(NotAllowed):
        public_unlock(app, Viewer(account="x", role=role, organisation="e_river"), "p_line")


def test_asking_an_employer_is_recorded_once_and_shown(app: Application) -> None:
    made = ask_employer(app, LOCAL_ORGANIZER, "fair", ALARM, "k1", employer="e_river")
    assert [(one.posting, one.change, one.asked_by, one.standing) for one in made] == [
        ("p_line", ALARM, "local", True),
        ("p_pack", ALARM, "local", True),
    ]
    assert ask_employer(app, LOCAL_ORGANIZER, "fair", ALARM, "k1", employer="e_river") == made
    row = _row(event_unlock(app, LOCAL_ORGANIZER, "fair").items, ALARM, "e_river")
    assert [one.requested for one in row.postings] == [True, True]
    assert take_back(app, LOCAL_ORGANIZER, "fair", ALARM, posting="p_line") == 1
    row = _row(event_unlock(app, LOCAL_ORGANIZER, "fair").items, ALARM, "e_river")
    assert [(one.id, one.requested) for one in row.postings] == [("p_line", False), ("p_pack", True)]


def test_a_key_of_another_request_is_refused(app: Application) -> None:
    ask_employer(app, LOCAL_ORGANIZER, "fair", ALARM, "k1", posting="p_line")
    with pytest.raises(BadInput, match="another request"):
        ask_employer(app, LOCAL_ORGANIZER, "fair", PAGER, "k1", posting="p_line")


def test_the_form_records_a_request_and_comes_back(web: TestClient) -> None:
    fields = {"change": ALARM, "employer": "e_river", "back": f"{FAIR}?show=changes"}
    answer = web.post(f"{FAIR}/ask", data=fields, headers=OWN)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{FAIR}?show=changes&done=asked")
    page = web.get(answer.headers["location"]).text
    assert "已请单位考虑。" in page
    assert 'role="status"' in page
    answer = web.post(f"{FAIR}/take-back", data=fields, headers=OWN)
    assert answer.headers["location"] == f"{FAIR}?show=changes&done=taken-back"
    assert "已请单位考虑。" not in web.get(FAIR).text


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site", "origin": HERE},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
    ],
)
def test_a_form_of_another_site_records_nothing(web: TestClient, headers: dict[str, str]) -> None:
    answer = web.post(f"{FAIR}/ask", data={"change": ALARM, "employer": "e_river"}, headers=headers)
    assert answer.status_code == 403
    assert "已请单位考虑。" not in web.get(FAIR).text


@pytest.mark.parametrize(
    "back", ["", "//evil.example", "https://evil.example/", "/events/other/unlock", "/events/fair/\\evil", "/events/fairy/unlock"]
)
def test_a_form_comes_back_to_its_own_event_only(web: TestClient, back: str) -> None:
    answer = web.post(f"{FAIR}/ask", data={"change": ALARM, "employer": "e_river", "back": back}, headers=OWN)
    assert answer.headers["location"] == f"{FAIR}?done=asked"


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"back": ""}, 422),
        ({"change": ALARM}, 422),
        ({"change": ALARM, "employer": "e_river", "posting": "p_line"}, 422),
        ({"change": ALARM, "employer": "e" * 200}, 422),
        ({"change": "accommodation:nothing", "employer": "e_river"}, 404),
        ({"change": ALARM, "employer": "e_none"}, 404),
        ({"change": ALARM, "employer": "e_river", "back": "x" * 9_000}, 413),
    ],
)
def test_a_form_that_asks_for_nothing_is_refused(web: TestClient, fields: dict[str, str], status: int) -> None:
    assert web.post(f"{FAIR}/ask", data=fields, headers=OWN).status_code == status


def test_a_body_that_is_no_form_is_refused(web: TestClient) -> None:
    assert web.post(f"{FAIR}/ask", json={"change": ALARM}, headers=OWN).status_code == 415
    broken = web.post(f"{FAIR}/ask", content=b"\xff\xfe", headers=OWN | {"content-type": "application/x-www-form-urlencoded"})
    assert broken.status_code == 400


REQUESTS = "/api/v1/events/fair/postings/p_line/requests"


def test_a_program_asks_with_a_key_of_its_own(web: TestClient) -> None:
    first = web.post(REQUESTS, json={"change": ALARM}, headers={"idempotency-key": "k-1"})
    assert (first.status_code, first.json()["change"], first.json()["standing"]) == (200, ALARM, True)
    assert web.post(REQUESTS, json={"change": ALARM}, headers={"idempotency-key": "k-1"}).json() == first.json()
    other = web.post(REQUESTS, json={"change": PAGER}, headers={"idempotency-key": "k-1"})
    assert (other.status_code, other.json()["type"]) == (422, "urn:tongtu:problem:invalid-input")


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({}, {"change": ALARM}, 403),
        ({"idempotency-key": "k", "origin": "http://evil.example"}, {"change": ALARM}, 403),
        ({"idempotency-key": "k", "sec-fetch-site": "cross-site"}, {"change": ALARM}, 403),
        ({"origin": HERE}, {"change": ALARM}, 422),
        ({"idempotency-key": "k" * 121}, {"change": ALARM}, 422),
        ({"idempotency-key": "k"}, {"change": ALARM, "colour": "red"}, 422),
        ({"idempotency-key": "k"}, {}, 422),
        ({"idempotency-key": "k"}, {"change": "accommodation:nothing"}, 404),
    ],
)
def test_a_request_of_another_site_or_without_sense_is_refused(
    web: TestClient, headers: dict[str, str], body: dict[str, str], status: int
) -> None:
    assert web.post(REQUESTS, json=body, headers=headers).status_code == status


def test_the_json_is_the_action(web: TestClient, app: Application) -> None:
    base = "/api/v1/events/fair"

    def plain(view: Any) -> Any:
        return view.model_dump(mode="json")

    assert web.get(f"{base}/unlock?limit=2").json() == plain(event_unlock(app, LOCAL_ORGANIZER, "fair", limit=2))
    assert web.get(f"{base}/postings/p_line/unlock?budget=3").json() == plain(
        posting_unlock(app, LOCAL_ORGANIZER, "fair", "p_line", 3)
    )
    assert web.get(f"{base}/employers/e_river/unlock").json() == plain(employer_unlock(app, LOCAL_ORGANIZER, "fair", "e_river"))
    assert web.get(f"{base}/candidates/c_slow/unlock").json() == plain(candidate_unlock(app, LOCAL_ORGANIZER, "fair", "c_slow"))
    assert web.get(f"{base}/courses").json() == plain(course_unlock(app, LOCAL_ORGANIZER, "fair"))
    assert web.get(f"{base}/postings/p_none/unlock").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        FAIR,
        f"{FAIR}?show=questions",
        f"{FAIR}/courses",
        "/events/fair/postings/p_line/unlock?budget=3",
        "/events/fair/employers/e_river/unlock?budget=3",
        "/events/fair/candidates/c_slow/unlock?budget=3",
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_is_small_and_says_when_its_data_was_read(web: TestClient, path: str, language: str) -> None:
    answer = web.get(path, headers={"accept-language": language})
    assert answer.status_code == 200
    assert len(answer.content) < 60_000
    assert ("2027年3月18日 09:30" if language == "zh" else "18 March 2027, 09:30") in answer.text


def test_the_board_links_its_posts_people_and_employers(web: TestClient) -> None:
    page = web.get(FAIR).text
    for address in (
        "/events/fair/postings/p_line/unlock",
        "/events/fair/employers/e_river/unlock",
        "/events/fair/candidates/c_deaf_00/unlock",
        f"{FAIR}/courses",
    ):
        assert f'href="{address}"' in page
        assert web.get(address).status_code == 200
    assert "25 人中的 18 人" in page
    assert "4 个岗位中的 2 个" in page


def test_the_command_says_what_the_action_finds(app: Application, tmp_path: Path) -> None:
    """A process of its own, on today's rules."""
    shown = tongtu("unlock", "fair", "--employer", "e_river", "--budget", "3", home=tmp_path).stdout
    assert "江边厂 (e_river): 25 people x 2 postings, 12 pairs fit today" in shown
    assert f"visual alarm [{ALARM}] @ 江边厂, low cost, the employer: 2 posts to 18 people" in shown
    assert "no bundle opens more than 36 pairs" in shown
    (line,) = tongtu("unlock", "fair", "--candidate", "c_slow", "--json", home=tmp_path).stdout.splitlines()
    assert json.loads(line)["candidate"] == "c_slow"
    assert (
        "打字班 (k_typing), 江城示例学校, 0 yuan: opens posts to 1 people"
        in tongtu("unlock", "fair", "--courses", home=tmp_path).stdout
    )
    assert "(p_line): visual alarm" in tongtu("ask", "fair", "p_line", ALARM, home=tmp_path).stdout
    row = _row(event_unlock(app, LOCAL_ORGANIZER, "fair").items, ALARM, "e_river")
    assert [(one.id, one.requested) for one in row.postings] == [("p_line", True), ("p_pack", False)]
    assert "taken back" in tongtu("ask", "fair", "p_line", ALARM, "--take-back", home=tmp_path).stdout
    assert "was not asked for" in tongtu("ask", "fair", "p_line", ALARM, "--take-back", home=tmp_path).stdout
