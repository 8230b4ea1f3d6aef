"""An event from draft to evaluated: what each state allows, who confirms, and that two organizers do not overwrite each other."""

from datetime import UTC, date, datetime, timedelta

import pytest

from api.actions.errors import BadInput, Conflict, NotFound
from api.actions.events import add_event
from api.actions.fairs import fair_history, fair_view, move_event, plan_event
from api.actions.follow_ups import record_follow_up
from api.actions.interviews import save_timetable, sheet_view
from api.actions.invited import invite_employers, invited_employers, vet_employer
from api.actions.matching import match_event
from api.schemas.fairs import EventPlan
from api.wiring import Application
from data.stores import NotAllowed
from matching.records import LOCAL_ORGANIZER, Admission, Booth, Outcome, Role, Step, Viewer
from tests.api.conftest import AUTUMN, CLERK, LIN, PLANNED, SPRING
from tests.api.fair.conftest import EVE, NINE, PLAN, Clock, move, publication

ME = LOCAL_ORGANIZER
ZHANG = Viewer(account="zhang", role=Role.ORGANIZER)


def test_a_simple_event_goes_on_as_before(app: Application) -> None:
    added = add_event(app, ME, "small", "小专场", "专场招聘会", "2027-04-01")
    assert (added.id, added.candidates) == ("small", 8)
    view = fair_view(app, ME, "small")
    assert (view.state, view.version, view.on) == ("draft", 0, date(2027, 4, 1))
    assert [act.act for act in view.acts] == ["plan", "invite_employers", "hours", "order", "match"]


def test_a_plan_grows_and_its_faults_are_named(app: Application) -> None:
    before = fair_view(app, ME, SPRING)
    assert [fault.code for fault in before.faults] == ["no_hours", "no_booth", "no_venue"]
    after = plan_event(app, ME, SPRING, PLAN, "k1")
    assert (after.version, [fault.code for fault in after.faults], after.name) == (1, [], "春季专场")
    assert after.venue == PLAN.venue
    assert PLAN.hall is not None
    empty = PLAN.hall.model_copy(update={"booths": (Booth(number="A1", employer="e_river", interviewers=0),)})
    worse = plan_event(app, ME, SPRING, EventPlan(hall=empty), "k2", version=1)
    assert [fault.code for fault in worse.faults] == ["capacity_0", "no_place"]
    assert worse.venue == PLAN.venue
    assert plan_event(app, ME, SPRING, PLAN, "k1").version == 2


def test_with_booth_stays_when_the_hall_is_another_one(planned: Application) -> None:
    assert PLAN.hall is not None
    every = plan_event(planned, ME, SPRING, EventPlan(postings="with_booth"), "k1").chosen_postings
    one = PLAN.hall.model_copy(update={"booths": PLAN.hall.booths[1:]})
    view = plan_event(planned, ME, SPRING, EventPlan(hall=one), "k2")
    assert (view.chosen_postings, [fault.code for fault in view.faults]) == (1, [])
    assert plan_event(planned, ME, SPRING, EventPlan(hall=PLAN.hall), "k3").chosen_postings == every
    empty = plan_event(planned, ME, SPRING, EventPlan(hall=PLAN.hall.model_copy(update={"booths": ()})), "k4")
    assert empty.chosen_postings == every
    assert plan_event(planned, ME, SPRING, EventPlan(postings="all"), "k5").chosen_postings == 0


def test_a_day_that_is_over_is_refused(app: Application) -> None:
    with pytest.raises(BadInput, match="The day 2027-03-17 is over"):
        plan_event(app, ME, SPRING, EventPlan(on=date(2027, 3, 17)), "k1")


def test_a_draft_is_replaced_and_keeps_its_hall(planned: Application) -> None:
    with pytest.raises(Conflict, match="There is a draft spring-2027 already"):
        add_event(planned, ME, SPRING, "另一场", "专场招聘会")
    before = fair_view(planned, ME, SPRING)
    add_event(planned, ME, SPRING, "春季大专场", "金秋招聘月", "2027-05-01", replace=True)
    after = fair_view(planned, ME, SPRING)
    assert (after.name, after.kind, after.on, after.version) == ("春季大专场", "金秋招聘月", date(2027, 5, 1), before.version + 1)
    assert (after.hall, after.venue) == (before.hall, before.venue)
    assert [one.act for one in fair_history(planned, ME, SPRING).items] == ["plan", "plan"]


def test_an_event_past_its_draft_is_not_replaced(published: Application) -> None:
    before = fair_view(published, ME, SPRING)
    with pytest.raises(Conflict, match="which is published: it cannot be replaced") as refused:
        add_event(published, ME, SPRING, "另一场", "专场招聘会", "2027-05-01", replace=True)
    assert "现在是“已发布”，不能覆盖" in refused.value.detail.zh
    assert fair_view(published, ME, SPRING) == before


