"""What a person agrees to: asked in the wording in force, recorded with how it was explained, taken back; employers refused."""

from collections.abc import Iterable
from datetime import date
from typing import Final, Literal

from api.actions.errors import BadInput, NotFound
from api.actions.lists import find_event
from api.actions.naming import employer_meant
from api.actions.obligations import EMPLOYER
from api.actions.person_events import EVERYWHERE
from api.actions.person_verdicts import find_person
from api.actions.pools import check_staff, standing_of
from api.actions.views import candidate_name, employer_names
from api.schemas.consents import (
    AskedView,
    ConsentInput,
    ConsentsView,
    ConsentView,
    NamedEmployer,
    RefusedEmployer,
    ScopeName,
)
from api.wiring import Application
from data.stores import Consent, Explained, Scope, StoredConsent, Stores
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Text
from matching.policy import month_shifted, policy_on
from matching.records import Candidate, Event, Viewer
from matching.wordings import wording_of, wording_on

Given = Literal["new", "changed", "known"]
"""What became of a consent: recorded, recorded in place of an older listing of the event, or there already."""
CONSENT: Final = Text(zh="同意记录", en="consent")
AHEAD: Final = Text(zh="日期 {day} 在今天之后。", en="The day {day} lies ahead.")
_NO_EMPLOYER: Final = Text(
    zh="没有选单位；至少选一个。都不同意就不用登记。",
    en="No employer is named: name at least one. Who agrees to none needs no record.",
)
_NOT_THERE: Final = Text(
    zh="这些单位不在活动“{event}”里：{names}。请只选参加活动的单位。",
    en="These employers are not at “{event}”: {names}. Name those that are.",
)
_GUARDIAN: Final = Text(
    zh="此人未满 {age} 岁，或登记有监护人：请写明哪位监护人同意或一起同意。",
    en="This person is under {age}, or has a guardian on record: write which guardian agrees or agrees too.",
)
_NO_WORDING: Final = Text(zh="没有这一版文字：{version}。", en="There is no wording {version}.")
_BACKWARDS: Final = Text(zh="{given} 给的同意不能在 {ends} 到期。", en="A consent given on {given} cannot end on {ends}.")
_NO_EVENT: Final = Text(zh="列入名单的同意要写明是哪个活动。", en="A consent to be listed names its event.")
_STATED: Final = Text(
    zh="列入名单时不告诉单位任何安排；要告诉的，写在告知身份的同意里。",
    en="Nothing is stated with a listing: arrangements to tell go with the consent to be named.",
)
_ONE_EMPLOYER: Final = Text(
    zh="告知身份的同意一次只给一个单位，这里有 {n} 个。", en="A consent to be named is for one employer; here are {n}."
)
_UNKNOWN: Final = Text(zh="没有这种安排：{names}。", en="There is no such arrangement: {names}.")


def consents_view(app: Application, viewer: Viewer, candidate: str) -> ConsentsView:
    """All consents of a person, newest first, and whom they refuse. Raises NotFound, NotAllowed."""
    check_staff(viewer)
    with app.database.read(viewer) as stores:
        return consents_of(app, stores, viewer, find_person(stores, viewer, candidate))


def consents_of(app: Application, stores: Stores, viewer: Viewer, person: Candidate) -> ConsentsView:
    """The same where the file is open already."""
    found = stores.consents.list(viewer, person.id)
    names = employer_names(stores, viewer, {name for one in found for name in one.consent.employers} | person.refusals.employers)
    events = {one.id: one.name for one in stores.events.list(viewer)}
    return ConsentsView(
        candidate=person.id,
        name=candidate_name(person),
        on=app.today,
        guardian_needed=guardian_needed(app, person),
        guardian_known=person.person.guardian is not None,
        items=tuple(_view(app, one, names, events) for one in reversed(found)),
        refused=tuple(RefusedEmployer(id=one, name=names.get(one, one)) for one in sorted(person.refusals.employers)),
    )


