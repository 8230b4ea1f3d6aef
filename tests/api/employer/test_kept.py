"""A list that is sent from memory is what a reading of its own would send: rights, consents, decisions and the trail included."""

import asyncio
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from api.accounts.areas import SCOPES
from api.accounts.cookies import PLAIN as COOKIE
from api.actions.accounts import end_account
from api.actions.employer_lists import decide
from api.actions.sessions import end_other_sessions
from api.actions.tokens import list_tokens, make_token, revoke_token
from api.settings import Settings
from api.wiring import Application, open_application
from data.privacy import erase_person
from data.stores import Consent, DatabaseUnavailable, LogEntry, Scope
from matching.records import LOCAL_ADMINISTRATOR, LOCAL_ORGANIZER, Role, Viewer
from tests.api.conftest import CLERK, HERE, LIN, LOOPBACK, NOW, SPRING, a_member, open_copy
from tests.api.employer.conftest import CROWD, NAMED, RIVER, browser_of, withdraw
from tests.api.web import Web

LIST = f"/api/v1/employer/events/{SPRING}/postings/{CLERK}/list"
SHORTLIST = f"/api/v1/events/{SPRING}/postings/{CLERK}/shortlist"
AUDITOR = Viewer(account="shen", role=Role.AUDITOR)
EMPLOYER = Viewer(account=f"a-employer-{RIVER}", role=Role.EMPLOYER, organisation=RIVER)


