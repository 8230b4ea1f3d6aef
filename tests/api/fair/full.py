"""A fair with everything in it, for pages that show a lot: allocated, out, running since nine, with letters, outcomes, promises."""

from datetime import date, timedelta
from pathlib import Path

from api.actions.allocating import allocate_event
from api.actions.fair_day import tell
from api.actions.interview_outcomes import record_interview_outcome
from api.actions.interviews import sheet_view
from api.actions.matching import match_event
from api.actions.outbox import list_messages, record_reply, write_messages
from api.actions.promises import check_promise, contest_check, record_promise
from api.schemas.allocation import AllocationInput, MeetingInput, PriorityInput
from api.schemas.interviews import DayInput
from api.wiring import Application
from data.stores import Consent, Explained, Promise, Scope
from matching.records import LOCAL_ORGANIZER as ME
from tests.api.conftest import CLERK, CRAFT, HE, LIN, SONG, SPRING, ZHOU
from tests.api.fair.conftest import NINE, Clock, move, open_town, plan_fair

EVERYBODY = [LIN, ZHOU, HE, SONG, *(f"c_more_{number}" for number in range(4))]


def agree(app: Application, event: str = SPRING) -> None:
    """Everybody agreed to be listed to both employers."""
    with app.database.begin(ME) as stores:
        for candidate in EVERYBODY:
            stores.consents.save(
                ME,
                Consent(
                    candidate=candidate,
                    scope=Scope.LISTING,
                    event=event,
                    employers=frozenset({"e_river", "e_hall"}),
                    wording="v1",
                    explained=Explained.SIGNED,
                    given_on=date(2027, 3, 1),
                ),
            )


def allocated(app: Application) -> Application:
    """Planned, matched, confirmed, and allocated with a priority and a pin."""
    plan_fair(app)
    agree(app)
    move(app, "collecting")
    match_event(app, ME, SPRING)
    move(app, "pre_matched", "confirmed")
    asked = AllocationInput(
        priorities=(PriorityInput(reason="零就业家庭先谈", amount=0.05, candidates=(HE,)),),
        pins=(MeetingInput(candidate=LIN, posting=CLERK, reason="双方都提出过"),),
    )
    allocate_event(app, ME, SPRING, asked, "allocation")
    return app


def full_fair(built: Path, home: Path) -> tuple[Application, Clock]:
    """At twenty past nine; the clock can be turned on."""
    clock = Clock()
    app = allocated(open_town(built, home, clock))
    move(app, "published")
    write_messages(app, ME, SPRING, "invitation", "candidate", ["letter", "sms"])
    first = list_messages(app, ME, SPRING).items[0]
    record_reply(app, ME, first.id, "yes")
    clock.now = NINE + timedelta(minutes=20)
    move(app, "running")
    for key, values in {
        "in": {"act": "check_in", "candidate": LIN},
        "late": {"act": "late", "candidate": ZHOU, "slots": 2, "note": "公交车坏了"},
        "walk": {"act": "walk_in", "candidate": SONG, "postings": [CRAFT]},
    }.items():
        if values["act"] != "walk_in" or SONG not in {one.candidate for one in sheet_view(app, ME, SPRING).items}:
            tell(app, ME, SPRING, DayInput.model_validate(values), key)
    number = next(one.id for one in sheet_view(app, ME, SPRING, candidate=LIN).items if one.posting == CLERK)
    record_interview_outcome(app, ME, number, "hired", "", NINE.date())
    promise = record_promise(app, ME, Promise(posting=CLERK, accommodation="ramp", event=SPRING, promised_on=NINE.date()), "p1")
    checked = check_promise(app, ME, promise.id, False)
    contest_check(app, ME, checked.checks[0].id)
    return app, clock
