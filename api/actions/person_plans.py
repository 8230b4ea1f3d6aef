"""The plan of one person (一人一策): generated from verdicts, unlock, wishes, courses and services, edited and settled by staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Final

from api.actions.errors import BadInput
from api.actions.keys import claim_key
from api.actions.person_events import EVERYWHERE, event_of_person
from api.actions.person_verdicts import find_person, pool_of, verdicts_of
from api.actions.pools import check_staff
from api.actions.unlock_board import board_of
from api.actions.unlock_views import wanted_pairs
from api.actions.views import candidate_name, employer_names
from api.paper.blocks import Stamp, Style
from api.paper.files import Format, PaperFile, paper_file
from api.paper.plan import plan_paper
from api.person_verdicts import PersonVerdicts
from api.schemas.person_plans import PersonPlanView, PlanEditInput, PlanEditView, PlanLineView, PlanSectionView, SettlementView
from api.wiring import Application
from data.stores import Run, Stores
from matching.knowledge.catalogue import Text
from matching.ledger import four_ones, member_of
from matching.person_plan import Edit, PersonPlan, PlanChange, PlanFacts, PlanMatch, PlanSection, with_edits, write_plan
from matching.policy import policy_on
from matching.records import Candidate, Course, Event, PostingKind, Training, Viewer
from matching.subsidies import Applying, hints_on
from matching.unlock import Unlock, candidate_rows
from matching.unlock.change import ChangeKind

MOST_COURSES: Final = 5
_LONGEST: Final = 4_000
KEY_USED: Final = Text(
    zh="这个幂等键已经用于另一次改动；请换一个。", en="This idempotency key was used for another change; take a new one."
)
_TOO_LONG: Final = Text(zh="写了 {n} 个字；最多 {most} 个。", en="{n} characters were written; at most {most} fit.")


@dataclass(frozen=True)
class _Made:
    """A plan with whose it is and what it rests on."""

    plan: PersonPlan
    name: str
    event: Event | None
    run: Run | None
    view: PersonPlanView


def plan_view(app: Application, viewer: Viewer, candidate: str, event: str | None = None) -> PersonPlanView:
    """The plan today, at an event; without one, at the event matched last, else over all open postings.

    Raises NotFound (also for a person whom the viewer may not see, or who takes no part), NotAllowed.
    """
    check_staff(viewer)
    with app.database.read(viewer) as stores:
        return _make(app, viewer, stores, candidate, event).view


def plan_file(
    app: Application, viewer: Viewer, candidate: str, form: Format, style: Style | None = None, event: str | None = None
) -> PaperFile:
    """The plan as a file for the person; that it was exported is in the log. Raises as `plan_view`, TypesettingError."""
    check_staff(viewer)
    style = style or Style()
    with app.database.read(viewer) as stores:
        made = _make(app, viewer, stores, candidate, event)
        stores.log.append(viewer, "export", "candidate", candidate, {"what": "plan", "kind": form}, access=True)
    run = made.run
    stamp = Stamp(version("tongtu"), None if run is None else run.id, None if run is None else run.made_at, app.clock())
    return paper_file(
        plan_paper(made.plan, made.name, stamp, style.plain), "" if made.event is None else made.event.name, style, form
    )


def edit_plan(
    app: Application, viewer: Viewer, candidate: str, told: PlanEditInput, key: str, event: str | None = None
) -> PersonPlanView:
    """Keep what a counselor wrote beside a section; the generated lines stay. The same `key` with the same words changes nothing.

    Raises as `plan_view`, BadInput (too long, or a key that was used for something else).
    """
    check_staff(viewer)
    if len(told.text) > _LONGEST:
        raise BadInput(_TOO_LONG.format(n=len(told.text), most=_LONGEST))
    with app.database.begin(viewer) as stores:
        plan = _make(app, viewer, stores, candidate, event).plan
        before = stores.plans.made(viewer, key)
        if before is None:
            over = plan.section(told.section).fingerprint
            edit = Edit(section=told.section, text=told.text, by=viewer.account, on=app.today, over=over)
            try:
                stores.plans.edit(viewer, candidate, edit, key)
            except ValueError:
                raise BadInput(KEY_USED) from None
        elif (before[0], before[1].section, before[1].text) != (candidate, told.section, told.text):
            raise BadInput(KEY_USED)
    return plan_view(app, viewer, candidate, event)


def settle_plan(
    app: Application, viewer: Viewer, candidate: str, key: str, event: str | None = None, named: str | None = None
) -> PersonPlanView:
    """Record that the plan was gone through with the person today, and who answers for it; a graduate of the window stands in the
    ledger from then on.

    The same `key` again changes nothing. Raises as `plan_view`, BadInput.
    """
    check_staff(viewer)
    with app.database.begin(viewer) as stores:
        person = find_person(stores, viewer, candidate)
        claim_key(stores, viewer, "settlement", key, {"candidate": candidate, "named": (named or "").strip()})
        try:
            stores.plans.settle(viewer, candidate, app.today, key, (named or "").strip() or None)
        except ValueError:
            raise BadInput(KEY_USED) from None
        if member_of(person, policy_on(app.today)).graduate:
            stores.graduates.enter(viewer, [candidate], app.today)
    return plan_view(app, viewer, candidate, event)


def _make(app: Application, viewer: Viewer, stores: Stores, candidate: str, event_id: str | None) -> _Made:
    person = find_person(stores, viewer, candidate)
    event, run = event_of_person(stores, viewer, candidate, event_id)
    plan = with_edits(write_plan(_facts(app, viewer, stores, person, event, run)), stores.plans.edits(viewer, candidate))
    settlements = stores.plans.settlements(viewer, candidate)
    view = PersonPlanView(
        candidate=candidate,
        name=candidate_name(person),
        on=plan.on,
        event=None if event is None else event.id,
        sections=tuple(map(_section_view, plan.sections)),
        to_review=plan.to_review,
        settled=tuple(one.on for one in settlements),
        settlements=tuple(SettlementView(on=one.on, named=one.named, by=one.by) for one in settlements),
    )
    return _Made(plan, candidate_name(person), event, run, view)


def _facts(app: Application, viewer: Viewer, stores: Stores, person: Candidate, event: Event | None, run: Run | None) -> PlanFacts:
    verdicts = verdicts_of(app, viewer, stores, person, event or EVERYWHERE)
    trainings = stores.services.trainings(viewer, person.id)
    matches = _matches(viewer, stores, person, verdicts, run)
    changes = _changes(app, viewer, stores, person, event or EVERYWHERE)
    courses = _courses(stores.courses.list(viewer), trainings, changes)
    services = four_ones([member_of(person, policy_on(app.today))], stores.services.list(viewer, person.id), app.today)
    return PlanFacts(
        candidate=person.id,
        on=app.today,
        wishes=person.wishes,
        resume=person.resume,
        matches=matches,
        changes=tuple(PlanChange(one.change, one.posts) for one in changes),
        courses=courses,
        trainings=trainings,
        support=hints_on(_applying(person, verdicts, matches, bool(courses)), app.today),
        services=services[0],
    )


def _matches(viewer: Viewer, stores: Stores, person: Candidate, verdicts: PersonVerdicts, run: Run | None) -> tuple[PlanMatch, ...]:
    """Every posting with the verdict of today: those of the person's entries in the last run first, best rank first."""
    entries = () if run is None else stores.runs.entries_of_candidate(viewer, run.id, person.id)
    place = {one.posting: (one.band != "fit", one.rank) for one in entries}
    names = employer_names(stores, viewer, (one.posting.employer for one in verdicts.pairs))
    nowhere = (False, 0)
    ordered = sorted(
        verdicts.pairs, key=lambda one: (one.posting.id not in place, place.get(one.posting.id, nowhere), one.posting.id)
    )
    return tuple(
        PlanMatch(
            one.posting.id, one.posting.title, names.get(one.posting.employer, ""), one.judgement, verdicts.applicant, one.opening
        )
        for one in ordered
    )


