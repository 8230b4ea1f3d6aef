"""One row of a sheet of courses, and the course that it tells."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, Final

from data.importers.columns_candidates import accommodation_words
from data.importers.columns_courses import SUBSIDIES
from data.importers.dates import DateFault, read_date
from data.importers.people_row import PeopleRow, plain, say
from data.importers.places import district_or_zone, read_place
from data.importers.resumes import ACCESS_WORDS
from data.importers.stated_levels import read_levels
from data.importers.terms import mask_contacts, mask_identifier, read_licence, unmasked
from matching.records import WUHAN, Course, Place

Identify = Callable[[str], str]

_SUBSIDY_WORDS: Final[dict[str, str]] = {
    **SUBSIDIES,
    **{str(name): str(name) for name in SUBSIDIES.values()},
    **dict.fromkeys(("全额", "全补", "全额补助", "政府全额补贴", "免费培训"), "full"),
    **dict.fromkeys(("部分", "部分补助", "差额补贴", "定额补贴"), "part"),
    **dict.fromkeys(("无", "无补贴", "没有", "否", "自费", "不补"), "none"),
}
_FREE: Final = frozenset({"免费", "全免", "免学费", "不收费", "free"})
_UNLIMITED: Final = frozenset({"不限", "不限人数", "不限名额"})
_NOT_SET: Final = frozenset({"待定", "未定", "另行通知", "长期", "常年", "滚动开班", "随到随学", "随时", "招满为止"})
_ONLINE: Final = re.compile("线上|网上|网络|直播|远程|居家")
_IN_PERSON: Final = re.compile("线下|面授|现场")
_PEOPLE: Final = re.compile(r"\s*(?:人|名|位|个|席|座)$")
_TEXTS: Final = ("name", "provider", "place", "teaches", "licences", "conditions")
_MOST_SEATS: Final = 100_000
_MOST_COST: Final = 1_000_000


class CourseRow(PeopleRow):
    """The cells of a course. Nothing here is personal but a contact that somebody typed into a text."""

    def hide_contacts(self) -> None:
        """Takes contacts and numbers of documents out of the texts, each with a warning: everybody may see a course."""
        for field in _TEXTS:
            told = self.told(field)
            masked = mask_contacts(told)
            if masked.text == told:
                continue
            self.warn(
                field,
                say("含联系方式或证件号码，已从这里移出", "holds a contact or the number of a document; taken out of here"),
                say("课程对所有人可见，不存联系方式", "everybody sees a course, so that no contact is kept with it"),
            )
            self._cells[field] = unmasked(masked.text) or None

    def set_day(self, field: str) -> date | None:
        """A date, or None while it is not set (待定). Anything else keeps the row out: a wrong date offers a course too long."""
        cell = self.cell(field)
        if cell is None or self.text(field) in _NOT_SET or not self.text(field):
            return None
        try:
            return read_date(cell)
        except DateFault:
            self.reject(
                field,
                say("不是完整的日期", "not a whole date"),
                say("写成 2026-03-05 的样子，没有定下来请留空", "write it like 2026-03-05, or leave it empty while it is not set"),
            )
            return None

    def seats(self) -> int | None:
        """How many people a course takes; None where nobody said, or where there is no limit."""
        if self.text("seats") in _UNLIMITED:
            return None
        if isinstance(cell := self._cells.get("seats"), str):
            self._cells["seats"] = _PEOPLE.sub("", plain(cell))
        found = self.number_in("seats", 0, _MOST_SEATS, self.reject)
        if found is None or found.is_integer():
            return None if found is None else int(found)
        self.reject("seats", say("应为整数", "must be a whole number"), say("改成整数", "write a whole number"))
        return None

    def cost(self) -> float | None:
        """Yuan a person."""
        return 0.0 if self.text("cost").lower() in _FREE else self.number_in("cost", 0, _MOST_COST, self.reject)

    def subsidy(self) -> str | None:
        """How much of the fee is paid; 无 is an answer here."""
        found = _SUBSIDY_WORDS.get(self._shown("subsidy"))
        return found if found is not None else self.choice("subsidy", _SUBSIDY_WORDS)

    def _may_show(self, field: str, value: str) -> bool:
        return len(value) <= 60 and re.search(r"\d{7}", value) is None and mask_contacts(value).text == value


def read_course(row: CourseRow, identify: Identify, source: str) -> Course | None:
    """The course of a row, or None with the reason among the row's faults.

    Its id is of source and external id where the row has one, else of provider, name, first day and place.
    """
    row.hide_contacts()
    external = mask_identifier(row.external("external_id"))
    name, provider = _line(row.text("name")), _line(row.text("provider"))
    for field, value in (("name", name), ("provider", provider)):
        if not value:
            row.reject(
                field, say("没有填写", "is empty"), say("课程名称和培训机构都要填", "fill in both the name and the provider")
            )
    place, online = _place(row)
    starts, ends, register = (row.set_day(field) for field in ("starts_on", "ends_on", "register_by"))
    if starts is not None and ends is not None and ends < starts:
        row.reject(
            "ends_on", say("结课日期早于开课日期", "the course ends before it starts"), say("核对两个日期", "check both dates")
        )
    if register is not None and ends is not None and register > ends:
        row.warn(
            "register_by",
            say("报名截止晚于结课", "registration ends after the course does"),
            say("核对日期；按结课那天截止", "check the dates; the last day of the course is taken"),
        )
    raises, needs = read_levels(row, "raises"), read_levels(row, "needs")
    _check_gain(row, raises, needs)
    values: dict[str, Any] = {
        "external_id": external or None,
        "name": name,
        "provider": provider,
        "place": place,
        "online": online,
        "starts_on": starts,
        "ends_on": ends,
        "register_by": register,
        "seats": row.seats(),
        "cost": row.cost(),
        "subsidy": row.subsidy(),
        "raises": raises,
        "teaches": tuple(dict.fromkeys(ACCESS_WORDS.get(word.lower(), word) for word in row.items("teaches"))),
        "licences": tuple(dict.fromkeys(read_licence(word) or word for word in row.items("licences"))),
        "needs": needs,
        "arrangements": frozenset(row.choices("arrangements", accommodation_words())),
        "conditions": row.told("conditions"),
    }
    if row.rejected:
        return None
    if external:
        key = f"course:{row.text('source') or source}:{external}"
    else:
        key = "\0".join(("course", _key(provider), _key(name), str(starts or ""), _key(place.text)))
    return Course(id="k_" + identify(key), **values)


def _line(text: str) -> str:
    return " ".join(plain(text).split())


def _key(text: str) -> str:
    return "".join(plain(text).lower().split())


def _place(row: CourseRow) -> tuple[Place, bool]:
    """Where the course is held, and whether it is held over the internet."""
    text = _line(row.text("place"))
    if not text:
        return Place(), False
    online = _ONLINE.search(text) is not None and _IN_PERSON.search(text) is None
    place = read_place(text).place
    if place.city is None:
        # As for homes: an office writes the district alone, and a few of these names exist in other cities too (青山区).
        place = read_place(text, city=WUHAN).place
    if not district_or_zone(place):
        place = read_place(text).place
        if place.city is None and not online:
            row.warn(
                "place",
                say("没有认出区或城市", "no known district or city"),
                say("写区名，例如“洪山区”；网上授课写“线上”", "write the district, such as 洪山区, or 线上"),
            )
    return place, online


def _check_gain(row: CourseRow, raises: dict[str, Any], needs: dict[str, Any]) -> None:
    if any(needs.get(name, 0) >= level for name, level in raises.items()):
        row.warn(
            "needs",
            say("报名就要求达到学完的等级", "asks as much of an ability as it gives"),
            say("核对“提升能力”和“报名要求能力”", "compare 提升能力 and 报名要求能力"),
        )
