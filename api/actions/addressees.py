"""Whom a message of an event concerns, and what it is about for each of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from api.actions.errors import BadInput, NotFound
from api.actions.lists import RUN
from data.stores import Stores, Vetting
from matching.knowledge.catalogue import Text
from matching.records import STANDING, Audience, DayAct, Event, Interview, InterviewState, MessageKind, Viewer

MOST_POSTS: Final = 5
"""Postings that one invitation names before there is a timetable: the person's best ranks."""
_AHEAD: Final = STANDING - {InterviewState.DONE}
_NO_TIMES: Final = Text(
    zh="还没有面试时间表，没有时间可写；先分配并保存时间表。",
    en="There is no timetable yet, so there are no times to write; allocate and save one first.",
)


@dataclass
class Addressee:
    """What one person or employer is written about. `cause`: what was entered on the day, where that took their times."""

    postings: list[str] = field(default_factory=list)
    interviews: list[Interview] = field(default_factory=list)
    cause: DayAct | None = None


def concerned_by(stores: Stores, viewer: Viewer, event: Event, kind: MessageKind, audience: Audience) -> dict[str, Addressee]:
    """Id -> what they are written about. Raises NotFound without lists, BadInput without a timetable where there must be one."""
    saved = stores.timetables.current(viewer, event.id)
    if kind is MessageKind.INVITATION:
        if audience is Audience.EMPLOYER:
            return {
                one.employer: Addressee() for one in stores.fairs.employers(viewer, event.id) if one.state is not Vetting.REFUSED
            }
        if saved is None:
            return _of_lists(stores, viewer, event)
    if saved is None:
        raise BadInput(_NO_TIMES)
    now = of_timetable(stores, viewer, event, audience, saved.version)
    if kind is not MessageKind.CHANGE:
        return now
    before = of_timetable(stores, viewer, event, audience, saved.version - 1) if saved.version > 1 else {}
    moved = _moved_on_the_day(stores, viewer, event, audience)
    changed = (moved_between(before, now) if before else set()) | moved.keys()
    if audience is Audience.CANDIDATE:
        # Who wants no interview any more said so.
        changed -= {name for name, act in moved.items() if act is DayAct.WITHDRAWN and name not in now}
    return {name: now.get(name, Addressee(cause=moved.get(name))) for name in sorted(changed)}


def moved_between(before: Mapping[str, Addressee], now: Mapping[str, Addressee]) -> set[str]:
    """Those who have other times in one timetable than in another."""
    return {name for name in before.keys() | now.keys() if _times(before.get(name)) != _times(now.get(name))}


def _of_lists(stores: Stores, viewer: Viewer, event: Event) -> dict[str, Addressee]:
    """The people on the fitting band of the newest lists, with the postings where they stand best."""
    run = stores.runs.latest(viewer, event.id)
    if run is None:
        raise NotFound(RUN, event.id)
    ranks: dict[str, list[tuple[int, str]]] = {}
    for shortlist in stores.runs.iterate(viewer, run.id):
        for entry in shortlist.entries:
            if entry.band == "fit":
                ranks.setdefault(entry.candidate, []).append((entry.rank, entry.posting))
    return {
        name: Addressee(postings=[posting for _, posting in sorted(found)[:MOST_POSTS]]) for name, found in sorted(ranks.items())
    }


def of_timetable(stores: Stores, viewer: Viewer, event: Event, audience: Audience, version: int) -> dict[str, Addressee]:
    """Everybody with interviews in a version of the timetable, as it stands."""
    rows = [one.interview for one in stores.interviews.list(viewer, event.id, version=version) if one.interview.state in STANDING]
    return of_interviews(rows, audience, employers_of(stores, viewer, (one.posting for one in rows)))


def of_interviews(rows: Iterable[Interview], audience: Audience, employers: Mapping[str, str]) -> dict[str, Addressee]:
    """Everybody with one of these interviews. `employers`: posting -> its employer."""
    found: dict[str, Addressee] = {}
    for one in rows:
        name = one.candidate if audience is Audience.CANDIDATE else employers[one.posting]
        to = found.setdefault(name, Addressee())
        to.interviews.append(one)
        if audience is Audience.CANDIDATE and one.posting not in to.postings:
            to.postings.append(one.posting)
    return found


def _moved_on_the_day(stores: Stores, viewer: Viewer, event: Event, audience: Audience) -> dict[str, DayAct]:
    """Those of whom an interview was moved, cancelled or added by an entry of the day, each with the last such entry's act."""
    changed: list[tuple[Interview, DayAct]] = []
    after = 0
    while page := stores.days.list(viewer, event.id, after, 1_000):
        for entry in page:
            # Who did not come knows it.
            for change in (one for one in entry.changes if one.became.state is not InterviewState.NO_SHOW):
                if has_moved(change.was, change.became):
                    changed.append((change.became, entry.entry.act))
            if entry.entry.act is DayAct.BOOTH_LOST and entry.entry.to is not None:
                rows = stores.interviews.list(viewer, event.id, booth=entry.entry.booth)
                changed += [
                    (row.interview, entry.entry.act)
                    for row in rows
                    if row.interview.state in _AHEAD and (row.interview.start or 0) >= entry.slot
                ]
        after = page[-1].id
    changed = [(one, act) for one, act in changed if one.candidate]
    if audience is Audience.CANDIDATE:
        return {one.candidate: act for one, act in changed}
    employers = employers_of(stores, viewer, (one.posting for one, _ in changed))
    return {employers[one.posting]: act for one, act in changed}


def has_moved(was: Interview | None, became: Interview) -> bool:
    """Whether time, booth, or that it is held at all, is another one since."""
    if was is None:
        return True
    return (was.start, was.booth, was.state in STANDING) != (became.start, became.booth, became.state in STANDING)


def employers_of(stores: Stores, viewer: Viewer, postings: Iterable[str]) -> dict[str, str]:
    """Posting -> its employer."""
    wanted = sorted(set(postings))
    return {one.id: one.employer for one in stores.postings.iterate(viewer, wanted)} if wanted else {}


def _times(to: Addressee | None) -> set[tuple[str, str, str, int | None]]:
    return set() if to is None else {(one.candidate, one.posting, one.booth, one.start) for one in to.interviews}
