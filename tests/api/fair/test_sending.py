"""What is to be sent, and the answers that come back, over HTTP and as a table: taken as often as needed, recorded once."""

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.actions.errors import BadInput, NotFound
from api.actions.outbox import list_messages, write_messages
from api.actions.reply_files import load_replies
from api.wiring import Application
from matching.records import LOCAL_ORGANIZER
from tests.api.conftest import CLERK, HE, HERE, LIN, LOOPBACK, SPRING, ZHOU
from tests.api.fair.conftest import EVE
from tests.api.fair.test_fair_cli import run
from tests.api.fair.test_fair_routes import V1, send
from tests.api.test_cli import tongtu
from tests.api.web import Web

ME = LOCAL_ORGANIZER
AT = f"{V1}/events/{SPRING}/messages"


@pytest.fixture
def asked(published: Application) -> Application:
    """With invitations beside the times that publishing wrote."""
    write_messages(published, ME, SPRING, "invitation", "candidate", ["sms"])
    return published


@pytest.fixture
def web(asked: Application) -> Iterator[TestClient]:
    with TestClient(Web(asked), base_url=HERE, client=LOOPBACK) as made:
        yield made


def number_of(app: Application, candidate: str) -> int:
    """The number of the invitation to somebody."""
    items = list_messages(app, ME, SPRING, 0, 1_000).items
    return next(one.id for one in items if (one.kind, one.to) == ("invitation", candidate))


def answers(app: Application, candidate: str) -> list[tuple[str | None, str, date]]:
    items = list_messages(app, ME, SPRING, 0, 1_000).items
    return [(one.posting, one.answer, one.on) for message in items if message.to == candidate for one in message.replies]


def test_what_waits_is_taken_as_often_as_needed_and_sent_once(web: TestClient) -> None:
    first = web.get(f"{AT}/to-send", params={"limit": 8}).json()
    rest = web.get(f"{AT}/to-send", params={"after": first["next"], "limit": 8}).json()
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (8, 5, None)
    assert web.get(f"{AT}/to-send", params={"limit": 8}).json() == first
    assert {one["to"] for one in (*first["items"], *rest["items"])} == {HE, LIN, ZHOU, "e_river", "e_hall"}
    assert all(one["zh"] and one["en"] for one in first["items"])
    archives = [web.get(f"{AT}/to-send", params={"as": "zip"}) for _ in range(2)]
    assert archives[0].headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(archives[0].content)) as archive, zipfile.ZipFile(io.BytesIO(archives[1].content)) as again:
        names = archive.namelist()
        assert names == again.namelist()
        table = archive.read("春季专场_短信.csv").decode("utf-8-sig")
    assert len([name for name in names if name.endswith(".txt")]) == 5
    rows = list(csv.DictReader(io.StringIO(table)))
    assert {row["消息编号 message"] for row in rows} == {
        str(one["id"]) for one in (*first["items"], *rest["items"]) if one["channel"] == "sms"
    }
    assert send(web, "POST", f"/events/{SPRING}/messages/sent", "k1", {"last": first["last"]}) == (
        200,
        {"event": SPRING, "sent": 8},
    )
    assert send(web, "POST", f"/events/{SPRING}/messages/sent", "k1", {"last": first["last"]}) == (
        200,
        {"event": SPRING, "sent": 0},
    )
    assert web.get(f"{AT}/to-send").json()["items"] == rest["items"]
    send(web, "POST", f"/events/{SPRING}/messages/sent", "k2", {"last": rest["last"]})
    assert web.get(f"{AT}/to-send", params={"as": "zip"}).status_code == 404
    assert [one["exported_by"] for one in web.get(AT).json()["items"]] == ["local"] * 13


def test_a_page_of_another_site_records_nothing_as_sent(web: TestClient) -> None:
    headers = {"Origin": "http://evil.example", "Idempotency-Key": "k1"}
    for path, body in (("messages/sent", {"last": 99}), ("replies", {"replies": [{"message": 1, "answer": "yes"}]})):
        assert web.post(f"{V1}/events/{SPRING}/{path}", json=body, headers=headers).status_code == 403
    assert [one["exported_at"] for one in web.get(AT).json()["items"]] == [None] * 13


