"""What is on record about people, postings and employers, as columns; and the occupations, which their texts tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data.synthetic.draws import Float64, Int64
from data.synthetic.rows import Occupation, occupations, productions
from data.synthetic.terms import HOURS
from data.synthetic.truth.numbers import Numbers
from data.synthetic.truth.origins import Origins, stairs_of
from data.synthetic.truth.places import areas_of, plain_minutes
from data.synthetic.workplaces import OF_WORKPLACE
from matching.knowledge import CATALOGUE
from matching.knowledge.effects import Effect
from matching.records import (
    AccommodationStatus,
    AssessmentSource,
    Candidate,
    CertificateDetails,
    Employer,
    Posting,
    PostingKind,
    Provenance,
)

Float32 = NDArray[np.float32]
Bool = NDArray[np.bool_]

DIMENSIONS: Final = tuple(row.name for row in CATALOGUE.dimensions)
_KINDS: Final = tuple(PostingKind)
_REMOTE: Final = {None: 0, "no": 1, "welcome": 2, "only": 3}
ERRORS: Final = {
    AssessmentSource.ASSESSOR: 0.0,
    AssessmentSource.COUNSELOR: 0.03,
    AssessmentSource.SELF: 0.10,
    AssessmentSource.IMPORT: 0.05,
}
"""How often an assessment is a level off, by who made it; the generator's own shares."""


@dataclass(frozen=True, eq=False, repr=False)
class Facts:
    """Columns of n people, m postings and e employers; NaN where nothing is told. Occupations are rows of `occupations()`.

    wish, work (n, occupations) likeness 0..1 of every occupation with what a person wants and did; wage (n,) yuan a month wished;
    patience (n,) minutes; hours_limit (n,) hours a day; years (n,), education (n,) rank; usual_wage (n, 2) of what is wanted;
    levels (n, 45) assessed, level_errors (n,); own (n, 45) levels of help by aids a person has; minutes (areas, areas) plain.
    pay (m,) yuan a month of full-time work; told_demands (m, 45); usual_demands (m, 45); weights (m, 45); ready, trusted, full
    (m, 45) levels of help with every promise broken, as far as a promise is trusted, and with every promise kept.
    """

    people: int
    postings: int
    employers: int
    wish: Float64
    work: Float64
    wage: Float64
    usual_wage: Float64
    patience: Float64
    hours_limit: Float64
    years: Float64
    education: Float64
    home: Int64
    remote_wish: Int64
    no_bed: Bool
    kinds_wished: Bool
    skills: Bool
    category: Int64
    levels: Float64
    level_errors: Float64
    own: Float32
    employer: Int64
    kind: Int64
    occupation: Int64
    family: Int64
    usual_education: Float64
    usual_pay: Float64
    auxiliary: Bool
    pay: Float64
    hours: Float64
    night: Bool
    asked_years: Float64
    asked_education: Float64
    area: Int64
    minutes: Float64
    way: Float64
    bed: Bool
    remote: Bool
    skills_asked: Bool
    safety: Float64
    strictness: Float64
    trains: Bool
    effort: Float64
    places: Float64
    told_demands: Float64
    usual_demands: Float64
    setting: Int64
    weights: Float32
    ready: Float32
    trusted: Float32
    full: Float32
    promised: Bool
    promises: Int64


