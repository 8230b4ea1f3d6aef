"""Which follow-ups are due: at one, three and six months after somebody began a job, as long as nobody said what became of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from matching.records import Outcome, Step

MONTHS: Final[Mapping[Step, int]] = {Step.RETAINED_1: 1, Step.RETAINED_3: 3, Step.RETAINED_6: 6}


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Ask whether the person is still in the job, `months` after the hire. `due`: the day from which it can be asked."""

    candidate: str
    posting: str
    event: str | None
    hired_on: date
    months: int
    step: Step
    due: date


def follow_ups_due(outcomes: Iterable[Outcome], today: date) -> tuple[FollowUp, ...]:
    """The oldest due first. Of several months that are due only the last is asked: being there then answers for those before.

    A hire without a day cannot be followed up: it is not in the list (see `hires_without_a_day`). Who left is asked nothing more.
    """
    found = []
    for (candidate, posting, event), steps in _stories(outcomes).items():
        hired = steps[Step.HIRED].on if Step.HIRED in steps else None
        if hired is None or Step.LEFT in steps:
            continue
        answered = max((months for step, months in MONTHS.items() if step in steps), default=0)
        open_now = [
            FollowUp(candidate, posting, event, hired, months, step, months_after(hired, months))
            for step, months in MONTHS.items()
            if months > answered and months_after(hired, months) <= today
        ]
        found += open_now[-1:]
    return tuple(sorted(found, key=lambda one: (one.due, one.candidate, one.posting, one.event or "")))


def unanswered(outcomes: Iterable[Outcome], today: date, months: int) -> int:
    """How many hires have no answer for a follow-up at these months, or for a later one, although it is due."""
    count = 0
    for steps in _stories(outcomes).values():
        hired = steps[Step.HIRED].on if Step.HIRED in steps else None
        told = Step.LEFT in steps or any(step in steps for step, at in MONTHS.items() if at >= months)
        count += hired is not None and not told and months_after(hired, months) <= today
    return count


def hires_without_a_day(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """Hires that nobody can follow up until their day is told."""
    return tuple(one for one in outcomes if one.step is Step.HIRED and one.on is None)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - date(year, month, 1)).days
    return date(year, month, min(day.day, last))


def _stories(outcomes: Iterable[Outcome]) -> dict[tuple[str, str, str | None], dict[Step, Outcome]]:
    stories: dict[tuple[str, str, str | None], dict[Step, Outcome]] = {}
    for one in outcomes:
        stories.setdefault((one.candidate, one.posting, one.event), {})[one.step] = one
    return stories
