"""What keeps a worker that lost its job from writing: its claim is checked inside every transaction it writes.

A claim counts the job's token up. Whoever writes for the job holds its row from the first statement to the commit, so that
nobody can claim it in between, and finds out there whether the token is still the one it was given.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, select, update

from data.stores.errors import JobCancelled, LeaseLost
from data.tables import jobs


@dataclass(frozen=True)
class Fence:
    """One claim of one job. Writing under it renews the lease."""

    job: str
    token: int
    lease: timedelta


def is_mine(fence: Fence) -> ColumnElement[bool]:
    """The job, as long as nobody claimed it after this claim and nothing ended it."""
    return (jobs.c.id == fence.job) & (jobs.c.token == fence.token) & (jobs.c.state == "running")


def hold_fence(connection: Connection, fence: Fence, now: datetime) -> None:
    """Locks the job's row until the transaction ends. Raises LeaseLost, or JobCancelled when the job is to stop."""
    renewed = update(jobs).where(is_mine(fence), jobs.c.cancel_asked.is_(False)).values(lease_until=now + fence.lease)
    if connection.execute(renewed).rowcount == 1:
        return
    if connection.execute(select(jobs.c.id).where(is_mine(fence))).scalar() is None:
        raise LeaseLost(f"job {fence.job} went to another worker, or has ended: nothing is written for claim {fence.token}")
    raise JobCancelled(f"job {fence.job} is cancelled")


def mark_result(connection: Connection, fence: Fence, now: datetime, result: str | None) -> None:
    """Renews the lease at the end of a held transaction and keeps what it published: a job with a result is never run again."""
    values = {} if result is None else {"result": result}
    connection.execute(update(jobs).where(is_mine(fence)).values(lease_until=now + fence.lease, **values))
