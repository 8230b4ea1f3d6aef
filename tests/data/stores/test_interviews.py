"""Timetables: saved whole with their run, in force until the next; what an employer sees of its own; the day; and an erasure."""

from datetime import UTC, date, datetime, time, timedelta

import orjson
import pytest
from sqlalchemy import text as sql

from data.privacy import export_person
from data.stores import Consent, Database, Explained, Moved, NewPlace, NotAllowed, Publication, Scope
from matching.knowledge.catalogue import Text
from matching.records import (
    Audience,
    Booth,
    Candidate,
    Channel,
    DayAct,
    DayEntry,
    Employer,
    Event,
    Hall,
    Interview,
    InterviewState,
    Message,
    MessageKind,
    OwnHours,
    Posting,
    Refusals,
    Role,
    Stage,
    SupportKind,
    TimeWindow,
    Viewer,
    Visitor,
    Waiting,
)
from matching.shortlist import Counts, Prematch, Versions

DAY = date(2026, 4, 1)
HALL = Hall(
    hours=TimeWindow(starts=time(9), ends=time(12)),
    booths=(Booth(number="A1", employer="e_mill"), Booth(number="A2", employer="e_shop")),
)
LIN = Visitor(candidate="c_lin", takes=2, rest=1, pace=1.5, needs=(SupportKind.SIGN_INTERPRETER,), windows=((0, 8),))
GAO = Visitor(candidate="c_gao")
FIRST = Interview(candidate="c_lin", posting="p_clerk", booth="A1", start=2, units={SupportKind.SIGN_INTERPRETER: 0}, value=0.4)
SECOND = Interview(candidate="c_gao", posting="p_clerk", booth="A1", start=0, pinned="单位要求")
THIRD = Interview(candidate="c_gao", posting="p_seller", booth="A2", start=5)
MILL = Viewer(account="zhao", role=Role.EMPLOYER, organisation="e_mill")
SHOP = Viewer(account="qian", role=Role.EMPLOYER, organisation="e_shop")
HONGSHAN = Viewer(account="he", role=Role.COUNSELOR, district="420111")


@pytest.fixture
def run(database: Database, organizer: Viewer, lin: Candidate, gao: Candidate, mill: Employer, clerk: Posting, fair: Event) -> str:
    """Two people, two employers, one event with a run."""
    versions = Versions(software="1", knowledge="k", encoder="e", ranker="r", candidates="c", postings="p", settings="s")
    made = Prematch(event="ev_fair", versions=versions, shortlists=(), left_out=(), counts=Counts())
    with database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(lin, None), (gao, None)])
        stores.employers.upsert_many(organizer, [mill, Employer(id="e_shop", name="江边书店")])
        stores.postings.upsert_many(organizer, [clerk, clerk.model_copy(update={"id": "p_seller", "employer": "e_shop"})])
        stores.events.upsert_many(organizer, [fair.model_copy(update={"hall": HALL}), fair.model_copy(update={"id": "ev_other"})])
        return stores.runs.save(organizer, made, datetime(2026, 3, 1, tzinfo=UTC))


def publication(run: str, *interviews: Interview) -> Publication:
    waiting = (Waiting(posting="p_seller", candidate="c_lin", position=1, cause="coach capacity"),)
    return Publication(run, (LIN, GAO), interviews or (FIRST, SECOND, THIRD), waiting, {"gap": 0.01, "seed": 7})


@pytest.fixture
def saved(database: Database, organizer: Viewer, run: str) -> Database:
    with database.begin(organizer) as stores:
        assert stores.timetables.publish(organizer, "ev_fair", publication(run), "k1") == 1
    return database


def agree(database: Database, viewer: Viewer, candidate: str, scope: Scope, *employers: str) -> int:
    given = Consent(
        candidate=candidate,
        scope=scope,
        event="ev_fair",
        employers=frozenset(employers),
        wording="v1",
        explained=Explained.SIGNED,
        given_on=date(2026, 3, 1),
    )
    with database.begin(viewer) as stores:
        return stores.consents.save(viewer, given)


