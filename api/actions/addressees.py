"""Whom a message of an event concerns, and what it is about for each of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from api.actions.errors import BadInput, NotFound
from api.actions.lists import RUN
from data.stores import Stores, Vetting
from matching.knowledge.catalogue import Text
from matching.records import STANDING, Audience, Event, Interview, InterviewState, MessageKind, Viewer

MOST_POSTS: Final = 5
"""Postings that one invitation names before there is a timetable: the person's best ranks."""
_NO_TIMES: Final = Text(
    zh="还没有面谈时间表，没有时间可写；先分配并保存时间表。",
    en="There is no timetable yet, so there are no times to write; allocate and save one first.",
)


@dataclass
class Addressee:
    """What one person or employer is written about."""

    postings: list[str] = field(default_factory=list)
    interviews: list[Interview] = field(default_factory=list)


def concerned_by(stores: Stores, viewer: Viewer, event: Event, kind: MessageKind, audience: Audience) -> dict[str, Addressee]:
    """Id -> what they are written about. Raises NotFound without lists, BadInput without a timetable where there must be one."""
    saved = stores.interviews.current(viewer, event.id)
    if kind is MessageKind.INVITATION:
        if audience is Audience.EMPLOYER:
            return {
                one.employer: Addressee() for one in stores.fairs.employers(viewer, event.id) if one.state is not Vetting.REFUSED
            }
        if saved is None:
            return _of_lists(stores, viewer, event)
    if saved is None:
        raise BadInput(_NO_TIMES)
    now = _of_times(stores, viewer, event, audience, saved.version)
    if kind is not MessageKind.CHANGE:
        return now
    before = _of_times(stores, viewer, event, audience, saved.version - 1) if saved.version > 1 else {}
    moved = _moved_on_the_day(stores, viewer, event, audience)
    return {
        name: now.get(name, Addressee())
        for name in sorted(now.keys() | before.keys() | moved)
        if name in moved or (before and _times(now.get(name)) != _times(before.get(name)))
    }


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


def _of_times(stores: Stores, viewer: Viewer, event: Event, audience: Audience, version: int) -> dict[str, Addressee]:
    rows = [one.interview for one in stores.interviews.list(viewer, event.id, version=version) if one.interview.state in STANDING]
    employers = _employer_of(stores, viewer, (one.posting for one in rows))
    found: dict[str, Addressee] = {}
    for one in rows:
        name = one.candidate if audience is Audience.CANDIDATE else employers[one.posting]
        to = found.setdefault(name, Addressee())
        to.interviews.append(one)
        if audience is Audience.CANDIDATE and one.posting not in to.postings:
            to.postings.append(one.posting)
    return found


def _moved_on_the_day(stores: Stores, viewer: Viewer, event: Event, audience: Audience) -> set[str]:
    """Those of whom an interview was moved, cancelled or added by an entry of the day."""
    changed: list[Interview] = []
    after = 0
    while page := stores.days.list(viewer, event.id, after, 1_000):
        for entry in page:
            # Who did not come knows it.
            for change in (one for one in entry.changes if one.became.state is not InterviewState.NO_SHOW):
                was = change.was
                if was is None or (was.start, was.booth, was.state in STANDING) != (
                    change.became.start,
                    change.became.booth,
                    change.became.state in STANDING,
                ):
                    changed.append(change.became)
        after = page[-1].id
    changed = [one for one in changed if one.candidate]
    if audience is Audience.CANDIDATE:
        return {one.candidate for one in changed}
    return set(_employer_of(stores, viewer, (one.posting for one in changed)).values())


def _employer_of(stores: Stores, viewer: Viewer, postings: Iterable[str]) -> dict[str, str]:
    wanted = sorted(set(postings))
    return {one.id: one.employer for one in stores.postings.iterate(viewer, wanted)} if wanted else {}


def _times(to: Addressee | None) -> set[tuple[str, str, str, int | None]]:
    return set() if to is None else {(one.candidate, one.posting, one.booth, one.start) for one in to.interviews}
