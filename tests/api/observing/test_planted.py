"""A full journey of people whose values are known, with errors made on purpose: no value is in a log, a metric or an error.

Through a real server on a real socket, a worker, and commands. Pages and files for those who may see people are not looked at:
there the values belong.
"""

import contextlib
import io
import json
import shutil
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import create_engine, text
from uvicorn import Server

from api.accounts.cookies import PLAIN as COOKIE
from api.actions.sessions import open_session
from api.jobs.worker import Worker
from api.observing.setup import install_logging
from api.serving import server_config
from api.settings import Settings
from api.wiring import Application, open_application
from matching.records import Role
from tests.api.command import tongtu
from tests.api.conftest import CHEAP, CLERK, HE, LIN, SONG, SPRING, ZHOU, a_member
from tests.api.fair.conftest import NINE, Clock, plan_fair, publish_fair
from tests.api.observing import planted as p
from tests.api.observing.planted import Found, found_in
from tests.api.records.sending import workbook

PROBLEM = "application/problem+json"
HEAD = ("姓名", "残疾人证号", "联系电话", "居住区", "技能", "意向职业", "期望月薪", "联系说明", "求职说明", "监护人", "电子邮箱")


class Journey:
    """Somebody's way through the doors, and what is left lying about afterwards."""

    def __init__(self, app: Application, clock: Clock, address: str) -> None:
        self.app = app
        self.clock = clock
        self.address = address
        self.left: dict[str, bytes] = {}
        self.statuses: dict[str, int] = {}
        self.sign_in()

    def sign_in(self) -> None:
        """Everybody has a session as of now."""
        people = ((Role.ORGANIZER, None), (Role.EMPLOYER, "e_river"))
        self._tokens = {role: open_session(self.app, a_member(self.app, role, of), "test", "password").token for role, of in people}

    def ask(self, name: str, role: Role | None, method: str, path: str, **more: Any) -> httpx.Response:
        """One request of somebody. The problem it meets is kept."""
        cookies = {} if role is None else {COOKIE: self._tokens[role]}
        headers = {"sec-fetch-site": "same-origin", "idempotency-key": f"k-{name}", "user-agent": p.AGENT} | more.pop("headers", {})
        with httpx.Client(base_url=self.address, cookies=cookies, headers=headers, timeout=60) as client:
            answer = client.request(method, path, **more)
        self.statuses[name] = answer.status_code
        self.left[f"headers of {name}"] = repr(
            sorted((key, value) for key, value in answer.headers.items() if key != "location")
        ).encode()
        if answer.headers.get("content-type") == PROBLEM or answer.status_code >= 500:
            self.left[f"problem of {name}"] = answer.content
        return answer

    def command(self, name: str, *words: str, out: bool = False) -> None:
        done = tongtu(*words, home=self.app.settings.home, TONGTU_LANG="zh", TONGTU_LOG="json")
        self.statuses[name] = done.returncode
        self.left[f"errors of {name}"] = done.stderr.encode()
        if out:
            self.left[f"output of {name}"] = done.stdout.encode()


@contextlib.contextmanager
def served(app: Application) -> Iterator[str]:
    """The address of the server as `tongtu serve` sets it up, in this process."""
    server = Server(server_config(app, 0))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.01)
        assert thread.is_alive()
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(20)


@pytest.fixture(scope="module")
def journey(built_town: Path, tmp_path_factory: pytest.TempPathFactory) -> Journey:
    home, clock = tmp_path_factory.mktemp("planted"), Clock()
    shutil.copytree(built_town, home, dirs_exist_ok=True)
    settings = Settings(home=home, database_url=f"sqlite:///{home / 'tongtu.db'}", log="json", **CHEAP)
    app = publish_fair(plan_fair(open_application(settings, clock)))
    log = io.StringIO()
    with contextlib.redirect_stderr(log):
        install_logging(app.settings)
        with served(app) as address:
            made = Journey(app, clock, address)
            people_come_in(made, tmp_path_factory.mktemp("sheets"))
            the_fair_goes_on(made)
            things_go_wrong(made)
            made.left["metrics"] = httpx.get(f"{address}/metrics").content
        install_logging(app.settings.model_copy(update={"log": "auto"}))
    made.left["log"] = log.getvalue().encode()
    return made