def test_a_timetable_comes_back_as_it_was_saved(saved: Database, organizer: Viewer, run: str) -> None:
    with saved.read(organizer) as stores:
        current = stores.timetables.current(organizer, "ev_fair")
        assert current is not None
        assert (current.version, current.run, current.report, current.by) == (1, run, {"gap": 0.01, "seed": 7}, "wang")
        rows = stores.interviews.list(organizer, "ev_fair")
        assert [row.interview for row in rows] == [SECOND, FIRST, THIRD]
        assert stores.visitors.list(organizer, "ev_fair") == (GAO, LIN)
        people, whole = stores.timetables.sheet(organizer, "ev_fair")
        assert (people, sorted(whole)) == ((GAO, LIN), sorted(row.id for row in rows))
        assert stores.interviews.list(organizer, "ev_fair", booth="A2") == (rows[2],)
        assert stores.interviews.list(organizer, "ev_fair", candidate="c_lin") == (rows[1],)
        assert stores.interviews.list(organizer, "ev_fair", posting="p_clerk") == rows[:2]
        assert stores.interviews.get(organizer, rows[0].id) == rows[0]
        assert stores.waiting_lists.list(organizer, "ev_fair") == publication(run).waiting
        assert stores.waiting_lists.list(organizer, "ev_fair", "c_gao") == ()
        assert stores.timetables.current(organizer, "ev_other") is None


def test_the_newest_timetable_is_in_force(saved: Database, organizer: Viewer, run: str) -> None:
    later = SECOND.model_copy(update={"start": 7})
    with saved.begin(organizer) as stores:
        assert stores.timetables.publish(organizer, "ev_fair", publication(run), "k1") == 1
        codes = stores.visitors.codes(organizer, "ev_fair")
        assert stores.timetables.publish(organizer, "ev_fair", publication(run, later), "k2") == 2
        assert [row.interview for row in stores.interviews.list(organizer, "ev_fair")] == [later]
        assert [row.interview for row in stores.interviews.list(organizer, "ev_fair", version=1)] == [SECOND, FIRST, THIRD]
        assert stores.visitors.codes(organizer, "ev_fair") == codes
        made = [stores.timetables.made(organizer, key) for key in ("k1", "k2", "k3")]
        assert [None if one is None else one.version for one in made] == [1, 2, None]
        with pytest.raises(ValueError, match="this key was used for another timetable"):
            stores.timetables.publish(organizer, "ev_fair", publication(run, later), "k1")


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"run": "r_none"}, "run r_none is none of event ev_fair"),
        ({"visitors": (LIN, GAO, GAO)}, "stands among the visitors twice"),
        ({"visitors": (LIN,)}, "candidate c_gao has an interview and is no visitor"),
        ({"visitors": (LIN, GAO, Visitor(candidate="c_none"))}, "there is no candidate c_none"),
        ({"interviews": (FIRST.model_copy(update={"posting": "p_none"}),)}, "there is no posting p_none"),
    ],
)
def test_a_timetable_that_cannot_be_is_not_saved(
    database: Database, organizer: Viewer, run: str, changed: dict[str, object], problem: str
) -> None:
    plain = publication(run)
    wrong = Publication(**({name: getattr(plain, name) for name in plain.__dataclass_fields__} | changed))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=problem), database.begin(organizer) as stores:
        stores.timetables.publish(organizer, "ev_fair", wrong, "k1")
    with database.read(organizer) as stores:
        assert stores.timetables.current(organizer, "ev_fair") is None
        assert stores.interviews.list(organizer, "ev_fair") == ()


def test_a_run_of_another_event_is_refused(database: Database, organizer: Viewer, run: str) -> None:
    with database.begin(organizer) as stores, pytest.raises(ValueError, match="is none of event ev_other"):
        stores.timetables.publish(organizer, "ev_other", publication(run), "k1")


def test_a_code_leads_to_its_person_however_it_is_written(saved: Database, organizer: Viewer) -> None:
    with saved.read(organizer) as stores:
        codes = stores.visitors.codes(organizer, "ev_fair")
        assert sorted(codes) == ["c_gao", "c_lin"]
        for person, code in codes.items():
            assert (len(code), code[4]) == (9, "-")
            misread = code.replace("O", "0").replace("I", "1").replace("B", "8").lower().replace("-", " ")
            for written in (code, misread):
                assert stores.visitors.who_has_code(organizer, "ev_fair", written) == person
        assert stores.visitors.who_has_code(organizer, "ev_fair", "AAAA-AAAA") is None
        assert stores.visitors.who_has_code(organizer, "ev_other", codes["c_lin"]) is None
        assert stores.visitors.who_has_code(MILL, "ev_fair", codes["c_lin"]) is None


