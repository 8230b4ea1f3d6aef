"""The documents of a saved timetable: who stands on which sheet by which name, and what stands on none."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

import pytest
from icalendar import Calendar
from starlette.testclient import TestClient

from api.actions.errors import ActionError, BadInput, NotAllowed, NotFound
from api.actions.fair_day import tell
from api.actions.interviews import booth_sheet, codes_view, save_timetable, sheet_view
from api.actions.papers import AnyFormat, Kind, Order, one_paper, paper_files
from api.actions.stages import alias_of
from api.paper.blocks import Style
from api.schemas.interviews import DayInput
from api.wiring import Application
from data.stores import Scope
from matching.records import LOCAL_ORGANIZER, CertificateDetails, DayAct, Person, Resume, Role, Viewer
from tests.api.conftest import HE, HERE, LIN, LOOPBACK, SONG, SPRING, ZHOU
from tests.api.fair.conftest import NINE, Clock, move, publication
from tests.api.paper.pdfs import alternatives_of, words_of
from tests.api.papers import paper_told
from tests.api.test_cli import tongtu
from tests.api.web import Web

RIVER = "e_river"
NAMES = {LIN: "林一", ZHOU: "周二", HE: "何三"}
MEDICAL = ("残疾", "二级", "脑瘫", "读屏", "42010619900501", "听力")
ARRANGED = ("手语", "sign", "引导")


@pytest.fixture
def fair(published: Application) -> Application:
    """Everybody's file tells of health wherever somebody may write."""
    with published.database.begin(LOCAL_ORGANIZER) as stores:
        people = {one.id: one for one in stores.candidates.iterate(LOCAL_ORGANIZER, sorted(NAMES), with_person=True)}
        told = []
        for number, name in enumerate(sorted(NAMES)):
            resume = Resume(certificates=("残疾人证",), experience="脑瘫，视力残疾二级，用读屏软件")
            person = Person(name=NAMES[name], contact_note="听力残疾，请发短信")
            details = {"candidate": name, "number": f"42010619900501{number:03}X", "category": 4, "grade": 2}
            file = people[name].model_copy(update={"resume": resume, "person": person})
            told.append((file, CertificateDetails.model_validate(details)))
        assert stores.candidates.upsert_many(LOCAL_ORGANIZER, told).refused == ()
    return published


def text_of(app: Application, order: Order, form: AnyFormat = "csv") -> str:
    content = one_paper(app, LOCAL_ORGANIZER, SPRING, order, form).content
    return words_of(content) if form == "pdf" else content.decode("utf-8-sig").replace("\r\n ", "")


def codes_of(app: Application) -> dict[str, str]:
    return {one.candidate: one.code for one in codes_view(app, LOCAL_ORGANIZER, SPRING).items}


def found(text: str, words: dict[str, str]) -> set[str]:
    """Whose word stands in a text."""
    return {name for name, word in words.items() if word in text}


@pytest.mark.parametrize("form", ["pdf", "csv", "json"])
def test_staff_see_names_codes_and_bookings_of_their_booth(fair: Application, form: AnyFormat) -> None:
    first, second = (text_of(fair, Order("booths", booth=booth), form) for booth in ("A1", "A2"))
    assert (found(first, NAMES), found(second, NAMES)) == ({LIN, ZHOU, HE}, {LIN})
    assert (found(first, codes_of(fair)), found(second, codes_of(fair))) == ({LIN, ZHOU, HE}, {LIN})
    assert ["手语翻译" in first, "手语翻译" in second] == [True, False]
    assert [word for word in MEDICAL if word in first + second] == []


