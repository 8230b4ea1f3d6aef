"""Where the interviews of a booth are held: how to find it in the hall, and where it went when it was lost on the day."""

from collections.abc import Mapping, Sequence
from typing import Final

from matching.knowledge.catalogue import Text
from matching.records import Hall

Redirects = Mapping[str, Sequence[tuple[int, str]]]
"""Booth that was lost -> (slot from which on, booth at whose place it goes on), in the order in which they were told."""

NOWHERE: Final = Text(zh="", en="")
_MOVED: Final = Text(zh="改到 {to} 号展位", en="now at booth {to}")
_MOVED_TO: Final = Text(zh="改到 {to} 号展位，{place}", en="now at booth {to}, {place}")


def goes_on_at(moved: Redirects, booth: str, start: int | None = None) -> str | None:
    """The booth at whose place an interview beginning at slot `start` (None: what is still to come) is held; None for its own.

    What began before the booth was lost stays where it was.
    """
    found = [to for since, to in moved.get(booth, ()) if start is None or since <= start]
    return found[-1] if found else None


def place_of_booth(hall: Hall, booth: str, moved: Redirects | None = None, start: int | None = None) -> Text:
    """How to find a booth, as the organizer wrote it; empty where nobody did. Of one that was lost, for an interview at `start`."""
    places = {one.number: one.place for one in hall.booths}
    to = goes_on_at(moved or {}, booth, start)
    if to is not None:
        return (_MOVED_TO if places.get(to) else _MOVED).format(to=to, place=places.get(to, ""))
    place = places.get(booth, "")
    return Text(zh=place, en=place) if place else NOWHERE
