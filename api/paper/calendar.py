"""The interviews of a person or a booth as a calendar file (RFC 5545).

It lies on a phone that others see, and tells of interviews alone.
"""

from collections.abc import Sequence
from datetime import UTC, timedelta
from typing import Final

from api.paper.blocks import Stamp
from api.paper.layout import in_language
from api.paper.timetable import Audience, Fair, Meeting
from matching.discretion import is_discreet, names_no_arrangement
from matching.knowledge.catalogue import Text

_TALK: Final = Text(zh="面谈", en="Interview")
_WITH: Final = Text(zh="面谈：{employer}", en="Interview: {employer}")
_GUEST: Final = Text(zh="面谈：签到码 {code}", en="Interview: code {code}")
_STRANGER: Final = Text(zh="面谈：面试号 {alias}", en="Interview: number {alias}")
_BOOTH: Final = Text(zh="{booth} 号展位", en="Booth {booth}")
_COME: Final = Text(
    zh="请提前 10 分钟到签到台，签到码 {code}。", en="Come to the check-in desk 10 minutes before; your code is {code}."
)
_EARLY: Final = timedelta(minutes=30)
_DOMAIN: Final = "tongtu.invalid"


def calendar_bytes(
    fair: Fair, meetings: Sequence[Meeting], stamp: Stamp, language: str = "zh", at_booth: Audience | None = None
) -> bytes:
    """One event an interview, with a reminder half an hour before; equal meetings give equal bytes, and a changed time of the same
    interview replaces the old one (its UID stays).

    `at_booth`: for those at the booth; no name is in it. Staff get the check-in code of each person, an employer what it calls
    them.

    Neither resources nor jobs are in it. The names of employer and venue are left out where they speak of health, of a disability
    or of an arrangement. Times are in UTC, so that every reader shows them on its own clock.
    """
    from icalendar import Alarm, Calendar, Event

    book = Calendar()
    book.add("prodid", "-//Tongtu//interviews//EN")
    book.add("version", "2.0")
    book.add("method", "PUBLISH")
    for one in sorted(meetings, key=lambda one: (one.starts, one.key)):
        booth = in_language(_BOOTH.format(booth=one.booth), language)
        entry = Event()
        entry.add("uid", f"{one.key}@{_DOMAIN}")
        entry.add("dtstamp", (stamp.run_at or stamp.made_at).astimezone(UTC))
        entry.add("dtstart", one.starts.astimezone(UTC))
        entry.add("dtend", one.ends.astimezone(UTC))
        title = _WITH.format(employer=one.employer) if _quiet(one.employer) else _TALK
        if at_booth is not None:
            title = _GUEST.format(code=one.code) if at_booth == "staff" else _STRANGER.format(alias=one.alias)
        entry.add("summary", in_language(title, language))
        place = in_language(one.place, language)
        where = (fair.venue if _quiet(fair.venue) else "", booth, place if _quiet(place) else "")
        entry.add("location", " ".join(part for part in where if part))
        if at_booth is None:
            entry.add("description", in_language(_COME.format(code=one.code), language))
        entry.add("class", "PRIVATE")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", in_language(_TALK, language))
        alarm.add("trigger", -_EARLY)
        entry.add_component(alarm)
        book.add_component(entry)
    return bytes(book.to_ical())


def _quiet(phrase: str) -> bool:
    return is_discreet(phrase) and names_no_arrangement(phrase)
