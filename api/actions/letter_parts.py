"""The parts of a letter that come from the event: day, place, hours, and lists of postings and times."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from api.actions.views import place_text
from matching.discretion import is_discreet, names_no_arrangement
from matching.fair.clock import clock_of
from matching.fair.places import NOWHERE, Redirects, place_of_booth
from matching.knowledge.catalogue import Text
from matching.privacy import half_of
from matching.records import Event, Interview, Posting

_WEEKDAYS: Final = "一二三四五六日"
_HALF: Final = Text(zh="{half} {booth}号展位{place} {n} 场", en="{half}, booth {booth}{place}, interviews: {n}")
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


def booth_of(event: Event, employer: str, moved: Redirects) -> Text:
    """The first booth of an employer by number, and how to find it; empty for one without a booth."""
    own = next((booth.number for booth in event.hall.booths if booth.employer == employer), None)
    if own is None:
        return Text(zh="", en="")
    place = _place_of(event, own, moved)
    return Text(zh=f"{own}{place.zh}", en=f"{own}{place.en}")


def times_of(event: Event, interviews: Iterable[tuple[Interview, str]], moved: Redirects, short: bool) -> Text:
    """Each interview by time, booth and a name (the posting's for a person, none for an employer), in the order of time.

    `moved`: where lost booths go on.
    """
    clock = clock_of(event.hall)
    rows = sorted(((one.start, one.booth, called) for one, called in interviews if one.start is not None))
    if not rows:
        return Text(zh="（没有）", en="(none)")
    lines = []
    for start, booth, called in rows:
        place = _place_of(event, booth, moved, start)
        zh = f"{clock.at(start)} {booth}号展位{place.zh}" + (f" {called}" if called else "")
        en = f"{clock.at(start)} booth {booth}{place.en}" + (f", {called}" if called else "")
        lines.append(Text(zh=zh, en=en))
    return _listed(lines, short)


def halves_of(event: Event, interviews: Iterable[Interview], moved: Redirects, short: bool) -> Text:
    """How many interviews there are at each booth in each half of the day: what an employer is told before the day."""
    found = Counter((half_of(event.hall, one.start), one.booth) for one in interviews if one.start is not None)
    if not found:
        return Text(zh="（没有）", en="(none)")
    lines = []
    for (half, booth), n in sorted(found.items(), key=lambda row: (row[0][0].first, row[0][1])):
        place = _place_of(event, booth, moved)
        lines.append(_HALF.format(half=half.text, booth=booth, place=place, n=n))
    return _listed(lines, short)


def _place_of(event: Event, booth: str, moved: Redirects, start: int | None = None) -> Text:
    """How to find a booth, in brackets; nothing where the words would tell others of health or of an arrangement."""
    place = place_of_booth(event.hall, booth, moved, start)
    if not place.zh or not is_discreet(place.zh) or not names_no_arrangement(place.zh):
        return NOWHERE
    return Text(zh=f"（{place.zh}）", en=f" ({place.en})")


def _listed(lines: Sequence[Text], short: bool) -> Text:
    if short:
        return Text(zh="；".join(one.zh for one in lines), en="; ".join(one.en for one in lines))
    return Text(zh="\n".join(f"· {one.zh}" for one in lines), en="\n".join(f"- {one.en}" for one in lines))
