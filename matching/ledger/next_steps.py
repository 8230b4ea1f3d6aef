"""What is to be done next for one person of a caseload, the most pressing first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from matching.ledger.four_ones import FourOnes
from matching.records import ServiceKind


class NextStep(StrEnum):
    """One thing to do, in the order in which it presses: what the person waits for goes before what is only missing."""

    ANSWER = "answer"
    FOLLOW_UP = "follow_up"
    COURSE = "course"
    VERIFY = "verify"
    ASSESS = "assess"
    NEEDS = "needs"
    CONSENT = "consent"
    PLAN = "plan"
    REVIEW_PLAN = "review_plan"
    SERVE = "serve"


@dataclass(frozen=True, slots=True)
class CaseState:
    """One person. `assessed`: how many abilities are; `consents`: listing consents in force; `settled`: when a plan last was;
    `changed`: when the file last was; the rest counts what waits."""

    services: FourOnes
    assessed: int
    consents: int
    settled: datetime | None
    changed: datetime
    appeals: int = 0
    follow_ups: int = 0
    courses: int = 0

    @property
    def plan_is_old(self) -> bool:
        """Whether the file changed after the plan was settled."""
        return self.settled is not None and self.changed > self.settled


def next_steps(state: CaseState) -> tuple[NextStep, ...]:
    """Everything to do for the person, the most pressing first; empty where nothing is.

    Who is known not to look for work is asked for no assessment, consent or plan.
    """
    return tuple(_steps(state))


def _steps(state: CaseState) -> Iterator[NextStep]:
    if state.appeals:
        yield NextStep.ANSWER
    if state.follow_ups:
        yield NextStep.FOLLOW_UP
    if state.courses:
        yield NextStep.COURSE
    if _lacks(state, ServiceKind.VERIFICATION):
        yield NextStep.VERIFY
    if state.services.owed[ServiceKind.EMPLOYMENT] is False:
        return
    if not state.assessed or _lacks(state, ServiceKind.ASSESSMENT):
        yield NextStep.ASSESS
    if _lacks(state, ServiceKind.NEEDS):
        yield NextStep.NEEDS
    if not state.consents:
        yield NextStep.CONSENT
    if state.settled is None:
        yield NextStep.PLAN
    elif state.plan_is_old:
        yield NextStep.REVIEW_PLAN
    if _lacks(state, ServiceKind.EMPLOYMENT):
        yield NextStep.SERVE


def _lacks(state: CaseState, kind: ServiceKind) -> bool:
    """Whether a service was not done and nobody knows that it is not owed."""
    return kind not in state.services.first and state.services.owed[kind] is not False