@pytest.mark.parametrize("form", ["pdf", "csv", "json"])
def test_employers_sheet_is_what_the_employer_sees_itself(
    fair: Application, agree: Callable[..., int], clock: Clock, form: AnyFormat
) -> None:
    order = Order("booths", booth="A1", audience="employer")
    with pytest.raises(BadInput, match="No interview may be shown"):
        one_paper(fair, LOCAL_ORGANIZER, SPRING, order, form)
    agree(HE, Scope.LISTING, RIVER)
    aliases = {name: alias_of(fair, SPRING, RIVER, name) for name in NAMES}
    before = text_of(fair, order, form)
    assert (found(before, aliases), found(before, NAMES), found(before, codes_of(fair))) == ({HE}, set(), set())
    assert [word for word in (*MEDICAL, *ARRANGED, *NAMES) if word in before] == []
    agree(ZHOU, Scope.LISTING, RIVER)
    agree(ZHOU, Scope.IDENTITY, RIVER)
    after = text_of(fair, order, form)
    assert (found(after, aliases), found(after, NAMES)) == ({HE}, {ZHOU})
    seen = booth_sheet(fair, Viewer(account="river", role=Role.EMPLOYER, organisation=RIVER), SPRING).items
    rows = paper_told(fair, LOCAL_ORGANIZER, SPRING, order).tables[0].rows
    assert [(row[0], row[1]) for row in rows] == [(f"上午第 {one.turn} 场", one.name or one.person) for one in seen]
    clock.now = NINE
    move(fair, "running")
    seen = booth_sheet(fair, Viewer(account="river", role=Role.EMPLOYER, organisation=RIVER), SPRING).items
    rows = paper_told(fair, LOCAL_ORGANIZER, SPRING, order).tables[0].rows
    assert [str(row[0]).partition("–")[0] for row in rows] == [one.at for one in seen] == ["09:00", "10:00"]


@pytest.mark.parametrize("form", ["pdf", "csv", "json", "ics"])
def test_two_employers_who_compare_find_nothing_that_is_of_one_person(
    fair: Application, agree: Callable[..., int], form: AnyFormat
) -> None:
    """Lin meets both. Neither sheet nor calendar, nor what they see themselves, nor the wall, holds a word that says so."""
    agree(LIN, Scope.LISTING, RIVER, "e_hall")
    kind: Kind = "calendar" if form == "ics" else "booths"
    own = [text_of(fair, Order(kind, booth=booth, audience="employer"), form) for booth in ("A1", "A2")]
    aliases = [alias_of(fair, SPRING, employer, LIN) for employer in (RIVER, "e_hall")]
    assert [[alias in text for alias in aliases] for text in own] == [[True, False], [False, True]]
    seen = [
        booth_sheet(fair, Viewer(account=name, role=Role.EMPLOYER, organisation=name), SPRING).model_dump_json()
        for name in (RIVER, "e_hall")
    ]
    texts = [*own, *seen, text_of(fair, Order("wall"), "csv" if form == "ics" else form)]
    assert [found(text, codes_of(fair)) for text in texts] == [set()] * 5
    rows = [json.loads(text)["items"][0] for text in seen]
    assert rows[0].keys() == rows[1].keys()
    same = {name for name in rows[0] if rows[0][name] == rows[1][name]}
    assert same == {"name", "state", "state_text", "at", "half", "turn", "when_text"}
    assert rows[0]["when_text"]["en"] == "morning, no. 1", "the first in a half of the day, which somebody is at every booth"


def test_person_has_their_own_day_and_nobody_elses(fair: Application) -> None:
    content = one_paper(fair, LOCAL_ORGANIZER, SPRING, Order("people", candidate=LIN), "pdf").content
    words, codes = words_of(content), codes_of(fair)
    assert (found(words, NAMES), found(words, codes)) == ({LIN}, {LIN})
    assert alternatives_of(content) == [f"签到二维码，内容是签到码 {codes[LIN]}"]
    where = ("A1号展位东厅，进门左边江城文印社", "A2号展位滨江展厅", "洪山区文化馆珞喻路1号")
    assert [word in words for word in ("09:15–09:30", "11:00–11:15", *where)] == [True] * 5
    assert [word for word in (*MEDICAL, *ARRANGED) if word in words] == []
    assert "已为您预约：手语翻译" in text_of(fair, Order("people", candidate=HE), "pdf")
    rows = paper_told(fair, LOCAL_ORGANIZER, SPRING, Order("people", candidate=ZHOU)).tables[0].rows
    place, alias = "洪山区文化馆 珞喻路 1 号 东厅，进门左边", alias_of(fair, SPRING, RIVER, ZHOU)
    assert rows == (("10:00–10:30", "A1", place, "江城文印社", "手工编织", alias, codes[ZHOU]),)


