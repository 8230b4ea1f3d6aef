"""Where the interviews of a booth are held: how to find it in the hall, and where it went when it was lost on the day."""

from collections.abc import Mapping
from typing import Final

from matching.knowledge.catalogue import Text
from matching.records import Hall

NOWHERE: Final = Text(zh="", en="")
_MOVED: Final = Text(zh="改到 {to} 号展位", en="now at booth {to}")
_MOVED_TO: Final = Text(zh="改到 {to} 号展位，{place}", en="now at booth {to}, {place}")


def place_of_booth(hall: Hall, booth: str, moved: Mapping[str, str] | None = None) -> Text:
    """How to find a booth, as the organizer wrote it; empty where nobody did. `moved`: lost booth -> the one it goes on at."""
    places = {one.number: one.place for one in hall.booths}
    to = (moved or {}).get(booth)
    if to is not None:
        return (_MOVED_TO if places.get(to) else _MOVED).format(to=to, place=places.get(to, ""))
    place = places.get(booth, "")
    return Text(zh=place, en=place) if place else NOWHERE