def test_staff_of_a_district_see_their_people(saved: Database) -> None:
    with saved.read(HONGSHAN) as stores:
        assert [row.interview.candidate for row in stores.interviews.list(HONGSHAN, "ev_fair")] == ["c_lin"]
        assert sorted(stores.visitors.codes(HONGSHAN, "ev_fair")) == ["c_lin"]
        with pytest.raises(NotAllowed):
            stores.timetables.sheet(HONGSHAN, "ev_fair")


def test_an_employer_sees_its_own_at_the_stage_of_each_person(saved: Database, organizer: Viewer) -> None:
    def seen(viewer: Viewer, today: date = DAY) -> list[tuple[str, int | None, Stage, str | None]]:
        with saved.read(viewer) as stores:
            rows = stores.booths.list(viewer, "ev_fair", today)
            assert stores.interviews.list(viewer, "ev_fair") == ()
            return [(row.posting, row.start, row.stage, row.name) for row in rows]

    assert seen(MILL) == []
    number = agree(saved, organizer, "c_lin", Scope.LISTING, "e_mill")
    agree(saved, organizer, "c_gao", Scope.LISTING, "e_shop")
    agree(saved, organizer, "c_gao", Scope.IDENTITY, "e_mill")
    assert seen(MILL) == [("p_clerk", 2, Stage.LISTING, None)]
    assert seen(SHOP) == [("p_seller", 5, Stage.LISTING, None)]
    assert seen(MILL, date(2026, 2, 28)) == []
    agree(saved, organizer, "c_lin", Scope.IDENTITY, "e_mill")
    assert seen(MILL) == [("p_clerk", 2, Stage.IDENTITY, "林小满")]
    with saved.begin(organizer) as stores:
        stores.consents.withdraw(organizer, number)
    assert seen(MILL) == []
    assert seen(Viewer(account="x", role=Role.EMPLOYER)) == []


def test_opening_a_name_at_the_booth_is_logged(saved: Database, organizer: Viewer, auditor: Viewer) -> None:
    agree(saved, organizer, "c_lin", Scope.LISTING, "e_mill")
    agree(saved, organizer, "c_lin", Scope.IDENTITY, "e_mill")
    with saved.read(MILL) as stores:
        stores.booths.list(MILL, "ev_fair", DAY)
    with saved.read(auditor) as stores:
        lines = [(one.account, one.object) for one in stores.log.list(auditor) if one.action == "read-name"]
    assert lines == [("zhao", "c_lin")]


def test_a_person_who_refuses_the_employer_is_not_there(saved: Database, organizer: Viewer, lin: Candidate) -> None:
    agree(saved, organizer, "c_lin", Scope.LISTING, "e_mill")
    with saved.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(lin.model_copy(update={"refusals": Refusals(employers={"e_mill"})}), None)])
    with saved.read(MILL) as stores:
        assert stores.booths.list(MILL, "ev_fair", DAY) == ()


def test_interviews_that_an_employer_does_not_see_are_counted(saved: Database, organizer: Viewer) -> None:
    with saved.read(organizer) as stores:
        assert stores.interviews.unseen(organizer, "ev_fair", DAY) == 3
    agree(saved, organizer, "c_gao", Scope.LISTING, "e_mill", "e_shop")
    with saved.read(organizer) as stores:
        assert stores.interviews.unseen(organizer, "ev_fair", DAY) == 1


def test_the_hall_is_for_those_who_have_interviews_there(saved: Database, organizer: Viewer) -> None:
    stranger = Viewer(account="x", role=Role.EMPLOYER, organisation="e_none")
    for viewer, expected in ((organizer, HALL), (MILL, HALL), (stranger, None)):
        with saved.read(viewer) as stores:
            assert stores.booths.hall(viewer, "ev_fair") == expected


def entry(act: DayAct, **fields: object) -> DayEntry:
    return DayEntry.model_validate({"act": act, "at": datetime(2026, 4, 1, 1, 10, tzinfo=UTC), **fields})


