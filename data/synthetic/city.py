"""A whole invented city from one seed."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from data.synthetic.courses import generate_courses, generate_trainings
from data.synthetic.employers import generate_firms, intermediaries
from data.synthetic.people import generate_people
from data.synthetic.postings import generate_postings
from matching.collection import paused_collection
from matching.records import (
    Candidate,
    CertificateDetails,
    Course,
    Employer,
    Event,
    EventKind,
    Intermediary,
    Posting,
    PostingKind,
    Training,
)

MOST_PEOPLE: Final = 2_000_000
MOST_EMPLOYERS: Final = 50_000
_RURAL: Final = (PostingKind.RURAL_BASE, PostingKind.RURAL_HOUSEHOLD)
_MASSAGE: Final = (PostingKind.HEALTH_MASSAGE, PostingKind.MEDICAL_MASSAGE)


@dataclass(frozen=True)
class City:
    """Invented people, employers, postings and courses. Category, grade and number are in `certificates` alone."""

    seed: int
    today: date
    candidates: tuple[Candidate, ...]
    certificates: tuple[CertificateDetails, ...]
    employers: tuple[Employer, ...]
    intermediaries: tuple[Intermediary, ...]
    postings: tuple[Posting, ...]
    events: tuple[Event, ...]
    courses: tuple[Course, ...]
    trainings: tuple[Training, ...]

    @property
    def event(self) -> Event:
        """The fair at which everyone meets every posting."""
        return self.events[0]


def generate_city(seed: int, candidates: int = 2_000, employers: int = 120, *, today: date) -> City:
    """The city of a seed: equal arguments give equal records.

    `today` dates ages, assessments and postings. From 50 employers on, all 18 kinds of posting are there.
    Raises ValueError on a negative seed or a size outside 1 .. 2,000,000 people and 1 .. 50,000 employers.
    """
    if seed < 0:
        raise ValueError(f"seed {seed}: use 0 or more")
    if not 1 <= candidates <= MOST_PEOPLE:
        raise ValueError(f"{candidates} candidates: use 1 to {MOST_PEOPLE:,}")
    if not 1 <= employers <= MOST_EMPLOYERS:
        raise ValueError(f"{employers} employers: use 1 to {MOST_EMPLOYERS:,}")
    with paused_collection():
        people, certificates = generate_people(seed, candidates, today)
        firms = generate_firms(seed, employers)
        postings = generate_postings(seed, firms, today)
        courses = generate_courses(today)
        trainings = generate_trainings(seed, courses, people, today)
    return City(
        seed=seed,
        today=today,
        candidates=people,
        certificates=certificates,
        employers=tuple(firm.employer for firm in firms),
        intermediaries=intermediaries(),
        postings=postings,
        events=_events(people, postings, today),
        courses=courses,
        trainings=trainings,
    )


def _events(people: tuple[Candidate, ...], postings: tuple[Posting, ...], today: date) -> tuple[Event, ...]:
    """One fair for everyone and three for a part of the city."""
    graduates = tuple(person.id for person in people if person.resume.graduate is not None)
    villagers = tuple(person.id for person in people if person.household.rural)
    masseurs = tuple(person.id for person in people if any("按摩" in word or "推拿" in word for word in person.wishes.occupations))

    def of(*kinds: PostingKind) -> tuple[str, ...]:
        return tuple(posting.id for posting in postings if posting.kind in kinds)

    kept = (
        Event(id="fair", name="江城示范专场招聘会", kind=EventKind.TARGETED_FAIR, on=today + timedelta(days=45)),
        Event(
            id="graduates",
            name="江城示范高校毕业生就业服务周",
            kind=EventKind.GRADUATE_WEEK,
            on=today + timedelta(days=60),
            candidates=graduates,
            postings=of(PostingKind.GRADUATE, PostingKind.INTERNSHIP, PostingKind.SOE_TARGETED),
        ),
        Event(
            id="rural",
            name="江城示范农村专场",
            kind=EventKind.RURAL_FAIR,
            on=today + timedelta(days=75),
            candidates=villagers,
            postings=of(*_RURAL),
        ),
        Event(
            id="massage",
            name="江城示范按摩专场",
            kind=EventKind.MASSAGE_FAIR,
            on=today + timedelta(days=90),
            candidates=masseurs,
            postings=of(*_MASSAGE),
        ),
    )
    # An event with an empty list would mean everyone: a part of the city that is empty has no event.
    return kept[:1] + tuple(event for event in kept[1:] if event.candidates and event.postings)
