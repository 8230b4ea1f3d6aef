"""Choosing what to import, sending the file, and the list of files sent so far."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import ApplicationOf, OrganizerOf
from api.actions import uploads
from api.actions.errors import BadInput, NotFound
from api.actions.importing import MEGABYTE
from api.actions.templates import KINDS as TEMPLATES
from api.actions.templates import write_blank
from api.actions.upload_columns import kind_text
from api.origin import FromOwnPage
from api.pages.forms import Form
from api.pages.imports.receiving import Sent, receive
from api.pages.rendering import href, render
from api.routes.papers import disposition
from api.routes.parameters import After
from api.upload_files import LONGEST as LONGEST_NAME
from api.upload_files import shown_name
from api.wiring import Application
from matching.knowledge.catalogue import Text
from matching.records import Viewer

router = APIRouter(include_in_schema=False)

ROWS: Final = 20
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ABOUT: Final[Mapping[str, Text]] = {
    "candidates": Text(zh="谁在找工作：身份、能力、会什么、想做什么", en="who looks for work: identity, abilities, skills, wishes"),
    "postings": Text(zh="哪些单位招什么人：岗位、待遇、要求、工作场所", en="who hires whom: jobs, pay, demands, workplaces"),
    "courses": Text(zh="可以学什么：课程、时间、名额", en="what can be learnt: courses, dates, seats"),
    "trainings": Text(zh="谁参加了哪门课", en="who took part in which course"),
    "outcomes": Text(zh="面试、录用、在岗的结果", en="interviews, offers, hires, and who stayed"),
    "services": Text(zh="给谁做了哪项服务", en="which service was given to whom"),
    "placements": Text(zh="谁在哪里上了岗", en="who began work where"),
    "graduates": Text(zh="高校毕业生的就业情况", en="graduates and whether they have work"),
    "consents": Text(zh="谁同意了什么、同意哪些单位（纸上登记的名单）", en="who agreed to what, and to which employers"),
    "certification": Text(
        zh="全国按比例就业认证平台导出的人数，不含姓名", en="counts exported from the quota certification platform; no names"
    ),
    "assessment": Text(zh="一个人的能力评估表（45 项）", en="the assessment form of one person (45 dimensions)"),
}
_NO_FILE: Final = Text(zh="还没有选文件。", en="No file was chosen.")
_EMPTY: Final = Text(
    zh="{file}：文件是空的；请选择填好的表格。", en="{file}: the file is empty; choose the sheet that is filled in."
)
_TOO_LARGE: Final = Text(
    zh="{file}：文件超过 {limit} MB；请分成几个文件，分别导入。",
    en="{file}: the file is over {limit} MB; split it into several files and import each.",
)
_NO_DAY: Final = Text(zh="日期要写成 2027-03-20 的样子。", en="Write the day like 2027-03-20.")
_SHEET: Final = Text(zh="模板", en="template")

Done = Annotated[Literal["removed"] | None, Query()]
Chosen = Annotated[str, Query(alias="kind", max_length=20, pattern=r"^[a-z]*$")]


@router.get("/imports")
def files_page(request: Request, app: ApplicationOf, viewer: OrganizerOf, after: After = None, done: Done = None) -> HTMLResponse:
    """The files that were sent, newest first, and what waits in each."""
    page = uploads.list_uploads(app, viewer, after, ROWS)
    return render(request, "imports/files.html", page=page, after=after, done=done)


@router.get("/imports/new")
def new_page(request: Request, app: ApplicationOf, viewer: OrganizerOf, kind: Chosen = "") -> HTMLResponse:
    """What the file holds, and the file."""
    return _form(request, app, {"kind": kind if kind in uploads.KINDS else ""})


@router.post("/imports")
async def send(request: Request, app: ApplicationOf, viewer: OrganizerOf, _: FromOwnPage) -> Response:
    """Take in a file and show how its columns are read."""
    limit = app.settings.upload_limit_mb
    sent = await receive(request, app.settings.home, limit * MEGABYTE)
    try:
        faults = _faults(sent, limit)
        if not faults:
            try:
                view = await run_in_threadpool(_keep, app, viewer, sent)
            except BadInput as refused:
                faults = {"file": refused.detail}
            else:
                return RedirectResponse(href("imports", view), status_code=303)
        return await run_in_threadpool(_form, request, app, sent.fields, faults)
    finally:
        sent.remove()


@router.post("/imports/{upload}/remove")
def remove(app: ApplicationOf, viewer: OrganizerOf, _: FromOwnPage, upload: str, form: Form) -> RedirectResponse:
    """Forget a file and the rows that wait; what was imported stays."""
    uploads.remove_upload(app, viewer, upload)
    return RedirectResponse(href("imports", done="removed"), status_code=303)


@router.get("/imports/templates/{kind}.xlsx")
def template(app: ApplicationOf, viewer: OrganizerOf, kind: str) -> Response:
    """An empty sheet to fill in, with every column explained."""
    if kind not in TEMPLATES:
        raise NotFound(_SHEET, kind[:LONGEST_NAME])
    with TemporaryDirectory() as folder:
        path = Path(folder) / "blank.xlsx"
        write_blank(kind, path)
        content = path.read_bytes()
    return Response(content, media_type=XLSX, headers=disposition(f"{kind_text(kind).zh}{_SHEET.zh}.xlsx"))


def _keep(app: Application, viewer: Viewer, sent: Sent) -> str:
    day = sent.fields.get("fetched_on", "").strip()
    fetched = None
    if sent.fields.get("kind") == "certification" and day:
        try:
            fetched = date.fromisoformat(day)
        except ValueError:
            raise BadInput(_NO_DAY) from None
    return uploads.keep_upload(app, viewer, sent.upload, sent.fields.get("kind", ""), sent.path, sent.name, fetched).id


def _faults(sent: Sent, limit: int) -> dict[str, Text]:
    name = shown_name(sent.name)
    if sent.fields.get("kind") not in uploads.KINDS:
        return {"kind": uploads.NO_KIND}
    if not sent.name:
        return {"file": _NO_FILE}
    if sent.too_large:
        return {"file": _TOO_LARGE.format(file=name, limit=limit)}
    return {"file": _EMPTY.format(file=name)} if sent.size == 0 else {}


def _form(request: Request, app: Application, given: Mapping[str, str], faults: Mapping[str, Text] | None = None) -> HTMLResponse:
    kinds = [(kind, kind_text(kind), ABOUT[kind]) for kind in uploads.KINDS]
    return render(
        request,
        "imports/new.html",
        status=422 if faults else 200,
        kinds=kinds,
        given={"kind": "", **given},
        faults=faults or {},
        limit=app.settings.upload_limit_mb,
        today=app.today,
        templates=TEMPLATES,
    )
