"""When people can be at a fair, over the wire."""

from pydantic import Field

from api.schemas.base import Input, View
from matching.records import TimeWindow


class OwnHoursInput(Input):
    """The times of the day, one after the other; none: all day."""

    windows: tuple[TimeWindow, ...] = Field(max_length=10)


class OwnHoursView(View):
    """When one person can be there; no windows: all day."""

    candidate: str
    name: str
    windows: tuple[TimeWindow, ...]


class OwnHoursListView(View):
    """The people of an event who cannot be there all day."""

    event: str
    items: tuple[OwnHoursView, ...]
    next: str | None