def test_an_entry_keeps_what_it_changed(saved: Database, organizer: Viewer) -> None:
    told = entry(DayAct.WALK_IN, candidate="c_gao", note="早上打过电话", postings=("p_clerk",))
    with saved.begin(organizer) as stores:
        first = stores.interviews.list(organizer, "ev_fair")[0]
        became = first.interview.model_copy(update={"state": InterviewState.CHECKED_IN, "start": 1})
        new = Interview(candidate="c_gao", posting="p_clerk", booth="A1", start=9, state=InterviewState.WALK_IN)
        why = Text(zh="新增", en="new")
        moves = [Moved(first.id, became, why), Moved(None, new, why)]
        made = stores.days.record(organizer, "ev_fair", told, 1, "k1", moves, [GAO.model_copy(update={"rest": 2})])
        assert (made.slot, made.version, made.by, made.entry) == (1, 1, "wang", told.model_copy(update={"note": ""}))
        assert [(one.was, one.became, one.why) for one in made.changes] == [(first.interview, became, why), (None, new, why)]
        assert [one.interview for one in stores.interviews.list(organizer, "ev_fair", candidate="c_gao")] == [became, THIRD, new]
        assert stores.visitors.list(organizer, "ev_fair")[0].rest == 2
        assert stores.days.made(organizer, "k1") == made
        assert stores.days.list(organizer, "ev_fair") == (made,)
        assert stores.days.latest(organizer, "ev_fair", 5) == (made,)
        assert stores.days.notes(organizer, "ev_fair") == {made.id: "早上打过电话"}
        with pytest.raises(ValueError, match="this key was used"):
            stores.days.record(organizer, "ev_fair", told, 1, "k1")
        with pytest.raises(ValueError, match="event ev_other has no timetable"):
            stores.days.record(organizer, "ev_other", told, 1, "k2")


def test_the_day_is_written_by_the_organizer_and_read_by_the_district(saved: Database, organizer: Viewer) -> None:
    with saved.begin(organizer) as stores:
        lin = stores.days.record(organizer, "ev_fair", entry(DayAct.CHECK_IN, candidate="c_lin"), 0, "k1")
        gao = stores.days.record(organizer, "ev_fair", entry(DayAct.NO_SHOW, candidate="c_gao"), 0, "k2")
        left = stores.days.record(organizer, "ev_fair", entry(DayAct.EMPLOYER_LEFT, booth="A1"), 0, "k3")
        assert stores.days.list(organizer, "ev_fair", limit=2) == (lin, gao)
    with saved.read(HONGSHAN) as stores:
        assert stores.days.list(HONGSHAN, "ev_fair") == (lin, left)
    with saved.read(MILL) as stores:
        assert stores.days.list(MILL, "ev_fair") == ()
    with pytest.raises(NotAllowed), saved.begin(HONGSHAN) as stores:
        stores.days.record(HONGSHAN, "ev_fair", entry(DayAct.CHECK_IN, candidate="c_lin"), 0, "k4")


def test_numbers_of_interviews_follow_the_hall_and_not_the_people(database: Database, organizer: Viewer, run: str) -> None:
    """Two employers see neighbouring numbers at neighbouring times, never because one person meets both."""
    with database.begin(organizer) as stores:
        stores.timetables.publish(organizer, "ev_fair", publication(run, THIRD, FIRST, SECOND), "k1")
        rows = sorted(stores.interviews.list(organizer, "ev_fair"), key=lambda row: row.id)
        assert [row.interview for row in rows] == [SECOND, FIRST, THIRD]


def test_the_timetable_of_a_moment_of_the_past(saved: Database, organizer: Viewer, run: str) -> None:
    with saved.begin(organizer) as stores:
        first = stores.timetables.current(organizer, "ev_fair")
        assert first is not None
        stores.timetables.publish(organizer, "ev_fair", publication(run, SECOND), "k2")
        assert stores.timetables.current(organizer, "ev_fair", first.at) == first
        assert stores.timetables.current(organizer, "ev_fair", first.at + timedelta(days=1)) != first
        assert stores.timetables.current(organizer, "ev_fair", first.at - timedelta(seconds=1)) is None


