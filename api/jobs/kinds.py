"""The kinds of work that can wait for a worker: actions of the other doors, called with the asker's own role and district."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from pydantic import BaseModel, ConfigDict, Field

from api.actions.errors import BadInput
from api.jobs.files import NamedFile
from api.jobs.steps import Steps
from api.schemas.allocation import AllocationInput
from api.schemas.papers import PAPERS, PapersInput
from api.wiring import Application
from matching.knowledge.catalogue import Text
from matching.records import Viewer

if TYPE_CHECKING:
    from api.actions.importing import ImportReport
    from data.stores import Stores

MOST_FAULTS: Final = 500
"""Lines of an import's report that are kept with its job."""


@dataclass(frozen=True)
class Answer:
    """What a job answered, as JSON. `result` names what was made where that was not written in a transaction."""

    report: Mapping[str, Any]
    result: str | None = None


@dataclass(frozen=True)
class JobKind:
    """One kind. `check` refuses early what `run` would refuse; `longest` is when a worker that still runs it counts as stuck."""

    name: str
    text: Text
    stages: Mapping[str, Text]
    payload: type[BaseModel]
    check: Callable[[Application, Viewer, Any], None]
    run: Callable[[Application, Viewer, Any, Steps], Answer]
    longest: timedelta = timedelta(hours=6)


