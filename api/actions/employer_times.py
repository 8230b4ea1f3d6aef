"""When an employer's own interviews are, as exactly as it may know: `matching.privacy.times`, laid over rows of its booths."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from api.paper.timetable import Meeting
from data.stores import BoothInterview
from matching.china_time import midnight_in_china
from matching.fair.clock import slots_of_hall, time_at
from matching.fair.states import FairState
from matching.knowledge.catalogue import Text
from matching.privacy import Booked, Turn, is_exact, turns_of
from matching.records import STANDING, Hall


@dataclass(frozen=True, slots=True)
class ToldTime:
    """`at`: to the minute, as 09:40. Before that is told: `half` of the day, `turn` at the booth (from 1), and both in words."""

    at: str | None = None
    half: Literal["morning", "afternoon"] | None = None
    turn: int | None = None
    text: Text | None = None


def told_times(hall: Hall | None, state: FairState, rows: Sequence[BoothInterview]) -> list[tuple[BoothInterview, ToldTime]]:
    """The rows with what is told of their time. Before the fair runs they come booth by booth: between booths the order would tell
    which begins first."""
    if hall is None or slots_of_hall(hall) == 0:
        return [(one, ToldTime()) for one in rows]
    if is_exact(state):
        return [(one, ToldTime(at=time_at(hall, one.start))) for one in rows]
    planned = [
        Booked(one.key, one.booth, one.start, one.alias, held=one.state in STANDING) for one in rows if one.start is not None
    ]
    turns = turns_of(hall, planned)
    ordered = sorted(rows, key=lambda one: (one.booth, *_place(turns.get(one.key)), one.alias, one.key))
    return [(one, _told(turns.get(one.key))) for one in ordered]


def by_turns(on: date, hall: Hall, slots: Sequence[int], meetings: Sequence[Meeting]) -> list[Meeting]:
    """Meetings of one employer, as long as their half of the day, in words and order by their turn. `slots`: where each begins."""
    planned = [Booked(one.key, one.booth, slot, one.alias) for one, slot in zip(meetings, slots, strict=True)]
    turns, day = turns_of(hall, planned), midnight_in_china(on)
    return [
        replace(
            one,
            starts=day + timedelta(minutes=turns[one.key].half.first),
            ends=day + timedelta(minutes=turns[one.key].half.last),
            turn=turns[one.key].number,
            when=turns[one.key].text,
        )
        for one in meetings
    ]


def _told(turn: Turn | None) -> ToldTime:
    return ToldTime() if turn is None else ToldTime(half=turn.half.name, turn=turn.number or None, text=turn.text)


def _place(turn: Turn | None) -> tuple[int, int]:
    """Who has no time comes last."""
    return (24 * 60, 0) if turn is None else turn.place
