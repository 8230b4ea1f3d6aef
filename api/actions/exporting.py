"""Make the documents of an event in the background, as one file that whoever asked for it, and nobody else, may take away."""

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

import orjson

from api.actions.errors import ActionError, BadInput, Conflict, NotAllowed, NotFound
from api.actions.lists import event_view
from api.actions.papers import Order, check_order, paper_files
from api.paper.blocks import Style
from api.paper.files import PaperFile
from api.paper.layout import in_language
from api.paper.names import named_file
from api.schemas import EventView
from api.schemas.papers import PAPERS, ExportView, LeftPaper, PaperFormat, PaperKind, PapersInput
from api.wiring import Application
from data.exports import ExportShelf
from data.stores import JobState
from matching.china_time import day_in_china, in_china
from matching.knowledge.catalogue import Text
from matching.policy import policy_on
from matching.prematch import Progress
from matching.records import Viewer

EXPORT: Final = "export"
"""The name of the kind of job."""

_FILE: Final = Text(zh="文件（只有提交任务的人能下载）", en="file (only whoever asked for the job may have it)")
_NOT_READY: Final = Text(zh="文件还没有做好；请稍后再试。", en="The file is not made yet; try again later.")
_NOT_MADE: Final = Text(zh="任务没有做出文件；请看任务的说明。", en="The job made no file; see what it says.")
_KEPT_FILE: Final = Text(
    zh="导出文件（只保存 {days} 天，过期请重新导出）", en="exported file (kept for {days} days only; ask for it anew)"
)
_STALE: Final = Text(
    zh="文件做好之后，有人撤回了同意或删除了资料，所以不再给出；请重新导出。",
    en="Since the file was made somebody took a consent back or had their data erased, so it is not given out; ask for it anew.",
)
_NOTHING: Final = Text(zh="没有可以导出的文件。", en="There is no document to export.")
_EVERYTHING: Final = Text(zh="全部文件", en="all documents")
_FOR_EMPLOYERS: Final = Text(zh="给单位", en="for employers")
_OF_EMPLOYERS: Final[tuple[PaperKind, ...]] = ("shortlist", "booths", "calendar")
_MISSING: Final = (NotFound, NotAllowed, BadInput)
"""What one document of several may be refused for while the others are made: no timetable yet, nothing to show, not this role's."""