def test_nobody_at_a_booth_or_before_the_wall_reads_whose_interview_is_longer(
    fair: Application, agree: Callable[..., int], clock: Clock
) -> None:
    agree(ZHOU, Scope.LISTING, RIVER)
    early = Order("booths", booth="A1", audience="employer")
    assert [row[0] for row in paper_told(fair, LOCAL_ORGANIZER, SPRING, early).tables[0].rows] == ["上午第 1 场"]
    clock.now = NINE
    move(fair, "running")
    for order, said in (
        (Order("booths", booth="A1"), "10:00–10:30"),
        (Order("booths", booth="A1", audience="employer"), "10:00–10:15"),
        (Order("hall"), "10:00–10:30"),
        (Order("wall"), "10:00"),
    ):
        rows = paper_told(fair, LOCAL_ORGANIZER, SPRING, order).tables[0].rows
        assert [row[0] for row in rows if str(row[0]).startswith("10:00")] == [said]
    made = one_paper(fair, LOCAL_ORGANIZER, SPRING, Order("calendar", booth="A1", audience="employer"), "ics")
    assert [one["dtend"].dt for one in Calendar.from_ical(made.content).walk("VEVENT")] == [_at(2, 15)]


@pytest.mark.parametrize("form", ["pdf", "csv", "json"])
def test_desk_has_every_code_the_wall_another_number_a_booth_and_neither_a_name(fair: Application, form: AnyFormat) -> None:
    desk, wall = (text_of(fair, Order(kind), form) for kind in ("hall", "wall"))  # type: ignore[arg-type]
    assert (found(desk, codes_of(fair)), found(wall, codes_of(fair))) == ({LIN, ZHOU, HE}, set())
    of_lin = [alias_of(fair, SPRING, employer, LIN) for employer in (RIVER, "e_hall")]
    assert [[alias in text for alias in of_lin] for text in (desk, wall)] == [[False, False], [True, True]]
    assert [word for word in (*MEDICAL, *ARRANGED, *NAMES) if word in desk + wall] == []


def test_booth_that_goes_on_elsewhere_says_where(running: Application) -> None:
    tell(running, LOCAL_ORGANIZER, SPRING, DayInput(act=DayAct.BOOTH_LOST, booth="A1", to="A2"), "lost")
    rows = paper_told(running, LOCAL_ORGANIZER, SPRING, Order("people", candidate=ZHOU)).tables[0].rows
    assert [row[2] for row in rows] == ["洪山区文化馆 珞喻路 1 号 改到 A2 号展位"]
    staff = sheet_view(running, LOCAL_ORGANIZER, SPRING, candidate=ZHOU).items
    assert [one.place.en for one in staff] == ["now at booth A2"]


def test_calendar_of_a_person_is_read_by_another_reader(fair: Application) -> None:
    made = one_paper(fair, LOCAL_ORGANIZER, SPRING, Order("calendar", candidate=LIN), "ics")
    events = Calendar.from_ical(made.content).walk("VEVENT")
    assert [(str(one["summary"]), str(one["location"]), one["dtstart"].dt, one["dtend"].dt) for one in events] == [
        (f"面试：{employer}", f"洪山区文化馆 珞喻路 1 号 {booth}", _at(hour, minute), _at(hour, minute + 15))
        for employer, booth, hour, minute in (
            ("江城文印社", "A1 号展位 东厅，进门左边", 1, 15),
            ("滨江展厅", "A2 号展位", 3, 0),
        )
    ]
    assert str(events[0]["description"]) == f"请提前 10 分钟到签到台，签到码 {codes_of(fair)[LIN]}。"
    assert (made.name, made.media_type) == ("2027-03-20_春季专场_我的面试安排_林一.ics", "text/calendar; charset=utf-8")


