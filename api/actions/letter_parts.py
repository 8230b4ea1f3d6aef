"""The parts of a letter that come from the event: day, place, hours, and lists of postings and times."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from api.actions.views import place_text
from matching.fair.clock import clock_of
from matching.knowledge.catalogue import Text
from matching.records import Event, Interview, Posting

_WEEKDAYS: Final = "一二三四五六日"
_OPEN: Final = Text(zh="待定", en="to be announced")


def day_of(on: date | None) -> Text:
    if on is None:
        return _OPEN
    return Text(zh=f"{on.year}年{on.month}月{on.day}日（星期{_WEEKDAYS[on.weekday()]}）", en=f"{on:%A}, {on.day} {on:%B %Y}")


def place_of(event: Event) -> Text:
    venue = event.venue
    if venue is None:
        return _OPEN
    where = venue.place.address or place_text(venue.place)
    return Text(zh=f"{venue.name}（{where}）", en=f"{venue.name} ({where})") if where else Text(zh=venue.name, en=venue.name)


def hours_of(event: Event) -> Text:
    hours = event.hall.hours
    if hours is None:
        return _OPEN
    said = f"{hours.starts:%H:%M}-{hours.ends:%H:%M}"
    return Text(zh=said, en=said)


def posts_of(postings: Sequence[Posting], employers: dict[str, str], short: bool) -> Text:
    """The postings by title and employer: a line each in a letter, in a row in a text message."""
    return _listed(
        [
            Text(
                zh=f"{employers.get(one.employer, '')}“{one.title}”",
                en=f"{one.title} at {employers.get(one.employer, one.employer)}",
            )
            for one in postings
        ],
        short,
    )


def times_of(event: Event, interviews: Iterable[tuple[Interview, str]], short: bool) -> Text:
    """Each interview by time, booth and a name (the posting's for a person, none for an employer), in the order of time."""
    clock = clock_of(event.hall)
    rows = sorted(((one.start, one.booth, called) for one, called in interviews if one.start is not None))
    if not rows:
        return Text(zh="（没有）", en="(none)")
    lines = []
    for start, booth, called in rows:
        zh = f"{clock.at(start)} {booth}号展位" + (f" {called}" if called else "")
        en = f"{clock.at(start)} booth {booth}" + (f", {called}" if called else "")
        lines.append(Text(zh=zh, en=en))
    return _listed(lines, short)


def _listed(lines: Sequence[Text], short: bool) -> Text:
    if short:
        return Text(zh="；".join(one.zh for one in lines), en="; ".join(one.en for one in lines))
    return Text(zh="\n".join(f"· {one.zh}" for one in lines), en="\n".join(f"- {one.en}" for one in lines))
