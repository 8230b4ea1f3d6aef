"""An employer that looks for who needs a longer interview: until the fair runs no gap is told, through no door."""

from datetime import UTC, datetime

import pytest
from icalendar import Calendar
from starlette.testclient import TestClient

from api.actions.employer_events import event_view
from api.actions.fairs import move_event
from api.actions.outbox import write_messages
from api.actions.papers import AnyFormat, Order, one_paper
from api.actions.stages import alias_of
from api.wiring import Application
from data.stores import Publication
from matching.records import LOCAL_ORGANIZER, Interview, Visitor
from tests.api.conftest import CLERK, CRAFT, LIN, SPRING, ZHOU
from tests.api.employer.conftest import ME, NAMED, RIVER
from tests.api.employer.test_doors import READS, V1
from tests.api.employer.test_leaks import FILES, everything

DOORS = [
    *(one for one in (*READS, *FILES) if "files?" not in one and not one.endswith("/files")),
    f"{V1}/events/{SPRING}/files/booth?booth=A1&as=xlsx",
    f"/api/v1/events/{SPRING}/booth-interviews",
]
PAPERS: list[tuple[str, AnyFormat]] = [("booths", "csv"), ("booths", "json"), ("calendar", "ics")]


def publish(app: Application, takes: int, rest: int, key: str) -> None:
    """Lin, then Zhou, who takes one slot or two and may rest after, then the one who agreed to be named."""
    with app.database.begin(LOCAL_ORGANIZER) as stores:
        run = stores.runs.latest(LOCAL_ORGANIZER, SPRING)
        assert run is not None
        people = (Visitor(candidate=LIN), Visitor(candidate=ZHOU, takes=takes, rest=rest), Visitor(candidate=NAMED))
        starts = ((LIN, CLERK, 0), (ZHOU, CRAFT, 1), (NAMED, CLERK, 1 + takes + rest))
        rows = tuple(Interview(candidate=name, posting=post, booth="A1", start=at, value=0.4) for name, post, at in starts)
        stores.timetables.publish(LOCAL_ORGANIZER, SPRING, Publication(run.id, people, rows), key)


def told(app: Application) -> dict[str, str]:
    """All that the employer can read, and what the organizer makes for it."""
    made = {
        f"{kind} {form}": one_paper(
            app, LOCAL_ORGANIZER, SPRING, Order(kind, booth="A1", audience="employer"), form
        ).content.decode()  # type: ignore[arg-type]
        for kind, form in PAPERS
    }
    return everything(app, DOORS) | made


def test_the_need_of_one_person_changes_no_byte_until_the_fair_runs(room: Application) -> None:
    publish(room, 1, 0, "single")
    single = told(room)
    publish(room, 2, 1, "double")
    double = told(room)
    assert [door for door in single if single[door] != double[door]] == []
    assert [door for door, text in double.items() for time in ("09:15", "10:00", "T0115", "T0200") if time in text] == []


def test_on_the_day_it_is_told_as_on_the_wall(room: Application) -> None:
    """Else the test above would prove nothing: there is a gap that could be told."""
    publish(room, 2, 1, "double")
    room.clock = lambda: datetime(2027, 3, 20, 1, 0, tzinfo=UTC)
    move_event(room, LOCAL_ORGANIZER, SPRING, "running", "move-running")
    view = event_view(room, ME, SPRING)
    assert [(one.at, one.half, one.turn) for one in view.interviews] == [
        ("09:00", None, None),
        ("09:15", None, None),
        ("10:00", None, None),
    ]
    assert view.times_text is None


def test_the_room_tells_the_order_and_why_nothing_finer(room: Application, me: TestClient) -> None:
    view = me.get(f"{V1}/events/{SPRING}").json()
    assert [(one["at"], one["half"], one["turn"], one["when_text"]["zh"]) for one in view["interviews"]] == [
        (None, "morning", turn, f"上午第 {turn} 场") for turn in (1, 2, 3)
    ]
    assert [one["person"] for one in view["interviews"]] == [alias_of(room, SPRING, RIVER, name) for name in (LIN, ZHOU, NAMED)]
    for language, why, first in (
        ("zh-CN", "准确时间活动当天给", "上午第 1 场"),
        ("en", "Exact times come on the day", "morning, no. 1"),
    ):
        page = me.get(f"/employer/events/{SPRING}", headers={"accept-language": language}).text
        assert [word in page for word in (why, first)] == [True, True]


@pytest.mark.parametrize(("language", "why"), [("zh", "准确时间活动当天给"), ("en", "Exact times come on the day")])
def test_a_calendar_has_one_entry_for_a_half_of_the_day(seen_room: Application, seen: TestClient, language: str, why: str) -> None:
    answer = seen.get(f"{V1}/events/{SPRING}/files/calendar?booth=A1&as=ics&language={language}")
    (entry,) = Calendar.from_ical(answer.content).walk("VEVENT")
    *lines, last = str(entry["description"]).split("\n")
    aliases = [alias_of(seen_room, SPRING, RIVER, name) for name in (LIN, ZHOU, NAMED)]
    assert [alias in line for alias, line in zip(aliases, lines, strict=True)] == [True] * 3
    assert last.startswith(why)
    assert (entry.decoded("dtend") - entry.decoded("dtstart")).seconds == 3 * 60 * 60


def test_a_letter_tells_how_many_in_the_half_and_no_start(room: Application) -> None:
    write_messages(room, LOCAL_ORGANIZER, SPRING, "reminder", "employer", ["letter", "sms"])
    with room.database.read(LOCAL_ORGANIZER) as stores:
        found = stores.outbox.list(LOCAL_ORGANIZER, SPRING, 0, 1_000, with_texts=True)
        texts = [one.message.zh for one in found if (one.message.to, one.message.kind) == (RIVER, "reminder")]
    assert [("上午 A1号展位" in text, "3 场" in text, "09:15" in text) for text in texts] == [(True, True, False)] * 2