def test_a_timetable_older_than_the_plan_is_not_published(published: Application, clock: Clock) -> None:
    clock.now = EVE + timedelta(hours=1)
    for state in ("confirmed", "pre_matched"):
        move_event(published, ME, SPRING, state, f"back-{state}", named="王芳")
    assert PLAN.hall is not None
    closed = PLAN.hall.model_copy(update={"hours": None})
    plan_event(published, ME, SPRING, EventPlan(hall=closed), "k-closed")
    assert {one.at for one in sheet_view(published, ME, SPRING).items} == {None}
    plan_event(published, ME, SPRING, PLAN, "k-open")
    move_event(published, ME, SPRING, "confirmed", "again", named="王芳")
    with pytest.raises(BadInput, match="the plan changed after the timetable was made"):
        move_event(published, ME, SPRING, "published", "again-out")
    save_timetable(published, ME, SPRING, publication(published), "t2")
    assert move_event(published, ME, SPRING, "published", "again-out").state == "published"


def test_the_day_of_the_fair_begins_at_midnight_in_china(published: Application, clock: Clock) -> None:
    clock.now = datetime(2027, 3, 19, 15, 59, tzinfo=UTC)
    assert published.today == date(2027, 3, 19)
    with pytest.raises(BadInput, match="has not come"):
        move_event(published, ME, SPRING, "running", "early")
    clock.now = datetime(2027, 3, 19, 23, 30, tzinfo=UTC)
    assert published.today == date(2027, 3, 20)
    assert move_event(published, ME, SPRING, "running", "at half past seven").state == "running"


def test_admission_chooses_the_people(app: Application) -> None:
    with pytest.raises(BadInput, match="Nobody meets these conditions"):
        plan_event(app, ME, SPRING, EventPlan(admits=Admission(graduates=True)), "k1")
    with app.database.begin(ME) as stores:
        people = list(stores.candidates.iterate(ME, ["c_lin", "c_zhou"], with_person=True))
        moved = [one.model_copy(update={"home": one.home.model_copy(update={"district": "420111"})}) for one in people]
        stores.candidates.upsert_many(ME, [(one, None) for one in moved])
    chosen = plan_event(app, ME, SPRING, EventPlan(admits=Admission(districts=frozenset({"420111"}))), "k2")
    assert chosen.candidates == 2
    assert plan_event(app, ME, SPRING, EventPlan(admits=Admission()), "k3").candidates == 8


def test_the_way_from_draft_to_evaluated(planned: Application, clock: Clock) -> None:
    def go(state: str, named: str = "") -> str:
        return move_event(planned, ME, SPRING, state, f"k-{state}", named=named).state

    assert go("collecting") == "collecting"
    assert go("pre_matched") == "pre_matched"
    with pytest.raises(BadInput, match="a named person confirms the lists"):
        go("confirmed")
    assert go("confirmed", "王芳") == "confirmed"
    with pytest.raises(BadInput, match="there is no timetable yet"):
        go("published")
    save_timetable(planned, ME, SPRING, publication(planned), "t1")
    assert go("published") == "published"
    with pytest.raises(BadInput, match="its day \\(2027-03-20\\) has not come"):
        go("running")
    clock.now = NINE
    assert go("running") == "running"
    assert go("closed") == "closed"
    with pytest.raises(BadInput, match="not due before 2027-06-12"):
        go("evaluated")
    clock.now = datetime(2027, 6, 12, 1, 0, tzinfo=UTC)
    assert go("evaluated") == "evaluated"
    view = fair_view(planned, ME, SPRING)
    assert (view.confirmed_by, view.moves) == ("王芳", ())
    assert [one.state for one in fair_history(planned, ME, SPRING).items] == [
        "draft",
        "collecting",
        "pre_matched",
        "confirmed",
        "published",
        "running",
        "closed",
        "evaluated",
    ]


def test_an_event_is_evaluated_once_its_hires_were_asked(running: Application, clock: Clock) -> None:
    told = [
        Outcome(candidate=LIN, posting=CLERK, event=SPRING, step=step, on=NINE.date()) for step in (Step.INTERVIEWED, Step.HIRED)
    ]
    with running.database.begin(ME) as stores:
        stores.outcomes.save_many(ME, told)
    move(running, "closed")
    clock.now = datetime(2027, 6, 25, 1, 0, tzinfo=UTC)
    with pytest.raises(BadInput, match="1 follow-ups at three months have no answer"):
        move_event(running, ME, SPRING, "evaluated", "k1")
    record_follow_up(running, ME, LIN, CLERK, SPRING, 3, True)
    assert move_event(running, ME, SPRING, "evaluated", "k1").state == "evaluated"