def test_calendars_name_nobody(fair: Application, agree: Callable[..., int]) -> None:
    codes = codes_of(fair)
    agree(ZHOU, Scope.LISTING, RIVER)
    agree(ZHOU, Scope.IDENTITY, RIVER)
    for order, who in (
        (Order("calendar", booth="A1"), {LIN, ZHOU, HE}),
        (Order("calendar", booth="A1", audience="employer"), {ZHOU}),
        (Order("calendar", candidate=HE), {HE}),
    ):
        text = text_of(fair, order, "ics")
        shown = {name: alias_of(fair, SPRING, RIVER, name) for name in NAMES} if order.audience == "employer" else codes
        assert (found(text, shown), found(text, NAMES)) == (who, set())
        assert [word for word in (*MEDICAL, *ARRANGED, *NAMES) if word in text] == []


def test_interview_that_moves_keeps_its_place_in_the_calendar(fair: Application) -> None:
    def events() -> list[tuple[str, datetime]]:
        content = one_paper(fair, LOCAL_ORGANIZER, SPRING, Order("calendar", candidate=ZHOU), "ics").content
        return [(str(one["uid"]), one["dtstart"].dt) for one in Calendar.from_ical(content).walk("VEVENT")]

    before = events()
    plan = publication(fair)
    moved = tuple(one.model_copy(update={"start": 8}) if one.candidate == ZHOU else one for one in plan.interviews)
    with fair.database.begin(LOCAL_ORGANIZER) as stores:
        stores.timetables.publish(
            LOCAL_ORGANIZER, SPRING, type(plan)(plan.run, plan.visitors, moved, plan.waiting, plan.report), "again"
        )
    assert [before, events()] == [[(before[0][0], _at(2, 0))], [(before[0][0], _at(3, 0))]]