def asked_view(app: Application, viewer: Viewer, candidate: str, scope: ScopeName, event_id: str | None = None) -> AskedView:
    """What the person is asked today. For a listing the event is needed. Raises NotFound, BadInput, NotAllowed."""
    check_staff(viewer)
    if scope == "listing" and event_id is None:
        raise BadInput(_NO_EVENT)
    with app.database.read(viewer) as stores:
        person = find_person(stores, viewer, candidate)
        event = None if event_id is None else find_event(stores, viewer, event_id)
        employers = employers_at(app, stores, viewer, event)
    wording = wording_on(scope, app.today)
    name = Text(zh="（活动名称）", en="(the event)") if event is None else event.name
    return AskedView(
        scope=scope,
        event=event_id,
        event_name=None if event is None else event.name,
        version=wording.version,
        full=wording.filled(event=name, employer=Text(zh="这个单位", en="this employer")),
        easy=wording.easy,
        employers=tuple(one for one in employers if one.id not in person.refusals.employers),
    )


def give_consent(app: Application, viewer: Viewer, candidate: str, told: ConsentInput) -> ConsentsView:
    """Record a consent. The latest word counts: an older listing of the same event ends with it. The same again changes nothing.

    Raises NotFound, NotAllowed, BadInput (a day ahead, nobody named, an employer that is not there, a guardian who is missing).
    """
    check_staff(viewer)
    with app.database.begin(viewer) as stores:
        person = find_person(stores, viewer, candidate)
        give_one(app, stores, viewer, person, told, {})
        return consents_of(app, stores, viewer, person)


def give_one(
    app: Application, stores: Stores, viewer: Viewer, person: Candidate, told: ConsentInput, there: dict[str, frozenset[str]]
) -> Given:
    """Record one consent of a file that is open, as `give_consent` does, and say what became of it.

    `there` remembers the employers at each event from one consent of a list to the next.
    """
    _check_told(told, app.today)
    if told.event is not None:
        _check_there(app, stores, viewer, find_event(stores, viewer, told.event), told.employers, there)
    consent = _consent(app, person, told)
    held = [one for one in stores.consents.list(viewer, person.id) if one.withdrawn_at is None]
    if consent in [one.consent for one in held]:
        return "known"
    former = [one for one in held if Scope.LISTING is one.consent.scope is consent.scope and one.consent.event == consent.event]
    try:
        stores.consents.save(viewer, consent)
    except ValueError:
        raise NotFound(EMPLOYER, ", ".join(sorted(consent.employers))) from None
    for one in former:
        stores.consents.withdraw(viewer, one.id)
    return "changed" if former else "new"


def agreed_employers(
    app: Application, viewer: Viewer, candidate: str, event_id: str | None, named: Iterable[str] | None, but: Iterable[str]
) -> tuple[str, ...]:
    """The ids of the employers that a person agrees to: those `named` by id or name; None: all at the event that the person does
    not refuse, less `but`. Raises NotFound, NotAllowed, BadInput (no event, an employer that is none or several)."""
    check_staff(viewer)
    if named is not None:
        return tuple(sorted({employer_meant(app, viewer, one) for one in named}))
    if event_id is None:
        raise BadInput(_NO_EVENT)
    refused = {employer_meant(app, viewer, one) for one in but}
    with app.database.read(viewer) as stores:
        there = {one.id for one in employers_at(app, stores, viewer, find_event(stores, viewer, event_id))}
        return tuple(sorted(there - refused - find_person(stores, viewer, candidate).refusals.employers))


def withdraw_consent(app: Application, viewer: Viewer, candidate: str, number: int) -> ConsentsView:
    """Take a consent back; it holds no longer from the next read on. Again, it changes nothing. Raises NotFound, NotAllowed."""
    check_staff(viewer)
    with app.database.begin(viewer) as stores:
        person = find_person(stores, viewer, candidate)
        if number not in {one.id for one in stores.consents.list(viewer, candidate)}:
            raise NotFound(CONSENT, str(number))
        stores.consents.withdraw(viewer, number)
        return consents_of(app, stores, viewer, person)


def refuse_employer(app: Application, viewer: Viewer, candidate: str, employer: str, refused: bool) -> ConsentsView:
    """Record that the person does not want an employer at all, or no longer refuses it. Raises NotFound, NotAllowed."""
    check_staff(viewer)
    with app.database.begin(viewer) as stores:
        person = find_person(stores, viewer, candidate)
        if stores.employers.get(viewer, employer) is None:
            raise NotFound(EMPLOYER, employer)
        rest = person.refusals.employers - {employer}
        employers = rest | {employer} if refused else rest
        if employers != person.refusals.employers:
            person = person.model_copy(update={"refusals": person.refusals.model_copy(update={"employers": employers})})
            stores.candidates.upsert_many(viewer, [(person, None)])
            stores.log.append(viewer, "change", "candidate", candidate, {"part": "refused employers"})
        return consents_of(app, stores, viewer, person)


