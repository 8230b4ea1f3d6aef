"""The latent model: hidden traits of people and employers, and three probabilities that are not linear in anything.

Only raw records are read: wishes, texts, pay, place, abilities against demands, promised arrangements. Nothing here is known to
the features; the numbers are assumptions of the benchmark, not findings about people.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from matching.geography import area_of, distance_km
from matching.knowledge import CATALOGUE
from matching.records import (
    WUHAN,
    AccommodationStatus,
    Candidate,
    CertificateDetails,
    Employer,
    Place,
    Posting,
)

Float64 = NDArray[np.float64]
Int64 = NDArray[np.int64]

WORLD_VERSION: Final = "1"
FALLBACK_PAY: Final = 3_500.0
FALLBACK_MINUTES: Final = 60.0
NORTH_OF_RIVER: Final = frozenset({"420102", "420103", "420104", "420105", "420112", "420113", "420114", "420116", "420117"})
"""Districts on the left bank (Hankou and Hanyang sides); crossing the Changjiang costs extra minutes."""


@dataclass(frozen=True)
class World:
    """A city with its hidden traits. Rows are positions in `candidates` and `postings`."""

    candidates: tuple[Candidate, ...]
    postings: tuple[Posting, ...]
    likeness: Any
    taste: Float64
    skill: Float64
    reliability: Float64
    openness: Float64
    keeps_promises: Float64
    unlike: NDArray[np.bool_]
    wanted_pay: Float64
    monthly_pay: Float64
    minutes: Float64
    areas: Int64
    posting_areas: Int64
    patience: Float64
    experience: Float64
    schooling: Float64
    asked_experience: Float64
    asked_schooling: Float64
    levels: Float64
    demands: Float64
    relief: Float64
    topics: Float64

    def p_interest(self, people: Int64, posts: Int64) -> Float64:
        """(n,) chance that the person wants the job: meaning, pay (saturating), travel (with patience), personal taste."""
        meaning = self.wording(people, posts)
        pay = np.tanh(1.5 * np.log(self.monthly_pay[posts] / self.wanted_pay[people]))
        late = self.minutes[self.areas[people], self.posting_areas[posts]] / self.patience[people]
        taste = (self.taste[people] * self.topics[posts]).sum(axis=1)
        return _sigmoid(-1.0 + 4.5 * np.sqrt(meaning) + 1.1 * pay - 1.4 * np.maximum(late - 0.6, 0) ** 1.5 + 0.8 * taste)

    def p_offer(self, people: Int64, posts: Int64) -> Float64:
        """(n,) chance of an offer after an interview: function first, then experience, hidden skill and the employer's openness."""
        gaps = np.maximum(self.demands[posts] - self.levels[people] - self.relief[posts], 0.0)
        function = (gaps**1.5).sum(axis=1)
        short = np.maximum(self.asked_experience[posts] - self.experience[people], 0.0)
        school = np.maximum(self.asked_schooling[posts] - self.schooling[people], 0.0)
        meaning = self.wording(people, posts)
        bias = self.openness[posts] - 1.5 * self.unlike[people, posts]
        return _sigmoid(0.2 + 3.0 * meaning + 0.8 * self.skill[people] - 1.3 * function - 0.45 * short - 0.7 * school + bias)

    def p_retained(self, people: Int64, posts: Int64) -> Float64:
        """(n,) chance to be there after three months: reliability, travel, pay, and whether promises are kept."""
        late = self.minutes[self.areas[people], self.posting_areas[posts]] / self.patience[people]
        pay = np.tanh(np.log(self.monthly_pay[posts] / self.wanted_pay[people]))
        return _sigmoid(
            0.7 + 0.7 * self.reliability[people] - 0.9 * np.maximum(late - 0.8, 0) + 0.6 * pay + self.keeps_promises[posts]
        )

    def wording(self, people: Int64, posts: Int64) -> Float64:
        """(n,) cosine 0..1 of the words of what a person wants and did with the words of the job."""
        from_people, from_posts = self.likeness
        product = from_people[people].multiply(from_posts[posts]).sum(axis=1)
        return np.clip(np.asarray(product, dtype=np.float64).ravel(), 0.0, 1.0)