def _at(hour: int, minute: int) -> datetime:
    return datetime(2027, 3, 20, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", ["booths", "people", "hall"])
def test_sheets_are_made_in_every_style_and_twice_the_same(fair: Application, kind: Kind, language: str) -> None:
    for large in (False, True):
        for plain in (False, True):
            style = Style(language, large, plain)  # type: ignore[arg-type]
            order = Order(kind, style, booth="A1" if kind == "booths" else None, candidate=HE if kind == "people" else None)
            made = [one_paper(fair, LOCAL_ORGANIZER, SPRING, order, "pdf") for _ in range(2)]
            assert made[0] == made[1]
            assert codes_of(fair)[HE] in words_of(made[0].content)


def test_every_booth_and_person_has_a_file_with_a_name_to_find_it_by(fair: Application, agree: Callable[..., int]) -> None:
    def names(order: Order, form: AnyFormat | None) -> list[str]:
        return [one.name for one in paper_files(fair, LOCAL_ORGANIZER, SPRING, order, form)]

    assert names(Order("booths"), "csv") == [
        "2027-03-20_春季专场_展位面试安排_A1_江城文印社.csv",
        "2027-03-20_春季专场_展位面试安排_A2_滨江展厅.csv",
    ]
    assert names(Order("calendar"), None) == [f"2027-03-20_春季专场_我的面试安排_{name}.ics" for name in ("何三", "周二", "林一")]
    assert names(Order("people"), "csv") == [one.replace(".ics", ".csv") for one in names(Order("calendar"), None)]
    agree(LIN, Scope.LISTING, RIVER)
    assert names(Order("booths", audience="employer"), "csv") == ["2027-03-20_春季专场_展位面试安排_A1_江城文印社_给单位.csv"]
    assert names(Order("hall"), "csv") == ["2027-03-20_春季专场_全场面试时间表（签到台）.csv"]
    assert names(Order("wall"), "csv") == ["2027-03-20_春季专场_全场面试时间表.csv"]


def test_who_did_not_come_is_not_waited_for(running: Application) -> None:
    tell(running, LOCAL_ORGANIZER, SPRING, DayInput(act=DayAct.NO_SHOW, candidate=ZHOU), "gone")
    assert found(text_of(running, Order("booths", booth="A1")), {ZHOU: "周二", HE: "何三"}) == {HE}


def test_fair_without_a_timetable_says_what_to_do(planned: Application) -> None:
    for kind, form in (("booths", "pdf"), ("people", "pdf"), ("hall", "csv"), ("wall", "csv"), ("calendar", "ics")):
        with pytest.raises(NotFound, match="allocate and save one first"):
            list(paper_files(planned, LOCAL_ORGANIZER, SPRING, Order(kind), form))  # type: ignore[arg-type]


REFUSED: tuple[tuple[Order, AnyFormat, type[ActionError]], ...] = (
    (Order("booths"), "pdf", BadInput),
    (Order("people"), "pdf", BadInput),
    (Order("calendar"), "ics", BadInput),
    (Order("calendar", candidate=LIN, booth="A1"), "ics", BadInput),
    (Order("calendar", candidate=LIN), "pdf", BadInput),
    (Order("hall"), "ics", BadInput),
    (Order("hall", booth="A1"), "pdf", BadInput),
    (Order("hall", candidate=LIN), "pdf", BadInput),
    (Order("people", candidate=LIN, audience="employer"), "pdf", BadInput),
    (Order("calendar", candidate=LIN, audience="employer"), "ics", BadInput),
    (Order("hall", audience="employer"), "pdf", BadInput),
    (Order("wall", audience="employer"), "pdf", BadInput),
    (Order("booths", booth="Z9"), "pdf", NotFound),
    (Order("people", candidate=SONG), "pdf", NotFound),
)


def test_orders_that_make_no_sense_are_refused(fair: Application) -> None:
    for order, form, fault in REFUSED:
        with pytest.raises(fault):
            one_paper(fair, LOCAL_ORGANIZER, SPRING, order, form)


def test_sheets_of_the_whole_fair_are_the_organizers(fair: Application) -> None:
    for role in (Role.COUNSELOR, Role.EMPLOYER, Role.AUDITOR):
        viewer = Viewer(account="x", role=role, organisation=RIVER)
        for order in (Order("hall"), Order("booths", booth="A1")):
            with pytest.raises((NotAllowed, NotFound)):
                one_paper(fair, viewer, SPRING, order, "csv")


def test_employers_that_share_a_booth_get_a_file_each(planned: Application, agree: Callable[..., int]) -> None:
    plan = publication(planned)
    shared = tuple(one.model_copy(update={"booth": "A1"}) for one in plan.interviews)
    move(planned, "collecting", "pre_matched", "confirmed")
    save_timetable(
        planned, LOCAL_ORGANIZER, SPRING, type(plan)(plan.run, plan.visitors, shared, plan.waiting, plan.report), "shared"
    )
    agree(LIN, Scope.LISTING, RIVER, "e_hall")
    order = Order("booths", booth="A1", audience="employer")
    texts = [one.content.decode("utf-8-sig") for one in paper_files(planned, LOCAL_ORGANIZER, SPRING, order, "csv")]
    aliases = [alias_of(planned, SPRING, employer, LIN) for employer in ("e_hall", RIVER)]
    assert [[alias in text for alias in aliases] for text in texts] == [[True, False], [False, True]]
    with pytest.raises(BadInput, match="Several employers share booth A1"):
        one_paper(planned, LOCAL_ORGANIZER, SPRING, order, "csv")


def test_web_and_command_hand_them_out(fair: Application, tmp_path: Path) -> None:
    with TestClient(Web(fair), base_url=HERE, client=LOOPBACK) as web:
        path = f"/api/v1/events/{SPRING}/papers"
        answer = web.get(f"{path}/calendar", params={"candidate": LIN, "language": "en"})
        assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
        name = unquote(answer.headers["content-disposition"].partition("UTF-8''")[2])
        assert name == "2027-03-20_春季专场_My-interviews_林一.ics"
        told = web.get(f"{path}/booths", params={"booth": "A1"}).json()
        assert (told["kind"], len(told["tables"][0]["rows"])) == ("booth", 3)
        assert web.get(f"{path}/people").status_code == 422
    done = tongtu("paper", SPRING, "calendar", "--booth", "A1", "--out", str(tmp_path / "out"), home=fair.settings.home)
    assert (done.returncode, done.stdout.strip()) == (
        0,
        str(tmp_path / "out" / "2027-03-20_春季专场_展位面试安排_A1_江城文印社.ics"),
    )
