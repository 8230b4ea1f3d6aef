"""A candidate as the cells of one row, by the fields of `CANDIDATE_COLUMNS`."""

from collections.abc import Iterable, Iterator
from typing import Final

from data.importers.columns_candidates import (
    ABILITY,
    CANDIDATE_COLUMNS,
    CREDENTIALS,
    EDUCATIONS,
    LICENCES,
    POSTING_KINDS,
    REFUSALS,
    REMOTE,
    SEXES,
    SKILLS,
    SOURCES,
    TRACKS,
)
from data.synthetic.cells import arrangements, day, filled, flag, listed, number, place_name, word
from matching.knowledge import CATALOGUE
from matching.records import Candidate, CertificateDetails, Employer, Place

_CATEGORIES: Final = next(column.choices for column in CANDIDATE_COLUMNS if column.field == "category")


def candidate_cells(
    candidates: Iterable[Candidate], certificates: Iterable[CertificateDetails], employers: Iterable[Employer]
) -> Iterator[dict[str, str]]:
    """The cells of each candidate by column field; a missing field is an empty cell."""
    papers = {row.candidate: row for row in certificates}
    names = {row.id: row.name for row in employers}
    for person in candidates:
        yield filled(
            {
                **_who(person),
                **_papers(papers.get(person.id)),
                **_abilities(person),
                **_knows(person),
                **_wants(person),
                "refused_employers": ";".join(sorted(names[one] for one in person.refusals.employers)),
            }
        )


def _who(person: Candidate) -> dict[str, str]:
    household = person.household
    return {
        "external_id": person.external_id or person.id,
        "name": person.person.name,
        "phone": person.person.phone or "",
        "email": person.person.email or "",
        "contact_note": person.person.contact_note or "",
        "guardian": person.person.guardian or "",
        "birth": day(person.person.birth),
        "sex": "" if person.person.sex is None else word(SEXES, person.person.sex),
        "registered_residence": person.person.registered_residence or "",
        "retirement_track": "" if person.person.retirement_track is None else word(TRACKS, person.person.retirement_track),
        "credential_kind": word(CREDENTIALS, person.credential.kind),
        "credential_valid_until": day(person.credential.valid_until),
        "home": place_name(person.home),
        "household": household.id or "",
        "zero_employment": flag(household.zero_employment),
        "poverty_watch": flag(household.poverty_watch),
        "rural": flag(household.rural),
        "employment_aid_recognised": flag(person.employment_aid_recognised),
        "registered_unemployed": flag(person.registered_unemployed),
        "profiling": flag(person.profiling),
    }


def _papers(papers: CertificateDetails | None) -> dict[str, str]:
    if papers is None:
        return {}
    return {
        "certificate_number": papers.number or "",
        "category": "" if papers.category is None else _CATEGORIES[papers.category - 1],
        "grade": "" if papers.grade is None else str(papers.grade),
    }


def _abilities(person: Candidate) -> dict[str, str]:
    cells = {
        ABILITY + row.name: str(found.level)
        for row, found in zip(CATALOGUE.dimensions, person.profile.assessments, strict=True)
        if found is not None
    }
    one = next((found for found in person.profile.assessments if found is not None), None)
    if one is None:
        return cells
    confidence = "" if one.confidence is None else f"{one.confidence:g}"
    return cells | {
        "assessment_source": word(SOURCES, one.source),
        "assessment_date": day(one.on),
        "assessment_confidence": confidence,
    }


def _knows(person: Candidate) -> dict[str, str]:
    resume, graduate = person.resume, person.resume.graduate
    return {
        "aids": arrangements(aid.name for aid in person.aids),
        "access_skills": listed(word(SKILLS, name) for name in sorted(person.access_skills)),
        "refused_accommodations": arrangements(person.refusals.accommodations),
        "refused_conditions": listed(word(REFUSALS, name) for name in sorted(person.refusals.conditions)),
        "skills": listed(f"{skill.name}（{skill.evidence}）" if skill.evidence else skill.name for skill in resume.skills),
        "certificates": listed(resume.certificates),
        "licences": listed(
            word(LICENCES, row.name) + (f"（{day(row.valid_until)}）" if row.valid_until else "") for row in resume.licences
        ),
        "education": "" if resume.education is None else word(EDUCATIONS, resume.education),
        "experience_years": number(resume.experience_years),
        "experience": resume.experience,
        "school": "" if graduate is None else graduate.school,
        "major": "" if graduate is None else graduate.major,
        "graduated_on": "" if graduate is None else day(graduate.graduated_on),
    }


def _wants(person: Candidate) -> dict[str, str]:
    wishes = person.wishes
    return {
        "occupations": listed(wishes.occupations),
        "wish_text": wishes.text,
        "kinds": listed(word(POSTING_KINDS, name) for name in sorted(wishes.kinds)),
        "pay_min": number(wishes.pay_min),
        "minutes_max": number(wishes.minutes_max),
        "hours_max": number(wishes.hours_max),
        "districts": listed(place_name(Place(district=code)) for code in sorted(wishes.districts)),
        "remote": "" if wishes.remote is None else word(REMOTE, wishes.remote),
    }