def aliases(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [one["person"] for one in answer.json()["items"]]


def read_twice(client: TestClient, path: str = LIST) -> httpx.Response:
    """The list as it is sent once it is kept."""
    assert client.get(path).status_code == 200
    return client.get(path)


def lines(app: Application, action: str) -> list[LogEntry]:
    with app.database.read(AUDITOR) as stores:
        verified = stores.log.verify(AUDITOR)
        assert verified is not None
        assert verified.holds
        return [line for line in stores.log.list(AUDITOR, limit=1_000, kind="candidate") if line.action == action]


@pytest.fixture
def key(room: Application) -> str:
    a_member(room, Role.EMPLOYER, RIVER)
    return make_token(room, EMPLOYER, "test", frozenset({"read:employers"}), 30, SCOPES).secret


@pytest.fixture
def program(room: Application, key: str) -> TestClient:
    """A program with a key of the employer's account."""
    return TestClient(Web(room), base_url=HERE, client=LOOPBACK, headers={"authorization": f"Bearer {key}"})


def kept(app: Application) -> int:
    return len(list(app.load.lists))


def test_what_is_kept_is_what_is_read(room: Application, program: TestClient) -> None:
    first = program.get(LIST)
    assert kept(room) == 1
    second = program.get(LIST)
    assert second.content == first.content
    assert dict(second.headers) | {"x-request-id": ""} == dict(first.headers) | {"x-request-id": ""}


@pytest.mark.parametrize(("role", "path"), [(Role.EMPLOYER, LIST), (Role.ORGANIZER, SHORTLIST)])
def test_each_reading_is_on_record_as_one_of_its_own_would_be(room: Application, role: Role, path: str) -> None:
    browser = browser_of(room, role, RIVER if role is Role.EMPLOYER else None)
    action = "list" if role is Role.EMPLOYER else "iterate"
    earlier = len(lines(room, action))
    browser.get(path)
    (first,) = lines(room, action)[earlier:]
    opened = lines(room, "show")
    for _ in range(3):
        assert browser.get(path).status_code == 200
    found = lines(room, action)[earlier:]
    assert [(one.account, one.role, one.object, one.detail) for one in found] == 4 * [
        (first.account, first.role, first.object, first.detail)
    ]
    assert lines(room, "show") == opened


def test_what_is_kept_of_one_account_is_not_sent_to_another(room: Application, program: TestClient) -> None:
    read_twice(program)
    other = browser_of(room, Role.EMPLOYER, "e_hall")
    assert [other.get(LIST).status_code for _ in range(2)] == [404, 404]
    organizer = browser_of(room, Role.ORGANIZER, None)
    assert organizer.get(LIST).status_code == 403


def test_whoever_takes_a_consent_back_is_gone_with_the_next_request(room: Application, program: TestClient) -> None:
    before = aliases(read_twice(program))
    with room.database.read(LOCAL_ORGANIZER) as stores:
        given = [one.id for one in stores.consents.list(LOCAL_ORGANIZER, CROWD[0]) if one.consent.scope is Scope.LISTING]
    withdraw(room, given[0])
    after = aliases(program.get(LIST))
    assert len(after) == len(before) - 1
    assert set(after) < set(before)


def test_whoever_was_erased_is_gone_and_kept_in_no_memory(room: Application, program: TestClient) -> None:
    before = aliases(read_twice(program))
    named = {one["name"] for one in program.get(LIST).json()["items"]}
    with room.database.begin(LOCAL_ORGANIZER) as stores:
        assert all(erase_person(stores, LOCAL_ORGANIZER, person) for person in (LIN, NAMED))
    assert len(aliases(program.get(LIST))) == len(before) - 2
    (gone,) = named - {one["name"] for one in program.get(LIST).json()["items"]}
    assert not any(gone.encode() in one.rendered.before + one.rendered.after for one in room.load.lists)


def test_a_decision_is_seen_at_once(room: Application, program: TestClient) -> None:
    person = aliases(read_twice(program))[0]
    decide(room, EMPLOYER, SPRING, CLERK, person, "invite", None, "k1")
    made = {one["person"]: one["decision"] for one in program.get(LIST).json()["items"]}
    assert made[person]["decision"] == "invite"


def revoke(room: Application) -> None:
    (only,) = list_tokens(room, EMPLOYER)
    revoke_token(room, EMPLOYER, only.id)


def end(room: Application) -> None:
    end_account(room, LOCAL_ADMINISTRATOR, EMPLOYER.account)


@pytest.mark.parametrize("take", [revoke, end])
def test_a_key_that_was_taken_back_opens_nothing_kept(
    room: Application, program: TestClient, take: Callable[[Application], None]
) -> None:
    read_twice(program)
    readings = lines(room, "list")
    take(room)
    assert program.get(LIST).status_code == 401
    assert lines(room, "list") == readings


def test_a_session_that_was_ended_opens_nothing_kept(room: Application) -> None:
    browser = browser_of(room)
    read_twice(browser)
    end_other_sessions(room, EMPLOYER, None)
    assert browser.get(LIST).status_code == 401


def test_a_session_that_signed_out_opens_nothing_kept(room: Application) -> None:
    browser = browser_of(room)
    token = browser.cookies[COOKIE]
    read_twice(browser)
    assert browser.post("/sign-out", follow_redirects=False).status_code == 303
    assert browser.get(LIST, headers={"cookie": f"{COOKIE}={token}"}).status_code == 401


def test_a_key_without_the_scope_opens_nothing_kept(room: Application, program: TestClient) -> None:
    read_twice(program)
    other = make_token(room, EMPLOYER, "other", frozenset({"read:jobs"}), 30, SCOPES).secret
    asked = [
        program.get(path, headers={"authorization": f"Bearer {other}"}).status_code for path in ("/api/v1/employer", LIST, LIST)
    ]
    assert asked == [403, 403, 403]


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example"])
def test_a_foreign_name_of_the_service_opens_nothing_kept(program: TestClient, host: str) -> None:
    read_twice(program)
    assert program.get(LIST, headers={"host": host}).status_code == 403


def test_another_role_or_place_of_the_account_is_read_anew(room: Application, program: TestClient) -> None:
    """Accounts do not change their role by any action: what was kept for another one is refused all the same."""
    from dataclasses import replace

    read_twice(program)
    (one,) = room.load.lists
    other = Viewer(account=EMPLOYER.account, role=Role.EMPLOYER, organisation=RIVER, district="420111")
    room.load.lists.keep(replace(one, viewer=other))
    readings = len(lines(room, "list"))
    assert program.get(LIST).status_code == 200
    (now,) = room.load.lists
    assert now.viewer == EMPLOYER
    assert len(lines(room, "list")) == readings + 1


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


def test_a_consent_ends_and_a_session_idles_by_the_clock(built_room: Path, tmp_path: Path) -> None:
    clock = Clock()
    app = open_copy(built_room, tmp_path / "home")
    app.database.close()
    app = open_application(app.settings, clock)
    with app.database.read(LOCAL_ORGANIZER) as stores:
        (old,) = [one for one in stores.consents.list(LOCAL_ORGANIZER, CROWD[0]) if one.consent.scope is Scope.LISTING]
    withdraw(app, old.id)
    ends = Consent.model_validate(old.consent.model_dump() | {"ends_on": app.today})
    with app.database.begin(LOCAL_ORGANIZER) as stores:
        stores.consents.save(LOCAL_ORGANIZER, ends)
    browser = browser_of(app)
    before = aliases(read_twice(browser))
    clock.now += timedelta(minutes=5)
    assert browser.get(LIST).json()["read_at"] == "2027-03-18T01:35:00Z"
    clock.now = NOW.replace(hour=16, minute=1)  # past midnight in China, the same day in UTC
    browser = browser_of(app)
    browser.get("/account")
    assert len(aliases(browser.get(LIST))) == len(before) - 1
    clock.now += timedelta(hours=12)
    assert browser.get(LIST).status_code == 401


def test_a_tag_that_still_fits_saves_the_bytes_and_is_on_record(room: Application, program: TestClient) -> None:
    tag = read_twice(program).headers["etag"]
    for given in (tag, f'"other", {tag}', tag.removeprefix("W/"), "*"):
        answer = program.get(LIST, headers={"if-none-match": given})
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tag)
    assert len(lines(room, "list")) == 6
    assert program.get(LIST, headers={"if-none-match": 'W/"other"'}).status_code == 200
    withdraw(room, 1)
    assert program.get(LIST, headers={"if-none-match": tag}).headers["etag"] != tag