class _Payload(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class MatchPayload(_Payload):
    event: str


class AllocatePayload(_Payload):
    event: str
    asked: AllocationInput


class ImportPayload(_Payload):
    """A file on the worker's machine, and what it was when it was asked for."""

    rows_of: str
    file: NamedFile
    mapping: NamedFile | None = None


class UploadPayload(_Payload):
    """A file that was sent to the pages; the worker finds it in the home it works on."""

    upload: str


class TrainPayload(_Payload):
    seed: int = Field(ge=0, lt=2**31)
    synthetic: bool = False


def _check_match(app: Application, viewer: Viewer, payload: MatchPayload) -> None:
    with app.database.read(viewer) as stores:
        if stores.events.get(viewer, payload.event) is None:
            raise BadInput(Text(zh="没有这个活动：{event}", en="There is no such event: {event}").format(event=payload.event))


def _match(app: Application, viewer: Viewer, payload: MatchPayload, steps: Steps) -> Answer:
    from api.actions.matching import match_event

    steps.enter("loading")
    return Answer(match_event(app, viewer, payload.event, steps.of("matching")).model_dump(mode="json"))


def _check_allocate(app: Application, viewer: Viewer, payload: AllocatePayload) -> None:
    from api.actions.allocating import check_may_allocate

    check_may_allocate(app, viewer, payload.event)


def _allocate(app: Application, viewer: Viewer, payload: AllocatePayload, steps: Steps) -> Answer:
    from api.actions.allocating import allocate_event

    made = allocate_event(app, viewer, payload.event, payload.asked, f"job-{steps.job}", steps.enter)
    return Answer(made.model_dump(mode="json"), f"timetable:{made.version}")


def _check_export(app: Application, viewer: Viewer, payload: PapersInput) -> None:
    from api.actions.exporting import check_export

    check_export(app, viewer, payload)


def _export(app: Application, viewer: Viewer, payload: PapersInput, steps: Steps) -> Answer:
    from api.actions.exporting import export_papers

    made = export_papers(app, viewer, steps.job, payload, steps.enter, steps.of)
    return Answer(made.model_dump(mode="json"), f"file:{steps.job}")


def _check_import(app: Application, viewer: Viewer, payload: ImportPayload) -> None:
    for file in (payload.file, payload.mapping):
        if file is not None:
            file.check()


def _import(app: Application, viewer: Viewer, payload: ImportPayload, steps: Steps) -> Answer:
    from api.actions.importing import import_file

    steps.enter("reading")
    _check_import(app, viewer, payload)
    mapping = None if payload.mapping is None else payload.mapping.path

    def settle(stores: "Stores", report: "ImportReport") -> None:
        stores.jobs.tell(viewer, _told_of(report))

    found = import_file(app, viewer, payload.rows_of, payload.file.path, mapping, steps.of("storing"), settle)
    return Answer(_told_of(found))


def _told_of(report: "ImportReport") -> dict[str, Any]:
    """A report with the first of its lines, and how many were left out."""
    plain = report.model_dump(mode="json")
    left = len(plain["faults"]) - MOST_FAULTS
    return plain | {"faults": plain["faults"][:MOST_FAULTS], "faults_left_out": max(left, 0)}


def _check_upload(app: Application, viewer: Viewer, payload: UploadPayload) -> None:
    from api.actions.uploads import upload_view

    upload_view(app, viewer, payload.upload)


def _upload(app: Application, viewer: Viewer, payload: UploadPayload, steps: Steps) -> Answer:
    from api.actions.upload_imports import run_upload

    steps.enter("reading")
    return Answer(run_upload(app, viewer, payload.upload, steps.of("storing"), again=True))


def _check_train(app: Application, viewer: Viewer, payload: TrainPayload) -> None:
    from api.actions.training import check_may_train

    check_may_train(viewer)


def _train(app: Application, viewer: Viewer, payload: TrainPayload, steps: Steps) -> Answer:
    from api.actions.training import train_from_store, train_on_synthetic

    def on_stage(_name: str) -> None:
        steps.enter("training")

    on_stage("")
    train = train_on_synthetic if payload.synthetic else train_from_store
    made = train(app, viewer, payload.seed, on_stage=on_stage)
    return Answer(made, f"ranker:{made['version']}")


IMPORT: Final = JobKind(
    name="import",
    text=Text(zh="导入", en="import"),
    stages={"reading": Text(zh="读取文件", en="reading the file"), "storing": Text(zh="存入", en="storing rows")},
    payload=ImportPayload,
    check=_check_import,
    run=_import,
)
UPLOAD: Final = JobKind(
    name="upload",
    text=Text(zh="导入上传的文件", en="importing an uploaded file"),
    stages={"reading": Text(zh="读取文件", en="reading the file"), "storing": Text(zh="存入", en="storing rows")},
    payload=UploadPayload,
    check=_check_upload,
    run=_upload,
)
MATCH: Final = JobKind(
    name="match",
    text=Text(zh="匹配活动", en="matching an event"),
    stages={"loading": Text(zh="读取人员和岗位", en="loading people and postings"), "matching": Text(zh="逐岗匹配", en="matching")},
    payload=MatchPayload,
    check=_check_match,
    run=_match,
)
ALLOCATE: Final = JobKind(
    name="allocate",
    text=Text(zh="分配面试", en="allocating interviews"),
    stages={
        "loading": Text(zh="读取名单", en="loading the lists"),
        "allocating": Text(zh="分配面试", en="deciding who meets whom"),
        "timetabling": Text(zh="排时间", en="deciding when"),
        "comparing": Text(zh="检查，并与其他办法比较", en="checking, and comparing with other ways"),
        "saving": Text(zh="保存时间表", en="saving the timetable"),
    },
    payload=AllocatePayload,
    check=_check_allocate,
    run=_allocate,
)
EXPORT: Final = JobKind(
    name="export",
    text=Text(zh="导出文件", en="making the documents"),
    stages={str(kind): text for kind, text in PAPERS.items()} | {"packing": Text(zh="打包", en="packing")},
    payload=PapersInput,
    check=_check_export,
    run=_export,
)
TRAIN: Final = JobKind(
    name="train",
    text=Text(zh="训练排序模型", en="training the ranker"),
    stages={"training": Text(zh="训练", en="training")},
    payload=TrainPayload,
    check=_check_train,
    run=_train,
)
KINDS: Final[Mapping[str, JobKind]] = {kind.name: kind for kind in (IMPORT, UPLOAD, MATCH, ALLOCATE, EXPORT, TRAIN)}


def read_payload(kind: JobKind, payload: Mapping[str, Any]) -> Any:
    """What a job is about. Raises BadInput for one that this version cannot read; the values are not repeated."""
    try:
        return kind.payload.model_validate(payload)
    except ValueError:
        raise BadInput(
            Text(
                zh="任务的内容不能读取，可能由另一个版本创建；请重新提交。",
                en="The job's content cannot be read, it may be of another version; ask for it anew.",
            )
        ) from None