def test_new_places_stand_at_the_end_of_a_list_and_known_ones_stay(saved: Database, organizer: Viewer) -> None:
    told = entry(DayAct.WALK_IN, candidate="c_gao")
    places = [
        NewPlace("p_seller", "c_gao", "walk-in"),
        NewPlace("p_clerk", "c_gao", "walk-in"),
        NewPlace("p_seller", "c_lin", "lost"),
    ]
    with saved.begin(organizer) as stores:
        stores.days.record(organizer, "ev_fair", told, 0, "k1", (), (), places)
        assert [
            (one.posting, one.position, one.candidate, one.cause) for one in stores.waiting_lists.list(organizer, "ev_fair")
        ] == [
            ("p_clerk", 1, "c_gao", "walk-in"),
            ("p_seller", 1, "c_lin", "lost"),
            ("p_seller", 2, "c_gao", "walk-in"),
        ]
        assert stores.waiting_lists.postings(organizer, "ev_fair") == ("p_clerk", "p_seller")
        assert [one.position for one in stores.waiting_lists.of(organizer, "ev_fair", {"c_gao"}, {"p_seller"})] == [2]
        assert stores.waiting_lists.count(organizer, "ev_fair") == 3
    with saved.read(HONGSHAN) as stores:
        assert [one.candidate for one in stores.waiting_lists.list(HONGSHAN, "ev_fair")] == ["c_lin"]
        assert (stores.waiting_lists.count(HONGSHAN, "ev_fair"), stores.waiting_lists.postings(MILL, "ev_fair")) == (1, ())


def test_who_is_there_is_what_was_told_last(saved: Database, organizer: Viewer) -> None:
    with saved.begin(organizer) as stores:
        (number, *_) = [row.id for row in stores.interviews.list(organizer, "ev_fair", candidate="c_gao")]
        told = [
            entry(DayAct.CHECK_IN, candidate="c_lin"),
            entry(DayAct.CHECK_IN, candidate="c_gao"),
            entry(DayAct.OVERRUN, booth="A1", slots=1),
            entry(DayAct.NO_SHOW, candidate="c_lin"),
            entry(DayAct.WITHDRAWN, candidate="c_gao", interview=number),
        ]
        for key, one in enumerate(told):
            stores.days.record(organizer, "ev_fair", one, 0, f"k{key}")
        assert stores.days.last_acts(organizer, "ev_fair") == {"c_lin": DayAct.NO_SHOW, "c_gao": DayAct.CHECK_IN}
        stores.days.record(organizer, "ev_fair", entry(DayAct.WITHDRAWN, candidate="c_gao"), 0, "k9")
        assert stores.days.last_acts(organizer, "ev_fair")["c_gao"] is DayAct.WITHDRAWN
    with saved.read(HONGSHAN) as stores:
        assert stores.days.last_acts(HONGSHAN, "ev_fair") == {"c_lin": DayAct.NO_SHOW}
    with saved.read(MILL) as stores:
        assert stores.days.last_acts(MILL, "ev_fair") == {}


def test_an_employer_reads_where_its_booth_went(saved: Database, organizer: Viewer) -> None:
    with saved.begin(organizer) as stores:
        stores.days.record(organizer, "ev_fair", entry(DayAct.BOOTH_LOST, booth="A1", to="A2"), 0, "k1")
        stores.days.record(organizer, "ev_fair", entry(DayAct.BOOTH_LOST, booth="A2"), 0, "k2")
    for viewer, expected in ((MILL, {"A1": [(0, "A2")]}), (Viewer(account="x", role=Role.EMPLOYER, organisation="e_none"), {})):
        with saved.read(viewer) as stores:
            assert stores.booths.moved(viewer, "ev_fair") == expected


MORNING = OwnHours(candidate="c_lin", windows=(TimeWindow(starts=time(9), ends=time(10, 30)),))


def test_hours_come_before_any_timetable_and_outlive_it(database: Database, organizer: Viewer, run: str) -> None:
    with database.begin(organizer) as stores:
        stores.visitors.set_hours(organizer, "ev_fair", MORNING)
        assert stores.visitors.list(organizer, "ev_fair") == ()
        assert stores.visitors.codes(organizer, "ev_fair") == {}
        assert stores.timetables.sheet(organizer, "ev_fair") == ((), {})
        stores.timetables.publish(organizer, "ev_fair", publication(run), "k1")
        assert stores.visitors.list(organizer, "ev_fair") == (GAO, LIN)
        assert stores.visitors.hours(organizer, "ev_fair") == {"c_lin": MORNING}
        later = MORNING.model_copy(update={"windows": (TimeWindow(starts=time(10), ends=time(11)),)})
        stores.visitors.set_hours(organizer, "ev_fair", later)
        assert stores.visitors.hours(organizer, "ev_fair", ["c_lin", "c_gao"]) == {"c_lin": later}
        assert stores.visitors.hours(organizer, "ev_fair", ["c_gao"]) == stores.visitors.hours(organizer, "ev_other") == {}
        assert stores.visitors.clear_hours(organizer, "ev_fair", "c_lin")
        assert not stores.visitors.clear_hours(organizer, "ev_fair", "c_lin")
        assert stores.visitors.hours(organizer, "ev_fair") == {}