def test_without_a_line_in_the_log_nothing_is_sent(room: Application, program: TestClient) -> None:
    read_twice(program)
    room.database.close()
    database = Path(room.settings.home / "tongtu.db")
    hidden = database.with_name("elsewhere")
    hidden.mkdir()
    for one in room.settings.home.glob("tongtu.db*"):
        one.rename(hidden / one.name)
    database.mkdir()
    answer = program.get(LIST)
    assert (answer.status_code, answer.json()["type"]) == (503, "urn:tongtu:problem:unavailable")


def test_many_at_once_share_commits_and_are_all_on_record(room: Application, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    web = Web(room)
    sizes: list[int] = []
    door = type(room.database).door

    def counted(database: Any, viewer: Viewer, **given: Any) -> Any:
        sizes.append(1)
        return door(database, viewer, **given)

    async def read() -> list[int]:
        transport = httpx.ASGITransport(web, client=LOOPBACK)
        async with httpx.AsyncClient(transport=transport, base_url=HERE, headers={"authorization": f"Bearer {key}"}) as client:
            await client.get(LIST)
            monkeypatch.setattr(type(room.database), "door", counted)
            answers = await asyncio.gather(*(client.get(LIST) for _ in range(40)))
            return [answer.status_code for answer in answers]

    assert asyncio.run(read()) == 40 * [200]
    assert len(lines(room, "list")) == 41
    assert len(sizes) < 20


def test_a_database_that_hangs_is_waited_for_no_longer_than_for_any_answer(
    room: Application, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = threading.Event()

    def hanging(*_: Any, **__: Any) -> Any:
        release.wait(10)
        raise DatabaseUnavailable("locked")

    async def read() -> list[tuple[int, str]]:
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(Web(room)), base_url=HERE, headers={"authorization": f"Bearer {key}"}
        ) as client:
            assert (await client.get(LIST)).status_code == 200
            room.settings = Settings(**room.settings.model_dump() | {"request_seconds": 0.05})
            monkeypatch.setattr("api.load.recording.record_readings", hanging)
            answers = [await client.get(LIST) for _ in range(2)]
            return [(answer.status_code, answer.json()["type"]) for answer in answers]

    try:
        assert asyncio.run(read()) == 2 * [(504, "urn:tongtu:problem:took-too-long")]
        assert room.load.recorder._waiting == []
    finally:
        release.set()


def test_a_database_that_fails_in_the_batch_fails_all_of_it(room: Application, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    web = Web(room)

    def broken(*_: Any, **__: Any) -> Any:
        raise DatabaseUnavailable("locked")

    async def read() -> list[int]:
        transport = httpx.ASGITransport(web, client=LOOPBACK)
        async with httpx.AsyncClient(transport=transport, base_url=HERE, headers={"authorization": f"Bearer {key}"}) as client:
            await client.get(LIST)
            with monkeypatch.context() as patched:
                patched.setattr(type(room.database), "door", broken)
                failed = await asyncio.gather(*(client.get(LIST) for _ in range(5)))
            return [answer.status_code for answer in (*failed, await client.get(LIST))]

    assert asyncio.run(read()) == [503, 503, 503, 503, 503, 200]
