"""Who may take part in an event, by the conditions that its organizer set."""

from matching.records import Admission, Candidate


def is_admitted(candidate: Candidate, admits: Admission) -> bool:
    """Whether every condition holds; what nobody knows of a person does not hold."""
    if admits.graduates and candidate.resume.graduate is None:
        return False
    if admits.zero_employment and candidate.household.zero_employment is not True:
        return False
    return not admits.districts or candidate.home.district in admits.districts
