"""Promises: recorded, checked, contested; and N30: one that is taken back changes verdicts, and says whom to tell."""

from datetime import date

import pytest

from api.actions.errors import BadInput, Conflict, NotAllowed, NotFound
from api.actions.promises import (
    check_promise,
    contest_check,
    list_promises,
    record_promise,
    refuse_promise,
    settle_check,
)
from api.actions.why import why
from api.wiring import Application
from data.stores import Promise
from matching.records import LOCAL_ORGANIZER, AccommodationStatus, Role, Viewer
from tests.api.conftest import CLERK, HALL, LIN, SPRING, ZHOU

ME = LOCAL_ORGANIZER
TODAY = date(2027, 3, 18)
RIVER = Viewer(account="zhao", role=Role.EMPLOYER, organisation="e_river")


def status(app: Application, posting: str, name: str) -> AccommodationStatus | None:
    with app.database.read(ME) as stores:
        found = stores.postings.get(ME, posting)
    assert found is not None
    return found.workplace.statuses.get(name)


def promised(app: Application, key: str = "k1", **fields: str) -> int:
    values = {"posting": CLERK, "accommodation": "ramp", "promised_on": TODAY, "event": SPRING} | fields
    return record_promise(app, ME, Promise.model_validate(values), key).id


def test_a_promise_to_whoever_comes_is_committed_at_the_posting(app: Application) -> None:
    number = promised(app)
    assert promised(app) == number
    assert status(app, CLERK, "ramp") is AccommodationStatus.COMMITTED
    to_zhou = promised(app, "k2", accommodation="accessible_toilet", candidate=ZHOU)
    assert status(app, CLERK, "accessible_toilet") is None
    assert [(one.id, one.candidate) for one in list_promises(app, ME).items] == [(number, None), (to_zhou, ZHOU)]
    assert [(one.id, one.candidate) for one in list_promises(app, RIVER).items] == [(number, None), (to_zhou, None)]


def test_what_is_in_place_stays_in_place(app: Application) -> None:
    promised(app, accommodation="screen_reader")
    assert status(app, CLERK, "screen_reader") is AccommodationStatus.IN_PLACE


def test_checks_are_contested_by_the_employer_and_settled_by_staff(app: Application) -> None:
    number = promised(app)
    made = check_promise(app, ME, number, False)
    assert check_promise(app, ME, number, False) == made
    (check,) = made.checks
    with pytest.raises(Conflict, match="That day has another answer already"):
        check_promise(app, ME, number, True)
    with pytest.raises(Conflict, match="only a contested one is settled"):
        settle_check(app, ME, check.id, True)
    contest_check(app, RIVER, check.id)
    with pytest.raises(Conflict):
        contest_check(app, RIVER, check.id)
    with pytest.raises(NotAllowed):
        settle_check(app, RIVER, check.id, False)
    settle_check(app, ME, check.id, False)
    assert [one.state for one in list_promises(app, ME).items[0].checks] == ["withdrawn"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"posting": "p_none"}, "There is no such posting: p_none"),
        ({"accommodation": "飞毯"}, "There is no such arrangement: 飞毯. Its name may be in either language"),
        ({"candidate": "c_none"}, "There is no such candidate: c_none"),
        ({"event": "ev_none"}, "There is no such event: ev_none"),
        ({"promised_on": date(2027, 3, 19)}, "The day 2027-03-19 lies ahead"),
    ],
)
def test_a_promise_that_cannot_be_is_refused(app: Application, fields: dict[str, object], words: str) -> None:
    values = {"posting": CLERK, "accommodation": "ramp", "promised_on": TODAY} | fields
    with pytest.raises(BadInput, match=words):
        record_promise(app, ME, Promise.model_validate(values), "k1")
    with pytest.raises(NotFound):
        check_promise(app, ME, 99, True)


def test_n30_a_promise_taken_back_changes_verdicts_and_says_whom_to_tell(app: Application) -> None:
    """Lin reads by screen reader alone. The clerk's job keeps its promise of one until it is taken back."""
    with app.database.begin(ME) as stores:
        posting = stores.postings.get(ME, CLERK)
        lin = next(iter(stores.candidates.iterate(ME, [LIN], with_person=True)))
        assert posting is not None
        workplace = posting.workplace.model_copy(update={"statuses": {}})
        stores.postings.revise(ME, [posting.model_copy(update={"workplace": workplace})])
        stores.candidates.upsert_many(ME, [(lin.model_copy(update={"aids": ()}), None)])
    assert why(app, ME, SPRING, LIN, CLERK).verdict == "blocked"
    number = promised(app, accommodation="screen_reader")
    assert why(app, ME, SPRING, LIN, CLERK).verdict == "eligible_with"
    made = refuse_promise(app, ME, number, note="没有批下来")
    assert [(one.candidate, one.before, one.after) for one in made.to_tell] == [(LIN, "eligible_with", "blocked")]
    assert made.looked_at >= 2
    assert SPRING in made.to_tell[0].events
    assert status(app, CLERK, "screen_reader") is AccommodationStatus.REFUSED
    assert why(app, ME, SPRING, LIN, CLERK).verdict == "blocked"
    assert [(one.on, one.kept) for one in made.promise.checks] == [(TODAY, False)]
    again = refuse_promise(app, ME, number)
    assert again == made
    assert promised(app, accommodation="screen_reader") == number
    assert status(app, CLERK, "screen_reader") is AccommodationStatus.REFUSED


def test_a_refusal_concerns_whoever_was_promised_it(app: Application) -> None:
    number = promised(app, posting=HALL, accommodation="ramp", candidate=ZHOU)
    made = refuse_promise(app, ME, number)
    assert made.to_tell == ()
    assert made.looked_at >= 1
    with pytest.raises(NotAllowed):
        refuse_promise(app, RIVER, number)
