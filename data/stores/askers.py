"""Whether who asked for a job may still have it: the account has not ended, and is what it was when the job was asked for."""

from sqlalchemy import Connection, select

from data.stores.accounts import account_columns, account_of
from data.stores.errors import AskerGone
from data.tables import accounts, jobs, organisations
from matching.records import Viewer

ASKER_GONE = "asker-gone"
"""The reason of a job that is parked for it."""


def still_allowed(connection: Connection, job: str) -> bool:
    """Whether the account behind a job is open, with the role, organisation and district in which it asked.

    Who has no account is whoever works on the machine itself, and may.
    """
    there = accounts.join(organisations, organisations.c.id == accounts.c.organisation).join(jobs, jobs.c.made_by == accounts.c.id)
    query = select(*account_columns(), jobs.c.viewer).select_from(there).where(jobs.c.id == job)
    row = connection.execute(query).one_or_none()
    if row is None:
        return True
    account = account_of(row)
    return account.ended_at is None and account.viewer == Viewer.model_validate_json(row.viewer)


def check_asker(connection: Connection, job: str) -> None:
    """Guards what is written for a job. Raises AskerGone."""
    if not still_allowed(connection, job):
        raise AskerGone(f"whoever asked for job {job} may no longer do this: the account ended, or has another place")
