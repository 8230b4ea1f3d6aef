"""Who takes a time that fell free on the day: the waiting lists in their order, those who are there and have time.

A place on a waiting list is an answer to "who is next"; nobody is asked to give way for it.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final

from matching.fair.day import DaySheet, Move, Replanner, moves_of
from matching.fair.openings import Openings
from matching.knowledge.catalogue import Text
from matching.records import Interview, Waiting
from matching.timetable import Event, Offered, replan

LOST: Final = "当天失去了原来的时间 / lost the first time on the day"
"""The cause of whoever had a time and lost it on the day: they come before everybody who never had one."""
AT_ONCE: Final = 400
"""Offers that are tried in one go; the next ones start from what these left."""
_WHY: Final = Text(zh="等候名单第 {place} 位，补上空出的时间", en="number {place} of the waiting list takes a time that fell free")
_WHY_LOST: Final = Text(zh="原来的时间没有了，补上空出的时间", en="the first time was lost, and another fell free")

SheetOf = Callable[[Mapping[int, Interview], Mapping[str, str]], DaySheet]
"""The fair with these interviews, and with these postings (posting -> booth) beside those that have some."""


def in_turn(places: Collection[Waiting]) -> list[Waiting]:
    """Places in the order in which they are served: lost times first, then the first of every list, the second, and so on."""
    return sorted(places, key=lambda one: (one.cause != LOST, one.position, one.posting))


def fill(
    sheet_of: SheetOf,
    interviews: Mapping[int, Interview],
    booths: Mapping[str, str],
    places: Sequence[Waiting],
    now: int,
    most: int | None,
    allowed: Callable[[Waiting], bool],
    planner: Replanner = replan,
    at_once: int = AT_ONCE,
) -> tuple[Move, ...]:
    """Offer what is free from slot `now` on to those who wait, one after another, and give the new interviews as moves.

    1. Somebody with as many interviews as `most` is passed over, and so is a pair that has no common time as things stand.
    2. Each of the others takes the first time that is open, with nobody moved. 3. Of those who would take one, `allowed` says
    whether they still may; who may not is passed over. Others keep their times; now and then one has another interviewer or unit
    from then on, so that there is one for the new interview.

    `booths`: posting -> booth of all places. The places are in turn: nobody comes before somebody who stands before them in the
    list of the same posting, unless that one cannot take any time that is free. `at_once` changes how long it takes, and nothing
    else.
    """
    held, new = dict(interviews), {}
    aside: dict[int, Move] = {}
    rest = list(places)
    while rest:
        sheet = sheet_of(held, booths)
        offers = offers_of(sheet, now, rest, most, at_once)
        if not offers:
            break
        sheet = sheet_of(held, {place.posting: booths[place.posting] for place in offers})
        found, others = _tried(sheet, held, now, offers, most, planner)
        refused = {place for place in found if not allowed(place)}
        if refused:
            rest = [place for place in rest if place not in refused]
            continue
        aside |= {move.interview: move for move in others if move.interview is not None}
        for place, move in found.items():
            number = max(held, default=0) + 1
            new[number] = Move(None, move.became, _why(place))
            held[number] = move.became
        held |= {number: move.became for number, move in aside.items()}
        rest = rest[rest.index(offers[-1]) + 1 :]
    moved = tuple(move for number, move in sorted(aside.items()) if number not in new)
    return (*moved, *(Move(None, held[number], move.why) for number, move in new.items()))


def offers_of(sheet: DaySheet, now: int, places: Sequence[Waiting], most: int | None, at_once: int = AT_ONCE) -> list[Waiting]:
    """The first places for which there may be a time, at most `at_once`.

    The sheet knows the postings of all places. A pair that has an interview already, or a person whom the sheet does not know, is
    passed over.
    """
    openings = Openings(sheet, now)
    rows = sheet.problem.interviews
    held = set(zip(rows.person.tolist(), rows.posting.tolist(), strict=True))
    number = Counter(rows.person.tolist())
    found: list[Waiting] = []
    for place in places:
        person, posting = sheet.people.get(place.candidate), sheet.postings.get(place.posting)
        if person is None or posting is None or (person, posting) in held or (most is not None and number[person] >= most):
            continue
        if openings.starts(person, posting):
            found.append(place)
            held.add((person, posting))
        if len(found) == at_once:
            break
    return found


def _tried(
    sheet: DaySheet, held: Mapping[int, Interview], now: int, offers: Collection[Waiting], most: int | None, planner: Replanner
) -> tuple[dict[Waiting, Move], list[Move]]:
    """The places that find a time, and those of the others that have another interviewer or unit.

    What an interview off a waiting list is worth nobody computed: the least of those that stand, so that it is moved before them
    when something else goes wrong.
    """
    rows = sheet.problem.interviews
    worth = float(rows.value.min()) if len(rows) else 1.0
    events: list[Event] = [Offered(sheet.people[one.candidate], sheet.postings[one.posting], worth, most) for one in offers]
    pairs = {(place.candidate, place.posting): place for place in offers}
    found: dict[Waiting, Move] = {}
    others: list[Move] = []
    for move in moves_of(sheet, held, now, events, planner):
        if move.interview is None:
            found[pairs[move.became.candidate, move.became.posting]] = move
        else:
            others.append(move)
    return found, others


def _why(place: Waiting) -> Text:
    return _WHY_LOST if place.cause == LOST else _WHY.format(place=place.position)
