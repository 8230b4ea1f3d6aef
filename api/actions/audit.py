"""The audit of an event: read what happened, count it by groups, and say where gaps arise. For organizers and auditors."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

import numpy as np

from api.actions.audit_views import audit_view
from api.actions.errors import BadInput, NotAllowed, NotFound
from api.actions.lists import EVENT, RUN
from api.schemas.audit import AuditedEventView, AuditView
from api.wiring import Application
from data.stores import Outcome, Run, Stores, canonical
from data.stores.aggregates import scope_of
from data.stores.audits import Allotted, AuditedRun, matched_on
from matching.audit import Groups, Lot, Material, Passage, Stage, draw_lots, make_audit, read_places
from matching.audit.passage import RECORDED_BY
from matching.bitmaps import VerdictIndex, count, unpack
from matching.collection import paused_collection
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


@dataclass(frozen=True, eq=False)
class _Chosen:
    """A run to audit, its lists unopened, with what was recorded of it since."""

    event: Event
    run: Run
    outcomes: tuple[Outcome, ...]
    allotted: Allotted | None


@dataclass(frozen=True, eq=False)
class _Counted(_Chosen):
    """The same with its lists, and the people who are counted in it, in the order of rows."""

    opened: AuditedRun
    ids: tuple[str, ...]

    @property
    def rows(self) -> dict[str, int]:
        return {name: row for row, name in enumerate(self.ids)}


def audited_events(app: Application, viewer: Viewer) -> tuple[AuditedEventView, ...]:
    """The events that were matched and that the viewer may audit, the latest match first. Raises NotAllowed."""
    if viewer.role not in AUDITORS:
        raise NotAllowed(_NOT_YOURS)
    with app.database.read(viewer) as stores:
        found = [(one, stores.audits.chosen(viewer, one.id)) for one in stores.audits.events(viewer)]
    matched = [
        AuditedEventView(id=one.id, name=one.name, on=one.on, matched_at=run.made_at) for one, run in found if run is not None
    ]
    return tuple(sorted(matched, key=lambda one: str(one.matched_at), reverse=True))


def may_audit(app: Application, viewer: Viewer, event_id: str) -> bool:
    """Whether the lists of an event are the viewer's to audit: an organizer of a district audits the events of the district."""
    if viewer.role not in AUDITORS:
        return False
    if viewer.role is Role.AUDITOR or viewer.district is None:
        return True
    with app.database.read(viewer) as stores:
        return any(one.id == event_id for one in stores.audits.events(viewer))


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
        run = stores.audits.chosen(viewer, event_id)
        if run is None:
            raise NotFound(RUN, event_id)
        now = _chosen(stores, viewer, events[event_id], run)
        then = _earlier(stores, viewer, events, now)
        key = _digest(now, then), scope_of(viewer), app.today
        with paused_collection():
            return app.audit_reports.get(key, lambda: _make(app, viewer, stores, now, then))


def _make(app: Application, viewer: Viewer, stores: Stores, chosen: _Chosen, earlier: _Chosen | None) -> AuditView:
    now, then = _counted(stores, viewer, chosen), None if earlier is None else _counted(stores, viewer, earlier)
    if not now.ids:
        raise BadInput(_NOBODY.format(event=now.event.id))
    if then is not None and not then.ids:
        then = None
    purpose = f"{PURPOSE} {now.event.id}"
    everybody = sorted({*now.ids, *(() if then is None else then.ids)})
    groups = stores.aggregates.groups(viewer, everybody, matched_on(now.run, now.event), purpose)
    people = {one.id: one for one in stores.audits.people(viewer, now.ids, purpose)}
    lot, changed = _lot(stores, viewer, now, people)
    own = _of(groups, now.ids)
    material = Material(
        groups=own,
        passage=_passage(now, people),
        places=read_places(now.rows, now.opened.lists),
        lot=lot,
        in_the_way=_in_the_way(now),
    )
    before = None if then is None else (_of(groups, then.ids), _passage(then, {}))
    found = make_audit(material, before)
    return audit_view(found, own, now.event, now.opened, None if then is None else then.event, changed, app.clock())


def _digest(now: _Chosen, then: _Chosen | None) -> str:
    """Everything that a report depends on beside the files of the people, which are read at most once a day."""
    total = sha256()
    for one in (now, then):
        if one is not None:
            total.update(canonical(one.event) + one.run.id.encode() + b"".join(map(canonical, one.outcomes)))
            total.update(b"" if one.allotted is None else canonical(_of_timetable(one.allotted)))
    return total.hexdigest()


