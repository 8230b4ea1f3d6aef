"""Outcomes on their way in: read beside what is stored, and told which of them the lists cannot learn from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from api.actions.errors import NotFound
from api.actions.event_rolls import unnamed
from api.actions.matching import EVENT
from api.schemas.outcomes import OutcomeCount
from api.wiring import Application
from data.importers import Fault, OutcomeBatch, read_outcomes
from data.importers.columns_outcomes import OUTCOME_COLUMNS
from data.importers.mapping import Mapping as SheetMapping
from data.importers.typed_rows import Source
from matching.contradictions import STEP_TEXTS
from matching.judgement import applicant, judge, opening
from matching.knowledge.catalogue import Text
from matching.policy import policy_on
from matching.records import Event, Outcome, Step, Story, Viewer

_POSTING: Final = next(column.header for column in OUTCOME_COLUMNS if column.field == "posting")
_EVENT: Final = next(column.header for column in OUTCOME_COLUMNS if column.field == "event")
_KEPT: Final = Text(zh="结果已记录，但名单不会从中学习", en="recorded, but the lists do not learn from it")
_BLOCKED: Final = Text(zh="规则不允许这一配对；{kept}", en="the rules block this pair; {kept}")
_UNLISTED: Final = Text(zh="此人不在这个岗位的名单上；{kept}", en="the person stood on no list of this posting; {kept}")
_NO_LISTS: Final = Text(zh="活动 {event} 在举办之前没有做过名单；{kept}", en="event {event} had no lists before its day; {kept}")
_WHY: Final = Text(zh="若编号没有写错，可用 tongtu why 查看原因", en="if the numbers are right, tongtu why tells the reason")
_MATCH: Final = Text(zh="若活动编号没有写错，不必处理", en="nothing to do, if the event is the right one")


def read_outcome_file(app: Application, viewer: Viewer, path: Source, mapping: SheetMapping | None, limit: int) -> OutcomeBatch:
    """The outcomes of a file, its people, postings and events found among the stored ones.

    A pair that stood on no list of its event goes in all the same, since it happened, with a warning: nothing is learnt from it.
    """

    def people(names: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        with app.database.read(viewer) as stores:
            return stores.candidates.find_named(viewer, names)

    def postings(names: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        with app.database.read(viewer) as stores:
            return stores.postings.find_named(viewer, names)

    def recorded(ids: Iterable[str]) -> Sequence[Outcome]:
        with app.database.read(viewer) as stores:
            return stores.outcomes.of_people(viewer, ids)

    with app.database.read(viewer) as stores:
        events = stores.events.list(viewer)
    batch = read_outcomes(path, app.identify, people, postings, events, recorded, mapping, app.today, limit_bytes=limit)
    return replace(batch, faults=(*batch.faults, *_not_learnt_from(app, viewer, batch, {event.id: event for event in events})))


def count_outcomes(app: Application, viewer: Viewer, event: str) -> tuple[OutcomeCount, ...]:
    """How many pairs of an event reached each step, in the order of the steps. Raises NotFound."""
    with app.database.read(viewer) as stores:
        if stores.events.get(viewer, event) is None:
            raise NotFound(EVENT, event)
        found = [one.step for one in stores.outcomes.list(viewer, event=event)]
    return tuple(OutcomeCount(step=step.value, text=STEP_TEXTS[step], pairs=found.count(step)) for step in Step if step in found)


def _not_learnt_from(app: Application, viewer: Viewer, batch: OutcomeBatch, events: Mapping[str, Event]) -> list[Fault]:
    told = {story.event for story, _ in batch.records if story.event is not None}
    with app.database.read(viewer) as stores:
        listed = {event: stores.runs.went_with(viewer, event) for event in sorted(told)}
    faults = [
        Fault(None, _EVENT, event, _NO_LISTS.format(event=event, kept=_KEPT), _MATCH, "warning")
        for event, pairs in listed.items()
        if pairs is None
    ]
    apart = [
        (story, row)
        for story, row in batch.records
        if story.event is not None and (pairs := listed[story.event]) is not None and (story.candidate, story.posting) not in pairs
    ]
    blocked = _blocked(app, viewer, [story for story, _ in apart], events) if apart else frozenset()
    for story, row in apart:
        problem = _BLOCKED if story in blocked else _UNLISTED
        faults.append(Fault(row, _POSTING, None, problem.format(kept=_KEPT), _WHY, "warning"))
    return faults


def _blocked(app: Application, viewer: Viewer, stories: Sequence[Story], events: Mapping[str, Event]) -> frozenset[Story]:
    """The stories of pairs that the rules of their event's day block, by the records of today."""
    with app.database.read(viewer) as stores:
        opened = stores.candidates.iterate(viewer, [story.candidate for story in stories], with_person=True)
        people = {person.id: unnamed(person) for person in opened}
        posts = {post.id: post for post in stores.postings.iterate(viewer, [story.posting for story in stories])}
    found = set()
    for story in stories:
        policy = policy_on(events[story.event].on or app.today) if story.event else policy_on(app.today)
        judged = judge(applicant(people[story.candidate], policy), opening(posts[story.posting]), policy)
        if judged.verdict == "blocked":
            found.add(story)
    return frozenset(found)