def test_replies_are_recorded_row_by_row_and_once(asked: Application, web: TestClient) -> None:
    rows = [
        {"message": number_of(asked, LIN), "answer": "yes", "posting": CLERK},
        {"message": number_of(asked, ZHOU), "answer": "no", "on": "2027-03-17"},
        {"message": 999, "answer": "yes"},
        {"message": number_of(asked, HE), "answer": "yes", "posting": "p_none"},
    ]
    status, report = send(web, "POST", f"/events/{SPRING}/replies", "k1", {"replies": rows})
    assert (status, report["recorded"], report["known"], report["outcomes"]) == (200, 2, 0, 2)
    assert [(fault["row"], fault["problem"]["en"]) for fault in report["faults"]] == [
        (3, "There is no such message: 999"),
        (4, f"Message {number_of(asked, HE)} does not ask about posting p_none."),
    ]
    assert answers(asked, LIN) == [(CLERK, "yes", EVE.date())]
    assert answers(asked, ZHOU) == [("p_craft", "no", date(2027, 3, 17))]
    again = send(web, "POST", f"/events/{SPRING}/replies", "k1", {"replies": rows})[1]
    assert (again["recorded"], again["known"], again["outcomes"], len(again["faults"])) == (0, 2, 0, 2)
    assert send(web, "POST", "/events/none/replies", "k2", {"replies": rows[:1]})[0] == 404
    assert send(web, "POST", "/events/autumn-2027/replies", "k3", {"replies": rows[:1]})[1]["faults"][0]["row"] == 1
    assert send(web, "POST", f"/events/{SPRING}/replies", "k4", {"replies": []})[0] == 422


def test_the_exported_table_comes_back_with_the_answers_in_it(asked: Application, tmp_path: Path) -> None:
    numbers = {name: number_of(asked, name) for name in (LIN, ZHOU, HE)}
    asked.database.close()
    run(tmp_path, "outbox", SPRING, "--out", str(tmp_path / "消息"))
    table = tmp_path / "消息" / "春季专场_短信.csv"
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0][-2:] == ["答复 answer", "答复日期 day of the answer"]
    written = {str(numbers[LIN]): ("去", "2026/3/18"), str(numbers[ZHOU]): ("不去", ""), str(numbers[HE]): ("也许", "")}
    filled = [rows[0], *([*row[:-2], *written.get(row[0], ("", ""))] for row in rows[1:])]
    with table.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(filled)
    said = run_with_faults(tmp_path, str(table))
    assert said[0] == "春季专场_短信.csv: 8 rows, 2 recorded, 0 known, 5 without an answer, 1 not recorded; 3 steps\n"
    assert "The answer 也许 cannot be read; write yes or no" in said[1]
    assert "0 recorded, 2 known, 5 without an answer, 1 not recorded" in run_with_faults(tmp_path, str(table))[0]


def run_with_faults(home: Path, file: str) -> tuple[str, str]:
    done = tongtu("load-replies", SPRING, file, home=home)
    assert done.returncode == 0
    return done.stdout, done.stderr


def test_a_table_that_is_none_says_so(asked: Application, tmp_path: Path) -> None:
    file = tmp_path / "答复.csv"
    file.write_text("姓名,答复\n林一,去\n", "utf-8")
    with pytest.raises(BadInput, match="needs the columns 消息编号"):
        load_replies(asked, ME, SPRING, file)
    file.write_text(f"消息编号,答复,答复日期\nX,去,\n{number_of(asked, LIN)},yes,下周\n", "utf-8")
    report = load_replies(asked, ME, SPRING, file)
    assert [(one.row, one.problem.en) for one in report.faults] == [
        (2, "X is no number of a message"),
        (3, "The day 下周 cannot be read; write it as 2027-03-12"),
    ]
    with pytest.raises(NotFound):
        load_replies(asked, ME, "none", file)
