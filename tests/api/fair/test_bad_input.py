"""What cannot be: each answer names the conflict and what would resolve it, at every door."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.actions.errors import Conflict
from api.actions.fair_day import tell
from api.actions.fairs import fair_history, fair_view, move_event
from api.actions.interviews import sheet_view
from api.actions.matching import match_event
from api.schemas.interviews import DayInput
from api.wiring import Application
from data.stores import Scope
from matching.records import LOCAL_ORGANIZER, Role, Viewer
from tests.api.conftest import CLERK, HERE, LIN, LOOPBACK, SPRING, ZHOU
from tests.api.fair.conftest import PLAN, move
from tests.api.fair.test_fair_routes import send
from tests.api.test_cli import tongtu
from tests.api.web import Web

ME = LOCAL_ORGANIZER


def hall(**changes: object) -> dict[str, Any]:
    assert PLAN.hall is not None
    return {**PLAN.hall.model_dump(mode="json"), **changes}


def booth(**changes: object) -> dict[str, Any]:
    return {**hall()["booths"][0], **changes}


FAULTS = [
    (hall(booths=[booth(interviewers=0), hall()["booths"][1]]), "booth A1 has 0 interviewers (give it at least one, or take"),
    (hall(supports=[{"kind": "guide", "count": 0}]), "guide: there are 0 of them (say how many, or take the row out)"),
    (hall(slot_minutes=0), "a slot lasts 0 minutes (say how many minutes an interview lasts)"),
    (
        hall(guaranteed=12),
        "12 interviews are guaranteed to everybody, and outside the breaks the day has 11 slots (guarantee fewer, open longer",
    ),
    (hall(pause_minutes=15), "of a slot of 15 minutes, the pause at its end takes 15: no time is left to talk (make the pause"),
    (
        hall(booths=[booth(windows=[{"starts": "13:00", "ends": "14:00"}]), hall()["booths"][1]]),
        "booth A1 has no opening hour: not one slot lies within its times and those of the hall (correct its times, or leave",
    ),
    (hall(hours=None), "the hall has no opening hour (set when it opens and closes)"),
    (hall(booths=[booth(), booth()]), "2 booths have the number A1 (give each booth a number of its own)"),
]


@pytest.mark.parametrize(("wrong", "words"), FAULTS, ids=[words.partition(" (")[0] for _, words in FAULTS])
def test_a_plan_that_cannot_be_held_says_so_before_and_at_the_confirmation(
    planned: Application, wrong: dict[str, Any], words: str
) -> None:
    move(planned, "collecting", "pre_matched")
    with TestClient(Web(planned), base_url=HERE, client=LOOPBACK) as web:
        version = fair_view(planned, ME, SPRING).version
        status, view = send(web, "PUT", f"/events/{SPRING}/plan", "k1", {"version": version, "plan": {"hall": wrong}})
        assert status == 200
        assert any(f"{one['problem']['en']} ({one['cure']['en']})".startswith(words) for one in view["faults"])
        status, problem = send(
            web, "POST", f"/events/{SPRING}/moves", "k2", {"to": "confirmed", "version": view["version"], "named": "王芳"}
        )
    assert (status, words in problem["detail"]) == (422, True)


def test_numbers_that_are_none_are_refused_with_their_place(planned: Application) -> None:
    with TestClient(Web(planned), base_url=HERE, client=LOOPBACK) as web:
        wrong = hall(booths=[booth(interviewers=-1)], pause_minutes=-2)
        status, problem = send(web, "PUT", f"/events/{SPRING}/plan", "k1", {"version": 1, "plan": {"hall": wrong}})
    assert status == 422
    assert {(fault["field"], fault["message"]) for fault in problem["faults"]} == {
        ("plan.hall.booths.0.interviewers", "must be at least 0"),
        ("plan.hall.pause_minutes", "must be at least 0.0"),
    }


def test_a_day_that_is_over_is_named_wherever_it_matters(app: Application, tmp_path: Path) -> None:
    with TestClient(Web(app), base_url=HERE, client=LOOPBACK) as web:
        status, problem = send(web, "PUT", f"/events/{SPRING}/plan", "k1", {"version": 0, "plan": {"on": "2027-03-17"}})
    assert (status, problem["detail"]) == (422, "The day 2027-03-17 is over; choose one to come.")
    app.database.close()
    done = tongtu("event", "add", "old", "--on", "2020-03-20", home=tmp_path)
    assert (done.returncode, "its day 2020-03-20 is over: choose a day to come" in done.stderr) == (0, True)
    done = tongtu("event", "move", "old", "collecting", home=tmp_path)
    assert (done.returncode, "its day 2020-03-20 is over (choose a day to come)" in done.stderr) == (2, True)


def test_a_person_or_a_pair_named_twice_is_named_back(planned: Application, agree: Callable[..., int]) -> None:
    agree(LIN, Scope.LISTING, "e_river", "e_hall")
    with planned.database.begin(ME) as stores:
        event = stores.events.get(ME, SPRING)
        assert event is not None
        stores.events.upsert_many(ME, [event.model_copy(update={"candidates": (LIN, ZHOU, LIN)})])
    assert [(one.problem.en, one.cure.en) for one in fair_view(planned, ME, SPRING).faults] == [
        ("candidate c_lin is named 2 times", "keep one")
    ]
    with planned.database.begin(ME) as stores:
        stores.events.upsert_many(ME, [event])
    move(planned, "collecting")
    match_event(planned, ME, SPRING)
    move(planned, "pre_matched", "confirmed")
    pin = {"candidate": LIN, "posting": CLERK, "reason": "单位点名"}
    with TestClient(Web(planned), base_url=HERE, client=LOOPBACK) as web:
        answers = [
            send(web, "POST", f"/events/{SPRING}/allocation", f"k{n}", asked)
            for n, asked in enumerate(({"pins": [pin, pin]}, {"pins": [pin], "exclusions": [pin]}))
        ]
    assert [(status, problem["detail"]) for status, problem in answers] == [
        (422, "the pin c_lin - p_clerk is there twice: keep one of them."),
        (422, "c_lin and p_clerk are pinned and excluded: drop one of the two."),
    ]


def test_of_two_who_confirm_at_the_same_moment_one_is_told_of_the_other(planned: Application) -> None:
    move(planned, "collecting", "pre_matched")
    seen = fair_view(planned, ME, SPRING).version
    at_once, said = threading.Barrier(2), dict[str, str]()

    def confirm(name: str) -> None:
        viewer = Viewer(account=name, role=Role.ORGANIZER)
        at_once.wait()
        try:
            said[name] = move_event(planned, viewer, SPRING, "confirmed", f"confirm-{name}", seen, name).confirmed_by or ""
        except Conflict as told:
            said[name] = told.detail.en

    both = [threading.Thread(target=confirm, args=(name,)) for name in ("王芳", "张强")]
    for one in both:
        one.start()
    for one in both:
        one.join()
    first = fair_view(planned, ME, SPRING).confirmed_by
    assert first is not None
    (other,) = {"王芳", "张强"} - {first}
    assert said[first] == first
    assert said[other] == (
        f"Somebody ({first}) has just changed this event: it is at version {seen + 1} now, confirmed. "
        "Open it again before you change it."
    )
    assert [one.named for one in fair_history(planned, ME, SPRING).items][-1] == first


@pytest.mark.parametrize(("act", "state"), [("withdrawn", "cancelled"), ("no_show", "did not come")])
def test_an_interview_that_was_not_held_has_no_outcome(running: Application, act: str, state: str) -> None:
    tell(running, ME, SPRING, DayInput.model_validate({"act": act, "candidate": ZHOU}), "k1")
    (gone,) = sheet_view(running, ME, SPRING, candidate=ZHOU).items
    with TestClient(Web(running), base_url=HERE, client=LOOPBACK) as web:
        status, problem = send(web, "PUT", f"/interviews/{gone.id}/outcome", "k2", {"outcome": "offered"})
    assert (status, problem["detail"]) == (
        409,
        f"Interview {gone.id} is {state}: there is no outcome to record. If it was held, record a walk-in or a check-in first.",
    )
    assert sheet_view(running, ME, SPRING, candidate=ZHOU).items == (gone,)
