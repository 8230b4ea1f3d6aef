"""One person's file: read whole, and changed part by part, each change told to whoever was writing at the same time."""

from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any, Final

from api.actions.caseload import case_state, one_views
from api.actions.errors import BadInput, Conflict
from api.actions.person_verdicts import find_person
from api.actions.pools import check_staff
from api.actions.views import candidate_name, employer_names, place_text
from api.schemas.consents import RefusedEmployer
from api.schemas.person_files import (
    AidsInput,
    AidsView,
    ContactView,
    PersonView,
    ServiceView,
    TrainingView,
    WishesInput,
    WishesView,
)
from api.wiring import Application
from data.stores import Stores, canonical
from matching.constraints.licence import LICENCES
from matching.geography import DISTRICTS, ZONES
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import ACCESS_SKILLS, Text
from matching.ledger import next_steps
from matching.policy import policy_on
from matching.records import Aid, AssessmentSource, Candidate, CredentialKind, PostingKind, Refusal, Viewer, Wishes
from matching.verdicts import candidate_side

CREDENTIALS: Final[dict[CredentialKind, Text]] = {
    CredentialKind.CERTIFICATE: Text(zh="残疾人证", en="certificate of disability"),
    CredentialKind.VETERAN: Text(zh="残疾军人证", en="veteran's certificate"),
    CredentialKind.WORK_INJURY: Text(zh="工伤证明", en="work-injury certificate"),
    CredentialKind.HOUSEHOLD_MEMBER: Text(zh="残疾人家庭成员", en="member of a household"),
}
CHANGED: Final = Text(
    zh="您填写的时候，另一个人改了这一部分。下面是现在的内容和您写的，请核对后再保存。",
    en="While you were writing somebody else changed this part. Compare what stands now with what you wrote, then save again.",
)
_UNKNOWN: Final = Text(zh="没有这样的{what}：{names}。", en="There is no such {what}: {names}.")


def person_view(app: Application, viewer: Viewer, candidate: str) -> PersonView:
    """The file. Opening it is recorded as an access. Raises NotFound, NotAllowed."""
    check_staff(viewer)
    with app.database.read(viewer) as stores:
        person = find_person(stores, viewer, candidate)
        return _view(app, stores, viewer, person)


def wishes_view(app: Application, viewer: Viewer, candidate: str) -> tuple[str, WishesView]:
    """Name and wishes of a person. Raises NotFound, NotAllowed."""
    check_staff(viewer)
    with app.database.read(viewer) as stores:
        person = find_person(stores, viewer, candidate)
    return candidate_name(person), _wishes(person)


def aids_view(app: Application, viewer: Viewer, candidate: str) -> tuple[str, AidsView]:
    """Name and aids of a person. Raises NotFound, NotAllowed."""
    check_staff(viewer)
    with app.database.read(viewer) as stores:
        person = find_person(stores, viewer, candidate)
    return candidate_name(person), _aids(person)


def change_wishes(app: Application, viewer: Viewer, candidate: str, told: WishesInput) -> PersonView:
    """Write the wishes; the same again changes nothing. Raises NotFound, NotAllowed, BadInput, Conflict (somebody else wrote)."""
    _check_known(Text(zh="岗位类型", en="kind of post"), told.kinds, set(PostingKind))
    _check_known(Text(zh="区", en="district"), told.districts, {*DISTRICTS, *ZONES})
    _check_known(Text(zh="条件", en="condition"), told.conditions, set(Refusal))
    wishes = Wishes(
        occupations=tuple(dict.fromkeys(name.strip() for name in told.occupations if name.strip())),
        text=told.text.strip(),
        kinds=frozenset(told.kinds),
        pay_min=told.pay_min,
        minutes_max=told.minutes_max,
        hours_max=told.hours_max,
        districts=frozenset(told.districts),
        remote=told.remote,
    )

    def change(person: Candidate) -> Candidate:
        refusals = person.refusals.model_copy(update={"conditions": frozenset(map(Refusal, told.conditions))})
        return person.model_copy(update={"wishes": wishes, "refusals": refusals})

    return change_file(app, viewer, candidate, "wishes", change, told.version, lambda person: _wishes(person).version)


def change_aids(app: Application, viewer: Viewer, candidate: str, told: AidsInput) -> PersonView:
    """Write aids, access skills and refused arrangements; a known aid keeps its source and day. Raises as `change_wishes`."""
    _check_known(Text(zh="辅具或安排", en="aid or arrangement"), (*told.aids, *told.refused), set(CATALOGUE.order))
    _check_known(Text(zh="技能", en="skill"), told.skills, set(ACCESS_SKILLS))

    def change(person: Candidate) -> Candidate:
        known = {one.name: one for one in person.aids}
        new = {name: Aid(name=name, source=AssessmentSource.COUNSELOR, on=app.today) for name in told.aids}
        aids = tuple(known.get(name, new[name]) for name in sorted(set(told.aids), key=CATALOGUE.order.__getitem__))
        refusals = person.refusals.model_copy(update={"accommodations": frozenset(told.refused)})
        return person.model_copy(update={"aids": aids, "access_skills": frozenset(told.skills), "refusals": refusals})

    return change_file(app, viewer, candidate, "aids", change, told.version, lambda person: _aids(person).version)


def set_profiling(app: Application, viewer: Viewer, candidate: str, profiling: bool) -> PersonView:
    """Let a computer order the person's lists, or keep it from that: a draw then gives the place. Raises NotFound, NotAllowed."""
    return change_file(app, viewer, candidate, "profiling", lambda person: person.model_copy(update={"profiling": profiling}))


