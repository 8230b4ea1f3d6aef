"""Work that waits for a worker, as JSON."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel
from starlette.responses import Response

from api.access import ApplicationOf, StaffOrAdministratorOf
from api.actions import exporting, jobs
from api.once import IdempotencyKey
from api.origin import FromProgram
from api.paper.files import MEDIA_TYPES
from api.routes.papers import disposition
from api.routes.parameters import LONGEST, PRINTABLE, After, Limit
from api.schemas import Page
from api.schemas.jobs import JobInput, JobView, State
from api.schemas.papers import PAPERS, ExportView, LeftPaper
from matching.knowledge.catalogue import Text

router = APIRouter()

_DEFAULT: Final = 50
_BINARY: Final[dict[str, Any]] = {"schema": {"type": "string", "format": "binary"}}
_FILE_TYPES: Final = ("application/zip", *(MEDIA_TYPES[one].partition(";")[0] for one in ("pdf", "xlsx", "csv", "ics")))
_FILES: Final[dict[int | str, dict[str, Any]]] = {200: {"content": dict.fromkeys(_FILE_TYPES, _BINARY)}}

JobId = Annotated[
    str,
    Path(alias="job", max_length=LONGEST, pattern=PRINTABLE, description="Id of the job", examples=["j_ab12cd34ef56gh78jk90"]),
]
AskedState = Annotated[State | None, Query(alias="state", description="Only jobs in this state")]


def _answer(view: BaseModel) -> Response:
    return Response(view.model_dump_json(), media_type="application/json")


@router.post(
    "/jobs",
    operation_id="addJob",
    tags=["jobs"],
    summary="Ask for work in the background",
    response_description="The job, which waits for a worker",
    response_model=JobView,
)
def add_job(app: ApplicationOf, viewer: StaffOrAdministratorOf, _: FromProgram, given: JobInput, key: IdempotencyKey) -> Response:
    """Pre-match an event, allocate its interviews, make its documents, or train the ranker. A worker (`tongtu worker`) does it with
    the role of whoever asks."""
    return _answer(jobs.enqueue_job(app, viewer, given.kind, given.model_dump(exclude={"kind"}), key))


@router.get(
    "/jobs",
    operation_id="listJobs",
    tags=["jobs"],
    summary="Jobs, newest first",
    response_description="One page of jobs, without their reports",
    response_model=Page[JobView],
)
def list_jobs(
    app: ApplicationOf, viewer: StaffOrAdministratorOf, state: AskedState = None, after: After = None, limit: Limit = _DEFAULT
) -> Response:
    """The jobs that the viewer may see: organizers and administrators those of their district, counselors their own."""
    return _answer(jobs.list_jobs(app, viewer, state, after, limit))


@router.get(
    "/jobs/{job}",
    operation_id="getJob",
    tags=["jobs"],
    summary="One job: how far it is, and what it answered",
    response_description="The job with its report",
    response_model=JobView,
)
def get_job(app: ApplicationOf, viewer: StaffOrAdministratorOf, job: JobId) -> Response:
    """State, progress, and once it has ended the report, or what went wrong."""
    return _answer(jobs.show_job(app, viewer, job))


@router.get(
    "/jobs/{job}/file",
    operation_id="getJobFile",
    tags=["jobs"],
    summary="The file that a job made",
    response_description="What the file is: JSON, or the file itself with its name",
    response_model=ExportView,
    responses=_FILES,
)
def get_job_file(
    app: ApplicationOf,
    viewer: StaffOrAdministratorOf,
    job: JobId,
    form: Annotated[
        Literal["json", "file"], Query(alias="as", description="JSON about the file unless told, or the file")
    ] = "json",
) -> Response:
    """For whoever asked for the job alone, until its last day. Each time it is opened is recorded as an access. A file that holds
    somebody who took a consent back since is destroyed and not given out."""
    found = exporting.exported_file(app, viewer, job)
    if form == "json":
        return _answer(found.view)
    return Response(found.content, media_type=found.view.media_type, headers=disposition(found.view.file))


@router.post(
    "/jobs/{job}/cancel",
    operation_id="cancelJob",
    tags=["jobs"],
    summary="Stop a job",
    response_description="The job, cancelled or about to stop",
    response_model=JobView,
)
def cancel_job(app: ApplicationOf, viewer: StaffOrAdministratorOf, _: FromProgram, job: JobId, key: IdempotencyKey) -> Response:
    """A job that waits is cancelled at once, one that runs at its worker's next step; nothing of it is published then.

    The same key again changes nothing, whatever became of the job since.
    """
    return _answer(jobs.cancel_job(app, viewer, job, key))


@router.post(
    "/jobs/{job}/retry",
    operation_id="retryJob",
    tags=["jobs"],
    summary="Have a job tried again",
    response_description="The job, which waits again",
    response_model=JobView,
)
def retry_job(app: ApplicationOf, viewer: StaffOrAdministratorOf, _: FromProgram, job: JobId, key: IdempotencyKey) -> Response:
    """For a job that failed, was parked or cancelled: it waits again, with all its attempts.

    The same key again changes nothing, whatever became of the job since.
    """
    return _answer(jobs.retry_job(app, viewer, job, key))


_AT: Final = datetime(2027, 3, 18, 9, 30, tzinfo=UTC)
_JOB: Final = JobView(
    id="j_ab12cd34ef56gh78jk90",
    kind="match",
    kind_text=Text(zh="匹配活动", en="matching an event"),
    state="waiting",
    state_text=Text(zh="等待", en="waiting"),
    made_by="local",
    made_at=_AT,
    started_at=None,
    ended_at=None,
    next_try=None,
    attempts=0,
    most_attempts=3,
    stage=None,
    stage_text=None,
    done=0,
    total=0,
    result=None,
    reason=None,
    problem=None,
    report=None,
)
_RUNNING: Final = _JOB.model_copy(
    update={
        "state": "running",
        "state_text": Text(zh="进行中", en="running"),
        "started_at": _AT,
        "attempts": 1,
        "stage": "matching",
        "stage_text": Text(zh="逐岗匹配", en="matching"),
        "done": 12,
        "total": 24,
    }
)
EXAMPLES: Final[Mapping[str, BaseModel]] = {
    "addJob": _JOB,
    "listJobs": Page[JobView](items=(_RUNNING,)),
    "getJob": _RUNNING.model_copy(
        update={
            "state": "done",
            "state_text": Text(zh="完成", en="done"),
            "ended_at": _AT,
            "done": 24,
            "result": "run:r_20270318T093000000000Z_1f2e3d4c5b6a",
            "report": {"event": "spring-2027", "postings": 24},
        }
    ),
    "getJobFile": ExportView(
        job="j_cd34ef56gh78jk90mn23",
        event="spring-2027",
        file="2027-03-20_春季专场招聘会_全部文件.zip",
        media_type="application/zip",
        bytes=4_812_336,
        documents=124,
        made_at=_AT,
        until=date(2027, 3, 25),
        left=(
            LeftPaper(
                paper="calendar",
                text=PAPERS["calendar"],
                why=Text(zh="活动还没有日期；请先填写日期。", en="The event has no day yet: set it first."),
            ),
        ),
    ),
    "cancelJob": _RUNNING.model_copy(update={"state_text": Text(zh="正在停止", en="stopping")}),
    "retryJob": _JOB,
}
