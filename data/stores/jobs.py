"""Work that waits for a worker: claimed by one at a time under a lease, published once, stopped, tried again, or parked.

What it is about is sealed with a key of its own that purging destroys; columns in the clear hold no personal value.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import orjson
from sqlalchemy import ColumnElement, Row, and_, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from data.stores.askers import ASKER_GONE, still_allowed
from data.stores.base import STAFF, Session, Store
from data.stores.canonical import canonical, check_key, check_optional
from data.stores.errors import LeaseLost
from data.stores.fences import Fence, is_mine
from data.stores.imports import ImportStore
from data.stores.job_records import AGAIN, ENDED, Claimed, Job, JobState, read_job, visible_jobs
from data.stores.workers import WORKERS, WorkerStore
from data.tables import jobs, log
from matching.knowledge.catalogue import Text
from matching.records import Role, Viewer

MOST_ATTEMPTS: Final = 3
MOST_LOST: Final = 4
"""Times as many attempts may lose their worker, and count apart: power goes again and again, while what kills its worker does so
each time."""
LONGEST_LEASE: Final = timedelta(minutes=10)
LONGEST_WAIT: Final = timedelta(hours=1)
"""A moment further ahead than these was written while the clock was wrong, and holds nobody up once it is right again."""
ASKERS: Final = STAFF | {Role.ADMINISTRATOR}
WORKER_LOST: Final = "worker-lost"
_MOST: Final = 1_000


class JobStore(Store):
    """Jobs. Staff and administrators ask for them; a worker, which is an administrator, claims and ends them.

    Organizers and administrators see the jobs of their district (of no district: all), counselors their own.
    """

    kind = "job"

    def __init__(self, session: Session, imports: ImportStore) -> None:
        super().__init__(session)
        self._imports = imports
        self.workers = WorkerStore(session)

    def enqueue(
        self, viewer: Viewer, kind: str, payload: Mapping[str, Any], key: str, *, most_attempts: int = MOST_ATTEMPTS
    ) -> Job:
        """Adds a job that waits. The same `key` of the same account again gives the job that is there.

        Raises ValueError if the key stands for other work.
        """
        self._require(viewer, ASKERS)
        check_key(kind, "the kind of a job")
        if most_attempts < 1:
            raise ValueError(f"most_attempts is {most_attempts}; a job is tried at least once")
        text, whose = canonical(payload).decode(), canonical(viewer).decode()
        known_by = canonical([viewer.account, check_key(key, "the key of a job")]).decode()
        name = f"j_{self.session.keyring.identify(f'job:{known_by}')}"
        content = self.session.keyring.digest("job", canonical([kind, text, whose]))
        now = self.session.shared_now
        fresh = self._insert()(jobs).on_conflict_do_nothing()
        made = self._connection.execute(
            fresh.values(
                id=name,
                kind=kind,
                state=JobState.WAITING.value,
                made_by=check_key(viewer.account, "the account"),
                district=check_optional(viewer.district, "a district"),
                viewer=whose,
                key=key,
                content=content,
                sealed_payload=b"",
                made_at=now,
                due_at=now,
                token=0,
                attempts=0,
                most_attempts=most_attempts,
                faults=0,
                done=0,
                total=0,
                cancel_asked=False,
            ).returning(jobs.c.id)
        )
        if made.one_or_none() is None:
            row = self._find(name)
            if row is None or row.content != content:
                raise ValueError("this key was used for another job; take a new one")
            return read_job(row)
        sealed = self._seal("payload", name, text)
        self._connection.execute(update(jobs).where(jobs.c.id == name).values(sealed_payload=sealed))
        self._note(viewer, "enqueue", name, work=kind)
        return self._known(name)

    def claim(self, viewer: Viewer, kinds: Collection[str], lease: timedelta) -> Claimed | None:
        """The job of these kinds that has waited longest, now in the caller's hands for the length of the lease, or None.

        1. Jobs whose worker's lease ran out are settled: published is done, to be cancelled is cancelled, tried often enough is
        parked. 2. One statement takes the oldest that is due or was left by its worker; two workers never get the same one.
        3. One whose asker may no longer have it is parked, and the next is taken.

        Raises ValueError for a lease of more than ten minutes: longer ones count as written while the clock was wrong.
        """
        self._require(viewer, WORKERS)
        if lease > LONGEST_LEASE:
            raise ValueError(f"the lease is {lease}; one holds for {LONGEST_LEASE} at most, and is renewed")
        self._settle_lost(viewer)
        while (row := self._take(kinds, lease)) is not None:
            fence = Fence(row.id, row.token, lease)
            if still_allowed(self._connection, row.id):
                break
            self.refuse(viewer, fence)
        else:
            return None
        self._imports._discard_left(row.id)
        payload = orjson.loads(self._open("payload", row.id, row.sealed_payload) or "{}")
        return Claimed(read_job(row), Viewer.model_validate_json(row.viewer), payload, fence)

    def _take(self, kinds: Collection[str], lease: timedelta) -> Row[Any] | None:
        now = self.session.shared_now
        left = and_(jobs.c.state == JobState.RUNNING.value, _is_over(now))
        # One that waits for its first worker waits for nothing else, even if it was made while the clock was ahead.
        untouched = and_(jobs.c.started_at.is_(None), jobs.c.due_at <= jobs.c.made_at)
        there = or_(jobs.c.due_at <= now, untouched, jobs.c.due_at > now + LONGEST_WAIT)
        due = and_(jobs.c.state == JobState.WAITING.value, there)
        oldest = (
            select(jobs.c.id)
            .where(jobs.c.kind.in_(sorted(kinds)), or_(due, left))
            .order_by(jobs.c.made_at, jobs.c.id)
            .limit(1)
            .with_for_update(skip_locked=True)
            .scalar_subquery()
        )
        taken = {"token": jobs.c.token + 1, "attempts": jobs.c.attempts + 1, "lease_until": now + lease, "started_at": now}
        fresh = {"state": JobState.RUNNING.value, "stage": None, "done": 0, "total": 0}
        return self._connection.execute(
            update(jobs).where(jobs.c.id == oldest).values(**taken, **fresh).returning(jobs)
        ).one_or_none()

    def refuse(self, viewer: Viewer, fence: Fence) -> Job:
        """Parks a job whose asker may no longer have it; one that had published before is done.

        Raises LeaseLost once the job is another's.
        """
        row = self._held(viewer, fence)
        if row.result is not None:
            return self._end(fence, JobState.DONE)
        self._note(viewer, "park", fence.job, reason=ASKER_GONE)
        return self._end(fence, JobState.PARKED, reason=ASKER_GONE)

    def report_progress(self, viewer: Viewer, fence: Fence, stage: str, done: int, total: int) -> bool:
        """Renews the lease and keeps how far the work is; within a stage it never goes back. True if the job is to stop.

        Raises LeaseLost once the job is another's.
        """
        row = self._held(viewer, fence)
        further = max(done, row.done) if (row.stage, row.total) == (stage, total) else done
        self._change(fence, stage=check_key(stage, "a stage"), done=further, total=total)
        return bool(row.cancel_asked)

    def renew(self, viewer: Viewer, fence: Fence) -> bool:
        """Renews the lease alone. True if the job is to stop. Raises LeaseLost once the job is another's."""
        row = self._held(viewer, fence)
        self._change(fence)
        return bool(row.cancel_asked)

    def finish(self, viewer: Viewer, fence: Fence, report: Mapping[str, Any], result: str | None = None) -> Job:
        """Ends a job as done, with what it answered. `result` names what was made, where no transaction has said so.

        Raises LeaseLost once the job is another's.
        """
        self._held(viewer, fence)
        sealed = self._seal("report", fence.job, canonical(report).decode())
        named = {} if result is None else {"result": check_key(result, "the result of a job")}
        return self._end(fence, JobState.DONE, sealed_report=sealed, reason=None, sealed_problem=None, **named)

    def publish(self, viewer: Viewer, result: str) -> None:
        """Names what this transaction makes: once it is committed, its job has published and is not run again.

        Where it is written for no job, this does nothing.
        """
        self._require(viewer, ASKERS)
        self.session.result = check_key(result, "the result of a job")

    def tell(self, viewer: Viewer, report: Mapping[str, Any]) -> None:
        """Keeps what the work answers in the transaction that publishes it, so that a worker lost after it takes no answer along.

        Where it is written for no job, this does nothing.
        """
        self._require(viewer, ASKERS)
        fence = self.session.fence
        if fence is not None:
            sealed = self._seal("report", fence.job, canonical(report).decode())
            self._connection.execute(update(jobs).where(is_mine(fence)).values(sealed_report=sealed))

    def fail(
        self, viewer: Viewer, fence: Fence, reason: str, problem: Text | None = None, retry_after: timedelta | None = None
    ) -> Job:
        """Ends an attempt that went wrong: tried again after a wait (of at most an hour), parked after the last; failed without.
        Attempts that lost their worker are none of these.

        `reason` holds no personal value; `problem` may, it is sealed. A job that has published is done all the same.
        Raises LeaseLost once the job is another's.
        """
        row = self._held(viewer, fence)
        told = None if problem is None else self._seal("problem", fence.job, canonical(problem).decode())
        why = {"reason": check_key(reason, "the reason of a job"), "sealed_problem": told}
        if row.result is not None:
            return self._end(fence, JobState.DONE, **why)
        if retry_after is None:
            return self._end(fence, JobState.FAILED, **why)
        faults = row.faults + 1
        if faults >= row.most_attempts:
            self._note(viewer, "park", fence.job, reason=reason)
            return self._end(fence, JobState.PARKED, faults=faults, **why)
        return self._wait(fence, retry_after, row.attempts, faults=faults, **why)

    def hand_back(self, viewer: Viewer, fence: Fence, reason: str | None = None, wait: timedelta = timedelta()) -> Job:
        """Gives a job back as it was before the claim: the attempt does not count. Raises LeaseLost once the job is another's."""
        row = self._held(viewer, fence)
        if row.result is not None:
            return self._end(fence, JobState.DONE)
        return self._wait(fence, wait, row.attempts - 1, reason=reason)

    def stop(self, viewer: Viewer, fence: Fence) -> Job:
        """Ends a job as cancelled; one that had published before it was asked to stop is done.

        Raises LeaseLost once the job is another's.
        """
        row = self._held(viewer, fence)
        return self._end(fence, JobState.DONE if row.result is not None else JobState.CANCELLED)

    def cancel(self, viewer: Viewer, job: str, key: str | None = None) -> Job | None:
        """Cancels a waiting job at once, and asks the worker of a running one to stop. None if there is no such job.

        The same `key` of the same account again changes nothing, whatever became of the job since. Raises ValueError for a job that
        has ended, or has published its result.
        """
        self._require(viewer, ASKERS)
        row = self._visible(viewer, job, lock=True)
        if row is None or self._is_done(viewer, "cancel", job, key):
            return None if row is None else read_job(row)
        if row.state == JobState.CANCELLED and key is not None:
            return self._noted(viewer, "cancel", row, key)
        if row.state in ENDED or row.result is not None:
            state = row.state if row.state in ENDED else "published"
            raise ValueError(f"job {job} is {state}; only one that waits or runs can be cancelled")
        values: dict[str, Any] = {"cancel_asked": True}
        if row.state == JobState.WAITING:
            values |= {"state": JobState.CANCELLED.value, "ended_at": self.session.shared_now}
        self._connection.execute(update(jobs).where(jobs.c.id == job).values(**values))
        self._note(viewer, "cancel", job, work=row.kind, **self._sent(viewer, "cancel", job, key))
        return self._known(job)

    def retry(self, viewer: Viewer, job: str, key: str | None = None) -> Job | None:
        """Lets a job that failed, was parked or cancelled wait once more, with all its attempts. None if there is no such job.

        The same `key` of the same account again changes nothing, whatever became of the job since. Raises ValueError for a job in
        another state.
        """
        self._require(viewer, ASKERS)
        row = self._visible(viewer, job, lock=True)
        if row is None or self._is_done(viewer, "retry", job, key):
            return None if row is None else read_job(row)
        if row.state == JobState.WAITING and key is not None:
            return self._noted(viewer, "retry", row, key)
        if row.state not in AGAIN:
            raise ValueError(f"job {job} is {row.state}; only one that failed, was parked or cancelled can be tried again")
        fresh = {
            "attempts": 0,
            "faults": 0,
            "cancel_asked": False,
            "due_at": self.session.shared_now,
            "ended_at": None,
            "stage": None,
        }
        cleared = {"done": 0, "total": 0, "reason": None, "sealed_problem": None}
        self._connection.execute(update(jobs).where(jobs.c.id == job).values(state=JobState.WAITING.value, **fresh, **cleared))
        self._note(viewer, "retry", job, work=row.kind, **self._sent(viewer, "retry", job, key))
        return self._known(job)

    def seal_file(self, viewer: Viewer, job: str, content: bytes) -> bytes:
        """A file that a job made for the viewer who asked for it, sealed with the job's key, which purging the job destroys.

        Raises ValueError for a job that is not the viewer's.
        """
        self._require(viewer, ASKERS)
        sealed = self.session.vault.seal_bytes("file", _subject(job), content) if self._is_own(viewer, job) else None
        if sealed is None:
            raise ValueError(f"job {job} was not asked for by {viewer.account}; nothing is sealed")
        return sealed

    def open_file(self, viewer: Viewer, job: str, sealed: bytes) -> bytes | None:
        """What `seal_file` sealed, for whoever asked for the job and nobody else; None for others, and once the job was purged.

        Logged as an access. Raises SealError on damage.
        """
        opened = self.session.vault.open_bytes("file", _subject(job), sealed) if self._is_own(viewer, job) else None
        if opened is not None:
            self._note(viewer, "open-file", job, access=True)
        return opened

    def get(self, viewer: Viewer, job: str) -> Job | None:
        """One job with its report and problem, or None. An administrator sees neither of somebody else's."""
        row = self._visible(viewer, job)
        if row is None:
            return None
        if viewer.role not in STAFF and row.made_by != viewer.account:
            return read_job(row)
        report = self._open("report", job, row.sealed_report)
        problem = self._open("problem", job, row.sealed_problem)
        told = None if problem is None else Text(**orjson.loads(problem))
        return read_job(row, None if report is None else orjson.loads(report), told)

    def list(self, viewer: Viewer, states: Collection[JobState] = (), after: str | None = None, limit: int = 50) -> tuple[Job, ...]:
        """A page of jobs, newest first: at most `limit` (1..1,000) after the job `after`. `states`: only these, else all."""
        if not 1 <= limit <= _MOST:
            raise ValueError(f"limit is {limit}; a page holds 1 to {_MOST:,} jobs")
        query = select(jobs).where(visible_jobs(viewer)).order_by(jobs.c.made_at.desc(), jobs.c.id.desc()).limit(limit)
        if states:
            query = query.where(jobs.c.state.in_(sorted(state.value for state in states)))
        if after is not None:
            row = self._visible(viewer, after)
            if row is None:
                return ()
            earlier = or_(jobs.c.made_at < row.made_at, and_(jobs.c.made_at == row.made_at, jobs.c.id < row.id))
            query = query.where(earlier)
        return tuple(read_job(row) for row in self._connection.execute(query))

    def purge(self, viewer: Viewer, before: datetime) -> int:
        """Removes jobs that ended before that moment, and destroys their keys. Returns how many. The jobs a viewer sees only."""
        self._require(viewer, ASKERS)
        ended = jobs.c.state.in_(sorted(state.value for state in ENDED)) & (jobs.c.ended_at < before)
        names = self._connection.execute(select(jobs.c.id).where(visible_jobs(viewer), ended)).scalars().all()
        for name in names:
            self._connection.execute(delete(jobs).where(jobs.c.id == name))
            self.session.vault.destroy(_subject(name))
        if names:
            self._note(viewer, "purge", "", jobs=len(names))
        return len(names)

    def _is_own(self, viewer: Viewer, job: str) -> bool:
        return self._connection.execute(select(jobs.c.made_by).where(jobs.c.id == job)).scalar() == viewer.account

    def _sent(self, viewer: Viewer, act: str, job: str, key: str | None) -> dict[str, Any]:
        """The detail by which the log knows a request again; the sender's own key may hold anything and stays out of it."""
        if key is None:
            return {}
        sender = canonical([viewer.account, act, job, check_key(key, "the key of a request")]).decode()
        return {"sent": self.session.keyring.identify(f"job-act:{sender}")}

    def _noted(self, viewer: Viewer, act: str, row: Row[Any], key: str) -> Job:
        """What is as it was asked to be already: the request is kept all the same, and does nothing when it is sent again later."""
        self._note(viewer, act, row.id, work=row.kind, **self._sent(viewer, act, row.id, key))
        return read_job(row)

    def _is_done(self, viewer: Viewer, act: str, job: str, key: str | None) -> bool:
        """Whether the log holds that act on the job under the sender's key. Called with the job's row locked."""
        sent = self._sent(viewer, act, job, key)
        if not sent:
            return False
        query = select(log.c.detail).where(log.c.kind == self.kind, log.c.object == job, log.c.action == act)
        return any(orjson.loads(detail).get("sent") == sent["sent"] for detail in self._connection.execute(query).scalars())

    def _settle_lost(self, viewer: Viewer) -> None:
        """Ends jobs whose worker is gone and which nobody is to run again."""
        spent = jobs.c.attempts - jobs.c.faults >= jobs.c.most_attempts * MOST_LOST
        lost = and_(
            jobs.c.state == JobState.RUNNING.value,
            _is_over(self.session.shared_now),
            or_(jobs.c.result.is_not(None), jobs.c.cancel_asked, spent),
        )
        for row in self._connection.execute(select(jobs).where(lost).with_for_update(skip_locked=True)).all():
            fence = Fence(row.id, row.token, timedelta())
            if row.result is not None:
                self._end(fence, JobState.DONE)
            elif row.cancel_asked:
                self._end(fence, JobState.CANCELLED)
            else:
                self._note(viewer, "park", row.id, reason=WORKER_LOST)
                self._end(fence, JobState.PARKED, reason=WORKER_LOST)

    def _held(self, viewer: Viewer, fence: Fence) -> Row[Any]:
        """The job's row, locked. Raises LeaseLost once it is another's."""
        self._require(viewer, WORKERS)
        row = self._connection.execute(select(jobs).where(is_mine(fence)).with_for_update()).one_or_none()
        if row is None:
            raise LeaseLost(f"job {fence.job} went to another worker, or has ended: claim {fence.token} changes nothing")
        return row

    def _change(self, fence: Fence, **values: Any) -> None:
        until = self.session.shared_now + fence.lease
        self._connection.execute(update(jobs).where(is_mine(fence)).values(lease_until=until, **values))

    def _end(self, fence: Fence, state: JobState, **values: Any) -> Job:
        ended = {"state": state.value, "ended_at": self.session.shared_now, "lease_until": None}
        self._connection.execute(update(jobs).where(is_mine(fence)).values(**ended, **values))
        self._imports._discard_left(fence.job)
        return self._known(fence.job)

    def _wait(self, fence: Fence, wait: timedelta, attempts: int, **values: Any) -> Job:
        """A claim that is given up: the token stays, the next claim counts it up."""
        due_at = self.session.shared_now + min(wait, LONGEST_WAIT)
        again = {"state": JobState.WAITING.value, "due_at": due_at, "attempts": attempts, "lease_until": None}
        self._connection.execute(update(jobs).where(is_mine(fence)).values(**again, **values))
        self._imports._discard_left(fence.job)
        return self._known(fence.job)

    def _insert(self) -> Any:
        """Two askers with one key at one moment: the second waits for the first and finds its job."""
        return postgresql.insert if self._connection.dialect.name == "postgresql" else sqlite.insert

    def _find(self, job: str) -> Row[Any] | None:
        return self._connection.execute(select(jobs).where(jobs.c.id == job)).one_or_none()

    def _known(self, job: str) -> Job:
        row = self._find(job)
        assert row is not None
        return read_job(row)

    def _visible(self, viewer: Viewer, job: str, *, lock: bool = False) -> Row[Any] | None:
        query = select(jobs).where(visible_jobs(viewer), jobs.c.id == job)
        return self._connection.execute(query.with_for_update() if lock else query).one_or_none()

    def _seal(self, kind: str, job: str, plain: str) -> bytes:
        return self.session.vault.seal_all(kind, {_subject(job): plain})[_subject(job)]

    def _open(self, kind: str, job: str, sealed: bytes | None) -> str | None:
        return None if sealed is None else self.session.vault.open_all(kind, {_subject(job): sealed}).get(_subject(job))


def _is_over(now: datetime) -> ColumnElement[bool]:
    """A lease that ran out, or reaches further than any can: then the clock was set back since, and whoever lives renews it."""
    return or_(jobs.c.lease_until < now, jobs.c.lease_until > now + LONGEST_LEASE)


def _subject(job: str) -> str:
    return f"job:{job}"
