"""The page of an event's documents: each as a file, in both languages, large or in plain words; and all of them at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final, cast
from uuid import uuid4

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import ApplicationOf, StaffOf
from api.actions import exporting, jobs, lists
from api.actions.errors import ActionError, BadInput, Conflict, NotFound
from api.actions.naming import person_meant, posting_meant
from api.actions.papers import Order, one_paper
from api.origin import FromOwnPage
from api.pages.fair.sent import sent_id, sent_key
from api.pages.fair.steps import timetable_of
from api.pages.forms import Form
from api.pages.rendering import href, render
from api.paper.blocks import Style
from api.routes.papers import disposition
from api.routes.parameters import LONGEST, PRINTABLE_OR_EMPTY, EventId
from api.schemas.jobs import JobView
from api.schemas.papers import PAPERS, ExportView, PaperAudience, PaperFormat, PaperKind
from api.wiring import Application
from matching.knowledge.catalogue import Text
from matching.records import Viewer

router = APIRouter(include_in_schema=False)

FORMATS: Final[Mapping[PaperFormat, Text]] = {
    "pdf": Text(zh="PDF", en="PDF"),
    "xlsx": Text(zh="Excel 表格", en="workbook (XLSX)"),
    "csv": Text(zh="CSV 文本", en="text (CSV)"),
    "json": Text(zh="JSON 数据", en="data (JSON)"),
}
VARIANTS: Final[Mapping[str, Text]] = {
    "": Text(zh="普通版", en="as usual"),
    "large": Text(zh="大字版（仅 PDF）", en="large print (PDF only)"),
    "plain": Text(zh="易读版（仅 PDF）", en="plain words (PDF only)"),
}
LANGUAGES: Final[Mapping[str, str]] = {"zh": "中文", "en": "English"}
AUDIENCES: Final[Mapping[str, Text]] = {
    "staff": Text(zh="内部使用", en="for the office"),
    "employer": Text(zh="给单位（只含同意的内容）", en="for the employer (what people agreed to)"),
}


@dataclass(frozen=True, slots=True)
class Shelf:
    """One document of the page. `about`: what it is of, `posting`, `booth` or `candidate`; empty for the whole event."""

    kind: PaperKind
    text: Text
    what: Text
    about: str = ""
    timetable: bool = False
    for_employers: bool = False


SHELVES: Final = (
    Shelf("shortlist", PAPERS["shortlist"], Text(zh="一个岗位的名单", en="The list of one posting"), "posting", for_employers=True),
    Shelf("call-list", PAPERS["call-list"], Text(zh="要问谁、问什么", en="Whom to ask what")),
    Shelf("left-out", PAPERS["left-out"], Text(zh="还没有合适岗位的人和原因", en="Who has no fitting entry, and why")),
    Shelf("report", PAPERS["report"], Text(zh="匹配结果和可以打开的岗位", en="What was found and what would open more")),
    Shelf("guide", PAPERS["guide"], Text(zh="服务流程和反馈渠道，带图", en="How the fair works, whom to ask, with pictures")),
    Shelf(
        "booths",
        PAPERS["booths"],
        Text(zh="一个展位的面试", en="The interviews of one booth"),
        "booth",
        timetable=True,
        for_employers=True,
    ),
    Shelf(
        "people", PAPERS["people"], Text(zh="一个人的时间和地点", en="Times and places of one person"), "candidate", timetable=True
    ),
    Shelf("hall", PAPERS["hall"], Text(zh="签到台用，只有签到码", en="For the desk, with check-in codes"), timetable=True),
    Shelf("wall", PAPERS["wall"], Text(zh="贴在墙上，只有面试号", en="For the wall, with interview numbers"), timetable=True),
    Shelf(
        "calendar",
        PAPERS["calendar"],
        Text(zh="一个人的日历文件（ICS）", en="The calendar of one person (ICS)"),
        "candidate",
        timetable=True,
    ),
)
_BY_KIND: Final = {one.kind: one for one in SHELVES}

Asked = Annotated[str, Query(max_length=LONGEST, pattern=PRINTABLE_OR_EMPTY)]
_NOBODY: Final = Text(zh="没有找到这个人；请核对签到码或编号。", en="Nobody has this code or id; compare it.")
_UNKNOWN: Final = Text(zh="没有这种文件。", en="There is no such document.")
_NO_WORKER: Final = Text(zh="现在不能生成全部文件：{why}", en="The documents cannot be made now: {why}")


@router.get("/events/{event}/papers")
def papers_page(request: Request, app: ApplicationOf, viewer: StaffOf, event: EventId, job: Asked = "") -> HTMLResponse:
    """Every document with its forms; and of a job that makes all of them, how far it is."""
    return _page(request, app, viewer, event, job=job)


@router.get("/events/{event}/papers/file")
def paper_file(
    request: Request,
    app: ApplicationOf,
    viewer: StaffOf,
    event: EventId,
    kind: Asked,
    form: Annotated[Asked, Query(alias="as")] = "pdf",
    language: Asked = "zh",
    variant: Asked = "",
    about: Asked = "",
    audience: Annotated[Asked, Query(alias="for")] = "staff",
) -> Response:
    """One document as a file; what cannot be made says why on the page."""
    shelf = _BY_KIND.get(cast(PaperKind, kind))
    if shelf is None:
        return _page(request, app, viewer, event, refused=_UNKNOWN)
    audience = "employer" if audience == "employer" and shelf.for_employers else "staff"
    chosen = "ics" if shelf.kind == "calendar" else cast(PaperFormat, form) if form in FORMATS else "pdf"
    style = Style("en" if language == "en" else "zh", variant == "large", variant == "plain")
    try:
        one = _meant(app, viewer, event, shelf, about.strip())
        order = Order(shelf.kind, style, one["posting"], one["booth"], one["candidate"], cast(PaperAudience, audience))
        made = one_paper(app, viewer, event, order, chosen)
    except ActionError as fault:
        return _page(request, app, viewer, event, refused=fault.detail, asked=shelf.kind, about=about)
    return Response(made.content, media_type=made.media_type, headers=disposition(made.name))


@router.post("/events/{event}/papers")
def make_all(request: Request, app: ApplicationOf, viewer: StaffOf, _: FromOwnPage, event: EventId, form: Form) -> Response:
    """Ask for all documents as one archive; a worker makes them."""
    payload = {
        "event": event,
        "form": form.get("as") if form.get("as") in FORMATS else "pdf",
        "language": "en" if form.get("language") == "en" else "zh",
        "audience": "employer" if form.get("for") == "employer" else "staff",
    }
    try:
        job = jobs.enqueue_job(app, viewer, "export", payload, sent_key(form))
    except (BadInput, Conflict, NotFound) as refused:
        return _page(request, app, viewer, event, refused=_NO_WORKER.format(why=refused.detail))
    return RedirectResponse(href("events", event, "papers", job=job.id), 303)


@router.post("/events/{event}/papers/all")
def take_all(app: ApplicationOf, viewer: StaffOf, _: FromOwnPage, event: EventId, form: Form) -> Response:
    """The archive that a job made."""
    found = exporting.exported_file(app, viewer, sent_id(form, "job"))
    return Response(found.content, media_type=found.view.media_type, headers=disposition(found.view.file))


def _meant(app: Application, viewer: Viewer, event: str, shelf: Shelf, about: str) -> dict[str, str | None]:
    """What a document is of. Raises NotFound, BadInput."""
    found: dict[str, str | None] = dict.fromkeys(("posting", "booth", "candidate"))
    if not shelf.about or not about:
        return found
    if shelf.about == "posting":
        return found | {"posting": posting_meant(app, viewer, event, about)}
    if shelf.about == "booth":
        return found | {"booth": about}
    who = person_meant(app, viewer, event, about)
    if who is None:
        raise BadInput(_NOBODY)
    return found | {"candidate": who}


def _page(
    request: Request,
    app: Application,
    viewer: Viewer,
    event: str,
    *,
    job: str = "",
    refused: Text | None = None,
    asked: str = "",
    about: str = "",
) -> HTMLResponse:
    work: JobView | None = jobs.show_job(app, viewer, job) if job else None
    made: ExportView | None = None
    if work is not None and work.state == "done" and work.kind == "export" and work.report is not None:
        made = ExportView.model_validate(work.report)
    return render(
        request,
        "fair/papers.html",
        status=200 if refused is None else 422,
        event=lists.event_view(app, viewer, event),
        timetable=timetable_of(app, viewer, event),
        shelves=SHELVES,
        formats=FORMATS,
        variants=VARIANTS,
        languages=LANGUAGES,
        audiences=AUDIENCES,
        job=work,
        made=made,
        going=work is not None and work.state in ("waiting", "running"),
        refused=refused,
        asked=asked,
        about=about,
        today=app.today,
        key=str(uuid4()),
    )