def change_file(
    app: Application,
    viewer: Viewer,
    candidate: str,
    part: str,
    change: Callable[[Candidate], Candidate],
    version: str | None = None,
    version_of: Callable[[Candidate], str] | None = None,
) -> PersonView:
    """Change one part of a file in one transaction; a change to what stands there already changes nothing.

    With a `version` the part must still be as it was shown. Raises NotFound, NotAllowed, Conflict.
    """
    check_staff(viewer)
    with app.database.begin(viewer) as stores:
        person = find_person(stores, viewer, candidate)
        made = change(person)
        if made != person:
            if version is not None and version_of is not None and version != version_of(person):
                raise Conflict(CHANGED)
            save_file(stores, viewer, made, part)
        return _view(app, stores, viewer, made)


def save_file(stores: Stores, viewer: Viewer, person: Candidate, part: str) -> None:
    """Store a changed file and leave a line in the person's own log."""
    stores.candidates.upsert_many(viewer, [(person, None)])
    stores.log.append(viewer, "change", "candidate", person.id, {"part": part})


def part_version(part: Any) -> str:
    """16 hexadecimal digits that change whenever a part of a file does."""
    return sha256(canonical({"part": part})).hexdigest()[:16]


def brings(person: Candidate) -> Iterator[Text]:
    """What the person knows and did, one line each."""
    resume = person.resume
    if resume.skills:
        yield _line(Text(zh="会做", en="Skills"), (one.name for one in resume.skills))
    if resume.certificates:
        yield _line(Text(zh="证书", en="Certificates"), resume.certificates)
    if resume.licences:
        names = (LICENCES[one.name].text if one.name in LICENCES else one.name for one in resume.licences)
        yield _line(Text(zh="证照", en="Licences"), names)
    if resume.experience_years is not None or resume.experience:
        years = "" if resume.experience_years is None else f"{resume.experience_years:g}"
        told = resume.experience
        zh = "，".join(part for part in (f"{years} 年" if years else "", told) if part)
        en = ", ".join(part for part in (f"{years} years" if years else "", told) if part)
        yield Text(zh=f"经历：{zh}", en=f"Experience: {en}")
    if resume.graduate is not None:
        studied = resume.graduate
        day = "" if studied.graduated_on is None else studied.graduated_on.isoformat()
        told = "，".join(part for part in (studied.school, studied.major, day) if part)
        yield Text(zh=f"毕业：{told}", en=f"Graduated: {told}")


def _line(name: Text, values: Any) -> Text:
    rows = [one if isinstance(one, Text) else Text(zh=one, en=one) for one in values]
    return Text(zh=f"{name.zh}：{'、'.join(one.zh for one in rows)}", en=f"{name.en}: {', '.join(one.en for one in rows)}")


def _view(app: Application, stores: Stores, viewer: Viewer, person: Candidate) -> PersonView:
    state = case_state(app, stores, viewer, person)
    courses = {one.id: one.name for one in stores.courses.list(viewer)}
    refused = employer_names(stores, viewer, person.refusals.employers)
    days = [one.on for one in person.profile.assessments if one is not None and one.on is not None]
    return PersonView(
        candidate=person.id,
        external_id=person.external_id,
        name=candidate_name(person),
        contact=_contact(person),
        credential=CREDENTIALS[person.credential.kind],
        credential_until=person.credential.valid_until,
        brings=tuple(brings(person)),
        services=one_views(state.services),
        given=tuple(
            ServiceView(kind=one.kind, on=one.on, by=one.by, note=one.note)
            for one in reversed(stores.services.list(viewer, person.id))
        ),
        trainings=tuple(
            TrainingView(course=one.course, name=courses.get(one.course, one.course), state=one.state, on=one.on)
            for one in stores.services.trainings(viewer, person.id)
        ),
        steps=next_steps(state),
        assessed=person.profile.assessed,
        outdated=len(candidate_side(person, policy_on(app.today).assessed_since).outdated),
        assessed_on=max(days, default=None),
        consents=state.consents,
        handed=sum(one.withdrawn_at is None for one in stores.hires.handed_by(viewer, person.id)),
        wishes=_wishes(person),
        aids=_aids(person),
        refused_employers=tuple(RefusedEmployer(id=one, name=refused.get(one, one)) for one in sorted(person.refusals.employers)),
        profiling=person.profiling,
        settled_at=state.settled,
        changed_at=state.changed,
    )


def _contact(person: Candidate) -> ContactView:
    told = person.person
    return ContactView(
        phone=told.phone,
        email=told.email,
        note=told.contact_note,
        born=told.birth,
        guardian=told.guardian,
        home=place_text(person.home),
    )


def _wishes(person: Candidate) -> WishesView:
    told, conditions = person.wishes, tuple(sorted(one.value for one in person.refusals.conditions))
    return WishesView(
        occupations=told.occupations,
        text=told.text,
        kinds=tuple(sorted(told.kinds)),
        pay_min=told.pay_min,
        minutes_max=told.minutes_max,
        hours_max=told.hours_max,
        districts=tuple(sorted(told.districts)),
        remote=told.remote,
        conditions=conditions,
        version=part_version([told, conditions]),
    )


def _aids(person: Candidate) -> AidsView:
    aids = tuple(sorted((one.name for one in person.aids), key=CATALOGUE.order.__getitem__))
    skills, refused = tuple(sorted(person.access_skills)), tuple(sorted(person.refusals.accommodations))
    return AidsView(aids=aids, skills=skills, refused=refused, version=part_version([aids, skills, refused]))


def _check_known(what: Text, names: tuple[str, ...], known: set[Any]) -> None:
    wrong = sorted(set(names) - known)
    if wrong:
        raise BadInput(_UNKNOWN.format(what=what, names=", ".join(wrong)))