def gather_facts(
    numbers: Numbers,
    candidates: Sequence[Candidate],
    certificates: Sequence[CertificateDetails],
    employers: Sequence[Employer],
    postings: Sequence[Posting],
    origins: Origins,
) -> Facts:
    """Read the records into columns."""
    rows = occupations()
    like = likeness(numbers, rows)
    discount = np.array([1.0, numbers.likeness.second_wish, numbers.likeness.third_wish])
    wish = (like[origins.wanted] * discount[None, :, None]).max(axis=1)
    work = like[origins.worked] * (origins.years > 0)[:, None]
    areas = areas_of([person.home for person in candidates] + [posting.place for posting in postings])
    where = areas.rows
    skills = _skill_columns(candidates, postings)
    category = {paper.candidate: paper.category or 0 for paper in certificates}
    row_of = {one.id: row for row, one in enumerate(employers)}
    of_posting = [rows[i] for i in origins.occupation.tolist()]
    first = np.array([rows[i].pay for i in origins.wanted[:, 0].tolist()], dtype=np.float64).reshape(-1, 2)
    families = {name: i for i, name in enumerate(sorted({row.family for row in rows}))}
    settings = {name: i for i, name in enumerate(sorted({row.setting for row in rows}))}
    ready, trusted, full, promised = _help(postings, numbers)
    of_employer = np.array([row_of[posting.employer] for posting in postings], dtype=np.int64)
    return Facts(
        people=len(candidates),
        postings=len(postings),
        employers=len(employers),
        wish=wish,
        work=work,
        wage=_told([person.wishes.pay_min for person in candidates]),
        usual_wage=first,
        patience=_told([person.wishes.minutes_max for person in candidates]),
        hours_limit=_told([person.wishes.hours_max for person in candidates]),
        years=_told([person.resume.experience_years for person in candidates]),
        education=_told([None if p.resume.education is None else p.resume.education.rank for p in candidates]),
        home=where[: len(candidates)],
        remote_wish=np.array([_REMOTE[person.wishes.remote] for person in candidates], dtype=np.int64),
        no_bed=np.array(["dormitory" in person.refusals.accommodations for person in candidates], dtype=np.bool_),
        kinds_wished=np.array([[kind.value in person.wishes.kinds for kind in _KINDS] for person in candidates], dtype=np.bool_),
        skills=skills[0],
        category=np.array([category.get(person.id, 0) for person in candidates], dtype=np.int64),
        levels=_levels(candidates),
        level_errors=np.array([_error(person) for person in candidates]),
        own=_own_help(candidates),
        employer=of_employer,
        kind=np.array([_KINDS.index(posting.kind or PostingKind.PRIVATE_TARGETED) for posting in postings], dtype=np.int64),
        occupation=origins.occupation,
        family=np.array([families[row.family] for row in of_posting], dtype=np.int64),
        usual_education=np.array([float(row.education.rank) for row in of_posting]),
        usual_pay=np.array([sum(row.pay) / 2 for row in of_posting]),
        auxiliary=np.array([posting.kind is PostingKind.AUXILIARY for posting in postings], dtype=np.bool_),
        pay=_told([_middle(posting) for posting in postings]),
        hours=np.array([_hours(p, row) for p, row in zip(postings, of_posting, strict=True)]),
        night=np.array([posting.hours.shift in ("night", "rotating") for posting in postings], dtype=np.bool_),
        asked_years=np.array([posting.experience_years or 0.0 for posting in postings]),
        asked_education=np.array([0.0 if p.education is None else float(p.education.rank) for p in postings]),
        area=where[len(candidates) :],
        minutes=plain_minutes(areas, numbers.city),
        way=np.array([_way(posting, numbers) for posting in postings]),
        bed=np.array([_in_place(posting, "dormitory") for posting in postings], dtype=np.bool_),
        remote=np.array([bool(posting.workplace.remote) for posting in postings], dtype=np.bool_),
        skills_asked=skills[1],
        safety=np.array([_safety(posting, numbers) for posting in postings]),
        strictness=np.array([numbers.strictness[p.kind or PostingKind.PRIVATE_TARGETED] for p in postings]),
        trains=np.array([_trains(posting) for posting in postings], dtype=np.bool_),
        effort=_effort(postings, of_employer, len(employers)),
        places=np.log1p(np.array([float(posting.headcount or 1) for posting in postings])),
        told_demands=_told_demands(postings),
        usual_demands=np.array([[float(row.demands.get(name, 0)) for name in DIMENSIONS] for row in of_posting]).reshape(-1, 45),
        setting=np.array([settings[row.setting] for row in of_posting], dtype=np.int64),
        weights=_weights(postings, of_posting, numbers.function.marginal),
        ready=ready,
        trusted=trusted,
        full=full,
        promised=promised,
        promises=np.array(
            [sum(s is AccommodationStatus.COMMITTED for s in p.workplace.statuses.values()) for p in postings], dtype=np.int64
        ),
    )


