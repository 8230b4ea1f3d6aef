"""The assessment form of one person: prefilled, the next questions first; saved where something changed, with what that opens."""

from collections.abc import Mapping
from typing import Final

from api.actions.consents import AHEAD
from api.actions.errors import BadInput, Conflict
from api.actions.person_events import EVERYWHERE, event_of_person
from api.actions.person_files import CHANGED, part_version, save_file
from api.actions.person_verdicts import find_person, verdicts_of
from api.actions.pools import check_staff
from api.actions.views import candidate_name, employer_names
from api.person_verdicts import PersonVerdicts
from api.schemas.assessing import (
    AbilityChangeView,
    AbilityGroupView,
    AbilityView,
    AssessedView,
    AssessmentInput,
    AssessmentView,
    OpenedView,
)
from api.wiring import Application
from data.stores import Stores
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import GROUPS, Dimension, Level, Text
from matching.policy import policy_on
from matching.questions import NextAssessment, next_assessments
from matching.records import AbilityProfile, AssessmentSource, Candidate, Event, Service, ServiceKind, Viewer, assessment
from matching.shortlist import Counts, VerdictName
from matching.verdicts import candidate_side

FIRST: Final = 8
"""Most abilities that stand at the top because postings wait for them."""
_FITS: Final[frozenset[VerdictName]] = frozenset({"eligible", "eligible_with"})
_CANNOT: Final = Text(zh="做不到", en="cannot do it")
_UNKNOWN: Final = Text(zh="没有这样的能力项目：{names}。", en="There is no such ability: {names}.")


def assessment_view(app: Application, viewer: Viewer, candidate: str, event_id: str | None = None) -> AssessmentView:
    """The form, at an event or over all open postings. Opening it is recorded as an access. Raises NotFound, NotAllowed."""
    check_staff(viewer)
    with app.database.read(viewer) as stores:
        person = find_person(stores, viewer, candidate)
        event, _ = event_of_person(stores, viewer, candidate, event_id)
        verdicts = verdicts_of(app, viewer, stores, person, event or EVERYWHERE)
    review = [one.opening for one in verdicts.pairs if one.judgement.verdict == "review"]
    found = {one.dimension: one for one in next_assessments(verdicts.applicant, review, verdicts.policy).abilities}
    outdated = candidate_side(person, policy_on(app.today).assessed_since).outdated
    views = {row.name: _ability(row, person.profile, row.name in outdated, found.get(row.name)) for row in CATALOGUE.dimensions}
    first = [name for name in found if found[name].postings][:FIRST]
    return AssessmentView(
        candidate=candidate,
        name=candidate_name(person),
        version=part_version(person.profile),
        event=None if event is None else event.id,
        event_name=None if event is None else event.name,
        postings=len(verdicts.pairs),
        assessed=person.profile.assessed,
        first=tuple(views[name] for name in first),
        groups=tuple(
            AbilityGroupView(
                key=key,
                title=title,
                abilities=tuple(views[row.name] for row in CATALOGUE.dimensions if row.group == key and row.name not in first),
            )
            for key, title in GROUPS.items()
        ),
    )


def assess(app: Application, viewer: Viewer, candidate: str, told: AssessmentInput, event_id: str | None = None) -> AssessedView:
    """Save what changed of a profile and say what that opened and closed. The same again changes nothing.

    Raises NotFound, NotAllowed, BadInput (a day ahead, an unknown dimension), Conflict (somebody else changed the profile).
    """
    check_staff(viewer)
    wrong = sorted({*told.levels, *told.again} - set(CATALOGUE.position))
    if wrong:
        raise BadInput(_UNKNOWN.format(names=", ".join(wrong)))
    if told.on is not None and told.on > app.today:
        raise BadInput(AHEAD.format(day=told.on))
    with app.database.begin(viewer) as stores:
        person = find_person(stores, viewer, candidate)
        event, _ = event_of_person(stores, viewer, candidate, event_id)
        made = person.model_copy(update={"profile": _profile(app, person.profile, told)})
        if made != person:
            if told.version is not None and told.version != part_version(person.profile):
                raise Conflict(CHANGED)
            save_file(stores, viewer, made, "assessment")
        if told.service:
            given = Service(candidate=candidate, kind=ServiceKind.ASSESSMENT, on=told.on or app.today, by=viewer.account)
            if not _is_given(stores, viewer, given):
                stores.services.save(viewer, given)
    # Judging takes a while: no writer need wait for it.
    with app.database.read(viewer) as stores:
        before = verdicts_of(app, viewer, stores, person, event or EVERYWHERE)
        after = before if made == person else verdicts_of(app, viewer, stores, made, event or EVERYWHERE)
        return _told(stores, viewer, person, made, event, before, after)