def guardian_needed(app: Application, person: Candidate) -> bool:
    """Whether a guardian agrees, or agrees too: below the age of the policy, or where a guardian is on record."""
    if person.person.guardian is not None:
        return True
    born = person.person.birth
    return born is not None and app.today < month_shifted(born, 12 * _guardian_age(app))


def _guardian_age(app: Application) -> int:
    return int(policy_on(app.today).number("consent.guardian_below_age"))


def _check_told(told: ConsentInput, today: date) -> None:
    if told.given_on > today:
        raise BadInput(AHEAD.format(day=told.given_on))
    if told.ends_on is not None and told.ends_on < told.given_on:
        raise BadInput(_BACKWARDS.format(given=told.given_on, ends=told.ends_on))
    if not told.employers:
        raise BadInput(_NO_EMPLOYER)
    if told.scope == "listing" and told.event is None:
        raise BadInput(_NO_EVENT)
    if told.scope == "listing" and told.stated:
        raise BadInput(_STATED)
    if told.scope == "identity" and len(told.employers) > 1:
        raise BadInput(_ONE_EMPLOYER.format(n=len(told.employers)))
    unknown = sorted(set(told.stated) - set(CATALOGUE.order))
    if unknown:
        raise BadInput(_UNKNOWN.format(names=", ".join(unknown)))


def _consent(app: Application, person: Candidate, told: ConsentInput) -> Consent:
    guardian = (told.guardian or "").strip() or None
    if guardian is None and guardian_needed(app, person):
        raise BadInput(_GUARDIAN.format(age=_guardian_age(app)))
    version = told.wording or wording_on(told.scope, told.given_on).version
    wording = wording_of(version)
    if wording is None or wording.name != told.scope:
        raise BadInput(_NO_WORDING.format(version=version))
    return Consent(
        candidate=person.id,
        scope=Scope(told.scope),
        event=told.event,
        employers=frozenset(told.employers),
        wording=version,
        explained=Explained(told.explained),
        given_on=told.given_on,
        ends_on=told.ends_on,
        guardian=guardian,
        stated=frozenset(told.stated),
    )


def _check_there(
    app: Application, stores: Stores, viewer: Viewer, event: Event, employers: Iterable[str], there: dict[str, frozenset[str]]
) -> None:
    if event.id not in there:
        there[event.id] = frozenset(one.id for one in employers_at(app, stores, viewer, event))
    missing = sorted(set(employers) - there[event.id])
    if missing:
        names = employer_names(stores, viewer, missing)
        raise BadInput(_NOT_THERE.format(event=event.name, names="、".join(names.get(one, one) for one in missing)))


def employers_at(app: Application, stores: Stores, viewer: Viewer, event: Event | None) -> tuple[NamedEmployer, ...]:
    """The employers with open postings at an event, or anywhere, by name."""
    standing = standing_of(app, viewer, stores, event or EVERYWHERE)
    names = employer_names(stores, viewer, {posting.employer for posting, _ in standing})
    return tuple(sorted((NamedEmployer(id=one, name=name) for one, name in names.items()), key=lambda one: (one.name, one.id)))


def _view(app: Application, one: StoredConsent, names: dict[str, str], events: dict[str, str]) -> ConsentView:
    given = one.consent
    return ConsentView(
        id=one.id,
        scope=given.scope.value,
        event=given.event,
        event_name=None if given.event is None else events.get(given.event, given.event),
        employers=tuple(NamedEmployer(id=name, name=names.get(name, name)) for name in sorted(given.employers)),
        wording=given.wording,
        explained=given.explained.value,
        given_on=given.given_on,
        ends_on=given.ends_on,
        guardian=given.guardian,
        stated=tuple(CATALOGUE.accommodation(name).text for name in sorted(given.stated, key=CATALOGUE.order.__getitem__)),
        withdrawn_at=one.withdrawn_at,
        holds=one.holds(app.today),
    )