def hidden_world(
    seed: int,
    candidates: Sequence[Candidate],
    certificates: Sequence[CertificateDetails],
    employers: Sequence[Employer],
    postings: Sequence[Posting],
) -> World:
    """Draw the hidden traits. Equal inputs and seed give the same world.

    A fifth of the employers refuse one category of certificate behind closed doors: the benchmark must not hide that.
    """
    draw = np.random.Generator(np.random.PCG64([seed, 271_828]))
    n, m = len(candidates), len(postings)
    row_of = {employer.id: row for row, employer in enumerate(employers)}
    of_employer = np.array([row_of[posting.employer] for posting in postings], dtype=np.int64)
    category = {papers.candidate: papers.category or 0 for papers in certificates}
    categories = np.array([category.get(person.id, 0) for person in candidates], dtype=np.int64)
    refused = np.where(draw.random(len(employers)) < 0.2, draw.integers(1, 8, len(employers)), -1)
    places = {None: 0} | {area: i for i, area in enumerate(_areas(candidates, postings), start=1)}
    experience = np.array([person.resume.experience_years or 0.0 for person in candidates])
    schooling = np.array([2.0 if p.resume.education is None else p.resume.education.rank for p in candidates])
    return World(
        candidates=tuple(candidates),
        postings=tuple(postings),
        likeness=_likeness(candidates, postings),
        taste=draw.normal(0.0, 1.0, (n, 3)),
        topics=draw.normal(0.0, 0.5, (m, 3)),
        skill=draw.normal(0.0, 0.8, n) + 0.25 * np.log1p(experience),
        reliability=draw.normal(0.0, 1.0, n),
        openness=draw.normal(0.0, 0.6, len(employers))[of_employer],
        keeps_promises=draw.normal(0.0, 0.5, len(employers))[of_employer],
        unlike=categories[:, None] == refused[of_employer][None, :],
        wanted_pay=np.array([float(person.wishes.pay_min or FALLBACK_PAY) for person in candidates]),
        monthly_pay=np.array([_monthly(posting) for posting in postings]),
        minutes=_minutes(list(places), draw),
        areas=np.array([places[_area(person.home)] for person in candidates], dtype=np.int64),
        posting_areas=np.array([places[_area(posting.place)] for posting in postings], dtype=np.int64),
        patience=np.array([float(person.wishes.minutes_max or FALLBACK_MINUTES) for person in candidates]),
        experience=experience,
        schooling=schooling,
        asked_experience=np.array([posting.experience_years or 0.0 for posting in postings]),
        asked_schooling=np.array([0.0 if p.education is None else p.education.rank for p in postings]),
        levels=_levels(candidates, draw),
        demands=_demands(postings),
        relief=_relief(postings),
    )


def _sigmoid(value: Float64) -> Float64:
    return 1.0 / (1.0 + np.exp(-value))


def _likeness(candidates: Sequence[Candidate], postings: Sequence[Posting]) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer

    wishes = [
        " ".join((*p.wishes.occupations, p.wishes.text, p.resume.experience, *(s.name for s in p.resume.skills)))
        for p in candidates
    ]
    jobs = [" ".join((posting.title, posting.title, posting.text, *posting.skills)) for posting in postings]
    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(2, 3), sublinear_tf=True, min_df=2)
    vectorizer.fit([*wishes, *jobs, "岗位", "岗位"])
    return vectorizer.transform(wishes), vectorizer.transform(jobs)


def _area(place: Place) -> tuple[str | None, str | None] | None:
    return None if area_of(place) is None else (place.district, place.zone)


def _areas(candidates: Sequence[Candidate], postings: Sequence[Posting]) -> list[tuple[str | None, str | None]]:
    found = {_area(person.home) for person in candidates} | {_area(posting.place) for posting in postings}
    return sorted((area for area in found if area is not None), key=repr)


def _minutes(areas: list[tuple[str | None, str | None] | None], draw: np.random.Generator) -> Float64:
    """Door to door between areas: distance, a river if the banks differ, and a hidden detour each way."""
    minutes = np.full((len(areas), len(areas)), FALLBACK_MINUTES)
    detour = draw.gamma(4.0, 2.0, minutes.shape)
    for i, one in enumerate(areas):
        for j, other in enumerate(areas):
            if one is None or other is None:
                continue
            near = distance_km(_place(one), _place(other)) or 0.0
            river = 15.0 if (one[0] in NORTH_OF_RIVER) != (other[0] in NORTH_OF_RIVER) else 0.0
            minutes[i, j] = 18.0 + 2.6 * near + river + detour[i, j]
    return minutes


def _place(area: tuple[str | None, str | None]) -> Place:
    return Place(city=WUHAN, district=area[0], zone=area[1])


def _monthly(posting: Posting) -> float:
    pay = posting.pay.monthly()
    return FALLBACK_PAY if pay is None else max((pay[0] + pay[1]) / 2, 500.0)


def _levels(candidates: Sequence[Candidate], draw: np.random.Generator) -> Float64:
    """True abilities (n, 45): the assessed ones with an assessor's error; what nobody assessed is mostly fine."""
    rows = [[np.nan if v is None else float(v) for v in person.profile.levels] for person in candidates]
    assessed = np.array(rows, dtype=np.float64).reshape(len(candidates), len(CATALOGUE.dimensions))
    true = np.where(np.isnan(assessed), draw.choice([4.0, 3.0, 2.0], assessed.shape, p=[0.75, 0.15, 0.1]), assessed)
    return np.clip(true + draw.normal(0.0, 0.25, true.shape), 0.0, 4.0)


def _demands(postings: Sequence[Posting]) -> Float64:
    demands = np.zeros((len(postings), len(CATALOGUE.dimensions)))
    for row, posting in enumerate(postings):
        for demand in posting.demands:
            demands[row, CATALOGUE.position[demand.dimension]] = demand.level or 0
        if (posting.workplace.floor or 1) > 1 and AccommodationStatus.IN_PLACE is not posting.workplace.statuses.get("lift"):
            demands[row, CATALOGUE.position["stairs"]] = 3
    return demands


def _relief(postings: Sequence[Posting]) -> Float64:
    """How much the arrangements at a posting really help, in levels (m, 45); promises help less than what is there."""
    relief = np.zeros((len(postings), len(CATALOGUE.dimensions)))
    worth = {AccommodationStatus.IN_PLACE: 2.0, AccommodationStatus.COMMITTED: 1.4}
    for row, posting in enumerate(postings):
        for name, status in posting.workplace.statuses.items():
            for effect in CATALOGUE.accommodation(name).effects:
                column = CATALOGUE.position[effect.ability]
                relief[row, column] = max(relief[row, column], worth.get(status, 0.0))
    return relief
