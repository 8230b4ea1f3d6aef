"""A posting as the cells of one row, by the fields of `POSTING_COLUMNS`."""

from collections.abc import Iterable, Iterator
from typing import Final

from data.importers.columns_candidates import EDUCATIONS, LICENCES
from data.importers.columns_postings import (
    ARRANGEMENTS,
    ASSUMED,
    CHANNELS,
    CONTRACTS,
    DEMAND,
    EMPLOYER_KINDS,
    FACT,
    POSTING_KINDS,
    SHIFTS,
    STATUSES,
    TOILETS,
    UNKNOWN,
)
from data.synthetic.cells import arrangements, day, dimension, filled, flag, listed, number, place_name, word
from matching.geography import DISTRICTS
from matching.records import Eligibility, Employer, Intermediary, Posting, Provenance, Workplace


def posting_cells(
    postings: Iterable[Posting], employers: Iterable[Employer], intermediaries: Iterable[Intermediary]
) -> Iterator[dict[str, str]]:
    """The cells of each posting by column field; a missing field is an empty cell."""
    employer_of = {row.id: row for row in employers}
    intermediary_of = {row.id: row for row in intermediaries}
    for posting in postings:
        passed_on = posting.source.intermediary
        yield filled(
            {
                **_job(posting),
                **_employer(employer_of[posting.employer]),
                **_passed_on(None if passed_on is None else intermediary_of[passed_on]),
                **_conditions(posting.eligibility),
                **_platform(posting),
                **_workplace(posting.workplace),
                **_demands(posting),
            }
        )


def _job(posting: Posting) -> dict[str, str]:
    hours = posting.hours
    return {
        "external_id": posting.source.external_id or posting.id,
        "source": posting.source.name,
        "url": posting.source.url or "",
        "title": posting.title,
        "kind": "" if posting.kind is None else word(POSTING_KINDS, posting.kind),
        "status": word(STATUSES, posting.status),
        "headcount": number(posting.headcount),
        "pay": posting.pay.text,
        "place": place_name(posting.place),
        "address": posting.place.address,
        "hours": hours.text,
        "hours_per_day": number(hours.per_day),
        "days_per_week": number(hours.days_per_week),
        "shift": "" if hours.shift is None else word(SHIFTS, hours.shift),
        "education": "" if posting.education is None else word(EDUCATIONS, posting.education),
        "experience": "" if posting.experience_years is None else f"{posting.experience_years:g}年以上",
        "age": "" if posting.age is None else posting.age.text,
        "skills": listed(posting.skills),
        "licences": listed(word(LICENCES, name) for name in posting.licences),
        "welfare": listed(posting.welfare),
        "tags": listed(posting.tags),
        "contract": "" if posting.contract is None else word(CONTRACTS, posting.contract),
        "text": posting.text,
        "contact": posting.contact or "",
        "published_on": day(posting.published_on),
        "closes_on": day(posting.closes_on),
    }


def _employer(employer: Employer) -> dict[str, str]:
    return {
        "employer": employer.name,
        "employer_code": employer.code or "",
        "employer_kind": word(EMPLOYER_KINDS, employer.kind),
        "staff": employer.staff_text or number(employer.staff),
        "establishment": number(employer.establishment),
        "industry": employer.industry,
    }


def _passed_on(intermediary: Intermediary | None) -> dict[str, str]:
    if intermediary is None:
        return {}
    return {"intermediary": intermediary.name, "intermediary_code": intermediary.code or ""}


def _conditions(own: Eligibility) -> dict[str, str]:
    return {
        "residence": listed(DISTRICTS[code].names[0] for code in own.residence),
        "graduated_within_years": number(own.graduated_within_years),
        "recognised_only": flag(own.recognised_only),
        "unemployed_only": flag(own.unemployed_only),
        "zero_employment_household_only": flag(own.zero_employment_household_only),
    }


def _platform(posting: Posting) -> dict[str, str]:
    terms = posting.platform
    if terms is None:
        return {}
    return {
        "fee_waiver": flag(terms.fee_waiver),
        "dispatch_priority": flag(terms.dispatch_priority),
        "free_training": flag(terms.free_training),
        "contact_channel": "" if terms.contact_channel is None else word(CHANNELS, terms.contact_channel),
    }


def _workplace(workplace: Workplace) -> dict[str, str]:
    return {
        "remote": flag(workplace.remote),
        "floor": number(workplace.floor),
        "entrance_steps": number(workplace.entrance_steps),
        "toilet": "" if workplace.toilet is None else word(TOILETS, workplace.toilet),
        "commute": number(workplace.commute),
        "assumed": listed(word(ASSUMED, name) for name in sorted(workplace.assumed)),
        **{FACT + name: flag(value) for name, value in workplace.facts.items()},
        **{
            field: arrangements(name for name, found in workplace.statuses.items() if found is status)
            for field, status in ARRANGEMENTS.items()
        },
    }


def _demands(posting: Posting) -> dict[str, str]:
    handed_in = [row for row in posting.demands if row.provenance in _HANDED_IN]
    return {
        **{DEMAND + row.dimension: UNKNOWN if row.level is None else str(row.level) for row in handed_in},
        "marginal": listed(dimension(row.dimension) for row in handed_in if row.marginal),
        "confirmed": listed(dimension(row.dimension) for row in handed_in if row.provenance is Provenance.CONFIRMED),
    }


_HANDED_IN: Final = frozenset({Provenance.STATED, Provenance.CONFIRMED, Provenance.UNKNOWN})