def people_come_in(journey: Journey, folder: Path) -> None:
    """Four by the wizard at once, two in the background, two by a command; a sheet with a wrong row."""
    rows = [
        [
            p.NAMES[i],
            p.CERTIFICATES[i],
            p.PHONES[i],
            "洪山区",
            "打字",
            "文员",
            "3000",
            p.STREETS[i],
            p.WISHES[i],
            p.GUARDIAN,
            p.MAIL,
        ]
        for i in range(8)
    ]
    wrong = [p.NAMES[0], p.CERTIFICATES[1][:-3], p.PHONES[2], p.STREETS[1], "打字", "文员", p.TYPED, "", "", "", ""]
    for name, part, how in (("wizard", [*rows[:4], wrong], "now"), ("background", rows[4:6], "background")):
        sheet = workbook([HEAD, *part])
        sent = journey.ask(
            f"{name} sends",
            Role.ORGANIZER,
            "POST",
            "/imports",
            data={"kind": "candidates"},
            files={"file": (f"{p.NAMES[0]}.xlsx", sheet)},
        )
        journey.ask(name, Role.ORGANIZER, "POST", f"{sent.headers['location']}/run", data={"how": how, "again": "yes"})
    Worker(journey.app).work(0, once=True)
    csv = folder / f"{p.NAMES[7]}.csv"
    csv.write_bytes("\n".join(",".join(row) for row in [HEAD, *rows[6:]]).encode("gb18030"))
    journey.command("import", "import", "candidates", str(csv))


def the_fair_goes_on(journey: Journey) -> None:
    """Matched anew, lists read, a decision taken, the day noted, an outcome, papers made."""
    people = f"/api/v1/people/{LIN}"
    journey.ask("search", Role.ORGANIZER, "POST", "/search", data={"words": p.SEARCHED})
    journey.ask("file", Role.ORGANIZER, "GET", people)
    journey.ask(
        "service", Role.ORGANIZER, "POST", f"{people}/services", json={"kind": "信息核对", "on": "2027-03-01", "note": p.NOTE}
    )
    journey.ask(
        "appeal", Role.ORGANIZER, "POST", f"{people}/appeals", json={"kind": "objection", "text": p.APPEAL, "posting": CLERK}
    )
    consent = {"scope": "listing", "event": SPRING, "employers": ["e_river"], "explained": "signed", "given_on": "2027-03-01"}
    for one in (LIN, ZHOU, HE, SONG):
        journey.ask(
            f"consent {one}", Role.ORGANIZER, "POST", f"/api/v1/people/{one}/consents", json=consent | {"guardian": p.GUARDIAN}
        )
    journey.ask("match", Role.ORGANIZER, "POST", "/api/v1/jobs", json={"kind": "match", "event": "autumn-2027"})
    journey.ask(
        "papers",
        Role.ORGANIZER,
        "POST",
        "/api/v1/jobs",
        json={"kind": "export", "event": SPRING, "papers": ["call-list", "people"]},
    )
    Worker(journey.app).work(0, once=True)
    journey.ask("list", Role.ORGANIZER, "GET", f"/api/v1/events/{SPRING}/postings/{CLERK}/shortlist")
    shown = journey.ask("employer list", Role.EMPLOYER, "GET", f"/api/v1/employer/events/{SPRING}/postings/{CLERK}/list").json()
    person = shown["items"][0]["person"]
    decided = f"/api/v1/employer/events/{SPRING}/postings/{CLERK}/people/{person}/decision"
    journey.ask("decision", Role.EMPLOYER, "PUT", decided, json={"decision": "decline", "reason": "hours"})
    journey.clock.now = NINE
    journey.sign_in()
    version = journey.ask("fair", Role.ORGANIZER, "GET", f"/api/v1/events/{SPRING}/fair").json()["version"]
    going = {"to": "running", "version": version, "named": p.NAMES[0]}
    journey.ask("running", Role.ORGANIZER, "POST", f"/api/v1/events/{SPRING}/moves", json=going)
    day = {"act": "check_in", "candidate": LIN, "note": p.DAY_NOTE}
    journey.ask("day", Role.ORGANIZER, "POST", f"/api/v1/events/{SPRING}/day", json=day)
    for name, told in (("no outcome", {"reason": p.REASON}), ("outcome", {"reason": "个人原因"})):
        journey.ask(name, Role.ORGANIZER, "PUT", "/api/v1/interviews/1/outcome", json={"outcome": "declined"} | told)
    journey.command("why", "why", p.NAMES[6], "文字录入员", "--event", SPRING)
    journey.command("jobs", "jobs", "list", "--json", out=True)
    journey.command("doctor", "doctor", "--json", out=True)
    journey.command("shortlist", "shortlist", SPRING, "文字录入员")