def likeness(numbers: Numbers, rows: Sequence[Occupation]) -> Float64:
    """(occupations, occupations) 0..1: the same work 1, else by family, skills, what it asks and where it is done."""
    part = numbers.likeness
    found = np.eye(len(rows))
    for i, one in enumerate(rows):
        for j, other in enumerate(rows):
            if i != j:
                shared = len(set(one.skills) & set(other.skills)) / min(len(one.skills), len(other.skills))
                found[i, j] = (
                    part.family * (one.family == other.family)
                    + part.skills * shared
                    + part.base * (one.base == other.base)
                    + part.setting * (one.setting == other.setting)
                )
    return found


def _told(values: Sequence[float | None]) -> Float64:
    return np.array([np.nan if value is None else float(value) for value in values], dtype=np.float64)


def _middle(posting: Posting) -> float | None:
    pay = posting.pay.monthly()
    return None if pay is None else max((pay[0] + pay[1]) / 2, 300.0)


def _hours(posting: Posting, row: Occupation) -> float:
    """Told, or usual for the work: a question at the stand answers it."""
    usual = HOURS[row.demands.get("hours_per_day", 4)]
    return posting.hours.per_day if posting.hours.per_day is not None else usual


def _in_place(posting: Posting, name: str) -> bool:
    return posting.workplace.statuses.get(name) is AccommodationStatus.IN_PLACE


def _way(posting: Posting, numbers: Numbers) -> float:
    if posting.workplace.remote:
        return numbers.city.remote
    return numbers.city.shuttle if _in_place(posting, "shuttle") else 1.0


def _safety(posting: Posting, numbers: Numbers) -> float:
    insured = any(word in posting.welfare for word in productions()["welfare"]["insurance"])
    kind = numbers.safety[posting.kind or PostingKind.PRIVATE_TARGETED]
    return min(kind + numbers.insured * insured + numbers.contracted * (posting.contract == "labour"), 1.0)


def _trains(posting: Posting) -> bool:
    free = posting.platform is not None and bool(posting.platform.free_training)
    said = any(word in posting.welfare for word in productions()["welfare"]["training"])
    return free or said or posting.kind is PostingKind.INTERNSHIP


def _effort(postings: Sequence[Posting], of_employer: Int64, employers: int) -> Float64:
    """(e,) -1..1: of the arrangements an employer spoke of, the share in place or promised less the share refused."""
    points = {AccommodationStatus.IN_PLACE: 1.0, AccommodationStatus.COMMITTED: 1.0, AccommodationStatus.REFUSED: -1.0}
    sums, counts = np.zeros(employers), np.zeros(employers)
    for posting, row in zip(postings, of_employer.tolist(), strict=True):
        sums[row] += sum(points.get(status, 0.0) for status in posting.workplace.statuses.values())
        counts[row] += len(posting.workplace.statuses)
    return np.asarray(sums / np.maximum(counts, 1.0))


def _skill_columns(candidates: Sequence[Candidate], postings: Sequence[Posting]) -> tuple[Bool, Bool]:
    names = {name: i for i, name in enumerate(sorted({name for posting in postings for name in posting.skills}))}
    held = np.zeros((len(candidates), len(names)), dtype=np.bool_)
    asked = np.zeros((len(postings), len(names)), dtype=np.bool_)
    for row, person in enumerate(candidates):
        held[row, [names[skill.name] for skill in person.resume.skills if skill.name in names]] = True
    for row, posting in enumerate(postings):
        asked[row, [names[name] for name in posting.skills]] = True
    return held, asked