def _of_timetable(allotted: Allotted) -> list[Any]:
    return [allotted.version, sorted(allotted.available), sorted(allotted.given)]


def _chosen(stores: Stores, viewer: Viewer, event: Event, run: Run) -> _Chosen:
    outcomes = stores.outcomes.learnt(viewer, f"{PURPOSE} {event.id}", [event.id])
    return _Chosen(event, run, outcomes, stores.audits.allotted(viewer, event, run.id))


def _counted(stores: Stores, viewer: Viewer, chosen: _Chosen) -> _Counted:
    """Everybody who took part in the run and is still there."""
    opened = stores.audits.run(viewer, chosen.event.id)
    assert opened is not None, "it was chosen a moment ago in the same transaction"
    listed = {entry.candidate for one in opened.lists for entry in one.entries}
    ids = tuple(sorted(listed | {one.candidate for one in opened.left_out}))
    return _Counted(chosen.event, chosen.run, chosen.outcomes, chosen.allotted, opened, ids)


def _earlier(stores: Stores, viewer: Viewer, events: Mapping[str, Event], now: _Chosen) -> _Chosen | None:
    """The last event of the same kind before this one that was matched."""
    day = matched_on(now.run, now.event)
    found = []
    for event in events.values():
        if event.id == now.event.id or event.kind is not now.event.kind or event.district != now.event.district:
            continue
        made = stores.audits.chosen(viewer, event.id)
        if made is not None and (matched_on(made, event), made.made_at) < (day, now.run.made_at):
            found.append((matched_on(made, event), event.id, made))
    if not found:
        return None
    _, name, run = max(found, key=lambda one: one[:2])
    return _chosen(stores, viewer, events[name], run)


def _passage(counted: _Counted, people: Mapping[str, Candidate]) -> Passage:
    rows, n = counted.rows, len(counted.ids)
    listed = {entry.candidate for one in counted.opened.lists for entry in one.band("fit")}
    left = {one.candidate: one for one in counted.opened.left_out}
    can = {name for name, one in left.items() if one.counts.eligible + one.counts.eligible_with}
    reached = {Stage.ELIGIBLE: _marked(rows, n, listed | can), Stage.SHORTLISTED: _marked(rows, n, listed)}
    if counted.allotted is not None:
        reached[Stage.AVAILABLE] = _marked(rows, n, counted.allotted.available)
        reached[Stage.ALLOTTED] = _marked(rows, n, counted.allotted.given)
    came: set[str] = set()
    for stage, steps in RECORDED_BY.items():
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
    for one in counted.opened.left_out:
        found[rows[one.candidate]] = one.dimensions[0][0] if one.dimensions else one.cause
    return found


def _lot(stores: Stores, viewer: Viewer, counted: _Counted, people: Mapping[str, Candidate]) -> tuple[Lot | None, int]:
    """The lists drawn by lot, by the rules of the day of the run, and on how many lists the rules allow other numbers than then.

    None where somebody or some posting of the run is not there any more.
    """
    postings = {one.id: one for one in stores.audits.postings(viewer, [one.posting for one in counted.opened.lists])}
    if len(people) != len(counted.ids) or len(postings) != len(counted.opened.lists):
        return None, 0
    policy = policy_on(matched_on(counted.run, counted.event))
    index = VerdictIndex.build([applicant(people[name], policy) for name in counted.ids], policy)
    for one in counted.opened.lists:
        index.put_posting(one.posting, opening(postings[one.posting]))
    planes = index.decide()
    then = [one.counts.eligible + one.counts.eligible_with for one in counted.opened.lists]
    changed = sum(count(planes.fit(place)) != before for place, before in enumerate(then))
    lengths = np.array([len(one.band("fit")) for one in counted.opened.lists], np.int64)
    seed = int.from_bytes(sha256(counted.run.id.encode()).digest()[:8], "big")
    people_here = len(counted.ids)
    return draw_lots(lambda place: np.flatnonzero(unpack(planes.fit(place), people_here)), lengths, people_here, seed), changed


def _of(groups: Groups, ids: Sequence[str]) -> Groups:
    """The groups of some of the people, in their order."""
    place = {name: row for row, name in enumerate(groups.ids)}
    rows = np.array([place[name] for name in ids], np.int64)
    return Groups(tuple(ids), {attribute: codes[rows] for attribute, codes in groups.codes.items()}, groups.names)