@dataclass(frozen=True, slots=True)
class MadePaper:
    """One document as a file, and which it is."""

    kind: PaperKind
    file: PaperFile


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A file taken off the shelf, with what is known of it."""

    view: ExportView
    content: bytes


def check_export(app: Application, viewer: Viewer, asked: PapersInput) -> None:
    """Raises what `export_papers` would refuse before it makes anything."""
    for order, form in orders_of(asked):
        check_order(app, viewer, asked.event, order, form)


def orders_of(asked: PapersInput) -> tuple[tuple[Order, PaperFormat], ...]:
    """The documents that are asked for, each with its format; calendars have their own, and neither large print nor plain words."""
    kinds = asked.papers or (tuple(PAPERS) if asked.audience == "staff" else _OF_EMPLOYERS)
    several = len(kinds) > 1
    style = Style(asked.language, asked.large, asked.plain)
    order = Order(
        kind=kinds[0],
        style=style,
        posting=asked.posting,
        booth=asked.booth,
        candidate=asked.candidate,
        audience=asked.audience,
        addressee=asked.addressee,
        contacts=asked.contacts,
    )
    found: list[tuple[Order, PaperFormat]] = []
    for kind in dict.fromkeys(kinds):
        if kind == "calendar":
            own = Style(asked.language) if several else style
            found.append((replace(order, kind=kind, style=own), "ics" if several else asked.form or "ics"))
        else:
            found.append((replace(order, kind=kind), asked.form or "pdf"))
    return tuple(found)


def made_papers(
    app: Application,
    viewer: Viewer,
    asked: PapersInput,
    on_stage: Callable[[str], object] = lambda stage: None,
    progress: Callable[[str], Progress | None] = lambda stage: None,
) -> Iterator[MadePaper | LeftPaper]:
    """The documents one after another; of several kinds, those that cannot be made are named. Each kind is a stage.

    Raises as `paper_files` does where nothing at all can be made.
    """
    orders = orders_of(asked)
    refusals: list[ActionError] = []
    made = 0
    for order, form in orders:
        on_stage(order.kind)
        try:
            for file in paper_files(app, viewer, asked.event, order, form, progress(order.kind)):
                yield MadePaper(order.kind, file)
                made += 1
        except _MISSING as refusal:
            if len(orders) == 1:
                raise
            refusals.append(refusal)
            yield LeftPaper(paper=order.kind, text=PAPERS[order.kind], why=refusal.detail)
    if not made:
        raise refusals[0] if refusals else BadInput(_NOTHING)


def export_papers(
    app: Application,
    viewer: Viewer,
    job: str,
    asked: PapersInput,
    on_stage: Callable[[str], object] = lambda stage: None,
    progress: Callable[[str], Progress | None] = lambda stage: None,
) -> ExportView:
    """Make the documents and put them on the shelf as one file, in one transaction with the job's result.

    One document is kept as it is, several as a ZIP, in a folder for each kind. Each kind is a stage, "packing" the last; whatever
    `on_stage` or `progress` raises ends it, with no file. Raises as `made_papers` does.
    """
    event = event_view(app, viewer, asked.event)
    found = list(made_papers(app, viewer, asked, on_stage, progress))
    made = [one for one in found if isinstance(one, MadePaper)]
    left = [one for one in found if isinstance(one, LeftPaper)]
    on_stage("packing")
    now = app.clock()
    file = made[0].file if len(made) == 1 else PaperFile(_name(event, asked, now), _zip(made, asked, now), "application/zip")
    view = ExportView(
        job=job,
        event=event.id,
        file=file.name,
        media_type=file.media_type,
        bytes=len(file.content),
        documents=len(made),
        made_at=now,
        until=app.today + timedelta(days=_days(app)),
        left=tuple(left),
    )
    with app.database.begin(viewer) as stores:
        sealed = stores.jobs.seal_file(viewer, job, orjson.dumps(view.model_dump(mode="json")) + b"\n" + file.content)
        stores.jobs.publish(viewer, f"file:{job}")
        stores.jobs.tell(viewer, view.model_dump(mode="json"))
        _shelf(app).put(job, sealed, view.until)
    return view


def exported_file(app: Application, viewer: Viewer, job: str) -> ExportedFile:
    """The file of a job, for whoever asked for the job. That it was opened is recorded as an access.

    Raises NotFound (no such job, somebody else's, no export, past its days), Conflict (not made yet; or a consent was taken back or
    somebody erased since: the file is destroyed then).
    """
    with app.database.read(viewer) as stores:
        found = stores.jobs.get(viewer, job)
        if found is None or found.kind != EXPORT or found.made_by != viewer.account:
            raise NotFound(_FILE, job)
        if found.state is not JobState.DONE:
            waits = found.state in (JobState.WAITING, JobState.RUNNING)
            raise Conflict(_NOT_READY if waits else _NOT_MADE)
        sealed = _shelf(app).get(job, app.today)
        opened = None if sealed is None else stores.jobs.open_file(viewer, job, sealed)
        if opened is None:
            raise NotFound(_KEPT_FILE.format(days=_days(app)), job)
        head, _, content = opened.partition(b"\n")
        view = ExportView.model_validate_json(head)
        stale = stores.consents.taken_back_since(viewer, view.event, view.made_at, app.today)
    if stale:
        _shelf(app).remove(job)
        raise Conflict(_STALE)
    return ExportedFile(view, content)


def forget_exports(app: Application) -> int:
    """Remove the files that are past their last day. Returns how many."""
    return _shelf(app).forget(app.today)


def _days(app: Application) -> int:
    """How long a file waits to be taken away, after the day on which it was made."""
    return int(policy_on(app.today).number("retention.export_days"))


def _shelf(app: Application) -> ExportShelf:
    return ExportShelf(app.settings.files / "exports")


def _name(event: EventView, asked: PapersInput, now: datetime) -> str:
    what = [PAPERS[kind] for kind in dict.fromkeys(asked.papers)] or [_EVERYTHING]
    names = [*what, *([_FOR_EMPLOYERS] if asked.audience == "employer" else [])]
    when = event.on or day_in_china(now)
    return named_file(when, event.name, names, Style(asked.language, asked.large, asked.plain), "zip")


def _zip(made: Sequence[MadePaper], asked: PapersInput, now: datetime) -> bytes:
    """The documents under their own names, which are made different where two are the same; a folder for each kind if several."""
    kinds = {one.kind for one in made}
    taken: set[str] = set()
    moment = in_china(now).timetuple()[:6]
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in made:
            folder = f"{in_language(PAPERS[one.kind], asked.language)}/" if len(kinds) > 1 else ""
            info = zipfile.ZipInfo(_free(f"{folder}{one.file.name}", taken), moment)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            archive.writestr(info, one.file.content)
    return target.getvalue()


def _free(path: str, taken: set[str]) -> str:
    stem, dot, extension = path.rpartition(".")
    number, free = 1, path
    while free in taken:
        number += 1
        free = f"{stem}_{number}{dot}{extension}"
    taken.add(free)
    return free
