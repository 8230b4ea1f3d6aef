"""What a plan is written from: wishes and résumé, verdicts, what would open more, courses, support and services."""

from dataclasses import dataclass
from datetime import date

from matching.judgement import Applicant, Judgement, Opening
from matching.ledger.four_ones import FourOnes
from matching.records import Course, Resume, Training, Wishes
from matching.subsidies import Subsidy
from matching.unlock import Change


@dataclass(frozen=True)
class PlanMatch:
    """One posting with the verdict of the pair; `posting` is its id, for questions about it."""

    posting: str
    title: str
    employer: str
    judgement: Judgement
    applicant: Applicant
    opening: Opening


@dataclass(frozen=True, slots=True)
class PlanChange:
    """A change, and how many posts it opens to this person."""

    change: Change
    posts: int


@dataclass(frozen=True)
class PlanFacts:
    """All of it for one person. `matches` are in the order of the list, `changes` best first; `courses` are those to propose or in
    progress, and `trainings` the person's own. There is no place for a diagnosis, a category or a grade."""

    candidate: str
    on: date
    wishes: Wishes
    resume: Resume
    matches: tuple[PlanMatch, ...] = ()
    changes: tuple[PlanChange, ...] = ()
    courses: tuple[Course, ...] = ()
    trainings: tuple[Training, ...] = ()
    support: tuple[Subsidy, ...] = ()
    services: FourOnes | None = None
