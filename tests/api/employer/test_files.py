"""Files that an employer takes: what they hold, that they are on record, and are marked when somebody changes their mind."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from icalendar import Calendar
from starlette.testclient import TestClient

from api.actions.employer_papers import files_view, own_file
from api.actions.errors import BadInput, NotFound
from api.actions.fairs import move_event
from api.actions.papers import Order, one_paper
from api.actions.stages import alias_of
from api.paper.blocks import Style
from api.wiring import Application
from data.privacy import erase_person
from data.stores import Scope
from matching.records import LOCAL_ORGANIZER, Role, Stage, Viewer
from tests.api.conftest import CLERK, HALL, LIN, SPRING, ZHOU
from tests.api.employer.conftest import CROWD, HIRED, ME, NAMED, PLAIN, RIVER, withdraw


def consents_of(app: Application, name: str, scope: Scope) -> Iterator[int]:
    with app.database.read(LOCAL_ORGANIZER) as stores:
        held = stores.consents.list(LOCAL_ORGANIZER, name)
    return (one.id for one in held if one.consent.scope is scope)


def stale(app: Application) -> list[bool]:
    return [one.stale for one in files_view(app, ME).items]


def test_a_file_holds_what_the_page_shows_and_is_on_record(room: Application, me: TestClient) -> None:
    answer = me.get(f"/employer/events/{SPRING}/files/shortlist", params={"posting": CLERK, "as": "csv"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/csv; charset=utf-8")
    lines = answer.content.decode("utf-8-sig").splitlines()[1:]
    names = (LIN, ZHOU, PLAIN, *CROWD, NAMED, HIRED)
    assert sorted(
        alias for name in names for alias in [alias_of(room, SPRING, RIVER, name)] if any(alias in one for one in lines)
    ) == (sorted(alias_of(room, SPRING, RIVER, name) for name in names))
    assert len(lines) == len(names)
    (made,) = files_view(room, ME).items
    assert (made.kind, made.form, made.posting, made.people, made.stale) == ("shortlist", "csv", CLERK, 9, False)


@pytest.mark.parametrize(("name", "scope"), [(PLAIN, Scope.LISTING), (NAMED, Scope.LISTING), (NAMED, Scope.IDENTITY)])
def test_a_file_is_stale_once_somebody_in_it_takes_a_consent_back(room: Application, name: str, scope: Scope) -> None:
    own_file(room, ME, SPRING, "shortlist", "csv", Style(), CLERK)
    assert stale(room) == [False]
    for number in consents_of(room, name, scope):
        withdraw(room, number)
    assert stale(room) == [True]
    own_file(room, ME, SPRING, "shortlist", "csv", Style(), CLERK)
    assert stale(room) == [False, True], "a new one is in order"


def test_a_file_with_somebody_who_was_erased_is_stale_and_names_them_no_more(room: Application, me: TestClient) -> None:
    own_file(room, ME, SPRING, "shortlist", "csv", Style(), CLERK)
    with room.database.begin(LOCAL_ORGANIZER) as stores:
        told = stores.disclosures.of_candidate(LOCAL_ORGANIZER, PLAIN, room.today)
        assert [(one.employer, one.posting, one.form, one.stage, one.stale) for one in told] == [
            (RIVER, CLERK, "csv", Stage.LISTING, False)
        ]
        far = Viewer(account="far", role=Role.COUNSELOR, district="420102")
        assert stores.disclosures.of_candidate(far, PLAIN, room.today) == ()
        erase_person(stores, LOCAL_ORGANIZER, PLAIN)
        assert stores.disclosures.of_candidate(LOCAL_ORGANIZER, PLAIN, room.today) == ()
    assert [(one.people, one.stale) for one in files_view(room, ME).items] == [(8, True)]
    assert "1 份文件要销毁" in me.get("/employer").text
    assert "请销毁" in me.get("/employer/files").text


def test_somebody_off_the_list_makes_no_file_stale(room: Application) -> None:
    own_file(room, ME, SPRING, "booth", "csv", Style(), booth="A1")
    for number in consents_of(room, CROWD[0], Scope.LISTING):
        withdraw(room, number)
    assert stale(room) == [False]


def test_what_staff_make_for_an_employer_is_on_its_record_too(room: Application) -> None:
    one_paper(room, LOCAL_ORGANIZER, SPRING, Order("shortlist", posting=CLERK, audience="employer"), "csv")
    assert [(one.kind, one.people) for one in files_view(room, ME).items] == [("shortlist", 9)]
    one_paper(room, LOCAL_ORGANIZER, SPRING, Order("booths", booth="A1", audience="employer"), "csv")
    one_paper(room, LOCAL_ORGANIZER, SPRING, Order("calendar", booth="A1", audience="employer"), "ics")
    assert [(one.kind, one.form, one.people) for one in files_view(room, ME).items[:2]] == [
        ("calendar", "ics", 3),
        ("booths", "csv", 3),
    ]
    one_paper(room, LOCAL_ORGANIZER, SPRING, Order("shortlist", posting=CLERK), "csv")
    assert len(files_view(room, ME).items) == 3, "staff's own list is no disclosure"


def test_a_calendar_names_nobody(room: Application) -> None:
    made = own_file(room, ME, SPRING, "calendar", "ics", Style(), booth="A1")
    (entry,) = Calendar.from_ical(made.content).walk("VEVENT")
    assert str(entry["summary"]) == "面试 3 场"
    told = [line.partition("（面试号 ")[0] for line in str(entry["description"]).split("\n")[:3]]
    assert told == ["1. 面试：文字录入员", "2. 面试：手工编织", "3. 面试：文字录入员"]
    text = made.content.decode()
    assert [word for word in ("欧阳独一", "手语", "interpreter") if word in text] == []


def test_on_the_day_a_calendar_has_each_interview_and_no_length(room: Application) -> None:
    room.clock = lambda: datetime(2027, 3, 20, 1, 0, tzinfo=UTC)
    move_event(room, LOCAL_ORGANIZER, SPRING, "running", "move-running")
    entries = Calendar.from_ical(own_file(room, ME, SPRING, "calendar", "ics", Style(), booth="A1").content).walk("VEVENT")
    assert {str(entry["summary"]).partition("（面试号 ")[0] for entry in entries} == {"面试：文字录入员", "面试：手工编织"}
    assert [(entry.decoded("dtend") - entry.decoded("dtstart")).seconds for entry in entries] == [15 * 60] * 3, (
        "a longer interview would tell what somebody needs"
    )


@pytest.mark.parametrize(
    ("kind", "form", "posting", "booth"),
    [("shortlist", "csv", None, None), ("booth", "csv", None, None), ("calendar", "pdf", None, "A1"), ("booth", "ics", None, "A1")],
)
def test_an_order_that_makes_no_sense_is_refused(seen_room: Application, kind: str, form: str, posting: str, booth: str) -> None:
    with pytest.raises(BadInput):
        own_file(seen_room, ME, SPRING, kind, form, Style(), posting, booth)  # type: ignore[arg-type]


@pytest.mark.parametrize(("posting", "booth"), [(HALL, None), ("p_none", None), (None, "A2"), (None, "../../etc/passwd")])
def test_nothing_of_anothers_is_made(seen_room: Application, posting: str | None, booth: str | None) -> None:
    kind = "shortlist" if booth is None else "booth"
    with pytest.raises(NotFound):
        own_file(seen_room, ME, SPRING, kind, "csv", Style(), posting, booth)  # type: ignore[arg-type]
