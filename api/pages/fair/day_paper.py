"""When the network is down: what to print beforehand, an empty sheet to write on, and loading what was written afterwards."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import ApplicationOf, OrganizerOf
from api.actions import fairs, lists
from api.actions.day_files import DAY_HEADERS, load_day
from api.actions.errors import BadInput, Conflict
from api.origin import FromOwnPage
from api.pages.fair.steps import timetable_of
from api.pages.forms import LongForm
from api.pages.imports.receiving import Sent, receive
from api.pages.rendering import href, render
from api.routes.parameters import EventId
from api.schemas.interviews import ACT_WORDS, LoadReport
from api.wiring import Application
from data.exporters.sheets import Sheet, csv_bytes
from matching.knowledge.catalogue import Text
from matching.records import Viewer

router = APIRouter(include_in_schema=False)

EMPTY_ROWS: Final = 16
"""Rows to write on, on one printed sheet."""

DoneRows = Annotated[int | None, Query(alias="done", ge=0, le=1_000_000)]
MOST_BYTES: Final = 1_500_000
"""Largest sheet of entries: some ten thousand rows."""
_NO_FILE: Final = Text(zh="还没有选文件", en="no file was chosen")
_TOO_LARGE: Final = Text(zh="文件太大；请分成几个再载入", en="the file is too large; split it")
_NOTHING: Final = Text(zh="请粘贴要载入的内容", en="paste what is to be loaded")
_TITLE: Final = Text(zh="当天登记", en="entries of the day")


@router.get("/events/{event}/desk/paper")
def paper_page(request: Request, app: ApplicationOf, viewer: OrganizerOf, event: EventId, done: DoneRows = None) -> HTMLResponse:
    """What to print, a sheet to write on, and where to load it."""
    return _page(request, app, viewer, event, done=done)


@router.get("/events/{event}/desk/paper.csv")
def empty_sheet(app: ApplicationOf, viewer: OrganizerOf, event: EventId) -> Response:
    """The columns of a sheet of entries."""
    lists.event_view(app, viewer, event)
    headers = [Text(zh=zh, en=en) for zh, en in DAY_HEADERS.items()]
    content = csv_bytes(Sheet(_TITLE, headers, [12] * len(headers), [[""] * len(headers)]))
    disposition = {"content-disposition": 'attachment; filename="entries-of-the-day.csv"'}
    return Response(content, media_type="text/csv; charset=utf-8", headers=disposition)


@router.post("/events/{event}/desk/paper")
def load(request: Request, app: ApplicationOf, viewer: OrganizerOf, _: FromOwnPage, event: EventId, form: LongForm) -> Response:
    """Enter every pasted row as it was written down; a row enters once, and a wrong one never stops the right ones."""
    pasted = form.get("rows", "").strip()
    if not pasted:
        return _page(request, app, viewer, event, faults={"rows": _NOTHING})
    with TemporaryDirectory() as folder:
        path = Path(folder) / ("rows.tsv" if "\t" in pasted.splitlines()[0] else "rows.csv")
        path.write_text(pasted + "\n", "utf-8")
        return _loaded(request, app, viewer, event, path, "rows", pasted)


@router.post("/events/{event}/desk/paper/file")
async def load_file(request: Request, app: ApplicationOf, viewer: OrganizerOf, _: FromOwnPage, event: EventId) -> Response:
    """The same from a spreadsheet."""
    sent = await receive(request, app.settings.home, MOST_BYTES)
    try:
        return await run_in_threadpool(_load_sent, request, app, viewer, event, sent)
    finally:
        sent.remove()


def _load_sent(request: Request, app: Application, viewer: Viewer, event: str, sent: Sent) -> Response:
    if not sent.name or sent.too_large:
        return _page(request, app, viewer, event, faults={"file": _TOO_LARGE if sent.too_large else _NO_FILE})
    with TemporaryDirectory() as folder:
        # The readers tell a kind of file by its ending.
        path = Path(folder) / f"rows{Path(sent.name).suffix.lower()[:6]}"
        shutil.copy(sent.path, path)
        return _loaded(request, app, viewer, event, path, "file", "")


def _loaded(request: Request, app: Application, viewer: Viewer, event: str, path: Path, field: str, pasted: str) -> Response:
    try:
        report = load_day(app, viewer, event, path)
    except (BadInput, Conflict) as refused:
        return _page(request, app, viewer, event, pasted=pasted, faults={field: refused.detail})
    if report.faults:
        return _page(request, app, viewer, event, pasted=pasted, report=report)
    return RedirectResponse(href("events", event, "desk", "paper", done=report.entered), 303)


def _page(
    request: Request,
    app: Application,
    viewer: Viewer,
    event: str,
    *,
    pasted: str = "",
    report: LoadReport | None = None,
    faults: dict[str, Text] | None = None,
    done: int | None = None,
) -> HTMLResponse:
    fair = fairs.fair_view(app, viewer, event)
    return render(
        request,
        "fair/day_paper.html",
        status=422 if faults or (report is not None and report.faults) else 200,
        event=lists.event_view(app, viewer, event),
        fair=fair,
        headers=[Text(zh=zh, en=en) for zh, en in DAY_HEADERS.items()],
        acts=list(ACT_WORDS.values()),
        empty_rows=EMPTY_ROWS,
        pasted=pasted,
        report=report,
        faults=faults or {},
        done=done,
        printable=timetable_of(app, viewer, event) is not None,
        open=any(act.act == "load" for act in fair.acts),
    )
