"""Words that several documents share: dates, who may have a document, the line above its title."""

from collections.abc import Sequence
from datetime import date
from typing import Final, Protocol

from api.paper.blocks import Words
from matching.knowledge.catalogue import Text

STAFF_ONLY: Final = Text(
    zh="含个人信息：只供本次活动的工作人员使用，用完销毁。",
    en="Holds personal data: for staff of this event only; destroy it after use.",
)
EMPLOYER_ONLY: Final = Text(
    zh="只供本单位为这次招聘使用，不转给别人。", en="For this employer and this recruitment only; do not pass it on."
)
OWN_COPY: Final = Text(zh="这份文件归本人保管。", en="This document belongs to the person it is about.")
OFFICE_ONLY: Final = Text(zh="供就业服务机构内部使用，不含姓名。", en="For the employment service; it names nobody.")
OPEN: Final = Text(zh="可以公开张贴。", en="May be put up in public.")

EMPLOYER: Final = Text(zh="单位", en="Employer")
JOB: Final = Text(zh="岗位", en="Job")
PLACE: Final = Text(zh="地点", en="Place")
PAY: Final = Text(zh="工资", en="Pay")
NAME: Final = Text(zh="姓名", en="Name")
NUMBER: Final = Text(zh="编号", en="Number")

_WEEKDAYS: Final = (
    Text(zh="星期一", en="Monday"),
    Text(zh="星期二", en="Tuesday"),
    Text(zh="星期三", en="Wednesday"),
    Text(zh="星期四", en="Thursday"),
    Text(zh="星期五", en="Friday"),
    Text(zh="星期六", en="Saturday"),
    Text(zh="星期日", en="Sunday"),
)
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def day_text(day: date) -> Text:
    """2027年3月20日 星期六 / Saturday 20 March 2027."""
    weekday = _WEEKDAYS[day.weekday()]
    return Text(
        zh=f"{day.year}年{day.month}月{day.day}日 {weekday.zh}", en=f"{weekday.en} {day.day} {_MONTHS[day.month - 1]} {day.year}"
    )


class Dated(Protocol):
    """What has a name and perhaps a day: an event, whoever sees it."""

    @property
    def name(self) -> str: ...

    @property
    def on(self) -> date | None: ...


def event_line(event: Dated) -> Words:
    """The event and its day."""
    if event.on is None:
        return event.name
    day = day_text(event.on)
    return Text(zh=f"{event.name}　{day.zh}", en=f"{event.name}, {day.en}")


def joined(texts: Sequence[Words], between: Text) -> Text:
    """Words one after another in each language, with `between` between them."""
    return Text(
        zh=between.zh.join(one.zh if isinstance(one, Text) else one for one in texts),
        en=between.en.join(one.en if isinstance(one, Text) else one for one in texts),
    )


LIST: Final = Text(zh="、", en=", ")
SENTENCES: Final = Text(zh="；", en="; ")
