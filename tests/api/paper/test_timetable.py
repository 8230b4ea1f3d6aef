"""The timetable on paper and in a calendar, from invented rows."""

from datetime import UTC, datetime

import pytest
from icalendar import Calendar

from api.paper.blocks import Style
from api.paper.calendar import calendar_bytes
from api.paper.timetable import booth_paper, hall_paper, person_paper
from api.paper.typesetting import pdf_bytes
from matching.knowledge import CATALOGUE
from tests.api.paper.pdfs import alternatives_of, words_of
from tests.api.paper.samples import FAIR, INTERPRETER, STAMP, meeting

AT_THREE = [meeting(2, "3", 1, resources=(INTERPRETER,)), meeting(1, "3", 0, named=True)]
MINE = [meeting(7, "12", 3, resources=(INTERPRETER,)), meeting(7, "3", 0)]


def test_booth_of_the_employer_holds_aliases_and_no_resource() -> None:
    paper = booth_paper(FAIR, AT_THREE, "employer", STAMP)
    assert paper.tables[0].rows == (
        ("09:00–09:10", "A001", "林1", "文字录入员", ""),
        ("09:10–09:20", "A002", "K7QP-0002", "文字录入员", ""),
    )
    words = words_of(pdf_bytes(paper, Style()))
    assert ["林2" in words, "手语" in words, "K7QP-0002" in words] == [False, False, True]


def test_booth_of_the_staff_holds_names_and_resources() -> None:
    rows = booth_paper(FAIR, AT_THREE, "staff", STAMP).tables[0].rows
    assert [row[2] for row in rows] == ["林1", "林2"]
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
    assert alternatives_of(content) == ["签到二维码，内容是签到号 A007"]


def test_wall_names_nobody() -> None:
    paper = hall_paper(FAIR, [meeting(n, str(n % 10 + 1), n // 10) for n in range(40)], STAMP)
    words = words_of(pdf_bytes(paper, Style()))
    assert ["林" in words, "K7QP" in words, "手语" in words] == [False, False, False]
    assert [f"A{n:03}" in words for n in range(40)] == [True] * 40
    assert ["展位1至8" in words, "展位9至10" in words] == [True, True]


def test_booths_stand_in_their_natural_order() -> None:
    rows = hall_paper(FAIR, [meeting(1, "A10", 0), meeting(2, "A2", 0), meeting(3, "B1", 0)], STAMP).tables[0].rows
    assert [row[1] for row in rows] == ["A2", "A10", "B1"]


def test_calendar_is_read_again_by_another_reader() -> None:
    book = Calendar.from_ical(calendar_bytes(FAIR, MINE, STAMP))
    events = book.walk("VEVENT")
    assert [(str(one["summary"]), str(one["location"]), one["dtstart"].dt, one["dtend"].dt) for one in events] == [
        (
            "面谈：江城文印社",
            "洪山体育馆 A 区 3 号展位",
            datetime(2027, 3, 20, 1, 0, tzinfo=UTC),
            datetime(2027, 3, 20, 1, 10, tzinfo=UTC),
        ),
        (
            "面谈：江城文印社",
            "洪山体育馆 A 区 12 号展位",
            datetime(2027, 3, 20, 1, 30, tzinfo=UTC),
            datetime(2027, 3, 20, 1, 40, tzinfo=UTC),
        ),
    ]
    assert [str(one["uid"]) for one in events] == ["i_7_3@tongtu.invalid", "i_7_12@tongtu.invalid"]
    assert str(events[0]["description"]) == "请提前 10 分钟到签到台，签到号 A007。"
    assert [len(one.walk("VALARM")) for one in events] == [1, 1]


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