def things_go_wrong(journey: Journey) -> None:
    """Values where none should be: in addresses, headers, forms, broken JSON; then tables that are gone under whoever writes."""
    ask, role = journey.ask, Role.ORGANIZER
    ask("address", role, "GET", f"/people/{p.NAMES[1]}")
    ask("nobody", role, "GET", f"/api/v1/people/{p.NAMES[1]}")
    ask("nothing", role, "GET", f"/api/v1/events/{p.NAMES[2]}/postings/{p.PHONES[0]}/shortlist")
    ask(
        "nobody's decision",
        Role.EMPLOYER,
        "PUT",
        f"/api/v1/employer/events/{SPRING}/postings/{CLERK}/people/{p.NAMES[2]}/decision",
        json={"decision": "invite"},
    )
    ask("no address", role, "GET", f"/api/v1/people-of/{p.NAMES[2]}/{p.PHONES[1]}")
    ask("query", role, "GET", f"/api/v1/events/{SPRING}/candidates", params={"after": p.NAMES[3], "limit": p.PHONES[3]})
    ask("typed", role, "PUT", f"/api/v1/people/{LIN}/wishes", json={"pay_min": p.TYPED, p.NAMES[1]: p.PHONES[1], "remote": p.MAIL})
    ask("broken", role, "PUT", f"/api/v1/people/{LIN}/wishes", content=f'{{"text": "{p.TYPED}'.encode())
    ask(
        "header",
        role,
        "GET",
        "/api/v1/events",
        headers={"x-request-id": p.PASSWORD, "accept-language": p.MAIL, "traceparent": p.MAIL},
    )
    ask("key", None, "GET", "/api/v1/events", headers={"authorization": f"Bearer {p.PASSWORD}"})
    ask("method", role, p.AGENT, "/events")
    for n in range(2):
        ask(f"password {n}", None, "POST", "/sign-in", data={"account": p.NAMES[4], "name": p.NAMES[4], "password": p.PASSWORD})
    host, port = journey.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as raw:
        raw.sendall(f"{p.PHONES[0]} {p.MAIL}\r\n{p.AGENT}\r\n\r\n".encode())
        journey.left["malformed"] = raw.recv(1_000)
    engine = create_engine(journey.app.settings.database_url)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE services RENAME TO services_gone"))
        connection.execute(text("UPDATE candidates SET sealed_person = substr(sealed_person, 1, 20)"))
    engine.dispose()
    sheet = workbook(
        [("残疾人证号", "服务内容", "服务日期", "服务单位", "备注"), (p.CERTIFICATES[0], "信息核对", "2026-03-01", "街道", p.NOTE)]
    )
    ask(
        "service breaks",
        role,
        "POST",
        f"/api/v1/people/{LIN}/services",
        json={"kind": "信息核对", "on": "2027-03-02", "note": p.NOTE},
    )
    ask("file breaks", role, "GET", f"/api/v1/people/{LIN}")
    ask("match again", role, "POST", "/api/v1/jobs", json={"kind": "match", "event": "autumn-2027"})
    Worker(journey.app).work(0, once=True)
    file = journey.app.settings.home / "services.xlsx"
    file.write_bytes(sheet)
    journey.command("import breaks", "import", "services", str(file))


def test_the_journey_went_where_it_should(journey: Journey) -> None:
    went_wrong = {name: status for name, status in journey.statuses.items() if status not in (0, 200, 303)}
    assert went_wrong == {
        "no outcome": 422,
        "address": 404,
        "nobody": 404,
        "nothing": 404,
        "nobody's decision": 404,
        "no address": 404,
        "query": 422,
        "typed": 422,
        "broken": 422,
        "key": 401,
        "method": 405,
        "password 0": 422,
        "password 1": 422,
        "service breaks": 500,
        "file breaks": 500,
        "import breaks": 2,
    }
    assert len(journey.statuses) - len(went_wrong) > 25


def test_no_planted_value_is_left_anywhere(journey: Journey) -> None:
    assert found_in(journey.left) == []


def test_the_log_tells_what_happened(journey: Journey) -> None:
    lines = [json.loads(line) for line in journey.left["log"].splitlines()]
    assert {line["event"] for line in lines} == {"request", "job", "stage", "job broke", "unexpected error", "library"}
    assert {(line["kind"], line["state"]) for line in lines if line["event"] == "job"} == {
        ("upload", "done"),
        ("match", "done"),
        ("export", "done"),
        ("match", "waiting"),
    }
    numbered = {line["number"] for line in lines if line["event"] == "unexpected error"}
    assert {json.loads(journey.left[f"problem of {name} breaks"])["instance"] for name in ("service", "file")} == numbered


@pytest.mark.parametrize("way", sorted(p.spellings(p.NAMES[0])))
def test_a_value_that_were_left_would_be_found(journey: Journey, way: str) -> None:
    spelled = p.spellings(p.NAMES[5])[way]
    found = found_in(journey.left | {"log": journey.left["log"] + b"xx" + spelled + b"xx"})
    assert Found("log", p.NAMES[5], way) in found
