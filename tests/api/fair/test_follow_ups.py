"""What is asked after a fair, and what the answers become."""

from datetime import UTC, date, datetime

import pytest

from api.actions.errors import BadInput, NotAllowed
from api.actions.follow_ups import follow_ups, record_follow_up, withdraw_follow_up
from api.actions.promises import check_promise, record_promise
from api.wiring import Application
from data.stores import Promise
from matching.records import LOCAL_ORGANIZER, Mistake, Outcome, Role, Step, Viewer
from tests.api.conftest import AUTUMN, CLERK, HALL, HE, LIN, SPRING
from tests.api.fair.conftest import Clock

ME = LOCAL_ORGANIZER


@pytest.fixture
def hired(app: Application, clock: Clock) -> Application:
    """Lin began as a clerk in April, with a ramp promised; of He's hire nobody told the day."""
    clock.now = datetime(2027, 5, 3, 1, 0, tzinfo=UTC)
    with app.database.begin(ME) as stores:
        for person, day in ((LIN, date(2027, 4, 2)), (HE, None)):
            told = [(Step.INTERVIEWED, date(2027, 3, 20)), (Step.HIRED, day)]
            stores.outcomes.save_many(
                ME, [Outcome(candidate=person, posting=CLERK, event=SPRING, step=step, on=on) for step, on in told]
            )
    return app


def test_follow_ups_come_due_and_are_answered(hired: Application, clock: Clock) -> None:
    promise = Promise(posting=CLERK, accommodation="ramp", promised_on=date(2027, 3, 20), candidate=LIN)
    number = record_promise(hired, ME, promise, "k1").id
    view = follow_ups(hired, ME)
    assert (view.on, view.without_a_day) == (date(2027, 5, 3), 1)
    assert [(one.candidate, one.title, one.employer, one.months, one.due, one.promises) for one in view.items] == [
        (LIN, "文字录入员", "江城文印社", 1, date(2027, 5, 2), (number,))
    ]
    check_promise(hired, ME, number, True)
    assert follow_ups(hired, ME, SPRING).items[0].promises == ()
    made = record_follow_up(hired, ME, LIN, CLERK, SPRING, 1, True)
    assert [text.en for text in made.steps] == ["interviewed", "hired", "in the job after 1 month"]
    assert follow_ups(hired, ME).items == ()
    clock.now = datetime(2027, 7, 2, 1, 0, tzinfo=UTC)
    assert [one.months for one in follow_ups(hired, ME).items] == [3]
    record_follow_up(hired, ME, LIN, CLERK, SPRING, 3, False, reason="工资")
    assert follow_ups(hired, ME).items == ()
    with hired.database.read(ME) as stores:
        left = [one.reason for one in stores.outcomes.list(ME, candidate=LIN) if one.step is Step.LEFT]
    assert left == ["pay"]


def test_an_answer_that_cannot_be_says_why(hired: Application) -> None:
    for posting, event in ((HALL, None), (CLERK, AUTUMN)):
        with pytest.raises(BadInput, match="There is no such hire on record"):
            record_follow_up(hired, ME, LIN, posting, event, 1, True)
    with pytest.raises(BadInput, match="too soon after the hire"):
        record_follow_up(hired, ME, LIN, CLERK, SPRING, 3, True)
    with pytest.raises(BadInput, match="A reason goes with"):
        record_follow_up(hired, ME, LIN, CLERK, SPRING, 1, True, reason="pay")
    with pytest.raises(NotAllowed):
        follow_ups(hired, Viewer(account="x", role=Role.EMPLOYER, organisation="e_river"))


def test_the_event_of_a_hire_need_not_be_named_where_there_is_one(hired: Application) -> None:
    made = record_follow_up(hired, ME, LIN, CLERK, None, 1, True)
    assert (made.event, made.title, made.steps[-1].en) == (SPRING, "文字录入员", "in the job after 1 month")
    again = [(Step.INTERVIEWED, date(2027, 4, 1)), (Step.HIRED, date(2027, 4, 3))]
    with hired.database.begin(ME) as stores:
        stores.outcomes.save_many(ME, [Outcome(candidate=LIN, posting=CLERK, event=AUTUMN, step=step, on=on) for step, on in again])
    with pytest.raises(BadInput, match=f"at 2 events; say at which: {AUTUMN}, {SPRING}"):
        record_follow_up(hired, ME, LIN, CLERK, None, 1, True)


def test_yes_and_no_of_one_day_are_not_both_kept(hired: Application) -> None:
    record_follow_up(hired, ME, LIN, CLERK, SPRING, 1, True)
    with pytest.raises(BadInput, match=r"The 1-month follow-up was recorded as yes \(still in the job\) on 2027-05-03"):
        record_follow_up(hired, ME, LIN, CLERK, SPRING, 1, False)
    made = withdraw_follow_up(hired, ME, LIN, CLERK, SPRING, 1, True, Mistake.MISTYPED)
    assert [(one.step.en, one.on, None if one.why is None else one.why.en, one.by) for one in made.withdrawn] == [
        ("in the job after 1 month", date(2027, 5, 3), "it was mistyped", ME.account)
    ]
    after = record_follow_up(hired, ME, LIN, CLERK, SPRING, 1, False, reason="pay")
    assert [one.en for one in after.steps] == ["interviewed", "hired", "left the job"]
    with pytest.raises(BadInput, match=r"It was recorded as no \(left the job\) on 2027-05-03"):
        record_follow_up(hired, ME, LIN, CLERK, SPRING, 1, True)
    with pytest.raises(BadInput, match="Nothing is recorded for: in the job after 1 month"):
        withdraw_follow_up(hired, ME, LIN, CLERK, SPRING, 1, True, Mistake.MISTYPED)