def test_of_two_organizers_the_second_is_told(planned: Application) -> None:
    move(planned, "collecting", "pre_matched")
    seen = fair_view(planned, ME, SPRING).version
    move_event(planned, ME, SPRING, "confirmed", "k1", seen, "王芳")
    with pytest.raises(Conflict) as refused:
        move_event(planned, ZHANG, SPRING, "confirmed", "k2", seen, "张强")
    assert refused.value.detail.zh == "刚才已经有人（王芳）改动了这个活动：现在是第 4 版，“已确认”。请重新打开看过再改。"
    said = r"^The event is confirmed already: 王芳 saw to it at .+, and it need not be done again\.$"
    with pytest.raises(Conflict, match=said):
        move_event(planned, ZHANG, SPRING, "confirmed", "k2", None, "张强")
    assert fair_view(planned, ME, SPRING).confirmed_by == "王芳"


def test_a_key_moves_an_event_once(planned: Application) -> None:
    first = move_event(planned, ME, SPRING, "collecting", "k1")
    assert move_event(planned, ME, SPRING, "collecting", "k1") == first
    with pytest.raises(BadInput, match="This idempotency key"):
        move_event(planned, ME, SPRING, "draft", "k1")
    with pytest.raises(BadInput, match="This idempotency key"):
        move_event(planned, ME, AUTUMN, "collecting", "k1")


def test_a_confirmation_that_was_taken_back_is_none(planned: Application) -> None:
    move(planned, "collecting", "pre_matched", "confirmed")
    move_event(planned, ME, SPRING, "pre_matched", "back")
    view = fair_view(planned, ME, SPRING)
    assert (view.state, view.confirmed_by, view.confirmed_at) == ("pre_matched", None, None)


@pytest.mark.parametrize(
    ("event", "to", "words"),
    [
        (SPRING, "confirmed", "The event is draft and cannot become confirmed from here; next it can be collecting."),
        (SPRING, "nowhere", "There is no state nowhere"),
        (PLANNED, "collecting", "It cannot become collecting yet: the event has no day"),
    ],
)
def test_a_move_that_cannot_be_says_why(app: Application, event: str, to: str, words: str) -> None:
    with pytest.raises((BadInput, Conflict), match=words.replace("(", "\\(")):
        move_event(app, ME, event, to, "k1", named="王芳")
    with pytest.raises(NotFound):
        move_event(app, ME, "none", "collecting", "k2")


def test_the_plan_is_closed_once_confirmed(planned: Application) -> None:
    move(planned, "collecting", "pre_matched", "confirmed")
    with pytest.raises(Conflict, match="only while it is draft or collecting or pre-matched"):
        plan_event(planned, ME, SPRING, PLAN, "later")
    with pytest.raises(Conflict, match="The event is confirmed; one cannot invite and vet employers now"):
        invite_employers(planned, ME, SPRING, ["e_river"])


def test_employers_are_vetted_before_the_confirmation(app: Application) -> None:
    plan_event(app, ME, SPRING, PLAN, "plan")
    move(app, "collecting", "pre_matched")
    with pytest.raises(BadInput, match="2 employers with a booth are not approved yet: 滨江展厅, 江城文印社"):
        move_event(app, ME, SPRING, "confirmed", "k1", named="王芳")
    invite_employers(app, ME, SPRING, ["e_river", "e_hall"])
    with pytest.raises(BadInput, match="Employer 江城文印社 has no social credit code"):
        vet_employer(app, ME, SPRING, "e_river", True)
    with app.database.begin(ME) as stores:
        river = stores.employers.get(ME, "e_river")
        assert river is not None
        stores.employers.upsert_many(ME, [river.model_copy(update={"code": "91420106MA4KX1X2XP"})])
    vet_employer(app, ME, SPRING, "e_river", True)
    vet_employer(app, ME, SPRING, "e_hall", False, "没有报名")
    found = {one.employer: (one.state, one.code_checked, one.booths) for one in invited_employers(app, ME, SPRING).items}
    assert found == {"e_river": ("approved", True, ("A1",)), "e_hall": ("refused", False, ("A2",))}
    with pytest.raises(NotFound):
        vet_employer(app, ME, SPRING, "e_none", True)
    with pytest.raises(BadInput, match="no employer is called e_none"):
        invite_employers(app, ME, SPRING, ["e_none"])


def test_only_organizers_of_the_event_move_it(planned: Application) -> None:
    counselor = Viewer(account="he", role=Role.COUNSELOR)
    elsewhere = Viewer(account="li", role=Role.ORGANIZER, district="420102")
    for viewer in (counselor, elsewhere):
        with pytest.raises(NotAllowed):
            move_event(planned, viewer, SPRING, "collecting", "k1")
    with pytest.raises(NotFound):
        fair_view(planned, Viewer(account="x", role=Role.EMPLOYER, organisation="e_river"), SPRING)


def test_confirmed_lists_are_not_matched_over(planned: Application) -> None:
    move(planned, "collecting", "pre_matched")
    match_event(planned, ME, SPRING)
    move(planned, "confirmed")
    with pytest.raises(Conflict, match="The event is confirmed; one cannot pre-match now"):
        match_event(planned, ME, SPRING)
