"""Work for a worker: ask for it, look how far it is, stop it, have it tried again, and remove what ended long ago."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final
from uuid import uuid4

from api.actions.errors import BadInput, Conflict, NotFound
from api.jobs.faults import problem_of
from api.jobs.kinds import KINDS, read_payload
from api.schemas import Page
from api.schemas.jobs import JobView
from api.wiring import Application
from data.stores import Job, JobState
from matching.knowledge.catalogue import Text
from matching.records import Viewer

JOB: Final = Text(zh="任务", en="job")
STATES: Final[Mapping[JobState, Text]] = {
    JobState.WAITING: Text(zh="等待", en="waiting"),
    JobState.RUNNING: Text(zh="进行中", en="running"),
    JobState.DONE: Text(zh="完成", en="done"),
    JobState.FAILED: Text(zh="未能完成", en="failed"),
    JobState.PARKED: Text(zh="多次出错，已搁置", en="parked after breaking several times"),
    JobState.CANCELLED: Text(zh="已取消", en="cancelled"),
}
UNATTENDED: Final = Text(
    zh="没有正在运行的后台处理程序，等待的任务不会开始：请运行 tongtu serve 或 tongtu worker。",
    en="No worker is running, so that what waits is not begun: run tongtu serve or tongtu worker.",
)
_STOPPING: Final = Text(zh="正在停止", en="stopping")
_KEY_USED: Final = Text(
    zh="这个幂等键已用于另一个任务；请换一个。", en="This idempotency key was used for another job; take a new one."
)
_OVER: Final = Text(
    zh="任务 {job} 已结束或结果已发布（{state}），不能取消。",
    en="Job {job} has ended or published its result ({state}); it cannot be cancelled.",
)
_NOT_OVER: Final = Text(
    zh="任务 {job} 的状态是“{state}”；只有未能完成、搁置或取消的任务可以重试。",
    en="Job {job} is {state}; only one that failed, was parked or cancelled can be tried again.",
)


def enqueue_job(app: Application, viewer: Viewer, kind: str, payload: Mapping[str, Any], key: str | None = None) -> JobView:
    """Ask for work. The same `key` again gives the job that is there; without one, each call asks for another job.

    Raises BadInput for a key that stands for other work, and what the work itself would refuse before it begins.
    """
    what = KINDS[kind]
    meant = read_payload(what, payload)
    what.check(app, viewer, meant)
    with app.database.jobs(viewer) as jobs:
        try:
            made = jobs.enqueue(viewer, kind, meant.model_dump(mode="json"), key or uuid4().hex)
        except ValueError:
            raise BadInput(_KEY_USED) from None
    return _view(made)


def list_jobs(
    app: Application, viewer: Viewer, state: str | None = None, after: str | None = None, limit: int = 50
) -> Page[JobView]:
    """Jobs that the viewer may see, newest first, without their reports."""
    states = [] if state is None else [JobState(state)]
    with app.database.read(viewer) as stores:
        found = stores.jobs.list(viewer, states, after, limit)
    return Page[JobView](items=tuple(_view(job) for job in found), next=found[-1].id if len(found) == limit else None)


def is_unattended(app: Application, viewer: Viewer) -> bool:
    """Whether nobody is there to do what waits: no worker said so lately, and none has a job in hand."""
    with app.database.read(viewer) as stores:
        return not stores.jobs.workers.any_there(viewer)


def waits_unattended(app: Application, viewer: Viewer, job: JobView | None) -> bool:
    """Whether a job waits for its first attempt while nobody is there to begin it."""
    return job is not None and job.state == "waiting" and job.next_try is None and is_unattended(app, viewer)


def show_job(app: Application, viewer: Viewer, job: str) -> JobView:
    """One job with its report. Raises NotFound."""
    with app.database.read(viewer) as stores:
        found = stores.jobs.get(viewer, job)
    return _view(_there(found, job))


def cancel_job(app: Application, viewer: Viewer, job: str, key: str | None = None) -> JobView:
    """Stop a job: one that waits at once, one that runs at its worker's next step. Nothing of it is published then.

    Asked again it answers the same; the same `key` again changes nothing, even where the job was tried again since.
    Raises NotFound, or Conflict for a job that ended otherwise or published its result.
    """
    before = show_job(app, viewer, job)
    if before.state == "cancelled" and key is None:
        return before
    with app.database.jobs(viewer) as jobs:
        try:
            found = jobs.cancel(viewer, job, key)
        except ValueError:
            raise Conflict(_OVER.format(job=job, state=before.state_text)) from None
    return _view(_there(found, job))


def retry_job(app: Application, viewer: Viewer, job: str, key: str | None = None) -> JobView:
    """Have a job tried again that failed, was parked or cancelled; one that waits already stays.

    The same `key` again changes nothing, even where the job failed once more since. Raises NotFound or Conflict.
    """
    before = show_job(app, viewer, job)
    if before.state == "waiting" and key is None:
        return before
    with app.database.jobs(viewer) as jobs:
        try:
            found = jobs.retry(viewer, job, key)
        except ValueError:
            raise Conflict(_NOT_OVER.format(job=job, state=before.state_text)) from None
    return _view(_there(found, job))


def purge_jobs(app: Application, viewer: Viewer, days: int) -> int:
    """Remove jobs that ended more than `days` days ago, with their reports. Returns how many."""
    with app.database.jobs(viewer) as jobs:
        return jobs.purge(viewer, app.clock() - timedelta(days=days))


def _there(found: Job | None, job: str) -> Job:
    if found is None:
        raise NotFound(JOB, job)
    return found


def _view(job: Job) -> JobView:
    kind = KINDS.get(job.kind)
    stage = None if kind is None or job.stage is None else kind.stages.get(job.stage)
    stopping = job.state is JobState.RUNNING and job.cancel_asked
    return JobView(
        id=job.id,
        kind=job.kind,
        kind_text=Text(zh=job.kind, en=job.kind) if kind is None else kind.text,
        state=job.state.value,
        state_text=_STOPPING if stopping else STATES[job.state],
        made_by=job.made_by,
        made_at=job.made_at,
        started_at=job.started_at,
        ended_at=job.ended_at,
        next_try=job.due_at if job.state is JobState.WAITING and job.reason is not None else None,
        attempts=job.attempts,
        most_attempts=max(job.most_attempts, job.attempts),
        stage=job.stage,
        stage_text=stage,
        done=job.done,
        total=job.total,
        result=job.result,
        reason=job.reason,
        problem=problem_of(job.reason, job.problem),
        report=None if job.report is None else dict(job.report),
    )
