"""A published fair as a problem of the timetable, and a re-planned one back as interviews."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from matching.fair.clock import clock_of, slots_of_hall, windows_in
from matching.fair.places import Redirects, goes_on_at
from matching.knowledge.catalogue import Text
from matching.records import SHARED, STANDING, SUPPORT_TEXTS, Hall, Interview, InterviewState, SupportKind, Visitor
from matching.timetable import (
    Booth,
    ChangeKind,
    Event,
    Interviews,
    Person,
    Pin,
    Posting,
    Problem,
    Replan,
    Resource,
    Timetable,
    Windows,
    replan,
    walking_minutes,
)
from matching.timetable.replanning import WORDS


class Replanner(Protocol):
    """Changes a running timetable after events, at the beginning of slot `now`. `matching.timetable.replan` is one."""

    def __call__(self, problem: Problem, timetable: Timetable, now: int, events: Sequence[Event]) -> Replan: ...


@dataclass(frozen=True, eq=False)
class DaySheet:
    """`rows`: the interview that each row of the problem is; `people`, `postings`, `booths`: the row of each name."""

    problem: Problem
    timetable: Timetable
    rows: tuple[int, ...]
    people: Mapping[str, int]
    postings: Mapping[str, int]
    booths: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Losses:
    """What went earlier on the day, by slot. `closed`: booth -> the slot from which nobody interviews there. `moved`: booth ->
    where it goes on. `gone`: (kind, unit, from, to) of supports that are away.
    """

    closed: Mapping[str, int] = field(default_factory=dict)
    moved: Redirects = field(default_factory=dict)
    gone: tuple[tuple[SupportKind, int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """What a re-plan does to one interview (its number; None: a new one, at this booth and posting of this person).

    `why` is the reason alone: who, where and when stand in the interview.
    """

    interview: int | None
    became: Interview
    why: Text


NO_LOSSES: Final = Losses()
_OTHERS: Final = Text(zh="时间不变，换面试官或支持人员：{why}", en="the same time, with another interviewer or supporter: {why}")


def booths_of(hall: Hall) -> tuple[Booth, ...]:
    """The booths of a hall for the timetable, in its order: each interviewer is there in the booth's windows."""
    return tuple(
        Booth(
            name=booth.number,
            interviewers=(windows_in(hall, booth.windows),) * booth.interviewers,
            brings=tuple(sorted(kind.value for kind in booth.brings if any(one.kind is kind for one in hall.supports))),
        )
        for booth in hall.booths
    )


def resources_of(hall: Hall) -> tuple[Resource, ...]:
    """What a hall lends, for the timetable: one resource a kind, its units in the order of the rows."""
    found: dict[SupportKind, list[tuple[tuple[int, int], ...]]] = {}
    for support in hall.supports:
        found.setdefault(support.kind, []).extend([windows_in(hall, support.windows)] * support.count)
    return tuple(
        Resource(name=kind.value, label=SUPPORT_TEXTS[kind], units=tuple(units), shared=kind in SHARED)
        for kind, units in sorted(found.items())
    )


def person_of(visitor: Visitor) -> Person:
    return Person(
        name=visitor.candidate,
        windows=visitor.windows,
        takes=visitor.takes,
        rest=visitor.rest,
        pace=visitor.pace,
        needs=tuple(sorted(kind.value for kind in visitor.needs)),
    )


def day_sheet(
    hall: Hall,
    visitors: Sequence[Visitor],
    interviews: Mapping[int, Interview],
    offered: Mapping[str, str] | None = None,
    losses: Losses = NO_LOSSES,
) -> DaySheet:
    """A fair as it stands: the interviews that were held or may be, at their times. Others take no part.

    `offered`: posting -> booth of the postings that somebody new may be sent to. Raises TimetableConflict for what cannot be.
    """
    rows = tuple(sorted(number for number, one in interviews.items() if one.state in STANDING and one.start is not None))
    there = [interviews[number] for number in rows]
    places = {booth.number: row for row, booth in enumerate(hall.booths)}
    groups: dict[str, int] = {}
    at: dict[str, str] = dict(offered or {})
    for one in there:
        at[one.posting] = one.booth
        groups[one.posting] = max(one.group, groups.get(one.posting, 1))
    postings = {name: row for row, name in enumerate(sorted(at))}
    people = {visitor.candidate: row for row, visitor in enumerate(visitors)}
    lengths = {visitor.candidate: visitor.takes for visitor in visitors}
    resources = _without(resources_of(hall), there, lengths, losses)
    problem = Problem(
        people=tuple(person_of(visitor) for visitor in visitors),
        postings=tuple(Posting(name, places[at[name]], groups.get(name, 1)) for name in sorted(at)),
        booths=_closed(booths_of(hall), there, lengths, losses),
        interviews=Interviews(
            person=np.array([people[one.candidate] for one in there], dtype=np.int64),
            posting=np.array([postings[one.posting] for one in there], dtype=np.int64),
            value=np.array([one.value for one in there], dtype=np.float64),
            extra=np.array([one.extra for one in there], dtype=np.int64),
        ),
        slots=slots_of_hall(hall),
        clock=clock_of(hall),
        resources=resources,
        walking=walking_of(hall, losses),
        pause=hall.pause_minutes,
        pins=tuple(Pin(row, one.start, one.pinned) for row, one in enumerate(there) if one.pinned and one.start is not None),
        guaranteed=max(1, hall.guaranteed),
    )
    units = np.full((len(there), len(resources)), -1, dtype=np.int64)
    for row, one in enumerate(there):
        for column, resource in enumerate(resources):
            units[row, column] = one.units.get(SupportKind(resource.name), -1)
    timetable = Timetable(
        start=np.array([-1 if one.start is None else one.start for one in there], dtype=np.int64),
        interviewer=np.array([one.interviewer for one in there], dtype=np.int64),
        units=units,
    )
    return DaySheet(problem, timetable, rows, people, postings, places)