def _levels(candidates: Sequence[Candidate]) -> Float64:
    levels = [[np.nan if v is None else float(v) for v in person.profile.levels] for person in candidates]
    return np.array(levels, dtype=np.float64).reshape(len(candidates), len(DIMENSIONS))


def _error(person: Candidate) -> float:
    source = next((a.source for a in person.profile.assessments if a is not None), AssessmentSource.IMPORT)
    return ERRORS[source]


def _own_help(candidates: Sequence[Candidate]) -> Float32:
    found = np.zeros((len(candidates), len(DIMENSIONS)), dtype=np.float32)
    for row, person in enumerate(candidates):
        for aid in person.aids:
            for effect in CATALOGUE.accommodation(aid.name).effects:
                if effect.skill is None or effect.skill in person.access_skills:
                    column = CATALOGUE.position[effect.ability]
                    found[row, column] = max(found[row, column], _strength(effect))
    return found


def _strength(effect: Effect) -> float:
    """Levels that an arrangement is worth on its dimension; another route is worth the whole scale."""
    if effect.removes is not None:
        return 3.0
    if effect.set_demand is not None:
        return 4.0 - effect.set_demand
    return 4.0 if effect.route_up_to is not None else float(effect.raise_by or effect.lower_by or 0)


def _help(postings: Sequence[Posting], numbers: Numbers) -> tuple[Float32, Float32, Float32, Bool]:
    shares = {
        AccommodationStatus.IN_PLACE: (1.0, 1.0, 1.0),
        AccommodationStatus.COMMITTED: (0.0, numbers.function.promised, 1.0),
        AccommodationStatus.POSSIBLE: (numbers.function.possible, numbers.function.possible, numbers.function.possible),
        AccommodationStatus.REFUSED: (0.0, 0.0, 0.0),
    }
    found = np.zeros((3, len(postings), len(DIMENSIONS)), dtype=np.float32)
    promised = np.zeros((len(postings), len(DIMENSIONS)), dtype=np.bool_)
    for row, posting in enumerate(postings):
        for name, status in posting.workplace.statuses.items():
            for effect in CATALOGUE.accommodation(name).effects:
                column = CATALOGUE.position[effect.ability]
                for state, share in enumerate(shares[status]):
                    found[state, row, column] = max(found[state, row, column], share * _strength(effect))
                promised[row, column] |= status is AccommodationStatus.COMMITTED
    return found[0], found[1], found[2], promised


def _told_demands(postings: Sequence[Posting]) -> Float64:
    """What employers stated or a reader read of the text; a usual value nobody confirmed tells nothing about this job."""
    found = np.full((len(postings), len(DIMENSIONS)), np.nan)
    stairs = CATALOGUE.position["stairs"]
    for row, posting in enumerate(postings):
        for demand in posting.demands:
            if demand.level is not None and (demand.provenance.firm or demand.provenance is Provenance.READ):
                found[row, CATALOGUE.position[demand.dimension]] = demand.level
        place = posting.workplace
        if place.remote:
            found[row, [CATALOGUE.position[name] for name in OF_WORKPLACE]] = 0.0
        elif place.floor is not None and not {"floor", "entrance_steps"} & place.assumed:
            lift, ramp = (_in_place(posting, name) for name in ("lift", "ramp"))
            told = 0.0 if np.isnan(found[row, stairs]) else found[row, stairs]
            found[row, stairs] = max(told, stairs_of(place.floor, lift, place.entrance_steps or 0, ramp))
    return found


def _weights(postings: Sequence[Posting], rows: Sequence[Occupation], marginal: float) -> Float32:
    found = np.ones((len(postings), len(DIMENSIONS)), dtype=np.float32)
    for row, (posting, occupation) in enumerate(zip(postings, rows, strict=True)):
        names = {demand.dimension for demand in posting.demands if demand.marginal} | occupation.marginal
        found[row, [CATALOGUE.position[name] for name in names]] = marginal
    return found
