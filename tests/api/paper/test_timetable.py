"""The timetable on paper and in a calendar, from invented rows."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from icalendar import Calendar

from api.paper.blocks import Paper, Style
from api.paper.calendar import calendar_bytes
from api.paper.hall import desk_paper, wall_paper
from api.paper.timetable import booth_paper, person_paper
from api.paper.typesetting import pdf_bytes
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Text
from tests.api.paper.pdfs import alternatives_of, words_of
from tests.api.paper.samples import FAIR, INTERPRETER, STAMP, meeting

AT_THREE = [meeting(2, "3", 1, resources=(INTERPRETER,)), meeting(1, "3", 0, named=True)]
MINE = [meeting(7, "12", 3, resources=(INTERPRETER,)), meeting(7, "3", 0)]


def test_booth_of_the_employer_holds_aliases_and_no_resource_or_code() -> None:
    paper = booth_paper(FAIR, AT_THREE, "employer", STAMP)
    assert paper.tables[0].rows == (("09:00–09:10", "林1", "文字录入员", ""), ("09:10–09:20", "K7QP-0002", "文字录入员", ""))
    words = words_of(pdf_bytes(paper, Style()))
    assert [word in words for word in ("林2", "手语", "A001", "A002", "签到码", "K7QP-0002")] == [False] * 5 + [True]


def test_booth_of_the_staff_holds_names_and_resources() -> None:
    rows = booth_paper(FAIR, AT_THREE, "staff", STAMP).tables[0].rows
    assert [row[1:3] for row in rows] == [("A001", "林1"), ("A002", "林2")]
    assert rows[1][4] == INTERPRETER


def test_sheet_of_two_booths_or_of_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="of 2"):
        booth_paper(FAIR, [meeting(1, "3", 0), meeting(1, "4", 1)], "staff", STAMP)
    with pytest.raises(ValueError, match="of 0"):
        person_paper(FAIR, "林7", [], STAMP)


def test_person_sees_their_day_in_order_with_a_code_to_scan() -> None:
    content = pdf_bytes(person_paper(FAIR, "林7", MINE, STAMP), Style())
    words = words_of(content)
    assert words.index("09:00–09:10") < words.index("09:30–09:40")
    assert "已为您预约：手语翻译" in words
    assert alternatives_of(content) == ["签到二维码，内容是签到码 A007"]


def test_person_has_another_number_at_each_booth_and_reads_where_it_is() -> None:
    mine = [meeting(7, "3", 0, alias="K7QP-0001"), meeting(7, "12", 3, alias="M2XD-0002", place=Text(zh="东厅", en="east hall"))]
    paper = person_paper(FAIR, "林7", mine, STAMP)
    assert [row[1:3] + row[5:] for row in paper.tables[0].rows] == [
        ("3", Text(zh="洪山体育馆 A 区", en="洪山体育馆 A 区"), "K7QP-0001", mine[0].code),
        ("12", Text(zh="洪山体育馆 东厅", en="洪山体育馆 east hall"), "M2XD-0002", mine[1].code),
    ]
    words = words_of(pdf_bytes(paper, Style()))
    assert [one in words for one in ("面试号K7QP-0001", "面试号M2XD-0002", "12号展位东厅")] == [True] * 3


@pytest.mark.parametrize(("make", "shown", "hidden"), [(desk_paper, "A{:03}", "K7QP"), (wall_paper, "K7QP-{:04}", "A0")])
def test_day_of_the_hall_names_nobody_and_the_wall_has_no_code(make: Callable[..., Paper], shown: str, hidden: str) -> None:
    paper = make(FAIR, [meeting(n, str(n % 10 + 1), n // 10) for n in range(40)], STAMP)
    words = words_of(pdf_bytes(paper, Style()))
    assert ["林" in words, hidden in words, "手语" in words] == [False, False, False]
    assert [shown.format(n) in words for n in range(40)] == [True] * 40
    assert ["展位1至8" in words, "展位9至10" in words] == [True, True]


def test_booths_stand_in_their_natural_order() -> None:
    rows = wall_paper(FAIR, [meeting(1, "A10", 0), meeting(2, "A2", 0), meeting(3, "B1", 0)], STAMP).tables[0].rows
    assert [row[1] for row in rows] == ["A2", "A10", "B1"]


def test_calendar_is_read_again_by_another_reader() -> None:
    book = Calendar.from_ical(calendar_bytes(FAIR, MINE, STAMP))
    events = book.walk("VEVENT")
    assert [(str(one["summary"]), str(one["location"]), one["dtstart"].dt, one["dtend"].dt) for one in events] == [
        (
            "面试：江城文印社",
            "洪山体育馆 3 号展位 A 区",
            datetime(2027, 3, 20, 1, 0, tzinfo=UTC),
            datetime(2027, 3, 20, 1, 10, tzinfo=UTC),
        ),
        (
            "面试：江城文印社",
            "洪山体育馆 12 号展位 A 区",
            datetime(2027, 3, 20, 1, 30, tzinfo=UTC),
            datetime(2027, 3, 20, 1, 40, tzinfo=UTC),
        ),
    ]
    assert [str(one["uid"]) for one in events] == ["i_7_3@tongtu.invalid", "i_7_12@tongtu.invalid"]
    assert str(events[0]["description"]) == "请提前 10 分钟到签到台，签到码 A007。"
    assert [len(one.walk("VALARM")) for one in events] == [1, 1]


def test_calendar_at_a_booth_has_codes_for_staff_and_aliases_for_an_employer() -> None:
    staff, employer = (calendar_bytes(FAIR, AT_THREE, STAMP, at_booth=who).decode() for who in ("staff", "employer"))  # type: ignore[arg-type]
    assert [word in staff for word in ("A001", "A002", "K7QP", "林")] == [True, True, False, False]
    assert [word in employer for word in ("A001", "A002", "K7QP-0001", "K7QP-0002", "林")] == [False, False, True, True, False]


def test_calendar_is_the_same_whenever_it_is_made() -> None:
    assert calendar_bytes(FAIR, MINE, STAMP) == calendar_bytes(FAIR, list(reversed(MINE)), STAMP)


@pytest.mark.parametrize("employer", ["江城盲人按摩店", "阳光残疾人服务社", "手语驿站", "Deaf Café", "安心精神病院"])
def test_calendar_tells_of_interviews_alone(employer: str) -> None:
    rows = [meeting(7, "3", 0, employer=employer, job="盲人按摩师", place="残疾人通道旁", resources=(INTERPRETER,))]
    for language in ("zh", "en"):
        text = Calendar.from_ical(calendar_bytes(FAIR, rows, STAMP, language)).to_ical().decode().replace("\r\n ", "")
        assert [word for word in (employer, "盲", "残疾", "手语", "sign", "deaf", "精神") if word in text] == []


def test_calendar_names_no_arrangement() -> None:
    for row in CATALOGUE.accommodations:
        rows = [meeting(7, "3", 0, place=row.zh, employer=f"{row.en} Ltd")]
        text = Calendar.from_ical(calendar_bytes(FAIR, rows, STAMP)).to_ical().decode().replace("\r\n ", "")
        assert [row.zh in text, row.en in text] == [False, False]
