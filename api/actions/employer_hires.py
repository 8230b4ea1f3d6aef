"""What an employer is asked about people it hired, its answers, and what it may count for the quota."""

from datetime import date
from typing import Final

from api.actions.errors import BadInput, NotFound
from api.actions.own_organisation import organisation_of, own_postings
from api.schemas.employer_events import (
    CountedView,
    HireAnswerView,
    HiresView,
    HireView,
    QuotaCounterView,
)
from api.wiring import Application
from data.stores import Stores
from matching.contradictions import STEP_TEXTS, find_contradictions
from matching.knowledge.catalogue import Text
from matching.policy import policy_on
from matching.privacy import LEAVINGS
from matching.quota.certified import is_stale
from matching.records import Step, Viewer

HIRE: Final = Text(zh="入职的人", en="hire")
_STEPS: Final = {1: Step.RETAINED_1, 3: Step.RETAINED_3, 6: Step.RETAINED_6}
_AHEAD: Final = Text(zh="日期 {day} 在今天之后。", en="The day {day} lies ahead.")
_NEEDS_REASON: Final = Text(zh="请选离开的原因：{known}。", en="Choose why the person left: {known}.")
_NO_REASON: Final = Text(zh="还在岗就不需要原因；请去掉。", en="Somebody still in the job needs no reason; leave it out.")


def hires_view(app: Application, viewer: Viewer) -> HiresView:
    """What is asked today about people whom the viewer's organisation hired, the oldest first. Raises NotAllowed."""
    employer = organisation_of(viewer)
    with app.database.read(viewer) as stores:
        titles = {one.id: one.title for one in own_postings(stores, viewer)}
        due = stores.hires.due(viewer, app.today)
    return HiresView(
        employer=employer,
        on=app.today,
        items=tuple(
            HireView(
                event=one.event,
                posting=one.posting,
                title=titles.get(one.posting, one.posting),
                person=one.person,
                name=one.name,
                hired_on=one.hired_on,
                months=one.months,  # type: ignore[arg-type]
                due=one.due,
            )
            for one in due
        ),
    )


def answer(
    app: Application,
    viewer: Viewer,
    event: str,
    posting: str,
    person: str,
    months: int,
    in_the_job: bool,
    on: date | None = None,
    reason: str | None = None,
) -> HireAnswerView:
    """Record that a hire is still in the job after so many months, or has left it. The same again changes nothing.

    Raises NotAllowed, NotFound (nobody whom this employer hired and sees), BadInput (a day that cannot be, a reason that is none).
    """
    organisation_of(viewer)
    step, day = _STEPS[months] if in_the_job else Step.LEFT, on or app.today
    if day > app.today:
        raise BadInput(_AHEAD.format(day=day))
    if not in_the_job and reason not in LEAVINGS:
        names = list(LEAVINGS.values())
        known = Text(zh="、".join(one.zh for one in names), en=", ".join(one.en for one in names))
        raise BadInput(_NEEDS_REASON.format(known=known))
    if in_the_job and reason:
        raise BadInput(_NO_REASON)
    with app.database.begin(viewer) as stores:
        known_steps = stores.hires.known(viewer, event, posting, person, app.today)
        if known_steps is None or Step.HIRED not in known_steps:
            raise NotFound(HIRE, person)
        whole = {step: day, **known_steps}
        faults = find_contradictions(whole, None, app.today)
        if faults:
            raise BadInput(Text(zh="{what}；{cure}", en="{what}; {cure}").format(what=faults[0].problem, cure=faults[0].advice))
        stores.hires.answer(viewer, event, posting, person, step, day, reason or "", app.today)
    steps = tuple(STEP_TEXTS[one] for one in Step if one in whole)
    return HireAnswerView(event=event, posting=posting, person=person, steps=steps)


def counter_view(app: Application, viewer: Viewer) -> QuotaCounterView:
    """How many people gave the viewer's organisation a copy of their certificate after an offer, and what a platform certified.

    Nobody else counts, whatever the lists show. Raises NotAllowed.
    """
    employer = organisation_of(viewer)
    with app.database.read(viewer) as stores:
        handed = stores.hires.handed_to(viewer)
        certified = _certified(app, stores, viewer)
    return QuotaCounterView(employer=employer, on=app.today, handed=handed, certified=certified)


def _certified(app: Application, stores: Stores, viewer: Viewer) -> tuple[CountedView, ...]:
    policy = policy_on(app.today)
    rows = stores.bodies.certified(viewer, app.today)
    return tuple(
        CountedView(
            year=one.year,
            counted=one.counted,
            people=one.people,
            staff=one.staff,
            source=one.source,
            fetched_on=one.fetched_on,
            stale=is_stale(one, policy),
        )
        for one in sorted(rows, key=lambda one: (-one.year, one.source))
    )
