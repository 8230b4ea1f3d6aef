"""The interviews of a person or a booth as a calendar file (RFC 5545).

It lies on a phone that others see, and tells of interviews alone.
"""

import hashlib
from collections.abc import Sequence
from datetime import UTC, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Final

from api.paper.blocks import Stamp
from api.paper.layout import in_language
from api.paper.timetable import Audience, Fair, Meeting
from matching.discretion import is_discreet, names_no_arrangement
from matching.knowledge.catalogue import Text
from matching.privacy import WHY

if TYPE_CHECKING:
    from icalendar import Event

_TALK: Final = Text(zh="面试", en="Interview")
_WITH: Final = Text(zh="面试：{employer}", en="Interview: {employer}")
_GUEST: Final = Text(zh="面试：签到码 {code}", en="Interview: code {code}")
_STRANGER: Final = Text(zh="面试：面试号 {alias}", en="Interview: number {alias}")
_APPLICANT: Final = Text(zh="面试：{job}（面试号 {alias}）", en="Interview: {job} (number {alias})")
_SEVERAL: Final = Text(zh="面试 {n} 场", en="Interviews: {n}")
_IN_TURN: Final = Text(zh="{turn}. {who}", en="{turn}. {who}")
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
    them. Where an employer has no exact times yet, there is one event for each half of the day at a booth, which names its
    interviews in their order.

    Resources are not in it, and jobs only in an employer's own. The names of job, employer and venue are left out where they speak
    of health, of a disability or of an arrangement. Times are in UTC, so that every reader shows them on its own clock.
    """
    from icalendar import Calendar

    book = Calendar()
    book.add("prodid", "-//Tongtu//interviews//EN")
    book.add("version", "2.0")
    book.add("method", "PUBLISH")
    for half in _halves([one for one in meetings if one.turn]):
        book.add_component(_half_entry(fair, half, stamp, language))
    for one in sorted((one for one in meetings if not one.turn), key=lambda one: (one.starts, one.key)):
        title = _WITH.format(employer=one.employer) if _quiet(one.employer) else _TALK
        if at_booth is not None:
            title = _GUEST.format(code=one.code) if at_booth == "staff" else _stranger(one)
        description = None if at_booth is not None else _COME.format(code=one.code)
        book.add_component(_entry(fair, one, one.key, title, description, stamp, language))
    return bytes(book.to_ical())


def _halves(meetings: Sequence[Meeting]) -> list[list[Meeting]]:
    """The meetings of each half of the day at each booth, in their order."""
    ordered = sorted(meetings, key=lambda one: (one.starts, one.booth, one.turn))
    return [list(found) for _, found in groupby(ordered, key=lambda one: (one.starts, one.booth))]


def _half_entry(fair: Fair, half: Sequence[Meeting], stamp: Stamp, language: str) -> "Event":
    first = half[0]
    named = "\0".join((fair.name, fair.on.isoformat(), first.employer, first.booth, first.starts.isoformat()))
    key = hashlib.sha256(named.encode()).hexdigest()[:20]
    lines = [in_language(_IN_TURN.format(turn=one.turn, who=_stranger(one)), language) for one in half]
    description = "\n".join((*lines, in_language(WHY, language)))
    return _entry(fair, first, key, _SEVERAL.format(n=len(half)), description, stamp, language)


def _entry(fair: Fair, one: Meeting, key: str, title: Text, description: Text | str | None, stamp: Stamp, language: str) -> "Event":
    from icalendar import Alarm, Event

    entry = Event()
    entry.add("uid", f"{key}@{_DOMAIN}")
    entry.add("dtstamp", (stamp.run_at or stamp.made_at).astimezone(UTC))
    entry.add("dtstart", one.starts.astimezone(UTC))
    entry.add("dtend", one.ends.astimezone(UTC))
    entry.add("summary", in_language(title, language))
    booth, place = in_language(_BOOTH.format(booth=one.booth), language), in_language(one.place, language)
    where = (fair.venue if _quiet(fair.venue) else "", booth, place if _quiet(place) else "")
    entry.add("location", " ".join(part for part in where if part))
    if description is not None:
        entry.add("description", in_language(description, language))
    entry.add("class", "PRIVATE")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", in_language(_TALK, language))
    alarm.add("trigger", -_EARLY)
    entry.add_component(alarm)
    return entry


def _stranger(one: Meeting) -> Text:
    return _APPLICANT.format(alias=one.alias, job=one.job) if one.job and _quiet(one.job) else _STRANGER.format(alias=one.alias)


def _quiet(phrase: str) -> bool:
    return is_discreet(phrase) and names_no_arrangement(phrase)
