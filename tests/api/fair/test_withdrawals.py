"""A wrong outcome is taken back with a reason, by every door, and what it was is kept."""

import pytest
from starlette.testclient import TestClient

from api.actions.errors import BadInput, NotFound
from api.actions.interview_outcomes import record_interview_outcome, withdraw_interview_outcome
from api.wiring import Application
from matching.records import LOCAL_ORGANIZER as ME
from matching.records import Mistake
from tests.api.conftest import CLERK, FROM_OWN_PAGE, HERE, LIN, LOOPBACK, SPRING
from tests.api.fair.test_fair_cli import run
from tests.api.fair.test_fair_day import number_of
from tests.api.fair.test_fair_routes import send
from tests.api.web import Web


def test_rejected_is_taken_back_before_hired_is_recorded(running: Application) -> None:
    number = number_of(running, LIN, CLERK)
    record_interview_outcome(running, ME, number, "rejected", "distance")
    with pytest.raises(BadInput, match=r"cannot both be; keep the one that is true. Take back first what was recorded wrongly"):
        record_interview_outcome(running, ME, number, "hired")
    made = withdraw_interview_outcome(running, ME, number, "rejected", Mistake.DECIDED_ANEW)
    assert [one.en for one in made.steps] == ["attended", "interviewed"]
    (gone,) = made.withdrawn
    assert (gone.step.zh, gone.on, gone.why and gone.why.zh, gone.by) == (
        "单位未录用",
        running.today,
        "单位或本人改了决定",
        ME.account,
    )
    hired = record_interview_outcome(running, ME, number, "hired")
    assert ([one.en for one in hired.steps], hired.withdrawn) == (["attended", "interviewed", "hired"], made.withdrawn)
    with running.database.read(ME) as stores:
        (kept,) = stores.outcomes.corrections(ME, LIN)
    assert (kept.was.reason, kept.became, kept.why) == ("distance", "withdrawn", Mistake.DECIDED_ANEW)


def test_what_rests_on_a_step_is_taken_back_first(running: Application) -> None:
    number = number_of(running, LIN, CLERK)
    with pytest.raises(BadInput, match="Nothing is recorded for: hired"):
        withdraw_interview_outcome(running, ME, number, "hired", Mistake.MISTYPED)
    record_interview_outcome(running, ME, number, "hired")
    with pytest.raises(BadInput, match=r"hired without interviewed.*Take back first what rests on it"):
        withdraw_interview_outcome(running, ME, number, "interviewed", Mistake.MISTYPED)
    with pytest.raises(NotFound):
        withdraw_interview_outcome(running, ME, 999, "hired", Mistake.MISTYPED)


def test_the_page_the_program_and_the_command_take_it_back(running: Application) -> None:
    number = number_of(running, LIN, CLERK)
    record_interview_outcome(running, ME, number, "offered")
    with TestClient(Web(running), base_url=HERE, client=LOOPBACK, follow_redirects=False) as web:
        page = web.get(f"/events/{SPRING}/interviews?show=all").text
        assert page.count("withdraw.other_pair") == 1
        form = {f"outcome.{number}": "withdraw.other_pair", f"was.{number}": "offered/", f"reason.{number}": "", "first": "0"}
        assert web.post(f"/events/{SPRING}/interviews", data=form, headers=FROM_OWN_PAGE).status_code == 303
        again = web.post(f"/events/{SPRING}/interviews", data=form, headers=FROM_OWN_PAGE)
        assert (again.status_code, "没有登记过“拟录用”" in again.text) == (422, True)
        assert send(web, "PUT", f"/interviews/{number}/outcome", "k1", {"outcome": "declined"})[0] == 200
        given = {"outcome": "declined", "why": "mistyped"}
        status, made = send(web, "POST", f"/interviews/{number}/outcome/withdrawal", "k2", given)
        assert (status, [one["why"]["en"] for one in made["withdrawn"]]) == (
            200,
            ["it was of another person or posting", "it was mistyped"],
        )
    record_interview_outcome(running, ME, number, "offered")
    running.database.close()
    home = running.settings.home
    assert "taken back: offered the job  it was mistyped" in run(home, "outcome", str(number), "offered", "--withdraw", "mistyped")
