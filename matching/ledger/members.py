"""The person as the ledgers count them: who is of working age, without work, wants work, studied, and where they belong."""

from dataclasses import dataclass
from typing import Final

from matching.constraints.retirement import Track, retirement_month
from matching.geography import area_of
from matching.policy import Policy, month_shifted
from matching.records import Candidate, Person, Wishes


@dataclass(frozen=True, slots=True)
class Member:
    """One person on the day of the report; None is "not told". `district` is a district's code or a zone's name.

    `household` is the id of a household without work that the person belongs to, None if they belong to none or nobody knows which.
    """

    candidate: str
    district: str | None = None
    unemployed: bool | None = None
    working_age: bool | None = None
    wants_work: bool | None = None
    graduate: bool | None = False
    household: str | None = None


def member_of(candidate: Candidate, policy: Policy) -> Member:
    """The person on the policy's day.

    Working age: from the minimum age to the statutory retirement of the day (None where birth, or the rule that decides, is not
    known). Wants work: some wish is on record (None otherwise: nobody knows, which is not a no). Graduate: left college within the
    window, or will leave it; None where a school is on record and no day.
    """
    area = area_of(candidate.home)
    without_work = candidate.household.id if candidate.household.zero_employment else None
    return Member(
        candidate=candidate.id,
        district=None if area is None else area.key,
        unemployed=candidate.registered_unemployed,
        working_age=_working_age(candidate.person, policy),
        wants_work=True if candidate.wishes != Wishes() else None,
        graduate=_graduate(candidate, policy),
        household=without_work,
    )


_TRACKS: Final[tuple[Track, ...]] = ("men", "w50", "w55")


def _working_age(person: Person, policy: Policy) -> bool | None:
    if person.birth is None:
        return None
    if policy.date < month_shifted(person.birth, int(policy.number("age.work_minimum")) * 12):
        return False
    tracks: tuple[Track, ...] = _TRACKS
    if person.sex == "male":
        tracks = ("men",)
    elif person.sex == "female":
        tracks = ("w50", "w55") if person.retirement_track is None else (person.retirement_track,)
    before = {policy.date < retirement_month(person.birth, track, policy) for track in tracks}
    return before.pop() if len(before) == 1 else None


def _graduate(candidate: Candidate, policy: Policy) -> bool | None:
    studied = candidate.resume.graduate
    if studied is None:
        return False
    if studied.graduated_on is None:
        return None
    return policy.date <= month_shifted(studied.graduated_on, int(policy.number("graduate.window_years") * 12))
