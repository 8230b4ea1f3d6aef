"""The audit of an event: read what happened, count it by groups, and say where gaps arise. For organizers and auditors."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

import numpy as np

from api.actions.audit_views import audit_view
from api.actions.errors import BadInput, NotAllowed, NotFound
from api.actions.lists import EVENT, RUN
from api.schemas.audit import AuditView
from api.wiring import Application
from data.stores import Outcome, Step, Stores, canonical
from data.stores.aggregates import scope_of
from data.stores.audits import Allotted, AuditedRun, matched_on
from matching.audit import Groups, Lot, Material, Passage, Stage, draw_lots, make_audit, read_places
from matching.bitmaps import VerdictIndex, count, unpack
from matching.judgement import applicant, opening
from matching.knowledge.catalogue import Text
from matching.policy import policy_on
from matching.records import Candidate, Event, Role, Viewer

PURPOSE: Final = "audit of an event"
AUDITORS: Final = frozenset({Role.ORGANIZER, Role.AUDITOR})

_NOT_YOURS: Final = Text(
    zh="只有本活动所在区的组织者和审计员可以查看这份报告。",
    en="Only organizers of the event's district and auditors may read this report.",
)
_NOBODY: Final = Text(
    zh="活动 {event} 的匹配结果里没有人；没有可以统计的。",
    en="Nobody took part in the matching of event {event}; there is nothing to count.",
)
_IMPLIED_BY: Final[Mapping[Stage, frozenset[Step]]] = {
    Stage.RETAINED: frozenset({Step.RETAINED_3, Step.RETAINED_6}),
    Stage.HIRED: frozenset({Step.HIRED, Step.LEFT, Step.RETAINED_1}),
    Stage.OFFERED: frozenset({Step.OFFERED}),
    Stage.INTERVIEWED: frozenset({Step.INTERVIEWED}),
}
"""The steps that a stage is recorded by; it is also reached by whoever reached a later one."""


@dataclass(frozen=True, eq=False)
class _Counted:
    """A run with the people who are counted in it, in the order of rows."""

    event: Event
    run: AuditedRun
    outcomes: tuple[Outcome, ...]
    ids: tuple[str, ...]
    allotted: Allotted | None

    @property
    def rows(self) -> dict[str, int]:
        return {name: row for row, name in enumerate(self.ids)}


def audit_event(app: Application, viewer: Viewer, event_id: str) -> AuditView:
    """The audit of the lists that an event went with, beside the last event of its kind.

    It is counted at most once a day while nothing is recorded or matched anew, and then shown again. That the groups of people were
    read is one access in the log, with the purpose. Raises NotAllowed, NotFound (an event that is not there, of another district,
    or never matched), BadInput when nobody took part.
    """
    if viewer.role not in AUDITORS:
        raise NotAllowed(_NOT_YOURS)
    with app.database.read(viewer) as stores:
        events = {one.id: one for one in stores.audits.events(viewer)}
        if event_id not in events:
            raise NotFound(EVENT, event_id)
        run = stores.audits.run(viewer, event_id)
        if run is None:
            raise NotFound(RUN, event_id)
        now = _counted(stores, viewer, events[event_id], run)
        if not now.ids:
            raise BadInput(_NOBODY.format(event=event_id))
        then = _earlier(stores, viewer, events, now)
        key = _digest(now, then), scope_of(viewer), app.today
        return app.audit_reports.get(key, lambda: _make(app, viewer, stores, now, then))


def _make(app: Application, viewer: Viewer, stores: Stores, now: _Counted, then: _Counted | None) -> AuditView:
    purpose = f"{PURPOSE} {now.event.id}"
    everybody = sorted({*now.ids, *(() if then is None else then.ids)})
    groups = stores.aggregates.groups(viewer, everybody, matched_on(now.run.run, now.event), purpose)
    people = {one.id: one for one in stores.audits.people(viewer, now.ids, purpose)}
    lot, changed = _lot(stores, viewer, now, people)
    own = _of(groups, now.ids)
    material = Material(
        groups=own,
        passage=_passage(now, people),
        places=read_places(now.rows, now.run.lists),
        lot=lot,
        in_the_way=_in_the_way(now),
    )
    before = None if then is None else (_of(groups, then.ids), _passage(then, {}))
    found = make_audit(material, before)
    return audit_view(found, own, now.event, now.run, None if then is None else then.event, changed, app.clock())


def _digest(now: _Counted, then: _Counted | None) -> str:
    """Everything that a report depends on beside the files of the people, which are read at most once a day."""
    total = sha256()
    for one in (now, then):
        if one is not None:
            total.update(canonical(one.event) + one.run.run.id.encode() + b"".join(map(canonical, one.outcomes)))
            total.update(b"" if one.allotted is None else canonical(_of_timetable(one.allotted)))
    return total.hexdigest()


def _of_timetable(allotted: Allotted) -> list[Any]:
    return [allotted.version, sorted(allotted.available), sorted(allotted.given)]


def _counted(stores: Stores, viewer: Viewer, event: Event, run: AuditedRun) -> _Counted:
    """Everybody who took part in the run and is still there."""
    listed = {entry.candidate for one in run.lists for entry in one.entries}
    ids = tuple(sorted(listed | {one.candidate for one in run.left_out}))
    outcomes = stores.outcomes.learnt(viewer, f"{PURPOSE} {event.id}", [event.id])
    return _Counted(event, run, outcomes, ids, stores.audits.allotted(viewer, event, run.run.id))


def _earlier(stores: Stores, viewer: Viewer, events: Mapping[str, Event], now: _Counted) -> _Counted | None:
    """The last event of the same kind before this one that was matched and has people."""
    day = matched_on(now.run.run, now.event)
    found = []
    for event in events.values():
        if event.id == now.event.id or event.kind is not now.event.kind or event.district != now.event.district:
            continue
        made = stores.audits.chosen(viewer, event.id)
        if made is not None and (matched_on(made, event), made.made_at) < (day, now.run.run.made_at):
            found.append((matched_on(made, event), event.id))
    if not found:
        return None
    _, name = max(found)
    run = stores.audits.run(viewer, name)
    assert run is not None, "its run was chosen a moment ago in the same transaction"
    counted = _counted(stores, viewer, events[name], run)
    return counted if counted.ids else None


def _passage(counted: _Counted, people: Mapping[str, Candidate]) -> Passage:
    rows, n = counted.rows, len(counted.ids)
    listed = {entry.candidate for one in counted.run.lists for entry in one.band("fit")}
    left = {one.candidate: one for one in counted.run.left_out}
    can = {name for name, one in left.items() if one.counts.eligible + one.counts.eligible_with}
    reached = {Stage.ELIGIBLE: _marked(rows, n, listed | can), Stage.SHORTLISTED: _marked(rows, n, listed)}
    if counted.allotted is not None:
        reached[Stage.AVAILABLE] = _marked(rows, n, counted.allotted.available)
        reached[Stage.ALLOTTED] = _marked(rows, n, counted.allotted.given)
    came: set[str] = set()
    for stage, steps in _IMPLIED_BY.items():
        came |= {one.candidate for one in counted.outcomes if one.step in steps}
        if came:
            reached[stage] = _marked(rows, n, came)
    return Passage(
        reached=reached,
        review_only=_marked(rows, n, (name for name, one in left.items() if name not in can and one.counts.review)),
        opted_out=_marked(rows, n, (name for name, one in people.items() if not one.profiling)),
    )


def _marked(rows: Mapping[str, int], n: int, names: Iterable[str]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    marks = np.zeros(n, np.bool_)
    marks[[rows[name] for name in names if name in rows]] = True
    return marks


def _in_the_way(counted: _Counted) -> Sequence[str | None]:
    found: list[str | None] = [None] * len(counted.ids)
    rows = counted.rows
    for one in counted.run.left_out:
        found[rows[one.candidate]] = one.dimensions[0][0] if one.dimensions else one.cause
    return found


def _lot(stores: Stores, viewer: Viewer, counted: _Counted, people: Mapping[str, Candidate]) -> tuple[Lot | None, int]:
    """The lists drawn by lot, by the rules of the day of the run, and on how many lists the rules allow other numbers than then.

    None where somebody or some posting of the run is not there any more.
    """
    postings = {one.id: one for one in stores.audits.postings(viewer, [one.posting for one in counted.run.lists])}
    if len(people) != len(counted.ids) or len(postings) != len(counted.run.lists):
        return None, 0
    policy = policy_on(matched_on(counted.run.run, counted.event))
    index = VerdictIndex.build([applicant(people[name], policy) for name in counted.ids], policy)
    for one in counted.run.lists:
        index.put_posting(one.posting, opening(postings[one.posting]))
    planes = index.decide()
    then = [one.counts.eligible + one.counts.eligible_with for one in counted.run.lists]
    changed = sum(count(planes.fit(place)) != before for place, before in enumerate(then))
    lengths = np.array([len(one.band("fit")) for one in counted.run.lists], np.int64)
    seed = int.from_bytes(sha256(counted.run.run.id.encode()).digest()[:8], "big")
    people_here = len(counted.ids)
    return draw_lots(lambda place: np.flatnonzero(unpack(planes.fit(place), people_here)), lengths, people_here, seed), changed


def _of(groups: Groups, ids: Sequence[str]) -> Groups:
    """The groups of some of the people, in their order."""
    place = {name: row for row, name in enumerate(groups.ids)}
    rows = np.array([place[name] for name in ids], np.int64)
    return Groups(tuple(ids), {attribute: codes[rows] for attribute, codes in groups.codes.items()}, groups.names)