def _profile(app: Application, profile: AbilityProfile, told: AssessmentInput) -> AbilityProfile:
    """The profile with what was told; a level that stays as it was keeps who said it and when, unless it was looked at again."""
    source, on = AssessmentSource(told.source), told.on or app.today
    slots = list(profile.assessments)
    for name, level in told.levels.items():
        place = CATALOGUE.position[name]
        if level != profile.level(name):
            slots[place] = None if level is None else assessment(level, source, on)
    for name in told.again:
        level = told.levels.get(name, profile.level(name))
        if level is not None:
            slots[CATALOGUE.position[name]] = assessment(level, source, on)
    return AbilityProfile(assessments=tuple(slots))


def _is_given(stores: Stores, viewer: Viewer, service: Service) -> bool:
    """Whether the service stands in the record already, so that its note is left alone."""
    key = service.kind, service.on, service.by
    return any((one.kind, one.on, one.by) == key for one in stores.services.list(viewer, service.candidate))


def _ability(row: Dimension, profile: AbilityProfile, outdated: bool, asked: NextAssessment | None) -> AbilityView:
    found = profile.assessments[CATALOGUE.position[row.name]]
    return AbilityView(
        dimension=row.name,
        code=row.code,
        text=row.text,
        core=row.core,
        level=None if found is None else found.level,
        source=None if found is None else found.source.value,
        on=None if found is None else found.on,
        outdated=outdated,
        anchors=(_CANNOT, *row.levels),
        waiting=0 if asked is None else asked.postings,
        alone=0 if asked is None else asked.settles,
    )


def _told(
    stores: Stores,
    viewer: Viewer,
    person: Candidate,
    made: Candidate,
    event: Event | None,
    before: PersonVerdicts,
    after: PersonVerdicts,
) -> AssessedView:
    was = {one.posting.id: one.judgement.verdict for one in before.pairs}
    now = {one.posting.id: one.judgement.verdict for one in after.pairs}
    postings = {one.posting.id: one.posting for one in after.pairs}
    opened = [name for name in now if now[name] in _FITS and was.get(name) not in _FITS]
    closed = [name for name in now if now[name] not in _FITS and was.get(name) in _FITS]
    names = employer_names(stores, viewer, {postings[name].employer for name in (*opened, *closed)})
    views = {
        name: OpenedView(posting=name, title=postings[name].title, employer=names.get(postings[name].employer, ""))
        for name in (*opened, *closed)
    }
    pairs = zip(CATALOGUE.dimensions, person.profile.assessments, made.profile.assessments, strict=True)
    moved = [(row, old, new) for row, old, new in pairs if old != new]
    levels: list[tuple[Dimension, Level | None, Level | None]] = [
        (row, None if old is None else old.level, None if new is None else new.level) for row, old, new in moved
    ]
    return AssessedView(
        candidate=person.id,
        changed=tuple(AbilityChangeView(dimension=r.name, text=r.text, was=old, now=new) for r, old, new in levels if old != new),
        again=tuple(row.name for row, old, new in levels if old == new),
        event=None if event is None else event.id,
        postings=len(after.pairs),
        before=_counts(before.counts),
        after=_counts(after.counts),
        opened=tuple(views[name] for name in opened),
        closed=tuple(views[name] for name in closed),
        settled=sum(was[name] == "review" and now[name] != "review" for name in now),
    )


def _counts(counts: Mapping[VerdictName, int]) -> Counts:
    return Counts(
        eligible=counts.get("eligible", 0),
        eligible_with=counts.get("eligible_with", 0),
        review=counts.get("review", 0),
        blocked=counts.get("blocked", 0),
    )