def moves_of(
    sheet: DaySheet, interviews: Mapping[int, Interview], now: int, events: Sequence[Event], planner: Replanner = replan
) -> tuple[Move, ...]:
    """What events change, as interviews. One that loses its place is cancelled; a new one that finds none is left out."""
    found = planner(sheet.problem, sheet.timetable, now, events)
    kinds = [SupportKind(resource.name) for resource in found.problem.resources]
    booths = {row: name for name, row in sheet.booths.items()}
    moves = []
    for change in found.changes:
        row = change.interview
        number = sheet.rows[row] if row < len(sheet.rows) else None
        posting = found.problem.postings[int(found.problem.interviews.posting[row])]
        units = found.timetable.units[row].tolist()
        place: dict[str, Any] = {
            "start": change.after,
            "interviewer": max(0, int(found.timetable.interviewer[row])),
            "units": {kind: unit for kind, unit in zip(kinds, units, strict=True) if unit >= 0},
            "extra": int(found.problem.interviews.extra[row]),
            "booth": booths[posting.booth],
        }
        if number is None:
            if change.after is None:
                continue
            person = found.problem.people[int(found.problem.interviews.person[row])].name
            value = float(found.problem.interviews.value[row])
            new = Interview(candidate=person, posting=posting.name, value=value, state=InterviewState.WALK_IN, **place)
            moves.append(Move(None, new, WORDS[change.why]))
            continue
        was = interviews[number]
        state = InterviewState.CANCELLED if change.after is None else was.state
        if change.after is None:
            place |= {"interviewer": was.interviewer, "units": {}, "booth": was.booth}
        why = WORDS[change.why]
        if change.kind is ChangeKind.UNIT:
            why = _OTHERS.format(why=why)
        moves.append(Move(number, was.model_copy(update={**place, "state": state}), why))
    moved = {move.interview for move in moves}
    for row, number in enumerate(sheet.rows):
        extra = int(found.problem.interviews.extra[row])
        if number not in moved and extra != interviews[number].extra:
            why = Text(zh="面试延长", en="the interview takes longer")
            moves.append(Move(number, interviews[number].model_copy(update={"extra": extra}), why))
    return tuple(moves)


def _closed(booths: Sequence[Booth], there: Sequence[Interview], lengths: Mapping[str, int], losses: Losses) -> tuple[Booth, ...]:
    """The booths without the hours after they closed; what was running then came to its end."""
    found = []
    for booth in booths:
        since = losses.closed.get(booth.name)
        if since is not None:
            ends = [_end(one, lengths) for one in there if one.booth == booth.name and one.start is not None and one.start < since]
            cut = max([since, *ends])
            booth = replace(booth, interviewers=tuple(_until(windows, cut) for windows in booth.interviewers), closed=True)
        found.append(booth)
    return tuple(found)


def _without(
    resources: Sequence[Resource], there: Sequence[Interview], lengths: Mapping[str, int], losses: Losses
) -> tuple[Resource, ...]:
    """The resources without the hours in which their units are away; what was running then came to its end."""
    found = {resource.name: list(resource.units) for resource in resources}
    for kind, unit, since, until in losses.gone:
        if kind.value not in found or unit >= len(found[kind.value]):
            continue
        ends = [_end(one, lengths) for one in there if one.units.get(kind) == unit and one.start is not None and one.start < since]
        first = max([since, *ends])
        windows = found[kind.value][unit]
        found[kind.value][unit] = (*_until(windows, first), *_from(windows, max(first, until)))
    return tuple(replace(resource, units=tuple(found[resource.name])) for resource in resources)


def _end(one: Interview, lengths: Mapping[str, int]) -> int:
    return (one.start or 0) + lengths[one.candidate] + one.extra


def _until(windows: Windows | None, slot: int) -> Windows:
    return tuple((first, min(last, slot)) for first, last in windows or () if first < slot)


def _from(windows: Windows | None, slot: int) -> Windows:
    return tuple((max(first, slot), last) for first, last in windows or () if last > slot)


def walking_of(hall: Hall, losses: Losses = NO_LOSSES) -> NDArray[np.float64] | None:
    """None where a booth has no place on the plan: then nobody knows how far it is."""
    own = {booth.number: booth.position for booth in hall.booths}
    places = [own[goes_on_at(losses.moved, booth.number) or booth.number] for booth in hall.booths]
    if not places or any(place is None for place in places):
        return None
    return walking_minutes(np.array(places, dtype=np.float64))
