"""The stored events by what a sheet may call them."""

from collections.abc import Sequence
from datetime import date

from data.importers.words import folded
from matching.records import Event


class EventNames:
    """Finds events by id, else by name."""

    def __init__(self, events: Sequence[Event]) -> None:
        self._days = {event.id: event.on for event in events}
        self._named: dict[str, list[str]] = {}
        for event in events:
            self._named.setdefault(folded(event.name), []).append(event.id)

    def called(self, name: str) -> Sequence[str]:
        """The ids of the events of this id, else of this name."""
        return [name] if name in self._days else self._named.get(folded(name), [])

    def day_of(self, event: str | None) -> date | None:
        """The day of an event by its id; None for no event, or one without a day."""
        return None if event is None else self._days[event]