def test_hours_are_of_the_people_whom_staff_see(database: Database, organizer: Viewer, run: str) -> None:
    with database.begin(HONGSHAN) as stores:
        stores.visitors.set_hours(HONGSHAN, "ev_fair", MORNING)
        for person, event in (("c_gao", "ev_fair"), ("c_lin", "ev_none")):
            with pytest.raises(ValueError, match="there is no"):
                stores.visitors.set_hours(HONGSHAN, event, MORNING.model_copy(update={"candidate": person}))
    with database.begin(MILL) as stores:
        assert stores.visitors.hours(MILL, "ev_fair") == {}
        with pytest.raises(NotAllowed):
            stores.visitors.set_hours(MILL, "ev_fair", MORNING)
    with database.begin(organizer) as stores:
        assert stores.candidates.erase(organizer, "c_lin")
        assert stores.visitors.hours(organizer, "ev_fair") == {}


def test_an_erasure_leaves_the_outline(saved: Database, organizer: Viewer) -> None:
    with saved.begin(organizer) as stores:
        (row,) = stores.interviews.list(organizer, "ev_fair", candidate="c_lin")
        late = row.interview.model_copy(update={"state": InterviewState.LATE})
        why = Text(zh="c_lin 晚到", en="c_lin late")
        told = entry(DayAct.LATE, candidate="c_lin", slots=2, note="手语翻译堵车")
        stores.days.record(organizer, "ev_fair", told, 0, "k1", [Moved(row.id, late, why)])
        assert stores.candidates.erase(organizer, "c_lin")
        assert [one.interview.candidate for one in stores.interviews.list(organizer, "ev_fair")] == ["c_gao", "c_gao"]
        people, whole = stores.timetables.sheet(organizer, "ev_fair")
        assert (people, row.id in whole) == ((GAO,), False)
        connection = stores.days._connection
        kept = connection.execute(sql("SELECT state, start, body FROM interviews WHERE candidate = 'c_lin'")).one()
        assert tuple(kept) == ("cancelled", None, "{}")
        assert connection.execute(sql("SELECT body FROM visitors WHERE candidate = 'c_lin'")).scalar() is None
        assert connection.execute(sql("SELECT cause FROM waiting_lists")).scalar() == "erased"
        assert connection.execute(sql("SELECT sealed_note FROM day_entries")).scalar() is None
        assert tuple(connection.execute(sql("SELECT was, zh, en FROM interview_changes")).one()) == (None, "", "")
        assert stores.days.list(organizer, "ev_fair") == ()


def test_a_copy_of_a_file_holds_what_fairs_keep_of_the_person(saved: Database, organizer: Viewer, run: str) -> None:
    message = Message(
        event="ev_fair",
        kind=MessageKind.REMINDER,
        audience=Audience.CANDIDATE,
        to="c_lin",
        channel=Channel.LETTER,
        wording="c-reminder-1",
        zh="林小满：提醒",
        en="Dear Lin",
    )
    with saved.begin(organizer) as stores:
        stores.outbox.save_many(organizer, [message])
        stores.days.record(organizer, "ev_fair", entry(DayAct.CHECK_IN, candidate="c_lin", note="来得早"), 0, "k1")
    with saved.read(organizer) as stores:
        copy = export_person(stores, organizer, "c_lin", datetime(2026, 4, 2, tzinfo=UTC))
    assert copy is not None
    told = orjson.loads(copy)
    assert [Message.model_validate(one["message"]) for one in told["messages"]] == [message]
    assert [Interview.model_validate(one["interview"]) for one in told["interviews"]] == [FIRST]
    assert [(one["event"], one["cause"]) for one in told["waiting"]] == [("ev_fair", "coach capacity")]
    assert [(one["entry"]["act"], one["entry"]["note"], one["by"]) for one in told["fair_days"]] == [("check_in", "来得早", "wang")]
