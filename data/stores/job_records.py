"""What a job is, in which state it stands, and who sees it.

A job is in one of these states:

    waiting -> running -> done
       ^          |-----> failed      refused for a reason that trying again does not change
       |          |-----> parked      broke or lost its worker as often as it may, or its asker may no longer have it
       |          '-----> cancelled
       '--- tried again later, handed back, or asked for by a person after failed, parked or cancelled
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, false, or_, true

from data.stores.fences import Fence
from data.tables import jobs
from matching.knowledge.catalogue import Text
from matching.records import Role, Viewer


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    PARKED = "parked"
    CANCELLED = "cancelled"


ENDED: Final = frozenset({JobState.DONE, JobState.FAILED, JobState.PARKED, JobState.CANCELLED})
AGAIN: Final = frozenset({JobState.FAILED, JobState.PARKED, JobState.CANCELLED})
"""The states from which a person may have a job tried again."""


@dataclass(frozen=True)
class Job:
    """One job as it stands. `done` of `total` steps of `stage` count this attempt. `result` names what was published.

    `faults` of the `attempts` went wrong; the others lost their worker, but for the one that runs.

    `reason` is a short code; `problem` says it for people, `report` is what the work answered: both only where `get` opens them.
    """

    id: str
    kind: str
    state: JobState
    made_by: str
    made_at: datetime
    due_at: datetime
    attempts: int
    most_attempts: int
    faults: int
    stage: str | None
    done: int
    total: int
    cancel_asked: bool
    result: str | None
    reason: str | None
    started_at: datetime | None
    ended_at: datetime | None
    report: Mapping[str, Any] | None = None
    problem: Text | None = None


@dataclass(frozen=True)
class Claimed:
    """A job in a worker's hands: on whose behalf, what to do, and the fence under which it may write."""

    job: Job
    viewer: Viewer
    payload: Mapping[str, Any]
    fence: Fence


def visible_jobs(viewer: Viewer) -> ColumnElement[bool]:
    own = jobs.c.made_by == viewer.account
    if viewer.role in (Role.ORGANIZER, Role.ADMINISTRATOR):
        return true() if viewer.district is None else or_(own, jobs.c.district == viewer.district)
    return own if viewer.role is Role.COUNSELOR else false()


def read_job(row: Row[Any], report: Mapping[str, Any] | None = None, problem: Text | None = None) -> Job:
    names = [name for name in Job.__dataclass_fields__ if name not in ("state", "report", "problem")]
    return Job(**{name: getattr(row, name) for name in names}, state=JobState(row.state), report=report, problem=problem)
