"""From a confirmed list to a saved timetable: consent, coverage, opting out, needs, one key, and what is refused."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.actions.allocating import allocate_event
from api.actions.errors import BadInput, Conflict, NotAllowed
from api.actions.fairs import move_event
from api.actions.interviews import sheet_view, timetable_view
from api.actions.matching import match_event
from api.actions.meetings import read_meetings
from api.actions.orders import add_orders, list_orders
from api.actions.papers import Order, one_paper
from api.cli.allocation import allocation_lines
from api.paper.blocks import Style
from api.schemas.allocation import METHODS, AllocationInput, MeetingInput, OrdersInput, PriorityInput
from api.wiring import Application
from data.stores import Scope
from matching.fair.day import day_sheet
from matching.records import (
    LOCAL_ORGANIZER,
    Admission,
    Answer,
    Audience,
    Channel,
    Message,
    MessageKind,
    Role,
    SupportKind,
    Viewer,
)
from matching.timetable import check_timetable
from tests.api.conftest import CLERK, CRAFT, FROM_OWN_PAGE, HALL, HE, HERE, LIN, LOOPBACK, SONG, SPRING, ZHOU
from tests.api.fair.conftest import move
from tests.api.fair.test_fair_cli import refused, run
from tests.api.fair.test_fair_routes import send
from tests.api.papers import paper_told
from tests.api.web import Web

ME = LOCAL_ORGANIZER
MORE = [f"c_more_{number}" for number in range(4)]
EVERYBODY = [LIN, ZHOU, HE, SONG, *MORE]
PLAIN = AllocationInput()
Agree = Callable[..., int]


def change(app: Application, candidate: str, **values: object) -> None:
    with app.database.begin(ME) as stores:
        (person,) = stores.candidates.iterate(ME, [candidate], with_person=True)
        stores.candidates.upsert_many(ME, [(person.model_copy(update=values), None)])


def confirm(app: Application) -> Application:
    move(app, "collecting")
    match_event(app, ME, SPRING)
    move(app, "pre_matched", "confirmed")
    return app


def chances(app: Application) -> dict[tuple[str, str], float]:
    with app.database.read(ME) as stores:
        event = stores.events.get(ME, SPRING)
        assert event is not None
        return {(one.candidate, one.posting): one.value for one in read_meetings(app, stores, ME, event).meetings}


@pytest.fixture
def agreed(planned: Application, agree: Agree) -> Application:
    """Everybody agreed to be listed to both employers; not confirmed yet."""
    for candidate in EVERYBODY:
        agree(candidate, Scope.LISTING, "e_river", "e_hall")
    return planned


def test_everybody_who_can_be_served_has_a_time_and_no_rule_is_broken(agreed: Application) -> None:
    confirm(agreed)
    view = allocate_event(agreed, ME, SPRING, PLAIN, "k1")
    report = view.report
    meetings = chances(agreed)
    assert report.people == len({candidate for candidate, _ in meetings}) > 4
    assert report.met == report.servable == report.people
    assert report.shortages == ()
    assert (report.gap < 0.01, report.covered, report.standings[0].faults) == (True, True, 0)
    with agreed.database.read(ME) as stores:
        event = stores.events.get(ME, SPRING)
        assert event is not None
        visitors, interviews = stores.timetables.sheet(ME, SPRING)
        waiting = stores.waiting_lists.list(ME, SPRING)
    sheet = day_sheet(event.hall, visitors, interviews)
    assert check_timetable(sheet.problem, sheet.timetable) == ()
    held = {(one.candidate, one.posting) for one in interviews.values()}
    assert len(held) == len(interviews) == report.interviews
    assert held | {(one.candidate, one.posting) for one in waiting} == set(meetings)
    assert report.value == pytest.approx(sum(meetings[pair] for pair in held))
    assert [one.method for one in report.ways] == ["allocation", "greedy", "deferred"]
    assert report.value == report.ways[0].value
    assert timetable_view(agreed, ME, SPRING).unseen == 0


def test_coverage_comes_before_value(agreed: Application) -> None:
    with agreed.database.begin(ME) as stores:
        event = stores.events.get(ME, SPRING)
        assert event is not None
        short = event.hall.hours.model_copy(update={"ends": event.hall.hours.starts.replace(hour=10)}) if event.hall.hours else None
        hall = event.hall.model_copy(update={"hours": short, "breaks": ()})
        stores.events.upsert_many(ME, [event.model_copy(update={"hall": hall})])
    confirm(agreed)
    first = allocate_event(agreed, ME, SPRING, PLAIN, "k1").report
    free = allocate_event(agreed, ME, SPRING, AllocationInput(guaranteed=0), "k2").report
    assert first.met == first.servable >= free.met
    assert free.value >= first.value - 1e-9
    assert first.chosen_people == first.standings[0].first >= max(one.first for one in first.standings)


def test_nobody_is_sent_to_an_employer_without_consent(planned: Application, agree: Agree) -> None:
    agree(LIN, Scope.LISTING, "e_river")
    agree(MORE[0], Scope.LISTING, "e_hall")
    agree(MORE[1], Scope.LISTING, "e_river")
    change(planned, MORE[2], profiling=False)
    confirm(planned)
    view = allocate_event(planned, ME, SPRING, PLAIN, "k1")
    employers = {CLERK: "e_river", CRAFT: "e_river", HALL: "e_hall"}
    items = sheet_view(planned, ME, SPRING).items
    met = {(one.candidate, employers[one.posting]) for one in items}
    assert met <= {(LIN, "e_river"), (MORE[0], "e_hall"), (MORE[1], "e_river")}
    assert {LIN, MORE[1]} <= {one.candidate for one in items}
    causes = {one.cause: one.people for one in view.report.not_invited}
    assert causes["consent"] >= 3


def test_without_any_consent_there_is_nothing_to_allocate(planned: Application) -> None:
    confirm(planned)
    with pytest.raises(BadInput, match=r"There is no interview to allocate: .*they have not agreed to be listed"):
        allocate_event(planned, ME, SPRING, PLAIN, "k1")


def test_who_opted_out_of_profiling_counts_as_the_mean_of_each_posting(agreed: Application) -> None:
    change(agreed, MORE[0], profiling=False)
    confirm(agreed)
    found = chances(agreed)
    mine = {posting for candidate, posting in found if candidate == MORE[0]}
    assert CLERK in mine
    for posting in mine:
        others = [value for (candidate, at), value in found.items() if at == posting and candidate != MORE[0]]
        assert min(others) - 1e-9 <= found[MORE[0], posting] <= max(others) + 1e-9
    report = allocate_event(agreed, ME, SPRING, PLAIN, "k1").report
    assert (report.without_profile, report.met) == (1, report.people)
    assert MORE[0] in {one.candidate for one in sheet_view(agreed, ME, SPRING).items}


def test_who_signs_has_the_interpreter_and_twice_the_time(agreed: Application) -> None:
    change(agreed, MORE[3], access_skills=frozenset({"csl"}))
    confirm(agreed)
    allocate_event(agreed, ME, SPRING, PLAIN, "k1")
    items = sheet_view(agreed, ME, SPRING, candidate=MORE[3]).items
    assert items
    assert {(one.minutes, tuple(text.en for text in one.supports)) for one in items} == {(30, ("sign-language interpreter",))}


def test_a_support_that_nobody_brings_leaves_people_out_and_says_so(agreed: Application) -> None:
    change(agreed, MORE[3], access_skills=frozenset({"csl"}))
    with agreed.database.begin(ME) as stores:
        event = stores.events.get(ME, SPRING)
        assert event is not None
        a1, a2 = event.hall.booths
        hall = event.hall.model_copy(update={"supports": ()})
        stores.events.upsert_many(ME, [event.model_copy(update={"hall": hall})])
    confirm(agreed)
    report = allocate_event(agreed, ME, SPRING, PLAIN, "k1").report
    assert ("support", "the hall does not lend the support they need: bring it") in {
        (one.cause, one.text.en) for one in report.not_invited
    }
    assert sheet_view(agreed, ME, SPRING, candidate=MORE[3]).items == ()
    own = a1.model_copy(update={"brings": frozenset({SupportKind.SIGN_INTERPRETER})})
    with agreed.database.begin(ME) as stores:
        bringing = hall.model_copy(update={"booths": (own, a2)})
        stores.events.upsert_many(ME, [event.model_copy(update={"hall": bringing})])
    allocate_event(agreed, ME, SPRING, PLAIN, "k2")
    assert {one.booth for one in sheet_view(agreed, ME, SPRING, candidate=MORE[3]).items} == {"A1"}


def test_who_answered_no_is_not_asked_again(agreed: Application) -> None:
    confirm(agreed)
    message = Message(
        event=SPRING,
        kind=MessageKind.INVITATION,
        audience=Audience.CANDIDATE,
        to=LIN,
        channel=Channel.SMS,
        wording="v1",
        postings=(CLERK,),
        zh="来吗？",
        en="Will you come?",
    )
    with agreed.database.begin(ME) as stores:
        (number,) = stores.outbox.save_many(ME, [message])
        stores.outbox.reply(ME, number, CLERK, Answer.NO, date(2027, 3, 18))
    assert (LIN, CLERK) not in chances(agreed)
    assert (MORE[0], CLERK) in chances(agreed)


def test_the_organizers_decisions_are_kept_and_shown(agreed: Application) -> None:
    confirm(agreed)
    asked = AllocationInput(
        priorities=(PriorityInput(reason="先来的先谈", amount=0.5, candidates=(MORE[1],)),),
        pins=(MeetingInput(candidate=LIN, posting=CLERK, reason="单位点名"),),
        exclusions=(MeetingInput(candidate=MORE[0], posting=CLERK, reason="亲属"),),
        most=1,
    )
    report = allocate_event(agreed, ME, SPRING, asked, "k1").report
    pairs = [(one.candidate, one.posting) for one in sheet_view(agreed, ME, SPRING).items]
    assert (LIN, CLERK) in pairs
    assert (MORE[0], CLERK) not in pairs
    assert len({candidate for candidate, _ in pairs}) == len(pairs)
    assert [(one.kind, one.people, one.amount, one.reason) for one in report.orders] == [
        ("priority", 1, 0.5, "先来的先谈"),
        ("pin", 1, None, "单位点名"),
        ("exclusion", 1, None, "亲属"),
    ]
    assert report.priority == pytest.approx(0.5)
    wrong = AllocationInput(pins=(MeetingInput(candidate=SONG, posting=HALL, reason="?"),))
    with pytest.raises(BadInput, match="c_song and p_hall, pinned or excluded, are no pair that may meet"):
        allocate_event(agreed, ME, SPRING, wrong, "k2")
    again = allocate_event(agreed, ME, SPRING, AllocationInput(most=1), "k3").report
    assert again.orders == report.orders
    kept = list_orders(agreed, ME, SPRING).items
    assert [(one.id, one.kind, one.reason, one.by, one.title) for one in kept] == [
        (1, "priority", "先来的先谈", ME.account, None),
        (2, "pin", "单位点名", ME.account, "文字录入员"),
        (3, "exclusion", "亲属", ME.account, "文字录入员"),
    ]


def test_orders_hold_for_every_later_allocation_until_they_are_withdrawn(agreed: Application) -> None:
    pin = MeetingInput(candidate=LIN, posting=CLERK, reason="  单位点名 ")
    nobody = PriorityInput(reason="零就业优先", amount=0.1, who=Admission(zero_employment=True))
    add_orders(agreed, ME, SPRING, OrdersInput(pins=(pin,), priorities=(nobody,)))
    assert len(add_orders(agreed, ME, SPRING, OrdersInput(pins=(pin,))).items) == 2
    confirm(agreed)
    with TestClient(Web(agreed), base_url=HERE, client=LOOPBACK, follow_redirects=False) as web:
        page = web.get(f"/events/{SPRING}/allocation?lang=zh").text
        assert ("单位点名" in page, "零就业优先" in page, "撤回" in page) == (True, True, True)
        status, view = send(web, "POST", f"/events/{SPRING}/allocation", "k1", {})
        assert status == 200
        assert [(one["kind"], one["people"]) for one in view["report"]["orders"]] == [("priority", 0), ("pin", 1)]
        assert view["report"]["orders"][0]["note"]["zh"] == "没有符合的人可以安排面试，这条优先不起作用；请核对条件或名单"
        assert web.post(f"/events/{SPRING}/orders/2/withdraw", headers=FROM_OWN_PAGE).status_code == 303
        status, kept = send(web, "POST", f"/events/{SPRING}/orders/1/withdrawal", "k2")
        assert (status, [one["withdrawn_by"] for one in kept["items"]]) == (200, [ME.account, ME.account])
        assert send(web, "POST", f"/events/{SPRING}/orders/9/withdrawal", "k3")[0] == 404
        nameless = {"priorities": [{"reason": "都优先", "amount": 0.1}]}
        assert send(web, "POST", f"/events/{SPRING}/orders", "k4", nameless)[0] == 422
        blank = {"pins": [{"candidate": LIN, "posting": CLERK, "reason": "  "}]}
        status, problem = send(web, "POST", f"/events/{SPRING}/orders", "k5", blank)
        assert (status, problem["faults"][0]["field"]) == (422, "pins.0.reason")
        unknown = {"pins": [{"candidate": "c_none", "posting": CLERK, "reason": "?"}]}
        assert send(web, "POST", f"/events/{SPRING}/orders", "k6", unknown)[0] == 404
        assert web.get(f"/api/v1/events/{SPRING}/orders").json() == kept
    assert allocate_event(agreed, ME, SPRING, PLAIN, "k7").report.orders == ()
    with pytest.raises(NotAllowed):
        list_orders(agreed, Viewer(account="x", role=Role.COUNSELOR), SPRING)


def test_a_kept_pin_of_two_who_may_not_meet_any_more_names_its_number(agreed: Application) -> None:
    add_orders(agreed, ME, SPRING, OrdersInput(pins=(MeetingInput(candidate=LIN, posting=CLERK, reason="单位点名"),)))
    confirm(agreed)
    with agreed.database.begin(ME) as stores:
        for one in stores.consents.list(ME, LIN):
            stores.consents.withdraw(ME, one.id)
    with pytest.raises(BadInput, match="Order 1 of the event: c_lin and p_clerk are no pair that may meet now"):
        allocate_event(agreed, ME, SPRING, PLAIN, "k1")


def test_a_key_allocates_once(agreed: Application) -> None:
    confirm(agreed)
    first = allocate_event(agreed, ME, SPRING, PLAIN, "k1")
    assert first.version == 1
    change(agreed, LIN, profiling=False)
    assert allocate_event(agreed, ME, SPRING, PLAIN, "k1") == first
    assert allocate_event(agreed, ME, SPRING, PLAIN, "k2").version == 2
    assert LIN not in json.dumps(first.model_dump(mode="json"))


def test_before_the_confirmation_and_by_others_it_is_refused(agreed: Application) -> None:
    for state in ("collecting", "pre_matched"):
        move(agreed, state)
        with pytest.raises(Conflict, match=r"one cannot (allocate interviews|save the timetable) now"):
            allocate_event(agreed, ME, SPRING, PLAIN, "k1")
    for role in (Role.COUNSELOR, Role.AUDITOR, Role.EMPLOYER):
        with pytest.raises(NotAllowed):
            allocate_event(agreed, Viewer(account="x", role=role, organisation="e_river"), SPRING, PLAIN, "k1")


def test_what_the_hall_cannot_hold_is_named(agreed: Application) -> None:
    confirm(agreed)
    with pytest.raises(BadInput, match="13 interviews are guaranteed to everybody, and outside the breaks the day has 11 slots"):
        allocate_event(agreed, ME, SPRING, AllocationInput(guaranteed=13), "k1")
    with pytest.raises(BadInput, match="2 interviews are guaranteed to everybody, but one person has at most 1"):
        allocate_event(agreed, ME, SPRING, AllocationInput(guaranteed=2, most=1), "k0")
    with agreed.database.begin(ME) as stores:
        event = stores.events.get(ME, SPRING)
        assert event is not None
        none = tuple(booth.model_copy(update={"interviewers": 0}) for booth in event.hall.booths)
        stores.events.upsert_many(ME, [event.model_copy(update={"hall": event.hall.model_copy(update={"booths": none})})])
    with pytest.raises(BadInput, match="booth A1 has 0 interviewers"):
        allocate_event(agreed, ME, SPRING, PLAIN, "k2")
    with agreed.database.begin(ME) as stores:
        closed = event.hall.model_copy(update={"hours": None})
        stores.events.upsert_many(ME, [event.model_copy(update={"hall": closed})])
    with pytest.raises(BadInput, match="the hall has no opening hour"):
        allocate_event(agreed, ME, SPRING, PLAIN, "k3")


def test_lists_of_another_feature_table_are_matched_anew(agreed: Application) -> None:
    move(agreed, "collecting", "pre_matched", "confirmed")
    with pytest.raises(Conflict, match="match and confirm again"):
        allocate_event(agreed, ME, SPRING, PLAIN, "k1")


def test_over_http_it_leads_to_a_published_event(agreed: Application) -> None:
    confirm(agreed)
    with TestClient(Web(agreed), base_url=HERE, client=LOOPBACK) as web:
        status, view = send(web, "POST", f"/events/{SPRING}/allocation", "k1", {"seed": 5})
        assert (status, view["version"], view["report"]["seed"]) == (200, 1, 5)
        assert send(web, "POST", f"/events/{SPRING}/allocation", "k1", {"seed": 5}) == (200, view)
        status, problem = send(web, "POST", f"/events/{SPRING}/allocation", "k2", {"guaranteed": 99})
        assert (status, problem["title"]) == (422, "Something in the input is wrong")
    assert move_event(agreed, ME, SPRING, "published", "p").state == "published"


def test_the_command_says_the_headline_or_why_not(agreed: Application, tmp_path: Path) -> None:
    confirm(agreed)
    lines = list(allocation_lines(allocate_event(agreed, ME, SPRING, PLAIN, "k1")))
    report = allocate_event(agreed, ME, SPRING, PLAIN, "k1").report
    assert lines[0] == f"{SPRING} 第 1 版：面试 {report.interviews} 场；可服务的 {report.servable} 人中，{report.met} 人有面试"
    assert lines[1].startswith(f"排定后的价值 {report.value:.3f}（")
    assert [line.split("：")[0].strip() for line in lines[2:4]] == [METHODS["greedy"].zh, METHODS["deferred"].zh]
    move_event(agreed, ME, SPRING, "pre_matched", "back")
    agreed.database.close()
    orders = tmp_path / "要求.yaml"
    orders.write_text("priorities: [{reason: 应届, amount: -1}]", "utf-8")
    assert "priorities.0.amount" in refused(tmp_path, "allocate", SPRING, "--orders", str(orders))
    orders.write_text("seats: 3", "utf-8")
    assert "holds something other than priorities" in refused(tmp_path, "allocate", SPRING, "--orders", str(orders))
    orders.write_text("priorities: [{reason: 应届, amount: 0.1, who: {graduates: true}}]", "utf-8")
    assert "one cannot allocate interviews now" in refused(tmp_path, "allocate", SPRING, "--orders", str(orders))
    said = run(tmp_path, "event", "orders", SPRING, "--add", str(orders))
    assert said.startswith("1  priority +0.1  graduates: 应届  [local, ")
    assert run(tmp_path, "event", "orders", SPRING, "--withdraw", "1").endswith(" (withdrawn)\n")


def test_the_report_of_the_event_holds_the_figures_of_its_allocation(agreed: Application) -> None:
    confirm(agreed)
    reason = MeetingInput(candidate=LIN, posting=CLERK, reason="单位点名")
    report = allocate_event(agreed, ME, SPRING, AllocationInput(pins=(reason,)), "k1").report
    view = paper_told(agreed, ME, SPRING, Order("report"))
    tables = {table.title.en: table for table in view.tables}
    figures = {row[0]: row[1] for row in tables["Who meets whom: the allocation"].rows}
    assert figures["目标值（配对价值与优先之和）"] == f"{report.objective:.3f}"
    assert figures["最多能服务的人（最大流）"] == report.servable
    assert figures["排好时间后的价值"] == f"{report.value:.3f}"
    ways = tables["After the timetable, beside other ways"].rows
    assert [row[3] for row in ways] == [f"{one.value:.2f}" for one in report.ways]
    standings = tables["Before the timetable, all measured alike"].rows
    assert [row[4:] for row in standings] == [
        (f"{one.gini_interviews:.3f}", f"{one.congestion:.3f}", one.blocking, one.envious) for one in report.standings
    ]
    assert {"随机", "逐对取最好（贪心）", "双方轮流选择（延迟接受）", "只按各岗位名单的名次"} <= {row[0] for row in standings}
    assert [row[3] for row in tables["What the organizer decided"].rows] == ["单位点名"]
    text = one_paper(agreed, ME, SPRING, Order("report", Style("zh")), "csv").content.decode("utf-8-sig")
    assert ("谁和谁面试：分配结果" in text, f"{report.objective:.3f}" in text, "林一" in text) == (True, True, False)
