"""The commands of a fair as an organizer types them."""

import json
from pathlib import Path

import pytest

from api.wiring import Application
from tests.api.conftest import LIN, SPRING
from tests.api.test_cli import tongtu

YAML = """
name: 春季大专场
venue:
  name: 洪山区文化馆
  building: {entrance_steps: 0, toilet: accessible}
hall:
  hours: {starts: 9:00, ends: 16:30}
  breaks: [{starts: 12:00, ends: "13:00"}]
  slot_minutes: 20
  booths:
    - {number: A1, employer: e_river, position: [0, 0], interviewers: 2}
    - {number: A2, employer: e_hall, windows: [{starts: 10:00, ends: 11:00}]}
  supports: [{kind: sign_interpreter, count: 2}]
"""


def run(home: Path, *words: str) -> str:
    done = tongtu(*words, home=home)
    assert (done.returncode, done.stderr) == (0, ""), words
    return done.stdout


def refused(home: Path, *words: str) -> str:
    done = tongtu(*words, home=home)
    assert (done.returncode, done.stdout) == (2, ""), words
    return done.stderr


@pytest.fixture
def home(app: Application, tmp_path: Path) -> Path:
    app.database.close()
    return tmp_path


def test_an_event_from_a_file_to_its_messages(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "会场.yaml"
    file.write_text(YAML, "utf-8")
    shown = json.loads(run(home, "event", "plan", SPRING, str(file), "--json"))
    assert (shown["name"], shown["hall"]["hours"]) == ("春季大专场", {"starts": "09:00:00", "ends": "16:30:00"})
    assert (shown["hall"]["breaks"], shown["faults"]) == ([{"starts": "12:00:00", "ends": "13:00:00"}], [])
    assert "A1" in run(home, "event", "employers", SPRING, "--invite", "e_river")
    assert "has no social credit code" in refused(home, "event", "vet", SPRING, "e_river")
    assert "approved" in run(home, "event", "vet", SPRING, "e_river", "--note", "老单位")
    assert "collecting" in run(home, "event", "move", SPRING, "collecting")
    assert "is at version 2 now" in refused(home, "event", "move", SPRING, "pre_matched", "--version", "1")
    assert run(home, "event", "history", SPRING).count("\n") == 2
    assert "-> pre_matched" in run(home, "event", "show", SPRING)
    out = tmp_path / "消息"
    assert "春季大专场_短信.csv" in run(home, "outbox", SPRING, "--write", "invitation", "--channel", "sms", "--out", str(out))
    messages = [json.loads(line) for line in run(home, "outbox", SPRING, "--json").splitlines()]
    number = next(one["id"] for one in messages if one["to"] == LIN)
    assert "steps recorded" in run(home, "reply", str(number), "yes")
    assert "--write takes invitation" in refused(home, "outbox", SPRING, "--write", "poem")
    assert "only while it is running" in refused(home, "checkin", SPRING, "AAAA-AAAA")
    assert "act must be one of: check_in" in refused(home, "day", SPRING, "dance")


def test_promises_and_follow_ups_are_typed(home: Path) -> None:
    made = json.loads(run(home, "promise", "record", "p_clerk", "坡道", "--on", "2026-11-01", "--json"))
    assert made["accommodation"] == "ramp"
    wrong = refused(home, "promise", "record", "p_clerk", "飞毯")
    assert wrong.startswith("There is no such arrangement: 飞毯. Its name may be in either language")
    assert "not kept" in run(home, "promise", "check", str(made["id"]), "--not-kept", "--on", "2026-11-20")
    (promise,) = [json.loads(line) for line in run(home, "promise", "list", "--json").splitlines()]
    check = str(promise["checks"][0]["id"])
    assert "contested" in run(home, "promise", "contest", check)
    assert "withdrawn" in run(home, "promise", "settle", check, "--withdrawn")
    assert "people judged anew" in run(home, "promise", "refuse", str(made["id"]), "--on", "2026-11-21")
    assert run(home, "follow-ups").startswith("no follow-up is due up to ")
    assert "no such hire" in refused(home, "follow-up", LIN, "p_clerk", "1", "yes")


def test_a_wrong_plan_names_the_place(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "错.yaml"
    file.write_text("hall: {hours: {starts: 12:00, ends: 9:00}, booths: [{number: A1, interviewers: -1}]}", "utf-8")
    said = refused(home, "event", "plan", SPRING, str(file))
    assert "hall.hours 12:00 to 09:00: the end is not after the start" in said
    assert "hall.booths.0.interviewers" in said
    file.write_text("hall: [", "utf-8")
    assert "is no readable YAML file (line 1)" in refused(home, "event", "plan", SPRING, str(file))
