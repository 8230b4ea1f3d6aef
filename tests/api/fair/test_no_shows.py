"""A no-show over somebody who checked in is meant, or it is a slip; and a second no-show says that there was a first."""

import pytest

from api.actions.errors import Conflict
from api.actions.fair_day import foresee, tell
from api.schemas.interviews import DayInput
from api.wiring import Application
from matching.records import LOCAL_ORGANIZER as ME
from tests.api.conftest import LIN, SPRING
from tests.api.fair.test_fair_cli import run
from tests.api.fair.test_fair_day import plan, say
from tests.api.test_cli import tongtu

GONE = DayInput.model_validate({"act": "no_show", "candidate": LIN})


def test_a_no_show_over_a_check_in_is_confirmed(running: Application) -> None:
    say(running, "check_in", "k1", candidate=LIN)
    with pytest.raises(Conflict, match=r"has checked in\. Confirm it") as refused:
        tell(running, ME, SPRING, GONE, "k2")
    assert LIN not in refused.value.detail.zh
    assert {state for *_, state in plan(running, candidate=LIN)} == {"checked_in"}
    made = tell(running, ME, SPRING, GONE.model_copy(update={"confirmed": True}), "k2")
    assert {(one.was, one.became) for one in made.changes} == {("checked_in", "no_show")}


def test_who_saw_what_would_change_has_confirmed_it(running: Application) -> None:
    say(running, "check_in", "k1", candidate=LIN)
    seen = foresee(running, ME, SPRING, GONE).seen
    assert {one.became for one in tell(running, ME, SPRING, GONE, "k2", seen=seen).changes} == {"no_show"}


@pytest.mark.parametrize("act", ["no_show", "withdrawn"])
def test_after_a_no_show_it_is_said_that_there_was_one(running: Application, act: str) -> None:
    say(running, "no_show", "k1", candidate=LIN)
    with pytest.raises(Conflict, match="is recorded as a no-show already; if they came after all, record the check-in"):
        say(running, act, "k2", candidate=LIN)


def test_the_command_asks_for_a_confirmation(running: Application) -> None:
    say(running, "check_in", "k1", candidate=LIN)
    running.database.close()
    home = running.settings.home
    at = ("--at", "2027-03-20 09:05")
    done = tongtu("day", SPRING, "no_show", "--candidate", LIN, *at, home=home)
    assert (done.returncode, "--confirm" in done.stderr) == (2, True)
    assert "09:05" in run(home, "day", SPRING, "no_show", "--candidate", LIN, "--confirm", *at)
