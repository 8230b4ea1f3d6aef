"""What is in force on a day says the same on the page, in JSON and in the terminal, and marks what is to be confirmed."""

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from api.actions.importing import import_file
from api.actions.policy import policy_view
from api.cli.policy import policy_lines
from api.cli.program import app
from api.settings import Settings
from api.wiring import Application, open_application
from matching.constraints.rows import RULE_ROWS
from matching.policy import policy_on
from matching.records import LOCAL_ORGANIZER

DAY = date(2026, 11, 26)
RUN = CliRunner()


def test_the_view_holds_what_the_policy_of_the_day_holds() -> None:
    view, policy = policy_view(DAY), policy_on(DAY)
    assert {fact.name: fact.value for fact in view.facts} == {name: row.value for name, row in policy.facts.items()}
    assert {wage.district: (wage.monthly, wage.hourly) for wage in view.wages} == {
        name: (row.monthly, row.hourly) for name, row in policy.wages.items()
    }
    assert sum(len(row.minutes) for row in view.minutes) == 171
    assert [rule.name for rule in view.rules] == [row.name for row in RULE_ROWS]


def test_another_day_has_its_own_rows() -> None:
    before = policy_view(date(2024, 1, 31))
    assert {wage.monthly for wage in before.wages} == {2_010}
    assert "retirement.men.first_month" not in {fact.name for fact in before.facts}
    assert (policy_view(date(1970, 1, 1)).facts, policy_view(date(1970, 1, 1)).wages) == ((), ())


def test_a_rule_is_to_be_confirmed_with_the_facts_of_that_day() -> None:
    """Retirement rests on found rows since the reform, and on knowledge alone before."""
    now = {rule.name: rule.to_confirm for rule in policy_view(DAY).rules}
    before = {rule.name: rule.to_confirm for rule in policy_view(date(2024, 6, 1)).rules}
    assert (now["retirement"], before["retirement"]) == (False, True)
    assert (now["recognition"], now["work_age"], now["hours"]) == (False, True, True)


def test_every_row_counts_once_among_those_to_be_confirmed() -> None:
    view = policy_view(DAY)
    rows = (*view.facts, *view.wages, *view.minutes, *view.rules)
    assert view.to_confirm == sum(row.to_confirm for row in rows) > 0
    assert all(row.to_confirm == (row.mark != "F") for row in (*view.facts, *view.wages, *view.minutes))


def test_the_json_door_says_what_the_action_says(client: TestClient, town: Application) -> None:
    assert client.get("/api/v1/policy?on=2026-11-26").json() == policy_view(DAY).model_dump(mode="json")
    assert client.get("/api/v1/policy").json()["on"] == town.today.isoformat()


@pytest.mark.parametrize("asked", ["2026-13-01", "yesterday", ""])
def test_what_is_no_day_is_refused_without_an_echo(client: TestClient, asked: str) -> None:
    answer = client.get(f"/api/v1/policy?on={asked}")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert asked == "" or asked not in answer.text


@pytest.mark.parametrize(
    ("language", "doubt", "rule"), [("zh", "依据待确认", "最低就业年龄"), ("en", "to be confirmed", "Minimum working age")]
)
def test_the_page_shows_every_row_and_marks_the_doubtful(client: TestClient, language: str, doubt: str, rule: str) -> None:
    html = client.get(f"/policy?on=2026-11-26&lang={language}").text
    view = policy_view(DAY)
    rows = len(view.facts) + len(view.wages) + len(view.rules)
    assert len(re.findall('<th scope="row">', html)) == rows
    shown = sum(row.to_confirm for row in (*view.facts, *view.wages, *view.rules))
    assert html.count(f'<strong class="doubt">{doubt}</strong>') == shown
    assert rule in html
    assert 'value="2026-11-26"' in html


def test_the_page_of_a_day_without_rows_says_so(client: TestClient) -> None:
    html = client.get("/policy?on=1970-01-01&lang=en").text
    assert "No figure of that day is known." in html
    assert "No minimum wage of that day is known." in html


def test_the_page_is_today_unless_another_day_is_asked_for(client: TestClient, town: Application) -> None:
    assert f'value="{town.today.isoformat()}"' in client.get("/policy").text
    assert client.get("/policy?on=soon").status_code == 422


def test_the_command_prints_the_same(tmp_path: Path) -> None:
    environment = {"TONGTU_HOME": str(tmp_path / "home"), "TONGTU_LANG": "zh"}
    printed = RUN.invoke(app, ["policy", "--on", "2026-11-26", "--json"], env=environment)
    assert printed.exit_code == 0
    assert json.loads(printed.stdout) == policy_view(DAY).model_dump(mode="json")
    text = RUN.invoke(app, ["policy", "--on", "2026-11-26"], env=environment).stdout.splitlines()
    view = policy_view(DAY)
    assert text[0] == f"2026-11-26：{view.to_confirm} 行依据待确认"
    assert len(text) == 2 + len(view.facts) + len(view.wages) + len(view.rules)
    assert sum("依据待确认" in line for line in text[1:]) == view.to_confirm - len(view.minutes) + 1
    assert text[1].startswith("age.work_minimum  最低就业年龄: 16 岁  [K: 劳动法第十五条，依据待确认")


def test_a_day_that_is_none_is_a_usage_error(tmp_path: Path) -> None:
    found = RUN.invoke(app, ["policy", "--on", "26.11.2026"], env={"TONGTU_HOME": str(tmp_path / "home")})
    assert found.exit_code == 2


def test_an_import_warns_of_pay_below_the_floor_and_takes_the_posting_in(tmp_path: Path) -> None:
    shop = open_application(
        Settings(home=tmp_path, database_url=f"sqlite:///{tmp_path}/tongtu.db"), lambda: datetime(2026, 11, 26, tzinfo=UTC)
    )
    sheet = tmp_path / "postings.csv"
    rows = (
        "岗位名称,单位名称,工作地点,薪资,合同类型",
        "普工,样例厂,武汉-武昌区,1800元/月,劳动合同",
        "文员,样例厂,武汉-武昌区,3000元/月,劳动合同",
    )
    sheet.write_text("\n".join(rows), "utf-8-sig")
    report = import_file(shop, LOCAL_ORGANIZER, "postings", sheet, None)
    assert (report.imported, report.rejected) == (2, 0)
    (fault,) = report.faults
    assert (fault.row, fault.column, fault.value, fault.severity) == (2, "薪资", "1800元/月", "warning")
    assert fault.problem.zh.startswith("最高 1,800 元/月，低于武昌区最低工资 2,210 元/月（2024-02-01 起；")
    assert fault.advice.zh == "请单位改正薪资；如果是非全日制，请写明每天工时"


@pytest.mark.usefixtures("in_english")
def test_a_rule_without_its_figures_on_an_early_day_says_so() -> None:
    missing = {rule.name: rule.missing for rule in policy_view(date(1990, 1, 1)).rules}
    assert missing["work_age"] == ("age.work_minimum",)
    assert (missing["travel_time"], missing["recognition"]) == (("commute.margin_minutes", "minutes"), ())
    assert missing["wage_floor"][-1] == "minimum_wage"
    assert {rule.missing for rule in policy_view(DAY).rules} == {()}
    lines = {line.split("  ")[0]: line for line in policy_lines(policy_view(date(1990, 1, 1)))}
    said = "(no figure in force on this day: age.work_minimum)"
    assert lines["work_age"].endswith(said)
    assert "no figure in force" not in lines["recognition"]
