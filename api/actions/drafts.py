"""Messages that write themselves when something changes: they wait in the outbox, to be exported and sent by hand.

Times that go out, times that are others since, a booth that moves or closes, and a promise that is taken back. The same change told
again drafts nothing new, and a draft that has not gone out gives way to what is so now: nobody is sent old times with the new ones.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from api.actions.addressees import Addressee, employers_of, has_moved, moved_between, of_interviews, of_timetable
from api.actions.changed_times import changes_to, save_changes
from api.actions.messages import messages_to
from data.stores import EventVersion, StoredEntry, Stores
from matching.fair.states import FairState
from matching.records import (
    STANDING,
    Audience,
    Channel,
    DayAct,
    Event,
    Interview,
    InterviewState,
    Message,
    MessageKind,
    Viewer,
)

BEFORE_THE_DAY: Final = (Channel.LETTER, Channel.SMS)
ON_THE_DAY: Final = (Channel.SMS,)
"""A letter would come too late."""


def draft_times(stores: Stores, viewer: Viewer, event: Event, earlier: Iterable[EventVersion]) -> int:
    """Once a timetable is out: its times to everybody on it; where another was out before, to those who are new, and the change to
    those whose times are others. `earlier`: what happened to the event before. Returns how many messages are new."""
    saved = stores.timetables.current(viewer, event.id)
    if saved is None:
        return 0
    outs = [one.at for one in earlier if one.act == "move" and one.state is FairState.PUBLISHED]
    former = stores.timetables.current(viewer, event.id, max(outs)) if outs else None
    made: list[Message] = []
    for audience in Audience:
        now = of_timetable(stores, viewer, event, audience, saved.version)
        before = {} if former is None else of_timetable(stores, viewer, event, audience, former.version)
        new = {name: to for name, to in now.items() if name not in before}
        changed = {name: now.get(name, Addressee()) for name in sorted(moved_between(before, now) & before.keys())}
        made += messages_to(stores, viewer, event, MessageKind.TIMES, audience, BEFORE_THE_DAY, new)
        made += changes_to(stores, viewer, event, audience, BEFORE_THE_DAY, changed)
    return len(save_changes(stores, viewer, event, made))


def draft_changes(stores: Stores, viewer: Viewer, event: Event, entry: StoredEntry, interviews: Iterable[Interview]) -> int:
    """What an entry of the day changed, to the people and employers concerned: what is still ahead of them, by text message.

    `interviews`: as they stand after the entry. Who did not come, or withdrew, knows it. Returns how many messages are new.
    """
    ahead = [
        one
        for one in interviews
        if one.state in STANDING and one.state is not InterviewState.DONE and one.start is not None and one.start >= entry.slot
    ]
    changes = [one for one in entry.changes if one.became.state is not InterviewState.NO_SHOW]
    touched = [one.became for one in changes if has_moved(one.was, one.became)]
    if entry.entry.act is DayAct.BOOTH_LOST and entry.entry.to is not None:
        touched += [one for one in ahead if one.booth == entry.entry.booth]
    touched = [one for one in touched if one.candidate]
    people = of_interviews(ahead, Audience.CANDIDATE, {})
    told = {one.candidate for one in touched} - _knows(stores, viewer, event, entry, people)
    made: list[Message] = []
    for audience, now, names in (
        (Audience.CANDIDATE, people, told),
        (Audience.EMPLOYER, *_employers(stores, viewer, event, touched, ahead)),
    ):
        concerned = {name: now.get(name, Addressee(cause=entry.entry.act)) for name in sorted(names)}
        made += changes_to(stores, viewer, event, audience, ON_THE_DAY, concerned)
    gone = {one.became.candidate for one in entry.changes if one.became.state not in STANDING} - people.keys()
    return len(save_changes(stores, viewer, event, made, over=gone - told))


def draft_notices(
    stores: Stores, viewer: Viewer, posting: str, employer: str, events: Mapping[str, str], told_at: str | None
) -> int:
    """That something about a posting is another since, to people and its employer. `events`: person -> the event they know it from;
    `told_at`: the event of the employer's promise. Returns to how many it is written, also where it had been before.
    """
    made: list[Message] = []
    for event in sorted({*events.values(), *filter(None, [told_at])}):
        found = stores.events.get(viewer, event)
        if found is None:
            continue
        people = {name: Addressee(postings=[posting]) for name, at in sorted(events.items()) if at == event}
        employers = {employer: Addressee(postings=[posting])} if event == told_at else {}
        for audience, concerned in ((Audience.CANDIDATE, people), (Audience.EMPLOYER, employers)):
            made += messages_to(stores, viewer, found, MessageKind.NOTICE, audience, BEFORE_THE_DAY, concerned)
    stores.outbox.save_many(viewer, made)
    return len({(one.audience, one.to) for one in made})


def _knows(stores: Stores, viewer: Viewer, event: Event, entry: StoredEntry, people: Mapping[str, Addressee]) -> frozenset[str]:
    """Who withdrew needs no word of it; but where older times wait to be sent to them, and they have others now, those do."""
    name = entry.entry.candidate
    if entry.entry.act is not DayAct.WITHDRAWN or name is None:
        return frozenset()
    return frozenset({name}) - (stores.outbox.awaited_times(viewer, event.id, Audience.CANDIDATE, {name}) & people.keys())


def _employers(
    stores: Stores, viewer: Viewer, event: Event, touched: Iterable[Interview], ahead: Iterable[Interview]
) -> tuple[dict[str, Addressee], set[str]]:
    """All that is ahead of employers at the booths concerned, and which of them are concerned."""
    concerned = set(employers_of(stores, viewer, (one.posting for one in touched)).values())
    booths = {booth.number for booth in event.hall.booths if booth.employer in concerned} | {one.booth for one in touched}
    near = [one for one in ahead if one.booth in booths]
    return of_interviews(near, Audience.EMPLOYER, employers_of(stores, viewer, (one.posting for one in near))), concerned
