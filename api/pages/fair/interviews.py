"""What came of a fair: outcomes of interviews in one quick form, follow-ups that are due, promises and whether they were kept."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal, cast
from uuid import uuid4

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import ApplicationOf, StaffOf
from api.actions import fairs, lists
from api.actions.errors import BadInput, Conflict, NotFound
from api.actions.follow_ups import follow_ups, record_follow_up
from api.actions.interview_outcomes import record_interview_outcome, withdraw_interview_outcome
from api.actions.interview_results import Which, results_page
from api.origin import FromOwnPage
from api.pages.fair.sent import sent_id, sent_number
from api.pages.fair.values import Reading
from api.pages.forms import Form, LongForm
from api.pages.rendering import href, render
from api.routes.parameters import PRINTABLE, EventId
from api.schemas.follow_ups import OutcomeName
from api.wiring import Application
from data.importers.columns_outcomes import REASONS
from matching.contradictions import STEP_TEXTS
from matching.knowledge.catalogue import Text
from matching.records import MISTAKE_TEXTS, Mistake, Step, Viewer

router = APIRouter(include_in_schema=False)

SHOWN: Final = 15
"""Interviews on one page, follow-ups on one page."""
OUTCOMES: Final[Mapping[str, Text]] = {
    "": Text(zh="还没有结果", en="nothing yet"),
    **{step.value: STEP_TEXTS[step] for step in (Step.INTERVIEWED, Step.OFFERED, Step.HIRED, Step.REJECTED, Step.DECLINED)},
}
TAKEN_BACK: Final = "withdraw."
WITHDRAWALS: Final[Mapping[str, Text]] = {
    f"{TAKEN_BACK}{why.value}": Text(zh=f"撤回：{text.zh}", en=f"take back: {text.en}") for why, text in MISTAKE_TEXTS.items()
}
REASON_TEXTS: Final[Mapping[str, Text]] = {
    "": Text(zh="没有或不清楚", en="none, or not known"),
    **{code: Text(zh=zh, en=code.replace("_", " ")) for zh, code in REASONS.items()},
}
STILL: Final[Mapping[str, Text]] = {
    "": Text(zh="请选择", en="choose"),
    "yes": Text(zh="还在岗", en="still in the job"),
    "no": Text(zh="已离职", en="left the job"),
}
_STILL: Final = Text(zh="请选择是否还在岗", en="say whether the person is still there")

Show = Annotated[Which, Query()]
AtBooth = Annotated[str | None, Query(alias="booth", max_length=20, pattern=PRINTABLE)]
First = Annotated[int, Query(alias="from", ge=0, le=1_000_000)]
Done = Annotated[int | None, Query(ge=0, le=1_000_000)]
Told = Annotated[Literal["recorded"] | None, Query(alias="done")]


@router.get("/events/{event}/interviews")
def outcomes_page(
    request: Request,
    app: ApplicationOf,
    viewer: StaffOf,
    event: EventId,
    show: Show = "open",
    booth: AtBooth = None,
    first: First = 0,
    done: Done = None,
) -> HTMLResponse:
    """Interviews by booth and time, each with its outcome or the question for it."""
    return _outcomes(request, app, viewer, event, show, booth, first, done=done)


@router.post("/events/{event}/interviews")
def save_outcomes(
    request: Request, app: ApplicationOf, viewer: StaffOf, _: FromOwnPage, event: EventId, form: LongForm
) -> Response:
    """Record every row that says something else than before; a wrong row never stops the right ones."""
    show: Which = "all" if form.get("show") == "all" else "open"
    booth = form.get("booth", "")[:20] or None
    faults: dict[str, Text] = {}
    saved = 0
    for number in [name.removeprefix("outcome.") for name in form if name.startswith("outcome.")]:
        said, reason = form[f"outcome.{number}"], form.get(f"reason.{number}", "")
        same = f"{said}/{reason}" == form.get(f"was.{number}", "")
        former = form.get(f"was.{number}", "").partition("/")[0]
        known = said in OUTCOMES or (said in WITHDRAWALS and former in OUTCOMES)
        if not number.isdecimal() or len(number) > 15 or not said or not known or same:
            continue
        try:
            if said in WITHDRAWALS:
                why = Mistake(said.removeprefix(TAKEN_BACK))
                withdraw_interview_outcome(app, viewer, int(number), cast(OutcomeName, former), why)
            else:
                record_interview_outcome(app, viewer, int(number), cast(OutcomeName, said), reason)
            saved += 1
        except (BadInput, Conflict, NotFound) as refused:
            faults[f"outcome.{number}"] = refused.detail
    if faults:
        first = sent_number(form, "first")
        return _outcomes(request, app, viewer, event, show, booth, first, given=form, faults=faults, done=saved)
    kept = {"show": "all" if show == "all" else None, "booth": booth, "done": saved}
    return RedirectResponse(href("events", event, "interviews", **kept), 303)


@router.get("/events/{event}/interviews/follow-ups")
def follow_ups_page(request: Request, app: ApplicationOf, viewer: StaffOf, event: EventId, done: Told = None) -> HTMLResponse:
    """Whom to ask today whether they are still in the job, the oldest first."""
    return _follow_ups(request, app, viewer, event, done=done)


@router.post("/events/{event}/interviews/follow-ups")
def save_follow_up(request: Request, app: ApplicationOf, viewer: StaffOf, _: FromOwnPage, event: EventId, form: Form) -> Response:
    """Record one answer."""
    candidate, posting, months = sent_id(form, "candidate"), sent_id(form, "posting"), sent_number(form, "months")
    row = f"{candidate}.{posting}"
    reading = Reading(form)
    day = reading.day("on")
    still = form.get("still", "")
    faults = {f"on.{row}": fault for fault in reading.faults.values()}
    if still not in ("yes", "no"):
        faults = {f"still.{row}": _STILL}
    if not faults and months in (1, 3, 6):
        try:
            record_follow_up(
                app, viewer, candidate, posting, form.get("of") or None, months, still == "yes", day, form.get("reason", "")
            )
        except (BadInput, Conflict) as refused:
            faults = {f"still.{row}": refused.detail}
    if faults:
        return _follow_ups(request, app, viewer, event, given=form, faults=faults)
    return RedirectResponse(href("events", event, "interviews", "follow-ups", done="recorded"), 303)


def _outcomes(
    request: Request,
    app: Application,
    viewer: Viewer,
    event: str,
    show: Which,
    booth: str | None,
    first: int,
    *,
    given: Mapping[str, str] | None = None,
    faults: Mapping[str, Text] | None = None,
    done: int | None = None,
) -> HTMLResponse:
    fair = fairs.fair_view(app, viewer, event)
    try:
        page = results_page(app, viewer, event, show, booth, first, SHOWN)
    except NotFound:
        page = None
    return render(
        request,
        "fair/interviews.html",
        status=422 if faults else 200,
        event=lists.event_view(app, viewer, event),
        fair=fair,
        page=page,
        show=show,
        booth=booth,
        outcomes=OUTCOMES,
        withdrawals={**OUTCOMES, **WITHDRAWALS},
        reasons=REASON_TEXTS,
        following=first + SHOWN if page is not None and first + SHOWN < page.shown else None,
        given=given or {},
        faults=faults or {},
        done=done,
        open=any(act.act == "outcome" for act in fair.acts),
    )


def _follow_ups(
    request: Request,
    app: Application,
    viewer: Viewer,
    event: str,
    *,
    given: Mapping[str, str] | None = None,
    faults: Mapping[str, Text] | None = None,
    done: str | None = None,
) -> HTMLResponse:
    shown = lists.event_view(app, viewer, event)
    view = follow_ups(app, viewer, event)
    return render(
        request,
        "fair/follow_ups.html",
        status=422 if faults else 200,
        event=shown,
        view=view,
        items=view.items[:SHOWN],
        still=STILL,
        reasons=REASON_TEXTS,
        given=given or {},
        faults=faults or {},
        done=done,
        key=str(uuid4()),
    )