def _changes(app: Application, viewer: Viewer, stores: Stores, person: Candidate, event: Event) -> list[Unlock]:
    """What would open posts to the person, most wanted posts first; questions stand in a section of their own."""
    pool = pool_of(app, viewer, stores, person, event)
    with pool.unlocked.lock:
        board = board_of(app, viewer, stores, event, pool)
        rows = [row for row in candidate_rows(board.table, 0) if not row.change.at_most and row.posts]
        liked = {row.change.key: wanted_pairs(board.wanted, row) for row in rows}
    return sorted(rows, key=lambda row: (-liked[row.change.key], -row.pairs, row.change.points, row.change.key))


def _courses(known: Sequence[Course], trainings: Sequence[Training], changes: Sequence[Unlock]) -> tuple[Course, ...]:
    """The person's own courses, then those that would open most."""
    by_id = {one.id: one for one in known}
    opening_most = [row.change.name for row in changes if row.change.kind is ChangeKind.COURSE][:MOST_COURSES]
    names = dict.fromkeys([*(one.course for one in trainings), *opening_most])
    return tuple(by_id[name] for name in names if name in by_id)


def _applying(person: Candidate, verdicts: PersonVerdicts, matches: Sequence[PlanMatch], training: bool) -> Applying:
    """The kinds of posting that are wished for, and of those that are open to the person now."""
    fitting = {one.posting for one in matches if one.judgement.verdict in ("eligible", "eligible_with")}
    offered = {one.posting.kind for one in verdicts.pairs if one.posting.id in fitting and one.posting.kind is not None}
    wished = {PostingKind(name) for name in person.wishes.kinds if name in set(PostingKind)}
    return Applying(
        frozenset(offered | wished), person.credential.kind, recognised=person.employment_aid_recognised, training=training
    )


def _section_view(one: PlanSection) -> PlanSectionView:
    edit = one.edit
    return PlanSectionView(
        key=one.key,
        title=one.title,
        lines=tuple(PlanLineView(text=line.text, to_confirm=line.to_confirm) for line in one.lines),
        edit=None if edit is None else PlanEditView(text=edit.text, by=edit.by, on=edit.on),
        outdated=one.outdated,
    )
